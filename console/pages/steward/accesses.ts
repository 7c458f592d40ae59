// How many accesses the authority made, day by day and by ground, and what was refused: charts with their tables.
import { bars, namedBars } from '../../bars.ts'
import type { Cells } from '../../csv.ts'
import { type Content, html } from '../../html.ts'
import { choice, oneOf } from '../../parts.ts'
import type { Texts } from '../../texts.ts'
import { isSought, listControls, matching } from '../../word-search.ts'
import { csvFile, csvLink, tableOf } from './listing.ts'
import { forSteward, messagesOf, type Work } from './work.ts'

export interface Count {
  readonly day: string | null
  readonly authority: { readonly cvr: string; readonly name: string | null } | null
  readonly outcome: 'GIVEN' | 'REFUSED' | null
  readonly field: string | null
  readonly label: string | null
  readonly code: string | null
  readonly why: string | null
  readonly ground: string | null
  readonly count: number | null
}

interface Counted {
  readonly days: readonly Count[] | null
  readonly grounds: readonly Count[] | null
  readonly refusals: readonly Count[] | null
}

const path = '/console/steward/accesses'
const periods = ['30', '90', '365'] as const
const dayMs = 86_400_000
/** Rows that are shown; the rarest refusals are left to the file. */
const mostRefusals = 100

const question = `query ($from: DateTime!, $to: DateTime!, $language: Language!) {
  days: accessCounts(from: $from, to: $to, by: [DAY]) { day outcome count }
  grounds: accessCounts(from: $from, to: $to, by: [GROUND], outcome: GIVEN) { ground count }
  refusals: accessCounts(from: $from, to: $to, by: [AUTHORITY, FIELD, CODE], outcome: REFUSED) {
    authority { cvr name } field label(language: $language) code why(language: $language) count
  }
}`

export const accesses = forSteward('accesses', async work => {
  const { texts, query, ask } = work
  const words = texts.cases.accesses
  const period = oneOf(periods, query.get('days')) ?? '30'
  const to = new Date()
  const from = new Date(to.getTime() - Number(period) * dayMs)
  const { data, errors } = await ask<Counted>(question, {
    ...{ from: from.toISOString(), to: to.toISOString(), language: work.spoken },
  })
  const refusals = messagesOf(errors, work)
  const tables = data && tablesOf(data, from, to, work)
  const file = oneOf(tableNames, query.get('csv'))
  if (file && tables?.[file]) return csvFile(`accesses-${file}`, ...tables[file])
  const options = periods.map(count => [count, words.lastDays(Number(count))] as const)
  return {
    title: words.title,
    body: html`<p class="font-lead">${words.about}</p>
${listControls(work, path, [choice('days', words.days, options, period), sortChoice(work)])}
${refusals.length > 0 && html`<p>${texts.notGiven(refusals.join(' '))}</p>`}
<h2>${words.refusals}</h2>${tables?.refusals && shownTable('refusals', tables.refusals, work, mostRefusals)}
<h2>${words.overTime}</h2>${data?.days && overTime(data.days, barsOf(data.days, from, to), tables?.days, work)}
<h2>${words.byGround}</h2>${data?.grounds && byGround(data.grounds, tables?.grounds, work)}`,
  }
})

const tableNames = ['days', 'grounds', 'refusals'] as const
type TableName = (typeof tableNames)[number]
/** The head of a table and its rows, as a file has them. */
type Table = readonly [head: readonly string[], rows: readonly Cells[]]

/** The three tables, each null where it is not given. */
function tablesOf(
  { days, grounds, refusals }: Counted,
  from: Date,
  to: Date,
  work: Work,
): Readonly<Record<TableName, Table | null>> {
  const { texts } = work
  const words = texts.cases.accesses
  return {
    days: days && [
      [words.day, words.given, words.refused],
      barsOf(days, from, to)
        .filter(({ given, refused }) => given + refused > 0)
        .map(({ of, given, refused }) => [of, given, refused]),
    ],
    grounds: grounds && [
      [words.ground, words.count],
      mostFirst(grounds).map(({ ground, count }) => [groundName(texts, ground), count]),
    ],
    refusals: refusals && [
      [words.authority, words.field, words.code, words.why, words.count],
      matching(
        sorted(
          refusals.map(one => refusalLine(one, work)),
          work,
        ),
        work,
      ),
    ],
  }
}

const refusalLine = (
  { authority, label, field, code, why, count }: Count,
  { texts }: Work,
): readonly (string | number | null)[] => [
  ...[authority?.name ?? authority?.cvr ?? texts.unnamed, label ?? field, code, why, count],
]

