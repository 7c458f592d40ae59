// The commands: each explains itself, and each mistake is one line that says what to do.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { baseUrl } from '../commands/addresses.ts'
import { consoleOf, subgraphAddresses } from '../commands/gateway.ts'
import { collectParts } from '../commands/lifecycle.ts'
import { helpText, parseOptions, readPort, type Usage } from '../commands/options.ts'
import { portRefusal } from '../commands/prepare.ts'
import { showProgress } from '../commands/progress.ts'
import { countReport } from '../commands/test.ts'
import { readSettings } from '../settings.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const commands = [
  ...['start', 'test', 'check', 'schema', 'import', 'retention', 'history'],
  ...['heads', 'restored', 'token', 'subgraph', 'gateway', 'bench', 'screenshots'],
]

describe('npm run', () => {
  test('every command of package.json has its file', () => {
    const files = new Set(readdirSync(join(root, 'commands')))
    expect(commands.filter(name => !files.has(`${name}.ts`))).toEqual([])
  })

  test.each(commands)('%s --help explains itself', name => {
    const { status, stdout, stderr } = run(name, '--help')
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(stdout).toMatch(/^[A-Z].*\.\n\nUsage: npm /)
    expect(stdout).toContain('--help')
  })

  test.each(commands)('%s --nonsense is refused in one line', name => {
    const { status, stdout, stderr } = run(name, '--nonsense')
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    expect(stderr).toMatch(/^Unknown option '--nonsense'\. Usage: npm [^\n]*\n$/)
  })

  function run(name: string, ...rest: string[]): { status: number | null; stdout: string; stderr: string } {
    return spawnSync(process.execPath, [join(root, 'commands', `${name}.ts`), ...rest], { encoding: 'utf8' })
  }
})

const usage: Usage<'port' | 'reset'> = {
  usage: 'npm run x -- FILE',
  summary: 'Does x.',
  options: { port: { value: 'N', meaning: 'The port.' }, reset: { meaning: 'Begins anew.' } },
  words: { least: 1, most: 2 },
}

describe('options', () => {
  test.each`
    given                           | values           | switches     | words
    ${['a']}                        | ${{}}            | ${[]}        | ${['a']}
    ${['--port', '1', 'a', 'b']}    | ${{ port: '1' }} | ${[]}        | ${['a', 'b']}
    ${['a', '--reset', '--port=2']} | ${{ port: '2' }} | ${['reset']} | ${['a']}
  `('$given', ({ given, values, switches, words }) => {
    const parsed = parseOptions(usage, given)
    if (parsed === 'help') throw new Error('not asked for')
    expect(parsed.values).toEqual(values)
    expect([...parsed.switches]).toEqual(switches)
    expect(parsed.words).toEqual(words)
  })

  test.each`
    given                  | message
    ${[]}                  | ${'Usage: npm run x -- FILE'}
    ${['a', 'b', 'c']}     | ${'Usage: npm run x -- FILE'}
    ${['a', '--port']}     | ${/^Option '--port <value>' argument missing\. Usage:/}
    ${['a', '--reset=no']} | ${/^Option '--reset' does not take an argument\. Usage:/}
  `('$given is refused', ({ given, message }) => {
    expect(() => parseOptions(usage, given)).toThrow(message)
  })

  test('help', () => {
    expect(parseOptions(usage, ['-h'])).toBe('help')
    expect(helpText(usage).split('\n')).toEqual([
      'Does x.',
      '',
      'Usage: npm run x -- FILE',
      '',
      '  --port N  The port.',
      '  --reset   Begins anew.',
      '  --help    Prints this text.',
    ])
  })
})

test('what has started is stopped in reverse order, once', async () => {
  const said: string[] = []
  const parts = collectParts()
  for (const name of ['database', 'subgraphs', 'gateway'])
    parts.started(async () => {
      said.push(name)
    })
  await Promise.all([parts.stop(), parts.stop()])
  expect(said).toEqual(['gateway', 'subgraphs', 'database'])
})

test('a part that fails to stop does not keep the others running', async () => {
  const stopped: string[] = []
  const parts = collectParts()
  parts.started(async () => void stopped.push('database'))
  parts.started(() => Promise.reject(new Error('gateway')))
  await expect(parts.stop()).rejects.toThrow('gateway')
  expect(stopped).toEqual(['database'])
})

test.each`
  host           | expected
  ${'127.0.0.1'} | ${'http://localhost:4000'}
  ${'::1'}       | ${'http://localhost:4000'}
  ${'0.0.0.0'}   | ${'http://localhost:4000'}
  ${'127.0.0.2'} | ${'http://127.0.0.2:4000'}
  ${'fe80::1'}   | ${'http://[fe80::1]:4000'}
`('listening on $host → $expected', ({ host, expected }) => {
  expect(baseUrl({ host, port: 4000 })).toBe(expected)
})

