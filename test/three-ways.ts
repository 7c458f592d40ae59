// One case asked in three ways: the gateway in this process, a gateway over HTTP, and a subgraph straight, each served alone.
import { randomUUID } from 'node:crypto'
import type { Listening } from '../door/listen.ts'
import { readSupergraphFile, serveRemoteGateway } from '../gateway/serve.ts'
import { readSettings } from '../settings.ts'
import { type SubgraphName, subgraphNames } from '../subgraphs/registry.ts'
import { serveSubgraph } from '../subgraphs/serve.ts'
import { type Asked, asAsked, type Cases, openCases, type Recorded } from './asked.ts'
import type { As } from './platform.ts'
import { inOneSubgraph, type Posted } from './three-ways-direct.ts'
import { audience, issuer, makeKey, type SigningKey, signToken } from './token-maker.ts'

/** `as an entity`: straight at a subgraph as well, by `_entities` instead of the root field. */
export type Way = 'in process' | 'over HTTP' | 'directly' | 'as an entity'

export const threeWays = ['in process', 'over HTTP', 'directly'] as const satisfies readonly Way[]
/** For fields of one person or business: `_entities` too. */
export const fourWays = [...threeWays, 'as an entity'] as const satisfies readonly Way[]
/** Where no single subgraph can be asked the same; the reason stands in the tests' names. */
export const twoWays = (because: string): [Way, string][] => [
  ['in process', `directly not: ${because}`],
  ['over HTTP', `directly not: ${because}`],
]

export interface HttpAnswer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
}

const key = makeKey('ES256', 'three-ways')

/** Whose tokens every server here takes. */
export const trustedIssuer = { issuer, keys: () => ({ keys: [key.jwk] }) }

/** A token as the issuer would give it, for a stranger's key too. */
export function tokenOf(claims: Readonly<Record<string, unknown>>, by: SigningKey = key): string {
  const second = Math.floor(Date.now() / 1_000)
  const usual = { iss: issuer, aud: audience, iat: second, exp: second + 300 }
  return signToken(by, 'ES256', { ...usual, ...claims })
}

/** The cases, and every server over the same database. */
export async function openThreeWays() {
  const cases = await openCases()
  const { database } = cases
  const settings = readSettings({ OPERATOR_CVR: cases.cvr('operator'), LOG: 'silent' })
  const trusted = trustedIssuer
  const subgraphs = new Map<string, Listening>()
  for (const name of subgraphNames)
    subgraphs.set(name, await serveSubgraph(name, { settings, database, trusted, port: 0 }))
  const urls = new Map([...subgraphs].map(([name, { url }]) => [name, `${url}/graphql`]))
  const gateway = await serveRemoteGateway({
    ...{ host: '127.0.0.1', port: 0, supergraph: readSupergraphFile() },
    addresses: Object.fromEntries(urls),
  })
  urls.set('gateway', `${gateway.url}/graphql`)
  const asking = { cases, url: (name: string) => urls.get(name)! }
  return {
    ...cases,
    url: asking.url,
    /** The same cases, asked this way. What a case needs beforehand is always done in process. */
    by: (way: Way): Cases => ({ ...cases, ask: way === 'in process' ? cases.ask : askBy(asking, way) }),
    /** Whatever is sent, straight at one subgraph. */
    straight: (name: SubgraphName, as: As, query: string, variables: object = {}) =>
      askOver(asking, name, as, { query, variables: variables as Record<string, unknown> }),
    async close() {
      await Promise.all([gateway, ...subgraphs.values()].map(one => one.close()))
      await cases.close()
    },
  }
}

export type ThreeWays = Awaited<ReturnType<typeof openThreeWays>>

interface Asking {
  readonly cases: Cases
  readonly url: (name: string) => string
}

function askBy(asking: Asking, way: Way): Cases['ask'] {
  return async (as, query, variables = {}, operationName) => {
    const posted = { query, variables, ...(operationName !== undefined && { operationName }) }
    if (way === 'over HTTP') return askOver(asking, 'gateway', as, posted)
    const direct = await inOneSubgraph(asking.cases, as, posted, way === 'as an entity')
    return askOver(asking, direct.subgraph, as, direct.posted, direct.told)
  }
}

async function askOver(
  { cases, url }: Asking,
  name: string,
  as: As,
  posted: Posted,
  told = (body: Record<string, unknown>) => body,
): Promise<Asked> {
  for (let attempt = 1; ; attempt++) {
    // By its case a test finds the records of a request, whose id nobody outside is told.
    const caseReference = as.caseReference ?? lettersOf(randomUUID())
    const before = new Set((await recordsOf(cases, caseReference)).map(({ id }) => id))
    const headers = await headersOf(cases, { ...as, caseReference })
    const { status, text } = await post(url(name), headers, posted)
    // Behind the gateway too a subgraph may have shed the load of the tests beside this one: a query is asked again.
    if (
      attempt < 20 &&
      /^\s*(query|\{)/.test(posted.query) &&
      /"(SUBGRAPH_UNAVAILABLE|OVERLOADED)"/.test(text)
    ) {
      await new Promise(resolve => setTimeout(resolve, 100))
      continue
    }
    const records = (await recordsOf(cases, caseReference)).filter(({ id }) => !before.has(id))
    return asAsked(status, text, merged(records), told(JSON.parse(text)))
  }
}

/** Digits could have the form of a personal number. */
const lettersOf = (text: string): string =>
  text.replace(/[0-9]/g, digit => String.fromCharCode(103 + Number(digit)))

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
export async function headersOf(cases: Cases, as: As): Promise<Record<string, string>> {
  const { caller, activity, represented, explain, at, caseReference } = as
  const { client } = caller
  const claims =
    caller.kind === 'SYSTEM'
      ? { client_id: client, ...(caller.officer !== null && { act: { sub: caller.officer } }) }
      : {
          client_id: client,
          acr: 'Substantial',
          cpr: await numberOf(cases, caller.person),
          ...(caller.business !== null && { cvr: await numberOf(cases, caller.business) }),
        }
  return {
    authorization: `Bearer ${tokenOf(claims)}`,
    ...(activity !== undefined && { 'processing-activity': activity }),
    ...(represented && { 'on-behalf-of': await named(cases, represented) }),
    ...(explain && { 'access-explain': 'true' }),
    ...(at && { 'effective-at': at.toISOString() }),
    ...(caseReference !== undefined && { 'case-reference': caseReference }),
  }
}

async function named(cases: Cases, represented: NonNullable<As['represented']>): Promise<string> {
  if (represented.kind === 'AUTHORITY') return `authority:${represented.cvr}`
  if (represented.kind === 'PERSON') return `person:${represented.id}`
  return `business:${await numberOf(cases, represented.id)}`
}

async function numberOf({ database }: Cases, id: string): Promise<string> {
  const [row] = await database.admin`select number from identity.number where subject_id = ${id} order by 1`
  return row!.number
}

interface Row extends Recorded {
  readonly id: string
  readonly operation_id: string
}

const recordsOf = ({ database }: Cases, caseReference: string): Promise<readonly Row[]> =>
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
