// Which signing rule a business is under: the registered text, a steward's reading of it, or what the law says instead.
import { parseSigningRule } from './parse.ts'
import type { Group, GroupPart, RoleHolder, Rule } from './rule.ts'
import type { Reason } from './terms.ts'

export interface BusinessFacts {
  /** CVR's code of the legal form (*virksomhedsform*): 60 A/S, 80 ApS … */
  readonly form: number
  /** CVR's own word (*virksomhedsstatus*); null when none is registered. */
  readonly status: string | null
  /** It has ended (*ophørsdato*). */
  readonly closed: boolean
  /** The registered text (*tegningsregel*). */
  readonly text: string | null
  readonly roles: readonly RoleHolder[]
  /** What a steward decided; it holds while text and status are still those that were decided on. */
  readonly decided: {
    readonly rule: Rule
    readonly text: string | null
    readonly status: string | null
  } | null
}

export type Source =
  | 'REGISTERED'
  | 'STEWARD'
  | 'COMPANIES_ACT_135'
  | 'OWNER'
  | 'PARTNERS'
  | 'LIQUIDATION'
  | 'BANKRUPTCY'

/** `NONE`: nobody's signature can be computed, and a steward must decide; a closed business has nobody at all. */
export type InForce =
  | { readonly kind: 'RULE'; readonly rule: Rule; readonly source: Source }
  | { readonly kind: 'UNPARSED'; readonly reason: Reason; readonly at: number }
  | { readonly kind: 'NONE'; readonly reason: 'CLOSED' | 'STATUS' | 'FORM' | 'ROLES_MISSING' }

const soleTrader = 10
const smallPersonallyOwned = 15
const generalPartnership = 30
const limitedPartnership = 40
// A/S, P/S, ApS and IVS are under the companies act (§§ 1, 358, earlier 357 a).
const capitalCompanies = [60, 70, 80, 81]
const partnerships = [generalPartnership, limitedPartnership]
const personallyOwned = [soleTrader, smallPersonallyOwned]

const anyOf = (...parts: readonly GroupPart[]): Rule => ({ anyOf: parts.map(part => ({ allOf: [part] })) })
const all = (group: Group): Rule => anyOf({ group, n: 'ALL' })
const rule = (found: Rule, source: Source): InForce => ({ kind: 'RULE', rule: found, source })

/** The rule in force, by the business's state first: a bankrupt's registered rule says nothing. */
export function ruleOf(business: BusinessFacts): InForce {
  if (business.closed) return { kind: 'NONE', reason: 'CLOSED' }
  const status = business.status?.toLocaleUpperCase('da') ?? 'NORMAL'
  // Bankruptcy act §§ 29, 110: the debtor can no longer dispose; the trustees (kuratorer) act for the estate.
  if (status === 'UNDER KONKURS') return rule(all('TRUSTEE'), 'BANKRUPTCY')
  // Companies act chapter 14: liquidators take the management's place; § 227(3): in a compulsory dissolution they are
  // the court's. Several act together, unless the registered text says otherwise of liquidators.
  if (status === 'UNDER FRIVILLIG LIKVIDATION' || status === 'UNDER TVANGSOPLØSNING')
    return liquidation(business)
  // Reconstruction takes the reconstructor's consent (bankruptcy act § 12), which is in no register.
  if (status !== 'NORMAL' && status !== 'AKTIV')
    return steward(business) ?? { kind: 'NONE', reason: 'STATUS' }
  return steward(business) ?? active(business)
}

function steward({ decided, text, status }: BusinessFacts): InForce | null {
  if (!decided || decided.text !== text || decided.status !== status) return null
  return rule(decided.rule, 'STEWARD')
}

function liquidation(business: BusinessFacts): InForce {
  const decided = steward(business)
  if (decided) return decided
  const reading = business.text === null ? null : parseSigningRule(business.text)
  const ofLiquidators =
    reading?.kind === 'READ' &&
    reading.rule.anyOf.every(({ allOf }) =>
      allOf.every(part => 'group' in part && part.group === 'LIQUIDATOR'),
    )
  return ofLiquidators ? rule(reading.rule, 'REGISTERED') : rule(all('LIQUIDATOR'), 'LIQUIDATION')
}

function active(business: BusinessFacts): InForce {
  const { form, text } = business
  // A personally owned business has no signing rule: its owner binds it.
  if (personallyOwned.includes(form)) return rule(anyOf({ group: 'OWNER', n: 1, sole: true }), 'OWNER')
  // Associations, foundations, branches and what else there is: their own rules are in no register.
  if (!capitalCompanies.includes(form) && !partnerships.includes(form))
    return { kind: 'NONE', reason: 'FORM' }
  if (text !== null && text.trim() !== '') {
    const reading = parseSigningRule(text)
    return reading.kind === 'READ' ? rule(reading.rule, 'REGISTERED') : reading
  }
  return partnerships.includes(form) ? rule(all('PARTNER'), 'PARTNERS') : legalDefault(business.roles)
}

/**
 * Companies act § 135(2): a company is bound by its whole central body, by a member of the board or by a director; members
 * of the supervisory board do not sign. The whole body needs no line of its own, since one of its members is enough.
 */
function legalDefault(roles: readonly RoleHolder[]): InForce {
  const has = (...codes: readonly string[]) => roles.some(each => codes.includes(each.role))
  const parts: readonly GroupPart[] = [
    ...(has('CHAIR', 'DEPUTY_CHAIR', 'BOARD_MEMBER') ? [{ group: 'BOARD_MEMBER', n: 1 } as const] : []),
    ...(has('MANAGING_DIRECTOR', 'DIRECTOR') ? [{ group: 'DIRECTOR', n: 1 } as const] : []),
  ]
  return parts.length > 0
    ? rule(anyOf(...parts), 'COMPANIES_ACT_135')
    : { kind: 'NONE', reason: 'ROLES_MISSING' }
}
