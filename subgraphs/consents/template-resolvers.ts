// Templates in everyone's sight and in stewards' hands: GraphQL in, domain out.
import { readOfficer } from '../officer.ts'
import { type PageArguments, readFirst, toPage } from '../page.ts'
import { classifyPlatform, readSchemas } from '../registry.ts'
import type { Resolvers, SubgraphContext } from '../subgraph.ts'
import type { VersionInput, VersionOutcome } from '../versions.ts'
import { type About, needsOperator, type TemplateDraft, type Words } from './drafting.ts'
import { placesOf } from './places.ts'
import type { Store, TemplateRow } from './store.ts'

type Context = SubgraphContext<Store>

const platform = classifyPlatform()
const places = placesOf(readSchemas().values())

/** The schema's DraftConsentTemplateInput. */
interface DraftInput extends Omit<TemplateDraft, 'paragraph' | 'reason' | 'parameters' | 'textEn'> {
  readonly paragraph?: string | null
  readonly reason?: string | null
  readonly parameters: readonly {
    readonly name: string
    readonly place: string
    readonly labelDa: string
    readonly labelEn?: string | null
  }[]
  readonly textEn?: Words | null
}

/** In a fixed order, with what was left out as null: a repeated command is the same when this is. */
const readDraft = (input: DraftInput): TemplateDraft => ({
  ...input,
  paragraph: input.paragraph ?? null,
  reason: input.reason ?? null,
  parameters: input.parameters.map(({ name, place, labelDa, labelEn }) => ({
    ...{ name, place, da: labelDa },
    en: labelEn ?? null,
  })),
  textEn: input.textEn ?? null,
})

/** What the checks know of an activity, when it is that authority's. */
async function aboutActivity(id: string, authority: string, { access, store }: Context): Promise<About> {
  const { facts } = await access.askerUnder(id)
  const activity = facts.activity?.authority === authority ? facts.activity : null
  return { platform, places, activity, startedBy: await store.startedBy(activity), at: facts.at }
}

async function draft(_: unknown, { input }: { input: DraftInput }, context: Context) {
  const officer = await readOfficer(context)
  const about = await aboutActivity(input.activity, officer.authority, context)
  return result(await context.store.draftTemplate(officer, readDraft(input), about), context)
}

async function publish(_: unknown, { input }: { input: VersionInput }, context: Context) {
  const officer = await readOfficer(context)
  const row = await context.store.templateNow(input.id, input.version)
  const about = await aboutActivity(row?.activity ?? '', row?.authority ?? '', context)
  return result(await context.store.publishTemplate(officer, input, about), context)
}

async function result({ id, version, problems }: VersionOutcome, { store }: Context) {
  return { template: id === null ? null : await store.templateNow(id, version), problems }
}

interface Listing extends PageArguments {
  readonly authority?: string | null
}

async function templates(_: unknown, { authority = null, ...page }: Listing, { store }: Context) {
  const first = readFirst(page.first)
  const rows = await store.listTemplates(authority, first, page.after ?? null)
  const count = () => store.countTemplates(authority)
  return toPage(rows, { ...page, first }, ({ id }: TemplateRow) => id, count)
}

async function drafts(_: unknown, _args: unknown, context: Context) {
  const { authority, isOperator } = await readOfficer(context)
  const rows = await context.store.draftTemplates(isOperator ? null : authority)
  return rows.map(row => ({ ...row, template: row, needsOperator: needsOperator(row, platform) }))
}

export const templateResolvers: Resolvers<Store> = {
  Query: { consentTemplates: templates, consentTemplateDrafts: drafts },
  Mutation: {
    draftConsentTemplate: draft,
    publishConsentTemplate: publish,
    closeConsentTemplate: async (_, { input }: { input: VersionInput }, context) =>
      result(await context.store.closeTemplate(await readOfficer(context), input), context),
  },
}
