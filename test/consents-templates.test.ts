// Consent templates in stewards' hands: drafted by one, published by another, never changed, closed; every problem at once.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sampleActivities } from '../sample/authorities.ts'
import { sampleTemplates } from '../sample/templates.ts'
import { type About, draftProblems, type TemplateDraft } from '../subgraphs/consents/drafting.ts'
import { placesOf } from '../subgraphs/consents/places.ts'
import { classifyPlatform, readSchemas } from '../subgraphs/registry.ts'
import { bank, type Cases, inDays, kommune, openCases } from './asked.ts'
import {
  closeTemplate,
  command,
  draftTemplate,
  kommuneSteward,
  operatorSteward,
  publishTemplate,
  templateOf,
  wordsOf,
} from './consent-stewards.ts'
import { activity } from './decision-facts.ts'

const platform = classifyPlatform()
const places = placesOf(readSchemas().values())
const at = new Date()

describe('every problem of a draft', () => {
  const own = activity({
    fields: new Map([
      ['Person.name', 'LAW'],
      ['Person.civilStatus', 'CONSENT'],
      ['Business.employment', 'CONSENT'],
    ]),
  })
  const about = (overrides: Partial<About> = {}): About => ({
    ...{ platform, places, activity: own, startedBy: 'APPLICATION', at },
    ...overrides,
  })
  const defaults = {
    ...{ answerDays: 30, reason: null, textEn: null },
    requiredForService: false,
  }
  const draft = (overrides: object) => ({ ...defaults, ...templateOf(), ...overrides }) as TemplateDraft
  const told = (input: object, known: Partial<About> = {}) =>
    draftProblems(draft(input), about(known)).map(({ code, path }) => `${code} ${path}`)
  const year = { name: 'year', place: 'Business.employment(year:)', da: 'År', en: 'Year' }
  const privately = { activity: { ...own, kind: 'PRIVATE' as const } }
  const byAuthority = { startedBy: 'AUTHORITY' as const }
  const plain = { paragraph: null }
  const business = { ...plain, fields: ['Business.employment'] }

  test.each`
    what                               | input                                                                                                   | known                                    | problems
    ${'none'}                          | ${{}}                                                                                                   | ${{}}                                    | ${[]}
    ${'an id in capitals'}             | ${{ id: 'Parking' }}                                                                                    | ${{}}                                    | ${['TEMPLATE_ID input.id']}
    ${'no command id'}                 | ${{ commandId: '' }}                                                                                    | ${{}}                                    | ${['ID_LENGTH input.commandId']}
    ${'days'}                          | ${{ longestDays: 0, answerDays: 400 }}                                                                  | ${{}}                                    | ${['TEMPLATE_DAYS input.longestDays', 'TEMPLATE_DAYS input.answerDays']}
    ${'an empty text'}                 | ${{ textDa: wordsOf({ request: ' ' }) }}                                                                | ${{}}                                    | ${['TEXT_LENGTH input.textDa.request']}
    ${'a title of two lines'}          | ${{ textDa: wordsOf({ title: 'a\nb' }) }}                                                               | ${{}}                                    | ${['TEXT_LINE input.textDa.title']}
    ${'a long title'}                  | ${{ textDa: wordsOf({ title: 'a'.repeat(201) }) }}                                                      | ${{}}                                    | ${['TEXT_LENGTH input.textDa.title']}
    ${'a number in a text'}            | ${{ textEn: wordsOf({ consequenceOfNo: 'See 000000-0000.' }) }}                                         | ${{}}                                    | ${['TEXT_NUMBER input.textEn.consequenceOfNo']}
    ${'a character nobody sees'}       | ${{ textDa: wordsOf({ request: 'a\u0000' }) }}                                                          | ${{}}                                    | ${['TEXT_LINE input.textDa.request']}
    ${"an activity of another's"}      | ${{}}                                                                                                   | ${{ activity: null }}                    | ${['NOT_FOUND input.activity']}
    ${'an activity that has ended'}    | ${{}}                                                                                                   | ${{ activity: { ...own, validTo: at } }} | ${['ACTIVITY_NOT_IN_FORCE input.activity']}
    ${'no fields'}                     | ${{ fields: [] }}                                                                                       | ${{}}                                    | ${['LIST_EMPTY input.fields']}
    ${'a field twice'}                 | ${{ fields: ['Person.civilStatus', 'Person.civilStatus'] }}                                             | ${{}}                                    | ${['LISTED_TWICE input.fields']}
    ${'a field that is not there'}     | ${{ fields: ['Person.shoeSize'] }}                                                                      | ${{}}                                    | ${['FIELD_UNKNOWN input.fields.0']}
    ${'a field by law already'}        | ${{ fields: ['Person.civilStatus', 'Person.name'] }}                                                    | ${{}}                                    | ${['CONSENT_NOT_NEEDED input.fields.1']}
    ${'a field of other activities'}   | ${{ fields: ['Person.address'] }}                                                                       | ${{}}                                    | ${['ACTIVITY_FIELD_OUTSIDE input.fields.0']}
    ${'a sector’s law unnamed'}        | ${plain}                                                                                                | ${{}}                                    | ${['TEMPLATE_PARAGRAPH input.paragraph']}
    ${'a paragraph of no sector'}      | ${{ kind: 'FVL_29' }}                                                                                   | ${{}}                                    | ${['TEMPLATE_PARAGRAPH input.paragraph']}
    ${'GDPR by a public one, why?'}    | ${{ ...plain, kind: 'GDPR_6_1_A' }}                                                                     | ${{}}                                    | ${['TEMPLATE_REASON input.reason']}
    ${'GDPR by a public one, because'} | ${{ ...plain, kind: 'GDPR_6_1_A', reason: 'The service is free of choice.' }}                           | ${{}}                                    | ${[]}
    ${'GDPR by a private one'}         | ${{ ...plain, kind: 'GDPR_6_1_A' }}                                                                     | ${privately}                             | ${[]}
    ${'GDPR about businesses'}         | ${{ ...business, kind: 'GDPR_6_1_A', reason: 'Why.' }}                                                  | ${{}}                                    | ${['CONSENT_KIND input.kind']}
    ${'§ 29 by application'}           | ${{ ...plain, kind: 'FVL_29' }}                                                                         | ${{}}                                    | ${[]}
    ${'§ 29 by the authority'}         | ${{ ...plain, kind: 'FVL_29' }}                                                                         | ${byAuthority}                           | ${['CONSENT_KIND input.kind']}
    ${'§ 28 about businesses'}         | ${{ ...business, kind: 'FVL_28' }}                                                                      | ${{}}                                    | ${[]}
    ${'§ 28 by a private one'}         | ${{ ...business, kind: 'FVL_28' }}                                                                      | ${privately}                             | ${['CONSENT_KIND input.kind']}
    ${'§ 28 about persons'}            | ${{ ...plain, kind: 'FVL_28' }}                                                                         | ${{}}                                    | ${['CONSENT_KIND input.kind']}
    ${'a parameter'}                   | ${{ fields: ['Business.employment'], parameters: [year] }}                                              | ${{}}                                    | ${[]}
    ${'a case'}                        | ${{ parameters: [{ ...year, place: 'Case-Reference' }] }}                                               | ${{}}                                    | ${[]}
    ${'a place of another field'}      | ${{ parameters: [year] }}                                                                               | ${{}}                                    | ${['PARAMETER_PLACE input.parameters.0.place']}
    ${'an argument that is not there'} | ${{ fields: ['Business.employment'], parameters: [{ ...year, place: 'Business.employment(month:)' }] }} | ${{}}                                    | ${['PARAMETER_PLACE input.parameters.0.place']}
    ${'a parameter badly named, twice'} | ${{ fields: ['Business.employment'], parameters: [{ ...year, name: 'Y' }, { ...year, da: '' }] }} | ${{}} | ${['LISTED_TWICE input.parameters', 'TEMPLATE_PARAMETERS input.parameters.0.name', 'TEXT_LENGTH input.parameters.1.labelDa']}
    ${'several (C19)'}                 | ${{ id: '!', longestDays: 0, fields: ['Person.name'] }}                                                 | ${{}}                                    | ${['TEMPLATE_ID input.id', 'TEMPLATE_DAYS input.longestDays', 'CONSENT_NOT_NEEDED input.fields.0']}
  `('$what', ({ input, known, problems }) => {
    expect(told(input, known)).toEqual(problems)
  })

  test.each(sampleTemplates)('the invented template $id fits its activity', template => {
    const {
      law,
      consent,
      startedBy = 'AUTHORITY',
      authority,
    } = sampleActivities.find(({ id }) => id === template.activity)!
    const fields = new Map([
      ...law.map(field => [field, 'LAW'] as const),
      ...consent.map(field => [field, 'CONSENT'] as const),
    ])
    const kind = authority === 'bank' ? ('PRIVATE' as const) : ('PUBLIC' as const)
    const [title, request, consequenceOfNo, consequenceOfWithdrawal] = template.texts.DA
    const input = {
      ...{ paragraph: null, parameters: [], ...template },
      textDa: { title, request, consequenceOfNo, consequenceOfWithdrawal },
    }
    expect(told(input, { activity: activity({ fields, kind }), startedBy })).toEqual([])
  })
})

