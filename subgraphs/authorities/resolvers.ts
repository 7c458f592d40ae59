// Authorities and processing activities: GraphQL in, records out.
import { GraphQLError } from 'graphql'
import { decideEntry } from '../../access/decide.ts'
import { reachable } from '../../access/reachable.ts'
import { help } from '../../access/refusals.ts'
import { checkCase } from '../case.ts'
import { readOfficer } from '../officer.ts'
import { type PageArguments, readFirst, toPage } from '../page.ts'
import { activityById, authorityByCvr } from '../references.ts'
import { classifyPlatform } from '../registry.ts'
import type { Resolvers, SubgraphContext } from '../subgraph.ts'
import { type DraftInput, needsOperator, readDraft } from './activity.ts'
import type { Outcome } from './commands.ts'
import type { Draft, Store, Version } from './store.ts'
import { supplierCommands, suppliersOf } from './supplier-resolvers.ts'

type Context = SubgraphContext<Store>
type Language = 'DA' | 'EN'

interface ActivityStub {
  readonly id: string
}

interface AuthorityStub {
  readonly cvr: string
}

const platform = classifyPlatform()

/** A resolver that loads the activity behind a stub and gives one part of it; null when it is not in force. */
const ofActivity =
  (part: keyof Version) =>
  async ({ id }: ActivityStub, _: unknown, { store }: { store: Store }) =>
    (await store.activity(id))?.[part] ?? null

const ofAuthority =
  (part: 'name' | 'kind') =>
  async ({ cvr }: AuthorityStub, _: unknown, { store }: { store: Store }) =>
    (await store.authority(cvr))?.[part] ?? null

const purposeIn = (row: Version, language: Language): string =>
  language === 'DA' ? row.purposeDa : row.purposeEn

/** A row as the schema's ActivityVersion. */
const presentVersion = (row: Version) => ({
  ...row,
  activity: { id: row.id },
  state: row.approvedBy === null ? 'DRAFT' : row.cancelledAt === null ? 'APPROVED' : 'CANCELLED',
})

async function presentDraft(row: Draft, store: Store) {
  const fields = await store.fields(row.id, row.version)
  const content = { ...row, fields, systems: [] }
  return { ...row, version: presentVersion(row), needsOperator: needsOperator(content, platform) }
}

/** Another's systems and officers: work across authorities is the operator's. */
async function authorityOnFile(_: unknown, { cvr }: AuthorityStub, context: Context) {
  checkCase(context)
  const { isOperator } = await readOfficer(context)
  if (!isOperator)
    throw new GraphQLError(
      "Only the operator's stewards see what is on file of any authority: ask for your own with myAuthority.",
      { extensions: { code: 'OPERATOR_ONLY' } },
    )
  return (await context.store.authority(cvr)) && { authority: { cvr } }
}

async function result(outcome: Outcome, { store }: Context) {
  if (outcome.id === null) return { version: null, problems: outcome.problems }
  store.forget(outcome.id)
  const row = await store.version(outcome.id, outcome.version)
  return { version: row && presentVersion(row), problems: [] }
}

async function myAccess(_: unknown, { activity }: { activity: string }, { access }: Context) {
  const asker = await access.askerUnder(activity)
  const usable = decideEntry(asker, 'LOOKUP')
  if (usable.outcome === 'REFUSE')
    return {
      activity: { id: activity },
      code: usable.code,
      help: ({ language }: { language: Language }) => help(usable.code)[language === 'DA' ? 'da' : 'en'],
      fields: [],
    }
  const fields = reachable(asker, platform).map(({ rule, ground, withheldWhenProtected }) => ({
    coordinate: rule.coordinate,
    ground,
    class: rule.class,
    source: rule.source,
    consentNeeded: ground === 'CONSENT',
    withheldWhenProtected,
  }))
  return { activity: { id: activity }, code: null, help: null, fields }
}

interface Listing extends PageArguments {
  readonly authority?: string | null
  /** Those that have ended, instead of those in force. */
  readonly ended: boolean
}

