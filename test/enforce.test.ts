// Enforcement on the run-time type: what is refused is never resolved, and what cannot be decided is refused.
import {
  buildSchema,
  type ExecutionResult,
  type GraphQLFieldResolver,
  graphql,
  isObjectType,
  parse,
} from 'graphql'
import { describe, expect, test } from 'vitest'
import { answer } from '../access/answer.ts'
import { classify } from '../access/classification.ts'
import { enforce } from '../access/enforce.ts'
import type { FactsAnswer, FactsQuery, SubjectFacts } from '../access/facts.ts'
import type { Services } from '../access/operation.ts'
import type { Settlement } from '../access/release.ts'
import type { Request, RequestContext } from '../access/request.ts'
import { activity, anna, at, kommune, sofie, subject } from './decision-facts.ts'

const sdl = `
  directive @data(class: String!, source: String!, hiddenByProtection: Boolean! = false) on FIELD_DEFINITION
  directive @subject(of: String!, parties: [String!]! = []) on OBJECT | FIELD_DEFINITION
  directive @value on OBJECT
  directive @entry(by: [String!]!, reach: String! = "LOOKUP") on FIELD_DEFINITION
  directive @command(by: [String!]!, action: String! = "ACT") on FIELD_DEFINITION
  type Query {
    person(id: ID!): Person @entry(by: ["SYSTEM"]) @data(class: "ORDINARY", source: "x")
    party(id: ID!): Party @entry(by: ["SYSTEM"]) @data(class: "OPEN", source: "x")
    case(id: ID!, owner: String = "${kommune}"): Case @entry(by: ["SYSTEM"]) @data(class: "OPEN", source: "x")
    unclassified: String
  }
  union Party = Person | Unlinked
  type Person @subject(of: "id") {
    id: ID! @data(class: "OPEN", source: "x")
    name: Name @data(class: "ORDINARY", source: "x", hiddenByProtection: true)
    civilStatus: String @data(class: "ORDINARY", source: "x")
    citizenship: String @data(class: "ORDINARY", source: "x")
    secret: String
    friends: [Person!] @data(class: "OPEN", source: "x")
  }
  type Name @value { full: String @data(class: "ORDINARY", source: "x") spouse: String @subject(of: "spouseId") @data(class: "ORDINARY", source: "x", hiddenByProtection: true) }
  type Unlinked @value { name: String @data(class: "OPEN", source: "x") }
  type Case @subject(of: "about.id", parties: ["owner.cvr"]) { text: String @data(class: "ORDINARY", source: "x") }
  type Orphan { text: String @data(class: "ORDINARY", source: "x") }
`

type Resolve = GraphQLFieldResolver<Record<string, unknown>, unknown>

/** Runs one operation as the municipality under KOM-17, and says which resolvers ran and what was recorded. */
async function run(
  text: string,
  options: { facts?: Services['readFacts']; people?: readonly SubjectFacts[] } = {},
) {
  const ran: string[] = []
  const settlements: Settlement[] = []
  const document = parse(sdl)
  const schema = buildSchema(sdl)
  const people = options.people ?? [subject(), subject({ id: sofie, canonical: sofie, protected: true })]
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue
    for (const field of Object.values(type.getFields())) {
      const resolve: Resolve = (parent, args) => {
        ran.push(`${type.name}.${field.name}`)
        return resolved(type.name, field.name, parent, args)
      }
      field.resolve = resolve as never
    }
  }
  enforce(schema, classify(document))
  const services: Services = {
    readFacts: options.facts ?? (async query => factsOf(query, people)),
    release: async settlement => {
      settlements.push(settlement)
      return []
    },
    subjectOf: async () => anna,
    officerAccounts: async officer => [officer],
    process: 'test',
  }
  const executed = await answer(request, { hash: 'x', mutation: false }, services, async context =>
    plain(await graphql({ schema, source: text, contextValue: context satisfies RequestContext })),
  )
  return { ...(JSON.parse(JSON.stringify(executed)) as ExecutionResult), ran, settlements }
}

