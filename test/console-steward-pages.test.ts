// What stewards' pages ask is valid in the graph's own schema, and what they make of answers and forms, without any browser.
import { buildSchema, parse, validate } from 'graphql'
import { SignJWT } from 'jose'
import { beforeAll, describe, expect, test } from 'vitest'
import { layOut } from '../console/layout.ts'
import { chosen } from '../console/pages/steward/activities.ts'
import { inputOf, placed } from '../console/pages/steward/activity-form.ts'
import { instantOf, numberOf } from '../console/pages/steward/fields.ts'
import { stewardPages } from '../console/pages/steward/pages.ts'
import { differenceOf, type Version } from '../console/pages/steward/version.ts'
import { whomOf } from '../console/pages/steward/whom.ts'
import { keptApart } from '../console/pages/steward/work.ts'
import { findPage } from '../console/pages.ts'
import type { Session } from '../console/session.ts'
import { areas, isCaseReference, keepSearched, officerIn, type Steward } from '../console/steward.ts'
import { textsOf } from '../console/texts.ts'
import { apiSchemaText } from './console-schema.ts'

const id = '00000000-0000-4000-8000-000000000000'
const activities = Object.fromEntries(
  Object.keys(areas).map(area => [area, 'ADM-1']),
) as Steward['activities']
const steward = (overrides: Partial<Steward> = {}): Steward => ({
  ...{ officer: 'officer-1', authority: { cvr: '99000001', name: 'Strandby' }, activities },
  ...{ caseReference: '2026-1', searched: new Map([[id, { cvr: '99000002' }]]), ...overrides },
})
const session = (of?: Steward): Session => ({
  ...{ token: 'token', name: 'Steward 1', formToken: 'form', language: 'da', actingFor: null },
  ...(of && { steward: of }),
})

let schema: ReturnType<typeof buildSchema>
beforeAll(async () => {
  schema = buildSchema(await apiSchemaText(), { assumeValid: true })
})

const everyPage = Object.entries(stewardPages).flatMap(([method, of]) =>
  Object.keys(of).map(path => ({ method: method as 'GET' | 'POST', path })),
)
const forms = [
  'do=suspend',
  'do=resume',
  'do=withdraw',
  'do=invalidate',
  'kind=powers',
  'end=decrees',
  'grantorCvr=99000001&holderCvr=99000002',
]

/** What a page asks and answers, when the graph says no to all of it. */
async function refusedAt({ method, path }: (typeof everyPage)[number], of: Session, form: string) {
  const asked: { query: string; purpose?: object }[] = []
  const answer = await findPage(method, path.replace(':id', id))!.handler({
    ...{ session: of, texts: textsOf('da'), id, form: new URLSearchParams(form) },
    query: new URLSearchParams({ id: 'KOM-17', about: id, state: '' }),
    async ask(query, _, as) {
      asked.push({ query, ...(as?.purpose && { purpose: as.purpose }) })
      return { data: null, errors: [{ message: 'Nej.', path: ['x'] }] }
    },
  })
  return { answer, asked }
}

describe.each(everyPage)('$method $path', page => {
  test.each(page.method === 'POST' ? forms : [''])(
    'asks what the graph knows, under its activity: %s',
    async form => {
      const { answer, asked } = await refusedAt(page, session(steward()), form)
      for (const { query, purpose } of asked) {
        expect(validate(schema, parse(query)).map(({ message }) => message)).toEqual([])
        expect(purpose).toEqual({ activity: 'ADM-1', caseReference: '2026-1' })
      }
      if ('title' in answer)
        expect(
          layOut(answer, { session: session(steward()), language: 'da', path: '/', styles: [] }),
        ).toContain('<h1>')
    },
  )

  test('asks nothing for a citizen', async () => {
    const { answer, asked } = await refusedAt(page, session(), '')
    expect(asked).toEqual([])
    expect(answer).toMatchObject({ status: 403 })
  })

  test('asks nothing for a steward whose authority does none of that work', async () => {
    const none = Object.fromEntries(Object.keys(areas).map(area => [area, null])) as Steward['activities']
    const { asked } = await refusedAt(page, session(steward({ activities: none })), '')
    expect(asked).toEqual([])
  })
})

