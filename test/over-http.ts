// What a client over HTTP sends for a caller of the tests, and what the access log then holds of that one request.
import { randomUUID } from 'node:crypto'
import type { Recorded } from './asked.ts'
import type { TestDatabase } from './database.ts'
import type { As } from './platform.ts'
import { audience, issuer, makeKey, type SigningKey, signToken } from './token-maker.ts'

export interface HttpAnswer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
}

type Registers = Readonly<{ database: Pick<TestDatabase, 'admin'> }>

const key = makeKey('ES256', 'over-http')

/** Whose tokens every server of the tests takes. */
export const trustedIssuer = { issuer, keys: () => ({ keys: [key.jwk] }) }

/** A token as the issuer would give it, for a stranger's key too. */
export function tokenOf(claims: Readonly<Record<string, unknown>>, by: SigningKey = key): string {
  const second = Math.floor(Date.now() / 1_000)
  const usual = { iss: issuer, aud: audience, iat: second, exp: second + 300 }
  return signToken(by, 'ES256', { ...usual, ...claims })
}

/** Posts, again for as long as the server sheds load: then it looked at nothing. Other tests run beside this one. */
export async function post(url: string, headers: Record<string, string>, body: unknown): Promise<HttpAnswer> {
  for (;;) {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    })
    const text = await response.text()
    if (response.status !== 503 || !text.includes('"OVERLOADED"'))
      return { status: response.status, headers: response.headers, text }
    await new Promise(resolve => setTimeout(resolve, 100))
  }
}

/** The caller's own token and headers: what a client would send. */
export async function headersOf(registers: Registers, as: As): Promise<Record<string, string>> {
  const { caller, activity, represented, explain, at, caseReference } = as
  const { client } = caller
  const claims =
    caller.kind === 'SYSTEM'
      ? { client_id: client, ...(caller.officer !== null && { act: { sub: caller.officer } }) }
      : {
          client_id: client,
          acr: 'Substantial',
          cpr: await numberOf(registers, caller.person),
          ...(caller.business !== null && { cvr: await numberOf(registers, caller.business) }),
        }
  return {
    authorization: `Bearer ${tokenOf(claims)}`,
    ...(activity !== undefined && { 'processing-activity': activity }),
    ...(represented && { 'on-behalf-of': await named(registers, represented) }),
    ...(explain && { 'access-explain': 'true' }),
    ...(at && { 'effective-at': at.toISOString() }),
    ...(caseReference !== undefined && { 'case-reference': caseReference }),
  }
}

async function named(registers: Registers, represented: NonNullable<As['represented']>): Promise<string> {
  if (represented.kind === 'AUTHORITY') return `authority:${represented.cvr}`
  if (represented.kind === 'PERSON') return `person:${represented.id}`
  return `business:${await numberOf(registers, represented.id)}`
}

async function numberOf({ database }: Registers, id: string): Promise<string> {
  const [row] = await database.admin`select number from identity.number where subject_id = ${id} order by 1`
  return row!.number
}

export interface Posted {
  readonly query: string
  readonly variables: Readonly<Record<string, unknown>>
  readonly operationName?: string
}

/**
 * Asks once, and reads what was recorded. Behind a gateway a subgraph may have shed the load of the tests beside this
 * one: a query is asked again.
 */
export async function askRecorded(
  registers: Registers,
  url: string,
  as: As,
  posted: Posted,
): Promise<{ readonly status: number; readonly text: string; readonly records: readonly Recorded[] }> {
  for (let attempt = 1; ; attempt++) {
    // By its case a test finds the records of a request, whose id nobody outside is told.
    const caseReference = as.caseReference ?? lettersOf(randomUUID())
    const before = new Set((await recordsOf(registers, caseReference)).map(({ id }) => id))
    const headers = await headersOf(registers, { ...as, caseReference })
    const { status, text } = await post(url, headers, posted)
    if (
      attempt < 20 &&
      /^\s*(query|\{)/.test(posted.query) &&
      /"(SUBGRAPH_UNAVAILABLE|OVERLOADED)"/.test(text)
    ) {
      await new Promise(resolve => setTimeout(resolve, 100))
      continue
    }
    const records = (await recordsOf(registers, caseReference)).filter(({ id }) => !before.has(id))
    return { status, text, records: merged(records) }
  }
}

/** Digits could have the form of a personal number. */
const lettersOf = (text: string): string =>
  text.replace(/[0-9]/g, digit => String.fromCharCode(103 + Number(digit)))

interface Row extends Recorded {
  readonly id: string
  readonly operation_id: string
}

const recordsOf = ({ database }: Registers, caseReference: string): Promise<readonly Row[]> =>
  database.admin<Row[]>`
    select id, operation_id, subject_id, officer, person_id, on_behalf_of, given, refused
    from access_log.record where case_reference = ${caseReference} order by subject_id nulls first`

/** Several subgraphs, or one asked twice, each made a record of the same person: told as the one of one process. */
function merged(rows: readonly Row[]): readonly Recorded[] {
  if (new Set(rows.map(row => row.operation_id)).size < 2) return rows
  const subjects = [...new Set(rows.map(row => row.subject_id))]
  return subjects.map(subject => {
    const own = rows.filter(row => row.subject_id === subject)
    return {
      ...own[0]!,
      given: distinct(own.flatMap(({ given }) => given)),
      refused: distinct(own.flatMap(({ refused }) => refused)),
    }
  })
}

const distinct = <Value>(values: readonly Value[]): readonly Value[] => [
  ...new Map(values.map(value => [JSON.stringify(value), value])).values(),
]
