// What a system may ask: drafts, batches, replacements, businesses and parameters.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  type Asked,
  bank,
  type Cases,
  cancel,
  decline,
  grant,
  inDays,
  kommune,
  openCases,
  request,
  withdraw,
} from './asked.ts'
import { closeTemplate, publishTemplate } from './consent-templates.ts'
import type { As } from './platform.ts'

let cases: Cases
let anna: As
const kom17 = kommune('KOM-17')
const field = { fields: ['Person.civilStatus'] }
beforeAll(async () => {
  cases = await openCases()
  anna = await cases.citizen('anna')
})
afterAll(() => cases?.close())
beforeEach(async () => {
  await cases.database.admin`truncate consents.consent, notices.notice cascade`
})

const input = (id: string, commandId: string = randomUUID()) => ({ input: { id, commandId } })
const codes = ({ problems }: { problems: readonly { code: string }[] }) => problems.map(({ code }) => code)
const parts = '{ consent { id state } problems { code path } }'
const draft = `mutation D($input: RequestConsentInput!) { draftConsentRequest(input: $input) ${parts} }`
const sendDraft = `mutation S($input: SendConsentInput!) { sendConsentRequest(input: $input) ${parts} }`
const batch = `mutation B($inputs: [RequestConsentInput!]!) { requestConsents(inputs: $inputs) { results ${parts} problems { code } } }`
const one = 'query One($id: ID!) { consent(id: $id) { id state } }'
const mine =
  'query Mine($states: [ConsentState!]) { me { consents(states: $states, first: 50) { totalCount nodes { id state } } } }'
const ids = ({ nodes }: { nodes: readonly { id: string }[] }) => nodes.map(({ id }) => id)
const notices = async () =>
  (await cases.database.admin`select kind, to_subject from notices.notice order by created_at`).map(
    row => row.kind,
  )
const stateOf = async (id: string) =>
  (await cases.database.admin`select state from consents.consent where id = ${id}`)[0]!.state

describe('a draft', () => {
  const drafted = async (): Promise<string> => {
    const answer = await cases.ask(kom17, draft, { input: cases.requestInput('anna', field) })
    expect(answer.data.draftConsentRequest).toMatchObject({ consent: { state: 'DRAFT' }, problems: [] })
    return answer.data.draftConsentRequest.consent.id
  }

  test('is there for its authority alone, and nobody is told of it', async () => {
    const id = await drafted()
    const seen = await Promise.all([kom17, bank('BANK-1'), anna].map(as => cases.ask(as, one, { id })))
    expect(seen.map(({ data }) => data.consent)).toEqual([{ id, state: 'DRAFT' }, null, null])
    expect((await cases.ask(anna, mine)).data.me.consents).toEqual({ totalCount: 0, nodes: [] })
    expect((await cases.ask(anna, grant, input(id))).data.grantConsent).toMatchObject({
      consent: null,
      problems: [{ code: 'NOT_FOUND' }],
    })
    expect(await notices()).toEqual([])
  })

  test('is there for the person once it is sent; sent again by the same command, it is sent once', async () => {
    const id = await drafted()
    const first = await cases.ask(kom17, sendDraft, input(id, 'send'))
    const again = await cases.ask(kom17, sendDraft, input(id, 'send'))
    expect(first.data.sendConsentRequest).toEqual({ consent: { id, state: 'REQUESTED' }, problems: [] })
    expect(again.data).toEqual(first.data)
    expect(codes((await cases.ask(kom17, sendDraft, input(id))).data.sendConsentRequest)).toEqual([
      'WRONG_STATE',
    ])
    expect(ids((await cases.ask(anna, mine)).data.me.consents)).toEqual([id])
    expect(await notices()).toEqual(['CONSENT_REQUESTED'])
    expect((await cases.ask(anna, grant, input(id))).data.grantConsent.problems).toEqual([])
  })

  test('taken back, it was never there for the person', async () => {
    const id = await drafted()
    expect((await cases.ask(kom17, cancel, input(id))).data.cancelConsentRequest.consent.state).toBe(
      'CANCELLED',
    )
    expect((await cases.ask(anna, one, { id })).data.consent).toBeNull()
    expect((await cases.ask(anna, mine)).data.me.consents.totalCount).toBe(0)
    expect(await notices()).toEqual([])
  })

  test('must still fit as it is sent', async () => {
    const { admin } = cases.database
    await publishTemplate(admin, { id: 'passing', activity: 'KOM-17', ...field })
    const asked = cases.requestInput('anna', { ...field, template: 'passing' })
    const { id } = (await cases.ask(kom17, draft, { input: asked })).data.draftConsentRequest.consent
    await closeTemplate(admin, 'passing')
    const sent = await cases.ask(kom17, sendDraft, input(id))
    expect(sent.data.sendConsentRequest).toEqual({
      consent: null,
      problems: [{ code: 'TEMPLATE_CLOSED', path: 'input.id' }],
    })
    expect(await stateOf(id)).toBe('DRAFT')
    // Asked before it was closed, the same request is still the same; a new one is refused.
    expect((await cases.ask(kom17, draft, { input: asked })).data.draftConsentRequest.consent.id).toBe(id)
    const other = await cases.ask(kom17, request, { input: { ...asked, id: 'new' } })
    expect(codes(other.data.requestConsent)).toEqual(['TEMPLATE_CLOSED'])
  })
})

