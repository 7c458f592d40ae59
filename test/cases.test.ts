// "This looks wrong": who may report which access in the log, what is refused, and what must not show.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { asOfficer, put } from './access-log-asked.ts'
import { type Asked, type Cases, inDays, openCases, revoke } from './asked.ts'
import { answered, codes, looked, mine, opened, report, reported, waiting } from './cases-asked.ts'
import { type As, openPlatform, type Platform } from './platform.ts'
import { countStatements, type StatementCounter } from './statement-counter.ts'

let cases: Cases
let counter: StatementCounter
let counted: Platform
beforeAll(async () => {
  cases = await openCases()
  counter = await countStatements(cases.database.url)
  counted = await openPlatform({ ...cases.database, url: counter.url })
})
afterAll(async () => {
  await counted?.close()
  await counter?.close()
  await cases?.close()
})

const tomorrow = inDays(1)
const mineByState = mine
  .replace('$first', '$states: [CaseState!], $first')
  .replace('cases(', 'cases(states: $states, ')
/** A list asked for in an order. */
const inOrder = (text: string, order: string) => text.replace('cases(', `cases(${order}`)
const result = ({ data }: Asked) => data.reportAccess

describe('a citizen', () => {
  test('reports an access, and sees the case', async () => {
    const record = await looked(cases, 'karen')
    const karen = await cases.citizen('karen')
    const asked = await reported(cases, karen, { record, text: 'Hvem er I?\nJeg bor i Skagen.' })
    const whole = {
      id: expect.any(String),
      state: 'OPEN',
      text: 'Hvem er I?\nJeg bor i Skagen.',
      answer: null,
      openedAt: expect.any(String),
      accessedAt: expect.any(String),
      record,
      activity: { id: 'KOM-17' },
      to: { cvr: cases.cvr('kommune'), name: 'Strandby Kommune' },
      from: { __typename: 'Person', id: await cases.idOf('karen') },
      events: [{ state: 'OPEN', by: 'SUBJECT', text: 'Hvem er I?\nJeg bor i Skagen.' }],
    }
    expect([asked.errors, result(asked)]).toEqual([[], { case: whole, problems: [] }])
    expect(asked.recorded).toEqual(expect.arrayContaining(['Mutation.reportAccess OWN', 'Case.text OWN']))
    const seen = await cases.ask(karen, mine)
    expect(seen.data.me.cases).toMatchObject({ totalCount: 1, nodes: [whole] })
    expect(seen.recorded).toEqual(expect.arrayContaining(['Person.cases OWN', 'Case.events OWN']))
  })

  test('is told the same, by the same statements, of a record that is not there and of any other', async () => {
    const jens = await cases.idOf('jens')
    const bo = await cases.citizen('bo')
    const tried = {
      unknown: randomUUID(),
      malformed: 'nobody',
      another: await put(cases, jens),
      covert: await put(cases, await cases.idOf('bo'), { hidden: tomorrow }),
    }
    const answers: string[] = []
    const statements = new Set<number>()
    await counted.ask(bo, report, { input: { record: randomUUID(), text: 'x', commandId: 'first' } })
    for (const [name, record] of Object.entries(tried)) {
      const input = { record, text: 'Det er forkert.', commandId: name }
      let body: unknown
      statements.add(
        await counter.count(async () => (body = (await counted.ask(bo, report, { input })).data)),
      )
      answers.push(JSON.stringify(body))
    }
    expect(new Set(answers)).toEqual(
      new Set(['{"reportAccess":{"case":null,"problems":[{"code":"NOT_FOUND","path":"input.record"}]}}']),
    )
    expect(statements.size).toBe(1)
  })

  test('reports a covert access once its cover has ended', async () => {
    const record = await put(cases, await cases.idOf('henrik'), { hidden: tomorrow })
    const henrik = await cases.citizen('henrik')
    expect(codes(result(await reported(cases, henrik, { record })))).toEqual(['NOT_FOUND'])
    await cases.database
      .admin`update access_log.record set hidden_until = clock_timestamp() where id = ${record}`
    expect(codes(result(await reported(cases, henrik, { record })))).toEqual([])
  })

  test('is sent to the powers of attorney for what a person looked at', async () => {
    const erik = await cases.citizen('erik')
    await cases.ask(erik, '{ me { address { lines } } }')
    const log = await cases.ask(erik, '{ me { accessLog(includeOwn: true, first: 1) { nodes { id } } } }')
    const record = log.data.me.accessLog.nodes[0].id
    expect(codes(result(await reported(cases, erik, { record })))).toEqual(['ACCESS_BY_PERSON'])
  })

  test.each`
    what                     | input                                      | problems
    ${'no text'}             | ${{ text: ' ' }}                           | ${['TEXT_LENGTH']}
    ${'too long a text'}     | ${{ text: 'x'.repeat(2_001) }}             | ${['TEXT_LENGTH']}
    ${'a personal number'}   | ${{ text: 'Mit nummer: 010190-9999' }}     | ${['TEXT_NUMBER']}
    ${'a control character'} | ${{ text: 'a\u0007b' }}                    | ${['TEXT_LINE']}
    ${'no command id'}       | ${{ commandId: '' }}                       | ${['ID_LENGTH']}
    ${'everything at once'}  | ${{ text: '', commandId: 'x'.repeat(65) }} | ${['TEXT_LENGTH', 'ID_LENGTH']}
  `('is told of $what', async ({ input, problems }) => {
    const asked = await reported(cases, await cases.citizen('thomas'), { record: randomUUID(), ...input })
    expect(codes(result(asked))).toEqual(problems)
  })

  test('gets the same case for the same command, and one case about one access', async () => {
    const record = await looked(cases, 'ida')
    const ida = await cases.citizen('ida')
    const first = await reported(cases, ida, { record, commandId: 'c-1' })
    const again = await reported(cases, ida, { record, commandId: 'c-1' })
    expect(result(again)).toEqual(result(first))
    const other = await reported(cases, ida, { record, commandId: 'c-1', text: 'Noget andet.' })
    expect(codes(result(other))).toEqual(['REPLAY'])
    expect(codes(result(await reported(cases, ida, { record })))).toEqual(['CASE_OPEN_ALREADY'])
  })

  test('is named in a case by the id that they have now', async () => {
    const id = await opened(cases, 'rikke')
    const { admin } = cases.database
    const [now, earlier] = [await cases.idOf('rikke'), randomUUID()]
    await admin`insert into identity.subject (id, kind) values (${earlier}, 'PERSON')`
    await admin`insert into identity.merged (from_id, into_id) values (${earlier}, ${now})`
    await admin`update cases.access_case set subject_id = ${earlier} where id = ${id}`
    const { data } = await cases.ask(await cases.citizen('rikke'), mine)
    expect(data.me.cases.nodes).toMatchObject([{ id, from: { __typename: 'Person', id: now } }])
  })

  test('opens one case when the same is sent many times at once', async () => {
    const record = await looked(cases, 'preben')
    const preben = await cases.citizen('preben')
    const all = await Promise.all(
      ['a', 'a', 'b', 'c'].map(commandId => reported(cases, preben, { record, commandId })),
    )
    const ids = new Set(all.flatMap(one => result(one).case?.id ?? []))
    expect(ids.size).toBe(1)
    const [row] = await cases.database.admin`
      select count(*)::int as count from cases.access_case where record_id = ${record}`
    expect(row!.count).toBe(1)
  })

  test('has at most 20 that wait with one authority; another authority’s are counted by themselves', async () => {
    const lone = await cases.idOf('lone')
    const as = await cases.citizen('lone')
    for (let number = 0; number < 20; number++)
      expect(codes(result(await reported(cases, as, { record: await put(cases, lone) })))).toEqual([])
    const one = await put(cases, lone)
    expect(codes(result(await reported(cases, as, { record: one })))).toEqual(['CASES_TOO_MANY'])
    const other = await put(cases, lone, { authority: cases.cvr('su') })
    expect(codes(result(await reported(cases, as, { record: other })))).toEqual([])
  })

  test('reads their cases page by page, newest first', async () => {
    const ids = [await opened(cases, 'sami'), await opened(cases, 'sami'), await opened(cases, 'sami')]
    const sami = await cases.citizen('sami')
    const first = await cases.ask(sami, mine, { first: 2 })
    const { pageInfo, nodes, totalCount } = first.data.me.cases
    expect([totalCount, nodes.map(({ id }: { id: string }) => id)]).toEqual([3, [ids[2], ids[1]]])
    const next = await cases.ask(sami, mine, { first: 2, after: pageInfo.endCursor })
    expect(next.data.me.cases.nodes.map(({ id }: { id: string }) => id)).toEqual([ids[0]])
    const other = await cases.ask(await cases.citizen('karen'), mine, { after: pageInfo.endCursor })
    expect(other.refused).toEqual(['me.cases PAGE_CURSOR'])
  })

  test.each`
    list          | newest
    ${'me.cases'} | ${true}
    ${'cases'}    | ${false}
  `(
    'pages through $list in the order that is chosen, newest first without one: $newest',
    async ({ list, newest }) => {
      const all: string[] = []
      for (let number = 0; number < 5; number++) all.push(await opened(cases, 'thomas'))
      const thomas = await cases.citizen('thomas')
      const ask = (order: string, more: Record<string, unknown>) =>
        list === 'cases'
          ? asOfficer(cases, inOrder(waiting, order), more)
          : cases.ask(thomas, inOrder(mine, order), more)
      const page = async (order: string, after: string | null) => {
        const { data, refused } = await ask(order, { first: 2, after })
        return { refused, ...(list === 'cases' ? data?.cases : data?.me?.cases) }
      }
      const walk = async (order: string) => {
        const found: string[] = []
        for (let after: string | null = null; ; ) {
          const { nodes, pageInfo } = await page(order, after)
          found.push(...nodes.map(({ id }: { id: string }) => id))
          if (!pageInfo.hasNextPage) return found.filter(id => all.includes(id))
          after = pageInfo.endCursor
        }
      }
      expect(await walk('order: OLDEST_FIRST, ')).toEqual(all)
      expect(await walk('order: NEWEST_FIRST, ')).toEqual(all.toReversed())
      expect(await walk('')).toEqual(newest ? all.toReversed() : all)
      const { endCursor } = (await page('order: OLDEST_FIRST, ', null)).pageInfo
      expect((await page('order: NEWEST_FIRST, ', endCursor)).refused).toEqual([`${list} PAGE_CURSOR`])
    },
  )

  test('reads their cases by state; a cursor fits the states that it was given for', async () => {
    const ids = [await opened(cases, 'mette'), await opened(cases, 'mette'), await opened(cases, 'mette')]
    await answered(cases, ids[0]!)
    const mette = await cases.citizen('mette')
    const of = async (states: readonly string[] | null, more: object = {}) => {
      const { data, refused } = await cases.ask(mette, mineByState, { states, ...more })
      if (refused.length > 0) return refused
      return [data.me.cases.totalCount, ...data.me.cases.nodes.map(({ id }: { id: string }) => id)]
    }
    expect(await of(null)).toEqual([3, ids[2], ids[1], ids[0]])
    expect(await of(['OPEN'])).toEqual([2, ids[2], ids[1]])
    expect(await of(['ANSWERED', 'CLOSED'])).toEqual([1, ids[0]])
    expect(await of([])).toEqual([0])
    const { data } = await cases.ask(mette, mineByState, { states: ['OPEN'], first: 1 })
    const after = data.me.cases.pageInfo.endCursor
    expect(await of(['OPEN'], { after })).toEqual([2, ids[1]])
    expect(await of(['ANSWERED'], { after })).toEqual(['me.cases PAGE_CURSOR'])
  })
})

