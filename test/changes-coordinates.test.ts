// Every field of persons and businesses has its changes noted, or a reason why not.
import { describe, expect, test } from 'vitest'
import { changedBy } from '../subgraphs/businesses/import/changes.ts'
import { ofUnits } from '../subgraphs/businesses/import/row.ts'
import { shown } from '../subgraphs/persons/import/changes.ts'
import { classifyPlatform } from '../subgraphs/registry.ts'

describe('every field of persons and businesses', () => {
  // What is no register's, and what only leads elsewhere.
  const others = {
    Person: ['id', 'accessLog', 'cases', 'consents', 'notices'],
    // A participant's own document is told of the person that it is about.
    Business: ['id', 'cvr', 'participantRecord', 'accessLog', 'cases', 'consents', 'notices'],
    ProductionUnit: ['id', 'pNumber'],
  }
  const row = { current: true, secret: false, public: true }
  const ofBoth = ['REGISTRATION', 'SUMMARY', 'LATEST_CONTACT', 'LATEST_EMPLOYMENT', 'UNREAD x']
  const rows = [
    ...['PRIMARY', 'SECONDARY x'].flatMap(slot =>
      [true, false].map(current => ({ ...row, table: 'name', slot, current })),
    ),
    ...['LOCATION', 'POSTAL'].map(slot => ({ ...row, table: 'address', slot })),
    ...['MAIN', 'SECONDARY 1'].map(slot => ({ ...row, table: 'industry', slot })),
    ...['TEGNINGSREGEL 0', 'FORMÅL 0', 'REKLAMEBESKYTTET 0', 'FEJLREGISTRERET 0', 'UKENDT 0'].map(slot => ({
      ...row,
      table: 'attribute',
      slot,
    })),
    ...[true, false].map(secret => ({ ...row, table: 'contact', slot: 'PHONE x', secret })),
    ...['form', 'life_cycle', 'participant_name'].map(table => ({ ...row, table, slot: 'x' })),
    ...['YEAR 2024', 'QUARTER 2024 1', 'MONTH 2024 1'].map(slot => ({ ...row, table: 'employment', slot })),
    ...['BUSINESS', 'CREDIT'].map(slot => ({ ...row, table: 'status', slot })),
    ...[
      ...ofBoth,
      'REGISTRATION_NUMBER x',
      'UNIT x',
      'MERGER x',
      'SPLIT x',
      'OFFICE 7 x',
      'PARTICIPANT_ADDRESS 7 x',
    ].map(slot => ({ ...row, table: 'record', slot })),
    { ...row, table: 'unit_business', slot: 'x' },
  ] as readonly Parameters<typeof changedBy>[0][]
  const alike = rows
    .filter(({ table, slot }) => table !== 'record' || ofBoth.includes(slot))
    .map(each => ({ ...each, table: `unit_${each.table}` }) as (typeof rows)[number])
  const changed = [...rows, ...alike.filter(({ table }) => ofUnits.tables.includes(table))].flatMap(changedBy)
  const told = {
    Person: [
      ...shown.map(({ coordinate }) => coordinate),
      'Person.businessRoles',
      'Person.participantRecords',
    ],
    Business: changed.filter(coordinate => coordinate.startsWith('Business.')),
    ProductionUnit: changed.filter(coordinate => coordinate.startsWith('ProductionUnit.')),
  }

  test.each(['Person', 'Business', 'ProductionUnit'] as const)(
    'of %s is told of, or is no register’s',
    type => {
      const fields = [...classifyPlatform().get(type)!.fields.values()].map(({ coordinate }) => coordinate)
      const known = others[type].map(name => `${type}.${name}`)
      expect(known.filter(coordinate => !fields.includes(coordinate))).toEqual([])
      const left = fields.filter(coordinate => !known.includes(coordinate))
      expect([...new Set<string>(told[type])].sort()).toEqual(left.sort())
    },
  )

  test.each`
    row                                                                                      | what
    ${{ table: 'attribute', slot: 'KAPITAL 0', current: false, secret: null, public: null }} | ${'capital of earlier'}
    ${{ table: 'address', slot: 'LOCATION', current: false, secret: null, public: null }}    | ${'an address of earlier'}
  `('nothing tells of $what', ({ row }) => {
    expect(changedBy(row)).toEqual([])
  })
})
