// Cases as an authority's stewards see, answer and close them, and what the person learns of it.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { answer } from '../access/answer.ts'
import { deleteOldCases } from '../subgraphs/cases/retention.ts'
import { type AsOfficer, asOfficer, put } from './access-log-asked.ts'
import { type Cases, expectNowhere, openCases } from './asked.ts'
import { answered, closed, codes, looked, mine, opened, reported, waiting } from './cases-asked.ts'
import { type As, requestOf } from './platform.ts'

let cases: Cases
beforeAll(async () => {
  cases = await openCases()
})
afterAll(() => cases?.close())
beforeEach(() => cases.database.admin`truncate cases.access_case, cases.event, notices.notice cascade`)

const operator: AsOfficer = {
  client: 'operator-forvalter',
  officer: 'operator-steward-1',
  activity: 'ADM-4',
}
const ids = (page: { nodes: { id: string }[] }) => page.nodes.map(({ id }) => id)

describe('the list', () => {
  test('holds what waits for the own authority, longest first, and each reading is about whom it is from', async () => {
    const [karen, thomas] = [await opened(cases, 'karen'), await opened(cases, 'thomas')]
    const su = await put(cases, await cases.idOf('karen'), { authority: cases.cvr('su') })
    await reported(cases, await cases.citizen('karen'), { record: su, text: 'Til Styrelsen.' })
    const asked = await asOfficer(cases, waiting)
    expect([asked.errors, asked.data.cases.totalCount, ids(asked.data.cases)]).toEqual([
      [],
      2,
      [karen, thomas],
    ])
    expect(asked.data.cases.nodes[0]).toMatchObject({
      state: 'OPEN',
      text: 'Jeg har aldrig søgt om noget.',
      from: { id: await cases.idOf('karen') },
      activity: { id: 'KOM-17' },
    })
    expectNowhere(asked, ['Til Styrelsen.'])
    const about = new Set(asked.records.map(({ subject_id }) => subject_id))
    expect(about).toEqual(new Set([null, await cases.idOf('karen'), await cases.idOf('thomas')]))
    expect(asked.recorded).toEqual(expect.arrayContaining(['Query.cases LAW', 'Case.text PARTY']))
  })

  test('of the operator holds none of another authority', async () => {
    await opened(cases, 'karen')
    const asked = await asOfficer(cases, waiting, {}, operator)
    expect([asked.errors, asked.data.cases]).toMatchObject([[], { totalCount: 0, nodes: [] }])
  })

  test('is paged and filtered by state', async () => {
    const all = [await opened(cases, 'karen'), await opened(cases, 'thomas'), await opened(cases, 'henrik')]
    await answered(cases, all[0]!)
    await closed(cases, all[0]!)
    await answered(cases, all[1]!)
    const of = async (variables: object) => (await asOfficer(cases, waiting, variables)).data.cases
    expect(ids(await of({}))).toEqual([all[1], all[2]])
    expect(ids(await of({ states: ['CLOSED'] }))).toEqual([all[0]])
    expect(ids(await of({ states: ['OPEN', 'OPEN'] }))).toEqual([all[2]])
    expect(ids(await of({ states: [] }))).toEqual([])
    const first = await of({ states: ['OPEN', 'ANSWERED', 'CLOSED'], first: 2 })
    expect([ids(first), first.totalCount, first.pageInfo.hasNextPage]).toEqual([all.slice(0, 2), 3, true])
    const after = first.pageInfo.endCursor
    expect(ids(await of({ states: ['OPEN', 'ANSWERED', 'CLOSED'], first: 2, after }))).toEqual([all[2]])
    const strange = await asOfficer(cases, waiting, { after })
    expect(strange.refused).toEqual(['cases PAGE_CURSOR'])
  })

  test.each`
    who                                    | as                                                                     | refused
    ${'an officer under another activity'} | ${{ activity: 'ADM-1' }}                                               | ${'cases ACTIVITY_FIELD_OUTSIDE'}
    ${'an officer under no ADM activity'}  | ${{ client: 'kommune-sagssystem', activity: 'KOM-17' }}                | ${'cases ACTIVITY_FIELD_OUTSIDE'}
    ${'a system by itself'}                | ${{ client: 'kommune-sagssystem', activity: 'KOM-17', officer: null }} | ${'cases CALLER_KIND'}
    ${'an officer of another authority'}   | ${{ officer: 'operator-steward-1' }}                                   | ${'cases CALLER_KIND'}
  `('is refused to $who', async ({ as, refused }) => {
    await opened(cases, 'karen')
    const asked = await asOfficer(cases, waiting, {}, as)
    expect([asked.data?.cases ?? null, asked.refused]).toEqual([null, [refused]])
  })

  test('is refused to a citizen', async () => {
    const asked = await cases.ask(await cases.citizen('karen'), waiting)
    expect(asked.refused).toEqual(['cases CALLER_KIND'])
  })
})

