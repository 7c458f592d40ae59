// What the subgraphs behind HTTP said beside their data, as one: the times asked about, obligations, decisions.
import type { ExecutionAnswer } from './execute.ts'

interface Said {
  readonly asOf?: unknown
  readonly access?: { readonly obligations?: readonly unknown[]; readonly decisions?: readonly unknown[] }
}

/** The answer with `extensions.asOf` and `extensions.access` as a subgraph in this process would have given them. */
export function mergeExtensions(executed: ExecutionAnswer): ExecutionAnswer {
  const said = Object.values(executed.extensions?.subgraphs ?? {}).flat() as readonly Said[]
  const { extensions: _, ...rest } = executed
  if (said.length === 0) return rest
  const obligations = unique(said.flatMap(({ access }) => access?.obligations ?? []))
  const decisions = said.flatMap(({ access }) => access?.decisions ?? [])
  const access = {
    ...(obligations.length > 0 && { obligations }),
    ...(decisions.length > 0 && { decisions }),
  }
  const asOf = said.find(one => one.asOf)?.asOf
  return {
    ...rest,
    extensions: {
      ...(asOf !== undefined && { asOf }),
      ...(Object.keys(access).length > 0 && { access }),
    } as ExecutionAnswer['extensions'],
  }
}

function unique(values: readonly unknown[]): readonly unknown[] {
  return [...new Map(values.map(value => [JSON.stringify(value), value])).values()]
}
