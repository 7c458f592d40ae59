// The oracle's own reading of the subgraphs' SDL: what each field and each type is.
import {
  type ConstDirectiveNode,
  type FieldDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  valueFromASTUntyped,
} from 'graphql'
import { readSchemas, type SubgraphName } from '../subgraphs/registry.ts'

/** What the SDL says about one field. Paths lead from the object to ids. */
export interface Rule {
  readonly coordinate: string
  readonly class: string
  readonly source: string
  readonly hidden: boolean
  readonly earlier: boolean
  readonly economic: boolean
  /** Of a record that guardians and those who sign together answer: each may read it alone. */
  readonly toSign: boolean
  /** Each of those who sign for a business together may read it alone; a guardian may not. */
  readonly together: boolean
  /** Set for a value about someone else than the object's subject. */
  readonly about: string | null
  readonly entry: { readonly by: readonly string[]; readonly reach: string } | null
}

/** What the SDL says about one type; `of` is null for types whose objects are part of where they stand. */
export interface Kindred {
  readonly of: string | null
  readonly parties: readonly string[]
  readonly rules: readonly Rule[]
}

export const schemas = readSchemas()

const args = (directives: readonly ConstDirectiveNode[] | undefined, name: string) => {
  const found = directives?.find(directive => directive.name.value === name)
  return (
    found &&
    Object.fromEntries((found.arguments ?? []).map(a => [a.name.value, valueFromASTUntyped(a.value)]))
  )
}

function ruleOf(type: string, of: Subject | undefined, { name, directives }: FieldDefinitionNode): Rule {
  const data = args(directives, 'data')
  if (!data) throw new Error(`${type}.${name.value} is not classified`)
  const entry = args(directives, 'entry') as { by: string[]; reach?: string } | undefined
  return {
    coordinate: `${type}.${name.value}`,
    class: String(data.class),
    source: String(data.source),
    hidden: data.hiddenByProtection === true,
    earlier: data.earlier === true,
    economic: data.economic === true,
    toSign: of?.toSign === true,
    together: of?.together === true,
    about: (args(directives, 'subject')?.of as string | undefined) ?? null,
    entry: entry ? { by: entry.by, reach: entry.reach ?? 'LOOKUP' } : null,
  }
}

interface Subject {
  readonly of: string
  readonly parties?: readonly string[]
  readonly toSign?: boolean
  readonly together?: boolean
}

const subjectOf = ({ directives }: ObjectTypeDefinitionNode) =>
  args(directives, 'subject') as Subject | undefined

interface Part {
  readonly subgraph: SubgraphName
  readonly node: ObjectTypeDefinitionNode
}

const parts: readonly Part[] = [...schemas].flatMap(([subgraph, document]) =>
  document.definitions.flatMap(node =>
    node.kind === Kind.OBJECT_TYPE_DEFINITION ? [{ subgraph: subgraph as SubgraphName, node }] : [],
  ),
)

/** Every object type of all subgraphs, with the fields of all of them. */
export const kindreds: ReadonlyMap<string, Kindred> = new Map(
  [...Map.groupBy(parts, ({ node }) => node.name.value)].map(([type, same]) => {
    const subject = subjectOf(same[0]!.node)
    const rules = same.flatMap(({ node }) =>
      (node.fields ?? []).map(field => ruleOf(type, subjectOf(node), field)),
    )
    return [type, { of: subject?.of ?? null, parties: subject?.parties ?? [], rules: once(rules) }]
  }),
)

function once(rules: readonly Rule[]): readonly Rule[] {
  return [...new Map(rules.map(rule => [rule.coordinate, rule])).values()]
}

export const rules: ReadonlyMap<string, Rule> = new Map(
  [...kindreds.values()].flatMap(kindred => kindred.rules.map(rule => [rule.coordinate, rule] as const)),
)

/** Types that other subgraphs, and whoever asks one directly, name by key. */
export const entityKeys: ReadonlyMap<string, string> = new Map(
  parts.flatMap(({ node }) => {
    const key = args(node.directives, 'key')
    return key ? [[node.name.value, String(key.fields)] as const] : []
  }),
)
