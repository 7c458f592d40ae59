// A steward's search among the authority's own consents: only in a case, on record about whom it names, and nobody else's.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bank, type Cases, grant, inDays, kommune, openCases } from './asked.ts'
import { kommuneSteward, operatorSteward } from './consent-stewards.ts'
import type { As } from './platform.ts'

let cases: Cases
const kom17 = kommune('KOM-17')
const field = { fields: ['Person.civilStatus'] }
const one = kommuneSteward(1)
const made: Record<string, string> = {}
beforeAll(async () => {
  cases = await openCases()
  const ask = (as: As, key: string, input: object = field) => cases.requested(as, key, { ...input })
  made.asked = await ask(kom17, 'anna')
  made.granted = await cases.consented(kom17, 'anna', field)
  made.care = await ask(kommune('KOM-18'), 'anna', { ...field, template: 'day-care' })
  made.jens = await ask(kom17, 'jens')
  made.loan = await ask(bank('BANK-1'), 'anna', { template: 'loan' })
  await cases.database
    .admin`update consents.consent set requested_at = requested_at - interval '10 days' where id = ${made.asked!}`
})
afterAll(() => cases?.close())

const text = `query S($cpr: CPR, $person: ID, $cvr: CVR, $states: [ConsentState!], $activity: ID, $from: DateTime, $to: DateTime,
    $first: Int, $after: String) {
  consentSearch(cpr: $cpr, person: $person, cvr: $cvr, states: $states, activity: $activity, from: $from, to: $to,
      first: $first, after: $after) {
    totalCount pageInfo { hasNextPage endCursor } nodes { id state from { ... on Person { id } } }
  } }`
async function search(variables: object, as: As = one) {
  const answer = await cases.ask(as, text, { first: 20, ...variables })
  const page = answer.data?.consentSearch
  const ids: string[] = (page?.nodes ?? []).map(({ id }: { id: string }) => id)
  const names = ids.map(id => Object.keys(made).find(name => made[name] === id)).sort()
  return { ...answer, page, ids, names }
}
const about = (key: string) => ({ cpr: cases.cpr(key) })

describe('finds', () => {
  test.each`
    what                        | variables                                            | names
    ${'of everyone'}            | ${() => ({})}                                        | ${['asked', 'care', 'granted', 'jens']}
    ${'of one person'}          | ${() => about('anna')}                               | ${['asked', 'care', 'granted']}
    ${'in a state'}             | ${() => ({ ...about('anna'), states: ['GRANTED'] })} | ${['granted']}
    ${'of all in a state'}      | ${() => ({ states: ['REQUESTED'] })}                 | ${['asked', 'care', 'jens']}
    ${'for an activity'}        | ${() => ({ activity: 'KOM-18' })}                    | ${['care']}
    ${'one person’s for it'}    | ${() => ({ ...about('anna'), activity: 'KOM-17' })}  | ${['asked', 'granted']}
    ${'asked for since'}        | ${() => ({ from: inDays(-1) })}                      | ${['care', 'granted', 'jens']}
    ${'one person’s before'}    | ${() => ({ ...about('anna'), to: inDays(-1) })}      | ${['asked']}
    ${'in a state before'}      | ${() => ({ states: ['REQUESTED'], to: inDays(-1) })} | ${['asked']}
    ${'for an activity before'} | ${() => ({ activity: 'KOM-17', to: inDays(-1) })}    | ${['asked']}
    ${'of nobody known'}        | ${() => ({ cpr: '0000000000' })}                     | ${[]}
    ${'of text that is no id'}  | ${() => ({ person: 'x' })}                           | ${[]}
    ${'of a business'}          | ${() => ({ cvr: cases.cvr('lev') })}                 | ${[]}
  `('$what', async ({ variables, names }) => {
    const found = await search(variables())
    expect([found.refused, found.names, found.page.totalCount]).toEqual([[], names, names.length])
  })

  test('by number and by id the same', async () => {
    const { names } = await search({ person: await cases.idOf('anna') })
    expect(names).toEqual(['asked', 'care', 'granted'])
  })

  test('page by page; a cursor is for this search alone', async () => {
    const found: string[] = []
    let after: string | null = null
    do {
      const { page, ids } = await search({ ...about('anna'), first: 2, after })
      found.push(...ids)
      after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null
    } while (after)
    expect(found.toSorted()).toEqual([made.asked, made.care, made.granted].toSorted())
    const { page } = await search({ ...about('anna'), first: 2 })
    const { refused } = await search({ ...about('jens'), after: page.pageInfo.endCursor })
    expect(refused).toEqual(['consentSearch PAGE_CURSOR'])
  })
})

