// Puts records into the access log, and reads it as a citizen and as an officer would.
import { randomUUID } from 'node:crypto'
import type { Asked, Cases } from './asked.ts'
import { requestOf } from './platform.ts'

export interface RowOf {
  readonly authority?: string
  readonly at?: string
  readonly given?: string
  readonly refused?: string
  readonly hidden?: string | null
}

/** Puts a record about someone into the log, as release would. */
export async function put(
  cases: Cases,
  subject: string,
  { authority = cases.cvr('kommune'), ...row }: RowOf = {},
): Promise<string> {
  const [put] = await cases.database.admin`
    insert into access_log.record (operation_id, operation_hash, process, subject_id, client, authority, activity,
      activity_version, at, given, refused, hidden_until)
    values (${randomUUID()}, 'h', 'test', ${subject}, 'kommune-sagssystem', ${authority}, 'KOM-17', 1,
      ${row.at ?? '2026-01-01T00:00:00Z'}, ${row.given ?? '[{"field":"Person.name","ground":"LAW"}]'}::text::jsonb,
      ${row.refused ?? '[]'}::text::jsonb, ${row.hidden ?? null})
    returning id`
  return put!.id
}

/** A page of one's own log. */
export const own = async (cases: Cases, key: string, choice = 'first: 100') => {
  const answer = await cases.ask(
    await cases.citizen(key),
    `{ me { accessLog(${choice}) { totalCount nodes { id at } pageInfo { hasNextPage endCursor } } } }`,
  )
  return { ...answer, page: answer.data?.me?.accessLog }
}
/** Their ids, in order. */
export const ids = (page: { nodes: { id: string }[] }) => page.nodes.map(({ id }) => id)

export interface AsOfficer {
  readonly client?: string
  readonly officer?: string | null
  readonly activity?: string
  readonly inCase?: string | null
}

/** Asks as a steward of the municipality, in a case. */
export async function asOfficer(
  cases: Cases,
  text: string,
  variables: object = {},
  as: AsOfficer = {},
): Promise<Asked> {
  const {
    client = 'kommune-forvalter',
    officer = 'kommune-steward-1',
    activity = 'ADM-3',
    inCase = 'tilsyn-1',
  } = as
  const request = {
    ...requestOf({ caller: { kind: 'SYSTEM', client, officer }, activity }),
    caseReference: inCase,
  }
  const { status, body } = await cases.gateway.answer({
    request,
    documentText: text,
    variables: { ...variables },
  })
  return cases.readBack(request.id, status, JSON.stringify(body))
}
