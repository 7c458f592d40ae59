// One consent: who asks, for what, which information, until when, what follows from each answer; and its answer.
import { randomUUID } from 'node:crypto'
import { lastDay } from '../calendar.ts'
import { fieldNames } from '../field-names.ts'
import { apart, type Content, html, type Markup } from '../html.ts'
import { formField } from '../layout.ts'
import { list, missingPage, type PageInfo, paging, terms } from '../parts.ts'
import { type Refused, refusedAt, shownAgain } from '../refused.ts'
import type { ConsoleAnswer, ConsoleRequest, Handler } from '../request.ts'
import { day, graphLanguage, moment } from '../texts.ts'
import type { ConsentState } from './consents.ts'

export interface Consent {
  readonly id: string
  readonly state: ConsentState
  readonly to: { readonly name: string | null } | null
  readonly activity: { readonly purpose: string | null; readonly act: string | null } | null
  readonly fields: readonly string[] | null
  readonly parameters:
    | readonly { readonly label: string | null; readonly values: readonly string[] | null }[]
    | null
  readonly text: {
    readonly title: string | null
    readonly request: string | null
    readonly consequenceOfNo: string | null
    readonly consequenceOfWithdrawal: string | null
  } | null
  readonly template: { readonly requiredForService: boolean | null } | null
  readonly validFrom: string | null
  readonly validTo: string | null
  readonly answerBy: string | null
  readonly missing: string | null
  readonly suspendedReason: string | null
  readonly events: readonly { readonly state: ConsentState | null; readonly at: string | null }[] | null
}

interface Uses {
  readonly uses: {
    readonly pageInfo: PageInfo
    readonly nodes: readonly { readonly summary: string | null }[] | null
  } | null
}

/** What a page about a consent asks of it; `$language` is the reader's. */
export const consentFields = `id state to { name } activity { purpose(language: $language) act } fields
  parameters(language: $language) { label values }
  text(language: $language) { title request consequenceOfNo consequenceOfWithdrawal }
  template { requiredForService }
  validFrom validTo answerBy missing(language: $language) suspendedReason(language: $language)
  events { state at }`
const one = `query ($id: ID!, $after: String, $language: Language!) {
  consent(id: $id) {
    ${consentFields}
    uses(first: 10, after: $after) { pageInfo { hasNextPage endCursor } nodes { summary(language: $language) } }
  }
}`

async function shown(request: ConsoleRequest, refused: Refused | null): Promise<ConsoleAnswer> {
  const { session, texts, id, query, ask } = request
  const { data } = await ask<{ consent: (Consent & Uses) | null }>(one, {
    ...{ id, after: query.get('after') || null, language: graphLanguage(session.language) },
  })
  const consent = data?.consent
  if (!consent) return shownAgain(missingPage(texts), refused, texts)
  const page = {
    title: consent.text?.title ?? texts.consents,
    body: html`<p class="font-lead">${apart(consent.text?.request)}</p>
${about(consent, request)}
${actions(consent, request)}
${history(consent, request)}
<p><a href="/console/consents">${texts.back}</a></p>`,
  }
  return shownAgain(page, refused, texts)
}

export const consentPage: Handler = request => shown(request, null)

/** Who asks, for what, which information, until when, and what follows. */
export function about(consent: Consent, { texts, session: { language } }: ConsoleRequest): Markup {
  const { to, activity, fields, parameters, template, missing } = consent
  return terms([
    [texts.state, html`<span class="console-state">${texts.consentStates[consent.state]}</span>`],
    [texts.stillMissing, apart(missing)],
    ['', apart(consent.suspendedReason)],
    [texts.whoAsks, apart(to?.name)],
    [texts.whatFor, activity?.purpose && html`${apart(activity.purpose)} (${apart(activity.act)})`],
    [texts.which, list(fieldNames(fields ?? [], language))],
    [
      texts.onlyFor,
      list((parameters ?? []).map(({ label, values }) => apart(`${label}: ${(values ?? []).join(', ')}`))),
    ],
    [
      texts.period,
      consent.validFrom &&
        texts.periodOf(day(language, consent.validFrom), lastDay(language, consent.validTo)),
    ],
    // Before it is given it has an end and no beginning.
    [texts.until, !consent.validFrom && lastDay(language, consent.validTo)],
    [texts.answerBy, isWaiting(consent) && moment(language, consent.answerBy)],
    [
      texts.ifNo,
      isWaiting(consent) &&
        html`${apart(consent.text?.consequenceOfNo)} ${template?.requiredForService ? texts.requiredForService : texts.optional}`,
    ],
    [texts.ifWithdrawn, !hasEnded(consent) && apart(consent.text?.consequenceOfWithdrawal)],
  ])
}

