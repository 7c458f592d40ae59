// Stewards' commands on suppliers: proposed by one, approved by another, ended at once; once for each command id.
import { randomUUID } from 'node:crypto'
import { and, eq } from 'drizzle-orm'
import type { PostgresJsDatabase } from 'drizzle-orm/postgres-js'
import { isId } from '../../schema/id.ts'
import type { Officer } from '../officer.ts'
import { idProblems, type Problem, problem } from '../problems.ts'
import { hashOf, holdCommand, now } from './once.ts'
import { type RegisterInput, registerProblems, supplierApprovalProblems, supplierBegins } from './supplier.ts'
import { activity, supplier, supplierEvent, system } from './tables.ts'
import type { Transaction } from './versions.ts'

/** What a command did: the mandate's id, or every problem. */
export type SupplierOutcome =
  | { readonly id: string; readonly problems: readonly [] }
  | { readonly id: null; readonly problems: readonly Problem[] }

interface OnSupplier {
  readonly id: string
  readonly commandId: string
}

type CommandName = 'REGISTER' | 'APPROVE' | 'END'
type Run = (tx: Transaction, at: Date) => Promise<SupplierOutcome>

const stopped = (problems: readonly Problem[]): SupplierOutcome => ({ id: null, problems })
const done = (id: string): SupplierOutcome => ({ id, problems: [] })

export function openSupplierCommands(db: PostgresJsDatabase) {
  const once = (actor: Officer, command: CommandName, input: { readonly commandId: string }, run: Run) => {
    const problems = idProblems(input.commandId, 'input.commandId')
    if (problems.length > 0) return Promise.resolve(stopped(problems))
    return db.transaction(tx => carryOut(tx, actor, command, input, run))
  }
  return {
    register: (actor: Officer, input: RegisterInput): Promise<SupplierOutcome> =>
      once(actor, 'REGISTER', input, (tx, at) => register(tx, at, actor, input)),
    /** Once this has returned, the supplier's next request may rest on it. */
    approve: (actor: Officer, input: OnSupplier): Promise<SupplierOutcome> =>
      once(actor, 'APPROVE', input, (tx, at) => approve(tx, at, actor, input)),
    /** Once this has returned, nothing is given by it. */
    end: (actor: Officer, input: OnSupplier): Promise<SupplierOutcome> =>
      once(actor, 'END', input, tx => end(tx, actor, input)),
  }
}

/** Holds the command's id; a repeated command answers as it did and does nothing. */
async function carryOut(
  tx: Transaction,
  actor: Officer,
  command: CommandName,
  input: { readonly commandId: string },
  run: Run,
): Promise<SupplierOutcome> {
  const { authority, officer, client, caseReference } = actor
  const { commandId } = input
  await holdCommand(tx, authority, commandId)
  const contentHash = hashOf(input)
  const [before] = await tx
    .select()
    .from(supplierEvent)
    .where(and(eq(supplierEvent.authority, authority), eq(supplierEvent.commandId, commandId)))
  if (before) {
    const same = before.command === command && before.contentHash === contentHash
    return same ? done(before.supplier) : stopped([problem('REPLAY', 'input.commandId')])
  }
  const at = await now(tx)
  const outcome = await run(tx, at)
  if (outcome.id === null) return outcome
  await tx.insert(supplierEvent).values({
    ...{ supplier: outcome.id, command, commandId, contentHash },
    ...{ authority, officer, client, caseReference },
  })
  return outcome
}

async function register(
  tx: Transaction,
  at: Date,
  { authority, officer }: Officer,
  input: RegisterInput,
): Promise<SupplierOutcome> {
  const named = await tx.select().from(activity).where(eq(activity.authority, authority))
  const systems = await tx.select().from(system).where(eq(system.authority, input.supplier)).limit(1)
  const own = named.map(({ id }) => id).filter(id => input.activities.includes(id))
  const problems = registerProblems(input, { authority, isRegistered: systems.length > 0, own }, at)
  if (problems.length > 0) return stopped(problems)
  const id = randomUUID()
  await tx.insert(supplier).values({
    ...{ id, authority, supplier: input.supplier, activities: [...input.activities] },
    ...{ contract: input.contract.trim(), validFrom: supplierBegins(input, at), validTo: input.validTo },
    ...{ state: 'PROPOSED', registeredBy: officer, registeredAt: at },
  })
  return done(id)
}

async function approve(
  tx: Transaction,
  at: Date,
  actor: Officer,
  { id }: OnSupplier,
): Promise<SupplierOutcome> {
  const row = await find(tx, id)
  // Another authority's proposal is the operator's to approve, and nobody else's to know of.
  if (!row || (row.authority !== actor.authority && !actor.isOperator))
    return stopped([problem('NOT_FOUND', 'input.id')])
  const problems = supplierApprovalProblems(row, actor, at)
  if (problems.length > 0) return stopped(problems)
  const approval = { approvedBy: actor.officer, approvedAt: at, validFrom: supplierBegins(row, at) }
  await tx
    .update(supplier)
    .set({ state: 'ACTIVE', ...approval })
    .where(eq(supplier.id, id))
  return done(id)
}

async function end(tx: Transaction, actor: Officer, { id }: OnSupplier): Promise<SupplierOutcome> {
  const row = await find(tx, id)
  if (row?.authority !== actor.authority) return stopped([problem('NOT_FOUND', 'input.id')])
  if (row.state === 'ENDED') return stopped([problem('WRONG_STATE', 'input.id')])
  // Held already: whatever was released by it was recorded before this instant.
  await tx
    .update(supplier)
    .set({ state: 'ENDED', endedAt: await now(tx) })
    .where(eq(supplier.id, id))
  return done(id)
}

/** A mandate, held against other commands on it, and against releases that rest on it. */
async function find(tx: Transaction, id: string) {
  if (!isId(id)) return null
  const [row] = await tx.select().from(supplier).where(eq(supplier.id, id)).for('update')
  return row ?? null
}
