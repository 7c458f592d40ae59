// The playground in headless Chromium against the real gateway: nothing from elsewhere, and the story by clicks.
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { type Listening, listen } from '../door/listen.ts'
import { playgroundRoute } from '../gateway/playground.ts'
import { serveGateway } from '../gateway/serve.ts'
import { identities } from '../issuer/identities.ts'
import { createIssuer } from '../issuer/provider.ts'
import { type Chapter, examples } from '../playground/examples.ts'
import { business } from '../sample/businesses.ts'
import { person } from '../sample/persons.ts'
import { readSettings } from '../settings.ts'
import { testDatabase } from './database.ts'

vi.setConfig({ testTimeout: 120_000 }) // a browser on a busy machine
const today = new Date()
const numberOf = (register: 'cpr' | 'cvr', key: string) =>
  register === 'cpr' ? person(key, today).number : business(key, today).cvr

let folder: string
let database: Awaited<ReturnType<typeof testDatabase>>
let gateway: Listening
let base: string
let browser: Browser

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'engang-playground-'))
  database = await testDatabase({ sample: true })
  const port = await freePort()
  base = `http://localhost:${port}`
  const settings = readSettings({ DATA_FOLDER: folder, PORT: String(port) })
  const issuerUrl = `${base}/issuer`
  const { handler, jwks } = await createIssuer({
    issuer: issuerUrl,
    folder,
    audience: settings.audience,
    identities: identities(today),
  })
  gateway = await serveGateway({
    settings,
    database,
    port,
    trusted: { issuer: issuerUrl, keys: () => jwks },
    routes: [handler, playgroundRoute({ folder, issuer: true, numberOf })],
  })
  const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run']
  browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: [...flags, '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  })
})

afterAll(async () => {
  await browser?.close()
  await gateway?.close()
  await database?.drop()
  await rm(folder, { recursive: true, force: true })
})

let page: Page
/** What a visitor must never cause: requests elsewhere, violations of the policy, complaints in the console. */
let complaints: string[]

beforeEach(async () => {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-GB' })
  page = await context.newPage()
  complaints = []
  page.on('request', request => {
    if (!/^(data|blob):/.test(request.url()) && new URL(request.url()).origin !== base)
      complaints.push(request.url())
  })
  page.on('console', message => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
  })
  page.on('pageerror', error => complaints.push(error.message))
})

afterEach(async () => {
  await page.context().close()
})

test('loads under its policy, from its own origin alone, and knows the schema', async () => {
  const response = await page.goto(`${base}/playground`)
  const policy = response?.headers()['content-security-policy'] ?? ''
  expect(policy).toContain("default-src 'none'; script-src 'self';")
  expect(policy).not.toMatch(/unsafe-eval|script-src[^;]*unsafe-inline|\*|https?:/)
  await page.locator('.graphiql-query-editor .view-line').first().waitFor()
  await page.getByRole('button', { name: /Show Documentation Explorer/i }).click()
  await page.locator('.graphiql-doc-explorer').getByText('Query', { exact: true }).waitFor()
  expect(complaints).toEqual([])
})

test('nothing is kept in the browser: no token, no query, no number', async () => {
  await open()
  await load(0)
  await run()
  const kept = await page.evaluate(async () => ({
    local: { ...localStorage },
    session: { ...sessionStorage },
    cookies: document.cookie,
    databases: (await indexedDB.databases()).length,
  }))
  expect(kept).toEqual({ local: {}, session: {}, cookies: '', databases: 0 })
})

test('the identity switch fetches a token by the development grant', async () => {
  await open()
  const asked = page.waitForRequest(`${base}/issuer/token`)
  await page.locator('select[name=identity]').selectOption('anna')
  const form = new URLSearchParams((await asked).postData() ?? '')
  expect(Object.fromEntries(form)).toEqual({
    grant_type: 'urn:engang:grant:identity',
    client_id: 'playground',
    identity: 'anna',
  })
  await page.getByRole('status').getByText('Anna Holm, citizen').waitFor()
  expect(complaints).toEqual([])
})

test('a token that has ended is replaced, and the question asked again', async () => {
  await open()
  await load(0)
  let refusals = 0
  await page.route(`${base}/graphql`, async route => {
    const headers = { ...route.request().headers(), authorization: 'Bearer ended' }
    refusals += 1
    await route.continue(refusals === 1 ? { headers } : {})
  })
  const renewed = page.waitForRequest(`${base}/issuer/token`)
  const text = run()
  await renewed
  await text
  await page.locator('.access').getByText('CONSENT_MISSING').waitFor()
})

