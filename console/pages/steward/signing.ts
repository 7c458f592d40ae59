// Signing rules that nobody can read for certain: readings that wait for a second steward first, then the texts to read.
import { randomUUID } from 'node:crypto'
import { everyRow, largestPage } from '../../every-row.ts'
import { apart, type Content, html } from '../../html.ts'
import { formField } from '../../layout.ts'
import { list, type PageInfo, paging, problemPage, terms } from '../../parts.ts'
import type { ConsoleAnswer } from '../../request.ts'
import { keepSearched } from '../../steward.ts'
import { day, moment } from '../../texts.ts'
import { type Entered, input } from './fields.ts'
import { csvFile, csvLink, tableOf } from './listing.ts'
import { type Way, waySelection, waysInWords } from './signing-ways.ts'
import { type Subject, subjectName, whomOf } from './whom.ts'
import { command, forSteward, messagesOf, type Work } from './work.ts'

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
const unread = `unparsedSigningRules(first: $first, after: $after) {
  totalCount pageInfo { hasNextPage endCursor } nodes { business ${businessSelection} text status since times }
}`

export const signing = forSteward(
  'signing',
  async work => {
    const { words, texts, query, ask } = work
    if (query.has('csv')) return asFile(work)
    const { data, errors } = await ask<Found>(
      `query ($first: Int!, $after: String) { signingReadingProposals { nodes { ${readingSelection} } } ${unread} }`,
      { first: 20, after: query.get('after') || null },
    )
    const [readings, found] = [data?.signingReadingProposals, data?.unparsedSigningRules]
    const refusals = messagesOf(errors, work)
    return {
      title: words.signing.title,
      body: html`<p class="font-lead">${words.signing.about}</p>
${refusals.length > 0 && html`<p>${texts.notGiven(refusals.join(' '))}</p>`}
<h2>${words.signing.readings}</h2>
${readings && (readings.nodes?.length ? readings.nodes.map(one => readingCard(one, work)) : html`<p>${words.signing.noReadings}</p>`)}
<h2>${words.signing.unread}</h2>
${found && (found.nodes?.length ? ruleTable(found.nodes, readings?.nodes ?? [], work) : html`<p>${words.signing.noUnread}</p>`)}
${found && paging({ texts, query }, signingPath, found)}${found && csvLink(work, signingPath)}
${businessForm(work)}`,
    }
  },
  signingPath,
)

async function asFile(work: Work): Promise<ConsoleAnswer> {
  const { words, texts, ask } = work
  const rows = await everyRow<Rule>(async after => {
    const { data } = await ask<Found>(`query ($first: Int!, $after: String) { ${unread} }`, {
      ...{ first: largestPage, after },
    })
    return data?.unparsedSigningRules
  })
  if (!rows) return problemPage(texts, [words.noPermission], signingPath)
  const { business, text, status, since, times } = words.signing
  const lines = rows.map(row => [
    ...[
      row.business?.businessName,
      row.business?.cvr,
      row.text,
      row.status,
      row.since?.slice(0, 10),
      row.times,
    ],
  ])
  return csvFile('signing-rules', [business, words.cvr, text, status, since, times], lines)
}

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

/**
 * What was read beside what it was read in, and what this steward can do about it. `under`: the text that stands above it
 * on the page, with the business, which need not be said again.
 */
export function readingCard(reading: Reading, work: Work, under?: { readonly text: string | null }): Content {
  const { words, session, steward } = work
  const { id, text, status, ways, proposedBy, proposedAt, decideBy } = reading
  const isOwn = proposedBy === steward.officer
  return html`<section class="console-card">${!under && html`<h3>${subjectName(reading.business, work)}</h3>`}${terms(
    [
      [words.signing.text, under?.text !== text && (text === null ? words.signing.noText : apart(text))],
      [words.signing.status, !under && status],
      [words.signing.readAs, list(waysInWords(ways, work))],
      [words.proposedBy, `${proposedBy ?? ''}, ${moment(session.language, proposedAt)}`],
      [words.expires, moment(session.language, decideBy)],
    ],
  )}<form method="post" action="${signingPath}/${id}/decide">${formField(session.formToken)}
${
  isOwn
    ? html`<p>${words.signing.own}</p>`
    : html`<div class="form-group-checkbox"><input type="checkbox" class="form-checkbox" id="interest-${id}" name="interest" value="yes"><label for="interest-${id}">${words.interest}</label></div>`
}<p class="console-steps">${
    !isOwn &&
    html`<button class="button button-primary" type="submit" name="do" value="approve">${words.signing.approve}</button>`
  }<button class="button button-secondary" type="submit" name="do" value="end">${isOwn ? words.takeBack : words.reject}</button></p></form></section>`
}

function businessForm({ session, words, query }: Work): Content {
  const problems = query.has('wrong') ? [{ path: 'input.cvr', message: words.numberForm }] : []
  const entered: Entered = { values: new URLSearchParams(), problems }
  return html`<form class="console-card" method="post" action="${signingPath}">${formField(session.formToken)}
<h2 class="h4">${words.signing.lookUp}</h2>${query.has('gone') && html`<p>${words.signing.expired}</p>`}
${input('cvr', { label: words.cvr }, entered)}<button class="button button-secondary" type="submit">${words.search}</button></form>`
}

/** A business by its number: posted, and kept on this server under an id of its own. */
export const findSigning = forSteward(
  'signing',
  async ({ form, steward }) => {
    const whom = whomOf(form)
    if (!whom || 'cpr' in whom) return { to: `${signingPath}?wrong=1` }
    return { to: `${signingPath}/${keepSearched(steward, whom, randomUUID())}` }
  },
  signingPath,
)

export const decideReading = forSteward(
  'signing',
  async (work): Promise<ConsoleAnswer> => {
    const { id, form, texts } = work
    const { problems } =
      form.get('do') === 'approve'
        ? await command(
            work,
            ['approveSigningReading', 'ApproveSigningReadingInput'],
            { id, interest: form.has('interest') },
            'reading { id }',
          )
        : await command(work, ['endSigningReading', 'EndSigningReadingInput'], { id }, 'reading { id }')
    if (problems.length === 0) return { to: signingPath }
    const messages = problems.map(({ message }) => message)
    return problemPage(texts, messages, signingPath)
  },
  signingPath,
)

/** The address of a form that was sent, opened by itself. */
export const backToSigning = forSteward('signing', async () => ({ to: signingPath }))
