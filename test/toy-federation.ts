// A small federation for the gateway's tests: four subgraphs, the same fields on one merged schema, faults on demand.
import { buildSubgraphSchema } from '@apollo/subgraph'
import { composeServices } from '@theguild/federation-composition'
import {
  buildSchema,
  execute,
  GraphQLError,
  type GraphQLSchema,
  isNonNullType,
  isObjectType,
  parse,
  printSchema,
} from 'graphql'
import type { SubgraphRequest, SubgraphResponse, Transport } from '../gateway/transport.ts'

const link = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.3",
  import: ["@key", "@external", "@requires", "@provides", "@shareable"])`

// What `comfort` requires has no other non-null members: one that fails would take the requirement with it.
const typeDefs: Readonly<Record<string, string>> = {
  people: `${link}
    type Query {
      person(id: ID!): Person
      people(first: Int = 3, where: Filter): [Person]
      everyone: [Being]
      node(id: ID!): Node
      nodes: [Node!]
      grid: [[Person]]
    }
    type Mutation { rename(id: ID!, name: String!): Person  retire(id: ID!): Person! }
    input Filter { above: Int = 0  names: [String!]  not: Filter }
    enum Unit { METRIC IMPERIAL }
    scalar Stamp
    interface Node { id: ID! }
    interface Named { name: String }
    union Being = Person | Robot
    type Person implements Node & Named @key(fields: "id") {
      id: ID!  name: String  alias: String!  age: Int  weight(unit: Unit = METRIC): Int
      friends(first: Int): [Person!]  best: Person  home: Address  born: Stamp  constructor: String  mass: Int
    }
    type Address { street: String!  city: City  tenants: [Person!] }
    type City { name: String  size: Float }
    type Robot implements Node @key(fields: "id") { id: ID!  serial: String!  maker: Person }`,
  companies: `${link}
    type Query { company(id: ID!): Company  companies: [Company!]  head(id: ID!): Person @provides(fields: "name") }
    type Mutation { found(title: String!): Company }
    type Company @key(fields: "id") { id: ID!  title: String  staff(first: Int): [Person]  owner: Owner  parent: Company
      seats: [[Int]] }
    union Owner = Person | Company
    type Person @key(fields: "id") { id: ID!  name: String @external
      employer: Company  jobs: [Job!] }
    type Job { role: String!  at: Company!  boss: Person }`,
  measures: `${link}
    type Person @key(fields: "id") { id: ID!  mass: Int @external  age: Int @external
      height: Int @requires(fields: "age")  index(scale: Int = 1): Int @requires(fields: "mass")  steps: Int! }
    type Robot @key(fields: "id") { id: ID!  volume: Int }`,
  ratings: `${link}
    type Person @key(fields: "id") { id: ID!  height: Int @external  index(scale: Int = 1): Int @external
      home: Address @external
      fitness: Int @requires(fields: "height index")  luck: Int  comfort: Int @requires(fields: "home { street city { name } }") }
    type Address { street: String! @external  city: City @external }
    type City { name: String @external }
    type Company @key(fields: "id") { id: ID!  title: String @external
      score(year: Int): Int @requires(fields: "title")  rank: Int }`,
}

export type Fault = 'throw' | 'null' | undefined
/** Decides what happens to a field of an object, by coordinate and id: the same in every subgraph and in the oracle. */
export type Faults = (coordinate: string, id: string) => Fault

interface Thing {
  readonly __typename: string
  readonly id: string
  readonly [input: string]: unknown
}
type Args = Readonly<Record<string, unknown>>
type Field = (thing: Thing, args: Args) => unknown

const number = (id: unknown): number => Number(String(id).replace(/\D/g, '')) || 0
const person = (n: number): Thing => ({ __typename: 'Person', id: `p${n % 7}` })
const robot = (n: number): Thing => ({ __typename: 'Robot', id: `r${n % 3}` })
const company = (n: number): Thing => ({ __typename: 'Company', id: `c${n % 4}` })
const first = (list: Thing[], args: Args): Thing[] => list.slice(0, Number(args.first ?? list.length))
const plus = (...inputs: unknown[]): number | null =>
  inputs.some(input => typeof input !== 'number' && typeof input !== 'string')
    ? null
    : inputs.reduce<number>(
        (sum, input) => sum + (typeof input === 'string' ? input.length : Number(input)),
        0,
      )

/** Every field that is not a plain property; `this` of a root field has the id "root". */
const model: Readonly<Record<string, Field>> = {
  'Query.person': (_, { id }) => person(number(id)),
  'Query.people': (_, args) =>
    first([0, 1, 2, 3, 4].map(person), args).filter(({ id }) => number(id) >= above(args.where)),
  'Query.everyone': () => [person(1), robot(0), null, person(2), robot(1)],
  'Query.node': (_, { id }) => (String(id).startsWith('r') ? robot(number(id)) : person(number(id))),
  'Query.nodes': () => [robot(2), person(3), person(4)],
  'Query.grid': () => [[person(1), null], [], [person(2), person(1)]],
  'Query.company': (_, { id }) => company(number(id)),
  'Query.companies': () => [0, 1, 2].map(company),
  'Query.head': (_, { id }) => person(number(id) + 1),
  'Mutation.rename': (_, { id, name }) => ({ ...person(number(id)), renamed: name }),
  'Mutation.retire': (_, { id }) => person(number(id)),
  'Mutation.found': (_, { title }) => company(String(title).length),
  'Person.name': ({ id }) => `name of ${id}`,
  'Person.alias': ({ id }) => `alias of ${id}`,
  'Person.age': ({ id }) => 20 + number(id),
  'Person.weight': ({ id }, { unit }) => (unit === 'IMPERIAL' ? 150 : 70) + number(id),
  'Person.mass': ({ id }) => 60 + number(id),
  'Person.friends': ({ id }, args) =>
    first(
      [1, 2].map(step => person(number(id) + step)),
      args,
    ),
  'Person.best': ({ id }) => person(number(id) + 3),
  'Person.home': ({ id }) => ({ __typename: 'Address', id: `a${number(id)}` }),
  'Person.born': ({ id }) => ({ year: 1980 + number(id), __proto__id: 1 }),
  'Person.constructor': ({ id }) => `built ${id}`,
  'Address.street': ({ id }) => `street ${id}`,
  'Address.city': ({ id }) => ({ __typename: 'City', id: `t${number(id)}` }),
  'Address.tenants': ({ id }) => [person(number(id))],
  'City.name': ({ id }) => `city ${id}`,
  'City.size': ({ id }) => number(id) + 0.5,
  'Robot.serial': ({ id }) => `serial ${id}`,
  'Robot.maker': ({ id }) => person(number(id) + 5),
  'Company.title': ({ id }) => `title ${id}`,
  'Company.staff': ({ id }, args) =>
    first([person(number(id)), person(number(id) + 2), person(number(id))], args),
  'Company.owner': ({ id }) => (number(id) % 2 === 0 ? person(number(id)) : company(number(id) + 1)),
  'Company.parent': ({ id }) => (number(id) === 3 ? null : company(number(id) + 1)),
  'Company.seats': ({ id }) => [[number(id), null], []],
  'Person.employer': ({ id }) => company(number(id)),
  'Person.jobs': ({ id }) => [1, 2].map(n => ({ __typename: 'Job', id: `j${number(id)}${n}` })),
  'Job.role': ({ id }) => `role ${id}`,
  'Job.at': ({ id }) => company(number(id)),
  'Job.boss': ({ id }) => person(number(id)),
  'Person.height': ({ age }) => plus(age, 100),
  'Person.index': ({ mass }, { scale }) => plus(mass, scale ?? 1),
  'Person.steps': ({ id }) => 1000 + number(id),
  'Robot.volume': ({ id }) => number(id),
  'Person.fitness': ({ height, index }) => plus(height, index),
  'Person.comfort': ({ home }) => comfort(home as Thing | null | undefined),
  'Person.luck': ({ id }) => number(id),
  'Company.score': ({ title }, { year }) => plus(title, year ?? 1),
  'Company.rank': ({ id }) => number(id),
}

function above(where: unknown): number {
  return Number((where as { above?: number } | null | undefined)?.above ?? 0)
}

function comfort(home: Thing | null | undefined): number | null {
  return home ? plus(home.street, (home.city as Thing | null)?.name ?? 'none') : null
}

/** What `@requires` brings, for the merged schema, where each field finds its own inputs. */
const inputs: Readonly<Record<string, (thing: Thing, get: (name: string, of?: Thing) => unknown) => object>> =
  {
    'Person.height': (_, get) => ({ age: get('age') }),
    'Person.index': (_, get) => ({ mass: get('mass') }),
    'Person.fitness': (_, get) => ({ height: get('height'), index: get('index') }),
    'Company.score': (_, get) => ({ title: get('title') }),
    'Person.comfort': (_, get) => {
      const home = get('home') as Thing | null
      if (!home) return { home }
      const street = get('street', home) // Non-null, so the subgraph gives up its home when it fails: it comes first.
      const city = get('city', home) as Thing | null
      return { home: { street, city: city && { name: get('name', city) } } }
    },
  }

function resolve(
  type: string,
  name: string,
  thing: Thing,
  args: Args,
  faults: Faults,
  merged: boolean,
): unknown {
  const coordinate = `${type}.${name}`
  if (name === 'id') return thing.id
  if (name === 'name' && thing.renamed !== undefined) return thing.renamed
  const id = thing.id ?? `root${JSON.stringify(args.id ?? '')}`
  const get = (input: string, of: Thing = thing): unknown =>
    resolve(of.__typename, input, of, {}, faults, merged)
  const brought = merged ? inputs[coordinate]?.(thing, get) : undefined
  const fault = faults(coordinate, id)
  if (fault === 'throw') throw new GraphQLError(`fault ${coordinate}`, { extensions: { code: 'FAULT' } })
  if (fault === 'null') return null
  return (model[coordinate] as Field)({ ...thing, ...brought }, args)
}

function withResolvers(schema: GraphQLSchema, faults: Faults, merged: boolean): GraphQLSchema {
  const nonNull = new Set<string>()
  // A resolver that answers null at a non-null field fails there, also when another field requires it.
  const strict: Faults = (coordinate, id) => {
    const fault = faults(coordinate, id)
    return fault === 'null' && nonNull.has(coordinate) ? 'throw' : fault
  }
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('_')) continue
    for (const field of Object.values(type.getFields())) {
      if (field.name.startsWith('_')) continue
      if (isNonNullType(field.type)) nonNull.add(`${type.name}.${field.name}`)
      field.resolve = (thing, args) => resolve(type.name, field.name, thing ?? {}, args, strict, merged)
    }
  }
  return schema
}

export const supergraph: string = (() => {
  const services = Object.entries(typeDefs).map(([name, sdl]) => ({
    name,
    url: `http://${name}.invalid`,
    typeDefs: parse(sdl),
  }))
  const { supergraphSdl, errors } = composeServices(services)
  if (!supergraphSdl) throw new Error((errors ?? []).map(error => error.message).join('\n'))
  return supergraphSdl
})()

/** All subgraphs in this process; `sent` collects what each was asked. */
export function toyTransports(
  faults: Faults = () => undefined,
  sent: { service: string; request: SubgraphRequest }[] = [],
): Record<string, Transport<unknown>> {
  const entries = Object.entries(typeDefs).map(([service, sdl]) => {
    const schema = withResolvers(buildSubgraphSchema([{ typeDefs: parse(sdl) }]), faults, false)
    const transport: Transport<unknown> = async request => {
      sent.push({ service, request })
      const document = parse(request.query)
      const result = await execute({ schema, document, variableValues: request.variables })
      return JSON.parse(JSON.stringify(result)) as SubgraphResponse
    }
    return [service, transport] as const
  })
  return Object.fromEntries(entries)
}

/** The same fields without federation: what graphql-js answers here is right. */
export function mergedSchema(apiSchema: GraphQLSchema, faults: Faults = () => undefined): GraphQLSchema {
  return withResolvers(buildSchema(printSchema(apiSchema)), faults, true)
}
