// Stewards' commands on powers of attorney, and their proposals to each other: GraphQL in, domain out.
import { GraphQLError } from 'graphql'
import type { ActivityFacts } from '../../access/activity.ts'
import { nobody } from '../../access/operation.ts'
import { isId } from '../../schema/id.ts'
import { checkCase } from '../case.ts'
import { listIdentity } from '../list.ts'
import { isOwnCase, type Officer, readOfficer } from '../officer.ts'
import { type Order, readFirst, toPage } from '../page.ts'
import { idProblems, type Problem, problem } from '../problems.ts'
import { classifyPlatform } from '../registry.ts'
import type { Resolvers, SubgraphContext } from '../subgraph.ts'
import type { TimeListArguments, TimePlace } from '../time-order.ts'
import { economicReach, scopeOf } from './gift.ts'
import type { Kind } from './lifecycle.ts'
import { type Presented, present, presentProposal } from './presenting.ts'
import { restOf, scopeProblems } from './scope.ts'
import { refused, type StewardCommand, type StewardOutcome } from './steward-command.ts'
import {
  type ActivateInput,
  approvalProblems,
  type PartyInput,
  partOf,
  partyKind,
  type RegisterInput,
  registeredOf,
  registerProblems,
} from './steward-input.ts'
import type { Proposal } from './steward-lists.ts'
import type { StewardStore } from './steward-store.ts'
import type { PowerOfAttorney } from './store.ts'

type Context = SubgraphContext<StewardStore>

const platform = classifyPlatform()

/** A steward in a case: what they do is about somebody. */
async function readCaseOfficer(context: Context): Promise<Officer & { readonly caseReference: string }> {
  checkCase(context)
  const officer = await readOfficer(context)
  return { ...officer, caseReference: officer.caseReference! }
}

/** Work across authorities is the operator's. */
const operatorOnly = ({ isOperator }: Officer): readonly Problem[] =>
  isOperator ? [] : [problem('OPERATOR_ONLY', 'input')]

/** The opaque id behind what a party is named by; null when it is named in no way, or in several. */
async function partyId(party: PartyInput, { access }: Context): Promise<string | null> {
  if (partyKind(party) === null) return null
  if (party.cpr != null) return access.subjectOf('PERSON', party.cpr)
  if (party.cvr != null) return access.subjectOf('BUSINESS', party.cvr)
  const id = party.person ?? party.business ?? ''
  return isId(id) ? id : null
}

/** A resolver that registers a letter, or a decree. */
const register =
  (command: 'REGISTER' | 'DECREE') =>
  async (_: unknown, { input }: { input: RegisterInput }, context: Context) => {
    const officer = await readCaseOfficer(context)
    const { access, store } = context
    const { at } = await access.acting()
    const grantor = await partyId(input.grantor, context)
    const holder = await partyId(input.holder, context)
    const oneself = grantor !== null && holder !== null && (await access.idsOf(grantor)).includes(holder)
    const terms = input.package == null ? null : await store.newestPackage(input.package)
    const scope = scopeOf(input, terms)
    const activities = await activitiesOf(scope, context)
    const problems = [
      ...(command === 'REGISTER' ? operatorOnly(officer) : []),
      ...registerProblems(input, { platform, at, longestYears: store.longestYears, package: terms }),
      ...activityProblems(activities, at),
      ...(oneself ? [problem('SELF', 'input.holder')] : []),
    ]
    // Without these there is nothing that could have been registered before.
    if (!grantor || !holder || idProblems(input.commandId, '').length > 0)
      return result(refused(problems), context)
    const economic = economicReach(scope, { platform, activities })
    const registered = registeredOf(input, { holder, holderKind: partyKind(input.holder)!, economic }, terms)
    const interest = input.interest || (await isOwnCase(context, [grantor, holder]))
    const outcome = await store.command({
      ...{ officer, commandId: input.commandId, command, power: null, interest, problems },
      ...{ grantor, grantorKind: partyKind(input.grantor)!, content: { registered, scope: null } },
    })
    return result(outcome, context)
  }

/** What is beyond the longest list is another problem. */
const mostLooked = 100

/** Of each what is known of it; null when there is none. */
const activitiesOf = ({ activities }: Pick<RegisterInput, 'activities'>, { access }: Context) =>
  Promise.all(activities.slice(0, mostLooked).map(async id => (await access.askerUnder(id)).facts.activity))

