// What somebody does to a power of attorney that is there: accept, sign, limit, revoke, renounce. Sent twice, it is done once.
import type { GraphAnswer } from '../graph.ts'
import { missingPage } from '../parts.ts'
import type { Command } from '../power-actions.ts'
import type { Handler } from '../request.ts'
import { saidOf } from '../said.ts'
import { graphLanguage, type Language, type Texts } from '../texts.ts'
import { powerShown } from './power.ts'

export interface Answered {
  readonly answer: {
    readonly powerOfAttorney: { readonly id: string } | null
    readonly problems: readonly { readonly code: string; readonly message: string }[]
  } | null
}

/** Why nothing was done, in words: ours where the graph's name what only programs know. At least one. */
export function messagesOf(
  { data, errors }: GraphAnswer<Answered>,
  { powers, fault }: Texts,
  language: Language,
): readonly string[] {
  const own: Readonly<Record<string, string>> = powers.problems
  const said = (data?.answer?.problems ?? []).map(({ code, message }) => own[code] ?? message)
  const refused = errors.map(error => own[error.extensions?.code ?? ''] ?? saidOf(error, language))
  const all = [...new Set([...said, ...(data?.answer ? [] : refused)])]
  return all.length > 0 ? all : [fault]
}

const answer = 'AnswerPowerOfAttorneyInput'
const end = 'EndPowerOfAttorneyInput'
const commands: Readonly<Record<Command, readonly [mutation: string, input: string]>> = {
  accept: ['acceptPowerOfAttorney', answer],
  confirm: ['confirmPowerOfAttorney', answer],
  revoke: ['revokePowerOfAttorney', end],
  renounce: ['renouncePowerOfAttorney', end],
  limit: ['limitPassingOn', 'LimitPassingOnInput'],
}

export const commandPower: Handler = async request => {
  const { session, texts, id, form, ask } = request
  const name = form.get('answer') ?? ''
  if (!Object.hasOwn(commands, name)) return missingPage(texts)
  const [mutation, type] = commands[name as Command]
  const depth = Number.parseInt(form.get('depth') ?? '', 10) || 0
  const answered = await ask<Answered>(
    `mutation ($input: ${type}!, $language: Language!) {
      answer: ${mutation}(input: $input) { powerOfAttorney { id } problems { code message(language: $language) } }
    }`,
    {
      input: { id, commandId: form.get('command') ?? '', ...(name === 'limit' && { passOnDepth: depth }) },
      language: graphLanguage(session.language),
    },
  )
  const done = answered.data?.answer && answered.data.answer.problems.length === 0
  if (done) return { to: `/console/powers/${id}` }
  const messages = messagesOf(answered, texts, session.language)
  const wrong = messages.map(words => ({ at: name === 'limit' ? 'depth' : name, words }))
  return powerShown(request, { form: name, values: form, wrong })
}

/** The address of a form that was sent, opened by itself. */
export const backToPower: Handler = async ({ id }) => ({ to: `/console/powers/${id}` })