describe('an answer', () => {
  test('is read by the person, who gets a notice; then the case can be closed, and said again', async () => {
    const id = await opened(cases, 'karen')
    const karen = await cases.citizen('karen')
    const asked = await answered(cases, id, { text: 'Det var en fejl. Beklager.' })
    expect([asked.errors, asked.data.answerCase]).toMatchObject([
      [],
      { case: { state: 'ANSWERED', answer: 'Det var en fejl. Beklager.' }, problems: [] },
    ])
    expect(asked.recorded).toEqual(expect.arrayContaining(['Mutation.answerCase LAW', 'Case.answer PARTY']))
    await answered(cases, id, { text: 'Vi har rettet det.' })
    await closed(cases, id)
    const seen = await cases.ask(karen, mine)
    expect(seen.data.me.cases.nodes).toMatchObject([
      {
        state: 'CLOSED',
        answer: 'Vi har rettet det.',
        events: [
          { state: 'OPEN', by: 'SUBJECT', text: 'Jeg har aldrig søgt om noget.' },
          { state: 'ANSWERED', by: 'STEWARD', text: 'Det var en fejl. Beklager.' },
          { state: 'ANSWERED', by: 'STEWARD', text: 'Vi har rettet det.' },
          { state: 'CLOSED', by: 'STEWARD', text: null },
        ],
      },
    ])
    expectNowhere(seen, ['kommune-steward', 'Dataforvalter'])
    const { record } = seen.data.me.cases.nodes[0]
    expect(codes((await reported(cases, karen, { record })).data.reportAccess)).toEqual([])
  })

  test('is told by a notice that leads to the case and says nothing of it', async () => {
    const id = await opened(cases, 'karen')
    await answered(cases, id, { text: 'Det var en fejl.' })
    await closed(cases, id)
    const { data } = await cases.ask(
      await cases.citizen('karen'),
      '{ me { notices { nodes { kind authority { name } text about { ... on Case { id answer } } } } } }',
    )
    const about = { id, answer: 'Det var en fejl.' }
    const told = { authority: { name: 'Strandby Kommune' }, about }
    expect(data.me.notices.nodes).toMatchObject([
      { kind: 'CASE_CLOSED', ...told },
      { kind: 'CASE_ANSWERED', ...told },
    ])
    for (const { text } of data.me.notices.nodes) expect(text).not.toContain('fejl')
  })

  test.each`
    what                                     | act                                                                 | problem
    ${'closes what nobody answered'}         | ${(id: string) => closed(cases, id)}                                | ${'WRONG_STATE'}
    ${'answers a case that is not there'}    | ${() => answered(cases, randomUUID())}                              | ${'NOT_FOUND'}
    ${'answers a malformed id'}              | ${() => answered(cases, 'case-1')}                                  | ${'NOT_FOUND'}
    ${'answers a case of another authority'} | ${(id: string) => answered(cases, id, {}, operator)}                | ${'NOT_FOUND'}
    ${'closes a case of another authority'}  | ${(id: string) => closed(cases, id, {}, operator)}                  | ${'NOT_FOUND'}
    ${'says nothing'}                        | ${(id: string) => answered(cases, id, { text: ' ' })}               | ${'TEXT_LENGTH'}
    ${'writes a number'}                     | ${(id: string) => answered(cases, id, { text: 'Om 010190-9999.' })} | ${'TEXT_NUMBER'}
    ${'has no command id'}                   | ${(id: string) => closed(cases, id, { commandId: '' })}             | ${'ID_LENGTH'}
  `('is not carried out when the steward $what', async ({ act, problem }) => {
    const id = await opened(cases, 'karen')
    const { data } = await act(id)
    expect(codes(data.answerCase ?? data.closeCase)).toEqual([problem])
    const [row] = await cases.database.admin`select state from cases.access_case`
    expect(row!.state).toBe('OPEN')
  })

  test('is the same for the same command, once', async () => {
    const id = await opened(cases, 'karen')
    const first = await answered(cases, id, { commandId: 'a-1' })
    const again = await answered(cases, id, { commandId: 'a-1' })
    expect(again.data).toEqual(first.data)
    const other = await answered(cases, id, { commandId: 'a-1', text: 'Noget andet.' })
    expect(codes(other.data.answerCase)).toEqual(['REPLAY'])
    expect(codes((await closed(cases, id, { commandId: 'a-1' })).data.closeCase)).toEqual(['REPLAY'])
    const [sent] = await cases.database.admin`select count(*)::int as count from notices.notice`
    expect(sent!.count).toBe(1)
  })

  test('after the case is closed is not given', async () => {
    const id = await opened(cases, 'karen')
    await answered(cases, id)
    await closed(cases, id)
    expect(codes((await answered(cases, id)).data.answerCase)).toEqual(['WRONG_STATE'])
  })

  test('is never given by whoever made the access, but by another steward', async () => {
    const id = await opened(cases, 'karen', 'kommune-steward-1')
    expect(codes((await answered(cases, id)).data.answerCase)).toEqual(['CASE_OWN'])
    const second = { officer: 'kommune-steward-2' }
    expect(codes((await answered(cases, id, {}, second)).data.answerCase)).toEqual([])
    expect(codes((await closed(cases, id)).data.closeCase)).toEqual(['CASE_OWN'])
  })

  test('is never given by the officer whom the case is from', async () => {
    const id = await opened(cases, 'karen')
    const officerPerson = await cases.idOf('karen')
    const as: As = {
      caller: { kind: 'SYSTEM', client: 'kommune-forvalter', officer: 'kommune-steward-1', officerPerson },
      activity: 'ADM-3',
    }
    const text = `mutation A($input: AnswerCaseInput!) { answerCase(input: $input) { problems { code } } }`
    const { data } = await cases.ask(as, text, { input: { id, text: 'Fint.', commandId: 'x' } })
    expect(codes(data.answerCase)).toEqual(['CASE_OWN'])
  })
})

