// Accesses counted for stewards: by what they choose, of whom they answer for, and nobody in them.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { explain, type Sent } from '../database/explain.ts'
import { type AsOfficer, asOfficer, put } from './access-log-asked.ts'
import { type Cases, expectNowhere, inDays, openCases } from './asked.ts'

let cases: Cases
let karen: string
const sent: Sent[] = []
beforeAll(async () => {
  cases = await openCases()
  karen = await cases.idOf('karen')
})
afterAll(() => cases?.close())
beforeEach(async () => {
  await cases.database.admin`truncate access_log.record`
})

const operator: AsOfficer = {
  client: 'operator-forvalter',
  officer: 'operator-steward-1',
  activity: 'ADM-4',
}
const march = { from: '2026-02-28T23:00:00Z', to: '2026-03-31T22:00:00Z' }
const counts = `query Counts($from: DateTime!, $to: DateTime!, $by: [AccessCountBy!]!, $outcome: AccessOutcome, $authority: CVR) {
  accessCounts(from: $from, to: $to, by: $by, outcome: $outcome, authority: $authority) {
    day authority { cvr } outcome field code ground count } }`
const counted = (choice: object, as: AsOfficer = {}) =>
  asOfficer(cases, counts, { ...march, by: [], ...choice }, as)

/** Each row in a line, without what is null. */
const lines = ({ data }: { readonly data: { readonly accessCounts: readonly Row[] } }) =>
  data.accessCounts.map(({ day, authority, outcome, field, code, ground, count }) =>
    [day, authority?.cvr, outcome, field, code, ground, count].filter(part => part != null).join(' '),
  )
interface Row {
  readonly day: string | null
  readonly authority: { readonly cvr: string } | null
  readonly outcome: string
  readonly field: string | null
  readonly code: string | null
  readonly ground: string | null
  readonly count: number
}

const given = (...grounds: string[]) =>
  JSON.stringify(grounds.map((ground, place) => ({ field: `Person.${['name', 'address'][place]}`, ground })))
const refused = (...fields: string[]) =>
  JSON.stringify(fields.map(field => ({ field: `Person.${field}`, code: 'CONSENT_MISSING' })))
const at = (day: number, time = '12:00:00Z') => `2026-03-${String(day).padStart(2, '0')}T${time}`

/** Three accesses on two days: by law; by law and by consent; by law, and twice refused. */
async function three(): Promise<void> {
  await put(cases, karen, { at: at(2), given: given('LAW') })
  await put(cases, karen, { at: at(2), given: given('LAW', 'CONSENT') })
  await put(cases, karen, {
    at: at(3),
    given: given('LAW', 'LAW'),
    refused: refused('civilStatus', 'citizenship'),
  })
}

