// The installation's secret and what is derived from it: keys and the passwords of the database roles.
import { createHash, createHmac, hkdfSync, pbkdf2Sync, randomBytes } from 'node:crypto'
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * One key of 32 bytes for one purpose (HKDF-SHA256, RFC 5869). Other purposes give unrelated keys, so that a
 * leaked role password says nothing about any other key.
 */
export function deriveKey(secret: string, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, 'engang', purpose, 32))
}

/** The password of a database role: the same on every host that holds the secret, stored on none. */
export function rolePassword(secret: string, roleName: string): string {
  return deriveKey(secret, `database role ${roleName}`).toString('base64url')
}

/**
 * The form in which PostgreSQL stores a password (RFC 5802/7677), so that the password itself is in no statement
 * and no server log. The salt is derived: the statements for an administrator are the same at each attempt.
 */
export function scramVerifier(password: string, salt: Buffer, iterations = 4096): string {
  const salted = pbkdf2Sync(password, salt, iterations, 32, 'sha256')
  const clientKey = createHmac('sha256', salted).update('Client Key').digest()
  const storedKey = createHash('sha256').update(clientKey).digest('base64')
  const serverKey = createHmac('sha256', salted).update('Server Key').digest('base64')
  return `SCRAM-SHA-256$${iterations}:${salt.toString('base64')}$${storedKey}:${serverKey}`
}

/** The verifier of a role's derived password. */
export function roleVerifier(secret: string, roleName: string): string {
  const salt = deriveKey(secret, `salt of database role ${roleName}`).subarray(0, 16)
  return scramVerifier(rolePassword(secret, roleName), salt)
}

/**
 * Reads `<folder>/<name>`, or makes it at the first start, readable by its owner only. Two processes that start
 * at once agree: the file appears whole or not at all, and whoever comes second reads it.
 */
export async function readOrCreateSecret(folder: string, name = 'secret'): Promise<string> {
  const path = join(folder, name)
  const known = await readFile(path, 'utf8').catch(() => null)
  if (known === null) await createSecret(folder, path)
  const secret = (known ?? (await readFile(path, 'utf8'))).trim()
  if (secret.length < 32) throw new Error(`${path} holds no secret: remove it and start again`)
  return secret
}

async function createSecret(folder: string, path: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  const made = `${path}.${randomBytes(6).toString('hex')}`
  await writeFile(made, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600, flag: 'wx' })
  try {
    await link(made, path) // unlike rename it never replaces another's
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    await rm(made)
  }
}
