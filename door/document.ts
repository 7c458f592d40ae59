// Reads a GraphQL document and refuses what would cost too much, before anything validates or plans it.
import {
  type DocumentNode,
  GraphQLError,
  Kind,
  type OperationDefinitionNode,
  parse,
  type SelectionSetNode,
} from 'graphql'
import { type RequestCodeName, requestCodes } from './codes.ts'
import { withoutValues } from './coercion.ts'
import { countRepeated, fragmentsOf, measurer, usualPage } from './measure.ts'
import { Recent } from './recent.ts'

export interface DocumentLimits {
  /** Selections after every fragment spread is replaced by what it names. */
  readonly selections: number
  /** Fields inside one another. */
  readonly depth: number
  readonly aliases: number
  readonly directives: number
  readonly rootFields: number
  /** Values that may come back, each page counted as `first` times what is in it. */
  readonly values: number
}

// 400 selections cost the planner 35 ms; 20 levels of fragments spread twice each cost it 692 MB.
export const defaultLimits: DocumentLimits = {
  selections: 400,
  depth: 20,
  aliases: 60,
  directives: 60,
  rootFields: 30,
  values: 50_000,
}

/** Whoever writes one operation sends a few; validation looks at all. */
const mostOperations = 20
/** Of one field with arguments, anywhere in the document. */
const mostRepetitions = 60
/** Of all such fields: 1,600 under 33 names cost validation 12 ms, and the garbage of it up to 80. */
const mostRepeated = 300
/** What editors ask of the schema at their start is 33,000. */
const mostDescribed = 40_000

/** Beyond 5,000 tokens the recursive parser can exhaust the stack; no operation that is offered needs 1,000. */
const defaultTokens = 1_000

/** A longer one is all blanks or comments: finding a mistake's line in 4 MB of line ends takes half a second. */
const longestDocument = 128 * 1024

// The same texts come again and again, and nobody changes a document. A character of the text can cost 240 bytes, and what
// is refused afterwards is remembered too: 50 MB at most.
const parsed = new Recent<DocumentNode>(200, 200_000)

/** Parses; throws a GraphQLError (`GRAPHQL_PARSE_FAILED`, `DOCUMENT_TOO_LONG`) whose message repeats nothing but the kind of token. */
export function parseDocument(text: string, maxTokens: number = defaultTokens): DocumentNode {
  if (text.length > longestDocument) {
    const most = `at most ${longestDocument / 1024} Ki characters`
    throw refusal('DOCUMENT_TOO_LONG', `The document is too long: ${most}. Send values as variables.`)
  }
  try {
    return parsed.get(`${maxTokens} ${text}`, () => parse(text, { maxTokens }))
  } catch (error) {
    if (error instanceof GraphQLError) {
      if (error.message.startsWith('Syntax Error: Document contains more ')) {
        const most = `at most ${maxTokens} words and signs`
        throw refusal('GRAPHQL_PARSE_FAILED', `The document is too long: ${most}. Send values as variables.`)
      }
      const { message, source, positions } = withoutValues(error)
      throw new GraphQLError(message, { source, positions, extensions: { code: 'GRAPHQL_PARSE_FAILED' } })
    }
    throw refusal('GRAPHQL_PARSE_FAILED', 'The document is nested too deeply to be read.')
  }
}

/**
 * How many selections the operation has when each fragment counts at every place that spreads it; `Infinity`
 * for fragments that contain themselves. Without a name: the most of all operations in the document.
 */
export function countSelections(document: DocumentNode, operationName?: string | null): number {
  const counts = operationsOf(document, operationName).map(
    operation => measurer(document)(operation.selectionSet).selections,
  )
  return Math.max(0, ...counts)
}

/**
 * Throws a GraphQLError with the code of the first limit that any operation of the document exceeds. `variables`, as
 * the caller sent them, say how large pages are.
 */
export function checkDocument(
  document: DocumentNode,
  limits: DocumentLimits = defaultLimits,
  variables: Readonly<Record<string, unknown>> = {},
): void {
  const operations = operationsOf(document)
  limit(operations.length, mostOperations, 'TOO_MANY_OPERATIONS', 'operations in one document')
  const measure = measurer(document, variables)
  for (const operation of operations) {
    if (operation.operation === 'subscription') {
      throw refusal('OPERATION_NOT_OFFERED')
    }
    const size = measure(operation.selectionSet)
    const own = operation.directives?.length ?? 0
    limit(size.selections, limits.selections, 'TOO_MANY_SELECTIONS', 'selections, fragments included')
    limit(size.depth, limits.depth, 'TOO_DEEP', 'levels of fields')
    limit(size.aliases, limits.aliases, 'TOO_MANY_ALIASES', 'aliases')
    limit(size.directives + own, limits.directives, 'TOO_MANY_DIRECTIVES', 'directives')
    limit(countRootFields(document, operation), limits.rootFields, 'TOO_MANY_ROOT_FIELDS', 'root fields')
    limitValues(size.values + size.paged * usualPage, limits.values)
    limitValues(size.described, Math.min(limits.values, mostDescribed))
  }
  const { most, all } = countRepeated(document)
  limit(most, mostRepetitions, 'TOO_MANY_REPETITIONS', 'times the same field with arguments')
  limit(all, mostRepeated, 'TOO_MANY_REPETITIONS', 'fields with arguments that stand more than once')
}

function limit(found: number, allowed: number, code: RequestCodeName, what: string): void {
  if (found <= allowed) return
  throw refusal(
    code,
    `The operation is too large: at most ${allowed} ${what}. Split it into several operations.`,
  )
}

function limitValues(found: number, allowed: number): void {
  if (found <= allowed) return
  const counted = `each page counts as first (${usualPage} when it is not said) times what is in it`
  throw refusal(
    'TOO_MANY_VALUES',
    `The answer could be too large: at most ${allowed} values, where ${counted}. Ask for smaller pages, or for fewer inside one another.`,
  )
}

function refusal(code: RequestCodeName, message: string = requestCodes[code].en): GraphQLError {
  return new GraphQLError(message, { extensions: { code } })
}

function operationsOf(document: DocumentNode, name?: string | null): OperationDefinitionNode[] {
  return document.definitions.filter(
    definition => definition.kind === Kind.OPERATION_DEFINITION && (!name || definition.name?.value === name),
  ) as OperationDefinitionNode[]
}

/** Called only for operations whose expanded size is within the limit, so plain recursion is bounded. */
function countRootFields(document: DocumentNode, operation: OperationDefinitionNode): number {
  const fragments = fragmentsOf(document)
  const count = (set: SelectionSetNode): number =>
    set.selections.reduce((sum, selection) => {
      if (selection.kind === Kind.FIELD) return sum + 1
      if (selection.kind === Kind.INLINE_FRAGMENT) return sum + count(selection.selectionSet)
      const fragment = fragments.get(selection.name.value)
      return fragment ? sum + count(fragment.selectionSet) : sum
    }, 0)
  return count(operation.selectionSet)
}
