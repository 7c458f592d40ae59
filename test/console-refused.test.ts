// A form that was refused comes back with everything that was entered in it, what is wrong at its field, and nothing in the address.
import { randomUUID } from 'node:crypto'
import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { business } from '../sample/businesses.ts'
import { person } from '../sample/persons.ts'
import { lookAt } from './console-look.ts'
import { type ConsoleStack, openConsoleStack, signIn, visit } from './console-stack.ts'
import { enter, stewards } from './console-stewards.ts'

vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 }) // a browser on a busy machine
const today = new Date()
const inDays = (days: number) => new Date(today.getTime() + days * 86_400_000).toISOString()
const cpr = (key: string) => person(key, today).number
/** Wrong in every field, markup when it is not escaped, and as long as the shortest of them takes. */
const hostile = `<b>"'&æ</b>`
const past = '2001-02-03'
const inCase = { 'Case-Reference': '2026-1' }

let stack: ConsoleStack
const ids = { consent: '', record: '' }
const pages = new Map<string, Page>()

async function led(who: string, name: string, input: object, activity?: string, selection = '') {
  const type = `${name[0]!.toUpperCase()}${name.slice(1)}Input`
  const text = `mutation ($input: ${type}!) { led: ${name}(input: $input) { ${selection} problems { code path } } }`
  const headers = activity === undefined ? {} : { 'Processing-Activity': activity, ...inCase }
  const { data } = await stack.ask(who, text, { input }, headers)
  expect(data.led.problems).toEqual([])
  return data.led
}

beforeAll(async () => {
  stack = await openConsoleStack(today)
  const paper = (interest: boolean) =>
    led(
      'kommune-steward',
      'registerConsent',
      {
        ...{ id: randomUUID(), template: 'housing-support', cpr: cpr('anna'), interest },
        ...{ fields: ['Person.civilStatus'], validTo: inDays(30), language: 'DA', channel: 'PAPER' },
        ...{ signedOn: inDays(-1).slice(0, 10), document: 'ark' },
      },
      'ADM-5',
      'consent { id }',
    )
  ids.consent = (await paper(false)).consent.id
  await paper(true)
  await stack.ask(
    'kommune',
    'query ($cpr: CPR!) { person(cpr: $cpr) { name { full } } }',
    { cpr: cpr('anna') },
    { 'Processing-Activity': 'KOM-17' },
  )
  const { data } = await stack.ask('anna', '{ me { accessLog(first: 1) { nodes { id } } } }')
  ids.record = data.me.accessLog.nodes[0].id
  await led('anna', 'reportAccess', { record: ids.record, text: 'x', commandId: randomUUID() })
  await led('erik', 'givePowerOfAttorney', {
    ...{ commandId: randomUUID(), holderCpr: cpr('freja'), future: true, validTo: inDays(3_650) },
    ...{ actions: ['READ', 'CONSENT'], fields: ['Person.name', 'Person.civilStatus'] },
  })
  const { cvr } = business('limfjord', today)
  const asked = 'query B($cvr: CVR!) { business(cvr: $cvr) { employment(year: 2020) { employees } } }'
  await stack.ask('dorte', asked, { cvr }, { 'On-Behalf-Of': `business:${cvr}` })
})
afterAll(() => stack?.close())

/** Signed in once each, stewards in a case. */
async function pageOf(who: string): Promise<Page> {
  const known = pages.get(who)
  if (known) return known
  const { page } = await stack.page()
  if (who === 'anna') await signIn(page, stack.base, /Anna Holm/)
  else {
    await enter(page, stack.base, stewards[who as keyof typeof stewards])
    await visit(page, `${stack.base}/console/steward/case`)
    await page.locator('#case').fill('2026-1')
    await submit(page, page.locator('main form'))
  }
  pages.set(who, page)
  return page
}

/** What the form would send, but for what nobody writes. */
const held = (form: Locator): Promise<readonly (readonly [string, string])[]> =>
  form.evaluate(element =>
    [...new FormData(element as HTMLFormElement)]
      .map(([name, value]) => [name, String(value)] as [string, string])
      .filter(([name]) => !['form', 'command', 'draft'].includes(name)),
  )

/** Every field of it gets something, by its kind; `said` is for those of these names. */
const fill = (form: Locator, said: Readonly<Record<string, string>>): Promise<void> =>
  form.evaluate(
    (element, { hostile, past, said }) => {
      const kinds: Readonly<Record<string, string>> = { date: past, number: '-1' }
      let turn = 0
      for (const control of element.querySelectorAll<HTMLInputElement>('input, textarea, select')) {
        const { type, name } = control
        if (type === 'hidden') continue
        if (type === 'checkbox') control.checked = turn++ % 2 === 0
        else if (type === 'radio') control.checked ||= control.value === (said[name] ?? control.value)
        else if (type === 'select-one')
          (control as unknown as HTMLSelectElement).selectedIndex =
            (control as unknown as HTMLSelectElement).options.length - 1
        else control.value = said[name] ?? kinds[type] ?? hostile
      }
    },
    { hostile, past, said },
  )

