// Reads what no list and no decision looks at: each is a record, whose content answers one field (../record-fields.ts).

import { datesOf, periodOf } from './dated.ts'
import { type Element, required } from './element.ts'
import type { Period } from './periods.ts'
import type { Content, RegisterRow } from './row.ts'
import { readSummary, says } from './summary.ts'
import { addressContent, needed } from './values.ts'

export type RecordKind =
  | 'REGISTRATION'
  | 'REGISTRATION_NUMBER'
  | 'SUMMARY'
  | 'LATEST_CONTACT'
  | 'LATEST_EMPLOYMENT'
  | 'UNIT'
  | 'MERGER'
  | 'SPLIT'
  | 'OFFICE'
  | 'PARTICIPANT'
  | 'PARTICIPANT_ADDRESS'
  | 'PARTICIPANT_NAME'
  | 'UNREAD'

const always: Period = { from: null, to: null }

interface Read {
  readonly kind: RecordKind
  /** Tells records of the kind apart. */
  readonly name?: string | number
  readonly content: Content
  readonly period?: Period
  readonly registered: string
  readonly path: string
  /** The participant that it is about, by CVR's unit number. */
  readonly participant?: number
}

/** A record as the row of its table. */
export const recordRow = (read: Read): RegisterRow => ({
  table: 'record',
  slot: [read.kind, read.participant, read.name].filter(part => part !== undefined).join(' '),
  columns: { kind: read.kind, content: read.content },
  period: read.period ?? always,
  registered: read.registered,
  path: read.path,
  ...(read.participant !== undefined && { refersTo: read.participant }),
})

/** What the register says of the entry itself, and its own summary of the newest values. */
export function readEntry(owner: Element, summary: string, updated: string): readonly RegisterRow[] {
  owner.skip('enhedstype')
  const registration = {
    industryResponsibility: owner.text('brancheAnsvarskode'),
    sharedId: owner.text('samtId'),
    dataAccess: owner.text('dataAdgang'),
    actor: owner.text('virkningsAktoer'),
    loadError: owner.flag('fejlVedIndlaesning'),
    loadErrorText: owner.text('fejlBeskrivelse'),
    nextFutureDate: owner.date('naermesteFremtidigeDato'),
  }
  const newest = owner.object(summary)
  const { values = {}, contact = [], employment = [] } = newest ? readSummary(newest) : {}
  const one = (kind: RecordKind, path: string, content: Content) =>
    says(content) ? [recordRow({ kind, content, registered: updated, path })] : []
  return [
    ...one('REGISTRATION', 'samtId', registration),
    ...one('SUMMARY', summary, values),
    ...one('LATEST_CONTACT', `${summary}.nyesteKontaktoplysninger`, { contact }),
    ...one('LATEST_EMPLOYMENT', `${summary}.nyesteAarsbeskaeftigelse`, { employment }),
  ]
}

/** The records that businesses have and units have not. */
export function readCompanyRecords(company: Element, updated: string): readonly RegisterRow[] {
  const registered = (item: Element) => item.instant('sidstOpdateret') ?? updated
  const listed = (kind: RecordKind, member: string, name: string, read: (item: Element) => string) =>
    company.list(member).map(item => {
      const value = read(item)
      return recordRow({
        ...{ kind, name: value, content: { [name]: value } },
        ...{ period: periodOf(item), registered: registered(item), path: item.path },
      })
    })
  return [
    ...listed('REGISTRATION_NUMBER', 'regNummer', 'number', item => needed(item, 'regnummer')),
    ...listed('UNIT', 'penheder', 'pNumber', item =>
      required(item.code('pNummer', 10), `${item.path}.pNummer`),
    ),
    ...readRestructurings(company, 'MERGER', 'fusioner', updated),
    ...readRestructurings(company, 'SPLIT', 'spaltninger', updated),
  ]
}

/** Mergers or splits: what came in and what went out, as attributes with periods of their own. */
function readRestructurings(company: Element, kind: RecordKind, member: string, updated: string) {
  return company.list(member).map((item, index) => {
    const content = {
      unitNumber: item.text('enhedsNummerOrganisation'),
      names: item.list('organisationsNavn').map(name => ({ name: name.text('navn'), ...datesOf(name) })),
      incoming: readAttributes(item, 'indgaaende'),
      outgoing: readAttributes(item, 'udgaaende'),
    }
    const dated = [...content.names, ...content.incoming, ...content.outgoing]
    const days = dated.flatMap(({ from }) => from ?? []).sort()
    return recordRow({
      ...{ kind, name: content.unitNumber ?? index, content, registered: updated, path: item.path },
      // It is known of from the first day that it names.
      period: { from: days[0] ?? null, to: null },
    })
  })
}

/** Attributes of any type, a value each. */
export function readAttributes(item: Element, member: string) {
  return item.list(member).flatMap(attribute =>
    attribute.list('vaerdier').map(value => ({
      type: needed(attribute, 'type'),
      sequence: attribute.whole('sekvensnr') ?? 0,
      valueType: attribute.text('vaerditype'),
      value: value.text('vaerdi'),
      ...datesOf(value),
    })),
  )
}

/** What a relation says of the participant besides name and roles: markings, addresses and offices. */
export function readParticipantRecords(
  relation: Element,
  unit: Element,
  { participant, registered }: { readonly participant: number; readonly registered: string },
): readonly RegisterRow[] {
  // When the participant's own document was made.
  unit.skip('sidstIndlaest')
  const secret = unit.flag('adresseHemmelig')
  const about = { participant, path: unit.path, registered }
  const markings = {
    organisationType: unit.text('organisationstype'),
    addressSecret: secret,
    addressSecretException: unit.flag('adresseHemmeligUndtagelse'),
    addressUpdateEnded: unit.flag('adresseOpdateringOphoert'),
  }
  const content = { unitType: unit.text('enhedstype'), ...markings }
  return [
    ...(says(markings) ? [recordRow({ ...about, kind: 'PARTICIPANT', content })] : []),
    ...Object.entries(addressMembers).flatMap(([member, kind]) =>
      unit.list(member).map(item =>
        recordRow({
          ...{ ...about, kind: 'PARTICIPANT_ADDRESS', name: kind, path: item.path, period: periodOf(item) },
          content: { kind, secret, ...addressContent(item) },
          registered: item.instant('sidstOpdateret') ?? registered,
        }),
      ),
    ),
    ...relation.list('kontorsteder').map((office, index) => {
      const place = office.object('penhed')
      const names = place?.list('navne').map(name => ({ name: name.text('navn'), ...datesOf(name) })) ?? []
      const pNumber = place?.code('pNummer', 10) ?? null
      const own = { pNumber, unitNumber: place?.text('enhedsNummer') ?? null, names }
      return recordRow({
        ...{ ...about, kind: 'OFFICE', name: pNumber ?? index, path: office.path },
        content: { ...own, attributes: readAttributes(office, 'attributter') },
      })
    }),
  ]
}

/** The lists of addresses of a participant, and what each is for. */
export const addressMembers = {
  beliggenhedsadresse: 'LOCATION',
  postadresse: 'POSTAL',
  forretningsadresse: 'BUSINESS',
} as const
