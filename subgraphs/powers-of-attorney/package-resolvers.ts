// Packages in everyone's sight and in stewards' hands: GraphQL in, domain out.
import { readOfficer } from '../officer.ts'
import { type PageArguments, readFirst, toPage } from '../page.ts'
import { authorityByCvr } from '../references.ts'
import { classifyPlatform } from '../registry.ts'
import type { Resolvers, SubgraphContext } from '../subgraph.ts'
import type { VersionInput, VersionOutcome } from '../versions.ts'
import type { PackageDraft } from './package.ts'
import type { AboutScope } from './package-commands.ts'
import type { PackageRow } from './package-lists.ts'
import type { StewardStore } from './steward-store.ts'

type Context = SubgraphContext<StewardStore>

const platform = classifyPlatform()
/** What is beyond the longest list is a problem of its own. */
const mostListed = 100

/** What the checks know of a package's activities. */
async function aboutScope(
  { authority, activities }: { readonly authority: string; readonly activities: readonly string[] },
  { access }: Context,
): Promise<AboutScope> {
  const known = await Promise.all(
    activities.slice(0, mostListed).map(async id => (await access.askerUnder(id)).facts.activity),
  )
  return { platform, authority, activities: known }
}

async function draft(_: unknown, { input }: { input: PackageDraft }, context: Context) {
  const officer = await readOfficer(context)
  const about = await aboutScope({ ...input, authority: officer.authority }, context)
  return result(await context.store.draftPackage(officer, input, about), context)
}

async function publish(_: unknown, { input }: { input: VersionInput }, context: Context) {
  const officer = await readOfficer(context)
  const row = await context.store.packageVersion(input.id, input.version)
  const about = await aboutScope(row ?? { authority: officer.authority, activities: [] }, context)
  return result(await context.store.publishPackage(officer, input, about), context)
}

async function result({ id, version, problems }: VersionOutcome, { store }: Context) {
  return { package: id === null ? null : await store.packageVersion(id, version), problems }
}

interface Listing extends PageArguments {
  readonly authority?: string | null
}

async function packages(_: unknown, { authority = null, ...page }: Listing, { store }: Context) {
  const first = readFirst(page.first)
  const rows = await store.listPackages(authority, first, page.after ?? null)
  const count = () => store.countPackages(authority)
  return toPage(rows, { ...page, first }, ({ id }: PackageRow) => id, count)
}

async function drafts(_: unknown, _args: unknown, context: Context) {
  const { authority } = await readOfficer(context)
  const rows = await context.store.packageDrafts(authority)
  return rows.map(row => ({ ...row, package: row }))
}

type Language = 'DA' | 'EN'

export const packageResolvers: Resolvers<StewardStore> = {
  Query: {
    powerPackage: (_, { id }: { id: string }, { store }) => store.newestPackage(id),
    powerPackages: packages,
    powerPackageDrafts: drafts,
  },
  Mutation: {
    draftPowerPackage: draft,
    publishPowerPackage: publish,
    closePowerPackage: async (_, { input }: { input: VersionInput }, context) =>
      result(await context.store.closePackage(await readOfficer(context), input), context),
  },
  Authority: authorityByCvr,
  PowerPackage: {
    authority: ({ authority }: PackageRow) => ({ cvr: authority }),
    activities: ({ activities }: PackageRow) => activities.map(id => ({ id })),
    title: (row: PackageRow, { language }: { language: Language }) =>
      language === 'DA' ? row.titleDa : row.titleEn,
    text: (row: PackageRow, { language }: { language: Language }) =>
      language === 'DA' ? row.textDa : row.textEn,
  },
}
