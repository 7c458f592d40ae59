// The client's operation with its conditions settled and its fragments in place: what is planned, and what is answered.
import {
  type ArgumentNode,
  type DirectiveNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type FragmentSpreadNode,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLSchema,
  getNamedType,
  type InlineFragmentNode,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql'

export interface AskedField {
  readonly kind: 'field'
  /** The client's key in the answer. */
  readonly responseKey: string
  /** Its key inside the gateway: the field's own name, or the prefix and the response key. */
  readonly key: string
  readonly name: string
  /** Undefined for `__typename`, `__schema` and `__type`. */
  readonly definition: GraphQLField<unknown, unknown> | undefined
  readonly node: FieldNode
  readonly selections: readonly Asked[]
}

export interface AskedFragment {
  readonly kind: 'fragment'
  readonly on: GraphQLCompositeType
  readonly selections: readonly Asked[]
}

export type Asked = AskedField | AskedFragment

/** The variables that decide by `@skip` and `@include` what is asked. Plans are made for one set of their values. */
export function conditionVariables(nodes: Iterable<SelectionSetNode>): string[] {
  const names = new Set<string>()
  const visit = (set: SelectionSetNode): void => {
    for (const selection of set.selections) {
      for (const directive of selection.directives ?? []) {
        const condition = conditionOf(directive)
        if (condition?.kind === Kind.VARIABLE) names.add(condition.name.value)
      }
      if (selection.kind !== Kind.FRAGMENT_SPREAD && selection.selectionSet) visit(selection.selectionSet)
    }
  }
  for (const set of nodes) visit(set)
  return [...names].sort()
}

export interface Settling {
  readonly schema: GraphQLSchema
  readonly prefix: string
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>
  /** Variables that are true; the planner fails on a root that a literal condition empties, so it sees none. */
  readonly isTrue: (variable: string) => boolean
}

/** Expects a document that graphql-js validated and whose expanded size was limited: it spreads every fragment. */
export function settle(set: SelectionSetNode, parent: GraphQLCompositeType, by: Settling): Asked[] {
  return set.selections.flatMap(selection => settleSelection(selection, parent, by))
}

function settleSelection(selection: SelectionNode, parent: GraphQLCompositeType, by: Settling): Asked[] {
  if (!isIncluded(selection.directives, by)) return []
  if (selection.kind === Kind.FIELD) return [settleField(selection, parent, by)]
  const found = fragmentOf(selection, by)
  const on = found.condition === undefined ? parent : by.schema.getType(found.condition)
  if (!isCompositeType(on))
    throw new Error('A fragment stands on a type that validation should have refused.')
  const selections = settle(found.set, on, by)
  return on === parent ? selections : [{ kind: 'fragment', on, selections }]
}

function fragmentOf(
  selection: InlineFragmentNode | FragmentSpreadNode,
  by: Settling,
): { condition: string | undefined; set: SelectionSetNode } {
  if (selection.kind === Kind.INLINE_FRAGMENT) {
    return { condition: selection.typeCondition?.name.value, set: selection.selectionSet }
  }
  const fragment = by.fragments.get(selection.name.value)
  if (!fragment) throw new Error('A fragment is missing that validation should have demanded.')
  return { condition: fragment.typeCondition.name.value, set: fragment.selectionSet }
}

function settleField(node: FieldNode, parent: GraphQLCompositeType, by: Settling): AskedField {
  const name = node.name.value
  const responseKey = node.alias?.value ?? name
  const members = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields() : undefined
  const definition = members && Object.hasOwn(members, name) ? members[name] : undefined
  const type = definition && getNamedType(definition.type)
  const selections =
    node.selectionSet && type && isCompositeType(type) ? settle(node.selectionSet, type, by) : []
  // A field that takes arguments has its own key too: another subgraph may require it with arguments of its own.
  const plain = responseKey === name && definition?.args.length === 0
  return {
    kind: 'field',
    responseKey,
    key: plain ? name : by.prefix + responseKey,
    name,
    definition,
    node,
    selections,
  }
}

function isIncluded(directives: readonly DirectiveNode[] = [], by: Settling): boolean {
  return directives.every(directive => {
    const condition = conditionOf(directive)
    if (!condition) return true
    const holds =
      condition.kind === Kind.VARIABLE
        ? by.isTrue(condition.name.value)
        : condition.kind === Kind.BOOLEAN && condition.value
    return directive.name.value === 'skip' ? !holds : holds
  })
}

function conditionOf(directive: DirectiveNode): ArgumentNode['value'] | undefined {
  const isCondition = directive.name.value === 'skip' || directive.name.value === 'include'
  return isCondition ? directive.arguments?.find(argument => argument.name.value === 'if')?.value : undefined
}
