// The feed of an authority's consents: every change once, in the order of the commits, whatever writes meanwhile; the
// ends of time among them; and the chain of events, in which a change is found and named.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { bank, type Cases, cancel, decline, grant, kommune, openCases, withdraw } from './asked.ts'
import type { As } from './platform.ts'

let cases: Cases
const kom17 = kommune('KOM-17')
const field = { fields: ['Person.civilStatus'] }
beforeAll(async () => {
  cases = await openCases()
})
afterAll(() => cases?.close())
beforeEach(async () => {
  await cases.database.admin`truncate consents.consent, consents.feed cascade`
})

const feed = `query Feed($after: String, $first: Int!) { consentChanges(after: $after, first: $first) {
  nodes { state at consent { id state } } pageInfo { hasNextPage endCursor } } }`
const input = (id: string, commandId: string = randomUUID()) => ({ input: { id, commandId } })

interface Seen {
  readonly id: string
  readonly state: string
}

/** Reads on from a cursor until there is nothing new; what it saw, and where it stands. */
async function read(after: string | null, as: As = kom17, first = 3) {
  const seen: Seen[] = []
  let cursor = after
  for (;;) {
    const { data, errors } = await cases.ask(as, feed, { after: cursor, first })
    expect(errors).toEqual([])
    const { nodes, pageInfo } = data.consentChanges
    for (const { consent, state } of nodes) seen.push({ id: consent.id, state })
    cursor = pageInfo.endCursor
    if (!pageInfo.hasNextPage) return { seen, cursor }
  }
}

const stored = async (): Promise<Seen[]> =>
  (
    await cases.database.admin<
      Seen[]
    >`select consent_id as id, state from consents.event order by authority, position`
  ).map(({ id, state }) => ({ id, state }))

describe('the feed', () => {
  test('tells every change in order, to its own authority alone, and goes on from a cursor', async () => {
    const anna = await cases.citizen('anna')
    const first = await cases.consented(kom17, 'anna', field)
    await cases.consented(bank('BANK-1'), 'anna', { template: 'loan' })
    const begun = await read(null)
    expect(begun.seen).toEqual([
      { id: first, state: 'REQUESTED' },
      { id: first, state: 'GRANTED' },
    ])
    expect(await read(begun.cursor)).toEqual({ seen: [], cursor: begun.cursor })
    await cases.ask(anna, withdraw, input(first))
    expect((await read(begun.cursor)).seen).toEqual([{ id: first, state: 'WITHDRAWN' }])
    expect((await read(begun.cursor, kommune('KOM-18'))).seen).toHaveLength(1)
  })

  test('is recorded for each person that it shows', async () => {
    await cases.requested(kom17, 'anna', field)
    await cases.requested(kom17, 'bo', field)
    const { records } = await cases.ask(kom17, feed, { first: 10 })
    const shown = await Promise.all(['anna', 'bo'].map(key => cases.idOf(key)))
    expect(records.map(({ subject_id }) => subject_id).sort()).toEqual(shown.sort())
    for (const { given } of records)
      expect(given).toContainEqual({ field: 'ConsentChange.state', ground: 'PARTY' })
  })

  test.each`
    as                   | args                          | code
    ${bank('BANK-1')}    | ${{ first: 3, after: 'own' }} | ${'consentChanges PAGE_CURSOR'}
    ${kom17}             | ${{ first: 3, after: 'x' }}   | ${'consentChanges PAGE_CURSOR'}
    ${kom17}             | ${{ first: 0 }}               | ${'consentChanges PAGE_SIZE'}
    ${kom17}             | ${{ first: 101 }}             | ${'consentChanges PAGE_SIZE'}
    ${kommune('KOM-99')} | ${{ first: 3 }}               | ${'consentChanges ACTIVITY_UNKNOWN'}
    ${kommune()}         | ${{ first: 3 }}               | ${'consentChanges ACTIVITY_MISSING'}
    ${'anna'}            | ${{ first: 3 }}               | ${'consentChanges CALLER_KIND'}
  `('refuses $args with $code', async ({ as, args, code }) => {
    await cases.requested(kom17, 'anna', field)
    const { cursor } = await read(null)
    const caller = as === 'anna' ? await cases.citizen('anna') : as
    const after = args.after === 'own' ? cursor : args.after
    expect((await cases.ask(caller, feed, { ...args, after })).refused).toEqual([code])
  })

  test('misses nothing while hundreds of commands commit beside it', async () => {
    const people = await Promise.all(['anna', 'jens', 'sofie', 'lars'].map(key => cases.citizen(key)))
    const keys = ['anna', 'jens', 'sofie', 'lars']
    let writing = true
    async function write(index: number): Promise<void> {
      for (let round = 0; round < 8; round++) {
        const id = await cases.requested(kom17, keys[index]!, field)
        const answer = [grant, decline, cancel][round % 3]!
        await cases.ask(answer === cancel ? kom17 : people[index]!, answer, input(id))
        if (answer === grant) await cases.ask(people[index]!, withdraw, input(id))
      }
    }
    async function follow(size: number): Promise<Seen[]> {
      const seen: Seen[] = []
      let cursor: string | null = null
      for (let last = false; ; last = !writing) {
        const page = await read(cursor, kom17, size)
        seen.push(...page.seen)
        cursor = page.cursor
        if (last) return seen
      }
    }
    const readers = [2, 7, 50].map(follow)
    await Promise.all(keys.map((_, index) => write(index))).finally(() => {
      writing = false
    })
    const expected = await stored()
    expect(expected.length).toBe(keys.length * (8 * 2 + 3))
    for (const reader of readers) expect(await reader).toEqual(expected)
    expect(await cases.database.admin`select * from consents.faults()`).toEqual([])
  })
})

