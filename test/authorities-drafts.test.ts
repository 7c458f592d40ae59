// What is wrong with a draft of a processing activity, and with its approval: pure, as tables, every problem at once.
import { parse } from 'graphql'
import { describe, expect, test } from 'vitest'
import { classify } from '../access/classification.ts'
import {
  type About,
  draftProblems,
  fitProblems,
  legalBasis,
  needsOperator,
} from '../subgraphs/authorities/activity.ts'
import { approvalProblems, type Candidate } from '../subgraphs/authorities/approval.ts'
import type { Problem } from '../subgraphs/problems.ts'
import { draftInput } from './activity-drafts.ts'
import { at, inDays } from './decision-facts.ts'

const platform = classify(
  parse(`
  type Query { person: Person @entry(by: [SYSTEM]) @data(class: ORDINARY, source: "x") }
  type Mutation { grant: Person @command(by: [SYSTEM]) @data(class: OPEN, source: "x") }
  type Person @subject(of: "id") {
    id: ID! @data(class: OPEN, source: "x")
    name: Name @data(class: ORDINARY, source: "x")
    cpr: String @data(class: PERSONAL_NUMBER, source: "x")
    church: String @data(class: SENSITIVE, source: "x")
    guardianship: String @data(class: CONFIDENTIAL, source: "x")
  }
  type Business @subject(of: "id") { employees: Int @data(class: ORDINARY, source: "x") }
  type Name @value { full: String @data(class: ORDINARY, source: "x") }
`),
)
const kommune: About = { platform, isPrivate: false, systems: ['kommune-sagssystem'] }
const bank: About = { ...kommune, isPrivate: true }

const told = (problems: readonly Problem[]) => problems.map(({ code, path }) => `${code} ${path}`)
const field = (coordinate: string) => ({ fields: [{ coordinate, ground: 'LAW' }] })

