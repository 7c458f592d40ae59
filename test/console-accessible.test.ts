// Every page of the console for everyone: axe finds nothing, in both languages, on a desk and on a phone.
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { person } from '../sample/persons.ts'
import { clean, lookAt } from './console-look.ts'
import { type ConsoleStack, openConsoleStack, press, signIn, visit } from './console-stack.ts'

vi.setConfig({ testTimeout: 240_000 }) // a browser on a busy machine

let stack: ConsoleStack
/** Consents of Anna's by what became of them. */
const consents = new Map<string, string>()
const answers = {
  waiting: null,
  given: ['grantConsent', 'AnswerConsentInput', { language: 'EN' }],
  declined: ['declineConsent', 'AnswerConsentInput', { language: 'EN' }],
  withdrawn: ['withdrawConsent', 'WithdrawConsentInput', {}],
} as const

beforeAll(async () => {
  const today = new Date()
  stack = await openConsoleStack(today)
  const headers = { 'Processing-Activity': 'KOM-17' }
  const cpr = person('anna', today).number
  const about = 'query ($cpr: CPR!) { person(cpr: $cpr) { id civilStatus { __typename } } }'
  const { data } = await stack.ask('kommune', about, { cpr }, headers)
  const validTo = new Date(today.getTime() + 30 * 86_400_000).toISOString()
  const asked = {
    template: 'housing-support',
    person: data.person.id,
    fields: ['Person.civilStatus'],
    validTo,
  }
  const command = (who: string, [name, type]: readonly [string, string, unknown], input: object, as = {}) =>
    stack.ask(
      who,
      `mutation ($input: ${type}!) { done: ${name}(input: $input) { consent { id } problems { message } } }`,
      { input },
      as,
    )
  const request = ['requestConsent', 'RequestConsentInput', {}] as const
  for (const [state, answer] of Object.entries(answers)) {
    const told = await command('kommune', request, { ...asked, id: `state-${state}` }, headers)
    const { id } = told.data.done.consent
    consents.set(state, id)
    if (state === 'withdrawn')
      await command('anna', answers.given, { id, commandId: 'first', language: 'EN' })
    if (answer) {
      const led = await command('anna', answer, { id, commandId: `to-${state}`, ...answer[2] })
      expect(led.data.done.problems).toEqual([])
    }
    // What was given is used once, so that its page has something to show.
    if (state === 'given') await stack.ask('kommune', about, { cpr }, headers)
  }
})

const ofConsents = () => [...consents.values()].flatMap(id => [`/${id}`, `/${id}/receipt`])
afterAll(() => stack?.close())

const anyone = ['/console', '/console/accessibility']
const signedIn = [
  ...['', '/consents', '/access-log', '/mandates', '/my-data', '/notices', '/nowhere'],
  ...['/powers', '/powers/give', '/powers/request', '/powers?state=ended', '/cases', '/cases?state=CLOSED'],
  ...['/access-log?register=CPR&outcome=GIVEN', '/consents?state=waiting', '/notices?show=unread'],
  ...['/mandates?side=HELD&source=CUSTODY', '/mandates?source=TRUSTEE'],
].map(path => `/console${path}`)
const ofBusiness = ['', '/my-data', '/consents', '/cases', '/mandates'].map(path => `/console${path}`)
const sizes = { desk: { width: 1280, height: 900 }, phone: { width: 375, height: 700 } } as const

/** Each step of giving a power of attorney, with what is wrong told; then its own page while it is offered, and after. */
async function* givingAPower(page: Page): AsyncGenerator<string> {
  const next = () => press(page, page.locator('button[name=to][value=next]'))
  await visit(page, `${stack.base}/console/powers/give`)
  await next()
  yield 'party, not answered'
  await page.locator('#partyKind-PERSON').check()
  await page.locator('#number').fill(person('sofie', new Date()).number)
  await next()
  yield 'scope'
  await page.locator('#scope-own').check()
  await next()
  yield 'own'
  await page.locator('[id="fields-who-Person.name"]').check()
  await page.locator('#actions-CONSENT').check()
  await next()
  await next()
  yield 'time, not answered'
  await page.locator('#end').fill(new Date(Date.now() + 9 * 86_400_000).toISOString().slice(0, 10))
  await page.locator('#depth-2').check()
  await page.locator('#mode-OFFER').check()
  await next()
  yield 'check'
  await next()
  yield 'offered'
  await press(page, page.locator('button[value=revoke]'))
  yield 'ended'
  await visit(page, `${stack.base}/console/powers`)
  yield 'list'
}

describe.each(Object.entries(sizes))('on a %s', (_, viewport) => {
  test.each(['da', 'en'])('in %s', async language => {
    const { page, complaints } = await stack.page({ viewport })
    const look = async (path: string) => {
      await visit(page, `${stack.base}${path}${path.includes('?') ? '&' : '?'}lang=${language}`)
      return lookAt(page, path)
    }
    for (const path of anyone) expect(await look(path)).toEqual(clean(path))
    await signIn(page, stack.base, /Anna Holm/)
    for (const path of [...signedIn, ...ofConsents().map(path => `/console/consents${path}`)])
      expect(await look(path)).toEqual(clean(path))
    for await (const step of givingAPower(page)) expect(await lookAt(page, step)).toEqual(clean(step))
    await visit(page, `${stack.base}/console/mandates?source=OWNER`)
    await press(page, page.locator('li.console-card form button').first())
    for (const path of ofBusiness) expect(await look(path)).toEqual(clean(path))
    expect(complaints.filter(text => !/\b(404|422|503)\b/.test(text))).toEqual([])
    await page.context().close()
  })
})

test('by keyboard alone: the skip link comes first and leads to the content', async () => {
  const { page } = await stack.page()
  await signIn(page, stack.base, /Anna Holm/)
  await page.keyboard.press('Tab')
  expect(await page.evaluate(() => document.activeElement?.getAttribute('href'))).toBe('#content')
  await page.keyboard.press('Enter')
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('content')
  await page.context().close()
})

test('at 400 % there is no scrolling to the side', async () => {
  // 1,280 pixels at 400 % are 320 of CSS (WCAG 2.1, 1.4.10).
  const { page } = await stack.page({ viewport: { width: 320, height: 256 } })
  await signIn(page, stack.base, /Anna Holm/)
  const width = () => page.evaluate(() => document.documentElement.scrollWidth)
  const narrow = async (paths: readonly string[]) => {
    for (const path of paths) {
      await visit(page, `${stack.base}${path}`)
      expect(await width(), path).toBeLessThanOrEqual(320)
    }
  }
  await narrow([...signedIn, ...ofConsents().map(path => `/console/consents${path}`)])
  for await (const step of givingAPower(page)) expect(await width(), step).toBeLessThanOrEqual(320)
  await visit(page, `${stack.base}/console/mandates?source=OWNER`)
  await press(page, page.locator('li.console-card form button').first())
  await narrow(ofBusiness)
  await page.context().close()
})
