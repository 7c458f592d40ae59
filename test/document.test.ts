// Hostile documents are refused before anything validates or plans them, and no message repeats what was sent.
import {
  buildSchema,
  GraphQLError,
  type GraphQLScalarType,
  getIntrospectionQuery,
  parse,
  validate,
} from 'graphql'
import { describe, expect, test } from 'vitest'
import { coerceVariables, malformedValue, withoutValues } from '../door/coercion.ts'
import { checkDocument, countSelections, defaultLimits, parseDocument } from '../door/document.ts'

/** `levels` fragments that each spread the next one `times` times. */
function fans(levels: number, times: number): string {
  const fragments = Array.from({ length: levels }, (_, level) => {
    const inner = level === levels - 1 ? 'a' : `...f${level + 1} `.repeat(times)
    return `fragment f${level} on Query { ${inner} }`
  })
  return `{ ...f0 } ${fragments.join(' ')}`
}

const nested = (depth: number): string => `${'{ a '.repeat(depth)}${'}'.repeat(depth)}`
const many = (count: number, make: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => make(index)).join(' ')

function codeOf(refuse: () => unknown): unknown {
  try {
    refuse()
  } catch (error) {
    return error instanceof GraphQLError ? error.extensions.code : `not refused but broken: ${String(error)}`
  }
  return undefined
}

test('a text that came before is not parsed again, unless fewer words are allowed', () => {
  const text = nested(3)
  expect(parseDocument(text)).toBe(parseDocument(text))
  expect(codeOf(() => parseDocument(text, 2))).toBe('GRAPHQL_PARSE_FAILED')
})

describe('refused', () => {
  test.each`
    what                                    | document                                                                                                                                | code
    ${'a fragment inside itself'}           | ${'{ ...f } fragment f on Query { a ...f }'}                                                                                            | ${'TOO_MANY_SELECTIONS'}
    ${'two fragments inside each other'}    | ${'{ ...f } fragment f on Query { ...g } fragment g on Query { ...f }'}                                                                 | ${'TOO_MANY_SELECTIONS'}
    ${'a cycle through a field'}            | ${'{ ...f } fragment f on Query { a { ...f } }'}                                                                                        | ${'TOO_MANY_SELECTIONS'}
    ${'60 levels of fan-out'}               | ${fans(60, 2)}                                                                                                                          | ${'TOO_MANY_SELECTIONS'}
    ${'401 selections'}                     | ${`{ ${many(401, () => 'a')} }`}                                                                                                        | ${'TOO_MANY_SELECTIONS'}
    ${'21 levels'}                          | ${nested(21)}                                                                                                                           | ${'TOO_DEEP'}
    ${'21 levels through fragments'}        | ${`{ ...f } fragment f on Query ${nested(21)}`}                                                                                         | ${'TOO_DEEP'}
    ${'61 aliases'}                         | ${`{ b { ${many(61, index => `a${index}: a`)} } }`}                                                                                     | ${'TOO_MANY_ALIASES'}
    ${'61 aliases through fragments'}       | ${`{ b { ...f ...g ...f } } fragment f on Query { ${many(21, i => `a${i}: a`)} } fragment g on Query { ${many(20, i => `b${i}: a`)} }`} | ${'TOO_MANY_ALIASES'}
    ${'61 directives'}                      | ${`{ a ${many(61, () => '@x')} }`}                                                                                                      | ${'TOO_MANY_DIRECTIVES'}
    ${'61 directives on the operation'}     | ${`query ${many(61, () => '@x')} { a }`}                                                                                                | ${'TOO_MANY_DIRECTIVES'}
    ${'31 root fields'}                     | ${`{ ...f } fragment f on Query { ${many(31, () => 'a')} }`}                                                                            | ${'TOO_MANY_ROOT_FIELDS'}
    ${'a second operation that is hostile'} | ${`query a { a } query b { ${many(401, () => 'a')} }`}                                                                                  | ${'TOO_MANY_SELECTIONS'}
    ${'a subscription'}                     | ${'subscription { a }'}                                                                                                                 | ${'OPERATION_NOT_OFFERED'}
    ${'1,001 tokens'}                       | ${`{ ${many(1_000, () => 'a')} }`}                                                                                                      | ${'GRAPHQL_PARSE_FAILED'}
    ${'100,000 tokens'}                     | ${`{ ${many(100_000, () => 'a')} }`}                                                                                                    | ${'DOCUMENT_TOO_LONG'}
    ${'depth 1,000'}                        | ${nested(1_000)}                                                                                                                        | ${'GRAPHQL_PARSE_FAILED'}
    ${'10,000 fragments'}                   | ${fans(10_000, 1)}                                                                                                                      | ${'DOCUMENT_TOO_LONG'}
    ${'a megabyte'}                         | ${`{ a(b: ${many(100_000, () => '"12345678"')}) }`}                                                                                     | ${'DOCUMENT_TOO_LONG'}
    ${'nothing'}                            | ${''}                                                                                                                                   | ${'GRAPHQL_PARSE_FAILED'}
  `('$what', ({ document, code }) => {
    expect(codeOf(() => checkDocument(parseDocument(document)))).toBe(code)
  })

  test.each`
    what                    | document
    ${'10,000 fragments'}   | ${fans(10_000, 1)}
    ${'10,000 cyclic ones'} | ${`${fans(9_999, 2)} fragment f10000 on Query { ...f0 }`}
    ${'depth 1,000'}        | ${nested(1_000)}
  `('$what, even when the parser let it through', ({ document }) => {
    expect(codeOf(() => checkDocument(parse(document)))).toBe('TOO_MANY_SELECTIONS')
  })

  test('nesting that exhausts the parser, when tokens are unlimited', () => {
    expect(codeOf(() => parseDocument('{a'.repeat(60_000), 1_000_000))).toBe('GRAPHQL_PARSE_FAILED')
  })
})

