// Makes operations out of a tape of numbers: a shorter tape or smaller numbers make a simpler operation, so failures shrink.
import {
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isListType,
  isUnionType,
} from 'graphql'

export interface RandomOperation {
  readonly text: string
  readonly variables: Readonly<Record<string, unknown>>
}

const hostileAliases = ['id', 'name', '__proto__', 'constructor', 'toString', 'as_name', '_e0', '_entities']

class Maker {
  readonly #schema: GraphQLSchema
  readonly #tape: readonly number[]
  readonly #variables = new Map<string, { type: string; value: unknown }>()
  readonly #fragments: string[] = []
  #at = 0
  #budget = 60

  constructor(schema: GraphQLSchema, tape: readonly number[]) {
    this.#schema = schema
    this.#tape = tape
  }

  operation(): RandomOperation {
    const mutation = this.#pick(8) === 7 ? this.#schema.getMutationType() : undefined
    const kind = mutation ? 'mutation' : 'query'
    const root = mutation ?? this.#schema.getQueryType()
    if (!root) throw new Error('The schema has no query root.')
    const body = this.#selections(root, 0)
    const declared = [...this.#variables].map(([name, { type }]) => `$${name}: ${type}`)
    const head = declared.length > 0 ? `${kind} (${declared.join(', ')})` : kind
    const values = [...this.#variables].map(([name, { value }]) => [name, value] as const)
    return {
      text: [`${head} ${body}`, ...this.#fragments].join('\n'),
      variables: Object.fromEntries(values.filter(([, value]) => value !== undefined)),
    }
  }

  /** A number below `below`; 0, the simplest choice, once the tape has ended. */
  #pick(below: number): number {
    return (this.#tape[this.#at++] ?? 0) % below
  }

  #selections(parent: GraphQLCompositeType, depth: number): string {
    const count = 1 + this.#pick(depth === 0 ? 3 : 4)
    const parts: string[] = []
    for (let index = 0; index < count; index++) parts.push(this.#selection(parent, depth))
    const made = parts.filter(part => part !== '')
    return `{ ${(made.length > 0 ? made : ['__typename']).join(' ')} }`
  }

  #selection(parent: GraphQLCompositeType, depth: number): string {
    const choice = this.#pick(8)
    if (isUnionType(parent) || (choice === 6 && depth > 0)) return this.#fragment(parent, depth)
    if (choice === 7 && depth > 0) return '__typename'
    return this.#field(parent, depth)
  }

  #fragment(parent: GraphQLCompositeType, depth: number): string {
    const types = isAbstractType(parent) ? [...this.#schema.getPossibleTypes(parent)] : [parent]
    const wider = Object.values(this.#schema.getTypeMap()).filter(
      type => isAbstractType(type) && types.some(one => this.#schema.isSubType(type, one)),
    ) as GraphQLCompositeType[]
    const on = this.#from([...types, ...wider])
    const body = this.#selections(on, depth + 1)
    const directive = this.#condition()
    if (this.#pick(3) > 0) return `... on ${on.name}${directive} ${body}`
    const name = `f${this.#fragments.length}`
    this.#fragments.push(`fragment ${name} on ${on.name} ${body}`)
    return `...${name}${directive}`
  }

  #field(parent: Exclude<GraphQLCompositeType, { getTypes(): unknown }>, depth: number): string {
    const fields = Object.values(parent.getFields())
    const isTight = depth > 5 || this.#budget <= 0
    const leaves = fields.filter(field => !isCompositeType(getNamedType(field.type)))
    if (isTight && leaves.length === 0) return '__typename'
    this.#budget--
    const field = this.#from(isTight ? leaves : fields)
    const type = getNamedType(field.type)
    const head = this.#alias() + field.name + this.#arguments(field) + this.#condition()
    return isCompositeType(type) ? `${head} ${this.#selections(type, depth + 1)}` : head
  }

  #alias(): string {
    const choice = this.#pick(6)
    if (choice === 5) return `${this.#from(hostileAliases)}: `
    return choice === 4 ? `a${this.#pick(4)}: ` : ''
  }

  #condition(): string {
    const choice = this.#pick(12)
    if (choice < 9) return ''
    const directive = choice % 2 === 0 ? 'skip' : 'include'
    if (choice === 9) return ` @${directive}(if: ${this.#pick(2) === 0})`
    return ` @${directive}(if: $${this.#variable('Boolean!', this.#pick(2) === 0)})`
  }

  #arguments(field: GraphQLField<unknown, unknown>): string {
    const given = field.args
      .map(argument => {
        const isRequired = String(argument.type).endsWith('!')
        if (!isRequired && this.#pick(2) === 0) return ''
        const value = this.#input(argument.type)
        const isLoose = !isRequired && this.#pick(6) === 5
        const given = isLoose ? undefined : value
        const asVariable = this.#pick(2) === 1
        return `${argument.name}: ${asVariable ? `$${this.#variable(String(argument.type), given)}` : literal(value)}`
      })
      .filter(part => part !== '')
    return given.length > 0 ? `(${given.join(', ')})` : ''
  }

  #input(type: GraphQLInputType): unknown {
    const nullable = getNullableType(type)
    if (nullable === type && this.#pick(8) === 7) return null
    if (isListType(nullable)) return Array.from({ length: this.#pick(3) }, () => this.#input(nullable.ofType))
    if (isEnumType(nullable)) return new EnumName(this.#from(nullable.getValues()).name)
    if (isInputObjectType(nullable)) {
      const fields = Object.values(nullable.getFields()).filter(() => this.#pick(3) === 1)
      return Object.fromEntries(fields.map(field => [field.name, this.#input(field.type)]))
    }
    const n = this.#pick(6)
    const texts = ['x', 'a "quoted" \\ one', '"""', 'æøå €', '$name', '']
    return nullable.toString() === 'Int'
      ? n
      : nullable.toString() === 'ID'
        ? `${n % 2 ? 'p' : 'r'}${n}`
        : texts[n]
  }

  #variable(type: string, value: unknown): string {
    const names = ['representations', '__batch_reps_0', 'arg_0']
    const index = this.#variables.size
    const name = names[index] ?? `v${index}`
    this.#variables.set(name, { type, value: plain(value) })
    return name
  }

  #from<T>(list: readonly T[]): T {
    return list[this.#pick(list.length)] as T
  }
}

class EnumName {
  readonly name: string
  constructor(name: string) {
    this.name = name
  }
}

function plain(value: unknown): unknown {
  if (value instanceof EnumName) return value.name
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]))
}

function literal(value: unknown): string {
  if (value instanceof EnumName) return value.name
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  return `{${Object.entries(value)
    .map(([key, inner]) => `${key}: ${literal(inner)}`)
    .join(', ')}}`
}

export function randomOperation(schema: GraphQLSchema, tape: readonly number[]): RandomOperation {
  return new Maker(schema, tape).operation()
}