/** `isHeld`: what holds for one already may go on naming it, after its end too. */
const activityProblems = (
  known: readonly (ActivityFacts | null)[],
  at: Date,
  isHeld = (_: number) => false,
): readonly Problem[] =>
  known.flatMap((activity, index) =>
    (activity === null || at >= activity.validTo) && !isHeld(index)
      ? [problem('ACTIVITY_NOT_IN_FORCE', `input.activities.${index}`)]
      : [],
  )

/** As it is stored, a dormant one too; null for an id that is no power of attorney's. */
const powerNow = async (id: string, { store }: Context): Promise<PowerOfAttorney | null> =>
  isId(id) ? store.freshPower(id) : null

interface OnPower {
  readonly id: string
  readonly commandId: string
}

/** Carries out, or proposes, one command on one power of attorney. */
async function onPower(
  input: OnPower,
  wanted: Pick<StewardCommand, 'command' | 'interest' | 'content'> & {
    readonly officer: StewardCommand['officer']
    readonly known: PowerOfAttorney | null
    readonly problems: readonly Problem[]
  },
  context: Context,
) {
  const { known, ...command } = wanted
  const problems = [...wanted.problems, ...idProblems(input.commandId, 'input.commandId')]
  if (!known || problems.length > wanted.problems.length) {
    const missing = known ? [] : [problem('NOT_FOUND', 'input.id')]
    return result(refused([...problems, ...missing]), context)
  }
  const { id: power, grantorId: grantor, grantorKind } = known
  const { commandId } = input
  return result(
    await context.store.command({ ...command, commandId, power, grantor, grantorKind, problems }),
    context,
  )
}

const stop =
  (command: 'REVOKE' | 'END') =>
  async (_: unknown, { input }: { input: OnPower }, context: Context) => {
    const officer = await readCaseOfficer(context)
    const known = await powerNow(input.id, context)
    const problems = command === 'REVOKE' ? operatorOnly(officer) : []
    const content = { registered: null, scope: null }
    return onPower(input, { officer, known, command, interest: false, content, problems }, context)
  }

async function activate(_: unknown, { input }: { input: ActivateInput }, context: Context) {
  const officer = await readCaseOfficer(context)
  const known = await powerNow(input.id, context)
  const whole = known && ((await context.store.futureScope(known.id)) ?? known)
  const content = { registered: null, scope: whole && partOf(input, whole) }
  const activities = input.activities ?? []
  const looked = await activitiesOf({ activities }, context)
  const isHeld = (index: number) => known?.activities.includes(activities[index]!) ?? false
  const { at } = await context.access.acting()
  const problems = [
    ...(content.scope ? scopeProblems(content.scope, platform, part => `input.${part}`) : []),
    ...activityProblems(looked, at, isHeld),
  ]
  const interest = input.interest || (await isOwnCase(context, [known?.grantorId, known?.holderId]))
  return onPower(input, { officer, known, command: 'ACTIVATE', interest, content, problems }, context)
}

interface DecisionInput {
  readonly id: string
  readonly interest: boolean
}

const decide =
  (decision: 'APPROVED' | 'REJECTED') =>
  async (_: unknown, { input }: { input: DecisionInput }, context: Context) => {
    const officer = await readCaseOfficer(context)
    const { at } = await context.access.acting()
    const found = await context.store.proposal(input.id)
    const known = found?.authority === officer.authority ? found : null
    const interest = input.interest || (known !== null && (await isOwnProposal(known, context)))
    const outcome = await context.store.decide({
      ...{ officer, decision, id: known?.id ?? nobody, interest },
      problems: known && decision === 'APPROVED' ? approvalProblems(known.content, platform, at) : [],
    })
    return result(outcome, context)
  }

async function isOwnProposal({ grantorId, content, powerOfAttorneyId }: Proposal, context: Context) {
  const power = powerOfAttorneyId === null ? null : await powerNow(powerOfAttorneyId, context)
  return isOwnCase(context, [grantorId, content.registered?.holder, power?.holderId])
}

async function result({ power, proposal, problems }: StewardOutcome, { store }: Context) {
  const row = power === null ? null : await store.freshPower(power)
  const waits = proposal === null ? null : await store.proposal(proposal)
  return { powerOfAttorney: present(row), proposal: waits && presentProposal(waits), problems }
}

