// An authority's stewards and auditors read its own access log: all of it, nothing else, in a case, and on record.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type AsOfficer, asOfficer, own, put } from './access-log-asked.ts'
import { type Cases, expectNowhere, kommune, openCases } from './asked.ts'
import { type As, requestOf, system } from './platform.ts'

let cases: Cases
beforeAll(async () => {
  cases = await openCases()
  await seedPoliceSteward()
})
afterAll(() => cases?.close())

/** The police get a steward and an activity for supervision, as the municipality has. */
async function seedPoliceSteward(): Promise<void> {
  const { admin } = cases.database
  const cvr = cases.cvr('politi')
  await admin`insert into authorities.system (client, authority, name, officers) values ('politi-forvalter', ${cvr}, 'F', true)`
  await admin`insert into authorities.officer (id, authority, name, roles) values ('politi-steward-1', ${cvr}, 'P', '{STEWARD}')`
  await admin`insert into authorities.activity (id, authority) values ('ADM-99', ${cvr})`
  await admin`insert into authorities.activity_version (activity, version, valid, purpose_da, purpose_en, legal_basis, act,
      reach, subjects, started_by, approved_by)
    values ('ADM-99', 1, tstzrange('2020-01-01', null), 'Tilsyn', 'Supervision', 'GDPR Art. 6(1)(c)', 'art. 32', 'LOOKUP',
      '{PERSON,BUSINESS}', 'AUTHORITY', '{a,b}')`
  await admin`insert into authorities.activity_field values ('ADM-99', 1, 'Query.accessRecords', 'LAW')`
  await admin`insert into authorities.activity_system values ('ADM-99', 1, 'politi-forvalter')`
}

const police: AsOfficer = { client: 'politi-forvalter', officer: 'politi-steward-1', activity: 'ADM-99' }
const name = 'query Q($cpr: CPR!) { person(cpr: $cpr) { name { full } } }'
const look = (as: As, key: string) => cases.ask(as, name, { cpr: cases.cpr(key) })
const audit = (choice: string, fields = 'id') =>
  `{ accessRecords(${choice}) { totalCount nodes { ${fields} } pageInfo { hasNextPage endCursor } } }`

