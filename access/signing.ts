// Who signs for a business: what the register says of it and of the companies behind it, and whether those who confirmed are enough.
import { parseInstant } from '../database/instant.ts'
import { type Confirmation, evaluate, monthsLater, windowMonths } from './signing-rule/evaluate.ts'
import { type BusinessFacts, type InForce, ruleOf, type Source } from './signing-rule/in-force.ts'
import type { RoleHolder, Rule } from './signing-rule/rule.ts'
import { type Resolve, type Standing, waysOf } from './signing-rule/slots.ts'
import type { Wording } from './signing-rule/wording.ts'

export type { Confirmation, Source, Wording }

/** Of one business, and of every company that signs for it, directly or through another. */
export interface Signing {
  /** Opaque id, the canonical one. */
  readonly business: string
  /** The revision of its standing with which this was read; null for a business that was never given an id. */
  readonly revision: number | null
  readonly facts: BusinessFacts & {
    /** When rule, roles, form or status last changed, or the register's word of them; null if never. */
    readonly changedAt: Date | null
  }
  /** When the register next changes by a date that it knows already; null when none is known. */
  readonly until: Date | null
  /** By id; the business itself is among them. */
  readonly behind: ReadonlyMap<string, Signing>
}

export type SigningVerdict =
  | { readonly state: 'MET'; readonly by: readonly string[] }
  | { readonly state: 'UNMET'; readonly missing: Wording }
  /** Everyone's confirmation is older than the window. */
  | { readonly state: 'LAPSED'; readonly since: Date }
  /** Nobody can tell from the register who signs: a steward must decide. */
  | { readonly state: 'UNPARSED' }
  /** Nobody can sign: the business has ended. */
  | { readonly state: 'NOBODY' }

/** One business in what access.signing_of gives: the business asked for first, then those behind it. */
interface SigningRow {
  readonly business: string
  readonly revision: number | null
  readonly form: string | null
  readonly status: string | null
  readonly closed: boolean
  readonly text: string | null
  readonly roles: readonly RoleHolder[] | null
  readonly decided: {
    readonly rule: Rule
    readonly text: string | null
    readonly status: string | null
  } | null
  readonly changed_at: string | null
  readonly until: string | null
}

/** Reads what access.signing_of and access.hold_signing give; null when there is no such business. */
export function readSigning(json: unknown): Signing | null {
  const rows = (json ?? []) as readonly SigningRow[]
  const behind = new Map<string, Signing>()
  for (const row of rows) behind.set(row.business, { ...factsOf(row), behind })
  return rows[0] ? behind.get(rows[0].business)! : null
}

const factsOf = (row: SigningRow): Omit<Signing, 'behind'> => ({
  business: row.business,
  revision: row.revision,
  facts: {
    // A form that is not registered is none of those whose law we know.
    form: Number(row.form ?? 0),
    status: row.status,
    closed: row.closed,
    text: row.text,
    roles: row.roles ?? [],
    decided: row.decided,
    changedAt: instantOf(row.changed_at),
  },
  until: instantOf(row.until),
})

const instantOf = (text: string | null): Date | null => (text === null ? null : parseInstant(text))

// A rule is read from its text once for each set of facts, however many fields are decided by it.
const rules = new WeakMap<Signing, InForce>()

/** The rule that the business is under now, or why there is none. */
export function ruleInForce(signing: Signing): InForce {
  const known = rules.get(signing)
  if (known) return known
  const found = ruleOf(signing.facts)
  rules.set(signing, found)
  return found
}

/** Where the rule comes from: CVR's text, a steward's reading, the law; null when nobody signs by any. */
export function sourceOf(signing: Signing): Source | null {
  const found = ruleInForce(signing)
  return found.kind === 'RULE' ? found.source : null
}

function standingOf(signing: Signing): Standing | null {
  const found = ruleInForce(signing)
  if (found.kind !== 'RULE') return null
  const { roles, changedAt } = signing.facts
  return { rule: found.rule, roles, changedAt }
}

const resolverOf =
  ({ behind }: Signing): Resolve =>
  business => {
    const found = behind.get(business)
    return found ? standingOf(found) : null
  }

/**
 * Whether those who confirmed bind the business at that time: distinct people in the roles that they hold now, all
 * within `months`, one of them after the last change. A person is known by their canonical id.
 */
export function judgeSigning(
  signing: Signing,
  confirmations: readonly Confirmation[],
  at: Date,
  months: number = windowMonths,
): SigningVerdict {
  const standing = standingOf(signing)
  if (standing) return evaluate(standing, confirmations, resolverOf(signing), at, months)
  return { state: signing.facts.closed ? 'NOBODY' : 'UNPARSED' }
}

/** Whether a person takes part in some way to meet the rule: one of several suffices to withdraw, decline or revoke. */
export function maySign(signing: Signing, person: string): boolean {
  const standing = standingOf(signing)
  if (!standing) return false
  return waysOf(standing, resolverOf(signing)).some(way =>
    way.slots.some(({ people }) => people.includes(person)),
  )
}

/** Everyone who takes part in some way to meet the rule: the register's people, and those whom a steward named. */
export function signatories(signing: Signing): readonly string[] {
  const all = [...signing.behind.values()].map(({ facts }) => facts)
  const held = all.flatMap(({ roles }) =>
    roles.flatMap(({ kind, holder }) => (kind === 'PERSON' ? [holder] : [])),
  )
  const parts = all.flatMap(({ decided }) => decided?.rule.anyOf.flatMap(({ allOf }) => allOf) ?? [])
  const named = parts.flatMap(part => ('person' in part ? [part.person] : []))
  return [...new Set([...held, ...named])].filter(person => maySign(signing, person))
}

/**
 * Whether a confirmation still says what it said: while its window is open, and nothing has changed in rules or roles
 * since. One that does not may be given again.
 */
export function stillCounts(signing: Signing, given: Confirmation, at: Date): boolean {
  const changes = [...signing.behind.values()].map(({ facts }) => facts.changedAt)
  const isOpen = monthsLater(given.at, windowMonths) > at
  return isOpen && changes.every(change => change === null || given.at > change)
}

/** Whether a person holds a role of those who could sign for such a business, whatever its rule says. */
export const holdsRole = ({ behind }: Signing, person: string): boolean =>
  [...behind.values()].some(({ facts }) => facts.roles.some(({ holder }) => holder === person))

/** What a decision by this rule rests on: the standing of the business and of every company behind it, until then. */
export function relianceOf({ behind }: Signing) {
  const each = [...behind.values()]
  const ends = each.flatMap(({ until }) => (until === null ? [] : [until.getTime()]))
  return {
    standings: each.map(({ business, revision }) => ({ subject: business, revision })),
    until: ends.length === 0 ? null : new Date(Math.min(...ends)),
  }
}
