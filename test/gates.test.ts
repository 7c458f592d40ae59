// The gates of composition: the real schema passes; each thing that could unguard a field is named and stops it.
import { type DocumentNode, parse, print, visit } from 'graphql'
import { describe, expect, test } from 'vitest'
import { objections } from '../access/gates.ts'
import { compose } from '../subgraphs/compose.ts'
import { classifyPlatform, readSchemas, type SubgraphName } from '../subgraphs/registry.ts'

/** The real schemas, one of them changed as text. The change must find what it changes. */
function changed(subgraph: SubgraphName, from: string, to: string): ReadonlyMap<string, DocumentNode> {
  const schemas = new Map(readSchemas())
  const text = printed(schemas.get(subgraph)!)
  expect(text).toContain(from)
  schemas.set(subgraph, parse(text.replace(from, to)))
  return schemas
}

/** On one line a definition, without descriptions of arguments: what the changes below look for. */
const printed = (document: DocumentNode): string => print(document)

/** A type put into one subgraph's schema. */
const added = (subgraph: SubgraphName, text: string): ReadonlyMap<string, DocumentNode> => {
  const schemas = new Map(readSchemas())
  schemas.set(subgraph, parse(`${printed(schemas.get(subgraph)!)}\n${text}`))
  return schemas
}

test('the schema as it stands passes every gate', () => {
  expect(objections(readSchemas())).toEqual([])
  expect(compose()).toHaveProperty('supergraph')
})

const birthDate = 'birthDate: Date @data(class: ORDINARY, source: "CPR 001 FOED_DT")'

describe('one change to the real schema, one gate that speaks', () => {
  test.each`
    what                                     | subgraph      | from                                                                               | to                                              | objection
    ${'a field is unclassified (F03, G39)'}  | ${'persons'}  | ${birthDate}                                                                       | ${'birthDate: Date'}                            | ${'persons: Person.birthDate: is not classified; add @data(class:, source:)'}
    ${'the directive is misspelt (G08)'}     | ${'persons'}  | ${birthDate}                                                                       | ${birthDate.replace('@data', '@dat')}           | ${'persons: Person.birthDate: is not classified; add @data(class:, source:)'}
    ${'a source is empty'}                   | ${'persons'}  | ${birthDate}                                                                       | ${birthDate.replace('CPR 001 FOED_DT', ' ')}    | ${'persons: Person.birthDate: its source is empty'}
    ${'a refusable field is non-null (G36)'} | ${'persons'}  | ${birthDate}                                                                       | ${birthDate.replace('Date @', 'Date! @')}       | ${'persons: Person.birthDate: can be refused, so it must be nullable'}
    ${'a type has no subject'}               | ${'consents'} | ${'@key(fields: "id") @subject(of: "from.id", parties: ["to.cvr"], toSign: true)'} | ${'@key(fields: "id")'}                         | ${'consents: Consent: needs either @subject or @value, not both'}
    ${'a type has a subject and is a value'} | ${'consents'} | ${'type ConsentText @value'}                                                       | ${'type ConsentText @value @subject(of: "id")'} | ${'consents: ConsentText: needs either @subject or @value, not both'}
    ${'a root field lets nobody in'}         | ${'persons'}  | ${'me: Person @entry(by: [PERSON])'}                                               | ${'me: Person @entry(by: [])'}                  | ${'persons: Query.me: @entry names nobody'}
    ${'a root field has no entry'}           | ${'persons'}  | ${'me: Person @entry(by: [PERSON])'}                                               | ${'me: Person'}                                 | ${'persons: Query.me: a root field needs @entry'}
    ${'a mutation has no command'}           | ${'consents'} | ${'@command(by: [SUBJECT, REPRESENTATIVE], action: CONSENT)'}                      | ${''}                                           | ${'consents: Mutation.grantConsent: a mutation needs @command'}
    ${'a mutation names nobody (G09)'}       | ${'consents'} | ${'@command(by: [SUBJECT, REPRESENTATIVE], action: CONSENT)'}                      | ${'@command(by: [], action: CONSENT)'}          | ${'consents: Mutation.grantConsent: @command names nobody'}
    ${'a withheld name is non-null'}         | ${'persons'}  | ${'spouseName: String @subject'}                                                   | ${'spouseName: String! @subject'}               | ${'persons: CivilStatus.spouseName: can be withheld, so it must be nullable'}
    ${'a directive is missing'}              | ${'persons'}  | ${'directive @value on OBJECT'}                                                    | ${'directive @worth on OBJECT'}                 | ${'persons: the directive @value is not defined: begin with schema/shared.graphql'}
    ${'a directive has another name (G08)'}  | ${'persons'}  | ${'directive @value on OBJECT'}                                                    | ${'directive @worth on OBJECT'}                 | ${'persons: the directive @worth is not one of ours: a renamed directive guards nothing'}
    ${'an import has another name (G08)'}    | ${'persons'}  | ${'"@key", '}                                                                      | ${'{name: "@key", as: "@data"}, '}              | ${'persons: a directive is imported under another name'}
  `('$what', ({ subgraph, from, to, objection }) => {
    expect(objections(changed(subgraph, from, to))).toContain(objection)
  })

  test('a field without a description', () => {
    const schemas = new Map(readSchemas())
    const bare = visit(schemas.get('persons')!, {
      FieldDefinition: node =>
        node.name.value === 'occupation' ? { ...node, description: undefined } : undefined,
    })
    schemas.set('persons', bare)
    expect(objections(schemas)).toEqual(['persons: Person.occupation: has no description'])
  })

  test.each`
    what              | text
    ${'an interface'} | ${'"x" interface Named { "x" name: String @data(class: OPEN, source: "x") }'}
    ${'an extension'} | ${'extend type Person { "x" shoeSize: Int @data(class: OPEN, source: "x") }'}
  `('$what would go unclassified', ({ text }) => {
    expect(objections(added('persons', text)).join()).toMatch(/extensions and interfaces are not offered/)
  })
})

