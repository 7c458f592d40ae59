// What an authority may ask consent for: each rule of a request as a row, every problem of one at once.
import { describe, expect, test } from 'vitest'
import type { ActivityFacts } from '../access/activity.ts'
import {
  type ConsentRequest,
  fieldsOf,
  givenOf,
  mostValues,
  placed,
  requestProblems,
  type Template,
} from '../subgraphs/consents/request.ts'
import { activity, at, banks, inDays } from './decision-facts.ts'

const template: Template = {
  state: 'PUBLISHED',
  kind: 'SECTOR_LAW',
  activity: 'KOM-17',
  fields: ['Person.civilStatus', 'Person.name', 'Person.shoeSize'],
  parameters: [],
  longestDays: 30,
  requiredForService: false,
}
const someone = 'a0000000-0000-4000-8000-000000000001'
const asked: ConsentRequest = {
  id: 'a',
  cpr: '0101010000',
  fields: ['Person.civilStatus'],
  validTo: inDays(30),
}
const codes = (
  request: Partial<ConsentRequest>,
  other: Partial<Template> | null = {},
  stated: ActivityFacts | null = activity(),
  startedBy: 'APPLICATION' | 'AUTHORITY' | null = 'APPLICATION',
): readonly string[] =>
  requestProblems(
    { ...asked, ...request },
    { template: other && { ...template, ...other }, activity: stated, startedBy, at },
  ).map(({ code }) => code)

describe('the problems of a request, all at once (C18, C19)', () => {
  test.each`
    request                                              | expected
    ${{}}                                                | ${[]}
    ${{ id: '' }}                                        | ${['ID_LENGTH']}
    ${{ id: 'x'.repeat(65) }}                            | ${['ID_LENGTH']}
    ${{ cpr: null }}                                     | ${['SUBJECT_AMBIGUOUS']}
    ${{ person: someone }}                               | ${['SUBJECT_AMBIGUOUS']}
    ${{ cvr: '99000001' }}                               | ${['SUBJECT_AMBIGUOUS']}
    ${{ cpr: null, person: someone }}                    | ${[]}
    ${{ cpr: null, person: 'no id' }}                    | ${['NOT_FOUND']}
    ${{ cpr: null, business: 'no id' }}                  | ${['NOT_FOUND', 'FIELD_SUBJECT_OUTSIDE']}
    ${{ validTo: at }}                                   | ${['PERIOD_REVERSED']}
    ${{ validFrom: inDays(5), validTo: inDays(4) }}      | ${['PERIOD_REVERSED']}
    ${{ validTo: new Date(inDays(30).getTime() + 1) }}   | ${['PERIOD_TOO_LONG']}
    ${{ validFrom: inDays(5), validTo: inDays(35) }}     | ${[]}
    ${{ fields: ['Person.citizenship'] }}                | ${['TEMPLATE_FIELD_OUTSIDE', 'ACTIVITY_FIELD_OUTSIDE']}
    ${{ fields: [] }}                                    | ${['TEMPLATE_FIELD_OUTSIDE']}
    ${{ fields: ['Person.civilStatus', 'Person.name'] }} | ${['CONSENT_NOT_NEEDED']}
    ${{ fields: ['Person.shoeSize'] }}                   | ${['ACTIVITY_FIELD_OUTSIDE']}
    ${{ fields: null }}                                  | ${['CONSENT_NOT_NEEDED', 'ACTIVITY_FIELD_OUTSIDE']}
    ${{ fields: ['Business.employment'] }}               | ${['TEMPLATE_FIELD_OUTSIDE', 'FIELD_SUBJECT_OUTSIDE', 'ACTIVITY_FIELD_OUTSIDE']}
    ${{ fields: ['ProductionUnit.employment'] }}         | ${['TEMPLATE_FIELD_OUTSIDE', 'FIELD_SUBJECT_OUTSIDE', 'ACTIVITY_FIELD_OUTSIDE']}
    ${{ id: '', cpr: null, validTo: at, fields: [] }}    | ${['ID_LENGTH', 'SUBJECT_AMBIGUOUS', 'PERIOD_REVERSED', 'TEMPLATE_FIELD_OUTSIDE']}
  `('$request → $expected', ({ request, expected }) => {
    expect(codes(request)).toEqual(expected)
  })

  test.each`
    other                     | stated                                  | expected
    ${null}                   | ${activity()}                           | ${['TEMPLATE_UNKNOWN']}
    ${{ state: 'DRAFT' }}     | ${activity()}                           | ${['TEMPLATE_UNKNOWN']}
    ${{ state: 'CLOSED' }}    | ${activity()}                           | ${['TEMPLATE_CLOSED']}
    ${{ activity: 'KOM-18' }} | ${activity()}                           | ${['TEMPLATE_ACTIVITY']}
    ${{}}                     | ${null}                                 | ${['TEMPLATE_ACTIVITY', 'ACTIVITY_FIELD_OUTSIDE']}
    ${{}}                     | ${activity({ subjects: ['BUSINESS'] })} | ${['FIELD_SUBJECT_OUTSIDE']}
  `('with the template $other or the activity wrong → $expected', ({ other, stated, expected }) => {
    expect(codes({}, other, stated)).toEqual(expected)
  })

  test.each`
    condition | requiredForService | expected
    ${true}   | ${false}           | ${['CONDITION_NOT_NEEDED']}
    ${true}   | ${true}            | ${[]}
    ${false}  | ${false}           | ${[]}
    ${false}  | ${true}            | ${[]}
  `('a condition: $condition, needed: $requiredForService → $expected (C25)', row => {
    expect(codes({ condition: row.condition }, { requiredForService: row.requiredForService })).toEqual(
      row.expected,
    )
  })
})

