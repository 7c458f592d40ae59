// Pages of persons: each one shown is on record, a search ends at fifty, and nothing shows who must not be found.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ListScope } from '../access/listing.ts'
import type { openStore } from '../subgraphs/persons/store.ts'
import { persons } from '../subgraphs/persons/subgraph.ts'
import { kommune, type Lists, openLists } from './lists-loaded.ts'
import { openPlatform } from './platform.ts'
import { countStatements } from './statement-counter.ts'

const many = 300
let lists: Lists
beforeAll(async () => {
  lists = await openLists(many)
}, 240_000)
afterAll(() => lists?.close())

const query = (fields: string) =>
  `query L($where: PersonFilter, $orderBy: [PersonOrder!]! = [], $first: Int! = 100, $after: String) {
    persons(where: $where, orderBy: $orderBy, first: $first, after: $after) { ${fields} } }`
const ids = query('nodes { id }')
const zeta = { lastName: { startsWith: 'zeta' } }

describe('a page', () => {
  test('300 people in pages make 300 records, each about what was given (L12)', async () => {
    const text = query('nodes { id name { full } } pageInfo { hasNextPage endCursor } totalCount')
    const seen: string[] = []
    const recorded: string[] = []
    let after: string | null = null
    for (let pages = 1; ; pages++) {
      const variables = { where: zeta, orderBy: ['LAST_NAME', 'BIRTH_DATE_DESCENDING'], after }
      const answer = await lists.ask(kommune('LST-1'), text, variables)
      const { nodes, pageInfo, totalCount } = answer.data.persons
      expect([totalCount, answer.records.length]).toEqual([many, nodes.length])
      seen.push(...nodes.map(({ id }: { id: string }) => id))
      for (const { subject_id, given, refused } of answer.records) {
        recorded.push(subject_id!)
        expect(given.map(({ field, ground }) => `${field} ${ground}`)).toEqual([
          'Query.persons LAW',
          'Person.name LAW',
        ])
        expect(refused).toEqual([])
      }
      if (!pageInfo.hasNextPage) {
        expect(pages).toBe(3)
        break
      }
      after = pageInfo.endCursor
    }
    expect([seen.length, new Set(seen).size, new Set(recorded).size]).toEqual([many, many, many])
    expect(seen.toSorted()).toEqual(recorded.toSorted())
  })

  test.each`
    fields                        | recorded
    ${'totalCount'}               | ${['Query.persons LAW']}
    ${'pageInfo { hasNextPage }'} | ${['Query.persons LAW']}
    ${'nodes { id }'}             | ${['Query.persons LAW', 'Query.persons LAW']}
    ${'edges { node { id } }'}    | ${['Query.persons LAW', 'Query.persons LAW']}
  `('that shows $fields of two is recorded as $recorded', async ({ fields, recorded }) => {
    const answer = await lists.ask(kommune('LST-1'), query(fields), { where: zeta, first: 2 })
    expect([answer.errors, answer.recorded]).toEqual([[], recorded])
    expect(answer.records.every(({ subject_id }) => (subject_id !== null) === recorded.length > 1)).toBe(true)
  })

  test('without anybody is on record too', async () => {
    const answer = await lists.ask(kommune('LST-1'), ids, { where: { lastName: { eq: 'nobody' } } })
    expect([answer.data, answer.recorded]).toEqual([{ persons: { nodes: [] } }, ['Query.persons LAW']])
  })

  test.each`
    fields                                                                    | statements
    ${'nodes { id }'}                                                         | ${4}
    ${'totalCount'}                                                           | ${3}
    ${'nodes { birthDate }'}                                                  | ${5}
    ${'nodes { id } edges { node { id } } totalCount pageInfo { endCursor }'} | ${5}
  `(
    'of $fields takes $statements statements: facts, what is asked, facts of all, release',
    async ({ fields, statements }) => {
      const counter = await countStatements(lists.database.url)
      const platform = await openPlatform({ ...lists.database, url: counter.url })
      const ask = () => platform.ask(kommune('LST-1'), query(fields), { where: zeta, first: 50 })
      try {
        // The pools open their connections first, and the drivers ask for types.
        for (let turn = 0; turn < 6; turn++) await ask()
        expect(await counter.count(ask)).toBe(statements)
      } finally {
        await platform.close()
        await counter.close()
      }
    },
  )
})

