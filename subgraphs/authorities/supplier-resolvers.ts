// Suppliers: GraphQL in, records out.
import { readOfficer } from '../officer.ts'
import type { SubgraphContext } from '../subgraph.ts'
import type { Store, SupplierRow } from './store.ts'
import type { RegisterInput } from './supplier.ts'
import type { SupplierOutcome } from './suppliers.ts'

type Context = SubgraphContext<Store>

interface OnSupplier {
  readonly id: string
  readonly commandId: string
}

/** A row as the schema's SupplierMandate, as of an instant. */
const present = (row: SupplierRow, at: Date) => ({
  ...row,
  authority: { cvr: row.authority },
  supplier: { cvr: row.supplier },
  activities: row.activities.map(id => ({ id })),
  state: row.state === 'ACTIVE' && row.validTo <= at ? 'EXPIRED' : row.state,
})

export async function suppliersOf(
  { authority }: { readonly authority: { readonly cvr: string } },
  _: unknown,
  { store, access }: Context,
) {
  const { at } = await access.acting()
  return (await store.suppliersOf(authority.cvr)).map(row => present(row, at))
}

async function result(outcome: SupplierOutcome, { store, access }: Context) {
  const row = outcome.id === null ? null : await store.supplier(outcome.id)
  return { supplier: row && present(row, (await access.acting()).at), problems: outcome.problems }
}

export const supplierCommands = {
  async registerSupplier(_: unknown, { input }: { input: RegisterInput }, context: Context) {
    const wanted = { ...input, validFrom: input.validFrom ?? null }
    return result(await context.store.suppliers.register(await readOfficer(context), wanted), context)
  },
  async approveSupplier(_: unknown, { input }: { input: OnSupplier }, context: Context) {
    return result(await context.store.suppliers.approve(await readOfficer(context), input), context)
  },
  async endSupplier(_: unknown, { input }: { input: OnSupplier }, context: Context) {
    return result(await context.store.suppliers.end(await readOfficer(context), input), context)
  },
}
