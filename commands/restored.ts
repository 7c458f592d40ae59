// `npm run restored`: after a restore, suspends or ends whatever may have been withdrawn or revoked since; then it may be served.
import type postgres from 'postgres'
import { connectAsAdministrator, type Database } from '../database/connect.ts'
import { compareHeads, type Heads, readHeads, readHeadsFile, writeHeadsFile } from '../database/heads.ts'
import { migrate } from '../database/migrate.ts'
import { readSettings } from '../settings.ts'
import { joinDatabase } from './database.ts'
import { type Lifecycle, runCommand } from './lifecycle.ts'
import { readOptions } from './options.ts'

export interface Restoring {
  readonly nothingLost: boolean
  readonly anyway: boolean
}

async function run(wanted: Restoring, lifecycle: Lifecycle): Promise<number> {
  const settings = readSettings()
  const { database, stop } = await joinDatabase(settings)
  lifecycle.started(stop)
  await migrate(database)
  console.log(await restored(database, settings.headsFile, wanted))
  return 0
}

/** What was done, in words. Throws when something must be done first. `path`: HEADS_FILE; null without one. */
export async function restored(database: Database, path: string | null, wanted: Restoring): Promise<string> {
  const sql = connectAsAdministrator(database, { max: 1 })
  try {
    const known = path === null ? null : await readHeadsFile(path)
    const found = await readHeads(sql)
    const text = await deal(sql, known, found, wanted)
    if (path !== null) await writeHeadsFile(path, await readHeads(sql))
    return text
  } finally {
    await sql.end({ timeout: 1 })
  }
}

async function deal(
  sql: postgres.Sql,
  known: Heads | null,
  found: Heads,
  wanted: Restoring,
): Promise<string> {
  const compared = known && compareHeads(known, found)
  if (compared?.state === 'SAME' && !wanted.anyway && !(await begun(sql)))
    return 'The database goes on from what was known: nothing was changed. If its files were copied back, add --anyway.'
  const behind = compared?.state === 'OLDER' ? compared.behind : []
  const deliveries = behind.filter(name => name.startsWith('deliveries of '))
  if (deliveries.length > 0)
    throw new Error(
      `The database lacks ${deliveries.join(' and ')}: load them again first with npm run import. Someone may have been protected since.`,
    )
  if (!wanted.nothingLost) return doubtAll(sql, known, found)
  if (known === null || behind.length > 0)
    throw new Error('Something is missing, or nobody can tell: leave --nothing-lost out.')
  await sql`insert into engang.restoration (known, found, nothing_lost, finished_at)
    values (${sql.json(known as never)}, ${sql.json(found as never)}, true, clock_timestamp())`
  return 'Nothing was changed: you said that nothing was lost.'
}

/** One that was cut short. */
async function begun(sql: postgres.Sql): Promise<string | null> {
  const [row] =
    await sql`select id from engang.restoration where finished_at is null order by began_at desc limit 1`
  return row?.id ?? null
}

// Bounds one transaction; what is done stays done.
const batch = 500

const reason = {
  da: 'Vores oplysninger er gendannet fra en kopi, og en tilbagetrækning kan mangle. Samtykket gælder først igen, når du selv har sagt, at det skal.',
  en: 'Our records were restored from a copy, and a withdrawal may be missing. The consent holds again only once you have said yourself that it shall.',
}

async function doubtAll(sql: postgres.Sql, known: Heads | null, found: Heads): Promise<string> {
  const id = (await begun(sql)) ?? (await begin(sql, known, found))
  const consents = await inBatches(
    () => sql`select engang.doubt_consents(${id}, ${sql.json(reason)}, ${batch}) as done`,
  )
  const powers = await inBatches(() => sql`select engang.doubt_powers(${id}, ${batch}) as done`)
  const [row] = await sql`select engang.end_stewards_mandates() as ended`
  const [total] = await sql`
    update engang.restoration set finished_at = clock_timestamp(), consents = consents + ${consents},
      powers = powers + ${powers} where id = ${id} returning consents, powers`
  return [
    `${total!.consents} consents were suspended, or cancelled where not all had agreed.`,
    `${total!.powers} powers of attorney await their giver's yes again, or ended.`,
    `${row!.ended} suppliers' contracts and readings of signing rules ended: stewards register them again.`,
    'Those whom it concerns were told. Let stewards look through activities and officers that were ended since.',
  ].join('\n')
}

/** The feeds go on first: no event of this restoration may take a place that was given out before. */
async function begin(sql: postgres.Sql, known: Heads | null, found: Heads): Promise<string> {
  return sql.begin(async transaction => {
    const outside = transaction.json((known?.positions ?? {}) as never)
    await transaction`select engang.skip_positions(${outside})`
    const [row] = await transaction`
      insert into engang.restoration (known, found, nothing_lost)
      values (${transaction.json(known as never)}, ${transaction.json(found as never)}, false) returning id`
    return row!.id
  })
}

/** How many rows it was, over all batches. */
async function inBatches(run: () => Promise<readonly postgres.Row[]>): Promise<number> {
  for (let done = 0; ; ) {
    const [row] = await run()
    if (!row?.done) return done
    done += row.done
  }
}

// Last: what it uses must be there when it runs.
if (import.meta.main) {
  const { switches } = readOptions({
    usage: 'npm run restored -- [--nothing-lost | --anyway]',
    summary:
      'Suspends consents and puts powers of attorney in doubt that may have been withdrawn after what was restored, tells those whom it concerns, and lets the platform start again.',
    options: {
      'nothing-lost': {
        meaning:
          'Changes nothing: you know that nothing was lost, as after a change to a synchronous standby.',
      },
      anyway: { meaning: 'Also when the database looks whole: its files were copied back.' },
    },
    notes: ['Run it while nothing is served. Cut short, it goes on where it stopped when run again.'],
  })
  const [nothingLost, anyway] = [switches.has('nothing-lost'), switches.has('anyway')]
  await runCommand(lifecycle => run({ nothingLost, anyway }, lifecycle))
}
