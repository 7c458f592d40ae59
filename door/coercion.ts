// Coerces variables and words every mistake in a caller's input without repeating what the caller sent.
import {
  coerceInputValue,
  GraphQLError,
  type GraphQLInputType,
  type GraphQLSchema,
  getNamedType,
  getVariableValues,
  isInputObjectType,
  isInputType,
  isListType,
  isNonNullType,
  Kind,
  print,
  typeFromAST,
  type VariableDefinitionNode,
} from 'graphql'

/** A scalar that refuses a value and words it safely throws a GraphQLError with this `extensions.code`. */
export const malformedValue = 'VALUE_MALFORMED'

export type Coerced =
  | { readonly values: Record<string, unknown>; readonly errors?: undefined }
  | { readonly errors: readonly GraphQLError[]; readonly values?: undefined }

/** graphql-js's coercion of variables; errors name variable, path inside it and expected type, never the value. */
export function coerceVariables(
  schema: GraphQLSchema,
  definitions: readonly VariableDefinitionNode[],
  raw: Readonly<Record<string, unknown>>,
): Coerced {
  // Input types that contain themselves would let a body of 100 KB exhaust the stack, here or in a subgraph.
  if (Object.values(raw).some(value => nestsDeeperThan(deepestVariable, value))) {
    const message = `Variables are nested too deeply: at most ${deepestVariable} levels.`
    return { errors: [new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } })] }
  }
  const result = getVariableValues(schema, definitions, raw, { maxErrors: 20 })
  if (result.coerced) return { values: result.coerced }
  const worded = definitions.flatMap(definition => problemsOf(schema, definition, raw))
  return { errors: worded.length > 0 ? worded : result.errors.map(withoutValues) }
}

const deepestVariable = 20

function nestsDeeperThan(levels: number, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  return levels === 0 || Object.values(value).some(inner => nestsDeeperThan(levels - 1, inner))
}

function problemsOf(
  schema: GraphQLSchema,
  definition: VariableDefinitionNode,
  raw: Readonly<Record<string, unknown>>,
): GraphQLError[] {
  const name = definition.variable.name.value
  const type = typeFromAST(schema, definition.type)
  const given = Object.hasOwn(raw, name) ? raw[name] : undefined
  if (!isInputType(type)) return [problem(`Variable "$${name}" must have an input type.`, definition)]
  if (given === undefined || given === null) {
    const fault = isNonNullType(type) && !(given === undefined && definition.defaultValue)
    const message = `Variable "$${name}" of required type "${print(definition.type)}" must be given and not null.`
    return fault ? [problem(message, definition)] : []
  }
  const found: GraphQLError[] = []
  coerceInputValue(given, type, (path, _value, error) => {
    if (found.length >= 20) return
    const place = name + path.map(step => (typeof step === 'number' ? `[${step}]` : `.${step}`)).join('')
    found.push(
      problem(`Variable "$${name}" at "${place}": ${safeReason(error, typeAt(type, path))}`, definition),
    )
  })
  return found
}

/** The path holds only names that the schema knows: an unknown field is reported at the object that holds it. */
function typeAt(type: GraphQLInputType, path: readonly (string | number)[]): GraphQLInputType {
  let current: GraphQLInputType = type
  for (const step of path) {
    if (isNonNullType(current)) current = current.ofType
    if (typeof step === 'number') current = isListType(current) ? current.ofType : current
    else if (isInputObjectType(current)) current = current.getFields()[step]?.type ?? current
  }
  return current
}

function safeReason(error: GraphQLError, type: GraphQLInputType): string {
  if (isSafe(error)) return error.message
  const missing = /^Field "(\w+)" of required type "([\w![\]]+)" was not provided\.$/.exec(error.message)
  if (missing) return `field "${missing[1]}" of required type "${missing[2]}" was not given.`
  if (/^Exactly one key must be specified for OneOf type "\w+"\.$/.test(error.message)) return error.message
  if (/ is not defined by type "/.test(error.message) && isInputObjectType(getNamedType(type))) {
    return `there is a field that type "${getNamedType(type).name}" does not have.`
  }
  return `expected type "${String(type)}".`
}

