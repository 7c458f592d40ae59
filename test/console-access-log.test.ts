// Who looked, in the browser: repeats in one, filters by period, authority, register and outcome, and the file of them.
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { type Edge, type Entry, entryCard, repeats } from '../console/access-entries.ts'
import { dayAt } from '../console/calendar.ts'
import { html } from '../console/html.ts'
import { fitting } from '../console/pages/access-log.ts'
import { textsOf } from '../console/texts.ts'
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

describe('repeats', () => {
  const entry = (id: string, of: Partial<Entry> = {}): Entry => ({
    ...{ id, at: `2026-03-01T0${id}:00:00Z`, authority: { cvr: '1', name: 'A' }, processor: null },
    ...{ caseReference: null, summary: `at ${id}`, learnedLater: null, activity: null },
    ...{ given: [{ label: 'name' }], refused: [] },
    ...of,
  })
  const other = { authority: { cvr: '2', name: 'A' } }
  test.each`
    what                               | entries                                                        | groups
    ${'nothing'}                       | ${[]}                                                          | ${[]}
    ${'alike'}                         | ${[entry('3'), entry('2'), entry('1')]}                        | ${['321']}
    ${'something between'}             | ${[entry('3'), entry('2', other), entry('1')]}                 | ${['3', '2', '1']}
    ${'other information'}             | ${[entry('2', { given: [{ label: 'address' }] }), entry('1')]} | ${['2', '1']}
    ${'another case'}                  | ${[entry('2', { caseReference: 'b' }), entry('1')]}            | ${['2', '1']}
    ${'known later to have ended'}     | ${[entry('2', { learnedLater: 'It had ended.' }), entry('1')]} | ${['2', '1']}
    ${'another authority of the name'} | ${[entry('2', other), entry('1')]}                             | ${['2', '1']}
  `('$what: $groups', ({ entries, groups }) => {
    const found = repeats((entries as Entry[]).map(node => ({ cursor: node.id, node })))
    expect(found.map(group => group.map(({ node }) => node.id).join(''))).toEqual(groups)
  })
})

test.each([false, true])('a card begins with its newest, the list turned round: %s', turned => {
  const [newest, oldest] = [2, 1].map(id => ({
    cursor: `${id}`,
    node: {
      ...{ id: `${id}`, at: `2026-03-0${id}T00:00:00Z`, authority: null, processor: null, activity: null },
      ...{ caseReference: null, summary: `the ${id}`, learnedLater: null, given: [], refused: [] },
    },
  })) as unknown as [Edge, Edge]
  const card = entryCard(turned ? [oldest, newest] : [newest, oldest], {
    language: 'en',
    texts: textsOf('en'),
  })
  expect(card.text).toContain('the 2')
})

test.each`
  what                     | lengths                    | shown
  ${'short ones'}          | ${Array(30).fill(1_000)}   | ${20}
  ${'long ones'}           | ${Array(20).fill(7_000)}   | ${4}
  ${'one that is longest'} | ${[50_000, 1_000]}         | ${1}
  ${'a short one behind'}  | ${[20_000, 20_000, 1_000]} | ${1}
  ${'none'}                | ${[]}                      | ${0}
`('a page ends before it grows too long: $what', ({ lengths, shown }) => {
  const cards = (lengths as number[]).map(length => html`${'x'.repeat(length)}`)
  expect(fitting(cards)).toHaveLength(shown)
})

const look = (fields: string, inCase?: string) =>
  stack.ask(
    'kommune',
    `query ($cpr: CPR!) { person(cpr: $cpr) { ${fields} } }`,
    { cpr },
    { 'Processing-Activity': 'KOM-17', ...(inCase && { 'Case-Reference': inCase }) },
  )

test('what was done again and again is told once, with every time', async () => {
  for (let times = 0; times < 4; times++) await look('name { full }', 'sag-1')
  await look('civilStatus { status }')
  const { page } = await stack.page({ javaScriptEnabled: false })
  await signIn(page, stack.base, /Anna Holm/)
  await visit(page, `${stack.base}/console/access-log`)
  const cards = page.locator('main li.console-card')
  const repeated = cards.filter({ hasText: 'It happened 4 times' })
  expect(await repeated.count()).toBe(1)
  await repeated.getByText('What they got, and what they did not').click()
  expect(await repeated.getByRole('link', { name: /Does this look wrong/ }).count()).toBe(4)
  expect(await repeated.innerText()).toContain('sag-1')
  const [before, { total }] = [await cards.count(), await stated(page)]
  expect(total).toBeGreaterThan(before)

  const filtered = async (choose: () => Promise<unknown>) => {
    await visit(page, `${stack.base}/console/access-log`)
    await choose()
    await page.getByRole('button', { name: 'Filter' }).click()
    await page.waitForURL(/\?/)
    return stated(page)
  }
  const ofCvr = await filtered(() => page.getByLabel('Register').selectOption('CVR'))
  expect(ofCvr).toMatchObject({ total: 0 })
  const ofCpr = await filtered(() => page.getByLabel('Register').selectOption('CPR'))
  expect(ofCpr.total).toBeGreaterThanOrEqual(5)
  const ofPolice = await filtered(() => page.getByLabel('Authority').selectOption('Strandby Politi'))
  expect(ofPolice.total).toBe(0)
  const ofMunicipality = await filtered(() => page.getByLabel('Authority').selectOption('Strandby Kommune'))
  expect(ofMunicipality.total).toBeGreaterThanOrEqual(5)
  expect(page.url()).not.toMatch(/\d{8}/)
  const now = dayAt(new Date())
  expect((await filtered(() => page.getByLabel('From').fill(now))).total).toBe(total)
  // The last day counts too.
  expect((await filtered(() => page.getByLabel('Until').fill(now))).total).toBe(total)

  await filtered(() => page.getByLabel('Authority').selectOption('Strandby Kommune'))
  const href = await page.getByRole('link', { name: /as a file/ }).getAttribute('href')
  const file = await page.request.get(`${stack.base}${href}`)
  expect((await file.text()).trim().split('\r\n')).toHaveLength(ofMunicipality.total + 1)
  await page.context().close()
})

