// Acting for another asks the database no more often than asking for oneself, however long the chain of powers is.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from './database.ts'
import { type As, openPlatform, type Platform } from './platform.ts'
import { countStatements, type StatementCounter } from './statement-counter.ts'

const warmUps = 8
const text = 'query Read($id: ID!) { personById(id: $id) { name { full } address { lines } } }'

let database: TestDatabase
let counter: StatementCounter
let platform: Platform
beforeAll(async () => {
  database = await testDatabase({ sample: true })
  counter = await countStatements(database.url)
  platform = await openPlatform({
    url: counter.url,
    rolePrefix: database.rolePrefix,
    secret: database.secret,
  })
  await passOn('anna', ['lars', 'mette', 'thomas', 'ida'])
}, 240_000)
afterAll(async () => {
  await platform?.close()
  await counter?.close()
  await database?.drop()
})

/** A power of the first one's, passed on from each to the next. */
async function passOn(grantor: string, holders: readonly string[]): Promise<void> {
  const made: string[] = []
  for (const [place, key] of holders.entries()) {
    const by = place === 0 ? null : await platform.idOf(holders[place - 1]!)
    const [row] = await database.admin`
      insert into powers_of_attorney.power_of_attorney (grantor_id, grantor_kind, holder_id, holder_kind, parent, chain,
        passed_on_by, passed_on_kind, pass_on_depth, command_id, fields, actions, state, valid_from, valid_to)
      values (${await platform.idOf(grantor)}, 'PERSON', ${await platform.idOf(key)}, 'PERSON', ${made.at(-1) ?? null},
        ${made}, ${by}, ${by && 'PERSON'}, ${3 - place}, ${`chain-${place}`}, '{Person.name,Person.address}', '{READ}',
        'ACTIVE', now(), now() + interval '1 day') returning id`
    made.push(row!.id)
  }
}

async function countFor(as: As, about: string): Promise<number> {
  const variables = { id: await platform.idOf(about) }
  const ask = async () => {
    const answer = await platform.ask(as, text, variables)
    expect(answer.errors).toBeUndefined()
    expect(answer.data).toMatchObject({ personById: { name: { full: expect.any(String) } } })
  }
  // The pools open their connections first, which costs statements of its own.
  await Promise.all(Array.from({ length: warmUps }, ask))
  return counter.count(ask)
}

test.each`
  who       | about     | by
  ${'lars'} | ${'anna'} | ${'a power of attorney'}
  ${'ida'}  | ${'anna'} | ${'a power that was passed on three times'}
  ${'anna'} | ${'bo'}   | ${'custody'}
`('$who for $about, by $by: as many statements as for oneself', async ({ who, about }) => {
  const own = await countFor(await platform.citizen('anna'), 'anna')
  expect(own).toBeGreaterThan(0)
  expect(await countFor(await platform.citizen(who, about), about)).toBe(own)
})

test("a command on others' power of attorney asks as often as one on none", async () => {
  const [row] =
    await database.admin`select id from powers_of_attorney.power_of_attorney where command_id = 'chain-0'`
  const revoke = `mutation R($input: EndPowerOfAttorneyInput!) {
    revokePowerOfAttorney(input: $input) { powerOfAttorney { id } problems { code } } }`
  const karen = await platform.citizen('karen')
  const countOf = async (id: string) => {
    const ask = async () => {
      const { data } = await platform.ask(karen, revoke, { input: { id, commandId: 'r' } })
      expect(data?.revokePowerOfAttorney).toEqual({
        powerOfAttorney: null,
        problems: [{ code: 'NOT_FOUND' }],
      })
    }
    await Promise.all(Array.from({ length: warmUps }, ask))
    return counter.count(ask)
  }
  await database.admin`update powers_of_attorney.power_of_attorney set activities = '{KOM-17,KOM-18}'`
  expect(await countOf(row!.id)).toBe(await countOf(randomUUID()))
})
