// Asks the graph of persons as of any time, enforcement aside, and listens to the statements that answer it.
import { buildSubgraphSchema } from '@apollo/subgraph'
import { graphql } from 'graphql'
import type { RequestContext } from '../access/request.ts'
import { scalars } from '../schema/scalars.ts'
import { persons } from '../subgraphs/persons/subgraph.ts'
import type { TestDatabase } from './database.ts'

export interface Asked {
  readonly variables?: Record<string, unknown>
  /** The person at the keyboard, by id. */
  readonly person?: string
  readonly effective?: string
  readonly registered?: string
}

export interface PersonsGraph {
  /** The data of an answer without errors, as plain objects. */
  ask(query: string, asked?: Asked): Promise<Record<string, unknown>>
  /** The statements of the last question. */
  readonly statements: string[]
}

export function openGraph(database: TestDatabase): PersonsGraph {
  const schema = buildSubgraphSchema([
    { typeDefs: persons.typeDefs, resolvers: { ...scalars, ...persons.resolvers } as never },
  ])
  const sql = database.sql('persons')
  const statements: string[] = []
  const unsafe = sql.unsafe.bind(sql)
  sql.unsafe = ((text: string, ...rest: []) => {
    statements.push(text)
    return unsafe(text, ...rest)
  }) as typeof sql.unsafe
  const openStore = persons.open(sql)
  return {
    statements,
    async ask(query, { variables, person, effective, registered } = {}) {
      statements.length = 0
      const now = new Date()
      const instant = (text: string | undefined) => (text === undefined ? now : new Date(text))
      const asOf = { effective: instant(effective), registered: instant(registered), travelled: false }
      const caller = person ? { kind: 'PERSON', person } : { kind: 'SYSTEM' }
      const context = { request: { caller, asOf } } as unknown as RequestContext
      const contextValue = { ...context, store: openStore(context) }
      const { data, errors } = await graphql({
        schema,
        source: query,
        variableValues: variables,
        contextValue,
      })
      if (errors) throw errors[0]
      return JSON.parse(JSON.stringify(data))
    },
  }
}
