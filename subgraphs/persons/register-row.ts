// The row of the register behind a value: read only when it is asked for, and found again by what it said.
import { endOfTime } from '../../database/instant.ts'
import { asked, key, known } from './asked.ts'
import type { Db } from './statements.ts'
import * as tables from './tables.ts'

const rowTables = {
  personalNumber: tables.personalNumber,
  name: tables.name,
  address: tables.address,
  protection: tables.protection,
  contactAddress: tables.contactAddress,
  emigration: tables.emigration,
  disappearance: tables.disappearance,
  orderToMove: tables.orderToMove,
  birthRegistration: tables.birthRegistration,
  citizenship: tables.citizenship,
  church: tables.church,
  civilStatus: tables.civilStatus,
  separation: tables.separation,
  parent: tables.parent,
  custody: tables.custody,
  guardianship: tables.guardianship,
  municipalCondition: tables.municipalCondition,
  note: tables.note,
  election: tables.election,
  event: tables.event,
}
export type RowName = keyof typeof rowTables

const everyStatus = ['CURRENT', 'HISTORIC', 'UNDONE', 'CORRECTED', 'TECHNICAL']

/** One statement for each kind of row: how every row of the people asked for stands in the register. */
export function prepareRegisterRows(db: Db) {
  const prepare = (name: RowName) => {
    const table = rowTables[name]
    const columns = {
      ...{ key, contentHash: table.contentHash, status: table.rowStatus, conflicting: table.conflicting },
      ...{
        from: table.effectiveFrom,
        fromText: table.effectiveFromText,
        fromMarker: table.effectiveFromMarker,
      },
      ...{ to: table.effectiveTo, toText: table.effectiveToText, toMarker: table.effectiveToMarker },
      ...{ registeredFrom: table.registeredFrom, registeredTo: table.registeredTo },
    }
    return db
      .select(columns)
      .from(asked)
      .innerJoin(table, known(table, { statuses: everyStatus }))
      .prepare(`persons_row_${name}`)
  }
  const names = Object.keys(rowTables) as RowName[]
  return Object.fromEntries(names.map(name => [name, prepare(name)])) as Record<
    RowName,
    ReturnType<typeof prepare>
  >
}

export type RegisterRow = Awaited<
  ReturnType<ReturnType<typeof prepareRegisterRows>[RowName]['execute']>
>[number]

/** As the schema's RegisterRow. `known`: an instant, or null where the register names none. */
export const writeRow = (row: RegisterRow, known: (instant: Date) => Date | null) => ({
  status: row.status,
  effectiveFrom: known(row.from),
  effectiveFromText: row.fromText,
  effectiveFromUncertain: row.fromMarker === '*',
  effectiveTo: known(row.to),
  effectiveToText: row.toText,
  effectiveToUncertain: row.toMarker === '*',
  registeredFrom: known(row.registeredFrom),
  registeredTo: row.registeredTo.getTime() === endOfTime.getTime() ? null : row.registeredTo,
  conflicting: row.conflicting,
})
