// Reads cases for one operation, with loaders, and carries out the commands on them.
import { randomBytes } from 'node:crypto'
import DataLoader from 'dataloader'
import { and, asc, eq, getTableColumns, type SQL, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/postgres-js'
import type postgres from 'postgres'
import { openCursors } from '../../access/cursor.ts'
import { isOneOf, listOf } from '../../database/columns.ts'
import { isId } from '../../schema/id.ts'
import type { Order } from '../page.ts'
import { afterPlace, directions, inEitherOrder, pageValues, type TimePage } from '../time-order.ts'
import { type Stewarding, steward } from './answering.ts'
import { type Report, report } from './reporting.ts'
import { accessCase, type CaseState, event } from './tables.ts'

type Statements = ReturnType<typeof prepare>
type Rows<Name extends keyof Statements> = Awaited<ReturnType<Statements[Name]['execute']>>
export type CaseRow = Rows<'byId'>[number]
export type EventRow = Rows<'events'>[number]

/** Whose cases: of every id of a subject, to one authority or any (null), in one of these states or in any (null). */
export interface SubjectFilter {
  readonly subjects: readonly string[]
  readonly authority: string | null
  readonly states: readonly CaseState[] | null
}

export interface StewardFilter {
  readonly authority: string
  readonly states: readonly CaseState[]
}

const given = sql.placeholder
const counted = { count: sql<number>`count(*)::int` }
const columns = { ...getTableColumns(accessCase), place: sql<string>`${accessCase.openedAt}::text` }

const ofSubject = and(
  isOneOf(accessCase.subjectId, given('subjects'), 'uuid'),
  sql`(${given('authority')}::text is null or ${accessCase.authority} = ${given('authority')})`,
  sql`(${given('states')}::text is null or ${accessCase.state} = any(${given('states')}::text::text[]))`,
)
const ofAuthority = and(
  eq(accessCase.authority, given('authority')),
  isOneOf(accessCase.state as never, given('states')),
)

function preparePages(db: ReturnType<typeof drizzle>, order: Order) {
  const { by } = directions[order]
  const page = (of: SQL | undefined) =>
    db
      .select(columns)
      .from(accessCase)
      .where(and(of, afterPlace(order, accessCase.openedAt, accessCase.id)))
      .orderBy(by(accessCase.openedAt), by(accessCase.id))
      .limit(given('limit'))
  return {
    ofSubject: page(ofSubject).prepare(`case_of_subject_${order}`),
    ofAuthority: page(ofAuthority).prepare(`case_of_authority_${order}`),
  }
}

function prepare(db: ReturnType<typeof drizzle>) {
  return {
    byId: db
      .select(columns)
      .from(accessCase)
      .where(isOneOf(accessCase.id, given('ids'), 'uuid'))
      .prepare('case_by_id'),
    events: db
      .select()
      .from(event)
      .where(isOneOf(event.caseId, given('ids'), 'uuid'))
      .orderBy(asc(event.revision))
      .prepare('case_events'),
    countOfSubject: db.select(counted).from(accessCase).where(ofSubject).prepare('case_of_subject_count'),
    countOfAuthority: db
      .select(counted)
      .from(accessCase)
      .where(ofAuthority)
      .prepare('case_of_authority_count'),
  }
}

/**
 * Prepares the statements of a pool, and gives each operation a store of its own. `cursors`: the installation's; without
 * them cursors hold in this process only. `operator`: CVR number of the operator's authority.
 */
export function openStore(
  client: postgres.Sql,
  cursors = openCursors(randomBytes(32)),
  operator: string | null = null,
) {
  const db = drizzle(client)
  const statements = prepare(db)
  const pages = inEitherOrder(order => preparePages(db, order))
  const subjectOf = ({ subjects, authority, states }: SubjectFilter) => ({
    ...{ subjects: listOf(subjects), authority, states: states && listOf(states) },
  })
  const authorityOf = ({ authority, states }: StewardFilter) => ({ authority, states: listOf(states) })
  const shared = {
    ...{ cursors, operator },
    report: (wanted: Report) => db.transaction(tx => report(tx, wanted)),
    steward: (wanted: Stewarding) => db.transaction(tx => steward(tx, wanted)),
    ofSubject: (filter: SubjectFilter, page: TimePage): Promise<readonly CaseRow[]> =>
      pages[page.order].ofSubject.execute({ ...subjectOf(filter), ...pageValues(page) }),
    countOfSubject: async (filter: SubjectFilter) =>
      (await statements.countOfSubject.execute(subjectOf(filter)))[0]!.count,
    ofAuthority: (filter: StewardFilter, page: TimePage): Promise<readonly CaseRow[]> =>
      pages[page.order].ofAuthority.execute({ ...authorityOf(filter), ...pageValues(page) }),
    countOfAuthority: async (filter: StewardFilter) =>
      (await statements.countOfAuthority.execute(authorityOf(filter)))[0]!.count,
  }
  return () => {
    const cases = new DataLoader<string, CaseRow | null>(async ids => {
      const rows = await statements.byId.execute({ ids: listOf(ids) })
      return ids.map(id => rows.find(row => row.id === id) ?? null)
    })
    const events = new DataLoader<string, readonly EventRow[]>(async ids => {
      const rows = await statements.events.execute({ ids: listOf(ids) })
      return ids.map(id => rows.filter(({ caseId }) => caseId === id))
    })
    return {
      ...shared,
      /** Null for an id that is not a case's, malformed ones included. */
      case: async (id: string) => (isId(id) ? cases.load(id) : null),
      /** After a command, which changed it. */
      freshCase(id: string) {
        events.clear(id)
        return cases.clear(id).load(id)
      },
      /** Oldest first. */
      events: (id: string) => events.load(id),
    }
  }
}

export type Store = ReturnType<ReturnType<typeof openStore>>
