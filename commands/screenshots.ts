// `npm run screenshots`: starts a platform of its own, visits the console as invented people, and pictures its main pages.
import { spawn } from 'node:child_process'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { fetchToken } from '../issuer/token.ts'
import { person } from '../sample/persons.ts'
import { type Lifecycle, runCommand } from './lifecycle.ts'
import { readOptions } from './options.ts'

/** A picture: of which page, as whom, how large. */
interface Shot {
  /** `docs/screens/NAME.png` */
  readonly name: string
  /** As the development issuer offers them. */
  readonly as: RegExp
  readonly path: (story: Story) => string
  readonly width: number
  readonly height: number
}

interface Story {
  /** A consent that waits for an answer. */
  readonly consent: string
}

const desk = { width: 1120, height: 760 }
const phone = { width: 390, height: 844 }

export const shots: readonly Shot[] = [
  { name: 'overview', as: /Anna Holm/, path: () => '/console', ...desk },
  { name: 'consent', as: /Anna Holm/, path: ({ consent }) => `/console/consents/${consent}`, ...desk },
  { name: 'consent-phone', as: /Anna Holm/, path: ({ consent }) => `/console/consents/${consent}`, ...phone },
  { name: 'access-log', as: /Anna Holm/, path: () => '/console/access-log', ...desk },
  { name: 'steward', as: /the municipality's data steward/, path: () => '/console/steward', ...desk },
  {
    ...{ name: 'steward-accesses', as: /the municipality's data steward/, ...desk },
    path: () => '/console/steward/accesses',
  },
  {
    ...{ name: 'steward-activity', as: /the municipality's data steward/, ...desk },
    path: () => '/console/steward/activity?id=KOM-17',
  },
]

const folderOfShots = fileURLToPath(new URL('../docs/screens', import.meta.url))

if (import.meta.main) {
  const { values } = readOptions({
    usage: 'npm run screenshots -- [--browser FILE]',
    summary: "Writes the README's pictures of the console into docs/screens, by a Chromium on this machine.",
    options: {
      browser: { value: 'FILE', meaning: 'The Chromium to drive; /usr/bin/chromium unless given.' },
    },
  })
  await runCommand(lifecycle => picture(values.browser ?? '/usr/bin/chromium', lifecycle))
}

async function picture(executablePath: string, lifecycle: Lifecycle): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'engang-screens-'))
  lifecycle.started(() => rm(folder, { recursive: true, force: true }))
  const base = await startPlatform(folder, lifecycle)
  const story = await tellStory(base, folder)
  const { chromium } = await import('playwright-core')
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] })
  lifecycle.started(() => browser.close())
  await mkdir(folderOfShots, { recursive: true })
  for (const shot of shots) await take(browser, base, shot, story)
  return 0
}

/** In a process of its own, as a new user starts it. */
async function startPlatform(folder: string, lifecycle: Lifecycle): Promise<string> {
  const port = await freePort()
  const child = spawn(process.execPath, [fileURLToPath(new URL('start.ts', import.meta.url))], {
    env: { PATH: '/usr/bin:/bin', DATA_FOLDER: folder, PORT: String(port) },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const ended = new Promise<void>(resolve => child.once('exit', () => resolve()))
  lifecycle.started(async () => {
    child.kill('SIGTERM')
    await ended
  })
  const base = `http://localhost:${port}`
  for (let tries = 0; tries < 600; tries++) {
    const ready = await fetch(`${base}/health/ready`).catch(() => null)
    if (ready?.ok) return base
    if (child.exitCode !== null) break
    await sleep(200)
  }
  throw new Error('The platform did not start: see the lines above.')
}

/** What a municipality asks and is given, and what it asks of Anna. */
async function tellStory(base: string, folder: string): Promise<Story> {
  const { token } = await fetchToken(base, 'kommune', folder)
  const ask = async (query: string, variables: object) => {
    const answer = await fetch(`${base}/graphql`, {
      method: 'POST',
      headers: {
        Authorization: `Bearer ${token}`,
        'Content-Type': 'application/json',
        'Processing-Activity': 'KOM-17',
        'Case-Reference': 'BOS-2026-114',
      },
      body: JSON.stringify({ query, variables }),
    })
    const { data } = (await answer.json()) as { data: Record<string, never> }
    return data as Record<string, { readonly id: string; readonly consent: { readonly id: string } }>
  }
  const { person: anna } = await ask(
    'query ($cpr: CPR!) { person(cpr: $cpr) { id name { full } address { lines } civilStatus { status } } }',
    { cpr: person('anna', new Date()).number },
  )
  const { requestConsent } = await ask(
    'mutation ($input: RequestConsentInput!) { requestConsent(input: $input) { consent { id } problems { message } } }',
    {
      input: {
        ...{ id: 'screens', template: 'housing-support', person: anna!.id },
        fields: ['Person.civilStatus', 'Person.citizenship'],
        validTo: new Date(Date.now() + 90 * 86_400_000).toISOString(),
      },
    },
  )
  return { consent: requestConsent!.consent.id }
}

async function take(browser: Browser, base: string, shot: Shot, story: Story): Promise<void> {
  const { name, as, path, width, height } = shot
  const context = await browser.newContext({ locale: 'en-GB', viewport: { width, height } })
  const page = await context.newPage()
  await signIn(page, base, as)
  await page.goto(`${base}${path(story)}`)
  await page.screenshot({ path: join(folderOfShots, `${name}.png`) })
  await context.close()
  console.error(`docs/screens/${name}.png`)
}

async function signIn(page: Page, base: string, as: RegExp): Promise<void> {
  await page.goto(`${base}/console/sign-in`)
  await page.getByRole('button', { name: as }).click()
  await page.waitForURL(/\/console(\/steward)?$/)
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise(resolve => server.close(resolve))
  return typeof address === 'object' && address ? address.port : 0
}
