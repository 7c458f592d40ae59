// Loading CPR files into the database: whole or not at all, the same again changes nothing, every line accounted for.
import { describe, expect, test } from 'vitest'
import type { Accounting } from '../subgraphs/persons/import/accounting.ts'
import { type ImportProgress, importCpr, maskNumbers } from '../subgraphs/persons/import/load.ts'
import { anna, annaBefore, bo, cprFile, cprPerson, cprRecord, inPieces } from './cpr-records.ts'
import {
  contents,
  idOf,
  lived,
  load,
  loadBytes,
  name,
  openRegister,
  refusal,
  register,
  secret,
} from './cpr-register.ts'

openRegister()

const outcome = ({ inserted, changed, unchanged, quarantined }: Accounting) => [
  inserted,
  changed,
  unchanged,
  quarantined,
]

async function namesOf(number: string): Promise<readonly unknown[]> {
  return register().admin`
    select first_names as name, row_status as status, registered_to = 'infinity' as stands from persons.name
    where person_id = ${await idOf(number)} order by registered_from, first_names`
}

describe('a file loads whole or not at all', () => {
  test.each`
    code                       | what                              | bytes
    ${'COUNT_WRONG'}           | ${'the last record is wrong'}     | ${cprFile([cprPerson(anna), name(anna, 'Anna')], { counter: 9 })}
    ${'END_MISSING'}           | ${'the end is lost'}              | ${cprFile([cprPerson(anna), name(anna, 'Anna')]).subarray(0, 150)}
    ${'PERSON_TWICE'}          | ${'one number, two records 001'}  | ${cprFile([cprPerson(anna), cprPerson(anna, { STATUS: '90' })])}
    ${'PRODUCTION_DATE'}       | ${'produced on 30 February'}      | ${cprFile([cprPerson(anna)], { production: '20200230' })}
    ${'PRODUCTION_DATE_AHEAD'} | ${'produced in the next century'} | ${cprFile([cprPerson(anna)], { production: '21200101' })}
  `('$what: $code, and nothing is stored', async ({ code, bytes }) => {
    expect(await refusal(loadBytes(bytes))).toBe(code)
    const [left] = await register().admin`
      select (select count(*)::int from persons.person) as persons, (select count(*)::int from identity.number) as numbers,
        (select count(*)::int from persons.delivery) as deliveries`
    expect(left).toEqual({ persons: 0, numbers: 0, deliveries: 0 })
    // The connection is still good for the next file.
    expect(outcome(await load([cprPerson(anna)]))).toEqual([1, 0, 0, 0])
  })
})

describe('accounting', () => {
  test('every line is a record, a control record, or quarantined; every record inserted, changed or unchanged', async () => {
    const first = await load([cprPerson(anna), name(anna, 'Anna'), lived(anna, '8101'), 'X', cprPerson(bo)])
    expect(first).toMatchObject({ lines: 7, control: 2, records: 4, quarantined: 1, numbers: 2, persons: 2 })
    expect(outcome(first)).toEqual([4, 0, 0, 1])
    expect(first.quarantine).toEqual([{ line: 5, type: null, reason: 'TYPE_MALFORMED' }])
    const next = await load(
      [cprPerson(anna), name(anna, 'Anna Bo', '202002011200'), lived(anna, '8101'), secret(anna)],
      { production: '20200401' },
    )
    expect(outcome(next)).toEqual([1, 1, 2, 0])
    expect(await namesOf(anna)).toEqual([
      { name: 'Anna', status: 'CURRENT', stands: false },
      { name: 'Anna Bo', status: 'CURRENT', stands: true },
    ])
  })

  test('progress is told while reading, at each part of storing, and when done', async () => {
    const steps: ImportProgress[] = []
    const records = [
      cprPerson(anna),
      ...Array.from({ length: 2_499 }, (_, at) => cprRecord('099', anna, { NGLKONST: String(at) })),
    ]
    await importCpr(
      register().sql('importer'),
      { name: 'x', bytes: inPieces(cprFile(records)) },
      { onProgress: step => steps.push(step) },
    )
    const told = (wanted: string) => steps.filter(({ step }) => step === wanted)
    expect(told('READ').map(one => one.records)).toEqual([1000, 2000, 2500])
    const stored = told('STORE')
    expect(stored.map(({ done }) => done)).toEqual(Array.from({ length: stored[0]!.of + 1 }, (_, at) => at))
    expect(stored.every(({ records: count }) => count === 2500)).toBe(true)
    expect(steps.at(-1)).toMatchObject({ step: 'DONE', records: 2500 })
  })

  test.each`
    name                          | kept
    ${'U12170P-110901.txt'}       | ${'U12170P-110901.txt'}
    ${`REPLY_${anna}.txt`}        | ${'REPLY_xxxxxxxxxx.txt'}
    ${'svar 020280-1003 (2).txt'} | ${'svar xxxxxxxxxxx (2).txt'}
  `('the file name $kept holds no number', ({ name: given, kept }) => {
    expect(maskNumbers(given)).toBe(kept)
  })
})

