// The powers-of-attorney subgraph: who may act for whom.
import { readSchema, type Subgraph } from '../subgraph.ts'
import { overviewResolvers } from './overview-resolvers.ts'
import { packageResolvers } from './package-resolvers.ts'
import { questionResolvers } from './question-resolvers.ts'
import { resolvers } from './resolvers.ts'
import { signingResolvers } from './signing-resolvers.ts'
import { stewardResolvers } from './steward-resolvers.ts'
import { openStewardStore, type StewardStore } from './steward-store.ts'
import { openStore } from './store.ts'
import { unparsedRulesResolvers } from './unparsed-rules.ts'

export const powersOfAttorney: Subgraph<StewardStore> = {
  name: 'powers-of-attorney',
  role: 'powers_of_attorney',
  typeDefs: readSchema('powers-of-attorney'),
  resolvers: {
    ...{ ...resolvers, ...packageResolvers, ...stewardResolvers, ...signingResolvers },
    Query: {
      ...{ ...resolvers.Query, ...packageResolvers.Query },
      ...{ ...stewardResolvers.Query, ...signingResolvers.Query },
      ...{ ...overviewResolvers.Query, ...questionResolvers.Query, ...unparsedRulesResolvers.Query },
    },
    Mutation: {
      ...{ ...resolvers.Mutation, ...packageResolvers.Mutation },
      ...{ ...stewardResolvers.Mutation, ...signingResolvers.Mutation },
    },
    PowerOfAttorney: { ...resolvers.PowerOfAttorney, ...stewardResolvers.PowerOfAttorney },
  },
  open: (client, cursors, operator, _receiptKey, powerYears) => {
    const powers = openStore(client, powerYears)
    const stewards = openStewardStore(client, cursors, operator)
    return () => ({ ...powers(), ...stewards() })
  },
}
