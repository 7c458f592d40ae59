// Words what acting for another costs.
import type { BenchAsker } from './mandates.ts'
import { type Measured, median, total } from './measure.ts'
import { parts, spread } from './report.ts'

/** At most this many times the CPU of the same request for oneself. */
export const mandateBar = 1.25

const askers = { power: 'a power of attorney', chain: 'a power passed on three times' } as const

/** A Markdown table: Q1 for oneself, and by each kind of power. */
export function mandatesTable(measured: Measured<BenchAsker>): string {
  const { oneself } = measured
  const rows = (['power', 'chain'] as const).map(asker => {
    const other = measured[asker]
    const times = median(other.map(total)) / median(oneself.map(total))
    const cells = [
      ...[`Q1 by ${askers[asker]}`, spread(oneself.map(total)), spread(other.map(total))],
      ...[parts(oneself, other), times.toFixed(2)],
      `${mandateBar} (${times <= mandateBar ? 'held' : 'missed'})`,
    ]
    return `| ${cells.join(' | ')} |`
  })
  return [
    '| | for oneself | for another | of it Node, PostgreSQL (oneself → another) | times | at most |',
    '|---|---|---|---|---|---|',
    ...rows,
  ].join('\n')
}

/** The section of RESULTS.md about acting for another. `machine`: its kind, never its name. */
export const mandatesReport = (
  measured: Measured<BenchAsker>,
  { command, machine }: Readonly<Record<'command' | 'machine', string>>,
): string =>
  `# What acting for another costs

CPU seconds per 1,000 requests of gateway, subgraphs and PostgreSQL together, medians (ranges) of interleaved rounds on
one server: the same five fields of the same people, asked by themselves and by those who hold their powers of attorney
(\`On-Behalf-Of\`). Written by \`${command}\` on ${machine}.

${mandatesTable(measured)}
`
