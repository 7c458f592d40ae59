// `npm run heads`: writes down outside the database how far it has come, and refuses to serve one that has come less far.
import { setTimeout as sleep } from 'node:timers/promises'
import { connect, type Database } from '../database/connect.ts'
import {
  compareHeads,
  type Heads,
  holdsRights,
  readHeads,
  readHeadsFile,
  writeHeadsFile,
} from '../database/heads.ts'
import { migrate } from '../database/migrate.ts'
import { type Log, openLog } from '../door/log.ts'
import { readSettings, type Settings } from '../settings.ts'
import { joinDatabase } from './database.ts'
import { type Lifecycle, runCommand, type Stop } from './lifecycle.ts'
import { readNumber, readOptions } from './options.ts'

/** The database is older than what is known, or nobody can tell; the message says what to do. */
export class HeadsRefused extends Error {
  override readonly name = 'HeadsRefused'
}

async function run(
  { every, begin }: { readonly every: number | null; readonly begin: boolean },
  lifecycle: Lifecycle,
): Promise<number> {
  const settings = readSettings()
  const path = settings.headsFile
  if (path === null) throw new Error('Set HEADS_FILE to a file outside the database and its backups.')
  const { database, stop } = await joinDatabase(settings)
  lifecycle.started(stop)
  await migrate(database)
  if (begin) await beginHeads(database, path)
  else await refuseOlder(database, path)
  console.log('Written: how far the database has come.')
  if (every === null) return 0
  const kept = keepHeads(database, settings, openLog(settings.log), every * 1_000)
  lifecycle.started(kept.stop)
  await Promise.race([lifecycle.untilStopped(), kept.failed])
  return 0
}

async function beginHeads(database: Database, path: string): Promise<void> {
  if ((await readHeadsFile(path)) !== null)
    throw new Error(
      'HEADS_FILE is there already: leave --begin out, or if the database was restored run npm run restored.',
    )
  await writeHeadsFile(path, await headsOf(database))
}

/** Those of a database, over a connection of its own. */
export async function headsOf(database: Database): Promise<Heads> {
  const sql = connect(database, 'retention', { max: 1 })
  return readHeads(sql).finally(() => sql.end({ timeout: 1 }))
}

/**
 * Compares the database with the file and writes it anew. Rejects with HeadsRefused when something is missing: what was
 * withdrawn might hold again. A database that never held a right needs no file: it gets its first one.
 */
export async function refuseOlder(database: Database, path: string): Promise<void> {
  // The file first: another process may write a newer one meanwhile.
  const known = await readHeadsFile(path)
  const found = await headsOf(database)
  judge(known, found)
  await writeHeadsFile(path, found)
}

/** Throws HeadsRefused unless the database goes on from what is known. */
export function judge(known: Heads | null, found: Heads): void {
  if (known === null) {
    if (!holdsRights(found)) return
    throw new HeadsRefused(
      'HEADS_FILE is missing, and the database holds consents or powers of attorney: put the file back. If it is lost, run npm run restored; if there never was one and the database was never restored, npm run heads -- --begin.',
    )
  }
  const compared = compareHeads(known, found)
  if (compared.state === 'SAME') return
  const what =
    compared.state === 'OLDER'
      ? `The database lacks what was there before (${compared.behind.slice(0, 5).join(', ')})`
      : 'The database is another than before, or was recovered'
  throw new HeadsRefused(
    `${what}: what was withdrawn since might hold again, so nothing is decided by it. Run npm run restored (docs/production.md, Restore).`,
  )
}

/** For whatever serves: refuses an older database, and goes on watching that it is not exchanged for one. */
export async function guardHeads(database: Database, settings: Settings, log: Log): Promise<KeptHeads> {
  if (settings.headsFile !== null) await refuseOlder(database, settings.headsFile)
  return keepHeads(database, settings, log)
}

export interface KeptHeads {
  /** Never resolves; rejects with HeadsRefused when the database was exchanged for an older one. */
  readonly failed: Promise<never>
  /** Writes down how far it came last. */
  readonly stop: Stop
}

const everyMs = 10_000

/** Compares and writes again and again, until stopped. A database that does not answer is asked again: nor does it decide. */
export function keepHeads(
  database: Database,
  { headsFile: path }: Pick<Settings, 'headsFile'>,
  log: Log,
  every = everyMs,
): KeptHeads {
  const stopped = new AbortController()
  const { signal } = stopped
  if (path === null) return { failed: new Promise(() => {}), stop: async () => {} }
  const sql = connect(database, 'retention', { max: 1 })
  const look = async () => {
    const known = await readHeadsFile(path)
    const found = await readHeads(sql)
    judge(known, found)
    await writeHeadsFile(path, found)
  }
  const round = async (): Promise<void> => {
    while (!signal.aborted) {
      await look().catch(error => {
        if (error instanceof HeadsRefused) throw error
        log.fault('heads', error)
      })
      await sleep(every, undefined, { signal, ref: false }).catch(() => {})
    }
  }
  const running = round()
  const failed = running.then(() => new Promise<never>(() => {}))
  failed.catch(() => {}) // Whoever serves waits for it; until then it must not end the process.
  return {
    failed,
    async stop() {
      stopped.abort()
      const judged = await running.then(() => true).catch(() => false)
      if (judged) await look().catch(error => log.fault('heads', error))
      await sql.end({ timeout: 1 })
    },
  }
}

// Last: what it uses must be there when it runs.
if (import.meta.main) {
  const { switches, values } = readOptions({
    usage: 'npm run heads -- [--every SECONDS] [--begin]',
    summary:
      'Writes to HEADS_FILE how far consents, powers of attorney and deliveries have come, after it was compared with what stands there.',
    options: {
      every: {
        value: 'SECONDS',
        meaning: 'Goes on doing so until it is stopped; ends when it finds an older database.',
      },
      begin: {
        meaning: 'Makes the first file for a database that is in use already, and was never restored.',
      },
    },
    notes: ['npm start does so by itself. With other processes let this command run beside the database.'],
  })
  const every = values.every === undefined ? null : readNumber('every', values.every, 3_600)
  await runCommand(lifecycle => run({ every, begin: switches.has('begin') }, lifecycle))
}
