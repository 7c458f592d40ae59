// What a subgraph is: its name, its role in the database, its schema, its resolvers and its store.
import { readFileSync } from 'node:fs'
import { type DocumentNode, type GraphQLResolveInfo, parse } from 'graphql'
import type postgres from 'postgres'
import type { Cursors } from '../access/cursor.ts'
import type { RequestContext } from '../access/request.ts'
import type { Role } from '../database/connect.ts'

/** The context of a subgraph's resolvers. */
export interface SubgraphContext<Store> extends RequestContext {
  readonly store: Store
}

/**
 * A field's resolver. Parent and arguments are as the schema says. `__resolveReference` fits as well: it takes the
 * representation, then the context.
 */
export type Resolver<Store> = (
  // biome-ignore lint/suspicious/noExplicitAny: the schema, not TypeScript, says what a parent holds
  parent: any,
  // biome-ignore lint/suspicious/noExplicitAny: nor what arguments there are
  args: any,
  context: SubgraphContext<Store>,
  info: GraphQLResolveInfo,
) => unknown

/** Resolvers by type and field. */
export type Resolvers<Store> = Readonly<Record<string, Readonly<Record<string, Resolver<Store>>>>>

/** One register or service of the platform. `Store` is made anew for each operation, with its loaders. */
export interface Subgraph<Store> {
  /** As in the supergraph, and the name of schema/<name>.graphql: `powers-of-attorney`. */
  readonly name: string
  readonly role: Role
  readonly typeDefs: DocumentNode
  readonly resolvers: Resolvers<Store>
  /**
   * Prepares the subgraph's statements once for a pool, and gives each operation a store of its own. `cursors`: the
   * installation's; without them cursors hold in this process only. `operator`: CVR number of the operator's authority,
   * to which work across authorities belongs; without it nobody does that work. `receiptKey`: 32 bytes, the
   * installation's; without them what is signed can be checked by a key of this process only. `powerYears`: the longest
   * that a power of attorney may hold; 25 without it.
   */
  readonly open: (
    sql: postgres.Sql,
    cursors?: Cursors,
    operator?: string,
    receiptKey?: Uint8Array,
    powerYears?: number,
  ) => (context: RequestContext) => Store
}

/** The schema of a subgraph: what all share, then its own file. */
export function readSchema(name: string): DocumentNode {
  const read = (file: string) => readFileSync(new URL(`../schema/${file}.graphql`, import.meta.url), 'utf8')
  return parse(`${read('shared')}\n${read(name)}`)
}
