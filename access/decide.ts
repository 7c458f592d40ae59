// The decision: may this caller have this field of this subject, now? Pure; each step can only take away.

import type { ActivityFacts } from './activity.ts'
import { actedFor, authorityHolder } from './authority-holder.ts'
import type { Caller, Represented } from './caller.ts'
import type { FieldRule, Reach } from './classification.ts'
import { judgeConsents } from './consents.ts'
import type { CallerFacts, SubjectFacts } from './facts.ts'
import { judgeMandates, type MandateRight } from './mandates.ts'
import type { Asked } from './parameters.ts'
import { isHidden, livesWith, protect, shareHome } from './protection.ts'
import type { RefusalCode } from './refusals.ts'
import { type SubjectKind, subjectKind } from './subject-kind.ts'
import { countingAuthority } from './supplier.ts'

export type Ground = 'OPEN' | 'OWN' | 'PARTY' | 'MANDATE' | 'LAW' | 'CONSENT'

/** What must still hold as the answer is recorded: rows by id, computed facts by their subject's revision. */
export interface Reliance {
  readonly consents: readonly string[]
  readonly mandates: readonly string[]
  readonly standings: readonly { readonly subject: string; readonly revision: number | null }[]
  /** The first instant at which it holds no more by itself; null when none is known. */
  readonly until: Date | null
}

interface Given<Outcome> {
  readonly outcome: Outcome
  readonly ground: Ground
  /** Of a mandate: by which right. */
  readonly right?: MandateRight
  readonly relies: Reliance
}

export type Decision =
  | Given<'PERMIT'>
  /** Protected by CPR act § 28: null without an error. */
  | Given<'WITHHOLD'>
  | { readonly outcome: 'REFUSE'; readonly code: RefusalCode }

/** Who asks, and under which statements. */
export interface Asker {
  readonly caller: Caller
  readonly represented: Represented | null
  readonly activity: string | null
  readonly travelled: boolean
  /** Of the request; null when it states none. */
  readonly caseReference: string | null
  readonly facts: CallerFacts
  /** The calling person's own facts; null for systems. */
  readonly self: SubjectFacts | null
  /** Of whom the caller represents, once they were read; left out where nobody is represented. */
  readonly principal?: SubjectFacts | null
}

/** What is asked. */
export interface Question {
  readonly rule: FieldRule
  readonly subject: SubjectFacts
  /** Ids or CVR numbers of those whom the record itself names. */
  readonly parties: readonly string[]
  /** Of the field, as coerced; none when left out. ANY: is something of it given, whatever its arguments? */
  readonly args?: Asked['args']
}

export const nothing: Reliance = { consents: [], mandates: [], standings: [], until: null }
export const refuse = (code: RefusalCode): Decision => ({ outcome: 'REFUSE', code })
export const permit = (ground: Ground, relies: Reliance = nothing): Decision => ({
  outcome: 'PERMIT',
  ground,
  relies,
})
const standing = ({ canonical, revision }: SubjectFacts) => ({ subject: canonical, revision })

/** Decides one field of one subject. */
export function decide(asker: Asker, question: Question): Decision {
  if (question.rule.class === 'OPEN') return permit('OPEN')
  return asker.caller.kind === 'SYSTEM' ? decideSystem(asker, question) : decidePerson(asker, question)
}

function decideSystem(asker: Asker, question: Question): Decision {
  const { rule, subject, parties } = question
  const checked = checkActivity(asker)
  if ('outcome' in checked) return checked
  const { activity } = checked
  const actsFor = actedFor(asker)
  if (!actsFor && parties.includes(activity.authority)) return permit('PARTY')
  if (activity.kind === 'PRIVATE' && rule.class === 'PERSONAL_NUMBER') return refuse('NUMBER_NEVER_PRIVATE')
  if (activity.kind === 'PRIVATE' && asker.travelled) return refuse('ACTIVITY_REACH')
  const ground = activity.fields.get(rule.coordinate)
  if (!ground) return refuse('ACTIVITY_FIELD_OUTSIDE')
  if (!kindsOf(rule, subject).every(kind => activity.subjects.includes(kind)))
    return refuse('ACTIVITY_FIELD_OUTSIDE')
  if (activity.population && subject.municipality !== activity.population) return refuse('ACTIVITY_REACH')
  if (actsFor && !subject.ids.includes(actsFor)) return refuse('MANDATE_MISSING')
  if (actsFor) return byMandate(asker, authorityHolder, rule, subject)
  const byLaw = { ...nothing, until: activity.validTo }
  const given = ground === 'LAW' ? permit('LAW', byLaw) : byConsent(asker, question, activity)
  return protectedFrom(activity) ? protect(given, rule, subject) : given
}

/** One who is not registered may be any that the field can be about: whether there is one must not show. */
function kindsOf({ coordinate }: FieldRule, { kind }: SubjectFacts): readonly SubjectKind[] {
  const one = kind ?? subjectKind(coordinate)
  return one === null ? ['PERSON', 'BUSINESS'] : [one]
}