describe('a search', () => {
  const text = query('nodes { id } totalCount pageInfo { hasNextPage endCursor }')
  test.each([
    [100, [50]],
    [20, [20, 20, 10]],
    [50, [50]],
    [49, [49, 1]],
  ])('in pages of %i shows 50 hits in all and counts no further', async (first, sizes) => {
    const shown: number[] = []
    let after: string | null = null
    do {
      const { data } = await lists.ask(kommune('SEA-1'), text, { where: zeta, first, after })
      const { nodes, pageInfo, totalCount } = data.persons
      expect(totalCount).toBe(50)
      shown.push(nodes.length)
      after = pageInfo.hasNextPage ? pageInfo.endCursor : null
    } while (after)
    expect(shown).toEqual(sizes)
  })

  test('has nothing beyond, by the cursor of its last hit either', async () => {
    const whole = await lists.ask(kommune('SEA-1'), text, { where: zeta, first: 50 })
    const after = whole.data.persons.pageInfo.endCursor
    const { data } = await lists.ask(kommune('SEA-1'), text, { where: zeta, first: 50, after })
    expect(data.persons).toMatchObject({ nodes: [], pageInfo: { hasNextPage: false } })
  })
})

test('an activity with a population lists its own residents only, counted likewise', async () => {
  const residents = await lists.database.admin`
    select person_id as id from access.fact_person where municipality = '0751' order by person_id`
  const { data, errors } = await lists.ask(kommune('LST-2'), query('nodes { id name { full } } totalCount'))
  expect(errors).toEqual([])
  expect(data.persons.nodes.map(({ id }: { id: string }) => id)).toEqual(residents.map(({ id }) => id))
  expect(data.persons.totalCount).toBe(residents.length)
  expect(residents.length).toBeGreaterThan(5)
})

describe('who is protected (CPR act § 28)', () => {
  /** What the store lists of everyone, in a scope as callers have it to whom protection applies. */
  async function listed(scope: Partial<ListScope>) {
    const sql = lists.database.sql('persons')
    const now = new Date()
    const asOf = { effective: now, registered: now, travelled: false }
    const store = persons.open(sql)({ request: { asOf } } as never) as ReturnType<typeof openStore>
    const source = store.search(
      { where: { not: zeta } },
      { most: null, population: null, withoutProtected: false, ...scope },
    )
    return { ids: (await source.rows(null, 1_000)).map(({ id }) => id), count: await source.count() }
  }

  test('is not in the list at all, nor in its count', async () => {
    const hidden = await lists.database.admin`
      select person_id as id from access.fact_person where protected order by person_id`
    const [all, without] = [await listed({}), await listed({ withoutProtected: true })]
    expect(hidden.length).toBeGreaterThan(0)
    expect(all.ids.filter(id => !without.ids.includes(id))).toEqual(hidden.map(({ id }) => id))
    expect([all.count, without.count]).toEqual([all.ids.length, without.ids.length])
  })

  test('is listed for public authorities, with the obligation beside', async () => {
    const { data, extensions } = await lists.ask(kommune('LST-1'), query('nodes { id name { full } }'), {
      where: { cpr: { eq: lists.cpr('gitte') } },
    })
    const id = await lists.idOf('gitte')
    expect(data.persons.nodes).toMatchObject([{ id }])
    expect(extensions.access).toEqual({ obligations: [{ code: 'ADDRESS_PROTECTION', subject: id }] })
  })
})

describe('nothing of a consent can be inferred (G18)', () => {
  const list = query('nodes { id } totalCount pageInfo { hasNextPage hasPreviousPage }')
  const byConsent = { civilStatus: { eq: 'MARRIED' } }
  const told = async () => {
    const variables = [{ first: 5 }, { where: { cpr: { eq: lists.cpr('anna') } } }, { where: byConsent }]
    const searches = [{ where: { ...zeta, not: byConsent } }, { where: { lastName: { eq: 'holm' } } }]
    const answers = [
      ...(await Promise.all(variables.map(one => lists.ask(kommune('LST-1'), list, one)))),
      ...(await Promise.all(searches.map(one => lists.ask(kommune('SEA-1'), list, one)))),
    ]
    return answers.map(({ data, errors, recorded }) => [data, errors, recorded])
  }

  test('by filter, order, count or page: the same before and after somebody consents', async () => {
    const before = await told()
    const sql = lists.database.admin
    for (const activity of ['LST-1', 'SEA-1'])
      await sql`insert into consents.consent (subject_id, subject_kind, authority, requester_reference, activity,
          template, template_version, fields, state, answer_by, valid_from, valid_to)
        values (${await lists.idOf('anna')}, 'PERSON', ${lists.cvr('kommune')}, ${activity}, ${activity}, 'loan', 1,
          ${['Person.civilStatus']}, 'GRANTED', clock_timestamp(), clock_timestamp() - interval '9 days',
          clock_timestamp() + interval '9 days')`
    expect(await told()).toEqual(before)
    // And yet the consent does give the field of that one person.
    const { data, errors } = await lists.ask(kommune('LST-1'), query('nodes { civilStatus { status } }'), {
      where: { cpr: { eq: lists.cpr('anna') } },
    })
    expect([errors, data.persons.nodes.length]).toEqual([[], 1])
    expect(data.persons.nodes[0].civilStatus.status).toMatch(/[A-Z]/)
  })
})
