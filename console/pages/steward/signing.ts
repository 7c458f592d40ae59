// Signing rules that nobody can read for certain: readings that wait for a second steward first, then the texts to read.

import { randomUUID } from 'node:crypto'
import { dayOf } from '../../calendar.ts'
import type { Cells } from '../../csv.ts'
import { everyRow, largestPage } from '../../every-row.ts'
import { apart, type Content, html } from '../../html.ts'
import { formField } from '../../layout.ts'
import { orderChoice, orderOf } from '../../order.ts'
import { list, type PageInfo, paging, problemPage, terms } from '../../parts.ts'
import { shownAgain } from '../../refused.ts'
import type { ConsoleAnswer } from '../../request.ts'
import { keepSearched } from '../../steward.ts'
import { day, moment } from '../../texts.ts'
import { isSought, listControls, matching, pageOf } from '../../word-search.ts'
import { check, input } from './fields.ts'
import { csvFile, csvLink, tableOf } from './listing.ts'
import { heldIn, type SentBack, sentBack } from './sent-back.ts'
import { type Way, waySelection, waysInWords } from './signing-ways.ts'
import { type Subject, subjectName, whomOf } from './whom.ts'
import { forSteward, messagesOf, type Work } from './work.ts'

export const signingPath = '/console/steward/signing'

export interface Reading {
  readonly id: string
  readonly business: Subject | null
  readonly text: string | null
  readonly status: string | null
  readonly ways: readonly Way[] | null
  readonly proposedBy: string | null
  readonly proposedAt: string | null
  readonly decideBy: string | null
}

interface Rule {
  readonly business: Subject | null
  readonly text: string | null
  readonly status: string | null
  readonly since: string | null
  readonly times: number | null
}

interface Found {
  readonly signingReadingProposals: { readonly nodes: readonly Reading[] | null } | null
  readonly unparsedSigningRules: {
    readonly totalCount: number | null
    readonly pageInfo: PageInfo
    readonly nodes: readonly Rule[] | null
  } | null
}

export const businessSelection = '{ __typename id cvr businessName: name }'
export const readingSelection = `id business ${businessSelection} text status ${waySelection} proposedBy proposedAt decideBy`
const unread = `unparsedSigningRules(order: $order, first: $first, after: $after) {
  totalCount pageInfo { hasNextPage endCursor } nodes { business ${businessSelection} text status since times }
}`

/** The page, with the form that was sent back to it, if one was. */
export async function signingPage(work: Work, back: SentBack | null = null): Promise<ConsoleAnswer> {
  const { words, texts, query, ask } = work
  const beside: { readings?: Found['signingReadingProposals'] } = {}
  const { found, errors, isCut } = await pageOf(
    work,
    async (first, after) => {
      const { data, errors } = await ask<Found>(
        `query ($order: Order!, $first: Int!, $after: String) { signingReadingProposals { nodes { ${readingSelection} } } ${unread} }`,
        { order: orderOf(query), first, after },
      )
      beside.readings ??= data?.signingReadingProposals
      return { found: data?.unparsedSigningRules, errors }
    },
    rows => rows.map(lineOf),
  )
  const { readings } = beside
  const refusals = messagesOf(errors, work)
  const page = {
    title: words.signing.title,
    body: html`<p class="font-lead">${words.signing.about}</p>
${refusals.length > 0 && html`<p>${texts.notGiven(refusals.join(' '))}</p>`}
<h2>${words.signing.readings}</h2>
${readings && (readings.nodes?.length ? readings.nodes.map(one => readingCard(one, work, { back })) : html`<p>${words.signing.noReadings}</p>`)}
<h2>${words.signing.unread}</h2>
${listControls(work, signingPath, orderChoice(work), isCut)}
${found && (found.nodes?.length ? ruleTable(found.nodes, readings?.nodes ?? [], work) : html`<p>${isSought(work) ? texts.noneFiltered : words.signing.noUnread}</p>`)}
${found && paging({ texts, query }, signingPath, found)}${found && csvLink(work, signingPath)}
${businessForm(work, back)}`,
  }
  return shownAgain(page, back, texts)
}

export const signing = forSteward(
  'signing',
  async work => (work.query.has('csv') ? asFile(work) : signingPage(work)),
  signingPath,
)

async function asFile(work: Work): Promise<ConsoleAnswer> {
  const { words, texts, query, ask } = work
  const rows = await everyRow<Rule>(async after => {
    const { data } = await ask<Found>(`query ($order: Order!, $first: Int!, $after: String) { ${unread} }`, {
      ...{ order: orderOf(query), first: largestPage, after },
    })
    return data?.unparsedSigningRules
  })
  if (!rows) return problemPage(texts, [words.noPermission], signingPath)
  const { business, text, status, since, times } = words.signing
  const head = [business, words.cvr, text, status, since, times]
  return csvFile('signing-rules', head, matching(rows.map(lineOf), work))
}

