// One consent as the steward sees it, and what they do with it: suspend, resume, withdraw on request, propose that it is void.
import { randomUUID } from 'node:crypto'
import { lastDay } from '../../calendar.ts'
import { fieldNames } from '../../field-names.ts'
import { apart, type Content, html } from '../../html.ts'
import type { Page } from '../../layout.ts'
import { list, missingPage, terms } from '../../parts.ts'
import { shownAgain } from '../../refused.ts'
import type { ConsoleAnswer } from '../../request.ts'
import { day, moment } from '../../texts.ts'
import type { ConsentState } from '../consents.ts'
import { area, check, form, select, textOf, wordsOf } from './fields.ts'
import { heldIn, type SentBack, sentBack } from './sent-back.ts'
import { type Subject, subjectName, subjectSelection } from './whom.ts'
import { command, forSteward, type Work } from './work.ts'

interface Consent {
  readonly id: string
  readonly state: ConsentState
  readonly from: Subject | null
  readonly activity: { readonly id: string; readonly purpose: string | null } | null
  readonly fields: readonly string[] | null
  readonly parameters: readonly { readonly label: string; readonly values: readonly string[] }[] | null
  readonly text: { readonly title: string | null; readonly request: string | null } | null
  readonly validFrom: string | null
  readonly validTo: string | null
  readonly missing: string | null
  readonly suspendedReason: string | null
  readonly channel: keyof Work['words']['channels'] | null
  readonly registration: Registration | null
  readonly events:
    | readonly { readonly state: ConsentState; readonly at: string; readonly by: string }[]
    | null
}

export interface Registration {
  readonly channel: 'ASSISTED' | 'PAPER'
  readonly signedOn: string
  readonly document: string
}

const one = `query ($id: ID!, $language: Language!) {
  consent(id: $id) {
    id state from ${subjectSelection} activity { id purpose(language: $language) } fields
    parameters(language: $language) { label values } text(language: $language) { title request }
    validFrom validTo missing(language: $language) suspendedReason(language: $language) channel
    registration { channel signedOn document } events { state at by }
  }
}`

async function page(work: Work, back: SentBack | null = null): Promise<ConsoleAnswer> {
  const { data } = await work.ask<{ consent: Consent | null }>(one, { id: work.id, language: work.spoken })
  const found = data?.consent ? shown(data.consent, work, back) : missingPage(work.texts)
  return shownAgain(found, back, work.texts)
}

export const consentFile = forSteward('consents', work => page(work), '/console/steward/consents')

function shown(consent: Consent, work: Work, back: SentBack | null): Page {
  const { words, texts, session, query } = work
  const events = (consent.events ?? []).map(
    ({ state, at, by }) =>
      html`${moment(session.language, at)}: ${words.eventBy(texts.consentStates[state], sideName(by, work))}`,
  )
  return {
    title: consent.text?.title ?? words.consent,
    body: html`${query.has('proposed') && html`<div class="alert alert-info" role="status"><div class="alert-body"><p>${words.proposed}</p></div></div>`}
<p>${apart(consent.text?.request)}</p>${about(consent, work)}
${actions(consent, work, back)}
<h2>${texts.history}</h2>${list(events)}
<p><a href="/console/steward/consents">${texts.back}</a></p>`,
  }
}

/** Who did it, in kind. */
const sideName = (by: string, { words }: Work): string =>
  (words.sides as Readonly<Record<string, string>>)[by] ?? by

function about(consent: Consent, work: Work): Content {
  const { words, texts, session } = work
  const { activity, fields, parameters, channel, registration, validFrom, validTo } = consent
  return terms([
    [texts.state, texts.consentStates[consent.state]],
    [texts.stillMissing, consent.missing],
    [words.reason, apart(consent.suspendedReason)],
    [words.about, subjectName(consent.from, work)],
    [words.activity, activity && `${activity.id}: ${activity.purpose ?? ''}`],
    [texts.which, list(fieldNames(fields ?? [], session.language))],
    [texts.onlyFor, list((parameters ?? []).map(({ label, values }) => `${label}: ${values.join(', ')}`))],
    [
      texts.period,
      validTo && texts.periodOf(day(session.language, validFrom), lastDay(session.language, validTo)),
    ],
    [words.channel, channel && !registration && words.channels[channel]],
    [words.rests, registration && restsOn(registration, work)],
  ])
}

