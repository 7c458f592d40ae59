// The sample's two extracts: in the official formats, read by the importers without a complaint, the same every time.
import { describe, expect, test } from 'vitest'
import { business, testSeries } from '../sample/businesses.ts'
import { sampleCpr } from '../sample/cpr.ts'
import { sampleCvr } from '../sample/cvr.ts'
import { byKey, type Person, people, person } from '../sample/persons.ts'
import { writeRecord } from '../sample/record.ts'
import { settingRows } from '../settings.ts'
import { readCompany } from '../subgraphs/businesses/import/company.ts'
import { passesCheck } from '../subgraphs/businesses/import/numbers.ts'
import { readUnit } from '../subgraphs/businesses/import/unit.ts'
import { type Checked, checkDelivery } from '../subgraphs/persons/import/check.ts'
import { type CprRecord, layouts, read } from '../subgraphs/persons/import/layouts.ts'
import { readRecords } from '../subgraphs/persons/import/read.ts'

const noon = (day: string) => new Date(`${day}T12:00:00Z`)
const today = noon('2026-11-22')
const everyone = people(today)

async function* stream(bytes: Uint8Array) {
  yield bytes
}

async function checked(bytes: Uint8Array): Promise<readonly Checked[]> {
  const found: Checked[] = []
  for await (const item of checkDelivery(readRecords(stream(bytes)))) found.push(item)
  return found
}

async function recordsOf(day: Date): Promise<readonly CprRecord[]> {
  return (await checked(sampleCpr(day))).flatMap(item => (item.kind === 'record' ? [item.record] : []))
}

describe('CPR', () => {
  test.each(['2026-11-22', '2027-01-06', '2028-02-29', '2030-12-31'])(
    'of %s: no record is quarantined',
    async day => {
      const items = await checked(sampleCpr(noon(day)))
      expect(items.filter(item => item.kind === 'quarantined')).toEqual([])
      expect(items[0]).toMatchObject({ kind: 'start', start: { production: day.replaceAll('-', '') } })
      expect(items.at(-1)).toEqual({ kind: 'end', records: items.length - 2 })
    },
  )

  test('both forms hold the same records', async () => {
    const padded = sampleCpr(today, 'padded')
    expect(Buffer.from(padded).includes('\n')).toBe(false)
    expect(await checked(padded)).toEqual(await checked(sampleCpr(today)))
  })

  test('the padded form is as long as its records', async () => {
    const lengths = (await checked(sampleCpr(today))).flatMap(item =>
      item.kind === 'record' ? [item.record.type] : [],
    )
    const total = ['000', '999', ...lengths].reduce((sum, type) => sum + layouts[type]!.length, 0)
    expect(sampleCpr(today, 'padded')).toHaveLength(total)
  })

  test('the same Danish day gives the same bytes, another day others', () => {
    expect(sampleCpr(new Date('2026-11-22T20:00:00Z'))).toEqual(sampleCpr(today))
    expect(sampleCpr(noon('2026-11-23'))).not.toEqual(sampleCpr(today))
  })

  test('Danish letters are single bytes of ISO-8859-1', () => {
    expect(Buffer.from(sampleCpr(today)).toString('latin1')).toContain('Nørgaard')
  })

  test('counts by record type', async () => {
    const counts: Record<string, number> = {}
    for (const { type } of await recordsOf(today)) counts[type] = (counts[type] ?? 0) + 1
    const living = everyone.filter(one => one.status === '01').length
    expect(counts).toMatchObject({
      '001': 64,
      '003': 64,
      '008': 64,
      '002': living,
      '022': 3,
      '017': 2,
      '005': 1,
      '007': 1,
      '024': 1,
    })
    // Each type of a person's records that the official extract has.
    const types =
      '001 002 003 004 005 006 007 008 009 010 011 012 013 014 015 016 017 018 019 020 021 022 023 024 025 026 027 028 029 030 099'
    expect(Object.keys(counts).sort().join(' ')).toBe(types)
  })
})