describe("the kinds' limits in law", () => {
  const employment = new Map([['Business.employment', 'CONSENT'] as const])
  const publicly = activity({ fields: employment })
  const privately = banks({ id: 'KOM-17', fields: employment })
  const people = { fields: ['Person.civilStatus'] }
  const companies = { cpr: null, cvr: '99000001', fields: ['Business.employment'] }
  const both = { fields: ['Person.civilStatus', 'Business.employment'] }
  test.each`
    kind            | subject      | stated        | startedBy        | expected
    ${'GDPR_6_1_A'} | ${people}    | ${activity()} | ${'AUTHORITY'}   | ${[]}
    ${'GDPR_6_1_A'} | ${companies} | ${publicly}   | ${'APPLICATION'} | ${['CONSENT_KIND']}
    ${'SECTOR_LAW'} | ${people}    | ${activity()} | ${'AUTHORITY'}   | ${[]}
    ${'SECTOR_LAW'} | ${companies} | ${publicly}   | ${'AUTHORITY'}   | ${[]}
    ${'FVL_29'}     | ${people}    | ${activity()} | ${'APPLICATION'} | ${[]}
    ${'FVL_29'}     | ${people}    | ${activity()} | ${'AUTHORITY'}   | ${['CONSENT_KIND']}
    ${'FVL_29'}     | ${people}    | ${activity()} | ${null}          | ${['CONSENT_KIND']}
    ${'FVL_29'}     | ${companies} | ${publicly}   | ${'APPLICATION'} | ${['CONSENT_KIND']}
    ${'FVL_28'}     | ${companies} | ${publicly}   | ${'AUTHORITY'}   | ${[]}
    ${'FVL_28'}     | ${people}    | ${activity()} | ${'AUTHORITY'}   | ${['CONSENT_KIND']}
    ${'FVL_28'}     | ${companies} | ${privately}  | ${'AUTHORITY'}   | ${['CONSENT_KIND']}
  `('$kind of $subject.fields started by $startedBy → $expected', ({ kind, subject, stated, ...row }) => {
    expect(codes(subject, { kind, ...both }, stated, row.startedBy)).toEqual(row.expected)
  })

  test('left out, the fields are those about such a subject', () => {
    const fields = ['Person.name', 'Business.employment', 'ProductionUnit.employment']
    expect(fieldsOf({}, { fields }, 'PERSON')).toEqual(['Person.name'])
    expect(fieldsOf({}, { fields }, 'BUSINESS')).toEqual(['Business.employment', 'ProductionUnit.employment'])
    expect(fieldsOf({ fields: ['Person.name'] }, { fields }, 'BUSINESS')).toEqual(['Person.name'])
  })
})

describe('parameters', () => {
  const year = { name: 'year', place: 'Person.civilStatus(year:)', da: 'år', en: 'year' }
  const other = { ...year, place: 'Person.name(year:)' }
  const sag = { name: 'case', place: 'Case-Reference', da: 'sag', en: null }
  const given = (name: string, ...values: readonly string[]) => ({ name, values })
  test.each`
    declared       | parameters                                             | expected
    ${[]}          | ${null}                                                | ${[]}
    ${[]}          | ${[given('year', '2025')]}                             | ${['PARAMETER_UNKNOWN']}
    ${[year]}      | ${null}                                                | ${['PARAMETER_MISSING']}
    ${[year]}      | ${[given('year', '2024', '2025')]}                     | ${[]}
    ${[other]}     | ${null}                                                | ${[]}
    ${[year]}      | ${[given('Year', '2025')]}                             | ${['PARAMETER_MISSING', 'PARAMETER_UNKNOWN']}
    ${[year]}      | ${[given('year')]}                                     | ${['PARAMETER_VALUES']}
    ${[year]}      | ${[given('year', '')]}                                 | ${['PARAMETER_VALUES']}
    ${[year]}      | ${[given('year', 'x'.repeat(65))]}                     | ${['PARAMETER_VALUES']}
    ${[year]}      | ${[given('year', ...Array(mostValues + 1).fill('1'))]} | ${['PARAMETER_VALUES']}
    ${[sag]}       | ${[given('case', 'sag 010101-0000')]}                  | ${['PARAMETER_VALUES']}
    ${[year, sag]} | ${[given('year', '2025')]}                             | ${['PARAMETER_MISSING']}
    ${[year]}      | ${[given('year', '2025'), given('year', '2024')]}      | ${['LISTED_TWICE']}
    ${[year, sag]} | ${[given('case', '2026-4711'), given('year', '2025')]} | ${[]}
  `('$parameters → $expected', ({ declared, parameters, expected }) => {
    expect(codes({ parameters }, { parameters: declared })).toEqual(expected)
  })

  test('that concern none of its fields bind nothing', () => {
    expect(placed([given('year', '2025'), given('case', 'A-1')], [other, sag], asked.fields!)).toEqual({
      'Case-Reference': ['A-1'],
    })
  })

  test('are stored by place, each value once', () => {
    const values = [given('year', '2025', '2024', '2025')]
    const stored = { 'Person.civilStatus(year:)': ['2025', '2024'] }
    expect(placed(values, [year], asked.fields!)).toEqual(stored)
    expect(givenOf(stored, [year, sag])).toEqual([given('year', '2025', '2024')])
  })
})