/** Sends it unchecked by the browser: what is wrong is for the graph to say. Answers with the status. */
async function submit(page: Page, form: Locator, name = ''): Promise<number> {
  const sent = page.waitForResponse(response => response.request().method() === 'POST')
  const loaded = page.waitForEvent('load')
  await form.evaluate((element, words) => {
    const whole = element as HTMLFormElement
    whole.noValidate = true
    const buttons = [...whole.querySelectorAll('button')]
    whole.requestSubmit(buttons.find(button => button.textContent?.includes(words)))
  }, name)
  let status = (await sent).status()
  await loaded
  // Turned away by a machine that is busy: the same is sent again, as a person would.
  for (let attempt = 0; attempt < 50 && status === 503; attempt++) {
    await new Promise(resolve => setTimeout(resolve, 200))
    status = (await page.reload())?.status() ?? 0
  }
  return status
}

/** Of a page that came back: what leads nowhere, and what is wrong at a field without saying so. */
const faults = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => {
    const led = [...document.querySelectorAll<HTMLAnchorElement>('[role=alert] a')].map(({ hash }) => hash)
    const lost = led.filter(hash => document.getElementById(decodeURIComponent(hash.slice(1))) === null)
    const silent = [...document.querySelectorAll('.form-error-message')].filter(
      ({ id, textContent }) =>
        !textContent || document.querySelector(`[aria-describedby~="${CSS.escape(id)}"]`) === null,
    )
    return [...lost, ...silent.map(({ id }) => id)]
  })

const found = async (page: Page, path: string, number: string): Promise<void> => {
  await visit(page, `${stack.base}/console${path}`)
  await page.locator('#cpr').fill(number)
  await submit(page, page.locator('form', { has: page.locator('#cpr') }))
}

/** Goes from the first step of a power of attorney to the one of that name. */
async function steps(page: Page, to: 'scope' | 'own' | 'time'): Promise<void> {
  await visit(page, `${stack.base}/console/powers/give`)
  await fill(page.locator('main form'), { partyKind: 'PERSON', number: cpr('sofie') })
  await submit(page, page.locator('main form'))
  if (to === 'scope') return
  await page.locator('#scope-own').check()
  await submit(page, page.locator('main form'))
  if (to === 'own') return
  await page.locator('#actions-ACT').check()
  await submit(page, page.locator('main form'))
}

