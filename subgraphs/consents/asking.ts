// What systems command: to ask for consent, alone or in a batch, to draft a request and to send it.
import { nobody } from '../../access/operation.ts'
import { type Problem, problem } from '../problems.ts'
import type { SubgraphContext } from '../subgraph.ts'
import { type Actor, actorOf } from './actor.ts'
import { type Outcome, stopped } from './outcome.ts'
import {
  type Ask,
  type ConsentRequest,
  fieldsOf,
  fitProblems,
  givenOf,
  placed,
  requestProblems,
  subjectKindOf,
} from './request.ts'
import type { Consent, Store, TemplateRow } from './store.ts'

type Context = SubgraphContext<Store>

/** The schema's RequestConsentInput. */
export interface RequestInput extends ConsentRequest {
  readonly template: string
  readonly supersedes?: string | null
}

/** The largest batch of requests. */
export const largestBatch = 100

interface Asking {
  readonly command: 'REQUEST' | 'DRAFT'
  readonly context: Context
  readonly ask: Omit<Ask, 'template'>
  readonly actor: Actor
  /** The newest version of a template: a batch is decided by one. */
  readonly template: (id: string) => Promise<TemplateRow | null>
}

async function openAsking(command: Asking['command'], context: Context): Promise<Asking> {
  const { access, request, store } = context
  const acting = await access.acting()
  const ask = { activity: acting.activity, startedBy: await store.startedBy(acting.activity), at: acting.at }
  return { command, context, ask, actor: actorOf(acting, request), template: onceEach(store.newestTemplate) }
}

/** Read at the first question for it, and again when that failed. */
function onceEach<Value>(read: (id: string) => Promise<Value>): (id: string) => Promise<Value> {
  const known = new Map<string, Value>()
  return async id => {
    const value = known.has(id) ? known.get(id)! : await read(id)
    known.set(id, value)
    return value
  }
}

/** Asks for one consent, or drafts one request. */
export async function askOne(
  command: Asking['command'],
  input: RequestInput,
  context: Context,
): Promise<Outcome> {
  return make(input, await openAsking(command, context))
}

/** Each by itself and in its own transaction, one after the other: one that fails leaves the others as they are. */
export async function askMany(
  inputs: readonly RequestInput[],
  context: Context,
): Promise<{ readonly outcomes: readonly Outcome[]; readonly problems: readonly Problem[] }> {
  if (inputs.length < 1 || inputs.length > largestBatch)
    return { outcomes: [], problems: [problem('BATCH_SIZE', 'inputs')] }
  const asking = await openAsking('REQUEST', context)
  const outcomes: Outcome[] = []
  for (const input of inputs) outcomes.push(await make(input, asking))
  return { outcomes, problems: [] }
}

async function make(input: RequestInput, asking: Asking): Promise<Outcome> {
  const { command, actor, ask } = asking
  const { store, access } = asking.context
  const template = await asking.template(input.template)
  const kind = subjectKindOf(input)
  const problems = requestProblems(input, { template, ...ask })
  const subject = kind && (await subjectOf(input, asking.context))
  // Without these there is nothing that could have been asked before.
  if (!template || !kind || !subject || problems.some(({ path }) => path === 'input.id'))
    return stopped(problems)
  const fields = fieldsOf(input, template, kind)
  return store.request({
    command,
    reference: input.id,
    subject,
    subjects: await access.idsOf(subject),
    subjectKind: kind,
    activity: template.activity,
    template: template.id,
    templateVersion: template.version,
    answerDays: template.answerDays,
    fields,
    parameters: placed(input.parameters, template.parameters, fields),
    condition: input.condition ?? false,
    validFrom: input.validFrom ?? null,
    validTo: input.validTo,
    supersedes: input.supersedes ?? null,
    actor,
    content: contentOf(input, subject),
    problems,
  })
}

/** The opaque id of the one subject that is named: made at first sight, so that unknown numbers are taken alike. */
export async function subjectOf(
  { cpr, person, cvr, business }: Pick<RequestInput, 'cpr' | 'person' | 'cvr' | 'business'>,
  { access }: Context,
): Promise<string | null> {
  if (cpr != null) return access.subjectOf('PERSON', cpr)
  if (cvr != null) return access.subjectOf('BUSINESS', cvr)
  return person ?? business ?? null
}

/** The request as it was said, but for the subject: named by number or by id, it is the same. */
const contentOf = (input: RequestInput, subject: string): unknown => [
  subject,
  input.template,
  input.fields ?? null,
  (input.parameters ?? []).map(({ name, values }) => [name, values]),
  input.validFrom?.toISOString() ?? null,
  input.validTo.toISOString(),
  input.condition ?? false,
  input.supersedes ?? null,
]

interface SendInput {
  readonly id: string
  readonly commandId: string
}

/** Sends a draft: from then on the person sees it, and the time to answer runs. */
export async function send({ id, commandId }: SendInput, context: Context): Promise<Outcome> {
  const { store } = context
  const { ask, actor } = await openAsking('REQUEST', context)
  const known = await store.consent(id)
  const template = known && (await store.template(known.template, known.templateVersion))
  return store.command({
    ...{ id: known?.id ?? nobody, commandId, command: 'SEND', actor, dead: false, shown: null },
    problems: known && template ? sendProblems(known, template, ask) : [],
  })
}

/** What was drafted must still fit as it is sent; all of it is told of the draft. */
function sendProblems(draft: Consent, template: TemplateRow, ask: Omit<Ask, 'template'>): readonly Problem[] {
  const parameters = givenOf(draft.parameters, template.parameters)
  const { id, fields, askedFrom: validFrom, validTo, condition, subjectKind } = draft
  const asked = { id, fields, parameters, validFrom, validTo, condition }
  return fitProblems(asked, subjectKind, { ...ask, template }).map(({ code }) => problem(code, 'input.id'))
}