describe('counts', () => {
  test.each`
    by                      | outcome      | rows
    ${[]}                   | ${null}      | ${['GIVEN 3', 'REFUSED 1']}
    ${['DAY']}              | ${null}      | ${['2026-03-02 GIVEN 2', '2026-03-03 GIVEN 1', '2026-03-03 REFUSED 1']}
    ${['DAY']}              | ${'REFUSED'} | ${['2026-03-03 REFUSED 1']}
    ${['GROUND']}           | ${'GIVEN'}   | ${['GIVEN LAW 3', 'GIVEN CONSENT 1']}
    ${['CODE']}             | ${'REFUSED'} | ${['REFUSED CONSENT_MISSING 1']}
    ${['FIELD', 'CODE']}    | ${'REFUSED'} | ${['REFUSED Person.citizenship CONSENT_MISSING 1', 'REFUSED Person.civilStatus CONSENT_MISSING 1']}
    ${['FIELD']}            | ${'GIVEN'}   | ${['GIVEN Person.name 3', 'GIVEN Person.address 2']}
    ${['FIELD', 'GROUND']}  | ${'GIVEN'}   | ${['GIVEN Person.name LAW 3', 'GIVEN Person.address CONSENT 1', 'GIVEN Person.address LAW 1']}
    ${['DAY', 'GROUND']}    | ${null}      | ${['2026-03-02 GIVEN LAW 2', '2026-03-02 GIVEN CONSENT 1', '2026-03-03 GIVEN LAW 1', '2026-03-03 REFUSED 1']}
    ${['GROUND', 'GROUND']} | ${'GIVEN'}   | ${['GIVEN LAW 3', 'GIVEN CONSENT 1']}
  `('by $by of $outcome: each access once in each row', async ({ by, outcome, rows }) => {
    await three()
    const asked = await counted({ by, outcome })
    expect([asked.errors, lines(asked)]).toEqual([[], rows])
  })

  test('a day is one in Denmark, and the end is not included', async () => {
    for (const time of [
      '2026-02-28T22:59:59Z',
      '2026-02-28T23:00:00Z',
      '2026-03-31T21:59:59Z',
      '2026-03-31T22:00:00Z',
    ])
      await put(cases, karen, { at: time })
    expect(lines(await counted({ by: ['DAY'] }))).toEqual(['2026-03-01 GIVEN 1', '2026-03-31 GIVEN 1'])
  })

  test('are in plain words too, name nobody, and are on record as a reading about nobody', async () => {
    await three()
    const text = `query C($from: DateTime!, $to: DateTime!) { accessCounts(from: $from, to: $to, by: [FIELD, CODE], outcome: REFUSED) {
      label(language: DA) why(language: DA) authority { cvr } day ground } }`
    const asked = await asOfficer(cases, text, march)
    expect(asked.data.accessCounts[1]).toEqual({
      label: 'civilstand',
      why: 'det kræver samtykke, og der er ikke givet noget',
      authority: null,
      day: null,
      ground: null,
    })
    expectNowhere(asked, [karen])
    expect(asked.records).toMatchObject([{ subject_id: null, officer: 'kommune-steward-1' }])
    expect(asked.recorded).toEqual(['Query.accessCounts LAW'])
  })
})

describe('of whom', () => {
  test.each`
    who               | asks         | rows
    ${'municipality'} | ${null}      | ${['kommune GIVEN 2']}
    ${'municipality'} | ${'kommune'} | ${['kommune GIVEN 2']}
    ${'municipality'} | ${'politi'}  | ${[]}
    ${'operator'}     | ${null}      | ${['kommune GIVEN 1', 'politi GIVEN 1']}
    ${'operator'}     | ${'politi'}  | ${['politi GIVEN 1']}
  `('the $who asking for $asks', async ({ who, asks: key, rows }) => {
    const covert = { hidden: inDays(1) }
    for (const name of ['kommune', 'politi'])
      for (const more of [{}, covert])
        await put(cases, karen, { at: at(2), authority: cases.cvr(name), ...more })
    // What a person looked at is no authority's.
    await cases.database
      .admin`insert into access_log.record (operation_id, operation_hash, process, subject_id, client, person_id,
        at, given, refused)
      values (gen_random_uuid(), 'h', 'test', ${karen}, 'playground', ${karen}, ${at(2)}, '[{"field":"Person.name"}]', '[]')`
    const asked = await counted(
      { by: ['AUTHORITY'], authority: key && cases.cvr(key) },
      who === 'operator' ? operator : {},
    )
    const named = lines(asked).map(line =>
      line.replace(cases.cvr('kommune'), 'kommune').replace(cases.cvr('politi'), 'politi'),
    )
    expect([asked.errors, named.sort()]).toEqual([[], rows])
  })

  test('the operator counts a covert one once its cover has ended', async () => {
    await put(cases, karen, { at: at(2), authority: cases.cvr('politi'), hidden: '2026-03-05T00:00:00Z' })
    expect(lines(await counted({}, operator))).toEqual(['GIVEN 1'])
  })

  test.each`
    who                           | as                                                                     | told
    ${'an officer under another'} | ${{ activity: 'ADM-1' }}                                               | ${'accessCounts ACTIVITY_FIELD_OUTSIDE'}
    ${'a system by itself'}       | ${{ client: 'kommune-sagssystem', activity: 'KOM-17', officer: null }} | ${'accessCounts CALLER_KIND'}
  `('nobody else: $who is refused', async ({ as, told }) => {
    expect((await counted({}, as)).refused).toEqual([told])
  })
})

