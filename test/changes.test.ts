// The change feed: who and which field, only what the caller may read now, in order, each page on record.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { importCvr } from '../subgraphs/businesses/import/load.ts'
import { bank, kommune } from './asked.ts'
import { type Changes, changesQuery, openChanges, recordsOf } from './changes-loaded.ts'
import { anna, bo, carl, dorte } from './cpr-records.ts'
import { answer, company, testSeries } from './cvr-documents.ts'

let changes: Changes
let ids: Record<string, string>
beforeAll(async () => {
  changes = await openChanges()
  await changes.deliver(...[anna, bo, carl, dorte].flatMap(number => recordsOf(number)))
  const found = [anna, bo, carl, dorte].map(async number => [number, await changes.idOf(number)] as const)
  ids = Object.fromEntries(await Promise.all(found))
}, 240_000)
afterAll(() => changes?.close())

const nodes = changesQuery('nodes { coordinate }')

describe('who may follow', () => {
  test.each`
    who                               | as                               | code
    ${'an activity with reach LIST'}  | ${() => kommune('CHG-1')}        | ${undefined}
    ${'one that only searches'}       | ${() => kommune('CHG-6')}        | ${'ACTIVITY_REACH'}
    ${'one that only looks up'}       | ${() => kommune('CHG-7')}        | ${'ACTIVITY_REACH'}
    ${'a private recipient'}          | ${() => bank('CHG-8')}           | ${'ACTIVITY_REACH'}
    ${'no activity'}                  | ${() => kommune()}               | ${'ACTIVITY_MISSING'}
    ${'another authority’s activity'} | ${() => bank('CHG-1')}           | ${'ACTIVITY_UNKNOWN'}
    ${'a citizen'}                    | ${() => changes.citizen('anna')} | ${'CALLER_KIND'}
  `('$who: $code', async ({ as, code }) => {
    const { errors, data } = await changes.ask(await as(), nodes)
    const codes = errors.map(error => (error as { extensions?: { code: string } }).extensions?.code)
    expect(codes).toEqual(code ? [code] : [])
    expect(data.changes).toEqual(code ? null : { nodes: [] })
  })
})

describe('a change of address', () => {
  test.each`
    activity   | about                                 | told
    ${'CHG-1'} | ${'the field by law'}                 | ${['Person.address']}
    ${'CHG-2'} | ${'another municipality’s residents'} | ${[]}
    ${'CHG-3'} | ${'another field'}                    | ${[]}
    ${'CHG-4'} | ${'businesses'}                       | ${[]}
    ${'CHG-5'} | ${'another field by consent'}         | ${[]}
  `('is told under $activity, about $about: $told', async ({ activity, told }) => {
    const after = await changes.begin(kommune(activity))
    await changes.deliver(...recordsOf(anna, { street: activity.replace('CHG-', '100') }))
    const found = await changes.follow(kommune(activity), after)
    expect(found.told).toEqual(told.map((field: string) => `${ids[anna]} ${field}`))
    expect((await changes.follow(kommune(activity), found.cursor)).told).toEqual([])
  })

  test('is told of those who live in the municipality now', async () => {
    const after = await changes.begin(kommune('CHG-2'))
    await changes.deliver(
      ...recordsOf(bo, { municipality: '0751' }),
      ...recordsOf(carl, { municipality: '0461' }),
    )
    expect((await changes.follow(kommune('CHG-2'), after)).told).toEqual([`${ids[bo]} Person.address`])
    await changes.deliver(...recordsOf(bo))
    expect((await changes.follow(kommune('CHG-2'), after)).told).toEqual([])
  })

  test('of a protected person is told to a public authority, with the obligation at the value', async () => {
    const after = await changes.begin(kommune('CHG-1'))
    await changes.deliver(...recordsOf(dorte, { street: '0500', protected: true }))
    const text = changesQuery(
      'nodes { coordinate subject { ... on Person { id address { streetCode } birthDate } } }',
    )
    const { data, refused, extensions, recorded } = await changes.ask(kommune('CHG-1'), text, { after })
    expect(data.changes.nodes).toEqual([
      {
        coordinate: 'Person.address',
        subject: { id: ids[dorte], address: { streetCode: '0500' }, birthDate: null },
      },
    ])
    expect(refused).toEqual(['changes.nodes.0.subject.birthDate ACTIVITY_FIELD_OUTSIDE'])
    expect(extensions).toMatchObject({ access: { obligations: [{ code: 'ADDRESS_PROTECTION' }] } })
    expect(recorded).toEqual([
      'Person.address LAW',
      'Person.birthDate ACTIVITY_FIELD_OUTSIDE',
      'Query.changes LAW',
    ])
  })
})