describe('only', () => {
  test.each`
    as                              | asked                                                   | variables                                                 | code
    ${'without a case'}             | ${{ ...one, caseReference: undefined }}                 | ${{}}                                                     | ${'CASE_REFERENCE_MISSING'}
    ${'by a system'}                | ${{ ...kom17, caseReference: '1' }}                     | ${{}}                                                     | ${'CALLER_KIND'}
    ${'under another ADM activity'} | ${{ ...one, activity: 'ADM-1' }}                        | ${{}}                                                     | ${'ACTIVITY_FIELD_OUTSIDE'}
    ${'under another authority’s'}  | ${{ ...one, activity: 'ADM-6' }}                        | ${{}}                                                     | ${'ACTIVITY_UNKNOWN'}
    ${'without an officer'}         | ${{ ...one, caller: { ...one.caller, officer: null } }} | ${{}}                                                     | ${'CALLER_KIND'}
    ${'about one'}                  | ${one}                                                  | ${{ cpr: '0000000000', person: 'x' }}                     | ${'SUBJECT_AMBIGUOUS'}
    ${'for a period that goes on'}  | ${one}                                                  | ${{ from: '2026-01-02T00:00Z', to: '2026-01-01T00:00Z' }} | ${'PERIOD_REVERSED'}
    ${'a page of a size'}           | ${one}                                                  | ${{ first: 101 }}                                         | ${'PAGE_SIZE'}
  `('$as: $code', async ({ asked, variables, code }) => {
    const { refused, data } = await search(variables, asked)
    expect([refused, data]).toEqual([[`consentSearch ${code}`], { consentSearch: null }])
  })

  test('one’s own authority’s: the operator’s stewards find none of it', async () => {
    expect((await search(about('anna'), operatorSteward())).ids).toEqual([])
    expect((await search({}, operatorSteward())).ids).toEqual([])
  })
})

describe('on record', () => {
  const seen = async (key: string) => {
    const log = '{ me { accessLog(first: 1) { nodes { activity { id } caseReference given { field } } } } }'
    return (await cases.ask(await cases.citizen(key), log)).data.me.accessLog.nodes[0]
  }

  test('about the person named, also when nothing is found; and the person sees it', async () => {
    const { records, recorded } = await search(about('sofie'))
    const sofie = await cases.idOf('sofie')
    expect(records.map(({ subject_id }) => subject_id)).toEqual([null, sofie])
    expect(recorded).toEqual(
      expect.arrayContaining(['ConsentSearchConnection.nodes PARTY', 'Query.consentSearch LAW']),
    )
    expect(await seen('sofie')).toMatchObject({ activity: { id: 'ADM-5' }, caseReference: '2026-4711' })
  })

  test('about everyone that it shows', async () => {
    const { records } = await search({})
    const people = await Promise.all(['anna', 'jens'].map(key => cases.idOf(key)))
    expect(records.map(({ subject_id }) => subject_id)).toEqual(expect.arrayContaining(people))
    expect((await seen('jens')).given).toContainEqual({ field: 'Consent.state' })
  })

  test('whatever is asked of it: a page without consents tells nothing unrecorded', async () => {
    const short = 'query P($cpr: CPR) { consentSearch(cpr: $cpr) { pageInfo { endCursor } } }'
    const { records } = await cases.ask(one, short, about('anna'))
    expect(records.map(({ subject_id }) => subject_id)).toContain(await cases.idOf('anna'))
  })
})

test('what is found can be answered by the person as before', async () => {
  const { data } = await cases.ask(await cases.citizen('jens'), grant, {
    input: { id: made.jens, commandId: 'g' },
  })
  expect(data.grantConsent.problems).toEqual([])
})
