// Lists of consents from either end: an authority's by time, a person's or business's first those to be answered; keys from an index.
import { and, desc, eq, type Placeholder, type SQL, sql } from 'drizzle-orm'
import { type PgColumn, unionAll } from 'drizzle-orm/pg-core'
import type { drizzle } from 'drizzle-orm/postgres-js'
import { listOf } from '../../database/columns.ts'
import { largestPage, type Order } from '../page.ts'
import { afterPlace, directions, inEitherOrder } from '../time-order.ts'
import { type State, storedAs } from './lifecycle.ts'
import { consent } from './tables.ts'

type Db = ReturnType<typeof drizzle>

/** Whose consents a list holds: those of a subject, those asked for by an authority, or both at once. */
export interface ConsentFilter {
  /** Every id of the subject; null for any. */
  readonly subjects: readonly string[] | null
  readonly authority: string | null
  /** For this activity alone; null for any. */
  readonly activity: string | null
  /** For these alone, of a subject's list; null, or left out, for any. */
  readonly activities?: readonly string[] | null
  /** Asked for by this authority, of a subject's list; null, or left out, for any. Whose list it is stays as it is. */
  readonly askedBy?: string | null
  readonly states: readonly State[] | null
  /** Asked for then or later, and before then. */
  readonly from?: Date | null
  readonly to?: Date | null
}

/**
 * A place in a list: whether the consent there waited for an answer; when it was asked for or, in an authority's list by
 * state, when time ended it (as the database writes it); its id.
 */
export interface Place {
  readonly pending: boolean
  readonly at: string
  readonly id: string
}

export interface ListPage {
  readonly order: Order
  readonly first: number
  readonly after: Place | null
}

export const columns = {
  id: consent.id,
  subjectId: consent.subjectId,
  subjectKind: consent.subjectKind,
  authority: consent.authority,
  activity: consent.activity,
  template: consent.template,
  templateVersion: consent.templateVersion,
  fields: consent.fields,
  parameters: consent.parameters,
  condition: consent.condition,
  state: consent.state,
  requestedAt: consent.requestedAt,
  sentAt: consent.sentAt,
  answerBy: consent.answerBy,
  confirmBy: consent.confirmBy,
  askedFrom: consent.askedFrom,
  validFrom: consent.validFrom,
  validTo: consent.validTo,
  supersedes: consent.supersedes,
  suspendedReason: consent.suspendedReason,
  now: sql<Date>`clock_timestamp()`.mapWith(consent.requestedAt),
}

const given = sql.placeholder
const over = sql`coalesce(${consent.due} <= clock_timestamp(), false)`
const pending = sql<boolean>`(${consent.state} in ('REQUESTED', 'PARTLY_CONFIRMED') and not ${over})`

const ofAuthority = eq(consent.authority, given('authority'))
const forActivity = sql`(${given('activity')}::text is null or ${consent.activity} = ${given('activity')})`
const inPeriod = sql`(${consent.requestedAt} >= coalesce(${given('from')}::text::timestamptz, '-infinity')
  and ${consent.requestedAt} < coalesce(${given('to')}::text::timestamptz, 'infinity'))`
const lastId = sql`'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid`
// What time has ended by now: one bound that the index can begin at, from either end.
const endedAfterPlace: Readonly<Record<Order, SQL>> = {
  NEWEST_FIRST: sql`(${consent.due}, ${consent.id}) <
    (least(coalesce(${given('at')}::text::timestamptz, 'infinity'), statement_timestamp()),
      coalesce(${given('after')}::uuid, ${lastId}))`,
  OLDEST_FIRST: sql`${afterPlace('OLDEST_FIRST', consent.due, consent.id)}
    and ${consent.due} <= statement_timestamp()`,
}
// The period as a range, which no index answers: else the planner, which does not know it, expects few of it and takes the
// index by the time of asking.
const endedBeyond = (order: Order) => sql`(${consent.due} is not null and ${endedAfterPlace[order]}
  and tstzrange(${given('from')}::text::timestamptz, ${given('to')}::text::timestamptz) @> ${consent.requestedAt})`

// Of a state that time ends: what it has not ended yet, from where the index of ends begins at now. What an index by the time
// of asking could answer is written as none does.
const canEnd = sql`wanted.state in ('REQUESTED', 'PARTLY_CONFIRMED', 'GRANTED', 'SUSPENDED')`
const endsLater = (order: Order) => sql`(${canEnd} and ${consent.due} > statement_timestamp()
  and tstzrange(${given('from')}::text::timestamptz, ${given('to')}::text::timestamptz) @> ${consent.requestedAt}
  and coalesce(${afterPlace(order, consent.requestedAt, consent.id)}, false))`

