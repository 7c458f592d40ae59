// What a consent was used for, from the access log: who may read it, page by page, and what stays hidden (C02, L05).
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Asked, kommune, withdraw } from './asked.ts'
import type { As } from './platform.ts'
import { openThreeWays, type ThreeWays } from './three-ways.ts'

let cases: ThreeWays
let consent: string
let henrik: As
const kom17 = kommune('KOM-17')
const read = 'query Read($cpr: CPR!) { person(cpr: $cpr) { civilStatus { status } } }'
const uses = `query Uses($id: ID!, $first: Int = 20, $after: String) { consent(id: $id) {
  uses(first: $first, after: $after) { totalCount pageInfo { hasNextPage endCursor } nodes { id given { field consent } } }
  recipients { authority { cvr } processor { cvr } first last times } } }`

beforeAll(async () => {
  cases = await openThreeWays()
  henrik = await cases.citizen('henrik')
})
afterAll(() => cases?.close())
beforeEach(async () => {
  await cases.database.admin`truncate access_log.record, access_log.consent_use, consents.consent cascade`
  consent = await cases.consented(kom17, 'henrik', { fields: ['Person.civilStatus'] })
})

const use = async (times = 1) => {
  for (let n = 0; n < times; n++) {
    const { data } = await cases.ask(kom17, read, { cpr: cases.cpr('henrik') })
    expect(data.person.civilStatus.status).toBeTruthy()
  }
}
const see = (as: As = henrik, variables: object = {}) => cases.ask(as, uses, { id: consent, ...variables })
/** Those that the log itself says rest on the consent, newest first. */
const logged = async (): Promise<string[]> => {
  const rows = await cases.database.admin`select id from access_log.record
    where given @> ${cases.database.admin.json([{ consent }])} order by at desc, id desc`
  return rows.map(({ id }) => id)
}

describe('the person', () => {
  test('sees none before it was used, and reading is itself recorded', async () => {
    const { data, errors, recorded } = await see()
    expect(errors).toEqual([])
    expect(data.consent.uses).toMatchObject({ totalCount: 0, nodes: [] })
    expect(data.consent.recipients).toEqual([])
    expect(recorded).toContain('Consent.uses OWN')
  })

  test('sees every use, newest first, with the fields that rested on it', async () => {
    await use(2)
    const { data } = await see()
    expect(data.consent.uses.nodes.map(({ id }: { id: string }) => id)).toEqual(await logged())
    expect(data.consent.uses.totalCount).toBe(2)
    expect(data.consent.uses.nodes[0].given).toContainEqual({ field: 'Person.civilStatus', consent })
    expect(data.consent.recipients).toMatchObject([
      { authority: { cvr: cases.cvr('kommune') }, processor: null, times: 2 },
    ])
  })

  test('pages through them, each once; a cursor of one consent is none of another', async () => {
    await use(3)
    const seen: string[] = []
    let after: string | null = null
    do {
      const answer: Asked = await see(henrik, { first: 2, after })
      const { uses: page } = answer.data.consent
      seen.push(...page.nodes.map(({ id }: { id: string }) => id))
      after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null
    } while (after)
    expect(seen).toEqual(await logged())
    const { endCursor } = (await see(henrik, { first: 1 })).data.consent.uses.pageInfo
    const other = await cases.requested(kom17, 'henrik', { fields: ['Person.civilStatus'] })
    expect((await see(henrik, { id: other, after: endCursor })).refused).toEqual(['consent.uses PAGE_CURSOR'])
  })

  test('sees them also when it is withdrawn', async () => {
    await use()
    await cases.ask(henrik, withdraw, { input: { id: consent, commandId: randomUUID() } })
    expect((await see()).data.consent.uses.totalCount).toBe(1)
  })

  test('does not see a covert one, not even by its count, until its cover ends', async () => {
    await use(2)
    const [newest] = await logged()
    const cover = (until: string) =>
      cases.database.admin`with covered as (
          update access_log.record set hidden_until = ${until} where id = ${newest!} returning id)
        update access_log.consent_use set hidden_until = ${until} where record = (select id from covered)`
    await cover('2999-01-01T00:00:00Z')
    const hidden = (await see()).data.consent
    expect([hidden.uses.totalCount, hidden.uses.nodes.length, hidden.recipients[0].times]).toEqual([1, 1, 1])
    await cover('2020-01-01T00:00:00Z')
    expect((await see()).data.consent.uses.totalCount).toBe(2)
  })
})

