// Which right lets somebody act for another: each is tried by itself, never added up, and the nearest refusal speaks.

import type { ActivityFacts } from './activity.ts'
import { hasTurned } from './age.ts'
import type { MandateAction } from './classification.ts'
import type { SubjectFacts } from './facts.ts'
import type { RefusalCode } from './refusals.ts'
import type { MandateFacts } from './rights.ts'
import { holdsRole, judgeSigning, maySign, relianceOf, sourceOf } from './signing.ts'

type MandateCode = Extract<RefusalCode, `MANDATE_${string}` | `SIGNING_RULE_${string}`>

/** By what one acts for another; `OWNER`: of a personally owned business. */
export type MandateRight = 'CUSTODY' | 'GUARDIANSHIP' | 'SIGNING_RULE' | 'OWNER' | 'POWER_OF_ATTORNEY'

/** What an activity says of those who act for others. */
export type ActivityMarks = Pick<ActivityFacts, 'economic' | 'decidesFrom' | 'jointCustody'> &
  Partial<Pick<ActivityFacts, 'validFrom' | 'validTo'>>

/** What is to be done under the right, all of it by one. */
export interface MandateNeed {
  readonly action: MandateAction
  /** Schema coordinates; none for a command that only needs the action. */
  readonly fields: readonly string[]
  /** Every one of the fields is economic. */
  readonly economic: boolean
  readonly activity: string | null
  /** Of that activity; null when none is stated, or known. */
  readonly marks: ActivityMarks | null
  /**
   * At a command's door: whoever takes part with others may enter, and of an activity that is not stated nothing is asked.
   * The command itself then judges by its own activity, and counts who has confirmed.
   */
  readonly atDoor: boolean
  /** What is read is a record that they answer: a guardian, and each of those who sign together, may read it alone. */
  readonly toSign?: boolean
  /** What is read is told to each of those who sign for a business together. */
  readonly together?: boolean
}

/** What must still hold as it is recorded, besides what the decision itself rests on. */
export interface MandateReliance {
  readonly mandates: readonly string[]
  readonly standings: readonly { readonly subject: string; readonly revision: number | null }[]
  readonly until: Date | null
}

/** A right that covers the need; `mandate`: the power of attorney when it is one. */
export type MandateVerdict =
  | {
      readonly by: MandateRight
      readonly mandate: MandateFacts | null
      readonly relies: MandateReliance
    }
  | { readonly code: MandateCode }

// The nearest to a permit speaks.
const nearness: readonly MandateCode[] = [
  'MANDATE_SCOPE',
  'SIGNING_RULE_UNMET',
  'SIGNING_RULE_UNPARSED',
  'MANDATE_DEPTH',
  'MANDATE_LAPSED',
  'MANDATE_EXPIRED',
  'MANDATE_MISSING',
]

interface Case {
  readonly subject: SubjectFacts
  readonly self: SubjectFacts
  readonly need: MandateNeed
  readonly at: Date
}

const refuse = (code: MandateCode): MandateVerdict => ({ code })

/** Judges, at the decision's instant, the rights that the subject's facts hold for the caller, whose own are `self`. */
export function judgeMandates(
  subject: SubjectFacts,
  self: SubjectFacts,
  need: MandateNeed,
  at: Date,
): MandateVerdict {
  const asked = { subject, self, need, at }
  const { mandates, heldTogether } = subject.rights
  const verdicts = [
    byCustody(asked),
    byGuardianship(asked),
    bySigning(asked),
    ...mandates.map(mandate => byPower(asked, mandate)),
    ...heldTogether.map(mandate => byOthersToo(asked, mandate)),
  ].filter(verdict => verdict !== null)
  const given = verdicts.find(verdict => 'by' in verdict)
  if (given) return given
  const codes = verdicts.flatMap(verdict => ('code' in verdict ? [verdict.code] : []))
  return refuse(nearness.find(code => codes.includes(code)) ?? 'MANDATE_MISSING')
}

function permit(
  { subject, self }: Case,
  by: MandateRight,
  relies: Partial<MandateReliance>,
  mandate: MandateFacts | null = null,
): MandateVerdict {
  const both = [subject, self].map(({ canonical, revision }) => ({ subject: canonical, revision }))
  const standings = [...both, ...(relies.standings ?? [])]
  return { by, mandate, relies: { mandates: relies.mandates ?? [], standings, until: relies.until ?? null } }
}