/** Whether CPR act § 28 counts towards the controller: a private one that cites none of the act's exceptions. */
export const protectedFrom = ({ kind, protectionException }: ActivityFacts): boolean =>
  kind === 'PRIVATE' && protectionException === null

function byConsent(
  { facts, caseReference }: Asker,
  { rule: { coordinate }, subject, args = {} }: Question,
  { validTo }: ActivityFacts,
): Decision {
  const asked = { coordinate, args, caseReference }
  const verdict = judgeConsents(subject.consents, asked, facts.at, subject.dead)
  if ('code' in verdict) return refuse(verdict.code)
  const relies = { consents: [verdict.consent], mandates: [], standings: [standing(subject)], until: validTo }
  return permit('CONSENT', relies)
}

function decidePerson(asker: Asker, { rule, subject, parties }: Question): Decision {
  const { caller, represented } = asker
  if (caller.kind !== 'PERSON' || !asker.self) return refuse('INDETERMINATE')
  // A record may name the caller by an id that has since given way to another.
  const own = [caller.person, ...asker.self.ids, caller.business]
  if (own.includes(subject.id) || own.includes(subject.canonical)) return permit('OWN')
  if (parties.some(party => own.includes(party))) return permit('PARTY')
  if (!represented || represented.kind === 'AUTHORITY') return refuse('MANDATE_MISSING')
  if (subject.ids.includes(represented.id)) return byMandate(asker, asker.self, rule, subject)
  return forParty(asker, asker.self, rule, parties)
}

/**
 * A record about somebody else, to which the represented business is a party: whoever signs for the business reads it in
 * its place. Anyone else is told what is told of a record that is not there.
 */
function forParty(asker: Asker, self: SubjectFacts, rule: FieldRule, parties: readonly string[]): Decision {
  const { principal } = asker
  const isParty = principal?.kind === 'BUSINESS' && parties.some(party => principal.ids.includes(party))
  const given = isParty ? byMandate(asker, self, rule, principal) : null
  const signs = given?.outcome === 'PERMIT' && (given.right === 'SIGNING_RULE' || given.right === 'OWNER')
  return signs ? given : refuse('MANDATE_MISSING')
}

function byMandate(asker: Asker, self: SubjectFacts, rule: FieldRule, subject: SubjectFacts): Decision {
  if (asker.travelled) return refuse('MANDATE_SCOPE')
  const need = {
    action: rule.command?.action ?? ('READ' as const),
    fields: rule.command ? [] : [rule.coordinate],
    economic: rule.economic,
    activity: asker.activity,
    marks: asker.facts.activity,
    atDoor: rule.command !== null,
    toSign: rule.toSign,
    together: rule.together,
  }
  const verdict = judgeMandates(subject, self, need, asker.facts.at)
  if ('code' in verdict) return refuse(verdict.code)
  const relies = { consents: [], ...verdict.relies }
  const given = { ...permit('MANDATE', relies), right: verdict.by } as const
  return verdict.by === 'CUSTODY' && shareHome(self, subject) ? given : protect(given, rule, subject)
}

/**
 * Decides a value about someone else that stands in a record which was itself given (a spouse's name): the
 * record's ground holds, and the other's protection counts.
 */
export function decideOther(asker: Asker, rule: FieldRule, other: SubjectFacts): Decision {
  const { activity } = asker.facts
  const acts = asker.caller.kind === 'PERSON' ? asker.represented !== null : actedFor(asker) !== null
  const counts = acts || (asker.caller.kind === 'SYSTEM' && (!activity || protectedFrom(activity)))
  const given = permit('OPEN')
  const atHome = asker.self !== null && livesWith(asker.self, other, asker.facts.at)
  return counts && !atHome ? protect(given, rule, other) : given
}

/** Decides whether the caller may use a root field at all, before its subject is known. */
export function decideEntry(asker: Asker, reach: Reach): Decision {
  if (asker.caller.kind === 'PERSON') return permit('OWN')
  const checked = checkActivity(asker)
  if ('outcome' in checked) return checked
  // Private recipients look up and nothing more, whatever their activity says; so does whoever acts for a data subject.
  const alone = checked.activity.kind === 'PRIVATE' || actedFor(asker) !== null
  const reached = alone ? 'LOOKUP' : checked.activity.reach
  return reaches.indexOf(reached) < reaches.indexOf(reach) ? refuse('ACTIVITY_REACH') : permit('LAW')
}

const reaches: readonly Reach[] = ['LOOKUP', 'SEARCH', 'LIST']

/** The stated activity, when it is in force and this system may use it. */
export function checkActivity(asker: Asker): { activity: ActivityFacts } | Decision {
  const { caller, activity: stated, facts } = asker
  const { activity, system, at } = facts
  const counting = countingAuthority(asker, facts)
  if ('code' in counting) return refuse(counting.code)
  if (stated === null) return refuse('ACTIVITY_MISSING')
  if (!activity || !system || activity.authority !== counting.authority) return refuse('ACTIVITY_UNKNOWN')
  if (!activity.systems.includes(caller.client)) return refuse('ACTIVITY_UNKNOWN')
  // Used by officers only: the system never acts by itself (case P25), also when that was settled after its token.
  if (system.officers && !(caller.kind === 'SYSTEM' && caller.officer)) return refuse('ACTIVITY_UNKNOWN')
  if (at < activity.validFrom || at >= activity.validTo) return refuse('ACTIVITY_ENDED')
  return { activity }
}

