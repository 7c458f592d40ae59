// Marks notices as read, all or none: by whoever they were sent to, or by whoever may act for them.
import { and, inArray, isNull, sql } from 'drizzle-orm'
import type { PostgresJsDatabase } from 'drizzle-orm/postgres-js'
import { coveringMandate } from '../../access/mandates.ts'
import type { Acting } from '../../access/operation.ts'
import { isId } from '../../schema/id.ts'
import { type Problem, type ProblemCode, problem } from '../problems.ts'
import { notice } from './tables.ts'

/** What was read, by whom. */
export interface Reading {
  readonly ids: readonly string[]
  readonly acting: Acting
  /** The field in which the notices are read: `Person.notices`. A power of attorney must cover it. */
  readonly field: string
}

/** What the command did: the notices' ids, or every problem. */
export type Outcome =
  | { readonly ids: readonly string[]; readonly problems: readonly [] }
  | { readonly ids: null; readonly problems: readonly Problem[] }

/** The most that can be marked at once. */
export const mostAtOnce = 100

const stop = (code: ProblemCode): Outcome => ({ ids: null, problems: [problem(code, 'input.ids')] })

export function openCommands(db: PostgresJsDatabase) {
  return {
    async markRead(reading: Reading): Promise<Outcome> {
      if (reading.ids.length === 0) return stop('LIST_EMPTY')
      if (reading.ids.length > mostAtOnce) return stop('LIST_TOO_LONG')
      if (!reading.ids.every(isId)) return stop('NOT_FOUND')
      return db.transaction(tx => mark(tx, { ...reading, ids: [...new Set(reading.ids)] }))
    },
  }
}

type Transaction = Parameters<Parameters<PostgresJsDatabase['transaction']>[0]>[0]

async function mark(tx: Transaction, { ids, acting, field }: Reading): Promise<Outcome> {
  if (acting.mandates) {
    const mandate = coveringMandate(acting.mandates, 'ACT', [field], acting.activity?.id ?? '', acting.at)
    if (!(mandate && (await holdMandate(tx, mandate.id)))) return stop('MANDATE_SCOPE')
  }
  const own = and(inArray(notice.id, [...ids]), inArray(notice.toSubject, [...acting.subjects]))
  // Locked in one order, so that two who mark the same notices never wait for each other in a circle.
  const found = await tx.select({ id: notice.id }).from(notice).where(own).orderBy(notice.id).for('update')
  if (found.length < ids.length) return stop('NOT_FOUND')
  await tx
    .update(notice)
    .set({ readAt: sql`clock_timestamp()` })
    .where(and(own, isNull(notice.readAt)))
  return { ids, problems: [] }
}

async function holdMandate(tx: Transaction, id: string): Promise<boolean> {
  const [row] = await tx.execute<{ held: boolean }>(sql`select access.hold_mandate(${id}::uuid) as held`)
  return row?.held === true
}
