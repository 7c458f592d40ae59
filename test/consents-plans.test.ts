// Lists of consents cost the same however many there are: keys from an index alone, the rows of one page, as many statements.

import { drizzle } from 'drizzle-orm/postgres-js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ConsentList, consentLists, pagesOf } from '../bench/consent-lists.ts'
import { type Filled, fillConsents, subjectAt } from '../bench/many-consents.ts'
import { explain, type Reading } from '../database/explain.ts'
import { openLists } from '../subgraphs/consents/lists.ts'
import { kommuneSteward } from './consent-stewards.ts'
import { type TestDatabase, testDatabase } from './database.ts'
import { type As, openPlatform, type Platform, requestOf, system } from './platform.ts'
import { countStatements, type StatementCounter } from './statement-counter.ts'

// The index of ids has one level more among the many.
const [few, many] = [5_000, 100_000]
const largestPage = 100
// Of two states at most; of one that time ends, those that it has not ended yet are looked at first.
const mostKeys = 3 * (largestPage + 1)

let database: TestDatabase
let filled: Filled
let counter: StatementCounter
let platform: Platform
/** What is measured, and a citizen's own by who asked. */
const lists = (of: Filled): readonly ConsentList[] => [
  ...consentLists(of),
  {
    ...{ name: 'person, by who asked', pages: 1, warmUps: 0, order: 'OLDEST_FIRST' },
    filter: () => ({
      ...{ subjects: [subjectAt(0)], authority: null, activity: null, states: null },
      askedBy: of.authority,
    }),
  },
]
/** Of each list, the first two pages among few consents and among many, planned for the values and once for all. */
const readings = new Map<string, { few: readonly Reading[]; many: readonly Reading[] }>()

beforeAll(async () => {
  database = await testDatabase({ sample: true })
  counter = await countStatements(database.url)
  const counted = { url: counter.url, rolePrefix: database.rolePrefix, secret: database.secret }
  platform = await openPlatform(counted)
  const among = async (count: number) => {
    filled = await fillConsents(database.admin, count)
    const read = new Map<string, readonly Reading[]>()
    for (const list of lists(filled)) read.set(list.name, await readAll(list))
    return read
  }
  const [amongFew, amongMany] = [await among(few), await among(many)]
  for (const [name, reading] of amongFew) readings.set(name, { few: reading, many: amongMany.get(name)! })
}, 300_000)
afterAll(async () => {
  await platform?.close()
  await counter?.close()
  await database?.drop()
})

async function readAll(list: ConsentList): Promise<readonly Reading[]> {
  const found: Reading[] = []
  for (const sent of await pagesOf(database.sql('consents'), list))
    for (const planning of ['force_custom_plan', 'force_generic_plan'] as const)
      found.push(await explain(database.admin, sent, planning))
  return found
}

const names = lists({ authority: '', activity: '', rare: '', subjects: 1 }).map(({ name }) => name)

test.each(names)('%s: the keys of a page from an index alone, its rows by their ids', name => {
  const { few: amongFew, many: amongMany } = readings.get(name)!
  for (const { scans, heapFetches, keys, rows } of [...amongFew, ...amongMany]) {
    // By state two: of those that time has ended, and of the others.
    const keysOf = scans.slice(0, -1).filter(scan => /^Index Only Scan consent_/.test(scan))
    expect([keysOf.length, scans.at(-1)]).toEqual([scans.length - 1, 'Index Scan consent_pkey'])
    expect(heapFetches).toBe(0)
    expect([keys <= mostKeys, rows <= 21]).toEqual([true, true])
  }
})

// By a state that time ends, from the oldest: what it has ended stands in front, and no index leaves that out. Its entries
// are passed over, one after the other; no row of theirs is read.
const past = ['authority, given or declined', 'authority, waiting for an answer'].map(
  name => `${name}, oldest first`,
)

test.each(names.filter(name => !past.includes(name)))(
  '%s: among twenty times as many not one entry is read in vain, and of each index one level more',
  name => {
    const { few: amongFew, many: amongMany } = readings.get(name)!
    for (const [index, { pages, keys, rows, passedOver, descents }] of amongMany.entries()) {
      expect(keys).toBeLessThanOrEqual(mostKeys)
      // A subject's few that another page or another authority has.
      expect(passedOver).toBeLessThanOrEqual(5)
      // Two: keys that stood on one page of an index may stand on the edge of the next.
      if (rows === amongFew[index]!.rows)
        expect(pages).toBeLessThanOrEqual(amongFew[index]!.pages + descents + 2)
    }
  },
)

test.each(past)('%s: reads past entries of an index, and never past rows', name => {
  for (const { rows, heapFetches, passedOver } of readings.get(name)!.many) {
    expect([rows <= 21, heapFetches]).toEqual([true, 0])
    expect(passedOver).toBeLessThan(many)
  }
})

// Of these the list's own are one, and one for a number; the facts of the caller, those of the page's subjects and the
// release are the decision's and the record's.
describe('an operation takes as many statements whatever stands in the list', () => {
  const fields =
    'nodes { id state requestedAt validTo from { __typename } } pageInfo { hasNextPage endCursor }'
  const own = `query Own { consents { ${fields} } }`
  const searched = `query Search($cpr: CPR!) { consentSearch(cpr: $cpr) { ${fields} } }`

  async function statementsOf(as: As, documentText: string, key: string): Promise<number> {
    const ask = async () => {
      const variables = { cpr: platform.cpr(key) }
      const { body } = await platform.gateway.answer({ request: requestOf(as), documentText, variables })
      expect(body.errors).toBeUndefined()
      return JSON.stringify(body.data)
    }
    // The pools open their connections first, which costs statements of its own.
    await Promise.all(Array.from({ length: 8 }, ask))
    let answer = ''
    const count = await counter.count(async () => {
      answer = await ask()
    })
    expect(answer).toContain('"state":"')
    return count
  }

  test('of a system that lists its authority’s: 4', async () => {
    expect(await statementsOf(system('kommune-sagssystem', 'KOM-17'), own, 'anna')).toBe(4)
  })

  test('of a steward who searches by number: 5', async () => {
    await database.admin`update consents.consent set subject_id = ${await platform.idOf('anna')}
      where subject_id = ${subjectAt(0)}`
    expect(await statementsOf(kommuneSteward(), searched, 'anna')).toBe(5)
  })

  test('of a person who lists their own: 3', async () => {
    expect(await statementsOf(await platform.citizen('anna'), own, 'anna')).toBe(3)
  })
})

test('the count of a list is that of its rows, whatever it is filtered by', async () => {
  const lists = openLists(drizzle(database.sql('consents')))
  const { authority, activity } = filled
  const from = new Date(Date.now() - 20 * 86_400_000)
  for (const by of [
    {},
    { activity },
    { states: ['GRANTED'] as const },
    { activity, states: ['GRANTED'] as const },
  ]) {
    const filter = { subjects: null, authority, activity: null, states: null, from, to: null, ...by }
    const rows: string[] = []
    let after = null
    do {
      const page = await lists.list(filter, { order: 'NEWEST_FIRST', first: largestPage, after })
      const last = page.length > largestPage ? page[largestPage - 1]! : null
      rows.push(...page.slice(0, largestPage).map(({ id }) => id))
      after = last && { pending: last.pending, at: last.place, id: last.id }
    } while (after !== null)
    expect(rows.length).toBeGreaterThan(largestPage)
    expect([new Set(rows).size, await lists.count(filter)]).toEqual([rows.length, rows.length])
  }
})