const isWaiting = ({ state }: Consent): boolean => state === 'REQUESTED' || state === 'PARTLY_CONFIRMED'
const isGiven = ({ state }: Consent): boolean => state === 'GRANTED' || state === 'SUSPENDED'
/** Of what was never given there is no receipt. */
const wasGiven = ({ events }: Consent): boolean => (events ?? []).some(({ state }) => state === 'GRANTED')
const hasEnded = (consent: Consent): boolean => !isWaiting(consent) && !isGiven(consent)

/** Two equal buttons; withdrawing is one, as giving is. The command's id makes a second press the same command. */
function actions(consent: Consent, { session, texts }: ConsoleRequest): Content {
  const action = `/console/consents/${consent.id}/answer`
  const command = html`${formField(session.formToken)}<input type="hidden" name="command" value="${randomUUID()}">`
  const back = (words: string) =>
    html`<form id="withdraw" method="post" action="${action}">${command}<button class="button button-secondary" type="submit" name="answer" value="withdraw">${words}</button></form>`
  // The graph does not say who has confirmed: whoever has not is told so.
  const takeBack =
    consent.state === 'PARTLY_CONFIRMED' && html`<p>${texts.takeBackAbout}</p>${back(texts.takeBack)}`
  if (isWaiting(consent))
    return html`<form id="answer" class="console-two" method="post" action="${action}">${command}
<button class="button button-secondary" type="submit" name="answer" value="grant">${texts.yes}</button>
<button class="button button-secondary" type="submit" name="answer" value="decline">${texts.no}</button></form>${takeBack}`
  return isGiven(consent) && back(texts.withdraw)
}

/** What happened to it, oldest first. */
export const happened = ({ events }: Consent, { texts, session: { language } }: ConsoleRequest): Content =>
  list(
    (events ?? []).map(
      ({ state, at }) => html`${moment(language, at)}: ${state && texts.consentStates[state]}`,
    ),
  )

function history(consent: Consent & Uses, request: ConsoleRequest): Content {
  const { texts } = request
  const { uses } = consent
  const said = uses?.nodes ?? []
  const used = html`<h2>${texts.uses}</h2>
${said.length > 0 ? list(said.map(({ summary }) => apart(summary))) : html`<p>${texts.unused}</p>`}
${uses && paging(request, `/console/consents/${consent.id}`, uses)}`
  // What waits for an answer cannot have been used.
  return html`${!isWaiting(consent) && used}
<h2>${texts.history}</h2>${happened(consent, request)}
${wasGiven(consent) && html`<p><a href="/console/consents/${consent.id}/receipt">${texts.receipt}</a></p>`}`
}

const commands = {
  grant: ['grantConsent', 'AnswerConsentInput'],
  decline: ['declineConsent', 'AnswerConsentInput'],
  withdraw: ['withdrawConsent', 'WithdrawConsentInput'],
} as const

interface Answer {
  readonly answer: {
    readonly consent: { readonly id: string } | null
    readonly problems: readonly { readonly message: string }[]
  } | null
}

export const answerConsent: Handler = async request => {
  const { session, texts, id, form, ask } = request
  const name = form.get('answer') ?? ''
  if (!Object.hasOwn(commands, name)) return missingPage(texts)
  const [mutation, type] = commands[name as keyof typeof commands]
  const language = graphLanguage(session.language)
  const { data, errors } = await ask<Answer>(
    `mutation ($input: ${type}!, $language: Language!) {
      answer: ${mutation}(input: $input) { consent { id } problems { message(language: $language) } }
    }`,
    {
      input: { id, commandId: form.get('command') ?? '', ...(name !== 'withdraw' && { language }) },
      language,
    },
  )
  const messages = [...(data?.answer?.problems ?? []), ...(data?.answer ? [] : errors)].map(
    ({ message }) => message,
  )
  if (messages.length > 0)
    return shown(request, refusedAt(name === 'withdraw' ? name : 'answer', form, messages))
  return { to: `/console/consents/${id}` }
}

/** The address of a form that was sent, opened by itself. */
export const backToConsent: Handler = async ({ id }) => ({ to: `/console/consents/${id}` })
