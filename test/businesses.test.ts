// The values of a business in the graph, in effect and as known at any time.
import { describe, expect, test } from 'vitest'
import { loadedRegister } from './businesses-loaded.ts'

const { ask, askMain, idOf, queries } = loadedRegister()

describe('a business', () => {
  test.each`
    fields                                                                                                                          | expected
    ${'cvr name status advertisingProtected signingRule purpose'}                                                                   | ${{ cvr: '90000001', name: 'Third', status: 'NORMAL', advertisingProtected: true, signingRule: 'Selskabet tegnes af en direktør alene.', purpose: 'At prøve.' }}
    ${'startDate endDate form { code shortName longName }'}                                                                         | ${{ startDate: '2010-01-01', endDate: null, form: { code: 80, shortName: 'APS', longName: 'Anpartsselskab' } }}
    ${'previousNames { name effectiveFrom effectiveTo }'} | ${{ previousNames: [{ name: 'Second', effectiveFrom: '2013-01-01', effectiveTo: '2014-12-31' }, { name: 'First', effectiveFrom: '2010-01-01', effectiveTo: '2012-12-31' }] }}
    ${'address { street houseNumber floor door postalCode postalDistrict municipalityCode municipalityName countryCode freeText }'} | ${{ address: { street: 'Testvej', houseNumber: '7B', floor: '1', door: 'tv', postalCode: '0800', postalDistrict: 'Høje Taastrup', municipalityCode: '0169', municipalityName: 'Høje-Taastrup', countryCode: 'DK', freeText: null } }}
    ${'postalAddress { countryCode freeText houseNumber }'}                                                                         | ${{ postalAddress: { countryCode: 'SE', freeText: 'Box 1, Lund', houseNumber: null } }}
    ${'mainIndustry { code text }'}                                                                                                 | ${{ mainIndustry: { code: '011300', text: 'Grøntsager' } }}
    ${'a: employment(year: 2024) { year employees fullTimeEquivalents } b: employment(year: 2023) { year }'}                        | ${{ a: { year: 2024, employees: 3, fullTimeEquivalents: 2 }, b: null }}
  `('has $fields', async ({ fields, expected }) => {
    expect(await askMain(fields)).toEqual(expected)
  })

  test.each`
    effective                     | name        | previous
    ${'2009-12-31T22:59:59Z'}     | ${null}     | ${0}
    ${'2009-12-31T23:00:00Z'}     | ${'First'}  | ${0}
    ${'2012-12-31T22:59:59.999Z'} | ${'First'}  | ${0}
    ${'2012-12-31T23:00:00Z'}     | ${'Second'} | ${1}
    ${'2026-01-01T00:00:00Z'}     | ${'Third'}  | ${2}
  `('was called $name in effect at $effective, after $previous', async ({ effective, name, previous }) => {
    const found = await askMain('name previousNames { name }', { effective })
    expect([found.name, (found.previousNames as unknown[]).length]).toEqual([name, previous])
  })

  test.each`
    registered                | name
    ${'2020-03-01T10:59:59Z'} | ${null}
    ${'2020-03-01T11:00:00Z'} | ${'Third'}
  `('is known as $name at $registered', async ({ registered, name }) => {
    expect(await askMain('name', { registered })).toEqual({ name })
  })

  test.each`
    effective                 | registered                | name
    ${'2018-06-01T00:00:00Z'} | ${'2021-06-01T05:59:59Z'} | ${'Old'}
    ${'2020-06-01T00:00:00Z'} | ${'2021-06-01T05:59:59Z'} | ${'Old'}
    ${'2018-06-01T00:00:00Z'} | ${'2021-06-01T06:00:00Z'} | ${'Old'}
    ${'2020-06-01T00:00:00Z'} | ${'2021-06-01T06:00:00Z'} | ${'New'}
  `(
    'renamed in effect 2019, written 2021: $name at $effective as known at $registered',
    async ({ name, ...asked }) => {
      const { data } = await ask('{ business(cvr: "90000004") { name previousNames { name } } }', asked)
      expect(data!.business).toEqual({ name, previousNames: name === 'New' ? [{ name: 'Old' }] : [] })
    },
  )

  test.each`
    registered                | name
    ${'2021-06-01T05:59:59Z'} | ${'Since 2015'}
    ${'2021-06-01T06:00:00Z'} | ${null}
  `(
    'whose name was written back in 2021: $name in effect 2012 as known at $registered',
    async ({ registered, name }) => {
      const { data } = await ask('{ business(cvr: "90000005") { name } }', {
        effective: '2012-06-01T00:00:00Z',
        registered,
      })
      expect(data!.business).toEqual({ name })
    },
  )

  test.each`
    effective                 | startDate       | endDate
    ${'2009-06-01T00:00:00Z'} | ${null}         | ${null}
    ${'2015-09-30T12:00:00Z'} | ${'2010-01-01'} | ${null}
    ${'2015-09-30T22:00:00Z'} | ${'2010-01-01'} | ${'2015-09-30'}
    ${'2026-01-01T00:00:00Z'} | ${'2010-01-01'} | ${'2015-09-30'}
  `(
    'that closed began $startDate and ended $endDate, asked about $effective',
    async ({ effective, startDate, endDate }) => {
      const { data } = await ask('{ business(cvr: "90000003") { startDate endDate } }', { effective })
      expect(data!.business).toEqual({ startDate, endDate })
    },
  )

  test.each`
    what                     | source
    ${'a number unknown'}    | ${'{ found: business(cvr: "90000009") { name } }'}
    ${'an id unknown'}       | ${'{ found: businessById(id: "00000000-0000-4000-8000-000000000000") { name } }'}
    ${'an id that is no id'} | ${'{ found: businessById(id: "x\' {\\"") { name } }'}
  `('is null for $what', async ({ source }) => {
    expect(await ask(source)).toEqual({ data: { found: null } })
  })
})

test('a field that is not asked for runs no statement', async () => {
  await ask(
    `{ _entities(representations: [{ __typename: "Business", id: "${await idOf('BUSINESS', '90000001')}" }]) { ... on Business { id } } }`,
  )
  expect(queries).toEqual([])
})

test.each`
  represented                                                         | expected
  ${null}                                                             | ${null}
  ${{ kind: 'AUTHORITY', cvr: '90000001' }}                           | ${null}
  ${{ kind: 'PERSON', id: '00000000-0000-4000-8000-000000000000' }}   | ${{ __typename: 'Person', id: '00000000-0000-4000-8000-000000000000' }}
  ${{ kind: 'BUSINESS', id: '00000000-0000-4000-8000-000000000000' }} | ${{ __typename: 'Business', id: '00000000-0000-4000-8000-000000000000' }}
`('represented is $expected', async ({ represented, expected }) => {
  const { data } = await ask('{ represented { __typename ... on Person { id } ... on Business { id } } }', {
    represented,
  })
  expect(data!.represented).toEqual(expected)
})