describe('a change of a field that takes consent', () => {
  const fields = ['Person.civilStatus']
  const told = async (after: string) => (await changes.follow(kommune('CHG-5'), after)).told

  test('is told only while a consent is in force, and never afterwards', async () => {
    const start = await changes.begin(kommune('CHG-5'))
    await changes.deliver(...recordsOf(carl, { civilStatus: 'G' }))
    expect(await told(start)).toEqual([])

    const consent = await changes.consent(ids[carl]!, 'CHG-5', fields)
    const after = await changes.begin(kommune('CHG-5'))
    await changes.deliver(...recordsOf(carl, { civilStatus: 'F' }))
    expect(await told(after)).toEqual([`${ids[carl]} Person.civilStatus`])
    await changes.withdraw(consent)
    expect(await told(after)).toEqual([])
  })

  test.each`
    consent                   | activity   | covers
    ${'for another activity'} | ${'CHG-1'} | ${['Person.civilStatus']}
    ${'that covers others'}   | ${'CHG-5'} | ${['Person.citizenship']}
  `('is not told by a consent $consent', async ({ activity, covers }) => {
    const consent = await changes.consent(ids[bo]!, activity, covers)
    const after = await changes.begin(kommune('CHG-5'))
    await changes.deliver(...recordsOf(bo, { civilStatus: 'E', firstNames: activity + covers[0] }))
    await changes.deliver(...recordsOf(bo, { civilStatus: 'U' }))
    expect(await told(after)).toEqual([])
    await changes.withdraw(consent)
  })

  test('is recorded with the consent by which it was told', async () => {
    const consent = await changes.consent(ids[anna]!, 'CHG-1', fields)
    const after = await changes.begin(kommune('CHG-1'))
    await changes.deliver(...recordsOf(anna, { civilStatus: 'P', citizenship: '5104' }))
    const { records } = await changes.ask(kommune('CHG-1'), nodes, { after })
    const own = records.find(record => record.subject_id === ids[anna])
    expect(own?.refused).toEqual([])
    expect(own?.given).toEqual(
      expect.arrayContaining([
        { field: 'Query.changes', ground: 'CONSENT', consent },
        { field: 'Person.civilStatus', ground: 'CONSENT', consent },
      ]),
    )
    expect(JSON.stringify(own?.given)).not.toContain('citizenship')
    await changes.withdraw(consent)
  })
})

test('of businesses: open fields to whoever is about businesses, unrecorded; others by law, recorded', async () => {
  const deliver = (year: number, employees: number) =>
    importCvr(
      changes.database.sql('importer'),
      answer(
        [
          company({
            cvr: '90000001',
            updated: `${year}-01-01T12:00:00Z`,
            reklamebeskyttet: year % 2 === 0,
            aarsbeskaeftigelse: [{ aar: 2019, antalAnsatte: employees }],
          }),
        ],
        `${year}.json`,
      ),
      { testSeries },
    )
  await deliver(2021, 1)
  const firm = await changes.subgraphs.services.subjectOf('BUSINESS', '90000001')
  const followers = ['CHG-1', 'CHG-3', 'CHG-4'].map(id => kommune(id))
  const begun = await Promise.all(followers.map(changes.begin))
  await deliver(2022, 2)
  const answers = await Promise.all(
    followers.map((as, index) => changes.ask(as, nodes, { after: begun[index] })),
  )
  const told = answers.map(({ data }) =>
    data.changes.nodes.map((one: { coordinate: string }) => one.coordinate),
  )
  expect(told).toEqual([
    ['Business.advertisingProtected'],
    [],
    expect.toSatisfy(
      (fields: string[]) => [...fields].sort().join() === 'Business.advertisingProtected,Business.employment',
    ),
  ])
  expect(answers.map(({ records }) => records.map(record => record.subject_id))).toEqual([
    [null],
    [null],
    [firm],
  ])
  expect(answers[2]!.recorded).toEqual(['Business.employment LAW', 'Query.changes LAW'])
})

