// The CPR Office's test extract, which lies beside the project and never in it: tests that read it.
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe } from 'vitest'

export const officialExtract = fileURLToPath(
  new URL('../../shared/registers/cpr/U12170P-110901-variable.txt', import.meta.url),
)

/** Like `describe`. Without the extract the tests are left out, which is said; where CI=true they fail. */
export function describeOfficial(name: string, tests: () => void): void {
  if (existsSync(officialExtract) || process.env.CI === 'true') describe(name, tests)
  else {
    console.info(`Left out, for ../shared/registers/cpr is missing: ${name}`)
    describe.skip(name, tests)
  }
}
