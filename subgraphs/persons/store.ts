// Reads persons from the register as of the time asked for: one statement for each group of fields and batch.
import DataLoader from 'dataloader'
import type { Cursors } from '../../access/cursor.ts'
import type { ListScope } from '../../access/listing.ts'
import { formatInstant } from '../../database/instant.ts'
import type { Wanted } from '../search.ts'
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
  readonly birthDate?: string | null
  readonly sex?: string
}

type PersonKey = readonly [id: string, column: PersonColumn | null]
type RowsOf<Name extends Exclude<keyof Statements, 'person' | 'number'>> = Awaited<
  ReturnType<Statements[Name]['execute']>
>[number]

export type NameRow = RowsOf<'name'>
export type CivilStatusRow = RowsOf<'civilStatus'>
export type PersonsStore = ReturnType<typeof openStore>

/** How lists are read, and how their cursors are sealed. */
export interface Lists {
  readonly search: SearchPersons
  readonly cursors: Cursors
}

/** A store for one operation: its loaders live and die with it. */
export function openStore(statements: Statements, asOf: AsOf, lists: Lists) {
  const times = { effective: formatInstant(asOf.effective), registered: formatInstant(asOf.registered) }

  /** All rows for each id, in the statement's order. */
  const rows = <Row extends { key: string }>(statement: {
    execute(values: Record<string, unknown>): Promise<Row[]>
  }) => {
    const loader = new DataLoader<string, readonly Row[]>(async ids => {
      const byKey = Map.groupBy(await statement.execute({ ids, ...times }), row => row.key)
      return ids.map(id => byKey.get(id) ?? [])
    })
    return (id: string) => loader.load(id)
  }

  const first = <Row extends { key: string }>(statement: {
    execute(values: Record<string, unknown>): Promise<Row[]>
  }) => {
    const load = rows(statement)
    return async (id: string): Promise<Row | null> => (await load(id))[0] ?? null
  }

  const facts = factsLoader(statements, times)

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
    previousNames: rows(statements.previousNames),
    address: first(statements.address),
    previousAddresses: rows(statements.previousAddresses),
    protections: rows(statements.protections),
    citizenship: first(statements.citizenship),
    civilStatus: first(statements.civilStatus),
    previousCivilStatuses: rows(statements.previousCivilStatuses),
    children: rows(statements.children),
    parents: rows(statements.parents),
    custodyHolders: rows(statements.custodyHolders),
    custodyOf: rows(statements.custodyOf),
    guardianship: first(statements.guardianship),
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
