// Reads a posted form of a page: bounded, and nothing else than a form.
import type { IncomingMessage } from 'node:http'

const mostBytes = 64 * 1024

/** Null when it is too large, or no form. */
export async function readForm(request: IncomingMessage, most = mostBytes): Promise<URLSearchParams | null> {
  if (!/^application\/x-www-form-urlencoded\b/i.test(request.headers['content-type'] ?? '')) return null
  const pieces: Buffer[] = []
  let size = 0
  for await (const piece of request.iterator({ destroyOnReturn: false })) {
    size += (piece as Buffer).length
    if (size > most) return null
    pieces.push(piece as Buffer)
  }
  return new URLSearchParams(Buffer.concat(pieces).toString('utf8'))
}
