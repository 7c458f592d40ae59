// Cases F01 to F04, T13 and existence: without a purpose nothing, and whoever may know nothing learns nothing of who exists.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bank, type Cases, expectNowhere, kommune, su } from './asked.ts'
import { type As, openPlatform, requestOf, system } from './platform.ts'
import { countStatements } from './statement-counter.ts'
import { openThreeWays, type ThreeWays, threeWays, twoWays } from './three-ways.ts'

let cases: ThreeWays
beforeAll(async () => {
  cases = await openThreeWays()
})
afterAll(() => cases?.close())

const name = 'query Q($cpr: CPR!) { person(cpr: $cpr) { name { full } } }'
const officer: As = {
  caller: { kind: 'SYSTEM', client: 'kommune-forvalter', officer: 'kommune-steward-1' },
  activity: 'KOM-17',
}
const unregistered = '0101010008'

describe.each(twoWays('the document spans two subgraphs'))('%s (%s): the stated activity', way => {
  test('is mandatory for what is not open; what is open is given without (F01)', async () => {
    const text = `query Q($cpr: CPR!, $cvr: CVR!) { person(cpr: $cpr) { name { full } }
      business(cvr: $cvr) { name employment(year: 2024) { employees } participants { nodes { name party { __typename ... on Person { id name { full } } } } } } }`
    const answer = await cases
      .by(way)
      .ask(kommune(), text, { cpr: cases.cpr('anna'), cvr: cases.cvr('nordhavn') })
    expect(answer.data).toMatchObject({ person: null, business: { name: 'Nordhavn ApS', employment: null } })
    expect(answer.refused).toEqual(
      expect.arrayContaining([
        'person ACTIVITY_MISSING',
        'business.employment ACTIVITY_MISSING',
        'business.participants.nodes.0.party.name ACTIVITY_MISSING',
      ]),
    )
    expect(new Set(answer.refused.map(line => line.split(' ')[1]))).toEqual(new Set(['ACTIVITY_MISSING']))
    expect(answer.recorded.filter(line => !line.endsWith('ACTIVITY_MISSING'))).toEqual([])
  })
})

