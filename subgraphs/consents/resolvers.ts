// Consents: GraphQL in, domain out.
import type { Acting } from '../../access/acting.ts'
import { classify } from '../../access/classification.ts'
import { nobody } from '../../access/operation.ts'
import type { Parameters } from '../../access/parameters.ts'
import { listIdentity } from '../list.ts'
import { type PageArguments, readFirst, toPage } from '../page.ts'
import { idProblems } from '../problems.ts'
import { activityById, authorityByCvr, byId } from '../references.ts'
import { type Resolvers, readSchema, type SubgraphContext } from '../subgraph.ts'
import type { TimeListArguments } from '../time-order.ts'
import { actorOf, withinOf } from './actor.ts'
import { askMany, askOne, type RequestInput, send } from './asking.ts'
import type { ConsentChange } from './feed.ts'
import { seenWithin } from './guardian.ts'
import { type Command, type State, stateAt } from './lifecycle.ts'
import type { ConsentFilter, ListedConsent, Place } from './lists.ts'
import { missingOf } from './missing.ts'
import { type Outcome, stopped } from './outcome.ts'
import type { Consent, Store, TemplateRow } from './store.ts'

type Context = SubgraphContext<Store>
type Language = 'DA' | 'EN'
interface Listing extends TimeListArguments {
  readonly states?: readonly State[] | null
  /** Of a subject's list alone. */
  readonly authority?: string | null
}

const whoAsked = classify(readSchema('consents')).get('Consent')!.fields.get('to')!

export const kinds = { PERSON: 'Person', BUSINESS: 'Business' } as const

/** Whose a row is, as stubs: each is decided for itself. */
export const parties = (row: Pick<Consent, 'subjectId' | 'subjectKind' | 'authority'>) => ({
  from: { __typename: kinds[row.subjectKind], id: row.subjectId },
  to: { cvr: row.authority },
})

/** A row as the schema's Consent. */
export const present = <Row extends Consent>(row: Row) => ({ ...row, ...parties(row) })

/** One consent for this caller: what was never sent is known to its authority alone. */
async function show(row: Consent | null, context: Context) {
  const { access, request } = context
  if (!row) return null
  if (request.caller.kind !== 'SYSTEM') return (await isSeen(row, context)) ? present(row) : null
  const acting = await access.acting()
  const known = row.sentAt !== null || acting.authority === row.authority
  return known && isWithin(acting, row.activity) ? present(row) : null
}

/** What was never sent is its authority's alone; a guardian sees what is a matter of money. */
async function isSeen(row: Consent, context: Context): Promise<boolean> {
  if (row.sentAt === null) return false
  const activities = await seenWithin(context, [row.subjectId])
  return activities === null || activities.includes(row.activity)
}

/** A supplier's system sees what was given for the activity of its mandate, and no other consent of the authority. */
const isWithin = (acting: Acting, activity: string): boolean => [null, activity].includes(withinOf(acting))

interface ListOf {
  readonly coordinate: string
  /** What the list hangs on: a subject's or an activity's id. */
  readonly of: string | null
  readonly subjects: ConsentFilter['subjects']
  readonly activity?: string
}

/** A page of the consents that the caller is a party to. */
async function list({ coordinate, of, subjects, activity }: ListOf, asked: Listing, context: Context) {
  const { store, access, request } = context
  const { order, states = null, authority: askedBy = null } = asked
  const acting = await access.acting()
  const { by, subjects: own } = acting
  const within = withinOf(acting)
  const authority = activity && !isWithin(acting, activity) ? null : acting.authority
  // An authority that may read a person's consents still sees only those given to itself.
  const filter = {
    authority: by === 'SYSTEM' ? (authority ?? '') : null,
    subjects: subjects ?? (by === 'SYSTEM' ? null : own),
    activity: activity ?? within,
    activities: await seenWithin(context, subjects ?? own),
    askedBy,
    states,
  }
  const identity = listIdentity(request, coordinate, { of, states, askedBy, order })
  const first = readFirst(asked.first)
  const after = asked.after == null ? null : (store.cursors.open(identity, asked.after) as Place)
  const seal = ({ pending, place: at, id }: ListedConsent) =>
    store.cursors.seal(identity, { pending, at, id })
  // A filter sees what its caller sees: to whom it is withheld who asked, none is found and none is guessed.
  const isTold = by === 'SYSTEM' || askedBy === null || of === null
  const withheld = !isTold && (await access.askOther(whoAsked, of)).outcome !== 'PERMIT'
  const rows = withheld ? [] : await store.list(filter, { order, first, after })
  const count = async () => (withheld ? 0 : store.count(filter))
  return toPage(rows.map(present), { first, after: asked.after }, seal, count)
}