describe('in stewards’ hands', () => {
  let cases: Cases
  beforeAll(async () => {
    cases = await openCases()
  })
  afterAll(() => cases?.close())
  const one = kommuneSteward(1)
  const two = kommuneSteward(2)
  const drafted = async (input: object, as = one) => {
    const { template, problems } = await command(cases, as, draftTemplate, templateOf(input))
    expect(problems).toEqual([])
    return template!.version
  }
  const versioned = (
    as: typeof one,
    text: string,
    id: string,
    version: number,
    commandId: string = randomUUID(),
  ) => command(cases, as, text, { id, version, commandId })
  const request = (template: string, as = kommune('KOM-17')) =>
    cases
      .ask(
        as,
        'mutation R($input: RequestConsentInput!) { requestConsent(input: $input) { consent { id } problems { code } } }',
        {
          input: cases.requestInput('anna', { template, fields: ['Person.civilStatus'] }),
        },
      )
      .then(
        ({ data }) => data.requestConsent as { consent: { id: string } | null; problems: { code: string }[] },
      )
  const codes = async (template: string) => (await request(template)).problems.map(({ code }) => code)

  test('a draft is nothing to ask by; published by a second steward it is, closed it is not', async () => {
    const version = await drafted({ id: 'one' })
    expect(await codes('one')).toEqual(['TEMPLATE_UNKNOWN'])
    expect((await versioned(one, publishTemplate, 'one', version)).problems).toEqual([
      'FOUR_EYES_NEEDED input.version',
    ])
    const { template, recorded } = await versioned(two, publishTemplate, 'one', version)
    expect([template, recorded]).toEqual([
      { id: 'one', version: 1, state: 'PUBLISHED' },
      ['Mutation.publishConsentTemplate LAW'],
    ])
    expect(await codes('one')).toEqual([])
    expect((await versioned(one, closeTemplate, 'one', version)).template?.state).toBe('CLOSED')
    expect(await codes('one')).toContain('TEMPLATE_CLOSED')
    expect((await versioned(one, closeTemplate, 'one', version)).problems).toEqual([
      'WRONG_STATE input.version',
    ])
  })

  test('a new version is asked by from then on; what was asked before keeps its own (C16)', async () => {
    await versioned(two, publishTemplate, 'two', await drafted({ id: 'two' }))
    const { consent } = await request('two')
    const next = await drafted({ id: 'two', textDa: wordsOf({ title: 'Nye ord' }) })
    const late = await drafted({ id: 'two' })
    await versioned(two, publishTemplate, 'two', late)
    expect((await versioned(two, publishTemplate, 'two', next)).problems).toEqual([
      'WRONG_STATE input.version',
    ])
    const text = 'query C($id: ID!) { consent(id: $id) { template { version } } }'
    const version = async (id: string) =>
      (await cases.ask(kommune('KOM-17'), text, { id })).data.consent.template.version
    expect([await version(consent!.id), await version((await request('two')).consent!.id)]).toEqual([1, 3])
    // Each that was ever published can be read by its number; a draft that never was cannot.
    const numbered = `{ one: consentTemplate(id: "two", version: 1) { version } two: consentTemplate(id: "two", version: 2) { version }
      four: consentTemplate(id: "two", version: 4) { version } newest: consentTemplate(id: "two") { version } }`
    expect((await cases.ask(kommune('KOM-17'), numbered)).data).toEqual({
      ...{ one: { version: 1 }, two: null, four: null, newest: { version: 3 } },
    })
  })

  test('words in a language that it lacks fall back to the Danish ones, which say so (C17)', async () => {
    await versioned(two, publishTemplate, 'three', await drafted({ id: 'three' }))
    const text = '{ consentTemplate(id: "three") { text(language: EN) { title language } } }'
    expect((await cases.ask(kommune('KOM-17'), text)).data.consentTemplate.text).toEqual({
      title: 'Oplysninger til parkeringskort',
      language: 'DA',
    })
  })

  test('the same command again answers the same; with other content it is a replay', async () => {
    const input = templateOf({ id: 'four' })
    for (const _ of [1, 2]) {
      const { template } = await command(cases, one, draftTemplate, input)
      expect(template?.version).toBe(1)
    }
    const { problems } = await command(cases, one, draftTemplate, { ...input, longestDays: 30 })
    expect(problems).toEqual(['REPLAY input.commandId'])
    for (const _ of [1, 2])
      expect((await versioned(two, publishTemplate, 'four', 1, 'publish-4')).problems).toEqual([])
  })

  test('another authority’s are not there to draft, to publish or to close; the operator publishes', async () => {
    const version = await drafted({ id: 'five' })
    const operator = operatorSteward()
    const own = templateOf({ id: 'five' })
    expect((await command(cases, operator, draftTemplate, own)).problems).toEqual([
      'NOT_FOUND input.id',
      'NOT_FOUND input.activity',
    ])
    const foreign = (await command(cases, one, draftTemplate, templateOf({ id: 'loan', activity: 'BANK-1' })))
      .problems
    expect(foreign).toEqual(['NOT_FOUND input.id', 'NOT_FOUND input.activity'])
    expect((await versioned(two, closeTemplate, 'loan', 1)).problems).toEqual(['NOT_FOUND input.version'])
    expect((await versioned(two, publishTemplate, 'loan', 1)).problems).toEqual(['NOT_FOUND input.version'])
    expect((await versioned(operator, publishTemplate, 'five', version)).template?.state).toBe('PUBLISHED')
  })

  test('a confidential field takes one of the operator’s', async () => {
    const { admin } = cases.database
    await admin`insert into authorities.activity (id, authority) values ('KOM-90', ${cases.cvr('kommune')})`
    await admin`insert into authorities.activity_version (activity, version, valid, purpose_da, purpose_en, legal_basis,
        act, reach, subjects, started_by, approved_by)
      values ('KOM-90', 1, tstzrange(${inDays(-1)}, null), 'a', 'b', 'GDPR Art. 6(1)(e)', '§ 1', 'LOOKUP', '{PERSON}',
        'APPLICATION', '{a,b}')`
    await admin`insert into authorities.activity_field values ('KOM-90', 1, 'Person.custodyHolders', 'CONSENT')`
    const version = await drafted({ id: 'six', activity: 'KOM-90', fields: ['Person.custodyHolders'] })
    expect((await versioned(two, publishTemplate, 'six', version)).problems).toEqual([
      'OPERATOR_NEEDED input.version',
    ])
    const drafts = '{ consentTemplateDrafts { template { id version state } draftedBy needsOperator } }'
    const { data } = await cases.ask(operatorSteward(), drafts)
    expect(data.consentTemplateDrafts).toContainEqual({
      template: { id: 'six', version, state: 'DRAFT' },
      draftedBy: 'kommune-steward-1',
      needsOperator: true,
    })
    expect((await versioned(operatorSteward(), publishTemplate, 'six', version)).problems).toEqual([])
  })

  test('everyone sees what was published, page by page, and no draft', async () => {
    await drafted({ id: 'zz-draft' })
    const text =
      'query T($after: String, $authority: CVR) { consentTemplates(first: 2, after: $after, authority: $authority) { totalCount nodes { id state } pageInfo { hasNextPage endCursor } } }'
    const pages = async (authority: string | null) => {
      const ids: string[] = []
      for (let after: string | null = null; ; ) {
        const { data } = await cases.ask(await cases.citizen('anna'), text, { after, authority })
        ids.push(...data.consentTemplates.nodes.map(({ id }: { id: string }) => id))
        after = data.consentTemplates.pageInfo.endCursor
        if (!data.consentTemplates.pageInfo.hasNextPage) {
          expect(ids).toHaveLength(data.consentTemplates.totalCount)
          return ids
        }
      }
    }
    const all = await pages(null)
    expect(all).toEqual(all.toSorted())
    expect(all).toEqual(expect.arrayContaining(['housing-support', 'loan', 'day-care', 'one']))
    expect(all).not.toContain('zz-draft')
    expect(await pages(cases.cvr('bank'))).toEqual(['loan'])
  })

  test.each`
    by                              | as                                 | code
    ${'a system'}                   | ${kommune('KOM-17')}               | ${'CALLER_KIND'}
    ${'a steward without activity'} | ${{ ...one, activity: undefined }} | ${'ACTIVITY_MISSING'}
    ${'under another ADM activity'} | ${{ ...one, activity: 'ADM-1' }}   | ${'ACTIVITY_FIELD_OUTSIDE'}
    ${"under another authority's"}  | ${{ ...one, activity: 'ADM-6' }}   | ${'ACTIVITY_UNKNOWN'}
    ${'a bank'}                     | ${bank('BANK-1')}                  | ${'CALLER_KIND'}
  `('$by drafts nothing: $code', async ({ as, code }) => {
    const { refused } = await command(cases, as, draftTemplate, templateOf({ id: 'none' }))
    expect(refused).toEqual([`draftConsentTemplate ${code}`])
  })

  test.each`
    what                  | statement
    ${'its fields'}       | ${"update consents.template set fields = '{}' where id = 'two'"}
    ${'its words'}        | ${"update consents.template_text set title = 'x' where template = 'two'"}
    ${'who published it'} | ${"update consents.template set published_by = 'x' where id = 'two' and version = 1"}
    ${'another event'}    | ${"update consents.template_event set officer = 'x'"}
    ${'an event less'}    | ${'delete from consents.template_event'}
    ${'words more'}       | ${"insert into consents.template_text values ('two', 1, 'EN', 'a', 'b', 'c', 'd')"}
  `('the database itself refuses the service $what', async ({ statement }) => {
    await expect(cases.database.sql('consents').unsafe(statement)).rejects.toThrow(
      /permission denied|immutable/,
    )
  })
})
