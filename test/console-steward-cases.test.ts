// Stewards work in a case, in headless Chromium against the real gateway: consents and powers of attorney on paper, four eyes.
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { person } from '../sample/persons.ts'
import { type ConsoleStack, openConsoleStack } from './console-stack.ts'
import { main, openStewards } from './console-stewards.ts'

vi.setConfig({ testTimeout: 180_000 }) // a browser on a busy machine
const today = new Date()

let stack: ConsoleStack
let at: ReturnType<typeof openStewards>
beforeAll(async () => {
  stack = await openConsoleStack(today)
  at = openStewards(stack)
})
afterAll(() => stack?.close())

const cpr = (key: string) => person(key, today).number
const day = (days: number) => new Date(today.getTime() + days * 86_400_000).toISOString().slice(0, 10)

test('a consent on paper: registered in a case, found by number, suspended, resumed, withdrawn for the person', async () => {
  const { page, complaints } = await at.as('first')
  const addresses: string[] = []
  page.on('request', request => addresses.push(request.url()))
  await at.go(page, '/consents')
  // A search belongs to a case: first it is asked which.
  expect(await page.locator('h1').innerText()).toBe('In which case are you working?')
  await page.getByLabel("The case's reference").fill(`x-${cpr('anna')}`)
  await page.getByRole('button', { name: 'Work in this case' }).click()
  expect(await page.getByLabel("The case's reference").inputValue()).toBe('')
  await page.getByLabel("The case's reference").fill('2026-4711')
  await page.getByRole('button', { name: 'Work in this case' }).click()
  expect(await main(page)).toContain('Nothing is shown before you search.')

  await page.getByRole('link', { name: 'Register a consent on paper' }).click()
  await page.getByLabel('Which template did you show?').selectOption('housing-support')
  await page.getByRole('button', { name: 'Choose' }).click()
  await page.getByLabel('Personal number').fill(cpr('anna'))
  await page.getByLabel('To and including').fill(day(30))
  await page.getByLabel('The day it was signed').fill(day(5))
  await page.getByLabel('Where the paper is kept').fill('archive/2026-4711')
  await page.getByRole('button', { name: 'Register' }).click()
  expect(await page.getByLabel('The day it was signed').getAttribute('aria-invalid'), await main(page)).toBe(
    'true',
  )
  await page.getByLabel('The day it was signed').fill(day(-1))
  await page.getByRole('button', { name: 'Register' }).click()
  expect(await main(page)).toContain('archive/2026-4711')

  await at.go(page, '/consents')
  await page.getByLabel('Personal number').fill(cpr('anna'))
  await page.getByRole('button', { name: 'Search' }).click()
  expect(await main(page)).toContain('1 in all')
  await page.locator('main tbody a').click()
  const press = async (opened: string, then: string) => {
    await page.locator('summary', { hasText: opened }).click()
    if (opened === 'Suspend') await page.getByLabel('Reason in Danish').fill('<b>Vi undersøger</b> sagen.')
    await page.getByRole('button', { name: opened }).click()
    expect(await main(page)).toContain(then)
  }
  await press('Suspend', '<b>Vi undersøger</b> sagen.')
  await press('Let it hold again', 'Given')
  await press('Propose that it is void', 'The proposal waits for another steward.')
  await press('Withdraw it for the person', 'Withdrawn')
  expect(addresses.filter(address => address.includes(cpr('anna')))).toEqual([])
  await page.context().close()
  expect(complaints.filter(text => !text.includes('409'))).toEqual([])
})

test('four eyes: who has an interest proposes, cannot approve it, and another steward does', async () => {
  const { page } = await at.as('first')
  await at.inCase(page)
  await at.go(page, '/consents/register?template=housing-support')
  await page.getByLabel('Personal number').fill(cpr('jens'))
  await page.getByLabel('To and including').fill(day(30))
  await page.getByLabel('The day it was signed').fill(day(-1))
  await page.getByLabel('Where the paper is kept').fill('archive/2026-4712')
  await page.getByLabel('I or my unit have an interest').check()
  await page.getByRole('button', { name: 'Register' }).click()
  expect(await main(page)).toContain('You proposed this yourself.')
  const own = page.locator('section', { hasText: 'archive/2026-4712' })
  expect(await own.getByRole('button').allInnerTexts()).toEqual(['Take back'])

  const other = await at.as('second')
  expect(await main(other.page)).toMatch(/Proposals about consents: [1-9]/)
  await at.inCase(other.page)
  await at.go(other.page, '/proposals')
  const card = other.page.locator('section', { hasText: 'archive/2026-4712' })
  await card.getByLabel('I or my unit have an interest').check()
  await card.getByRole('button', { name: 'Approve' }).click()
  expect(await main(other.page)).toContain('Another officer must.')
  await at.go(other.page, '/proposals')
  await card.getByRole('button', { name: 'Approve' }).click()
  expect(await card.count()).toBe(0)
  await at.go(other.page, '/consents')
  await other.page.getByLabel('Personal number').fill(cpr('jens'))
  await other.page.getByRole('button', { name: 'Search' }).click()
  expect(await other.page.locator('main tbody').innerText()).toContain('Given')
  await page.context().close()
  await other.page.context().close()
})

