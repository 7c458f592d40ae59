// One consent as the steward sees it, and what they do with it: suspend, resume, withdraw on request, propose that it is void.
import { randomUUID } from 'node:crypto'
import { lastDay } from '../../calendar.ts'
import { fieldNames } from '../../field-names.ts'
import { apart, type Content, html } from '../../html.ts'
import { list, missingPage, problemPage, terms } from '../../parts.ts'
import type { ConsoleAnswer } from '../../request.ts'
import { day, moment } from '../../texts.ts'
import type { ConsentState } from '../consents.ts'
import { area, type Entered, form, select, textOf, wordsOf } from './fields.ts'
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

export const consentFile = forSteward(
  'consents',
  async work => {
    const { data } = await work.ask<{ consent: Consent | null }>(one, { id: work.id, language: work.spoken })
    return data?.consent ? shown(data.consent, work) : missingPage(work.texts)
  },
  '/console/steward/consents',
)

function shown(consent: Consent, work: Work): ConsoleAnswer {
  const { words, texts, session, query } = work
  const events = (consent.events ?? []).map(
    ({ state, at, by }) =>
      html`${moment(session.language, at)}: ${words.eventBy(texts.consentStates[state], sideName(by, work))}`,
  )
  return {
    title: consent.text?.title ?? words.consent,
    body: html`${query.has('proposed') && html`<div class="alert alert-info" role="status"><div class="alert-body"><p>${words.proposed}</p></div></div>`}
<p>${apart(consent.text?.request)}</p>${about(consent, work)}
${actions(consent, work)}
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

const actions = ({ id, state }: Consent, work: Work): Content =>
  (possible[state] ?? []).map(
    name =>
      html`<details class="console-card"><summary>${work.words[name]}</summary>${actionForm(name, id, work)}</details>`,
  )

function actionForm(
  name: Name,
  id: string,
  work: Work,
  values = new URLSearchParams(),
  problems: Entered['problems'] = [],
) {
  const { words } = work
  const kept = new URLSearchParams(values)
  if (!kept.has('command')) kept.set('command', randomUUID())
  const entered = { values: kept, problems }
  const options = <Key extends string>(of: Readonly<Record<Key, string>>) => Object.entries<string>(of)
  const { ASSISTED, PAPER } = words.channels
  const parts: Readonly<Record<Name, Content>> = {
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
    parts[name],
    // Four forms may stand on one page: each field has one id there.
    html`<div class="form-group-checkbox"><input type="checkbox" class="form-checkbox" id="interest-${name}" name="interest" value="yes"${
      kept.has('interest') && html` checked`
    }><label for="interest-${name}">${words.interest}</label></div>`,
  ]
  const action = `/console/steward/consents/${id}/do`
  return form(work, action, entered, ['reasonDa', 'reasonEn', 'channel', 'reason'], {
    fields,
    submit: words[name],
  })
}

interface Led {
  readonly proposal: { readonly id: string } | null
}

export const doConsent = forSteward('consents', async work => {
  const { form: sent, id, texts, words } = work
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
  if (name === 'suspend')
    return {
      ...{ title: words.suspend, status: 409 },
      body: html`${actionForm('suspend', id, work, sent, problems)}<p><a href="${back}">${texts.back}</a></p>`,
    }
  return problemPage(
    texts,
    problems.map(({ message }) => message),
    back,
  )
})

/** The address of a form that was sent, opened by itself. */
export const backToConsent = forSteward('consents', async ({ id }) => ({
  to: `/console/steward/consents/${id}`,
}))