describe('again, later, earlier', () => {
  const family = [
    cprPerson(anna),
    name(anna, 'Anna'),
    cprRecord('014', anna, { 'PNR-BARN': bo }),
    cprPerson(bo),
  ]

  test('the same file again changes nothing, in either form', async () => {
    await load(family)
    const before = await contents()
    for (const padded of [false, true]) {
      const again = await load(family, { padded })
      expect([again.alreadyLoaded, ...outcome(again)]).toEqual([true, 0, 0, 4, 0])
    }
    expect(await contents()).toEqual(before)
    expect(await register().admin`select records from persons.delivery`).toHaveLength(1)
  })

  test('the same records in a later delivery are unchanged, and keep their registered time', async () => {
    await load(family)
    const before = await contents()
    expect(outcome(await load(family, { production: '20200501' }))).toEqual([0, 0, 4, 0])
    expect(await contents()).toEqual(before)
  })

  test('rows are registered from Danish midnight; a second delivery of that day a second later', async () => {
    await load([cprPerson(anna), name(anna, 'Anna')], { production: '20200701' })
    await load([cprPerson(anna), name(anna, 'Anne')], { production: '20200701' })
    const rows = await register().admin`
      select first_names as name, registered_from as "from", registered_to as "to" from persons.name order by registered_from`
    expect(rows.map(row => [row.name, row.from.toISOString()])).toEqual([
      ['Anna', '2020-06-30T22:00:00.000Z'],
      ['Anne', '2020-06-30T22:00:01.000Z'],
    ])
    expect(rows[0]!.to).toEqual(rows[1]!.from)
  })

  test('a delivery older than what is known about one of its persons is refused', async () => {
    await load([cprPerson(anna), name(anna, 'Anna')], { production: '20200701' })
    const before = await contents()
    const older = [cprPerson(bo), cprPerson(anna), name(anna, 'Anne')]
    expect(await refusal(load(older, { production: '20200630' }))).toBe('OLDER_DELIVERY')
    expect(await contents()).toEqual(before)
    // About others it may be older.
    expect(outcome(await load([cprPerson(bo)], { production: '20200630' }))).toEqual([1, 0, 0, 0])
  })

  test('record 001 replaces everything known about its person, and about nobody else', async () => {
    await load([cprPerson(anna), name(anna, 'Anna'), secret(anna), cprPerson(bo), name(bo, 'Bo')])
    await load([cprPerson(anna), name(anna, 'Anna')], { production: '20200401' })
    const [left] = await register().admin`
      select count(*) filter (where registered_to = 'infinity')::int as standing, count(*)::int as known from persons.protection`
    expect(left).toEqual({ standing: 0, known: 1 })
    expect(await namesOf(bo)).toEqual([{ name: 'Bo', status: 'CURRENT', stands: true }])
  })

  test('events are only ever added', async () => {
    const event = (code: string) => cprRecord('099', anna, { TIMESTAMPU: '202001011200', HAENDELSE: code })
    await load([cprPerson(anna), event('A01')])
    await load([cprPerson(anna), event('A05')], { production: '20200401' })
    expect(
      await register().admin`select code from persons.event where registered_to = 'infinity' order by code`,
    ).toEqual([{ code: 'A01' }, { code: 'A05' }])
  })
})

