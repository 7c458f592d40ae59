// Accounts for every line of a CPR delivery: what became of it, and that the numbers add up before anything is kept.
import type postgres from 'postgres'
import type { QuarantineReason } from './refused.ts'
import { stagingOf } from './rows/staged.ts'
import type { Staged } from './stage.ts'

type Sql = postgres.TransactionSql

/** What became of each line of a file: `lines = records + control + quarantined`, `records = inserted + changed + unchanged`. */
export interface Accounting {
  /** The name as it is kept: digits that could be a personal number are masked. */
  readonly file: string
  /** The same delivery (in either form) was loaded before: nothing was done. */
  readonly alreadyLoaded: boolean
  readonly lines: number
  /** Records 000 and 999. */
  readonly control: number
  readonly records: number
  readonly inserted: number
  readonly changed: number
  readonly unchanged: number
  readonly quarantined: number
  /** Numbers with a record 001, and the persons that they are. */
  readonly numbers: number
  readonly persons: number
  /** The first of the quarantined records: where and why, never what they held. */
  readonly quarantine: readonly { line: number; type: string | null; reason: QuarantineReason }[]
  /** The first of the records by which the register speaks to its subscriber: errors (910) with their number, receipts (997). */
  readonly told: readonly { line: number; type: '910' | '997'; error: string | null }[]
  /** Sources of rows that overlap another of the same kind: kept and flagged. */
  readonly overlapping: readonly string[]
}

/** Something of the file was lost or counted twice on its way: a fault of ours, and the file is not loaded. */
export class AccountingMismatch extends Error {
  override readonly name = 'AccountingMismatch'
}

type Counts = Pick<
  Accounting,
  'lines' | 'control' | 'records' | 'inserted' | 'changed' | 'unchanged' | 'quarantined'
>

/** Throws AccountingMismatch, with the numbers that do not add up, unless both sums hold. */
export function checkBalance(counts: Counts): void {
  const { lines, control, records, inserted, changed, unchanged, quarantined } = counts
  if (lines === records + control + quarantined && records === inserted + changed + unchanged) return
  throw new AccountingMismatch(
    `The file's lines do not add up (${balanceOf(counts).join('; ')}): nothing of it is loaded. Keep the file and report this as a fault of the import.`,
  )
}

/** Both sums in words, for whoever loads the file. */
export function balanceOf(counts: Counts): readonly [string, string] {
  const { lines, control, records, inserted, changed, unchanged, quarantined } = counts
  return [
    `${lines} lines = ${records} records + ${control} control + ${quarantined} quarantined`,
    `${records} records = ${inserted} new + ${changed} changed + ${unchanged} unchanged`,
  ]
}

const reportedAtMost = 100

/** What became of the staged file. Each number is counted by itself: none is the rest of the others. */
export async function account(
  sql: Sql,
  name: string,
  staged: Staged,
  overlapping: readonly string[],
): Promise<Accounting> {
  // A record of several rows is unchanged when all of them stood, changed when one of them replaced another.
  const [known] = await sql`
    with record as (
      select line, bool_and(outcome = 'UNCHANGED') as unchanged, bool_or(outcome = 'CHANGED') as changed,
        bool_or(outcome = 'INSERTED') as inserted
      from persons.resolved group by line
    )
    select count(*) filter (where unchanged)::int as unchanged,
      count(*) filter (where changed and not unchanged)::int as changed,
      count(*) filter (where inserted and not changed)::int as inserted
    from record`
  const { records, fresh } = await countRecords(sql, staged)
  const [head] = await sql`
    select count(*)::int as numbers, count(distinct person_id)::int as persons from persons.head`
  const [out] = await sql`select count(*)::int as quarantined from persons.left_out`
  const quarantine = await sql<{ line: number; type: string | null; reason: QuarantineReason }[]>`
    select line, record_type as type, reason from persons.left_out order by line limit ${reportedAtMost}`
  const { inserted, changed, unchanged } = known!
  // FEJLNR stands from the record's 89th character on; its type is no part of the body.
  const told = await sql<{ line: number; type: '910' | '997'; error: string | null }[]>`
    select line, record_type as type, case record_type when '910' then substring(body from '^.{85}(\\d{4})') end as error
    from persons.delivered_record where record_type in ('910', '997') order by line limit ${reportedAtMost}`
  return {
    told: [...told],
    file: name,
    alreadyLoaded: false,
    lines: staged.between + 2,
    control: 2,
    ...{ records, inserted: inserted + fresh, changed, unchanged, quarantined: out!.quarantined },
    ...{ numbers: head!.numbers, persons: head!.persons },
    quarantine: [...quarantine],
    overlapping,
  }
}

/** Records that stand in staging, and those of them with which nothing was compared. */
async function countRecords(
  sql: Sql,
  { rows }: Staged,
): Promise<{ readonly records: number; readonly fresh: number }> {
  const [any] = await sql`select exists (select from persons.head where known) as known`
  const sum = { records: 0, fresh: 0 }
  for (const kind of rows.keys()) {
    const [count] = any!.known
      ? await sql`
          select count(*)::int as records, count(*) filter (where h.known is not true)::int as fresh
          from ${sql(stagingOf(kind))} s left join persons.head h on h.number = s.number where s.part = 0`
      : await sql`
          select count(*)::int as records, count(*)::int as fresh from ${sql(stagingOf(kind))} s where s.part = 0`
    sum.records += count!.records
    sum.fresh += count!.fresh
  }
  return sum
}

/** Throws AccountingMismatch when rows of new persons were lost on their way from staging into the table of their kind. */
export function checkRows({ due, stand }: { readonly due: number; readonly stand: number }): void {
  if (due !== stand)
    throw new AccountingMismatch(
      `The file's rows do not add up (${due} rows = ${stand} stored): nothing of it is loaded. Keep the file and report this as a fault of the import.`,
    )
}
