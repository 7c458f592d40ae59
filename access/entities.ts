// Entities by their keys, straight at a subgraph: a record that is not there looks like one of somebody else's.
import type { GraphQLField } from 'graphql'
import { isId } from '../schema/id.ts'
import { type Classification, isOwnSubject, type SubjectRule, type TypeRule } from './classification.ts'
import { absent } from './record.ts'
import type { RequestContext } from './request.ts'
import { read } from './settle.ts'

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
    await readFacts(asked, found, classification, context)
    return found.map(async (one, place) => (await one) ?? standIn(asked[place] ?? null, classification))
  }
}

/** Of whoever each record is about, and of nobody, in one statement: whatever the ids lead to costs the same. */
async function readFacts(
  asked: readonly Representation[],
  found: readonly unknown[],
  classification: Classification,
  { access }: RequestContext,
): Promise<void> {
  const records = asked.map(one => recordOf(one, classification))
  if (records.every(record => record === null)) return
  const objects = await Promise.allSettled(found)
  const subjects = objects.map((object, place) =>
    object.status === 'fulfilled' && records[place] ? read(object.value, records[place].of) : null,
  )
  const ids = new Set([absent, ...subjects.filter(subject => subject !== null)])
  await Promise.allSettled([...ids].map(id => access.idsOf(id)))
}

/** As it was sent: anything. */
type Representation = Readonly<Record<string, unknown>> | null

/** Whose the objects of a type of records are. Null where more than the key is open: so is whether one exists. */
export function subjectOfRecords(type: TypeRule | undefined): SubjectRule | null {
  if (!type?.subject || isOwnSubject(type.subject)) return null
  const isPublic = [...type.fields].some(([name, rule]) => rule.class === 'OPEN' && name !== 'id')
  return isPublic ? null : type.subject
}

const recordOf = (representation: Representation, classification: Classification): SubjectRule | null =>
  subjectOfRecords(classification.get(String(representation?.__typename)))

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