const searches = everyPage.filter(
  ({ path }) =>
    /consents|powers|futures|proposals|signing/.test(path) && !/\/(do|decide|activate)$/.test(path),
)
test.each(searches.filter(({ path }) => !/^\/console\/steward\/(powers|futures)\/:id\/end$/.test(path)))(
  '$method $path without a case asks for the case first',
  async page => {
    const { answer, asked } = await refusedAt(page, session(steward({ caseReference: null })), '')
    if (!('to' in answer && answer.to === '/console/steward/proposals'))
      expect(answer).toMatchObject({ to: expect.stringMatching(/^\/console\/steward\/case\?back=/) })
    expect(asked).toEqual([])
  },
)

test.each`
  path                   | who          | answer
  ${'/console'}          | ${'steward'} | ${'/console/steward'}
  ${'/console/steward'}  | ${'steward'} | ${null}
  ${'/console/my-data'}  | ${'steward'} | ${403}
  ${'/console/steward'}  | ${'citizen'} | ${403}
  ${'/console/stewards'} | ${'citizen'} | ${null}
  ${'/console'}          | ${'citizen'} | ${null}
`('$who at $path: $answer', ({ path, who, answer }) => {
  const kept = keptApart(session(who === 'steward' ? steward() : undefined), path)
  expect(kept && ('to' in kept ? kept.to : 'status' in kept && kept.status)).toBe(answer)
})

test.each`
  text               | is
  ${'2026-4711'}     | ${true}
  ${'a'.repeat(65)}  | ${false}
  ${''}              | ${false}
  ${'æ'}             | ${false}
  ${'x010180-0000'}  | ${false}
  ${'0101800000'}    | ${false}
  ${'1\r\nOther: x'} | ${false}
`('a case reference $text: $is', ({ text, is }) => {
  expect(isCaseReference(text)).toBe(is)
})

test('numbers are kept under ids, at most fifty, the oldest leaves', () => {
  const of = steward({ searched: new Map() })
  for (let number = 0; number < 51; number++) keepSearched(of, { cvr: String(number) }, `id-${number}`)
  expect([of.searched.size, of.searched.has('id-0'), of.searched.get('id-50')]).toEqual([
    50,
    false,
    { cvr: '50' },
  ])
})

const names = {
  ...{ client: 'client_id', officer: 'act.sub', officerPerson: 'officer_cpr', person: 'cpr' },
  ...{ business: 'cvr', assurance: 'acr' },
}
test.each`
  claims                                                     | officer
  ${{ client_id: 'c', act: { sub: 'o' } }}                   | ${{ client: 'c', officer: 'o' }}
  ${{ client_id: 'c' }}                                      | ${null}
  ${{ client_id: 'c', act: { sub: 7 } }}                     | ${null}
  ${{ client_id: 'c', act: { sub: 'o' }, officer_cpr: '1' }} | ${null}
`('the officer in $claims is $officer', async ({ claims, officer }) => {
  const token = await new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).sign(new Uint8Array(32))
  expect(officerIn(token, names)).toEqual(officer)
  expect(officerIn('no token', names)).toBe(null)
})

const version = (overrides: Partial<Version> = {}): Version => ({
  ...{
    version: 1,
    state: 'APPROVED',
    purposeDa: 'a',
    purposeEn: 'b',
    legalBasis: 'GDPR Art. 6(1)(e)',
    act: 'c',
  },
  ...{
    fields: [{ coordinate: 'Person.name', ground: 'LAW' }],
    subjects: ['PERSON'],
    systems: ['one', 'two'],
  },
  ...{
    reach: 'LOOKUP',
    population: null,
    startedBy: 'APPLICATION',
    coverForDays: null,
    protectionException: null,
  },
  ...{ economic: false, decidesFrom: null, jointCustody: false, validFrom: null, validTo: null },
  ...overrides,
})

