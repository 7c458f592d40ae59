// Words the bench's results: the table that is printed, and bench/RESULTS.md.
import { type Measured, median, type Round, total } from './measure.ts'
import type { BenchOperation } from './operations.ts'
import type { Results } from './run.ts'

/** At most this many times the CPU of the same operation without identity, decisions and log. */
export const bars: Readonly<Record<BenchOperation['name'], number>> = { Q1: 1.8, Q2: 1.8, Q3: 1.6 }

/** How often the CPU of the undecided the decided costs: of the medians. */
export const timesOf = ({ decided, undecided }: Measured): number =>
  median(decided.map(total)) / median(undecided.map(total))

/** A Markdown table of the results. */
export function table(results: Results): string {
  const rows = [...results].map(([{ name, about }, measured]) => {
    const times = timesOf(measured)
    const verdict = times <= bars[name] ? 'held' : 'missed'
    const cells = [
      ...[`${name}: ${about}`, spread(measured.undecided.map(total)), spread(measured.decided.map(total))],
      ...[parts(measured.undecided, measured.decided), times.toFixed(2), `${bars[name]} (${verdict})`],
    ]
    return `| ${cells.join(' | ')} |`
  })
  return [
    '| | without | with | of it Node, PostgreSQL (without → with) | times | at most |',
    '|---|---|---|---|---|---|',
    ...rows,
  ].join('\n')
}

/** Median and range. */
export const spread = (values: readonly number[], digits = 2): string =>
  `${median(values).toFixed(digits)} (${Math.min(...values).toFixed(digits)}–${Math.max(...values).toFixed(digits)})`

/** Medians of the server and of PostgreSQL, before and after. */
export const parts = (before: readonly Round[], after: readonly Round[]): string => {
  const change = (part: keyof Round) =>
    [before, after].map(rounds => median(rounds.map(round => round[part])).toFixed(2)).join(' → ')
  return `${change('server')}, ${change('postgres')}`
}

/** The section of RESULTS.md about decisions. `machine`: its kind, never its name. */
export function report(results: Results, { command, machine }: Readonly<Record<string, string>>): string {
  return `# What a decision costs

CPU seconds per 1,000 requests of gateway, subgraphs and PostgreSQL together, medians (ranges) of interleaved rounds.
*Without*: the same gateway, door and resolvers with no identity, activity, decision or record. *With*: all of them, the
record durable. Written by \`${command}\` on ${machine}.

${table(results)}
`
}