test('who was refused much is told on pages that stay small', async () => {
  const outside = `sex personStatus cpr occupation citizenship { country } previousNames { full }
    previousAddresses { lines } contactAddress { lines } churchMembership { relation } notes { text }`
  for (let count = 0; count < 22; count++) await look(outside, `sag-${count}`)
  const { page } = await stack.page({ javaScriptEnabled: false })
  await signIn(page, stack.base, /Anna Holm/)
  await visit(page, `${stack.base}/console/access-log`)
  expect(Buffer.byteLength(await page.content())).toBeLessThan(60 * 1024)
  // Ten that were refused for one reason are one line.
  const newest = page.locator('main li.console-card').first()
  await newest.locator('summary').click()
  expect(await newest.locator('details li').count()).toBeLessThan(4)
  await page.context().close()
})

test.each`
  order             | chosen
  ${'Newest first'} | ${''}
  ${'Oldest first'} | ${'order=OLDEST_FIRST'}
`(
  '$order: the next page begins where the cards of this one end: nothing twice or left out',
  async ({ chosen }) => {
    for (let count = 0; count < 44; count++) await look(count % 2 ? 'name { full }' : 'birthDate')
    const { page } = await stack.page({ javaScriptEnabled: false })
    await signIn(page, stack.base, /Anna Holm/)
    await visit(page, `${stack.base}/console/access-log?${chosen}`)
    const { total } = await stated(page)
    const records: string[] = []
    for (let pages = 1; ; pages++) {
      const links = await page.locator('main a[href^="/console/cases/new"]').all()
      for (const link of links) records.push((await link.getAttribute('href'))!)
      const more = page.getByRole('link', { name: 'Show more' })
      if ((await more.count()) === 0) break
      expect(pages).toBeLessThan(9)
      expect(await more.getAttribute('href')).toContain(chosen)
      await visit(page, `${stack.base}${await more.getAttribute('href')}`)
    }
    expect([records.length, new Set(records).size]).toEqual([total, total])
    await page.context().close()
  },
)

test('the oldest first when that is chosen: on the page, in its address and in the file', async () => {
  await look('name { full }', 'sag-2')
  const { page } = await stack.page({ javaScriptEnabled: false })
  await signIn(page, stack.base, /Anna Holm/)
  await visit(page, `${stack.base}/console/access-log`)
  const rows = async () => {
    const href = await page.getByRole('link', { name: /as a file/ }).getAttribute('href')
    const file = await page.request.get(`${stack.base}${href}`)
    return (await file.text()).trim().split('\r\n').slice(1)
  }
  const newestFirst = await rows()
  expect(new Set(newestFirst).size).toBeGreaterThan(1)
  await page.getByLabel('Order').selectOption('Oldest first')
  await page.getByRole('button', { name: 'Filter' }).click()
  await page.waitForURL(/order=OLDEST_FIRST/)
  expect(await page.getByLabel('Order').inputValue()).toBe('OLDEST_FIRST')
  expect(await rows()).toEqual(newestFirst.toReversed())
  await page.context().close()
})

test.each`
  screen     | width   | path               | shown
  ${'desk'}  | ${1280} | ${''}              | ${true}
  ${'phone'} | ${375}  | ${''}              | ${false}
  ${'phone'} | ${375}  | ${'?register=CPR'} | ${true}
`('on a $screen the filters of the page "$path" stand open: $shown', async ({ width, path, shown }) => {
  const { page } = await stack.page({ javaScriptEnabled: false, viewport: { width, height: 800 } })
  await signIn(page, stack.base, /Anna Holm/)
  await visit(page, `${stack.base}/console/access-log${path}`)
  const register = page.getByLabel('Register')
  expect(await register.isVisible()).toBe(shown)
  if (!shown) await page.getByText('Search and choose in the list').click()
  expect(await register.isVisible()).toBe(true)
  await page.context().close()
})

/** How many records there are, as the page states it. */
async function stated(page: { locator(selector: string): { innerText(): Promise<string> } }) {
  const said = await page.locator('main').innerText()
  return { total: Number(/(\d+) in all/.exec(said)?.[1] ?? 'NaN') }
}
