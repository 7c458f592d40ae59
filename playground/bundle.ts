// Bundles the page with esbuild at start, and keeps the bundle: the next start with the same sources reads it.
import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, type Plugin, stop } from 'esbuild'

const sources = fileURLToPath(new URL('.', import.meta.url))
const lockfile = fileURLToPath(new URL('../package-lock.json', import.meta.url))

export interface Bundle {
  /** Of everything that went in: names the files' address, so that they can be cached for ever. */
  readonly hash: string
  /** By name, such as `main.js`. */
  readonly files: ReadonlyMap<string, Uint8Array>
}

/** Reads `<folder>/playground/<hash>`, or makes it. Rejects when a source does not compile. */
export async function bundlePlayground(folder: string): Promise<Bundle> {
  const hash = await hashSources()
  const kept = join(folder, 'playground', hash)
  const files = (await readBundle(kept)) ?? (await makeBundle(kept))
  return { hash, files }
}

async function hashSources(): Promise<string> {
  const names = (await readdir(sources)).sort().map(name => join(sources, name))
  const hash = createHash('sha256')
  for (const path of [...names, lockfile]) hash.update(basename(path)).update(await readFile(path))
  return hash.digest('hex').slice(0, 16)
}

async function readBundle(path: string): Promise<Map<string, Uint8Array> | null> {
  const names = await readdir(path).catch(() => null)
  if (!names) return null
  return new Map(
    await Promise.all(names.map(async name => [name, await readFile(join(path, name))] as const)),
  )
}

/** The folder appears whole or not at all, whoever else starts at the same time; bundles of older sources go. */
async function makeBundle(path: string): Promise<Map<string, Uint8Array>> {
  const files = new Map([...(await bundlePage()), ...(await bundleStyle()), ...(await bundleWorkers())])
  await stop() // esbuild's own process would stay, with a third of a gigabyte
  const made = `${path}.${process.pid}`
  await mkdir(made, { recursive: true })
  for (const [name, content] of files) await writeFile(join(made, name), content)
  await rename(made, path).catch(() => rm(made, { recursive: true })) // another start was faster
  const parent = dirname(path)
  const older = (await readdir(parent)).filter(name => /^[0-9a-f]{16}$/.test(name) && name !== basename(path))
  for (const name of older) await rm(join(parent, name), { recursive: true, force: true })
  return files
}

const common = {
  bundle: true,
  write: false,
  minify: true,
  target: 'es2022',
  define: { 'process.env.NODE_ENV': '"production"' },
  legalComments: 'eof',
  logLevel: 'silent',
  outdir: sources,
} as const

// Monaco's scripts ask for their style sheets one by one; GraphiQL's style sheet holds them all.
function bundlePage(): Promise<Map<string, Uint8Array>> {
  return outputs({
    ...common,
    entryPoints: { main: join(sources, 'main.tsx') },
    format: 'esm',
    splitting: true,
    jsx: 'automatic',
    loader: { '.css': 'empty' },
  })
}

function bundleStyle(): Promise<Map<string, Uint8Array>> {
  return outputs({ ...common, entryPoints: { style: join(sources, 'style.css') }, plugins: [fontsAsFiles] })
}

function bundleWorkers(): Promise<Map<string, Uint8Array>> {
  return outputs({
    ...common,
    entryPoints: {
      'editor.worker': 'monaco-editor/esm/vs/editor/editor.worker.js',
      'json.worker': 'monaco-editor/esm/vs/language/json/json.worker.js',
      'graphql.worker': 'monaco-graphql/esm/graphql.worker.js',
    },
    format: 'iife',
  })
}

async function outputs(options: Parameters<typeof build>[0]): Promise<Map<string, Uint8Array>> {
  const { outputFiles = [] } = await build(options)
  return new Map(outputFiles.map(file => [basename(file.path), file.contents]))
}

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16)

// GraphiQL's style sheet carries its fonts inside; as files they need no `data:` in the policy.
const fontsAsFiles: Plugin = {
  name: 'fonts-as-files',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^data:font\// }, ({ path: url }) => {
      const [, type, text = ''] = /^data:font\/(\w+)[^,]*,(.*)$/s.exec(url) ?? []
      return { path: `font.${type}`, namespace: 'font', suffix: `?${hashOf(text)}`, pluginData: text }
    })
    onLoad({ filter: /./, namespace: 'font' }, ({ pluginData }) => ({
      contents: Buffer.from(pluginData, 'base64'),
      loader: 'file',
    }))
  },
}
