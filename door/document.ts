// Reads a GraphQL document and refuses what would cost too much, before anything validates or plans it.
import {
  type DocumentNode,
  type FragmentDefinitionNode,
  GraphQLError,
  Kind,
  type OperationDefinitionNode,
  parse,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql'
import { withoutValues } from './coercion.ts'

export interface DocumentLimits {
  /** Selections after every fragment spread is replaced by what it names. */
  readonly selections: number
  /** Fields inside one another. */
  readonly depth: number
  readonly aliases: number
  readonly directives: number
  readonly rootFields: number
}

// 400 selections cost the planner 35 ms; 20 levels of fragments spread twice each cost it 692 MB.
export const defaultLimits: DocumentLimits = {
  selections: 400,
  depth: 20,
  aliases: 60,
  directives: 60,
  rootFields: 30,
}

/** Beyond 5,000 tokens the recursive parser can exhaust the stack; no operation that is offered needs 1,000. */
const defaultTokens = 1_000

/** What a piece of a document holds once its fragments are spread. Cycles and endless nesting count as infinite. */
interface Size {
  readonly selections: number
  readonly depth: number
  readonly aliases: number
  readonly directives: number
}

const nothing: Size = { selections: 0, depth: 0, aliases: 0, directives: 0 }
const endless: Size = { selections: Infinity, depth: Infinity, aliases: Infinity, directives: Infinity }
const deepestNesting = 500

/** Parses; throws a GraphQLError (`GRAPHQL_PARSE_FAILED`) whose message repeats nothing but the kind of token. */
export function parseDocument(text: string, maxTokens: number = defaultTokens): DocumentNode {
  try {
    return parse(text, { maxTokens })
  } catch (error) {
    if (error instanceof GraphQLError) {
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

/** Throws a GraphQLError with the code of the first limit that any operation of the document exceeds. */
export function checkDocument(document: DocumentNode, limits: DocumentLimits = defaultLimits): void {
  const measure = measurer(document)
  for (const operation of operationsOf(document)) {
    if (operation.operation === 'subscription') {
      throw refusal('OPERATION_NOT_OFFERED', 'Subscriptions are not offered. Ask with a query instead.')
    }
    const size = measure(operation.selectionSet)
    const own = operation.directives?.length ?? 0
    limit(size.selections, limits.selections, 'TOO_MANY_SELECTIONS', 'selections, fragments included')
    limit(size.depth, limits.depth, 'TOO_DEEP', 'levels of fields')
    limit(size.aliases, limits.aliases, 'TOO_MANY_ALIASES', 'aliases')
    limit(size.directives + own, limits.directives, 'TOO_MANY_DIRECTIVES', 'directives')
    limit(countRootFields(document, operation), limits.rootFields, 'TOO_MANY_ROOT_FIELDS', 'root fields')
  }
}

function limit(found: number, allowed: number, code: string, what: string): void {
  if (found <= allowed) return
  throw refusal(
    code,
    `The operation is too large: at most ${allowed} ${what}. Split it into several operations.`,
  )
}

function refusal(code: string, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code } })
}

function operationsOf(document: DocumentNode, name?: string | null): OperationDefinitionNode[] {
  return document.definitions.filter(
    definition => definition.kind === Kind.OPERATION_DEFINITION && (!name || definition.name?.value === name),
  ) as OperationDefinitionNode[]
}

function fragmentsOf(document: DocumentNode): Map<string, FragmentDefinitionNode> {
  const fragments = new Map<string, FragmentDefinitionNode>()
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition)
  }
  return fragments
}

/** Each fragment is measured once: sixty levels that spread the next twice are sixty measurements, not 2⁶⁰. */
function measurer(document: DocumentNode): (set: SelectionSetNode) => Size {
  const fragments = fragmentsOf(document)
  const known = new Map<string, Size>()

  function ofSet(set: SelectionSetNode, nesting: number): Size {
    if (nesting > deepestNesting) return endless
    return set.selections.reduce((sum, selection) => besides(sum, ofSelection(selection, nesting)), nothing)
  }

  function ofSelection(selection: SelectionNode, nesting: number): Size {
    const directives = selection.directives?.length ?? 0
    if (selection.kind === Kind.FRAGMENT_SPREAD) {
      const inner = ofFragment(selection.name.value, nesting + 1)
      return { ...inner, selections: inner.selections + 1, directives: inner.directives + directives }
    }
    const inner = selection.selectionSet ? ofSet(selection.selectionSet, nesting + 1) : nothing
    const isField = selection.kind === Kind.FIELD
    return {
      selections: inner.selections + 1,
      depth: inner.depth + (isField ? 1 : 0),
      aliases: inner.aliases + (isField && selection.alias ? 1 : 0),
      directives: inner.directives + directives,
    }
  }

  function ofFragment(name: string, nesting: number): Size {
    const measured = known.get(name)
    if (measured) return measured
    known.set(name, endless) // Whoever meets this fragment inside itself finds it endless.
    const fragment = fragments.get(name)
    const size = fragment ? ofSet(fragment.selectionSet, nesting) : nothing
    known.set(name, size)
    return size
  }

  return set => ofSet(set, 0)
}

function besides(a: Size, b: Size): Size {
  return {
    selections: a.selections + b.selections,
    depth: Math.max(a.depth, b.depth),
    aliases: a.aliases + b.aliases,
    directives: a.directives + b.directives,
  }
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
