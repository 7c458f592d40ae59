// What the console's pages cost: each page against the operations that it asks, sent to the graph directly, by turns.
import { Agent, request as askHttp } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Parts } from '../commands/lifecycle.ts'
import { loadSample } from '../commands/sample.ts'
import { connectAsAdministrator } from '../database/connect.ts'
import { startEmbedded } from '../database/embedded.ts'
import { migrate } from '../database/migrate.ts'
import { person } from '../sample/persons.ts'
import { seedAuthorities } from '../sample/seed.ts'
import { startChild } from './child.ts'
import type { ConsoleOrder, PageOperation } from './console-serve.ts'
import { cpuOf, cpuOfFamily, parentOf } from './cpu.ts'
import { type BenchOptions, openBearers } from './run.ts'

/** CPU milliseconds a page, of the server and PostgreSQL, in each round: of the page, and of its operations alone. */
export interface PageCost {
  readonly path: string
  readonly operations: number
  /** Bytes of HTML. */
  readonly bytes: number
  readonly page: readonly number[]
  readonly graph: readonly number[]
}

/** Who looks at which pages; `:id` is a consent that waits for an answer. */
const pages = {
  citizen: ['', '/consents', '/consents/:id', '/access-log', '/mandates', '/my-data', '/notices'],
  steward: ['/steward/activities', '/steward/templates', '/steward/accesses'],
} as const
type Viewer = keyof typeof pages
const visits = 200
const atOnce = 4

/** Everything that it starts is put into `parts`, to be stopped by the caller. */
export async function runConsole(
  { rounds, folder, profiles, say }: Pick<BenchOptions, 'rounds' | 'folder' | 'profiles' | 'say'>,
  parts: Parts,
): Promise<readonly PageCost[]> {
  const today = new Date()
  const { url, stop } = await startEmbedded({ folder })
  parts.started(stop)
  const database = { url, rolePrefix: 'engang', secret: 'bench'.repeat(8) }
  await migrate(database)
  const admin = connectAsAdministrator(database, { max: 1 })
  parts.started(() => admin.end())
  await seedAuthorities(admin, today)
  await loadSample(database, today)
  await admin`vacuum analyze`
  const [session] = await admin`select pg_backend_pid() as id`
  const postgres = parentOf(session!.id)
  const { issuer, keys, bearer } = await openBearers()
  const cpr = person('anna', today).number
  const own = {
    citizen: await bearer({ client_id: 'playground', cpr, acr: 'High' }),
    steward: await bearer({ client_id: 'kommune-forvalter', act: { sub: 'kommune-steward-1' } }),
  }
  const tokenOf = ({ Authorization }: (typeof own)[Viewer]) => Authorization.slice('Bearer '.length)
  const tokens = { citizen: tokenOf(own.citizen), steward: tokenOf(own.steward) }
  const order: ConsoleOrder = { database, issuer, keys, tokens }
  const child = await startChild('console-serve.ts', order, profiles, parts)
  const authority = {
    ...(await bearer({ client_id: 'kommune-sagssystem' })),
    'Processing-Activity': 'KOM-17',
  }
  const consent = await tellStory(child.url, authority, cpr)
  const agent = new Agent({ keepAlive: true, maxSockets: atOnce })
  parts.started(async () => agent.destroy())
  const costs: PageCost[] = []
  for (const [viewer, path] of viewed) {
    say(`Measuring ${path} …`)
    const cookie = await signIn(child.url, viewer)
    const address = `${child.url}${path.replace(':id', consent)}`
    const visit = () => send(agent, address, { headers: { Cookie: cookie } })
    await send(agent, `${child.url}/asked`, { headers: {} })
    const bytes = Buffer.byteLength(await visit())
    const asked: PageOperation[] = JSON.parse(await send(agent, `${child.url}/asked`, { headers: {} }))
    const ask = async () => {
      for (const { query, variables, activity } of asked)
        await send(agent, `${child.url}/graphql`, {
          headers: {
            ...{ ...own[viewer], 'Content-Type': 'application/json' },
            ...(activity && { 'Processing-Activity': activity }),
          },
          body: JSON.stringify({ query, variables }),
        })
    }
    const measured = await measureTurns({ page: visit, graph: ask }, rounds, () =>
      [cpuOf(child.process), cpuOfFamily(postgres)].reduce((sum, seconds) => sum + seconds, 0),
    )
    costs.push({ path, operations: asked.length, bytes, ...measured })
  }
  return costs
}

