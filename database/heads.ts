// How far a database has come, written down outside it: so that an older copy of it is never taken for the whole.
import { open, readFile, rename } from 'node:fs/promises'
import { basename } from 'node:path'
import type postgres from 'postgres'

/** As engang.heads() gives them (migrations/20_heads.sql). */
export interface Heads {
  /** The server's own identifier. */
  readonly server: string
  /** Another after each recovery to a point in time, and after each change to a standby. */
  readonly timeline: string
  /** Another for a database that was made anew on the same server. */
  readonly database: string
  /** How far its write-ahead log has come, in bytes. */
  readonly log: string
  /** How far each kind of event has come: positions and counts, no ids. */
  readonly positions: Readonly<Record<string, number>>
}

/**
 * SAME: goes on from what was written down. OLDER: lacks something that was there, named in `behind`. OTHER: lacks nothing
 * that was written down, but is another server, database or timeline, and may lack what came after.
 */
export type Comparison =
  | { readonly state: 'SAME' | 'OTHER' }
  | { readonly state: 'OLDER'; readonly behind: readonly string[] }

export function compareHeads(known: Heads, found: Heads): Comparison {
  const behind = Object.entries(known.positions)
    .filter(([name, position]) => (found.positions[name] ?? 0) < position)
    .map(([name]) => name)
  if (behind.length > 0) return { state: 'OLDER', behind }
  const same = (['server', 'timeline', 'database'] as const).every(part => known[part] === found[part])
  if (!same) return { state: 'OTHER' }
  // A copy of the files goes on with the same timeline, from further back.
  return BigInt(found.log) < BigInt(known.log)
    ? { state: 'OLDER', behind: ['the write-ahead log'] }
    : { state: 'SAME' }
}

/** Whether anything ever happened here that a restore could take back. */
export function holdsRights({ positions }: Heads): boolean {
  return Object.entries(positions).some(
    ([name, position]) => position > 0 && (name === 'powers of attorney' || name.startsWith('consents ')),
  )
}

/** As a role that may execute engang.heads(). */
export async function readHeads(sql: postgres.Sql): Promise<Heads> {
  const [row] = await sql`select engang.heads() as heads`
  return checkHeads(row?.heads)
}

/** Null when there is no such file. Throws for one that cannot be read, or holds something else. */
export async function readHeadsFile(path: string): Promise<Heads | null> {
  try {
    return checkHeads(JSON.parse(await readFile(path, 'utf8')))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw new Error(
      `${basename(path)} (HEADS_FILE) cannot be read as heads: put the newest copy of it back, or if it is lost remove it and run npm run restored.`,
    )
  }
}

/** The file is there whole, on the disk, or as it was before. */
export async function writeHeadsFile(path: string, heads: Heads): Promise<void> {
  const made = `${path}.${process.pid}`
  const file = await open(made, 'w')
  try {
    await file.writeFile(`${JSON.stringify(heads, null, 2)}\n`)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(made, path)
}

function checkHeads(value: unknown): Heads {
  const heads = value as Heads | null
  const texts = [heads?.server, heads?.timeline, heads?.database]
  const positions = heads?.positions
  const isWhole =
    texts.every(text => typeof text === 'string' && text !== '') &&
    /^\d+$/.test(String(heads?.log)) &&
    typeof positions === 'object' &&
    positions !== null &&
    Object.values(positions).every(position => Number.isSafeInteger(position))
  if (!heads || !isWhole) throw new Error('These are no heads.')
  return heads
}
