// What a consent was used for: the records that rest on it, and who has received something by it.
import { isId } from '../../schema/id.ts'
import type { PageArguments } from '../page.ts'
import type { SubgraphContext } from '../subgraph.ts'
import { authority, openPage } from './page.ts'
import type { Store } from './store.ts'

type Context = SubgraphContext<Store>

/** A consent as this subgraph knows it: whose it is. A caller's own word for that counts nothing. */
export interface Party {
  readonly id: string
  readonly from: { readonly id: string }
  readonly to: { readonly cvr: string }
}

const party = (row: NonNullable<Awaited<ReturnType<Store['consentParty']>>>): Party => ({
  id: row.id,
  from: { id: row.subjectId },
  to: { cvr: row.authority },
})

export const consentUses = {
  __resolveReference: async ({ id }: { id: unknown }, context: Context): Promise<Party | null> => {
    const row = isId(id) ? await context.store.consentParty(id) : null
    if (!row) return null
    if (context.request.caller.kind !== 'SYSTEM') return row.sent ? party(row) : null
    const { authority: own, processor } = await context.access.acting()
    // What a consent was used for is its authority's to know, not a supplier's.
    return processor === null && (row.sent || own === row.authority) ? party(row) : null
  },
  async uses({ id, to }: Party, asked: PageArguments, context: Context) {
    const { store } = context
    const { page, present } = openPage({ coordinate: 'Consent.uses', of: id }, asked, context)
    const filter = { consent: id, authority: to.cvr }
    return present(await store.uses(filter, page), () => store.usesCount(filter))
  },
  recipients: async ({ id }: Party, _: unknown, { store }: Context) =>
    (await store.recipients(id)).map(row => ({
      ...row,
      authority: authority(row.authority),
      processor: authority(row.processor),
    })),
}