/** The changes of the authority's own consents after a cursor. It fits every system of that authority, for good. */
async function changes(_: unknown, asked: PageArguments, { store, access }: Context) {
  const acting = await access.acting()
  const [authority, within] = [acting.authority ?? '', withinOf(acting)]
  const identity = { coordinate: 'Query.consentChanges', authority, ...(within && { within }) }
  const first = readFirst(asked.first)
  const after = asked.after == null ? 0 : (store.cursors.open(identity, asked.after) as number)
  const rows = await store.changes(authority, after, first, within)
  const nodes = rows.map(row => ({ ...row, ...parties(row), consent: { id: row.consentId } }))
  const page = toPage(
    nodes,
    { first, after: asked.after },
    ({ position }: ConsentChange) => store.cursors.seal(identity, position),
    async () => rows.length,
  )
  // Nothing new: the same place again.
  const endCursor = rows.length === 0 ? (asked.after ?? null) : page.pageInfo.endCursor
  return { ...page, pageInfo: { ...page.pageInfo, endCursor } }
}

/** The text of a template in a language, or in the other when it lacks that one. */
async function textOf(store: Store, id: string, version: number, language: Language) {
  const texts = await store.texts(id, version)
  return texts.find(text => text.language === language) ?? texts[0] ?? null
}

async function result(outcome: Outcome, { store }: Context) {
  const row = outcome.consent === null ? null : await store.freshConsent(outcome.consent)
  return { consent: row && present(row), problems: outcome.problems }
}

interface Answer {
  readonly id: string
  readonly commandId: string
  readonly language?: Language
}

/** A resolver that carries out one command on one consent. */
const command =
  (name: Command) =>
  async (_: unknown, { input }: { input: Answer }, context: Context) => {
    const { store, access, request } = context
    const acting = await access.acting()
    const problems = idProblems(input.commandId, 'input.commandId')
    const known = await store.consent(input.id)
    if (problems.length > 0) return result(stopped(problems), context)
    const shown =
      known && input.language
        ? await textOf(store, known.template, known.templateVersion, input.language)
        : null
    const outcome = await store.command({
      id: known?.id ?? nobody,
      commandId: input.commandId,
      command: name,
      actor: actorOf(acting, request),
      dead: acting.subject !== null && (await access.isDead(acting.subject)),
      shown,
    })
    return result(outcome, context)
  }

async function sendRequest(_: unknown, { input }: { input: Answer }, context: Context) {
  const problems = idProblems(input.commandId, 'input.commandId')
  return result(problems.length > 0 ? stopped(problems) : await send(input, context), context)
}

async function requestMany(_: unknown, { inputs }: { inputs: readonly RequestInput[] }, context: Context) {
  const { outcomes, problems } = await askMany(inputs, context)
  return { results: await Promise.all(outcomes.map(outcome => result(outcome, context))), problems }
}

export const labelled = (template: TemplateRow, { language }: { language: Language }) =>
  template.parameters.map(({ name, place, da, en }) => ({
    name,
    place,
    label: language === 'DA' ? da : (en ?? da),
  }))

/** Those that bind a consent, with its values: one of another field than its own does not. */
export const valued = (declared: ReturnType<typeof labelled>, stored: Parameters) =>
  declared.flatMap(parameter => {
    const values = stored[parameter.place]
    return values ? [{ ...parameter, values }] : []
  })

