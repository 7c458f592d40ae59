// Reads persons from the register as of the time asked for: one statement for each group of fields and batch.
import DataLoader from 'dataloader'
import type { Cursors } from '../../access/cursor.ts'
import type { ListScope } from '../../access/listing.ts'
import { formatInstant } from '../../database/instant.ts'
import type { Wanted } from '../search.ts'
import { type PersonColumn, type PersonFacts, presentLoader } from './present.ts'
import type { RegisterRow, RowName } from './register-row.ts'
import type { SearchPersons } from './search.ts'
import type { Statements } from './statements.ts'

/** The two times that a read asks about; `travelled` when they are others than now. */
export interface AsOf {
  readonly effective: Date
  readonly registered: Date
  readonly travelled: boolean
}

type RowsOf<Name extends Exclude<keyof Statements, 'present' | 'number' | 'registerRows'>> = Awaited<
  ReturnType<Statements[Name]['execute']>
>[number]

export type { RowsOf }
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

  const present = presentLoader(statements.present, times)
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
    isRegistered: async (id: string): Promise<boolean> =>
      ((await present.load([id, 'person']))?.person ?? null) !== null,
    /** One column of the person; the statement reads no column that nobody in the batch asked for. */
    facts: async (id: string, column: PersonColumn): Promise<PersonFacts | null> =>
      (await present.load([id, column]))?.person ?? null,
    numbers: rows(statements.numbers),
    name: async (id: string) => (await present.load([id, 'name']))?.name ?? null,
    previousNames: past(statements.previousNames, statements.correctedNames),
    address: async (id: string) => (await present.load([id, 'address']))?.address ?? null,
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
