// The gates of composition: a schema whose fields are not all classified, or not alike everywhere, does not compose.
import {
  type DirectiveDefinitionNode,
  type DocumentNode,
  type FieldDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  print,
  type TypeNode,
} from 'graphql'
import { type Classification, classify, type TypeRule } from './classification.ts'
import { filterObjections } from './filter-gate.ts'
import { valueObjections } from './value-gate.ts'

/** The directives on which every decision rests: they bear these names, and no other, in every subgraph. */
const ownDirectives = ['data', 'subject', 'value', 'entry', 'command', 'filters'] as const

/** Every objection to a set of subgraphs' SDL, each naming subgraph and coordinate; none when it may be composed. */
export function objections(schemas: ReadonlyMap<string, DocumentNode>): readonly string[] {
  const own = [...schemas].flatMap(([name, document]) =>
    [
      ...directiveObjections(document),
      ...typeObjections(document),
      ...valueObjections(document),
      ...filterObjections(document),
    ].map(text => `${name}: ${text}`),
  )
  return [...own, ...disagreements(schemas)]
}

function directiveObjections(document: DocumentNode): readonly string[] {
  const defined = document.definitions.filter(node => node.kind === Kind.DIRECTIVE_DEFINITION)
  const missing = ownDirectives
    .filter(name => !defined.some(node => node.name.value === name))
    .map(name => `the directive @${name} is not defined: begin with schema/shared.graphql`)
  const strange = defined
    .filter(node => !ownDirectives.some(name => name === node.name.value))
    .map(node => `the directive @${node.name.value} is not one of ours: a renamed directive guards nothing`)
  return [...missing, ...strange, ...renamedImports(document)]
}

/** A federation directive imported under another name could hide one of ours. */
function renamedImports(document: DocumentNode): readonly string[] {
  const text = document.definitions
    .filter(node => node.kind === Kind.SCHEMA_EXTENSION || node.kind === Kind.SCHEMA_DEFINITION)
    .map(print)
    .join('\n')
  return /\bas:/.test(text) ? ['a directive is imported under another name'] : []
}

function typeObjections(document: DocumentNode): readonly string[] {
  const rules = classify(document)
  return document.definitions.flatMap(node => {
    if (node.kind === Kind.OBJECT_TYPE_EXTENSION || node.kind === Kind.INTERFACE_TYPE_DEFINITION)
      return [
        `${node.name.value}: extensions and interfaces are not offered, their fields would go unclassified`,
      ]
    return node.kind === Kind.OBJECT_TYPE_DEFINITION
      ? objectObjections(node, rules.get(node.name.value)!)
      : []
  })
}

function objectObjections(type: ObjectTypeDefinitionNode, rule: TypeRule): readonly string[] {
  const name = type.name.value
  const root = name === 'Query' || name === 'Mutation'
  const whose =
    root || rule.value !== (rule.subject !== null)
      ? []
      : [`${name}: needs either @subject or @value, not both`]
  const fields = (type.fields ?? []).flatMap(field => fieldObjections(name, field, rule))
  return [...whose, ...fields]
}

function fieldObjections(type: string, field: FieldDefinitionNode, rules: TypeRule): readonly string[] {
  const coordinate = `${type}.${field.name.value}`
  const rule = rules.fields.get(field.name.value)
  if (!rule) return [`${coordinate}: is not classified; add @data(class:, source:)`]
  const found = (is: boolean, text: string) => (is ? [`${coordinate}: ${text}`] : [])
  const refusable = !rules.value && rule.class !== 'OPEN'
  return [
    ...found(rule.source.trim() === '', 'its source is empty'),
    ...found(type === 'Query' && !rule.entry, 'a root field needs @entry'),
    ...found(rule.entry !== null && rule.entry.by.length === 0, '@entry names nobody'),
    ...found(type === 'Mutation' && !rule.command, 'a mutation needs @command'),
    ...found(rule.command !== null && rule.command.by.length === 0, '@command names nobody'),
    ...found(refusable && isNonNull(field.type), 'can be refused, so it must be nullable'),
    ...found(rule.subject !== null && isNonNull(field.type), 'can be withheld, so it must be nullable'),
    ...found((field.description?.value ?? '').trim() === '', 'has no description'),
  ]
}

const isNonNull = (type: TypeNode): boolean => type.kind === Kind.NON_NULL_TYPE

/** Composers take one of two differing directives without a word: here they must be alike. */
function disagreements(schemas: ReadonlyMap<string, DocumentNode>): readonly string[] {
  const seen = new Map<string, { readonly subgraph: string; readonly rule: string }>()
  const found: string[] = []
  for (const [subgraph, document] of schemas) {
    for (const [coordinate, rule] of describe(classify(document), document)) {
      const first = seen.get(coordinate)
      if (!first) seen.set(coordinate, { subgraph, rule })
      else if (first.rule !== rule)
        found.push(`${subgraph}: ${coordinate} is classified otherwise than in ${first.subgraph}`)
    }
  }
  return found
}

function describe(rules: Classification, document: DocumentNode): readonly (readonly [string, string])[] {
  const directives = document.definitions
    .filter((node): node is DirectiveDefinitionNode => node.kind === Kind.DIRECTIVE_DEFINITION)
    .map(node => [`@${node.name.value}`, print({ ...node, description: undefined })] as const)
  const types = [...rules.values()].flatMap(type => [
    [type.name, JSON.stringify([type.value, type.subject])] as const,
    ...[...type.fields.values()].map(rule => [rule.coordinate, meaning(rule)] as const),
  ])
  return [...directives, ...types]
}

/** What counts for a decision; the source is told by each subgraph for itself. */
const meaning = ({ source: _, ...rule }: { readonly source: string }): string => JSON.stringify(rule)
