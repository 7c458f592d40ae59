// Production units in the graph: their values, whose they are at any time, and who may read what is not open.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { business } from '../sample/businesses.ts'
import { units } from '../sample/units.ts'
import { bank, type Cases, kommune } from './asked.ts'
import { loadedRegister } from './businesses-loaded.ts'
import { type As, today } from './platform.ts'
import { openThreeWays, type ThreeWays } from './three-ways.ts'

const { ask, askMain, idOf, queries } = loadedRegister()
const first = '1000000001'
const moved = '1000000002'

const askUnit = async (pNumber: string, fields: string, asked?: Parameters<typeof ask>[1]) => {
  const { data, errors } = await ask(`{ productionUnit(pNumber: "${pNumber}") { ${fields} } }`, asked)
  expect(errors).toBeUndefined()
  return data!.productionUnit
}

describe('a production unit', () => {
  test.each`
    fields                                                                                              | expected
    ${'pNumber name advertisingProtected active startDate endDate'}                                     | ${{ pNumber: first, name: 'Big shop', advertisingProtected: true, active: true, startDate: '2010-01-01', endDate: null }}
    ${'previousNames { name effectiveFrom effectiveTo } secondaryNames'}                                | ${{ previousNames: [{ name: 'Shop', effectiveFrom: '2010-01-01', effectiveTo: '2012-12-31' }], secondaryNames: ['A shop', 'The shop'] }}
    ${'address { street houseNumber postalCode } postalAddress { countryCode freeText }'}               | ${{ address: { street: 'Testvej', houseNumber: '8', postalCode: '0800' }, postalAddress: { countryCode: 'SE', freeText: 'Box 2, Lund' } }}
    ${'mainIndustry { code text } secondaryIndustries { code }'}                                        | ${{ mainIndustry: { code: '471100', text: 'Supermarkeder' }, secondaryIndustries: [{ code: '561000' }, { code: '620200' }] }}
    ${'a: employment(year: 2024) { employees fullTimeEquivalents } b: employment(year: 2023) { year }'} | ${{ a: { employees: 2, fullTimeEquivalents: 1 }, b: null }}
    ${'contact { kind value }'} | ${{ contact: [{ kind: 'EMAIL', value: 'shop@example.test' }, { kind: 'PHONE', value: '00100001' }] }}
    ${'secretContact { kind value }'} | ${{ secretContact: [{ kind: 'PHONE', value: '00100002' }, { kind: 'PHONE', value: '00100003' }] }}
    ${'business { cvr name }'}                                                                          | ${{ business: { cvr: '90000001', name: 'Third' } }}
  `('has $fields', async ({ fields, expected }) => {
    expect(await askUnit(first, fields)).toEqual(expected)
  })

  test.each`
    effective                 | cvr           | active   | endDate
    ${'2010-12-31T12:00:00Z'} | ${null}       | ${null}  | ${null}
    ${'2011-01-01T12:00:00Z'} | ${'90000004'} | ${true}  | ${null}
    ${'2015-12-31T12:00:00Z'} | ${'90000004'} | ${true}  | ${null}
    ${'2016-01-01T12:00:00Z'} | ${'90000001'} | ${true}  | ${null}
    ${'2023-01-01T12:00:00Z'} | ${'90000001'} | ${false} | ${'2022-12-31'}
  `('at $effective it is $cvr’s, active: $active', async ({ effective, cvr, active, endDate }) => {
    const found = await askUnit(moved, 'business { cvr } active endDate', { effective })
    expect(found).toEqual({ business: cvr && { cvr }, active, endDate })
  })

  test('whose number leads to no business is kept, and is nobody’s', async () => {
    expect(await askUnit('1000000004', 'name business { id }')).toEqual({
      name: 'Enhed 1000000004',
      business: null,
    })
  })

  test('that is not registered is null', async () => {
    expect(await askUnit('1000000009', 'id')).toBeNull()
  })

  test.each`
    what          | id                                                    | name
    ${'known'}    | ${() => idOf('PRODUCTION_UNIT', first)}               | ${'Big shop'}
    ${'unknown'}  | ${async () => '00000000-0000-4000-8000-000000000000'} | ${undefined}
    ${'none'}     | ${async () => 'not an id'}                            | ${undefined}
    ${'business'} | ${() => idOf('BUSINESS', '90000001')}                 | ${undefined}
  `('is found by a key of a federation when the id is $what', async ({ id, name }) => {
    const { data } = await ask(
      `{ _entities(representations: [{ __typename: "ProductionUnit", id: "${await id()}" }]) {
        ... on ProductionUnit { name business { cvr } } } }`,
    )
    expect(data!._entities).toEqual([name ? { name, business: { cvr: '90000001' } } : null])
  })
})

describe('the units of a business', () => {
  test.each`
    effective                 | numbers
    ${undefined}              | ${[first, '1000000003']}
    ${'2017-01-01T12:00:00Z'} | ${[first, moved]}
    ${'2019-01-01T12:00:00Z'} | ${[first, moved, '1000000003']}
    ${'2000-01-01T12:00:00Z'} | ${[]}
  `('at $effective are $numbers', async ({ effective, numbers }) => {
    const { productionUnits } = await askMain('productionUnits { nodes { pNumber } totalCount }', {
      effective,
    })
    expect(productionUnits).toEqual({
      nodes: numbers.map((pNumber: string) => ({ pNumber })),
      totalCount: numbers.length,
    })
  })

  test('come in pages', async () => {
    const seen: string[] = []
    let after: string | null = null
    do {
      const { productionUnits } = (await askMain(
        `productionUnits(first: 1${after ? `, after: "${after}"` : ''}) {
          nodes { pNumber } pageInfo { hasNextPage endCursor } }`,
      )) as { productionUnits: { nodes: { pNumber: string }[]; pageInfo: Record<string, never> } }
      seen.push(...productionUnits.nodes.map(({ pNumber }) => pNumber))
      after = productionUnits.pageInfo.hasNextPage ? productionUnits.pageInfo.endCursor! : null
    } while (after)
    expect(seen).toEqual([first, '1000000003'])
  })

  test('take one statement for all and one for each value of all', async () => {
    await askMain('productionUnits { nodes { pNumber name active business { id } } }')
    expect(queries.filter(query => query.startsWith('select')).length).toBe(4)
  })
})

