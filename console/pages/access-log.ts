// Who looked: each time somebody asked about the subject, what they were given and what not, and why.
import { type Edge, type Entry, entryCard, entryFields, once, repeats } from '../access-entries.ts'
import { type Authority, authoritiesOf, authorityChoice, chosenOf } from '../authorities.ts'
import { beginningOf, daysAfter, isDay } from '../calendar.ts'
import { type Cells, csvFile } from '../csv.ts'
import { everyRow, type Listed, largestPage } from '../every-row.ts'
import { html, type Markup } from '../html.ts'
import { orderChoice, orderOf } from '../order.ts'
import { choice, dateField, fileLink, notGivenPage, oneOf, paging, refusalAt } from '../parts.ts'
import type { ConsoleRequest, Handler } from '../request.ts'
import { aboutSubject } from '../subject.ts'
import { graphLanguage, moment } from '../texts.ts'
import { isSought, listControls, matching, pageOf } from '../word-search.ts'

interface Page extends Listed<Entry> {
  readonly totalCount: number | null
  readonly beginning: string | null
  readonly edges: readonly Edge[] | null
}

/** A page of the log, or of what words found in it: then it does not say where the log begins. */
interface Shown extends Listed<Edge> {
  readonly totalCount?: number | null
  readonly beginning?: string | null
}

interface Log {
  readonly subject: { readonly accessLog: Page | null } | null
}

const selection = (of: string) => `accessLog(
  from: $from, to: $to, authority: $authority, register: $register, outcome: $outcome
  order: $order, first: $first, after: $after
) { pageInfo { hasNextPage endCursor } ${of} }`
const page = selection(`totalCount beginning(language: $language) edges { cursor node { ${entryFields} } }`)
const whole = selection(`nodes { ${entryFields} }`)

const outcomeNames = ['GIVEN', 'REFUSED'] as const
const registers = ['CPR', 'CVR', 'CONSENTS', 'POWERS_OF_ATTORNEY', 'ACCESS_LOG'] as const
const path = '/console/access-log'
/**
 * Cards on a page, and how long they may be together; a card is what was done once, or again and again. `found`: records
 * on a page of what words found, each of which may be long.
 */
const most = { cards: 20, characters: 30_000, found: 10 }

/** A day of the address as the instant at which it, or one so many days later, begins; null for anything else. */
const instantOf = (text: string | null, later = 0): string | null =>
  text !== null && isDay(text) ? beginningOf(daysAfter(text, later)) : null

const isNoDay = (query: URLSearchParams): boolean =>
  ['from', 'to'].some(name => (query.get(name) ?? '') !== '' && !isDay(query.get(name)!))

interface Asked {
  readonly authorities: readonly Authority[]
  readonly after: string | null
  readonly of: string
}

function asked({ session, query, ask }: ConsoleRequest, { authorities, after, of }: Asked) {
  const authority = chosenOf(authorities, query)
  return ask<Log>(
    `query (
      $from: DateTime, $to: DateTime, $authority: CVR, $register: AccessRegister, $outcome: AccessOutcome
      $order: Order!, $first: Int!, $after: String, $language: Language!
    ) { ${aboutSubject(session, of)} }`,
    {
      ...{ from: instantOf(query.get('from')), to: instantOf(query.get('to'), 1) },
      ...{ authority: authority?.cvr ?? null, register: oneOf(registers, query.get('register')) },
      ...{ outcome: oneOf(outcomeNames, query.get('outcome')), order: orderOf(query) },
      ...{ first: largestPage, after },
      language: graphLanguage(session.language),
    },
  )
}

export const accessLog: Handler = async request => {
  const { session, texts, query } = request
  const { language } = session
  const authorities = await authoritiesOf(request)
  const { found, errors, isCut } = await pageOf(
    request,
    async (_, after) => {
      const { data, errors } = await asked(request, { authorities, after, of: page })
      const found = data?.subject?.accessLog
      return { found: found && { ...found, nodes: found.edges }, errors }
    },
    edges => edges.map(({ node }) => lineOf(node, request)),
    most.found,
  )
  const log: Shown | null | undefined = found
  const refusal = refusalAt(errors, session, 'subject', 'accessLog')
  const all = repeats(log?.nodes ?? [])
  const every = all.map(group => entryCard(group, { language, texts }))
  const cards = isSought(request) ? every : fitting(every)
  return {
    title: texts.accessLog,
    body: html`<p class="font-lead">${texts.logAbout}</p>
${listControls(request, path, fields(request, authorities), isCut)}
${isNoDay(query) && html`<p role="status">${texts.notADay}</p>`}
${refusal && html`<p>${texts.notGiven(refusal)}</p>`}
${log && (cards.length > 0 ? html`<ul class="nobullet-list console-cards">${cards}</ul>` : html`<p>${query.size > 0 ? texts.noneFiltered : texts.noneOf.accesses}</p>`)}
${log?.beginning && html`<p>${log.beginning}</p>`}
${log && paging(request, path, { ...log, pageInfo: nextOf(log, all, cards.length) })}
${cards.length > 0 && fileLink(request, `${path}/list.csv`)}`,
  }
}

/** As many as a page has room for, and one at least: whoever asks for much is refused much, and each is told. */
export function fitting(cards: readonly Markup[]): readonly Markup[] {
  let characters = 0
  return cards.slice(0, most.cards).filter(({ text }, place) => {
    characters += text.length
    return place === 0 || characters <= most.characters
  })
}

/** The next page begins behind the last record that a card of this one shows. */
function nextOf({ pageInfo }: Pick<Page, 'pageInfo'>, all: readonly (readonly Edge[])[], cards: number) {
  if (all.length <= cards) return pageInfo
  return { hasNextPage: true, endCursor: all[cards - 1]!.at(-1)!.cursor }
}

function fields({ texts, query }: ConsoleRequest, authorities: readonly Authority[]) {
  const all = [['', texts.all]] as const
  const outcomes = outcomeNames.map(name => [name, texts.outcomes[name]] as const)
  const known = registers.map(name => [name, texts.registers[name]] as const)
  return [
    dateField('from', texts.from, query.get('from')),
    dateField('to', texts.to, query.get('to')),
    authorityChoice({ texts, query }, authorities),
    choice('register', texts.register, [...all, ...known], oneOf(registers, query.get('register'))),
    choice('outcome', texts.show, [...all, ...outcomes], oneOf(outcomeNames, query.get('outcome'))),
    orderChoice({ texts, query }),
  ]
}

function lineOf(
  { at, authority, processor, activity, given, refused, summary }: Entry,
  { session }: ConsoleRequest,
): Cells {
  const labels = (told: Entry['given'] | Entry['refused']) =>
    once((told ?? []).map(({ label }) => label)).join(', ')
  return [
    ...[moment(session.language, at), authority?.name, processor?.name, activity?.purpose],
    ...[labels(given), labels(refused), summary],
  ]
}

export const accessLogFile: Handler = async request => {
  const { texts } = request
  const authorities = await authoritiesOf(request)
  const rows = await everyRow(
    async after => (await asked(request, { authorities, after, of: whole })).data?.subject?.accessLog,
  )
  if (!rows) return notGivenPage(texts)
  const lines = rows.map(row => lineOf(row, request))
  const { time, authority, processor, purpose, given, refused, summary } = texts.powers.logColumns
  const head = [time, authority, processor, purpose, given, refused, summary]
  return csvFile('access-log', head, matching(lines, request))
}
