// What a statement reads: PostgreSQL's own account of a plan that was executed, in pages and by index.
import type postgres from 'postgres'

/** A statement as it was sent: text with $1, $2 …, and their values. */
export interface Sent {
  readonly query: string
  readonly parameters: readonly unknown[]
}

export interface Reading {
  /** Pages looked at, in memory or not: a deterministic cost. */
  readonly pages: number
  /** `Index Only Scan consent_authority`, for each node of the plan that reads a table of the schema, in order. */
  readonly scans: readonly string[]
  /** Rows that index-only scans had to look up in the table after all. */
  readonly heapFetches: number
  /** Index entries or rows that were read and did not fit. */
  readonly passedOver: number
  /** Entries that index-only scans gave, and rows that other scans did. */
  readonly keys: number
  readonly rows: number
  /** How often an index was gone down from its root. */
  readonly descents: number
}

/** How PostgreSQL plans a prepared statement: for the values at hand, or once for all. */
export type Planning = 'force_custom_plan' | 'force_generic_plan'

/** Executes a statement by itself and reads its account. `sql`: the administrator's. */
export async function explain(sql: postgres.Sql, sent: Sent, planning: Planning): Promise<Reading> {
  return sql.begin(async tx => {
    await tx.unsafe(`set local plan_cache_mode = ${planning}`)
    await tx.unsafe(`prepare explained as ${sent.query}`)
    try {
      const values = sent.parameters.map(literal).join(', ')
      const run = `execute explained${values && `(${values})`}`
      // Once for the catalogue and the plan, which are read at a statement's first time only.
      await tx.unsafe(run)
      const [row] = await tx.unsafe(`explain (analyze, buffers, format json) ${run}`)
      return read(row!['QUERY PLAN'][0].Plan)
    } finally {
      await tx.unsafe('deallocate explained')
    }
  })
}

const literal = (value: unknown): string =>
  value === null || value === undefined ? 'null' : `'${String(value).replaceAll("'", "''")}'`

type Node = Readonly<Record<string, unknown>> & { readonly Plans?: readonly Node[] }

function read(plan: Node): Reading {
  const nodes = flatten(plan).filter(node => node['Relation Name'] !== undefined)
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)
  // Times how often the node ran: PostgreSQL tells the mean of a run.
  const all = (node: Node, name: string) => Math.round(Number(node[name] ?? 0) * Number(node['Actual Loops']))
  const [indexOnly, others] = [true, false].map(only =>
    sum(
      nodes
        .filter(node => (node['Node Type'] === 'Index Only Scan') === only)
        .map(node => all(node, 'Actual Rows')),
    ),
  )
  return {
    pages: Number(plan['Shared Hit Blocks']) + Number(plan['Shared Read Blocks']),
    scans: nodes.map(node => `${node['Node Type']} ${node['Index Name'] ?? node['Relation Name']}`),
    heapFetches: sum(nodes.map(node => Number(node['Heap Fetches'] ?? 0))),
    passedOver: sum(nodes.map(node => all(node, 'Rows Removed by Filter'))),
    keys: indexOnly!,
    rows: others!,
    descents: sum(nodes.map(node => Number(node['Index Searches'] ?? 0))),
  }
}

const flatten = (node: Node): readonly Node[] => [node, ...(node.Plans ?? []).flatMap(flatten)]
