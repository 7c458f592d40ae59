// Entities by their keys, straight at a subgraph: a record that is not there looks like one of somebody else's.
import type { GraphQLField } from 'graphql'
import { isId } from '../schema/id.ts'
import { type Classification, isOwnSubject, type SubjectRule } from './classification.ts'
import { absent } from './operation.ts'
import type { RequestContext } from './request.ts'

/**
 * Wraps `_entities` in place. Of a type whose objects are records about somebody, a well-formed id that leads to nothing
 * is answered by an object of nobody's: each field of it is decided, and refused, like those of a record of others.
 */
export function guardEntities(
  field: GraphQLField<unknown, RequestContext>,
  classification: Classification,
): void {
  const resolve = field.resolve!
  field.resolve = async (parent, args, context, info) => {
    const asked: readonly Representation[] = args.representations
    // What a resolver may ask to know whether to show a record: known before, it costs the same for one that is not there.
    if (asked.some(one => recordOf(one, classification))) await context.access.acting().catch(() => null)
    const found = (await resolve(parent, args, context, info)) as readonly unknown[]
    return found.map(async (one, place) => (await one) ?? standIn(asked[place] ?? null, classification))
  }
}

/** As it was sent: anything. */
type Representation = Readonly<Record<string, unknown>> | null

/** Whose the objects of a type of records are. Null where more than the key is open: so is whether one exists. */
function recordOf(representation: Representation, classification: Classification): SubjectRule | null {
  const rules = classification.get(String(representation?.__typename))
  if (!rules?.subject || isOwnSubject(rules.subject)) return null
  const isPublic = [...rules.fields].some(([name, rule]) => rule.class === 'OPEN' && name !== 'id')
  return isPublic ? null : rules.subject
}

const standIns = new WeakSet<object>()

/** Whether an object stands for a record that is not there: what of it is permitted is null. */
export const isStandIn = (object: unknown): boolean =>
  typeof object === 'object' && object !== null && standIns.has(object)

function standIn(representation: Representation, classification: Classification): object | null {
  const { __typename, id } = representation ?? {}
  const record = recordOf(representation, classification)
  if (!record || !isId(id)) return null
  const subject = record.of.reduceRight<unknown>((below, step) => ({ [step]: below }), absent) as object
  const object = { __typename, ...subject, id }
  standIns.add(object)
  return object
}
