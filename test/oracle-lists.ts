// Lists as they should be, computed in memory from what plain graphql-js answers about each person and business.
import { GraphQLError } from 'graphql'
import { stated } from './oracle-table.ts'
import type { Asked, OracleAs, World } from './oracle-world.ts'

export type Kind = 'Person' | 'Business'

/** What lists look at in one subject, by the names of its filters; null where the register does not know. */
export interface Row {
  readonly id: string
  readonly values: Readonly<Record<string, string | number | null>>
}

export type Filter = Readonly<Record<string, unknown>>

interface Given {
  readonly where?: Filter | null
  readonly orderBy: readonly string[]
  readonly first: number
  readonly after?: string | null
}

/** A page as it should be, and which list it is a page of. */
export interface ExpectedPage {
  readonly list: string
  /** Of those shown. */
  readonly ids: readonly string[]
  /** Of the page's first and last, shown or not. */
  readonly ends: readonly [string | undefined, string | undefined]
  readonly hasNext: boolean
}

/** To where the cursors lead that the platform has given, told by the rows beside which they stood. */
export type Places = Map<string, { readonly list: string; readonly id: string }>

/** What each filter looks at, asked of the unenforced schema. */
export const rowFields: Readonly<Record<Kind, string>> = {
  Person: `id cpr status birthDate sex name { firstNames lastName } address { postalCode municipalityCode }
    civilStatus { status } citizenship { countryCode }`,
  Business: `id cvr name form { code } status startDate mainIndustry { code } address { postalCode municipalityCode }`,
}

// biome-ignore lint/suspicious/noExplicitAny: an answer of graphql-js
export function readRow(kind: Kind, { name, address, ...one }: any): Row {
  const place = { postalCode: address?.postalCode, municipalityCode: address?.municipalityCode }
  const values =
    kind === 'Person'
      ? {
          ...{ ...one, ...place, firstNames: name?.firstNames, lastName: name?.lastName },
          ...{ civilStatus: one.civilStatus?.status, citizenship: one.citizenship?.countryCode },
        }
      : { ...one, ...place, name, formCode: one.form?.code, industryCode: one.mainIndustry?.code }
  return { id: one.id, values }
}

const texts = ['firstNames', 'lastName', 'name']
// Of businesses the status is the register's own text; of persons it is a word of the schema's.
const isText = (kind: Kind, name: string) =>
  texts.includes(name) || (kind === 'Business' && name === 'status')

/** True for those who have such a value; what is not known has none. */
function holds(kind: Kind, row: Row, filter: Filter, world: World): boolean {
  return Object.entries(filter).every(([name, value]) => {
    if (name === 'not') return !holds(kind, row, value as Filter, world)
    if (name === 'and') return (value as Filter[]).every(inner => holds(kind, row, inner, world))
    if (name === 'or') return (value as Filter[]).some(inner => holds(kind, row, inner, world))
    const raw = row.values[name] ?? null
    if (raw === null) return false
    const read = (other: unknown) => {
      if (name === 'id') return world.canonical(String(other))
      if (name === 'cpr') return String(other).replace('-', '')
      return isText(kind, name) ? String(other).toLowerCase() : other
    }
    const own = read(raw) as string
    return Object.entries(value as Filter).every(([operator, given]) =>
      operator === 'in'
        ? (given as unknown[]).some(other => read(other) === own)
        : compares[operator]!(own, read(given) as string),
    )
  })
}

const compares: Readonly<Record<string, (own: string, given: string) => boolean>> = {
  eq: (own, given) => own === given,
  startsWith: (own, given) => own.startsWith(given),
  gt: (own, given) => own > given,
  gte: (own, given) => own >= given,
  lt: (own, given) => own < given,
  lte: (own, given) => own <= given,
}

const orderedBy: Readonly<Record<string, string>> = {
  BIRTH_DATE: 'birthDate',
  LAST_NAME: 'lastName',
  FIRST_NAMES: 'firstNames',
  NAME: 'name',
  CVR: 'cvr',
}

/** By code points in small letters; what is not known comes last; between equals the id decides, in the first direction. */
function inOrder(orderBy: readonly string[]) {
  const descends = orderBy[0]?.endsWith('_DESCENDING') ?? false
  return (one: Row, other: Row): number => {
    for (const order of orderBy) {
      const key = orderedBy[order.replace('_DESCENDING', '')]!
      const [a, b] = [one, other].map(({ values }) => values[key]?.toString().toLowerCase() ?? null)
      if (a === b) continue
      if (a == null) return 1
      if (b == null) return -1
      return a < b === order.endsWith('_DESCENDING') ? 1 : -1
    }
    return one.id < other.id === descends ? 1 : -1
  }
}