describe('nobody else', () => {
  const byId =
    'query C($r: [_Any!]!) { _entities(representations: $r) { ... on Case { id state text answer } } }'

  test.each`
    who                         | as
    ${'another citizen'}        | ${() => cases.citizen('thomas')}
    ${'the system that looked'} | ${() => ({ caller: { kind: 'SYSTEM', client: 'kommune-sagssystem', officer: null }, activity: 'KOM-17' })}
    ${'a steward of it'}        | ${() => ({ caller: { kind: 'SYSTEM', client: 'kommune-forvalter', officer: 'kommune-steward-1' }, activity: 'ADM-3' })}
  `('reads a case by its id at the subgraph: $who is told what is told of none', async ({ as }) => {
    const known = await opened(cases, 'karen')
    const told = await Promise.all(
      [known, randomUUID()].map(async id => {
        const told = await atSubgraph(await as(), byId, { r: [{ __typename: 'Case', id }] })
        return JSON.stringify({ ...told, extensions: undefined }).replaceAll(id, 'ID')
      }),
    )
    expect(told[0]).toBe(told[1])
    expect(told[0]).not.toContain('aldrig')
    expect(told[0]).toContain('"state":null')
  })

  test('is a party to it: not a business user of the authority either', async () => {
    const id = await opened(cases, 'karen')
    const person = await cases.idOf('thomas')
    const caller = {
      ...({ kind: 'PERSON', client: 'playground' } as const),
      ...{ person, business: cases.cvr('kommune') },
    }
    const told = await atSubgraph({ caller }, byId, { r: [{ __typename: 'Case', id }] })
    expect(JSON.stringify(told.data)).toContain('"text":null')
  })
})