test.each`
  what                    | now                                                               | difference
  ${'nothing'}            | ${{ version: 2, systems: ['two', 'one'] }}                        | ${{ added: [], removed: [], changed: [] }}
  ${'another ground'}     | ${{ fields: [{ coordinate: 'Person.name', ground: 'CONSENT' }] }} | ${{ added: [{ coordinate: 'Person.name', ground: 'CONSENT' }], removed: [{ coordinate: 'Person.name', ground: 'LAW' }], changed: [] }}
  ${'covert from now on'} | ${{ coverForDays: 30, act: 'd' }}                                 | ${{ added: [], removed: [], changed: ['act', 'coverForDays'] }}
`('between two versions: $what', ({ now, difference }) => {
  expect(differenceOf(version(now), version())).toEqual(difference)
})

const rows = ['KOM-17', 'KOM-9', 'ADM-1'].map((one, at) => ({
  ...{
    id: one,
    state: (['IN_FORCE', 'DRAFT', 'ENDED'] as const)[at]!,
    version: 1,
    purpose: `Purpose ${3 - at}`,
    act: 'Act',
    fields: 1,
  },
  validFrom: `2026-0${at + 1}-01T00:00:00Z`,
}))
test.each`
  query                      | ids
  ${''}                      | ${['ADM-1', 'KOM-9', 'KOM-17']}
  ${'sort=purpose'}          | ${['ADM-1', 'KOM-9', 'KOM-17']}
  ${'sort=validFrom'}        | ${['ADM-1', 'KOM-9', 'KOM-17']}
  ${'state=DRAFT'}           | ${['KOM-9']}
  ${'state=ENDED'}           | ${['ADM-1']}
  ${'state=IN_FORCE&q=kom-'} | ${['KOM-17']}
  ${'q=PURPOSE 3'}           | ${['KOM-17']}
  ${'state=else&sort=else'}  | ${['ADM-1', 'KOM-9', 'KOM-17']}
`('activities of $query', ({ query, ids }) => {
  expect(chosen(rows, new URLSearchParams(query)).map(row => row.id)).toEqual(ids)
})

test.each`
  form                             | whom
  ${'cpr=010180-0000'}             | ${{ cpr: '0101800000' }}
  ${'cvr=99 00 00 01'}             | ${{ cvr: '99000001' }}
  ${'cpr=0101800000&cvr=99000001'} | ${null}
  ${'cpr=1'}                       | ${null}
  ${''}                            | ${null}
`('$form names $whom', ({ form, whom }) => {
  expect(whomOf(new URLSearchParams(form))).toEqual(whom)
})

test('what is no number and no day is never left out: the graph refuses it', () => {
  const form = new URLSearchParams({ days: 'many', none: '', to: '31.12.2026', day: '2026-06-05' })
  expect([numberOf(form, 'days'), numberOf(form, 'none')]).toEqual([0, null])
  expect(['to', 'none', 'day'].map(name => instantOf(form, name, 1))).toEqual([
    ...['31.12.2026', null, '2026-06-05T22:00:00.000Z'],
  ])
})

test('a problem with a field stands where that field is chosen, or written', () => {
  const form = new URLSearchParams('f:Person.name=LAW&otherLaw=Consent.state%0D%0ANo.such&otherConsent=x')
  const { fields } = inputOf(form)
  const at = (index: number) => placed({ path: `input.fields.${index}`, message: 'No.' }, fields).path
  expect(fields.map((_, index) => at(index))).toEqual([
    ...['input.f:Person.name', 'input.otherLaw', 'input.otherLaw', 'input.otherConsent'],
  ])
  expect(placed({ path: 'input.act', message: 'No.' }, fields).path).toBe('input.act')
})
