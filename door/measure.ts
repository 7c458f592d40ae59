// Measures what an operation holds once its fragments are spread: how much there is to read, and how much may come back.
import {
  type ArgumentNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql'

/** Cycles and endless nesting count as infinite. */
export interface Size {
  /** Selections after every fragment spread is replaced by what it names. */
  readonly selections: number
  /** Fields inside one another. */
  readonly depth: number
  readonly aliases: number
  readonly directives: number
  /** Values that may come back, each page counted as `first` times what is in it. */
  readonly values: number
  /** Of those, what stands once in each entry of the page that is around it. */
  readonly paged: number
  /** Values of the schema's description of itself. */
  readonly described: number
}

/** What a page holds when the operation does not say, and what no page exceeds (subgraphs/page.ts). */
export const usualPage = 20
const largestPage = 100

// What holds one entry for each of a connection's `first`.
const entries = new Set(['nodes', 'edges'])

// The schema's description of itself has no pages: what its lists hold, about. Two rounds from types through their
// fields to types, which graphql-js allows, must count.
const listed: ReadonlyMap<string, number> = new Map([
  ['types', 30],
  ['fields', 8],
  ['inputFields', 4],
  ['enumValues', 4],
  ['args', 2],
  ['possibleTypes', 2],
])

const all = (of: number): Size => ({
  ...{ selections: of, depth: of, aliases: of, directives: of },
  ...{ values: of, paged: of, described: of },
})
const nothing = all(0)
const endless = all(Infinity)
const deepestNesting = 500

/** Each fragment is measured once: sixty levels that spread the next twice are sixty measurements, not 2⁶⁰. */
export function measurer(
  document: DocumentNode,
  variables: Readonly<Record<string, unknown>> = {},
): (set: SelectionSetNode) => Size {
  const fragments = fragmentsOf(document)
  const countOf = counter(document, variables)
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
    const within = {
      ...inner,
      selections: inner.selections + 1,
      directives: inner.directives + directives,
    }
    return selection.kind === Kind.FIELD ? ofField(selection, within, countOf) : within
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

export function fragmentsOf(document: DocumentNode): Map<string, FragmentDefinitionNode> {
  const fragments = new Map<string, FragmentDefinitionNode>()
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition)
  }
  return fragments
}

/**
 * Validation compares each pair of fields of one name that have arguments: how often the one that stands most often
 * does, and how many there are of all that stand more than once.
 */
export function countRepeated(document: DocumentNode): { readonly most: number; readonly all: number } {
  const found = new Map<string, number>()
  const count = (set: SelectionSetNode | undefined): void => {
    for (const selection of set?.selections ?? []) {
      if (selection.kind === Kind.FIELD && selection.arguments?.length) {
        const key = (selection.alias ?? selection.name).value
        found.set(key, (found.get(key) ?? 0) + 1)
      }
      if (selection.kind !== Kind.FRAGMENT_SPREAD) count(selection.selectionSet)
    }
  }
  for (const definition of document.definitions)
    if ('selectionSet' in definition) count(definition.selectionSet)
  const repeated = [...found.values()].filter(times => times > 1)
  return { most: Math.max(0, ...repeated), all: repeated.reduce((sum, times) => sum + times, 0) }
}

type CountOf = (argument: ArgumentNode | undefined) => number | undefined

/** `inner`: what the field holds, itself already among the selections. */
function ofField(field: FieldNode, inner: Size, countOf: CountOf): Size {
  const name = field.name.value
  const argument = (called: string) => field.arguments?.find(one => one.name.value === called)
  const page = countOf(argument('first')) ?? usualPage
  const repeated = countOf(argument('representations')) ?? listed.get(name) ?? 1
  const values = 1 + (inner.values + inner.paged * page) * repeated
  const within = { ...inner, depth: inner.depth + 1, aliases: inner.aliases + (field.alias ? 1 : 0) }
  if (name === '__schema' || name === '__type') return { ...within, values: 1, paged: 0, described: values }
  if (entries.has(name)) return { ...within, values: 0, paged: 1 + inner.values + inner.paged }
  return { ...within, values, paged: 0 }
}

/** How many a `first` or a list of representations asks for, as far as document and variables say. */
function counter(document: DocumentNode, variables: Readonly<Record<string, unknown>>): CountOf {
  const usual = defaultsOf(document)
  return argument => {
    const value = argument?.value
    if (value?.kind === Kind.INT) return pageOf(Number(value.value))
    if (value?.kind === Kind.LIST) return value.values.length
    if (value?.kind !== Kind.VARIABLE) return undefined
    const name = value.name.value
    const given = Object.hasOwn(variables, name) ? variables[name] : usual.get(name)
    if (Array.isArray(given)) return given.length
    return typeof given === 'number' ? pageOf(given) : undefined
  }
}

/** A larger page is refused where it is read, with a message of its own. */
const pageOf = (first: number): number => Math.min(Math.max(first, 1), largestPage)

/** The greatest default of each variable: a fragment is measured once for all operations that spread it. */
function defaultsOf(document: DocumentNode): ReadonlyMap<string, number> {
  const found = new Map<string, number>()
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue
    for (const { variable, defaultValue } of definition.variableDefinitions ?? []) {
      if (defaultValue?.kind !== Kind.INT) continue
      const name = variable.name.value
      found.set(name, Math.max(found.get(name) ?? 0, Number(defaultValue.value)))
    }
  }
  return found
}

function besides(a: Size, b: Size): Size {
  return {
    selections: a.selections + b.selections,
    depth: Math.max(a.depth, b.depth),
    aliases: a.aliases + b.aliases,
    directives: a.directives + b.directives,
    values: a.values + b.values,
    paged: a.paged + b.paged,
    described: a.described + b.described,
  }
}
