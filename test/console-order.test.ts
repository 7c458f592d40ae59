// Lists by time in the browser, in the other order: the page, its address and its file; and what proposals are for, in the file.
import { randomUUID } from 'node:crypto'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { business } from '../sample/businesses.ts'
import { person } from '../sample/persons.ts'
import { type ConsoleStack, openConsoleStack, press, signIn, visit } from './console-stack.ts'
import { openStewards, type stewards } from './console-stewards.ts'

vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 }) // a browser on a busy machine
const today = new Date()
const inDays = (days: number) => new Date(today.getTime() + days * 86_400_000).toISOString()
const cpr = (key: string) => person(key, today).number

let stack: ConsoleStack
let at: ReturnType<typeof openStewards>

async function led(who: string, [name, type]: readonly [string, string], input: object, activity?: string) {
  const headers = { ...(activity && { 'Processing-Activity': activity, 'Case-Reference': '2026-1' }) }
  const text = `mutation ($input: ${type}!) { led: ${name}(input: $input) { problems { code path } powerOfAttorney { id } } }`
  const { data } = await stack.ask(who, text, { input: { commandId: randomUUID(), ...input } }, headers)
  expect(data.led.problems).toEqual([])
  return data.led.powerOfAttorney?.id as string
}

const give = ['givePowerOfAttorney', 'GivePowerOfAttorneyInput'] as const
const letter = ['registerPowerOfAttorney', 'RegisterPowerOfAttorneyInput'] as const
const activate = ['activateFuturePower', 'ActivateFuturePowerInput'] as const
const scope = { fields: ['Person.name'], actions: ['READ'] }
const paper = { dated: inDays(-1).slice(0, 10), document: 'ark 1' }

async function registerConsent(): Promise<void> {
  const input = {
    ...{ id: randomUUID(), template: 'housing-support', cpr: cpr('anna'), fields: ['Person.civilStatus'] },
    ...{ validTo: inDays(30), language: 'DA', channel: 'PAPER', signedOn: paper.dated, document: 'ark 1' },
    interest: true,
  }
  const text =
    'mutation ($input: RegisterConsentInput!) { led: registerConsent(input: $input) { problems { code } } }'
  const headers = { 'Processing-Activity': 'ADM-5', 'Case-Reference': '2026-1' }
  const { data } = await stack.ask('kommune-steward', text, { input }, headers)
  expect(data.led.problems).toEqual([])
}

/** Signing for a business by a rule that nobody has read. */
async function askAbout(who: string, key: string): Promise<void> {
  const { cvr } = business(key, today)
  const query = 'query B($cvr: CVR!) { business(cvr: $cvr) { employment(year: 2020) { employees } } }'
  const { errors } = await stack.ask(who, query, { cvr }, { 'On-Behalf-Of': `business:${cvr}` })
  expect(errors?.[0]?.extensions.code).toBe('SIGNING_RULE_UNPARSED')
}

beforeAll(async () => {
  stack = await openConsoleStack(today)
  at = openStewards(stack)
  for (const days of [40, 20, 30]) {
    await led('anna', give, { ...scope, holderCpr: cpr('jens'), validTo: inDays(days) })
    const future = { ...scope, holderCpr: cpr('freja'), future: true, validTo: inDays(3_000 + days) }
    const dormant = await led('erik', give, future)
    const activities = days === 20 ? ['KOM-17'] : []
    const parties = { grantor: { cpr: cpr('sofie') }, holder: { cpr: cpr('anna') } }
    const registered = { ...scope, ...paper, ...parties, activities, interest: true, validTo: inDays(days) }
    await led('operator-steward', letter, registered, 'ADM-7')
    if (days !== 30)
      await led(
        'familieretshuset-steward',
        activate,
        { id: dormant, interest: false, ...(days === 20 && { activities }) },
        'ADM-8',
      )
    await registerConsent()
  }
  await askAbout('dorte', 'limfjord')
  await askAbout('lars', 'klub-k')
})
afterAll(() => stack?.close())

/** What the page lists, in its order. */
const shown = (page: Page) =>
  page.locator(':is(.console-cards > li, section.console-card, tbody tr)').allInnerTexts()
