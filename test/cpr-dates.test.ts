// The register's dates, impossible ones included, and Danish local time as instants.
import { expect, test } from 'vitest'
import { danishDate, danishInstant, parseRegisterTime, wholeDate } from '../subgraphs/persons/import/dates.ts'
import { birthYear, numberFault } from '../subgraphs/persons/import/number.ts'

test.each`
  text              | instant                       | day             | why
  ${'199709090924'} | ${'1997-09-09T07:24:00.000Z'} | ${'1997-09-09'} | ${'summer time'}
  ${'199801010907'} | ${'1998-01-01T08:07:00.000Z'} | ${'1998-01-01'} | ${'winter time'}
  ${'1997-12-31'}   | ${'1997-12-30T23:00:00.000Z'} | ${'1997-12-31'} | ${'a date is its Danish midnight'}
  ${'199103202099'} | ${'1991-03-20T19:00:00.000Z'} | ${'1991-03-20'} | ${'minutes not known'}
  ${'199103209999'} | ${'1991-03-19T23:00:00.000Z'} | ${'1991-03-20'} | ${'hour not known'}
  ${'194100001299'} | ${'1940-12-31T22:00:00.000Z'} | ${null}         | ${'no instant: month and day unknown'}
  ${'196100001299'} | ${'1960-12-31T23:00:00.000Z'} | ${null}         | ${'no instant: month and day unknown'}
  ${'200002301200'} | ${'2000-01-31T23:00:00.000Z'} | ${null}         | ${'30 February'}
  ${'1961-00-00'}   | ${'1960-12-31T23:00:00.000Z'} | ${null}         | ${'only the year'}
  ${'1961-13-05'}   | ${'1960-12-31T23:00:00.000Z'} | ${null}         | ${'month 13'}
  ${'000000001299'} | ${undefined}                  | ${null}         | ${'not even the year'}
  ${'2000-02-29'}   | ${'2000-02-28T23:00:00.000Z'} | ${'2000-02-29'} | ${'leap day'}
`('$text is not before $instant: $why', ({ text, instant, day }) => {
  const time = parseRegisterTime(text)
  if (time === null || time === 'MALFORMED') throw new Error('no time')
  expect(time.text).toBe(text)
  expect(time.instant?.toISOString()).toBe(instant)
  expect(wholeDate(time)).toBe(day)
})

test.each(['', '            ', '000000000000', '0000-00-00'])('"%s" is no date', text => {
  expect(parseRegisterTime(text)).toBeNull()
})

test.each(['1997', '19970909', '1997-9-9', '19970909092X', 'x997-09-09', '1997-09-09T', '1997-09-0'])(
  '"%s" has no form of a date',
  text => {
    expect(parseRegisterTime(text)).toBe('MALFORMED')
  },
)

test.each`
  local                    | instant                       | why
  ${[2024, 3, 31, 1, 59]}  | ${'2024-03-31T00:59:00.000Z'} | ${'just before the clock goes forward'}
  ${[2024, 3, 31, 2, 30]}  | ${'2024-03-31T01:30:00.000Z'} | ${'left out: just after it, 03:30'}
  ${[2024, 3, 31, 3, 0]}   | ${'2024-03-31T01:00:00.000Z'} | ${'just after'}
  ${[2024, 10, 27, 1, 59]} | ${'2024-10-26T23:59:00.000Z'} | ${'before it goes back'}
  ${[2024, 10, 27, 2, 30]} | ${'2024-10-27T00:30:00.000Z'} | ${'comes twice: the first'}
  ${[2024, 10, 27, 3, 0]}  | ${'2024-10-27T02:00:00.000Z'} | ${'after'}
  ${[2026, 1, 1]}          | ${'2025-12-31T23:00:00.000Z'} | ${'midnight'}
`('Danish $local is $instant ($why)', ({ local, instant }) => {
  const [year, month, day, hour, minute] = local
  expect(danishInstant(year, month, day, hour, minute).toISOString()).toBe(instant)
})

test.each`
  instant                   | day
  ${'2026-06-30T21:59:59Z'} | ${'2026-06-30'}
  ${'2026-06-30T22:00:00Z'} | ${'2026-07-01'}
  ${'2026-12-31T22:59:59Z'} | ${'2026-12-31'}
  ${'2026-12-31T23:00:00Z'} | ${'2027-01-01'}
`('at $instant it is $day in Denmark', ({ instant, day }) => {
  expect(danishDate(new Date(instant))).toBe(day)
})

test.each`
  number          | fault                   | why
  ${'0202801003'} | ${null}                 | ${'fails modulus 11, which is no reason'}
  ${'0101520013'} | ${null}                 | ${'of the official extract'}
  ${'2902004000'} | ${null}                 | ${'29 February 2000'}
  ${'2902000000'} | ${'NUMBER_IMPOSSIBLE'}  | ${'29 February 1900 never was'}
  ${'3104801000'} | ${'NUMBER_IMPOSSIBLE'}  | ${'31 April'}
  ${'0113801000'} | ${'NUMBER_IMPOSSIBLE'}  | ${'month 13'}
  ${'0001801000'} | ${'NUMBER_IMPOSSIBLE'}  | ${'day 0'}
  ${'6202801003'} | ${'NUMBER_REPLACEMENT'} | ${'day 2 + 60'}
  ${'9101801000'} | ${'NUMBER_REPLACEMENT'} | ${'day 31 + 60'}
  ${'9201801000'} | ${'NUMBER_IMPOSSIBLE'}  | ${'day 32 + 60'}
  ${'020280100'}  | ${'NUMBER_MALFORMED'}   | ${'nine digits'}
  ${'02028010O3'} | ${'NUMBER_MALFORMED'}   | ${'a letter'}
`('$number: $fault, $why', ({ number, fault }) => {
  expect(numberFault(number)).toBe(fault)
})

test.each`
  seventh | year  | born
  ${0}    | ${36} | ${1936}
  ${3}    | ${99} | ${1999}
  ${4}    | ${36} | ${2036}
  ${4}    | ${37} | ${1937}
  ${5}    | ${57} | ${2057}
  ${8}    | ${58} | ${1858}
  ${9}    | ${36} | ${2036}
  ${9}    | ${37} | ${1937}
`('digit seven $seventh and year $year: born in $born', ({ seventh, year, born }) => {
  expect(birthYear(`0101${year}${seventh}000`)).toBe(born)
})
