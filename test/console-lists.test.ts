// A citizen's lists in the browser: their filters, their counts, the file of what the filters chose, and their own words for nothing.
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { person } from '../sample/persons.ts'
import { type ConsoleStack, openConsoleStack, signIn, visit } from './console-stack.ts'

vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 }) // a browser on a busy machine
const today = new Date()
const hostile = `<script>alert(1)</script> ${'langtord'.repeat(40)} \u202eright to left`

let stack: ConsoleStack
beforeAll(async () => {
  stack = await openConsoleStack(today)
  const cpr = person('anna', today).number
  const activity = { 'Processing-Activity': 'KOM-17' }
  await stack.ask('kommune', 'query ($cpr: CPR!) { person(cpr: $cpr) { name { full } } }', { cpr }, activity)
  const { data } = await stack.ask('anna', '{ me { id accessLog(first: 1) { nodes { id } } } }')
  for (const id of ['list-1', 'list-2']) {
    const validTo = new Date(today.getTime() + 90 * 86_400_000).toISOString()
    const input = {
      id,
      template: 'housing-support',
      person: data.me.id,
      fields: ['Person.civilStatus'],
      validTo,
    }
    await stack.ask(
      'kommune',
      'mutation ($input: RequestConsentInput!) { requestConsent(input: $input) { problems { message } } }',
      { input },
      activity,
    )
  }
  const record = data.me.accessLog.nodes[0].id
  const reported = await stack.ask(
    'anna',
    'mutation ($input: ReportAccessInput!) { reportAccess(input: $input) { problems { message } } }',
    { input: { record, text: hostile, commandId: 'list-3' } },
  )
  expect(reported.data.reportAccess.problems).toEqual([])
})
afterAll(() => stack?.close())

async function open(as: RegExp) {
  const { page } = await stack.page({ javaScriptEnabled: false, viewport: { width: 375, height: 800 } })
  await signIn(page, stack.base, as)
  return {
    page,
    async at(path: string) {
      await visit(page, `${stack.base}/console${path}`)
      // What is chosen by is folded on a phone.
      const fold = page.locator('details.console-fold:not([open]) > summary')
      if (await fold.count()) await fold.click()
      const text = await page.locator('main').innerText()
      const wide = await page.evaluate('document.documentElement.scrollWidth')
      return { text, wide, total: Number(/(\d+) in all/.exec(text)?.[1] ?? 'NaN') }
    },
    async file() {
      const href = await page.getByRole('link', { name: /as a file/ }).getAttribute('href')
      return (await page.request.get(`${stack.base}${href}`)).text()
    },
  }
}

/** Rows of a file, its head not counted: as many as its ends of lines, which no cell holds. */
const rows = (text: string): number => text.split('\r\n').length - 2

test('each list: as many in its file as it counts, the filters kept, no sideways scrolling', async () => {
  const anna = await open(/Anna Holm/)
  for (const [path, least] of [
    ['/consents', 2],
    ['/consents?state=waiting', 2],
    ['/notices', 2],
    ['/notices?show=unread', 2],
    ['/mandates', 1],
    ['/mandates?side=HELD', 1],
    ['/mandates?source=CUSTODY', 1],
    ['/mandates?side=HELD&source=SIGNING_RULE', 1],
    ['/cases', 1],
    ['/cases?state=OPEN', 1],
  ] as const) {
    const { total, wide } = await anna.at(path)
    expect([path, total >= least, wide]).toEqual([path, true, 375])
    expect([path, rows(await anna.file())]).toEqual([path, total])
  }
  await anna.page.context().close()
})

test.each`
  path
  ${'/notices'}
  ${'/cases'}
`('$path in the other order: kept in the address, and so in the file', async ({ path }) => {
  const anna = await open(/Anna Holm/)
  await anna.at(path)
  const lines = async () => (await anna.file()).replace('\uFEFF', '').trimEnd().split('\r\n').slice(1)
  const newestFirst = await lines()
  await anna.page.getByLabel('Order').selectOption('Oldest first')
  await anna.page.getByRole('button', { name: 'Filter' }).click()
  await anna.page.waitForURL(/order=OLDEST_FIRST/)
  expect(await anna.page.getByLabel('Order').inputValue()).toBe('OLDEST_FIRST')
  expect(await lines()).toEqual(newestFirst.toReversed())
  await anna.page.context().close()
})