describe('a draft', () => {
  test.each`
    of                                     | change                                                                                                             | about      | expected
    ${'what fits'}                         | ${{}}                                                                                                              | ${kommune} | ${[]}
    ${'what fits a private one'}           | ${{}}                                                                                                              | ${bank}    | ${[]}
    ${'an id without a number'}            | ${{ id: 'KOM' }}                                                                                                   | ${kommune} | ${['ACTIVITY_ID input.id']}
    ${'an id in small letters'}            | ${{ id: 'kom-1' }}                                                                                                 | ${kommune} | ${['ACTIVITY_ID input.id']}
    ${"a stewards' activity"}              | ${{ id: 'ADM-7' }}                                                                                                 | ${kommune} | ${['ACTIVITY_RESERVED input.id']}
    ${'an empty command id'}               | ${{ commandId: '' }}                                                                                               | ${kommune} | ${['ID_LENGTH input.commandId']}
    ${'no purpose'}                        | ${{ purposeDa: ' ' }}                                                                                              | ${kommune} | ${['TEXT_LENGTH input.purposeDa']}
    ${'too long a purpose'}                | ${{ purposeEn: 'x'.repeat(501) }}                                                                                  | ${kommune} | ${['TEXT_LENGTH input.purposeEn']}
    ${'too long an act'}                   | ${{ act: 'x'.repeat(201) }}                                                                                        | ${kommune} | ${['TEXT_LENGTH input.act']}
    ${'a number in the purpose'}           | ${{ purposeDa: 'Om 010100-0000' }}                                                                                 | ${kommune} | ${['TEXT_NUMBER input.purposeDa']}
    ${'no such letter of Art. 6'}          | ${{ article6: '6(1)(g)' }}                                                                                         | ${kommune} | ${['LEGAL_BASIS input.article6']}
    ${'Art. 9 where Art. 6 belongs'}       | ${{ article6: '9(2)(a)' }}                                                                                         | ${kommune} | ${['LEGAL_BASIS input.article6']}
    ${'no such letter of Art. 9'}          | ${{ article9: '9(2)(k)' }}                                                                                         | ${kommune} | ${['LEGAL_BASIS input.article9']}
    ${'no field'}                          | ${{ fields: [] }}                                                                                                  | ${kommune} | ${['LIST_EMPTY input.fields']}
    ${'a field twice'}                     | ${{ fields: [...field('Person.name').fields, { coordinate: 'Person.name', ground: 'CONSENT' }] }}                  | ${kommune} | ${['LISTED_TWICE input.fields']}
    ${'a field that does not exist'}       | ${field('Person.shoeSize')}                                                                                        | ${kommune} | ${['FIELD_UNKNOWN input.fields.0']}
    ${'a type that does not exist'}        | ${field('Dog.name')}                                                                                               | ${kommune} | ${['FIELD_UNKNOWN input.fields.0']}
    ${'what every object has'}             | ${field('Person.constructor')}                                                                                     | ${kommune} | ${['FIELD_UNKNOWN input.fields.0']}
    ${'more than a coordinate'}            | ${field('Person.name.full')}                                                                                       | ${kommune} | ${['FIELD_UNKNOWN input.fields.0']}
    ${'part of a value'}                   | ${field('Name.full')}                                                                                              | ${kommune} | ${['FIELD_PART input.fields.0']}
    ${'a root field'}                      | ${field('Query.person')}                                                                                           | ${kommune} | ${['FIELD_PART input.fields.0']}
    ${'a command'}                         | ${field('Mutation.grant')}                                                                                         | ${kommune} | ${['FIELD_PART input.fields.0']}
    ${'what is open'}                      | ${field('Person.id')}                                                                                              | ${kommune} | ${['FIELD_OPEN input.fields.0']}
    ${'a number, public'}                  | ${field('Person.cpr')}                                                                                             | ${kommune} | ${[]}
    ${'a number, private'}                 | ${field('Person.cpr')}                                                                                             | ${bank}    | ${['NUMBER_NEVER_PRIVATE input.fields.0']}
    ${'what is sensitive'}                 | ${field('Person.church')}                                                                                          | ${kommune} | ${['ARTICLE_9_NEEDED input.fields.0']}
    ${'what is sensitive, with Art. 9(2)'} | ${{ ...field('Person.church'), article9: '9(2)(g)' }}                                                              | ${kommune} | ${[]}
    ${'a business, about people only'}     | ${field('Business.employees')}                                                                                     | ${kommune} | ${['FIELD_SUBJECT_OUTSIDE input.fields.0']}
    ${'a business, about both'}            | ${{ ...field('Business.employees'), subjects: ['PERSON', 'BUSINESS'] }}                                            | ${kommune} | ${[]}
    ${'no kind of subject'}                | ${{ subjects: [] }}                                                                                                | ${kommune} | ${['LIST_EMPTY input.subjects', 'FIELD_SUBJECT_OUTSIDE input.fields.0']}
    ${'no system'}                         | ${{ systems: [] }}                                                                                                 | ${kommune} | ${['LIST_EMPTY input.systems']}
    ${"another authority's system"}        | ${{ systems: ['kommune-sagssystem', 'su-sagssystem'] }}                                                            | ${kommune} | ${['SYSTEM_UNKNOWN input.systems']}
    ${'search, public'}                    | ${{ reach: 'SEARCH' }}                                                                                             | ${kommune} | ${[]}
    ${'search, private'}                   | ${{ reach: 'SEARCH' }}                                                                                             | ${bank}    | ${['REACH_PRIVATE input.reach']}
    ${'a list, private'}                   | ${{ reach: 'LIST' }}                                                                                               | ${bank}    | ${['REACH_PRIVATE input.reach']}
    ${'residents only'}                    | ${{ population: '0751' }}                                                                                          | ${kommune} | ${[]}
    ${'of a municipality that never was'}  | ${{ population: '9999' }}                                                                                          | ${kommune} | ${['MUNICIPALITY_UNKNOWN input.population']}
    ${'of one that has ended'}             | ${{ population: '0303' }}                                                                                          | ${kommune} | ${['MUNICIPALITY_UNKNOWN input.population']}
    ${'a municipality by name'}            | ${{ population: 'Strandby' }}                                                                                      | ${kommune} | ${['MUNICIPALITY_FORM input.population']}
    ${'residents, private'}                | ${{ population: '0751' }}                                                                                          | ${bank}    | ${['MUNICIPALITY_FORM input.population']}
    ${'cover for a year'}                  | ${{ coverForDays: 365 }}                                                                                           | ${kommune} | ${[]}
    ${'cover without end'}                 | ${{ coverForDays: 366 }}                                                                                           | ${kommune} | ${['COVER_OUTSIDE input.coverForDays']}
    ${'cover, private'}                    | ${{ coverForDays: 30 }}                                                                                            | ${bank}    | ${['COVER_OUTSIDE input.coverForDays']}
    ${'an exception'}                      | ${{ protectionException: 'CPR act § 42(2)' }}                                                                      | ${bank}    | ${[]}
    ${'an exception in other words'}       | ${{ protectionException: 'because' }}                                                                              | ${bank}    | ${['EXCEPTION_FORM input.protectionException']}
    ${'a matter of money'}                 | ${{ economic: true }}                                                                                              | ${kommune} | ${[]}
    ${'an age from 10'}                    | ${{ decidesFrom: 10 }}                                                                                             | ${kommune} | ${[]}
    ${'an age to 17'}                      | ${{ decidesFrom: 17 }}                                                                                             | ${kommune} | ${[]}
    ${'a younger age'}                     | ${{ decidesFrom: 9 }}                                                                                              | ${kommune} | ${['AGE_OUTSIDE input.decidesFrom']}
    ${'an age of majority'}                | ${{ decidesFrom: 18 }}                                                                                             | ${kommune} | ${['AGE_OUTSIDE input.decidesFrom']}
    ${'joint custody'}                     | ${{ jointCustody: true }}                                                                                          | ${kommune} | ${[]}
    ${'age and custody of businesses'}     | ${{ ...field('Business.employees'), subjects: ['BUSINESS'], decidesFrom: 15, jointCustody: true, economic: true }} | ${kommune} | ${['PERSONS_ONLY input.decidesFrom', 'PERSONS_ONLY input.jointCustody']}
    ${'a period that ends as it begins'}   | ${{ validFrom: inDays(1), validTo: inDays(1) }}                                                                    | ${kommune} | ${['PERIOD_REVERSED input.validTo']}
    ${'a period that is over'}             | ${{ validFrom: inDays(-9), validTo: at }}                                                                          | ${kommune} | ${['PERIOD_REVERSED input.validTo']}
  `('of $of → $expected', ({ change, about, expected }) => {
    expect(told(draftProblems(draftInput(change), about, at))).toEqual(expected)
  })

  test('every problem at once', () => {
    const wrong = {
      id: 'x',
      article6: 'none',
      reach: 'LIST',
      ...field('Person.cpr'),
      systems: ['x'],
      coverForDays: 0,
    }
    expect(told(draftProblems(draftInput(wrong), bank, at))).toEqual([
      'ACTIVITY_ID input.id',
      'LEGAL_BASIS input.article6',
      'NUMBER_NEVER_PRIVATE input.fields.0',
      'REACH_PRIVATE input.reach',
      'SYSTEM_UNKNOWN input.systems',
      'COVER_OUTSIDE input.coverForDays',
    ])
  })

  test.each`
    change                                        | expected
    ${{}}                                         | ${false}
    ${field('Person.guardianship')}               | ${true}
    ${field('Person.church')}                     | ${true}
    ${field('Person.cpr')}                        | ${true}
    ${field('Person.noLongerThere')}              | ${true}
    ${{ coverForDays: 30 }}                       | ${true}
    ${{ protectionException: 'CPR act § 42(2)' }} | ${true}
  `('$change takes the operator: $expected', ({ change, expected }) => {
    const input = draftInput(change)
    expect(needsOperator({ ...input, legalBasis: legalBasis(input) }, platform)).toBe(expected)
  })
})

