// Access records as people read them: repeats in one, with every time and a way to say that it looks wrong.
import { apart, type Content, html, type Markup } from './html.ts'
import { list } from './parts.ts'
import { type Language, moment, type Texts } from './texts.ts'

/** An access record of the graph, in the language of the reader. */
export interface Entry {
  readonly id: string
  readonly at: string | null
  readonly authority: { readonly cvr: string | null; readonly name: string | null } | null
  readonly processor: { readonly name: string | null } | null
  readonly caseReference: string | null
  readonly summary: string | null
  readonly learnedLater: string | null
  readonly activity: { readonly purpose: string | null; readonly act: string | null } | null
  readonly given: readonly { readonly label: string | null }[] | null
  readonly refused: readonly { readonly label: string | null; readonly why: string | null }[] | null
}

export const entryFields = `id at authority { cvr name } processor { name } caseReference
  summary(language: $language) learnedLater(language: $language) activity { purpose(language: $language) act }
  given { label(language: $language) } refused { label(language: $language) why(language: $language) }`

/** Everything that a reader is shown of it but when. */
const likeness = ({ id: _, at: __, summary: ___, ...rest }: Entry): string => JSON.stringify(rest)

/** A record and its place in the list. */
export interface Edge {
  readonly cursor: string
  readonly node: Entry
}

/**
 * Neighbours that differ in their time alone, in the order of the list. What lies between two that are alike keeps them apart: the
 * order of what happened stays to be seen.
 */
export function repeats(edges: readonly Edge[]): readonly (readonly [Edge, ...Edge[]])[] {
  const groups: [Edge, ...Edge[]][] = []
  for (const edge of edges) {
    const last = groups.at(-1)
    if (last && likeness(last[0].node) === likeness(edge.node)) last.push(edge)
    else groups.push([edge])
  }
  return groups
}

export const once = (texts: readonly (string | null)[]): readonly (string | null)[] => [...new Set(texts)]

/** What was refused for the same reason in one sentence. */
function refusedByReason(refused: NonNullable<Entry['refused']>): readonly string[] {
  const reasons = Map.groupBy(refused, ({ why }) => why ?? '')
  return [...reasons].map(([why, some]) => `${once(some.map(({ label }) => label)).join(', ')}: ${why}`)
}

interface Reader {
  readonly language: Language
  readonly texts: Texts
}

/** The records of a group: the list can have been asked for either way. */
function newestFirst(group: readonly [Edge, ...Edge[]]): readonly [Entry, ...Entry[]] {
  const [first, ...rest] = group
  const entries: [Entry, ...Entry[]] = [first.node, ...rest.map(({ node }) => node)]
  return (entries.at(-1)!.at ?? '') > (first.node.at ?? '') ? (entries.reverse() as typeof entries) : entries
}

/** One card for what was done once, or again and again. */
export function entryCard(group: readonly [Edge, ...Edge[]], reader: Reader): Markup {
  const [newest, ...earlier] = newestFirst(group)
  const { language, texts } = reader
  const { authority, processor, caseReference, activity, given, refused } = newest
  const when = moment(language, newest.at)
  const since = earlier.length > 0 && texts.repeated(earlier.length + 1, moment(language, earlier.at(-1)!.at))
  return html`<li class="console-card"><h2 class="h4">${when}: ${apart(authority?.name ?? texts.unnamed)}${
    processor?.name && html` (${apart(texts.byProcessor(processor.name))})`
  }</h2>
${since && html`<p><strong>${since}</strong></p>`}<p>${apart(newest.summary)}</p>${newest.learnedLater && html`<p>${apart(newest.learnedLater)}</p>`}
<details><summary>${texts.allOfAccess}</summary>
${activity?.purpose && html`<p>${texts.purpose}: ${apart(activity.purpose)} (${apart(activity.act)})</p>`}
${caseReference && html`<p>${texts.authorityCase}: ${apart(caseReference)}</p>`}
${given?.length ? html`<h3 class="h5">${texts.given}</h3>${list(once(given.map(({ label }) => label)))}` : null}
${
  refused?.length
    ? html`<h3 class="h5">${texts.refused}</h3>${list(refusedByReason(refused).map(apart))}`
    : null
}${earlier.length > 0 && html`<h3 class="h5">${texts.earlier}</h3>${list(earlier.map(entry => html`${moment(language, entry.at)} ${looksWrong(entry, reader)}`))}`}</details>
<p class="console-print-not">${looksWrong(newest, reader)}</p></li>`
}

const looksWrong = ({ id, at, authority }: Entry, { language, texts }: Reader): Content =>
  html`<a href="/console/cases/new?${new URLSearchParams({ record: id, at: at ?? '' }).toString()}">${texts.cases.looksWrong}<span class="sr-only"> ${apart(texts.cases.looksWrongAt(authority?.name ?? texts.unnamed, moment(language, at)))}</span></a>`
