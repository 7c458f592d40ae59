// What one fetch asks of its subgraph: only this is taken from the answer, under the names the gateway uses.
import type { FetchNodePathSegment, OutputRewrite } from '@graphql-hive/router-query-planner'
import { type DocumentNode, type FragmentDefinitionNode, Kind, type SelectionSetNode } from 'graphql'

export interface ShapeField {
  /** Its key in the subgraph's answer. */
  readonly from: string
  /** `Type.field` coordinates that may stand under this key, `field` alone where no type was stated. */
  readonly coordinates: Set<string>
  /** Other names for it in the gateway, on these run-time types or on all. */
  readonly renames: { readonly types: readonly string[] | undefined; readonly to: string }[]
  /** Undefined for a leaf. */
  sub: Shape | undefined
}

export type Shape = Map<string, ShapeField>

/** The shapes of the operation's root fields, by response key. */
export function shapeOf(document: DocumentNode, rewrites: readonly OutputRewrite[] = []): Shape {
  const fragments = new Map<string, FragmentDefinitionNode>()
  const shape: Shape = new Map()
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition)
  }
  for (const definition of document.definitions) {
    if (definition.kind === Kind.OPERATION_DEFINITION) collect(definition.selectionSet, '', shape, fragments)
  }
  for (const rewrite of rewrites) {
    if ('KeyRenamer' in rewrite) rename(shape, rewrite.KeyRenamer.path, rewrite.KeyRenamer.renameKeyTo)
  }
  return shape
}

function collect(
  set: SelectionSetNode,
  on: string,
  shape: Shape,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): void {
  for (const selection of set.selections) {
    if (selection.kind === Kind.FRAGMENT_SPREAD) {
      const fragment = fragments.get(selection.name.value)
      if (fragment) collect(fragment.selectionSet, fragment.typeCondition.name.value, shape, fragments)
    } else if (selection.kind === Kind.INLINE_FRAGMENT) {
      collect(selection.selectionSet, selection.typeCondition?.name.value ?? on, shape, fragments)
    } else {
      const from = selection.alias?.value ?? selection.name.value
      const field = shape.get(from) ?? { from, coordinates: new Set(), renames: [], sub: undefined }
      shape.set(from, field)
      field.coordinates.add(on === '' ? selection.name.value : `${on}.${selection.name.value}`)
      if (!selection.selectionSet) continue
      field.sub ??= new Map()
      collect(selection.selectionSet, '', field.sub, fragments)
    }
  }
}

/** Two types may have one key for different fields; then the planner aliases one, and says what it stands for. */
function rename(root: Shape, path: readonly FetchNodePathSegment[], to: string): void {
  let shape: Shape | undefined = root
  let types: readonly string[] | undefined
  path.forEach((segment, index) => {
    if ('TypenameEquals' in segment) {
      types = segment.TypenameEquals
      return
    }
    const field: ShapeField | undefined = shape?.get(segment.Key)
    if (index === path.length - 1) field?.renames.push({ types, to })
    shape = field?.sub
    types = undefined
  })
}

/** The field's key inside the gateway, on an object of this run-time type. */
export function keyOf(field: ShapeField, typename: unknown): string {
  const fit = field.renames.find(({ types }) => types === undefined || types.includes(String(typename)))
  return fit?.to ?? field.renames[0]?.to ?? field.from
}

/** A path in the subgraph's answer as a path in the gateway's data; it ends where the answer was not asked for. */
export function locate(root: Shape, path: readonly (string | number)[]): (string | number)[] {
  const located: (string | number)[] = []
  let shape: Shape | undefined = root
  for (const step of path) {
    if (typeof step === 'number') {
      located.push(step)
      continue
    }
    const field: ShapeField | undefined = shape?.get(step)
    if (!field) break
    located.push(keyOf(field, undefined))
    shape = field.sub
  }
  return located
}
