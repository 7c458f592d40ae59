// Every page of the console for everyone: axe finds nothing, in both languages, on a desk and on a phone.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { type ConsoleStack, openConsoleStack, signIn, visit } from './console-stack.ts'

vi.setConfig({ testTimeout: 240_000 }) // a browser on a busy machine
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** What axe-core found. */
interface Found {
  readonly violations: readonly {
    readonly id: string
    readonly nodes: readonly { readonly html: string }[]
  }[]
}

let stack: ConsoleStack
beforeAll(async () => {
  stack = await openConsoleStack(new Date())
})
afterAll(() => stack?.close())

const anyone = ['/console', '/console/accessibility']
const signedIn = ['', '/consents', '/access-log', '/mandates', '/my-data', '/notices', '/nowhere'].map(
  path => `/console${path}`,
)
const sizes = { desk: { width: 1280, height: 900 }, phone: { width: 375, height: 700 } } as const

describe.each(Object.entries(sizes))('on a %s', (_, viewport) => {
  test.each(['da', 'en'])('in %s', async language => {
    const { page, complaints } = await stack.page({ viewport })
    const look = async (path: string) => {
      await visit(page, `${stack.base}${path}?lang=${language}`)
      await page.evaluate(axe)
      const violations = await page.evaluate(async () => {
        const { axe } = globalThis as unknown as { axe: { run(): Promise<Found> } }
        const { violations } = await axe.run()
        return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
      })
      const size = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth] as const)
      const html = Buffer.byteLength(await page.content())
      return { path, violations, tooWide: size[0] > size[1], tooLarge: html > 60 * 1024 }
    }
    const clean = (path: string) => ({ path, violations: [], tooWide: false, tooLarge: false })
    for (const path of anyone) expect(await look(path)).toEqual(clean(path))
    await signIn(page, stack.base, /Anna Holm/)
    for (const path of signedIn) expect(await look(path)).toEqual(clean(path))
    expect(complaints.filter(text => !/\b(404|503)\b/.test(text))).toEqual([])
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
  for (const path of signedIn) {
    await visit(page, `${stack.base}${path}`)
    expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(320)
  }
  await page.context().close()
})