describe('a page', () => {
  const moved = (street: string) => [anna, bo, carl, dorte].flatMap(number => recordsOf(number, { street }))

  test('has a record about each whom it tells of, and one about nobody when it tells of nobody', async () => {
    const as = kommune('CHG-1')
    const after = await changes.begin(as)
    const empty = await changes.ask(as, nodes, { after })
    expect(empty.records.map(({ subject_id, given }) => [subject_id, given])).toEqual([
      [null, [{ field: 'Query.changes', ground: 'LAW' }]],
    ])
    await changes.deliver(...moved('0700'))
    const full = await changes.ask(as, nodes, { after, first: 3 })
    expect(full.data.changes.nodes).toHaveLength(3)
    expect(full.records).toHaveLength(3)
    for (const { subject_id, given, refused } of full.records) {
      expect(Object.values(ids)).toContain(subject_id)
      expect(given.map(({ field }) => field).sort()).toEqual(['Person.address', 'Query.changes'])
      expect(refused).toEqual([])
    }
  })

  test('is as long as asked, goes on where it ended, and tells each change once', async () => {
    const as = kommune('CHG-1')
    const after = await changes.begin(as)
    await changes.deliver(...moved('0800'))
    const { told, pages } = await changes.follow(as, after, 3)
    expect(pages).toEqual([3, 1])
    expect([...told].sort()).toEqual(
      Object.values(ids)
        .map(id => `${id} Person.address`)
        .sort(),
    )
    const edges = changesQuery(
      'edges { cursor node { coordinate } } pageInfo { startCursor hasPreviousPage }',
    )
    const { data } = await changes.ask(as, edges, { after })
    expect(data.changes.pageInfo.hasPreviousPage).toBe(true)
    for (const [index, { cursor }] of data.changes.edges.entries())
      expect((await changes.follow(as, cursor)).told).toEqual(told.slice(index + 1))
  })

  test.each([0, -1, 101, 10_001])('of %i is refused', async first => {
    const { refused } = await changes.ask(kommune('CHG-1'), nodes, { first })
    expect(refused).toEqual(['changes PAGE_SIZE'])
  })

  test('after a cursor that is none, or another activity’s, is refused', async () => {
    const own = await changes.begin(kommune('CHG-1'))
    const forged = `${own.slice(0, -4)}AAAA`
    for (const [activity, after] of [
      ['CHG-1', forged],
      ['CHG-1', ''],
      ['CHG-1', 'x'],
      ['CHG-3', own],
    ] as const) {
      const { refused, records } = await changes.ask(kommune(activity), nodes, { after })
      expect(refused).toEqual(['changes PAGE_CURSOR'])
      expect(records).toEqual([])
    }
  })

  test('after a place that a restored database has not reached is refused: something would be missed', async () => {
    const { admin } = changes.database
    const after = await changes.begin(kommune('CHG-1'))
    await admin`update changes.feed set position = position - 1`
    try {
      expect((await changes.ask(kommune('CHG-1'), nodes, { after })).refused).toEqual(['changes PAGE_CURSOR'])
    } finally {
      await admin`update changes.feed set position = position + 1`
    }
  })

  test('fails whole when the facts cannot be read: what it passed over would be told to nobody', async () => {
    const as = kommune('CHG-1')
    const after = await changes.begin(as)
    await changes.deliver(...recordsOf(anna, { street: '0900' }))
    await changes.database.admin`alter view access.fact_consent rename to fact_consent_gone`
    try {
      const { data, refused } = await changes.ask(as, nodes, { after })
      expect([data?.changes ?? null, refused]).toEqual([null, ['changes INDETERMINATE']])
    } finally {
      await changes.database.admin`alter view access.fact_consent_gone rename to fact_consent`
    }
    expect((await changes.follow(as, after)).told).toEqual([`${ids[anna]} Person.address`])
  })
})