describe('a batch', () => {
  test('answers each by itself, in order', async () => {
    const good = cases.requestInput('anna', field)
    const inputs = [
      good,
      { ...good, id: '' },
      cases.requestInput('bo', field),
      { ...good, cpr: cases.cpr('bo') },
      good,
    ]
    const { data } = await cases.ask(kom17, batch, { inputs })
    expect(data.requestConsents.problems).toEqual([])
    const { results } = data.requestConsents
    expect(results.map(codes)).toEqual([[], ['ID_LENGTH'], [], ['REPLAY'], []])
    expect(results[4].consent).toEqual(results[0].consent)
    expect(await notices()).toEqual(['CONSENT_REQUESTED', 'CONSENT_REQUESTED'])
  })

  test.each([0, 101])('of %i is refused whole', async size => {
    const inputs = Array.from({ length: size }, () => cases.requestInput('anna', field))
    const { data } = await cases.ask(kom17, batch, { inputs })
    expect(data.requestConsents).toEqual({ results: [], problems: [{ code: 'BATCH_SIZE' }] })
    expect(await notices()).toEqual([])
  })
})

describe('a request that replaces a consent', () => {
  const supersede = async (old: string, changes: object = {}): Promise<Asked> =>
    cases.ask(kom17, request, {
      input: cases.requestInput('anna', { ...field, supersedes: old, ...changes }),
    })

  test('ends it when it is given, and not before', async () => {
    const old = await cases.consented(kom17, 'anna', field)
    const asked = (await supersede(old)).data.requestConsent
    expect(asked.problems).toEqual([])
    expect(await stateOf(old)).toBe('GRANTED')
    await cases.ask(anna, grant, input(asked.consent.id))
    expect([await stateOf(old), await stateOf(asked.consent.id)]).toEqual(['SUPERSEDED', 'GRANTED'])
    const events = await cases.database.admin`
      select consent_id, state from consents.event where state in ('SUPERSEDED', 'GRANTED') order by position`
    expect(events.map(({ state }) => state)).toEqual(['GRANTED', 'SUPERSEDED', 'GRANTED'])
  })

  test.each`
    what                     | then        | left
    ${'declined'}            | ${decline}  | ${'GRANTED'}
    ${'withdrawn meanwhile'} | ${withdraw} | ${'WITHDRAWN'}
  `('leaves it $left when $what', async ({ then, left }) => {
    const old = await cases.consented(kom17, 'anna', field)
    const { id } = (await supersede(old)).data.requestConsent.consent
    await cases.ask(anna, then, input(then === decline ? id : old))
    if (then === withdraw) await cases.ask(anna, grant, input(id))
    expect(await stateOf(old)).toBe(left)
  })

  test.each`
    of                         | make
    ${'nothing'}               | ${async () => randomUUID()}
    ${'no id'}                 | ${async () => 'x'}
    ${'one that is asked for'} | ${() => cases.requested(kom17, 'anna', field)}
    ${'another person'}        | ${() => cases.consented(kom17, 'jens', field)}
    ${'another authority'}     | ${() => cases.consented(bank('BANK-1'), 'anna', { ...field, template: 'loan' })}
    ${'another activity'}      | ${() => cases.consented(kommune('KOM-18'), 'anna', { ...field, template: 'day-care' })}
  `('cannot replace a consent of $of', async ({ make }) => {
    const answer = await supersede(await make(), { validTo: inDays(-1) })
    expect(answer.data.requestConsent).toMatchObject({
      consent: null,
      problems: [{ code: 'PERIOD_REVERSED' }, { code: 'SUPERSEDES_OUTSIDE', path: 'input.supersedes' }],
    })
  })
})

