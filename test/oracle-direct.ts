// Operations straight at one subgraph: entities by keys, as any router sends them, now and then with more than keys.
import type { GraphQLObjectType, GraphQLSchema } from 'graphql'
import { type Branch, growTree, type Makers } from './oracle-operation.ts'
import { entityKeys } from './oracle-rules.ts'
import type { OracleAs } from './oracle-world.ts'

// Of whom most is decided, most is asked.
const weights: Readonly<Record<string, number>> = {
  Person: 6,
  Business: 3,
  Consent: 4,
  PowerOfAttorney: 4,
  Case: 3,
}
// Where else a key of this type is chosen.
const chosenBy: Readonly<Record<string, string>> = {
  Person: 'Query.personById',
  Business: 'Query.businessById',
  Consent: 'Query.consent',
  PowerOfAttorney: 'Query.powerOfAttorney',
  ProcessingActivity: 'Query.activity',
  Case: 'Case',
}

/** Of one or two types of this subgraph, one to three entities each. `makers`: their schema is the subgraph's own. */
export function directTree(makers: Makers, { caller }: OracleAs): readonly Branch[] {
  const { schema, chance, supply } = makers
  const types = typesOf(schema)
  const chosen = [...new Set([chance.of(types), chance.of(types)])]
  const representations = chosen.flatMap(type =>
    Array.from({ length: 1 + chance.below(3) }, () => {
      const key = entityKeys.get(type)!
      const value = supply(chosenBy[type] ?? '', 'id', key === 'cvr' ? 'CVR' : 'ID')
      // Whoever asks could claim anything about an object: nothing but its key counts.
      const own = caller.kind === 'PERSON' ? caller.person : value
      const claims = { subjectId: own, from: { id: own }, grantor: { id: own }, to: { cvr: '99000019' } }
      return { __typename: type, [key]: value, ...(chance.percent(25) && claims) }
    }),
  )
  const values = [
    {
      ...{ name: 'representations', type: '[_Any!]!', value: representations },
      ...{ written: '', variable: true },
    },
  ]
  const branches = chosen.map(on => ({
    on,
    branches: growTree({ ...makers, start: schema.getType(on) as GraphQLObjectType }),
  }))
  return [{ field: '_entities', values, branches: [...branches, { field: '__typename', branches: null }] }]
}

function typesOf(schema: GraphQLSchema): readonly string[] {
  return [...entityKeys.keys()].flatMap(type =>
    schema.getType(type) ? Array<string>(weights[type] ?? 1).fill(type) : [],
  )
}
