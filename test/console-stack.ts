// The console with everything behind it: the gateway over a sample of its own, the development issuer, a browser.
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, type BrowserContextOptions, chromium, type Locator, type Page } from 'playwright-core'
import { openConsole } from '../commands/console.ts'
import { serveGateway } from '../gateway/serve.ts'
import { identities } from '../issuer/identities.ts'
import { createIssuer } from '../issuer/provider.ts'
import { fetchToken } from '../issuer/token.ts'
import { readSettings } from '../settings.ts'
import { type TestDatabase, testDatabase } from './database.ts'

/** What the graph answered; whoever asks knows its shape. */
interface Told {
  // biome-ignore lint/suspicious/noExplicitAny: as asked
  readonly data: Record<string, any>
  readonly errors?: readonly { readonly extensions: { readonly code: string } }[]
}

export interface ConsoleStack {
  readonly base: string
  readonly browser: Browser
  /** For what only time could bring. */
  readonly admin: TestDatabase['admin']
  /** A page of its own browser context; `complaints` fills with what must never happen. */
  page(options?: BrowserContextOptions): Promise<{ page: Page; complaints: string[] }>
  /** Asks the graph as one of the identities. */
  ask(identity: string, query: string, variables?: object, headers?: Record<string, string>): Promise<Told>
  close(): Promise<void>
}

export async function openConsoleStack(today: Date): Promise<ConsoleStack> {
  const folder = await mkdtemp(join(tmpdir(), 'engang-console-'))
  const database = await testDatabase({ sample: true })
  const port = await freePort()
  const base = `http://localhost:${port}`
  const settings = readSettings({ DATA_FOLDER: folder, PORT: String(port) })
  const issuer = `${base}/issuer`
  const { handler, jwks } = await createIssuer({
    ...{ issuer, folder, audience: settings.audience, identities: identities(today) },
  })
  const gateway = await serveGateway({
    ...{ settings, database, port, trusted: { issuer, keys: () => jwks } },
    routes: [handler, openConsole(settings)],
  })
  const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run']
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: [...flags, '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  })
  return {
    ...{ base, browser, admin: database.admin },
    async page(options = {}) {
      const context = await browser.newContext({ locale: 'en-GB', ...options })
      const page = await context.newPage()
      const complaints: string[] = []
      page.on('request', request => {
        if (!request.url().startsWith('data:') && new URL(request.url()).origin !== base)
          complaints.push(request.url())
      })
      // A server that has too much to do turns a page away, and visit() asks again: what the browser says of it is no fault.
      const turnedAway = new Set<string>()
      page.on('response', response => {
        if (response.status() === 503 && response.headers()['retry-after']) turnedAway.add(response.url())
      })
      page.on('console', message => {
        if (!['error', 'warning'].includes(message.type())) return
        const expected = turnedAway.has(message.location().url) && message.text().includes('status of 503')
        if (!expected) complaints.push(message.text())
      })
      return { page, complaints }
    },
    async ask(identity, query, variables = {}, headers = {}) {
      const { token } = await fetchToken(base, identity, folder)
      const answer = await fetch(`${base}/graphql`, {
        method: 'POST',
        headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json', ...headers },
        body: JSON.stringify({ query, variables }),
      })
      return (await answer.json()) as never
    },
    async close() {
      await browser.close()
      await gateway.close()
      await database.drop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Goes to a page; a machine that is busy with other tests may turn it away: then again. */
export async function visit(page: Page, address: string): Promise<void> {
  for (let attempt = 0; attempt < 50; attempt++) {
    const response = await page.goto(address)
    if (response?.headers()['retry-after'] === undefined) return
    await new Promise(resolve => setTimeout(resolve, 200))
  }
}

/** Presses a button or link that leads to a page. */
export const press = (page: Page, target: Locator): Promise<void> => leading(page, () => target.click())

/** Does what leads to a page; turned away, the same is sent again, as a person would. */
export async function leading(page: Page, act: () => Promise<unknown>): Promise<void> {
  const loaded = page.waitForEvent('load')
  await act()
  await loaded
  for (let attempt = 0; attempt < 50 && (await page.locator('main').count()) === 0; attempt++) {
    await new Promise(resolve => setTimeout(resolve, 200))
    await page.reload()
  }
}

/** Picks an identity at the development issuer, as a person would, and waits for the console. */
export async function signIn(page: Page, base: string, name: RegExp): Promise<void> {
  await visit(page, `${base}/console/sign-in`)
  await page.getByRole('button', { name }).click()
  await page.waitForURL(`${base}/console`)
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise(resolve => server.close(resolve))
  return typeof address === 'object' && address ? address.port : 0
}
