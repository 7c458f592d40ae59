// Who may call which root field at all: the one file that uses graphql-shield. Fields below are decided by enforce.ts.
import { createRequire } from 'node:module'
import { GraphQLError, type GraphQLSchema, isObjectType } from 'graphql'
import type * as Middleware from 'graphql-middleware'
import type * as Shield from 'graphql-shield'
import type { Classification, FieldRule } from './classification.ts'
import { federationFields } from './enforce.ts'
import type { RequestContext } from './request.ts'

// Its ES build does not load under Node 24.
const require = createRequire(import.meta.url)
const { shield, rule, allow, deny } = require('graphql-shield') as typeof Shield
const { applyMiddleware } = require('graphql-middleware') as typeof Middleware

/** Guards the root fields of a subgraph's schema; a root field without a rule is denied to everyone. */
export function guardRoots(schema: GraphQLSchema, classification: Classification): GraphQLSchema {
  const roots = ['Query', 'Mutation'].flatMap(name => {
    const type = schema.getType(name)
    if (!isObjectType(type)) return []
    const rules = Object.keys(type.getFields()).flatMap(
      field => classification.get(name)?.fields.get(field) ?? [],
    )
    return [[name, { '*': deny, ...federated(name), ...rootRules(rules) }] as const]
  })
  const others = Object.values(schema.getTypeMap())
    .filter(type => !type.name.startsWith('__') && !['Query', 'Mutation'].includes(type.name))
    .filter(type => type.astNode?.kind === 'ObjectTypeDefinition' || type.name === '_Service')
    .map(type => [type.name, allow] as const)
  const permissions = shield(Object.fromEntries([...roots, ...others]) as never, {
    fallbackRule: deny,
    fallbackError: refusal(),
    allowExternalErrors: true,
  })
  // On the roots only: a rule that allows everything would still cost a promise at each field of each object.
  const { Query, Mutation } = permissions.generate(schema) as Record<string, object>
  return applyMiddleware(schema, { ...(Query && { Query }), ...(Mutation && { Mutation }) } as never)
}

const federated = (name: string) =>
  name === 'Query' ? Object.fromEntries([...federationFields].map(field => [field, allow])) : {}

const rootRules = (rules: readonly FieldRule[]) =>
  Object.fromEntries(rules.map(rule => [rule.coordinate.split('.')[1]!, callers(rule)]))

// `no_cache`: a remembered answer would ignore the arguments, and what is remembered is not decided.
function callers(field: FieldRule) {
  return rule({ cache: 'no_cache' })(async (_parent, _args, context: RequestContext) =>
    (await mayCall(field, context)) ? true : refusal(),
  )
}

async function mayCall(field: FieldRule, { request, access }: RequestContext): Promise<boolean> {
  const by: readonly string[] = field.entry?.by ?? field.command?.by ?? []
  if (request.caller.kind === 'PERSON')
    return by.some(caller => ['PERSON', 'SUBJECT', 'REPRESENTATIVE'].includes(caller))
  if (by.includes('SYSTEM')) return true
  const officer = by.filter(caller => caller === 'STEWARD' || caller === 'AUDITOR')
  return (
    officer.length > 0 && (await access.officerRoles()).some(role => officer.some(known => known === role))
  )
}

/** Not a refusal of data: this kind of caller has no such field. */
const refusal = () =>
  new GraphQLError('This field is for another kind of caller: a system, a person, or a data steward.', {
    extensions: { code: 'CALLER_KIND' },
  })
