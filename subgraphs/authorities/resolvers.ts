// Authorities and processing activities: GraphQL in, records out.
import { type PageArguments, readFirst, toPage } from '../page.ts'
import { activityById, authorityByCvr } from '../references.ts'
import type { Resolvers } from '../subgraph.ts'
import type { Store } from './store.ts'

interface ActivityStub {
  readonly id: string
}

interface AuthorityStub {
  readonly cvr: string
}

/** A resolver that loads the activity behind a stub and gives one part of it; null when it is not in force. */
const ofActivity =
  (part: 'version' | 'legalBasis' | 'act' | 'reach' | 'startedBy' | 'validFrom' | 'validTo') =>
  async ({ id }: ActivityStub, _: unknown, { store }: { store: Store }) =>
    (await store.activity(id))?.[part] ?? null

const ofAuthority =
  (part: 'name' | 'kind') =>
  async ({ cvr }: AuthorityStub, _: unknown, { store }: { store: Store }) =>
    (await store.authority(cvr))?.[part] ?? null

export const resolvers: Resolvers<Store> = {
  Query: {
    async activities(
      _,
      { authority = null, ...page }: { authority?: string | null } & PageArguments,
      { store },
    ) {
      const first = readFirst(page.first)
      const rows = await store.listActivities(authority, { ...page, first })
      return toPage(
        rows,
        { ...page, first },
        ({ id }) => id,
        () => store.countActivities(authority),
      )
    },
    activity: (_, { id }: ActivityStub, { store }) => store.activity(id),
    async authorities(_, page: PageArguments, { store }) {
      const first = readFirst(page.first)
      const rows = await store.listAuthorities({ ...page, first })
      return toPage(rows, { ...page, first }, ({ cvr }) => cvr, store.countAuthorities)
    },
  },
  Authority: {
    ...authorityByCvr,
    name: ofAuthority('name'),
    kind: ofAuthority('kind'),
  },
  ProcessingActivity: {
    ...activityById,
    version: ofActivity('version'),
    async controller({ id }: ActivityStub, _, { store }) {
      const activity = await store.activity(id)
      return activity && { cvr: activity.authority }
    },
    async purpose({ id }: ActivityStub, { language }: { language: 'DA' | 'EN' }, { store }) {
      const activity = await store.activity(id)
      return activity && (language === 'DA' ? activity.purposeDa : activity.purposeEn)
    },
    legalBasis: ofActivity('legalBasis'),
    act: ofActivity('act'),
    async fields({ id }: ActivityStub, _, { store }) {
      const activity = await store.activity(id)
      return activity && store.fields(id, activity.version)
    },
    reach: ofActivity('reach'),
    startedBy: ofActivity('startedBy'),
    validFrom: ofActivity('validFrom'),
    validTo: ofActivity('validTo'),
  },
}
