// Powers of attorney: GraphQL in, domain out.
import { signsFor } from '../../access/acting.ts'
import { listIdentity } from '../list.ts'
import { readFirst, toPage } from '../page.ts'
import { activityById, byId } from '../references.ts'
import type { Resolvers, SubgraphContext } from '../subgraph.ts'
import type { TimeListArguments } from '../time-order.ts'
import { seesOnlyEconomic } from './guardian.ts'
import { endedBecause, type State, stateAt } from './lifecycle.ts'
import { missingOf } from './missing.ts'
import { mutations } from './mutations.ts'
import { isTold, present } from './presenting.ts'
import type { StewardStore } from './steward-store.ts'
import type { PowerFilter, PowerOfAttorney } from './store.ts'

type Context = SubgraphContext<StewardStore>

/**
 * A future one is its grantor's own until it is activated: to anyone else, and for anyone else, there is none. Nor is there to
 * a guardian what is no matter of money.
 */
async function findPower(id: string, context: Context) {
  const { store, access } = context
  const row = await store.power(id)
  if (row && !isTold(row)) {
    const { by, subjects } = await access.acting()
    if (by !== 'SUBJECT' || !subjects.includes(row.grantorId)) return null
  }
  if (row && (await seesOnlyEconomic(context)) && !(await store.isEconomic(row.id))) return null
  return present(row)
}

type Listing = Pick<PowerFilter, 'side' | 'states'> & TimeListArguments

async function powersOfAttorney(_: unknown, asked: Listing, context: Context) {
  const { side, states = null, order, ...page } = asked
  const { store, access, request } = context
  const first = readFirst(page.first)
  const identity = listIdentity(request, 'Query.powersOfAttorney', { side, states, order })
  const after = page.after == null ? null : (store.cursors.open(identity, page.after) as string)
  const acting = await access.acting()
  const { subjects, by } = acting
  const filter = {
    ...{ parties: subjects, side, states, ownFuture: by === 'SUBJECT' },
    onlyGrantor: by === 'REPRESENTATIVE' && !signsFor(acting),
    economic: await seesOnlyEconomic(context),
  }
  const rows = await store.list(filter, { order, first, after })
  return toPage(
    rows.map(present),
    { ...page, first },
    row => store.cursors.seal(identity, row!.id),
    () => store.count(filter),
  )
}

export const resolvers: Resolvers<StewardStore> = {
  Query: {
    powersOfAttorney,
    powerOfAttorney: (_, { id }: { id: string }, context: Context) => findPower(id, context),
  },
  Mutation: mutations,
  PowerOfAttorney: {
    __resolveReference: ({ id }: { id: string }, context: Context) => findPower(id, context),
    state: (row: PowerOfAttorney): State => stateAt(row, row.now),
    endedBecause: (row: PowerOfAttorney) => endedBecause(row, row.now),
    activities: (row: PowerOfAttorney) => row.activities.map(id => ({ id })),
    package: ({ package: id, packageVersion: version }: PowerOfAttorney, _, { store }) =>
      id === null ? null : store.pinnedPackage(id, version!),
    async missing(row: PowerOfAttorney, { language }: { language: 'DA' | 'EN' }, { store }) {
      const missing = await missingOf(row, store)
      return missing?.[language === 'DA' ? 'da' : 'en'] ?? null
    },
  },
  Person: byId('Person'),
  Business: byId('Business'),
  ProcessingActivity: activityById,
}
