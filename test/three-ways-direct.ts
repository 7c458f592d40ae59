// Turns an operation for the gateway into one that a single subgraph answers, by its root field or by `_entities`.
import {
  type DocumentNode,
  type FieldNode,
  getOperationAST,
  Kind,
  type OperationDefinitionNode,
  parse,
  print,
  type ValueNode,
  validate,
  visit,
} from 'graphql'
import type { SubgraphName } from '../subgraphs/registry.ts'
import type { Cases } from './asked.ts'
import type { Posted } from './over-http.ts'
import type { As } from './platform.ts'

export interface Direct {
  readonly subgraph: SubgraphName
  readonly posted: Posted
  /** The body as the gateway would have told it. */
  readonly told: (body: Record<string, unknown>) => Record<string, unknown>
}

/** All names are known there: what is wrong is a literal, and the subgraph shall say so. */
const isOfValue = ({ message }: { readonly message: string }): boolean =>
  !/^(Cannot query field|Unknown |Fragment cannot be spread)/.test(message)

const unchanged = (body: Record<string, unknown>) => body

/** Throws when no single subgraph can be asked the same: then the case must say so. */
export async function inOneSubgraph(
  cases: Cases,
  as: As,
  posted: Posted,
  asEntity: boolean,
): Promise<Direct> {
  const { gateway, subgraphs } = cases
  const document = parsed(posted.query)
  if (!document || validate(gateway.apiSchema, document).length > 0)
    return { subgraph: 'persons', posted, told: unchanged } // Nobody's: any subgraph must refuse it as well.
  const able = (asked: DocumentNode) =>
    subgraphs.running.find(({ schema }) => validate(schema, asked).every(isOfValue))?.name as
      | SubgraphName
      | undefined
  const whole = able(document)
  if (whole && !asEntity) return { subgraph: whole, posted, told: unchanged }
  const entity = await entityOf(cases, as, document, posted)
  const subgraph = entity && able(entity.document)
  if (!subgraph) throw new Error('No single subgraph can be asked this: say why in the table of the case.')
  const variables = { ...onlyOf(entity.document, posted.variables), representations: [entity.of] }
  const told = (body: Record<string, unknown>) => retold(body, entity.key)
  return { subgraph, posted: { query: print(entity.document), variables }, told }
}

function parsed(query: string): DocumentNode | null {
  try {
    return parse(query)
  } catch {
    return null
  }
}

interface Entity {
  readonly document: DocumentNode
  readonly of: { readonly __typename: string; readonly id: string }
  /** The root field's key in the answer. */
  readonly key: string
}

async function entityOf(
  cases: Cases,
  as: As,
  document: DocumentNode,
  { variables, operationName }: Posted,
): Promise<Entity | null> {
  const operation = getOperationAST(document, operationName)
  const [field, ...others] = operation?.selectionSet.selections ?? []
  if (operation?.operation !== 'query' || field?.kind !== Kind.FIELD || others.length > 0) return null
  const of = await subjectOf(cases, as, field, variables)
  if (!of) return null
  const rewritten = withRepresentations(operation, field, of.__typename)
  const fragments = document.definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION)
  const definitions = [withoutUnused(rewritten, fragments), ...fragments]
  return {
    document: { ...document, definitions } as DocumentNode,
    of,
    key: (field.alias ?? field.name).value,
  }
}

async function subjectOf(
  { subgraphs }: Cases,
  { caller }: As,
  field: FieldNode,
  variables: Posted['variables'],
): Promise<Entity['of'] | null> {
  const { subjectOf: idOf } = subgraphs.services
  const value = textOf(field.arguments?.[0]?.value, variables)
  const of = (__typename: string, id: string | null) => (id === null ? null : { __typename, id })
  switch (field.name.value) {
    case 'me':
      return of('Person', caller.kind === 'PERSON' ? caller.person : null)
    case 'person':
      return of('Person', value && (await idOf('PERSON', value)))
    case 'business':
      return of('Business', value && (await idOf('BUSINESS', value)))
    case 'personById':
      return of('Person', value)
    case 'businessById':
      return of('Business', value)
    default:
      return null
  }
}

function textOf(value: ValueNode | undefined, variables: Posted['variables']): string | null {
  if (value?.kind === Kind.STRING) return value.value
  return value?.kind === Kind.VARIABLE ? String(variables[value.name.value]) : null
}

function withRepresentations(
  operation: OperationDefinitionNode,
  field: FieldNode,
  type: string,
): OperationDefinitionNode {
  const text = `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on ${type} { __typename } } }`
  const frame = parse(text).definitions[0] as OperationDefinitionNode
  const within = { ...(frame.selectionSet.selections[0] as FieldNode) }
  const condition = within.selectionSet!.selections[0]!
  const inner = { ...condition, selectionSet: field.selectionSet! }
  return {
    ...operation,
    variableDefinitions: [...(operation.variableDefinitions ?? []), ...frame.variableDefinitions!],
    selectionSet: {
      ...operation.selectionSet,
      selections: [
        { ...within, selectionSet: { ...within.selectionSet!, selections: [inner] } } as FieldNode,
      ],
    },
  }
}

function withoutUnused(
  operation: OperationDefinitionNode,
  fragments: readonly DocumentNode['definitions'][number][],
): OperationDefinitionNode {
  const used = new Set<string>()
  const collect = { Variable: ({ name }: { name: { value: string } }) => void used.add(name.value) }
  for (const node of [operation.selectionSet, ...fragments]) visit(node, collect)
  const kept = operation.variableDefinitions?.filter(({ variable }) => used.has(variable.name.value))
  return { ...operation, variableDefinitions: kept }
}

function onlyOf(document: DocumentNode, variables: Posted['variables']): Posted['variables'] {
  const operation = document.definitions[0] as OperationDefinitionNode
  const names = operation.variableDefinitions?.map(({ variable }) => variable.name.value) ?? []
  return Object.fromEntries(Object.entries(variables).filter(([name]) => names.includes(name)))
}

/** What stands in `_entities[0]` at the place of the root field. */
function retold(body: Record<string, unknown>, key: string): Record<string, unknown> {
  const { data, errors } = body as {
    data?: { _entities?: readonly unknown[] }
    errors?: readonly { path?: readonly (string | number)[] }[]
  }
  return {
    ...body,
    ...(data?._entities && { data: { [key]: data._entities[0] } }),
    ...(errors && {
      errors: errors.map(error =>
        error.path?.[0] === '_entities' ? { ...error, path: [key, ...error.path.slice(2)] } : error,
      ),
    }),
  }
}
