// What one steward proposed and a second decides, about consents and about powers of attorney.
import { lastDay } from '../../calendar.ts'
import { everyRow, largestPage } from '../../every-row.ts'
import { fieldNames } from '../../field-names.ts'
import { type Content, html } from '../../html.ts'
import { formField } from '../../layout.ts'
import { list, missingPage, type PageInfo, problemPage, terms } from '../../parts.ts'
import type { ConsoleAnswer } from '../../request.ts'
import { day, moment } from '../../texts.ts'
import { type Registration, restsOn } from './consent.ts'
import { csvFile, csvLink } from './listing.ts'
import { type Subject, subjectName, subjectSelection } from './whom.ts'
import { command, forSteward, messagesOf, under, type Work } from './work.ts'

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
  readonly consent: { readonly id: string } | null
  readonly template: { readonly id: string; readonly text: { readonly title: string | null } | null } | null
  readonly parameters: readonly { readonly label: string; readonly values: readonly string[] }[] | null
  readonly reason: keyof Work['words']['invalidReasons'] | null
  readonly registration: Registration | null
}

interface PowerProposal extends Proposal {
  readonly grantor: Subject | null
  readonly holder: Subject | null
  readonly actions: readonly (keyof Work['words']['actions'])[] | null
  /** All when empty; null for the whole of a future power. */
  readonly activities: readonly { readonly id: string }[] | null
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
const ofConsents = `query ($first: Int!, $after: String, $language: Language!) {
  found: consentProposals(first: $first, after: $after) { totalCount pageInfo { hasNextPage endCursor } nodes {
    ${both} from ${subjectSelection} consent { id } template { id text(language: $language) { title } }
    parameters(language: $language) { label values } reason registration { channel signedOn document }
  } }
}`
const ofPowers = `query ($first: Int!, $after: String) {
  found: powerOfAttorneyProposals(first: $first, after: $after) { totalCount pageInfo { hasNextPage endCursor } nodes {
    ${both} grantor ${subjectSelection} holder ${subjectSelection} actions activities { id } registration { dated document }
  } }
}`

const path = '/console/steward/proposals'

export const proposals = forSteward(
  null,
  async work => {
    const file = work.query.get('csv')
    if (file === 'consents' || file === 'powers') return asFile(file, work)
    return {
      title: work.words.proposals,
      body: html`<p class="font-lead">${work.words.proposalsAbout}</p>
${await section('consents', 'consentProposals', ofConsents, consentTerms, work)}
${await section('powers', 'powerProposals', ofPowers, powerTerms, work)}`,
    }
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
): Promise<Content> {
  const { words, texts } = work
  const asking = under(work, kind)
  if (!asking) return null
  const after = work.query.get(kind) || null
  const { data, errors } = await asking.ask<Page<Of>>(query, variablesOf(kind, work, 20, after))
  const found = data?.found
  const refusals = messagesOf(errors, work)
  const more = found?.pageInfo.hasNextPage && new URLSearchParams({ [kind]: found.pageInfo.endCursor ?? '' })
  return html`<h2>${words[title]}</h2>
${refusals.length > 0 && html`<p>${texts.notGiven(refusals.join(' '))}</p>`}
${found && (found.nodes?.length ? found.nodes.map(node => card(kind, node, termsOf(node, work), work)) : html`<p>${words.noProposals}</p>`)}
${found && html`<p>${texts.total(found.totalCount ?? 0)}</p>`}${more && html`<p><a href="${path}?${more.toString()}">${texts.more}</a></p>`}${found?.nodes?.length ? csvLink(work, path, kind) : null}`
}

const variablesOf = (kind: Kind, { spoken }: Work, first: number, after: string | null) => ({
  ...{ first, after, ...(kind === 'consents' && { language: spoken }) },
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
    ...[words.activityId, words.proposal, texts.state, words.about, texts.which, words.proposedBy],
    ...[words.proposedAt, words.expires],
  ]
  const lines = rows.map(row => [
    ...[row.id, words.proposalCommands[row.command], words.proposalStates[row.state]],
    subjectName(kind === 'consents' ? row.from : row.grantor, work),
    fieldNames(row.fields ?? [], session.language).join(', '),
    ...[row.proposedBy, row.proposedAt?.slice(0, 10), row.expiresAt?.slice(0, 10)],
  ])
  return csvFile(`proposals-${kind}`, head, lines)
}

/** Without a beginning it holds from its approval. */
function periodOf(from: string | null, to: string, { words, texts, session: { language } }: Work): string {
  const last = lastDay(language, to)
  return from ? texts.periodOf(day(language, from), last) : words.until(last)
}

function card(kind: Kind, proposal: Proposal, shown: Content, work: Work): Content {
  const { words, texts, session, steward } = work
  const { id, state, proposedBy, proposedAt, expiresAt } = proposal
  const isOwn = proposedBy === steward.officer
  const decisions = html`<form method="post" action="${path}/${id}">${formField(session.formToken)}<input type="hidden" name="kind" value="${kind}">
${
  isOwn
    ? html`<p>${words.ownProposal}</p>`
    : html`<div class="form-group-checkbox"><input type="checkbox" class="form-checkbox" id="interest-${id}" name="interest" value="yes"><label for="interest-${id}">${words.interest}</label></div>`
}
<p>${!isOwn && html`<button class="button button-primary" type="submit" name="decision" value="approve">${words.approve}</button> `}<button class="button button-secondary" type="submit" name="decision" value="reject">${isOwn ? words.takeBack : words.reject}</button></p></form>`
  return html`<section class="console-card"><h3>${words.proposalCommands[proposal.command]}</h3>${shown}
${terms([
  [texts.which, list(fieldNames(proposal.fields ?? [], session.language))],
  [texts.period, proposal.validTo && periodOf(proposal.validFrom, proposal.validTo, work)],
  [texts.state, state !== 'OPEN' && words.proposalStates[state]],
  [words.proposedBy, `${proposedBy ?? ''}, ${moment(session.language, proposedAt)}`],
  ['', proposal.interest && words.interestDeclared],
  [words.expires, state === 'OPEN' && moment(session.language, expiresAt)],
])}${state === 'OPEN' && decisions}</section>`
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
    [words.onlyFor, activities && (activities.map(({ id }) => id).join(', ') || words.everyActivity)],
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
    const { form: sent, texts, id } = work
    const kind: Kind = sent.get('kind') === 'powers' ? 'powers' : 'consents'
    const decision = sent.get('decision') === 'approve' ? 'approve' : 'reject'
    const deciding = under(work, kind)
    if (!deciding) return missingPage(texts)
    const input = { id, interest: sent.has('interest') }
    const { done, problems } = await command(deciding, decisions[kind][decision], input, 'proposal { id }')
    if (done) return { to: path }
    return problemPage(
      texts,
      problems.map(({ message }) => message),
      path,
    )
  },
  path,
)

/** The address of a form that was sent, opened by itself. */
export const backToProposals = forSteward(null, async () => ({ to: path }))
