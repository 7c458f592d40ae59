// For each run-time type, which fields the client asked for, in the order of asking; worked out once for each plan.
import {
  type GraphQLInterfaceType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  isAbstractType,
  TypeNameMetaFieldDef,
} from 'graphql'
import type { Asked, AskedField } from './selections.ts'

export interface ProjectedField {
  readonly responseKey: string
  readonly key: string
  readonly name: string
  readonly type: GraphQLOutputType
  readonly inner: Projection
}

/** The run-time type; or the interface, where nothing asked depends on which of its types an object has. */
export type KnownType = GraphQLObjectType | GraphQLInterfaceType

export class Projection {
  readonly #selections: readonly Asked[]
  readonly #schema: GraphQLSchema
  readonly #byType = new Map<KnownType, readonly ProjectedField[]>()

  constructor(selections: readonly Asked[], schema: GraphQLSchema) {
    this.#selections = selections
    this.#schema = schema
  }

  /** Fields of one response key are merged, as GraphQL's CollectFields does. */
  fieldsOf(type: KnownType): readonly ProjectedField[] {
    const known = this.#byType.get(type)
    if (known) return known
    const grouped = new Map<string, AskedField[]>()
    this.#collect(this.#selections, type, grouped)
    const fields = [...grouped.values()].map(group => this.#project(group))
    this.#byType.set(type, fields)
    return fields
  }

  /** Whether the answer for an object of this interface depends on which of its types the object has. */
  dependsOnTypeWithin(type: GraphQLInterfaceType): boolean {
    const depends = (selection: Asked): boolean => {
      if (selection.kind === 'field') return selection.name === '__typename'
      const { on } = selection
      const holds = on === type || (isAbstractType(on) && this.#schema.isSubType(on, type))
      return !holds || selection.selections.some(depends)
    }
    return this.#selections.some(depends)
  }

  /** The field that stands under this key of the gateway's data on any type: errors below a null know no type. */
  find(key: string): ProjectedField | undefined {
    const group: AskedField[] = []
    const search = (selections: readonly Asked[]): void => {
      for (const selection of selections) {
        if (selection.kind === 'fragment') search(selection.selections)
        else if (selection.key === key) group.push(selection)
      }
    }
    search(this.#selections)
    return group.length > 0 ? this.#project(group) : undefined
  }

  #collect(selections: readonly Asked[], type: KnownType, grouped: Map<string, AskedField[]>): void {
    for (const selection of selections) {
      if (selection.kind === 'field') {
        const group = grouped.get(selection.responseKey)
        if (group) group.push(selection)
        else grouped.set(selection.responseKey, [selection])
      } else if (
        selection.on === type ||
        (isAbstractType(selection.on) && this.#schema.isSubType(selection.on, type))
      ) {
        this.#collect(selection.selections, type, grouped)
      }
    }
  }

  #project(group: readonly AskedField[]): ProjectedField {
    const [first] = group as [AskedField, ...AskedField[]]
    return {
      responseKey: first.responseKey,
      key: first.key,
      name: first.name,
      type: first.definition?.type ?? TypeNameMetaFieldDef.type,
      inner: new Projection(
        group.flatMap(field => field.selections),
        this.#schema,
      ),
    }
  }
}
