// Posts a text over HTTP on connections that stay, by Node's own client: `fetch` costs about twice the CPU for each exchange.
import { request as askHttp, Agent as HttpAgent, type IncomingMessage } from 'node:http'
import { request as askHttps, Agent as HttpsAgent } from 'node:https'

export interface Post {
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** Milliseconds for the whole exchange, the answer's body included. */
  readonly timeoutMs: number
  /** Bytes of answer beyond which the rest is not read. */
  readonly maxAnswerBytes: number
}

export interface Posted {
  readonly status: number
  /** Its content type; empty when it names none. */
  readonly media: string
  readonly text: string
}

// Free connections do not keep the process running, and end before the subgraph would end them.
const plain = new HttpAgent({ keepAlive: true })
const secure = new HttpsAgent({ keepAlive: true })

/** Rejects when the server cannot be reached, is late, breaks off, or answers too much. It follows no redirect. */
export function post(url: string, { headers, body, timeoutMs, maxAnswerBytes }: Post): Promise<Posted> {
  return new Promise((resolve, reject) => {
    const options = { method: 'POST', headers }
    const asked = url.startsWith('https:')
      ? askHttps(url, { ...options, agent: secure })
      : askHttp(url, { ...options, agent: plain })
    let settled = false
    const settle = (then: () => void) => {
      if (settled) return
      settled = true
      clearTimeout(timer)
      then()
    }
    const fail = (error: Error) =>
      settle(() => {
        asked.destroy()
        reject(error)
      })
    const timer = setTimeout(() => fail(new Error('There was no answer in time.')), timeoutMs)
    asked.on('error', fail)
    asked.on('response', response =>
      readText(response, maxAnswerBytes).then(
        text => settle(() => resolve({ ...headOf(response), text })),
        fail,
      ),
    )
    asked.end(body)
  })
}

const headOf = ({ statusCode = 0, headers }: IncomingMessage) => ({
  status: statusCode,
  media: headers['content-type'] ?? '',
})

function readText(response: IncomingMessage, maxBytes: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let bytes = 0
    response.on('data', (chunk: Buffer) => {
      bytes += chunk.length
      if (bytes > maxBytes) reject(new Error(`The answer is longer than ${maxBytes} bytes.`))
      else chunks.push(chunk)
    })
    response.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')))
    response.on('error', reject)
    response.on('close', () => reject(new Error('The answer broke off.')))
  })
}
