// Lists of persons: who may find whom by what, and what each filter finds.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { kommune, type Lists, openLists } from './lists-loaded.ts'
import { system } from './platform.ts'

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

/** Of the answer the errors only: at which path, with which code, about which field. */
async function refusals(as: Parameters<Lists['ask']>[0], text: string, variables = {}) {
  const { errors, text: whole } = await lists.ask(as, text, variables)
  expect(whole).not.toMatch(/zeta/i)
  return errors.map(error => {
    const { path, extensions } = error as unknown as {
      path: string[]
      extensions: { code: string; access?: { field: string } }
    }
    return [path.join('.'), extensions.code, extensions.access?.field]
  })
}

describe('a list is refused', () => {
  const civil = { civilStatus: { eq: 'MARRIED' } }
  test.each`
    what                                           | activity   | variables                                               | code                        | field
    ${'under an activity that only looks up (X9)'} | ${'LOO-1'} | ${{ first: 1000 }}                                      | ${'ACTIVITY_REACH'}         | ${'Query.persons'}
    ${'by attributes too'}                         | ${'LOO-1'} | ${{ where: zeta }}                                      | ${'ACTIVITY_REACH'}         | ${'Query.persons'}
    ${'without an activity'}                       | ${null}    | ${{ where: zeta }}                                      | ${'ACTIVITY_MISSING'}       | ${'Query.persons'}
    ${"under another authority's"}                 | ${'SU-3'}  | ${{ where: zeta }}                                      | ${'ACTIVITY_UNKNOWN'}       | ${'Query.persons'}
    ${'when it is about businesses only'}          | ${'LST-4'} | ${{}}                                                   | ${'ACTIVITY_FIELD_OUTSIDE'} | ${'Query.persons'}
    ${'when nothing is given by law'}              | ${'LST-3'} | ${{}}                                                   | ${'ACTIVITY_FIELD_OUTSIDE'} | ${'Query.persons'}
    ${'when it searches by nothing'}               | ${'SEA-1'} | ${{}}                                                   | ${'ACTIVITY_REACH'}         | ${'Query.persons'}
    ${'when it searches by an empty filter'}       | ${'SEA-1'} | ${{ where: {} }}                                        | ${'ACTIVITY_REACH'}         | ${'Query.persons'}
    ${'when it searches by what somebody is not'}  | ${'SEA-1'} | ${{ where: { not: zeta } }}                             | ${'ACTIVITY_REACH'}         | ${'Query.persons'}
    ${'by a field that takes consent (G18)'}       | ${'LST-1'} | ${{ where: civil }}                                     | ${'ACTIVITY_FIELD_OUTSIDE'} | ${'Person.civilStatus'}
    ${'by one outside the activity'}               | ${'LST-1'} | ${{ where: { citizenship: { eq: '5100' } } }}           | ${'ACTIVITY_FIELD_OUTSIDE'} | ${'Person.citizenship'}
    ${'by one below and, or, not'}                 | ${'LST-1'} | ${{ where: { and: [{ or: [zeta, { not: civil }] }] } }} | ${'ACTIVITY_FIELD_OUTSIDE'} | ${'Person.civilStatus'}
    ${'by one without a value'}                    | ${'LST-1'} | ${{ where: { civilStatus: null } }}                     | ${'ACTIVITY_FIELD_OUTSIDE'} | ${'Person.civilStatus'}
    ${'in an order by one'}                        | ${'LST-5'} | ${{ orderBy: ['BIRTH_DATE', 'LAST_NAME'] }}             | ${'ACTIVITY_FIELD_OUTSIDE'} | ${'Person.name'}
  `('$what: $code at $field', async ({ activity, variables, code, field }) => {
    expect(await refusals(kommune(activity ?? undefined), ids, variables)).toEqual([['persons', code, field]])
  })

  test('to private recipients, whatever their activity says', async () => {
    const bank = system('bank-kreditsystem', 'PRI-1')
    expect(await refusals(bank, ids, { where: zeta })).toEqual([
      ['persons', 'ACTIVITY_REACH', 'Query.persons'],
    ])
  })

  test('to citizens, who have no such field', async () => {
    expect(await refusals(await lists.citizen('anna'), ids)).toEqual([['persons', 'CALLER_KIND', undefined]])
  })

  test('with a record that says by what, and nothing else', async () => {
    const { recorded } = await lists.ask(kommune('LST-1'), ids, { where: civil })
    expect(recorded).toEqual(['Person.civilStatus ACTIVITY_FIELD_OUTSIDE'])
  })
})

describe('what a filter cannot be', () => {
  const longest = Array.from({ length: 1_001 }, (_, index) => `zeta ${index}`)
  test.each`
    filter                                                                      | code
    ${{ lastName: {} }}                                                         | ${'FILTER_EMPTY'}
    ${{ lastName: { eq: null } }}                                               | ${'FILTER_EMPTY'}
    ${{ lastName: { startsWith: '' } }}                                         | ${'FILTER_EMPTY'}
    ${{ lastName: null }}                                                       | ${'FILTER_EMPTY'}
    ${{ or: [] }}                                                               | ${'FILTER_EMPTY'}
    ${{ or: [{}] }}                                                             | ${'FILTER_EMPTY'}
    ${{ municipalityCode: { eq: '9999' } }}                                     | ${'MUNICIPALITY_UNKNOWN'}
    ${{ municipalityCode: { in: ['0751', 'Aarhus'] } }}                         | ${'MUNICIPALITY_UNKNOWN'}
    ${{ municipalityCode: { eq: null } }}                                       | ${'FILTER_EMPTY'}
    ${{ lastName: { in: longest } }}                                            | ${'FILTER_SIZE'}
    ${{ lastName: { eq: 'zeta\u0000' } }}                                       | ${'FILTER_SIZE'}
    ${{ lastName: { eq: 'zeta'.repeat(60) } }}                                  | ${'FILTER_SIZE'}
    ${{ or: Array.from({ length: 51 }, () => ({ lastName: { eq: 'zeta' } })) }} | ${'FILTER_SIZE'}
  `('$code', async ({ filter, code }) => {
    expect(await refusals(kommune('LST-1'), ids, { where: filter })).toEqual([['persons', code, undefined]])
  })

  test.each([0, -1, 101, 1_000])('a page of %i', async first => {
    expect(await refusals(kommune('LST-1'), ids, { first })).toEqual([['persons', 'PAGE_SIZE', undefined]])
  })
})