const viewed: readonly (readonly [Viewer, string])[] = (Object.keys(pages) as Viewer[]).flatMap(viewer =>
  pages[viewer].map(path => [viewer, `/console${path}`] as const),
)

type Sides = Readonly<Record<'page' | 'graph', () => Promise<unknown>>>

/** Milliseconds of CPU for each time, by `used` (seconds), round by round; who comes first changes. */
async function measureTurns(sides: Sides, rounds: number, used: () => number) {
  const costs = { page: [] as number[], graph: [] as number[] }
  for (let round = -1; round < rounds; round++)
    for (const side of round % 2 === 0 ? (['page', 'graph'] as const) : (['graph', 'page'] as const)) {
      const before = used()
      const lane = async () => {
        for (let time = 0; time < visits / atOnce; time++) await sides[side]()
      }
      await Promise.all(Array.from({ length: atOnce }, lane))
      // The first round warms both.
      if (round >= 0) costs[side].push(((used() - before) * 1_000) / visits)
    }
  return costs
}

/** What a person of the sample finds in the console: who looked, and what waits for an answer. Gives one that waits. */
async function tellStory(
  base: string,
  authority: Readonly<Record<string, string>>,
  cpr: string,
): Promise<string> {
  const ask = async (query: string, variables: object) => {
    const answer = await fetch(`${base}/graphql`, {
      ...{ method: 'POST', headers: { ...authority, 'Content-Type': 'application/json' } },
      body: JSON.stringify({ query, variables }),
    })
    return ((await answer.json()) as { data: Told }).data
  }
  const read = () =>
    ask('query ($cpr: CPR!) { person(cpr: $cpr) { id name { full } civilStatus { status } } }', { cpr })
  const { person: found } = await read()
  for (let times = 0; times < 24; times++) await read()
  let consent = ''
  for (const id of ['bench-1', 'bench-2', 'bench-3']) {
    const { requestConsent } = await ask(
      'mutation ($input: RequestConsentInput!) { requestConsent(input: $input) { consent { id } } }',
      {
        input: {
          ...{ id, template: 'housing-support', fields: ['Person.civilStatus'], person: found!.id },
          validTo: new Date(Date.now() + 90 * 86_400_000).toISOString(),
        },
      },
    )
    consent = requestConsent!.consent.id
  }
  return consent
}

interface Told {
  readonly person?: { readonly id: string }
  readonly requestConsent?: { readonly consent: { readonly id: string } }
}

/** The cookie of a session. */
async function signIn(base: string, viewer: Viewer): Promise<string> {
  const cookieOf = (answer: Response) =>
    answer.headers
      .getSetCookie()
      .map(text => text.slice(0, text.indexOf(';')))
      .join('; ')
  const begun = await fetch(`${base}/console/sign-in`, { redirect: 'manual' })
  const done = await fetch(`${base}/console/signed-in?code=${viewer}&state=bench`, {
    ...{ redirect: 'manual', headers: { Cookie: cookieOf(begun) } },
  })
  return cookieOf(done)
}

interface Sent {
  readonly headers: Readonly<Record<string, string>>
  /** Sent by POST; GET without. */
  readonly body?: string
}

/** The answer's text. A busy machine sheds load: then again, for a while. Rejects when it is not 200. */
async function send(agent: Agent, address: string, sent: Sent): Promise<string> {
  for (let attempt = 1; ; attempt++) {
    const { status, text } = await sendOnce(agent, address, sent)
    if (status === 200) return text
    if (status !== 503 || attempt === 60) throw new Error(`${address} answered ${status}.`)
    await sleep(500)
  }
}

const sendOnce = (agent: Agent, address: string, { headers, body }: Sent) =>
  new Promise<{ status: number; text: string }>((resolve, reject) => {
    const method = body === undefined ? 'GET' : 'POST'
    const asked = askHttp(address, { agent, headers, method }, answer => {
      const chunks: Buffer[] = []
      answer.on('data', chunk => chunks.push(chunk))
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(chunks).toString() }),
      )
    })
    asked.on('error', reject)
    asked.end(body)
  })
