// Loads one CPR delivery, whole or not at all: staged, resolved to ids, compared with what stands, accounted for.
import type postgres from 'postgres'
import { type Accounting, account, checkBalance } from './accounting.ts'
import { gatherChanges, hasBegun } from './changes.ts'
import { applyKind, flagOverlaps, raiseStandings } from './compare.ts'
import { danishInstant, isDay } from './dates.ts'
import type { Bytes } from './read.ts'
import { FileRefused } from './refused.ts'
import { joinNumbers, quarantinePersons, resolveRows } from './resolve.ts'
import { rowKinds } from './rows/row.ts'
import { type Staged, stageFile } from './stage.ts'

type Sql = postgres.TransactionSql

export interface ImportProgress {
  readonly step: 'READ' | 'COMPARE' | 'DONE'
  /** Records read so far; in the later steps all of them. */
  readonly records: number
}

// Any constant does: one import at a time in one database.
const importLock = 12_170

/**
 * Loads a P12170 file as role `importer`. Throws FileRefused when the file is refused, AccountingMismatch when its lines
 * do not add up; then nothing has changed.
 * Rows are registered from Danish midnight of the production date, a second delivery of that date a second later.
 */
export async function importCpr(
  sql: postgres.Sql,
  file: { readonly name: string; readonly bytes: Bytes },
  options: { onProgress?(progress: ImportProgress): void } = {},
): Promise<Accounting> {
  const progress = options.onProgress ?? (() => {})
  const name = maskNumbers(file.name)
  const accounting = await sql.begin(async transaction => {
    await transaction`select pg_advisory_xact_lock(${importLock})`
    const staged = await stageFile(transaction, file.bytes, records => progress({ step: 'READ', records }))
    const before = await alreadyLoaded(transaction, name, staged)
    if (before) return before
    progress({ step: 'COMPARE', records: staged.between })
    return loadStaged(transaction, name, staged)
  })
  progress({ step: 'DONE', records: accounting.records })
  return accounting
}

/** A file's name may hold a personal number (`REPLY_…`): digits that could be one are masked. */
export function maskNumbers(name: string): string {
  return name.replaceAll(/\d{6}-?\d{4}\d*/g, digits => 'x'.repeat(digits.length))
}

async function loadStaged(sql: Sql, name: string, staged: Staged): Promise<Accounting> {
  const day = productionDate(staged.start.production)
  const at = await registeredAt(sql, day)
  await sql`select set_config('engang.relisting', 'at the end', true)`
  await quarantinePersons(sql)
  const joined = await joinNumbers(sql)
  await resolveRows(sql, name)
  await refuseOlder(sql, day)
  for (const kind of rowKinds) await applyKind(sql, kind, at)
  const overlapping = await flagOverlaps(sql)
  await raiseStandings(sql, at, joined)
  if (await hasBegun(sql)) await gatherChanges(sql, at, joined)
  await relist(sql, joined)
  const accounting = await account(sql, name, staged, overlapping)
  checkBalance(accounting)
  await recordDelivery(sql, staged, day, at, accounting)
  // Last: whoever waits for the place in the feed waits for the commit and for nothing else.
  await sql`select changes.note()`
  return accounting
}

/** The lists' rows of the file's persons, and of `others` (migrations/11_lists.sql). */
async function relist(sql: Sql, others: readonly string[]): Promise<void> {
  await sql`
    select persons.relist(array(select person_id from persons.head union select unnest(${[...others]}::uuid[])))`
}

function productionDate(text: string): string {
  const [, year, month, day] = /^(\d{4})(\d\d)(\d\d)$/.exec(text) ?? []
  if (!isDay(Number(year), Number(month), Number(day))) throw new FileRefused('PRODUCTION_DATE', 1)
  return `${year}-${month}-${day}`
}

async function registeredAt(sql: Sql, day: string): Promise<Date> {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number)
  const midnight = danishInstant(year, month, date)
  const [row] = await sql`
    select coalesce(max(registered_at) + interval '1 second', ${midnight}) as at,
      ${midnight}::timestamptz > clock_timestamp() as ahead
    from persons.delivery where production_date = ${day}`
  if (row!.ahead) throw new FileRefused('PRODUCTION_DATE_AHEAD', 1)
  return row!.at
}

async function alreadyLoaded(sql: Sql, name: string, staged: Staged): Promise<Accounting | null> {
  const [known] = await sql`
    select records, quarantined from persons.delivery where content_hash = ${staged.contentHash}`
  if (!known) return null
  const [count] = await sql`
    select count(distinct number)::int as numbers, count(distinct person_id)::int as persons
    from persons.registration where number in (select number from persons.delivered where kind = 'person')`
  const { records, quarantined } = known
  return {
    file: name,
    alreadyLoaded: true,
    lines: staged.between + 2,
    control: 2,
    ...{ records, inserted: 0, changed: 0, unchanged: records, quarantined },
    ...{ numbers: count!.numbers, persons: count!.persons },
    quarantine: [],
    overlapping: [],
  }
}

async function refuseOlder(sql: Sql, day: string): Promise<void> {
  const [newer] = await sql`
    select min(r.line) as line from persons.resolved r join persons.registration g using (person_id)
    where r.kind = 'person' and g.production_date > ${day}`
  if (newer?.line) throw new FileRefused('OLDER_DELIVERY', newer.line)
}

async function recordDelivery(
  sql: Sql,
  staged: Staged,
  day: string,
  at: Date,
  accounting: Accounting,
): Promise<void> {
  const { file, records, inserted, changed, unchanged, quarantined } = accounting
  const { task, previous } = staged.start
  const [delivery] = await sql`
    insert into persons.delivery (file_name, content_hash, task, production_date, previous_production, registered_at,
      records, inserted, changed, unchanged, quarantined)
    values (${file}, ${staged.contentHash}, ${task}, ${day}, ${previous}, ${at},
      ${records}, ${inserted}, ${changed}, ${unchanged}, ${quarantined})
    returning id`
  await sql`
    insert into persons.quarantine (delivery_id, line, type, reason)
    select ${delivery!.id}, line, type, content->>'reason' from persons.delivered where kind = 'quarantined'`
  await sql`
    insert into persons.registration (number, person_id, production_date)
    select number, person_id, ${day} from persons.head
    on conflict (number) do update set person_id = excluded.person_id, production_date = excluded.production_date`
  await sql`truncate persons.delivered, persons.resolved, persons.head`
}