describe('what is too much', () => {
  test.each`
    period                                                              | code
    ${{ from: march.to, to: march.from }}                               | ${'PERIOD_REVERSED'}
    ${{ from: march.from, to: march.from }}                             | ${'PERIOD_REVERSED'}
    ${{ from: '2025-01-01T00:00:00Z', to: '2026-01-02T00:00:00.001Z' }} | ${'PERIOD_TOO_LONG'}
    ${{ from: '2025-01-01T00:00:00Z', to: '2026-01-02T00:00:00Z' }}     | ${null}
  `('$period → $code', async ({ period, code }) => {
    expect((await counted(period)).refused).toEqual(code === null ? [] : [`accessCounts ${code}`])
  })

  test('more than 5,000 rows are refused, and 5,000 told', async () => {
    await cases.database
      .admin`insert into access_log.record (operation_id, operation_hash, process, subject_id, client, authority,
        at, given, refused)
      select gen_random_uuid(), 'h', 'test', ${karen}, 'c', ${cases.cvr('kommune')}, ${at(2)},
        jsonb_build_array(jsonb_build_object('field', 'Person.f' || i, 'ground', 'LAW')), '[]'
      from generate_series(1, 5000) i`
    expect(lines(await counted({ by: ['FIELD'] }))).toHaveLength(5_000)
    await put(cases, karen, { at: at(3) })
    const asked = await counted({ by: ['FIELD'] })
    expect([asked.data.accessCounts, asked.refused]).toEqual([null, ['accessCounts LIST_TOO_LARGE']])
  })

  test('what takes too long is refused by name', async () => {
    const { admin } = cases.database
    await put(cases, karen, { at: at(2) })
    await admin`create function access_log.wait() returns boolean language sql volatile as 'select pg_sleep(2) is not null'`
    await admin.unsafe('grant execute on function access_log.wait() to public')
    await admin`alter table access_log.record enable row level security`
    await admin.unsafe(`create policy slow on access_log.record for select using (access_log.wait())`)
    try {
      const asked = await counted({})
      expect(asked.refused).toEqual(['accessCounts LIST_TOO_LARGE'])
      expect(asked.errors[0]!.message).toMatch(/shorter period/)
    } finally {
      await admin`alter table access_log.record disable row level security`
    }
  })

  test.each`
    outcome      | index
    ${'REFUSED'} | ${'record_refused'}
    ${null}      | ${'record'}
  `('of $outcome only the period is read', async ({ outcome, index }) => {
    const { countAccesses } = await import('../subgraphs/access-log/counts.ts')
    const { drizzle } = await import('drizzle-orm/postgres-js')
    const { admin } = cases.database
    // A year of which a hundredth was refused.
    await admin`insert into access_log.record (operation_id, operation_hash, process, subject_id, client, authority, at, given, refused)
      select gen_random_uuid(), 'h', 'test', ${karen}, 'c', ${cases.cvr('kommune')},
        timestamptz '2025-04-01' + i * interval '26 minutes', '[{"field":"Person.name","ground":"LAW"}]',
        case i % 100 when 0 then jsonb '[{"field":"Person.address","code":"CONSENT_MISSING"}]' else '[]' end
      from generate_series(1, 20000) i`
    await admin`vacuum analyze access_log.record`
    const sql = cases.database.sql('access_log')
    sql.options.debug = (_connection, query, parameters) => {
      if (query.includes('access_log.record r')) sent.push({ query, parameters })
    }
    const cvr = cases.cvr('kommune')
    const period = { from: new Date(march.from), to: new Date(march.to) }
    const by = ['FIELD', 'CODE'] as const
    await countAccesses(drizzle(sql), { ...period, by, outcome, authority: cvr, own: cvr })
    const reading = await explain(admin, sent.at(-1)!, 'force_custom_plan')
    expect(reading.scans.join()).toContain(index)
    const inPeriod = (31 * 24 * 60) / 26
    expect(reading.rows + reading.passedOver).toBeLessThan(
      outcome === null ? 1.1 * inPeriod : 0.02 * inPeriod,
    )
  })
})
