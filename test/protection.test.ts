// Name-and-address protection (CPR act § 28) over time, and the act's exceptions, as a table.
import { expect, test } from 'vitest'
import { decide } from '../access/decide.ts'
import { classifyPlatform } from '../subgraphs/registry.ts'
import { activity, banks, field, subject as someone, system } from './decision-facts.ts'

const today = field('Person.address', { hiddenByProtection: true })
const earlier = field('Person.previousAddresses', { hiddenByProtection: true, earlier: true })
const fields = new Map([
  ['Person.address', 'LAW'],
  ['Person.previousAddresses', 'LAW'],
] as const)
const now = { protected: true, everProtected: true }
const once = { protected: false, everProtected: true }
const never = { protected: false, everProtected: false }
const authority = activity({ fields })
const bank = banks({ fields })
const excepted = banks({ fields, protectionException: 'CPR act § 42 (invented)' })

test.each`
  who          | rule       | subject  | expected
  ${authority} | ${today}   | ${now}   | ${'PERMIT'}
  ${authority} | ${earlier} | ${now}   | ${'PERMIT'}
  ${bank}      | ${today}   | ${now}   | ${'WITHHOLD'}
  ${bank}      | ${earlier} | ${now}   | ${'WITHHOLD'}
  ${bank}      | ${today}   | ${once}  | ${'PERMIT'}
  ${bank}      | ${earlier} | ${once}  | ${'WITHHOLD'}
  ${bank}      | ${earlier} | ${never} | ${'PERMIT'}
  ${excepted}  | ${today}   | ${now}   | ${'PERMIT'}
  ${excepted}  | ${earlier} | ${now}   | ${'PERMIT'}
`(
  '$rule.coordinate for $who.id of someone protected $subject → $expected',
  ({ who, rule, subject, expected }) => {
    expect(decide(system(who), { rule, subject: someone(subject), parties: [] }).outcome).toBe(expected)
  },
)

// CPR act § 28, and whatever else tells the place: free text, keys of moves that nobody has published, a child's parish.
test.each(
  `name previousNames address previousAddresses contactAddress emigration previousEmigrations disappearance
  previousDisappearances orderToMove birthRegistration notes events`.split(/\s+/),
)('Person.%s is hidden by protection', name => {
  expect(classifyPlatform().get('Person')!.fields.get(name)?.hiddenByProtection).toBe(true)
})
