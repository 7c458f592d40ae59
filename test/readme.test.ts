// The README under test: its story runs as it stands against `npm start`, and what it names exists and the reverse.
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { refusalCodes } from '../access/refusals.ts'
import { shots } from '../commands/screenshots.ts'
import { removeEmbedded } from '../database/embedded.ts'
import { fieldCodes, requestCodes } from '../door/codes.ts'
import { classifyPlatform } from '../subgraphs/registry.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const readme = readFileSync(join(root, 'README.md'), 'utf8')
const patience = 150_000

describe('the story', () => {
  let folder: string
  let port: number
  let server: ChildProcess
  let answers: readonly Record<string, never>[]

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'engang-readme-'))
    await chmod(folder, 0o711)
    port = await freePort()
    server = await start(folder, port)
    const run = promisify(execFile)
    // The README's own commands, with nothing changed but the port.
    const script = storyBlocks().join('\n').replaceAll('localhost:4000', `localhost:${port}`)
    const { stdout } = await run('bash', ['-euc', script], { cwd: root, env: environment(folder, port) })
    answers = stdout
      .trim()
      .split('\n')
      .map(line => JSON.parse(line))
  }, patience)
  afterAll(async () => {
    server?.kill('SIGINT')
    if (server && server.exitCode === null) await once(server, 'exit')
    await removeEmbedded(folder)
    await rm(folder, { recursive: true, force: true })
  }, patience)

  test('goes as told: asked, refused, requested, granted, given, seen, withdrawn, refused', () => {
    const [refused, requested, pending, granted, given, log, withdrawn, refusedAgain] = answers
    expect(refused).toMatchObject({
      data: { personById: { name: { full: 'Anna Kirstine Holm' }, civilStatus: null } },
      errors: [{ path: ['personById', 'civilStatus'], extensions: { code: 'CONSENT_MISSING' } }],
    })
    expect(requested).toMatchObject({
      data: { requestConsent: { consent: { state: 'REQUESTED' }, problems: [] } },
    })
    expect(pending).toMatchObject({
      data: { me: { consents: { nodes: [{ to: { name: 'Strandby Kommune' } }] } } },
    })
    expect(granted).toMatchObject({ data: { grantConsent: { consent: { state: 'GRANTED' }, problems: [] } } })
    expect(given).toMatchObject({ data: { personById: { civilStatus: { status: 'MARRIED' } } } })
    expect(given).not.toHaveProperty('errors')
    const seen = JSON.stringify(log)
    expect(seen).toContain('{"field":"Person.civilStatus","ground":"CONSENT"}')
    expect(seen).toContain('{"field":"Person.civilStatus","code":"CONSENT_MISSING"}')
    expect(withdrawn).toMatchObject({ data: { withdrawConsent: { consent: { state: 'WITHDRAWN' } } } })
    expect(refusedAgain).toMatchObject({ errors: [{ extensions: { code: 'CONSENT_WITHDRAWN' } }] })
  })

  test('goes on: confirmed by two, held back, told, on paper, for one year', () => {
    const code = (name: string) => ({ errors: [{ extensions: { code: name } }] })
    const state = (field: string, name: string) => ({
      data: { [field]: { consent: { state: name }, problems: [] } },
    })
    const shop = (employment: object | null) => ({ data: { business: { name: 'Frisør Ida', employment } } })
    const rest = answers.slice(8, 19)
    expect(rest).toMatchObject([
      state('grantConsent', 'PARTLY_CONFIRMED'),
      code('SIGNING_RULE_UNMET'),
      state('grantConsent', 'GRANTED'),
      { data: { personById: { civilStatus: { status: 'UNMARRIED' } } } },
      state('suspendConsent', 'SUSPENDED'),
      code('CONSENT_SUSPENDED'),
      state('resumeConsent', 'GRANTED'),
      { data: { me: { notices: { nodes: expect.arrayContaining([expect.any(Object)]) } } } },
      state('approveConsentProposal', 'GRANTED'),
      shop({ employees: 3 }),
      { ...shop(null), ...code('CONSENT_PARAMETER_OUTSIDE') },
    ])
    expect(rest[3]).not.toHaveProperty('errors')
    expect(rest[9]).not.toHaveProperty('errors')
  })

  test('ends with those who act for others: a daughter, a board, a director', () => {
    const code = (name: string) => ({ errors: [{ extensions: { code: name } }] })
    const father = { name: { full: 'Erik Dahl' }, address: { lines: expect.any(Array) }, birthDate: null }
    const may = (answer: object) => ({ data: { mandates: { answer } } })
    const staff = (employment: object | null) => ({
      data: { represented: { name: 'Vestkyst A/S', employment } },
    })
    expect(answers.slice(19)).toMatchObject([
      { data: { personById: father }, ...code('MANDATE_SCOPE') },
      may({ allowed: true, right: 'VOLUNTARY', code: null, help: null }),
      { data: { revokePowerOfAttorney: { powerOfAttorney: { state: 'REVOKED' }, problems: [] } } },
      { data: { personById: null }, ...code('MANDATE_EXPIRED') },
      may({ allowed: false, right: null, code: 'MANDATE_EXPIRED', help: expect.any(String) }),
      { ...staff(null), ...code('SIGNING_RULE_UNMET') },
      {
        data: {
          givePowerOfAttorney: {
            powerOfAttorney: { state: 'PARTLY_CONFIRMED' },
            missing: 'Missing: a member of the board.',
          },
        },
      },
      {
        data: {
          confirmPowerOfAttorney: { powerOfAttorney: { state: 'ACTIVE' }, missing: null, problems: [] },
        },
      },
      staff({ employees: 48 }),
      { data: { represented: { name: 'Dahl Byg ApS', employment: null } }, ...code('MANDATE_LAPSED') },
    ])
    expect(answers[25]).not.toHaveProperty('errors')
  })
})