test.each`
  terminal | expected
  ${false} | ${['  load █████░░░░░░░░░░░░░░░ 25 %\n', '  load: done\n']}
  ${true}  | ${['\r  load █████░░░░░░░░░░░░░░░ 25 %\u001b[K', '\r  load: done\u001b[K\n']}
`('progress in a terminal: $terminal', ({ terminal, expected }) => {
  const written: string[] = []
  const progress = showProgress('load', { isTTY: terminal, write: text => written.push(String(text)) > 0 })
  progress.update(25, 100)
  progress.update(25, 100)
  progress.finish('done')
  expect(written).toEqual(expected)
})

describe('what npm test counts', () => {
  const report = { numPassedTests: 3, numFailedTests: 0, numPendingTests: 0, success: true, testResults: [] }
  const passed = { status: 'passed', assertionResults: [{ status: 'passed' }] }
  const broken = { status: 'failed', assertionResults: [] }
  const failed = { status: 'failed', assertionResults: [{ status: 'failed' }] }
  test.each`
    what                          | changes                                                         | expected
    ${'all passed'}               | ${{ testResults: [passed] }}                                    | ${[3, 0, 0]}
    ${'one failed'}               | ${{ numFailedTests: 1, success: false, testResults: [failed] }} | ${[3, 1, 0]}
    ${'a file that did not load'} | ${{ success: false, testResults: [passed, broken] }}            | ${[3, 1, 0]}
    ${'an error outside of all'}  | ${{ success: false, testResults: [passed] }}                    | ${[3, 1, 0]}
    ${'left out'}                 | ${{ numPendingTests: 2, testResults: [passed] }}                | ${[3, 0, 2]}
  `('$what', ({ changes, expected }) => {
    const count = countReport({ ...report, ...changes })
    expect([count.passed, count.failed, count.leftOut]).toEqual(expected)
  })
})

describe('where a supergraph’s subgraphs are', () => {
  const graphs = (...urls: readonly string[]): string =>
    `enum join__Graph { ${urls.map((url, index) => `G${index} @join__graph(name: "g${index}", url: "${url}")`).join(' ')} }`

  test.each`
    supergraph                          | words                         | expected
    ${graphs('http://a/x', 'http://b')} | ${[]}                         | ${{ g0: 'http://a/x', g1: 'http://b' }}
    ${graphs('http://a', 'http://b')}   | ${['g1=https://c/?a=b']}      | ${{ g0: 'http://a', g1: 'https://c/?a=b' }}
    ${graphs('')}                       | ${['g0=http://127.0.0.1:1/']} | ${{ g0: 'http://127.0.0.1:1/' }}
  `('$words', ({ supergraph, words, expected }) => {
    expect(subgraphAddresses(supergraph, words)).toEqual(expected)
  })

  test.each`
    supergraph            | words               | message
    ${'type Query {'}     | ${[]}               | ${/no GraphQL schema/}
    ${'scalar X'}         | ${[]}               | ${/no Federation 2 supergraph/}
    ${graphs('http://a')} | ${['g7=http://b']}  | ${/has no subgraph g7. It has: g0\./}
    ${graphs('http://a')} | ${['http://b']}     | ${/as NAME=URL/}
    ${graphs('')}         | ${[]}               | ${/no HTTP address for g0: add g0=http/}
    ${graphs('http://a')} | ${['g0=file:///x']} | ${/no HTTP address for g0/}
  `('$words in $supergraph is refused', ({ supergraph, words, message }) => {
    expect(() => subgraphAddresses(supergraph, words)).toThrow(message)
  })
})

test.each`
  code               | message
  ${'EADDRINUSE'}    | ${/Port 4000 is in use.*PORT=4001 npm start/}
  ${'EACCES'}        | ${/choose one above 1023/}
  ${'EADDRNOTAVAIL'} | ${/HOST is not an address of this machine/}
`('a port that answers $code', ({ code, message }) => {
  expect(portRefusal(code, 4000)).toMatch(message)
})

test.each(['0', '65536', 'x', '-1', ''])('--port %s is refused', text => {
  expect(() => readPort(text)).toThrow(/whole number from 1 to 65535/)
})

// npm ci refuses a lockfile that lacks a dependency's optional part for another platform; npm install writes such ones.
test('the lockfile is whole, so that npm ci works in a fresh clone', () => {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { optionalDependencies?: Record<string, string> }>
  }
  const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter(
      name => !packages[`${path}/node_modules/${name}`] && !packages[`node_modules/${name}`],
    ),
  )
  expect(missing).toEqual([])
})

test('LICENSE, container file and CI script are there', () => {
  for (const name of ['LICENSE', 'Containerfile', '.ci/run']) expect(existsSync(join(root, name))).toBe(true)
})

test('the gateway alone serves the console where people can reach it and an issuer signs them in', () => {
  const whole = {
    ...{ ISSUER: 'https://issuer.example', PUBLIC_URL: 'https://engang.example' },
    SECRET: 'test'.repeat(8),
  }
  const count = (environment: object) => consoleOf(readSettings({ ...environment })).length
  expect(count(whole)).toBe(1)
  expect(count({ ...whole, PUBLIC_URL: '' })).toBe(0)
  expect(count({ PUBLIC_URL: whole.PUBLIC_URL })).toBe(0)
})
