// What no decision can rest on is not looked up: under an activity of a public authority that gives by law alone.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type FactsQuery, factsReader } from '../access/facts.ts'
import { person } from '../sample/persons.ts'
import { type TestDatabase, testDatabase } from './database.ts'
import { today } from './platform.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase({ sample: true })
})
afterAll(() => database?.drop())

const idOf = async (key: string): Promise<string> => {
  const { number } = person(key, today)
  const [row] = await database.sql('access_reader')`select identity.subject_id('PERSON', ${number}) as id`
  return row!.id
}

test.each`
  activity    | asker         | lookedUp | because
  ${'SKAT-1'} | ${'a system'} | ${false} | ${'the law alone gives'}
  ${'KOM-17'} | ${'a system'} | ${true}  | ${'consents give, and end'}
  ${'BANK-1'} | ${'a system'} | ${true}  | ${'protection counts towards a private recipient, and begins'}
  ${'SKAT-1'} | ${'a person'} | ${true}  | ${'a mandate gives, and ends'}
  ${null}     | ${'a person'} | ${true}  | ${'a mandate gives, and ends'}
  ${'NO-1'}   | ${'a system'} | ${false} | ${'an activity that is not there gives nothing'}
`('$activity, $asker: $lookedUp, $because', async ({ activity, asker, lookedUp }) => {
  const anna = await idOf('anna')
  const query: FactsQuery = {
    ...{ activity, client: 'playground', officer: null, represented: null, subjects: [anna] },
    person: asker === 'a person' ? await idOf('sofie') : null,
  }
  const facts = (await factsReader(database.sql('access_reader'))(query)).subjects.get(anna)!
  const [standing] = await database.admin`
    select revision::float8 as revision from access.standing where subject_id = ${anna}`
  expect(facts.revision).toBe(lookedUp ? standing!.revision : -1)
  expect(facts.kind).toBe('PERSON')
})
