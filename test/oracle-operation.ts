// Random valid documents for reading over the whole merged schema, as trees that can lose branches while a failure is shrunk.
import {
  type GraphQLArgument,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isListType,
  isObjectType,
  isRequiredArgument,
  isUnionType,
} from 'graphql'
import type { Chance } from './oracle-random.ts'
import { enough } from './oracle-tally.ts'

/** A field, or (with `on`) a fragment; `named` fragments stand in a definition of their own. */
export interface Branch {
  readonly field?: string
  readonly alias?: string
  readonly on?: string
  readonly named?: boolean
  readonly values?: readonly Value[]
  readonly condition?: { readonly directive: 'skip' | 'include'; readonly value: Value }
  readonly branches: readonly Branch[] | null
}

export interface Value {
  readonly name: string
  readonly type: string
  readonly value: unknown
  readonly written: string
  readonly variable: boolean
}

/** Gives a value to an argument, by the coordinate of its field; undefined where it has none to give. */
export type Supply = (coordinate: string, argument: string, type: string) => unknown

export interface Makers {
  readonly schema: GraphQLSchema
  readonly chance: Chance
  readonly supply: Supply
  /** Chooses a root field by name; null for what is needed most. */
  readonly root: () => string | null
  /** Asks for what was reached seldom, and little else. */
  readonly filling: boolean
  /** How often each coordinate was reached: those reached seldom are asked for more. */
  readonly reached: ReadonlyMap<string, number>
  /** Coordinates that are left to tests of their own. */
  readonly apart: ReadonlySet<string>
  /** Begins with the fields of this type instead of a root's. */
  readonly start?: GraphQLObjectType
}

/** So many fields an operation has, about. */
const mostFields = 36
const aliases = ['a', 'b', 'id', 'name', 'constructor', 'as_x']

export function growTree(makers: Makers): readonly Branch[] {
  let budget = 0
  const { schema, chance, start } = makers
  const need = needsNow(makers)
  const grow = (type: GraphQLCompositeType, depth: number): readonly Branch[] => {
    if (depth === 0) return roots(type, 2 + chance.below(3))
    const count = isWide(type) ? 3 + chance.below(7) : 1 + chance.below(3)
    return Array.from({ length: count }, () => growBranch(type, depth))
  }
  // Each has a share of its own: what one leads to must leave something for the others to differ in.
  const roots = (type: GraphQLCompositeType, count: number) =>
    Array.from({ length: count }, () => {
      budget = Math.ceil(mostFields / count)
      return growBranch(type, 0)
    })
  const growBranch = (type: GraphQLCompositeType, depth: number): Branch => {
    if (isUnionType(type)) {
      if (chance.percent(15)) return { field: '__typename', branches: null }
      const members = chance.some(schema.getPossibleTypes(type), 2)
      return fragment(members.toSorted((a, b) => need(a.name) - need(b.name))[0]!, depth)
    }
    if (depth > 0 && chance.percent(6)) return { field: '__typename', branches: null }
    if (depth > 0 && chance.percent(8)) return fragment(type as GraphQLObjectType, depth)
    return growField(type as GraphQLObjectType, depth)
  }
  const fragment = (on: GraphQLObjectType, depth: number): Branch => ({
    on: on.name,
    named: chance.percent(35),
    condition: condition(makers),
    branches: grow(on, depth + 1),
  })
  const growField = (type: GraphQLObjectType, depth: number): Branch => {
    budget--
    const fields = Object.values(type.getFields()).filter(
      field =>
        !makers.apart.has(`${type.name}.${field.name}`) &&
        ((depth < 9 && budget > 0) || !isCompositeType(getNamedType(field.type))),
    )
    if (fields.length === 0) return { field: '__typename', branches: null }
    const rooted = depth === 0 ? makers.root() : null
    const needed = (one: GraphQLField<unknown, unknown>) => need(`${type.name}.${one.name}`)
    const candidates = chance
      .some(fields, makers.filling ? chance.of([20, 20, 3]) : chance.of([1, 1, 3, 8]))
      .toSorted((a, b) => needed(a) - needed(b))
    const field = fields.find(({ name }) => name === rooted) ?? candidates[0]!
    const inner = getNamedType(field.type)
    return {
      field: field.name,
      ...(chance.percent(20) && { alias: chance.of(aliases) }),
      values: field.args.flatMap(argument => give(makers, `${type.name}.${field.name}`, argument)),
      condition: condition(makers),
      branches: isCompositeType(inner) ? grow(inner, depth + 1) : null,
    }
  }
  if (!start) return grow(schema.getQueryType()!, 0)
  budget = mostFields / 2
  return grow(start, 1)
}