function isSafe(error: GraphQLError): boolean {
  const thrown = error.originalError instanceof GraphQLError ? error.originalError : error
  return thrown.extensions?.code === malformedValue
}

function problem(message: string, definition: VariableDefinitionNode): GraphQLError {
  return new GraphQLError(message, { nodes: definition, extensions: { code: 'BAD_USER_INPUT' } })
}

/** Any error of parsing, validation or coercion, worded again so that it repeats no value; others pass unchanged. */
export function withoutValues(error: GraphQLError): GraphQLError {
  const message = wordedSafely(error)
  if (message === error.message) return error
  return new GraphQLError(message, {
    nodes: error.nodes,
    source: error.source,
    positions: error.positions,
    path: error.path,
    extensions: error.extensions,
  })
}

const literals: ReadonlySet<string> = new Set([
  Kind.INT,
  Kind.FLOAT,
  Kind.STRING,
  Kind.BOOLEAN,
  Kind.NULL,
  Kind.ENUM,
  Kind.LIST,
  Kind.OBJECT,
  Kind.OBJECT_FIELD,
])

function wordedSafely(error: GraphQLError): string {
  const { message } = error
  if (isSafe(error)) return message
  const variable = /^Variable "\$([_A-Za-z]\w*)" got invalid value /.exec(message)
  if (variable) return maskNumbers(`Variable "$${variable[1]}" has an invalid value${declaredType(error)}.`)
  const argument = /^Argument "(\w+)" has invalid value /.exec(message)
  if (argument) return `Argument "${argument[1]}" has an invalid value.`
  if (message.startsWith('Syntax Error: ')) return withoutTokens(message)
  if (message === 'Validation aborted.') return 'The same fields stand too often to be compared: ask once.'
  if (literals.has(error.nodes?.[0]?.kind ?? '')) return ofLiteral(message)
  // The schema is public, yet a suggestion answers to what was typed: it adds nothing that introspection lacks.
  return maskNumbers(message.replace(/ Did you mean [^?]*\?/, ''))
}

function declaredType(error: GraphQLError): string {
  const node = error.nodes?.find(one => one.kind === Kind.VARIABLE_DEFINITION)
  return node?.kind === Kind.VARIABLE_DEFINITION ? `; expected type "${print(node.type)}"` : ''
}

function ofLiteral(message: string): string {
  if (/^Field "[\w.]+" of required type "[\w![\]]+" was not provided\.$/.test(message)) return message
  const type =
    /^Expected value of type "([\w![\]]+)", found /.exec(message) ??
    /^(Int|Float|String|Boolean|ID) cannot represent /.exec(message) ??
    /^Enum "(\w+)" cannot represent /.exec(message) ??
    /^Value "\w+" does not exist in "(\w+)" enum/.exec(message)
  if (type) return `Expected a value of type "${type[1]}".`
  const object = /^Field "\w+" is not defined by type "(\w+)"/.exec(message)
  return object
    ? `There is a field that type "${object[1]}" does not have.`
    : 'A literal does not fit its type.'
}

function withoutTokens(message: string): string {
  const kept = message.replace(/\b(Name|String|BlockString|Int|Float|Comment) "[\s\S]*"/g, '$1')
  return kept.startsWith('Syntax Error: Invalid') || kept.startsWith('Syntax Error: Unterminated')
    ? 'Syntax Error: a token cannot be read.'
    : maskNumbers(kept)
}

/** A personal number can hide in a name (`_0101701234`); and who sends a name of 100 KB need not get it back. */
function maskNumbers(message: string): string {
  return message.replace(/"[^"]*"/g, quoted => (quoted.length > 80 || /\d{6}/.test(quoted) ? '"…"' : quoted))
}
