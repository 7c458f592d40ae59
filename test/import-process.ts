// Runs `npm run import` as the process that it is, and ends it with kill -9 where a test wants it to die.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type postgres from 'postgres'
import { expect } from 'vitest'
import type { Register } from '../commands/deliveries.ts'
import type { TestDatabase } from './database.ts'

const command = fileURLToPath(new URL('../commands/import.ts', import.meta.url))
// A loaded machine starts a process slowly.
const patience = { timeout: 60_000, interval: 20 }

export interface ImportProcess {
  /** Resolves to the exit code; null after a kill. */
  readonly ended: Promise<number | null>
  /** What it has printed so far. */
  readonly said: () => string
  /** Kill -9; resolves when the process is gone. Its session in the database may outlive it: untilGone. */
  kill(): Promise<void>
}

/** Starts the import of a file. The roles' prefix must be the database's name (emptyDatabase), as it is installed. */
export function startImport(database: TestDatabase, register: Register, path: string): ImportProcess {
  const child = spawn(process.execPath, [command, register, path], {
    env: {
      ...process.env,
      DATABASE_URL: database.url,
      SECRET: database.secret,
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let text = ''
  child.stderr.on('data', piece => {
    text += piece
  })
  const ended = codeOf(child)
  return {
    ended,
    said: () => text,
    async kill() {
      child.kill('SIGKILL')
      await ended
    },
  }
}

async function codeOf(child: ChildProcess): Promise<number | null> {
  const [code] = (await once(child, 'exit')) as [number | null]
  return code
}

const sessions = (admin: postgres.Sql) => admin<{ state: string; wait: string | null; query: string }[]>`
  select state, wait_event_type as wait, query from pg_stat_activity
  where datname = current_database() and application_name = 'engang importer'`

/** Resolves when the import waits for a lock that another holds. */
export const untilBlocked = (admin: postgres.Sql): Promise<void> =>
  expect.poll(async () => (await sessions(admin)).some(({ wait }) => wait === 'Lock'), patience).toBe(true)

/** Resolves when the import has run a statement that begins so, and is in its transaction. */
export const untilQuery = (admin: postgres.Sql, start: string): Promise<void> =>
  expect
    .poll(
      async () =>
        (await sessions(admin)).some(({ state, query }) => state !== 'idle' && query.startsWith(start)),
      patience,
    )
    .toBe(true)

/** Resolves when the database has noticed that its client is gone. */
export const untilGone = (admin: postgres.Sql): Promise<void> =>
  expect.poll(async () => (await sessions(admin)).length, patience).toBe(0)
