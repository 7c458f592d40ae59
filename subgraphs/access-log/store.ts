// Reads the access log for one operation: a subject's records without those still covered, an authority's own with them.
import DataLoader from 'dataloader'
import type postgres from 'postgres'
import { listOf } from '../../database/columns.ts'
import { formatInstant } from '../../database/instant.ts'
import { isId } from '../../schema/id.ts'
import { type PageArguments, unknownCursor } from '../page.ts'
import { prepareStatements, type Statements } from './statements.ts'

type Rows<Name extends keyof Statements> = Awaited<ReturnType<Statements[Name]['execute']>>
export type AccessRow = Rows<'audit'>[number]
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

const ofSubject = ({ subjects, includeOwn, authority, ...rest }: SubjectFilter) => ({
  ...choice(rest),
  subjects: listOf(subjects),
  includeOwn,
  authority: authority ?? null,
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

/** A cursor of this very list, or none. Any other text is an error that says what to do. */
async function placeOf(
  after: string | null | undefined,
  isHere: (after: string) => Promise<readonly unknown[]>,
): Promise<string | null> {
  if (after === null || after === undefined) return null
  if (!isId(after) || (await isHere(after)).length === 0) throw unknownCursor()
  return after
}

/** Prepares the statements of a pool, and gives each operation a store of its own. */
export function openStore(client: postgres.Sql) {
  const statements = prepareStatements(client)
  return () => ({
    async list(filter: SubjectFilter, { first, after }: PageArguments): Promise<readonly AccessRow[]> {
      const subjects = listOf(filter.subjects)
      const place = await placeOf(after, id => statements.hasPlace.execute({ after: id, subjects }))
      return statements.list.execute({ ...ofSubject(filter), after: place, limit: first + 1 })
    },
    count: async (filter: SubjectFilter) => (await statements.count.execute(ofSubject(filter)))[0]!.count,
    async audit(filter: AuthorityFilter, { first, after }: PageArguments): Promise<readonly AccessRow[]> {
      const { authority } = filter
      const place = await placeOf(after, id => statements.auditHasPlace.execute({ after: id, authority }))
      return statements.audit.execute({ ...ofAuthority(filter), after: place, limit: first + 1 })
    },
    auditCount: async (filter: AuthorityFilter) =>
      (await statements.auditCount.execute(ofAuthority(filter)))[0]!.count,
    covers: (authority: string, subjects: readonly string[]) =>
      statements.covers.execute({ authority, subjects: listOf(subjects) }),
    ...openNames(statements),
  })
}

export type Store = ReturnType<ReturnType<typeof openStore>>

/** Names, each read once for an operation; null where there is none any more. */
function openNames(statements: Statements) {
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
