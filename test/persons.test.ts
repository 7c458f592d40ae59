// The graph of persons over a loaded register; enforcement aside, which has its own tests.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { anna, annaBefore, bo, carl, dorte } from './cpr-records.ts'
import { type Family, openFamily, stranger } from './persons-family.ts'

let family: Family
beforeAll(async () => {
  family = await openFamily()
})
afterAll(() => family.database.drop())

describe('who is found', () => {
  test.each`
    by                                    | cpr              | found
    ${'number'}                           | ${anna}          | ${anna}
    ${'number with a hyphen'}             | ${'020280-1003'} | ${anna}
    ${'earlier number'}                   | ${annaBefore}    | ${anna}
    ${'number of one without record 001'} | ${stranger}      | ${undefined}
    ${'number that nobody has'}           | ${'0809084001'}  | ${undefined}
  `('by $by', async ({ cpr, found }) => {
    expect((await family.person(cpr, 'id'))?.id).toBe(family.ids[found])
  })

  test.each`
    by                | id                                              | found
    ${'id'}           | ${() => family.ids[anna]}                       | ${true}
    ${'id of nobody'} | ${() => '00000000-0000-0000-0000-000000000000'} | ${false}
    ${'text, no id'}  | ${() => "x' or true --"}                        | ${false}
  `('by $by: $found', async ({ id, found }) => {
    const answer = await family.graph.ask('query ($id: ID!) { personById(id: $id) { id } }', {
      variables: { id: id() },
    })
    expect(answer.personById !== null).toBe(found)
  })

  test('`me` is the person at the keyboard; a system is nobody', async () => {
    expect(await family.graph.ask('{ me { id } }', { person: family.ids[bo]! })).toEqual({
      me: { id: family.ids[bo] },
    })
    expect(await family.graph.ask('{ me { id } }')).toEqual({ me: null })
  })

  test('a reference to nobody answers null for each field, also for lists', async () => {
    const fields =
      'cpr previousNumbers status sex birthDate name { full } nameAndAddressProtected children { id } parents { role }'
    const answer = await family.graph.ask(
      `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Person { ${fields} } } }`,
      {
        variables: { r: [{ __typename: 'Person', id: family.ids[stranger] }] },
      },
    )
    const [entity] = answer._entities as Record<string, unknown>[]
    expect(Object.values(entity!)).toEqual(Array(9).fill(null))
  })

  test('an id that gave way to an older one still answers', async () => {
    const given = '11111111-2222-4333-8444-555555555555'
    await family.database
      .admin`insert into persons.merged (from_id, into_id) values (${given}, ${family.ids[anna]!})`
    const answer = await family.graph.ask(
      'query ($id: ID!) { personById(id: $id) { id name { firstNames } status } }',
      {
        variables: { id: given },
      },
    )
    expect(answer.personById).toEqual({ id: given, name: { firstNames: 'Anna' }, status: 'RESIDENT' })
  })
})

