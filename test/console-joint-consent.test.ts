// A consent that two sign for a business, in the browser: half signed, taken back, signed by both, used.
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { business } from '../sample/businesses.ts'
import { clean, lookAt } from './console-look.ts'
import { type ConsoleStack, openConsoleStack, press as pressOn, signIn, visit } from './console-stack.ts'

vi.setConfig({ testTimeout: 240_000 }) // a browser on a busy machine
const today = new Date()
const { cvr } = business('vestkyst', today)
const year = today.getFullYear() - 2
const activity = { 'Processing-Activity': 'KOM-17' }

let stack: ConsoleStack
beforeAll(async () => {
  stack = await openConsoleStack(today)
})
afterAll(() => stack?.close())

async function asked(): Promise<string> {
  const { data } = await stack.ask(
    'kommune',
    'mutation ($input: RequestConsentInput!) { requestConsent(input: $input) { consent { id } problems { message } } }',
    {
      input: {
        ...{ id: 'joint-in-browser', template: 'own-business', cvr },
        validTo: new Date(today.getTime() + 30 * 86_400_000).toISOString(),
        parameters: [{ name: 'year', values: [String(year)] }],
      },
    },
    activity,
  )
  expect(data.requestConsent.problems).toEqual([])
  return data.requestConsent.consent.id
}

async function employees(): Promise<string> {
  const { data, errors } = await stack.ask(
    'kommune',
    'query ($cvr: CVR!, $year: Int!) { business(cvr: $cvr) { employment(year: $year) { employees } } }',
    { cvr, year },
    activity,
  )
  return data?.business?.employment ? 'given' : (errors?.[0]?.extensions.code ?? 'nothing')
}

const main = (page: Page): Promise<string> => page.locator('main').innerText()
const press = (page: Page, name: RegExp) => pressOn(page, page.locator('main').getByRole('button', { name }))

/** Somebody who signs for Vestkyst, on the page of the consent. */
async function signatory(name: RegExp, id: string): Promise<Page> {
  const { page } = await stack.page()
  await signIn(page, stack.base, name)
  await visit(page, `${stack.base}/console/mandates`)
  await press(page, /Act for Vestkyst/)
  await visit(page, `${stack.base}/console/consents/${id}`)
  return page
}

test('two sign for a business: one half, who takes it back and signs again, then the other; one ends it', async () => {
  const id = await asked()
  const preben = await signatory(/Preben Storm, chair of Vestkyst A\/S: signs/, id)
  expect(await preben.getByRole('button', { name: 'Take my confirmation back' }).count()).toBe(0)
  await press(preben, /^Yes/)
  expect(await main(preben)).toContain('Missing: a member of the board.')
  expect(await lookAt(preben, 'half signed')).toEqual(clean('half signed'))
  expect(await employees()).toBe('SIGNING_RULE_UNMET')

  await press(preben, /^Take my confirmation back/)
  expect(await main(preben)).not.toContain('Missing')
  await press(preben, /^Yes/)

  const lone = await signatory(/Lone Storm/, id)
  expect(await main(lone)).toContain('Missing: a member of the board.')
  await press(lone, /^Take my confirmation back/)
  expect(await lone.getByRole('alert').count()).toBe(1)
  await visit(lone, `${stack.base}/console/consents/${id}`)
  await press(lone, /^Yes/)
  expect(await main(lone)).toContain('Given')
  expect(await employees()).toBe('given')

  await press(lone, /^Withdraw the consent/)
  expect(await employees()).toBe('CONSENT_WITHDRAWN')
  await preben.context().close()
  await lone.context().close()
})
