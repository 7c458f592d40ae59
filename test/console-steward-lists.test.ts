// Stewards' lists as files, filtered and sorted, and what has been: ended activities, earlier versions of templates.
import { randomUUID } from 'node:crypto'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { chosenPowers } from '../console/pages/steward/powers.ts'
import { person } from '../sample/persons.ts'
import { type ConsoleStack, openConsoleStack } from './console-stack.ts'
import { heading, main, openStewards } from './console-stewards.ts'

vi.setConfig({ testTimeout: 180_000 }) // a browser on a busy machine
const today = new Date()
const inDays = (days: number) => new Date(today.getTime() + days * 86_400_000).toISOString()
const cpr = (key: string) => person(key, today).number

let stack: ConsoleStack
let at: ReturnType<typeof openStewards>
async function led(who: string, activity: string, [name, type]: readonly [string, string], input: object) {
  const headers = { 'Processing-Activity': activity, 'Case-Reference': '2026-1' }
  const text = `mutation ($input: ${type}!) { led: ${name}(input: $input) { problems { code path } } }`
  const { data } = await stack.ask(who, text, { input }, headers)
  expect(data.led.problems).toEqual([])
}
const words = (title: string) => ({
  ...{ title, request: 'Må vi?', consequenceOfNo: 'Intet.', consequenceOfWithdrawal: 'Intet.' },
})
async function publish(version: number, title: string): Promise<void> {
  const template = {
    ...{
      id: 'lists',
      activity: 'KOM-17',
      kind: 'SECTOR_LAW',
      paragraph: '§ 1',
      fields: ['Person.civilStatus'],
    },
    ...{ longestDays: 90, textDa: words(title), commandId: randomUUID() },
  }
  await led('kommune-steward', 'ADM-5', ['draftConsentTemplate', 'DraftConsentTemplateInput'], template)
  const published = { id: 'lists', version, commandId: randomUUID() }
  await led('operator-steward', 'ADM-6', ['publishConsentTemplate', 'ConsentTemplateVersionInput'], published)
}

beforeAll(async () => {
  stack = await openConsoleStack(today)
  at = openStewards(stack)
  await publish(1, '=1+1 første ord')
  await publish(2, 'Andre ord')
  const paper = {
    ...{ id: 'paper-1', template: 'housing-support', cpr: cpr('anna'), fields: ['Person.civilStatus'] },
    ...{ validTo: inDays(30), language: 'DA', channel: 'PAPER', signedOn: inDays(-1).slice(0, 10) },
    ...{ document: 'ark 1', interest: false },
  }
  await led('kommune-steward', 'ADM-5', ['registerConsent', 'RegisterConsentInput'], paper)
  const interested = { ...paper, id: 'paper-2', interest: true }
  await led('kommune-steward', 'ADM-5', ['registerConsent', 'RegisterConsentInput'], interested)
  for (const [interest, days] of [
    [false, 30],
    [false, 60],
    [true, 90],
  ] as const) {
    const letter = {
      ...{ grantor: { cpr: cpr('anna') }, holder: { cpr: cpr('sofie') }, fields: ['Person.name'] },
      ...{
        actions: ['READ'],
        validTo: inDays(days),
        dated: inDays(-1).slice(0, 10),
        document: 'ark 2',
        interest,
      },
      commandId: randomUUID(),
    }
    await led(
      'operator-steward',
      'ADM-7',
      ['registerPowerOfAttorney', 'RegisterPowerOfAttorneyInput'],
      letter,
    )
  }
})
afterAll(() => stack?.close())

/** The lines of the file behind the link of that place on a page, without the last, empty one. */
async function fileOf(page: Page, place = 0): Promise<readonly string[]> {
  const address = await page
    .getByRole('link', { name: 'Download the list as a spreadsheet' })
    .nth(place)
    .getAttribute('href')
  const file = await page.request.get(`${stack.base}${address}`)
  expect(file.headers()['content-type']).toBe('text/csv; charset=utf-8')
  const text = await file.text()
  expect(text.startsWith('\uFEFF')).toBe(true)
  return text.slice(1).split('\r\n').slice(0, -1)
}