describe('a filter', () => {
  const found = query('totalCount')
  test.each`
    filter                                                                                                          | count
    ${zeta}                                                                                                         | ${300}
    ${{ lastName: { eq: 'zETA a' } }}                                                                               | ${34}
    ${{ lastName: { in: ['zeta a', 'ZETA B', 'nobody'] } }}                                                         | ${68}
    ${{ lastName: { in: [] } }}                                                                                     | ${0}
    ${{ lastName: { startsWith: 'zet%' } }}                                                                         | ${0}
    ${{ lastName: { startsWith: 'zeta_' } }}                                                                        | ${0}
    ${{ and: [zeta, { sex: { eq: 'MALE' } }] }}                                                                     | ${150}
    ${{ ...zeta, birthDate: { gte: '1952-01-01', lt: '1953-01-01' } }}                                              | ${39}
    ${{ ...zeta, birthDate: { gt: '1952-01-01', lte: '1952-02-01' } }}                                              | ${13}
    ${{ ...zeta, not: { birthDate: { gte: '1900-01-01' } } }}                                                       | ${28}
    ${{ ...zeta, not: { firstNames: { startsWith: 'PRØVE' } } }}                                                    | ${60}
    ${{ ...zeta, or: [{ sex: { eq: 'FEMALE' } }, { sex: { in: ['MALE'] } }] }}                                      | ${300}
    ${{ ...zeta, status: { in: ['DEAD', 'EMIGRATED'] } }}                                                           | ${0}
    ${{ ...zeta, municipalityCode: { startsWith: '0' } }}                                                           | ${0}
    ${{ id: { in: ['no id', '00000000-0000-4000-8000-000000000000'] } }}                                            | ${0}
    ${{ or: Array.from({ length: 50 }, () => ({ lastName: { eq: 'zeta a' } })) }}                                   | ${34}
    ${{ lastName: { in: Array.from({ length: 1_000 }, (_, index) => `zeta ${index ? 'x' : 'b'}${index || ''}`) } }} | ${34}
  `('finds $count', async ({ filter, count }) => {
    const { data, errors } = await lists.ask(kommune('LST-1'), found, { where: filter })
    expect([errors, data]).toEqual([[], { persons: { totalCount: count } }])
  })

  test.each`
    by                                   | where
    ${'number, as look-up does'}         | ${(cpr: string) => ({ cpr: { eq: cpr } })}
    ${'numbers with and without hyphen'} | ${(cpr: string) => ({ cpr: { in: [`${cpr.slice(0, 6)}-${cpr.slice(6)}`] } })}
    ${'name and municipality'}           | ${() => ({ firstNames: { eq: 'anna kirstine' }, lastName: { eq: 'HOLM' }, municipalityCode: { eq: '0751' } })}
    ${'the words of her address'}        | ${() => ({ firstNames: { startsWith: 'Anna K' }, postalCode: { gte: '8000', lt: '9000' } })}
  `('finds Anna by $by', async ({ where }) => {
    const { data } = await lists.ask(kommune('LST-1'), ids, { where: where(lists.cpr('anna')) })
    expect(data.persons.nodes).toEqual([{ id: await lists.idOf('anna') }])
  })

  test('looks at the name in force at the time asked about', async () => {
    const sql = lists.database.admin
    const [row] =
      await sql`insert into persons.person (person_id, row_status, status, status_from, sex, source, content_hash)
      values (gen_random_uuid(), 'CURRENT', '01', '2000-01-01', 'K', 'test', 'omega') returning person_id as id`
    for (const [last, from, to] of [
      ['Omega Old', '2000-01-01', '2015-01-01'],
      ['Omega New', '2015-01-01', 'infinity'],
    ])
      await sql`insert into persons.name (person_id, row_status, last_name, effective_from, effective_to, source, content_hash)
        values (${row!.id}, ${to === 'infinity' ? 'CURRENT' : 'HISTORIC'}, ${last!}, ${from!}, ${to!}, 'test', ${last!})`
    const text = query('nodes { name { full } }')
    const told = []
    for (const at of [undefined, new Date('2010-01-01')])
      for (const last of ['Omega Old', 'Omega New']) {
        const { data } = await lists.ask({ ...kommune('LST-1'), at }, text, {
          where: { lastName: { eq: last } },
        })
        told.push(data.persons.nodes.map((node: { name: { full: string } }) => node.name.full))
      }
    expect(told).toEqual([[], ['Omega New'], ['Omega Old'], []])
  })
})

test('an id that gave way to an older one finds its person', async () => {
  const sql = lists.database.admin
  const id = await lists.idOf('anna')
  const [row] = await sql`insert into persons.merged values (gen_random_uuid(), ${id}) returning from_id`
  const { data } = await lists.ask(kommune('LST-1'), ids, { where: { id: { in: [row!.from_id] } } })
  expect(data.persons.nodes).toEqual([{ id }])
})
