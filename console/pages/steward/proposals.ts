// What one steward proposed and a second decides, about consents and about powers of attorney.
import { dayOf, lastDay } from '../../calendar.ts'
import { everyRow, largestPage } from '../../every-row.ts'
import { fieldNames } from '../../field-names.ts'
import { type Content, html } from '../../html.ts'
import { formField } from '../../layout.ts'
import { orderChoice, orderOf } from '../../order.ts'
import { filters, list, missingPage, type PageInfo, problemPage, terms } from '../../parts.ts'
import { shownAgain } from '../../refused.ts'
import type { ConsoleAnswer } from '../../request.ts'
import { day, moment } from '../../texts.ts'
import { type Registration, restsOn } from './consent.ts'
import { check } from './fields.ts'
import { csvFile, csvLink } from './listing.ts'
import { heldIn, type SentBack, sentBack } from './sent-back.ts'
import { type Subject, subjectName, subjectSelection } from './whom.ts'
import { command, forSteward, messagesOf, under, type Work } from './work.ts'

interface Activity {
  readonly id: string
}

/** What both kinds have. */
interface Proposal {
  readonly id: string
  readonly command: keyof Work['words']['proposalCommands']
  readonly state: keyof Work['words']['proposalStates']
  readonly fields: readonly string[] | null
  readonly validFrom: string | null
  readonly validTo: string | null
  readonly interest: boolean | null
  readonly proposedBy: string | null
  readonly proposedAt: string | null
  readonly expiresAt: string | null
}

interface ConsentProposal extends Proposal {
  readonly from: Subject | null
  readonly consent: { readonly id: string; readonly activity: Activity | null } | null
  readonly template: {
    readonly id: string
    readonly activity: Activity | null
    readonly text: { readonly title: string | null } | null
  } | null
  readonly parameters: readonly { readonly label: string; readonly values: readonly string[] }[] | null
  readonly reason: keyof Work['words']['invalidReasons'] | null
  readonly registration: Registration | null
}

interface PowerProposal extends Proposal {
  readonly grantor: Subject | null
  readonly holder: Subject | null
  readonly actions: readonly (keyof Work['words']['actions'])[] | null
  /** All when empty; null for the whole of a future power. */
  readonly activities: readonly Activity[] | null
  readonly registration: { readonly dated: string; readonly document: string } | null
}

interface Page<Of> {
  readonly found: {
    readonly totalCount: number | null
    readonly pageInfo: PageInfo
    readonly nodes: readonly Of[] | null
  } | null
}

const both = 'id command state fields validFrom validTo interest proposedBy proposedAt expiresAt'
const ofConsents = `query ($order: Order!, $first: Int!, $after: String, $language: Language!) {
  found: consentProposals(order: $order, first: $first, after: $after) { totalCount pageInfo { hasNextPage endCursor } nodes {
    ${both} from ${subjectSelection} consent { id activity { id } }
    template { id activity { id } text(language: $language) { title } }
    parameters(language: $language) { label values } reason registration { channel signedOn document }
  } }
}`
const ofPowers = `query ($order: Order!, $first: Int!, $after: String) {
  found: powerOfAttorneyProposals(order: $order, first: $first, after: $after) {
    totalCount pageInfo { hasNextPage endCursor } nodes {
    ${both} grantor ${subjectSelection} holder ${subjectSelection} actions activities { id } registration { dated document }
  } }
}`

const path = '/console/steward/proposals'

async function shown(work: Work, back: SentBack | null = null): Promise<ConsoleAnswer> {
  const page = {
    title: work.words.proposals,
    body: html`<p class="font-lead">${work.words.proposalsAbout}</p>
${filters(work.texts, path, orderChoice(work))}
${await section('consents', 'consentProposals', ofConsents, consentTerms, work, back)}
${await section('powers', 'powerProposals', ofPowers, powerTerms, work, back)}`,
  }
  return shownAgain(page, back, work.texts)
}

export const proposals = forSteward(
  null,
  async work => {
    const file = work.query.get('csv')
    return file === 'consents' || file === 'powers' ? asFile(file, work) : shown(work)
  },
  path,
)

