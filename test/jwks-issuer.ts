// An issuer for tests, over real HTTP: discovery document and keys, which the test changes as it goes, and a count of who asks.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { SigningKey } from './token-maker.ts'

/** `UP` answers as it should; the others are ways in which an issuer fails. */
export type Health = 'UP' | 'ERROR' | 'NO_JSON' | 'NO_KEYS' | 'ENDLESS' | 'ELSEWHERE' | 'SILENT'

export interface TestIssuer {
  readonly url: string
  readonly jwks: URL
  keys: readonly SigningKey[]
  health: Health
  /** What the discovery document says; as it should unless the test changes it. */
  discovery: Readonly<Record<string, unknown>>
  /** How often the keys have been asked for. */
  asked: number
  close(): Promise<void>
}

export async function startIssuer(): Promise<TestIssuer> {
  const server = createServer((request, response) => {
    const json = (value: unknown) =>
      response.setHeader('content-type', 'application/json').end(JSON.stringify(value))
    if (request.url === '/.well-known/openid-configuration') return void json(issuer.discovery)
    issuer.asked++
    const set = { keys: issuer.keys.map(({ jwk }) => jwk) }
    const answers: Readonly<Record<Health, () => unknown>> = {
      UP: () => json(set),
      ERROR: () => response.writeHead(500).end(),
      NO_JSON: () => response.end('<html>'),
      NO_KEYS: () => json({ keys: 'none' }),
      ENDLESS: () => json({ ...set, more: 'a'.repeat(300 * 1024) }),
      ELSEWHERE: () => response.writeHead(302, { location: `${issuer.url}/other` }).end(),
      SILENT: () => request.socket.destroy(),
    }
    answers[request.url === '/other' ? 'UP' : issuer.health]()
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const issuer: TestIssuer = {
    url,
    jwks: new URL(`${url}/keys`),
    keys: [],
    health: 'UP',
    discovery: { issuer: url, jwks_uri: `${url}/keys` },
    asked: 0,
    async close() {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
  return issuer
}