describe('quarantine', () => {
  const unreadable = (record: string) => `${record.slice(0, 20)}\u0007${record.slice(21)}`

  test.each`
    what                             | records                                                                                         | reasons                                                                | persons
    ${'a name that cannot be read'}  | ${[cprPerson(anna), unreadable(name(anna, 'Anna'))]}                                            | ${['CONTROL_BYTES']}                                                   | ${1}
    ${'a person who cannot be read'} | ${[unreadable(cprPerson(anna)), name(anna, 'Anna'), cprPerson(bo)]}                             | ${['CONTROL_BYTES', 'PERSON_MISSING']}                                 | ${1}
    ${'a protection, unreadable'}    | ${[cprPerson(anna), unreadable(secret(anna)), name(anna, 'A')]}                                 | ${['PROTECTION_UNREADABLE', 'CONTROL_BYTES', 'PROTECTION_UNREADABLE']} | ${0}
    ${'a record without its person'} | ${[cprPerson(anna), name(bo, 'Bo')]}                                                            | ${['PERSON_MISSING']}                                                  | ${1}
    ${'a replacement number'}        | ${[cprPerson('6202801003', { FOED_DT: '1980-02-02', 'START_DT-PERSON': '' }), cprPerson(anna)]} | ${['NUMBER_REPLACEMENT']}                                              | ${1}
  `('$what: $reasons', async ({ records, reasons, persons }) => {
    const accounting = await load(records)
    expect(accounting.quarantine.map(({ reason }) => reason)).toEqual(reasons)
    expect(accounting.lines).toBe(accounting.control + accounting.records + accounting.quarantined)
    expect(await register().admin`select from persons.person`).toHaveLength(persons)
    expect(await register().admin`select line, reason from persons.quarantine`).toHaveLength(reasons.length)
  })

  test('what is known is kept when its record cannot be read', async () => {
    await load([cprPerson(anna), name(anna, 'Anna'), lived(anna, '8101')])
    await load([cprPerson(anna), unreadable(name(anna, 'Anna')), lived(anna, '8102')], {
      production: '20200401',
    })
    expect(await namesOf(anna)).toEqual([{ name: 'Anna', status: 'CURRENT', stands: true }])
    expect(
      await register()
        .admin`select street_code as code from persons.address where registered_to = 'infinity'`,
    ).toEqual([{ code: '8102' }])
  })

  test('unknown types, errors and receipts are stored as they came', async () => {
    const error = cprRecord('910', '??????????', { FEJLNR: '0005' })
    const accounting = await load([
      cprPerson(anna),
      `777${anna} tekst`,
      `778${bo}`,
      error,
      cprRecord('997', bo),
    ])
    expect(outcome(accounting)).toEqual([5, 0, 0, 0])
    // Whoever loads the file is told of them; what an error is about stands in the file alone.
    expect(accounting.told).toEqual([
      { line: 5, type: '910', error: '0005' },
      { line: 6, type: '997', error: null },
    ])
    expect(
      await register().admin`select type, person_id is null as nobody from persons.record order by type`,
    ).toEqual([
      { type: '777', nobody: false },
      { type: '778', nobody: true },
      { type: '910', nobody: true },
      { type: '997', nobody: true },
    ])
  })
})

describe('several numbers, one person', () => {
  const changed = cprPerson(annaBefore, { STATUS: '60', PNRGAELD: anna, STATUSHAENSTART: '201001011200' })
  const former = cprRecord('022', anna, {
    PNR: annaBefore,
    'START_DT-PERSON': '1985-03-03',
    'SLUT_DT-PERSON': '2010-01-01',
  })

  test('a superseded number leads to its person, and its rows are no values', async () => {
    const accounting = await load([
      changed,
      name(annaBefore, 'Anna gammel'),
      cprPerson(anna),
      former,
      name(anna, 'Anna'),
    ])
    expect(accounting).toMatchObject({ numbers: 2, persons: 1 })
    expect(await idOf(annaBefore)).toBe(await idOf(anna))
    expect(await namesOf(anna)).toEqual([
      { name: 'Anna', status: 'CURRENT', stands: true },
      { name: 'Anna gammel', status: 'TECHNICAL', stands: true },
    ])
  })

  test('a number that record 022 calls former is superseded, whatever its own 001 says', async () => {
    await load([
      cprPerson(annaBefore),
      name(annaBefore, 'Anna gammel'),
      cprPerson(anna),
      former,
      name(anna, 'Anna'),
    ])
    expect(await namesOf(anna)).toEqual([
      { name: 'Anna', status: 'CURRENT', stands: true },
      { name: 'Anna gammel', status: 'TECHNICAL', stands: true },
    ])
  })

  test('two persons who turn out to be one: all rows lead to the older id', async () => {
    await load([cprPerson(annaBefore), name(annaBefore, 'Anna')])
    const older = await idOf(annaBefore)
    await load([cprPerson(bo), cprRecord('015', bo, { PNRMOR: anna }), cprPerson(anna)])
    const younger = await idOf(anna)
    await load([cprPerson(anna), former, name(anna, 'Anna Ny')], { production: '20200401' })
    expect([await idOf(anna), await idOf(annaBefore)]).toEqual([older, older])
    expect(await namesOf(anna)).toEqual([
      { name: 'Anna', status: 'CURRENT', stands: false },
      { name: 'Anna Ny', status: 'CURRENT', stands: true },
    ])
    const { admin } = register()
    expect(await admin`select parent_id as id from persons.parent where parent_id is not null`).toEqual([
      { id: older },
    ])
    expect(await admin`select from_id, into_id from persons.merged`).toEqual([
      { from_id: younger, into_id: older },
    ])
    expect(await admin`select from persons.person where person_id = ${younger}`).toHaveLength(0)
  })
})
