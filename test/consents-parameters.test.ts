// Parameters of consents (C04): an argument and a case bind what a consent gives, in every way in which they can be asked.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { answer } from '../access/answer.ts'
import { strayParameters } from '../subgraphs/consents/strays.ts'
import { type Asked, bank, type Cases, expectNowhere, inDays, kommune, openCases } from './asked.ts'
import { approveProposal, command, kommuneSteward, register } from './consent-stewards.ts'
import { publishTemplate } from './consent-templates.ts'
import { requestOf, system } from './platform.ts'

let cases: Cases
let cvr: string
/** Employees by year, as a tax authority reads them by law: three years in a row, each with another number. */
let years: readonly { readonly year: number; readonly employees: number }[]
const kom17 = kommune('KOM-17')
const place = { year: 'Business.employment(year:)', case: 'Case-Reference' }
const parameter = (name: 'year' | 'case') => ({ name, place: place[name], da: name, en: name })
beforeAll(async () => {
  cases = await openCases()
  cvr = cases.cvr('nordhavn')
  years = await readYears()
  const { admin } = cases.database
  const both = [parameter('year'), parameter('case')]
  const templates = [
    { id: 'year-and-case', activity: 'KOM-17', fields: ['Business.employment'], parameters: both },
    { id: 'case', activity: 'KOM-17', fields: ['Person.civilStatus'], parameters: [parameter('case')] },
    { id: 'loan-case', activity: 'BANK-1', fields: ['Person.civilStatus'], parameters: [parameter('case')] },
    {
      ...{ id: 'several', activity: 'KOM-17', parameters: both },
      fields: ['Person.civilStatus', 'Business.employment'],
    },
  ]
  for (const template of templates) await publishTemplate(admin, template)
})
afterAll(() => cases?.close())
beforeEach(async () => {
  await cases.database.admin`truncate consents.consent cascade`
})

async function readYears() {
  const skat = system('skat-sagssystem', 'SKAT-1')
  const last = new Date().getFullYear()
  const found: { year: number; employees: number }[] = []
  for (let year = last; year > last - 8; year--) {
    const { data } = await cases.ask(skat, one, { cvr, year })
    const employees = data.business.employment?.employees
    if (typeof employees === 'number') found.push({ year, employees })
  }
  expect(found.length).toBeGreaterThan(2)
  return found
}

const one =
  'query One($cvr: CVR!, $year: Int!) { business(cvr: $cvr) { employment(year: $year) { employees } } }'

/** A consent of the business, registered by one steward and approved by another; its id. */
async function registered(template: string, parameters: Readonly<Record<string, readonly unknown[]>>) {
  const { id, ...registration } = await propose(template, parameters)
  const { consent, problems } = await command(cases, kommuneSteward(2), approveProposal, {
    id,
    interest: false,
  })
  expect([problems, registration.problems]).toEqual([[], []])
  return consent!.id
}

async function propose(template: string, parameters: Readonly<Record<string, readonly unknown[]>>) {
  const given = Object.entries(parameters).map(([name, values]) => ({ name, values: values.map(String) }))
  const input = {
    ...{ id: `${template}-${Math.random()}`, template, cvr, parameters: given, validTo: inDays(60) },
    ...{
      language: 'DA',
      channel: 'PAPER',
      signedOn: inDays(-1).slice(0, 10),
      document: 'ark',
      interest: false,
    },
  }
  const { proposal, problems } = await command(cases, kommuneSteward(1), register, input)
  return { id: proposal!.id, problems }
}

const outside = 'CONSENT_PARAMETER_OUTSIDE'
const line = (answer: Asked) => answer.recorded.filter(text => text.startsWith('Business.employment'))