test('a question waits for the token of whoever was chosen, and never goes out with another’s', async () => {
  await open()
  await load(0)
  let release = () => {}
  const held = new Promise<void>(resolve => {
    release = resolve
  })
  await page.route(`${base}/issuer/token`, async route => {
    await held
    await route.continue()
  })
  await page.locator('select[name=identity]').selectOption('su')
  const asked = page.waitForRequest(`${base}/graphql`)
  await page.getByRole('button', { name: /Execute query/i }).click()
  release()
  const [, claims = ''] = ((await asked).headers().authorization ?? '').split('.')
  expect(JSON.parse(Buffer.from(claims, 'base64url').toString()).client_id).toBe('su-sagssystem')
})

test('with an issuer of one’s own the visitor brings a token', async () => {
  const own = await listen({
    host: '127.0.0.1',
    port: 0,
    routes: [playgroundRoute({ folder, issuer: false, numberOf: () => null })],
  })
  try {
    await page.goto(`http://localhost:${own.port}/playground`)
    await page.locator('input[name=token]').waitFor()
    expect(await page.locator('select[name=identity]').count()).toBe(0)
    expect(await page.locator('input[name=token]').getAttribute('type')).toBe('password')
    expect(await page.locator('.graphiql-container').count()).toBe(0)
  } finally {
    await own.close()
  }
})

describe('the story, by clicks', () => {
  test('each step gives what it says', async () => {
    await open()
    expect(await follow('story')).toEqual([
      'CONSENT_MISSING',
      'fine',
      'fine',
      'fine',
      'fine',
      'fine',
      'fine',
      'CONSENT_WITHDRAWN',
      'fine',
      'MANDATE_SCOPE',
      'fine',
    ])
    expect(complaints).toEqual([])
  })

  test('so does each step of the consents: two who agree, one held back, one on paper for a year', async () => {
    await open()
    expect(await follow('consents')).toEqual([
      'fine',
      'fine',
      'SIGNING_RULE_UNMET',
      'fine',
      'fine',
      'fine',
      'CONSENT_SUSPENDED',
      'fine',
      'fine',
      'fine',
      'fine',
      'fine',
      'CONSENT_PARAMETER_OUTSIDE',
    ])
    expect(complaints).toEqual([])
  })

  test('so does each step for others: a daughter, a board, a bankrupt company, a supplier', async () => {
    await open()
    expect(await follow('mandates')).toEqual([
      'fine',
      'MANDATE_SCOPE',
      'fine',
      'fine',
      'MANDATE_EXPIRED',
      'SIGNING_RULE_UNMET',
      'fine',
      'fine',
      'fine',
      'MANDATE_LAPSED',
      'CONSENT_MISSING',
    ])
    expect(complaints).toEqual([])
  })

  test('a refusal says what to do, in the visitor’s language', async () => {
    await open()
    await page.locator('select[name=identity]').selectOption('kommune')
    await load(examples.findIndex(example => example.chapter === 'more'))
    expect(await run()).toContain('State the processing activity in the header Processing-Activity.')
    await page.getByRole('button', { name: 'På dansk' }).click()
    expect(await page.locator('.access').textContent()).toContain('Angiv behandlingsaktiviteten i headeren')
  })

  test('an obligation stands beneath the answer that carries it', async () => {
    await open()
    await load(examples.findIndex(example => example.activity === 'SU-3'))
    expect(await run()).toContain('they may not be passed on')
  })
})

async function open(): Promise<void> {
  await page.goto(`${base}/playground`)
  await page.locator('.graphiql-query-editor .view-line').first().waitFor()
}

/** Loads and runs the examples of a chapter in turn: what each came to. */
async function follow(chapter: Chapter): Promise<readonly string[]> {
  const seen: string[] = []
  for (const [index, example] of examples.entries()) {
    if (example.chapter !== chapter) continue
    await load(index)
    seen.push(summarize(await run()))
  }
  return seen
}

/** Clicks an example and waits until its text and its identity are there. */
async function load(index: number): Promise<void> {
  const example = examples[index]
  if (!example) throw new Error('no such example')
  await page.locator('.examples li button').nth(index).click()
  const name = /(?:query|mutation) (\w+)/.exec(example.query)?.[1] ?? ''
  await page.locator('.graphiql-query-editor').getByText(name, { exact: true }).first().waitFor()
  await expect.poll(() => page.locator('select[name=identity]').inputValue()).toBe(example.identity)
}

/** Runs what stands in the editor; the list beneath the answer as text. */
async function run(): Promise<string> {
  const answered = page.waitForResponse(`${base}/graphql`)
  await page.getByRole('button', { name: /Execute query/i }).click()
  await (await answered).finished()
  await page.locator('.graphiql-spinner').waitFor({ state: 'detached' })
  return (await page.locator('.access').textContent()) ?? ''
}

// The first code in the list's text, where words stand without spaces between them.
const summarize = (text: string): string =>
  text.includes('Nothing was refused')
    ? 'fine'
    : (/(?:CONSENT|MANDATE|ACTIVITY|SIGNING)(?:_[A-Z]+)+(?=[A-Z][a-z])/.exec(text)?.[0] ?? text)

function freePort(): Promise<number> {
  return new Promise(resolve => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
