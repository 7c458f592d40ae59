// Consents: GraphQL in, domain out.
import { type Acting, nobody } from '../../access/operation.ts'
import { type PageArguments, readFirst, toPage } from '../page.ts'
import { idProblems } from '../problems.ts'
import { activityById, authorityByCvr, byId } from '../references.ts'
import type { Resolvers, SubgraphContext } from '../subgraph.ts'
import { type Outcome, stopped } from './commands.ts'
import { type Command, type ConsentRequest, requestProblems, type State, stateAt } from './lifecycle.ts'
import type { Consent, ConsentFilter, Store, Template } from './store.ts'

type Context = SubgraphContext<Store>
type Language = 'DA' | 'EN'
interface Listing extends PageArguments {
  readonly states?: readonly State[] | null
}

const kinds = { PERSON: 'Person', BUSINESS: 'Business' } as const

/** A row as the schema's Consent: parties as stubs, so that each is decided for itself. */
const present = (row: Consent | null) =>
  row && {
    ...row,
    from: { __typename: kinds[row.subjectKind], id: row.subjectId },
    to: { cvr: row.authority },
  }

async function list(filter: ConsentFilter, page: PageArguments, store: Store) {
  const first = readFirst(page.first)
  const rows = await store.list(filter, { ...page, first })
  return toPage(
    rows.map(present),
    { ...page, first },
    row => row!.id,
    () => store.count(filter),
  )
}

/** Whose consents the caller's lists hold: an authority's own, or those about whom the person acts for. */
const viewer = (acting: Acting) =>
  acting.by === 'SYSTEM'
    ? { authority: acting.authority ?? '', subjects: null }
    : { authority: null, subjects: acting.subjects }

/** The text of a template in a language, or in the other when it lacks that one. */
async function textOf(store: Store, id: string, version: number, language: Language) {
  const texts = await store.texts(id, version)
  return texts.find(text => text.language === language) ?? texts[0] ?? null
}

async function result(outcome: Outcome, { store }: Context) {
  const consent = outcome.consent === null ? null : present(await store.freshConsent(outcome.consent))
  return { consent, problems: outcome.problems }
}

async function request(
  _: unknown,
  { input }: { input: ConsentRequest & { template: string } },
  context: Context,
) {
  const { store, access } = context
  const acting = await access.acting()
  const template = await store.newestTemplate(input.template)
  const problems = requestProblems(input, template, acting.activity, acting.at)
  if (problems.length > 0 || !template) return result(stopped(problems), context)
  const subject = input.cpr != null ? await access.subjectOf('PERSON', input.cpr) : input.person!
  const outcome = await store.request({
    reference: input.id,
    subject,
    authority: acting.authority!,
    activity: template.activity,
    template: template.id,
    templateVersion: template.version,
    answerDays: template.answerDays,
    fields: input.fields ?? template.fields,
    validFrom: input.validFrom ?? null,
    validTo: input.validTo,
    actor: context.request.caller.client,
  })
  return result(outcome, context)
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
      acting,
      actor: request.caller.kind === 'PERSON' ? request.caller.person : request.caller.client,
      dead: acting.subject !== null && (await access.isDead(acting.subject)),
      shown,
    })
    return result(outcome, context)
  }

export const resolvers: Resolvers<Store> = {
  Query: {
    consent: async (_, { id }: { id: string }, { store }) => present(await store.consent(id)),
    async consents(_, { states = null, ...page }: Listing, { store, access }) {
      return list({ ...viewer(await access.acting()), states }, page, store)
    },
    consentTemplate: (_, { id }: { id: string }, { store }) => store.newestTemplate(id),
  },
  Mutation: {
    requestConsent: request,
    grantConsent: command('GRANT'),
    declineConsent: command('DECLINE'),
    withdrawConsent: command('WITHDRAW'),
    cancelConsentRequest: command('CANCEL'),
  },
  Consent: {
    __resolveReference: async ({ id }: { id: string }, { store }: Context) =>
      present(await store.consent(id)),
    state: async (row: Consent, _, { access }) => stateAt(row, row.now, await access.isDead(row.subjectId)),
    activity: (row: Consent) => ({ id: row.activity }),
    text: (row: Consent, { language }: { language: Language }, { store }) =>
      textOf(store, row.template, row.templateVersion, language),
    template: (row: Consent, _, { store }) => store.template(row.template, row.templateVersion),
    events: async (row: Consent, _, { store }) =>
      (await store.events(row.id)).map(event => ({ ...event, by: event.actorKind })),
  },
  ConsentTemplate: {
    activity: (template: Template) => ({ id: template.activity }),
    text: (template: Template, { language }: { language: Language }, { store }) =>
      textOf(store, template.id, template.version, language),
  },
  Person: {
    ...byId('Person'),
    async consents({ id }: { id: string }, { states = null, ...page }: Listing, { store, access }) {
      // An authority that may read a person's consents still sees only those given to itself.
      const { authority } = viewer(await access.acting())
      return list({ subjects: await access.idsOf(id), authority, states }, page, store)
    },
  },
  Business: byId('Business'),
  Authority: authorityByCvr,
  ProcessingActivity: activityById,
}
