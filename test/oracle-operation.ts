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

interface Value {
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
}

const aliases = ['a', 'b', 'id', 'name', 'constructor', 'as_x']

export function growTree(makers: Makers): readonly Branch[] {
  let budget = 28
  const { schema, chance } = makers
  const need = needs(makers)
  const grow = (type: GraphQLCompositeType, depth: number): readonly Branch[] => {
    const count = depth === 0 ? 2 + chance.below(2) : isWide(type) ? 2 + chance.below(7) : 1 + chance.below(3)
    return Array.from({ length: count }, () => growBranch(type, depth))
  }
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
      .some(fields, makers.filling ? 20 : chance.of([1, 1, 3, 8]))
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
  return grow(schema.getQueryType()!, 0)
}

// A detour costs so many times having been reached: otherwise everything would lead to everything.
const detour = 3
// Its type can be a participant of no register, and it never is one: the way there is another.
const deadEnds: ReadonlySet<string> = new Set(['Query.represented'])

/** How often the least reached of what stands behind a coordinate or type was reached; the lowest is needed most. */
function needs({ schema, reached, apart }: Makers): (coordinate: string) => number {
  const types = Object.values(schema.getTypeMap()).filter(type => !type.name.startsWith('__'))
  const least = new Map<string, number>()
  const behind = (type: GraphQLNamedType): number => detour + (least.get(type.name) ?? 1_000_000)
  const ofField = (name: string, field: GraphQLField<unknown, unknown>): number =>
    deadEnds.has(`${name}.${field.name}`)
      ? (reached.get(`${name}.${field.name}`) ?? 0)
      : Math.min(reached.get(`${name}.${field.name}`) ?? 0, behind(getNamedType(field.type)))
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
  if (isInputObjectType(getNamedType(type))) return []
  const many = argument.name === 'first'
  if (!isRequiredArgument(argument) && !many && chance.percent(60)) return []
  const named = getNamedType(type)
  const one = () =>
    isEnumType(named) ? chance.of(named.getValues()).name : supply(coordinate, argument.name, named.name)
  const value = isListType(type) ? [one(), one()] : one()
  if (value === undefined) return []
  const written = isEnumType(named) ? String(isListType(type) ? `[${value}]` : value) : JSON.stringify(value)
  return [{ name: argument.name, type: String(argument.type), value, written, variable: chance.percent(50) }]
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
