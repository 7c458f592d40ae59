// The connector for development: a file for each notice, which only its owner may read.
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Connector, Delivery } from './connector.ts'

/** Writes `<folder>/<the notice's id>.txt`, whole or not at all; the same notice again is the same file. */
export function filesConnector(folder: string): Connector {
  return {
    name: 'files',
    async deliver(notice, signal) {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      const path = join(folder, `${notice.id}.txt`)
      // A name of its own for each notice: what a killed process left behind is written over.
      const part = join(folder, `.${notice.id}.part`)
      await writeFile(part, content(notice), { mode: 0o600, flush: true, signal })
      await rename(part, path)
    },
    async forget(ids) {
      for (const name of ids.flatMap(id => [`${id}.txt`, `.${id}.part`]))
        await rm(join(folder, name), { force: true })
    },
  }
}

const content = ({ to, at, da, en }: Delivery): string =>
  [`Til / To: ${to}`, at.toISOString(), '', da.title, da.text, '', en.title, en.text, ''].join('\n')
