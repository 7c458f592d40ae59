// A person reads their own access log: what they may choose, pages, and what is covert until its cover ends.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ids, own, put } from './access-log-asked.ts'
import { type Cases, openCases } from './asked.ts'
import { type As, system } from './platform.ts'

let cases: Cases
beforeAll(async () => {
  cases = await openCases()
})
afterAll(() => cases?.close())

describe('what a citizen may choose', () => {
  const at = (day: number) => `2026-03-0${day}T12:00:00Z`
  const records: Record<string, string> = {}
  beforeAll(async () => {
    const subject = await cases.idOf('henrik')
    const refused = '[{"field":"Person.sex","code":"CONSENT_MISSING"}]'
    records[await put(cases, subject, { at: at(1) })] = 'a'
    records[await put(cases, subject, { at: at(2), given: '[]', refused })] = 'b'
    records[await put(cases, subject, { at: at(3), refused, authority: cases.cvr('bank') })] = 'c'
    const both = {
      given: '[{"field":"Person.participantRecords","ground":"LAW"}]',
      refused: '[{"field":"Person.consents","code":"NOT_PERMITTED"}]',
    }
    records[await put(cases, subject, { at: '2025-12-01T12:00:00Z', ...both })] = 'd'
  })

  test.each`
    choice                                                             | found
    ${''}                                                              | ${'cbad'}
    ${`from: "${at(2)}"`}                                              | ${'cb'}
    ${`to: "${at(2)}"`}                                                | ${'ad'}
    ${`from: "${at(2)}", to: "${at(3)}"`}                              | ${'b'}
    ${'from: "2026-03-02T13:00:00+01:00", to: "2026-03-03T12:00:00Z"'} | ${'b'}
    ${'outcome: GIVEN'}                                                | ${'cad'}
    ${'outcome: REFUSED'}                                              | ${'cbd'}
    ${'outcome: REFUSED, authority: "BANK"'}                           | ${'c'}
    ${'authority: "BANK"'}                                             | ${'c'}
    ${'authority: "12345678"'}                                         | ${''}
    ${'from: "2027-01-01T00:00:00Z"'}                                  | ${''}
    ${'register: CPR'}                                                 | ${'cba'}
    ${'register: CVR'}                                                 | ${'d'}
    ${'register: CONSENTS'}                                            | ${'d'}
    ${'register: POWERS_OF_ATTORNEY'}                                  | ${''}
    ${'register: ACCESS_LOG'}                                          | ${''}
    ${'register: CONSENTS, outcome: GIVEN'}                            | ${'d'}
    ${'register: CPR, authority: "BANK"'}                              | ${'c'}
    ${'from: null, to: null, authority: null, outcome: null'}          | ${'cbad'}
  `('$choice → $found', async ({ choice, found }) => {
    const { page, errors } = await own(
      cases,
      'henrik',
      `${choice.replace('BANK', cases.cvr('bank'))} first: 50`,
    )
    expect(errors).toEqual([])
    expect(
      ids(page)
        .map(id => records[id])
        .join(''),
    ).toBe(found)
    expect(page.totalCount).toBe(found.length)
  })

  test.each`
    choice                                                             | code
    ${'from: "2026-03-03T00:00:00Z", to: "2026-03-02T00:00:00Z"'}      | ${'PERIOD_REVERSED'}
    ${'from: "2026-03-03T00:00:00Z", to: "2026-03-03T01:00:00+01:00"'} | ${'PERIOD_REVERSED'}
    ${'first: 0'}                                                      | ${'PAGE_SIZE'}
    ${'first: -1'}                                                     | ${'PAGE_SIZE'}
    ${'first: 101'}                                                    | ${'PAGE_SIZE'}
    ${'after: "no cursor"'}                                            | ${'PAGE_CURSOR'}
    ${'after: ""'}                                                     | ${'PAGE_CURSOR'}
    ${`after: "${randomUUID()}"`}                                      | ${'PAGE_CURSOR'}
  `('$choice is refused with $code, which says what to do (L09)', async ({ choice, code }) => {
    const { refused, data, errors } = await own(cases, 'henrik', choice)
    expect([refused, data.me.accessLog]).toEqual([[`me.accessLog ${code}`], null])
    expect(errors[0]!.message).not.toContain('no cursor"')
  })

  test("a cursor of another's log fits here as little as one that never was", async () => {
    const others = (await own(cases, 'henrik')).page.pageInfo.endCursor
    expect((await own(cases, 'henrik', `first: 100, after: "${others}"`)).errors).toEqual([])
    const [strange, unknown] = [
      await own(cases, 'astrid', `first: 100, after: "${others}"`),
      await own(cases, 'astrid', `after: "${randomUUID()}"`),
    ]
    expect(strange.refused).toEqual(['me.accessLog PAGE_CURSOR'])
    expect([strange.data, strange.errors]).toEqual([unknown.data, unknown.errors])
  })

  test("where the authority's name is withheld, no filter tells it (X1)", async () => {
    const noah = await cases.idOf('noah')
    await put(cases, noah)
    const count = async (holder: string, choice: string) => {
      const text = `query Q($id: ID!) { personById(id: $id) { accessLog(${choice}) { totalCount nodes { id } pageInfo { hasNextPage } } } }`
      const answer = await cases.ask(await cases.citizen(holder, 'noah'), text, { id: noah })
      expect(answer.errors).toEqual([])
      return answer.data.personById.accessLog
    }
    const kommunes = `authority: "${cases.cvr('kommune')}"`
    const nothing = { totalCount: 0, nodes: [], pageInfo: { hasNextPage: false } }
    expect(await count('kasper', kommunes)).toEqual(nothing)
    expect(await count('kasper', 'authority: "12345678"')).toEqual(nothing)
    expect((await count('kasper', 'outcome: GIVEN')).totalCount).toBeGreaterThan(0)
    expect((await count('gitte', kommunes)).totalCount).toBeGreaterThan(0)
  })
})