describe.each(threeWays)('%s: the stated activity', way => {
  const ask: Cases['ask'] = (...asked) => cases.by(way).ask(...asked)

  test('is mandatory for each field that is not open (F01)', async () => {
    const business = await ask(
      kommune(),
      'query Q($cvr: CVR!) { business(cvr: $cvr) { name employment(year: 2024) { employees } participants { nodes { name } } } }',
      { cvr: cases.cvr('nordhavn') },
    )
    expect(business.data.business).toMatchObject({ name: 'Nordhavn ApS', employment: null })
    expect(business.refused).toEqual(['business.employment ACTIVITY_MISSING'])
    const person = await ask(kommune(), name, { cpr: cases.cpr('anna') })
    expect([person.data, person.refused]).toEqual([{ person: null }, ['person ACTIVITY_MISSING']])
    expect([...business.recorded, ...person.recorded]).toEqual([
      'Business.employment ACTIVITY_MISSING',
      'Query.person ACTIVITY_MISSING',
    ])
  })

  test.each`
    activity                                  | as                                  | text    | code
    ${"another authority's (F02)"}            | ${kommune('SU-3')}                  | ${name} | ${'ACTIVITY_UNKNOWN'}
    ${'one that nobody has'}                  | ${kommune('KOM-99')}                | ${name} | ${'ACTIVITY_UNKNOWN'}
    ${'one of a system nobody knows'}         | ${system('someone-else', 'KOM-17')} | ${name} | ${'ACTIVITY_UNKNOWN'}
    ${'of the authority, for another system'} | ${officer}                          | ${name} | ${'ACTIVITY_UNKNOWN'}
    ${'one that ended yesterday (T13)'}       | ${kommune('KOM-9')}                 | ${name} | ${'ACTIVITY_ENDED'}
  `('$activity: $code', async ({ as, text, code }) => {
    const answer = await ask(as, text, { cpr: cases.cpr('anna') })
    expect(answer.data).toEqual({ person: null })
    expect(answer.refused).toEqual([`person ${code}`])
    expect(answer.recorded).toEqual([`Query.person ${code}`])
    expectNowhere(answer, ['Anna', cases.cpr('anna')])
  })

  test('an ended activity gives nothing by an open consent either (T13)', async () => {
    await cases.database
      .admin`insert into consents.consent (subject_id, subject_kind, authority, requester_reference, activity,
        template, template_version, fields, state, answer_by, valid_from, valid_to)
      values (${await cases.idOf('anna')}, 'PERSON', ${cases.cvr('kommune')}, ${randomUUID()}, 'KOM-9', 'loan', 1,
        ${['Person.civilStatus']}, 'GRANTED', clock_timestamp(), clock_timestamp() - interval '9 days', clock_timestamp() + interval '9 days')`
    const answer = await ask(
      kommune('KOM-9'),
      'query Q($cpr: CPR!) { person(cpr: $cpr) { civilStatus { status } } }',
      {
        cpr: cases.cpr('anna'),
      },
    )
    expect(answer.refused).toEqual(['person ACTIVITY_ENDED'])
  })

  test('covers its own fields and no others (F04)', async () => {
    const text = 'query Q($cpr: CPR!) { person(cpr: $cpr) { name { full } sex birthDate } }'
    const answer = await ask(kommune('KOM-17'), text, { cpr: cases.cpr('anna') })
    expect(answer.refused).toEqual([
      'person.birthDate ACTIVITY_FIELD_OUTSIDE',
      'person.sex ACTIVITY_FIELD_OUTSIDE',
    ])
    expectNowhere(answer, ['FEMALE', '1977'])
  })

  test.each`
    key         | expected
    ${'anna'}   | ${[]}
    ${'grethe'} | ${['person ACTIVITY_REACH']}
    ${null}     | ${['person ACTIVITY_REACH']}
  `('about residents only: $key → $expected', async ({ key, expected }) => {
    const answer = await ask(kommune('KOM-20'), name, { cpr: key ? cases.cpr(key) : unregistered })
    expect(answer.refused).toEqual(expected)
  })
})

// In process alone: the counter counts the statements of one process, which there is the whole platform.
describe('existence', () => {
  test('where nothing would be permitted, known and unknown get the same answer and the same statements', async () => {
    const counter = await countStatements(cases.database.url)
    const { rolePrefix, secret } = cases.database
    const platform = await openPlatform({ url: counter.url, rolePrefix, secret })
    const asked = (cpr: string) =>
      platform.gateway.answer({ request: requestOf(bank('BANK-1')), documentText: name, variables: { cpr } })
    const numbers = [cases.cpr('anna'), unregistered, cases.cpr('gitte'), cases.cpr('hans'), '2902000009']
    try {
      // The pools open their connections first, which costs statements of its own.
      for (const cpr of [...numbers, ...numbers]) await asked(cpr)
      const answers = []
      for (const cpr of numbers) {
        const counted = await counter.count(async () => answers.push(await asked(cpr)))
        answers.push(counted)
      }
      const [body, statements] = answers
      expect(body).toMatchObject({
        body: { data: { person: null }, errors: [{ extensions: { code: 'CONSENT_MISSING' } }] },
      })
      expect(statements).toBeGreaterThan(1)
      const told = answers.map(answer => (typeof answer === 'number' ? answer : without(answer)))
      for (let index = 0; index < told.length; index += 2) {
        expect(told[index]).toEqual(told[0])
        expect(told[index + 1]).toBe(statements)
      }
    } finally {
      await platform.close()
      await counter.close()
    }
  })

  // When it was asked is no secret.
  const without = (answer: object) => JSON.stringify(answer).replace(/"asOf":\{[^}]*\}/, '')
})