test('a power of attorney on paper: every mistake at its field, registered, found, revoked for its grantor', async () => {
  const { page } = await at.as('operator')
  await at.inCase(page)
  await at.go(page, '/powers')
  await page.getByRole('link', { name: 'Register a power of attorney on paper' }).click()
  await page.getByLabel("The grantor's personal number").fill(cpr('erik'))
  await page.getByLabel("The holder's personal number").fill('1')
  const rest = async (dated: string) => {
    await page.getByLabel('To and including').fill(day(60))
    await page.getByLabel('The day it was signed').fill(dated)
    await page.getByLabel('Where the paper is kept').fill('archive/2026-4713')
    await page.getByRole('button', { name: 'Register' }).click()
  }
  await rest(day(3))
  expect(await page.getByLabel("The holder's personal number").getAttribute('aria-invalid')).toBe('true')
  await page.getByLabel("The holder's personal number").fill(cpr('freja'))
  await rest(day(3))
  expect(await page.getByRole('alert').getByRole('link').count()).toBeGreaterThan(1)
  expect(await page.getByLabel('The day it was signed').getAttribute('aria-invalid')).toBe('true')
  await page.getByText('About persons').click()
  await page.locator('[id="f-Person.name"]').check()
  await rest(day(-3))
  expect(await main(page)).toContain('Registered.')

  await page.getByLabel('Personal number').fill(cpr('erik'))
  await page.getByRole('button', { name: 'Search' }).click()
  expect(page.url()).not.toContain(cpr('erik'))
  const card = page.locator('section', { hasText: 'archive/2026-4713' })
  expect(await card.innerText()).toContain('Power of attorney: In force')
  await card.locator('summary').click()
  await card.getByRole('button', { name: 'Revoke for the grantor' }).click()
  expect(await card.innerText()).toContain('Power of attorney: Revoked')
  await page.context().close()
})

test('a decree of guardianship: approved by the second officer, found in the case, ended; no letters there', async () => {
  const first = await at.as('firstFamily')
  await at.inCase(first.page, '2026-4714')
  await at.go(first.page, '/powers')
  await first.page.getByRole('link', { name: 'Register a guardianship' }).click()
  await first.page.getByLabel('Personal number of whoever').fill(cpr('erik'))
  await first.page.getByLabel("The guardian's personal number").fill('1')
  await first.page.getByText('About persons').click()
  await first.page.locator('[id="f-Person.name"]').check()
  await first.page.getByLabel('To and including').fill(day(60))
  await first.page.getByLabel('The day of the decree').fill(day(-1))
  await first.page.getByLabel('Where the paper is kept').fill('archive/2026-4714')
  await first.page.getByRole('button', { name: 'Register' }).click()
  expect(await first.page.getByLabel("The guardian's personal number").getAttribute('aria-invalid')).toBe(
    'true',
  )
  await first.page.getByLabel("The guardian's personal number").fill(cpr('freja'))
  await first.page.getByRole('button', { name: 'Register' }).click()
  expect(await main(first.page)).toContain('You proposed this yourself.')
  await first.page.context().close()
  const { page } = await at.as('family')
  await at.inCase(page, '2026-4714')
  await at.go(page, '/proposals')
  const card = page.locator('section', { hasText: 'archive/2026-4714' })
  expect(await card.innerText()).toContain('Register guardianship')
  await card.getByRole('button', { name: 'Approve' }).click()
  await at.go(page, '/powers')
  expect(await page.getByRole('link', { name: /on paper/ }).count()).toBe(0)
  await page.getByLabel('Personal number').fill(cpr('erik'))
  await page.getByRole('button', { name: 'Search' }).click()
  expect(await card.innerText()).toContain('Guardianship by decree: In force')
  await card.locator('summary').click()
  await card.getByRole('button', { name: 'End the guardianship' }).click()
  expect(await card.innerText()).toMatch(/Guardianship by decree: (?!In force)/)
  await page.context().close()
})