describe('an approval', () => {
  const candidate = (change: Record<string, unknown> = {}, beside: Partial<Candidate> = {}): Candidate => {
    const input = draftInput(change)
    return {
      content: { ...input, legalBasis: legalBasis(input) },
      ...{ validFrom: inDays(-1), validTo: null, state: 'DRAFT', draftedBy: 'one', lastBegins: inDays(-30) },
      overtaken: false,
      ...beside,
    }
  }
  const other = { accounts: ['two'], isOperator: false }
  const operators = { accounts: ['two'], isOperator: true }
  const confidential = field('Person.guardianship')
  test.each`
    of                                            | approver                                           | draft                                       | expected
    ${'by another officer'}                       | ${other}                                           | ${candidate()}                              | ${[]}
    ${'by whoever drafted it'}                    | ${{ accounts: ['one'], isOperator: true }}         | ${candidate()}                              | ${['FOUR_EYES_NEEDED']}
    ${'of what nobody drafted'}                   | ${operators}                                       | ${candidate({}, { draftedBy: null })}       | ${['FOUR_EYES_NEEDED']}
    ${'of what is confidential'}                  | ${other}                                           | ${candidate(confidential)}                  | ${['OPERATOR_NEEDED']}
    ${'of what is confidential, by the operator'} | ${operators}                                       | ${candidate(confidential)}                  | ${[]}
    ${'by another account of the same human'}     | ${{ accounts: ['two', 'one'], isOperator: false }} | ${candidate()}                              | ${['FOUR_EYES_NEEDED']}
    ${'by nobody who may'}                        | ${{ accounts: ['one'], isOperator: false }}        | ${candidate(confidential)}                  | ${['FOUR_EYES_NEEDED', 'OPERATOR_NEEDED']}
    ${'of what is approved'}                      | ${other}                                           | ${candidate({}, { state: 'APPROVED' })}     | ${['WRONG_STATE']}
    ${'of what was cancelled'}                    | ${other}                                           | ${candidate({}, { state: 'CANCELLED' })}    | ${['WRONG_STATE']}
    ${'of what a later version overtook'}         | ${other}                                           | ${candidate({}, { overtaken: true })}       | ${['WRONG_STATE']}
    ${'when its period is over'}                  | ${other}                                           | ${candidate({}, { validTo: at })}           | ${['PERIOD_REVERSED']}
    ${'before one that begins later'}             | ${other}                                           | ${candidate({}, { lastBegins: inDays(1) })} | ${['PERIOD_OVERLAPS']}
    ${'of a field that has gone since'}           | ${operators}                                       | ${candidate(field('Person.gone'))}          | ${['FIELD_UNKNOWN']}
    ${'of a field that has become sensitive'}     | ${operators}                                       | ${candidate(field('Person.church'))}        | ${['ARTICLE_9_NEEDED']}
    ${'for a system that has gone since'}         | ${other}                                           | ${candidate({ systems: ['gone'] })}         | ${['SYSTEM_UNKNOWN']}
  `('$of → $expected', ({ approver, draft, expected }) => {
    const problems = approvalProblems(draft, approver, kommune, at)
    expect(problems.map(({ code }) => code)).toEqual(expected)
    expect(new Set(problems.map(({ path }) => path)).size).toBeLessThan(2)
  })

  test('paths lead where the caller says', () => {
    const { content } = candidate(field('Person.gone'))
    expect(told(fitProblems(content, kommune, () => 'input.version'))).toEqual([
      'FIELD_UNKNOWN input.version',
    ])
  })
})
