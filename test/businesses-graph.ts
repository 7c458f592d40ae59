// Asks the graph of businesses as of any time, enforcement aside.
import { buildSubgraphSchema } from '@apollo/subgraph'
import { graphql } from 'graphql'
import type { RequestContext } from '../access/request.ts'
import { scalars } from '../schema/scalars.ts'
import { businesses } from '../subgraphs/businesses/subgraph.ts'
import type { TestDatabase } from './database.ts'

export interface Times {
  readonly effective?: string | null
  readonly registered?: string | null
}

/** Gives the data of an answer without errors, as plain objects. */
export function openBusinesses(database: TestDatabase) {
  const schema = buildSubgraphSchema([
    { typeDefs: businesses.typeDefs, resolvers: { ...scalars, ...businesses.resolvers } as never },
  ])
  const open = businesses.open(database.sql('businesses'))
  return async (source: string, { effective, registered }: Times = {}): Promise<Record<string, unknown>> => {
    const now = new Date()
    const asOf = {
      effective: effective ? new Date(effective) : now,
      registered: registered ? new Date(registered) : now,
      travelled: Boolean(effective ?? registered),
    }
    const caller = { kind: 'SYSTEM', client: 'test', officer: null }
    const context = {
      request: { asOf, represented: null, caller, activity: null },
    } as unknown as RequestContext
    const { data, errors } = await graphql({
      schema,
      source,
      contextValue: { ...context, store: open(context) },
    })
    if (errors) throw new Error(errors.map(({ message }) => message).join())
    return JSON.parse(JSON.stringify(data))
  }
}