describe('what the controller sees', () => {
  const whole =
    'id at subject system officer officerName processor { cvr } activity { id } activityVersion caseReference given { field label ground } refused { field code why(language: DA) } hiddenUntil summary(language: DA)'

  test('its own record whole, with the officer by name (L11), and the reading is recorded about each one read', async () => {
    const asked = await cases.ask(
      {
        caller: { kind: 'SYSTEM', client: 'kommune-sagssystem', officer: 'kommune-steward-2' },
        activity: 'KOM-17',
      },
      'query Q($cpr: CPR!) { person(cpr: $cpr) { name { full } civilStatus { status } } }',
      { cpr: cases.cpr('astrid') },
    )
    const astrid = asked.data.person && (await cases.idOf('astrid'))
    const answer = await asOfficer(cases, `query Q($cpr: CPR!) ${audit('cpr: $cpr, first: 1', whole)}`, {
      cpr: cases.cpr('astrid'),
    })
    expect(answer.errors).toEqual([])
    expect(answer.data.accessRecords).toMatchObject({ totalCount: 1, pageInfo: { hasNextPage: false } })
    expect(answer.data.accessRecords.nodes).toEqual([
      {
        id: expect.any(String),
        at: expect.stringMatching(/^\d{4}-/),
        subject: astrid,
        system: 'kommune-sagssystem',
        officer: 'kommune-steward-2',
        officerName: 'Dataforvalter 2',
        processor: null,
        activity: { id: 'KOM-17' },
        activityVersion: 1,
        caseReference: null,
        given: expect.arrayContaining([{ field: 'Person.name', label: 'name', ground: 'LAW' }]),
        refused: [
          {
            field: 'Person.civilStatus',
            code: 'CONSENT_MISSING',
            why: 'det kræver samtykke, og der er ikke givet noget',
          },
        ],
        hiddenUntil: null,
        summary: expect.stringContaining('Strandby Kommune fik at se navn efter loven'),
      },
    ])
    expect(answer.records.map(({ subject_id, officer }) => [subject_id, officer])).toEqual(
      expect.arrayContaining([
        [astrid, 'kommune-steward-1'],
        [null, 'kommune-steward-1'],
      ]),
    )
    expect(answer.recorded).toEqual(
      expect.arrayContaining([
        'Query.accessRecords LAW',
        'AuditRecord.given PARTY',
        'AuditRecord.officerName PARTY',
      ]),
    )
    // The person sees that their log was looked into, by whom in authority, and no officer.
    const log = await cases.ask(
      await cases.citizen('astrid'),
      '{ me { accessLog(first: 1) { nodes { activity { id } caseReference summary(language: DA) } } } }',
    )
    expect(log.data.me.accessLog.nodes[0]).toMatchObject({
      activity: { id: 'ADM-3' },
      caseReference: 'tilsyn-1',
    })
    expectNowhere(log, ['kommune-steward', 'Dataforvalter'])
  })

  test('about several: each read one has a record of it', async () => {
    await Promise.all(['karen', 'thomas', 'henrik'].map(key => look(kommune('KOM-17'), key)))
    const answer = await asOfficer(
      cases,
      audit('activity: "KOM-17", outcome: GIVEN, first: 100', 'subject at'),
    )
    const read = new Set(answer.data.accessRecords.nodes.map(({ subject }: { subject: string }) => subject))
    expect(read.size).toBeGreaterThanOrEqual(3)
    expect(new Set(answer.records.map(({ subject_id }) => subject_id))).toEqual(new Set([...read, null]))
  })

  test('a refusal before there was anybody, about nobody', async () => {
    await look(system('kommune-sagssystem', 'SU-3'), 'karen')
    const answer = await asOfficer(cases, audit('activity: "SU-3"', 'subject refused { field code }'))
    expect(answer.data.accessRecords.nodes).toEqual([
      { subject: null, refused: [{ field: 'Query.person', code: 'ACTIVITY_UNKNOWN' }] },
    ])
    expect(answer.records.map(({ subject_id }) => subject_id)).toEqual([null])
  })

  test('nothing of another authority, whatever is asked; the operator neither', async () => {
    await look(system('su-sagssystem', 'SU-3'), 'karen')
    const text = `query Q($cpr: CPR!) ${audit('cpr: $cpr, first: 100', 'id activity { id controller { cvr } }')}`
    for (const as of [
      {},
      { client: 'operator-forvalter', officer: 'operator-steward-1', activity: 'ADM-4' },
    ]) {
      const answer = await asOfficer(cases, text, { cpr: cases.cpr('karen') }, as)
      expect(answer.errors).toEqual([])
      expectNowhere(answer, ['SU-3', cases.cvr('su')])
    }
    const other = await asOfficer(cases, audit('activity: "SU-3", system: "su-sagssystem"'))
    expect(other.data.accessRecords).toMatchObject({ totalCount: 0, nodes: [] })
  })

  test.each`
    what                             | choice                                          | count
    ${'by officer'}                  | ${'officer: "kommune-steward-2"'}               | ${1}
    ${'by an officer of nobody'}     | ${'officer: "nobody"'}                          | ${0}
    ${'in a case'}                   | ${'caseReference: "sag-77"'}                    | ${1}
    ${'in some case, by one system'} | ${'inCase: true, system: "kommune-sagssystem"'} | ${1}
    ${'in none, under one activity'} | ${'inCase: false, activity: "KOM-20"'}          | ${1}
    ${'before there was anything'}   | ${'to: "2019-01-01T00:00:00Z"'}                 | ${0}
  `('$what (F13: look-ups without a case are found)', async ({ choice, count }) => {
    const marks = cases as Cases & { marked?: boolean }
    if (!marks.marked) {
      marks.marked = true
      const request = { ...requestOf(kommune('KOM-18')), caseReference: 'sag-77' }
      await cases.gateway.answer({ request, documentText: name, variables: { cpr: cases.cpr('bo') } })
      await look(kommune('KOM-20'), 'bo')
    }
    const { data } = await asOfficer(cases, audit(choice, 'officer caseReference activity { id }'))
    expect(data.accessRecords.totalCount).toBe(count)
    expect(data.accessRecords.nodes).toHaveLength(count)
  })

  test.each`
    who                                      | as                                                      | refused
    ${'a steward without a case'}            | ${{ inCase: null }}                                     | ${'CASE_REFERENCE_MISSING'}
    ${'a steward under no activity'}         | ${{ activity: undefined, none: true }}                  | ${'ACTIVITY_MISSING'}
    ${'a steward under another activity'}    | ${{ activity: 'ADM-1' }}                                | ${'ACTIVITY_FIELD_OUTSIDE'}
    ${"a steward under a case's activity"}   | ${{ client: 'kommune-sagssystem', activity: 'KOM-17' }} | ${'ACTIVITY_FIELD_OUTSIDE'}
    ${"a steward under another authority's"} | ${{ activity: 'ADM-4' }}                                | ${'ACTIVITY_UNKNOWN'}
    ${'an officer without a role'}           | ${{ officer: 'somebody' }}                              | ${'CALLER_KIND'}
    ${'a system by itself'}                  | ${{ officer: null }}                                    | ${'CALLER_KIND'}
    ${"another authority's officer"}         | ${{ officer: 'politi-steward-1' }}                      | ${'CALLER_KIND'}
  `('$who: $refused, and nothing', async ({ as, refused }) => {
    const { none, ...officer } = as
    const answer = none
      ? await cases.ask(
          { caller: { kind: 'SYSTEM', client: 'kommune-forvalter', officer: 'kommune-steward-1' } },
          audit('first: 1'),
        )
      : await asOfficer(cases, audit('first: 1'), {}, officer)
    expect(answer.refused).toEqual([`accessRecords ${refused}`])
    expect(answer.data?.accessRecords ?? null).toBeNull()
  })

  test('a citizen has no such field', async () => {
    const answer = await cases.ask(await cases.citizen('anna'), audit('first: 1'))
    expect(answer.refused).toEqual(['accessRecords CALLER_KIND'])
  })

  test.each`
    choice                                                        | code
    ${'first: 0'}                                                 | ${'PAGE_SIZE'}
    ${'first: 101'}                                               | ${'PAGE_SIZE'}
    ${'after: "x"'}                                               | ${'PAGE_CURSOR'}
    ${'from: "2026-03-03T00:00:00Z", to: "2026-03-02T00:00:00Z"'} | ${'PERIOD_REVERSED'}
    ${'subject: "x", cpr: "0101010101"'}                          | ${'SUBJECT_AMBIGUOUS'}
  `('$choice is refused with $code (L09)', async ({ choice, code }) => {
    expect((await asOfficer(cases, audit(choice))).refused).toEqual([`accessRecords ${code}`])
  })

  test("a cursor into another authority's records fits as little as one that never was", async () => {
    const operator = {
      client: 'operator-forvalter',
      officer: 'operator-steward-1',
      activity: 'ADM-4',
    }
    await put(cases, await cases.idOf('karen'), { authority: cases.cvr('operator') })
    await put(cases, await cases.idOf('karen'))
    const endOf = async (as?: AsOfficer) =>
      (await asOfficer(cases, audit('first: 1'), {}, as)).data.accessRecords.pageInfo.endCursor
    const [foreign, mine] = [await endOf(operator), await endOf()]
    const beyond = (cursor: string) => asOfficer(cases, audit(`first: 1, after: "${cursor}"`))
    expect((await beyond(foreign)).refused).toEqual(['accessRecords PAGE_CURSOR'])
    expect((await beyond(mine)).errors).toEqual([])
  })

  test('a number that is not registered answers as one about whom nothing was asked', async () => {
    const text = `query Q($cpr: CPR!) ${audit('cpr: $cpr')}`
    const [unknown, known] = [
      await asOfficer(cases, text, { cpr: '0101700000' }),
      await asOfficer(cases, text, { cpr: cases.cpr('ruth') }, police),
    ]
    expect(unknown.data).toEqual(known.data)
    expect(unknown.errors).toEqual([])
  })
})

