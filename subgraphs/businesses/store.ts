// Reads the business register for one operation, as of the times asked about: one statement for all who ask at once.
import { randomBytes } from 'node:crypto'
import DataLoader from 'dataloader'
import type postgres from 'postgres'
import { openCursors } from '../../access/cursor.ts'
import { isId } from '../../schema/id.ts'
import { type BusinessSearch, prepareSearch } from './search.ts'
import { prepare, type Statements } from './statements.ts'

/** The times that the operation asks about. */
export interface AsOf {
  readonly effective: Date
  readonly registered: Date
}

/** A slice of a list: how many to skip, and how many to give at most. */
export interface Slice {
  readonly offset: number
  readonly limit: number
}

type Rows<Name extends keyof Statements> = Awaited<ReturnType<Statements[Name]['execute']>>
export type Address = Rows<'address'>[number]
export type Role = Rows<'participantRoles'>[number]
export type PersonRole = Rows<'personRoles'>[number]
export type Participant = Rows<'participants'>[number]
export type Store = ReturnType<ReturnType<typeof openStore>>

type AddressKind = 'LOCATION' | 'POSTAL'
type AttributeType = 'TEGNINGSREGEL' | 'FORMÅL' | 'REKLAMEBESKYTTET'

/**
 * Prepares the statements of a pool, and gives each operation a store of its own. Every reader gives null (or an empty
 * list) for an id that is not there.
 */
export function openStore(client: postgres.Sql, cursors = openCursors(randomBytes(32))) {
  const statements = prepare(client)
  const search = prepareSearch(client)
  return (asOf: AsOf) => ({
    ...valueReaders(statements, asOf),
    ...participantReaders(statements, asOf),
    cursors,
    /** The businesses of a list. */
    search: (wanted: BusinessSearch) => search(wanted, asOf),
  })
}

function valueReaders(statements: Statements, asOf: AsOf) {
  const at = { effective: asOf.effective.toISOString(), registered: asOf.registered.toISOString() }
  const byNumber = loader<string, Rows<'byNumber'>[number]>(
    numbers => statements.byNumber.execute({ numbers: array(numbers) }),
    row => row.cvr,
  )
  const byId = keyed(
    ids => statements.byId.execute({ ids }),
    row => row.id,
  )
  const name = keyed(
    ids => statements.name.execute({ ...at, ids }),
    row => row.businessId,
  )
  const previousNames = keyed(
    ids => statements.previousNames.execute({ ...at, ids }),
    row => row.businessId,
  )
  const form = keyed(
    ids => statements.form.execute({ ...at, ids }),
    row => row.businessId,
  )
  const status = keyed(
    ids => statements.status.execute({ ...at, ids }),
    row => row.businessId,
  )
  const life = keyed(
    ids => statements.life.execute({ ...at, ids }),
    row => row.businessId,
  )
  const industry = keyed(
    ids => statements.industry.execute({ ...at, ids }),
    row => row.businessId,
  )
  const address = paired(
    keys => statements.address.execute({ ...at, ...keys }),
    row => [row.businessId, row.slot],
  )
  const attribute = paired(
    keys => statements.attribute.execute({ ...at, ...keys }),
    row => [row.businessId, row.type],
  )
  const employment = paired(
    keys => statements.employment.execute({ ...at, ...keys }),
    row => [row.businessId, String(row.year)],
  )
  return {
    /** The business with a number, eight digits. */
    async byNumber(cvr: string) {
      const found = await byNumber.load(cvr)
      return found[0] ?? null
    },
    /** The business itself: its id and number. */
    byId: (id: string) => one(byId, id),
    name: (id: string) => one(name, id),
    /** Newest first. */
    previousNames: (id: string) => many(previousNames, id),
    address: (id: string, kind: AddressKind) => first(address, id, kind),
    form: (id: string) => one(form, id),
    status: (id: string) => one(status, id),
    /** Its latest period of life that has begun. */
    life: (id: string) => one(life, id),
    industry: (id: string) => one(industry, id),
    /** The values in force in order of their sequence, a line each. */
    async attribute(id: string, type: AttributeType): Promise<string | null> {
      const rows = isId(id) ? await attribute.load(pair(id, type)) : []
      const values = rows.flatMap(row => (row.value === null ? [] : [row.value]))
      return values.length === 0 ? null : values.join('\n')
    },
    employment: (id: string, year: number) => first(employment, id, String(year)),
  }
}