/** Record 016, until the 18th birthday or marriage; an activity may let the young decide, or ask all holders. */
function byCustody(asked: Case): MandateVerdict | null {
  const { subject, self, need, at } = asked
  const { custody } = subject.rights
  if (!custody || at >= custody.until || subject.dead) return null
  if (self.dead) return refuse('MANDATE_LAPSED')
  if (decidesAlone(asked)) return refuse('MANDATE_SCOPE')
  const { jointCustody = false } = need.marks ?? {}
  // The 18th birthday ends custody while nothing is written: the clock is compared again as it is recorded.
  if (!jointCustody || custody.holders.length < 2 || need.atDoor || need.toSign)
    return permit(asked, 'CUSTODY', { until: custody.until })
  return refuse('SIGNING_RULE_UNMET')
}

/** An activity may say from which age the young decide alone in it. */
function decidesAlone({ subject, need, at }: Case): boolean {
  const { decidesFrom = null } = need.marks ?? {}
  return decidesFrom !== null && hasTurned(subject.born, decidesFrom, at)
}

/** Record 017 (guardianship act § 6): economic matters, and nothing else. */
function byGuardianship(asked: Case): MandateVerdict | null {
  const { subject, self, need, at } = asked
  const { guardian } = subject.rights
  if (!guardian || (guardian.until !== null && at >= guardian.until) || subject.dead) return null
  if (self.dead) return refuse('MANDATE_LAPSED')
  const unstated = need.atDoor && need.activity === null
  const seen = need.economic || need.toSign === true
  const covered = need.action === 'READ' ? seen : unstated || need.marks?.economic === true
  return covered ? permit(asked, 'GUARDIANSHIP', { until: guardian.until }) : refuse('MANDATE_SCOPE')
}

/** A business's own rule: who signs alone acts for it; of several who sign together, nobody does by themselves. */
function bySigning(asked: Case): MandateVerdict | null {
  const { subject, self, need, at } = asked
  const { signing } = subject.rights
  if (!signing) return null
  const person = self.canonical
  const takesPart = maySign(signing, person)
  if (!takesPart && !holdsRole(signing, person)) return null
  // Whoever has lost legal capacity binds no business (guardianship act § 6, companies act § 112).
  if (self.dead || (need.action !== 'READ' && isGuarded(self, at))) return refuse('MANDATE_LAPSED')
  const verdict = judgeSigning(signing, [{ person, at }], at)
  if (verdict.state === 'MET' || (takesPart && (need.atDoor || need.toSign || need.together)))
    return permit(asked, sourceOf(signing) === 'OWNER' ? 'OWNER' : 'SIGNING_RULE', relianceOf(signing))
  if (takesPart) return refuse('SIGNING_RULE_UNMET')
  if (verdict.state === 'UNPARSED') return refuse('SIGNING_RULE_UNPARSED')
  // Of a business that has ended, or is bankrupt, who managed it does so no more.
  return verdict.state === 'NOBODY' || subject.bankrupt ? refuse('MANDATE_LAPSED') : null
}

function byPower(asked: Case, mandate: MandateFacts): MandateVerdict {
  const { subject, need, at } = asked
  const code = endOf(mandate, at) ?? lapseOf(asked, mandate) ?? chainCode(mandate, at)
  if (code) return refuse(code)
  if (!covers(mandate, need, at)) return refuse('MANDATE_SCOPE')
  if (isBeyondGiver(asked, mandate)) return refuse('MANDATE_SCOPE')
  const { holder } = subject.rights
  const behind = mandate.holderKind === 'BUSINESS' && holder ? relianceOf(holder) : null
  const ends = [mandate.validTo, ...mandate.chain.map(link => link.validTo)]
  if (mandate.givenBy === 'CUSTODY' && subject.ofAge) ends.push(subject.ofAge)
  if (mandate.givenBy === 'GUARDIAN' && subject.guarded?.until) ends.push(subject.guarded.until)
  if (mandate.activities.length > 0 && need.marks?.validTo) ends.push(need.marks.validTo)
  if (behind?.until) ends.push(behind.until)
  const links = mandate.chain.map(link => ({ subject: link.holder, revision: link.holderRevision }))
  const relies = {
    mandates: [mandate.id, ...mandate.chain.map(({ id }) => id)],
    standings: [...links, ...(behind?.standings ?? [])],
    until: new Date(Math.min(...ends.map(Number))),
  }
  return permit(asked, 'POWER_OF_ATTORNEY', relies, mandate)
}

