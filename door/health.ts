// Tells whoever watches the process whether it lives, and whether it should be sent requests.
import type { Route } from './listen.ts'
import { writeJson } from './write.ts'

/** `/health/live` and `/health/ready`; `ready` asks what the process depends on, and a rejection means no. */
export function healthRoute(ready: () => Promise<boolean>): Route {
  return async (_request, response, { path, closing }) => {
    if (path === '/health/live') {
      writeJson(response, 200, 'application/json', { live: true })
      return true
    }
    if (path !== '/health/ready') return false
    const isReady = !closing && (await ready().catch(() => false))
    writeJson(response, isReady ? 200 : 503, 'application/json', { ready: isReady })
    return true
  }
}