describe('what it names exists, and what exists is named', () => {
  test('commands', () => {
    const scripts = Object.keys(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).scripts)
    const named = [...readme.matchAll(/^\| `npm (?:run )?([a-z:]+)/gm)].map(match => match[1]!)
    expect(named.toSorted()).toEqual(scripts.toSorted())
  })

  test('folders', () => {
    const there = readdirSync(root, { withFileTypes: true })
      .filter(entry => entry.isDirectory() && !entry.name.startsWith('.') && entry.name !== 'node_modules')
      .map(entry => `${entry.name}/`)
    const table = readme.slice(readme.indexOf('| Folder |'), readme.indexOf('### One request'))
    for (const folder of there) expect(table).toContain(`\`${folder}\``)
  })

  test('files', () => {
    const named = [...readme.matchAll(/`([a-z-]+\/[a-z0-9/_.-]+\.(?:ts|graphql|sql))`/g)].map(
      match => match[1]!,
    )
    expect(named.filter(file => !existsSync(join(root, file)))).toEqual([])
  })

  test('codes', () => {
    const named = [...readme.matchAll(/`([A-Z]+(?:_[A-Z]+)+)`/g)].map(match => match[1]!)
    const settings = readme.slice(readme.indexOf('## Settings'))
    const codes = named.filter(
      code => !settings.includes(`| \`${code}\``) && !settings.includes(`\`${code}\``),
    )
    const listed: readonly string[] = [...refusalCodes, ...Object.keys({ ...requestCodes, ...fieldCodes })]
    expect(codes.filter(code => !listed.includes(code))).toEqual([])
  })

  test('fields', () => {
    const platform = classifyPlatform()
    const named = [...readme.matchAll(/\b(Person|Business|Consent)\.([a-z]\w+)\b/g)]
    expect(named.length).toBeGreaterThan(0)
    for (const [, type, field] of named)
      expect(platform.get(type!)?.fields.has(field!), `${type}.${field}`).toBe(true)
  })

  test('no line is longer than a reader’s window, tables and commands aside', () => {
    const prose = readme
      .split('\n')
      .filter(line => !/^\s*(\||ask |CASE=|[A-Z_]+=|curl |\{|"|token=)/.test(line))
    expect(prose.filter(line => line.length > 130)).toEqual([])
  })
})

/** The shell commands between the story's marks, in order. */
function storyBlocks(): readonly string[] {
  const story = readme.slice(readme.indexOf('<!-- story:begin -->'), readme.indexOf('<!-- story:end -->'))
  return [...story.matchAll(/^( *)```sh\n([\s\S]*?)^ *```/gm)].map(([, indent, block]) =>
    block!.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
  )
}

const environment = (folder: string, port: number) => ({
  ...process.env,
  DATA_FOLDER: folder,
  PORT: String(port),
})

async function start(folder: string, port: number): Promise<ChildProcess> {
  const child = spawn(process.execPath, [join(root, 'commands', 'run.js'), 'start'], {
    env: environment(folder, port),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let text = ''
  await new Promise<void>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', chunk => {
        text += chunk
        if (text.includes('Ctrl-C stops it.')) resolve()
      })
    child.once('exit', () => reject(new Error(`It did not start: ${text}`)))
  })
  return child
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  if (typeof address !== 'object' || address === null) throw new Error('no address')
  return address.port
}

test('its pictures are those that npm run screenshots makes', () => {
  const shown = [...readme.matchAll(/\]\(docs\/screens\/([a-z-]+)\.png\)/g)].map(([, name]) => name!)
  expect(shown.toSorted()).toEqual(shots.map(({ name }) => name).toSorted())
  expect(shots.filter(({ name }) => !existsSync(join(root, 'docs', 'screens', `${name}.png`)))).toEqual([])
})
