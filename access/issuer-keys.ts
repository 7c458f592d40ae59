// The issuer's public keys at an address: fetched when needed, never so often that a stranger's tokens disturb the issuer.
import { createRemoteJWKSet, customFetch, type FetchImplementation, type JWTVerifyGetKey } from 'jose'

/** The issuer cannot be asked: nobody can tell whether a token is good, so none is accepted until it answers. */
export class KeysUnavailable extends Error {
  override readonly name = 'KeysUnavailable'

  constructor() {
    super("The issuer's keys cannot be fetched.")
  }
}

const timeoutMs = 2_000
/** A key that the issuer has taken out of its set verifies nothing after this time. */
const oldestMs = 5 * 60_000
/** A key id that the set does not have is looked for again at most this often. */
const cooldownMs = 30_000
/** After a failure the issuer is left alone for this time. */
const pauseMs = 2_000
const largestSet = 256 * 1024

/** Finds keys for `jwtVerify`. Rejects with KeysUnavailable when the set is too old, or lacks the key, and cannot be fetched. */
export function remoteKeys(address: URL): JWTVerifyGetKey {
  return createRemoteJWKSet(address, {
    timeoutDuration: timeoutMs,
    cacheMaxAge: oldestMs,
    cooldownDuration: cooldownMs,
    [customFetch]: pausing(fetchSet),
  })
}

/** jose waits between successes only: without this each token with an unknown key id would ask an issuer that is down. */
function pausing(ask: FetchImplementation): FetchImplementation {
  let failed = Number.NEGATIVE_INFINITY
  return async (url, options) => {
    if (Math.abs(Date.now() - failed) < pauseMs) throw new KeysUnavailable()
    try {
      return await ask(url, options)
    } catch {
      failed = Date.now()
      throw new KeysUnavailable()
    }
  }
}

const fetchSet: FetchImplementation = async (url, { headers, signal }) => {
  // A redirect could lead to anyone's keys.
  const response = await fetch(url, { headers, signal, redirect: 'error' })
  if (response.status !== 200 || !response.body) throw new KeysUnavailable()
  const text = await readBounded(response.body)
  const set: unknown = JSON.parse(text)
  if (!isKeySet(set)) throw new KeysUnavailable()
  return Response.json(set)
}

async function readBounded(body: ReadableStream<Uint8Array>): Promise<string> {
  const pieces: Uint8Array[] = []
  let size = 0
  for await (const piece of body) {
    size += piece.length
    if (size > largestSet) throw new KeysUnavailable()
    pieces.push(piece)
  }
  return Buffer.concat(pieces).toString('utf8')
}

function isKeySet(set: unknown): boolean {
  const keys = (set as { keys?: unknown } | null)?.keys
  return Array.isArray(keys) && keys.every(key => typeof key === 'object' && key !== null)
}