describe('relations in the extract', async () => {
  const records = await recordsOf(today)
  const of = (one: Person, type: string) =>
    records.filter(record => record.type === type && read(record, 'PNR') === one.number)

  test('each child stands in 014 of both parents, and 015 names them', () => {
    for (const child of everyone) {
      const [parents] = of(child, '015')
      for (const [code, key] of [
        ['PNRMOR', child.mother],
        ['PNRFAR', child.father],
      ] as const) {
        const number = key ? byKey(everyone, key).number : '0000000000'
        expect(read(parents!, code)).toBe(number)
        if (key)
          expect(of(byKey(everyone, key), '014').map(record => read(record, 'PNR-BARN'))).toContain(
            child.number,
          )
      }
    }
    expect(records.filter(record => record.type === '014')).toHaveLength(
      everyone.flatMap(child => [child.mother, child.father].filter(Boolean)).length,
    )
  })

  test('custody (016) by mother or father needs 015 to name them; another holder stands with a number', () => {
    const custody = records.filter(record => record.type === '016')
    expect(custody).toHaveLength(17)
    for (const record of custody) {
      const child = everyone.find(one => one.number === read(record, 'PNR'))!
      const type = read(record, 'RELTYP-FORÆLDREMYN')
      if (type === '0003') expect(child.mother).toBeDefined()
      else if (type === '0004') expect(child.father).toBeDefined()
      else
        expect([type, child.key, read(record, 'RELPNR')]).toEqual([
          '0005',
          'villads',
          byKey(everyone, 'grethe').number,
        ])
    }
  })

  test.each`
    key        | type     | code                     | value
    ${'carl'}  | ${'017'} | ${'RELPNR'}              | ${() => byKey(everyone, 'dorte').number}
    ${'ruth'}  | ${'017'} | ${'SLET_DT-UMYNDIG'}     | ${() => '2019-11-30'}
    ${'hans'}  | ${'001'} | ${'STATUSHAENSTART'}     | ${() => '202611211200'}
    ${'hans'}  | ${'012'} | ${'CIVST'}               | ${() => 'D'}
    ${'anna'}  | ${'002'} | ${'TILFLYDTO'}           | ${() => '202610221200'}
    ${'anna'}  | ${'026'} | ${'EFTERNVN'}            | ${() => 'Bak'}
    ${'gitte'} | ${'003'} | ${'STANDARDADR'}         | ${() => 'Egeugletoften 27'}
    ${'gitte'} | ${'004'} | ${'BESKYTTYPE'}          | ${() => '0001'}
    ${'lone'}  | ${'013'} | ${'START_DT-SEPARATION'} | ${() => '2026-08-22'}
    ${'rikke'} | ${'012'} | ${'AEGTENVN'}            | ${() => 'Olsen,Knut'}
  `('$key: record $type, $code', ({ key, type, code, value }) => {
    const [record] = of(byKey(everyone, key), type)
    expect(read(record!, code)).toBe(value())
  })

  test('an old number leads to the current one', () => {
    const old = records.filter(record => record.type === '001' && read(record, 'PNRGAELD') !== '')
    const expected = everyone.flatMap(one =>
      one.earlierNumbers.map(({ number, status }) => [number, status, one.number]),
    )
    expect(old.map(record => ['PNR', 'STATUS', 'PNRGAELD'].map(code => read(record, code))).sort()).toEqual(
      expected.sort(),
    )
    const earlier = records.filter(record => record.type === '022')
    expect(earlier.map(record => [read(record, 'PNR'), read(record, 'PNRGÆLD')]).sort()).toEqual(
      expected.map(([number, , current]) => [number, current]).sort(),
    )
  })
})

test('a value too long for its field, or for no field, is refused', () => {
  expect(() => writeRecord('014', { PNR: '12345678901' })).toThrow('longer than field PNR')
  expect(() => writeRecord('014', { STILLING: 'x' })).toThrow('no field STILLING')
})

