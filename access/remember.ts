// Remembers what a verified token led to, by the token's hash, until the token expires and never beyond.
import { createHash } from 'node:crypto'

export interface Remembered<Value> {
  readonly value: Value
  readonly expires: Date
}

/**
 * Wraps a look-up by token: at most `most` tokens, the longest unused leaves first. Failures are not remembered.
 * Neither is the token: a dump of the memory must not hold keys to the platform.
 */
export function remember<Value>(
  find: (token: string) => Promise<Remembered<Value>>,
  most: number,
  now: () => Date = () => new Date(),
): (token: string) => Promise<Value> {
  const known = new Map<string, Remembered<Value>>()
  return async token => {
    const hash = createHash('sha256').update(token).digest('base64')
    const found = known.get(hash)
    known.delete(hash)
    const entry = found && found.expires > now() ? found : await find(token)
    known.set(hash, entry)
    if (known.size > most) known.delete(known.keys().next().value!)
    return entry.value
  }
}
