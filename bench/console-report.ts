// Words the results of the console bench: each page's cost as a multiple of its operations'.
import type { PageCost } from './console.ts'
import { median } from './measure.ts'
import { spread } from './report.ts'

/** A page costs at most so many times what its operations do (issue 7). */
export const pageBar = 1.5

/** Of medians. */
export const pageTimes = ({ page, graph }: PageCost): number => median(page) / median(graph)

/** Markdown. */
export function consoleTable(costs: readonly PageCost[]): string {
  const rows = costs.map(cost => {
    const times = pageTimes(cost)
    const cells = [
      ...[cost.path, String(cost.operations), `${(cost.bytes / 1024).toFixed(1)} KB`],
      ...[spread(cost.graph), spread(cost.page), times.toFixed(2)],
      `${pageBar} (${times <= pageBar ? 'held' : 'missed'})`,
    ]
    return `| ${cells.join(' | ')} |`
  })
  return [
    '| page | operations | HTML | operations, ms | page, ms | times | at most |',
    '|---|---|---|---|---|---|---|',
    ...rows,
  ].join('\n')
}

/** The section of RESULTS.md about the console. */
export const consoleReport = (
  costs: readonly PageCost[],
  { command, machine }: Readonly<Record<'command' | 'machine', string>>,
): string => `# What the console's pages cost

CPU milliseconds of server and PostgreSQL, medians (ranges) of interleaved rounds on one server: a page, and the same
operations asked of the graph directly by the same person. The console asks over HTTP as any client would, so a page's
cost holds its operations' and the way to them. Written by \`${command}\` on ${machine}.

${consoleTable(costs)}
`