const plain = (result: ExecutionResult) => ({
  data: result.data as Record<string, unknown> | null,
  errors: result.errors?.map(error => error.toJSON()),
})

function resolved(
  type: string,
  field: string,
  parent: Record<string, unknown>,
  args: Record<string, unknown>,
): unknown {
  if (type === 'Query' && field === 'person') return { id: args.id }
  if (type === 'Query' && field === 'party')
    return args.id === 'nobody' ? { __typename: 'Unlinked' } : { __typename: 'Person', id: args.id }
  if (field === 'case')
    return { about: args.id === 'none' ? {} : { id: args.id }, owner: { cvr: args.owner } }
  if (field === 'friends') return [{ id: anna }, { id: sofie }, {}]
  if (field === 'name') return type === 'Unlinked' ? 'open' : { spouseId: sofie }
  if (field === 'id') return parent.id ?? 'none'
  return `the ${field}`
}

const factsOf = (query: FactsQuery, people: readonly SubjectFacts[]): FactsAnswer => ({
  caller: {
    at,
    activity: activity(),
    system: { authority: kommune, kind: 'PUBLIC', officers: false },
    officerRoles: [],
    suppliers: [],
  },
  subjects: new Map(
    query.subjects.map(id => [
      id,
      people.find(person => person.id === id) ?? subject({ id, canonical: id, kind: null }),
    ]),
  ),
})

const request: Request = {
  id: '11111111-1111-4111-8111-111111111111',
  caller: { kind: 'SYSTEM', client: 'kommune-sagssystem', officer: null },
  represented: null,
  activity: 'KOM-17',
  caseReference: null,
  explain: false,
  asOf: { effective: at, registered: at, travelled: false },
  forward: {},
}

const codes = (result: ExecutionResult) =>
  result.errors?.map(error => [error.path?.join('.'), error.extensions.code])

describe('a refused field', () => {
  test('is null with an error at its path, and its resolver does not run', async () => {
    const result = await run(`{ person(id: "${anna}") { id name { full } citizenship other: civilStatus } }`)
    expect(result.data).toEqual({
      person: { id: anna, name: { full: 'the full' }, citizenship: null, other: null },
    })
    expect(codes(result)).toEqual([
      ['person.citizenship', 'ACTIVITY_FIELD_OUTSIDE'],
      ['person.other', 'CONSENT_MISSING'],
    ])
    expect(result.ran).not.toContain('Person.citizenship')
    expect(result.ran).not.toContain('Person.civilStatus')
    expect(result.ran).toContain('Person.name')
  })

  test.each`
    what                                         | text
    ${'a field without a rule (G39)'}            | ${`{ person(id: "${anna}") { secret } }`}
    ${'a root field without a rule'}             | ${'{ unclassified }'}
    ${'an object that does not say whose it is'} | ${'{ case(id: "none") { text } }'}
  `('$what: INDETERMINATE', async ({ text }) => {
    const result = await run(text)
    expect(codes(result)?.map(([, code]) => code)).toEqual(['INDETERMINATE'])
    expect(result.ran.filter(name => /secret|unclassified|text/.test(name))).toEqual([])
  })

  test('in a list it is told at its index, each object decided for itself', async () => {
    const result = await run(`{ person(id: "${anna}") { friends { citizenship } } }`)
    expect(codes(result)?.sort()).toEqual([
      ['person.friends.0.citizenship', 'ACTIVITY_FIELD_OUTSIDE'],
      ['person.friends.1.citizenship', 'ACTIVITY_FIELD_OUTSIDE'],
      ['person.friends.2.citizenship', 'INDETERMINATE'],
    ])
  })
})

