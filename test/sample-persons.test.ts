// The invented population: numbers that nobody can have, families that agree, and the stories' facts on any day.
import { describe, expect, test } from 'vitest'
import { age, birthDay, type Day, dayOf, shift, when } from '../sample/day.ts'
import { passesModulus11, personalNumber, sexOf } from '../sample/number.ts'
import { byKey, fullName, type Person, people, person } from '../sample/persons.ts'
import { birthYear, numberFault } from '../subgraphs/persons/import/number.ts'

// An ordinary day, the ends of months and years, a leap day, and days on which a relative birth falls on 1 January.
const days = [
  '2026-11-22',
  '2027-01-01',
  '2027-01-06',
  '2027-03-31',
  '2028-02-29',
  '2028-05-01',
  '2030-12-31',
] as const
const noon = (day: Day) => new Date(`${day}T12:00:00Z`)
const today = noon('2026-11-22')

test.each`
  text                       | day
  ${'1976-05-09'}            | ${'1976-05-09'}
  ${'today'}                 | ${'2027-03-31'}
  ${'yesterday'}             | ${'2027-03-30'}
  ${'1 month ago'}           | ${'2027-02-28'}
  ${'14 years 4 months ago'} | ${'2012-11-30'}
  ${'in 7 months'}           | ${'2027-10-31'}
  ${'90 days ago'}           | ${'2026-12-31'}
`('"$text" on 31 March 2027 is $day', ({ text, day }) => {
  expect(when(text, '2027-03-31')).toBe(day)
})

test.each(['', 'soon', '2 fortnights ago', 'in years', '3 months'])('"%s" is no day', text => {
  expect(() => when(text, '2027-03-31')).toThrow(/^Not a d/)
})

test('a day is the day in Denmark', () => {
  expect([dayOf(new Date('2026-06-30T22:30:00Z')), dayOf(new Date('2026-12-31T22:30:00Z'))]).toEqual([
    '2026-07-01',
    '2026-12-31',
  ])
})

describe('numbers', () => {
  const all = (day: Day) =>
    people(noon(day)).flatMap(one =>
      [one, ...one.earlierNumbers].map(({ number, born, sex }) => ({ number, born, sex })),
    )

  test.each(days)(
    'on %s: each could be one, tells birth and sex, fails modulus 11, is not of 1 January',
    day => {
      for (const { number, born, sex } of all(day)) {
        const [year, month, date] = born.split('-')
        expect(numberFault(number)).toBeNull()
        expect(passesModulus11(number)).toBe(false)
        expect(number.startsWith('0101')).toBe(false)
        expect(number.slice(0, 4)).toBe(`${date}${month}`)
        expect(birthYear(number)).toBe(Number(year))
        expect(sexOf(number)).toBe(sex)
      }
    },
  )

  test.each(days)('on %s: no two are equal', day => {
    const numbers = all(day).map(({ number }) => number)
    expect(new Set(numbers).size).toBe(numbers.length)
  })

  test('of one birth day and sex differ for every index, and are the same again', () => {
    for (const born of ['1977-05-09', '2012-07-22', '2041-03-02']) {
      const numbers = Array.from({ length: 100 }, (_, index) => personalNumber(born, 'K', index))
      expect(new Set(numbers).size).toBe(100)
      expect(personalNumber(born, 'K', 7)).toBe(numbers[7])
    }
  })

  test('are never made for 1 January: such a birth is moved by a day', () => {
    expect(() => personalNumber('1990-01-01', 'M', 0)).toThrow('1 January')
    expect(birthDay('5 days ago', '2027-01-06')).toBe('2027-01-02')
  })

  test('the check itself knows the register’s own test numbers', () => {
    expect([passesModulus11('0508611234'), passesModulus11('0707611234')]).toEqual([true, false])
  })
})

describe.each(days)('families on %s', day => {
  const everyone = people(noon(day))
  const children = everyone.filter(one => one.mother ?? one.father)

  test('parents are of the right sex, and 15 to 50 years older', () => {
    for (const child of children) {
      for (const [key, sex] of [
        [child.mother, 'K'],
        [child.father, 'M'],
      ] as const) {
        if (!key) continue
        const parent = byKey(everyone, key)
        expect([parent.key, parent.sex]).toEqual([key, sex])
        expect(age(parent.born, child.born)).toBeGreaterThanOrEqual(15)
        expect(age(parent.born, child.born)).toBeLessThan(51)
      }
    }
  })

  test('spouses agree about each marriage and its end', () => {
    for (const one of everyone) {
      for (const { code, spouse, from, to } of one.civilStatuses) {
        if (!spouse || !['G', 'P', 'F'].includes(code)) continue
        const same = byKey(everyone, spouse).civilStatuses.find(
          other => other.spouse === one.key && other.from === from,
        )
        expect(same?.code).toBe(code)
        if (code !== 'F') expect(same?.to).toBe(to)
      }
    }
  })

  test('whoever is under age has a holder of custody, and nobody else', () => {
    const minors = everyone.filter(one => age(one.born, day) < 18).map(one => one.key)
    expect(everyone.filter(one => one.custody.length > 0).map(one => one.key)).toEqual(minors)
  })

  test('homes and names follow each other without a gap, from after birth until at most today', () => {
    for (const one of everyone) {
      expect(one.homes.at(-1)!.from >= one.born).toBe(true)
      for (const [place, home] of one.homes.entries()) {
        expect(home.from <= (home.to ?? day)).toBe(true)
        if (place > 0) expect(home.to).toBe(one.homes[place - 1]?.from)
      }
      for (const name of one.earlierNames) expect(name.from <= name.to && name.to <= day).toBe(true)
    }
  })
})