function participantReaders(statements: Statements, asOf: AsOf) {
  const at = { effective: asOf.effective.toISOString(), registered: asOf.registered.toISOString() }
  const name = paired(
    keys => statements.participantName.execute({ ...at, ...keys }),
    row => [row.businessId, row.participantId],
  )
  const roles = paired(
    keys => statements.participantRoles.execute({ ...at, ...keys }),
    row => [row.businessId, row.participantId],
  )
  const participantCount = keyed(
    ids => statements.participantCount.execute({ ...at, ids }),
    row => row.ownerId,
  )
  const roleCount = keyed(
    ids => statements.personRoleCount.execute({ ...at, ids }),
    row => row.ownerId ?? '',
  )
  const participants = sliced((ids, slice) => statements.participants.execute({ ...at, ids, ...slice }))
  const personRoles = sliced((ids, slice) => statements.personRoles.execute({ ...at, ids, ...slice }))
  return {
    participantName: (id: string, participant: string) => first(name, id, participant),
    participantRoles: (id: string, participant: string) => roles.load(pair(id, participant)),
    participants: (id: string, slice: Slice) => participants(id, slice),
    participantCount: async (id: string) => (await one(participantCount, id))?.total ?? 0,
    /** Roles of a person by the person's id. */
    personRoles: (person: string, slice: Slice) => personRoles(person, slice),
    personRoleCount: async (person: string) => (await one(roleCount, person))?.total ?? 0,
  }
}

// Ids and codes of the schema have neither quotes nor commas; anything else is quoted as PostgreSQL reads it.
const array = (values: readonly string[]): string =>
  `{${values.map(value => `"${value.replace(/(["\\])/g, '\\$1')}"`).join(',')}}`
const pair = (left: string, right: string): string => `${left} ${right}`

/** A loader of the rows of each key. */
function loader<Key extends string, Row>(
  load: (keys: readonly Key[]) => PromiseLike<readonly Row[]>,
  keyOf: (row: Row) => string,
) {
  return new DataLoader<Key, readonly Row[]>(async keys => {
    const found = Map.groupBy(await load(keys), keyOf)
    return keys.map(key => found.get(key) ?? [])
  })
}

function keyed<Row>(load: (ids: string) => PromiseLike<readonly Row[]>, idOf: (row: Row) => string) {
  return loader<string, Row>(ids => load(array(ids)), idOf)
}

/** A loader by business and something else: the statement gets two lists of equal length. */
function paired<Row>(
  load: (keys: { ids: string; others: string }) => PromiseLike<readonly Row[]>,
  keyOf: (row: Row) => readonly [string, string],
) {
  return loader<string, Row>(
    keys =>
      load({ ids: array(keys.map(key => key.slice(0, 36))), others: array(keys.map(key => key.slice(37))) }),
    row => pair(...keyOf(row)),
  )
}

/** Pages of each owner's list; owners that ask for the same slice share a statement. */
function sliced<Row extends { readonly ownerId: string }>(
  load: (ids: string, slice: Slice) => PromiseLike<readonly Row[]>,
) {
  const loaders = new Map<string, DataLoader<string, readonly Row[]>>()
  return async (id: string, slice: Slice): Promise<readonly Row[]> => {
    if (!isId(id)) return []
    const key = `${slice.offset} ${slice.limit}`
    const pages =
      loaders.get(key) ??
      keyed(
        ids => load(ids, slice),
        row => row.ownerId,
      )
    loaders.set(key, pages)
    return pages.load(id)
  }
}

const many = async <Row>(rows: DataLoader<string, readonly Row[]>, id: string): Promise<readonly Row[]> =>
  isId(id) ? rows.load(id) : []
const one = async <Row>(rows: DataLoader<string, readonly Row[]>, id: string): Promise<Row | null> =>
  (await many(rows, id))[0] ?? null
const first = async <Row>(
  rows: DataLoader<string, readonly Row[]>,
  id: string,
  other: string,
): Promise<Row | null> => (isId(id) ? ((await rows.load(pair(id, other)))[0] ?? null) : null)
