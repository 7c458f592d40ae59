// Looks at a page of the console as axe-core does, and at its size: what must hold of every one of them.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** What axe-core found. */
interface Found {
  readonly violations: readonly {
    readonly id: string
    readonly nodes: readonly { readonly html: string }[]
  }[]
}

export interface Look {
  readonly path: string
  readonly violations: readonly string[]
  /** It scrolls to the side. */
  readonly tooWide: boolean
  /** Above 60 KB of HTML. */
  readonly tooLarge: boolean
  /** Cells of tables in which a word stands a letter a line. */
  readonly squeezed: readonly string[]
  /** None: with scripts off it is the same page, and no text brought markup of its own. */
  readonly live: number
  /** Menus and buttons that would stand on paper. */
  readonly printed: number
}

export const clean = (path: string): Look => ({
  ...{ path, violations: [], tooWide: false, tooLarge: false, squeezed: [], live: 0, printed: 0 },
})

export async function lookAt(page: Page, path: string): Promise<Look> {
  const html = Buffer.byteLength(await page.content())
  const live = await page.evaluate(
    () =>
      document.querySelectorAll('script, img, b, iframe, object, embed, [onerror], [onload], [onclick]')
        .length,
  )
  await page.evaluate(axe)
  const violations = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run(): Promise<Found> } }
    const { violations } = await axe.run()
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
  })
  const [width, seen] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth] as const)
  const squeezed = await page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('th, td')]
      .filter(({ offsetWidth, innerText }) => offsetWidth < 60 && /\p{L}{8}/u.test(innerText))
      .map(({ innerText }) => innerText),
  )
  await page.emulateMedia({ media: 'print' })
  const printed = await page.locator('nav, button, .button').locator('visible=true').count()
  await page.emulateMedia({ media: 'screen' })
  return { path, violations, tooWide: width > seen, tooLarge: html > 60 * 1024, squeezed, live, printed }
}