describe('ends of time', () => {
  const over = (id: string, column: 'answer_by' | 'valid_to') =>
    cases.database
      .admin`update consents.consent set ${cases.database.admin(column)} = clock_timestamp() where id = ${id}`
  const tell = async (status: '01' | '90') => {
    const id = await cases.idOf('anna')
    await cases.database
      .admin`update persons.person set status = ${status} where person_id = ${id} and row_status = 'CURRENT'`
    await cases.database.admin`select access.raise_standing(${[id]}::uuid[])`
  }

  test('are told once, when the feed is read, by however many readers', async () => {
    const lapsed = await cases.requested(kom17, 'anna', field)
    const expired = await cases.consented(kom17, 'anna', field)
    const open = await cases.consented(kom17, 'anna', field)
    const { cursor } = await read(null)
    await over(lapsed, 'answer_by')
    await over(expired, 'valid_to')
    const readers = await Promise.all([1, 2, 3, 4].map(first => read(cursor, kom17, first)))
    const told = await read(cursor)
    // Two that are found at once come in either order, for all readers the same.
    expect(told.seen).toHaveLength(2)
    expect(told.seen).toContainEqual({ id: lapsed, state: 'LAPSED' })
    expect(told.seen).toContainEqual({ id: expired, state: 'EXPIRED' })
    for (const { seen } of readers) expect(told.seen.slice(0, seen.length)).toEqual(seen)
    expect((await read(told.cursor)).seen).toEqual([])
    // What time did is no event of the consent's own: its state says it.
    const own = 'query One($id: ID!) { consent(id: $id) { state events { state } } }'
    const { data } = await cases.ask(kom17, own, { id: expired })
    expect(data.consent).toEqual({ state: 'EXPIRED', events: [{ state: 'REQUESTED' }, { state: 'GRANTED' }] })
    expect(await cases.database.admin`select * from consents.faults()`).toEqual([])
    expect(
      (await cases.ask(await cases.citizen('anna'), withdraw, input(open))).data.withdrawConsent.problems,
    ).toEqual([])
  })

  test('by death are told when it is known, and taken back when it was none (P20)', async () => {
    const given = await cases.consented(kom17, 'anna', field)
    const asked = await cases.requested(kom17, 'anna', field)
    const { cursor } = await read(null)
    try {
      await tell('90')
      const dead = await read(cursor)
      expect([...dead.seen].sort((a, b) => (a.state < b.state ? -1 : 1))).toEqual([
        { id: given, state: 'INVALIDATED' },
        { id: asked, state: 'LAPSED' },
      ])
      expect((await read(dead.cursor)).seen).toEqual([])
      await tell('01')
      const alive = await read(dead.cursor)
      expect(alive.seen.map(({ state }) => state).sort()).toEqual(['GRANTED', 'REQUESTED'])
      expect((await read(alive.cursor)).seen).toEqual([])
    } finally {
      await tell('01')
    }
    expect(await cases.database.admin`select * from consents.faults()`).toEqual([])
  })
})

