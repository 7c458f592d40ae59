// Marks notices as read, all or none: by whoever they were sent to, or by whoever may act for them.
import { and, inArray, isNull, sql } from 'drizzle-orm'
import type { PostgresJsDatabase } from 'drizzle-orm/postgres-js'
import { type Acting, rightOf } from '../../access/acting.ts'
import type { MandateReliance } from '../../access/mandates.ts'
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
  if (acting.by === 'REPRESENTATIVE') {
    const { activity } = acting
    const need = { action: 'ACT', fields: [field], activity: activity?.id ?? null, marks: activity } as const
    const right = rightOf(acting, need)
    if ('code' in right || !(await holdRelied(tx, right.relies))) return stop('MANDATE_SCOPE')
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

/** Holds what the right rests on until the command's transaction ends; false when it no longer holds. */
async function holdRelied(tx: Transaction, { mandates, standings }: MandateReliance): Promise<boolean> {
  const [row] = await tx.execute<{ held: boolean }>(
    sql`select access.hold_relied(${`{${mandates.join()}}`}::uuid[], ${JSON.stringify(standings)}::jsonb) as held`,
  )
  return row?.held === true
}