/**
 * Decides whether the caller may know that a subject exists: when at least one field of its type would be given.
 * Otherwise the nearest refusal, the same for a subject that does not exist. Arguments of the fields count
 * for nothing: whoever consented to some of their values exists.
 */
export function decideExistence(
  asker: Asker,
  rules: readonly FieldRule[],
  question: Omit<Question, 'rule' | 'args'>,
): Decision {
  const decisions = rules
    .filter(rule => rule.class !== 'OPEN')
    .map(rule => decide(asker, { ...question, rule, args: 'ANY' }))
  const permits = decisions.filter(decision => decision.outcome === 'PERMIT')
  // That somebody exists rests on nothing that can be withdrawn when it need not.
  const given =
    permits.find(({ ground }) => ground !== 'CONSENT') ??
    permits[0] ??
    decisions.find(decision => decision.outcome === 'WITHHOLD')
  // What is withheld is null without an error in its own place; whose it is was permitted to be known.
  if (given) return { ...given, outcome: 'PERMIT' }
  const codes = decisions.flatMap(decision => (decision.outcome === 'REFUSE' ? [decision.code] : []))
  const [nearest = 'ACTIVITY_FIELD_OUTSIDE'] = codes.toSorted((a, b) => farness(a) - farness(b))
  return refuse(nearest)
}

// Consents in the order of ACCESS.md section 3; what says least about a way to a permit is the farthest, and last. Any
// other code is nearer. The order of the schema's fields decides nothing.
const far: readonly RefusalCode[] = [
  'CONSENT_PARAMETER_OUTSIDE',
  'CONSENT_FIELD_OUTSIDE',
  'CONSENT_SUSPENDED',
  'SIGNING_RULE_UNMET',
  'CONSENT_NOT_YET',
  'CONSENT_WITHDRAWN',
  'CONSENT_EXPIRED',
  'MANDATE_SCOPE',
  'SIGNING_RULE_UNPARSED',
  'MANDATE_DEPTH',
  'MANDATE_LAPSED',
  'MANDATE_EXPIRED',
  'CONSENT_MISSING',
  'MANDATE_MISSING',
  'NUMBER_NEVER_PRIVATE',
  'ACTIVITY_FIELD_OUTSIDE',
]
const farness = (code: RefusalCode): number => far.indexOf(code)

/** Administrative activities are seeded and never drafted: no steward widens what stewards may do. */
export const isAdministrative = (activity: string): boolean => activity.startsWith('ADM-')

/**
 * Decides a root field or command of stewards and auditors. They have no path of their own: an administrative activity
 * of their authority must be in force, cover the very field or command, and be one that this system may use.
 */
export function decideOfficer(asker: Asker, { coordinate, entry, command }: FieldRule): Decision {
  const checked = checkActivity(asker)
  if ('outcome' in checked) return checked
  // A supplier works under an authority's activities, never as its steward.
  if (asker.represented !== null) return refuse('MANDATE_SCOPE')
  const { id, fields } = checked.activity
  if (!isAdministrative(id) || fields.get(coordinate) !== 'LAW') return refuse('ACTIVITY_FIELD_OUTSIDE')
  const by: readonly string[] = entry?.by ?? command?.by ?? []
  const { caller, facts } = asker
  const officer = caller.kind === 'SYSTEM' && caller.officer !== null
  return officer && by.some(role => facts.officerRoles.includes(role))
    ? permit('LAW')
    : refuse('ACTIVITY_REACH')
}

/** Decides a command: by a system or steward under an activity, or by a person for themselves or under a mandate. */
export function decideCommand(asker: Asker, rule: FieldRule, subject: SubjectFacts | null): Decision {
  const by = rule.command?.by ?? []
  if (asker.caller.kind === 'SYSTEM') {
    // What an authority may do for a data subject by a power of attorney is to read.
    if (actedFor(asker)) return refuse('MANDATE_SCOPE')
    if (by.includes('SYSTEM')) return decideEntry(asker, 'LOOKUP')
    return by.includes('STEWARD') ? decideOfficer(asker, rule) : refuse('ACTIVITY_REACH')
  }
  if (!subject || !asker.self) return refuse('INDETERMINATE')
  if (!asker.represented) return by.includes('SUBJECT') ? permit('OWN') : refuse('MANDATE_MISSING')
  if (!by.includes('REPRESENTATIVE')) return refuse('MANDATE_SCOPE')
  // Representatives act in the present, and on nothing whose words are hidden from them: they cannot know what they sign.
  if (asker.travelled || isHidden(asker.self, subject, asker.facts.at)) return refuse('MANDATE_SCOPE')
  return byMandate(asker, asker.self, rule, subject)
}
