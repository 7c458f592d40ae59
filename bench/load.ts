// Sends requests to a server and waits for all of the answers: a fixed number, a few at a time.
import { Agent, request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'

export interface Target {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  /** Those of the request at a place, when who asks changes from one to the next. */
  headersAt?(place: number): Readonly<Record<string, string>>
}

/** Sends `count` bodies, `atOnce` at a time. Throws at the first answer that is not whole: what is slow is measured, not wrong. */
export async function sendAll(
  target: Target,
  bodyAt: (place: number) => string,
  { from, count, atOnce }: { readonly from: number; readonly count: number; readonly atOnce: number },
): Promise<void> {
  let next = 0
  // Anew each time: a server ends connections that were idle while the other one was measured.
  const agent = new Agent({ keepAlive: true, maxSockets: atOnce })
  const worker = async () => {
    while (next < count) {
      const place = from + next++
      const headers = target.headersAt?.(place) ?? target.headers
      check(await sendUntilTaken(agent, { ...target, headers }, bodyAt(place)))
    }
  }
  await Promise.all(Array.from({ length: atOnce }, worker)).finally(() => agent.destroy())
}

/** A busy machine sheds load: wait as told, and ask again. */
async function sendUntilTaken(agent: Agent, target: Target, body: string): Promise<Answer> {
  for (let attempt = 1; ; attempt++) {
    const answer = await send(agent, target, body)
    if (!isShed(answer) || attempt === 120) return answer
    await sleep(1_000)
  }
}

/** By the server itself, or by a subgraph behind it. */
const isShed = ({ status, text }: Answer): boolean => status === 503 || text.includes('"code":"OVERLOADED"')

interface Answer {
  readonly status: number
  readonly text: string
}

/** Sends one body. Throws as `sendAll` does. */
export async function sendOne(target: Target, body: string): Promise<void> {
  await askOne(target, body)
}

/** Sends one body and gives the answer's. Throws as `sendAll` does. */
export async function askOne(target: Target, body: string): Promise<string> {
  const agent = new Agent()
  const answer = await sendUntilTaken(agent, target, body).finally(() => agent.destroy())
  check(answer)
  return answer.text
}

function check({ status, text }: Answer): void {
  if (status === 200 && !text.includes('"errors"')) return
  const code = /"code":"([A-Z_]+)"/.exec(text)?.[1] ?? 'no code'
  throw new Error(`The bench was answered ${status} (${code}): nothing is measured on refusals.`)
}

function send(agent: Agent, { url, headers }: Target, body: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request(`${url}/graphql`, {
      agent,
      method: 'POST',
      headers: { ...headers, 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) },
    })
    asked.on('response', response => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', chunk => {
        text += chunk
      })
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }))
      response.on('error', reject)
    })
    asked.on('error', reject)
    asked.end(body)
  })
}
