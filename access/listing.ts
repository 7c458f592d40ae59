// Lists: may this caller find subjects by these fields, and how far does the list reach? Rights that differ by no subject.

import type { ActivityFacts } from './activity.ts'
import { actedFor } from './authority-holder.ts'
import type { FieldRule } from './classification.ts'
import {
  type Asker,
  checkActivity,
  type Decision,
  decideEntry,
  nothing,
  permit,
  protectedFrom,
  refuse,
} from './decide.ts'
import { subjectKind } from './subject-kind.ts'

/** What a root field that lists subjects is asked for. */
export interface Listing {
  /** The root field. */
  readonly entry: FieldRule
  /** Every field of the subjects' type. */
  readonly rules: readonly FieldRule[]
  /** The fields by which is filtered and ordered; null stands for one that nobody knows. */
  readonly used: readonly (FieldRule | null)[]
  /** At least one attribute was given to find by. */
  readonly searched: boolean
}

/** A decision, and the field that it is about: the list itself, or what it may not look at. */
export interface ListDecision {
  readonly rule: FieldRule
  readonly decision: Decision
}

/** How far a list reaches. */
export interface ListScope {
  /** Hits in all; null when it pages through all. */
  readonly most: number | null
  /** The municipality whose residents alone are listed. */
  readonly population: string | null
  /** People whose name and address are protected are not there at all (CPR act § 28). */
  readonly withoutProtected: boolean
}

/** A search shows so many at most. */
export const searchHits = 50

/** Decides a list before anything is looked up. */
export function decideListing(asker: Asker, { entry, rules, used, searched }: Listing): ListDecision {
  const about = (decision: Decision) => ({ rule: entry, decision })
  if (used.includes(null)) return about(refuse('INDETERMINATE'))
  if (entry.class !== 'OPEN') {
    const entered = decideEntry(asker, entry.entry?.reach ?? 'LIST')
    if (entered.outcome !== 'PERMIT') return about(entered)
    if (asker.caller.kind !== 'SYSTEM') return about(refuse('ACTIVITY_REACH'))
    if (asker.facts.activity?.reach === 'SEARCH' && !searched) return about(refuse('ACTIVITY_REACH'))
  }
  for (const rule of used) {
    const decision = decideUse(asker, rule!)
    if (decision.outcome !== 'PERMIT') return { rule: rule!, decision }
  }
  // Who is listed must not depend on each one's consent: something is given of all of them alike, by law.
  const given = entry.class === 'OPEN' ? used : rules
  const byLaw = given.some(rule => rule?.class !== 'OPEN' && decideUse(asker, rule!).outcome === 'PERMIT')
  if (byLaw) return about(permit('LAW', { ...nothing, until: asker.facts.activity?.validTo ?? null }))
  return about(entry.class === 'OPEN' ? permit('OPEN') : refuse('ACTIVITY_FIELD_OUTSIDE'))
}

/** Whether a list may look at a field: it is open, or the activity gives it by law. Never by consent. */
function decideUse(asker: Asker, rule: FieldRule): Decision {
  if (rule.class === 'OPEN') return permit('OPEN')
  if (asker.caller.kind !== 'SYSTEM') return refuse('ACTIVITY_FIELD_OUTSIDE')
  const checked = checkActivity(asker)
  if ('outcome' in checked) return checked
  // Lists are of an activity's own right, never of one whom somebody acts for.
  if (actedFor(asker)) return refuse('MANDATE_SCOPE')
  const { kind, fields, subjects } = checked.activity
  if (kind === 'PRIVATE' && rule.class === 'PERSONAL_NUMBER') return refuse('NUMBER_NEVER_PRIVATE')
  if (kind === 'PRIVATE' && asker.travelled) return refuse('ACTIVITY_REACH')
  const subject = subjectKind(rule.coordinate)
  if (subject === null || !subjects.includes(subject)) return refuse('ACTIVITY_FIELD_OUTSIDE')
  return fields.get(rule.coordinate) === 'LAW' ? permit('LAW') : refuse('ACTIVITY_FIELD_OUTSIDE')
}

/** How far a permitted list reaches; one without an activity shows nothing. */
export function listScope(activity: ActivityFacts | null): ListScope {
  if (!activity) return { most: 0, population: null, withoutProtected: true }
  return {
    most: activity.reach === 'LIST' ? null : searchHits,
    population: activity.population,
    withoutProtected: protectedFrom(activity),
  }
}

/**
 * What a list tells of what was decided for it, in order: the places of as many as are permitted, so many at most. What
 * is in doubt must not be passed over as if it were refused: then nothing is told, and the list is refused.
 */
export function decideTold(
  entered: Decision,
  decisions: readonly Decision[],
  most: number,
): { readonly decision: Decision; readonly told: readonly number[] } {
  if (entered.outcome === 'REFUSE') return { decision: entered, told: [] }
  const told: number[] = []
  for (const [place, decision] of decisions.entries()) {
    if (told.length === most) break
    if (decision.outcome === 'PERMIT') told.push(place)
    else if (decision.outcome === 'REFUSE' && decision.code === 'INDETERMINATE') return { decision, told: [] }
  }
  return { decision: entered, told }
}