const ids = sql`unnest(${given('subjects')}::text::uuid[]) as subject(id)`
// What was never sent is its authority's alone.
const ofSubject = and(
  sql`${consent.subjectId} = subject.id`,
  sql`(case when ${given('authority')}::text is null then ${consent.sentAt} is not null
    else ${consent.authority} = ${given('authority')} end)`,
  forActivity,
  sql`(${given('askedBy')}::text is null or ${consent.authority} = ${given('askedBy')})`,
  sql`(${given('activities')}::text is null or ${consent.activity} = any(${given('activities')}::text::text[]))`,
  inPeriod,
)
const wanted = sql`unnest(${given('states')}::text::text[], ${given('overs')}::text::boolean[]) as wanted(state, over)`
const isWanted = sql`(${given('states')}::text is null
  or (${consent.state}, ${over}) in (select wanted.state, wanted.over from ${wanted}))`
// First in either order: only among those that wait, and among the others, does the order decide.
const wasPending = sql`coalesce(${given('pending')}::boolean, true)`
const pendingFirst = (order: Order) => sql`(${pending} < ${wasPending}
  or ${pending} = ${wasPending} and ${afterPlace(order, consent.requestedAt, consent.id)})`

/** Prepares the statements of lists for a pool. */
export function openLists(db: Db) {
  const pages = inEitherOrder(order => preparePages(db, order))
  const counts = prepareCounts(db)
  const pick = ({ subjects, states, activity }: ConsentFilter) => {
    if (subjects !== null) return 'ofSubject'
    if (states !== null) return activity === null ? 'ofStates' : 'ofActivityStates'
    return activity === null ? 'ofAuthority' : 'ofActivity'
  }
  return {
    /** One more than asked, to know whether there is another page. */
    async list(filter: ConsentFilter, { order, first, after }: ListPage) {
      const place = { at: after?.at ?? null, after: after?.id ?? null, pending: after?.pending ?? null }
      return pages[order][pick(filter)].execute({ ...valuesOf(filter), ...place, limit: first + 1 })
    },
    async count(filter: ConsentFilter): Promise<number> {
      const [row] = await counts[pick(filter)].execute(valuesOf(filter))
      return row!.count
    },
  }
}

export type ListedConsent = Awaited<ReturnType<ReturnType<typeof openLists>['list']>>[number]

function valuesOf({ subjects, authority, activity, activities, askedBy, states, from, to }: ConsentFilter) {
  // Each once: a state that is asked for twice would list its consents twice.
  const stored = states && [...new Set(states)].flatMap(storedAs)
  return {
    subjects: subjects && listOf(subjects),
    authority,
    activity,
    askedBy: askedBy ?? null,
    activities: activities ? listOf(activities) : null,
    from: from?.toISOString() ?? null,
    to: to?.toISOString() ?? null,
    states: stored && listOf(stored.map(({ state }) => state)),
    overs: stored && listOf(stored.map(({ over: isOver }) => String(isOver))),
  }
}

// Written into the statement: a plan is made once for all pages, and by a limit that it knows it fetches no row too many.
const mostKeys = sql.raw(String(largestPage + 1)) as unknown as Placeholder

const counted = { count: sql<number>`count(*)::int` }

/** Keys of an authority's list in the order of an instant. */
const keysBy = (db: Db, order: Order, at: PgColumn, where: SQL | undefined) =>
  db
    .select({ id: sql<string>`${consent.id}`.as('key'), at: sql<Date>`${at}`.as('at') })
    .from(consent)
    .where(and(ofAuthority, where))
    .orderBy(directions[order].by(at), directions[order].by(consent.id))
    .limit(mostKeys)

const keysByAsking = (db: Db, order: Order, where: SQL | undefined) =>
  keysBy(
    db,
    order,
    consent.requestedAt,
    and(where, inPeriod, afterPlace(order, consent.requestedAt, consent.id)),
  )

/**
 * Each state by itself, so that the index gives its page in order, however many there are. What time has ended stands in
 * an index by its end alone: in that order it is listed. What it has not stands in the order of asking, among what it has.
 */
