// Sends commands and reads over HTTP and writes down when each was sent and answered, and how it came out.
import { systemToken } from '../withdrawal-nodes.ts'
import type { Command, CommandName, CommandOutcome, Read, Terms } from './history.ts'
import { pause, pick, type Target, type World } from './world.ts'

/** Longer than any answer of a node that is well (ARCHITECTURE.md 6). */
const patienceMs = 6_000
const mostAttempts = 8

interface Question {
  readonly token: string
  readonly query: string
  readonly variables: Readonly<Record<string, unknown>>
  readonly headers: Readonly<Record<string, string>>
}

interface Reply {
  readonly sent: number
  readonly answered: number | null
  // biome-ignore lint/suspicious/noExplicitAny: each question knows its answer
  readonly data: any
  readonly codes: readonly string[]
}

export async function send(target: Target, { token, query, variables, headers }: Question): Promise<Reply> {
  const sent = performance.now()
  try {
    const response = await fetch(`${target.url}/graphql`, {
      method: 'POST',
      body: JSON.stringify({ query, variables }),
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${token}`, ...headers },
      signal: AbortSignal.timeout(patienceMs),
    })
    const { data = null, errors = [] } = (await response.json()) as {
      data?: unknown
      errors?: { extensions: { code: string } }[]
    }
    const codes = errors.map(({ extensions }) => extensions.code)
    return { sent, answered: performance.now(), data, codes }
  } catch {
    // The node is down or stands still: nobody knows what became of the question.
    return { sent, answered: null, data: null, codes: [] }
  }
}

/** A command as it is sent, as often as it takes, under one id. */
export interface Commanded {
  readonly lane: string
  readonly command: CommandName
  readonly commandId: string
  readonly right: string | null
  readonly actor: string
  readonly needs: number
  readonly race?: string
  readonly terms?: Terms
  /** How often it is sent at the same time. */
  readonly copies?: number
  /** Called once, in the moment of the first acknowledgement, with the node that gave it. */
  readonly acknowledged?: (node: string) => void
  readonly token: string
  readonly headers?: Readonly<Record<string, string>>
  readonly input: Readonly<Record<string, unknown>>
}

const power = '{ right: powerOfAttorney { id state } problems { code } }'
const mutations: Readonly<Record<CommandName, string>> = {
  REQUEST: 'requestConsent(input: $input) { right: consent { id state } problems { code } }',
  GRANT: 'grantConsent(input: $input) { right: consent { id state } problems { code } }',
  DECLINE: 'declineConsent(input: $input) { right: consent { id state } problems { code } }',
  CANCEL: 'cancelConsentRequest(input: $input) { right: consent { id state } problems { code } }',
  WITHDRAW: 'withdrawConsent(input: $input) { right: consent { id state } problems { code } }',
  SUSPEND: 'suspendConsent(input: $input) { right: consent { id } problems { code } }',
  RESUME: 'resumeConsent(input: $input) { right: consent { id } problems { code } }',
  GIVE: `givePowerOfAttorney(input: $input) ${power}`,
  PASS_ON: `passOnPowerOfAttorney(input: $input) ${power}`,
  ACCEPT: `acceptPowerOfAttorney(input: $input) ${power}`,
  LIMIT: `limitPassingOn(input: $input) ${power}`,
  REVOKE: `revokePowerOfAttorney(input: $input) ${power}`,
  RENOUNCE: `renouncePowerOfAttorney(input: $input) ${power}`,
}

const inputs: Readonly<Record<CommandName, string>> = {
  REQUEST: 'RequestConsentInput',
  GRANT: 'AnswerConsentInput',
  DECLINE: 'AnswerConsentInput',
  CANCEL: 'CancelConsentInput',
  WITHDRAW: 'WithdrawConsentInput',
  SUSPEND: 'SuspendConsentInput',
  RESUME: 'ResumeConsentInput',
  GIVE: 'GivePowerOfAttorneyInput',
  PASS_ON: 'PassOnPowerOfAttorneyInput',
  ACCEPT: 'AnswerPowerOfAttorneyInput',
  LIMIT: 'LimitPassingOnInput',
  REVOKE: 'EndPowerOfAttorneyInput',
  RENOUNCE: 'EndPowerOfAttorneyInput',
}

interface Tried {
  readonly node: string
  readonly outcome: CommandOutcome
  readonly sent: number
  readonly answered: number | null
  readonly right: string | null
  readonly state: string | null
}

/** Sends a command until it is answered for sure or nothing helps; it then stands in the history. */
export async function command(world: World, wanted: Commanded): Promise<Command> {
  let known = false
  const acknowledged = (node: string) => {
    if (!known) wanted.acknowledged?.(node)
    known = true
  }
  const copies = Array.from({ length: wanted.copies ?? 1 }, () => insist(world, { ...wanted, acknowledged }))
  const tried = (await Promise.all(copies)).flat()
  const done = tried.filter(({ outcome }) => outcome === 'DONE')
  const first = done.toSorted((one, other) => one.answered! - other.answered!)[0]
  const refused = tried.length > 0 && tried.every(({ outcome }) => outcome === 'PROBLEM')
  const made: Command = {
    lane: wanted.lane,
    command: wanted.command,
    commandId: wanted.commandId,
    right: wanted.right ?? first?.right ?? null,
    actor: wanted.actor,
    needs: wanted.needs,
    race: wanted.race ?? null,
    sent: Math.min(...tried.map(({ sent }) => sent)),
    answered: first?.answered ?? (refused ? tried.at(-1)!.answered : null),
    outcome: first ? 'DONE' : refused ? 'PROBLEM' : 'UNKNOWN',
    node: first?.node ?? null,
    state: first?.state ?? null,
    ...(wanted.terms && { terms: wanted.terms }),
  }
  if (tried.length > 0) world.commands.push(made)
  return made
}

const jobOf = (name: CommandName) => (inputs[name].includes('Consent') ? 'CONSENT' : 'POWER')

/** Every attempt: a node that is down or unsure is followed by another one. */
async function insist(world: World, wanted: Commanded) {
  const { command: name, token, headers = {}, input } = wanted
  const tried: Tried[] = []
  const query = `mutation Command($input: ${inputs[name]}!) { result: ${mutations[name]} }`
  while (tried.length < mostAttempts) {
    const target = pick(world.targets(jobOf(name)), world.random)
    const reply = target && (await send(target, { token, query, variables: { input }, headers }))
    // Whoever sheds load, or refuses to listen at all, has executed nothing.
    if (reply && !reply.codes.includes('OVERLOADED')) tried.push({ ...read(reply), node: target.name })
    const last = tried.at(-1)
    if (last?.outcome === 'DONE') wanted.acknowledged?.(last.node)
    if (last && last.outcome !== 'UNKNOWN') return tried
    await pause(50 + 150 * world.random())
  }
  return tried
}

function read({ sent, answered, data }: Reply): Omit<Tried, 'node'> {
  const { right = null, problems = [] } = data?.result ?? {}
  const outcome = right ? 'DONE' : problems.length > 0 ? 'PROBLEM' : 'UNKNOWN'
  return { outcome, sent, answered, right: right?.id ?? null, state: right?.state ?? null }
}

/** Whom a system reads about, under which activity. */
export interface Subject {
  readonly lane: string
  readonly id: string
  readonly activity: string
}

/** A question about somebody that nothing but the right permits. */
export interface Reading extends Pick<Question, 'token' | 'headers'> {
  readonly lane: string
  /** Whose field. */
  readonly id: string
  readonly field: string
  readonly reader?: string
}

export const underConsent = ({ lane, id, activity }: Subject): Reading => ({
  ...{ lane, id, field: 'civilStatus { status }', token: systemToken },
  headers: { 'Processing-Activity': activity },
})

/** Reads once, on one node. Until it is answered it is counted as waiting. */
export async function readOn(world: World, target: Target, reading: Reading): Promise<Read> {
  const waiting = world.waiting.get(target.name) ?? new Set()
  world.waiting.set(target.name, waiting)
  const read = askOn(world, target, reading)
  waiting.add(read)
  return read.finally(() => waiting.delete(read))
}

let asked = 0

async function askOn(
  world: World,
  target: Target,
  { lane, id, reader, field, token, headers }: Reading,
): Promise<Read> {
  const reference = `h.${lane}.${asked++}`
  const query = `query Read($id: ID!) { personById(id: $id) { asked: ${field} } }`
  const { sent, answered, data, codes } = await send(target, {
    ...{ token, query, variables: { id }, headers: { ...headers, 'Case-Reference': reference } },
  })
  const outcome = answered === null ? 'UNKNOWN' : data?.personById?.asked ? 'GIVEN' : 'REFUSED'
  const place = { lane, ...(reader && { reader }) }
  const made: Read = { reference, ...place, node: target.name, sent, answered, outcome, codes }
  world.reads.push(made)
  return made
}