type Kind = 'consents' | 'powers'

async function section<Of extends Proposal>(
  kind: Kind,
  title: 'consentProposals' | 'powerProposals',
  query: string,
  termsOf: (proposal: Of, work: Work) => Content,
  work: Work,
  back: SentBack | null,
): Promise<Content> {
  const { words, texts } = work
  const asking = under(work, kind)
  if (!asking) return null
  const after = work.query.get(kind) || null
  const { data, errors } = await asking.ask<Page<Of>>(query, variablesOf(kind, work, 20, after))
  const found = data?.found
  const refusals = messagesOf(errors, work)
  const more = found?.pageInfo.hasNextPage && moreOf(kind, found.pageInfo.endCursor ?? '', work)
  return html`<h2>${words[title]}</h2>
${refusals.length > 0 && html`<p>${texts.notGiven(refusals.join(' '))}</p>`}
${found && (found.nodes?.length ? found.nodes.map(node => card(kind, node, termsOf(node, work), work, back)) : html`<p>${words.noProposals}</p>`)}
${found && html`<p>${texts.total(found.totalCount ?? 0)}</p>`}${more && html`<p><a href="${more}">${texts.more}</a></p>`}${found?.nodes?.length ? csvLink(work, path, kind) : null}`
}

/** The next page of one list, in the order that was chosen; the other begins anew. */
function moreOf(kind: Kind, cursor: string, { query }: Work): string {
  const address = new URLSearchParams(query)
  for (const place of ['consents', 'powers']) address.delete(place)
  address.set(kind, cursor)
  return `${path}?${address}`
}

const variablesOf = (kind: Kind, { spoken, query }: Work, first: number, after: string | null) => ({
  ...{ order: orderOf(query), first, after, ...(kind === 'consents' && { language: spoken }) },
})

async function asFile(kind: Kind, work: Work): Promise<ConsoleAnswer> {
  const { words, texts, session } = work
  const asking = under(work, kind)
  if (!asking) return missingPage(texts)
  let refusals: readonly string[] = []
  const rows = await everyRow<ConsentProposal & PowerProposal>(async after => {
    const query = kind === 'consents' ? ofConsents : ofPowers
    const variables = variablesOf(kind, work, largestPage, after)
    const { data, errors } = await asking.ask<Page<ConsentProposal & PowerProposal>>(query, variables)
    refusals = messagesOf(errors, work)
    return data?.found
  })
  if (!rows) return problemPage(texts, refusals, path)
  const head = [
    ...[words.activityId, words.proposal, texts.state, words.about, texts.which, words.activity],
    ...[words.proposedBy, words.proposedAt, words.expires],
  ]
  const lines = rows.map(row => [
    ...[row.id, words.proposalCommands[row.command], words.proposalStates[row.state]],
    subjectName(kind === 'consents' ? row.from : row.grantor, work),
    fieldNames(row.fields ?? [], session.language).join(', '),
    kind === 'consents' ? activityOf(row) : activitiesOf(row, work),
    ...[row.proposedBy, dayOf(row.proposedAt), dayOf(row.expiresAt)],
  ])
  return csvFile(`proposals-${kind}`, head, lines)
}

/** A registration has a template; whatever else is proposed has a consent. */
const activityOf = ({ template, consent }: ConsentProposal): string | undefined =>
  (template ?? consent)?.activity?.id

/** Which processing activities a power of attorney is to be for. */
const activitiesOf = ({ activities }: Pick<PowerProposal, 'activities'>, { words }: Work): string =>
  activities ? activities.map(({ id }) => id).join(', ') || words.everyActivity : words.futures.whole

/** Without a beginning it holds from its approval. */
function periodOf(from: string | null, to: string, { words, texts, session: { language } }: Work): string {
  const last = lastDay(language, to)
  return from ? texts.periodOf(day(language, from), last) : words.until(last)
}