describe('whose a value is', () => {
  test('a union is decided on the type that its object really has', async () => {
    const select =
      '{ __typename ... on Person { name { full } citizenship } ... on Unlinked { name2: name } }'
    const known = await run(`{ party(id: "${anna}") ${select} }`)
    expect(known.data).toEqual({
      party: { __typename: 'Person', name: { full: 'the full' }, citizenship: null },
    })
    const unlinked = await run(`{ party(id: "nobody") ${select} }`)
    expect(unlinked).toMatchObject({ data: { party: { __typename: 'Unlinked', name2: 'open' } } })
    expect(unlinked.settlements).toEqual([])
  })

  test('a party to a record reads it', async () => {
    expect((await run(`{ case(id: "${anna}") { text } }`)).data).toEqual({ case: { text: 'the text' } })
  })
})

describe('facts (G37)', () => {
  const text = `{ person(id: "${anna}") { name { full } } }`
  const people = [subject()]
  test.each`
    facts                                | read
    ${'that cannot be read'}             | ${async () => Promise.reject(new Error('the database is gone'))}
    ${'in which the subject is missing'} | ${async (query: FactsQuery) => ({ ...factsOf(query, people), subjects: new Map() })}
    ${'whose activity is nonsense'}      | ${async (query: FactsQuery) => ({ ...factsOf(query, people), caller: { ...factsOf(query, people).caller, activity: { ...activity(), fields: null } } })}
  `('$facts: nothing is given', async ({ read }) => {
    const result = await run(text, { facts: read })
    expect(result.data?.person ?? null).toBeNull()
    expect(codes(result)).toEqual([['person', 'INDETERMINATE']])
    expect(JSON.stringify(result)).not.toMatch(/the database|the full/)
  })

  test('in another order: each decision is about its own subject', async () => {
    const backwards = async (query: FactsQuery) => {
      const facts = factsOf(query, [subject(), subject({ id: sofie, canonical: sofie, kind: 'BUSINESS' })])
      const subjects = new Map([...facts.subjects].reverse())
      return { caller: { ...facts.caller, activity: activity({ subjects: ['PERSON'] }) }, subjects }
    }
    const both = `{ a: party(id: "${anna}") { ... on Person { name { full } } } b: party(id: "${sofie}") { ... on Person { name { full } } } }`
    const result = await run(both, { facts: backwards })
    expect(result.data).toEqual({ a: { name: { full: 'the full' } }, b: { name: null } })
  })
})

describe('the record', () => {
  test('holds each decision once, by subject; what is open is not in it', async () => {
    const { settlements } = await run(
      `{ a: person(id: "${anna}") { id name { full } citizenship } b: person(id: "${anna}") { name { full } } c: person(id: "${sofie}") { name { full } } }`,
    )
    expect(settlements).toHaveLength(1)
    expect(settlements[0]!.records).toMatchObject([
      {
        subjects: [anna],
        given: [
          { field: 'Query.person', ground: 'LAW' },
          { field: 'Person.name', ground: 'LAW' },
        ],
        refused: [{ field: 'Person.citizenship', code: 'ACTIVITY_FIELD_OUTSIDE' }],
      },
      { subjects: [sofie], given: [{ field: 'Query.person' }, { field: 'Person.name' }], refused: [] },
    ])
  })

  test('is said once for those of whom the same was decided', async () => {
    const { settlements } = await run(
      `{ a: person(id: "${anna}") { name { full } } c: person(id: "${sofie}") { name { full } } }`,
    )
    expect(settlements[0]!.records.map(({ subjects }) => subjects)).toEqual([[anna, sofie]])
    expect(settlements[0]!.activity).toEqual({ id: 'KOM-17', version: 1 })
  })

  test('keeps two outcomes of one field of one subject apart', async () => {
    const { settlements } = await run(
      `{ own: case(id: "${anna}") { text } other: case(id: "${anna}", owner: "99000009") { text } }`,
    )
    expect(settlements[0]!.records).toMatchObject([
      {
        given: [{ field: 'Case.text', ground: 'PARTY' }],
        refused: [{ field: 'Case.text', code: 'ACTIVITY_FIELD_OUTSIDE' }],
      },
    ])
  })
})
