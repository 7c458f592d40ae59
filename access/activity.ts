// A processing activity as a decision sees it: read with the facts, its content once for each version.
import type postgres from 'postgres'
import { parseInstant } from '../database/instant.ts'
import type { Reach } from './classification.ts'

/** A processing activity in the version in force, or the last one. */
export interface ActivityFacts {
  readonly id: string
  readonly version: number
  readonly authority: string
  readonly kind: 'PUBLIC' | 'PRIVATE'
  readonly validFrom: Date
  readonly validTo: Date
  readonly reach: Reach
  readonly subjects: readonly ('PERSON' | 'BUSINESS')[]
  readonly population: string | null
  /** ISO 8601 or PostgreSQL interval; records stay hidden for so long. */
  readonly coverFor: string | null
  /** The exception of the CPR act by which a private controller gets protected values; null when it cites none. */
  readonly protectionException: string | null
  /** A matter of money: a guardian may act in it for one who has lost legal capacity. */
  readonly economic: boolean
  /** The age from which a young person decides alone; null: from 18. */
  readonly decidesFrom: number | null
  /** All who hold custody of a child must agree. */
  readonly jointCustody: boolean
  /** Ground by schema coordinate. */
  readonly fields: ReadonlyMap<string, 'LAW' | 'CONSENT'>
  readonly systems: readonly string[]
}

/** An activity's content as it was last read; it holds for as long as the database names the same `content`. */
export interface KnownActivity {
  readonly content: string
  readonly facts: ActivityFacts
}

// More than any authority has; the longest unused leaves first.
const most = 10_000

/** What is known of activities: by id, the content last read. */
export function knownActivities() {
  const known = new Map<string, KnownActivity>()
  return {
    of: (id: string | null): KnownActivity | null => (id === null ? null : (known.get(id) ?? null)),
    keep(activity: KnownActivity): void {
      known.delete(activity.facts.id)
      known.set(activity.facts.id, activity)
      if (known.size > most) known.delete(known.keys().next().value!)
    },
  }
}

/**
 * The activity as `a`, first part of the statement's `with`. Of one that is known only what tells whether its content is
 * still the same, and its period, which may end earlier than it said.
 */
export const activityOf = (sql: postgres.Sql, id: string | null, known: KnownActivity | null) => sql`
  a as materialized (
    select activity, content, valid_from, valid_to ${known ? sql`` : wholeContent(sql)}
    from access.fact_activity where activity = ${id})`

const wholeContent = (sql: postgres.Sql) => sql`
      , version, authority, kind, reach, subjects, population, cover_for, protection_exception, economic, decides_from,
      joint_custody, fields, systems`

/** Reads what activityOf selected; null when the content is another than the known one, and must be read. */
export function readActivity(row: postgres.Row, known: KnownActivity | null): KnownActivity | null {
  const period = { validFrom: parseInstant(row.valid_from), validTo: parseInstant(row.valid_to) }
  if (known) return known.content === row.content ? { ...known, facts: { ...known.facts, ...period } } : null
  return { content: row.content, facts: { ...readContent(row), ...period } }
}

const readContent = (row: postgres.Row): Omit<ActivityFacts, 'validFrom' | 'validTo'> => ({
  id: row.activity,
  version: row.version,
  authority: row.authority,
  kind: row.kind,
  reach: row.reach,
  subjects: row.subjects,
  population: row.population,
  coverFor: row.cover_for,
  protectionException: row.protection_exception,
  economic: row.economic,
  decidesFrom: row.decides_from,
  jointCustody: row.joint_custody,
  fields: new Map(Object.entries(row.fields ?? {})),
  systems: row.systems,
})

/** Whether a permission under it may end while it is used: by consent, or with a private recipient. */
export const isRevocable = ({ kind, fields }: ActivityFacts): boolean =>
  kind === 'PRIVATE' || [...fields.values()].includes('CONSENT')
