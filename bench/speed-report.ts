// Words the results of the speed bench: what each way costs above the floor, against its bar, and how fast it is.
import { type Measured, median, type Round, total } from './measure.ts'
import type { BenchOperation } from './operations.ts'
import { spread } from './report.ts'
import { type SpeedResults, type SpeedVariant, speedVariants, ways } from './speed.ts'

/** The most that ours may cost above the floor, as a share of what `@apollo/gateway` costs above it (issue 6). */
export const speedBars: Readonly<
  Record<'in process' | 'over HTTP', Readonly<Record<BenchOperation['name'], number>>>
> = {
  'in process': { Q1: 0.25, Q2: 0.25, Q3: 0.35 },
  'over HTTP': { Q1: 0.5, Q2: 0.5, Q3: 0.7 },
}

const cost = (measured: Measured<SpeedVariant>, variant: SpeedVariant): number =>
  median(measured[variant].map(total))

/** (ours − floor) / (`@apollo/gateway` over HTTP − floor), of medians. */
export function aboveFloor(
  measured: Measured<SpeedVariant>,
  ours: SpeedVariant,
  theirs: SpeedVariant = '@apollo/gateway',
): number {
  const floor = cost(measured, 'floor')
  return (cost(measured, ours) - floor) / (cost(measured, theirs) - floor)
}

/** Markdown tables of the results. */
export function speedTables(results: SpeedResults): string {
  return [
    'CPU seconds per 1,000 requests, medians (ranges):',
    costs(results),
    'Of it Node + PostgreSQL, medians:',
    parts(results),
    'Above the floor, as a share of what `@apollo/gateway` costs above it:',
    shares(results),
    'Requests a second, 4 at once, medians (ranges):',
    grid(results, rounds =>
      spread(
        rounds.map(one => one.requestsPerSecond),
        0,
      ),
    ),
  ].join('\n\n')
}

const costs = (results: SpeedResults): string => grid(results, rounds => spread(rounds.map(total)))

const parts = (results: SpeedResults): string =>
  grid(results, rounds => {
    const [server, postgres] = (['server', 'postgres'] as const).map(part =>
      median(rounds.map(round => round[part])).toFixed(2),
    )
    return `${server} + ${postgres}`
  })

function grid(results: SpeedResults, cell: (rounds: readonly Round[]) => string): string {
  return [
    `| | ${[...results.keys()].map(({ name, about }) => `${name}: ${about}`).join(' | ')} |`,
    `|---|${[...results].map(() => '---|').join('')}`,
    ...speedVariants.map(
      variant =>
        `| ${variant} | ${[...results.values()].map(measured => cell(measured[variant])).join(' | ')} |`,
    ),
  ].join('\n')
}

function shares(results: SpeedResults): string {
  const rows = ([ours]: readonly ['in process' | 'over HTTP']) =>
    `| ${ours} | ${[...results]
      .map(([{ name }, measured]) => {
        const share = aboveFloor(measured, ours)
        const bar = speedBars[ours][name]
        return `${share.toFixed(2)}, at most ${bar} (${share <= bar ? 'held' : 'missed'})`
      })
      .join(' | ')} |`
  const decided = (ours: 'in process' | 'over HTTP') =>
    `| ${ours}, all decided | ${[...results.values()]
      .map(measured => aboveFloor(measured, `${ours}, decided`, '@apollo/gateway, decided').toFixed(2))
      .join(' | ')} |`
  return [
    `| | ${[...results.keys()].map(({ name }) => name).join(' | ')} |`,
    `|---|${[...results].map(() => '---|').join('')}`,
    ...ways.slice(0, 2).map(way => rows([way as 'in process' | 'over HTTP'])),
    ...ways.slice(0, 2).map(way => decided(way as 'in process' | 'over HTTP')),
  ].join('\n')
}

/** The section of RESULTS.md about speed. */
export function speedReport(
  results: SpeedResults,
  { command, machine }: Readonly<Record<'command' | 'machine', string>>,
): string {
  return `# Speed

All processes together (gateway, subgraphs, PostgreSQL), interleaved rounds of the same requests on one database.
*Floor*: the SQL that our subgraphs send for the operation, recorded once for each request and replayed, prepared and
with the same values, in bare \`node:http\`, which writes the recorded answer as JSON. *In process*: gateway and subgraphs
in one process. *Over HTTP*: our gateway before two subgraph processes. *\`@apollo/gateway\`*: in Apollo Server's standalone
server before the same two processes. None of these decides; *decided* is each of them with identity, activity, decisions
and durable record. Written by \`${command}\` on ${machine}.

${speedTables(results)}
`
}
