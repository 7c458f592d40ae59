// Refuses representations of types that are no entities of this subgraph: the library fails on them as if it were broken.
import { defaultFieldResolver, GraphQLError, type GraphQLSchema, isUnionType } from 'graphql'

/** Checks `_entities` before anything is looked up. Federation's `_Entity` union names the types that may be asked for. */
export function knownEntities(schema: GraphQLSchema): GraphQLSchema {
  const union = schema.getType('_Entity')
  const field = schema.getQueryType()?.getFields()._entities
  if (!isUnionType(union) || !field) return schema
  const known = new Set(union.getTypes().map(type => type.name))
  const resolve = field.resolve ?? defaultFieldResolver
  field.resolve = (source, given, ...rest) => {
    const { representations } = given as { representations: readonly unknown[] }
    if (!representations.every(representation => known.has(typeName(representation)))) throw entityUnknown()
    return resolve(source, given, ...rest)
  }
  return schema
}

const typeName = (representation: unknown): string =>
  String((representation as { __typename?: unknown } | null)?.__typename)

const entityUnknown = () =>
  new GraphQLError('A representation is of a type that is no entity here. Ask the subgraph that has it.', {
    extensions: { code: 'ENTITY_UNKNOWN' },
  })
