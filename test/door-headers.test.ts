// What the request's own headers say, what is refused of them, and what goes on to subgraphs.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { at, businessId, codeOf, type GraphDoor, openGraphDoor, operation } from './door-graph-server.ts'
import { compose, readAnswer, sendRaw } from './door-requests.ts'

let door: GraphDoor
beforeAll(async () => {
  door = await openGraphDoor()
})
afterAll(() => door.close())
beforeEach(() => door.reset())

type Sent = Readonly<Record<string, string>>

const personId = 'a6c1ce0e-08a4-4d2c-b7c3-6b0a4e5a1d22'

async function read(headers: Sent, token?: string): Promise<unknown> {
  const response = await door.post(operation, headers, token)
  if (response.status !== 200) return [response.status, await codeOf(response)]
  const { id: _, forward: __, caller: ___, ...request } = door.seen.asked[0]!.request
  return request
}
const bare = {
  activity: null,
  asOf: { effective: at, registered: at, travelled: false },
  caseReference: null,
  explain: false,
  represented: null,
}
const past = new Date('2019-05-01T00:00:00Z')
const represented = (kind: string, id: object) => ({ ...bare, represented: { kind, ...id } })
const refused = [400, 'HEADER']

// biome-ignore format: a table
test.each([
    ['nothing', {}, bare],
    ['an activity', { 'processing-activity': 'KOM-17' }, { ...bare, activity: 'KOM-17' }],
    ['an activity in small letters', { 'processing-activity': 'kom-17' }, refused],
    ['an activity of ten digits', { 'processing-activity': 'KOM-0101701234' }, refused],
    ['an empty activity', { 'processing-activity': '' }, refused],
    ['two activities in one', { 'processing-activity': 'KOM-17, SU-3' }, refused],
    ['a case', { 'case-reference': '2026-4711' }, { ...bare, caseReference: '2026-4711' }],
    ['a case of all signs', { 'case-reference': 'Sag_2026/4711.b-2' }, { ...bare, caseReference: 'Sag_2026/4711.b-2' }],
    ['a case of 64 signs', { 'case-reference': 'a'.repeat(64) }, { ...bare, caseReference: 'a'.repeat(64) }],
    ['a case of 65 signs', { 'case-reference': 'a'.repeat(65) }, refused],
    ['a case with a space', { 'case-reference': 'sag 1' }, refused],
    ['a case that is a personal number (X10)', { 'case-reference': '0101701234' }, refused],
    ['the same with a hyphen', { 'case-reference': '010170-1234' }, refused],
    ['the same inside a case', { 'case-reference': 'sag/010170-1234/b' }, refused],
    ['the same with another sign', { 'case-reference': '010170.1234' }, refused],
    ['the same among more digits', { 'case-reference': '201001017012349' }, refused],
    ['a person', { 'on-behalf-of': `person:${personId}` }, represented('PERSON', { id: personId })],
    ['a person by number', { 'on-behalf-of': 'person:0101701234' }, refused],
    ['a business', { 'on-behalf-of': 'business:99000102' }, represented('BUSINESS', { id: businessId })],
    ['an authority', { 'on-behalf-of': 'authority:99000101' }, represented('AUTHORITY', { cvr: '99000101' })],
    ['a business by id', { 'on-behalf-of': `business:${personId}` }, refused],
    ['another kind', { 'on-behalf-of': 'system:99000101' }, refused],
    ['explained', { 'access-explain': 'true' }, { ...bare, explain: true }],
    ['not explained', { 'access-explain': 'false' }, bare],
    ['perhaps explained', { 'access-explain': '1' }, refused],
    ['as of then', { 'effective-at': '2019-05-01T00:00:00Z' }, { ...bare, asOf: { effective: past, registered: at, travelled: true, only: 'effective' } }],
    ['as known then', { 'registered-at': '2019-05-01T02:00:00+02:00' }, { ...bare, asOf: { effective: at, registered: past, travelled: true, only: 'registered' } }],
    ['as of a day', { 'effective-at': '2019-05-01' }, refused],
    ['as of no day', { 'registered-at': '2019-02-30T00:00:00Z' }, refused],
    ['everything wrong: each is named', { 'effective-at': 'x', 'registered-at': 'x', 'on-behalf-of': 'x', 'case-reference': '!' }, [400, 'HEADER HEADER HEADER HEADER']],
    ['internal names (G42)', { 'x-actor': 'officer-9', 'x-decision': 'PERMIT', 'x-user-id': 'a', 'x-forwarded-user': 'a' }, bare],
  ] as [string, Sent, unknown][])('%s', async (_name, headers, expected) => {
    expect(await read(headers)).toEqual(expected)
  })

// biome-ignore format: a table
test.each([
    ['bound to one, none stated', 'bound', {}, { ...bare, activity: 'KOM-17' }],
    ['bound to one, the same stated', 'bound', { 'processing-activity': 'KOM-17' }, { ...bare, activity: 'KOM-17' }],
    ['bound to one, another stated', 'bound', { 'processing-activity': 'SU-3' }, refused],
    ['bound to two, one stated', 'twice', { 'processing-activity': 'SU-3' }, { ...bare, activity: 'SU-3' }],
    ['bound to two, none stated', 'twice', {}, refused],
  ] as [string, string, Sent, unknown][])('a token %s', async (_name, token, headers, expected) => {
    expect(await read(headers, token)).toEqual(expected)
  })

test.each([
  'Processing-Activity: KOM-17',
  'Case-Reference: 2026-4711',
  `On-Behalf-Of: person:${personId}`,
  'Access-Explain: true',
  'Effective-At: 2019-05-01T00:00:00Z',
])('%s, sent twice, is refused', async line => {
  const length = `Content-Length: ${operation.length}`
  const headers = ['Authorization: Bearer good', 'Content-Type: application/json', length, line, line]
  const { status, body } = readAnswer(
    await sendRaw(door.port, [compose('POST /graphql HTTP/1.1', headers, operation)]),
  )
  expect([status, JSON.parse(body).errors[0].message]).toEqual([400, `Send ${line.split(':')[0]} once.`])
})

test('goes on to subgraphs: the own headers of the caller and nothing else', async () => {
  const own = {
    'processing-activity': 'KOM-17',
    'case-reference': '2026-4711',
    'on-behalf-of': 'business:99000102',
    'access-explain': 'true',
    'effective-at': '2019-05-01T00:00:00Z',
    'registered-at': '2019-05-01T00:00:00Z',
  }
  await door.post(operation, { ...own, cookie: 'a=b', 'x-actor': 'x', 'x-forwarded-for': '10.0.0.1' })
  expect(door.seen.asked[0]!.request.forward).toEqual({ authorization: 'Bearer good', ...own })
  expect(door.seen.lookedUp).toEqual(['99000102'])
})

test('each request has an id of its own', async () => {
  await door.post(operation)
  await door.post(operation)
  expect(new Set(door.seen.asked.map(({ request }) => request.id)).size).toBe(2)
})

test.each([
  ['case-reference', '0101701234'],
  ['on-behalf-of', 'person:0101701234'],
  ['processing-activity', '0101701234'],
  ['effective-at', '0101701234'],
])('a number in %s is neither repeated nor logged (X10)', async (name, value) => {
  const response = await door.post(operation, { [name]: value })
  expect(response.status).toBe(400)
  expect(await response.text()).not.toMatch(/\d{6}/)
  await expect.poll(() => door.seen.lines).toHaveLength(1)
  expect(door.seen.lines[0]).not.toContain('0101701234')
})
