// The consents subgraph: what a person has agreed to, which is itself the rule by which data are released.
import { readSchema, type Subgraph } from '../subgraph.ts'
import { receiptResolvers } from './receipts.ts'
import { resolvers } from './resolvers.ts'
import { stewardResolvers } from './steward-resolvers.ts'
import { openStore, type Store } from './store.ts'
import { templateResolvers } from './template-resolvers.ts'

export const consents: Subgraph<Store> = {
  name: 'consents',
  role: 'consents',
  typeDefs: readSchema('consents'),
  resolvers: {
    ...{ ...resolvers, ...stewardResolvers },
    Query: {
      ...{ ...resolvers.Query, ...receiptResolvers.Query },
      ...{ ...templateResolvers.Query, ...stewardResolvers.Query },
    },
    Mutation: { ...resolvers.Mutation, ...templateResolvers.Mutation, ...stewardResolvers.Mutation },
    Consent: { ...resolvers.Consent, ...receiptResolvers.Consent },
  },
  open: openStore,
}
