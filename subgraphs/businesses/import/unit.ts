// Reads one production unit (VrproduktionsEnhed) into the rows of the tables.

import { periodOf } from './dated.ts'
import { Element, type Reads, required, ShapeError } from './element.ts'
import { isBusinessNumber } from './numbers.ts'
import { readEntry } from './records.ts'
import type { RegisterRow, UnitTable } from './row.ts'
import { unreadRows } from './unread-rows.ts'
import { readValues } from './values.ts'

/** A production unit as its document says it. */
export interface ProductionUnit {
  /** Ten digits. */
  readonly pNumber: string
  /** CVR's own number of the unit (*enhedsNummer*). */
  readonly unitNumber: number
  /** When the register last wrote the unit (*sidstOpdateret*). */
  readonly updated: string
  /** When this document was made (*sidstIndlaest*); a later document replaces an earlier one. */
  readonly version: string
  readonly rows: readonly RegisterRow[]
  /** Places of numbers that lead to no business; the relation is kept without a link. */
  readonly findings: readonly ShapeError[]
}

/**
 * Reads a VrproduktionsEnhed. Throws ShapeError (place and reason, no value) for a shape that is not the register's.
 * P-numbers have no check digit that could be relied on (MODEL.md 7): their length counts.
 */
export function readUnit(value: unknown, testSeries: readonly string[]): ProductionUnit {
  const reads: Reads = new Map()
  const unit = new Element(value, '', reads)
  const pNumber = required(unit.code('pNummer', 10), 'pNummer')
  if (pNumber.length !== 10) throw new ShapeError('pNummer', 'ten digits are expected')
  const updated = required(unit.instant('sidstOpdateret'), 'sidstOpdateret')
  const { rows, findings } = readBusinesses(unit, updated, testSeries)
  const own = {
    unitNumber: required(unit.whole('enhedsNummer'), 'enhedsNummer'),
    version: unit.instant('sidstIndlaest') ?? updated,
    alike: [...readValues(unit, updated), ...readEntry(unit, 'produktionsEnhedMetadata', updated)],
  }
  const alike = [...own.alike, ...unreadRows(value as object, reads, updated)]
  return {
    ...{ pNumber, unitNumber: own.unitNumber, updated, version: own.version },
    rows: [...alike.map(row => ({ ...row, table: `unit_${row.table}` as UnitTable })), ...rows],
    findings,
  }
}

/** Whose the unit is and was. At one time it is one business's. */
function readBusinesses(unit: Element, updated: string, testSeries: readonly string[]) {
  const findings: ShapeError[] = []
  const rows = unit.list('virksomhedsrelation').map((relation): RegisterRow => {
    const cvr = required(relation.code('cvrNummer', 8), `${relation.path}.cvrNummer`)
    const known = isBusinessNumber(cvr, testSeries)
    if (!known)
      findings.push(
        new ShapeError(
          `${relation.path}.cvrNummer`,
          'not a business number; the relation is kept without a link',
        ),
      )
    return {
      table: 'unit_business',
      slot: '',
      columns: {},
      period: periodOf(relation),
      registered: relation.instant('sidstOpdateret') ?? updated,
      path: relation.path,
      ...(known && { refersTo: cvr }),
    }
  })
  return { rows, findings }
}
