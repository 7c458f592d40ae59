// A citizen with a keyboard alone, and what she downloads: a consent found, answered and withdrawn by keys, and its receipt.
import { compactVerify, importJWK } from 'jose'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { person } from '../sample/persons.ts'
import { type ConsoleStack, leading, openConsoleStack, visit } from './console-stack.ts'

vi.setConfig({ testTimeout: 240_000 }) // a browser on a busy machine
const today = new Date()
const cpr = person('anna', today).number
const activity = { 'Processing-Activity': 'KOM-17' }

let stack: ConsoleStack
beforeAll(async () => {
  stack = await openConsoleStack(today)
})
afterAll(() => stack?.close())

async function asked(): Promise<string> {
  const { data } = await stack.ask(
    'kommune',
    'query ($cpr: CPR!) { person(cpr: $cpr) { id } }',
    { cpr },
    activity,
  )
  const { data: done } = await stack.ask(
    'kommune',
    'mutation ($input: RequestConsentInput!) { requestConsent(input: $input) { consent { id } } }',
    {
      input: {
        ...{ id: 'by-keys', template: 'housing-support', fields: ['Person.civilStatus'] },
        ...{ person: data.person.id, validTo: new Date(today.getTime() + 86_400_000).toISOString() },
      },
    },
    activity,
  )
  return done.requestConsent.consent.id
}

/** Tabs to what bears the name, sees that it shows its focus, and presses Enter; as many tabs as a patient person takes. */
async function enter(page: Page, name: RegExp): Promise<void> {
  for (let tabs = 0; tabs < 60; tabs++) {
    await page.keyboard.press('Tab')
    const { text, shows } = await page.evaluate(() => {
      const one = document.activeElement as HTMLElement
      const { outlineStyle, boxShadow } = getComputedStyle(one)
      return { text: one.innerText ?? '', shows: outlineStyle !== 'none' || boxShadow !== 'none' }
    })
    if (!name.test(text.trim())) continue
    expect(shows).toBe(true)
    return leading(page, () => page.keyboard.press('Enter'))
  }
  throw new Error(`No tab leads to ${name}.`)
}

test('by keyboard alone: sign in, find the consent, answer it, withdraw it', async () => {
  const id = await asked()
  const { page, complaints } = await stack.page()
  await visit(page, `${stack.base}/console/sign-in`)
  await enter(page, /^Anna Holm/)
  await page.waitForURL(`${stack.base}/console`)
  await enter(page, /^Consents$/)
  await enter(page, /^Information from CPR for housing support/)
  expect(page.url()).toBe(`${stack.base}/console/consents/${id}`)
  await enter(page, /^Yes/)
  expect(await page.locator('main').innerText()).toContain('Given')
  await enter(page, /^Withdraw the consent/)
  expect(await page.locator('main').innerText()).toContain('Withdrawn')

  // The receipt: a file of this consent, and its signature is right.
  const file = await page.request.get(`${stack.base}/console/consents/${id}/receipt/file`)
  expect(file.headers()['content-disposition']).toContain(`receipt-${id}.json`)
  expect(file.headers()['content-type']).toContain('application/json')
  const { document, signature, keyId } = (await file.json()) as Record<
    'document' | 'signature' | 'keyId',
    string
  >
  expect(document).toContain(id)
  const { data } = await stack.ask('kommune', '{ receiptKeys { keyId publicKey } }', {}, activity)
  const found = data.receiptKeys.find((key: { keyId: string }) => key.keyId === keyId)
  const whole = signature.replace('..', `.${Buffer.from(document).toString('base64url')}.`)
  await compactVerify(whole, await importJWK(JSON.parse(found.publicKey)))
  expect(complaints).toEqual([])
  await page.context().close()
})
