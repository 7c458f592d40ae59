// The lists of consents that are measured: first and later pages, as the store of the subgraph consents really sends them.
import type postgres from 'postgres'
import type { Sent } from '../database/explain.ts'
import type { ConsentFilter } from '../subgraphs/consents/lists.ts'
import { openStore } from '../subgraphs/consents/store.ts'
import { type Filled, subjectAt } from './many-consents.ts'

export interface ConsentList {
  readonly name: string
  /** Pages of a measured round. */
  readonly pages: number
  /** What is asked for at a place, from 0 on. */
  filter(place: number): ConsentFilter
}

const anything: ConsentFilter = { subjects: null, authority: null, activity: null, states: null }
const longAgo = new Date(Date.now() - 900 * 86_400_000)

/** Of the authority and the activities that the filling names, and about its subjects. */
export function consentLists({ authority, activity, rare, subjects }: Filled): readonly ConsentList[] {
  const own = { ...anything, authority }
  const list = (name: string, filter: ConsentFilter): ConsentList => ({
    name,
    pages: 200,
    filter: () => filter,
  })
  const about = (name: string, filter: ConsentFilter): ConsentList => ({
    ...{ name, pages: 200 },
    // Far from one another, so that a page of the index serves few of them.
    filter: place => ({ ...filter, subjects: [subjectAt((place * 7_919) % subjects)] }),
  })
  return [
    list('authority', own),
    list('authority, asked for before then', { ...own, to: longAgo }),
    list('authority, given or declined', { ...own, states: ['GRANTED', 'DECLINED'] }),
    list('authority, never answered', { ...own, states: ['LAPSED'] }),
    // Those in force stand before them in the index, so it takes its time where there are millions.
    { ...list('authority, expired', { ...own, states: ['EXPIRED'] }), pages: 20 },
    list('activity', { ...own, activity }),
    list('activity, withdrawn', { ...own, activity, states: ['WITHDRAWN'] }),
    list('activity with few, declined', { ...own, activity: rare, states: ['DECLINED'] }),
    about('steward, by person', own),
    about('steward, by person, activity and state', { ...own, activity, states: ['GRANTED'] }),
    about('person', anything),
  ]
}

/** Reads two pages of 20 and gives what was sent for each; one statement a page. `sql`: a pool of the role consents. */
export async function pagesOf(sql: postgres.Sql, { filter }: ConsentList): Promise<readonly Sent[]> {
  const sent: Sent[] = []
  const debug = sql.options.debug
  sql.options.debug = (_connection, query, parameters) => {
    if (query.includes('"consents"."consent"')) sent.push({ query, parameters })
  }
  try {
    const store = openStore(sql)()
    const rows = await store.list(filter(0), { first: 20, after: null })
    const last = rows.at(Math.min(rows.length, 20) - 1)
    const after = last ? { pending: last.pending, at: last.place, id: last.id } : null
    await store.list(filter(0), { first: 20, after })
    return sent
  } finally {
    sql.options.debug = debug
  }
}
