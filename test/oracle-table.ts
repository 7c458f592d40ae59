// The oracle's decision table: ACCESS.md sections 3 to 5, written from its text and apart from the decision itself.
import type { Kindred, Rule } from './oracle-rules.ts'
import {
  custodyCode,
  hasCustody,
  heldCodes,
  holds,
  livesTogether,
  mandateCodes,
  signsFor,
} from './oracle-table-mandates.ts'
import type { Activity, Asked, Consent, Person, World } from './oracle-world.ts'

/** A ground on which a field is given, or on which it would be, were name and address not protected; or a code. */
export type Verdict = { readonly given: string } | { readonly withheld: string } | { readonly code: string }

export const no = (code: string): Verdict => ({ code })
export const yes = (given: string): Verdict => ({ given })

/** Of several codes the one nearest to a permit speaks. Section 3 lists those of consents; the rest is in its spirit. */
const nearest = [
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
  'ACTIVITY_REACH',
  'CONSENT_MISSING',
  'MANDATE_MISSING',
  'NUMBER_NEVER_PRIVATE',
  'ACTIVITY_FIELD_OUTSIDE',
]
const rank = (code: string): number => {
  const place = nearest.indexOf(code)
  return place < 0 ? -1 : place
}
const speaker = (codes: readonly string[], otherwise: string): string =>
  codes.toSorted((a, b) => rank(a) - rank(b))[0] ?? otherwise

/** Step 3: the activity stated by a system, or what is wrong with it. */
export function stated({ as }: Asked, world: World): Activity | string {
  const { caller, represented, activity: id } = as
  const system = world.systems.get(caller.client)
  const code =
    represented?.kind === 'AUTHORITY' ? supplierCode(represented, system?.authority ?? '', id, world) : null
  if (code) return code
  if (!id) return 'ACTIVITY_MISSING'
  const activity = world.activities.get(id)
  const controller = represented?.kind === 'AUTHORITY' ? represented.cvr : system?.authority
  if (!activity || !system || activity.authority !== controller) return 'ACTIVITY_UNKNOWN'
  if (!activity.systems.includes(caller.client)) return 'ACTIVITY_UNKNOWN'
  if (system.officers && (caller.kind !== 'SYSTEM' || caller.officer === null)) return 'ACTIVITY_UNKNOWN'
  return holds(activity, world.at) ? activity : 'ACTIVITY_ENDED'
}

/** Whether a system works for another authority, under a mandate that holds. */
export function isSupplier({ as: { caller, represented, activity } }: Asked, world: World): boolean {
  if (caller.kind !== 'SYSTEM' || represented?.kind !== 'AUTHORITY') return false
  const own = world.systems.get(caller.client)?.authority
  return own !== undefined && supplierCode(represented, own, activity, world) === null
}

/** Step 2: a system of one authority asks for another only under a mandate that covers the stated activity. */
function supplierCode(
  represented: { readonly cvr: string },
  own: string,
  id: string | undefined,
  { suppliers, at }: World,
): string | null {
  const codes = suppliers
    .filter(({ authority, supplier }) => authority === represented.cvr && supplier === own)
    .map((mandate): string | null => {
      if (mandate.state === 'ENDED' || at >= mandate.to) return 'MANDATE_EXPIRED'
      if (at < mandate.from) return 'MANDATE_MISSING'
      return id === undefined || mandate.activities.includes(id) ? null : 'MANDATE_SCOPE'
    })
  if (codes.includes(null)) return null
  return ['MANDATE_SCOPE', 'MANDATE_EXPIRED'].find(code => codes.includes(code)) ?? 'MANDATE_MISSING'
}

const sees = (activity: Activity): boolean => activity.kind === 'PUBLIC' || activity.exception !== null

/** A field's arguments; ANY: would anything of it be given? */
export type Given = Readonly<Record<string, unknown>> | 'ANY'

/** One field of one subject, step by step. */
export function judge(
  asked: Asked,
  world: World,
  rule: Rule,
  id: string,
  parties: readonly string[],
  given: Given = 'ANY',
): Verdict {
  if (rule.class === 'OPEN') return yes('OPEN')
  if (world.isLost(id)) return no('INDETERMINATE')
  return asked.as.caller.kind === 'SYSTEM'
    ? bySystem(asked, world, rule, id, parties, given)
    : byPerson(asked, world, rule, id, parties)
}