function card(kind: Kind, proposal: Proposal, shown: Content, work: Work, back: SentBack | null): Content {
  const { words, texts, session } = work
  const { state, proposedBy, proposedAt, expiresAt } = proposal
  return html`<section class="console-card"><h3>${words.proposalCommands[proposal.command]}</h3>${shown}
${terms([
  [texts.which, list(fieldNames(proposal.fields ?? [], session.language))],
  [texts.period, proposal.validTo && periodOf(proposal.validFrom, proposal.validTo, work)],
  [texts.state, state !== 'OPEN' && words.proposalStates[state]],
  [words.proposedBy, `${proposedBy ?? ''}, ${moment(session.language, proposedAt)}`],
  ['', proposal.interest && words.interestDeclared],
  [words.expires, state === 'OPEN' && moment(session.language, expiresAt)],
])}${state === 'OPEN' && decisionForm(kind, proposal, work, back)}</section>`
}

function decisionForm(kind: Kind, { id, proposedBy }: Proposal, work: Work, back: SentBack | null): Content {
  const { words, session, steward, query } = work
  const isOwn = proposedBy === steward.officer
  const name = `decide-${id}`
  return html`<form id="${name}" method="post" action="${path}/${id}?${query.toString()}">${formField(session.formToken)}<input type="hidden" name="kind" value="${kind}">
${isOwn ? html`<p>${words.ownProposal}</p>` : check('interest', words.interest, heldIn(back, name), `interest-${id}`)}
<p>${!isOwn && html`<button class="button button-primary" type="submit" name="decision" value="approve">${words.approve}</button> `}<button class="button button-secondary" type="submit" name="decision" value="reject">${isOwn ? words.takeBack : words.reject}</button></p></form>`
}

function consentTerms(proposal: ConsentProposal, work: Work): Content {
  const { words, texts } = work
  const { from, consent, template, parameters, reason, registration } = proposal
  return terms([
    [words.about, subjectName(from, work)],
    [words.consent, consent && html`<a href="/console/steward/consents/${consent.id}">${texts.show}</a>`],
    [words.template, template && (template.text?.title ?? template.id)],
    [texts.onlyFor, list((parameters ?? []).map(({ label, values }) => `${label}: ${values.join(', ')}`))],
    [words.reason, reason && words.invalidReasons[reason]],
    [words.rests, registration && restsOn(registration, work)],
  ])
}

function powerTerms(
  { grantor, holder, actions, activities, registration }: PowerProposal,
  work: Work,
): Content {
  const { words, session } = work
  const rests = registration && `${day(session.language, registration.dated)}, ${registration.document}`
  return terms([
    [words.grantor, subjectName(grantor, work)],
    [words.holder, holder && subjectName(holder, work)],
    [words.may, actions ? list(actions.map(action => words.actions[action])) : words.futures.whole],
    [words.onlyFor, activities && activitiesOf({ activities }, work)],
    [words.rests, rests],
  ])
}

const decisions = {
  consents: {
    approve: ['approveConsentProposal', 'DecideConsentProposalInput'],
    reject: ['rejectConsentProposal', 'DecideConsentProposalInput'],
  },
  powers: {
    approve: ['approvePowerOfAttorneyProposal', 'DecidePowerProposalInput'],
    reject: ['rejectPowerOfAttorneyProposal', 'DecidePowerProposalInput'],
  },
} as const

export const decideProposal = forSteward(
  null,
  async (work): Promise<ConsoleAnswer> => {
    const { form: sent, texts, id, query } = work
    const kind: Kind = sent.get('kind') === 'powers' ? 'powers' : 'consents'
    const decision = sent.get('decision') === 'approve' ? 'approve' : 'reject'
    const deciding = under(work, kind)
    if (!deciding) return missingPage(texts)
    const input = { id, interest: sent.has('interest') }
    const { done, problems } = await command(deciding, decisions[kind][decision], input, 'proposal { id }')
    if (!done) return shown(work, sentBack(work, `decide-${id}`, problems))
    return { to: query.size > 0 ? `${path}?${query}` : path }
  },
  path,
)

/** The address of a form that was sent, opened by itself. */
export const backToProposals = forSteward(null, async () => ({ to: path }))
