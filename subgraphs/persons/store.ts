// Reads persons from the register as of the time asked for: one statement for each group of fields and batch.
import DataLoader from 'dataloader'
import type { Cursors } from '../../access/cursor.ts'
import type { ListScope } from '../../access/listing.ts'
import { formatInstant } from '../../database/instant.ts'
import type { Wanted } from '../search.ts'
import type { RegisterRow, RowName } from './register-row.ts'
import type { SearchPersons } from './search.ts'
import type { PersonColumn, Statements } from './statements.ts'

/** The two times that a read asks about; `travelled` when they are others than now. */
export interface AsOf {
  readonly effective: Date
  readonly registered: Date
  readonly travelled: boolean
}

/** Columns of a person; those that were not asked for are missing. */
export interface PersonFacts {
  readonly status?: string
  readonly statusFrom?: Date
  readonly statusFromMarker?: string | null
  readonly birthDate?: string | null
  readonly birthDateMarker?: string | null
  readonly sex?: string
  readonly occupation?: string | null
}

type PersonKey = readonly [id: string, column: PersonColumn | null]
type RowsOf<Name extends Exclude<keyof Statements, 'person' | 'number' | 'registerRows'>> = Awaited<
  ReturnType<Statements[Name]['execute']>
>[number]

export type { RowsOf }
export type NameRow = RowsOf<'name'>
export type CivilStatusRow = RowsOf<'civilStatus'>
export type PersonsStore = ReturnType<typeof openStore>

/** How lists are read, and how their cursors are sealed. */
export interface Lists {
  readonly search: SearchPersons
  readonly cursors: Cursors
}

interface Executable<Row> {
  execute(values: Record<string, unknown>): Promise<Row[]>
}

/** A store for one operation: its loaders live and die with it. */
export function openStore(statements: Statements, asOf: AsOf, lists: Lists) {
  const times = { effective: formatInstant(asOf.effective), registered: formatInstant(asOf.registered) }

  /** All rows for each id, in the statement's order. */
  const rows = <Row extends { key: string }>(statement: Executable<Row>) => {
    const loader = new DataLoader<string, readonly Row[]>(async ids => {
      const byKey = Map.groupBy(await statement.execute({ ids, ...times }), row => row.key)
      return ids.map(id => byKey.get(id) ?? [])
    })
    return (id: string) => loader.load(id)
  }

  const first = <Row extends { key: string }>(statement: Executable<Row>) => {
    const load = rows(statement)
    return async (id: string): Promise<Row | null> => (await load(id))[0] ?? null
  }

  /** Rows that are over; asked for so, also those that the register took back. */
  const past = <Row extends { key: string }>(...statementsOf: [Executable<Row>, Executable<Row>]) => {
    const [over, corrected] = statementsOf.map(statement => rows(statement))
    return (id: string, also: boolean) => (also ? corrected! : over!)(id)
  }

  const facts = factsLoader(statements, times)
  const registerRows = openRegisterRows(statements, rows)

  return {
    asOf,
    cursors: lists.cursors,
    /** The persons of a list, as far as it reaches. */
    search: (wanted: Wanted, scope: ListScope) => lists.search(wanted, scope, asOf),
    /** The id of a registered person by any number they have or had; null when there is none. */
    async idOfNumber(number: string): Promise<string | null> {
      const [row] = await statements.number.execute({ number, registered: times.registered })
      return row?.personId ?? null
    },
    /** Whether the register holds a person under this id. */
    isRegistered: async (id: string): Promise<boolean> => (await facts.load([id, null])) !== null,
    /** One column of the person; the statement reads no column that nobody in the batch asked for. */
    facts: (id: string, column: PersonColumn): Promise<PersonFacts | null> => facts.load([id, column]),
    numbers: rows(statements.numbers),
    name: first(statements.name),
    previousNames: past(statements.previousNames, statements.correctedNames),
    address: first(statements.address),
    previousAddresses: past(statements.previousAddresses, statements.correctedAddresses),
    protections: rows(statements.protections),
    citizenship: first(statements.citizenship),
    civilStatus: first(statements.civilStatus),
    previousCivilStatuses: past(statements.previousCivilStatuses, statements.correctedCivilStatuses),
    children: rows(statements.children),
    parents: rows(statements.parents),
    custodyHolders: rows(statements.custodyHolders),
    custodyOf: rows(statements.custodyOf),
    guardianship: first(statements.guardianship),
    contactAddress: first(statements.contactAddress),
    emigration: first(statements.emigration),
    previousEmigrations: past(statements.previousEmigrations, statements.correctedEmigrations),
    disappearance: first(statements.disappearance),
    previousDisappearances: past(statements.previousDisappearances, statements.correctedDisappearances),
    orderToMove: first(statements.orderToMove),
    birthRegistration: first(statements.birthRegistration),
    /** The official name behind a code, when the register of authorities was loaded and has it. */
    authority: first(statements.authorities),
    previousCitizenships: past(statements.previousCitizenships, statements.correctedCitizenships),
    church: first(statements.church),
    previousChurch: past(statements.previousChurch, statements.correctedChurch),
    separation: first(statements.separation),
    previousSeparations: past(statements.previousSeparations, statements.correctedSeparations),
    municipalConditions: rows(statements.municipalConditions),
    notes: rows(statements.notes),
    election: first(statements.election),
    events: rows(statements.events),
    /** How the row behind a value stands in the register; null when it was not found again. */
    registerRow: registerRows,
  }
}

/** The row of a person by what it said. */
function openRegisterRows(
  { registerRows }: Statements,
  rows: (statement: Executable<RegisterRow>) => (id: string) => Promise<readonly RegisterRow[]>,
) {
  const loaders = new Map<RowName, ReturnType<typeof rows>>()
  return async (name: RowName, id: string, contentHash: string): Promise<RegisterRow | null> => {
    const load = loaders.get(name) ?? rows(registerRows[name])
    loaders.set(name, load)
    return (await load(id)).find(row => row.contentHash === contentHash) ?? null
  }
}

// People of whom the same columns were asked go into one statement: a column refused for one is not read for them.
function factsLoader(statements: Statements, times: object) {
  return new DataLoader<PersonKey, PersonFacts | null, string>(
    async keys => {
      const columns = new Map<string, Set<PersonColumn>>()
      for (const [id, column] of keys) {
        const wanted = columns.get(id) ?? new Set()
        if (column) wanted.add(column)
        columns.set(id, wanted)
      }
      const groups = Map.groupBy(columns.keys(), id => [...columns.get(id)!].sort().join(' '))
      const found = new Map<string, PersonFacts>()
      for (const [wanted, ids] of groups) {
        const statement = statements.person(wanted.split(' ').filter(Boolean) as PersonColumn[])
        for (const row of await statement.execute({ ids, ...times })) found.set(row.key, row)
      }
      return keys.map(([id]) => found.get(id) ?? null)
    },
    { cacheKeyFn: ([id, column]) => `${id} ${column}` },
  )
}
