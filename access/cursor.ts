// Sealed cursors: a place in a list that tells nothing, and fits the list and the caller it was given to and no other.
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import { GraphQLError } from 'graphql'

/** Seals and opens the places of lists. */
export interface Cursors {
  /** `list`: everything that makes the list what it is, as JSON; `place`: where in it, as JSON. */
  seal(list: unknown, place: unknown): string
  /** Throws a GraphQLError (`PAGE_CURSOR`) for a cursor of another list or another caller, and for anything else. */
  open(list: unknown, cursor: string): unknown
}

const nonceBytes = 12
const tagBytes = 16
// Filled up to whole blocks: the length must not tell that of a name.
const blockBytes = 96
const longest = 4_096

/**
 * AES-256-GCM (NIST SP 800-38D) with a random nonce; what makes the list is authenticated, not contained. `key`: 32
 * bytes, the same on every host that answers.
 */
export function openCursors(key: Buffer, random: (bytes: number) => Buffer = randomBytes): Cursors {
  return {
    seal(list, place) {
      const nonce = random(nonceBytes)
      const cipher = createCipheriv('aes-256-gcm', key, nonce)
      cipher.setAAD(digest(list))
      const text = Buffer.from(JSON.stringify(place))
      const filled = Buffer.alloc(Math.ceil((text.length + 1) / blockBytes) * blockBytes, 0x20)
      text.copy(filled)
      return Buffer.concat([nonce, cipher.update(filled), cipher.final(), cipher.getAuthTag()]).toString(
        'base64url',
      )
    },
    open(list, cursor) {
      try {
        if (cursor.length > longest || !/^[A-Za-z0-9_-]+$/.test(cursor)) throw new Error('no cursor')
        const sealed = Buffer.from(cursor, 'base64url')
        const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, nonceBytes), {
          authTagLength: tagBytes,
        })
        decipher.setAAD(digest(list))
        decipher.setAuthTag(sealed.subarray(-tagBytes))
        const text = [decipher.update(sealed.subarray(nonceBytes, -tagBytes)), decipher.final()]
        return JSON.parse(Buffer.concat(text).toString())
      } catch {
        throw new GraphQLError(
          'The argument after is no cursor of this list: pass a cursor or endCursor as it was answered, with the same filter, order, activity and times.',
          { extensions: { code: 'PAGE_CURSOR' } },
        )
      }
    },
  }
}

const digest = (list: unknown): Buffer =>
  createHash('sha256')
    .update(JSON.stringify(canonical(list)))
    .digest()

/** Keys in one order, so that the same list has the same digest however its arguments were written. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical)
  if (value instanceof Date || typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([key, inner]) => [key, canonical(inner)] as const)
  return entries.sort(([a], [b]) => (a < b ? -1 : 1))
}
