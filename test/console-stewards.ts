// Stewards at the console in a browser: signing in at the development issuer, going to a page, working in a case.
import type { Page } from 'playwright-core'
import { type ConsoleStack, visit } from './console-stack.ts'

export const stewards = {
  first: /the municipality's data steward/,
  second: /the municipality's second data steward/,
  operator: /the operator's data steward/,
  firstFamily: /an officer of Familieretshuset/,
  family: /Familieretshuset's second officer/,
  secondOperator: /the operator's second data steward/,
} as const

export const main = (page: Page): Promise<string> => page.locator('main').innerText()
export const heading = (page: Page): Promise<string> => page.locator('h1').innerText()

const mostAttempts = 3

/** Signs a steward in; a machine that is busy with other tests may turn it away on the way: then again. */
export async function enter(page: Page, base: string, name: RegExp): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    await visit(page, `${base}/console/sign-in`)
    await page.getByRole('button', { name }).click()
    const entered = page.waitForURL(`${base}/console/steward`, { timeout: 15_000 })
    if (attempt === mostAttempts) return entered
    if (
      await entered.then(
        () => true,
        () => false,
      )
    )
      return
  }
}

/** Everything that a steward does without scripts; `complaints` fills with what must never happen. */
export function openStewards(stack: ConsoleStack) {
  const go = (page: Page, path: string) => visit(page, `${stack.base}/console/steward${path}`)
  return {
    go,
    async as(who: keyof typeof stewards): Promise<{ page: Page; complaints: string[] }> {
      const opened = await stack.page({ javaScriptEnabled: false })
      await enter(opened.page, stack.base, stewards[who])
      return opened
    },
    /** Works in a case from here on. */
    async inCase(page: Page, reference = '2026-4712'): Promise<void> {
      await go(page, '/case')
      await page.getByLabel("The case's reference").fill(reference)
      await page.getByRole('button', { name: 'Work in this case' }).click()
    },
  }
}
