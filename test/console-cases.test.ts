// An access that looks wrong, in the browser: reported from the log, answered by a steward, read by whom it is about; and what stewards count.
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { barsOf } from '../console/pages/steward/accesses.ts'
import { person } from '../sample/persons.ts'
import { clean, lookAt } from './console-look.ts'
import { type ConsoleStack, openConsoleStack, signIn, visit } from './console-stack.ts'
import { main, openStewards } from './console-stewards.ts'

vi.setConfig({ testTimeout: 240_000 }) // a browser on a busy machine
const today = new Date()
const hostile = `<script>alert(1)</script> ${'langtord'.repeat(40)} \u202eright to left`

let stack: ConsoleStack
let at: ReturnType<typeof openStewards>
beforeAll(async () => {
  stack = await openConsoleStack(today)
  at = openStewards(stack)
  const read = await stack.ask(
    'kommune',
    'query ($cpr: CPR!) { person(cpr: $cpr) { name { full } civilStatus { status } } }',
    { cpr: person('anna', today).number },
    { 'Processing-Activity': 'KOM-17' },
  )
  expect(read.data.person.name.full).toBeTruthy()
})
afterAll(() => stack?.close())

test('reported → answered → closed, with scripts off', async () => {
  const { page, complaints } = await stack.page({ javaScriptEnabled: false })
  await signIn(page, stack.base, /Anna Holm/)
  await visit(page, `${stack.base}/console/access-log`)
  await page
    .getByRole('link', { name: /Does this look wrong\? The access by Strandby Kommune/ })
    .first()
    .click()
  // A number stands nowhere: it is told at the field, and what was written is still there.
  await page.getByLabel('Say it in your own words').fill('My number is 010203-4567')
  await page.getByRole('button', { name: 'Send the case' }).click()
  expect(await page.getByRole('alert').count()).toBe(1)
  expect(await page.getByLabel('Say it in your own words').getAttribute('aria-invalid')).toBe('true')
  await page.getByLabel('Say it in your own words').fill(hostile)
  await page.getByRole('button', { name: 'Send the case' }).click()
  await page.waitForURL(`${stack.base}/console/cases`)
  expect(await main(page)).toContain('Waits for an answer')
  expect(await main(page)).toContain('<script>alert(1)</script>')

  const steward = await at.as('first')
  expect(await main(steward.page)).toContain('Cases about accesses: 1')
  await at.inCase(steward.page)
  await at.go(steward.page, '/cases')
  expect(await main(steward.page)).toContain('<script>alert(1)</script>')
  await steward.page.getByLabel('Answer').fill('The case was looked into: it was needed.')
  await steward.page.getByRole('button', { name: 'Send the answer' }).click()
  await steward.page.getByRole('button', { name: 'Close the case' }).click()
  expect(await main(steward.page)).toContain('No cases wait.')
  await steward.page.getByLabel('Where it stands').selectOption('ALL')
  await steward.page.getByRole('button', { name: 'Filter' }).click()
  expect(await steward.page.getByLabel('Order').inputValue()).toBe('OLDEST_FIRST')
  await steward.page.getByLabel('Order').selectOption('Newest first')
  await steward.page.getByRole('button', { name: 'Filter' }).click()
  await steward.page.waitForURL(/state=ALL&order=NEWEST_FIRST/)
  expect(await steward.page.getByLabel('Order').inputValue()).toBe('NEWEST_FIRST')
  const href = await steward.page.locator('main a[href*="csv=1"]').getAttribute('href')
  expect(href).toContain('order=NEWEST_FIRST')
  const file = await steward.page.request.get(`${stack.base}/console/steward/cases?state=CLOSED&csv=1`)
  expect((await file.text()).split('\r\n')).toEqual([
    '\uFEFFId;Where it stands;From;Sent;About the access;Processing activity;What looks wrong',
    expect.stringMatching(/;Closed;/),
    '',
  ])
  expect(await main(steward.page)).toContain('Closed (a data steward)')

  await visit(page, `${stack.base}/console/notices`)
  await page.getByRole('link', { name: 'My cases' }).last().click()
  expect(await main(page)).toContain('The case was looked into: it was needed.')
  expect(await main(page)).toContain('Closed (the authority)')
  expect([...complaints, ...steward.complaints].filter(text => !/\b409\b/.test(text))).toEqual([])
  await page.context().close()
  await steward.page.context().close()
})

