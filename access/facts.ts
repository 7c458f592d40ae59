// What a decision may know: about the caller, and about each subject. Read in one statement for a set of subjects.
import type postgres from 'postgres'
import { parseInstant } from '../database/instant.ts'
import { type ActivityFacts, type KnownActivity, knownActivities, readActivity } from './activity.ts'
import { readHeld } from './authority-holder.ts'
import { askedFor, notLookedUp, readRows } from './facts-statement.ts'
import { type LifeFacts, readLife } from './life.ts'
import type { Parameters } from './parameters.ts'
import { noRights, type Rights, readRights } from './rights.ts'
import type { SubjectKind } from './subject-kind.ts'
import type { SupplierFacts } from './supplier.ts'

export interface SystemFacts {
  readonly authority: string
  readonly kind: 'PUBLIC' | 'PRIVATE'
  readonly officers: boolean
}

/** What is known of the caller, as of one instant. */
export interface CallerFacts {
  /** The database's clock, read with the facts: the time of the decision. */
  readonly at: Date
  readonly activity: ActivityFacts | null
  readonly system: SystemFacts | null
  readonly officerRoles: readonly string[]
  /** What the authority on whose behalf a system asks has given the system's own authority. */
  readonly suppliers: readonly SupplierFacts[]
}

/** A consent of the subject to the authority for the activity in question. */
export interface ConsentFacts {
  readonly id: string
  readonly state: 'PARTLY_CONFIRMED' | 'GRANTED' | 'WITHDRAWN' | 'SUSPENDED'
  readonly fields: readonly string[]
  readonly parameters: Parameters
  readonly validFrom: Date
  readonly validTo: Date
  /** When it ended, or will. */
  readonly until: Date
}

/** What is known of one person or business. One who is not registered has no facts but these same fields, empty. */
export interface SubjectFacts extends LifeFacts {
  readonly id: string
  readonly kind: 'PERSON' | 'BUSINESS' | null
  /** Of the subject's computed facts; null for an id that was never given, -1 where nothing can rest on it. */
  readonly revision: number | null
  /** The id that this one was merged into, or itself. */
  readonly canonical: string
  /** Every id that leads to the subject: what was given under any of them counts. */
  readonly ids: readonly string[]
  readonly protected: boolean
  /** Name and address were protected at some time, now included. */
  readonly everProtected: boolean
  readonly dead: boolean
  /** Where the subject is registered: asked for by people, and under an activity for one municipality's own residents. */
  readonly municipality: string | null
  /** Equal for people registered at the same address. */
  readonly residence: string | null
  readonly consents: readonly ConsentFacts[]
  /** By which the caller may act for the subject; none over whom the caller does not represent. */
  readonly rights: Rights
}

/** How a subject is asked for by a number of a register, beside its id: `BUSINESS 12345678`. */
export const numberKey = (kind: SubjectKind, number: string): string => `${kind} ${number}`

/** Whose facts are asked for, and for what. */
export interface FactsQuery {
  readonly activity: string | null
  readonly client: string
  readonly officer: string | null
  /** The person who calls. */
  readonly person: string | null
  /** The business in whose name the person signed in; left out when there is none. */
  readonly business?: string | null
  /** The subject for whom the person acts. */
  readonly represented: string | null
  /** CVR number of the authority on whose behalf a system asks; left out when for its own. */
  readonly authority?: string | null
  /** Ids, and number keys. */
  readonly subjects: readonly string[]
}

export interface FactsAnswer {
  readonly caller: CallerFacts
  /** By the id or number key that was asked for. */
  readonly subjects: ReadonlyMap<string, SubjectFacts>
  /** Deliveries that the registers have loaded; left out where none is read. */
  readonly loads?: number
}

export type ReadFacts = (query: FactsQuery) => Promise<FactsAnswer>

/** Reads facts as the role access_reader, which sees the views access.fact_* and nothing else. */
export function factsReader(sql: postgres.Sql): ReadFacts {
  const activities = knownActivities()
  // Another content than the known one is read whole, once more.
  const read = async (query: FactsQuery, known: KnownActivity | null): Promise<FactsAnswer> => {
    const isNumber = (key: string) => key.includes(' ')
    const ids = query.subjects.filter(key => !isNumber(key))
    const numbers = query.subjects.filter(isNumber)
    const keys = [null, ...ids, ...numbers]
    const rows = await readRows(sql, query, known, askedFor(sql, ids, numbers))
    const caller = rows.find(row => row.id === null)!
    const activity = caller.activity && readActivity(caller.activity, known)
    if (caller.activity && !activity) return read(query, null)
    if (activity) activities.keep(activity)
    const subjects = rows.filter(row => row.id !== null)
    return {
      caller: readCaller(caller, activity?.facts ?? null),
      subjects: new Map(subjects.map(row => [keys[row.place - 1]!, readSubject(row, caller, query)])),
      loads: caller.loads,
    }
  }
  return query => read(query, activities.of(query.activity))
}

const readCaller = (row: postgres.Row, activity: ActivityFacts | null): CallerFacts => ({
  at: row.at,
  activity,
  system: row.system,
  officerRoles: row.officer_roles ?? [],
  suppliers: (row.suppliers ?? []).map(readSupplier),
})

const readSupplier = (supplier: postgres.Row): SupplierFacts => ({
  id: supplier.id,
  state: supplier.state,
  activities: supplier.activities,
  validFrom: parseInstant(supplier.valid_from),
  validTo: parseInstant(supplier.valid_to),
})

function readRightsOf(row: postgres.Row, caller: postgres.Row, query: FactsQuery): Rights {
  if (query.represented === null) return noRights
  return query.person === null ? readHeld(row) : readRights(row, caller)
}

function readSubject(row: postgres.Row, caller: postgres.Row, query: FactsQuery): SubjectFacts {
  return {
    id: row.id,
    kind: row.kind,
    // Undefined: not looked up. Null: an id that was never given.
    revision: row.revision === undefined ? notLookedUp : row.revision,
    canonical: row.canonical ?? row.id,
    ids: row.ids ?? [row.id],
    protected: row.protected ?? false,
    // Of someone who never was, nothing is found.
    everProtected: row.protected !== null,
    dead: row.dead ?? false,
    municipality: row.municipality ?? null,
    residence: row.residence ?? null,
    consents: (row.consents ?? []).map((consent: postgres.Row) => ({
      id: consent.id,
      state: consent.state,
      fields: consent.fields,
      parameters: consent.parameters,
      validFrom: parseInstant(consent.valid_from),
      validTo: parseInstant(consent.valid_to),
      until: parseInstant(consent.until),
    })),
    ...readLife(row),
    rights: readRightsOf(row, caller, query),
  }
}