async function parametersOf(row: Consent, asked: { language: Language }, { store }: Context) {
  const template = await store.template(row.template, row.templateVersion)
  const declared = template ? labelled(template, asked) : []
  return valued(declared, row.parameters)
}

export const resolvers: Resolvers<Store> = {
  Query: {
    consent: async (_, { id }: { id: string }, context) => show(await context.store.consent(id), context),
    consents: (_, asked: Listing, context) =>
      list({ coordinate: 'Query.consents', of: null, subjects: null }, asked, context),
    async consentTemplate(_, { id, version }: { id: string; version?: number | null }, { store }) {
      if (version == null) return store.newestTemplate(id)
      const row = await store.template(id, version)
      return row?.state === 'DRAFT' ? null : row
    },
    consentChanges: changes,
  },
  Mutation: {
    requestConsent: async (_, { input }: { input: RequestInput }, context) =>
      result(await askOne('REQUEST', input, context), context),
    draftConsentRequest: async (_, { input }: { input: RequestInput }, context) =>
      result(await askOne('DRAFT', input, context), context),
    requestConsents: requestMany,
    sendConsentRequest: sendRequest,
    grantConsent: command('GRANT'),
    declineConsent: command('DECLINE'),
    withdrawConsent: command('WITHDRAW'),
    cancelConsentRequest: command('CANCEL'),
  },
  Consent: {
    __resolveReference: async ({ id }: { id: string }, context: Context) =>
      show(await context.store.consent(id), context),
    state: async (row: Consent, _, { access }) => stateAt(row, row.now, await access.isDead(row.subjectId)),
    // As one knows the person now, also when the consent was given under an id that has since been joined to another.
    from: async (row: Consent, _, { access }) => ({
      ...parties(row).from,
      id: await access.currentId(row.subjectId),
    }),
    activity: (row: Consent) => ({ id: row.activity }),
    missing: missingOf,
    text: (row: Consent, { language }: { language: Language }, { store }) =>
      textOf(store, row.template, row.templateVersion, language),
    template: (row: Consent, _, { store }) => store.template(row.template, row.templateVersion),
    parameters: parametersOf,
    supersedes: async (row: Consent, _, context) =>
      row.supersedes === null ? null : show(await context.store.consent(row.supersedes), context),
    suspendedReason: ({ state, suspendedReason: why }: Consent, { language }: { language: Language }) =>
      state === 'SUSPENDED' && why ? (language === 'DA' ? why.da : (why.en ?? why.da)) : null,
    channel: async (row: Consent, _, { store }) =>
      (await store.events(row.id)).find(({ state }) => state === 'GRANTED')?.channel ?? null,
    registration: (row: Consent, _, { store }) => store.registration(row.id),
    events: async (row: Consent, _, { store }) =>
      (await store.events(row.id)).map(event => ({ ...event, by: event.actorKind })),
  },
  ConsentTemplate: {
    activity: (template: TemplateRow) => ({ id: template.activity }),
    parameters: labelled,
    text: (template: TemplateRow, { language }: { language: Language }, { store }) =>
      textOf(store, template.id, template.version, language),
  },
  ConsentChange: {
    consent: async ({ consent }: { consent: { id: string } }, _, context) =>
      show(await context.store.consent(consent.id), context),
  },
  Person: {
    ...byId('Person'),
    consents: async ({ id }: { id: string }, asked: Listing, context) =>
      list(
        { coordinate: 'Person.consents', of: id, subjects: await context.access.idsOf(id) },
        asked,
        context,
      ),
  },
  Business: {
    ...byId('Business'),
    consents: async ({ id }: { id: string }, asked: Listing, context) =>
      list(
        { coordinate: 'Business.consents', of: id, subjects: await context.access.idsOf(id) },
        asked,
        context,
      ),
  },
  Authority: authorityByCvr,
  ProcessingActivity: {
    ...activityById,
    consents: ({ id }: { id: string }, asked: Listing, context) =>
      list(
        { coordinate: 'ProcessingActivity.consents', of: id, subjects: null, activity: id },
        asked,
        context,
      ),
  },
}