const lineOf = ({ business, text, status, since, times }: Rule): Cells => [
  ...[business?.businessName, business?.cvr, text, status, dayOf(since), times],
]

const longest = 200
/** Enough to tell texts apart; all of it stands where it is read. */
const shortened = (text: string): string => (text.length > longest ? `${text.slice(0, longest)} …` : text)

function ruleTable(rules: readonly Rule[], readings: readonly Reading[], work: Work): Content {
  const { words, session, steward } = work
  const { business, text, since, times, noText, waits } = words.signing
  const isRead = new Set(readings.map(reading => reading.business?.id))
  const rows = rules.map(rule => {
    const { cvr, id = '' } = rule.business ?? {}
    // The address holds the opaque id; by it the number is found again.
    if (cvr) keepSearched(steward, { cvr }, id)
    return [
      html`<a href="${signingPath}/${id}">${subjectName(rule.business, work)}</a>`,
      html`${rule.text === null ? noText : apart(shortened(rule.text))}${isRead.has(id) && html`<br><strong>${waits}</strong>`}`,
      ...[rule.times, day(session.language, rule.since)],
    ]
  })
  return tableOf([business, text, times, since], rows, words.signing.unread)
}

interface Beside {
  /** The text that stands above it on the page, with the business, which need not be said again. */
  readonly under?: { readonly text: string | null }
  /** The id of that page. */
  readonly rule?: string
  readonly back: SentBack | null
}

/** What was read beside what it was read in, and what this steward can do about it. */
export function readingCard(reading: Reading, work: Work, { under, rule, back }: Beside): Content {
  const { words, session } = work
  const { text, status, ways, proposedBy, proposedAt, decideBy } = reading
  return html`<section class="console-card">${!under && html`<h3>${subjectName(reading.business, work)}</h3>`}${terms(
    [
      [words.signing.text, under?.text !== text && (text === null ? words.signing.noText : apart(text))],
      [words.signing.status, !under && status],
      [words.signing.readAs, list(waysInWords(ways, work))],
      [words.proposedBy, `${proposedBy ?? ''}, ${moment(session.language, proposedAt)}`],
      [words.expires, moment(session.language, decideBy)],
    ],
  )}${decisionForm(reading, decideAt(reading.id, work, rule), work, back)}</section>`
}

function decisionForm(
  { id, proposedBy }: Reading,
  action: string,
  work: Work,
  back: SentBack | null,
): Content {
  const { words, session, steward } = work
  const isOwn = proposedBy === steward.officer
  const name = `decide-${id}`
  return html`<form id="${name}" method="post" action="${action}">${formField(session.formToken)}
${isOwn ? html`<p>${words.signing.own}</p>` : check('interest', words.interest, heldIn(back, name), `interest-${id}`)}<p class="console-steps">${
    !isOwn &&
    html`<button class="button button-primary" type="submit" name="do" value="approve">${words.signing.approve}</button>`
  }<button class="button button-secondary" type="submit" name="do" value="end">${isOwn ? words.takeBack : words.reject}</button></p></form>`
}

/** Where a reading is decided on. `rule`: from whose page, in addresses: what is refused is sent back to that one. */
export const decideAt = (reading: string, { query }: Work, rule?: string): string =>
  `${signingPath}/${reading}/decide?${rule === undefined ? query : new URLSearchParams({ rule })}`

function businessForm(work: Work, back: SentBack | null): Content {
  const { session, words, query } = work
  return html`<form class="console-card" method="post" action="${signingPath}">${formField(session.formToken)}
<h2 class="h4">${words.signing.lookUp}</h2>${query.has('gone') && html`<p>${words.signing.expired}</p>`}
${input('cvr', { label: words.cvr }, heldIn(back, 'search'))}<button class="button button-secondary" type="submit">${words.search}</button></form>`
}

/** A business by its number: posted, and kept on this server under an id of its own. */
export const findSigning = forSteward(
  'signing',
  async work => {
    const { form, steward, words } = work
    const whom = whomOf(form)
    if (whom && 'cvr' in whom) return { to: `${signingPath}/${keepSearched(steward, whom, randomUUID())}` }
    const problems = [{ path: 'input.cvr', message: words.numberForm }]
    return signingPage(work, sentBack(work, 'search', problems, ['cvr']))
  },
  signingPath,
)

/** The address of a form that was sent, opened by itself. */
export const backToSigning = forSteward('signing', async () => ({ to: signingPath }))
