// Turns every argument into a variable of the planned operation: no subgraph's text holds a value or a client's name.
import {
  type ArgumentNode,
  GraphQLError,
  type GraphQLInputType,
  type GraphQLSchema,
  isNonNullType,
  Kind,
  print,
  typeFromAST,
  type ValueNode,
  type VariableDefinitionNode,
  valueFromAST,
} from 'graphql'
import type { AskedField } from './selections.ts'

export interface Hoisted {
  /** The planned operation's name for it, without `$`. */
  readonly name: string
  readonly argument: string
  readonly type: GraphQLInputType
  readonly node: ValueNode
}

/** Collects the arguments of one planned operation. */
export class ArgumentHoist {
  readonly #schema: GraphQLSchema
  readonly #declared: ReadonlyMap<string, VariableDefinitionNode>
  readonly #byUse = new Map<string, Hoisted>()

  constructor(schema: GraphQLSchema, definitions: readonly VariableDefinitionNode[] = []) {
    this.#schema = schema
    this.#declared = new Map(definitions.map(definition => [definition.variable.name.value, definition]))
  }

  /** The field's arguments as the planner reads them: `(cvr: $arg_0)`, or nothing. */
  print(field: AskedField): string {
    const args = (field.node.arguments ?? []).map(
      node => `${node.name.value}: $${this.#hoist(field, node).name}`,
    )
    return args.length > 0 ? `(${args.join(', ')})` : ''
  }

  get all(): readonly Hoisted[] {
    return [...this.#byUse.values()]
  }

  #hoist(field: AskedField, node: ArgumentNode): Hoisted {
    const argument = field.definition?.args.find(one => one.name === node.name.value)
    if (!argument) throw new Error('An argument is unknown that validation should have refused.')
    const hasDefault = argument.defaultValue !== undefined
    const type = this.#declaredType(node.value, argument.type, hasDefault)
    // One value at many places of one type travels once, however long its list is.
    const use = `${print(inOrder(node.value))}:${String(type)}`
    const known = this.#byUse.get(use)
    if (known) return known
    const hoisted = { name: `arg_${this.#byUse.size}`, argument: argument.name, type, node: node.value }
    this.#byUse.set(use, hoisted)
    return hoisted
  }

  /** A nullable variable may stand where a default covers its absence (GraphQL specification 5.8.5). */
  #declaredType(value: ValueNode, place: GraphQLInputType, hasDefault: boolean): GraphQLInputType {
    if (value.kind !== Kind.VARIABLE || !hasDefault || !isNonNullType(place)) return place
    const declared = this.#declared.get(value.name.value)
    const type = declared && typeFromAST(this.#schema, declared.type)
    return isNonNullType(type) ? place : place.ofType
  }
}

/** Input objects are equal whatever the order of their fields (GraphQL specification 5.3.2). */
function inOrder(value: ValueNode): ValueNode {
  if (value.kind === Kind.LIST) return { ...value, values: value.values.map(inOrder) }
  if (value.kind !== Kind.OBJECT) return value
  const fields = value.fields.map(field => ({ ...field, value: inOrder(field.value) }))
  return { ...value, fields: fields.sort((a, b) => (a.name.value < b.name.value ? -1 : 1)) }
}

/** The variables for the subgraphs, from the client's coerced ones. Throws a GraphQLError that repeats no value. */
export function hoistedValues(
  hoisted: readonly Hoisted[],
  variables: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const values: Record<string, unknown> = {}
  for (const { name, argument, type, node } of hoisted) {
    if (node.kind === Kind.VARIABLE) {
      if (!Object.hasOwn(variables, node.name.value)) continue
      values[name] = variables[node.name.value]
      if (values[name] === null && isNonNullType(type)) throw invalid(argument)
      continue
    }
    const value = valueFromAST(node, type, variables)
    if (value === undefined) throw invalid(argument)
    values[name] = value
  }
  return values
}

function invalid(argument: string): GraphQLError {
  const message = `Argument "${argument}" has an invalid value.`
  return new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } })
}