/** The lines of its file, without the head. */
async function file(page: Page): Promise<readonly string[]> {
  const href = await page.getByRole('link', { name: /as a (file|spreadsheet)/ }).getAttribute('href')
  const text = await (await page.request.get(`${stack.base}${href}`)).text()
  return text.replace('\uFEFF', '').trimEnd().split('\r\n').slice(1)
}

/** What both are, and what they are once the oldest come first. */
async function turned(page: Page, named: string): Promise<void> {
  const [cards, lines] = [await shown(page), await file(page)]
  expect([cards.length > 1, lines.length]).toEqual([true, cards.length])
  await page.getByLabel('Order').selectOption('Oldest first')
  await press(page, page.getByRole('button', { name: 'Filter' }))
  expect(page.url()).toContain(named)
  expect(await page.getByLabel('Order').locator('option:checked').innerText()).toBe('Oldest first')
  expect(await shown(page)).toEqual(cards.toReversed())
  expect(await file(page)).toEqual(lines.toReversed())
}

test.each(['/powers', '/mandates?source=VOLUNTARY&side=GIVEN'])("a citizen's %s", async path => {
  const { page, complaints } = await stack.page({ javaScriptEnabled: false })
  await signIn(page, stack.base, /Anna Holm/)
  await visit(page, `${stack.base}/console${path}`)
  await turned(page, 'order=OLDEST_FIRST')
  expect(complaints).toEqual([])
  await page.context().close()
})

const searched = { '/powers': 'anna', '/futures': 'erik' } as Readonly<Record<string, string>>

test.each`
  who              | path            | named
  ${'operator'}    | ${'/proposals'} | ${'order=OLDEST_FIRST'}
  ${'first'}       | ${'/proposals'} | ${'order=OLDEST_FIRST'}
  ${'operator'}    | ${'/signing'}   | ${'order=OLDEST_FIRST'}
  ${'operator'}    | ${'/powers'}    | ${'sort=oldest'}
  ${'firstFamily'} | ${'/futures'}   | ${'order=OLDEST_FIRST'}
`('a steward at $path: $who', async ({ who, path, named }) => {
  const { page, complaints } = await at.as(who as keyof typeof stewards)
  await at.inCase(page)
  await at.go(page, path)
  const about = searched[path]
  if (about) {
    await page.getByLabel('Personal number').fill(cpr(about))
    await press(page, page.getByRole('button', { name: 'Search' }))
  }
  await turned(page, named)
  expect(page.url()).not.toContain(about ? cpr(about) : 'cpr')
  expect(complaints).toEqual([])
  await page.context().close()
})

test.each`
  who              | activities
  ${'operator'}    | ${['All processing activities', 'All processing activities', 'KOM-17']}
  ${'first'}       | ${['KOM-17', 'KOM-17', 'KOM-17']}
  ${'firstFamily'} | ${['KOM-17', 'The whole power of attorney']}
`('the file of proposals says what each is for: $who', async ({ who, activities }) => {
  const { page } = await at.as(who as keyof typeof stewards)
  await at.inCase(page)
  await at.go(page, '/proposals')
  const lines = await file(page)
  expect(lines.map(line => line.split(';')[5]).toSorted()).toEqual(activities)
  await page.context().close()
})

test('more proposals come in the order that was chosen', async () => {
  await stack.admin`insert into consents.proposal (authority, command, content, command_id, content_hash, proposed_by, client,
      case_reference, proposed_at, expires_at)
    select authority, command, content, 'more-' || n, content_hash, proposed_by, client, case_reference,
      proposed_at + n * interval '1 second', expires_at
    from (select * from consents.proposal order by proposed_at desc limit 1) p, generate_series(1, 19) n`
  const { page } = await at.as('first')
  await at.inCase(page)
  await at.go(page, '/proposals?order=OLDEST_FIRST')
  const lines = await file(page)
  expect(lines).toHaveLength(22)
  await press(page, page.getByRole('link', { name: 'Show more' }))
  expect(page.url()).toMatch(/\?order=OLDEST_FIRST&consents=/)
  const cards = await shown(page)
  await at.go(page, '/proposals?order=NEWEST_FIRST')
  expect(cards).toEqual((await shown(page)).slice(0, 2).toReversed())
  await page.context().close()
})
