// Reads Node's CPU profiles and says where the time went: by part of the program and by function. `node bench/profile.ts FOLDER…`
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

interface Profile {
  readonly nodes: readonly {
    readonly id: number
    readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number }
  }[]
  readonly samples: readonly number[]
  /** Microseconds between the samples. */
  readonly timeDeltas: readonly number[]
}

/** Milliseconds of its own, without what it called. */
export interface Share {
  readonly name: string
  readonly ms: number
}

/** The parts and functions of a profile that took the most time, the longest first; idle time is left out. */
export function summarise({ nodes, samples, timeDeltas }: Profile): {
  readonly parts: readonly Share[]
  readonly functions: readonly Share[]
} {
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]))
  const parts = new Map<string, number>()
  const functions = new Map<string, number>()
  for (const [index, id] of samples.entries()) {
    const { functionName, url, lineNumber } = frames.get(id)!
    if (functionName === '(idle)') continue
    const ms = timeDeltas[index]! / 1_000
    const part = partOf(functionName, url)
    const place = `${functionName || '(anonymous)'} ${part} ${url.split('/').at(-1)}:${lineNumber + 1}`
    parts.set(part, (parts.get(part) ?? 0) + ms)
    functions.set(place, (functions.get(place) ?? 0) + ms)
  }
  return { parts: sorted(parts), functions: sorted(functions) }
}

const sorted = (found: ReadonlyMap<string, number>): readonly Share[] =>
  [...found].map(([name, ms]) => ({ name, ms })).sort((a, b) => b.ms - a.ms)

/** `gateway`, `subgraphs/persons`, `graphql`, `node:http`; V8's own words for what is no script. */
function partOf(functionName: string, url: string): string {
  if (url === '') return functionName.startsWith('(') ? functionName : '(native)'
  if (url.startsWith('node:'))
    return url.replace('node:internal/deps/', 'node:').split('/').slice(0, 2).join('/')
  const [, inside] = /\/node_modules\/((?:@[^/]+\/)?[^/]+)(?!.*\/node_modules\/)/.exec(url) ?? []
  if (inside) return inside
  const path = url.replace(new URL('..', import.meta.url).href, '').split('/')
  return path.slice(0, path[0] === 'subgraphs' && path.length > 2 ? 2 : 1).join('/')
}

if (import.meta.main) {
  for (const folder of process.argv.slice(2))
    for (const file of readdirSync(folder).filter(name => name.endsWith('.cpuprofile'))) {
      const { parts, functions } = summarise(JSON.parse(readFileSync(join(folder, file), 'utf8')))
      const all = parts.reduce((sum, { ms }) => sum + ms, 0)
      const line = ({ name, ms }: Share) => `  ${((100 * ms) / all).toFixed(1).padStart(5)} %  ${name}`
      console.log(`${folder}: ${(all / 1_000).toFixed(1)} s`)
      console.log([...parts.slice(0, 15).map(line), '  --', ...functions.slice(0, 20).map(line)].join('\n'))
    }
}