describe('the chain of events (C30)', () => {
  const faults = () => cases.database.admin<{ consent_id: string; revision: number; fault: string }[]>`
    select consent_id, revision, fault from consents.faults() order by revision`

  test('events are only ever added: the service may neither change nor delete one', async () => {
    const consents = cases.database.sql('consents')
    await expect(consents`update consents.event set state = 'DECLINED'`).rejects.toThrow(/permission denied/)
    await expect(consents`delete from consents.event`).rejects.toThrow(/permission denied/)
    await expect(consents`delete from consents.consent`).rejects.toThrow(/permission denied/)
    await expect(consents`delete from consents.confirmation`).rejects.toThrow(/permission denied/)
    await expect(consents`update consents.feed set position = 9`).rejects.toThrow(/permission denied/)
    await expect(consents`insert into consents.event (consent_id, revision, state, command, actor_kind, actor, channel, hash)
      values (${randomUUID()}, 1, 'GRANTED', 'GRANT', 'SUBJECT', 'x', 'SELF', 'x')`).rejects.toThrow(
      /permission denied/,
    )
  })

  test.each`
    what                                | change                                                                                          | named
    ${'an actor is changed'}            | ${"update consents.event set actor = 'somebody' where revision = 2"}                            | ${['2 CONTENT']}
    ${'a time is changed'}              | ${"update consents.event set at = at - interval '1 microsecond' where revision = 1"}            | ${['1 CONTENT']}
    ${'a state is changed'}             | ${"update consents.event set state = 'DECLINED' where revision = 3"}                            | ${['3 CONTENT', '3 STATE']}
    ${'one is rewritten, hash and all'} | ${"update consents.event e set actor = 'x', hash = consents.text_hash('x') where revision = 2"} | ${['2 CONTENT', '3 ORDER']}
    ${'one is taken out of the middle'} | ${'delete from consents.event where revision = 2'}                                              | ${['3 ORDER', '3 FEED']}
    ${'the last is taken off'}          | ${'delete from consents.event where revision = 3'}                                              | ${['3 STATE']}
    ${'the consent itself is changed'}  | ${"update consents.consent set state = 'GRANTED'"}                                              | ${['3 STATE']}
    ${'a position is changed'}          | ${'update consents.event set position = 7 where revision = 3'}                                  | ${['3 CONTENT', '3 FEED']}
  `('is found and named when $what', async ({ change, named }) => {
    const id = await cases.consented(kom17, 'anna', field)
    await cases.ask(await cases.citizen('anna'), withdraw, input(id))
    expect(await faults()).toEqual([])
    await cases.database.admin.unsafe(change)
    const found = await faults()
    expect(found.map(({ revision, fault }) => `${revision} ${fault}`).sort()).toEqual([...named].sort())
    expect(new Set(found.map(({ consent_id }) => consent_id))).toEqual(new Set([id]))
  })
})

test('a command that fails on the way changes nothing, and its answer is a fault of ours: over HTTP a 503 (C27)', async () => {
  const { admin } = cases.database
  const id = await cases.consented(kom17, 'anna', field)
  const anna = await cases.citizen('anna')
  await admin`alter table consents.event add constraint broken check (command <> 'WITHDRAW') not valid`
  const failed = await cases.ask(anna, withdraw, input(id, 'again'))
  expect([failed.refused, failed.data]).toEqual([['withdrawConsent INTERNAL'], { withdrawConsent: null }])
  expect(failed.text).not.toMatch(/broken|constraint/)
  expect((await stored()).map(({ state }) => state)).toEqual(['REQUESTED', 'GRANTED'])
  await admin`alter table consents.event drop constraint broken`
  const again = await cases.ask(anna, withdraw, input(id, 'again'))
  expect(again.data.withdrawConsent).toMatchObject({ consent: { state: 'WITHDRAWN' }, problems: [] })
  expect((await read(null)).seen.map(({ state }) => state)).toEqual(['REQUESTED', 'GRANTED', 'WITHDRAWN'])
})
