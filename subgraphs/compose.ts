// Composes the subgraphs into the supergraph, through the gates first.
import { composeServices } from '@theguild/federation-composition'
import type { DocumentNode } from 'graphql'
import { objections } from '../access/gates.ts'
import { readSchemas } from './registry.ts'

/** `npm run subgraph -- NAME` listens on this port and the following, in the registry's order, unless told. */
export const firstSubgraphPort = 4001

/** The supergraph's SDL, or everything that stands against it. */
export type Composed = { readonly supergraph: string } | { readonly objections: readonly string[] }

export function compose(schemas: ReadonlyMap<string, DocumentNode> = readSchemas()): Composed {
  const gates = objections(schemas)
  if (gates.length > 0) return { objections: gates }
  const services = [...schemas].map(([name, typeDefs], index) => ({
    name,
    typeDefs,
    url: `http://localhost:${firstSubgraphPort + index}/graphql`,
  }))
  const result = composeServices(services)
  if (result.errors) return { objections: result.errors.map(error => error.message) }
  return { supergraph: `${result.supergraphSdl}\n` }
}
