// The console's style, fonts and pictures: the design system's own files and ours, from this origin alone.
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

export interface Asset {
  readonly type: string
  readonly body: Uint8Array
}

export interface Assets {
  /** Addresses of the style sheets, in order; each names its content. */
  readonly styles: readonly string[]
  /** Null for what is none of ours. */
  find(path: string): Promise<Asset | null>
}

const types: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
  woff: 'font/woff',
  woff2: 'font/woff2',
}

// Of the design system only what its style sheet leads to; no dots but the last, so that no path climbs.
const designFile = /^(css\/dkfds\.min\.css|(?:fonts|img)\/[\w/-]+\.(?:svg|woff2?))$/

/** Reads the style sheets once. `base`: `/console/assets`. */
export async function openAssets(base: string): Promise<Assets> {
  // Its entry is dist/js/dkfds.min.js.
  const design = dirname(dirname(createRequire(import.meta.url).resolve('dkfds')))
  const own = await readFile(new URL('style.css', import.meta.url))
  const theirs = await readFile(join(design, 'css/dkfds.min.css'))
  const hash = createHash('sha256').update(own).update(theirs).digest('hex').slice(0, 16)
  const root = `${base}/${hash}/`
  const known = new Map<string, Asset>([['console.css', { type: types.css!, body: own }]])
  return {
    styles: [`${root}css/dkfds.min.css`, `${root}console.css`],
    async find(path) {
      if (!path.startsWith(root)) return null
      const name = path.slice(root.length)
      const found = known.get(name)
      if (found) return found
      if (!designFile.test(name)) return null
      const body = await readFile(join(design, name)).catch(() => null)
      if (!body) return null
      const asset = { type: types[name.slice(name.lastIndexOf('.') + 1)]!, body }
      known.set(name, asset)
      return asset
    },
  }
}
