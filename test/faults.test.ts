// What fails inside: the caller gets a refusal that tells nothing, the process's log one line that tells where.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openLog } from '../door/log.ts'
import { kommune } from './asked.ts'
import { type TestDatabase, testDatabase } from './database.ts'
import { openPlatform, type Platform, requestOf } from './platform.ts'

let database: TestDatabase
let platform: Platform
const lines: string[] = []

beforeAll(async () => {
  database = await testDatabase({ sample: true })
  const log = openLog('errors', line => lines.push(line))
  platform = await openPlatform(database, log.fault)
})
afterAll(async () => {
  await platform?.close()
  await database?.drop()
})
beforeEach(() => {
  lines.length = 0
})

const look = 'query Q($cpr: CPR!) { person(cpr: $cpr) { name { full } address { lines } } }'
const twice =
  'query Q($cpr: CPR!) { a: person(cpr: $cpr) { name { full } } b: person(cpr: $cpr) { address { lines } } }'

async function ask(documentText: string, key = 'anna') {
  // For another time than now the register itself is asked whom it holds; for now the facts have said it.
  const yesterday = new Date(Date.now() - 86_400_000)
  const request = requestOf({ ...kommune('KOM-17'), at: yesterday })
  const variables = documentText.includes('$cpr') ? { cpr: platform.cpr(key) } : {}
  const { body } = await platform.gateway.answer({ request, documentText, variables })
  return { id: request.id, codes: (body.errors ?? []).map(({ extensions }) => extensions?.code) }
}

/** Takes a right from a role while something is asked. */
async function without<Value>(role: string, table: string, asked: () => Promise<Value>): Promise<Value> {
  const { admin, rolePrefix } = database
  const [schema, name] = table.split('.') as [string, string]
  const holder = admin(`${rolePrefix}_${role}`)
  await admin`revoke select on ${admin(schema)}.${admin(name)} from ${holder}`
  try {
    return await asked()
  } finally {
    await admin`grant select on ${admin(schema)}.${admin(name)} to ${holder}`
  }
}

describe('a failure is one line for the operation, without a value', () => {
  // Name and address are read by one statement: what it fails of, both fail of.
  test.each`
    what                | document | role               | table                        | codes
    ${'a look-up'}      | ${look}  | ${'persons'}       | ${'persons.personal_number'} | ${['INDETERMINATE']}
    ${'two look-ups'}   | ${twice} | ${'persons'}       | ${'persons.personal_number'} | ${['INDETERMINATE', 'INDETERMINATE']}
    ${'the facts'}      | ${look}  | ${'access_reader'} | ${'access.fact_person'}      | ${['INDETERMINATE']}
    ${'what was asked'} | ${look}  | ${'persons'}       | ${'persons.name'}            | ${['INTERNAL', 'INTERNAL']}
  `('$what', async ({ document, role, table, codes }) => {
    const { id, codes: given } = await without(role, table, () => ask(document))
    expect(given).toEqual(codes)
    expect(lines).toHaveLength(1)
    const line = JSON.parse(lines[0]!)
    expect(Object.keys(line)).toEqual(['time', 'id', 'fault', 'code', 'frames'])
    expect(line).toMatchObject({ id, code: '42501' })
    expect(lines[0]).not.toContain(platform.cpr('anna'))
    expect(lines[0]).not.toMatch(/select |permission/i)
    lines.length = 0
    expect((await ask(document)).codes).toEqual([])
    expect(lines).toEqual([])
  })

  test('the log, when it cannot be written', async () => {
    const { admin } = database
    await admin`alter table access_log.record add constraint full_disk check (activity <> 'KOM-17') not valid`
    const { id, codes } = await ask(look)
    await admin`alter table access_log.record drop constraint full_disk`
    expect(codes).toEqual(['LOG_UNAVAILABLE'])
    expect(lines.map(line => JSON.parse(line))).toMatchObject([{ id, fault: 'PostgresError', code: '23514' }])
    expect(lines[0]).not.toMatch(/full_disk|KOM-17/)
  })
})

test.each`
  what                  | document
  ${'a refusal'}        | ${'query Q($cpr: CPR!) { person(cpr: $cpr) { civilStatus { status } } }'}
  ${'a wrong argument'} | ${'{ activities(first: 0) { nodes { id } } }'}
  ${'a wrong document'} | ${'{ nothing }'}
  ${'nobody'}           | ${'{ personById(id: "x") { name { full } } }'}
`('$what is no failure of ours', async ({ document }) => {
  await ask(document)
  expect(lines).toEqual([])
})

describe('a line holds no part of a message', () => {
  const written = (error: unknown): string => {
    const into: string[] = []
    openLog('errors', line => into.push(line)).fault('id', error)
    return into.join()
  }
  const value = '0101701234'
  const renamed = new Error(`one\n    at ${value}`)
  renamed.message = 'another'

  test.each`
    what                             | error
    ${'one line'}                    | ${new Error(value)}
    ${'lines that look like frames'} | ${new Error(`params:\n    at ${value} (file.ts:1:1)\n    at x`)}
    ${'a message that was changed'}  | ${renamed}
    ${'a cause'}                     | ${new Error('failed', { cause: new Error(`\n    at ${value}`) })}
    ${'a code that is none'}         | ${Object.assign(new Error('x'), { code: `${value} x` })}
    ${'no error at all'}             | ${value}
  `('$what', ({ error }) => {
    expect(written(error)).not.toContain(value)
  })

  test('the SQLSTATE of what a statement failed of', () => {
    const cause = Object.assign(new Error('x'), { code: '57014' })
    expect(JSON.parse(written(new Error('failed', { cause })))).toMatchObject({ code: '57014' })
  })
})
