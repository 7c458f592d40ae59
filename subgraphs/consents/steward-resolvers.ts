// Stewards' commands on consents, and their proposals to each other: GraphQL in, domain out.
import { nobody } from '../../access/operation.ts'
import { listIdentity } from '../list.ts'
import { isOwnCase, readOfficer } from '../officer.ts'
import { readFirst, toPage } from '../page.ts'
import { textProblems } from '../plain-text.ts'
import { idProblems, type Problem } from '../problems.ts'
import type { Resolvers, SubgraphContext } from '../subgraph.ts'
import type { TimeListArguments, TimePlace } from '../time-order.ts'
import { subjectOf } from './asking.ts'
import type { Proposal } from './proposal-lists.ts'
import { proposalState } from './proposing.ts'
import {
  approvalProblems,
  needsSecond,
  type RegisterInput,
  registeredOf,
  registrationProblems,
} from './registration.ts'
import { subjectKindOf } from './request.ts'
import { kinds, labelled, present, valued } from './resolvers.ts'
import { search } from './searching.ts'
import { refused, type StewardOutcome } from './steward-outcome.ts'
import type { Stewarding } from './stewardship.ts'
import type { Store, TemplateRow } from './store.ts'

type Context = SubgraphContext<Store>

/** Of what a registration is held against: the activity of its template, as it is now. */
async function askUnder(template: TemplateRow | null, { access, store }: Context) {
  const { facts } = await access.askerUnder(template?.activity ?? '')
  return { activity: facts.activity, startedBy: await store.startedBy(facts.activity), at: facts.at }
}

async function register(_: unknown, { input }: { input: RegisterInput }, context: Context) {
  const { store } = context
  const officer = await readOfficer(context)
  const known = await templateOf(input, store)
  const template = known?.authority === officer.authority ? known : null
  const texts = template ? await store.texts(template.id, template.version) : []
  const ask = await askUnder(template, context)
  const problems = registrationProblems(input, { template, ...ask }, texts)
  const kind = subjectKindOf(input)
  const subject = kind && (await subjectOf(input, context))
  const shown = texts.find(({ language }) => language === input.language)
  // Without these there is nothing that could have been registered before.
  if (!template || !kind || !subject || !shown || problems.some(({ path }) => path === 'input.id'))
    return result(refused(problems), context)
  const registered = registeredOf(input, kind, template, shown.hash)
  const interest = input.interest || (await isOwnCase(context, [subject]))
  const outcome = await store.register({
    ...{ officer, reference: input.id, problems },
    proposed: { subject, subjectKind: kind, interest, registered, reason: null },
    subjects: await context.access.idsOf(subject),
    second: needsSecond({ interest }, kind, ask.activity),
  })
  return result(outcome, context)
}

const templateOf = ({ template, version }: RegisterInput, store: Store) =>
  version == null ? store.newestTemplate(template) : store.template(template, version)

interface StewardInput {
  readonly id: string
  readonly commandId: string
  readonly channel?: 'ASSISTED' | 'PAPER'
  readonly interest: boolean
  readonly reasonDa?: string
  readonly reasonEn?: string | null
  readonly reason?: 'VOID_MANDATE' | 'ERROR'
}

const longestReason = 500

/** Why a consent is held back: the person reads it. */
const whyProblems = ({ reasonDa, reasonEn }: StewardInput): readonly Problem[] => [
  ...(reasonDa === undefined ? [] : textProblems(reasonDa, longestReason, 'input.reasonDa')),
  ...(reasonEn == null ? [] : textProblems(reasonEn, longestReason, 'input.reasonEn')),
]

/** A resolver that carries out, or proposes, one command on one consent. */
const command =
  (name: Stewarding['command']) =>
  async (_: unknown, { input }: { input: StewardInput }, context: Context) => {
    const { store, access } = context
    const { id, commandId, channel = 'SELF', reasonDa, reasonEn = null, reason } = input
    const problems = idProblems(commandId, 'input.commandId')
    if (problems.length > 0) return result(refused(problems), context)
    const officer = await readOfficer(context)
    const found = await store.consent(id)
    const known = found?.authority === officer.authority ? found : null
    // What stops data waits for nothing.
    const own = name === 'RESUME' && (await isOwnCase(context, [known?.subjectId]))
    const interest = input.interest || own
    const outcome = await store.steward({
      ...{ officer, id: known?.id ?? nobody, commandId, command: name, channel, interest },
      ...(reasonDa !== undefined && { why: { da: reasonDa, en: reasonEn } }),
      ...(reason && { reason }),
      dead: known !== null && (await access.isDead(known.subjectId)),
      problems: whyProblems(input),
    })
    return result(outcome, context)
  }

