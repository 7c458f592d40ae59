// `npm run check`: types, lint and format, side by side, in seconds.
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { readOptions } from './options.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

/** A tool of the check, as a program of node_modules with its arguments. */
const tools = [
  { name: 'types', program: 'tsc', arguments: ['--noEmit'] },
  { name: 'lint and format', program: 'biome', arguments: ['check', '--error-on-warnings'] },
] as const

/** Runs all tools at once and prints what each says. The names of those that failed. */
export async function check(): Promise<{ passed: readonly string[]; failed: readonly string[] }> {
  const results = await Promise.all(tools.map(async tool => ({ name: tool.name, ...(await run(tool)) })))
  for (const { name, code, output } of results) {
    if (code !== 0) console.error(output.trimEnd())
    console.error(`${name}: ${code === 0 ? 'passed' : 'failed'}`)
  }
  const names = (passed: boolean): string[] =>
    results.filter(({ code }) => (code === 0) === passed).map(({ name }) => name)
  return { passed: names(true), failed: names(false) }
}

function run(tool: (typeof tools)[number]): Promise<{ code: number | null; output: string }> {
  const program = fileURLToPath(new URL(`../node_modules/.bin/${tool.program}`, import.meta.url))
  const child = spawn(process.execPath, [program, ...tool.arguments], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8')
    stream.on('data', (text: string) => {
      output += text
    })
  }
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', code => resolve({ code, output }))
  })
}

if (import.meta.main) {
  readOptions({
    usage: 'npm run check',
    summary: 'Checks types, lint and format of the whole project.',
    options: {},
  })
  process.exitCode = (await check()).failed.length === 0 ? 0 : 1
}
