// Reads one company (Vrvirksomhed) into the rows of the tables. Every list element becomes a row with its own period.
import { Element, required, ShapeError } from './element.ts'
import { isBusinessNumber } from './numbers.ts'
import { type Participant, periodOf, readParticipants } from './participants.ts'
import type { ColumnValue, RegisterRow, RowTable } from './row.ts'

/** A company as its document says it. */
export interface Company {
  readonly cvr: string
  /** CVR's own number of the unit (*enhedsNummer*). */
  readonly unitNumber: number
  /** When the register last wrote the company (*sidstOpdateret*). */
  readonly updated: string
  /** When this document was made (*sidstIndlaest*); a later document replaces an earlier one. */
  readonly version: string
  readonly rows: readonly RegisterRow[]
  readonly participants: readonly Participant[]
  readonly findings: readonly ShapeError[]
}

/**
 * Reads a Vrvirksomhed. Throws ShapeError (place and reason, no value) for a shape that is not the register's or a number
 * that is no business number and in no test series.
 */
export function readCompany(value: unknown, testSeries: readonly string[]): Company {
  const company = new Element(value, '')
  const cvr = required(company.code('cvrNummer', 8), 'cvrNummer')
  if (!isBusinessNumber(cvr, testSeries))
    throw new ShapeError(
      'cvrNummer',
      'not a business number (check digit), and in no test series of the settings',
    )
  const updated = required(company.instant('sidstOpdateret'), 'sidstOpdateret')
  const { participants, rows, findings } = readParticipants(company, updated, testSeries)
  return {
    cvr,
    unitNumber: required(company.whole('enhedsNummer'), 'enhedsNummer'),
    updated,
    version: company.instant('sidstIndlaest') ?? updated,
    rows: [
      ...lists.flatMap(read => readList(company, read, updated)),
      ...attributes(company, updated),
      ...markings(company, updated),
      ...rows,
    ],
    participants,
    findings,
  }
}

interface List {
  readonly member: string
  readonly table: RowTable
  readonly slot: string | ((item: Element) => string)
  readonly columns: (item: Element) => Readonly<Record<string, ColumnValue>>
}

// Contact data, quarters and months of employment, units and mergers stay in the raw document until an issue needs them.
const lists: readonly List[] = [
  { member: 'navne', table: 'name', slot: 'PRIMARY', columns: nameColumns },
  // Several secondary names hold at once: each is a slot of its own.
  { member: 'binavne', table: 'name', slot: item => `SECONDARY ${item.text('navn')}`, columns: nameColumns },
  { member: 'beliggenhedsadresse', table: 'address', slot: 'LOCATION', columns: addressColumns },
  { member: 'postadresse', table: 'address', slot: 'POSTAL', columns: addressColumns },
  { member: 'virksomhedsform', table: 'form', slot: '', columns: formColumns },
  {
    member: 'virksomhedsstatus',
    table: 'status',
    slot: 'BUSINESS',
    columns: item => ({ code: null, text: needed(item, 'status') }),
  },
  {
    member: 'status',
    table: 'status',
    slot: 'CREDIT',
    columns: item => ({ code: item.text('statuskode'), text: item.text('statustekst') }),
  },
  { member: 'livsforloeb', table: 'life_cycle', slot: '', columns: () => ({}) },
  { member: 'hovedbranche', table: 'industry', slot: 'MAIN', columns: industryColumns },
  { member: 'bibranche1', table: 'industry', slot: 'SECONDARY 1', columns: industryColumns },
  { member: 'bibranche2', table: 'industry', slot: 'SECONDARY 2', columns: industryColumns },
  { member: 'bibranche3', table: 'industry', slot: 'SECONDARY 3', columns: industryColumns },
  {
    member: 'aarsbeskaeftigelse',
    table: 'employment',
    slot: item => needed(item, 'aar'),
    columns: employmentColumns,
  },
]