test('what is marked as read leaves the unread alone', async () => {
  const anna = await open(/Anna Holm/)
  const before = await anna.at('/notices')
  await anna.page.getByRole('button', { name: 'Mark as read' }).first().click()
  expect((await anna.at('/notices')).total).toBe(before.total)
  await anna.page.getByLabel('Show').selectOption('unread')
  await anna.page.getByRole('button', { name: 'Filter' }).click()
  await anna.page.waitForURL(/show=unread/)
  expect((await anna.at('/notices?show=unread')).total).toBe(before.total - 1)
  expect(rows(await anna.file())).toBe(before.total - 1)
  await anna.page.context().close()
})

test.each`
  authority             | total
  ${'Strandby Kommune'} | ${2}
  ${'Strandbanken A/S'} | ${0}
`(
  'consents that $authority asked for: $total, and no number in the address',
  async ({ authority, total }) => {
    const anna = await open(/Anna Holm/)
    await anna.at('/consents')
    await anna.page.getByLabel('Authority').selectOption(authority)
    await anna.page.getByRole('button', { name: 'Filter' }).click()
    await anna.page.waitForURL(/authority=/)
    const { pathname, search } = new URL(anna.page.url())
    expect(search).not.toMatch(/\d{8}/)
    const found = await anna.at(pathname.replace('/console', '') + search)
    expect(found.total).toBe(total)
    if (total > 0) expect(rows(await anna.file())).toBe(total)
    else expect(found.text).toContain('Nothing matches what was chosen.')
    await anna.page.context().close()
  },
)

test('words of others stay words, in the page and in the file', async () => {
  const anna = await open(/Anna Holm/)
  expect((await anna.at('/cases')).text).toContain('<script>alert(1)</script>')
  expect(await anna.file()).toContain('<script>alert(1)</script>')
  await anna.page.context().close()
})

test('nothing: each list says so in words of its own', async () => {
  const freja = await open(/Freja/)
  for (const [path, words] of [
    ['/consents', 'Nobody has asked for consent yet.'],
    ['/consents?state=ended', 'Nothing matches what was chosen.'],
    ['/notices', 'You have got no notices yet.'],
    ['/notices?show=unread', 'Nothing matches what was chosen.'],
    ['/mandates?side=GIVEN', 'Nothing matches what was chosen.'],
    ['/mandates?source=TRUSTEE', 'Nothing matches what was chosen.'],
    ['/cases', 'You have sent no cases.'],
    ['/cases?state=CLOSED', 'Nothing matches what was chosen.'],
  ] as const) {
    const { text } = await freja.at(path)
    expect([path, text.includes(words)]).toEqual([path, true])
    expect(await freja.page.getByRole('link', { name: /as a file/ }).count()).toBe(0)
  }
  await freja.page.context().close()
})

test('own data: groups, plain words, a register at each, no codes', async () => {
  const anna = await open(/Anna Holm/)
  const { text, wide } = await anna.at('/my-data')
  expect(wide).toBe(375)
  for (const words of ['About you', 'Lives in Denmark', 'Female', 'Family', 'Where you live', 'CPR', 'CVR'])
    expect([words, text.includes(words)]).toEqual([words, true])
  expect(text).not.toMatch(/\b[A-Z]{3,}_[A-Z_]+\b|\bundefined\b|\bnull\b|RESIDENT|MARRIED|Not shown:/)
  expect((await anna.page.content()).length).toBeLessThan(60_000)
  await anna.page.context().close()
})

test("a business's data, for its owner", async () => {
  const ida = await open(/Ida Juhl, citizen/)
  await ida.at('/mandates')
  await ida.page
    .getByRole('button', { name: /^Act for / })
    .first()
    .click()
  await ida.page.waitForURL(`${stack.base}/console`)
  const { text, wide } = await ida.at('/my-data')
  expect(wide).toBe(375)
  for (const words of ['About the business', 'Where to find it', 'What it does', 'Who is behind it'])
    expect([words, text.includes(words)]).toEqual([words, true])
  expect(text).not.toMatch(/\bundefined\b|\bnull\b|Not shown:/)
  await ida.page.context().close()
})
