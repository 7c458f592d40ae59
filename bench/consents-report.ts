// Words what consents cost: as the ground of a read, and in lists of few and of many.
import type { BenchGround } from './consents.ts'
import type { ListsResults, MeasuredList } from './lists.ts'
import { type Measured, median, total } from './measure.ts'
import { parts, spread } from './report.ts'
import { eachSecond, type WithdrawalsResults } from './withdrawals.ts'

/** At most this many times the CPU of the same by law, and of the same list among few. */
export const consentBar = 1.2

/** How often the CPU of a read by law one by consent costs: of the medians. */
export const consentTimes = ({ law, consent }: Measured<BenchGround>): number =>
  median(consent.map(total)) / median(law.map(total))

/** CASES.md T14: at most this many times the CPU of a read without others' withdrawals. */
export const withdrawalsBar = 1.1

const verdict = (times: number, bar = consentBar): string => `${bar} (${times <= bar ? 'held' : 'missed'})`

/** A Markdown table: Q1 by law and by consent. */
export function groundTable(measured: Measured<BenchGround>): string {
  const { law, consent } = measured
  const times = consentTimes(measured)
  const cells = [
    ...['Q1: one person, 5 fields', spread(law.map(total)), spread(consent.map(total))],
    ...[parts(law, consent), times.toFixed(2), verdict(times)],
  ]
  return [
    '| | by law | by consent | of it Node, PostgreSQL (by law → by consent) | times | at most |',
    '|---|---|---|---|---|---|',
    `| ${cells.join(' | ')} |`,
  ].join('\n')
}

/** A Markdown table: Q1 without and with withdrawals of others. */
export function withdrawalsTable({
  measured: { quiet, withdrawing },
  withdrawn,
}: WithdrawalsResults): string {
  const times = median(withdrawing.map(total)) / median(quiet.map(total))
  const cells = [
    ...['Q1: one person, 5 fields, by consent', spread(quiet.map(total)), spread(withdrawing.map(total))],
    ...[parts(quiet, withdrawing), `${withdrawn}`, times.toFixed(2), verdict(times, withdrawalsBar)],
  ]
  return [
    '| | without | with | of it Node, PostgreSQL (without → with) | withdrawn | times | at most |',
    '|---|---|---|---|---|---|---|',
    `| ${cells.join(' | ')} |`,
  ].join('\n')
}

/** A Markdown table: each list among few and among many. */
export function listsTable({ few, many }: ListsResults): string {
  const rows = few.map((one, index) => {
    const other = many[index]!
    const times = median(other.cpu) / median(one.cpu)
    const cells = [
      ...[one.name, spread(one.cpu), spread(other.cpu), times.toFixed(2), verdict(times)],
      ...[`${one.reading.pages} → ${other.reading.pages}`, vain(one, other), scans(other)],
    ]
    return `| ${cells.join(' | ')} |`
  })
  return [
    '| list of | few | many | times | at most | pages read | entries read in vain | scans |',
    '|---|---|---|---|---|---|---|---|',
    ...rows,
  ].join('\n')
}

const vain = (one: MeasuredList, other: MeasuredList): string =>
  `${one.reading.passedOver} → ${other.reading.passedOver}`

const scans = ({ reading }: MeasuredList): string =>
  reading.scans.map(scan => scan.replace(' Scan consent_', ': ')).join(', ')

interface Run {
  readonly command: string
  readonly machine: string
}

/** The section of RESULTS.md about consent as a ground. */
export const groundReport = (measured: Measured<BenchGround>, { command, machine }: Run): string =>
  `# What a consent costs as a ground

CPU seconds per 1,000 requests of gateway, subgraphs and PostgreSQL together, medians (ranges) of interleaved rounds on
one server: the same fields of the same people under two activities that differ in their ground alone. Written by
\`${command}\` on ${machine}.

${groundTable(measured)}
`

/** The section of RESULTS.md about what withdrawals cost others. */
export const withdrawalsReport = (results: WithdrawalsResults, { command, machine }: Run): string =>
  `# What withdrawals cost other reads

CPU seconds per 1,000 reads of the gateway that is asked and its sessions in PostgreSQL, medians (ranges) of interleaved
rounds: the same reads by consent without and with ${eachSecond} withdrawals a second of other people's consents on another
gateway (CASES.md T14). What the withdrawals themselves cost there is not the reads'. Written by
\`${command}\` on ${machine}.

${withdrawalsTable(results)}
`

/** The section of RESULTS.md about lists. */
export const listsReport = (results: ListsResults, { command, machine }: Run): string =>
  `# What lists of consents cost

CPU seconds per 1,000 pages of 20 rows of the store that asks and PostgreSQL together, medians (ranges) of interleaved
rounds, and what PostgreSQL says that one page reads (8 KB pages; no entry of an index-only scan was looked up in the
table). Few and many are two databases on one server. Written by \`${command}\` on ${machine}.

${listsTable(results)}
`

/** RESULTS.md with this section instead of its former one; what somebody found out and wrote below the table stays. */
export function replaceSection(before: string, section: string): string {
  const title = section.slice(0, section.indexOf('\n'))
  const sections = before.split(/^(?=# )/m).filter(text => text.trim() !== '')
  const place = sections.findIndex(text => text.startsWith(`${title}\n`))
  if (place === -1) return [...sections.map(text => `${text.trimEnd()}\n`), section].join('\n')
  const former = sections[place]!
  const findings = former.indexOf('\n## ')
  sections[place] = findings === -1 ? section : section + former.slice(findings)
  return sections.map(text => `${text.trimEnd()}\n`).join('\n')
}
