// Documents made to exhaust whoever reads them, by what they attack, as large as the server's limits let them grow.

/** What is sent, and the code of the refusal; `OK` where a small answer is as good. */
export interface Hostile {
  readonly what: string
  readonly query: string
  readonly variables?: unknown
  readonly operationName?: string
  readonly code: RegExp
}

/** How much the server lets in: selections and tokens of a document. A gateway less than a subgraph. */
export interface Allowed {
  readonly selections: number
  readonly tokens: number
}

const times = (count: number, make: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => make(index)).join(' ')

const nested = (depth: number, inner = '__typename'): string =>
  `${'{ a '.repeat(depth)}{ ${inner} }${' }'.repeat(depth)}`

/** `levels` fragments that each spread the next one `width` times. */
function fans(levels: number, width: number): string {
  const fragments = times(levels, level => {
    const inner = level === levels - 1 ? '__typename' : `...f${level + 1} `.repeat(width)
    return `fragment f${level} on Query { ${inner} }`
  })
  return `{ ...f0 } ${fragments}`
}

const tooMuch = /^(TOO_MANY_SELECTIONS|TOO_DEEP)$/
const unread = /^(GRAPHQL_PARSE_FAILED|DOCUMENT_TOO_LONG|BODY_TOO_LARGE)$/
const invalid = /^GRAPHQL_VALIDATION_FAILED$/
const large = 120_000

const person = (argument: string): string => `person(cpr: ${argument}) { id }`
const page = (first: string, inner: string): string => `businesses(first: ${first}) { nodes { ${inner} } }`

/** A tree of one field, each holding itself twice: merging equal fields compares each level with itself. */
const doubled = (levels: number): string =>
  levels === 0 ? 'a { b }' : `a { ${doubled(levels - 1)} } `.repeat(2)

// biome-ignore format: a table
const ofFragments = ({ tokens }: Allowed): readonly Hostile[] => [
  ...[18, 20, 24, 40, 60].map(levels => ({ what: `fragments spread twice, ${levels} levels`, query: fans(levels, 2), code: tooMuch })),
  { what: 'fragments spread many times on each of 20 levels', query: fans(20, Math.floor(tokens / 60) - 6), code: tooMuch },
  { what: 'a fragment inside itself', query: '{ ...f } fragment f on Query { ...f }', code: tooMuch },
  { what: 'a fragment inside itself, not used', query: '{ __typename } fragment f on Query { ...f }', code: invalid },
  { what: 'a fragment inside itself, in an operation not asked for', query: 'query a { __typename } query b { ...f } fragment f on Query { ...f }', operationName: 'a', code: tooMuch },
  { what: 'a ring of 80 fragments', query: `{ ...f0 } ${times(80, index => `fragment f${index} on Query { ...f${(index + 1) % 80} }`)}`, code: tooMuch },
  { what: '10,000 fragments', query: fans(10_000, 1), code: unread },
  { what: 'fragments of no type known', query: `{ __typename } ${times(Math.floor(tokens / 7) - 5, index => `fragment f${index} on T${index} { a }`)}`, code: invalid },
]