describe('values', () => {
  test.each`
    number   | field                                                            | expected
    ${anna}  | ${'cpr'}                                                         | ${anna}
    ${anna}  | ${'previousNumbers'}                                             | ${[annaBefore]}
    ${anna}  | ${'status'}                                                      | ${'RESIDENT'}
    ${anna}  | ${'statusSince'}                                                 | ${'1980-02-01T23:00:00.000Z'}
    ${bo}    | ${'statusSince'}                                                 | ${null}
    ${carl}  | ${'status'}                                                      | ${'DEAD'}
    ${anna}  | ${'birthDate'}                                                   | ${'1980-02-02'}
    ${anna}  | ${'sex'}                                                         | ${'MALE'}
    ${anna}  | ${'citizenship { countryCode effectiveFrom }'}                   | ${{ countryCode: '5100', effectiveFrom: '1989-12-31T23:00:00.000Z' }}
    ${anna}  | ${'nameAndAddressProtected'}                                     | ${false}
    ${anna}  | ${'protections { kind from until }'}                             | ${[{ kind: 'MARKETING', from: '2018-01-01', until: null }]}
    ${bo}    | ${'protections { kind }'}                                        | ${[]}
    ${anna}  | ${'civilStatus { status spouseName effectiveTo }'}               | ${{ status: 'DIVORCED', spouseName: null, effectiveTo: null }}
    ${bo}    | ${'civilStatus { status }'}                                      | ${null}
    ${bo}    | ${'parents { role name person { birthDate } }'}                  | ${[{ role: 'MOTHER', name: null, person: { birthDate: '1980-02-02' } }, { role: 'FATHER', name: 'Faderen,Fjern', person: null }]}
    ${anna}  | ${'children { birthDate }'}                                      | ${[{ birthDate: '2012-05-14' }]}
    ${bo}    | ${'custodyHolders { relation from until person { birthDate } }'} | ${[{ relation: 'MOTHER', from: '2012-05-14', until: null, person: { birthDate: '1980-02-02' } }]}
    ${anna}  | ${'custodyOf { cpr }'}                                           | ${[{ cpr: bo }]}
    ${dorte} | ${'custodyOf { cpr }'}                                           | ${[]}
    ${carl}  | ${'guardianship { from until guardianName guardian { cpr } }'}   | ${{ from: '2015-01-01', until: null, guardianName: null, guardian: { cpr: dorte } }}
    ${dorte} | ${'guardianship { guardianName guardian { cpr } }'}              | ${{ guardianName: 'Værge Uden Nummer', guardian: null }}
    ${anna}  | ${'guardianship { from }'}                                       | ${null}
  `('$field is $expected', async ({ number, field, expected }) => {
    const answer = await family.person(number, field)
    expect(Object.values(answer!)).toEqual([expected])
  })

  test('earlier civil statuses, newest first: a spouse with a number speaks for themselves', async () => {
    const answer = await family.person(
      anna,
      'previousCivilStatuses { status spouse { cpr } spouseName effectiveFrom effectiveTo }',
    )
    expect(answer!.previousCivilStatuses).toEqual([
      {
        status: 'MARRIED',
        spouse: { cpr: carl },
        spouseName: null,
        effectiveFrom: '2000-06-01T10:00:00.000Z',
        effectiveTo: '2015-01-01T11:00:00.000Z',
      },
      {
        status: 'MARRIED',
        spouse: null,
        spouseName: 'Udenlandsk,Ægte',
        effectiveFrom: '1999-01-01T11:00:00.000Z',
        effectiveTo: '2000-06-01T10:00:00.000Z',
      },
    ])
  })

  test('the current address has words and lines, an earlier one codes and the name of its municipality', async () => {
    const fields =
      'street houseNumber floor door postalCode municipalityCode municipalityName streetCode lines effectiveFrom effectiveTo'
    const answer = await family.person(anna, `address { ${fields} } previousAddresses { ${fields} }`)
    const none = { street: null, floor: null, door: null, postalCode: null, lines: null }
    expect(answer).toEqual({
      address: {
        ...{ street: 'Nyvej', houseNumber: '3', floor: null, door: null, postalCode: '9000' },
        ...{ municipalityCode: '0751', municipalityName: 'Aarhus', streetCode: '8102' },
        lines: ['Nyvej 3', 'Hasseris', '9000 Aalborg'],
        ...{ effectiveFrom: '2020-03-15T09:00:00.000Z', effectiveTo: null },
      },
      previousAddresses: [
        {
          ...{ ...none, houseNumber: '77A', floor: '1', door: 'tv' },
          ...{ municipalityCode: '0851', municipalityName: 'Aalborg', streetCode: '8513' },
          ...{ effectiveFrom: '2010-01-01T11:00:00.000Z', effectiveTo: '2020-03-15T09:00:00.000Z' },
        },
        {
          ...{
            ...none,
            houseNumber: '1',
            municipalityCode: '0303',
            municipalityName: null,
            streetCode: '0016',
          },
          ...{ effectiveFrom: '1980-02-01T23:00:00.000Z', effectiveTo: '2010-01-01T11:00:00.000Z' },
        },
      ],
    })
  })
})

describe('statements', () => {
  const entities = (fields: string, numbers: readonly string[]) =>
    family.graph.ask(
      `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Person { ${fields} } } }`,
      {
        variables: { r: numbers.map(number => ({ __typename: 'Person', id: family.ids[number] })) },
      },
    )

  test.each`
    fields                                            | count
    ${'id'}                                           | ${0}
    ${'status statusSince'}                           | ${1}
    ${'status birthDate sex'}                         | ${1}
    ${'name { full lastName }'}                       | ${1}
    ${'address { street lines }'}                     | ${1}
    ${'cpr'}                                          | ${1}
    ${'name { full } address { street } sex'}         | ${1}
    ${'nameAndAddressProtected protections { kind }'} | ${2}
    ${'children { name { full } }'}                   | ${3}
  `('$fields of four people: $count', async ({ fields, count }) => {
    await entities(fields, [anna, bo, carl, dorte])
    expect(family.graph.statements).toHaveLength(count)
  })

  test.each`
    fields                | without
    ${'status'}           | ${/birth_date|sex/}
    ${'birthDate'}        | ${/"status"|sex/}
    ${'sex'}              | ${/birth_date|"status"/}
    ${'name { full }'}    | ${/"address"|birth_date/}
    ${'custodyOf { id }'} | ${/birth_date|"status"|name/}
  `('$fields reads no column of another field', async ({ fields, without }) => {
    await entities(fields, [anna])
    expect(family.graph.statements.join('\n')).not.toMatch(without)
  })

  test('one who is registered and one who is not: the same statements', async () => {
    const seen: string[][] = []
    for (const number of [anna, stranger]) {
      await entities('status name { full } previousNames { full } children { id }', [number])
      seen.push([...family.graph.statements])
    }
    expect(seen[1]).toEqual(seen[0])
  })
})