/** Held by a business for which the caller does not sign alone: what it gives, it gives to those who sign for it. */
function byOthersToo(asked: Case, mandate: MandateFacts): MandateVerdict {
  const { subject, self, at } = asked
  const verdict = byPower(asked, mandate)
  if ('code' in verdict) return verdict
  const { holder } = subject.rights
  const { state } = holder
    ? judgeSigning(holder, [{ person: self.canonical, at }], at)
    : { state: 'UNPARSED' }
  if (state === 'NOBODY') return refuse('MANDATE_LAPSED')
  return refuse(state === 'UNPARSED' ? 'SIGNING_RULE_UNPARSED' : 'SIGNING_RULE_UNMET')
}

function endOf(mandate: MandateFacts, at: Date): MandateCode | null {
  if (mandate.state !== 'ACTIVE' || at >= mandate.validTo) return 'MANDATE_EXPIRED'
  return at < mandate.validFrom ? 'MANDATE_MISSING' : null
}

/**
 * It ends by itself with its sides: death, dissolution, bankruptcy; of one given for a child with its majority, and of one
 * given by a guardian with the guardianship.
 */
function lapseOf({ subject, self, at }: Case, { givenBy }: MandateFacts): MandateCode | null {
  const grown = givenBy === 'CUSTODY' && (subject.ofAge === null || at >= subject.ofAge)
  const freed = givenBy === 'GUARDIAN' && !isGuarded(subject, at)
  const ended = subject.dead || subject.gone || subject.bankrupt || self.dead || grown || freed
  return ended ? 'MANDATE_LAPSED' : null
}

/** Every power above must hold, and let what is below it be passed on so far. */
function chainCode({ chain }: MandateFacts, at: Date): MandateCode | null {
  const broken = ({ state, validFrom, validTo, holderGone }: MandateFacts['chain'][number]) =>
    state !== 'ACTIVE' || at < validFrom || at >= validTo || holderGone
  if (chain.some(broken)) return 'MANDATE_LAPSED'
  return chain.some(({ passOnDepth }, index) => passOnDepth < chain.length - index) ? 'MANDATE_DEPTH' : null
}

/**
 * Nobody gives what is not theirs: custody nothing where the young decide, and of one's own power of attorney nothing is
 * answered that oneself could not, in a matter of money as a ward (aftaleloven § 22), or before one decides oneself.
 */
function isBeyondGiver(asked: Case, { kind, givenBy }: MandateFacts): boolean {
  const { subject, need, at } = asked
  if (givenBy === 'CUSTODY') return decidesAlone(asked)
  if (need.atDoor || need.action !== 'CONSENT' || need.marks === null || !isOwn({ kind, givenBy }))
    return false
  const isMinor = subject.ofAge !== null && at < subject.ofAge
  return (isGuarded(subject, at) && need.marks.economic) || (isMinor && !decidesAlone(asked))
}

const isGuarded = ({ guarded }: SubjectFacts, at: Date): boolean =>
  guarded !== null && (guarded.until === null || at < guarded.until)

/** Given by the grantor in person, on paper too: not by who acts for them, nor for the time when they no longer can. */
export const isOwn = ({ kind, givenBy }: Pick<MandateFacts, 'kind' | 'givenBy'>): boolean =>
  kind === 'VOLUNTARY' && givenBy !== 'CUSTODY' && givenBy !== 'GUARDIAN'

function covers(mandate: MandateFacts, need: MandateNeed, at: Date): boolean {
  const { action, fields, activity, marks, atDoor } = need
  if (!mandate.actions.includes(action)) return false
  if (!fields.every(field => mandate.fields.includes(field))) return false
  if (mandate.activities.length === 0) return true
  // What was given for a purpose ends with it.
  const { validFrom = at, validTo = null } = marks ?? {}
  const inForce = atDoor || (at >= validFrom && (validTo === null || at < validTo))
  return activity !== null && mandate.activities.includes(activity) && inForce
}