function readList(company: Element, list: List, updated: string): readonly RegisterRow[] {
  return company.list(list.member).map(item => ({
    table: list.table,
    slot: typeof list.slot === 'string' ? list.slot : list.slot(item),
    columns: list.columns(item),
    period: periodOf(item),
    registered: item.instant('sidstOpdateret') ?? updated,
    path: item.path,
  }))
}

const needed = (item: Element, member: string): string =>
  required(item.text(member), `${item.path}.${member}`)

function nameColumns(item: Element) {
  return { name: needed(item, 'navn') }
}

function addressColumns(item: Element) {
  const municipality = item.object('kommune')
  return {
    country_code: item.text('landekode'),
    free_text: item.text('fritekst'),
    street_code: item.code('vejkode', 4),
    street: item.text('vejnavn'),
    house_from: item.text('husnummerFra'),
    house_to: item.text('husnummerTil'),
    letter_from: item.text('bogstavFra'),
    letter_to: item.text('bogstavTil'),
    floor: item.text('etage'),
    door: item.text('sidedoer'),
    care_of: item.text('conavn'),
    town_name: item.text('bynavn'),
    post_box: item.text('postboks'),
    postal_code: item.text('postnummer')?.padStart(4, '0') ?? null,
    postal_district: item.text('postdistrikt'),
    municipality_code: municipality?.code('kommuneKode', 4) ?? null,
    municipality_name: municipality?.text('kommuneNavn') ?? null,
    dar_id: item.text('adresseId'),
  }
}

function formColumns(item: Element) {
  return {
    code: required(item.whole('virksomhedsformkode'), `${item.path}.virksomhedsformkode`),
    short_name: item.text('kortBeskrivelse'),
    long_name: item.text('langBeskrivelse'),
    data_supplier: item.text('ansvarligDataleverandoer'),
  }
}

function industryColumns(item: Element) {
  return { code: item.code('branchekode', 6), text: item.text('branchetekst') }
}

function employmentColumns(item: Element) {
  return {
    year: required(item.whole('aar'), `${item.path}.aar`),
    employees: item.whole('antalAnsatte'),
    full_time_equivalents: item.whole('antalAarsvaerk'),
    including_owners: item.whole('antalInklusivEjere'),
    employees_interval: item.text('intervalKodeAntalAnsatte'),
    full_time_equivalents_interval: item.text('intervalKodeAntalAarsvaerk'),
  }
}

/** Attributes of any type, known or not (TEGNINGSREGEL, FORMÅL, KAPITAL …): each value is a row. */
function attributes(company: Element, updated: string): readonly RegisterRow[] {
  return company.list('attributter').flatMap(attribute => {
    const type = needed(attribute, 'type')
    const sequence = attribute.whole('sekvensnr') ?? 0
    return attribute.list('vaerdier').map(value => ({
      table: 'attribute' as const,
      slot: `${type} ${sequence}`,
      columns: { type, sequence, value_type: attribute.text('vaerditype'), value: value.text('vaerdi') },
      period: periodOf(value),
      registered: value.instant('sidstOpdateret') ?? updated,
      path: value.path,
    }))
  })
}

/** The two markings that the register gives without a period, kept as attributes. */
function markings(company: Element, updated: string): readonly RegisterRow[] {
  const marked = [
    ['REKLAMEBESKYTTET', company.flag('reklamebeskyttet')],
    // A company registered in error never counts as existing.
    ['FEJLREGISTRERET', company.flag('fejlRegistreret') === true ? true : null],
  ] as const
  return marked.flatMap(([type, flag]) =>
    flag === null
      ? []
      : [
          {
            table: 'attribute' as const,
            slot: `${type} 0`,
            columns: { type, sequence: 0, value_type: 'boolean', value: String(flag) },
            period: { from: null, to: null },
            registered: updated,
            path: type === 'FEJLREGISTRERET' ? 'fejlRegistreret' : 'reklamebeskyttet',
          },
        ],
  )
}
