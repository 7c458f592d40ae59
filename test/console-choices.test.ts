// Processing activities are chosen in a steward's form, never typed: those in force, found by words, what was chosen always in sight.
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { type Activity, activityChoices, activityWords } from '../console/pages/steward/activity-choices.ts'
import { textsOf } from '../console/texts.ts'
import { type ConsoleStack, openConsoleStack } from './console-stack.ts'
import { main, openStewards } from './console-stewards.ts'

vi.setConfig({ testTimeout: 180_000 }) // a browser on a busy machine
const work = { words: textsOf('en').steward }
const hostile = `<img src=x onerror="alert(1)">`
const many = (count: number): readonly Activity[] =>
  Array.from({ length: count }, (_, at) => ({ id: `KOM-${at + 1}`, purpose: `purpose ${at + 1}` }))

const shown = (all: readonly Activity[], sent = '') =>
  activityChoices({ label: 'Only for', hint: 'None: all', all }, entered(sent), work).text
const entered = (sent: string) => ({ values: new URLSearchParams(sent), problems: [] })
/** The ids to tick, and those that are ticked. */
const ids = (text: string) => [...text.matchAll(/type="checkbox"[^>]*value="([^"]*)"/g)].map(([, id]) => id)
const ticked = (text: string) =>
  [...text.matchAll(/type="checkbox"[^>]*value="([^"]*)" checked/g)].map(([, id]) => id)

describe('a form', () => {
  test.each`
    what                               | count | sent                                               | offered                        | chosen
    ${'few: all of them'}              | ${3}  | ${''}                                              | ${['KOM-1', 'KOM-2', 'KOM-3']} | ${[]}
    ${'what was chosen first'}         | ${3}  | ${'activities=KOM-2'}                              | ${['KOM-2', 'KOM-1', 'KOM-3']} | ${['KOM-2']}
    ${'many: none before a search'}    | ${31} | ${''}                                              | ${[]}                          | ${[]}
    ${'many: those that a word finds'} | ${31} | ${'sought-activities=PURPOSE+31'}                  | ${['KOM-31']}                  | ${[]}
    ${'many: and what was chosen'}     | ${31} | ${'sought-activities=purpose+31&activities=KOM-7'} | ${['KOM-7', 'KOM-31']}         | ${['KOM-7']}
    ${'one that is there no more'}     | ${1}  | ${'activities=OLD-1'}                              | ${['OLD-1', 'KOM-1']}          | ${['OLD-1']}
  `('offers $what', ({ count, sent, offered, chosen }) => {
    const text = shown(many(count), sent)
    expect([ids(text), ticked(text)]).toEqual([offered, chosen])
  })

  test('shows no more than thirty that a search finds, and says how many there are', () => {
    const text = shown(many(99), 'sought-activities=purpose')
    expect(ids(text)).toHaveLength(30)
    expect(text).toContain('99 match; the first 30 are shown.')
  })

  test('holds words of others as words', () => {
    const all = [{ id: 'KOM-1', purpose: hostile, controller: { name: hostile } }]
    for (const text of [shown(all), shown(all, new URLSearchParams({ activities: hostile }).toString())]) {
      expect(text).not.toContain('<img')
      expect(text).toContain('&lt;img src=x onerror=&quot;alert(1)&quot;&gt;')
    }
    expect(shown(many(31), `sought-activities=${encodeURIComponent(hostile)}`)).not.toContain('<img')
  })

  test.each`
    activity                                                          | words
    ${{ id: 'KOM-1', purpose: 'Support', controller: { name: 'A' } }} | ${'KOM-1: Support (A)'}
    ${{ id: 'KOM-1', purpose: 'Support' }}                            | ${'KOM-1: Support'}
    ${{ id: 'KOM-1', purpose: null }}                                 | ${'KOM-1'}
  `('says $words', ({ activity, words }) => expect(activityWords(activity)).toBe(words))
})

let stack: ConsoleStack
let at: ReturnType<typeof openStewards>
beforeAll(async () => {
  stack = await openConsoleStack(new Date())
  at = openStewards(stack)
})
afterAll(() => stack?.close())

test.each`
  who              | path                  | includes    | all
  ${'operator'}    | ${'/powers/register'} | ${'KOM-17'} | ${'of every authority'}
  ${'firstFamily'} | ${'/powers/decree'}   | ${'KOM-17'} | ${'of every authority'}
  ${'first'}       | ${'/package/draft'}   | ${'KOM-17'} | ${'of the authority alone'}
`(
  '$path offers what is in force, $all, none that stewards work under',
  async ({ who, path, includes, all }) => {
    const { page } = await at.as(who)
    await at.inCase(page)
    await at.go(page, path)
    const boxes = page.locator('#activities input[type=checkbox]')
    const offered = await boxes.evaluateAll(found => found.map(box => (box as HTMLInputElement).value))
    expect(offered).toContain(includes)
    expect(offered.filter(id => id.startsWith('ADM-'))).toEqual([])
    expect(offered.some(id => !id.startsWith('KOM-'))).toBe(all === 'of every authority')
    expect(await page.locator('input[type=text][name=activities], textarea[name=activities]').count()).toBe(0)
    await page.context().close()
  },
)

test('the search for consents offers them, and says of an address with another that there is none', async () => {
  const { page } = await at.as('first')
  await at.inCase(page)
  await at.go(page, '/consents')
  const options = await page.locator('#activity option').allInnerTexts()
  expect(options.some(words => words.startsWith('KOM-17: '))).toBe(true)
  await page.locator('#activity').selectOption('KOM-17')
  await page.getByRole('button', { name: 'Filter' }).click()
  await page.waitForURL(/activity=KOM-17/)
  expect(await page.locator('#activity').inputValue()).toBe('KOM-17')
  await at.go(page, `/consents?state=&activity=${encodeURIComponent(hostile)}`)
  expect(await main(page)).toContain(`Your authority has no processing activity with the id ${hostile}.`)
  expect(await page.locator('#activity').inputValue()).toBe(hostile)
  expect(await page.locator('#activity').getAttribute('aria-describedby')).toBe('activity-wrong')
  expect(await page.locator('main img').count()).toBe(0)
  await page.context().close()
})
