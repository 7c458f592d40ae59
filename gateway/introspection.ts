// Answers `__schema` and `__type` from the schema that clients see; the planner refuses them.
import {
  type DocumentNode,
  execute,
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLError,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
} from 'graphql'
import type { Asked } from './selections.ts'

/** The operation with nothing but its introspection fields; undefined when it has none. */
export function introspectionOf(
  operation: OperationDefinitionNode,
  asked: readonly Asked[],
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): DocumentNode | undefined {
  const selections = fieldsOf(asked)
  if (selections.length === 0) return undefined
  const only = { ...operation, selectionSet: { kind: Kind.SELECTION_SET, selections } } as const
  return { kind: Kind.DOCUMENT, definitions: [only, ...fragments.values()] }
}

function fieldsOf(asked: readonly Asked[]): FieldNode[] {
  return asked.flatMap(selection => {
    if (selection.kind === 'fragment') return fieldsOf(selection.selections)
    return selection.name === '__schema' || selection.name === '__type' ? [selection.node] : []
  })
}

/** The root fields by response key; throws a GraphQLError when graphql-js refuses. */
export function introspect(
  schema: GraphQLSchema,
  document: DocumentNode,
  variables: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const result = execute({ schema, document, variableValues: variables })
  if (!('then' in result) && result.data && !result.errors) return result.data
  throw new GraphQLError('The schema could not be described.', {
    extensions: { code: 'INTROSPECTION_FAILED' },
  })
}