/** Straight at the subgraph of cases, as its own server does it. */
async function atSubgraph(as: As, query: string, variables: object) {
  const { running, services } = cases.subgraphs
  const subgraph = running.find(({ name }) => name === 'cases')!
  const executed = await answer(requestOf(as), { hash: 'x', mutation: false }, services, context =>
    subgraph.run({ query, variables: { ...variables } }, context),
  )
  return JSON.parse(JSON.stringify(executed))
}

describe('the retention rule', () => {
  const answeredAgo = async (ago: string, end = true) => {
    const id = await opened(cases, 'karen')
    await answered(cases, id)
    if (end) await closed(cases, id)
    await cases.database
      .admin`update cases.access_case set changed_at = now() - ${ago}::interval where id = ${id}`
    return id
  }
  const left = async () => {
    const rows = await cases.database.admin`
      select c.id, count(e.*)::int as events from cases.access_case c join cases.event e on e.case_id = c.id group by c.id`
    return new Map(rows.map(({ id, events }) => [id, events]))
  }

  test('takes answered and closed cases with what was written in them, batch by batch, and leaves what waits', async () => {
    for (const ago of ['6 years', '5 years 2 days']) await answeredAgo(ago)
    const kept = await answeredAgo('4 years')
    await answeredAgo('7 years', false)
    const waits = await opened(cases, 'thomas')
    await cases.database
      .admin`update cases.access_case set changed_at = now() - interval '9 years' where id = ${waits}`
    expect(await deleteOldCases(cases.database.sql('retention'), { years: 5, batch: 2 })).toBe(3)
    expect(await left()).toEqual(
      new Map([
        [kept, 3],
        [waits, 1],
      ]),
    )
  })

  test('is a year at least, and nobody else’s', async () => {
    const sql = cases.database.sql('retention')
    await expect(sql`select cases.delete_expired('11 months', 10)`).rejects.toThrow(/a year at least/)
    const own = cases.database.sql('cases')
    await expect(own`select cases.delete_expired('5 years', 10)`).rejects.toThrow(/permission denied/)
  })
})

describe('what happened', () => {
  test.each([
    'update cases.event set text = null',
    'delete from cases.event',
    'delete from cases.access_case',
    "update cases.access_case set authority = '99000019'",
    'truncate cases.event',
  ])('stands: %s is not for the subgraph', async statement => {
    await expect(cases.database.sql('cases').unsafe(statement)).rejects.toThrow(/permission denied/)
  })

  test('is a look-up of one record by its id and subject, never a look through the log', async () => {
    const record = await looked(cases, 'karen')
    const sql = cases.database.sql('cases')
    await expect(sql`select from access_log.record`).rejects.toThrow(/permission denied/)
    const of = async (subject: string) =>
      (await sql`select authority from access.reported_record(array[${subject}::uuid], ${record}::uuid)`)
        .length
    expect([await of(await cases.idOf('karen')), await of(await cases.idOf('thomas'))]).toEqual([1, 0])
  })
})
