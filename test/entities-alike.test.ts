// Entities by known ids, straight at each subgraph: a record of somebody else's and one that does not exist look alike.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { answer } from '../access/answer.ts'
import { bank, type Cases, kommune, openCases, su } from './asked.ts'
import { opened } from './cases-asked.ts'
import { type As, openPlatform, type Platform, requestOf } from './platform.ts'
import { countStatements, type StatementCounter } from './statement-counter.ts'

let cases: Cases
let counter: StatementCounter
let platform: Platform
let known: Readonly<Record<string, string>>
beforeAll(async () => {
  cases = await openCases()
  counter = await countStatements(cases.database.url)
  platform = await openPlatform({ ...cases.database, url: counter.url })
  const consent = await cases.consented(kommune('KOM-17'), 'freja', { fields: ['Person.civilStatus'] })
  const power = await cases.empowered('anna', 'sofie', {})
  const notice = async (about: string) =>
    (await cases.database.admin`select id from notices.notice where about_id = ${about} limit 1`)[0]!.id
  known = {
    consent,
    power,
    notice: await notice(consent),
    draft: await drafted(),
    case: await opened(cases, 'freja'),
  }
})
afterAll(async () => {
  await platform?.close()
  await counter?.close()
  await cases?.close()
})

/** A request that was never sent: not even the person whom it would ask knows of it. */
async function drafted(): Promise<string> {
  const draft =
    'mutation D($input: RequestConsentInput!) { draftConsentRequest(input: $input) { consent { id } } }'
  const input = cases.requestInput('karen', { fields: ['Person.civilStatus'] })
  const { data } = await cases.ask(kommune('KOM-17'), draft, { input })
  return data.draftConsentRequest.consent.id
}

/** As the subgraph's own server does it. */
async function direct(at: string, as: As, type: string, id: string, fields: string) {
  const request = requestOf(as)
  const subgraph = platform.subgraphs.running.find(({ name }) => name === at)!
  const query = `query E($r: [_Any!]!) { _entities(representations: $r) { __typename ... on ${type} { ${fields} } } }`
  const variables = { r: [{ __typename: type, id }] }
  const executed = await answer(
    request,
    { hash: 'x', mutation: false },
    platform.subgraphs.services,
    context => subgraph.run({ query, variables }, context),
  )
  return cases.readBack(request.id, 200, JSON.stringify(executed))
}

const consentFields = 'id state from { __typename } to { cvr } fields validTo template { id } events { at }'
const powerFields = 'id state grantor { __typename } holder { __typename } fields validTo'
const caseFields = 'id state text answer from { __typename } to { cvr } events { at }'
const noticeFields = 'id at title text about { __typename } authority { cvr }'

const whose: Readonly<Record<string, string>> = {
  consent: 'freja',
  notice: 'freja',
  case: 'freja',
  draft: 'karen',
  power: 'anna',
}

/** By a right that reaches elsewhere: that a record is of the one represented must not show either. */
async function representative(which: string): Promise<As> {
  await cases.empowered(whose[which]!, 'erik', { fields: ['Person.name'], actions: ['READ'] })
  return cases.citizen('erik', whose[which])
}

const strangers: readonly (readonly [string, () => Promise<As> | As])[] = [
  ['a system of another authority', () => su],
  ['a system without an activity', () => bank()],
  ['a citizen', () => cases.citizen('bo')],
  ['a citizen for somebody else', () => cases.citizen('anna', 'bo')],
]

describe.each`
  at                      | type                 | which        | fields
  ${'consents'}           | ${'Consent'}         | ${'consent'} | ${consentFields}
  ${'consents'}           | ${'Consent'}         | ${'draft'}   | ${consentFields}
  ${'access-log'}         | ${'Consent'}         | ${'consent'} | ${'id recipients { __typename } uses { totalCount }'}
  ${'access-log'}         | ${'Consent'}         | ${'draft'}   | ${'id recipients { __typename } uses { totalCount }'}
  ${'powers-of-attorney'} | ${'PowerOfAttorney'} | ${'power'}   | ${powerFields}
  ${'notices'}            | ${'Notice'}          | ${'notice'}  | ${noticeFields}
  ${'cases'}              | ${'Case'}            | ${'case'}    | ${caseFields}
`('$type ($which) at $at', ({ at, type, which, fields }) => {
  test('to somebody who acts for whom it is about, by a right that reaches elsewhere', async () => {
    const as = await representative(which)
    const refused = await expectAlike(as, { at, type, which, fields })
    expect(refused.every(line => line.endsWith('MANDATE_MISSING'))).toBe(true)
  })

  test.each(strangers)('to %s: the same body, codes and statements', async (name, of) => {
    // The holder of a power is a party to it, the citizen whom it concerns its subject.
    const as =
      name === 'a citizen for somebody else' && type !== 'Consent'
        ? await cases.citizen('jens', 'bo')
        : await of()
    await expectAlike(as, { at, type, which, fields })
  })
})

interface Row {
  readonly at: string
  readonly type: string
  readonly which: string
  readonly fields: string
}

/** Known and unknown: the same body, codes and statements. Gives the refusals. */
async function expectAlike(as: As, { at, type, which, fields }: Row): Promise<readonly string[]> {
  const [id, unknown] = [known[which]!, randomUUID()]
  const [one, none] = [await direct(at, as, type, id, fields), await direct(at, as, type, unknown, fields)]
  const alike = (text: string, asked: string) => text.replaceAll(asked, 'ID').replace(/"asOf":\{[^}]*\}/, '')
  expect(alike(one.text, id)).toBe(alike(none.text, unknown))
  expect(one.refused.length).toBeGreaterThan(0)
  expect(one.data._entities[0].__typename).toBe(type)
  expect(one.recorded).toEqual(none.recorded)
  const cost = async (asked: string) => {
    await Promise.all(Array.from({ length: 6 }, () => direct(at, as, type, asked, fields)))
    return counter.count(() => direct(at, as, type, asked, fields))
  }
  expect(await cost(id)).toBe(await cost(unknown))
  return one.refused
}

test('what is no id leads to nothing', async () => {
  const { data } = await direct('consents', su, 'Consent', 'consent-1', consentFields)
  expect(data).toEqual({ _entities: [null] })
})

test('a production unit is open, and so is whether there is one', async () => {
  const { data, refused } = await direct('businesses', su, 'ProductionUnit', randomUUID(), 'id pNumber')
  expect([data, refused]).toEqual([{ _entities: [null] }, []])
})

test('those whom it concerns read their own', async () => {
  const { data, refused } = await direct(
    'consents',
    await cases.citizen('freja'),
    'Consent',
    known.consent!,
    'state fields',
  )
  expect([data._entities[0], refused]).toEqual([
    { __typename: 'Consent', state: 'GRANTED', fields: ['Person.civilStatus'] },
    [],
  ])
})
