// Reads authorities and their processing activities for one operation, and carries out the stewards' commands on them.
import DataLoader from 'dataloader'
import { drizzle } from 'drizzle-orm/postgres-js'
import type postgres from 'postgres'
import { listOf } from '../../database/columns.ts'
import type { PageArguments } from '../page.ts'
import { openCommands } from './commands.ts'
import { prepareStatements, type Rows } from './statements.ts'
import { openSupplierCommands } from './suppliers.ts'

export type Version = Rows<'version'>[number]
export type Draft = Rows<'drafts'>[number]
export type AuthorityRow = Rows<'authorities'>[number]
export type SupplierRow = Rows<'suppliersOf'>[number]

/** Prepares the statements of a pool, and gives each operation a store of its own. `operator`: its CVR number. */
export function openStore(client: postgres.Sql, operator: string | null) {
  const db = drizzle(client)
  const statements = prepareStatements(db)
  const commands = openCommands(db)
  const suppliers = openSupplierCommands(db)

  return () => {
    const activities = new DataLoader<string, Version | null>(async ids => {
      const rows = await statements.activitiesById.execute({ ids: listOf(ids) })
      return ids.map(id => rows.find(row => row.id === id) ?? null)
    })
    const versions = new DataLoader<string, Rows<'versions'>>(async ids => {
      const rows = await statements.versions.execute({ ids: listOf(ids) })
      return ids.map(id => rows.filter(row => row.id === id))
    })
    const fields = new DataLoader<string, Rows<'fields'>>(async ids => {
      const rows = await statements.fields.execute({ ids: listOf(ids) })
      return ids.map(id => rows.filter(row => row.activity === id))
    })
    const systems = new DataLoader<string, Rows<'systems'>>(async ids => {
      const rows = await statements.systems.execute({ ids: listOf(ids) })
      return ids.map(id => rows.filter(row => row.activity === id))
    })
    const authorities = new DataLoader<string, AuthorityRow | null>(async numbers => {
      const rows = await statements.authoritiesByCvr.execute({ numbers: listOf(numbers) })
      return numbers.map(cvr => rows.find(row => row.cvr === cvr) ?? null)
    })
    return {
      ...commands,
      suppliers,
      operator,
      /** In the version in force; null when none is. */
      activity: (id: string) => activities.load(id),
      /** Every approved version, oldest first. */
      versions: (id: string) => versions.load(id),
      /** Any version, drafts too. */
      version: async (id: string, version: number) =>
        (await statements.version.execute({ id, version }))[0] ?? null,
      /** Drafts that await approval: of one authority, or (null) of all. */
      drafts: (authority: string | null) => statements.drafts.execute({ authority }),
      /** Forgets what was read: a command has changed it. */
      forget(id: string) {
        for (const loader of [activities, versions, fields, systems]) loader.clear(id)
      },
      fields: async (id: string, version: number) =>
        (await fields.load(id)).filter(field => field.version === version),
      systems: async (id: string, version: number) =>
        (await systems.load(id)).filter(row => row.version === version).map(({ client }) => client),
      authority: (cvr: string) => authorities.load(cvr),
      systemsOf: (authority: string) => statements.systemsOf.execute({ authority }),
      /** The newest first; proposed and ended ones too. */
      suppliersOf: (authority: string) => statements.suppliersOf.execute({ authority }),
      supplier: async (id: string) => (await statements.supplierById.execute({ id }))[0] ?? null,
      officersOf: (authority: string) => statements.officersOf.execute({ authority }),
      listActivities: (authority: string | null, { first, after }: PageArguments) =>
        statements.activities.execute({ authority, after: after ?? '', limit: first + 1 }),
      /** Those that have ended: only their versions tell of them. */
      listEnded: (authority: string | null, { first, after }: PageArguments) =>
        statements.endedActivities.execute({ authority, after: after ?? '', limit: first + 1 }),
      countEnded: async (authority: string | null) =>
        (await statements.countEnded.execute({ authority }))[0]!.count,
      countActivities: async (authority: string | null) =>
        (await statements.countActivities.execute({ authority }))[0]!.count,
      listAuthorities: ({ first, after }: PageArguments) =>
        statements.authorities.execute({ after: after ?? '', limit: first + 1 }),
      countAuthorities: async () => (await statements.countAuthorities.execute())[0]!.count,
    }
  }
}

export type Store = ReturnType<ReturnType<typeof openStore>>
