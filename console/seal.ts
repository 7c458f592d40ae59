// Closes what a form carries from step to step: the browser can neither read nor change it, and no other session can use it.
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'

const cipher = 'aes-256-gcm'
const ivBytes = 12
const tagBytes = 16

// The token never leaves this server: whoever has it is the person whose form this is.
const keyOf = (token: string): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', token, '', 'engang console form', 32))

/** `iv`: 12 bytes, new for each. */
export function seal(value: unknown, token: string, iv: Uint8Array = randomBytes(ivBytes)): string {
  const sealing = createCipheriv(cipher, keyOf(token), iv)
  const closed = [sealing.update(JSON.stringify(value), 'utf8'), sealing.final()]
  return Buffer.concat([iv, sealing.getAuthTag(), ...closed]).toString('base64url')
}

/** What was sealed for that very token; null for anything else. */
export function unseal(text: string, token: string): unknown {
  const bytes = Buffer.from(text, 'base64url')
  if (bytes.length <= ivBytes + tagBytes) return null
  const opening = createDecipheriv(cipher, keyOf(token), bytes.subarray(0, ivBytes), {
    authTagLength: tagBytes,
  })
  opening.setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes))
  try {
    const open = [opening.update(bytes.subarray(ivBytes + tagBytes)), opening.final()]
    return JSON.parse(Buffer.concat(open).toString('utf8'))
  } catch {
    return null
  }
}
