// Enforcement compiled from the SDL: each classified field is decided on its run-time type before its resolver runs.
import {
  defaultFieldResolver,
  type GraphQLField,
  type GraphQLSchema,
  isObjectType,
  isUnionType,
} from 'graphql'
import {
  type Classification,
  type FieldRule,
  isOwnSubject,
  type SubjectRule,
  type TypeRule,
} from './classification.ts'
import { guardEntities, isStandIn, subjectOfRecords } from './entities.ts'
import { refusalError } from './refusal-error.ts'
import type { RequestContext } from './request.ts'
import { guardRoot } from './roots.ts'
import { type Resolver, read, settle } from './settle.ts'

/** The federation's own root fields: their entities are decided field by field, their SDL is public. */
export const federationFields: ReadonlySet<string> = new Set(['_entities', '_service'])

/**
 * Wraps the resolvers of a subgraph's schema in place. A field that the classification does not know is refused;
 * fields of value types are decided with the field that they stand in.
 */
export function enforce(schema: GraphQLSchema, classification: Classification): GraphQLSchema {
  const entities = schema.getType('_Entity')
  const keyed = new Set(isUnionType(entities) ? entities.getTypes().map(({ name }) => name) : [])
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__') || type.name === '_Service') continue
    const rules = classification.get(type.name)
    for (const field of Object.values(type.getFields())) {
      if (type.name !== 'Query' || !federationFields.has(field.name))
        guard(field, { name: type.name, rules, keyed: keyed.has(type.name) }, classification)
      else if (field.name === '_entities') guardEntities(field, classification)
    }
  }
  return schema
}

interface Guarded {
  readonly name: string
  readonly rules: TypeRule | undefined
  /** Its objects can be asked for by a key. */
  readonly keyed: boolean
}

function guard(
  field: GraphQLField<unknown, RequestContext>,
  { name: typeName, rules: type, keyed }: Guarded,
  classification: Classification,
): void {
  const resolve: Resolver = field.resolve ?? defaultFieldResolver
  const rule = type?.fields.get(field.name)
  if (!type || !rule) field.resolve = refuseAlways(`${typeName}.${field.name}`)
  else if (rule.command) field.resolve = guardCommand(rule, resolve)
  else if (rule.entry) field.resolve = guardRoot(rule, resolve, field, classification)
  else if (rule.subject) field.resolve = guardOther(rule, rule.subject, resolve)
  else if (type.value || rule.class === 'OPEN') return
  else if (type.subject)
    field.resolve = guardField(rule, type.subject, resolve, keyed ? recordRules(type) : null)
  else field.resolve = refuseAlways(rule.coordinate)
}

const refuseAlways =
  (coordinate: string): Resolver =>
  (_parent, _args, { request }) => {
    throw refusalError('INDETERMINATE', { field: coordinate, activity: request.activity })
  }

/** Of a type of records all that may be known of one; null of other types. */
const recordRules = (type: TypeRule): readonly FieldRule[] | null =>
  subjectOfRecords(type) ? [...type.fields.values()] : null

/** A field about the subject of the object that it stands in. */
function guardField(
  rule: FieldRule,
  subject: SubjectRule,
  resolve: Resolver,
  record: readonly FieldRule[] | null,
): Resolver {
  return (parent, args, context, info) => {
    const id = read(parent, subject.of)
    const parties = subject.parties.flatMap(path => read(parent, path) ?? [])
    const { access } = context
    const decision = id === null ? access.askNobody(rule) : access.ask(rule, id, parties, args, record)
    // Whose record it is may be told only where the object is that subject itself, and bears its id in the answer.
    const told = isOwnSubject(subject) ? id : null
    const give = () => (isStandIn(parent) ? null : resolve(parent, args, context, info))
    return settle(decision, { rule, subject: told, context }, give)
  }
}

/** A value about someone else, inside a record that was itself given: that person's protection counts. */
function guardOther(rule: FieldRule, subject: SubjectRule, resolve: Resolver): Resolver {
  return (parent, args, context, info) => {
    const id = read(parent, subject.of)
    const decision = id === null ? context.access.askNobody(rule) : context.access.askOther(rule, id)
    return settle(decision, { rule, subject: null, context }, () => resolve(parent, args, context, info))
  }
}

/** A mutation: decided like a field, then carried out. */
function guardCommand(rule: FieldRule, resolve: Resolver): Resolver {
  return (parent, args, context, info) =>
    settle(context.access.askCommand(rule), { rule, subject: null, context }, () =>
      resolve(parent, args, context, info),
    )
}
