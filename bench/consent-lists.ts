// The lists of consents that are measured: first and later pages, as the store of the subgraph consents really sends them.
import type postgres from 'postgres'
import type { Sent } from '../database/explain.ts'
import type { ConsentFilter } from '../subgraphs/consents/lists.ts'
import { openStore } from '../subgraphs/consents/store.ts'
import type { Order } from '../subgraphs/page.ts'
import { type Filled, subjectAt } from './many-consents.ts'

export interface ConsentList {
  readonly name: string
  /** Pages of a measured round, and before the first one. */
  readonly pages: number
  readonly warmUps: number
  readonly order: Order
  /** What is asked for at a place, from 0 on. */
  filter(place: number): ConsentFilter
}

const asked = 1_000
const anything: ConsentFilter = { subjects: null, authority: null, activity: null, states: null }
const longAgo = new Date(Date.now() - 900 * 86_400_000)

/** Of the authority and the activities that the filling names, and about its subjects. */
export function consentLists({ authority, activity, rare, subjects }: Filled): readonly ConsentList[] {
  const own = { ...anything, authority }
  const list = (name: string, filter: ConsentFilter): ConsentList => ({
    ...{ name, pages: 1_000, warmUps: 10, order: 'NEWEST_FIRST' },
    filter: () => filter,
  })
  // Far from one another, so that a page of the index serves few of them.
  const someone = (place: number) => [subjectAt((place * 7_919) % subjects)]
  const about = (name: string, filter: ConsentFilter): ConsentList => ({
    ...{ name, pages: 2_000, warmUps: asked, order: 'NEWEST_FIRST' },
    // The same ones again and again: their pages are in memory, however many others there are.
    filter: place => ({ ...filter, subjects: someone(place % asked) }),
  })
  const byPerson = about('steward, by person', own)
  const newest: readonly ConsentList[] = [
    list('authority', own),
    list('authority, asked for before then', { ...own, to: longAgo }),
    list('authority, given or declined', { ...own, states: ['GRANTED', 'DECLINED'] }),
    list('authority, waiting for an answer', { ...own, states: ['REQUESTED'] }),
    list('activity with few, waiting', { ...own, activity: rare, states: ['REQUESTED', 'PARTLY_CONFIRMED'] }),
    list('authority, never answered', { ...own, states: ['LAPSED'] }),
    list('authority, expired', { ...own, states: ['EXPIRED'] }),
    list('authority, expired or declined', { ...own, states: ['EXPIRED', 'DECLINED'] }),
    list('activity', { ...own, activity }),
    list('activity, expired', { ...own, activity, states: ['EXPIRED'] }),
    list('activity, withdrawn', { ...own, activity, states: ['WITHDRAWN'] }),
    list('activity with few, declined', { ...own, activity: rare, states: ['DECLINED'] }),
    byPerson,
    // Among few, all pages are in memory by then; among many, hardly any.
    {
      ...byPerson,
      name: 'steward, by person never asked about before',
      filter: place => ({ ...own, subjects: someone(asked + place) }),
    },
    about('steward, by person, activity and state', { ...own, activity, states: ['GRANTED'] }),
    about('person', anything),
  ]
  return [...newest, ...newest.map(oldestFirst)]
}

const oldestFirst = (list: ConsentList): ConsentList => ({
  ...list,
  name: `${list.name}, oldest first`,
  order: 'OLDEST_FIRST',
})

/** Reads two pages of 20 and gives what was sent for each; one statement a page. `sql`: a pool of the role consents. */
export async function pagesOf(sql: postgres.Sql, { filter, order }: ConsentList): Promise<readonly Sent[]> {
  const sent: Sent[] = []
  const debug = sql.options.debug
  sql.options.debug = (_connection, query, parameters) => {
    if (query.includes('"consents"."consent"')) sent.push({ query, parameters })
  }
  try {
    const store = openStore(sql)()
    const rows = await store.list(filter(0), { order, first: 20, after: null })
    const last = rows.at(Math.min(rows.length, 20) - 1)
    const after = last ? { pending: last.pending, at: last.place, id: last.id } : null
    await store.list(filter(0), { order, first: 20, after })
    return sent
  } finally {
    sql.options.debug = debug
  }
}
