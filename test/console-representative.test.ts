// A representative in the browser: a mother answers for her son, sees what it led to, and withdraws; her own pages say nothing of it.
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { person } from '../sample/persons.ts'
import { type ConsoleStack, openConsoleStack, press, signIn, visit } from './console-stack.ts'

vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 }) // a browser on a busy machine
const today = new Date()
const cpr = person('bo', today).number
const activity = { 'Processing-Activity': 'KOM-17' }

let stack: ConsoleStack
beforeAll(async () => {
  stack = await openConsoleStack(today)
})
afterAll(() => stack?.close())

const askFor = (fields: string) =>
  stack.ask('kommune', `query ($cpr: CPR!) { person(cpr: $cpr) { ${fields} } }`, { cpr }, activity)

async function civilStatus(): Promise<string> {
  const { data, errors } = await askFor('civilStatus { status }')
  return data?.person?.civilStatus ? 'given' : (errors?.[0]?.extensions.code ?? 'nothing')
}

test('asked → answered for him → used → seen → withdrawn → refused', async () => {
  const { data } = await askFor('id')
  const input = {
    ...{ id: 'for-bo', template: 'housing-support', person: data.person.id, fields: ['Person.civilStatus'] },
    validTo: new Date(today.getTime() + 30 * 86_400_000).toISOString(),
  }
  const text =
    'mutation ($input: RequestConsentInput!) { requestConsent(input: $input) { problems { message } } }'
  expect((await stack.ask('kommune', text, { input }, activity)).data.requestConsent.problems).toEqual([])
  expect(await civilStatus()).toBe('CONSENT_MISSING')

  const { page, complaints } = await stack.page({ javaScriptEnabled: false })
  const main = () => page.locator('main').innerText()
  const at = (path: string) => visit(page, `${stack.base}/console${path}`)
  await signIn(page, stack.base, /Anna Holm/)
  expect(await main()).not.toContain('Strandby Kommune')
  await at('/mandates')
  await press(page, page.getByRole('button', { name: /Act for Bo/ }))
  // What waits for him stands first, and his mother's own notices are not his.
  await press(page, page.locator('main').getByRole('link', { name: /Strandby Kommune/ }))
  expect(await page.getByRole('link', { name: 'Receipt' }).count()).toBe(0)
  await press(page, page.getByRole('button', { name: /^Yes/ }))
  expect(await page.getByRole('link', { name: 'Receipt' }).count()).toBe(1)
  expect(await main()).toContain('Given')
  expect(await civilStatus()).toBe('given')
  await at('/access-log')
  expect(await page.locator('main li.console-card').first().innerText()).toMatch(
    /Strandby Kommune.*civil status/s,
  )
  await at('/consents?state=inForce')
  await press(page, page.locator('main').getByRole('link').first())
  await press(page, page.getByRole('button', { name: /^Withdraw the consent/ }))
  expect(await civilStatus()).toBe('CONSENT_WITHDRAWN')

  await press(page, page.getByRole('button', { name: 'Stop acting for another' }))
  await at('/consents')
  expect(await main()).toContain('0 in all')
  await page.context().close()
  // He sees it himself, and who answered.
  const bo = await stack.ask('bo', '{ me { consents(first: 5) { nodes { state events { state } } } } }')
  expect(bo.data.me.consents.nodes.map(({ state }: { state: string }) => state)).toEqual(['WITHDRAWN'])
  expect(complaints).toEqual([])
})
