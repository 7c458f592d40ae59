// Refuses what did not come from this machine: the last guard of an issuer that asks nobody for a password.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { isLoopback } from '../settings.ts'

/**
 * Whether a request came from this machine, asked for by a loopback name. A web site whose name leads to 127.0.0.1
 * (DNS rebinding) shows in `Host`, another site's page in `Origin`, a reverse proxy in the headers it adds.
 */
export function isLocal(request: IncomingMessage): boolean {
  const { host = '', origin } = request.headers
  const throughProxy = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'via', 'x-real-ip'].some(
    name => request.headers[name] !== undefined,
  )
  const near = isLoopbackPeer(request.socket.remoteAddress) && isLoopbackPeer(request.socket.localAddress)
  return near && !throughProxy && isLoopbackUrl(`http://${host}`) && (!origin || origin === `http://${host}`)
}

function isLoopbackUrl(url: string): boolean {
  return URL.canParse(url) && isLoopback(new URL(url).hostname.replace(/^\[(.*)\]$/, '$1'))
}

function isLoopbackPeer(address: string | undefined): boolean {
  return address !== undefined && isLoopback(address.replace(/^::ffff:/, ''))
}

/** Says why. Answers true, as a handler does that has answered. */
export function answerNotLocal(response: ServerResponse): true {
  const description = 'The development issuer answers on loopback only: ask it at localhost, without a proxy.'
  response.writeHead(403, { 'content-type': 'application/json', 'cache-control': 'no-store' })
  response.end(JSON.stringify({ error: 'access_denied', error_description: description }))
  return true
}
