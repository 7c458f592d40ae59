// Takes one fetch step: gathers representations, asks the subgraph, and puts values and errors where they belong.
import type { GraphQLSchema } from 'graphql'
import { type Answer, askSubgraph, type SubgraphFailure } from './ask.ts'
import { type Bare, isRecord, own } from './bare.ts'
import { type Failure, type FailureNode, unavailable } from './failures.ts'
import { merge } from './merge.ts'
import { findPlaces, type Place } from './places.ts'
import { represent } from './representations.ts'
import { locate, type Shape } from './shape.ts'
import type { EntityCall, FetchStep, RootCall } from './steps.ts'
import type { Transport } from './transport.ts'
import { fieldsNeeding, type RequiredFields } from './withhold.ts'

/** What one request owns while it runs; nothing of it outlives the request. */
export interface Run<Context> {
  readonly schema: GraphQLSchema
  readonly transports: Readonly<Record<string, Transport<Context>>>
  readonly requires: ReadonlyMap<string, RequiredFields>
  readonly timeoutMs: number
  readonly until: number
  readonly context: Context
  readonly variables: Readonly<Record<string, unknown>>
  readonly data: Bare
  readonly failures: FailureNode
  /** Errors that no place of the answer can hold. */
  readonly unplaced: Failure[]
  readonly extensions: Map<string, Record<string, unknown>[]>
}

/** Places that share one representation, so that the subgraph is asked for their entity once. */
interface Group {
  readonly representation: Bare
  readonly places: Place[]
}

type Pending =
  | { readonly call: RootCall; readonly places: readonly Place[] }
  | { readonly call: EntityCall; readonly groups: readonly Group[] }

export async function runFetch<Context>(step: FetchStep, run: Run<Context>): Promise<void> {
  const pending = step.calls.map(call => gather(call, step.service, run))
  if (pending.every(one => ('groups' in one ? one.groups.length : one.places.length) === 0)) return
  const variables: Record<string, unknown> = {}
  for (const name of step.variables)
    if (Object.hasOwn(run.variables, name)) variables[name] = run.variables[name]
  for (const one of pending) {
    if ('groups' in one) variables[one.call.variable] = one.groups.map(group => group.representation)
  }
  const answer = await askSubgraph(step, variables, run)
  for (const one of pending) {
    if ('groups' in one) placeEntities(one.call, one.groups, answer, run, step.service)
    else placeRoot(one.call, one.places, answer, run, step.service)
  }
  if (answer.data) run.unplaced.push(...answer.failures.filter(one => !one.path).map(one => one.failure))
}

function gather<Context>(call: RootCall | EntityCall, service: string, run: Run<Context>): Pending {
  if (call.kind === 'root') return { call, places: findPlaces(run.data, [[...call.path]], run.schema) }
  const groups = new Map<string, Group>()
  for (const place of findPlaces(run.data, call.paths, run.schema)) {
    const representation = representationAt(place, call, service, run)
    if (!representation) continue
    const identity = JSON.stringify(representation)
    const group = groups.get(identity) ?? { representation, places: [] }
    groups.set(identity, group)
    group.places.push(place)
  }
  return { call, groups: [...groups.values()] }
}

/** A failed input takes only the fields that need it; without its key an entity cannot be asked for at all. */
function representationAt<Context>(
  place: Place,
  call: EntityCall,
  service: string,
  run: Run<Context>,
): Bare | undefined {
  const known = run.failures.find(place.path)
  const found = represent(place.object, call.requires, call.rewrites, known, run.schema)
  if (!found || found.missing.size === 0) return found?.value
  const needing = fieldsNeeding(found.missing, call.shape, place.object.__typename, run.requires.get(service))
  if (needing === undefined) {
    lose(call.shape, place, [...found.missing.values()].flat(), run)
    return undefined
  }
  for (const [key, failures] of needing) run.failures.at([...place.path, key]).report(...failures)
  return needing.size < valueFields(call.shape).length ? found.value : undefined
}

function placeRoot<Context>(
  call: RootCall,
  places: readonly Place[],
  answer: Answer,
  run: Run<Context>,
  service: string,
): void {
  for (const place of places) {
    for (const { path, failure } of answer.failures) {
      const below = path && locate(call.shape, path)
      if (below?.length) run.failures.at([...place.path, ...below]).report(failure)
      else if (path) run.unplaced.push(failure)
    }
    if (answer.data) merge(place.object, answer.data, call.shape, run.schema)
    const absent = new Map([...call.shape].filter(([key]) => own(answer.data ?? {}, key) === undefined))
    if (absent.size > 0) lose(absent, place, causes(answer.failures, service), run)
  }
}

function placeEntities<Context>(
  call: EntityCall,
  groups: readonly Group[],
  answer: Answer,
  run: Run<Context>,
  service: string,
): void {
  const entities = own(answer.data ?? {}, call.answerKey)
  const ofCall = answer.failures.filter(({ path }) => path?.[0] === call.answerKey)
  const whole = ofCall.filter(({ path }) => typeof path?.[1] !== 'number')
  const isAnswered = Array.isArray(entities) && entities.length === groups.length
  groups.forEach((group, index) => {
    const entity: unknown = isAnswered ? entities[index] : undefined
    const failed = ofCall.filter(({ path }) => path?.[1] === index)
    for (const place of group.places) {
      for (const { path = [], failure } of failed) {
        const below = locate(call.shape, path.slice(2))
        if (below.length > 0) run.failures.at([...place.path, ...below]).report(failure)
      }
      if (isRecord(entity)) merge(place.object, entity, call.shape, run.schema)
      else if (entity !== null) {
        const pathless = answer.failures.filter(one => !one.path)
        lose(call.shape, place, causes([...whole, ...failed, ...pathless], service), run)
      } else if (failed.length > 0) lose(call.shape, place, causes(failed, service), run)
    }
  })
}

function causes(failures: readonly SubgraphFailure[], service: string): Failure[] {
  return failures.length > 0 ? failures.map(one => one.failure) : [unavailable(service)]
}

/** Everything that the call would have brought to this place is missing for these reasons. */
function lose<Context>(shape: Shape, place: Place, failures: readonly Failure[], run: Run<Context>): void {
  for (const key of valueFields(shape))
    run.failures.at([...place.path, ...locate(shape, [key])]).lose(failures)
}

function valueFields(shape: Shape): string[] {
  return [...shape.keys()].filter(key => key !== '__typename')
}
