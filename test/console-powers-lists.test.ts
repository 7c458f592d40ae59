// Lists of powers of attorney in the browser: filters, pages, files; and words of others that would be markup or turn a line.
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { person } from '../sample/persons.ts'
import { type ConsoleStack, openConsoleStack, press, signIn, visit } from './console-stack.ts'

vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 }) // a browser on a busy machine
const today = new Date()
const inDays = (days: number): string => new Date(today.getTime() + days * 86_400_000).toISOString()

const long = 'Sammensætning'.repeat(10)
const hostile = {
  title: '=1+1;<img src=x onerror=alert(1)><script>alert(2)</script>&amp;',
  text: `</p><b>bold</b>\u202Eturned ${long} "quoted"`,
}

let stack: ConsoleStack
let ids: readonly string[]

async function give(input: object): Promise<string> {
  const { data } = await stack.ask(
    'kasper',
    `mutation ($input: GivePowerOfAttorneyInput!) {
      givePowerOfAttorney(input: $input) { powerOfAttorney { id } problems { code path } } }`,
    { input: { holderCpr: person('lars', today).number, validTo: inDays(30), ...input } },
  )
  expect(data.givePowerOfAttorney.problems).toEqual([])
  return data.givePowerOfAttorney.powerOfAttorney.id
}

/** A package with words that no page may take for its own. */
async function publish(): Promise<void> {
  const headers = { 'Processing-Activity': 'ADM-9' }
  const draft = {
    ...{ id: 'hostile', commandId: 'hostile-1', fields: ['Person.name'], actions: ['READ', 'CONSENT'] },
    ...{ activities: ['KOM-17'], longestDays: 90 },
    ...{ titleDa: hostile.title, titleEn: hostile.title, textDa: hostile.text, textEn: hostile.text },
  }
  const drafted = await stack.ask(
    'kommune-steward',
    'mutation ($input: DraftPowerPackageInput!) { draftPowerPackage(input: $input) { problems { code path } } }',
    { input: draft },
    headers,
  )
  const published = await stack.ask(
    'kommune-steward-2',
    'mutation ($input: PowerPackageVersionInput!) { publishPowerPackage(input: $input) { problems { code path } } }',
    { input: { id: 'hostile', version: 1, commandId: 'hostile-2' } },
    headers,
  )
  expect([drafted.data.draftPowerPackage, published.data.publishPowerPackage]).toEqual([
    { problems: [] },
    { problems: [] },
  ])
}

beforeAll(async () => {
  stack = await openConsoleStack(today)
  await publish()
  const many: string[] = []
  for (let number = 0; number < 22; number++)
    many.push(await give({ commandId: `many-${number}`, fields: ['Person.name'], actions: ['READ'] }))
  many.push(await give({ commandId: 'hostile', package: 'hostile' }))
  ids = many
})
afterAll(() => stack?.close())

async function open(): Promise<Page> {
  const { page } = await stack.page({ viewport: { width: 375, height: 700 } })
  await signIn(page, stack.base, /Kasper Madsen/)
  return page
}

const main = (page: Page): Promise<string> => page.locator('main').innerText()
const cards = (page: Page): Promise<number> => page.locator('.console-cards > li').count()
/** A file as the browser would save it, and its name. */
async function fileAt(page: Page, address: string): Promise<{ text: string; name: string | undefined }> {
  const answer = await page.context().request.get(`${stack.base}${address}`)
  return { text: (await answer.body()).toString('utf8'), name: answer.headers()['content-disposition'] }
}

