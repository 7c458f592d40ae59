// Words the results of the loading bench: the import's speed as a share of COPY's, and what it holds in memory.
import type { Cost, LoadingResults, LoadingRound } from './loading.ts'
import { median } from './measure.ts'
import { spread } from './report.ts'

/** At least this share of the speed of COPY (issue 6). */
export const loadingBar = 0.4

const registers = [
  ['cpr', 'persons'],
  ['cvr', 'businesses'],
] as const

const speedOf = (rounds: readonly LoadingRound[], part: keyof Cost): number =>
  median(rounds.map(({ imported, copied }) => copied[part] / imported[part]))

/** Markdown. */
export function loadingTable({ rounds, stored }: LoadingResults): string {
  const rows = registers.map(([register, name]) => {
    const own = rounds.filter(round => round.register === register)
    const share = speedOf(own, 'seconds')
    const seconds = (side: 'imported' | 'copied', part: keyof Cost) =>
      spread(own.map(round => round[side][part]))
    const memory = (side: 'node' | 'postgres') =>
      `${Math.round(Math.max(...own.map(round => round.memory[side])) / 2 ** 20)} MB`
    const cells = [
      ...[name, String(own[0]!.rows)],
      ...[seconds('imported', 'seconds'), seconds('copied', 'seconds')],
      `${share.toFixed(2)}, at least ${loadingBar} (${share >= loadingBar ? 'held' : 'missed'})`,
      ...[seconds('imported', 'cpu'), seconds('copied', 'cpu'), speedOf(own, 'cpu').toFixed(2)],
      `${memory('node')} + ${memory('postgres')}`,
    ]
    return `| ${cells.join(' | ')} |`
  })
  return [
    '| | rows | import, s | COPY, s | speed of the import, of COPY’s | CPU of the import, s | of COPY, s | by CPU | memory: Node + PostgreSQL |',
    '|---|---|---|---|---|---|---|---|---|',
    ...rows,
    '',
    `The database then takes ${(stored / 2 ** 30).toFixed(2)} GB.`,
  ].join('\n')
}

/** The section of RESULTS.md about loading. */
export const loadingReport = (
  results: LoadingResults,
  { command, machine }: Readonly<Record<'command' | 'machine', string>>,
): string => `# Loading

The product's own import of an extract (read, checked, resolved, compared, recorded, listed), and COPY, inside the
server and without triggers, of the very rows that it made into the same empty tables with the same indexes, one after the
other in each round, both on one server. Medians (ranges). Memory: the most that the importing process held, and the
session of PostgreSQL beside the shared buffers. Written by \`${command}\` on ${machine}.

${loadingTable(results)}
`
