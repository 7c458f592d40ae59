// Answers `/metrics` to whoever watches the process: with the token that the settings name, or on loopback alone.
import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { isLoopback, type Settings } from '../settings.ts'
import type { Route } from './listen.ts'
import type { Metrics } from './metrics.ts'

/**
 * Null where there shall be none: a listener that others reach, without a token. Behind a proxy on this machine
 * everyone comes from loopback: what a proxy passed on is answered with a token alone.
 */
export function metricsRoute(
  metrics: Metrics,
  { host, metricsToken }: Pick<Settings, 'host' | 'metricsToken'>,
): Route | null {
  if (metricsToken === null && !isLoopback(host)) return null
  const wanted = metricsToken === null ? null : digest(`Bearer ${metricsToken}`)
  return async (request, response, { path }) => {
    if (path !== '/metrics' || request.method !== 'GET') return false
    const allowed =
      wanted === null
        ? !isPassedOn(request)
        : timingSafeEqual(wanted, digest(request.headers.authorization ?? ''))
    // To anyone else there is nothing here.
    if (!allowed) return false
    const text = await metrics.text()
    response.writeHead(200, { 'Content-Type': metrics.contentType }).end(text)
    return true
  }
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

const isPassedOn = ({ headers }: IncomingMessage): boolean =>
  ['forwarded', 'via', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip'].some(name => name in headers)