const number = { text: 'My number is 010203-4567' }
const steward = '/steward'
test.each`
  what                                   | who              | path                                                    | form                        | button        | said                                 | at
  ${'the case'}                          | ${'second'}      | ${`${steward}/case`}                                    | ${'main form'}              | ${''}         | ${{}}                                | ${['case']}
  ${'an activity'}                       | ${'first'}       | ${`${steward}/activity/draft`}                          | ${'main form'}              | ${''}         | ${{}}                                | ${['id', 'population']}
  ${'the end of an activity'}            | ${'first'}       | ${`${steward}/activity?id=KOM-17`}                      | ${'#end'}                   | ${''}         | ${{}}                                | ${['at']}
  ${'a template'}                        | ${'first'}       | ${`${steward}/template/draft?activity=KOM-17`}          | ${'main form'}              | ${'Save'}     | ${{}}                                | ${['id', 'longestDays']}
  ${'a package'}                         | ${'first'}       | ${`${steward}/package/draft`}                           | ${'main form'}              | ${'Save'}     | ${{}}                                | ${['id', 'longestDays']}
  ${'a search for consents'}             | ${'first'}       | ${`${steward}/consents`}                                | ${'main form[method=post]'} | ${'Search'}   | ${{}}                                | ${['cpr']}
  ${'a consent on paper, of nobody'}     | ${'first'}       | ${`${steward}/consents/register?template=own-business`} | ${'main form'}              | ${''}         | ${{ cvr: '' }}                       | ${['cpr']}
  ${'a consent on paper, of a business'} | ${'first'}       | ${`${steward}/consents/register?template=own-business`} | ${'main form'}              | ${''}         | ${{ cpr: '', cvr: '99000001' }}      | ${['validTo']}
  ${'a suspension'}                      | ${'first'}       | ${`${steward}/consents/CONSENT`}                        | ${'#do-suspend'}            | ${''}         | ${{ reasonDa: '' }}                  | ${['reasonDa']}
  ${'a decision'}                        | ${'second'}      | ${`${steward}/proposals`}                               | ${'form[id^="decide-"]'}    | ${'Approve'}  | ${{}}                                | ${[]}
  ${'an answer to a case'}               | ${'first'}       | ${`${steward}/cases`}                                   | ${'form[id^="case-"]'}      | ${'Send'}     | ${number}                            | ${['text-']}
  ${'a search for powers of attorney'}   | ${'operator'}    | ${`${steward}/powers`}                                  | ${'main form[method=post]'} | ${'Search'}   | ${{}}                                | ${['cpr']}
  ${'a letter, of nobody'}               | ${'operator'}    | ${`${steward}/powers/register`}                         | ${'main form'}              | ${'Register'} | ${{ grantorCvr: '', holderCvr: '' }} | ${['grantorCpr', 'holderCpr']}
  ${'a letter'}                          | ${'operator'}    | ${`${steward}/powers/register`}                         | ${'main form'}              | ${'Register'} | ${'LETTER'}                          | ${['validTo']}
  ${'a decree'}                          | ${'firstFamily'} | ${`${steward}/powers/decree`}                           | ${'main form'}              | ${'Register'} | ${'LETTER'}                          | ${['validTo']}
  ${'a search for a business'}           | ${'operator'}    | ${`${steward}/signing`}                                 | ${'form:has(#cvr)'}         | ${''}         | ${{}}                                | ${['cvr']}
  ${'a reading of a signing rule'}       | ${'operator'}    | ${'RULE'}                                               | ${'#propose'}               | ${'another'}  | ${{}}                                | ${['ways.0.parts.0.cpr']}
  ${'a search for future powers'}        | ${'firstFamily'} | ${`${steward}/futures`}                                 | ${'form:has(#cpr)'}         | ${'Search'}   | ${{}}                                | ${['cpr']}
  ${'an access that looks wrong'}        | ${'anna'}        | ${'/cases/new?record=RECORD'}                           | ${'main form'}              | ${'Send'}     | ${number}                            | ${['text']}
  ${'to whom power is given'}            | ${'anna'}        | ${'/powers/give'}                                       | ${'main form'}              | ${'Next'}     | ${{ partyKind: 'PERSON' }}           | ${['number']}
  ${'how long it holds'}                 | ${'anna'}        | ${'TIME'}                                               | ${'main form'}              | ${'Next'}     | ${{ begin: inDays(9).slice(0, 10) }} | ${['end']}
`('refused: $what', async ({ who, path, form, button, said, at }) => {
  const page = await pageOf(who)
  if (path === 'TIME') await steps(page, 'time')
  else if (path === 'RULE') {
    await visit(page, `${stack.base}/console/steward/signing`)
    await page.getByRole('link', { name: 'Limfjord Maskiner A/S' }).click()
    await page.locator('#propose').waitFor()
  } else
    await visit(
      page,
      `${stack.base}/console${path.replace('CONSENT', ids.consent).replace('RECORD', ids.record)}`,
    )
  const letter = { grantorCpr: cpr('anna'), grantorCvr: '', holderCpr: cpr('sofie'), holderCvr: '' }
  const filled = page.locator(form).first()
  await fill(filled, said === 'LETTER' ? letter : said)
  const entered = await held(filled)
  expect(entered.length).toBeGreaterThan(0)
  expect([409, 422]).toContain(await submit(page, filled, button))
  expect(await held(page.locator(form).first())).toEqual(entered)
  expect(await page.getByRole('alert').count()).toBe(1)
  expect(await faults(page)).toEqual([])
  expect((await lookAt(page, path)).violations).toEqual([])
  for (const field of at)
    expect([
      field,
      await page.locator(`main [id^="${field}"].form-input[aria-invalid=true]`).count(),
    ]).toEqual([field, 1])
  expect(await page.locator('main b').count()).toBe(0)
  for (const [, value] of entered.filter(([, value]) => value.length > 4))
    expect(decodeURIComponent(page.url())).not.toContain(value)
})

test('refused: a part of a future power, whose holder was never asked', async () => {
  const page = await pageOf('firstFamily')
  await found(page, '/steward/futures', cpr('erik'))
  const form = page.locator('form[id^="activate-"]')
  await fill(form, {})
  await form.evaluate(element => {
    for (const box of element.querySelectorAll<HTMLInputElement>('[name=fields], [name=actions]'))
      box.checked = false
  })
  const entered = await held(form)
  expect(entered.some(([name]) => name === 'activities')).toBe(true)
  expect(await submit(page, form, 'another')).toBe(409)
  expect(await held(form)).toEqual(entered)
  expect(await form.isVisible()).toBe(true)
  expect(await faults(page)).toEqual([])
})

test('somebody else was faster: the form is gone, and what was written in it is there to be used elsewhere', async () => {
  const page = await pageOf('first')
  await visit(page, `${stack.base}/console/steward/consents/${ids.consent}`)
  await fill(page.locator('#do-suspend'), {})
  const input = { id: ids.consent, commandId: randomUUID(), channel: 'PAPER', interest: false }
  const { data } = await stack.ask(
    'kommune-steward',
    `mutation ($input: WithdrawForSubjectInput!) { led: withdrawConsentForSubject(input: $input) { problems { code } } }`,
    { input },
    { 'Processing-Activity': 'ADM-5', ...inCase },
  )
  expect(data.led.problems).toEqual([])
  await submit(page, page.locator('#do-suspend'))
  expect(await page.locator('#do-suspend').count()).toBe(0)
  expect(await page.locator('blockquote').allInnerTexts()).toContain(hostile)
})
