// A token becomes a caller: numbers turn into ids and are forgotten; who may not be the bearer is refused.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createIdentify, createLookupBusiness, type Identified, type Identify } from '../access/identify.ts'
import { createVerifier } from '../access/token.ts'
import { TokenRefused } from '../access/token-form.ts'
import { type TestDatabase, testDatabase } from './database.ts'
import { audience, claimNames, goodClaims, issuer, makeKey, signToken } from './token-maker.ts'

const now = new Date('2026-03-01T12:00:00Z')
const key = makeKey('ES256', 'k')
const good = goodClaims(now)
const activity = (id: unknown) => ({ authorization_details: [{ type: 'processing-activity', id }] })

let database: TestDatabase
let identify: Identify
let person: string
let business: string

beforeAll(async () => {
  database = await testDatabase()
  const { admin } = database
  await admin`insert into authorities.authority values ('99000101', 'Testkommune', 'PUBLIC')`
  await admin`insert into authorities.system values
    ('case-system', '99000101', 'By itself', false), ('desk-system', '99000101', 'Used by officers', true)`
  person = (await admin`select identity.subject_id('PERSON', '0101701234') as id`)[0]!.id
  business = (await admin`select identity.subject_id('BUSINESS', '99000102') as id`)[0]!.id
  identify = open()
})
afterAll(() => database.drop())

function open(clock = () => now): Identify {
  const keys = () => ({ keys: [key.jwk] })
  const verify = createVerifier({ issuer, audience, keys, claims: claimNames }, clock)
  const options = { assuranceLevels: ['Substantial', 'urn:dk:gov:nsis:High'], now: clock }
  return createIdentify(verify, database.sql('access_reader'), options)
}

async function told(change: object, by = identify): Promise<unknown> {
  try {
    return await by(signToken(key, 'ES256', { ...good, ...change }))
  } catch (error) {
    if (error instanceof TokenRefused) return error.fault
    throw error
  }
}

const system = (client: string, officer: string | null, activities: string[] = []): Identified => ({
  caller: { kind: 'SYSTEM', client, officer },
  activities,
})
const citizen = (of: string | null): Identified => ({
  caller: { kind: 'PERSON', client: 'case-system', person, business: of },
  activities: [],
})

// biome-ignore format: a table
test.each([
  ['a system', {}, (): unknown => system('case-system', null)],
  ['a system with an officer', { act: { sub: 'officer-1' } }, (): unknown => system('case-system', 'officer-1')],
  ['an officer whose own person is told', { act: { sub: 'officer-1' }, officer_cpr: '010170-1234' }, (): unknown => ({ caller: { kind: 'SYSTEM', client: 'case-system', officer: 'officer-1', officerPerson: person }, activities: [] })],
  ['a number of an officer who is not there', { officer_cpr: '0101701234' }, (): unknown => 'CLAIMS'],
  ['a number of an officer in another form', { act: { sub: 'officer-1' }, officer_cpr: '01017' }, (): unknown => 'CLAIMS'],
  ['a system of officers with one', { client_id: 'desk-system', act: { sub: 'officer-1' } }, (): unknown => system('desk-system', 'officer-1')],
  ['a system of officers without one (P25)', { client_id: 'desk-system' }, (): unknown => 'OFFICER_MISSING'],
  ['a client that nobody registered: the decision refuses it', { client_id: 'x' }, (): unknown => system('x', null)],
  ['a token bound to an activity', activity('KOM-17'), (): unknown => system('case-system', null, ['KOM-17'])],
  ['details of another kind', { authorization_details: [{ type: 'payment', id: 1 }] }, (): unknown => system('case-system', null)],
  ['an activity without id', activity(undefined), (): unknown => 'CLAIMS'],
  ['an activity that is no id', activity('0101701234'), (): unknown => 'CLAIMS'],
  ['a citizen', { cpr: '0101701234', acr: 'Substantial' }, (): unknown => citizen(null)],
  ['a citizen, number with hyphen', { cpr: '010170-1234', acr: 'Substantial' }, (): unknown => citizen(null)],
  ['a citizen, level as an address', { cpr: '0101701234', acr: 'urn:dk:gov:nsis:High' }, (): unknown => citizen(null)],
  ['a citizen at level low', { cpr: '0101701234', acr: 'Low' }, (): unknown => 'ASSURANCE'],
  ['a citizen at a level in other letters', { cpr: '0101701234', acr: 'SUBSTANTIAL' }, (): unknown => 'ASSURANCE'],
  ['a citizen at no level', { cpr: '0101701234' }, (): unknown => 'ASSURANCE'],
  ['a business user', { cpr: '0101701234', cvr: '99000102', acr: 'Substantial' }, (): unknown => citizen(business)],
  ['a business without a person', { cvr: '99000102', acr: 'Substantial' }, (): unknown => 'CLAIMS'],
  ['somebody acting as a citizen', { cpr: '0101701234', acr: 'Substantial', act: { sub: 'officer-1' } }, (): unknown => 'CLAIMS'],
])('%s', async (_name, change, expected) => {
  expect(await told(change)).toEqual(expected())
})

test('nothing that is remembered holds the number', async () => {
  const answer = await told({ cpr: '0101701234', acr: 'Substantial' })
  expect(JSON.stringify(answer)).not.toContain('0101701234')
})

test('a number that was never seen leads to an id of its own, the same each time', async () => {
  const first = (await told({ cpr: '0202801234', acr: 'Substantial' })) as Identified
  expect(first.caller).toMatchObject({ kind: 'PERSON', person: expect.stringMatching(/^[0-9a-f-]{36}$/) })
  expect(first).not.toEqual(citizen(null))
  expect(await told({ cpr: '020280-1234', acr: 'Substantial' })).toEqual(first)
})

test('a business by its number, known or not', async () => {
  const lookup = createLookupBusiness(database.sql('access_reader'))
  expect(await lookup('99000102')).toBe(business)
  expect(await lookup('99000103')).toMatch(/^[0-9a-f-]{36}$/)
})

describe('a remembered token', () => {
  test('is good until it ends, and no longer', async () => {
    let at = now
    const by = open(() => at)
    const token = { cpr: '0101701234', acr: 'Substantial' }
    expect(await told(token, by)).toEqual(citizen(null))
    at = new Date(now.getTime() + 299_000)
    expect(await told(token, by)).toEqual(citizen(null))
    at = new Date(now.getTime() + 310_000)
    expect(await told(token, by)).toBe('TIME')
  })
})