describe('two subgraphs that disagree about one field (G11, G12)', () => {
  const page = 'hasNextPage: Boolean! @data(class: OPEN, source: "the list")'
  test.each`
    what                         | from                                                   | to                                                            | coordinate
    ${'its class'}               | ${page}                                                | ${page.replace('OPEN', 'ORDINARY')}                           | ${'PageInfo.hasNextPage'}
    ${'whether it is protected'} | ${page}                                                | ${page.replace('list")', 'list", hiddenByProtection: true)')} | ${'PageInfo.hasNextPage'}
    ${'its subject'}             | ${'type Person @key(fields: "id") @subject(of: "id")'} | ${'type Person @key(fields: "id") @subject(of: "owner")'}     | ${'Person'}
  `('$what', ({ from, to, coordinate }) => {
    const texts = objections(changed('consents', from, to))
    expect(texts.join('\n')).toMatch(new RegExp(`${coordinate} is classified otherwise than in `))
  })

  test('a directive with other arguments', () => {
    const from = 'directive @value on OBJECT'
    const texts = objections(changed('consents', from, 'directive @value(not: Boolean) on OBJECT'))
    expect(texts).toContain('consents: @value is classified otherwise than in persons')
  })

  test('the source may differ: each subgraph tells its own', () => {
    const id = 'id: ID! @data(class: OPEN, source: "identity")'
    expect(objections(changed('consents', id, id.replace('identity', 'consents')))).toEqual([])
  })
})

describe('a filter or an order (G18)', () => {
  const where = 'birthDate: DateFilter @filters(field: "Person.birthDate")'
  const order = 'BIRTH_DATE @filters(field: "Person.birthDate")'
  const persons = '@entry(by: [SYSTEM], reach: SEARCH)'
  test.each`
    what                                 | from       | to                                                  | objection
    ${'that says nothing of its field'}  | ${where}   | ${'birthDate: DateFilter'}                          | ${'Query.persons(where:): PersonFilter.birthDate does not say what it looks at; add @filters(field:)'}
    ${'an order that does not'}          | ${order}   | ${'BIRTH_DATE'}                                     | ${'Query.persons(orderBy:): PersonOrder.BIRTH_DATE does not say what it looks at; add @filters(field:)'}
    ${'on a field that is none'}         | ${where}   | ${where.replace('Person.birthDate', 'Person.born')} | ${'Query.persons(where:): PersonFilter.birthDate looks at Person.born, which is no field here'}
    ${'where enforcement does not look'} | ${persons} | ${'@entry(by: [SYSTEM])'}                           | ${'Query.persons(where:): PersonFilter.birthDate looks at Person.birthDate, which takes an @entry with reach SEARCH or LIST'}
  `('$what', ({ from, to, objection }) => {
    expect(objections(changed('persons', from, to))).toContain(`persons: ${objection}`)
  })
})

test('what the gates refuse is not composed', () => {
  expect(compose(changed('persons', birthDate, 'birthDate: Date'))).toEqual({
    objections: ['persons: Person.birthDate: is not classified; add @data(class:, source:)'],
  })
})

test('every field of the platform is classified, and none that can be refused is non-null', () => {
  const rules = classifyPlatform()
  const fields = [...readSchemas().values()].flatMap(document =>
    document.definitions.flatMap(node =>
      node.kind === 'ObjectTypeDefinition'
        ? (node.fields ?? []).map(field => ({
            type: node.name.value,
            name: field.name.value,
            nullable: field.type.kind !== 'NonNullType',
          }))
        : [],
    ),
  )
  expect(fields.length).toBeGreaterThan(200)
  for (const { type, name, nullable } of fields) {
    const rule = rules.get(type)?.fields.get(name)
    expect(rule, `${type}.${name}`).toBeDefined()
    if (rule!.class !== 'OPEN' && !rules.get(type)!.value) expect(nullable, `${type}.${name}`).toBe(true)
  }
})
