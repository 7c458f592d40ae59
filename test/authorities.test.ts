// Authorities and processing activities: public to every caller, in the version in force, page by page.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sampleActivities, sampleAuthorities } from '../sample/authorities.ts'
import { approve, draft, draftOf, kommuneSteward } from './activity-drafts.ts'
import { bank, type Cases, kommune, openCases } from './asked.ts'

let cases: Cases
beforeAll(async () => {
  cases = await openCases()
})
afterAll(() => cases?.close())

const inForce = sampleActivities
  .filter(({ endedDaysAgo }) => endedDaysAgo === undefined)
  .map(({ id }) => id)
  .sort()

test('anyone reads what every authority does with data, and no record is made of it', async () => {
  const text = '{ activities(first: 100) { totalCount nodes { id controller { name } } } }'
  const answers = [
    await cases.ask(kommune(), text),
    await cases.ask(bank('BANK-1'), text),
    await cases.ask(await cases.citizen('anna'), text),
  ]
  for (const { data, errors, records } of answers) {
    expect(data.activities.nodes.map(({ id }: { id: string }) => id)).toEqual(inForce)
    expect(data.activities.totalCount).toBe(inForce.length)
    expect([errors, records]).toEqual([[], []])
  }
})

test('one activity with its controller, purpose in both languages, basis and fields by ground', async () => {
  const text = `{ activity(id: "BANK-1") { version controller { cvr name kind } da: purpose(language: DA) en: purpose legalBasis reach
    startedBy fields { coordinate ground } validTo } }`
  expect((await cases.ask(kommune(), text)).data.activity).toMatchObject({
    version: 1,
    controller: { cvr: cases.cvr('bank'), name: 'Strandbanken A/S', kind: 'PRIVATE' },
    da: expect.stringContaining('lån'),
    en: expect.stringContaining('loan'),
    legalBasis: 'GDPR Art. 6(1)(a)',
    reach: 'LOOKUP',
    startedBy: 'APPLICATION',
    fields: expect.arrayContaining([{ coordinate: 'Person.name', ground: 'CONSENT' }]),
    validTo: null,
  })
})

test.each`
  id          | marks
  ${'KOM-17'} | ${{ economic: true, decidesFrom: null, jointCustody: false }}
  ${'KOM-18'} | ${{ economic: false, decidesFrom: null, jointCustody: true }}
  ${'KOM-22'} | ${{ economic: false, decidesFrom: 15, jointCustody: false }}
`('$id says of those who act for others: $marks', async ({ id, marks }) => {
  const text = 'query Q($id: ID!) { activity(id: $id) { economic decidesFrom jointCustody } }'
  expect((await cases.ask(kommune(), text, { id })).data.activity).toEqual(marks)
})

test.each`
  text                                   | field
  ${'{ activity(id: "KOM-9") { id } }'}  | ${'ended'}
  ${'{ activity(id: "KOM-99") { id } }'} | ${'never there'}
`('one that is $field is null', async ({ text }) => {
  expect((await cases.ask(kommune(), text)).data).toEqual({ activity: null })
})

test('what an activity is marked with stands in each version', async () => {
  const marks = { economic: true, decidesFrom: 15, jointCustody: true }
  const unmarked = { economic: false, decidesFrom: null, jointCustody: false }
  for (const [index, input] of [marks, {}].entries()) {
    await cases.ask(kommuneSteward(1), draft, { input: draftOf({ id: 'KOM-58', ...input }) })
    const approval = { id: 'KOM-58', version: index + 1, commandId: randomUUID() }
    const { data } = await cases.ask(kommuneSteward(2), approve, { input: approval })
    expect(data.approveActivity.problems).toEqual([])
  }
  const marked = 'economic decidesFrom jointCustody'
  const { data } = await cases.ask(
    kommune(),
    `{ activity(id: "KOM-58") { ${marked} versions { ${marked} } } }`,
  )
  expect(data.activity).toEqual({ ...unmarked, versions: [marks, unmarked] })
})

describe('pages', () => {
  test('follow one another without gap or repetition', async () => {
    const seen: string[] = []
    let after: string | null = null
    do {
      const { data } = await cases.ask(
        kommune(),
        'query Page($after: String) { authorities(first: 3, after: $after) { nodes { cvr } pageInfo { hasNextPage endCursor } } }',
        { after },
      )
      seen.push(...data.authorities.nodes.map(({ cvr }: { cvr: string }) => cvr))
      after = data.authorities.pageInfo.hasNextPage ? data.authorities.pageInfo.endCursor : null
    } while (after)
    expect(seen).toEqual(sampleAuthorities.map(({ key }) => cases.cvr(key)).sort())
  })

  test.each([0, -1, 101, 10_001])('first: %i is refused with what to do', async first => {
    const answer = await cases.ask(kommune(), `{ activities(first: ${first}) { nodes { id } } }`)
    expect(answer.refused).toEqual(['activities PAGE_SIZE'])
    expect(answer.text).toContain('between 1 and 100')
  })

  test('past the end there is nothing', async () => {
    const { data } = await cases.ask(
      kommune(),
      '{ activities(after: "ZZZZZ-9999") { nodes { id } pageInfo { hasNextPage } } }',
    )
    expect(data.activities).toEqual({ nodes: [], pageInfo: { hasNextPage: false } })
  })

  test('those that have ended, of one authority: none of them is in force, and their versions tell what they were', async () => {
    const { data } = await cases.ask(
      kommune(),
      `query Q($cvr: CVR) { activities(authority: $cvr, ended: true, first: 1) {
        totalCount pageInfo { hasNextPage } nodes { id version purpose controller { cvr } versions { version state act } } } }`,
      { cvr: cases.cvr('kommune') },
    )
    const ended = sampleActivities.filter(
      ({ authority, endedDaysAgo }) => authority === 'kommune' && endedDaysAgo !== undefined,
    )
    const { nodes, totalCount, pageInfo } = data.activities
    expect([totalCount, pageInfo.hasNextPage]).toEqual([ended.length, ended.length > 1])
    const controller = { cvr: cases.cvr('kommune') }
    const versions = [{ version: 1, state: 'APPROVED', act: expect.any(String) }]
    expect(nodes).toEqual([
      { id: ended.map(({ id }) => id).sort()[0], version: null, purpose: null, controller, versions },
    ])
  })

  test('one that has ended is there for those who ask for it so; none is made up', async () => {
    const { data } = await cases.ask(
      kommune(),
      '{ was: activity(id: "KOM-9", ended: true) { id version } now: activity(id: "KOM-17", ended: true) { id version } none: activity(id: "KOM-999", ended: true) { id } }',
    )
    expect(data).toEqual({
      was: { id: 'KOM-9', version: null },
      now: { id: 'KOM-17', version: 1 },
      none: null,
    })
  })

  test('of one authority alone', async () => {
    const { data } = await cases.ask(
      kommune(),
      'query Q($cvr: CVR) { activities(authority: $cvr) { totalCount nodes { id } } }',
      {
        cvr: cases.cvr('bank'),
      },
    )
    expect(data.activities).toEqual({ totalCount: 2, nodes: [{ id: 'BANK-1' }, { id: 'BANK-2' }] })
  })
})
