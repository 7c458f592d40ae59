// Two stewards read a signing rule that nobody can read for certain, in headless Chromium against the real gateway.
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { business } from '../sample/businesses.ts'
import { type ConsoleStack, openConsoleStack } from './console-stack.ts'
import { heading, main, openStewards } from './console-stewards.ts'

vi.setConfig({ testTimeout: 180_000 }) // a browser on a busy machine
const today = new Date()
const { cvr } = business('limfjord', today)

let stack: ConsoleStack
let at: ReturnType<typeof openStewards>
/** What somebody who acts for a business is answered. */
async function asks(who: string, key: string): Promise<string> {
  const query = 'query B($cvr: CVR!) { business(cvr: $cvr) { employment(year: 2020) { employees } } }'
  const number = business(key, today).cvr
  const { errors } = await stack.ask(who, query, { cvr: number }, { 'On-Behalf-Of': `business:${number}` })
  return errors?.[0]?.extensions.code ?? 'given'
}
beforeAll(async () => {
  stack = await openConsoleStack(today)
  at = openStewards(stack)
  for (const [who, key] of [
    ['dorte', 'limfjord'],
    ['lars', 'klub-k'],
  ] as const)
    expect(await asks(who, key)).toBe('SIGNING_RULE_UNPARSED')
})
afterAll(() => stack?.close())

const choose = (page: Page, name: string, value: string) => page.locator(`[id="${name}"]`).selectOption(value)

test('the first proposes what the text says, in a form; the second approves it; then it is signed by', async () => {
  const { page, complaints } = await at.as('operator')
  const addresses: string[] = []
  page.on('request', request => addresses.push(request.url()))
  expect(await main(page)).toContain('Signing rules to read: 2')
  await page.getByRole('link', { name: 'Signing rules to read: 2' }).click()
  await page.getByLabel("The case's reference").fill('2026-4711')
  await page.getByRole('button', { name: 'Work in this case' }).click()
  expect(await page.locator('main tbody').innerText()).toContain('Selskabet tegnes af ledelsen.')
  expect(await page.locator('main tbody').innerText()).toContain('The register has no text.')
  await page.getByRole('link', { name: 'Limfjord Maskiner A/S' }).click()
  // The text stands in the page once.
  expect((await main(page)).split('Selskabet tegnes af ledelsen.')).toHaveLength(2)
  expect(await page.locator('blockquote').innerText()).toBe('Selskabet tegnes af ledelsen.')
  expect(await page.locator('blockquote mark').count()).toBe(1)

  await page.getByRole('button', { name: 'Send it to another steward' }).click()
  expect(await page.locator('[id="ways.0.parts.0.group"]').getAttribute('aria-invalid')).toBe('true')
  await choose(page, 'ways.0.parts.0.group', 'CHAIR')
  await choose(page, 'ways.0.parts.1.group', 'BOARD_MEMBER')
  await page.getByRole('button', { name: 'One more way to sign' }).click()
  expect(await page.locator('[id="ways.0.parts.1.group"]').inputValue()).toBe('BOARD_MEMBER')
  await page.locator('[id="ways.1.parts.1.cpr"]').fill('12')
  await page.getByRole('button', { name: 'Send it to another steward' }).click()
  expect(await page.locator('[id="ways.1.parts.1.cpr"]').getAttribute('aria-invalid')).toBe('true')
  await page.locator('[id="ways.1.parts.1.cpr"]').fill('')
  await choose(page, 'ways.1.parts.1.group', 'MANAGEMENT')
  await choose(page, 'ways.1.parts.1.count', 'ALL')
  await page.getByRole('button', { name: 'Send it to another steward' }).click()
  expect(await main(page)).toContain('You proposed the reading yourself.')
  const own = page.locator('section', { hasText: 'Limfjord' })
  expect(await own.getByRole('button').allInnerTexts()).toEqual(['Take back'])
  expect(await page.locator('main tbody').innerText()).toContain('A reading waits for approval.')
  expect(await asks('dorte', 'limfjord')).toBe('SIGNING_RULE_UNPARSED')

  const other = await at.as('secondOperator')
  expect(await main(other.page)).toContain('Readings of signing rules: 1')
  await at.inCase(other.page)
  await at.go(other.page, '/signing')
  const card = other.page.locator('section', { hasText: 'Limfjord' })
  expect(await card.innerText()).toContain('chair (1) together with board member (1)')
  expect(await card.innerText()).toContain('the management (all)')
  await card.getByLabel('I or my unit have an interest').check()
  await card.getByRole('button', { name: 'Approve the reading' }).click()
  expect(await main(other.page)).toContain('Another officer must.')
  await at.go(other.page, '/signing')
  await card.getByRole('button', { name: 'Approve the reading' }).click()
  expect(await main(other.page)).toContain('No readings wait for approval.')
  expect(await main(other.page)).not.toContain('Limfjord')
  expect(await asks('dorte', 'limfjord')).toBe('SIGNING_RULE_UNMET')

  await page.reload()
  await at.go(page, '/signing')
  await page.getByLabel('CVR number').fill(cvr)
  await page.getByRole('button', { name: 'Search', exact: true }).click()
  expect(await main(page)).toContain("It is known, by a steward's reading")
  await page.locator('summary', { hasText: 'End the reading' }).click()
  await page.getByRole('button', { name: 'End the reading' }).click()
  expect(await page.locator('main tbody').innerText()).toContain('Limfjord')
  expect(addresses.filter(address => address.includes(cvr))).toEqual([])
  await page.context().close()
  await other.page.context().close()
  expect([...complaints, ...other.complaints].filter(text => !text.includes('409'))).toEqual([])
})

test('the texts as a file; a number of nobody, and a search that is forgotten, are said so', async () => {
  const { page } = await at.as('operator')
  await at.inCase(page)
  await at.go(page, '/signing')
  const file = await page.request.get(`${stack.base}/console/steward/signing?csv=1`)
  expect((await file.text()).split('\r\n')).toEqual([
    '\uFEFFBusiness;CVR number;Signing rule;Status in the register;First asked by;Refused requests',
    expect.stringMatching(/^Klub K;\d{8};;[A-Z]+;\d{4}-\d{2}-\d{2};1$/),
    expect.stringMatching(
      /^Limfjord Maskiner A\/S;\d{8};Selskabet tegnes af ledelsen\.;NORMAL;\d{4}-\d{2}-\d{2};\d+$/,
    ),
    '',
  ])
  await page.getByLabel('CVR number').fill('1')
  await page.getByRole('button', { name: 'Search', exact: true }).click()
  expect(await main(page)).toContain('a CVR number of eight')
  await at.go(page, '/signing')
  await page.getByLabel('CVR number').fill('99999999')
  await page.getByRole('button', { name: 'Search', exact: true }).click()
  expect(await main(page)).toContain('No business has that number.')
  await at.go(page, '/signing/00000000-0000-4000-8000-000000000000')
  expect(await main(page)).toContain('The business has left your searches.')
  await page.context().close()
})

test('whose authority reads no signing rules has no permission, and no entry of the menu', async () => {
  const { page } = await at.as('first')
  expect(await page.getByRole('link', { name: 'Signing rules' }).count()).toBe(0)
  await at.go(page, '/signing')
  expect(await heading(page)).toBe('You have no permission to see this')
  await page.context().close()
})
