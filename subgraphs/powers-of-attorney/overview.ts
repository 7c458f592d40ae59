// All rights of one person or business over others, and of others over them, as the registers have them; pure.
import { knownEnd } from '../../access/life.ts'
import {
  judgeSigning,
  readSigning,
  type Signing,
  signatories,
  sourceOf,
  type Wording,
} from '../../access/signing.ts'
import type { SubjectKind } from '../../access/subject-kind.ts'
import { parseInstant } from '../../database/instant.ts'
import type { Lapse, State } from './lifecycle.ts'

export type RegisterSource = 'CUSTODY' | 'GUARDIANSHIP' | 'OWNER' | 'SIGNING_RULE' | 'TRUSTEE' | 'SUPPLIER'

type PowerKind = 'VOLUNTARY' | 'FUTURE' | 'DECREE'

/** A side of a right, by opaque id. */
export interface Side {
  readonly kind: SubjectKind
  readonly id: string
}

/** A right that a register gives. */
export interface RegisterMandate {
  readonly source: RegisterSource
  readonly grantor: Side
  readonly holder: Side
  readonly alone: boolean
  /** Who must sign as well, in words that name nobody; null when nobody must. */
  readonly missing: Wording | null
  /** Of a supplier; else none. */
  readonly activities: readonly string[]
  readonly from: Date | null
  readonly until: Date | null
  readonly state: State
  readonly endedBecause: Lapse | null
}

/** Where a right may come from: a register, or a power of attorney by its kind. */
export type MandateSource = RegisterSource | PowerKind

const powerKinds: readonly MandateSource[] = ['VOLUNTARY', 'FUTURE', 'DECREE']
export const isPowerKind = (source: MandateSource): source is PowerKind => powerKinds.includes(source)

/** As access.told_mandates gives it. */
export interface ToldMandates {
  readonly persons: readonly PersonRow[] | null
  readonly signing: readonly unknown[] | null
  readonly suppliers: readonly SupplierRow[] | null
  readonly now: string
}

interface PersonRow {
  readonly source: 'CUSTODY' | 'GUARDIANSHIP'
  readonly grantor: string
  readonly holder: string
  readonly from: string
  readonly until: string
  readonly ended: 'GRANTOR_DEAD' | 'HOLDER_DEAD' | null
}

interface SupplierRow {
  readonly grantor: string
  readonly holder: string
  readonly activities: readonly string[]
  readonly state: 'ACTIVE' | 'ENDED'
  readonly from: string
  readonly until: string
}

/** `subjects`: every id of the one whose list it is. */
export function registerMandates(
  told: ToldMandates,
  subjects: readonly string[],
): readonly RegisterMandate[] {
  const now = parseInstant(told.now)
  return [
    ...(told.persons ?? []).map(ofPersons),
    ...(told.signing ?? []).flatMap(json => ofSigning(readSigning(json), subjects, now)),
    ...(told.suppliers ?? []).map(row => ofSupplier(row, now)),
  ]
}

const plain = { alone: true, missing: null, activities: [], endedBecause: null } as const

const ofPersons = ({ source, grantor, holder, ...row }: PersonRow): RegisterMandate => ({
  ...{ ...plain, source },
  grantor: { kind: 'PERSON', id: grantor },
  holder: { kind: 'PERSON', id: holder },
  ...{ from: since(row.from), until: knownEnd(row.until) },
  ...{ state: row.ended ? 'LAPSED' : 'ACTIVE', endedBecause: row.ended },
})

const since = (text: string): Date | null => (text === '-infinity' ? null : parseInstant(text))

/** Of a business: each who signs for it, when it is one's own; else oneself, or one's own company. */
function ofSigning(
  signing: Signing | null,
  subjects: readonly string[],
  now: Date,
): readonly RegisterMandate[] {
  if (!signing || sourceOf(signing) === null) return []
  const people = signatories(signing)
  const own = subjects.includes(signing.business)
  const signers = own ? people : people.filter(person => subjects.includes(person))
  const persons = signers.map(person => ofSigner(signing, { kind: 'PERSON', id: person }, now))
  const companies = companiesOf(signing, people)
  const shown = own ? companies : companies.filter(company => subjects.includes(company))
  return [...persons, ...shown.map(id => ofSigner(signing, { kind: 'BUSINESS', id }, now))]
}

/** Companies with a role in it, of whose own signatories one takes part in signing for it. */
function companiesOf(signing: Signing, people: readonly string[]): readonly string[] {
  const held = signing.facts.roles.flatMap(({ kind, holder }) => (kind === 'BUSINESS' ? [holder] : []))
  return [...new Set(held)].filter(id => {
    const behind = signing.behind.get(id)
    return behind !== undefined && signatories(behind).some(person => people.includes(person))
  })
}

function ofSigner(signing: Signing, holder: Side, now: Date): RegisterMandate {
  const verdict =
    holder.kind === 'PERSON' ? judgeSigning(signing, [{ person: holder.id, at: now }], now) : null
  const from = sourceOf(signing)
  const source = from === 'OWNER' ? 'OWNER' : from === 'BANKRUPTCY' ? 'TRUSTEE' : 'SIGNING_RULE'
  return {
    ...{ ...plain, source, holder, grantor: { kind: 'BUSINESS', id: signing.business } },
    alone: verdict?.state === 'MET',
    missing: verdict?.state === 'UNMET' ? verdict.missing : null,
    ...{ from: null, until: signing.until, state: 'ACTIVE' },
  }
}

function ofSupplier(row: SupplierRow, now: Date): RegisterMandate {
  const until = parseInstant(row.until)
  const ended = now >= until ? 'EXPIRED' : 'ACTIVE'
  return {
    ...{ ...plain, source: 'SUPPLIER', activities: row.activities },
    grantor: { kind: 'BUSINESS', id: row.grantor },
    holder: { kind: 'BUSINESS', id: row.holder },
    ...{ from: parseInstant(row.from), until, state: row.state === 'ENDED' ? 'REVOKED' : ended },
  }
}

/** The place of one in the list: what it is and between whom. */
export const placeOf = ({ source, grantor, holder, from }: RegisterMandate): string =>
  `${source}:${grantor.id}:${holder.id}:${from?.getTime() ?? ''}`
