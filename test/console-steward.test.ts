// Stewards at the console in headless Chromium against the real gateway: activities, templates, and what is none of theirs.
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { person } from '../sample/persons.ts'
import { type ConsoleStack, openConsoleStack, signIn, visit } from './console-stack.ts'
import { heading, main, openStewards } from './console-stewards.ts'

vi.setConfig({ testTimeout: 180_000 }) // a browser on a busy machine
const today = new Date()

let stack: ConsoleStack
let at: ReturnType<typeof openStewards>
beforeAll(async () => {
  stack = await openConsoleStack(today)
  at = openStewards(stack)
})
afterAll(() => stack?.close())

test('an activity: drafted with every mistake told at its field, seen as a difference, approved by another', async () => {
  const { page, complaints } = await at.as('first')
  expect(await main(page)).toContain('Nothing waits.')
  await at.go(page, '/activities?q=home visits')
  expect(await main(page)).toContain('1 in all')
  await page.getByRole('link', { name: 'KOM-20' }).click()
  expect(await main(page)).toContain('Serviceloven § 79 a (prøve)')
  await page.getByRole('link', { name: 'Draft a new version' }).click()
  await page.getByLabel('GDPR Article 6', { exact: true }).fill('6(1)(x)')
  await page.getByLabel('Purpose in English').fill('   ')
  await page.getByRole('button', { name: 'Save the draft' }).click()
  const told = page.getByRole('alert').getByRole('link')
  expect(await told.count()).toBe(2)
  for (const [name, value] of [
    ['GDPR Article 6', '6(1)(e)'],
    ['Purpose in English', '<script>alert(1)</script> \u202eright to left'],
  ] as const) {
    const field = page.getByLabel(name, { exact: true })
    expect(await field.getAttribute('aria-invalid')).toBe('true')
    await field.fill(value)
  }
  await page.locator('[id="f:Person.sex"]').selectOption('LAW')
  await page.getByRole('button', { name: 'Save the draft' }).click()
  expect(await main(page)).toContain('You drafted this yourself')
  expect(await main(page)).toContain('<script>alert(1)</script>')
  expect(await main(page)).toContain('(Person.sex), by law')

  const other = await at.as('second')
  expect(await main(other.page)).toContain('Drafts of processing activities: 1')
  await at.go(other.page, '/activity?id=KOM-20')
  await other.page.getByRole('button', { name: 'Approve version 2' }).click()
  expect(await main(other.page)).toContain('In force: Version 2')
  await other.page.locator('summary', { hasText: 'Version 1: Approved' }).click()
  await other.page.getByRole('link', { name: 'Show all of version 1' }).click()
  expect(await main(other.page)).toContain('Ended: Version 1')
  const file = await other.page.request.get(`${stack.base}/console/steward/activities?csv=1&q=KOM-20`)
  expect((await file.text()).split('\r\n')).toEqual([
    '\uFEFFId;Purpose;Act and paragraph;State;In force from',
    expect.stringMatching(/^KOM-20;<script>.*;Serviceloven § 79 a \(prøve\);In force;\d{4}-\d{2}-\d{2}$/),
    '',
  ])
  await page.context().close()
  await other.page.context().close()
  expect([...complaints, ...other.complaints].filter(text => !text.includes('409'))).toEqual([])
})