function bySystem(
  asked: Asked,
  world: World,
  rule: Rule,
  id: string,
  parties: readonly string[],
  given: Given,
): Verdict {
  const activity = stated(asked, world)
  if (typeof activity === 'string') return no(activity)
  const principal = principalOf(asked)
  if (principal === null && parties.includes(activity.authority)) return yes('PARTY')
  // 4b and 4c beat whatever the activity says.
  if (activity.kind === 'PRIVATE' && rule.class === 'PERSONAL_NUMBER') return no('NUMBER_NEVER_PRIVATE')
  if (activity.kind === 'PRIVATE' && asked.as.at) return no('ACTIVITY_REACH')
  const ground = activity.fields.get(rule.coordinate)
  if (!ground) return no('ACTIVITY_FIELD_OUTSIDE')
  const kinds = world.kindOf(id) ?? kindsOf[rule.coordinate.split('.')[0]!] ?? 'PERSON BUSINESS'
  if (!kinds.split(' ').every(kind => activity.subjects.includes(kind))) return no('ACTIVITY_FIELD_OUTSIDE')
  if (activity.population && world.person(id)?.municipality !== activity.population)
    return no('ACTIVITY_REACH')
  if (principal !== null) return byHolder(asked, world, activity, rule, [principal, id])
  const verdict =
    ground === 'LAW'
      ? yes('LAW')
      : byConsent(activity, world, { rule, given, caseReference: asked.as.caseReference }, id)
  return sees(activity) ? verdict : hide(verdict, rule, world.person(id))
}

/** For whom a system acts by a power of attorney that its authority holds; null when for the authority itself. */
export function principalOf({ as: { caller, represented } }: Asked): string | null {
  return caller.kind === 'SYSTEM' && represented && represented.kind !== 'AUTHORITY' ? represented.id : null
}

/** By a power of attorney alone: what the activity gives besides is not the grantor's to use. */
function byHolder(
  { as }: Asked,
  world: World,
  activity: Activity,
  rule: Rule,
  [principal, id]: readonly [string, string],
): Verdict {
  if (!world.idsOf(id).includes(principal)) return no('MANDATE_MISSING')
  if (as.at) return no('MANDATE_SCOPE')
  const codes = heldCodes(world, rule, activity, id)
  if (codes.includes(null)) return hide(yes('MANDATE'), rule, world.person(id))
  return no(nearestMandate(codes as string[]))
}

// Of nobody a field tells by its place alone whom it could be about; of a record, either.
export const kindsOf: Readonly<Record<string, string>> = {
  ...{ Person: 'PERSON', Business: 'BUSINESS' },
  // An enquiry about one who is not registered is answered as about a person without mandates.
  MandateAnswer: 'PERSON',
}

interface Wanted {
  readonly rule: Rule
  readonly given: Given
  readonly caseReference: string | undefined
}

/** Step 5: consents from this subject to this authority for this activity, and to no other. */
function byConsent(activity: Activity, world: World, wanted: Wanted, id: string): Verdict {
  const own = world.idsOf(id)
  const consents = world.consents.filter(
    consent =>
      own.includes(consent.subject) &&
      consent.authority === activity.authority &&
      consent.activity === activity.id,
  )
  const codes = consents.map(consent => consentCode(consent, world, wanted, world.person(id)?.dead ?? false))
  return codes.includes(null) ? yes('CONSENT') : no(speaker(codes as string[], 'CONSENT_MISSING'))
}

function consentCode(consent: Consent, { at }: World, wanted: Wanted, dead: boolean): string | null {
  const names = consent.fields.includes(wanted.rule.coordinate)
  const covers = names && isInside(consent, wanted)
  const inForce = consent.state === 'GRANTED' && holds(consent, at) && !dead
  if (inForce && names && !covers) return 'CONSENT_PARAMETER_OUTSIDE'
  if (inForce) return covers ? null : 'CONSENT_FIELD_OUTSIDE'
  // What does not hold and never covered the field is no reason of its own; nor is what was never given.
  if (!covers) return 'CONSENT_MISSING'
  if (consent.state === 'WITHDRAWN') return 'CONSENT_WITHDRAWN'
  // Waits for the others, as long as it can be answered.
  if (consent.state === 'PARTLY_CONFIRMED')
    return !dead && at < consent.answerBy && at < consent.to ? 'SIGNING_RULE_UNMET' : 'CONSENT_MISSING'
  if (!['GRANTED', 'SUSPENDED'].includes(consent.state)) return 'CONSENT_MISSING'
  if (dead || at >= consent.to) return 'CONSENT_EXPIRED'
  return consent.state === 'SUSPENDED' ? 'CONSENT_SUSPENDED' : 'CONSENT_NOT_YET'
}

