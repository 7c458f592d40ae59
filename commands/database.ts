// The database of this installation as a command finds it: one's own, the embedded one that runs, or a new start of it.
import { setTimeout as sleep } from 'node:timers/promises'
import { connectAsAdministrator, type Database } from '../database/connect.ts'
import { findRunning, startEmbedded } from '../database/embedded.ts'
import { readOrCreateSecret } from '../database/secret.ts'
import type { Settings } from '../settings.ts'
import type { Stop } from './lifecycle.ts'

export interface OpenDatabase {
  readonly database: Database
  /** Stops the server when this command started it; otherwise does nothing. */
  readonly stop: Stop
  readonly kind: 'own' | 'embedded'
}

/** For the command that owns the installation: DATABASE_URL, or the embedded server, started here. */
export async function startDatabase(settings: Settings): Promise<OpenDatabase> {
  const secret = settings.secret ?? (await readOrCreateSecret(settings.dataFolder))
  if (settings.databaseUrl !== null) return openOwn(settings.databaseUrl, secret)
  const server = await startEmbedded({ folder: settings.dataFolder })
  return { database: describe(server.url, secret), stop: server.stop, kind: 'embedded' }
}

/** For commands beside a running `npm start`: its server when it runs, else one started for this command alone. */
export async function joinDatabase(settings: Settings): Promise<OpenDatabase> {
  const url = settings.databaseUrl === null ? await findRunning(settings.dataFolder) : null
  if (url === null) return startDatabase(settings)
  const secret = settings.secret ?? (await readOrCreateSecret(settings.dataFolder))
  return { database: describe(url, secret), stop: async () => {}, kind: 'embedded' }
}

function describe(url: string, secret: string): Database {
  return { url, secret, rolePrefix: decodeURIComponent(new URL(url).pathname.slice(1)) }
}

async function openOwn(url: string, secret: string): Promise<OpenDatabase> {
  await refuseUnreachable(url)
  return { database: describe(url, secret), stop: async () => {}, kind: 'own' }
}

// The message of a driver may repeat the address, and that holds a password.
async function refuseUnreachable(url: string): Promise<void> {
  const host = new URL(url).host
  for (let attempt = 1; ; attempt++) {
    const sql = connectAsAdministrator({ url }, { max: 1 })
    try {
      await sql`select 1`
      return
    } catch (error) {
      const code = (error as { code?: string }).code ?? 'no answer'
      // 57P03: the server is starting up; it says so itself.
      if (code !== '57P03' || attempt === 20)
        throw new Error(
          `No connection to the database at ${host} (${code}): check DATABASE_URL and that the server runs.`,
        )
      await sleep(500)
    } finally {
      await sql.end({ timeout: 1 })
    }
  }
}