/** Whoever the activity reaches: its own residents, and for those whom protection is against only the unprotected. */
function isListed({ as }: Asked, world: World, { id }: Row, activity: ReturnType<typeof stated>): boolean {
  if (typeof activity === 'string' || as.caller.kind !== 'SYSTEM') return false
  const { municipality = null, protectedNow = false } = world.person(id) ?? {}
  const sees = activity.kind === 'PUBLIC' || activity.exception !== null
  return (activity.population === null || municipality === activity.population) && (sees || !protectedNow)
}

const searchHits = 50

/** A connection as the schema has it. Throws what is wrong with the page, as the list should say it. */
export function pageOf(
  kind: Kind,
  rows: readonly Row[],
  { where, orderBy, first, after = null }: Given,
  { asked, world, places }: { readonly asked: Asked; readonly world: World; readonly places: Places },
): { readonly connection: object; readonly page: ExpectedPage } {
  if (where && isEmpty(where)) throw wrong('FILTER_EMPTY')
  const activity = kind === 'Person' ? stated(asked, world) : 'NONE'
  const reached = rows.filter(row => kind === 'Business' || isListed(asked, world, row, activity))
  const all = reached
    .filter(row => !where || holds(kind, row, where, world))
    .toSorted(inOrder([...new Set(orderBy)]))
    .slice(0, typeof activity !== 'string' && activity.reach === 'SEARCH' ? searchHits : undefined)
  if (first < 1 || first > 100) throw wrong('PAGE_SIZE')
  const list = identityOf(kind, asked.as, { where, orderBy })
  const place = after === null ? null : places.get(after)
  if (after !== null && place?.list !== list) throw wrong('PAGE_CURSOR')
  const from = place ? all.findIndex(({ id }) => id === place.id) + 1 : 0
  const ids = all.slice(from, from + first).map(({ id }) => id)
  const nodes = ids.map(id => ({ __typename: kind, id }))
  const hasNext = all.length > from + first
  const ends = { startCursor: ids.length ? 'first' : null, endCursor: ids.length ? 'last' : null }
  return {
    connection: {
      edges: nodes.map(node => ({ cursor: 'sealed', node })),
      nodes,
      pageInfo: { hasNextPage: hasNext, hasPreviousPage: after !== null, ...ends },
      totalCount: all.length,
    },
    page: { list, ids, ends: [ids[0], ids.at(-1)], hasNext },
  }
}

/** A field or operator without a value, anywhere but at the top: there it is no filter at all. */
function isEmpty(filter: Filter, top = true): boolean {
  const entries = Object.entries(filter)
  if (entries.length === 0) return !top
  return entries.some(([name, value]) => {
    if (value === null) return true
    if (name === 'not') return isEmpty(value as Filter, false)
    if (name !== 'and' && name !== 'or') return Object.keys(value as Filter).length === 0
    return (value as Filter[]).length === 0 || (value as Filter[]).some(inner => isEmpty(inner, false))
  })
}

/** A cursor fits this list of this caller for this purpose; at another time than now each question is a list of its own. */
function identityOf(kind: Kind, as: OracleAs, of: Pick<Given, 'where' | 'orderBy'>): string {
  const { caller, activity = null, represented = null, at } = as
  const person = caller.kind === 'PERSON' ? caller.person : null
  return JSON.stringify([kind, of, caller.client, person, activity, represented, at ? Math.random() : null])
}

const wrong = (code: string) => new GraphQLError(code, { extensions: { code } })

/** Notes where the cursors of an answered page lead; says what one of them tells, null when it tells nothing. */
export function notePlaces(
  places: Places,
  { list, ids, ends }: ExpectedPage,
  connection: unknown,
): string | null {
  const { edges, pageInfo } = (connection ?? {}) as {
    edges?: readonly { readonly cursor?: unknown }[] | null
    pageInfo?: { readonly startCursor?: unknown; readonly endCursor?: unknown } | null
  }
  const told = [
    ...(edges ?? []).map((edge, index) => [edge?.cursor, ids[index]] as const),
    [pageInfo?.startCursor, ends[0]] as const,
    [pageInfo?.endCursor, ends[1]] as const,
  ]
  for (const [cursor, id] of told) {
    if (typeof cursor !== 'string' || id === undefined) continue
    const opened = `${cursor} ${Buffer.from(cursor, 'base64url').toString('latin1')}`
    if (opened.includes(id)) return 'cursors: one tells whose place it is'
    places.set(cursor, { list, id })
  }
  return null
}