/** Section 9: each parameter holds at its place; left out or null it refuses, and so does one of no field consented to. */
function isInside({ parameters, fields }: Consent, { rule, given, caseReference = '' }: Wanted): boolean {
  return Object.entries(parameters).every(([place, values]) => {
    if (place === 'Case-Reference') return values.includes(caseReference)
    const [field = '', argument = ''] = place.split(/[(:]/)
    if (!fields.includes(field)) return false
    if (field !== rule.coordinate || given === 'ANY') return true
    return given[argument] != null && values.includes(String(given[argument]))
  })
}

function byPerson(asked: Asked, world: World, rule: Rule, id: string, parties: readonly string[]): Verdict {
  const { as } = asked
  if (as.caller.kind !== 'PERSON') return no('INDETERMINATE')
  const { person, business } = as.caller
  const own = [...world.idsOf(person), ...(business ? world.idsOf(business) : [])]
  if (own.includes(id)) return yes('OWN')
  if (parties.some(party => own.includes(party))) return yes('PARTY')
  const other = as.represented
  if (!other || other.kind === 'AUTHORITY') return no('MANDATE_MISSING')
  if (!world.idsOf(id).includes(other.id)) {
    // Whoever signs for a business reads a record to which it is a party.
    const isParty = other.kind === 'BUSINESS' && parties.some(party => world.idsOf(other.id).includes(party))
    const signs = isParty && !as.at && signsFor(world, rule, person, other.id)
    return signs ? yes('MANDATE') : no('MANDATE_MISSING')
  }
  if (as.at) return no('MANDATE_SCOPE') // 4c: present values only
  if (custodyCode(asked, world, rule, person, id) === null)
    return livesTogether(world, id, person) ? yes('MANDATE') : hide(yes('MANDATE'), rule, world.person(id))
  const codes = mandateCodes(asked, world, rule, [person, id])
  if (codes.includes(null)) return hide(yes('MANDATE'), rule, world.person(id))
  return no(nearestMandate(codes as string[]))
}

/** Of rights, one that holds and reaches elsewhere is nearer than one that waits for others. */
export const nearestMandate = (codes: readonly string[]): string =>
  codes.includes('MANDATE_SCOPE') ? 'MANDATE_SCOPE' : speaker(codes, 'MANDATE_MISSING')

/** 4a: protected now hides all times, protected once hides the earlier values. */
function hide(verdict: Verdict, rule: Rule, subject: Person | null): Verdict {
  if (!('given' in verdict) || !rule.hidden || !subject) return verdict
  const hidden = subject.protectedNow || (rule.earlier && subject.protectedOnce)
  return hidden ? { withheld: verdict.given } : verdict
}

/** A value about someone else in a record that was given: only their protection counts, towards those it is against. */
export function judgeOther(asked: Asked, world: World, rule: Rule, other: string): Verdict {
  if (world.isLost(other)) return no('INDETERMINATE')
  const { caller, represented } = asked.as
  if (caller.kind === 'PERSON') {
    if (!represented) return yes('OPEN')
    const isChild = represented.kind !== 'AUTHORITY' && world.idsOf(other).includes(represented.id)
    if (isChild && livesTogether(world, other, caller.person) && hasCustody(world, caller.person, other))
      return yes('OPEN')
    return hide(yes('OPEN'), rule, world.person(other))
  }
  const activity = stated(asked, world)
  return typeof activity !== 'string' && sees(activity) && principalOf(asked) === null
    ? yes('OPEN')
    : hide(yes('OPEN'), rule, world.person(other))
}

/** Section 5: the answer tells that somebody exists only where something about them would be permitted. */
export function judgeExistence(
  asked: Asked,
  world: World,
  kindred: Kindred,
  id: string,
  parties: readonly string[],
): Verdict {
  const verdicts = kindred.rules
    .filter(rule => rule.class !== 'OPEN')
    .map(rule => judge(asked, world, rule, id, parties))
  const given = verdicts.flatMap(one => ('given' in one ? [one.given] : []))
  const withheld = verdicts.flatMap(one => ('withheld' in one ? [one.withheld] : []))
  // It rests on what can be withdrawn only where it must.
  const best = [...given.filter(ground => ground !== 'CONSENT'), ...given, ...withheld][0]
  if (best) return yes(best)
  return no(
    speaker(
      verdicts.flatMap(one => ('code' in one ? [one.code] : [])),
      'ACTIVITY_FIELD_OUTSIDE',
    ),
  )
}
