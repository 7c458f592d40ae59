// Loads one CPR delivery, whole or not at all: staged, resolved to ids, compared with what stands, accounted for.
import type postgres from 'postgres'
import { type Accounting, account, checkBalance, checkRows } from './accounting.ts'
import { gatherChanges, hasBegun } from './changes.ts'
import { addFresh, addUnowned, type Delivery, flagOverlaps, raiseStandings, replaceKnown } from './compare.ts'
import { danishInstant, isDay } from './dates.ts'
import type { Bytes } from './read.ts'
import { FileRefused } from './refused.ts'
import { joinNumbers, quarantinePersons, resolvePersons } from './resolve.ts'
import { type RowKind, rowKinds } from './rows/row.ts'
import { emptyStaging, type Staged, stageFile } from './stage.ts'

type Sql = postgres.TransactionSql

export interface ImportProgress {
  readonly step: 'READ' | 'STORE' | 'DONE'
  /** Records read so far; in the later steps all of them. */
  readonly records: number
  /** Of STORE: how many of its parts are done, and of how many. */
  readonly done: number
  readonly of: number
}

// As many as are listed by one call, which holds 2 KB of memory for each.
const listedAtOnce = 20_000
// Any constant does: one import at a time in one database.
const importLock = 12_170
// Each kind of row, the flags of rows that overlap, and the lists.
const storeParts = rowKinds.length + 2
// What a file's persons take to be joined with their rows: beyond it PostgreSQL writes them to files.
const joiningMemory = '64MB'

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
    const staged = await stageFile(transaction, file.bytes, records =>
      progress({ step: 'READ', records, done: 0, of: storeParts }),
    )
    const before = await alreadyLoaded(transaction, name, staged)
    if (before) return before
    const stored = (done: number) =>
      progress({ step: 'STORE', records: staged.between, done, of: storeParts })
    return loadStaged(transaction, name, staged, stored)
  })
  progress({ step: 'DONE', records: accounting.records, done: storeParts, of: storeParts })
  return accounting
}

/** A file's name may hold a personal number (`REPLY_…`): digits that could be one are masked. */
export function maskNumbers(name: string): string {
  return name.replaceAll(/\d{6}-?\d{4}\d*/g, digits => 'x'.repeat(digits.length))
}

async function loadStaged(
  sql: Sql,
  name: string,
  staged: Staged,
  stored: (parts: number) => void,
): Promise<Accounting> {
  stored(0)
  const day = productionDate(staged.start.production)
  const at = await registeredAt(sql, day)
  await sql`
    select set_config('engang.relisting', 'at the end', true), set_config('work_mem', ${joiningMemory}, true)`
  const leftOut = await quarantinePersons(sql, staged)
  const joined = await joinNumbers(sql)
  await resolvePersons(sql, staged)
  await refuseOlder(sql, day)
  await store(sql, { name, at }, staged, leftOut, stored)
  const overlapping = await flagOverlaps(sql)
  stored(rowKinds.length + 1)
  await raiseStandings(sql, at, joined)
  if (await hasBegun(sql)) await gatherChanges(sql, at, joined)
  await relist(sql, joined)
  stored(storeParts)
  const accounting = await account(sql, name, staged, overlapping)
  checkBalance(accounting)
  await recordDelivery(sql, staged, day, at, accounting)
  // Last: whoever waits for the place in the feed waits for the commit and for nothing else.
  await sql`select changes.note()`
  return accounting
}

/** Compares what the file says of known persons with what stands, and adds what it says of new ones as it is. */
async function store(
  sql: Sql,
  delivery: Delivery,
  { rows }: Staged,
  leftOut: ReadonlyMap<RowKind, number>,
  stored: (parts: number) => void,
): Promise<void> {
  const [any] = await sql`select exists (select from persons.head where known) as known`
  for (const [place, kind] of rowKinds.entries()) {
    const known = any!.known ? await replaceKnown(sql, kind, delivery) : 0
    const staged = rows.get(kind) ?? 0
    const unowned = kind === 'record' && staged > 0 ? await addUnowned(sql, delivery) : 0
    const due = staged - known - unowned - (leftOut.get(kind) ?? 0)
    if (due > 0) checkRows(await addFresh(sql, kind, delivery, due))
    stored(place + 1)
  }
}

/** The lists' rows of the file's persons, and of `others` (migrations/11_lists.sql). */
async function relist(sql: Sql, others: readonly string[]): Promise<void> {
  await sql`
    select persons.relist(array_agg(id order by id))
    from (
      select id, (row_number() over (order by id)) / ${listedAtOnce} as part
      from (select person_id from persons.head union select unnest(${[...others]}::uuid[])) p (id)
    ) n group by part order by part`
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
    from persons.registration where number in (select number from persons.delivered_person)`
  const { records, quarantined } = known
  return {
    file: name,
    alreadyLoaded: true,
    lines: staged.between + 2,
    control: 2,
    ...{ records, inserted: 0, changed: 0, unchanged: records, quarantined },
    ...{ numbers: count!.numbers, persons: count!.persons },
    ...{ quarantine: [], overlapping: [], told: [] },
  }
}

async function refuseOlder(sql: Sql, day: string): Promise<void> {
  const [newer] = await sql`
    select min(p.line) as line from persons.delivered_person p join persons.head h on h.number = p.number
    join persons.registration g on g.person_id = h.person_id where h.known and g.production_date > ${day}`
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
    select ${delivery!.id}, line, record_type, reason from persons.left_out`
  await sql`
    insert into persons.registration (number, person_id, production_date)
    select number, person_id, ${day} from persons.head
    on conflict (number) do update set person_id = excluded.person_id, production_date = excluded.production_date`
  await emptyStaging(sql)
}