interface DecisionInput {
  readonly id: string
  readonly interest: boolean
}

const decide =
  (decision: 'APPROVED' | 'REJECTED') =>
  async (_: unknown, { input }: { input: DecisionInput }, context: Context) => {
    const officer = await readOfficer(context)
    const found = await context.store.proposal(input.id)
    const known = found?.authority === officer.authority ? found : null
    const interest = input.interest || (await isOwnCase(context, [known?.content.subject]))
    const outcome = await context.store.decide({
      ...{ officer, decision, id: known?.id ?? nobody, interest },
      dead: known !== null && (await context.access.isDead(known.content.subject)),
      problems: known && decision === 'APPROVED' ? await problemsNow(known, context) : [],
    })
    return result(outcome, context)
  }

/** What no longer fits of a consent that is to be registered. */
async function problemsNow({ content }: Proposal, context: Context): Promise<readonly Problem[]> {
  const { registered, subjectKind } = content
  if (!registered) return []
  const template = await context.store.template(registered.template, registered.templateVersion)
  if (!template) throw new Error('A proposal names a template that is not there.')
  return approvalProblems(registered, subjectKind, template, await askUnder(template, context))
}

async function result({ consent, proposal, problems }: StewardOutcome, { store }: Context) {
  const row = consent === null ? null : await store.freshConsent(consent)
  const waits = proposal === null ? null : await store.proposal(proposal)
  return { consent: row && present(row), proposal: waits && presentProposal(waits), problems }
}

const presentProposal = (row: Proposal) => ({
  ...row,
  state: proposalState(row, row.now),
  from: { __typename: kinds[row.content.subjectKind], id: row.content.subject },
  to: { cvr: row.authority },
  controller: row.authority,
  interest: row.content.interest,
  reason: row.content.reason,
  fields: row.content.registered?.fields ?? null,
  registration: row.content.registered,
  validFrom: instantOf(row.content.registered?.validFrom),
  validTo: instantOf(row.content.registered?.validTo),
})

const instantOf = (text: string | null | undefined): Date | null => (text == null ? null : new Date(text))

async function proposals(_: unknown, { order, ...asked }: TimeListArguments, context: Context) {
  const { store, request } = context
  const { authority } = await readOfficer(context)
  const identity = listIdentity(request, 'Query.consentProposals', { authority, order })
  const first = readFirst(asked.first)
  const after = asked.after == null ? null : (store.cursors.open(identity, asked.after) as TimePlace)
  const rows = await store.openProposals(authority, { order, first, after })
  const seal = ({ place: at, id }: Proposal) => store.cursors.seal(identity, { at, id })
  const count = () => store.countProposals(authority)
  return toPage(rows.map(presentProposal), { first, after: asked.after }, seal, count)
}

const templateOfProposal = async ({ content: { registered } }: Proposal, { store }: Context) =>
  registered && store.template(registered.template, registered.templateVersion)

export const stewardResolvers: Resolvers<Store> = {
  Query: { consentSearch: search, consentProposals: proposals },
  Mutation: {
    registerConsent: register,
    withdrawConsentForSubject: command('WITHDRAW'),
    suspendConsent: command('SUSPEND'),
    resumeConsent: command('RESUME'),
    invalidateConsent: command('INVALIDATE'),
    approveConsentProposal: decide('APPROVED'),
    rejectConsentProposal: decide('REJECTED'),
  },
  ConsentProposal: {
    // As one knows the person now, also when it was proposed about an id that has since been joined to another.
    from: async ({ from }: ReturnType<typeof presentProposal>, _, { access }) => ({
      ...from,
      id: await access.currentId(from.id),
    }),
    consent: async ({ consentId }: Proposal, _, { store }) => {
      const row = consentId === null ? null : await store.consent(consentId)
      return row && present(row)
    },
    supersedes: async ({ content }: Proposal, _, { store }) => {
      const row = await store.consent(content.registered?.supersedes ?? '')
      return row && present(row)
    },
    template: (row: Proposal, _, context) => templateOfProposal(row, context),
    parameters: async (row: Proposal, asked: { language: 'DA' | 'EN' }, context) => {
      const template = await templateOfProposal(row, context)
      return template && valued(labelled(template, asked), row.content.registered?.parameters ?? {})
    },
  },
}