describe('a year (C04)', () => {
  test('is given when it is the consent’s, and no other: each alias by itself, both on record without a value', async () => {
    const [given, other] = [years[0]!, years[1]!]
    const consent = await registered('own-business', { year: [given.year] })
    const text = `query Two($cvr: CVR!, $year: Int!) { business(cvr: $cvr) {
      a: employment(year: $year) { employees } b: employment(year: ${other.year}) { employees }
      c: employment(year: ${given.year}) { employees } } }`
    const answer = await cases.ask({ ...kom17, explain: true }, text, { cvr, year: given.year })
    const { employees } = given
    expect(answer.data.business).toEqual({ a: { employees }, b: null, c: { employees } })
    expect(answer.refused).toEqual([`business.b ${outside}`])
    expect(line(answer)).toEqual(['Business.employment CONSENT', `Business.employment ${outside}`])
    const [record] = answer.records
    expect(record!.given).toEqual([{ field: 'Business.employment', ground: 'CONSENT', consent }])
    expect(JSON.stringify([answer.records, answer.extensions])).not.toContain(String(other.year))
    expect((answer.extensions as { access?: { decisions?: unknown } }).access?.decisions).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ field: 'Business.employment', ground: 'CONSENT', consent }),
        expect.objectContaining({ field: 'Business.employment', code: outside, consent: null }),
      ]),
    )
  })

  test.each`
    asked                         | text                                                                                                                      | year    | expected
    ${'as a variable'}            | ${one}                                                                                                                    | ${0}    | ${null}
    ${'as a default of one'}      | ${'query D($cvr: CVR!, $year: Int! = YEAR) { business(cvr: $cvr) { employment(year: $year) { employees } } }'}            | ${null} | ${null}
    ${'in a fragment'}            | ${'query F($cvr: CVR!) { business(cvr: $cvr) { ...E } } fragment E on Business { employment(year: YEAR) { employees } }'} | ${null} | ${null}
    ${'of an entity, elsewhere'}  | ${'query P($cvr: CVR!) { business(cvr: $cvr) { participants { nodes { name } } employment(year: YEAR) { employees } } }'} | ${null} | ${null}
    ${'another, as a variable'}   | ${one}                                                                                                                    | ${1}    | ${outside}
    ${'another, named like it'}   | ${'query A($cvr: CVR!) { business(cvr: $cvr) { employment: employment(year: OTHER) { employees } } }'}                    | ${null} | ${outside}
    ${'one that is not reported'} | ${'query N($cvr: CVR!) { business(cvr: $cvr) { employment(year: 1900) { employees } } }'}                                 | ${null} | ${outside}
    ${'another, below the zero'}  | ${'query N($cvr: CVR!) { business(cvr: $cvr) { employment(year: -YEAR) { employees } } }'}                                | ${null} | ${outside}
  `('$asked', async ({ text, year, expected }) => {
    await registered('own-business', { year: [years[0]!.year] })
    const document = text
      .replaceAll('YEAR', String(years[0]!.year))
      .replaceAll('OTHER', String(years[1]!.year))
    const variables = { cvr, ...(year !== null && { year: years[year as number]!.year }) }
    const answer = await cases.ask(kom17, document, variables)
    expect(answer.refused).toEqual(expected ? [`business.employment ${expected}`] : [])
    expect(answer.data.business.employment).toEqual(expected ? null : { employees: years[0]!.employees })
  })

  test('decides the same where a subgraph is asked for the entity straight, whatever its representation claims', async () => {
    const [given, other] = [years[0]!, years[1]!]
    await registered('own-business', { year: [given.year] })
    const businesses = cases.subgraphs.running.find(({ name }) => name === 'businesses')!
    const id = await cases.businessId('nordhavn')
    const query = `query E($r: [_Any!]!) { _entities(representations: $r) { ... on Business {
      a: employment(year: ${given.year}) { employees } b: employment(year: ${other.year}) { employees } } } }`
    const claims = { employment: { employees: 99 }, year: given.year, args: { year: given.year } }
    const variables = { r: [{ __typename: 'Business', id, ...claims }] }
    const about = { hash: 'x', mutation: false }
    const { data, errors } = await answer(requestOf(kom17), about, cases.subgraphs.services, context =>
      businesses.run({ query, variables }, context),
    )
    const { employees } = given
    expect(JSON.parse(JSON.stringify(data))).toEqual({ _entities: [{ a: { employees }, b: null }] })
    expect(errors?.map(({ extensions }) => extensions?.code)).toEqual([outside])
  })

  test('of several in one consent any is given, and several consents are not added up', async () => {
    const [first, second, third] = years.map(({ year }) => year)
    await registered('own-business', { year: [first, second] })
    const codes = async (year: number, caseReference?: string) =>
      (await cases.ask({ ...kom17, caseReference }, one, { cvr, year })).refused.join()
    expect(await Promise.all([codes(first!), codes(second!)])).toEqual(['', ''])
    expect(await codes(third!)).toContain(outside)
    // One for the third year in case A, another for the first in case B: not for the third in case B.
    await cases.database.admin`truncate consents.consent cascade`
    await registered('year-and-case', { year: [third], case: ['A'] })
    await registered('year-and-case', { year: [first], case: ['B'] })
    expect(await codes(third!, 'A')).toBe('')
    expect(await codes(first!, 'B')).toBe('')
    for (const [year, sag] of [
      [third, 'B'],
      [first, 'A'],
      [third, undefined],
    ] as const)
      expect(await codes(year!, sag)).toContain(outside)
  })

  test('is the only thing that the consent gives: its production units have a field of their own', async () => {
    await registered('own-business', { year: [years[0]!.year] })
    const text = `query U($cvr: CVR!) { business(cvr: $cvr) { productionUnits { nodes { employment(year: ${years[0]!.year}) { employees } } } } }`
    const answer = await cases.ask(kom17, text, { cvr })
    expect(answer.refused[0]).toContain('ACTIVITY_FIELD_OUTSIDE')
  })
})

