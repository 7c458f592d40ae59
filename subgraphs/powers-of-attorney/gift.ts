// What a new power of attorney may hold, as far as that can be said without its two sides: pure, every problem at once.

import type { ActivityFacts } from '../../access/activity.ts'
import type { Classification } from '../../access/classification.ts'
import { isId } from '../../schema/id.ts'
import { idProblems, type Problem, type ProblemCode, problem } from '../problems.ts'
import type { Action, Kind } from './lifecycle.ts'
import { type Scope, scopeProblems } from './scope.ts'
import type { Reach } from './signers.ts'

/** Who is to be the other side, named in one way. */
export interface Named {
  readonly cpr?: string | null
  readonly id?: string | null
  readonly cvr?: string | null
  /** A business as the authority that it is. */
  readonly authority?: string | null
}

/** What is given, asked for, or passed on. */
export interface Gift {
  readonly commandId: string
  /** In place of fields and actions: what an authority defined. */
  readonly package?: string | null
  readonly fields?: readonly string[] | null
  readonly actions?: readonly Action[] | null
  readonly activities: readonly string[]
  readonly validFrom?: Date | null
  readonly validTo: Date
  readonly passOnDepth: number
  readonly kind: Kind
}

/** A package's newest published version, as far as a gift turns on it. */
export interface PackageTerms extends Scope {
  readonly id: string
  readonly version: number
  readonly state: 'DRAFT' | 'PUBLISHED' | 'CLOSED'
  readonly longestDays: number
  readonly grantorFromAge: number
  readonly holderFromAge: number
}

/** What a gift is held against. */
export interface About {
  readonly platform: Classification
  readonly at: Date
  readonly longestYears: number
  /** The package that it names; null when there is none. */
  readonly package: PackageTerms | null
  /** Of each of its activities what is known of it; null when there is none. */
  readonly activities: readonly (ActivityFacts | null)[]
}

/** The most times that one may be passed on. */
export const deepest = 3
/** Who may hold one, and give one, where no package says otherwise: whoever is of age. */
export const ofAge = 18

const dayMs = 86_400_000
const found = (is: boolean, code: ProblemCode, path: string): readonly Problem[] =>
  is ? [problem(code, path)] : []

/** What a gift, or a letter, says of its scope. */
type Said = Pick<Gift, 'fields' | 'actions' | 'activities'>

/** What it covers: the package's, or what it names itself. */
export const scopeOf = ({ fields, actions, activities }: Said, terms: PackageTerms | null): Scope =>
  terms
    ? { fields: terms.fields, actions: terms.actions, activities: terms.activities }
    : { fields: fields ?? [], actions: actions ?? [], activities }

/** Every problem of what is given. */
export function giftProblems(gift: Gift, about: About): readonly Problem[] {
  const { at, longestYears } = about
  const from = gift.validFrom && gift.validFrom > at ? gift.validFrom : at
  const latest = new Date(from)
  latest.setUTCFullYear(latest.getUTCFullYear() + longestYears)
  const { passOnDepth: depth, kind } = gift
  return [
    ...idProblems(gift.commandId, 'input.commandId'),
    ...(gift.package == null ? ownScope(gift, about) : packageProblems(gift, about.package, from)),
    ...found(gift.validTo <= from, 'PERIOD_REVERSED', 'input.validTo'),
    ...found(gift.validTo > latest, 'PERIOD_TOO_LONG', 'input.validTo'),
    ...found(depth < 0 || depth > (kind === 'FUTURE' ? 0 : deepest), 'PASS_ON_DEPTH', 'input.passOnDepth'),
  ]
}

function ownScope(gift: Gift, { platform, activities, at }: About): readonly Problem[] {
  return [
    ...scopeProblems(scopeOf(gift, null), platform, part => `input.${part}`),
    ...activities.flatMap((activity, index) =>
      found(
        activity === null || at >= activity.validTo,
        'ACTIVITY_NOT_IN_FORCE',
        `input.activities.${index}`,
      ),
    ),
  ]
}

/** `from`: when it begins to hold. */
export function packageProblems(
  gift: Said & Pick<Gift, 'validTo'>,
  terms: PackageTerms | null,
  from: Date,
): readonly Problem[] {
  const named = (gift.fields ?? gift.actions) != null || gift.activities.length > 0
  const alone = found(named, 'PACKAGE_ALONE', 'input.package')
  if (!terms || terms.state === 'DRAFT') return [...alone, problem('PACKAGE_UNKNOWN', 'input.package')]
  const days = (gift.validTo.getTime() - from.getTime()) / dayMs
  return [
    ...alone,
    ...found(terms.state === 'CLOSED', 'PACKAGE_CLOSED', 'input.package'),
    ...found(days > terms.longestDays, 'PERIOD_TOO_LONG', 'input.validTo'),
  ]
}

/** The other side is named, in one way. */
export function namedProblems(named: Named, path: string): readonly Problem[] {
  const given = Object.values(named).filter(value => value != null)
  return [
    ...found(given.length !== 1, 'SUBJECT_AMBIGUOUS', path),
    ...found(named.id != null && !isId(named.id), 'NOT_FOUND', path),
  ]
}

/**
 * How far it is a matter of money: what a ward cannot give, and all that a guardian can. To consent or act without naming
 * activities is to do so in every one.
 */
export function economicReach(
  { fields, actions, activities }: Scope,
  { platform, activities: known }: Pick<About, 'platform' | 'activities'>,
): Reach['economic'] {
  const isEconomic = (coordinate: string) => {
    const [type = '', field = ''] = coordinate.split('.')
    return platform.get(type)?.fields.get(field)?.economic === true
  }
  const acts = actions.some(action => action !== 'READ')
  const everywhere = acts && activities.length === 0
  const marks = [
    ...fields.map(isEconomic),
    ...(acts ? known.map(activity => activity?.economic === true) : []),
  ]
  if (marks.every(Boolean) && marks.length > 0 && !everywhere) return 'ALL'
  return everywhere || marks.some(Boolean) ? 'SOME' : 'NONE'
}