describe.each(threeWays)('%s: existence', way => {
  const ask: Cases['ask'] = (...asked) => cases.by(way).ask(...asked)

  test('where something is permitted by law, a number that is not registered is null without an error', async () => {
    const answer = await ask(su, name, { cpr: unregistered })
    expect([answer.data, answer.errors, answer.status]).toEqual([{ person: null }, [], 200])
    expect(answer.recorded).toEqual(['Query.person LAW'])
  })

  test.each(['personById(id: $id) { name { full } }', 'personById(id: $id) { id }'])(
    'a citizen who asks %s is told the same of anyone and of nobody',
    async selection => {
      const text = `query Q($id: ID!) { ${selection} }`
      const jens = await cases.citizen('jens')
      const ids = [
        await cases.idOf('anna'),
        await cases.idOf('gitte'),
        '6f8b3c1e-0000-4000-8000-000000000000',
        'no id',
        '',
      ]
      const answers = await Promise.all(ids.map(id => ask(jens, text, { id })))
      for (const { data, errors, status } of answers) {
        expect([data, errors, status]).toEqual([answers[0]!.data, answers[0]!.errors, answers[0]!.status])
      }
      expect(answers[0]!.refused).toEqual(['personById MANDATE_MISSING'])
    },
  )

  test.each`
    register      | text
    ${'persons'}  | ${'query Q($a: CPR!, $b: CPR!) { a: person(cpr: $a) { name { full } } b: person(cpr: $b) { name { full } } }'}
    ${'consents'} | ${'query Q($id: ID!) { consent(id: $id) { state } }'}
  `(
    'an explanation tells no more than the refusal (G45), of $register that are there and that are not',
    async ({ text }) => {
      const consent = await cases.requested(kommune('KOM-17'), 'anna', { fields: ['Person.civilStatus'] })
      const as = { ...bank('BANK-1'), explain: true }
      const known = await ask(as, text, { a: cases.cpr('anna'), b: cases.cpr('gitte'), id: consent })
      const unknown = await ask(as, text, { a: unregistered, b: '2902000009', id: randomUUID() })
      expect(known.extensions).toHaveProperty('access.decisions')
      expect(known.extensions.access).toEqual(unknown.extensions.access)
      expect([known.data, known.errors]).toEqual([unknown.data, unknown.errors])
      expectNowhere(known, [await cases.idOf('anna'), await cases.idOf('gitte')])
    },
  )

  test.each([
    'query Q($id: ID!) { personById(id: $id) { name { full } } }',
    '{ represented { __typename } }',
  ])('%s on behalf of nobody is as on behalf of someone without a mandate', async text => {
    const jens = await cases.citizen('jens')
    const [known, unknown] = await Promise.all(
      [await cases.idOf('anna'), '6f8b3c1e-0000-4000-8000-000000000000'].map(id =>
        ask({ ...jens, represented: { kind: 'PERSON', id } }, text, { id }),
      ),
    )
    expect(JSON.stringify([known!.data, known!.refused])).toBe(
      JSON.stringify([unknown!.data, unknown!.refused]),
    )
  })
})

describe.each(twoWays('the document spans two subgraphs'))('%s (%s): existence', way => {
  test.each([
    'query Q($id: ID!) { personById(id: $id) { name { full } } represented { __typename ... on Person { name { full } } } }',
  ])('%s on behalf of nobody is as on behalf of someone without a mandate', async text => {
    const jens = await cases.citizen('jens')
    const [known, unknown] = await Promise.all(
      [await cases.idOf('anna'), '6f8b3c1e-0000-4000-8000-000000000000'].map(id =>
        cases.by(way).ask({ ...jens, represented: { kind: 'PERSON', id } }, text, { id }),
      ),
    )
    expect(JSON.stringify([known!.data, known!.refused])).toBe(
      JSON.stringify([unknown!.data, unknown!.refused]),
    )
  })
})
