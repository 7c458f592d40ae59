// The playground in headless Chromium against the real gateway: nothing from elsewhere, and the story by clicks.
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Listening } from '../door/listen.ts'
import { playgroundRoute } from '../gateway/playground.ts'
import { serveGateway } from '../gateway/serve.ts'
import { identities } from '../issuer/identities.ts'
import { createIssuer } from '../issuer/provider.ts'
import { examples } from '../playground/examples.ts'
import { business } from '../sample/businesses.ts'
import { person } from '../sample/persons.ts'
import { readSettings } from '../settings.ts'
import { testDatabase } from './database.ts'

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

test('shots', async () => {
  page.on('response', async r => { if (r.url().endsWith('/graphql')) { const t = await r.text(); const h = r.request().headers(); if (!t.includes('__schema')) console.log(h['access-explain'], h['processing-activity'], JSON.stringify(JSON.parse(t).extensions)) } })
  await open()
  await load(0)
  await run()
  await load(1); await run()
  await load(2); await run()
  console.log(await page.locator('.access').innerHTML())
})
async function open(): Promise<void> {
  await page.goto(`${base}/playground`)
  await page.locator('.graphiql-query-editor .view-line').first().waitFor()
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
  return await page.locator('.access').innerText()
}

const summarize = (text: string): string =>
  text.includes('Nothing was refused') ? 'fine' : (/\b[A-Z]+(_[A-Z]+)+\b/.exec(text)?.[0] ?? text)

function freePort(): Promise<number> {
  return new Promise(resolve => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
