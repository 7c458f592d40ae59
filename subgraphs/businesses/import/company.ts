// Reads one company (Vrvirksomhed) into the rows of the tables.
import { Element, type Reads, required, ShapeError } from './element.ts'
import { isBusinessNumber } from './numbers.ts'
import { type Participant, readParticipants } from './participants.ts'
import { readCompanyRecords, readEntry } from './records.ts'
import type { RegisterRow } from './row.ts'
import { creditContent } from './summary.ts'
import { unreadRows } from './unread-rows.ts'
import { formColumns, type List, needed, readList, readValues } from './values.ts'

/** A company as its document says it. */
export interface Company {
  readonly cvr: string
  /** CVR's own number of the unit (*enhedsNummer*). */
  readonly unitNumber: number
  /** When the register last wrote the company (*sidstOpdateret*). */
  readonly updated: string
  /** When this document was made (*sidstIndlaest*); a later document replaces an earlier one. */
  readonly version: string
  readonly rows: readonly RegisterRow[]
  readonly participants: readonly Participant[]
  readonly findings: readonly ShapeError[]
}

/**
 * Reads a Vrvirksomhed. Throws ShapeError (place and reason, no value) for a shape that is not the register's or a number
 * that is no business number and in no test series.
 */
export function readCompany(value: unknown, testSeries: readonly string[]): Company {
  const reads: Reads = new Map()
  const company = new Element(value, '', reads)
  const cvr = required(company.code('cvrNummer', 8), 'cvrNummer')
  if (!isBusinessNumber(cvr, testSeries))
    throw new ShapeError(
      'cvrNummer',
      'not a business number (check digit), and in no test series of the settings',
    )
  const updated = required(company.instant('sidstOpdateret'), 'sidstOpdateret')
  const { participants, rows, findings } = readParticipants(company, updated, testSeries)
  const read = {
    unitNumber: required(company.whole('enhedsNummer'), 'enhedsNummer'),
    version: company.instant('sidstIndlaest') ?? updated,
    rows: [
      ...readValues(company, updated),
      ...ownLists.flatMap(list => readList(company, list, updated)),
      ...rows,
      ...readEntry(company, 'virksomhedMetadata', updated),
      ...readCompanyRecords(company, updated),
    ],
  }
  return {
    ...{ cvr, updated, ...read },
    rows: [...read.rows, ...unreadRows(value as object, reads, updated)],
    participants,
    findings,
  }
}

const ownLists: readonly List[] = [
  { member: 'virksomhedsform', table: 'form', slot: '', columns: formColumns },
  {
    member: 'virksomhedsstatus',
    table: 'status',
    slot: 'BUSINESS',
    columns: item => ({ code: null, text: needed(item, 'status') }),
  },
  {
    member: 'status',
    table: 'status',
    slot: 'CREDIT',
    columns: creditContent,
  },
]
