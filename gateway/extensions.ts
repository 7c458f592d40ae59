// What the subgraphs behind HTTP said beside their data, as one: the times asked about, obligations, decisions.
interface Said {
  readonly asOf?: unknown
  readonly access?: { readonly obligations?: readonly unknown[]; readonly decisions?: readonly unknown[] }
}

/** `extensions.asOf` and `extensions.access` as a subgraph in this process would have given them. */
export function mergeExtensions(
  subgraphs: Readonly<Record<string, Record<string, unknown>[]>>,
): Record<string, unknown> | undefined {
  const said = Object.values(subgraphs).flat() as readonly Said[]
  if (said.length === 0) return undefined
  const obligations = unique(said.flatMap(({ access }) => access?.obligations ?? []))
  const decisions = said.flatMap(({ access }) => access?.decisions ?? [])
  const access = {
    ...(obligations.length > 0 && { obligations }),
    ...(decisions.length > 0 && { decisions }),
  }
  const asOf = said.find(one => one.asOf)?.asOf
  return { ...(asOf !== undefined && { asOf }), ...(Object.keys(access).length > 0 && { access }) }
}

function unique(values: readonly unknown[]): readonly unknown[] {
  return [...new Map(values.map(value => [JSON.stringify(value), value])).values()]
}
