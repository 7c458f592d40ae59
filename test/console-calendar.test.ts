// Days as people in Denmark count them, on the console's pages and in its files.
import { expect, test } from 'vitest'
import { beginningOf, dayAt, dayOf, daysAfter, isDay, lastDay, lastDayOf } from '../console/calendar.ts'

test.each`
  day             | begins
  ${'2026-01-15'} | ${'2026-01-14T23:00:00.000Z'}
  ${'2026-07-15'} | ${'2026-07-14T22:00:00.000Z'}
  ${'2026-03-29'} | ${'2026-03-28T23:00:00.000Z'}
  ${'2026-03-30'} | ${'2026-03-29T22:00:00.000Z'}
  ${'2026-10-25'} | ${'2026-10-24T22:00:00.000Z'}
  ${'2026-10-26'} | ${'2026-10-25T23:00:00.000Z'}
`('in Denmark $day begins at $begins, and the day before ends there', ({ day, begins }) => {
  expect(beginningOf(day)).toBe(begins)
  expect(dayAt(new Date(begins))).toBe(day)
  const before = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' })
  expect(lastDay('en', begins)).toBe(before.format(new Date(`${daysAfter(day, -1)}T12:00:00Z`)))
})

test.each`
  text            | is
  ${'2028-02-29'} | ${true}
  ${'2026-02-29'} | ${false}
  ${'2026-13-01'} | ${false}
  ${'26-01-01'}   | ${false}
  ${''}           | ${false}
`('$text is a day: $is', ({ text, is }) => {
  expect(isDay(text)).toBe(is)
})

test.each`
  instant                       | of              | last
  ${'2026-06-05T22:30:00.000Z'} | ${'2026-06-06'} | ${'2026-06-06'}
  ${'2026-06-05T22:00:00.000Z'} | ${'2026-06-06'} | ${'2026-06-05'}
  ${'2026-12-05T23:00:00.000Z'} | ${'2026-12-06'} | ${'2026-12-05'}
  ${null}                       | ${null}         | ${null}
`('in a file $instant is the day $of, and as an end the day $last', ({ instant, of, last }) => {
  expect([dayOf(instant), lastDayOf(instant)]).toEqual([of, last])
})