/** As one knows them now, also when it was proposed about an id that has since been joined to another. */
const partyNow = async (party: Presented['grantor'], { access }: Context) => ({
  ...party,
  id: await access.currentId(party.id),
})

async function proposals(_: unknown, { order, ...asked }: TimeListArguments, context: Context) {
  const { store, request } = context
  const { authority } = await readOfficer(context)
  const identity = listIdentity(request, 'Query.powerOfAttorneyProposals', { authority, order })
  const first = readFirst(asked.first)
  const after = asked.after == null ? null : (store.cursors.open(identity, asked.after) as TimePlace)
  const rows = await store.openProposals(authority, { order, first, after })
  const seal = ({ place: at, id }: Proposal) => store.cursors.seal(identity, { at, id })
  const count = () => store.countProposals(authority)
  return toPage(rows.map(presentProposal), { first, after: asked.after }, seal, count)
}

interface GrantorInput extends PartyInput {
  readonly order: Order
}

/** A grantor's future powers, dormant ones too, or all others: in a case, and on record about the grantor. */
const powersOf = (future: boolean) => async (_: unknown, asked: GrantorInput, context: Context) => {
  checkCase(context)
  if (partyKind(asked) === null)
    throw new GraphQLError('Name the grantor in one way: either by number or by id.', {
      extensions: { code: 'SUBJECT_AMBIGUOUS' },
    })
  const { authority, isOperator } = await readOfficer(context)
  const grantor = (await partyId(asked, context)) ?? nobody
  const subjects = await context.access.idsOf(grantor)
  const ids = await context.store.powersOfGrantor(subjects, kindsFor(future, isOperator), asked.order)
  const nodes = await Promise.all(ids.map(id => powerNow(id, context)))
  return { nodes: nodes.map(present), about: { id: grantor }, controller: authority }
}

/** Letters are the operator's work; who decides on guardianship sees no more than that. */
function kindsFor(future: boolean, isOperator: boolean): readonly Kind[] {
  if (future) return ['FUTURE']
  return isOperator ? ['VOLUNTARY', 'DECREE'] : ['DECREE']
}

/** The grantor's in person, and of officers whose activity gives it; whoever else may see the power of attorney sees none. */
async function dormantPart(row: PowerOfAttorney, _: unknown, { store, access, request }: Context) {
  const { by, subjects } = await access.acting()
  const own = by === 'SUBJECT' && subjects.includes(row.grantorId)
  const official = by === 'SYSTEM' && request.represented === null
  if (row.kind !== 'FUTURE' || !(own || official)) return null
  const nothing = { fields: [], actions: [], activities: [] }
  const whole = (await store.futureScope(row.id)) ?? row
  const rest =
    row.activatedAt === null
      ? { ...restOf(whole, nothing)!, activities: whole.activities }
      : restOf(whole, row)
  return rest && { ...rest, activities: rest.activities.map(id => ({ id })) }
}

export const stewardResolvers: Resolvers<StewardStore> = {
  Query: {
    powerOfAttorneyProposals: proposals,
    futurePowers: powersOf(true),
    powersOfGrantor: powersOf(false),
  },
  Mutation: {
    registerPowerOfAttorney: register('REGISTER'),
    registerDecree: register('DECREE'),
    revokePowerOfAttorneyForGrantor: stop('REVOKE'),
    activateFuturePower: activate,
    endFuturePower: stop('END'),
    endDecree: stop('END'),
    approvePowerOfAttorneyProposal: decide('APPROVED'),
    rejectPowerOfAttorneyProposal: decide('REJECTED'),
  },
  PowerOfAttorney: {
    registration: (row: PowerOfAttorney, _, { store }) => store.registration(row.id),
    dormant: dormantPart,
  },
  PowerOfAttorneyProposal: {
    grantor: ({ grantor }: Presented, _, context) => partyNow(grantor, context),
    holder: ({ holder }: Presented, _, context) => holder && partyNow(holder, context),
    powerOfAttorney: async ({ powerOfAttorneyId }: Proposal, _, context) =>
      powerOfAttorneyId === null ? null : present(await powerNow(powerOfAttorneyId, context)),
  },
}