/** Columns of the refusals' table that they can be sorted by, in their places; the number is the usual one. */
const sorts = { COUNT: 4, AUTHORITY: 0, FIELD: 1, CODE: 2 } as const
const sortNames = Object.keys(sorts) as readonly (keyof typeof sorts)[]
const sortOf = ({ query }: Work) => oneOf(sortNames, query.get('sort')) ?? 'COUNT'

function sortChoice(work: Work): Content {
  const { count, authority, field, code, sorted } = work.texts.cases.accesses
  const labels = { COUNT: count, AUTHORITY: authority, FIELD: field, CODE: code }
  const options = sortNames.map(name => [name, labels[name]] as const)
  return choice('sort', sorted, options, sortOf(work))
}

/** By the chosen column, and the most frequent first among equals. */
function sorted(rows: readonly (readonly (string | number | null)[])[], work: Work): readonly Cells[] {
  const column = sorts[sortOf(work)]
  const { compare } = new Intl.Collator(work.session.language, { numeric: true })
  const byCount = rows.toSorted((a, b) => Number(b[sorts.COUNT]) - Number(a[sorts.COUNT]))
  return column === sorts.COUNT
    ? byCount
    : byCount.toSorted((a, b) => compare(String(a[column] ?? ''), String(b[column] ?? '')))
}

function shownTable(name: TableName, [head, rows]: Table, work: Work, most = rows.length): Content {
  const words = work.texts.cases.accesses
  if (rows.length === 0)
    return html`<p>${name === 'refusals' && isSought(work) ? work.texts.noneFiltered : words.none}</p>`
  const cut = rows.length > most && html`<p>${words.cut(most, rows.length)}</p>`
  return html`${cut}${tableOf(head, rows.slice(0, most))}${csvLink(work, path, name)}`
}

const sumOf = (counts: readonly Count[], outcome: Count['outcome']): number =>
  counts.filter(one => one.outcome === outcome).reduce((sum, { count }) => sum + (count ?? 0), 0)

interface Bar {
  /** A day (2026-11-23), or a month of a long period (2026-11). */
  readonly of: string
  readonly given: number
  readonly refused: number
}

const longest = 100
const inDenmark = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Copenhagen' })

/** Every day of the period, those without accesses too; months where it is long. */
export function barsOf(counts: readonly Count[], from: Date, to: Date): readonly Bar[] {
  const days = Math.round((to.getTime() - from.getTime()) / dayMs)
  const place = (of: string) => (days > longest ? of.slice(0, 7) : of)
  const every = Array.from({ length: days + 1 }, (_, past) =>
    place(inDenmark.format(new Date(from.getTime() + past * dayMs))),
  )
  const found = Map.groupBy(counts, one => place(one.day ?? ''))
  return [...new Set(every)].map(of => {
    const some = found.get(of) ?? []
    return { of, given: sumOf(some, 'GIVEN'), refused: sumOf(some, 'REFUSED') }
  })
}

function overTime(
  counts: readonly Count[],
  shown: readonly Bar[],
  numbers: Table | null | undefined,
  work: Work,
): Content {
  const words = work.texts.cases.accesses
  if (counts.length === 0) return html`<p>${words.none}</p>`
  const series = [
    { name: words.given, values: shown.map(({ given }) => given) },
    { name: words.refused, values: shown.map(({ refused }) => refused) },
  ] as const
  const ends = [shown[0]!.of, shown.at(-1)!.of] as const
  const total = words.chart(sumOf(counts, 'GIVEN'), sumOf(counts, 'REFUSED'))
  return html`${bars(series, ends, total)}<details><summary>${words.table}</summary>${numbers && shownTable('days', numbers, work)}</details>`
}

function byGround(counts: readonly Count[], numbers: Table | null | undefined, work: Work): Content {
  const words = work.texts.cases.accesses
  if (counts.length === 0) return html`<p>${words.none}</p>`
  const named = mostFirst(counts).map(({ ground, count }) => ({
    ...{ name: groundName(work.texts, ground), value: count ?? 0 },
  }))
  const about = words.groundChart(named.map(({ name, value }) => `${name} ${value}`).join(', '))
  return html`${namedBars(named, about)}<details><summary>${words.table}</summary>${numbers && shownTable('grounds', numbers, work)}</details>`
}

const groundName = (texts: Texts, ground: string | null): string =>
  (texts.cases.accesses.grounds as Readonly<Record<string, string>>)[ground ?? ''] ?? ground ?? ''

const mostFirst = (counts: readonly Count[]): readonly Count[] =>
  counts.toSorted((a, b) => (b.count ?? 0) - (a.count ?? 0))
