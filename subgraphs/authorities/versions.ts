// Reads and writes versions of activities inside a command's transaction, which holds the activity.
import { and, eq, max, sql } from 'drizzle-orm'
import type { PostgresJsDatabase } from 'drizzle-orm/postgres-js'
import { listOf } from '../../database/columns.ts'
import { formatInstant } from '../../database/instant.ts'
import { type DraftInput, legalBasis } from './activity.ts'
import type { Candidate } from './approval.ts'
import { versionColumns } from './statements.ts'
import {
  activity,
  activityEvent,
  activityField,
  activitySystem,
  activityVersion,
  authority,
  system,
} from './tables.ts'

export type Transaction = Parameters<Parameters<PostgresJsDatabase['transaction']>[0]>[0]

/** CVR number of the authority whose activity it is; null when there is none by that id. */
export async function findActivity(tx: Transaction, id: string): Promise<string | null> {
  const [row] = await tx.select().from(activity).where(eq(activity.id, id))
  return row?.authority ?? null
}

/** The highest version of an activity, drafts too; 0 when there is none. */
export async function latestVersion(tx: Transaction, id: string): Promise<number> {
  const [row] = await tx
    .select({ version: max(activityVersion.version) })
    .from(activityVersion)
    .where(eq(activityVersion.activity, id))
  return row?.version ?? 0
}

/** What the checks of an activity know of its controller: its own systems, and those of suppliers that may work under it. */
export async function readController(
  tx: Transaction,
  cvr: string,
  activity: string,
): Promise<{ readonly isPrivate: boolean; readonly systems: readonly string[] }> {
  const [row] = await tx.select().from(authority).where(eq(authority.cvr, cvr))
  const systems = await tx
    .select({ client: system.client })
    .from(system)
    .where(
      sql`${system.authority} = ${cvr} or ${system.authority} in (select s.supplier from authorities.supplier s
        where s.authority = ${cvr} and ${activity} = any(s.activities) and s.state = 'ACTIVE' and s.valid_to > clock_timestamp())`,
    )
  // Whoever is not known to be public counts as private.
  return { isPrivate: row?.kind !== 'PUBLIC', systems: systems.map(({ client }) => client) }
}

export interface NewDraft extends DraftInput {
  readonly version: number
  readonly authority: string
  /** Whether the activity itself is new. */
  readonly isNew: boolean
  readonly at: Date
}

export async function addDraft(tx: Transaction, wanted: NewDraft): Promise<void> {
  const { id, version } = wanted
  if (wanted.isNew) await tx.insert(activity).values({ id, authority: wanted.authority })
  const cover = wanted.coverForDays === null ? null : `${wanted.coverForDays} days`
  const to = wanted.validTo === null ? null : formatInstant(wanted.validTo)
  await tx.execute(sql`insert into authorities.activity_version (activity, version, valid, purpose_da, purpose_en,
      legal_basis, act, reach, subjects, population, started_by, cover_for, protection_exception,
      economic, decides_from, joint_custody)
    values (${id}, ${version}, tstzrange(${formatInstant(wanted.validFrom ?? wanted.at)}, ${to}), ${wanted.purposeDa},
      ${wanted.purposeEn}, ${legalBasis(wanted)}, ${wanted.act}, ${wanted.reach},
      ${listOf(wanted.subjects)}::text::text[], ${wanted.population}, ${wanted.startedBy}, ${cover}::text::interval,
      ${wanted.protectionException}, ${wanted.economic}, ${wanted.decidesFrom}, ${wanted.jointCustody})`)
  await tx.insert(activityField).values(wanted.fields.map(field => ({ ...field, activity: id, version })))
  await tx.insert(activitySystem).values(wanted.systems.map(client => ({ activity: id, version, client })))
}

/** A version and what stands beside it; null when there is none. */
export async function readCandidate(tx: Transaction, id: string, version: number): Promise<Candidate | null> {
  const [row] = await tx
    .select({ ...versionColumns, draftedBy: activityEvent.officer })
    .from(activity)
    .innerJoin(activityVersion, eq(activityVersion.activity, activity.id))
    .leftJoin(
      activityEvent,
      and(
        eq(activityEvent.activity, activity.id),
        eq(activityEvent.version, activityVersion.version),
        eq(activityEvent.command, 'DRAFT'),
      ),
    )
    .where(and(eq(activity.id, id), eq(activityVersion.version, version)))
  if (!row) return null
  const ofVersion = (table: typeof activityField | typeof activitySystem) =>
    and(eq(table.activity, id), eq(table.version, version))
  const fields = await tx.select().from(activityField).where(ofVersion(activityField))
  const systems = await tx.select().from(activitySystem).where(ofVersion(activitySystem))
  const [beside] = await tx.execute<{ begins: string | null; newest: number | null }>(sql`
    select max(lower(valid)) filter (where cancelled_at is null) as begins, max(version) as newest
    from authorities.activity_version where activity = ${id} and approved_by is not null`)
  return {
    content: { ...row, fields, systems: systems.map(({ client }) => client) },
    validFrom: row.validFrom,
    validTo: row.validTo,
    state: row.approvedBy === null ? 'DRAFT' : row.cancelledAt === null ? 'APPROVED' : 'CANCELLED',
    draftedBy: row.draftedBy,
    lastBegins: beside?.begins ? new Date(beside.begins) : null,
    overtaken: (beside?.newest ?? 0) > version,
  }
}

export interface ApprovedFrom {
  readonly id: string
  readonly version: number
  readonly from: Date
  /** The officer who drafted, then the one who approved. */
  readonly by: readonly [string, string]
}

/** The version before ends where this one begins. */
export async function approveFrom(tx: Transaction, { id, version, from, by }: ApprovedFrom): Promise<void> {
  const begin = formatInstant(from)
  await tx.execute(sql`update authorities.activity_version
    set valid = tstzrange(lower(valid), ${begin}::text::timestamptz)
    where activity = ${id} and approved_by is not null and cancelled_at is null
      and (upper(valid) is null or upper(valid) > ${begin}::text::timestamptz)`)
  await tx.execute(sql`update authorities.activity_version
    set valid = tstzrange(${begin}::text::timestamptz, upper(valid)), approved_by = ${listOf(by)}::text::text[]
    where activity = ${id} and version = ${version} and approved_by is null`)
}

/** Ends what is in force and cancels what has not begun by then. Gives the version it ended; null when none. */
export async function endVersions(tx: Transaction, id: string, end: Date, at: Date): Promise<number | null> {
  const ending = formatInstant(end)
  const rows = await tx.execute<{ version: number }>(sql`update authorities.activity_version
    set cancelled_at = case when lower(valid) >= ${ending}::text::timestamptz then ${formatInstant(at)}::text::timestamptz end,
      valid = case when lower(valid) >= ${ending}::text::timestamptz then valid
        else tstzrange(lower(valid), ${ending}::text::timestamptz) end
    where activity = ${id} and approved_by is not null and cancelled_at is null
      and (upper(valid) is null or upper(valid) > ${ending}::text::timestamptz)
    returning version`)
  return rows.length === 0 ? null : Math.max(...rows.map(({ version }) => version))
}
