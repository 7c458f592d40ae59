// The console in headless Chromium against the real gateway: a citizen's story, without any script.
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { lastDay } from '../console/calendar.ts'
import { person } from '../sample/persons.ts'
import { type ConsoleStack, openConsoleStack, signIn, visit } from './console-stack.ts'

vi.setConfig({ testTimeout: 240_000 }) // a browser on a busy machine
const today = new Date()
const cpr = person('anna', today).number

let stack: ConsoleStack
beforeAll(async () => {
  stack = await openConsoleStack(today)
})
afterAll(() => stack?.close())

const activity = { 'Processing-Activity': 'KOM-17' }
const civilStatus = () =>
  stack.ask(
    'kommune',
    'query ($cpr: CPR!) { person(cpr: $cpr) { civilStatus { status } } }',
    { cpr },
    activity,
  )

const ends = new Date(today.getTime() + 30 * 86_400_000)

async function request(id: string): Promise<string> {
  const { data } = await stack.ask(
    'kommune',
    `mutation ($input: RequestConsentInput!) { requestConsent(input: $input) { consent { id } problems { message } } }`,
    {
      input: {
        ...{ id, template: 'housing-support', fields: ['Person.civilStatus'] },
        person: (
          await stack.ask('kommune', 'query ($cpr: CPR!) { person(cpr: $cpr) { id } }', { cpr }, activity)
        ).data.person.id,
        validTo: ends.toISOString(),
      },
    },
    activity,
  )
  return data.requestConsent.consent.id
}

// A sentence of the access log, as the consent's page tells its uses too.
const used = /Strandby Kommune fik at se civilstand/

test('asked → answered → used → seen → withdrawn → refused, in the browser, with scripts off', async () => {
  const id = await request('console-story')
  const { page, complaints } = await stack.page({ javaScriptEnabled: false, locale: 'da-DK' })
  await signIn(page, stack.base, /Anna Holm, borger/)
  expect(await page.locator('html').getAttribute('lang')).toBe('da')
  await page.getByText('Et samtykke venter på dit svar').waitFor()

  await visit(page, `${stack.base}/console/consents/${id}`)
  const said = await page.locator('main').innerText()
  for (const words of [
    'Oplysninger fra CPR til boligstøtte',
    'Strandby Kommune',
    'civilstand',
    `Gælder til\n${lastDay('da', ends.toISOString())}`,
    'Hvis du siger nej',
  ])
    expect(said).toContain(words)
  const [yes, no] = [page.getByRole('button', { name: /^Ja/ }), page.getByRole('button', { name: /^Nej/ })]
  // Two equal buttons: of one look and one size.
  expect(await yes.getAttribute('class')).toBe(await no.getAttribute('class'))
  expect((await yes.boundingBox())!.height).toBe((await no.boundingBox())!.height)
  expect((await civilStatus()).errors?.[0]?.extensions.code).toBe('CONSENT_MISSING')
  await yes.click()
  await page.getByText('Givet', { exact: true }).first().waitFor()

  expect((await civilStatus()).data.person.civilStatus).toHaveProperty('status')
  await page.reload()
  expect(await page.locator('main').innerText()).toMatch(used)
  const newest = async () => {
    await visit(page, `${stack.base}/console/access-log`)
    return page.locator('main li.console-card').first().innerText()
  }
  expect(await newest()).toMatch(used)

  await visit(page, `${stack.base}/console/consents/${id}`)
  expect(await page.locator('main').innerText()).toContain(
    'Trækker du det tilbage, henter kommunen ikke mere.',
  )
  await page.getByRole('button', { name: 'Træk samtykket tilbage' }).click()
  await page.getByText('Trukket tilbage', { exact: true }).first().waitFor()
  expect((await civilStatus()).errors?.[0]?.extensions.code).toBe('CONSENT_WITHDRAWN')
  expect(await newest()).toMatch(/Strandby Kommune .* fik ikke at se civilstand/)
  expect(await newest()).not.toMatch(used)
  expect(complaints).toEqual([])
  await page.context().close()
})

test('a covert access is seen from when its cover ends', async () => {
  const { data } = await stack.ask(
    'politi',
    'query ($cpr: CPR!) { person(cpr: $cpr) { name { full } } }',
    { cpr },
    { 'Processing-Activity': 'POL-9' },
  )
  expect(data.person.name.full).toBeTruthy()
  const { page } = await stack.page({ javaScriptEnabled: false })
  await signIn(page, stack.base, /Anna Holm/)
  const police = async () => {
    await visit(page, `${stack.base}/console/access-log`)
    return page.getByRole('heading', { name: /Strandby Politi/ }).count()
  }
  expect(await police()).toBe(0)
  await stack.admin`update access_log.record set hidden_until = now() where activity = 'POL-9'`
  expect(await police()).toBe(1)
  await page.context().close()
})

