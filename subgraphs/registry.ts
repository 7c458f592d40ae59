// The subgraphs of the platform, by name: the list from which everything that concerns all of them is made.
import type { DocumentNode } from 'graphql'
import { type Classification, classify, type FieldRule } from '../access/classification.ts'
import { readSchema } from './subgraph.ts'

export const subgraphNames = [
  'persons',
  'businesses',
  'consents',
  'powers-of-attorney',
  'authorities',
  'access-log',
  'notices',
  'changes',
  'cases',
] as const
export type SubgraphName = (typeof subgraphNames)[number]

/** The SDL of every subgraph. */
export function readSchemas(): ReadonlyMap<string, DocumentNode> {
  return new Map(subgraphNames.map(name => [name, readSchema(name)]))
}

/**
 * The rules of all subgraphs in one: whether a subject may be known to exist depends on every field of its type,
 * whichever subgraph holds it. The gates (gates.ts) see to it that no two subgraphs disagree.
 */
export function classifyPlatform(schemas: ReadonlyMap<string, DocumentNode> = readSchemas()): Classification {
  const merged = new Map<string, { fields: Map<string, FieldRule> }>()
  for (const document of schemas.values()) {
    for (const [name, type] of classify(document)) {
      const known = merged.get(name)
      const fields = new Map([...(known?.fields ?? []), ...type.fields])
      merged.set(name, { ...type, fields })
    }
  }
  return merged as unknown as Classification
}