describe('others', () => {
  test('the authority to which it was given sees its own uses, recorded about the person', async () => {
    await use()
    const { data, recorded } = await see(kom17)
    expect(data.consent.uses.totalCount).toBe(1)
    expect(recorded).toContain('Consent.uses PARTY')
  })

  test('another person sees no such consent, whatever they say of it to the subgraph', async () => {
    await use()
    const anna = await cases.citizen('anna')
    expect((await see(anna)).data).toEqual({ consent: null })
    const from = { __typename: 'Person', id: await cases.idOf('anna') }
    const answer = await direct(anna, { __typename: 'Consent', id: consent, from })
    expect(answer.data._entities).toEqual([{ uses: null, recipients: null }])
    expect(answer.refused).toEqual([
      '_entities.0.recipients MANDATE_MISSING',
      '_entities.0.uses MANDATE_MISSING',
    ])
  })

  test('of an id that leads to no consent nothing is told that of one of others would not be', async () => {
    const { data, refused } = await direct(henrik, { __typename: 'Consent', id: randomUUID() })
    expect(data._entities).toEqual([{ uses: null, recipients: null }])
    expect(refused).toEqual(['_entities.0.recipients MANDATE_MISSING', '_entities.0.uses MANDATE_MISSING'])
  })

  test('of what is no id there is nothing', async () => {
    expect((await direct(henrik, { __typename: 'Consent', id: 'no id' })).data._entities).toEqual([null])
  })
})

const direct = (as: As, representation: object) =>
  cases.straight(
    'access-log',
    as,
    'query U($of: [_Any!]!) { _entities(representations: $of) { ... on Consent { uses { totalCount } recipients { times } } } }',
    { of: [representation] },
  )

test('the retention rule takes the uses with their records', async () => {
  await use(2)
  const { admin } = cases.database
  const left = async () =>
    (await admin`select record from access_log.consent_use where consent = ${consent}`).length
  expect(await left()).toBe(2)
  await admin`update access_log.record set at = at - interval '3 years'`
  await admin`update access_log.consent_use set at = at - interval '3 years'`
  await admin`select access_log.delete_expired(interval '2 years', 1000)`
  expect(await left()).toBe(0)
})

test('a page is read from the index of uses in order, each record from the authority’s own', async () => {
  const { admin } = cases.database
  await admin`with written as (
      insert into access_log.record (operation_id, operation_hash, process, client, authority, at, given, refused)
      select gen_random_uuid(), 'h', 'test', 'c', ${cases.cvr('kommune')}, now() - n * interval '1 minute', '[]', '[]'
      from generate_series(1, 5000) n returning id, at)
    insert into access_log.consent_use (consent, at, record, authority)
      select ${consent}, at, id, ${cases.cvr('kommune')} from written`
  // Outside a transaction: also sets what an index-only scan needs.
  await admin`vacuum analyze access_log.consent_use, access_log.record`
  const rows = await admin`explain select whole.given from (
      select * from access_log.consent_use u
      where u.consent = ${consent} and u.authority = ${cases.cvr('kommune')}
        and (u.hidden_until is null or u.hidden_until <= clock_timestamp())
      order by u.at desc, u.record desc limit 21
    ) used cross join lateral (
      select r.given, r.at, r.id from access_log.record r
      where r.authority = used.authority and r.at = used.at and r.id = used.record limit 1
    ) whole order by whole.at desc, whole.id desc`
  const plan = rows.map(row => row['QUERY PLAN']).join('\n')
  expect(plan).toMatch(/Index Only Scan Backward using consent_use_pkey/)
  expect(plan).toMatch(/Index Scan using record_authority/)
  expect(plan).not.toMatch(/Hash|Seq/)
})
