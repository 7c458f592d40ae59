// Reads the lists of values that businesses and production units have alike: every element becomes a row with its own period.

import { periodOf } from './dated.ts'
import { type Element, required } from './element.ts'
import { employmentLists } from './employment.ts'
import type { BusinessTable, ColumnValue, Content, RegisterRow } from './row.ts'

/** A list of a document: the table of its rows, and which of the owner's values there each is. */
export interface List {
  readonly member: string
  readonly table: BusinessTable
  readonly slot: string | ((item: Element) => string)
  readonly columns: (item: Element) => Readonly<Record<string, ColumnValue>>
}

const commonLists: readonly List[] = [
  { member: 'navne', table: 'name', slot: 'PRIMARY', columns: nameColumns },
  // Several secondary names hold at once: each is a slot of its own.
  { member: 'binavne', table: 'name', slot: item => `SECONDARY ${item.text('navn')}`, columns: nameColumns },
  { member: 'beliggenhedsadresse', table: 'address', slot: 'LOCATION', columns: addressColumns },
  { member: 'postadresse', table: 'address', slot: 'POSTAL', columns: addressColumns },
  { member: 'livsforloeb', table: 'life_cycle', slot: '', columns: () => ({}) },
  { member: 'hovedbranche', table: 'industry', slot: 'MAIN', columns: industryColumns },
  { member: 'bibranche1', table: 'industry', slot: 'SECONDARY 1', columns: industryColumns },
  { member: 'bibranche2', table: 'industry', slot: 'SECONDARY 2', columns: industryColumns },
  { member: 'bibranche3', table: 'industry', slot: 'SECONDARY 3', columns: industryColumns },
  ...employmentLists,
  ...contactLists(),
]

/** Everything that a business and a production unit have alike. */
export function readValues(owner: Element, updated: string): readonly RegisterRow[] {
  return [
    ...commonLists.flatMap(list => readList(owner, list, updated)),
    ...attributes(owner, updated),
    ...markings(owner, updated),
  ]
}

/** The rows of a list. `updated` stands in where the register gives no instant of its own. */
export function readList(owner: Element, list: List, updated: string): readonly RegisterRow[] {
  return owner.list(list.member).map(item => ({
    table: list.table,
    slot: typeof list.slot === 'string' ? list.slot : list.slot(item),
    columns: list.columns(item),
    period: periodOf(item),
    registered: item.instant('sidstOpdateret') ?? updated,
    path: item.path,
  }))
}

/** A text that the register must have given. */
export const needed = (item: Element, member: string): string =>
  required(item.text(member), `${item.path}.${member}`)

export function nameColumns(item: Element) {
  return { name: needed(item, 'navn') }
}

/** Every part of an address, as the columns of its table. */
export function addressColumns(item: Element) {
  const municipality = item.object('kommune')
  // When the municipality came to be, and when its name was last written: of the municipality, not of the address.
  municipality?.skip('periode', 'sidstOpdateret')
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
    validated_text: item.text('sidstValideret'),
  }
}

/** The parts of an address under the names of the schema. */
export const addressContent = (item: Element): Content =>
  Object.fromEntries(
    Object.entries(addressColumns(item)).map(([name, value]) => [
      name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()),
      value,
    ]),
  )

export function industryColumns(item: Element) {
  return { code: item.code('branchekode', 6), text: item.text('branchetekst') }
}

/** Several phone numbers or addresses hold at once: each is a slot of its own. */
function contactLists(): readonly List[] {
  const kinds = {
    telefonNummer: 'PHONE',
    sekundaertTelefonNummer: 'SECOND_PHONE',
    telefaxNummer: 'FAX',
    sekundaertTelefaxNummer: 'SECOND_FAX',
    elektroniskPost: 'EMAIL',
    hjemmeside: 'WEBSITE',
    obligatoriskEmail: 'MANDATORY_EMAIL',
  }
  return Object.entries(kinds).map(([member, kind]) => ({
    member,
    table: 'contact',
    slot: item => `${kind} ${needed(item, 'kontaktoplysning')}`,
    columns: item => ({
      kind,
      value: needed(item, 'kontaktoplysning'),
      // What does not say that it is open is not.
      secret: item.flag('hemmelig') ?? true,
    }),
  }))
}

/** Attributes of any type, known or not (TEGNINGSREGEL, FORMÅL, KAPITAL …): each value is a row. */
function attributes(owner: Element, updated: string): readonly RegisterRow[] {
  return owner.list('attributter').flatMap(attribute => {
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
function markings(owner: Element, updated: string): readonly RegisterRow[] {
  const marked = [
    ['REKLAMEBESKYTTET', owner.flag('reklamebeskyttet')],
    // What was registered in error never counts as existing.
    ['FEJLREGISTRERET', owner.flag('fejlRegistreret') === true ? true : null],
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

/** A legal form, as the columns of its table. */
export function formColumns(item: Element) {
  return {
    code: required(item.whole('virksomhedsformkode'), `${item.path}.virksomhedsformkode`),
    short_name: item.text('kortBeskrivelse'),
    long_name: item.text('langBeskrivelse'),
    data_supplier: item.text('ansvarligDataleverandoer'),
  }
}
