// Writes the settled operation as the text that the planner reads: own keys, hoisted arguments, no conditions.
import { getNamedType, isCompositeType } from 'graphql'
import type { ArgumentHoist } from './hoist.ts'
import type { Asked, AskedField } from './selections.ts'

/** The operation's text, or undefined when nothing in it needs a subgraph. */
export function printOperation(
  kind: 'query' | 'mutation',
  selections: readonly Asked[],
  hoist: ArgumentHoist,
): string | undefined {
  const body = printSelections(selections.filter(isFetched), hoist)
  if (body === '') return undefined
  const variables = hoist.all.map(({ name, type }) => `$${name}: ${String(type)}`)
  return `${kind}${variables.length > 0 ? `(${variables.join(', ')})` : ''} {${body}}`
}

/** The root's own type is known without asking. */
function isFetched(selection: Asked): boolean {
  return selection.kind === 'fragment' || selection.definition !== undefined
}

function printSelections(selections: readonly Asked[], hoist: ArgumentHoist): string {
  const parts = selections.map(selection => {
    if (selection.kind === 'field') return printField(selection, hoist)
    const inner = printSelections(selection.selections, hoist)
    return inner && `... on ${selection.on.name} {${inner}}`
  })
  return parts.filter(part => part !== '').join(' ')
}

function printField(field: AskedField, hoist: ArgumentHoist): string {
  // The planner itself asks for the type where fragments need it; asking for more can lead to a worse plan.
  if (!field.definition) return field.name === '__typename' ? field.name : ''
  const type = getNamedType(field.definition.type)
  const head = (field.key === field.name ? '' : `${field.key}: `) + field.name + hoist.print(field)
  if (!isCompositeType(type)) return head
  return `${head} {${printSelections(field.selections, hoist) || '__typename'}}`
}