test('accesses are counted in a chart and in tables, without anybody in them', async () => {
  const { page } = await at.as('first')
  await at.go(page, '/accesses?days=90')
  const chart = page.getByRole('img', { name: /^Bars for each day: [1-9]\d* given and [1-9]\d* refused/ })
  expect(await chart.count()).toBe(1)
  // Two of the hatching, two of the legend, and a bar for each of what was given and refused today.
  expect(await chart.locator('rect').count()).toBe(6)
  const grounds = page.getByRole('img', { name: /^A bar for each ground: .*law [1-9]\d*/ })
  const names = await grounds.locator('text').allTextContents()
  expect(names.join('\n')).toMatch(/^law: [1-9]\d*$/m)
  expect(await grounds.locator('rect').count()).toBe(names.length)
  const said = await main(page)
  expect(said).toContain('CONSENT_MISSING')
  expect(said).not.toMatch(/\d{6}-?\d{4}|Anna/)
  await page.context().close()
})

test('a chart has a place for every day, and for every month of a year', () => {
  const one = { authority: null, field: null, label: null, code: null, why: null, ground: null }
  const counts = [
    { ...one, day: '2026-03-30', outcome: 'GIVEN', count: 3 },
    { ...one, day: '2026-03-28', outcome: 'REFUSED', count: 1 },
  ] as const
  // Over the change to summer time.
  const [from, to] = [new Date('2026-03-27T12:00:00Z'), new Date('2026-03-30T12:00:00Z')]
  expect(barsOf(counts, from, to)).toEqual([
    { of: '2026-03-27', given: 0, refused: 0 },
    { of: '2026-03-28', given: 0, refused: 1 },
    { of: '2026-03-29', given: 0, refused: 0 },
    { of: '2026-03-30', given: 3, refused: 0 },
  ])
  const months = barsOf(counts, new Date('2025-04-01T12:00:00Z'), to)
  expect(months.length).toBe(12)
  expect(months.at(-1)).toEqual({ of: '2026-03', given: 3, refused: 1 })
})

const sizes = { desk: { width: 1280, height: 900 }, phone: { width: 375, height: 700 } } as const
describe.each(Object.entries(sizes))('for everyone, on a %s', (_, viewport) => {
  test.each(['da', 'en'])('in %s', async language => {
    const citizen = await stack.page({ viewport })
    await signIn(citizen.page, stack.base, /Anna Holm/)
    const log = await stack.ask('anna', '{ me { accessLog(first: 1) { nodes { id } } } }')
    const record = log.data.me.accessLog.nodes[0].id
    const steward = await stack.page({ viewport })
    await visit(steward.page, `${stack.base}/console/sign-in`)
    await steward.page.getByRole('button', { name: /the municipality's data steward/ }).click()
    await steward.page.waitForURL(`${stack.base}/console/steward`)
    const own = ['/console/cases', `/console/cases/new?record=${record}`].map(
      path => [citizen.page, path] as const,
    )
    const theirs = ['/console/steward/cases', '/console/steward/accesses'].map(
      path => [steward.page, path] as const,
    )
    for (const [page, path] of [...own, ...theirs]) {
      const address = new URL(path, stack.base)
      address.searchParams.set('lang', language)
      await visit(page, address.href)
      expect(await lookAt(page, path)).toEqual(clean(path))
    }
    await citizen.page.context().close()
    await steward.page.context().close()
  })
})
