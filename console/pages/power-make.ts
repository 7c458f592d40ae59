// Makes a power of attorney step by step: given, asked for, or passed on. What was said travels in the form, sealed.
import { randomUUID } from 'node:crypto'
import type { Wrong } from '../form-parts.ts'
import { coordinatesOfChoices } from '../grantable.ts'
import { missingPage, oneOf } from '../parts.ts'
import {
  type Draft,
  type DraftKind,
  type Fault,
  firstOpen,
  inputOf,
  newDraft,
  type Step,
  stepAfter,
  stepNames,
  stepsOf,
  take,
} from '../power-draft.ts'
import type { ConsoleAnswer, ConsoleRequest, Handler } from '../request.ts'
import { unseal } from '../seal.ts'
import { graphLanguage } from '../texts.ts'
import { checkStep } from './power-check.ts'
import { type Answered, messagesOf } from './power-commands.ts'
import { factsOf } from './power-facts.ts'
import { ownStep, partyStep, type Shown, scopeStep, stepPage, timeStep } from './power-steps.ts'

const forms: Readonly<Record<Step, (shown: Shown) => ReturnType<typeof checkStep>>> = {
  ...{ party: partyStep, scope: scopeStep, own: ownStep, time: timeStep, check: checkStep },
}

const headerOf = ({ session }: ConsoleRequest): string => session.actingFor?.header ?? ''

/** Shows a step, or the first before it that was not answered. */
async function show(
  wanted: Step,
  draft: Draft,
  request: ConsoleRequest,
  wrong: readonly Wrong[] = [],
): Promise<ConsoleAnswer> {
  const { powers } = request.texts
  const step = wanted === 'check' ? firstOpen(draft) : wanted
  const facts = await factsOf(step, draft, request)
  if (!facts) return missingPage(request.texts)
  // What is signed is this page: each that is shown is a command of its own, and what failed is sent again as it was.
  const commandId = step === 'check' && wrong.length === 0 ? randomUUID() : draft.commandId
  const shown: Shown = { step, draft: { ...draft, commandId }, facts, wrong, request, now: new Date() }
  return stepPage(shown, forms[step](shown), step === 'check' ? powers.sign[draft.kind] : powers.next)
}

export const beginPower =
  (kind: DraftKind): Handler =>
  request =>
    show('party', newDraft(kind, headerOf(request), request.id), request)

/** What the form carries, if it was made for this very page and for whom one acts now. */
function draftOf(kind: DraftKind, request: ConsoleRequest): Draft | null {
  const { form, session, id } = request
  const draft = unseal(form.get('draft') ?? '', session.token) as Draft | null
  const fits = draft?.kind === kind && draft.from === id && draft.header === headerOf(request)
  return fits ? draft : null
}

export const continuePower =
  (kind: DraftKind): Handler =>
  async request => {
    const { form, texts } = request
    const draft = draftOf(kind, request)
    if (!draft) {
      const again = { at: '', words: texts.powers.beginAgain }
      return show('party', newDraft(kind, headerOf(request), request.id), request, [again])
    }
    const back = oneOf(stepsOf(draft), form.get('to'))
    if (back) return show(back, draft, request)
    const step = oneOf(stepNames, form.get('step')) ?? 'party'
    if (step === 'check')
      return firstOpen(draft) === 'check' ? sign(draft, request) : show('check', draft, request)
    const taken = take(step, draft, form, { now: new Date(), coordinatesOf: coordinatesOfChoices })
    const named = step === 'party' ? await nameBusiness(taken.draft, request) : taken.draft
    const unknown: readonly Fault[] = named ? [] : [{ at: 'number', code: 'businessUnknown' }]
    const faults = taken.faults.length > 0 ? taken.faults : unknown
    const next = named ?? taken.draft
    if (faults.length === 0) return show(stepAfter(next, step), next, request)
    const wrong = faults.map(({ at, code }) => ({ at, words: texts.powers.faults[code] }))
    return show(step, next, request, wrong)
  }

/** With the business's name, which is public; null when there is none of that number. Nobody learns whose a personal number is. */
async function nameBusiness(draft: Draft, { ask }: ConsoleRequest): Promise<Draft | null> {
  const { party } = draft
  if (party?.kind !== 'BUSINESS' || party.number.length !== 8) return draft
  const { data } = await ask<{ business: { name: string | null } | null }>(
    'query ($cvr: CVR!) { business(cvr: $cvr) { name } }',
    { cvr: party.number },
  )
  return data?.business ? { ...draft, party: { ...party, name: data.business.name ?? '' } } : null
}

const commands = {
  give: ['givePowerOfAttorney', 'GivePowerOfAttorneyInput'],
  request: ['requestPowerOfAttorney', 'RequestPowerOfAttorneyInput'],
  'pass-on': ['passOnPowerOfAttorney', 'PassOnPowerOfAttorneyInput'],
} as const

/** Sends it. What the graph says against it stands at the top of the same page. */
async function sign(draft: Draft, request: ConsoleRequest): Promise<ConsoleAnswer> {
  const { session, texts, ask } = request
  const facts = draft.kind === 'pass-on' ? await factsOf('party', draft, request) : null
  const [mutation, type] = commands[draft.kind]
  const answer = await ask<Answered>(
    `mutation ($input: ${type}!, $language: Language!) {
      answer: ${mutation}(input: $input) { powerOfAttorney { id } problems { code message(language: $language) } }
    }`,
    { input: inputOf(draft, facts?.parent?.validTo), language: graphLanguage(session.language) },
  )
  const made = answer.data?.answer?.powerOfAttorney
  if (made) return { to: `/console/powers/${made.id}` }
  return show(
    'check',
    draft,
    request,
    messagesOf(answer, texts, session.language).map(words => ({ at: '', words })),
  )
}
