// A file that only its owner may read, made once: what the issuer must remember from one start to the next.
import { randomBytes } from 'node:crypto'
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'

/**
 * The JSON in `path`; made by `make` when it is missing. Two processes that start at once agree: the file appears
 * whole or not at all, and whoever comes second reads it. Throws with the path when it holds no JSON.
 */
export async function readOrCreatePrivate<Content>(
  path: string,
  make: () => Promise<Content>,
): Promise<Content> {
  const known = await readFile(path, 'utf8').catch(() => null)
  if (known === null) await create(path, await make())
  try {
    return JSON.parse(known ?? (await readFile(path, 'utf8'))) as Content
  } catch {
    throw new Error(`${path} cannot be read: remove it and start again`)
  }
}

async function create(path: string, content: unknown): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  const made = `${path}.${randomBytes(6).toString('hex')}`
  await writeFile(made, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600, flag: 'wx' })
  try {
    await link(made, path) // unlike rename it never replaces another's
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    await rm(made)
  }
}
