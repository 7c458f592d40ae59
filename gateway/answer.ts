// Turns the gateway's data into the client's answer: asked fields only, leaves coerced, nulls propagated, errors at their paths.
import {
  type GraphQLFormattedError,
  type GraphQLLeafType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  isAbstractType,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql'
import { type Bare, bare, isRecord } from './bare.ts'
import type { Failure, FailureNode, Step } from './failures.ts'
import type { KnownType, ProjectedField, Projection } from './projection.ts'

/** Stands for a null at a non-null place: whatever holds it becomes null in its turn. */
const nulled = Symbol('nulled')

/** A path as graphql-js builds it: each step knows the one before, and only errors spell it out. */
interface Path {
  readonly before: Path | undefined
  readonly step: Step
}

/** The field that a value belongs to, for messages: `Business.name`. */
type Coordinate = string

interface Hole {
  readonly field: ProjectedField
  readonly failure: FailureNode
}

export class AnswerWriter {
  readonly errors: GraphQLFormattedError[] = []
  readonly #schema: GraphQLSchema

  constructor(schema: GraphQLSchema) {
    this.#schema = schema
  }

  /** The operation's `data`; null when a null reached the root. `prepared` holds root fields answered elsewhere. */
  write(
    data: Bare,
    failures: FailureNode | undefined,
    projection: Projection,
    root: GraphQLObjectType,
    prepared: Readonly<Bare>,
  ): Bare | null {
    const answer = this.#object(data, failures, projection, root, undefined, prepared)
    return answer === nulled ? null : answer
  }

  #object(
    data: Readonly<Bare>,
    failures: FailureNode | undefined,
    projection: Projection,
    type: KnownType,
    path: Path | undefined,
    prepared?: Readonly<Bare>,
  ): Bare | typeof nulled {
    const answer = bare()
    const holes: Hole[] = []
    for (const field of projection.fieldsOf(type)) {
      const { responseKey, key, name } = field
      if (name === '__typename') {
        answer[responseKey] = type.name
        continue
      }
      if (prepared && name.startsWith('__')) {
        answer[responseKey] = prepared[responseKey]
        continue
      }
      const failure = failures?.children.get(key)
      answer[responseKey] = null // The key keeps its place in the order, whatever comes.
      if (failure?.lost && !failure.reported && (data[key] ?? null) === null && failure.children.size === 0) {
        holes.push({ field, failure })
        continue
      }
      const value = this.#value(
        field.type,
        data[key],
        failure,
        field,
        step(path, responseKey),
        `${type.name}.${name}`,
      )
      if (value === nulled) return nulled
      answer[responseKey] = value
    }
    return this.#tellHoles(holes, path) ? answer : nulled
  }

  /** What was only lost beside another failure is told if the object stands: else that failure tells it all. */
  #tellHoles(holes: readonly Hole[], path: Path | undefined): boolean {
    for (const { field, failure } of holes) {
      this.#tellAll(failure.lost, step(path, field.responseKey))
      if (isNonNullType(field.type)) return false
    }
    return true
  }

  #value(
    type: GraphQLOutputType,
    value: unknown,
    failure: FailureNode | undefined,
    field: ProjectedField,
    path: Path,
    at: Coordinate,
  ): unknown {
    if (!isNonNullType(type)) {
      const completed = this.#nullable(type, value, failure, field, path, at)
      return completed === nulled ? null : completed
    }
    const told = this.errors.length
    const completed = this.#nullable(type.ofType, value, failure, field, path, at)
    if (completed !== null && completed !== nulled) return completed
    if (this.errors.length === told) {
      this.#tell({ message: `Cannot return null for non-nullable field ${at}.`, extensions: {} }, path)
    }
    return nulled
  }

  #nullable(
    type: GraphQLOutputType,
    value: unknown,
    failure: FailureNode | undefined,
    field: ProjectedField,
    path: Path,
    at: Coordinate,
  ): unknown {
    if (failure?.reported) {
      this.#tellAll(failure.reported, path)
      return null
    }
    if (value === null || value === undefined) {
      if (failure) this.#tellBelow(failure, field.inner, path)
      return null
    }
    if (isListType(type)) {
      if (!Array.isArray(value)) return this.#nonsense(at, path)
      return this.#list(type.ofType, value, failure, field, path, at)
    }
    if (isLeafType(type)) return this.#leaf(type, value, path, at)
    if (!isRecord(value)) return this.#nonsense(at, path)
    const runtime = this.#runtimeType(type, value, field.inner)
    if (!runtime) return this.#nonsense(at, path)
    return this.#object(value, failure, field.inner, runtime, path)
  }

  #list(
    type: GraphQLOutputType,
    items: readonly unknown[],
    failure: FailureNode | undefined,
    field: ProjectedField,
    path: Path,
    at: Coordinate,
  ): unknown {
    const answer: unknown[] = []
    for (const [index, item] of items.entries()) {
      const value = this.#value(type, item, failure?.children.get(index), field, step(path, index), at)
      if (value === nulled) return nulled
      answer.push(value)
    }
    return answer
  }

  #leaf(type: GraphQLLeafType, value: unknown, path: Path, at: Coordinate): unknown {
    try {
      return type.serialize(value) ?? null
    } catch {
      return this.#nonsense(at, path) // graphql-js's own message would repeat the value.
    }
  }

  #runtimeType(
    type: GraphQLOutputType,
    value: Readonly<Bare>,
    projection: Projection,
  ): KnownType | undefined {
    if (isObjectType(type)) return type
    const { __typename: name } = value
    const runtime = typeof name === 'string' ? this.#schema.getType(name) : undefined
    if (isObjectType(runtime))
      return isAbstractType(type) && this.#schema.isSubType(type, runtime) ? runtime : undefined
    // Not fetched, or an interface object's: enough as long as no answer depends on it.
    const isUntold = isInterfaceType(type) && (name === undefined || name === type.name)
    return isUntold && !projection.dependsOnTypeWithin(type) ? type : undefined
  }

  #nonsense(at: Coordinate, path: Path): null {
    this.#tell(
      { message: `A subgraph answered ${at} with a value that is not of its type.`, extensions: {} },
      path,
    )
    return null
  }

  /** Errors below a null keep their own paths, as far as the client asked for what they name. */
  #tellBelow(failure: FailureNode, projection: Projection, path: Path): void {
    if (failure.children.size === 0) this.#tellAll(failure.lost, path)
    for (const [key, child] of failure.children) {
      const field = typeof key === 'string' ? projection.find(key) : undefined
      if (typeof key === 'string' && !field) {
        this.#tellAll(child.all(), path)
        continue
      }
      const below = step(path, field?.responseKey ?? key)
      this.#tellAll(child.reported, below)
      this.#tellBelow(child, field?.inner ?? projection, below)
    }
  }

  #tellAll(failures: readonly Failure[] | undefined, path: Path): void {
    for (const one of failures ?? []) this.#tell(one, path)
  }

  #tell(failure: Failure, path: Path): void {
    const steps: Step[] = []
    for (let one: Path | undefined = path; one; one = one.before) steps.push(one.step)
    const { message, extensions } = failure
    this.errors.push({ message, path: steps.reverse(), extensions: { ...extensions } })
  }
}

function step(before: Path | undefined, one: Step): Path {
  return { before, step: one }
}
