// The sample extracts in the database: loaded once, into an empty one, with the dates of that day.
import type postgres from 'postgres'
import { connect, type Database } from '../database/connect.ts'
import { testSeries } from '../sample/businesses.ts'
import { sampleCpr } from '../sample/cpr.ts'
import { sampleCvr } from '../sample/cvr.ts'
import { loadDelivery } from './deliveries.ts'

const fileNames: Readonly<Record<'cpr' | 'cvr', string>> = { cpr: 'sample-cpr.txt', cvr: 'sample-cvr.json' }

/**
 * Loads the sample into an empty database and gives the day to which its people belong (some of their numbers vary
 * with it). Later starts find it there. Null when the database holds deliveries but no sample: those are somebody's own.
 */
export async function loadSample(database: Database, now: Date): Promise<Date | null> {
  const sql = connect(database, 'importer', { max: 1 })
  try {
    const known = await readLoaded(sql)
    if (known.day === null && known.others) return null
    const today = known.day ?? now
    // CPR first: its delivery remembers the day, so that a start that was cut short in between goes on with it.
    if (known.day === null) await load(sql, 'cpr', sampleCpr(today))
    if (!known.cvr) await load(sql, 'cvr', Buffer.from(sampleCvr(today)))
    return (await readLoaded(sql)).day
  } finally {
    await sql.end({ timeout: 1 })
  }
}

/** The day of the sample in the database, null when it is not there. */
export async function sampleDay(database: Database): Promise<Date | null> {
  const sql = connect(database, 'importer', { max: 1 })
  try {
    return (await readLoaded(sql)).day
  } finally {
    await sql.end({ timeout: 1 })
  }
}

async function readLoaded(sql: postgres.Sql): Promise<{ day: Date | null; cvr: boolean; others: boolean }> {
  const [row] = await sql`
    select (select min(production_date) from persons.delivery where file_name = ${fileNames.cpr}) as day,
      exists (select from businesses.delivery where file = ${fileNames.cvr}) as cvr,
      exists (select from persons.delivery) or exists (select from businesses.delivery) as others`
  const { day, cvr, others } = row!
  // Noon: the same Danish day in summer and in winter.
  return { day: day === null ? null : new Date(`${day}T12:00:00Z`), cvr, others }
}

function load(sql: postgres.Sql, register: 'cpr' | 'cvr', bytes: Uint8Array): Promise<void> {
  return loadDelivery(sql, register, { name: fileNames[register], bytes: inOnePiece(bytes) }, testSeries)
}

async function* inOnePiece(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}
