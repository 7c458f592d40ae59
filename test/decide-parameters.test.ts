// The decision by a consent's parameters, whole: table by table, and with mutants that ignore them, each of which it must find.
import { afterEach, describe, expect, test, vi } from 'vitest'
import type { Decision } from '../access/decide.ts'
import type * as Parameters from '../access/parameters.ts'
import { casePlace } from '../access/parameters.ts'

/** Places that a planted mutant does not look at. */
const planted = vi.hoisted(() => ({ ignored: [] as string[] }))
afterEach(() => {
  planted.ignored = []
})

vi.mock('../access/parameters.ts', async original => {
  const actual = await original<typeof Parameters>()
  return {
    ...actual,
    areInside(parameters: Parameters.Parameters, fields: readonly string[], asked: Parameters.Asked) {
      const kept = Object.entries(parameters).filter(([place]) => !planted.ignored.includes(place))
      return actual.areInside(Object.fromEntries(kept), fields, asked)
    },
  }
})

// The mock above stands before whatever these import.
const { decide, decideExistence } = await import('../access/decide.ts')
const { activity, civilStatus, consent, subject, system } = await import('./decision-facts.ts')

const told = (decision: Decision): string =>
  decision.outcome === 'REFUSE' ? decision.code : `${decision.outcome} ${decision.ground}`

const yearPlace = 'Person.civilStatus(year:)'
const of = subject({ consents: [consent({ parameters: { [yearPlace]: ['2025'], [casePlace]: ['A-1'] } })] })
const given = 'PERMIT CONSENT'
const outside = 'CONSENT_PARAMETER_OUTSIDE'

const questions = [
  { args: { year: 2025 }, caseReference: 'A-1', expected: given },
  { args: { year: 2024 }, caseReference: 'A-1', expected: outside },
  { args: { year: null }, caseReference: 'A-1', expected: outside },
  { args: {}, caseReference: 'A-1', expected: outside },
  { args: undefined, caseReference: 'A-1', expected: outside },
  { args: { year: 2025 }, caseReference: 'A-2', expected: outside },
  { args: { year: 2025 }, caseReference: null, expected: outside },
] as const

/** What was decided otherwise than it should be. */
const wrong = (): readonly unknown[] =>
  questions.flatMap(({ args, caseReference, expected }) => {
    const question = { rule: civilStatus, subject: of, parties: [], ...(args && { args }) }
    const came = told(decide(system(activity(), { caseReference }), question))
    return came === expected ? [] : [[args, caseReference, came]]
  })

test('a consent to one year in one case gives nothing else, and nothing where either is left out', () => {
  expect(wrong()).toEqual([])
})

describe('a mutant is found that', () => {
  test.each`
    ignores           | places                    | found
    ${'the argument'} | ${[yearPlace]}            | ${4}
    ${'the case'}     | ${[casePlace]}            | ${2}
    ${'both'}         | ${[yearPlace, casePlace]} | ${6}
  `('ignores $ignores', ({ places, found }) => {
    planted.ignored = places
    expect(wrong()).toHaveLength(found)
  })
})

test.each`
  caseReference | expected
  ${'A-1'}      | ${given}
  ${'A-2'}      | ${outside}
  ${null}       | ${outside}
`('in the case $caseReference, whether somebody may be known to exist → $expected', row => {
  const asker = system(activity(), { caseReference: row.caseReference })
  const decision = decideExistence(asker, [civilStatus], { subject: of, parties: [] })
  expect(told(decision)).toBe(row.expected)
})

test('a case that law needs not be in changes nothing of what is given by law', () => {
  const byLaw = activity({ fields: new Map([['Person.civilStatus', 'LAW']]) })
  expect(told(decide(system(byLaw), { rule: civilStatus, subject: of, parties: [] }))).toBe('PERMIT LAW')
})