describe('who acts for another', () => {
  const log = ['Person.accessLog', 'Person.cases']
  const kase = [
    'state',
    'from',
    'to',
    'record',
    'accessedAt',
    'activity',
    'text',
    'answer',
    'openedAt',
    'events',
  ]
  const all = [...log, ...kase.map(name => `Case.${name}`)]

  test.each`
    right                        | fields             | actions            | refused                           | problems
    ${'to act, and the log'}     | ${all}             | ${['READ', 'ACT']} | ${[]}                             | ${[]}
    ${'to act, without the log'} | ${['Person.name']} | ${['READ', 'ACT']} | ${[]}                             | ${['MANDATE_SCOPE']}
    ${'to read alone'}           | ${all}             | ${['READ']}        | ${['reportAccess MANDATE_SCOPE']} | ${null}
  `('with a right $right', async ({ fields, actions, refused, problems }) => {
    const record = await looked(cases, 'astrid')
    const power = await cases.empowered('astrid', 'erik', { fields, actions })
    const asked = await reported(cases, await cases.citizen('erik', 'astrid'), { record })
    expect(asked.refused).toEqual(refused)
    expect(result(asked) && codes(result(asked))).toEqual(problems)
    await cases.ask(await cases.citizen('astrid'), revoke, { input: { id: power, commandId: randomUUID() } })
  })

  test('is named as such, and the person is told', async () => {
    const seen = await cases.ask(
      await cases.citizen('astrid'),
      `{ me { cases { nodes { events { by } } }
        notices(first: 1) { nodes { kind text about { ... on Case { id state } } } } } }`,
    )
    expect(seen.data.me.cases.nodes).toEqual([{ events: [{ by: 'REPRESENTATIVE' }] }])
    expect(seen.data.me.notices.nodes).toEqual([
      {
        kind: 'CASE_OPENED_FOR_YOU',
        text: expect.stringContaining('has written to Strandby Kommune about an access'),
        about: { id: expect.any(String), state: 'OPEN' },
      },
    ])
  })

  test('may be the owner of a business, about its log', async () => {
    const id = await cases.businessId('frisoer-ida')
    const record = await put(cases, id)
    const ida: As = { ...(await cases.citizen('ida')), represented: { kind: 'BUSINESS', id } }
    const asked = await reported(cases, ida, { record })
    expect([asked.refused, codes(result(asked))]).toEqual([[], []])
    expect(result(asked).case).toMatchObject({
      from: { __typename: 'Business', id },
      events: [{ by: 'REPRESENTATIVE' }],
    })
  })
})

test('nobody else reports: a system is no such caller', async () => {
  const as: As = {
    caller: { kind: 'SYSTEM', client: 'kommune-sagssystem', officer: null },
    activity: 'KOM-17',
  }
  const asked = await reported(cases, as, { record: randomUUID() })
  expect(asked.refused).toEqual(['reportAccess CALLER_KIND'])
})
