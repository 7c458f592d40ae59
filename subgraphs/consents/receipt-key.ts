// The key that signs receipts: derived from the installation's secret, and what anyone needs to check a signature.
import { createHash, createPrivateKey, createPublicKey, sign } from 'node:crypto'

/** Signs with one key. */
export interface ReceiptSigner {
  /** The public key's thumbprint (RFC 7638). */
  readonly keyId: string
  /** A JSON Web Key (RFC 8037) as text. */
  readonly publicKey: string
  /** A detached JSON Web Signature (RFC 7515, appendix F) of exactly this text in UTF-8: `header..signature`. */
  sign(document: string): string
}

// What precedes the 32 bytes of an Ed25519 private key in PKCS #8 (RFC 8410, section 7).
const pkcs8 = Buffer.from('302e020100300506032b657004220420', 'hex')

/** `seed`: 32 bytes. The same seed is the same key, on every host. */
export function openSigner(seed: Uint8Array): ReceiptSigner {
  const key = createPrivateKey({ key: Buffer.concat([pkcs8, seed]), format: 'der', type: 'pkcs8' })
  const { x } = createPublicKey(key).export({ format: 'jwk' })
  // The members that a thumbprint is made of, in the order that RFC 7638 wants.
  const thumbed = JSON.stringify({ crv: 'Ed25519', kty: 'OKP', x })
  const keyId = createHash('sha256').update(thumbed).digest('base64url')
  const publicKey = JSON.stringify({ kty: 'OKP', crv: 'Ed25519', x, alg: 'EdDSA', use: 'sig', kid: keyId })
  const header = Buffer.from(JSON.stringify({ alg: 'EdDSA', kid: keyId })).toString('base64url')
  return {
    ...{ keyId, publicKey },
    sign(document) {
      const signed = `${header}.${Buffer.from(document).toString('base64url')}`
      return `${header}..${sign(null, Buffer.from(signed), key).toString('base64url')}`
    },
  }
}
