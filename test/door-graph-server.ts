// A graph's door on a free port, with tokens of its own and an answer that the test chooses.
import type { Identified } from '../access/identify.ts'
import { TokenRefused } from '../access/token-form.ts'
import { type Answered, type Asked, graphRoute } from '../door/graph.ts'
import { type Listening, listen } from '../door/listen.ts'
import { openLog } from '../door/log.ts'

export const at = new Date('2026-03-01T12:00:00Z')
export const businessId = '3f3f0b64-7a47-4f0e-9d0c-0a6d4c9a1b11'
export const operation = JSON.stringify({ query: '{ ok }' })
export const json = { 'content-type': 'application/json' }

const system: Identified = {
  caller: { kind: 'SYSTEM', client: 'case-system', officer: null },
  activities: [],
}
const tokens: Readonly<Record<string, Identified>> = {
  good: system,
  bound: { ...system, activities: ['KOM-17'] },
  twice: { ...system, activities: ['KOM-17', 'SU-3'] },
}

/** What the door did since the last `reset`. */
export interface Seen {
  asked: Asked[]
  lookedUp: string[]
  identified: number
  lines: string[]
}

export interface GraphDoor extends Listening {
  readonly seen: Seen
  /** What the graph answers; `{ data: { ok: true } }` after a reset. */
  answered: () => Promise<Answered>
  reset(): void
  post(body: BodyInit, headers?: Readonly<Record<string, string>>, token?: string): Promise<Response>
}

/** Knows the tokens `good`, `bound` (to KOM-17), `twice` (to SU-3 too); `down` finds no database. */
export async function openGraphDoor(): Promise<GraphDoor> {
  const seen: Seen = { asked: [], lookedUp: [], identified: 0, lines: [] }
  const route = graphRoute({
    identify: async token => {
      seen.identified++
      if (token === 'down') throw new Error('The database said 0101701234.')
      const found = tokens[token]
      if (!found) throw new TokenRefused('SIGNATURE')
      return found
    },
    lookupBusiness: async cvr => {
      seen.lookedUp.push(cvr)
      return businessId
    },
    answer: async one => {
      seen.asked.push(one)
      return door.answered()
    },
    timeoutMs: 300,
    now: () => at,
  })
  const log = openLog('requests', line => void seen.lines.push(line))
  const server = await listen({ host: '127.0.0.1', port: 0, routes: [route], log })
  const door: GraphDoor = {
    ...server,
    seen,
    answered: answerOk,
    reset() {
      Object.assign(seen, { asked: [], lookedUp: [], identified: 0, lines: [] })
      door.answered = answerOk
    },
    post(body, headers = {}, token = 'good') {
      const authorization = `Bearer ${token}`
      return fetch(`${server.url}/graphql`, {
        method: 'POST',
        body,
        headers: { ...json, authorization, ...headers },
      })
    },
  }
  return door
}

const answerOk = async (): Promise<Answered> => ({ body: { data: { ok: true } } })

/** The codes of an answer that was refused before it ran; `asked` for one that was not. */
export async function codeOf(response: Response): Promise<string> {
  const { errors, ...rest } = (await response.json()) as { errors?: { extensions: { code: string } }[] }
  if (!errors) return 'asked'
  if (Object.hasOwn(rest, 'data')) return 'executed'
  return errors.map(({ extensions }) => extensions.code).join(' ')
}