describe('pages', () => {
  const walk = async (key: string, size: number) => {
    const found: string[][] = []
    for (let after = ''; ; ) {
      const { page } = await own(cases, key, `first: ${size}${after && `, after: "${after}"`}`)
      found.push(ids(page))
      if (!page.pageInfo.hasNextPage) return found
      after = page.pageInfo.endCursor
    }
  }

  test('a boundary in the middle of records of the same instant loses none and repeats none', async () => {
    const subject = await cases.idOf('ruth')
    const all = []
    for (const at of [
      '2026-02-01T00:00:00.000001Z',
      '2026-02-01T00:00:00.000002Z',
      '2026-02-01T00:00:00.000002Z',
    ])
      for (let index = 0; index < 4; index++) all.push(await put(cases, subject, { at }))
    for (const size of [1, 3, 5, 12, 100]) {
      const pages = await walk('ruth', size)
      expect(new Set(pages.flat()).size).toBe(12)
      expect(pages.flat().length).toBe(12)
      expect(pages.flat().toSorted()).toEqual(all.toSorted())
      expect(pages.flat().slice(8).toSorted()).toEqual(all.slice(0, 4).toSorted())
      expect(pages.every(page => page.length === size || page === pages.at(-1))).toBe(true)
    }
  })

  test.each`
    order             | key        | newest
    ${'NEWEST_FIRST'} | ${'sofie'} | ${true}
    ${'OLDEST_FIRST'} | ${'karen'} | ${false}
  `('$order: read while records come at both ends, none is missed and none comes twice', async row => {
    const { order, key, newest } = row as { order: string; key: string; newest: boolean }
    const subject = await cases.idOf(key)
    const period = `from: "2026-01-01T00:00:00Z", to: "2026-04-01T00:00:00Z", order: ${order}`
    const put7 = [1, 2, 3, 4, 5, 6, 7].map(day => put(cases, subject, { at: `2026-02-0${day}T00:00:00Z` }))
    const all = await Promise.all(put7)
    const [found, added]: [string[], string[]] = [[], []]
    for (let after = '', number = 1; ; number++) {
      const { page } = await own(cases, key, `${period}, first: 2${after && `, after: "${after}"`}`)
      found.push(...ids(page))
      if (!page.pageInfo.hasNextPage) break
      after = page.pageInfo.endCursor
      const ends = [`2026-01-0${number}T00:00:00Z`, `2026-03-0${number}T00:00:00Z`]
      // Those behind the reader are not met any more, those ahead are.
      for (const at of number < 3 ? ends : []) added.push(await put(cases, subject, { at }))
    }
    const [earlier, later] = [
      added.filter((_, index) => index % 2 === 0),
      added.filter((_, index) => index % 2),
    ]
    expect(found).toEqual(newest ? [...all.toReversed(), ...earlier.toReversed()] : [...all, ...later])
  })

  test('a cursor of one order is none in the other', async () => {
    const subject = await cases.idOf('ruth')
    for (let index = 0; index < 2; index++) await put(cases, subject)
    const { endCursor } = (await own(cases, 'ruth', 'first: 1')).page.pageInfo
    const ask = async (order: string) => own(cases, 'ruth', `${order} first: 1, after: "${endCursor}"`)
    expect((await ask('order: NEWEST_FIRST,')).errors).toEqual([])
    const turned = await ask('order: OLDEST_FIRST,')
    expect(turned.refused).toEqual(['me.accessLog PAGE_CURSOR'])
    expect(turned.errors[0]!.message).toContain('order')
  })

  test('what is covert stands in no page, count, cursor or sign of more, until its cover ends', async () => {
    const subject = await cases.idOf('viggo')
    const soon = new Date(Date.now() + 3_600_000).toISOString()
    const before = (await own(cases, 'viggo')).page.totalCount
    const first = await put(cases, subject, { at: '2020-01-03T00:00:00Z' })
    const covert = [
      await put(cases, subject, { at: '2020-01-02T00:00:00Z', hidden: soon }),
      await put(cases, subject, { at: '2020-01-03T00:00:00Z', hidden: soon }),
      await put(cases, subject, { at: '2020-01-01T00:00:00Z', hidden: soon }),
    ]
    const { page } = await own(cases, 'viggo')
    expect(page.totalCount).toBe(before + 1)
    expect(ids(page).at(-1)).toBe(first)
    const last = await own(cases, 'viggo', `first: ${before + 1}`)
    expect(ids(last.page).at(-1)).toBe(first)
    expect(last.page.pageInfo.hasNextPage).toBe(false)
    const { endCursor } = last.page.pageInfo
    expect(ids((await own(cases, 'viggo', `first: 9, after: "${endCursor}"`)).page)).toEqual([])
    for (const id of covert)
      expect((await own(cases, 'viggo', `after: "${id}"`)).refused).toEqual(['me.accessLog PAGE_CURSOR'])
    expect((await own(cases, 'viggo', 'to: "2020-01-03T00:00:00Z"')).page.totalCount).toBe(0)
    await cases.database
      .admin`update access_log.record set hidden_until = clock_timestamp() where id = ${covert[0]!}`
    expect((await own(cases, 'viggo', 'to: "2020-01-03T00:00:00Z"')).page).toMatchObject({
      totalCount: 1,
      nodes: [{ id: covert[0] }],
    })
  })
})

test("a business's log is for whoever acts in its name, and for no other", async () => {
  const text =
    'query Q($cvr: CVR!) { business(cvr: $cvr) { accessLog { totalCount nodes { authority { name } summary(language: DA) } } } }'
  const employment = 'query Q($cvr: CVR!) { business(cvr: $cvr) { employment(year: 2025) { employees } } }'
  await cases.ask(system('skat-sagssystem', 'SKAT-1'), employment, { cvr: cases.cvr('nordhavn') })
  const citizen = await cases.citizen('anna')
  const own = {
    ...citizen,
    caller: { ...citizen.caller, business: await cases.businessId('nordhavn') },
  } as As
  const answer = await cases.ask(own, text, { cvr: cases.cvr('nordhavn') })
  expect(answer.errors).toEqual([])
  expect(answer.data.business.accessLog.nodes[0]).toEqual({
    authority: { name: 'Skatteforvaltningen (prøve)' },
    summary: expect.stringMatching(/^Skatteforvaltningen \(prøve\) fik at se årsbeskæftigelse efter loven/),
  })
  const stranger = await cases.ask(citizen, text, { cvr: cases.cvr('vestkyst') })
  expect(stranger.refused).toEqual(['business.accessLog MANDATE_MISSING'])
})