test('a template: previewed in both languages, drafted, published by another, closed', async () => {
  const { page } = await at.as('first')
  await at.go(page, '/template/draft?activity=KOM-20')
  expect(await page.locator('h1').innerText()).toBe('There is no such page')
  await at.go(page, '/template/draft')
  await page.getByLabel('For which processing activity?').selectOption('KOM-17')
  await page.getByRole('button', { name: 'Choose' }).click()
  await page.getByLabel('Id', { exact: true }).fill('Parking Permit')
  await page.locator('#fields input[value="Person.civilStatus"]').check()
  await page.getByLabel('Kind of consent').selectOption('SECTOR_LAW')
  await page.getByLabel('Holds at most, days').fill('90')
  for (const [name, value] of [
    ['title', 'Parkeringskort'],
    ['request', 'Må kommunen hente din civilstand?'],
    ['consequenceOfNo', 'Du kan selv sende den.'],
    ['consequenceOfWithdrawal', 'Kommunen henter ikke mere.'],
  ]) {
    await page.locator(`[id="textDa.${name}"]`).fill(value!)
    await page.locator(`[id="textEn.${name}"]`).fill(`<i>In English</i> ${name}`)
  }
  await page.getByRole('button', { name: 'As the person sees it' }).click()
  expect(await page.locator('main section [lang=da]').innerText()).toContain(
    'Må kommunen hente din civilstand?',
  )
  expect(await page.locator('main section [lang=en]').innerText()).toContain('<i>In English</i> request')
  await page.getByRole('button', { name: 'Save the draft' }).click()
  expect(await page.getByLabel('Id', { exact: true }).getAttribute('aria-invalid')).toBe('true')
  expect(await page.getByLabel("The paragraph of the sector's law").getAttribute('aria-invalid')).toBe('true')
  await page.getByLabel('Id', { exact: true }).fill('parking-permit')
  await page.getByLabel("The paragraph of the sector's law").fill('Lov om parkering § 1 (prøve)')
  await page.getByRole('button', { name: 'Save the draft' }).click()
  expect(await main(page)).toContain('Draft: Version 1')
  expect(await main(page)).toContain('You drafted this yourself.')

  // It holds a confidential field: the operator publishes it.
  const operator = await at.as('operator')
  await at.go(operator.page, '/template?id=parking-permit')
  await operator.page.getByRole('button', { name: 'Publish version 1' }).click()
  await at.go(page, '/template?id=parking-permit')
  expect(await main(page)).toContain('Version 1: Published')
  await page.locator('summary', { hasText: 'Close it' }).click()
  await page.getByRole('button', { name: 'Close it' }).click()
  expect(await main(page)).toContain('Version 1: Closed')
  await page.context().close()
  await operator.page.context().close()
})

test('who is no steward, or another’s, has no permission, and sees nothing of it', async () => {
  const { page } = await stack.page()
  await signIn(page, stack.base, /Anna Holm/)
  for (const path of ['', '/activities', '/consents', '/proposals', '/nowhere', '/activity?id=KOM-17']) {
    await at.go(page, path)
    expect(await page.locator('h1').innerText(), path).toBe('You have no permission to see this')
    expect(await main(page), path).not.toContain('KOM-17')
  }
  const operator = await at.as('secondOperator')
  const kommune = await at.as('second')
  for (const one of [operator, kommune]) await at.inCase(one.page)
  const request = {
    ...{ id: 'theirs', template: 'housing-support', cpr: person('anna', today).number },
    ...{ fields: ['Person.civilStatus'], validTo: new Date(today.getTime() + 9 * 86_400_000).toISOString() },
  }
  const text = 'mutation ($input: RequestConsentInput!) { requestConsent(input: $input) { consent { id } } }'
  await stack.ask('kommune', text, { input: request }, { 'Processing-Activity': 'KOM-17' })
  await at.go(kommune.page, '/consents?state=')
  const consent = (await kommune.page.locator('main tbody a').first().getAttribute('href'))!.replace(
    '/console/steward',
    '',
  )
  const headingAt = async (of: Page, path: string) => {
    await at.go(of, path)
    return heading(of)
  }
  expect(await headingAt(operator.page, consent)).toBe('There is no such page')
  expect(await headingAt(operator.page, '/activity?id=KOM-17')).toBe('There is no such page')
  await at.go(operator.page, '/consents?state=')
  expect(await main(operator.page)).toContain('Nothing matches what was chosen.')
  await at.go(operator.page, '/activities')
  expect(await main(operator.page)).not.toContain('KOM-17')
  // The municipality registers no powers of attorney; and a steward is no citizen.
  expect(await kommune.page.getByRole('link', { name: 'Powers of attorney' }).count()).toBe(0)
  expect(await headingAt(kommune.page, '/powers')).toBe('You have no permission to see this')
  await visit(kommune.page, `${stack.base}/console/my-data`)
  expect(await kommune.page.locator('h1').innerText()).toBe('You have no permission to see this')
  for (const one of [page, operator.page, kommune.page]) await one.context().close()
})
