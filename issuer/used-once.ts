// Remembers which assertions have been used, for as long as they could be used again; all else needs no memory.
import { type Adapter, type AdapterFactory, type AdapterPayload, errors } from 'oidc-provider'

/** More than this many unexpired assertions are refused: forgetting one early would let it be used twice. */
const defaultLimit = 100_000

/** Storage for oidc-provider. Tokens are signed and stand by themselves, so only used assertions are kept. */
export function usedOnce(limit = defaultLimit, now: () => number = Date.now): AdapterFactory {
  return model => (model === 'ReplayDetection' ? remembering(limit, now) : nothing)
}

function remembering(limit: number, now: () => number): Adapter {
  const entries = new Map<string, { readonly payload: AdapterPayload; readonly until: number }>()
  return {
    ...nothing,
    async find(id) {
      const entry = entries.get(id)
      return entry && entry.until > now() ? entry.payload : undefined
    },
    async upsert(id, payload, expiresIn = 0) {
      // Two requests with one assertion can both have passed `find` before either came here.
      if ((entries.get(id)?.until ?? 0) > now()) throw new errors.InvalidClientAuth('assertion used twice')
      if (entries.size >= limit) forgetExpired(entries, now())
      if (entries.size >= limit) throw new Error('Too many assertions are in use: try again in two minutes.')
      entries.set(id, { payload, until: now() + expiresIn * 1_000 })
    },
  }
}

function forgetExpired(entries: Map<string, { readonly until: number }>, now: number): void {
  for (const [id, { until }] of entries) if (until <= now) entries.delete(id)
}

const nothing: Adapter = {
  upsert: async () => {},
  find: async () => undefined,
  findByUserCode: async () => undefined,
  findByUid: async () => undefined,
  consume: async () => {},
  destroy: async () => {},
  revokeByGrantId: async () => {},
}