function keysOfStates(db: Db, order: Order, where: SQL | undefined) {
  const { by } = directions[order]
  const isState = and(where, sql`${consent.state} = wanted.state`)
  const isStanding = and(isState, sql`not wanted.over`)
  const left = db
    .select({ id: sql<string>`${consent.id}`.as('key'), at: sql<Date>`${consent.requestedAt}`.as('at') })
    .from(consent)
    .where(and(ofAuthority, isStanding, endsLater(order)))
    .orderBy(consent.due, consent.id)
    .limit(mostKeys)
    .as('left_in_state')
  // Once for both parts below, since both name it. Of those left, fewer than a page: they are all there are.
  const few = sql`(select count(*) < ${mostKeys} from left_now)`
  const fewKeys = db.select({ id: leftNow.id, at: leftNow.at }).from(sql`left_now`).where(few)
  const standing = keysByAsking(
    db,
    order,
    and(isStanding, sql`not ${over}`, sql`(not ${canEnd} or not ${few})`),
  )
  const ended = keysBy(db, order, consent.due, and(isState, sql`wanted.over`, endedBeyond(order)))
  const inState = sql`lateral (with left_now as (select * from ${left}) ${unionAll(fewKeys, standing, ended)}) as of_state`
  return db
    .select({ id: sql<string>`of_state.key`.as('key'), at: sql<Date>`of_state.at`.as('at') })
    .from(sql`${wanted} cross join ${inState}`)
    .orderBy(by(sql`of_state.at`), by(sql`of_state.key`))
    .limit(mostKeys)
    .as('keys')
}

const leftNow = { id: sql<string>`left_now.key`.as('key'), at: sql<Date>`left_now.at`.as('at') }

const inActivity = eq(consent.activity, given('activity'))

function preparePages(db: Db, order: Order) {
  const { by } = directions[order]
  /** The rows of keys in their order: of each page no more than asked. */
  const rowsOf = (keys: ReturnType<typeof keysOfStates>, name: string) =>
    db
      .select({ ...columns, pending, place: sql<string>`${keys.at}::text`.as('place') })
      .from(keys)
      .innerJoin(consent, eq(consent.id, keys.id))
      .orderBy(by(keys.at), by(keys.id))
      .limit(given('limit'))
      .prepare(`consent_list_${name}_${order}`)
  const asked = (where: SQL | undefined) => keysByAsking(db, order, where).as('keys')
  return {
    ofAuthority: rowsOf(asked(undefined), 'authority'),
    ofActivity: rowsOf(asked(inActivity), 'activity'),
    ofStates: rowsOf(keysOfStates(db, order, undefined), 'states'),
    ofActivityStates: rowsOf(keysOfStates(db, order, inActivity), 'activity_states'),
    ofSubject: prepareOfSubject(db, order),
  }
}

function prepareCounts(db: Db) {
  const count = (where: SQL | undefined, name: string) =>
    db.select(counted).from(consent).where(where).prepare(`consent_count_${name}`)
  return {
    ofAuthority: count(and(ofAuthority, inPeriod), 'authority'),
    ofActivity: count(and(ofAuthority, inActivity, inPeriod), 'activity'),
    ofStates: count(and(ofAuthority, inPeriod, isWanted), 'states'),
    ofActivityStates: count(and(ofAuthority, inActivity, inPeriod, isWanted), 'activity_states'),
    ofSubject: db
      .select(counted)
      .from(ids)
      .innerJoin(consent, and(ofSubject, isWanted))
      .prepare('consent_count_subject'),
  }
}

/** A subject has few: all of its keys are put in order, the ones that wait for an answer first. */
function prepareOfSubject(db: Db, order: Order) {
  const { by } = directions[order]
  const keys = db
    .select({ id: consent.id, requestedAt: consent.requestedAt, pending: pending.as('pending') })
    .from(ids)
    .innerJoin(consent, and(ofSubject, isWanted, pendingFirst(order)))
    .orderBy(desc(pending), by(consent.requestedAt), by(consent.id))
    .limit(mostKeys)
    .as('keys')
  return db
    .select({ ...columns, pending: keys.pending, place: sql<string>`${consent.requestedAt}::text` })
    .from(keys)
    .innerJoin(consent, eq(consent.id, keys.id))
    .orderBy(desc(keys.pending), by(keys.requestedAt), by(keys.id))
    .limit(given('limit'))
    .prepare(`consent_list_subject_${order}`)
}