test('withdrawing takes no more steps than giving', async () => {
  const id = await request('console-steps')
  const { page } = await stack.page()
  await signIn(page, stack.base, /Anna Holm/)
  const steps = async (button: RegExp): Promise<number> => {
    await visit(page, `${stack.base}/console/consents/${id}`)
    await page.getByRole('button', { name: button }).click()
    await page.waitForURL(`${stack.base}/console/consents/${id}`)
    return page.getByRole('button', { name: button }).count()
  }
  // One press each: afterwards the button is gone.
  expect([await steps(/^Yes/), await steps(/^Withdraw the consent/)]).toEqual([0, 0])
  await page.context().close()
})

test('a mother acts for her son, says so on every page, and stops', async () => {
  const { page } = await stack.page()
  await signIn(page, stack.base, /Anna Holm/)
  await visit(page, `${stack.base}/console/mandates`)
  await page.getByRole('button', { name: /Act for Bo/ }).click()
  await page.waitForURL(`${stack.base}/console`)
  await visit(page, `${stack.base}/console/my-data`)
  await page.getByText(/You are acting for Bo/).waitFor()
  expect(await page.getByRole('row', { name: /^Name (?!and)/ }).innerText()).toContain('Bo Holm Bak')
  await page.getByRole('button', { name: 'Stop acting for another' }).click()
  await page.waitForURL(`${stack.base}/console`)
  await visit(page, `${stack.base}/console/my-data`)
  expect(await page.getByRole('row', { name: /^Name (?!and)/ }).innerText()).toContain('Anna Kirstine Holm')
  await page.context().close()
})

test('the browser holds a random cookie and nothing else: no token, no number in any address', async () => {
  const { page } = await stack.page()
  const addresses: string[] = []
  page.on('request', request => addresses.push(request.url()))
  await signIn(page, stack.base, /Anna Holm/)
  for (const path of ['/consents', '/access-log', '/my-data', '/mandates', '/notices'])
    await visit(page, `${stack.base}/console${path}`)
  const cookies = (await page.context().cookies()).filter(({ path }) => path === '/console')
  expect(cookies.map(({ name, httpOnly, sameSite }) => [name, httpOnly, sameSite])).toEqual([
    ['engang-console', true, 'Lax'],
  ])
  expect(cookies[0]!.value).toMatch(/^[\w-]{43}$/)
  expect(addresses.filter(address => address.includes(cpr) || address.includes('eyJ'))).toEqual([])
  const kept = await page.evaluate(() => ({ ...localStorage, ...sessionStorage, cookie: document.cookie }))
  expect(kept).toEqual({ cookie: '' })
  await page.context().close()
})

test.each`
  what                                 | method    | path                                         | status | leads
  ${'a page that needs signing in'}    | ${'GET'}  | ${'/my-data'}                                | ${303} | ${'/console/sign-in?back=%2Fconsole%2Fmy-data'}
  ${'a form without a session'}        | ${'POST'} | ${'/act-for'}                                | ${303} | ${'/console/sign-in?back=%2Fconsole%2Fact-for'}
  ${'an answer that nobody asked for'} | ${'GET'}  | ${'/signed-in?code=x&state=y'}               | ${400} | ${null}
  ${'another method'}                  | ${'PUT'}  | ${''}                                        | ${405} | ${null}
  ${'an asset that is none'}           | ${'GET'}  | ${'/assets/0000000000000000/css/..%2Fx.css'} | ${404} | ${null}
`('nobody signed in, $what: $status', async ({ method, path, status, leads }) => {
  const answer = await fetch(`${stack.base}/console${path}`, { method, redirect: 'manual' })
  expect([answer.status, answer.headers.get('location')]).toEqual([status, leads])
  expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'")
})

test('a form from elsewhere changes nothing, and a sign-in leads to no page elsewhere', async () => {
  const { page } = await stack.page()
  await signIn(page, stack.base, /Anna Holm/)
  const [cookie] = (await page.context().cookies()).filter(({ name }) => name === 'engang-console')
  const forged = await fetch(`${stack.base}/console/act-for`, {
    ...{
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams({ header: 'business:99000014', form: 'x' }),
    },
    headers: { cookie: `engang-console=${cookie!.value}` },
  })
  expect(forged.status).toBe(403)
  await visit(page, `${stack.base}/console`)
  expect(await page.getByText('You are acting for').count()).toBe(0)
  await visit(page, `${stack.base}/console/sign-in?back=https://elsewhere.example/console`)
  await page.getByRole('button', { name: /Anna Holm/ }).click()
  await page.waitForURL(`${stack.base}/console`)
  await page.context().close()
})
