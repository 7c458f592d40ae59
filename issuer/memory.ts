// What the development issuer must remember for some minutes, in memory: sign-ins under way, codes, used assertions.
import { type Adapter, type AdapterFactory, type AdapterPayload, errors } from 'oidc-provider'
import { usedOnce } from './used-once.ts'

/** Of each kind; the oldest leaves first, and whoever it belonged to begins again. */
const defaultLimit = 1_000

// No sessions: each sign-in is its own, so nobody has to sign out before being someone else.
const kept = new Set(['Interaction', 'AuthorizationCode', 'Grant'])

/** Storage for oidc-provider. Tokens are signed and stand by themselves, so they are not kept. */
export function memory(limit = defaultLimit, now: () => number = Date.now): AdapterFactory {
  const others = usedOnce(undefined, now)
  return model => (kept.has(model) ? remembering(others(model), limit, now) : others(model))
}

interface Entry {
  readonly payload: AdapterPayload
  /** Milliseconds. */
  readonly until: number
}

function remembering(nothing: Adapter, limit: number, now: () => number): Adapter {
  const entries = new Map<string, Entry>()
  const live = (entry: Entry | undefined) => (entry && entry.until > now() ? entry.payload : undefined)
  return {
    ...nothing,
    async upsert(id, payload, expiresIn = 0) {
      entries.delete(id)
      entries.set(id, { payload, until: now() + expiresIn * 1_000 })
      if (entries.size > limit) entries.delete(entries.keys().next().value!)
    },
    find: async id => live(entries.get(id)),
    async consume(id) {
      const payload = live(entries.get(id))
      // Two requests with one code can both have found it before either came here.
      if (!payload || payload.consumed) throw new errors.InvalidGrant('the code was used before')
      payload.consumed = Math.floor(now() / 1_000)
    },
    async destroy(id) {
      entries.delete(id)
    },
    async revokeByGrantId(grantId) {
      for (const [id, { payload }] of entries) if (payload.grantId === grantId) entries.delete(id)
    },
  }
}
