// `npm test`: types, lint and every test, ending with one line that counts them.
import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { check } from './check.ts'
import { readOptions } from './options.ts'

interface Count {
  readonly passed: number
  readonly failed: number
  readonly leftOut: number
}

/** What Vitest's JSON reporter tells of a run, as far as it is read here. */
export interface Report {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly numPendingTests: number
  readonly success: boolean
  readonly testResults: readonly {
    readonly status: string
    readonly assertionResults: readonly { readonly status: string }[]
  }[]
}

/** Counts a report. A file that fails outside of its tests (it does not load) counts as one failure. */
export function countReport(report: Report): Count {
  const brokenFiles = report.testResults.filter(
    file => file.status === 'failed' && !file.assertionResults.some(test => test.status === 'failed'),
  ).length
  const failed = report.numFailedTests + brokenFiles
  // An error outside of every file (an unhandled rejection) fails the run as well.
  return {
    passed: report.numPassedTests,
    failed: failed === 0 && !report.success ? 1 : failed,
    leftOut: report.numPendingTests,
  }
}

async function runTests(files: readonly string[]): Promise<Count> {
  const folder = await mkdtemp(join(tmpdir(), 'engang-report-'))
  const file = join(folder, 'report.json')
  try {
    const code = await runVitest([
      ...files,
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${file}`,
    ])
    const text = await readFile(file, 'utf8').catch(() => null)
    if (text === null) return { passed: 0, failed: 1, leftOut: 0 }
    const count = countReport(JSON.parse(text) as Report)
    return code !== 0 && count.failed === 0 ? { ...count, failed: 1 } : count
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function runVitest(flags: readonly string[]): Promise<number> {
  const program = fileURLToPath(new URL('../node_modules/vitest/vitest.mjs', import.meta.url))
  const child = spawn(process.execPath, [program, 'run', ...flags], {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    stdio: 'inherit',
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal))
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', code => resolve(code ?? 1))
  })
}

if (import.meta.main) {
  const { words } = readOptions({
    usage: 'npm test -- [FILE…]',
    summary:
      'Runs everything that must hold: types, lint, and the tests (all, or those whose file names match).',
    options: {},
    words: { least: 0, most: 100 },
  })
  const tools = await check()
  const tests = await runTests(words)
  if (tests.leftOut > 0) console.log(`\n${tests.leftOut} left out: they say above what they miss.`)
  const failed = tests.failed + tools.failed.length
  console.log(`\n${tests.passed + tools.passed.length} passed, ${failed} failed`)
  process.exitCode = failed === 0 ? 0 : 1
}
