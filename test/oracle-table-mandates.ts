// The oracle's decision table of rights to act for another: ACCESS.md sections 7, 8 and 10, each right judged by itself.
import type { Rule } from './oracle-rules.ts'
import type { Activity, Asked, Power, World } from './oracle-world.ts'

/** From ≤ t < to. */
export const holds = ({ from, to }: { readonly from: Date; readonly to: Date }, at: Date): boolean =>
  from <= at && at < to

/** What is to be done: a field read, or whatever else by one action. */
export interface Need extends Pick<Rule, 'economic' | 'toSign' | 'together'> {
  /** Null: anything at all. */
  readonly coordinate: string | null
  /** To read when it is left out. */
  readonly action?: 'READ' | 'CONSENT' | 'ACT'
}

const isRead = ({ action = 'READ' }: Need): boolean => action === 'READ'

/** What every right comes to but custody that gives: null where it gives, else its code. */
export function mandateCodes(
  asked: Asked,
  world: World,
  rule: Need,
  [person, id]: readonly [person: string, subject: string],
): readonly (string | null)[] {
  const { caller, activity = null } = asked.as
  const dead = world.person(person)?.dead ?? false
  const business = caller.kind === 'PERSON' ? caller.business : null
  const own = [person, ...(business ? [business] : [])].flatMap(world.idsOf)
  const marks = world.activities.get(activity ?? '')
  const byRight = [guardianCode(world, rule, [person, id], marks), signerCode(world, rule, person, id)]
  // What an authority holds as such is its systems' to use, each under an activity.
  const powers = world.powers.filter(
    power =>
      world.idsOf(id).includes(power.grantor) && own.includes(power.holder) && power.authority === null,
  )
  return [
    custodyCode(asked, world, rule, person, id),
    ...byRight.map(code => (dead && code !== 'MANDATE_MISSING' ? 'MANDATE_LAPSED' : code)),
    ...powers.map(
      power =>
        powerCode(power, world, rule, { activity, person, id }) ??
        (power.byBusiness ? aloneCode(world, person, power.holder) : null),
    ),
  ]
}

/** What an authority's own systems come to by what it holds as such. */
export function heldCodes(
  world: World,
  rule: Need,
  activity: Activity,
  id: string,
): readonly (string | null)[] {
  return world.powers
    .filter(power => world.idsOf(id).includes(power.grantor) && power.authority === activity.authority)
    .map(power => powerCode(power, world, rule, { activity: activity.id, person: null, id }))
}

/** Section 10: of what a business holds, whoever signs for it alone makes use. */
function aloneCode({ signers }: World, person: string, business: string): string | null {
  const signed = signers.get(business)
  if (signed?.dissolved) return 'MANDATE_LAPSED'
  if (!signed?.isRead) return 'SIGNING_RULE_UNPARSED'
  return signed.codes.get(person) === null ? null : 'SIGNING_RULE_UNMET'
}

interface Use {
  readonly activity: string | null
  /** Who makes use of it; null for an authority's system. */
  readonly person: string | null
  readonly id: string
}

function powerCode(power: Power, world: World, rule: Need, { activity, person, id }: Use): string | null {
  const { at } = world
  if (['OFFERED', 'PARTLY_CONFIRMED', 'DORMANT'].includes(power.state) || power.unknown)
    return 'MANDATE_MISSING'
  if (power.state !== 'ACTIVE' || at >= power.to) return 'MANDATE_EXPIRED'
  if (at < power.from) return 'MANDATE_MISSING'
  const ofAge = world.person(id)?.ofAge ?? null
  const hasGrown = power.forChild && (ofAge === null || at >= ofAge)
  if ([id, person ?? id].some(one => world.person(one)?.dead) || hasEnded(world, id) || hasGrown)
    return 'MANDATE_LAPSED'
  return chainCode(power, world) ?? (reaches(power, world, rule, { activity, id }) ? null : 'MANDATE_SCOPE')
}

function reaches(
  power: Power,
  world: World,
  { coordinate, action = 'READ' }: Need,
  { activity, id }: Pick<Use, 'activity' | 'id'>,
): boolean {
  // What was given for an activity ends with it.
  const stated = world.activities.get(activity ?? '')
  const isFor =
    activity !== null && power.activities.includes(activity) && (!stated || holds(stated, world.at))
  const forIt = power.activities.length === 0 || isFor
  const covers = forIt && power.actions.includes(action)
  const inFields = action !== 'READ' || coordinate === null || power.fields.includes(coordinate)
  const isGivers = power.forChild
    ? !decidesAlone(world, activity, id)
    : action !== 'CONSENT' || power.kind !== 'VOLUNTARY' || answersAlone(world, activity, id)
  return covers && inFields && isGivers
}