describe('what of a unit is not open', () => {
  let cases: ThreeWays
  beforeAll(async () => {
    cases = await openThreeWays()
    await cases.database.admin`
      update authorities.activity_version set subjects = '{PERSON,BUSINESS}' where activity = 'KOM-17'`
    await cases.database.admin`
      insert into authorities.activity_field (activity, version, coordinate, ground)
      values ('KOM-17', 1, 'ProductionUnit.employment', 'LAW'), ('KOM-17', 1, 'ProductionUnit.secretContact', 'CONSENT')`
  }, 240_000)
  afterAll(() => cases?.close())

  const own = units(today).find(unit => unit.secretPhone && unit.owners[0]!.value === 'holm-keramik')!
  const text = `query U($pNumber: PNumber!) { productionUnit(pNumber: $pNumber) {
    id name contact { value } secretContact { value } employment(year: 2025) { employees } } }`
  const askAs = async (as: Parameters<Cases['ask']>[0]) =>
    cases.ask(as, text, { pNumber: String(own.pNumber) })

  test.each`
    business          | given
    ${null}           | ${false}
    ${'holm-keramik'} | ${true}
    ${'nordhavn'}     | ${false}
  `(
    'is its business’s own to see: signed in for $business, given $given',
    async ({ business: key, given }) => {
      const { caller } = await cases.citizen('anna')
      const as = { caller: { ...caller, business: key && (await cases.businessId(key)) } } as As
      const { data, refused, text: whole } = await askAs(as)
      expect(refused.length).toBe(given ? 0 : 2)
      expect(data.productionUnit.employment !== null).toBe(given)
      expect(whole.includes(own.secretPhone!)).toBe(given)
    },
  )

  test.each`
    who                                        | as                         | refused
    ${'a system without an activity'}          | ${() => kommune()}         | ${['employment ACTIVITY_MISSING', 'secretContact ACTIVITY_MISSING']}
    ${'one whose activity does not list it'}   | ${() => kommune('KOM-18')} | ${['employment ACTIVITY_FIELD_OUTSIDE', 'secretContact ACTIVITY_FIELD_OUTSIDE']}
    ${'one that has it by law and by consent'} | ${() => kommune('KOM-17')} | ${['secretContact CONSENT_MISSING']}
    ${'a private one'}                         | ${() => bank('BANK-1')}    | ${['employment ACTIVITY_FIELD_OUTSIDE', 'secretContact ACTIVITY_FIELD_OUTSIDE']}
  `('$who: $refused', async ({ as, refused }) => {
    const answer = await askAs(as())
    expect(answer.refused).toEqual(refused.map((told: string) => `productionUnit.${told}`))
    expect(answer.data.productionUnit.contact.length).toBe(1)
    expect(answer.text).not.toContain(own.secretPhone)
  })

  test('is recorded about the business to which it belongs', async () => {
    const { data, records, recorded } = await askAs(kommune('KOM-17'))
    expect(data.productionUnit.employment.employees).toBeGreaterThan(0)
    expect(records.map(({ subject_id }) => subject_id)).toEqual([await cases.businessId('holm-keramik')])
    expect(recorded).toEqual([
      'ProductionUnit.employment LAW',
      'ProductionUnit.secretContact CONSENT_MISSING',
    ])
  })

  test.each`
    business          | given
    ${'holm-keramik'} | ${true}
    ${'nordhavn'}     | ${false}
  `(
    'straight at the subgraph for $business, whatever is claimed about whose it is',
    async ({ business: key, given }) => {
      const { caller } = await cases.citizen('anna')
      const as = { caller: { ...caller, business: await cases.businessId(key) } } as As
      const { data } = await askAs(kommune())
      const claimed = { business: { id: await cases.businessId(key) }, secretContact: [{ value: 'forged' }] }
      const answer = await cases.straight(
        'businesses',
        as,
        'query E($r: [_Any!]!) { _entities(representations: $r) { ... on ProductionUnit { secretContact { value } } } }',
        { r: [{ __typename: 'ProductionUnit', id: data.productionUnit.id, ...claimed }] },
      )
      expect(answer.refused).toEqual(given ? [] : ['_entities.0.secretContact MANDATE_MISSING'])
      expect([answer.text.includes(own.secretPhone!), answer.text.includes('forged')]).toEqual([given, false])
    },
  )

  test('of many units of a business is decided for each', async () => {
    const cvr = business('vestkyst', today).cvr
    const list = `query B($cvr: CVR!) { business(cvr: $cvr) { productionUnits { nodes { employment(year: 2025) { employees } } } } }`
    const { data, records } = await cases.ask(kommune('KOM-17'), list, { cvr })
    const numbers = data.business.productionUnits.nodes.map(
      (node: { employment: { employees: number } }) => node.employment.employees,
    )
    expect(numbers).toEqual([36, 12])
    expect(records.length).toBe(1)
  })
})
