// The form in which an access is said to look wrong says which it is: when, who, what and why; also when it was refused.
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { moment } from '../console/texts.ts'
import { person } from '../sample/persons.ts'
import { clean, lookAt } from './console-look.ts'
import { type ConsoleStack, openConsoleStack, signIn, visit } from './console-stack.ts'

vi.setConfig({ testTimeout: 180_000 }) // a browser on a busy machine
const today = new Date()

let stack: ConsoleStack
interface Access {
  readonly id: string
  readonly at: string
  readonly summaryDa: string
  readonly summaryEn: string
}
let accesses: readonly Access[]
beforeAll(async () => {
  stack = await openConsoleStack(today)
  const look = (fields: string, reference: string) =>
    stack.ask(
      'kommune',
      `query ($cpr: CPR!) { person(cpr: $cpr) { ${fields} } }`,
      { cpr: person('anna', today).number },
      { 'Processing-Activity': 'KOM-17', 'Case-Reference': reference },
    )
  await look('name { full }', 'sag-1')
  await look('civilStatus { status }', 'sag-2')
  const { data } = await stack.ask(
    'anna',
    `{ me { accessLog(first: 2) { nodes { id at summaryDa: summary(language: DA) summaryEn: summary(language: EN) } } } }`,
  )
  accesses = data.me.accessLog.nodes
})
afterAll(() => stack?.close())

/** The why of it. */
const purposes = { da: 'ansøgninger om boligstøtte', en: 'housing support' }
test.each`
  language | place | reference
  ${'en'}  | ${0}  | ${'sag-2'}
  ${'da'}  | ${0}  | ${'sag-2'}
  ${'en'}  | ${1}  | ${'sag-1'}
`('in $language: the access of $reference and no other', async ({ language, place, reference }) => {
  const { page } = await stack.page()
  await signIn(page, stack.base, /Anna Holm/)
  await visit(page, `${stack.base}/console/access-log?lang=${language}`)
  const access = accesses[place]!
  await page.locator(`main a[href*="${access.id}"]`).first().click()
  const told = async () => {
    const card = page.locator('main section.console-card')
    const text = await card.innerText()
    expect(text).toContain(moment(language, access.at))
    expect(text).toContain('Strandby Kommune')
    expect(text).toContain(language === 'da' ? access.summaryDa : access.summaryEn)
    expect(text).toContain(reference)
    expect(text).not.toContain(reference === 'sag-1' ? 'sag-2' : 'sag-1')
    expect((await card.locator('dd').allInnerTexts()).join('\n')).toContain(purposes[language as 'da' | 'en'])
    expect(await card.locator('dt').count()).toBeGreaterThanOrEqual(4)
  }
  await told()
  expect(await lookAt(page, 'form')).toEqual(clean('form'))
  await page.locator('#text').fill('010203-4567')
  await page.locator('main form button[type=submit]').click()
  expect(await page.getByRole('alert').count()).toBe(1)
  await told()
  expect(page.url()).not.toContain('4567')
  await page.context().close()
})

test.each`
  what                     | at
  ${'no time'}             | ${''}
  ${'another time'}        | ${'2026-01-01T00:00:00Z'}
  ${'a time that is none'} | ${'<b>'}
`('an address with $what has the form, and tells of no other access', async ({ at }) => {
  const { page } = await stack.page()
  await signIn(page, stack.base, /Anna Holm/)
  const query = new URLSearchParams({ record: accesses[0]!.id, at })
  await visit(page, `${stack.base}/console/cases/new?${query}`)
  expect(await page.locator('main section.console-card').count()).toBe(0)
  expect(await page.locator('#text').count()).toBe(1)
  await page.context().close()
})