describe('the size of the answer', () => {
  const page = (first: string, inner: string): string =>
    `l${first && `(first: ${first})`} { nodes { ${inner} } }`
  // biome-ignore format: a table of what is multiplied
  test.each([
    ['one page', `{ ${page('100', 'a b')} }`, 1 + 300],
    ['a page of the usual size', `{ ${page('', 'a b')} }`, 1 + 20 * 3],
    ['what stands beside the entries', `{ l(first: 100) { totalCount pageInfo { hasNextPage } nodes { a } } }`, 1 + 3 + 100 * 2],
    ['edges and nodes', `{ l(first: 10) { nodes { a } edges { node { a } } } }`, 1 + 10 * 2 + 10 * 3],
    ['pages inside a page', `{ ${page('10', page('5', 'a'))} }`, 1 + 10 * (1 + 1 + 5 * 2)],
    ['pages in fragments', `{ l(first: 10) { ...f } } fragment f on L { nodes { ...g } } fragment g on N { a ${page('5', 'a')} }`, 1 + 10 * (2 + 1 + 5 * 2)],
    ['one fragment in pages of two sizes', '{ l(first: 10) { ...f } m(first: 2) { ...f } } fragment f on L { nodes { a } }', 1 + 20 + 1 + 4],
    ['a size in a variable', `query ($n: Int) { ${page('$n', 'a')} }`, 1 + 7 * 2],
    ['a size in a default', `query ($d: Int = 30) { ${page('$d', 'a')} }`, 1 + 30 * 2],
    ['a size that is nobody’s', `query ($x: Int) { ${page('$x', 'a')} }`, 1 + 20 * 2],
    ['a size that is refused later', `{ ${page('1000000', 'a')} }`, 1 + 100 * 2],
    ['a size below nothing', `{ ${page('-5', 'a')} }`, 1 + 1 * 2],
    ['entities of a list', 'query ($r: [_Any!]!) { _entities(representations: $r) { a b } }', 1 + 3 * 2],
    ['a field whose name is a list elsewhere', '{ a { fields nodes } }', 1 + 1 + 20 * 1],
  ])('%s', (_name, document, values) => {
    const parsed = parseDocument(document)
    const variables = { n: 7, r: [{}, {}, {}] }
    const allow = (most: number) => () => checkDocument(parsed, { ...defaultLimits, values: most }, variables)
    expect(codeOf(allow(values))).toBeUndefined()
    expect(codeOf(allow(values - 1))).toBe('TOO_MANY_VALUES')
  })

  test('the refusal says how it is counted', () => {
    const document = parseDocument(`{ ${page('100', page('100', page('100', 'a')))} }`)
    expect(() => checkDocument(document)).toThrow(
      /at most 50000 values, where each page counts as first \(20 /,
    )
  })
})

describe('let through', () => {
  test.each`
    what                            | document                                                | selections
    ${'400 selections'}             | ${`{ b { ${many(399, () => 'a')} } }`}                  | ${400}
    ${'20 levels'}                  | ${nested(20)}                                           | ${20}
    ${'60 aliases'}                 | ${`{ b { ${many(60, index => `a${index}: a`)} } }`}     | ${61}
    ${'names like __proto__'}       | ${'{ ...__proto__ } fragment __proto__ on Query { a }'} | ${2}
    ${'a fragment that is missing'} | ${'{ ...constructor }'}                                 | ${1}
    ${'a fragment at two places'}   | ${'{ a { ...f } b { ...f } } fragment f on T { c d }'}  | ${8}
    ${'inline fragments'}           | ${'{ ... on T { a } ... { b } }'}                       | ${4}
  `('$what', ({ document, selections }) => {
    const parsed = parseDocument(document)
    expect(codeOf(() => checkDocument(parsed))).toBeUndefined()
    expect(countSelections(parsed)).toBe(selections)
  })

  test.each`
    fields                 | times | code
    ${1}                   | ${60} | ${undefined}
    ${1}                   | ${61} | ${'TOO_MANY_REPETITIONS'}
    ${5}                   | ${60} | ${undefined}
    ${6}                   | ${51} | ${'TOO_MANY_REPETITIONS'}
    ${350 /* each once */} | ${1}  | ${undefined}
  `('$fields fields with arguments, each $times times: $code', ({ fields, times, code }) => {
    const text = many(fields * times, index => `a${index % fields}(b: ${index})`)
    expect(codeOf(() => checkDocument(parse(`{ c { ${text} } }`)))).toBe(code)
  })

  test('the introspection that editors send', () => {
    const everything = {
      inputValueDeprecation: true,
      oneOf: true,
      specifiedByUrl: true,
      schemaDescription: true,
    }
    expect(codeOf(() => checkDocument(parseDocument(getIntrospectionQuery(everything))))).toBeUndefined()
  })

  test('a count of the named operation alone', () => {
    expect(countSelections(parseDocument('query a { a } query b { a b c }'), 'a')).toBe(1)
  })
})

const secret = '0101010000'
const schema = buildSchema(`
  type Query { f(cpr: CPR, n: Int, e: E, i: I, ids: [ID!], o: O, b: Boolean, t: String, x: Float, d: Int!): Int }
  enum E { A B }  input I { n: Int! m: [I!] e: E }  input O @oneOf { a: Int b: Int }  scalar CPR
`)
const cpr = schema.getType('CPR') as GraphQLScalarType
cpr.parseValue = value => {
  if (value === secret) return value
  throw new GraphQLError('A CPR number has ten digits.', { extensions: { code: malformedValue } })
}
cpr.parseLiteral = node => cpr.parseValue('value' in node ? node.value : undefined)

describe('messages about variables name the variable, the place and the type', () => {
  test.each`
    declared        | value                             | message
    ${'$v: Int'}    | ${secret}                         | ${'Variable "$v" at "v": expected type "Int".'}
    ${'$v: Int!'}   | ${null}                           | ${'Variable "$v" of required type "Int!" must be given and not null.'}
    ${'$v: Int!'}   | ${undefined}                      | ${'Variable "$v" of required type "Int!" must be given and not null.'}
    ${'$v: E'}      | ${secret}                         | ${'Variable "$v" at "v": expected type "E".'}
    ${'$v: [ID!]'}  | ${['1', { [secret]: secret }]}    | ${'Variable "$v" at "v[1]": expected type "ID!".'}
    ${'$v: I'}      | ${{ n: 1, m: [{ n: secret }] }}   | ${'Variable "$v" at "v.m[0].n": expected type "Int!".'}
    ${'$v: I'}      | ${{ m: [] }}                      | ${'Variable "$v" at "v": field "n" of required type "Int!" was not given.'}
    ${'$v: I'}      | ${{ n: 1, [`x${secret}`]: 1 }}    | ${'Variable "$v" at "v": there is a field that type "I" does not have.'}
    ${'$v: O'}      | ${{ a: 1, b: 2 }}                 | ${'Variable "$v" at "v": Exactly one key must be specified for OneOf type "O".'}
    ${'$v: CPR'}    | ${`${secret}1`}                   | ${'Variable "$v" at "v": A CPR number has ten digits.'}
    ${'$v: String'} | ${{ 'at "v"; Expected': secret }} | ${'Variable "$v" at "v": expected type "String".'}
  `('$declared given $value', ({ declared, value, message }) => {
    const [definition] = parseDocument(`query (${declared}) { f }`).definitions
    const definitions = (definition as { variableDefinitions?: never }).variableDefinitions ?? []
    const { errors } = coerceVariables(schema, definitions, { v: value })
    expect(errors?.map(error => error.message)).toEqual([message])
    expect(JSON.stringify(errors)).not.toContain(secret)
  })

  test.each`
    levels    | errors
    ${19}     | ${undefined}
    ${21}     | ${['Variables are nested too deeply: at most 20 levels.']}
    ${99_999} | ${['Variables are nested too deeply: at most 20 levels.']}
  `('a variable of $levels levels inside one another', ({ levels, errors }) => {
    let value: unknown = { n: 1 }
    for (let level = 1; level < levels; level += 2) value = { n: 1, m: [value] }
    const [definition] = parseDocument('query ($v: I) { f }').definitions as unknown as [
      { variableDefinitions: never[] },
    ]
    const found = coerceVariables(schema, definition.variableDefinitions, { v: value }).errors
    expect(found?.map(error => error.message)).toEqual(errors)
  })

  test('good ones are coerced as graphql-js does', () => {
    const document = parseDocument('query ($a: [Int], $b: Int = 3, $c: Int, $d: ID) { f }')
    const [definition] = document.definitions as unknown as [{ variableDefinitions: never[] }]
    expect(coerceVariables(schema, definition.variableDefinitions, { a: 1, d: 7 }).values).toEqual({
      a: [1],
      b: 3,
      d: '7',
    })
  })
})

describe('messages about documents repeat no value', () => {
  test.each`
    document                             | message
    ${`{ f(n: "${secret}") }`}           | ${'Expected a value of type "Int".'}
    ${`{ f(n: 1${secret}) }`}            | ${'Expected a value of type "Int".'}
    ${`{ f(b: ${secret.slice(1)}1) }`}   | ${'Expected a value of type "Boolean".'}
    ${`{ f(x: "${secret}") }`}           | ${'Expected a value of type "Float".'}
    ${`{ f(t: 1${secret}) }`}            | ${'Expected a value of type "String".'}
    ${`{ f(e: "${secret}") }`}           | ${'Expected a value of type "E".'}
    ${`{ f(e: X${secret}) }`}            | ${'Expected a value of type "E".'}
    ${`{ f(i: {n: 1, x${secret}: 2}) }`} | ${'There is a field that type "I" does not have.'}
    ${'{ f(i: {}) }'}                    | ${'Field "I.n" of required type "Int!" was not provided.'}
    ${`{ f(ids: {a: "${secret}"}) }`}    | ${'Expected a value of type "ID".'}
    ${`{ f(cpr: "${secret}5") }`}        | ${'A CPR number has ten digits.'}
    ${`{ f(d: null, t: "${secret}") }`}  | ${'Expected a value of type "Int!".'}
    ${`{ _${secret} }`}                  | ${'Cannot query field "…" on type "Query".'}
    ${'{ ff }'}                          | ${'Cannot query field "ff" on type "Query".'}
  `('$document', ({ document, message }) => {
    const messages = validate(schema, parseDocument(document)).map(error => withoutValues(error).message)
    expect(messages).toContain(message)
    expect(messages.join()).not.toContain(secret)
  })

  test.each([
    `{ f(n: "${secret}" `,
    `{ f "${secret}" }`,
    `{ f(n: """${secret}\n"a" }""") x: }`,
    `"${secret}`,
    `{ f(n: 0${secret}) }`,
    `{ f(n: "\\uX${secret}") }`,
    `${secret} { f }`,
    `x${secret} { f }`,
    `{ f(n: $"${secret}" "b") }`,
  ])('not when it cannot be parsed: %s', text => {
    let thrown: unknown
    try {
      parseDocument(text)
    } catch (error) {
      thrown = error
    }
    expect(thrown).toBeInstanceOf(GraphQLError)
    expect((thrown as GraphQLError).message).toMatch(/^Syntax Error: /)
    expect(JSON.stringify(thrown)).not.toContain(secret.slice(1))
  })

  test.each`
    message                                                         | worded
    ${`Variable "$c" got invalid value "${secret}"; Expected "A".`} | ${'Variable "$c" has an invalid value.'}
    ${`Argument "c" has invalid value "${secret}".`}                | ${'Argument "c" has an invalid value.'}
    ${'Not found.'}                                                 | ${'Not found.'}
  `("graphql-js's own at run time: $worded", ({ message, worded }) => {
    expect(withoutValues(new GraphQLError(message)).message).toBe(worded)
  })
})