describe('businesses and parameters', () => {
  const asking = `mutation Ask($input: RequestConsentInput!) { requestConsent(input: $input) { problems { code path }
    consent { id state fields from { __typename ... on Business { id } } parameters(language: DA) { name label place values } condition } } }`
  const year = { name: 'year', place: 'Business.employment(year:)', da: 'år', en: 'year' }
  const company = (changes: object) => ({
    id: randomUUID(),
    template: 'employment',
    cvr: cases.cvr('nordhavn'),
    parameters: [{ name: 'year', values: ['2024', '2025'] }],
    validTo: inDays(60),
    ...changes,
  })
  beforeAll(async () => {
    const { admin } = cases.database
    await publishTemplate(admin, {
      ...{ id: 'employment', activity: 'KOM-17', fields: ['Person.civilStatus', 'Business.employment'] },
      ...{ parameters: [year], requiredForService: true },
    })
    await publishTemplate(admin, { id: 'applicant', kind: 'FVL_29', activity: 'KOM-18', ...field })
  })

  test('a business is asked by its number or id, about its own fields', async () => {
    const id = await cases.businessId('nordhavn')
    const byNumber = await cases.ask(kom17, asking, { input: company({ condition: true }) })
    const byId = await cases.ask(kom17, asking, { input: company({ cvr: null, business: id }) })
    expect(byNumber.data.requestConsent).toEqual({
      problems: [],
      consent: {
        id: expect.any(String),
        state: 'REQUESTED',
        fields: ['Business.employment'],
        from: { __typename: 'Business', id },
        parameters: [
          { name: 'year', label: 'år', place: 'Business.employment(year:)', values: ['2024', '2025'] },
        ],
        condition: true,
      },
    })
    expect(byId.data.requestConsent.consent.from).toEqual({ __typename: 'Business', id })
    const [row] = await cases.database.admin`select parameters from consents.consent limit 1`
    expect(row!.parameters).toEqual({ 'Business.employment(year:)': ['2024', '2025'] })
    const listed = await cases.ask(
      kom17,
      'query L($cvr: CVR!) { business(cvr: $cvr) { consents { totalCount } } }',
      {
        cvr: cases.cvr('nordhavn'),
      },
    )
    expect(listed.refused).toEqual(['business.consents ACTIVITY_FIELD_OUTSIDE'])
  })

  test.each`
    what                                   | changes                                             | expected
    ${'a parameter is left out'}           | ${{ parameters: null }}                             | ${['PARAMETER_MISSING']}
    ${'a parameter is not the template’s'} | ${{ parameters: [{ name: 'day', values: ['1'] }] }} | ${['PARAMETER_MISSING', 'PARAMETER_UNKNOWN']}
    ${'person and business are named'}     | ${{ person: randomUUID() }}                         | ${['SUBJECT_AMBIGUOUS']}
    ${'a person’s field is asked for'}     | ${{ fields: ['Person.civilStatus'] }}               | ${['FIELD_SUBJECT_OUTSIDE']}
    ${'a condition is not needed (C25)'}   | ${{ template: 'housing-support', condition: true }} | ${['CONDITION_NOT_NEEDED', 'TEMPLATE_FIELD_OUTSIDE', 'PARAMETER_UNKNOWN']}
  `('refused when $what', async ({ changes, expected }) => {
    const answer = await cases.ask(kom17, request, { input: company(changes) })
    expect(answer.data.requestConsent.consent).toBeNull()
    expect([...codes(answer.data.requestConsent)].sort()).toEqual([...expected].sort())
  })

  test('an applicant’s consent (§ 29) needs an activity that an application starts', async () => {
    const asked = cases.requestInput('anna', { ...field, template: 'applicant' })
    const answer = await cases.ask(kommune('KOM-18'), request, { input: asked })
    expect(codes(answer.data.requestConsent)).toEqual(['CONSENT_KIND'])
  })
})