// A detour costs so many times having been reached: otherwise everything would lead to everything.
const detour = 3
// Its type can be a participant of no register, and it never is one: the way there is another.
const deadEnds: ReadonlySet<string> = new Set(['Query.represented'])

const known = new WeakMap<
  Makers['schema'],
  { readonly of: string; readonly need: ReturnType<typeof needs> }
>()

/** Computed again once something more was reached: most that are grown while gaps are filled are not valid. */
function needsNow(makers: Makers): ReturnType<typeof needs> {
  const { schema, reached, filling } = makers
  const of = `${filling} ${reached.size} ${[...reached.values()].reduce((sum, times) => sum + times, 0)}`
  const last = known.get(schema)
  if (last?.of === of) return last.need
  const need = needs(makers)
  known.set(schema, { of, need })
  return need
}

/** How often the least reached of what stands behind a coordinate or type was reached; the lowest is needed most. */
function needs({ schema, reached, apart, filling }: Makers): (coordinate: string) => number {
  const types = Object.values(schema.getTypeMap()).filter(type => !type.name.startsWith('__'))
  const least = new Map<string, number>()
  // While gaps are filled, whatever came often enough is needed no more.
  const count = (coordinate: string): number => {
    const times = reached.get(coordinate) ?? 0
    return filling && times >= enough ? times + 1_000 : times
  }
  const behind = (type: GraphQLNamedType): number => detour + (least.get(type.name) ?? 1_000_000)
  const ofField = (name: string, field: GraphQLField<unknown, unknown>): number =>
    deadEnds.has(`${name}.${field.name}`)
      ? count(`${name}.${field.name}`)
      : Math.min(count(`${name}.${field.name}`), behind(getNamedType(field.type)))
  for (let round = 0; round < 6; round++)
    for (const type of types) {
      const fields = isObjectType(type) ? Object.values(type.getFields()) : []
      const wanted = fields.filter(({ name }) => !apart.has(`${type.name}.${name}`))
      const parts = isUnionType(type)
        ? type.getTypes().map(behind)
        : wanted.map(one => ofField(type.name, one))
      if (parts.length > 0) least.set(type.name, Math.min(...parts))
    }
  return coordinate => {
    const [name = '', field = ''] = coordinate.split('.')
    const type = schema.getType(name)
    return isObjectType(type) && field ? ofField(name, type.getFields()[field]!) : (least.get(name) ?? 0)
  }
}

/** A type of which much is decided by itself. */
const isWide = (type: GraphQLCompositeType): boolean =>
  ['Person', 'Consent', 'PowerOfAttorney'].includes(type.name)

function condition({ chance }: Makers): Branch['condition'] {
  if (!chance.percent(9)) return undefined
  const value = chance.percent(50)
  const variable = chance.percent(50)
  return {
    directive: chance.percent(50) ? 'skip' : 'include',
    value: { name: 'if', type: 'Boolean!', value, written: String(value), variable },
  }
}

function give({ chance, supply }: Makers, coordinate: string, argument: GraphQLArgument): readonly Value[] {
  const type = getNullableType(argument.type)
  const named = getNamedType(type)
  const many = argument.name === 'first' || isInputObjectType(named)
  if (!isRequiredArgument(argument) && !many && chance.percent(60)) return []
  const one = () =>
    supply(coordinate, argument.name, named.name) ??
    (isEnumType(named) ? chance.of(named.getValues()).name : undefined)
  const value = isListType(type) ? [one(), one()] : one()
  if (value === undefined) return []
  const written = isEnumType(named) ? String(isListType(type) ? `[${value}]` : value) : JSON.stringify(value)
  // A filter travels as a variable.
  const variable = chance.percent(50) || isInputObjectType(named)
  return [{ name: argument.name, type: String(argument.type), value, written, variable }]
}

