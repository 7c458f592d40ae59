// Words what a country's size costs: loading it, storing it, and asking it beside a small population.
import { type Measured, median, total } from './measure.ts'
import type { Size } from './population.ts'
import { parts, spread } from './report.ts'
import { type SizeResults, type SizeVariant, smallSize } from './size.ts'

const registers = { cpr: 'persons', cvr: 'businesses' } as const
const gigabytes = (bytes: number) => `${(bytes / 2 ** 30).toFixed(1)} GB`
const megabytes = (bytes: number) => `${Math.round(bytes / 2 ** 20)} MB`

/** Markdown. */
export function sizeTables({ loaded, stored, measured }: SizeResults, size: Size): string {
  const loads = loaded.map(({ register, seconds, cpu, memory }) => {
    const cells = [
      ...[registers[register], size[registers[register]].toLocaleString('en')],
      ...[(seconds / 60).toFixed(1), (cpu / 60).toFixed(1)],
      `${megabytes(memory.node)} + ${megabytes(memory.postgres)}`,
    ]
    return `| ${cells.join(' | ')} |`
  })
  return [
    '| | in the extract | minutes | minutes of CPU | memory: Node + PostgreSQL |',
    '|---|---|---|---|---|',
    ...loads,
    '',
    `The database then takes ${gigabytes(stored.large)}; the small one ${gigabytes(stored.small)}.`,
    '',
    '| | small | large | of it Node, PostgreSQL (small → large) | times |',
    '|---|---|---|---|---|',
    ...[...measured].flatMap(([{ name, about }, sides]) => [
      row(`${name}: ${about}`, sides, 'small', 'large'),
      row(`${name}, decided`, sides, 'small, decided', 'large, decided'),
    ]),
  ].join('\n')
}

function row(name: string, sides: Measured<SizeVariant>, small: SizeVariant, large: SizeVariant): string {
  const times = median(sides[large].map(total)) / median(sides[small].map(total))
  const cells = [
    ...[name, spread(sides[small].map(total)), spread(sides[large].map(total))],
    ...[parts(sides[small], sides[large]), times.toFixed(2)],
  ]
  return `| ${cells.join(' | ')} |`
}

/** The section of RESULTS.md about a country's size. `machine`: its kind, never its name. */
export const sizeReport = (
  results: SizeResults,
  size: Size,
  { command, machine }: Readonly<Record<'command' | 'machine', string>>,
): string => `# A country's size

The product's own import of both registers, which another process makes while they are read, and then CPU seconds per
1,000 requests of gateway, subgraphs and PostgreSQL together, medians (ranges) of interleaved rounds on one server:
the small population has ${smallSize.persons.toLocaleString('en')} persons and ${smallSize.businesses.toLocaleString('en')} businesses, the same settings, and people
of its own, drawn alike from all of them and asked before they are measured, so that what is read lies in memory.
Written by \`${command}\` on ${machine}.

${sizeTables(results, size)}
`
