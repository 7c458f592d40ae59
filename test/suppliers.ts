// The invented supplier, the stewards' commands on its mandate, and reads that rest on it: for tests of suppliers.
import { randomUUID } from 'node:crypto'
import { kommuneSteward } from './activity-drafts.ts'
import { type Cases, inDays } from './asked.ts'
import type { As } from './platform.ts'

/** Lev's system, on behalf of an authority by its key in the sample. */
export const levFor = (cases: Cases, key: string | null, activity?: string): As => ({
  caller: { kind: 'SYSTEM', client: 'lev-drift', officer: null },
  ...(activity && { activity }),
  ...(key && { represented: { kind: 'AUTHORITY', cvr: cases.cvr(key) } }),
})

const selected = `supplier { id state supplier { cvr } authority { cvr } activities { id } contract validFrom validTo
  registeredBy approvedBy endedAt } problems { code path }`
export const register = `mutation R($input: RegisterSupplierInput!) { registerSupplier(input: $input) { ${selected} } }`
export const approveSupplier = `mutation A($input: OnSupplierInput!) { approveSupplier(input: $input) { ${selected} } }`
export const endSupplier = `mutation E($input: OnSupplierInput!) { endSupplier(input: $input) { ${selected} } }`

/** A mandate that fits. Each has a command id of its own. */
export const mandateOf = (cases: Cases, overrides: Record<string, unknown> = {}) => ({
  commandId: randomUUID(),
  supplier: cases.cvr('lev'),
  activities: ['KOM-17'],
  contract: 'aftaler/2026-112',
  validTo: inDays(365),
  ...overrides,
})

/** The one result of a command: the mandate, and every problem as `CODE path`. */
export async function commandSupplier(cases: Cases, as: As, text: string, input: Record<string, unknown>) {
  const answer = await cases.ask(as, text, { input })
  const [result] = Object.values(answer.data ?? {}) as [
    { supplier: Record<string, unknown> | null; problems: { code: string; path: string }[] } | null,
  ]
  const problems = result?.problems.map(({ code, path }) => `${code} ${path}`) ?? null
  return { ...answer, supplier: result?.supplier ?? null, problems }
}

/** Proposed by one steward of the municipality, approved by the other; its id. */
export async function inForce(cases: Cases, overrides: Record<string, unknown> = {}): Promise<string> {
  const proposed = await commandSupplier(cases, kommuneSteward(1), register, mandateOf(cases, overrides))
  const id = proposed.supplier?.id as string
  const approved = await commandSupplier(cases, kommuneSteward(2), approveSupplier, {
    id,
    commandId: randomUUID(),
  })
  if (approved.supplier?.state !== 'ACTIVE') throw new Error('The mandate was not approved.')
  return id
}

export const ended = (cases: Cases, id: string) =>
  commandSupplier(cases, kommuneSteward(1), endSupplier, { id, commandId: randomUUID() })

/** Every mandate of the sample and of tests before, ended. */
export async function endAll({ database }: Cases): Promise<void> {
  await database.admin`update authorities.supplier set state = 'ENDED', ended_at = clock_timestamp() where state <> 'ENDED'`
}