/** Nobody gives what is not theirs: a ward nothing in matters of money, and the young only where they decide. */
function answersAlone(world: World, activity: string | null, id: string): boolean {
  const stated = world.activities.get(activity ?? '')
  if (!stated) return true
  const { ofAge = null } = world.person(id) ?? {}
  const isYoung = ofAge !== null && world.at < ofAge
  return !(stated.economic && isWard(world, id)) && (!isYoung || decidesAlone(world, activity, id))
}

/** Section 7: it holds as long as all above it hold, and reaches no farther than each of them lets it. */
function chainCode({ chain }: Power, world: World): string | null {
  const links = chain.map(id => world.powers.find(power => power.id === id))
  const stands = (link: Power | undefined) =>
    link !== undefined && link.state === 'ACTIVE' && holds(link, world.at) && !isGone(world, link.holder)
  if (!links.every(stands)) return 'MANDATE_LAPSED'
  const times = links.map((link, index) => ({ let: link!.depth, used: links.length - index }))
  return times.some(one => one.used > one.let) ? 'MANDATE_DEPTH' : null
}

/** Section 10: custody gives everything, but where an activity lets the young decide or asks all who hold it. */
export function custodyCode(
  { as }: Asked,
  world: World,
  rule: Need,
  person: string,
  id: string,
): string | null {
  const activity = as.activity ?? null
  if (!hasCustody(world, person, id)) return 'MANDATE_MISSING'
  if (world.person(person)?.dead) return 'MANDATE_LAPSED'
  if (decidesAlone(world, activity, id)) return 'MANDATE_SCOPE'
  const held = world.custody.filter(
    one => world.canonical(one.child) === world.canonical(id) && holds(one, world.at),
  )
  const holders = new Set(held.map(({ holder }) => world.canonical(holder)))
  const joint = world.activities.get(activity ?? '')?.joint ?? false
  return joint && holders.size > 1 && !rule.toSign ? 'SIGNING_RULE_UNMET' : null
}

const denmark = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Copenhagen' })

function decidesAlone(world: World, activity: string | null, id: string): boolean {
  const age = world.activities.get(activity ?? '')?.decidesFrom ?? null
  const born = world.person(id)?.born ?? null
  if (age === null || born === null) return false
  const turned = `${Number(born.slice(0, 4)) + age}${born.slice(4)}`
  return turned <= denmark.format(world.at)
}

export const hasCustody = (world: World, holder: string, child: string): boolean =>
  !world.person(child)?.dead &&
  world.custody.some(
    one =>
      world.idsOf(child).includes(one.child) &&
      world.idsOf(holder).includes(one.holder) &&
      holds(one, world.at),
  )

export function livesTogether(world: World, one: string, other: string): boolean {
  const home = world.person(one)?.residence ?? null
  return home !== null && home === world.person(other)?.residence
}

/** Section 10: record 017 gives the guardian what is economic, and nothing else; to do something, in such activities. */
function guardianCode(
  world: World,
  rule: Need,
  [person, id]: readonly [person: string, subject: string],
  marks: Activity | undefined,
): string | null {
  const is = world.guardians.some(
    one => world.idsOf(id).includes(one.ward) && world.idsOf(person).includes(one.guardian),
  )
  if (!is || world.person(id)?.dead) return 'MANDATE_MISSING'
  const reaches = isRead(rule) ? rule.economic || rule.toSign : (marks?.economic ?? false)
  return reaches ? null : 'MANDATE_SCOPE'
}

/** Section 10: who signs alone acts for a business; who signs with others, or nobody knows how, does not. */
const signerCode = (world: World, rule: Need, person: string, id: string): string | null => {
  const code = world.signers.get(world.canonical(id))?.codes.get(person)
  if (code === undefined) return 'MANDATE_MISSING'
  // Whoever has lost legal capacity binds no business.
  if (!isRead(rule) && isWard(world, person)) return 'MANDATE_LAPSED'
  return code === 'SIGNING_RULE_UNMET' && (rule.toSign || rule.together) ? null : code
}

export const signsFor = (world: World, rule: Need, person: string, business: string): boolean =>
  !world.person(person)?.dead && signerCode(world, rule, person, business) === null

/** They have lost legal capacity, whoever the guardian. */
const isWard = ({ wards, canonical }: World, id: string): boolean => wards.has(canonical(id))

const isGone = (world: World, id: string): boolean =>
  (world.person(id)?.dead || world.signers.get(id)?.dissolved) ?? false

const hasEnded = ({ signers }: World, id: string): boolean => signers.get(id)?.ended ?? false
