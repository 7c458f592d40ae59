// A future power of attorney in headless Chromium: one officer proposes to put a part of it into force, another approves, then it ends.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { person } from '../sample/persons.ts'
import { clean, lookAt } from './console-look.ts'
import { type ConsoleStack, openConsoleStack, visit } from './console-stack.ts'
import { enter, main, openStewards } from './console-stewards.ts'

vi.setConfig({ testTimeout: 180_000 }) // a browser on a busy machine
const today = new Date()
const erik = person('erik', today).number
const hostile = `<img src=x onerror=alert(1)> ${'langtord'.repeat(20)}`

let stack: ConsoleStack
let at: ReturnType<typeof openStewards>
beforeAll(async () => {
  stack = await openConsoleStack(today)
  at = openStewards(stack)
  const give = `mutation ($input: GivePowerOfAttorneyInput!) { led: givePowerOfAttorney(input: $input) { powerOfAttorney { state } } }`
  const input = {
    ...{ commandId: randomUUID(), holderCpr: person('freja', today).number, future: true },
    ...{ actions: ['READ', 'CONSENT'], fields: ['Person.name', 'Person.civilStatus'] },
    validTo: new Date(today.getTime() + 3_650 * 86_400_000).toISOString(),
  }
  const { data } = await stack.ask('erik', give, { input })
  expect(data.led.powerOfAttorney.state).toBe('DORMANT')
})
afterAll(() => stack?.close())

const reads = async (field: string) => {
  const [row] = await stack.admin<{ id: string }[]>`select identity.subject_id('PERSON', ${erik}) as id`
  const query = `query ($id: ID!) { personById(id: $id) { ${field} } }`
  const { errors } = await stack.ask('freja', query, row, { 'On-Behalf-Of': `person:${row!.id}` })
  return errors?.[0]?.extensions.code ?? 'given'
}

const sizes = [
  { width: 1280, height: 900 },
  { width: 375, height: 700 },
]
test.each(sizes.flatMap(viewport => ['da', 'en'].map(language => ({ viewport, language }))))(
  'what was found is for everyone: %o',
  async ({ viewport, language }) => {
    const { page, complaints } = await stack.page({ viewport })
    const go = (path: string) => visit(page, `${stack.base}/console/steward${path}?lang=${language}`)
    await enter(page, stack.base, /^(an officer of|Sagsbehandler i) Familieretshuset/)
    await go('/case')
    await page.locator('#case').fill('2026-4711')
    await page.locator('main form button[type=submit]').click()
    await go('/futures')
    await page.locator('#cpr').fill(erik)
    await page.locator('main form button[type=submit]').first().click()
    for (const summary of await page.locator('section.console-card summary').all()) await summary.click()
    expect(await lookAt(page, 'found')).toEqual(clean('found'))
    await page
      .locator('input[name="activities"]')
      .first()
      .evaluate((box, value) => {
        const chosen = box as HTMLInputElement
        Object.assign(chosen, { value, checked: true })
      }, hostile)
    await page.locator('section form > button[type=submit]').first().click()
    expect(await page.locator('main h1').count()).toBe(1)
    expect(await lookAt(page, 'not done')).toEqual(clean('not done'))
    expect(await page.locator('main img').count()).toBe(0)
    expect(complaints.filter(text => !text.includes('status of 409'))).toEqual([])
    await page.context().close()
  },
)

test('a part is proposed and approved; the rest stays dormant; ended, it holds no more', async () => {
  const { page, complaints } = await at.as('firstFamily')
  const addresses: string[] = []
  page.on('request', request => addresses.push(request.url()))
  await at.inCase(page)
  await at.go(page, '/futures')
  expect(await page.getByLabel('CVR number').count()).toBe(0)
  await page.getByLabel('Personal number').fill(hostile)
  await page.getByRole('button', { name: 'Search' }).click()
  expect(await main(page)).toContain('Write a personal number of ten digits.')
  await page.getByLabel('Personal number').fill(erik)
  await page.getByRole('button', { name: 'Search' }).click()
  const card = page.locator('section.console-card', { hasText: 'Future power of attorney' })
  expect(await card.innerText()).toContain('Dormant')
  await card.getByText('Activate').click()
  await card.getByLabel(/^KOM-17: /).check()
  await card.getByRole('button', { name: 'Send it to another officer' }).click()
  expect(await page.locator('section.console-card').innerText()).toMatch(/Only for\s+KOM-17/)
  await page.getByRole('button', { name: 'Take back' }).click()
  await at.go(page, '/futures')
  await page.getByLabel('Personal number').fill(erik)
  await page.getByRole('button', { name: 'Search' }).click()
  await card.getByText('Activate').click()
  await card.getByLabel('civil status').uncheck()
  await card.getByLabel('Give and withdraw consents').uncheck()
  await card.getByRole('button', { name: 'Send it to another officer' }).click()
  expect(await main(page)).toContain('You proposed this yourself.')
  expect(await reads('name { full }')).toBe('MANDATE_MISSING')

  const other = await at.as('family')
  await at.inCase(other.page)
  await at.go(other.page, '/proposals')
  expect(await main(other.page)).not.toContain('civil status')
  expect(await main(other.page)).toContain('All processing activities')
  await other.page.getByRole('button', { name: /^Approve/ }).click()
  expect(await reads('name { full }')).toBe('given')
  expect(await reads('civilStatus { status }')).toBe('MANDATE_SCOPE')

  await at.go(other.page, '/futures')
  await other.page.getByLabel('Personal number').fill(erik)
  await other.page.getByRole('button', { name: 'Search' }).click()
  const shown = other.page.locator('section.console-card', { hasText: 'Future power of attorney' })
  const text = await shown.innerText()
  expect(text.slice(text.indexOf('Information that is dormant'))).toContain('civil status')
  const link = await other.page.getByRole('link', { name: /CSV/ }).getAttribute('href')
  const file = await (await other.page.request.get(`${stack.base}${link}`)).text()
  expect(file).toContain('civil status')
  await shown.getByText('End the power of attorney').first().click()
  await shown.getByRole('button', { name: 'End the power of attorney' }).click()
  expect(await reads('name { full }')).not.toBe('given')
  expect(await shown.getByRole('button').count()).toBe(0)
  expect(addresses.join(' ')).not.toContain(erik)
  // The search that named nobody came back (409), and nothing else did.
  expect([...complaints, ...other.complaints]).toEqual([expect.stringContaining('status of 409')])
})

test('other stewards have no page of it', async () => {
  const { page } = await at.as('first')
  expect(await page.getByRole('link', { name: 'Future powers of attorney' }).count()).toBe(0)
  expect((await page.request.get(`${stack.base}/console/steward/futures`)).status()).toBe(403)
})