describe('the stories', () => {
  const one = (key: string): Person => person(key, today)
  const homeOf = (key: string) => JSON.stringify(one(key).homes.find(home => !home.to)?.address)
  const ageOf = (key: string) => age(one(key).born, '2026-11-22')

  test('about 60 persons, three generations', () => {
    expect(people(today)).toHaveLength(61)
    const [bo, anna] = [one('bo'), one('anna')]
    expect([bo.mother, anna.mother, bo.father, one('jens').father]).toEqual([
      'anna',
      'karen',
      'jens',
      'svend',
    ])
  })

  test.each`
    fact                                                        | holds                                                                               | expected
    ${'Anna is married to Lars and moved last month'}           | ${() => [one('anna').civilStatuses[0]?.spouse, one('anna').homes[0]?.from]}         | ${['lars', '2026-10-22']}
    ${'Sofie, her daughter, is an adult'}                       | ${() => [one('sofie').mother, ageOf('sofie')]}                                      | ${['anna', 24]}
    ${'Bo is 14, both parents hold custody'}                    | ${() => [ageOf('bo'), one('bo').custody.map(held => held.holder)]}                  | ${[14, ['mother', 'father']]}
    ${'Bo’s parents live apart, he with Anna'}                  | ${() => [homeOf('bo') === homeOf('anna'), homeOf('bo') === homeOf('jens')]}         | ${[true, false]}
    ${'Emil: custody by one, his mother is dead'}               | ${() => [one('emil').custody.length, one('birgit').status]}                         | ${[1, '90']}
    ${'Villads: custody by his grandmother'}                    | ${() => one('villads').custody.map(held => held.holder)}                            | ${['grethe']}
    ${'Mikkel turns 18 within a year'}                          | ${() => [ageOf('mikkel'), age(one('mikkel').born, '2027-11-22')]}                   | ${[17, 18]}
    ${'Carl has Dorte as guardian, without end'}                | ${() => one('carl').guardians.map(({ by, to }) => [by, to])}                        | ${[['dorte', undefined]]}
    ${'Freja is Erik’s daughter'}                               | ${() => one('freja').father}                                                        | ${'erik'}
    ${'Noah lives with Gitte, not with his father'}             | ${() => [homeOf('noah') === homeOf('gitte'), homeOf('noah') === homeOf('kasper')]}  | ${[true, false]}
    ${'… who holds custody too'}                                | ${() => [one('noah').father, one('noah').custody.length]}                           | ${['kasper', 2]}
    ${'Hans died yesterday, Else is a widow'}                   | ${() => [one('hans').died, one('else').civilStatuses[0]?.code]}                     | ${['2026-11-21', 'E']}
    ${'emigrated, disappeared'}                                 | ${() => [one('rikke').status, one('viggo').status]}                                 | ${['80', '70']}
    ${'numbers changed for birth day and sex, and one deleted'} | ${() => ['astrid', 'robin', 'sami'].map(key => one(key).earlierNumbers[0]?.status)} | ${['60', '60', '50']}
    ${'names undone and corrected'}                             | ${() => one('nanna').earlierNames.map(name => name.mark)}                           | ${['K', 'A', '']}
    ${'a citizen of another country'}                           | ${() => one('greta').citizenships.map(held => held.country)}                        | ${['5120']}
    ${'a newborn without a name, five days old'}                | ${() => [fullName(one('newborn').name), one('newborn').born]}                       | ${['', '2026-11-17']}
  `('$fact', ({ holds, expected }) => {
    expect(holds()).toEqual(expected)
  })

  test.each`
    key        | type      | inForce
    ${'gitte'} | ${'0001'} | ${true}
    ${'noah'}  | ${'0001'} | ${true}
    ${'aksel'} | ${'0001'} | ${false}
    ${'anna'}  | ${'0003'} | ${true}
  `('$key: protection $type in force on every day of loading: $inForce', ({ key, type, inForce }) => {
    for (const day of days) {
      const found = person(key, noon(day)).protections.filter(protection => protection.type === type)
      expect(found.length).toBeGreaterThan(0)
      expect(found.some(({ from, to }) => from <= day && (!to || day < to))).toBe(inForce)
    }
  })

  test('an unknown key is refused by name', () => {
    expect(() => person('nobody', today)).toThrow('No person "nobody"')
  })

  test('shift stays in its month', () => {
    expect([shift('2028-02-29', { years: -1 }), shift('2027-05-31', { months: 1 })]).toEqual([
      '2027-02-28',
      '2027-06-30',
    ])
  })
})
