// Reads consents and templates for one operation, with loaders; what a consent is now depends on the database's clock.
import DataLoader from 'dataloader'
import { and, asc, desc, eq, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/postgres-js'
import type postgres from 'postgres'
import { isOneOf, listOf } from '../../database/columns.ts'
import { isId } from '../../schema/id.ts'
import type { PageArguments } from '../page.ts'
import { openCommands } from './commands.ts'
import type { State } from './lifecycle.ts'
import { consent, event, template, templateText } from './tables.ts'

type Statements = ReturnType<typeof prepare>
type Rows<Name extends keyof Statements> = Awaited<ReturnType<Statements[Name]['execute']>>
export type Consent = Rows<'byId'>[number]
export type Template = Rows<'newestTemplate'>[number]

/** Whose consents a list holds: those of a subject, those asked for by an authority, or both at once. */
export interface ConsentFilter {
  /** Every id of the subject; null for any. */
  readonly subjects: readonly string[] | null
  readonly authority: string | null
  readonly states: readonly State[] | null
}

const given = sql.placeholder

/** The state as lifecycle.ts computes it, except the end by death, which only the decision's facts know. */
const stateNow = sql<State>`case
  when ${consent.state} = 'REQUESTED' and clock_timestamp() >= least(${consent.answerBy}, ${consent.validTo}) then 'LAPSED'
  when ${consent.state} in ('GRANTED', 'SUSPENDED') and clock_timestamp() >= ${consent.validTo} then 'EXPIRED'
  else ${consent.state} end`

function prepare(db: ReturnType<typeof drizzle>) {
  const columns = {
    id: consent.id,
    subjectId: consent.subjectId,
    subjectKind: consent.subjectKind,
    authority: consent.authority,
    activity: consent.activity,
    template: consent.template,
    templateVersion: consent.templateVersion,
    fields: consent.fields,
    state: consent.state,
    requestedAt: consent.requestedAt,
    answerBy: consent.answerBy,
    askedFrom: consent.askedFrom,
    validFrom: consent.validFrom,
    validTo: consent.validTo,
    now: sql<Date>`clock_timestamp()`.mapWith(consent.requestedAt),
  }
  const listed = and(
    sql`(${given('subjects')}::text is null or ${isOneOf(consent.subjectId, given('subjects'), 'uuid')})`,
    sql`(${given('authority')}::text is null or ${consent.authority} = ${given('authority')})`,
    sql`(${given('states')}::text is null or ${stateNow} = any(${given('states')}::text::text[]))`,
  )
  const after = sql`(${given('after')}::uuid is null or (${consent.requestedAt}, ${consent.id}) <
    (select c.requested_at, c.id from consents.consent c where c.id = ${given('after')}))`
  return {
    byId: db
      .select(columns)
      .from(consent)
      .where(isOneOf(consent.id, given('ids'), 'uuid'))
      .prepare('consent_by_id'),
    list: db
      .select(columns)
      .from(consent)
      .where(and(listed, after))
      .orderBy(desc(consent.requestedAt), desc(consent.id))
      .limit(given('limit'))
      .prepare('consent_list'),
    count: db
      .select({ count: sql<number>`count(*)::int` })
      .from(consent)
      .where(listed)
      .prepare('consent_count'),
    events: db
      .select()
      .from(event)
      .where(isOneOf(event.consentId, given('ids'), 'uuid'))
      .orderBy(asc(event.revision))
      .prepare('consent_events'),
    newestTemplate: db
      .select()
      .from(template)
      .where(eq(template.id, given('id')))
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
      .prepare('consent_template_text'),
  }
}

/** Prepares the statements of a pool, and gives each operation a store of its own. */
export function openStore(client: postgres.Sql) {
  const db = drizzle(client)
  const statements = prepare(db)
  const commands = openCommands(db)
  return () => {
    const consents = new DataLoader<string, Consent | null>(async ids => {
      const rows = await statements.byId.execute({ ids: listOf(ids) })
      return ids.map(id => rows.find(row => row.id === id) ?? null)
    })
    const events = new DataLoader<string, Rows<'events'>>(async ids => {
      const rows = await statements.events.execute({ ids: listOf(ids) })
      return ids.map(id => rows.filter(row => row.consentId === id))
    })
    const parameters = ({ subjects, authority, states }: ConsentFilter) => ({
      subjects: subjects && listOf(subjects),
      authority,
      states: states && listOf(states),
    })
    return {
      ...commands,
      /** Null for an id that is not a consent's, malformed ones included. */
      consent: async (id: string) => (isId(id) ? consents.load(id) : null),
      /** After a command, which changed it. */
      freshConsent: (id: string) => consents.clear(id).load(id),
      events: (id: string) => events.load(id),
      list: (filter: ConsentFilter, { first, after }: PageArguments) =>
        statements.list.execute({
          ...parameters(filter),
          after: after && isId(after) ? after : null,
          limit: first + 1,
        }),
      count: async (filter: ConsentFilter) => (await statements.count.execute(parameters(filter)))[0]!.count,
      newestTemplate: async (id: string) => (await statements.newestTemplate.execute({ id }))[0] ?? null,
      template: async (id: string, version: number) =>
        (await statements.template.execute({ id, version }))[0] ?? null,
      texts: (id: string, version: number) => statements.texts.execute({ id, version }),
    }
  }
}

export type Store = ReturnType<ReturnType<typeof openStore>>
