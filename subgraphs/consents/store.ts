// Reads consents and templates for one operation, with loaders; what a consent is now depends on the database's clock.
import { randomBytes } from 'node:crypto'
import DataLoader from 'dataloader'
import { and, asc, desc, eq, ne, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/postgres-js'
import type postgres from 'postgres'
import type { ActivityFacts } from '../../access/activity.ts'
import { openCursors } from '../../access/cursor.ts'
import { isOneOf, listOf } from '../../database/columns.ts'
import { isId } from '../../schema/id.ts'
import type { Signers } from '../missing.ts'
import { openCommands } from './commands.ts'
import { openFeed } from './feed.ts'
import { columns, openLists } from './lists.ts'
import { openSigners } from './missing.ts'
import { openProposalLists } from './proposal-lists.ts'
import { openSigner } from './receipt-key.ts'
import { openReceipts } from './receipts.ts'
import { openStewardship } from './stewardship.ts'
import {
  consent,
  economicActivity,
  event,
  type registration,
  startedActivity,
  template,
  templateText,
} from './tables.ts'
import { openTemplateLists } from './template-lists.ts'
import { openTemplateCommands } from './templates.ts'

type Statements = ReturnType<typeof prepare>
type Rows<Name extends keyof Statements> = Awaited<ReturnType<Statements[Name]['execute']>>
export type Consent = Rows<'byId'>[number]
export type TemplateRow = Rows<'template'>[number]
export type TemplateText = Rows<'texts'>[number]

type Registration = typeof registration.$inferSelect

const given = sql.placeholder

function prepare(db: ReturnType<typeof drizzle>) {
  return {
    byId: db
      .select(columns)
      .from(consent)
      .where(isOneOf(consent.id, given('ids'), 'uuid'))
      .prepare('consent_by_id'),
    // What time did is told by the state, whether the feed was read since or not.
    events: db
      .select()
      .from(event)
      .where(and(isOneOf(event.consentId, given('ids'), 'uuid'), ne(event.command, 'TIME')))
      .orderBy(asc(event.revision))
      .prepare('consent_events'),
    newestTemplate: db
      .select()
      .from(template)
      .where(and(eq(template.id, given('id')), ne(template.state, 'DRAFT')))
      .orderBy(desc(template.version))
      .limit(1)
      .prepare('consent_template_newest'),
    template: db
      .select()
      .from(template)
      .where(and(eq(template.id, given('id')), eq(template.version, given('version'))))
      .prepare('consent_template'),
    texts: db
      .select()
      .from(templateText)
      .where(and(eq(templateText.template, given('id')), eq(templateText.version, given('version'))))
      .orderBy(asc(templateText.language))
      .prepare('consent_template_text'),
    economic: db.select().from(economicActivity).prepare('consent_economic_activities'),
    startedBy: db
      .select()
      .from(startedActivity)
      .where(and(eq(startedActivity.activity, given('id')), eq(startedActivity.version, given('version'))))
      .prepare('consent_started_activity'),
  }
}

/**
 * Prepares the statements of a pool, and gives each operation a store of its own. `cursors`: the installation's; without
 * them cursors hold in this process only. `operator`: CVR number of the operator's authority. `receiptKey`: 32 bytes, the
 * installation's; without them receipts are signed by a key of this process.
 */
export function openStore(
  client: postgres.Sql,
  cursors = openCursors(randomBytes(32)),
  operator: string | null = null,
  receiptKey: Uint8Array = randomBytes(32),
) {
  const db = drizzle(client)
  const statements = prepare(db)
  const shared = {
    ...{ cursors, operator },
    ...{ ...openCommands(db), ...openLists(db), ...openFeed(db), ...openSigners(db) },
    ...{ ...openTemplateCommands(db), ...openTemplateLists(db) },
    ...{ ...openStewardship(db), ...openProposalLists(db) },
    ...openReceipts(db, openSigner(receiptKey)),
  }
  return () => {
    const consents = new DataLoader<string, Consent | null>(async ids => {
      const rows = await statements.byId.execute({ ids: listOf(ids) })
      return ids.map(id => rows.find(row => row.id === id) ?? null)
    })
    const events = new DataLoader<string, Rows<'events'>>(async ids => {
      const rows = await statements.events.execute({ ids: listOf(ids) })
      return ids.map(id => rows.filter(row => row.consentId === id))
    })
    const registrations = new DataLoader<string, Registration | null>(async ids => {
      const rows = await shared.registrations(ids)
      return ids.map(id => rows.find(row => row.consentId === id) ?? null)
    })
    const signers = new DataLoader<string, Signers | null>(async ids => shared.signersOf(ids))
    return {
      ...shared,
      /** Null for an id that is not a consent's, malformed ones included. */
      consent: async (id: string) => (isId(id) ? consents.load(id) : null),
      /** After a command, which changed it. */
      freshConsent: (id: string) => consents.clear(id).load(id),
      events: (id: string) => events.load(id),
      /** Who signs for its business, and who of them has; null of a consent that is not there. */
      signers: (id: string) => signers.load(id),
      /** The activities that are a matter of money. */
      async economicActivities(): Promise<readonly string[]> {
        return (await statements.economic.execute()).map(({ activity }) => activity)
      },
      /** How a steward registered it; null for a consent that its person gave themselves. */
      registration: (id: string) => registrations.load(id),
      ...openTemplates(statements),
    }
  }
}

export type Store = ReturnType<ReturnType<typeof openStore>>

/** Templates, each read once for an operation. */
function openTemplates(statements: Statements) {
  const remember = <Value>(read: (id: string, version: number) => Promise<Value>) => {
    const known = new Map<string, Promise<Value>>()
    return (id: string, version: number): Promise<Value> => {
      const key = `${id} ${version}`
      const found = known.get(key) ?? read(id, version)
      known.set(key, found)
      return found
    }
  }
  return {
    /** The newest version that was published, closed or not. */
    newestTemplate: async (id: string) => (await statements.newestTemplate.execute({ id }))[0] ?? null,
    template: remember(
      async (id, version) => (await statements.template.execute({ id, version }))[0] ?? null,
    ),
    texts: remember((id, version) => statements.texts.execute({ id, version })),
    /** Who starts an activity in its version in force. */
    async startedBy(activity: ActivityFacts | null) {
      if (!activity) return null
      const { id, version } = activity
      return (await statements.startedBy.execute({ id, version }))[0]?.startedBy ?? null
    },
  }
}