describe('a case', () => {
  const status = 'query S($cpr: CPR!) { person(cpr: $cpr) { civilStatus { status } } }'
  const values = { parameters: [{ name: 'case', values: ['2026-1', '2026-2'] }] }
  const anna = () => ({ cpr: cases.cpr('anna') })
  test.each`
    stated      | code
    ${'2026-1'} | ${null}
    ${'2026-2'} | ${null}
    ${'2026-3'} | ${outside}
    ${'2026'}   | ${outside}
    ${null}     | ${outside}
  `('$stated → $code', async ({ stated, code }) => {
    await cases.consented(kom17, 'anna', { template: 'case', fields: null, ...values })
    const answer = await cases.ask({ ...kom17, caseReference: stated ?? undefined }, status, anna())
    expect(answer.refused).toEqual(code ? [`person.civilStatus ${code}`] : [])
    expect(answer.data.person.civilStatus).toEqual(code ? null : { status: 'MARRIED' })
  })

  test('binds also whether somebody may be known to exist', async () => {
    const asBank = bank('BANK-1')
    const validTo = inDays(30)
    await cases.consented(asBank, 'anna', { template: 'loan-case', fields: null, ...values, validTo })
    const given = await cases.ask({ ...asBank, caseReference: '2026-1' }, status, anna())
    expect(given.data.person).toEqual({ civilStatus: { status: 'MARRIED' } })
    const refused = await cases.ask({ ...asBank, caseReference: '2026-9' }, status, anna())
    expect([refused.data.person, refused.refused]).toEqual([null, [`person ${outside}`]])
    expectNowhere(refused, ['MARRIED', '2026-9'])
  })
})

describe('a request', () => {
  test('is bound by what concerns its fields, and asks for no more', async () => {
    const input = { template: 'several', fields: null, parameters: [{ name: 'case', values: ['A'] }] }
    const id = await cases.consented(kom17, 'anna', input)
    const text = 'query C($id: ID!) { consent(id: $id) { fields parameters { name values } } }'
    const { data } = await cases.ask(kom17, text, { id })
    expect(data.consent).toEqual({
      fields: ['Person.civilStatus'],
      parameters: [{ name: 'case', values: ['A'] }],
    })
  })
})

test('a consent whose values are no lists is not stored: a text would hold whatever is a part of it', async () => {
  await cases.consented(kom17, 'anna', { template: 'housing-support' })
  for (const parameters of ['{"Case-Reference": "2026-1"}', '{"Case-Reference": {"2026-1": 1}}', '[]'])
    await expect(
      cases.database.admin`update consents.consent set parameters = ${parameters}::text::jsonb`,
    ).rejects.toMatchObject({ code: '23514' })
})

test('a published template whose parameter leads nowhere is found as the platform starts', async () => {
  const sql = cases.database.sql('consents')
  expect(await strayParameters(sql)).toEqual([])
  const fields = ['Person.civilStatus']
  const bound = ['Busines.employment(year:)', 'Business.employment(year:)', 'case-reference', place.case]
  for (const [index, where] of bound.entries())
    await publishTemplate(cases.database.admin, {
      ...{ id: `stray-${index}`, activity: 'KOM-17', fields },
      parameters: [{ ...parameter('year'), place: where }],
    })
  expect(await strayParameters(sql)).toEqual(
    bound.slice(0, 3).map((where, index) => ({
      ...{ template: `stray-${index}`, version: 1, parameter: 'year', place: where },
    })),
  )
})
