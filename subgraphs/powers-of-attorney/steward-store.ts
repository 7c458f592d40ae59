// What stewards read and command beside what everyone does with powers of attorney.
import { randomBytes } from 'node:crypto'
import DataLoader from 'dataloader'
import { drizzle } from 'drizzle-orm/postgres-js'
import type postgres from 'postgres'
import { openCursors } from '../../access/cursor.ts'
import { openPackageCommands } from './package-commands.ts'
import { openPackageLists } from './package-lists.ts'
import { openSigningCommands } from './signing-commands.ts'
import { openSigningLists } from './signing-lists.ts'
import { openStewardship } from './steward-command.ts'
import { openStewardLists } from './steward-lists.ts'
import type { registration } from './steward-tables.ts'
import type { Store } from './store.ts'
import { openUnparsedRules } from './unparsed-rules.ts'

type Registration = typeof registration.$inferSelect

/**
 * Prepares the statements of a pool. `cursors`: the installation's; without them cursors hold in this process only.
 * `operator`: CVR number of the operator's authority.
 */
export function openStewardStore(
  client: postgres.Sql,
  cursors = openCursors(randomBytes(32)),
  operator: string | null = null,
) {
  const db = drizzle(client)
  const shared = {
    ...{ cursors, operator },
    ...{ ...openPackageCommands(db), ...openPackageLists(db) },
    ...{ ...openStewardship(db), ...openStewardLists(db) },
    ...{ ...openSigningCommands(db), ...openSigningLists(db), ...openUnparsedRules(db) },
  }
  return () => {
    const registrations = new DataLoader<string, Registration | null>(async ids => {
      const rows = await shared.registrations(ids)
      return ids.map(id => rows.find(row => row.powerOfAttorneyId === id) ?? null)
    })
    const pinned = new Map<string, ReturnType<typeof shared.packageVersion>>()
    return {
      ...shared,
      /** A version by which something was given: it never changes, and is read once. */
      pinnedPackage(id: string, version: number) {
        const key = `${id} ${version}`
        const found = pinned.get(key) ?? shared.packageVersion(id, version)
        pinned.set(key, found)
        return found
      },
      /** What one that a steward registered rests on; null for any other. */
      registration: (id: string) => registrations.load(id),
    }
  }
}

export type StewardStore = Store & ReturnType<ReturnType<typeof openStewardStore>>