/** The document of a tree. Variables and fragments are named in the order in which they stand. */
export function writeTree(tree: readonly Branch[]): { text: string; variables: Record<string, unknown> } {
  const declared: string[] = []
  const variables: Record<string, unknown> = {}
  const fragments: string[] = []
  const say = ({ type, value, written, variable }: Value): string => {
    if (!variable) return written
    const name = `v${declared.length}`
    declared.push(`$${name}: ${type}`)
    variables[name] = value
    return `$${name}`
  }
  const write = (branches: readonly Branch[]): string => {
    if (branches.length === 0) return '{ __typename }'
    return `{ ${branches.map(writeBranch).join(' ')} }`
  }
  const writeBranch = ({ field, alias, on, named, values = [], condition, branches }: Branch): string => {
    const when = condition ? ` @${condition.directive}(if: ${say(condition.value)})` : ''
    const inner = () => (branches ? ` ${write(branches)}` : '')
    if (on && !named) return `... on ${on}${when}${inner()}`
    if (on) {
      const name = `F${fragments.length}`
      const place = fragments.push('') - 1
      fragments[place] = `fragment ${name} on ${on}${inner()}`
      return `...${name}${when}`
    }
    const given = values.map(value => `${value.name}: ${say(value)}`).join(', ')
    return `${alias ? `${alias}: ` : ''}${field}${given && `(${given})`}${when}${inner()}`
  }
  const body = write(tree)
  const head = declared.length > 0 ? `query Oracle(${declared.join(', ')})` : 'query Oracle'
  return { text: [`${head} ${body}`, ...fragments].join('\n'), variables }
}

/** The same with the page after a cursor of the list that answers to this name; null where it has none. */
export function nextPage(tree: readonly Branch[], key: string, cursor: string): readonly Branch[] | null {
  const index = tree.findIndex(({ field, alias }) => (alias ?? field) === key)
  const branch = tree[index]
  if (!branch) return null
  const written = JSON.stringify(cursor)
  const after = { name: 'after', type: 'String', value: cursor, written, variable: true }
  const values = [...(branch.values ?? []).filter(({ name }) => name !== 'after'), after]
  return [{ ...branch, values }]
}

/** Every tree with one branch less, or with one branch's own branches in its place; the larger losses first. */
export function* lesserTrees(tree: readonly Branch[]): Generator<readonly Branch[]> {
  for (let index = 0; index < tree.length; index++)
    if (tree.length > 1) yield tree.filter((_, other) => other !== index)
  for (let index = 0; index < tree.length; index++) {
    const branch = tree[index]!
    const swap = (fresh: readonly Branch[]) => [...tree.slice(0, index), ...fresh, ...tree.slice(index + 1)]
    if (branch.condition) yield swap([{ ...branch, condition: undefined }])
    if (branch.alias) yield swap([{ ...branch, alias: undefined }])
    for (const fewer of lesserTrees(branch.branches ?? [])) yield swap([{ ...branch, branches: fewer }])
  }
}

/** Every coordinate to which some document leads that asks for none of those left out. */
export function coordinatesWithout(left: ReadonlySet<string>, schema: GraphQLSchema): readonly string[] {
  const found = new Set<string>()
  const seen = new Set<string>()
  const visit = (type: GraphQLNamedType): void => {
    if (seen.has(type.name)) return
    seen.add(type.name)
    if (isUnionType(type)) type.getTypes().forEach(visit)
    if (!isObjectType(type)) return
    for (const field of Object.values(type.getFields())) {
      const coordinate = `${type.name}.${field.name}`
      if (left.has(coordinate)) continue
      found.add(coordinate)
      visit(getNamedType(field.type))
    }
  }
  visit(schema.getQueryType()!)
  return [...found].sort()
}
