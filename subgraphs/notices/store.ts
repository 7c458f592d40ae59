// Reads notices for one operation, with a loader, and marks them as read.
import DataLoader from 'dataloader'
import { and, eq, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/postgres-js'
import type postgres from 'postgres'
import type { Cursors } from '../../access/cursor.ts'
import { isOneOf, listOf } from '../../database/columns.ts'
import { isId } from '../../schema/id.ts'
import type { Order } from '../page.ts'
import { namedAuthority } from '../published.ts'
import { directions, inEitherOrder } from '../time-order.ts'
import { openCommands } from './commands.ts'
import { notice } from './tables.ts'

type Statements = ReturnType<typeof prepare>
export type Notice = Awaited<ReturnType<Statements['byId']['execute']>>[number]

/** Whose notices a list holds. */
export interface NoticeFilter {
  /** Every id of the person or business. */
  readonly subjects: readonly string[]
  /** Only those about this authority; null for any. */
  readonly authority: string | null
  readonly unread: boolean
}

export interface NoticePage {
  readonly order: Order
  readonly first: number
  readonly after: string | null
}

const given = sql.placeholder

const columns = {
  id: notice.id,
  toSubject: notice.toSubject,
  kind: notice.kind,
  aboutKind: notice.aboutKind,
  aboutId: notice.aboutId,
  authority: notice.authority,
  authorityName: namedAuthority.name,
  parts: notice.parts,
  createdAt: notice.createdAt,
  readAt: notice.readAt,
}

function prepare(db: ReturnType<typeof drizzle>) {
  const listed = and(
    isOneOf(notice.toSubject, given('subjects'), 'uuid'),
    sql`(${given('authority')}::text is null or ${notice.authority} = ${given('authority')})`,
    sql`(not ${given('unread')}::boolean or ${notice.readAt} is null)`,
  )
  const named = eq(namedAuthority.cvr, notice.authority)
  const list = (order: Order) => {
    const { by, beyond } = directions[order]
    const after = sql`(${given('after')}::uuid is null or (${notice.createdAt}, ${notice.id}) ${beyond}
      (select n.created_at, n.id from notices.notice n where n.id = ${given('after')}))`
    return db
      .select(columns)
      .from(notice)
      .leftJoin(namedAuthority, named)
      .where(and(listed, after))
      .orderBy(by(notice.createdAt), by(notice.id))
      .limit(given('limit'))
      .prepare(`notice_list_${order}`)
  }
  return {
    pages: inEitherOrder(list),
    byId: db
      .select(columns)
      .from(notice)
      .leftJoin(namedAuthority, named)
      .where(isOneOf(notice.id, given('ids'), 'uuid'))
      .prepare('notice_by_id'),
    count: db
      .select({ count: sql<number>`count(*)::int` })
      .from(notice)
      .where(listed)
      .prepare('notice_count'),
  }
}

/** Prepares the statements of a pool, and gives each operation a store of its own. `cursors` seal the lists' places. */
export function openStore(client: postgres.Sql, cursors: Cursors) {
  const db = drizzle(client)
  const statements = prepare(db)
  const commands = openCommands(db)
  return () => {
    const notices = new DataLoader<string, Notice | null>(async ids => {
      const rows = await statements.byId.execute({ ids: listOf(ids) })
      return ids.map(id => rows.find(row => row.id === id) ?? null)
    })
    const parameters = ({ subjects, authority, unread }: NoticeFilter) => ({
      subjects: listOf(subjects),
      authority,
      unread,
    })
    return {
      ...commands,
      cursors,
      /** Null for an id that is not a notice's, malformed ones included. */
      notice: async (id: string) => (isId(id) ? notices.load(id) : null),
      /** After a command, which changed them; in the order of the ids. */
      freshNotices: (ids: readonly string[]) =>
        Promise.all(ids.map(id => notices.clear(id).load(id))).then(rows => rows.filter(row => row !== null)),
      /** `after`: the id of the row before the page. One more than `first`, when there is one. */
      list: (filter: NoticeFilter, { order, first, after }: NoticePage) =>
        statements.pages[order].execute({
          ...parameters(filter),
          ...{ after, limit: first + 1 },
        }),
      count: async (filter: NoticeFilter) => (await statements.count.execute(parameters(filter)))[0]!.count,
    }
  }
}

export type Store = ReturnType<ReturnType<typeof openStore>>