export const restsOn = ({ channel, signedOn, document }: Registration, { words, session }: Work): string =>
  words.restsOn(words.channels[channel], day(session.language, signedOn), document)

const commands = {
  suspend: ['suspendConsent', 'SuspendConsentInput'],
  resume: ['resumeConsent', 'ResumeConsentInput'],
  withdraw: ['withdrawConsentForSubject', 'WithdrawForSubjectInput'],
  invalidate: ['invalidateConsent', 'InvalidateConsentInput'],
} as const
type Name = keyof typeof commands

/** What can be done from each state; each is a form of its own, so that it takes more than one press. */
const possible: Partial<Record<ConsentState, readonly Name[]>> = {
  GRANTED: ['suspend', 'withdraw', 'invalidate'],
  SUSPENDED: ['resume', 'withdraw', 'invalidate'],
  PARTLY_CONFIRMED: ['withdraw'],
}

const actions = ({ id, state }: Consent, work: Work, back: SentBack | null): Content =>
  (possible[state] ?? []).map(
    name =>
      html`<details class="console-card"${back?.form === `do-${name}` && html` open`}><summary>${work.words[name]}</summary>${actionForm(name, id, work, back)}</details>`,
  )

const fieldNamesOf = ['reasonDa', 'reasonEn', 'channel', 'reason'] as const

function actionForm(name: Name, id: string, work: Work, back: SentBack | null) {
  const { words } = work
  const entered = heldIn(back, `do-${name}`, new URLSearchParams({ command: randomUUID() }))
  const options = <Key extends string>(of: Readonly<Record<Key, string>>) => Object.entries<string>(of)
  const { ASSISTED, PAPER } = words.channels
  const asked: Readonly<Record<Name, Content>> = {
    suspend: [
      html`<p>${words.suspendAbout}</p>`,
      area('reasonDa', { label: words.reasonDa, required: true }, entered),
      area('reasonEn', { label: words.reasonEn }, entered),
    ],
    resume: null,
    withdraw: [
      html`<p>${words.withdrawAbout}</p>`,
      select('channel', { label: words.channel }, options({ PAPER, ASSISTED }), entered),
    ],
    invalidate: [
      html`<p>${words.invalidateAbout}</p>`,
      select('reason', { label: words.reason }, options(words.invalidReasons), entered),
    ],
  }
  const fields = [
    html`<input type="hidden" name="do" value="${name}">`,
    asked[name],
    // Four forms may stand on one page: each field has one id there.
    check('interest', words.interest, entered, `interest-${name}`),
  ]
  const parts = { fields, submit: words[name], id: `do-${name}` }
  return form(work, `/console/steward/consents/${id}/do`, entered, fieldNamesOf, parts)
}

interface Led {
  readonly proposal: { readonly id: string } | null
}

export const doConsent = forSteward('consents', async work => {
  const { form: sent, id, texts } = work
  const name = sent.get('do') ?? ''
  if (!Object.hasOwn(commands, name)) return missingPage(texts)
  const input = {
    ...{ id, commandId: sent.get('command') ?? '', interest: sent.has('interest') },
    ...(name === 'suspend' && { reasonDa: wordsOf(sent, 'reasonDa'), reasonEn: textOf(sent, 'reasonEn') }),
    ...(name === 'withdraw' && { channel: sent.get('channel') }),
    ...(name === 'invalidate' && { reason: sent.get('reason') }),
  }
  const { done, problems } = await command<Led>(work, commands[name as Name], input, 'proposal { id }')
  const back = `/console/steward/consents/${id}`
  if (done) return { to: `${back}${done.proposal ? '?proposed=1' : ''}` }
  return page(work, sentBack(work, `do-${name}`, problems, fieldNamesOf))
})

/** The address of a form that was sent, opened by itself. */
export const backToConsent = forSteward('consents', async ({ id }) => ({
  to: `/console/steward/consents/${id}`,
}))