/** Whether the reading of a covert record comes to light before the record itself, by the database's finer clock. */
async function isSooner({ database }: Cases, subject: string): Promise<boolean> {
  const [row] = await database.admin`
    select min(hidden_until) filter (where activity = 'ADM-99') < max(hidden_until) filter (where activity = 'POL-9') as sooner
    from access_log.record where subject_id = ${subject}`
  return row!.sooner
}

describe('a covert look-up', () => {
  test('its controller sees it at once, and what is recorded of that reading is as covert', async () => {
    const mads = await cases.idOf('mads')
    const before = (await own(cases, 'mads')).page.totalCount
    await look(system('politi-sagssystem', 'POL-9'), 'mads')
    const text = `query Q($id: ID) ${audit('subject: $id', 'hiddenUntil activity { id }')}`
    const answer = await asOfficer(cases, text, { id: mads }, police)
    expect(answer.data.accessRecords.nodes).toEqual([
      { hiddenUntil: expect.stringMatching(/^\d{4}-/), activity: { id: 'POL-9' } },
    ])
    const [cover, reading] = await cases.database.admin`
      select activity, hidden_until from access_log.record where subject_id = ${mads} and hidden_until is not null
      order by activity desc`
    expect([cover!.activity, reading!.activity]).toEqual(['POL-9', 'ADM-99'])
    const apart = reading!.hidden_until.getTime() - cover!.hidden_until.getTime()
    expect([0, 1]).toContain(apart)
    expect(await isSooner(cases, mads)).toBe(false)
    const seen = await own(cases, 'mads')
    expect(seen.page.totalCount).toBe(before)
    expectNowhere(seen, ['ADM-99', 'Politi'])
  })

  test('a search that happens not to show it is covert too; another authority that asks learns and hides nothing', async () => {
    const mads = await cases.idOf('mads')
    const before = (await own(cases, 'mads')).page.totalCount
    const text = `query Q($id: ID) ${audit('subject: $id, activity: "ADM-1"')}`
    expect((await asOfficer(cases, text, { id: mads }, police)).data.accessRecords.totalCount).toBe(0)
    expect((await own(cases, 'mads')).page.totalCount).toBe(before)
    const other = await asOfficer(cases, text, { id: mads })
    expect(other.data.accessRecords.totalCount).toBe(0)
    expect((await own(cases, 'mads')).page.totalCount).toBe(before + 1)
  })
})
