// Packages of rights in headless Chromium: one steward drafts, another publishes; a citizen gives by it, a paper letter names it.
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { person } from '../sample/persons.ts'
import { type ConsoleStack, openConsoleStack } from './console-stack.ts'
import { main, openStewards } from './console-stewards.ts'

vi.setConfig({ testTimeout: 180_000 }) // a browser on a busy machine
const today = new Date()
const inDays = (days: number) => new Date(today.getTime() + days * 86_400_000).toISOString().slice(0, 10)

let stack: ConsoleStack
let at: ReturnType<typeof openStewards>
beforeAll(async () => {
  stack = await openConsoleStack(today)
  at = openStewards(stack)
})
afterAll(() => stack?.close())

const stateOf = async () =>
  (await stack.ask('bo', '{ powerPackage(id: "parking-help") { version state } }')).data.powerPackage

test('drafted by one with every mistake told, published by another, never by oneself; then closed', async () => {
  const { page, complaints } = await at.as('first')
  await page.getByRole('link', { name: 'Packages of rights' }).click()
  expect(await main(page)).toContain('Help with housing support')
  await page.getByRole('link', { name: 'New package' }).click()
  await page.getByLabel('Id', { exact: true }).fill('Parking help')
  await page.getByLabel('Name in Danish').fill('Hjælp til parkering')
  await page.getByLabel('What one can do by it, in Danish').fill('Den, du giver fuldmagt, kan se dit navn.')
  await page.getByLabel('Name in English').fill('Help with parking')
  await page.getByLabel('What one can do by it, in English').fill('Whoever you give it to can see your name.')
  await page.getByLabel('Holds at most, days').fill('90')
  await page.getByLabel('The youngest who can hold it, years').fill('7')
  await page.getByRole('button', { name: 'Save the draft' }).click()
  for (const wrong of ['id', 'holderFromAge'])
    expect(await page.locator(`[id="${wrong}"]`).getAttribute('aria-invalid')).toBe('true')
  expect(await page.locator('#fields').getAttribute('class')).toContain('form-error')
  expect(await page.getByLabel('Name in English').inputValue()).toBe('Help with parking')
  await page.getByLabel('Id', { exact: true }).fill('parking-help')
  await page.getByLabel('The youngest who can hold it, years').fill('18')
  await page.getByText('About persons').click()
  await page.locator('[id="f-Person.name"]').check()
  await page.getByRole('button', { name: 'Save the draft' }).click()
  expect(await main(page)).toContain('You wrote the draft yourself.')
  expect(await page.getByRole('button', { name: 'Publish version 1' }).count()).toBe(0)
  expect(await stateOf()).toBeNull()

  const other = await at.as('second')
  await other.page.getByRole('link', { name: 'Drafts of packages of rights: 1' }).click()
  await other.page.getByRole('link', { name: 'Help with parking' }).click()
  await other.page.getByRole('button', { name: 'Publish version 1' }).click()
  expect(await main(other.page)).toContain('Version 1: Published')
  expect(await stateOf()).toEqual({ version: 1, state: 'PUBLISHED' })

  // A paper letter that names it covers what it covers.
  const operator = await at.as('operator')
  await at.inCase(operator.page)
  await at.go(operator.page, '/powers/register')
  const number = (name: string) => person(name, today).number
  const fill = (label: string, value: string) => operator.page.getByLabel(label, { exact: true }).fill(value)
  await fill("The grantor's personal number", number('anna'))
  await fill("The holder's personal number", number('sofie'))
  await fill('To and including', inDays(30))
  await fill('The day it was signed', inDays(-1))
  await operator.page.locator('#document').fill('ark-2026-18')
  await operator.page.getByLabel('The package that the letter names').selectOption('parking-help')
  await operator.page.getByText('About persons').click()
  await operator.page.locator('[id="f-Person.address"]').check()
  await operator.page.getByRole('button', { name: 'Register' }).click()
  expect(await operator.page.locator('[id="package"]').getAttribute('aria-invalid')).toBe('true')
  await operator.page.locator('[id="f-Person.address"]').uncheck()
  await operator.page.getByRole('button', { name: 'Register' }).click()
  const [power] = await stack.admin<{ package: string; fields: string[] }[]>`
    select package, fields from powers_of_attorney.power_of_attorney`
  expect(power).toEqual({ package: 'parking-help', fields: ['Person.name'] })

  await page.reload()
  await page.getByText('Close to new powers of attorney').first().click()
  await page.getByRole('button', { name: 'Close to new powers of attorney' }).click()
  expect(await main(page)).toContain('Version 1: Closed')
  expect(await stateOf()).toEqual({ version: 1, state: 'CLOSED' })
  // What the browser says of a form that came back with what is wrong in it (409) is no fault.
  const faults = [...complaints, ...other.complaints].filter(text => !text.includes('status of 409'))
  expect(faults).toEqual([])
})

test('the list is searched, filtered, sorted and taken along as a file; a new version begins as the last one', async () => {
  const { page } = await at.as('first')
  const rows = async (search: string) => {
    await at.go(page, `/packages?${search}`)
    return page.locator('tbody th').allInnerTexts()
  }
  expect(await rows('state=CLOSED&sort=id')).toEqual(['Help with parking'])
  expect(await rows('q=PARKERING')).toEqual(['Help with parking'])
  expect(await rows('sort=title')).toEqual(['Help with housing support', 'Help with parking'])
  expect(await rows('sort=state')).toEqual(['Help with parking', 'Help with housing support'])
  expect(await rows('state=DRAFT')).toEqual([])
  await at.go(page, '/packages?state=CLOSED')
  const link = await page.getByRole('link', { name: /CSV/ }).getAttribute('href')
  const file = await (await page.request.get(`${stack.base}${link}`)).text()
  expect(file.split('\r\n')[1]).toMatch(/^"?Help with parking"?;"?parking-help"?;"?1"?;"?90"?;"?Closed"?$/)
  await at.go(page, '/package?id=parking-help')
  await page.getByRole('link', { name: 'Draft a new version' }).click()
  expect(await page.locator('[id="titleDa"]').inputValue()).toBe('Hjælp til parkering')
  expect(await page.locator('[id="f-Person.name"]').isChecked()).toBe(true)
  await page.getByRole('button', { name: 'Save the draft' }).click()
  expect(await main(page)).toContain('Draft: Version 2')
})

test('stewards without such work have no page of it', async () => {
  const { page } = await at.as('operator')
  expect(await page.getByRole('link', { name: 'Packages of rights' }).count()).toBe(0)
  for (const path of ['/packages', '/package?id=parking-help', '/package/draft']) {
    const answer = await page.request.get(`${stack.base}/console/steward${path}`)
    expect(answer.status()).toBe(403)
  }
})
