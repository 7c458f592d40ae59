// Reads the access log for one operation: a subject's records without those still covered, an authority's own with them.
import { randomBytes } from 'node:crypto'
import DataLoader from 'dataloader'
import { drizzle } from 'drizzle-orm/postgres-js'
import type postgres from 'postgres'
import { openCursors } from '../../access/cursor.ts'
import { listOf } from '../../database/columns.ts'
import { formatInstant } from '../../database/instant.ts'
import type { Order } from '../page.ts'
import { type CountsAsked, countAccesses } from './counts.ts'
import { type Ending, lateEnding, restedOn } from './late.ts'
import { prepareStatements, type Statements } from './statements.ts'

type Rows<Name extends keyof Statements> = Awaited<ReturnType<Statements[Name]['execute']>>
export type AccessRow = Rows<'audit'>[number]
export type Beginning = Rows<'beginning'>[number]
export type ActivityName = Rows<'activities'>[number]

/** What both readers may ask for; `from` is included, `to` is not. */
export interface Choice {
  readonly from?: Date | null
  readonly to?: Date | null
  readonly outcome?: 'GIVEN' | 'REFUSED' | null
}

export interface SubjectFilter extends Choice {
  /** Every id of the subject. */
  readonly subjects: readonly string[]
  readonly includeOwn: boolean
  readonly authority?: string | null
  /** Some field of the record is one of these schema coordinates; null: whichever. */
  readonly fields: readonly string[] | null
}

export interface AuthorityFilter extends Choice {
  /** The authority's own records, and nobody else's. */
  readonly authority: string
  /** Every id of the one subject asked about; null for any. */
  readonly subjects: readonly string[] | null
  readonly officer?: string | null
  readonly system?: string | null
  readonly activity?: string | null
  readonly caseReference?: string | null
  readonly inCase?: boolean | null
}

const choice = ({ from, to, outcome }: Choice) => ({
  from: from ? formatInstant(from) : null,
  to: to ? formatInstant(to) : null,
  outcome: outcome ?? null,
})

const ofSubject = ({ subjects, includeOwn, authority, fields, ...rest }: SubjectFilter) => ({
  ...choice(rest),
  subjects: listOf(subjects),
  includeOwn,
  authority: authority ?? null,
  fields: fields && listOf(fields),
})

const ofAuthority = ({ authority, subjects, ...rest }: AuthorityFilter) => ({
  ...choice(rest),
  authority,
  subjects: subjects && listOf(subjects),
  officer: rest.officer ?? null,
  system: rest.system ?? null,
  activity: rest.activity ?? null,
  caseReference: rest.caseReference ?? null,
  inCase: rest.inCase ?? null,
})

export interface UsesFilter {
  readonly consent: string
  /** To which the consent was given. */
  readonly authority: string
}

/** A place in the log: a record's id and its time as the database writes it. */
interface Place {
  readonly at: string
  readonly id: string
}

export interface LogPage {
  /** Newest first when it is left out. */
  readonly order?: Order
  readonly first: number
  readonly after: Place | null
}

const pageOf = ({ first, after }: LogPage) => ({
  place: after?.at ?? null,
  after: after?.id ?? null,
  // One more, to know whether there is another page.
  limit: first + 1,
})

/**
 * Prepares the statements of a pool, and gives each operation a store of its own. `cursors`: the installation's; without
 * them cursors hold in this process only. `operator`: CVR number of the operator's authority.
 */
export function openStore(
  client: postgres.Sql,
  cursors = openCursors(randomBytes(32)),
  operator: string | null = null,
) {
  const statements = prepareStatements(client)
  const db = drizzle(client)
  return () => ({
    cursors,
    operator,
    counts: (asked: CountsAsked) => countAccesses(db, asked),
    list: (filter: SubjectFilter, page: LogPage): Promise<readonly AccessRow[]> =>
      statements[page.order === 'OLDEST_FIRST' ? 'listOldest' : 'list'].execute({
        ...ofSubject(filter),
        ...pageOf(page),
      }),
    count: async (filter: SubjectFilter) => (await statements.count.execute(ofSubject(filter)))[0]!.count,
    audit: (filter: AuthorityFilter, page: LogPage): Promise<readonly AccessRow[]> =>
      statements[page.order === 'OLDEST_FIRST' ? 'auditOldest' : 'audit'].execute({
        ...ofAuthority(filter),
        ...pageOf(page),
      }),
    auditCount: async (filter: AuthorityFilter) =>
      (await statements.auditCount.execute(ofAuthority(filter)))[0]!.count,
    /** The last deletion under the retention rule; null when nothing has been deleted. */
    beginning: async (): Promise<Beginning | null> => (await statements.beginning.execute())[0] ?? null,
    covers: (authority: string, subjects: readonly string[]) =>
      statements.covers.execute({ authority, subjects: listOf(subjects) }),
    uses: (filter: UsesFilter, page: LogPage): Promise<readonly AccessRow[]> =>
      statements.uses.execute({ ...filter, ...pageOf(page) }),
    usesCount: async (filter: UsesFilter) => (await statements.usesCount.execute({ ...filter }))[0]!.count,
    /** Who has received something by a consent, in the order in which they first did. */
    recipients: (consent: string) => statements.recipients.execute({ consent }),
    ...openParties(statements),
    ...openNames(statements),
  })
}

export type Store = ReturnType<ReturnType<typeof openStore>>

/** Whose consents are. */
function openParties(statements: Statements) {
  const parties = new DataLoader<string, Rows<'consentParties'>[number] | null>(async ids => {
    const rows = await statements.consentParties.execute({ ids: listOf(ids) })
    return ids.map(id => rows.find(row => row.id === id) ?? null)
  })
  return { consentParty: (id: string) => parties.load(id) }
}

/** Names, each read once for an operation; null where there is none any more. */
function openNames(statements: Statements) {
  const endings = new DataLoader<string, readonly Ending[]>(async ids => {
    const rows = await statements.endings.execute({ ids: listOf(ids) })
    return ids.map(id => rows.filter(row => row.id === id))
  })
  const authorities = new DataLoader<string, string | null>(async ids => {
    const rows = await statements.authorities.execute({ ids: listOf(ids) })
    return ids.map(id => rows.find(({ cvr }) => cvr === id)?.name ?? null)
  })
  const officers = new DataLoader<string, string | null>(async ids => {
    const rows = await statements.officers.execute({ ids: listOf(ids) })
    return ids.map(id => rows.find(row => row.id === id)?.name ?? null)
  })
  const activities = new DataLoader<string, readonly ActivityName[]>(async ids => {
    const rows = await statements.activities.execute({ ids: listOf(ids) })
    return ids.map(id => rows.filter(({ activity }) => activity === id))
  })
  return {
    /** What had ended that on which the record rests, and was learned of after it; null when nothing had. */
    async lateEnding(row: AccessRow) {
      const found = await Promise.all(restedOn(row).map(id => endings.load(id)))
      return lateEnding(row, found.flat())
    },
    authorityName: async (cvr: string | null) => (cvr === null ? null : authorities.load(cvr)),
    officerName: async (id: string | null) => (id === null ? null : officers.load(id)),
    /** The activity in the version that the record was made under. */
    async activityName({ activity, activityVersion }: AccessRow): Promise<ActivityName | null> {
      if (activity === null) return null
      const versions = await activities.load(activity)
      return versions.find(({ version }) => version === activityVersion) ?? null
    },
  }
}