// biome-ignore format: a table
const ofSize = ({ tokens }: Allowed): readonly Hostile[] => [
  { what: 'depth 1,000', query: nested(1_000), code: /^(TOO_MANY_SELECTIONS|TOO_DEEP|GRAPHQL_PARSE_FAILED)$/ },
  { what: 'depth in a fragment that nobody uses', query: `{ __typename } fragment f on Query ${nested(Math.floor(tokens / 3) - 20)}`, code: /^(GRAPHQL_VALIDATION_FAILED|GRAPHQL_PARSE_FAILED)$/ },
  { what: 'depth 50,000', query: '{a'.repeat(50_000), code: unread },
  { what: 'a list nested in an argument', query: `{ ${person('['.repeat(tokens / 2 - 10) + ']'.repeat(tokens / 2 - 10))} }`, code: /^(GRAPHQL_VALIDATION_FAILED|VALUE_MALFORMED|GRAPHQL_PARSE_FAILED|BAD_USER_INPUT)$/ },
  { what: 'a type of lists in lists', query: `query ($a: ${'['.repeat(tokens / 2 - 10)}Int${']'.repeat(tokens / 2 - 10)}) { __typename }`, variables: { a: 1 }, code: /^(GRAPHQL_VALIDATION_FAILED|GRAPHQL_PARSE_FAILED)$/ },
  { what: '100,000 tokens', query: `{ ${'a '.repeat(100_000)} }`, code: unread },
  { what: 'a megabyte', query: `{ ${'a '.repeat(500_000)} }`, code: unread },
  { what: 'a long name', query: `{ ${'a'.repeat(large)} }`, code: invalid },
  { what: 'a long name of digits', query: `{ _${'1'.repeat(large)} }`, code: invalid },
  { what: 'a long text of quotation marks', query: `{ ${person(`"${'\\"'.repeat(large / 2)}"`)} x }`, code: /^(GRAPHQL_VALIDATION_FAILED|VALUE_MALFORMED)$/ },
  { what: 'a text that never ends', query: `{ ${person(`"${'1'.repeat(large)}`)}`, code: unread },
  { what: 'a long comment', query: `# ${'a'.repeat(large)}`, code: unread },
  { what: 'line ends and a mistake', query: `${'\n'.repeat(large)}{ a(`, code: unread },
  { what: 'variables 1,000 deep', query: '{ __typename }', variables: { a: JSON.parse(`${'['.repeat(1_000)}1${']'.repeat(1_000)}`) }, code: /^BODY_TOO_DEEP$/ },
  { what: 'a list of 110,000 values', query: '{ __typename }', variables: { a: Array(110_000).fill(0) }, code: /^BODY_TOO_MANY_VALUES$/ },
]

// biome-ignore format: a table
const ofRepetition = ({ selections, tokens }: Allowed): readonly Hostile[] => [
  { what: 'fields of no name known', query: `{ ... { ${times(selections - 5, index => `personn${index}`)} } }`, code: /^(GRAPHQL_VALIDATION_FAILED|TOO_MANY_ROOT_FIELDS)$/ },
  { what: 'aliases', query: `{ __typename ${times(tokens / 4 - 10, index => `a${index}: __typename`)} }`, code: /^(TOO_MANY_ALIASES|TOO_MANY_ROOT_FIELDS|TOO_MANY_SELECTIONS)$/ },
  { what: 'one directive, repeated', query: `{ __typename ${times(tokens / 2 - 10, () => '@skip')} }`, code: /^TOO_MANY_DIRECTIVES$/ },
  { what: 'directives of no name known', query: `query ${times(tokens / 2 - 10, index => `@d${index}`)} { __typename }`, code: /^TOO_MANY_DIRECTIVES$/ },
  { what: 'directives on a variable', query: `query ($a: Int ${times(tokens / 2 - 10, index => `@d${index}`)}) { __typename }`, code: invalid },
  { what: 'one field, repeated', query: `{ __type(name: "Query") { ${times(selections - 30, () => 'name')} } }`, code: /^(OK|GRAPHQL_VALIDATION_FAILED)$/ },
  { what: 'one field with different arguments', query: `{ me { ${times(tokens / 6 - 10, index => `name(a: ${index})`)} } }`, code: /^(GRAPHQL_VALIDATION_FAILED|TOO_MANY_REPETITIONS)$/ },
  { what: 'many fields, each 50 times with different arguments', query: `{ me { ${times(tokens / 6 - 10, index => `a${Math.floor(index / 50)}(a: ${index})`)} } }`, code: /^(GRAPHQL_VALIDATION_FAILED|TOO_MANY_REPETITIONS)$/ },
  { what: 'one field, holding itself twice on each of 6 levels', query: `{ ${doubled(6)} }`, code: /^(GRAPHQL_VALIDATION_FAILED|TOO_MANY_SELECTIONS)$/ },
  { what: 'operations', query: times(tokens / 5 - 10, index => `query q${index} { __typename }`), operationName: 'q7', code: /^TOO_MANY_OPERATIONS$/ },
  { what: 'operations of one name', query: times(tokens / 5 - 10, () => 'query q { __typename }'), operationName: 'q', code: /^TOO_MANY_OPERATIONS$/ },
  { what: 'several operations and no name', query: 'query a { __typename } query b { __typename }', code: /^OPERATION_RESOLUTION_FAILURE$/ },
  { what: 'variables that nobody uses', query: `query (${times(tokens / 4 - 10, index => `$v${index}: Int`)}) { __typename }`, code: invalid },
]

// biome-ignore format: a table
const ofAnswers: readonly Hostile[] = [
  { what: 'pages inside pages', query: `{ ${page('100', page('100', page('100', '__typename')))} }`, code: /^TOO_MANY_VALUES$/ },
  { what: 'pages inside pages, their size in a variable', query: `query ($n: Int!) { ${page('$n', page('$n', page('$n', '__typename')))} }`, variables: { n: 100 }, code: /^TOO_MANY_VALUES$/ },
  { what: 'pages inside pages, their size as a default', query: `query ($n: Int! = 100) { ${page('$n', page('$n', page('$n', '__typename')))} }`, code: /^TOO_MANY_VALUES$/ },
  { what: 'pages inside pages, in fragments', query: `{ ...a } fragment a on Query { businesses(first: 100) { ...b } } fragment b on BusinessConnection { nodes { ${page('100', page('100', '__typename'))} } }`, code: /^TOO_MANY_VALUES$/ },
  { what: 'pages of the usual size, six inside one another', query: `{ ${[1, 2, 3, 4, 5, 6].reduce(inner => `businesses { nodes { ${inner} } }`, '__typename')} }`, code: /^TOO_MANY_VALUES$/ },
  { what: 'introspection round and round', query: `{ __schema { types { ${'fields { type { '.repeat(5)}name${' } }'.repeat(5)} } } }`, code: /^TOO_MANY_VALUES$/ },
  { what: 'introspection side by side', query: `{ ${times(25, index => `s${index}: __schema { types { fields { type { fields { name description } } } } }`)} }`, code: /^TOO_MANY_VALUES$/ },
]

export function hostileDocuments(allowed: Allowed): readonly Hostile[] {
  return [...ofFragments(allowed), ...ofSize(allowed), ...ofRepetition(allowed), ...ofAnswers]
}

/** Names that JavaScript keeps for itself, wherever a document may hold a name; all are good GraphQL. */
// biome-ignore format: a table
export const strangeNames: readonly Pick<Hostile, 'what' | 'query' | 'variables' | 'operationName'>[] = ['__proto__', 'constructor', 'hasOwnProperty', 'toString'].flatMap(name => [
  { what: `${name} as an alias`, query: `{ ${name}: __typename }` },
  { what: `${name} as an alias of a field that is fetched`, query: `{ me { ${name}: id } ${name}: __typename }` },
  { what: `${name} as a variable`, query: `query ($${name}: Boolean!) { __typename @include(if: $${name}) }`, variables: JSON.parse(`{"${name}":true}`) },
  { what: `${name} as an operation`, query: `query ${name} { __typename } query other { __typename }`, operationName: name },
  { what: `${name} as a fragment`, query: `{ ...${name} } fragment ${name} on Query { __typename }` },
])

/** Such names where the schema would have to know them. */
// biome-ignore format: a table
export const unknownNames: readonly Pick<Hostile, 'what' | 'query' | 'variables' | 'operationName'>[] = ['__proto__', 'constructor', 'hasOwnProperty'].flatMap(name => [
  { what: `${name} as a field`, query: `{ ${name} }` },
  { what: `${name} as an argument`, query: `{ me(${name}: 1) { id } }` },
  { what: `${name} as a directive`, query: `{ __typename @${name} }` },
  { what: `${name} as a type`, query: `{ ... on ${name} { __typename } }` },
  { what: `${name} as a fragment that is not there`, query: `{ ...${name} }` },
  { what: `${name} as an operation that is not there`, query: 'query a { __typename }', operationName: name },
])
