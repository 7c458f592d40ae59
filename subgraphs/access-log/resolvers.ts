// The access log: GraphQL in, records out.
import { type PageArguments, readFirst, toPage } from '../page.ts'
import { activityById, authorityByCvr, byId } from '../references.ts'
import type { Resolvers } from '../subgraph.ts'
import type { Record, Store } from './store.ts'
import { summary } from './summary.ts'

const authority = (cvr: string | null) => (cvr === null ? null : { cvr })

export const resolvers: Resolvers<Store> = {
  Person: {
    ...byId('Person'),
    async accessLog(
      { id }: { id: string },
      { includeOwn, ...page }: { includeOwn: boolean } & PageArguments,
      { store, access },
    ) {
      const first = readFirst(page.first)
      const filter = { subjects: await access.idsOf(id), includeOwn }
      const rows = await store.list(filter, { ...page, first })
      return toPage(
        rows,
        { ...page, first },
        row => row.id,
        () => store.count(filter),
      )
    },
  },
  AccessRecord: {
    authority: (row: Record) => authority(row.authority),
    processor: (row: Record) => authority(row.processor),
    person: (row: Record) => (row.personId === null ? null : { id: row.personId }),
    activity: (row: Record) => (row.activity === null ? null : { id: row.activity }),
    summary: (row: Record, { language }: { language: 'DA' | 'EN' }) => summary(row, language),
  },
  Authority: authorityByCvr,
  ProcessingActivity: activityById,
}
