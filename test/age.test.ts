// Turning an age: at midnight in Denmark, as PostgreSQL counts years.
import { expect, test } from 'vitest'
import { hasTurned } from '../access/age.ts'

test.each`
  born            | years | at                        | turned   | because
  ${'2011-05-01'} | ${15} | ${'2026-04-30T21:59:59Z'} | ${false} | ${'a second before midnight in summer'}
  ${'2011-05-01'} | ${15} | ${'2026-04-30T22:00:00Z'} | ${true}  | ${'midnight in summer'}
  ${'2011-01-15'} | ${15} | ${'2026-01-14T22:59:59Z'} | ${false} | ${'a second before midnight in winter'}
  ${'2011-01-15'} | ${15} | ${'2026-01-14T23:00:00Z'} | ${true}  | ${'midnight in winter'}
  ${'2012-02-29'} | ${15} | ${'2027-02-27T12:00:00Z'} | ${false} | ${'born on a leap day, the day before'}
  ${'2012-02-29'} | ${15} | ${'2027-02-28T12:00:00Z'} | ${true}  | ${'born on a leap day, a year without one'}
  ${'2012-02-29'} | ${16} | ${'2028-02-28T12:00:00Z'} | ${false} | ${'born on a leap day, a year with one'}
  ${null}         | ${15} | ${'2026-05-01T12:00:00Z'} | ${false} | ${'nobody knows when'}
`('$because: $turned', ({ born, years, at, turned }) => {
  expect(hasTurned(born, years, new Date(at))).toBe(turned)
})