export const resolvers: Resolvers<Store> = {
  Query: {
    async activities(_, { authority = null, ended, ...page }: Listing, { store }) {
      const first = readFirst(page.first)
      const asked = { ...page, first }
      const rows: readonly ActivityStub[] = ended
        ? await store.listEnded(authority, asked)
        : await store.listActivities(authority, asked)
      const count = () => (ended ? store.countEnded(authority) : store.countActivities(authority))
      return toPage(rows, asked, ({ id }) => id, count)
    },
    async activity(_, { id, ended }: ActivityStub & { readonly ended: boolean }, { store }) {
      const activity = await store.activity(id)
      if (activity || !ended) return activity
      return (await store.versions(id)).length > 0 ? { id } : null
    },
    async authorities(_, page: PageArguments, { store }) {
      const first = readFirst(page.first)
      const rows = await store.listAuthorities({ ...page, first })
      return toPage(rows, { ...page, first }, ({ cvr }) => cvr, store.countAuthorities)
    },
    myAccess,
    async myAuthority(_, _args, context) {
      const { authority } = await readOfficer(context)
      return { authority: { cvr: authority } }
    },
    authority: authorityOnFile,
    async activityDrafts(_, _args, context) {
      const { authority, isOperator } = await readOfficer(context)
      const drafts = await context.store.drafts(isOperator ? null : authority)
      return drafts.map(draft => presentDraft(draft, context.store))
    },
  },
  Mutation: {
    draftActivity: async (_, { input }: { input: DraftInput }, context) =>
      result(await context.store.draft(await readOfficer(context), readDraft(input), platform), context),
    approveActivity: async (_, { input }, context) =>
      result(await context.store.approve(await readOfficer(context), input, platform), context),
    endActivity: async (_, { input }, context) =>
      result(
        await context.store.end(await readOfficer(context), { ...input, at: input.at ?? null }),
        context,
      ),
    ...supplierCommands,
  },
  Authority: {
    ...authorityByCvr,
    name: ofAuthority('name'),
    kind: ofAuthority('kind'),
  },
  AuthorityFile: {
    systems: ({ authority }: { authority: AuthorityStub }, _, { store }) => store.systemsOf(authority.cvr),
    officers: ({ authority }: { authority: AuthorityStub }, _, { store }) => store.officersOf(authority.cvr),
    suppliers: suppliersOf,
  },
  ActivityVersion: {
    purpose: (row: Version, { language }: { language: Language }) => purposeIn(row, language),
    fields: (row: Version, _, { store }) => store.fields(row.id, row.version),
    systems: (row: Version, _, { store }) => store.systems(row.id, row.version),
  },
  ProcessingActivity: {
    ...activityById,
    version: ofActivity('version'),
    async controller({ id }: ActivityStub, _, { store }) {
      const activity = (await store.activity(id)) ?? (await store.versions(id))[0]
      return activity && { cvr: activity.authority }
    },
    async purpose({ id }: ActivityStub, { language }: { language: Language }, { store }) {
      const activity = await store.activity(id)
      return activity && purposeIn(activity, language)
    },
    legalBasis: ofActivity('legalBasis'),
    act: ofActivity('act'),
    async fields({ id }: ActivityStub, _, { store }) {
      const activity = await store.activity(id)
      return activity && store.fields(id, activity.version)
    },
    async systems({ id }: ActivityStub, _, { store }) {
      const activity = await store.activity(id)
      return activity && store.systems(id, activity.version)
    },
    reach: ofActivity('reach'),
    subjects: ofActivity('subjects'),
    population: ofActivity('population'),
    startedBy: ofActivity('startedBy'),
    coverForDays: ofActivity('coverForDays'),
    protectionException: ofActivity('protectionException'),
    economic: ofActivity('economic'),
    decidesFrom: ofActivity('decidesFrom'),
    jointCustody: ofActivity('jointCustody'),
    validFrom: ofActivity('validFrom'),
    validTo: ofActivity('validTo'),
    async versions({ id }: ActivityStub, _, { store }) {
      return (await store.versions(id)).map(presentVersion)
    },
  },
}
