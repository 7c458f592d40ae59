// Everything that must stand before the platform serves: a free port, a database, its migrations, its first data.
import { rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { connect, connectAsAdministrator, type Database } from '../database/connect.ts'
import { removeEmbedded } from '../database/embedded.ts'
import { migrate } from '../database/migrate.ts'
import { seedAuthorities } from '../sample/seed.ts'
import type { Settings } from '../settings.ts'
import { strayParameters } from '../subgraphs/consents/strays.ts'
import { isDevelopment } from './addresses.ts'
import { startDatabase } from './database.ts'
import type { Parts } from './lifecycle.ts'
import { noticesFolder } from './notices.ts'
import { loadSample } from './sample.ts'

export interface Prepared {
  readonly database: Database
  /** The day to which the sample's people belong; null when the database holds no sample. */
  readonly sampleDay: Date | null
}

export interface PrepareOptions {
  /** Begins with fresh data. */
  readonly reset: boolean
  readonly now: Date
  say(line: string): void
}

/** Takes the steps in order. Each refusal is one line that says what to do. */
export async function prepare(settings: Settings, parts: Parts, options: PrepareOptions): Promise<Prepared> {
  const { say } = options
  await refuseBusyPort(settings)
  if (options.reset) await resetData(settings)
  say(settings.databaseUrl === null ? 'Starting the embedded PostgreSQL …' : 'Connecting to PostgreSQL …')
  const { database, stop } = await startDatabase(settings)
  parts.started(stop)
  return { database, sampleDay: await prepareDatabase(settings, database, options.now, say) }
}

/** Migrates, and fills an empty database in development. Gives the sample's day; null when there is no sample. */
export async function prepareDatabase(
  settings: Settings,
  database: Database,
  now: Date,
  say: (line: string) => void = () => {},
): Promise<Date | null> {
  await migrate(database, { onStep: name => say(`  ${name}`) })
  const day = isDevelopment(settings) ? await fillEmpty(database, now) : null
  await warnOfStrays(database)
  return day
}

/** A consent that is bound to what the schema does not have gives nothing, and nobody would know why. */
async function warnOfStrays(database: Database): Promise<void> {
  const sql = connect(database, 'consents', { max: 1 })
  const strays = await strayParameters(sql).finally(() => sql.end())
  for (const { template, version, parameter, place } of strays)
    console.error(
      `The parameter ${parameter} of the consent template ${template}, version ${version}, is bound to ${place}, which is no place of its fields: such a consent gives nothing. Close the version, and publish one that is bound to an argument of its fields or to Case-Reference.`,
    )
}

/** The invented people, businesses and authorities. Someone's own issuer means someone's own data: then they stay out. */
async function fillEmpty(database: Database, now: Date): Promise<Date | null> {
  const day = await loadSample(database, now)
  if (day === null) return null
  const sql = connectAsAdministrator(database, { max: 1 })
  await seedAuthorities(sql, day).finally(() => sql.end())
  return day
}

async function refuseBusyPort({ host, port }: Settings): Promise<void> {
  const code = await tryPort(port, host)
  if (code !== null) throw new Error(portRefusal(code, port))
}

/** Why a port cannot be listened on, by the system's error code, and what to do. */
export function portRefusal(code: string, port: number): string {
  if (code === 'EADDRINUSE')
    return `Port ${port} is in use, perhaps by an Engang that is already running: stop it, or choose another with PORT=${port + 1} npm start.`
  if (code === 'EACCES')
    return `Port ${port} may not be opened by this user: choose one above 1023 with PORT=4000.`
  return `HOST is not an address of this machine (${code}): leave it empty, or set it to one.`
}

/** Null when the port can be listened on, else the system's error code. */
function tryPort(port: number, host: string): Promise<string | null> {
  return new Promise(resolve => {
    const server = createServer()
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'unknown'))
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(null)))
  })
}

async function resetData(settings: Settings): Promise<void> {
  if (settings.databaseUrl !== null)
    throw new Error(
      '--reset removes the data of the embedded PostgreSQL only: for fresh data let DATABASE_URL lead to an empty database.',
    )
  await removeEmbedded(settings.dataFolder)
  // They tell of people and consents that are there no more.
  await rm(noticesFolder(settings), { recursive: true, force: true })
}