describe('the filtered list as a file', () => {
  test.each`
    table         | head
    ${'days'}     | ${'Day;Given;Refused'}
    ${'grounds'}  | ${'Ground;Number'}
    ${'refusals'} | ${'Authority;Information;Code;Why;Number'}
  `('accesses: $table', async ({ table, head }) => {
    const { page } = await at.as('first')
    const file = await page.request.get(`${stack.base}/console/steward/accesses?days=90&csv=${table}`)
    expect((await file.text()).split('\r\n')[0]).toBe(`\uFEFF${head}`)
    await page.context().close()
  })

  test.each`
    who           | path                         | place | head                                            | rows
    ${'first'}    | ${'/consents?state=GRANTED'} | ${0}  | ${/^Id;Consent;About;/}                         | ${[/;KOM-17;Given;/]}
    ${'first'}    | ${'/templates?q=lists'}      | ${0}  | ${/^Template;Id;Versions;Processing activity;/} | ${[/^Andre ord;lists;2;KOM-17;Published$/]}
    ${'first'}    | ${'/activities?state=ENDED'} | ${0}  | ${/^Id;Purpose;/}                               | ${[/^KOM-9;.*;Ended;/]}
    ${'first'}    | ${'/proposals'}              | ${0}  | ${/^Id;Proposal;/}                              | ${[/;Register;Waiting;/]}
    ${'operator'} | ${'/proposals'}              | ${0}  | ${/^Id;Proposal;/}                              | ${[/;Register;Waiting;/]}
  `('$who at $path', async ({ who, path, place, head, rows }) => {
    const { page } = await at.as(who)
    await at.inCase(page)
    await at.go(page, path)
    const [first, ...rest] = await fileOf(page, place)
    expect(first).toMatch(head)
    if (rows) expect(rest).toEqual(rows.map((row: RegExp) => expect.stringMatching(row)))
    await page.context().close()
  })

  test('of somebody who was searched for: the number is neither in its address nor in the file', async () => {
    const { page } = await at.as('operator')
    await at.inCase(page)
    await at.go(page, '/powers')
    await page.getByLabel('Personal number').fill(cpr('anna'))
    await page.getByRole('button', { name: 'Search' }).click()
    await page.getByLabel('Order').selectOption('validTo')
    await page.getByLabel('State').selectOption('ACTIVE')
    await page.getByRole('button', { name: 'Filter' }).click()
    expect(page.url()).toContain('sort=validTo')
    const [head, ...rows] = await fileOf(page)
    expect(head).toMatch(/^Id;/)
    expect(rows.map(row => row.split(';').at(-1))).toEqual(
      [inDays(30), inDays(60)].map(end => end.slice(0, 10)),
    )
    expect(`${page.url()}${rows.join('')}`).not.toContain(cpr('anna'))
    await page.getByLabel('State').selectOption('REVOKED')
    await page.getByRole('button', { name: 'Filter' }).click()
    expect(await main(page)).toContain('Nothing matches what was chosen.')
    await page.context().close()
  })
})

test.each`
  query                     | ends
  ${''}                     | ${['3', '1', null]}
  ${'sort=validTo'}         | ${['1', '3', null]}
  ${'state=ACTIVE'}         | ${['3', null]}
  ${'state=else&sort=else'} | ${['3', '1', null]}
`('powers of $query', ({ query, ends }) => {
  const powers = [
    { state: 'ACTIVE' as const, validTo: '3' },
    { state: 'REVOKED' as const, validTo: '1' },
    { state: 'ACTIVE' as const, validTo: null },
  ]
  expect(chosenPowers(powers, new URLSearchParams(query)).map(({ validTo }) => validTo)).toEqual(ends)
})

test('an activity that has ended is found and opened; a version of a template that was, is read', async () => {
  const { page, complaints } = await at.as('first')
  await at.go(page, '/activities')
  await page.getByLabel('State').selectOption('ENDED')
  await page.getByRole('button', { name: 'Filter' }).click()
  await page.getByRole('link', { name: 'KOM-9' }).click()
  expect(await heading(page)).toMatch(/^KOM-9: ./)
  expect(await main(page)).toContain('Ended: Version 1')
  expect(await page.getByText('End it').count()).toBe(0)

  await at.go(page, '/template?id=lists')
  expect(await main(page)).toContain('Andre ord')
  await page.getByRole('link', { name: 'Version 1: Published' }).click()
  expect(await main(page)).toContain('=1+1 første ord')
  for (const version of ['3', '0', 'x']) {
    await at.go(page, `/template?id=lists&version=${version}`)
    expect(await heading(page), version).toBe('There is no such page')
  }
  const other = await at.as('operator')
  await at.go(other.page, '/activity?id=KOM-9')
  expect(await heading(other.page)).toBe('There is no such page')
  await page.context().close()
  await other.page.context().close()
  expect(complaints.filter(text => !text.includes('404'))).toEqual([])
})