describe('CVR', () => {
  const answer = JSON.parse(sampleCvr(today))
  const documents = (kind: string): unknown[] =>
    answer.hits.hits.flatMap(({ _source }: { _source: Record<string, unknown> }) => _source[kind] ?? [])
  const companies = documents('Vrvirksomhed').map(document => readCompany(document, testSeries))
  const units = documents('VrproduktionsEnhed').map(document => readUnit(document, testSeries))
  const named = (name: string) =>
    companies.find(one => one.rows.some(row => row.table === 'name' && row.columns.name === name))!
  const now = (name: string, table: string) =>
    named(name).rows.filter(row => row.table === table && row.period.to === null)
  const rule = (name: string) =>
    now(name, 'attribute').find(row => row.columns.type === 'TEGNINGSREGEL')?.columns.value
  const rolesIn = (name: string) =>
    now(name, 'participant_role')
      .map(row => row.columns.role)
      .sort()

  test('twenty businesses, read without a finding, their numbers of the test series and none possible', () => {
    expect(companies).toHaveLength(20)
    expect(companies.flatMap(one => one.findings)).toEqual([])
    for (const { cvr } of companies)
      expect([passesCheck(cvr), testSeries.some(series => cvr.startsWith(series))]).toEqual([false, true])
    expect(new Set(companies.map(one => one.cvr)).size).toBe(20)
    expect(new Set(companies.map(one => one.unitNumber)).size).toBe(20)
  })

  test('a production unit at the address of each business, and four more, read without a finding', () => {
    expect(units.flatMap(one => one.findings)).toEqual([])
    expect(new Set(units.map(one => one.pNumber)).size).toBe(24)
    expect(new Set([...units, ...companies].map(one => one.unitNumber)).size).toBe(44)
    const owners = units.flatMap(one => one.rows.flatMap(row => row.refersTo ?? []))
    expect(new Set(owners)).toEqual(new Set(companies.map(one => one.cvr)))
  })

  test('employees of the units are those of their business', () => {
    const employees = (rows: readonly { table: string; columns: Readonly<Record<string, unknown>> }[]) =>
      rows
        .filter(({ table, columns }) => /employment$/.test(table) && columns.year === 2025)
        .reduce((total, { columns }) => total + Number(columns.employees), 0)
    for (const name of ['Vestkyst A/S', 'Limfjord Maskiner A/S', 'Nordhavn ApS']) {
      const of = units.filter(one =>
        one.rows.some(({ refersTo, period }) => refersTo === named(name).cvr && period.to === null),
      )
      expect(employees(of.flatMap(one => one.rows))).toBe(employees(named(name).rows))
    }
  })

  test('the settings accept its numbers by default and name its operator', () => {
    const byDefault = (name: string) => settingRows.find(row => row.name === name)?.default
    expect(byDefault('OPERATOR_CVR')).toBe(business('operator', today).cvr)
    expect(byDefault('CVR_TEST_SERIES')?.split(',')).toEqual(expect.arrayContaining([...testSeries]))
  })

  test('the same Danish day gives the same text', () => {
    expect(sampleCvr(new Date('2026-11-22T01:00:00Z'))).toBe(sampleCvr(today))
  })

  test.each`
    name                          | form   | status             | rule
    ${'Frisør Ida'}               | ${10}  | ${'NORMAL'}        | ${undefined}
    ${'Nordhavn ApS'}             | ${80}  | ${'NORMAL'}        | ${'Selskabet tegnes af en direktør alene.'}
    ${'Vestkyst A/S'}             | ${60}  | ${'NORMAL'}        | ${'Selskabet tegnes af bestyrelsens formand i forening med et bestyrelsesmedlem eller af den samlede bestyrelse.'}
    ${'Klub K'}                   | ${110} | ${'NORMAL'}        | ${undefined}
    ${'Dahl Byg ApS'}             | ${80}  | ${'UNDER KONKURS'} | ${'Selskabet tegnes af en direktør alene.'}
    ${'Greve & Kruse I/S'}        | ${30}  | ${'NORMAL'}        | ${undefined}
    ${'Kattegat IT ApS'}          | ${80}  | ${'NORMAL'}        | ${undefined}
    ${'Limfjord Maskiner A/S'}    | ${60}  | ${'NORMAL'}        | ${'Selskabet tegnes af ledelsen.'}
    ${'Strandby Kommune'}         | ${250} | ${'NORMAL'}        | ${undefined}
    ${'Styrelsen for Datadeling'} | ${230} | ${'NORMAL'}        | ${undefined}
  `('$name: form $form, $status, "$rule"', ({ name, form, status, rule: expected }) => {
    expect(now(name, 'form')[0]?.columns.code).toBe(form)
    expect(now(name, 'status')[0]?.columns.text).toBe(status)
    expect(rule(name)).toBe(expected)
  })

  test.each`
    name                        | roles
    ${'Frisør Ida'}             | ${['FULLY_LIABLE']}
    ${'Nordhavn ApS'}           | ${['BENEFICIAL_OWNER', 'DIRECTOR', 'FOUNDER', 'OWNER']}
    ${'Vestkyst A/S'}           | ${['BOARD_MEMBER', 'BOARD_MEMBER', 'BOARD_MEMBER', 'BOARD_MEMBER', 'CHAIR', 'DIRECTOR', 'OWNER', 'OWNER']}
    ${'Greve & Kruse I/S'}      | ${['FULLY_LIABLE', 'FULLY_LIABLE']}
    ${'Toft Transport ApS'}     | ${[]}
    ${'Fjordgruppen Drift ApS'} | ${['DIRECTOR', 'OWNER']}
  `('$name: roles today', ({ name, roles }) => {
    expect(rolesIn(name)).toEqual(roles)
  })

  test('participants of each kind: Anna by her number, a parent company by its own, one of neither register', () => {
    expect(named('Nordhavn ApS').participants[0]).toMatchObject({
      kind: 'PERSON',
      number: person('anna', today).number,
    })
    expect(named('Fjordgruppen Drift ApS').participants).toMatchObject([
      { kind: 'BUSINESS', number: named('Fjordgruppen Holding ApS').cvr },
    ])
    expect(named('Lev A/S').participants.map(one => one.kind)).toContain('UNLINKED')
  })

  test('a unit number is one unit’s', () => {
    const seen = new Map<number, string>()
    for (const one of companies.flatMap(company => company.participants)) {
      const who = `${one.kind} ${one.number}`
      expect(seen.get(one.unitNumber) ?? who).toBe(who)
      seen.set(one.unitNumber, who)
    }
  })

  test('no address of a protected participant', () => {
    const text = JSON.stringify(answer)
    expect(text).not.toContain('Egeugletoften')
    expect(text).toContain('"adresseHemmelig":true')
  })

  test('employment of Anna’s businesses for each of the last five years', () => {
    for (const name of ['Nordhavn ApS', 'Holm Keramik']) {
      const years = named(name).rows.filter(row => row.table === 'employment')
      expect(years.map(row => row.columns.year)).toEqual([2021, 2022, 2023, 2024, 2025])
      expect(years.every(row => Number(row.columns.employees) > 0)).toBe(true)
    }
  })

  test('nothing is registered later than the day of loading', () => {
    for (const row of companies.flatMap(company => company.rows))
      expect(Date.parse(row.registered)).toBeLessThanOrEqual(today.getTime())
  })
})