test('the list has pages with a count, filters in the address, and all of it as a file', async () => {
  const page = await open()
  await visit(page, `${stack.base}/console/powers`)
  expect(await main(page)).toContain('23 in all')
  expect(await cards(page)).toBe(20)
  await press(page, page.getByRole('link', { name: 'Show more' }))
  expect(await cards(page)).toBe(3)

  await visit(page, `${stack.base}/console/powers/${ids[0]}`)
  await press(page, page.getByRole('button', { name: 'Revoke the power of attorney' }))
  await visit(page, `${stack.base}/console/powers`)
  await page.getByText('Search and choose in the list').click()
  await page.getByLabel('Which').selectOption('GIVEN')
  await page.getByLabel('State').selectOption('inForce')
  await press(page, page.getByRole('button', { name: 'Filter' }))
  expect(new URL(page.url()).search).toBe('?side=GIVEN&state=inForce&order=NEWEST_FIRST')
  expect(await main(page)).toContain('22 in all')
  const href = await page.getByRole('link', { name: /as a file/ }).getAttribute('href')
  const { text, name } = await fileAt(page, href!)
  expect(name).toBe('attachment; filename="powers-of-attorney.csv"')
  const lines = text.split('\r\n').filter(line => line !== '')
  expect([text.startsWith('\uFEFF'), lines.length]).toEqual([true, 23])
  expect(lines[1]).toMatch(/^"'=1\+1;<img src=x/)

  await visit(page, `${stack.base}/console/powers?side=HELD`)
  expect(await main(page)).toContain('Nothing matches what was chosen.')
})

test.each`
  address                                        | lines
  ${'/console/consents/list.csv'}                | ${1}
  ${'/console/access-log/list.csv'}              | ${1}
  ${'/console/powers/list.csv?state=waiting'}    | ${1}
  ${'/console/powers/list.csv?state=nonsense'}   | ${24}
  ${'/console/consents/list.csv?state=nonsense'} | ${1}
`('$address is a file of $lines lines or more', async ({ address, lines }) => {
  const page = await open()
  const { text, name } = await fileAt(page, address)
  expect(name).toMatch(/^attachment; filename="[a-z-]+\.csv"$/)
  expect(text.split('\r\n').filter(line => line !== '').length).toBeGreaterThanOrEqual(lines)
})

test('printed there is the list alone: no menu, no form, no button', async () => {
  const page = await open()
  await page.emulateMedia({ media: 'print' })
  for (const path of ['', `/${ids[1]}`]) {
    await visit(page, `${stack.base}/console/powers${path}`)
    await page.locator('h1').waitFor()
    expect(await page.locator(':is(nav, form, button, select):visible').count(), path).toBe(0)
  }
})

test('words of others stay words: no markup, no turned line, nothing too wide', async () => {
  const page = await open()
  const dialogs: string[] = []
  page.on('dialog', dialog => dialogs.push(dialog.message()))
  const look = async (where: string, ...said: readonly string[]) => {
    for (const words of said) expect(await main(page), where).toContain(words)
    expect(await page.locator('main :is(script, img, b)').count(), where).toBe(0)
    const [wide, inner] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth])
    expect(wide, where).toBeLessThanOrEqual(inner)
    // What turns the line stands in an element of its own.
    const loose = await page.evaluate(() =>
      [...document.querySelectorAll('main *')]
        .filter(
          element =>
            element.tagName !== 'BDI' &&
            [...element.childNodes].some(
              node => node.nodeType === 3 && /\u202E/.test(node.textContent ?? ''),
            ),
        )
        .map(element => element.outerHTML.slice(0, 80)),
    )
    expect(loose, where).toEqual([])
  }
  await visit(page, `${stack.base}/console/powers`)
  await look('list', hostile.title)
  await visit(page, `${stack.base}/console/powers/${ids.at(-1)}`)
  await look('one', hostile.title, '<b>bold</b>')

  await visit(page, `${stack.base}/console/powers/give`)
  await page.getByLabel('A person').check()
  await page.getByLabel(/Personal number or CVR/).fill(hostile.title)
  await press(page, page.getByRole('button', { name: 'Next' }))
  await look('party')
  await page.getByLabel(/Personal number or CVR/).fill(person('lars', today).number)
  await press(page, page.getByRole('button', { name: 'Next' }))
  await look('scope', hostile.title, '<b>bold</b>')
  await page.getByLabel(hostile.title).check()
  await press(page, page.getByRole('button', { name: 'Next' }))
  await page.getByLabel('Holds until and including').fill(inDays(20).slice(0, 10))
  await press(page, page.getByRole('button', { name: 'Next' }))
  await look('check', hostile.title, '<b>bold</b>')
  expect(dialogs).toEqual([])

  // A name comes from a form, and from a register.
  const form = await page.locator('main input[name=form]').getAttribute('value')
  const [cookie] = (await page.context().cookies()).filter(({ name }) => name === 'engang-console')
  await fetch(`${stack.base}/console/act-for`, {
    ...{ method: 'POST', redirect: 'manual', headers: { cookie: `engang-console=${cookie!.value}` } },
    body: new URLSearchParams({
      ...{ form: form!, header: 'person:00000000-0000-4000-8000-000000000000', name: hostile.title },
    }),
  })
  for (const path of ['', '/give', '/request']) {
    await visit(page, `${stack.base}/console/powers${path}`)
    expect(await page.locator(':is(main, body > div) :is(script, img)').count()).toBe(0)
    expect(await page.locator('body').innerText()).toContain('You are acting for =1+1')
  }
  await visit(page, `${stack.base}/console/powers`)
  await look('nothing given', 'Not shown: ')
  expect(dialogs).toEqual([])
})
