// Signing rules over random roles and confirmations: what always holds, and the verdict against trying every assignment.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Confirmation, evaluate, monthsLater } from '../access/signing-rule/evaluate.ts'
import { matching } from '../access/signing-rule/matching.ts'
import type { Group, Part, Rule } from '../access/signing-rule/rule.ts'
import type { Resolve, Standing } from '../access/signing-rule/slots.ts'

const now = new Date('2026-11-22T12:00:00Z')
const nobody: Resolve = () => null

// Random rules over few people, so that roles overlap often.
const people = ['a', 'b', 'c', 'd', 'e']
const person = fc.constantFrom(...people)
const roles = fc.array(
  fc.record({
    holder: person,
    kind: fc.constant('PERSON' as const),
    role: fc.constantFrom('CHAIR', 'BOARD_MEMBER', 'DIRECTOR', 'MANAGING_DIRECTOR'),
  }),
  { minLength: 1, maxLength: 8 },
)
const part: fc.Arbitrary<Part> = fc.oneof(
  fc.record({
    group: fc.constantFrom<Group>('CHAIR', 'BOARD_MEMBER', 'DIRECTOR'),
    n: fc.integer({ min: 1, max: 3 }),
  }),
  fc.record({ group: fc.constantFrom<Group>('BOARD', 'MANAGEMENT'), n: fc.constant('ALL' as const) }),
  fc.record({ person }),
)
const rule = fc
  .array(fc.array(part, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 3 })
  .map((alternatives): Rule => ({ anyOf: alternatives.map(allOf => ({ allOf })) }))
const confirmations = fc.array(
  fc.record({
    person,
    at: fc.integer({ min: 0, max: 400 }).map(days => new Date(now.getTime() - days * 86_400_000)),
  }),
  { maxLength: 8 },
)
const changed = fc.option(
  fc.integer({ min: 0, max: 400 }).map(days => new Date(now.getTime() - days * 86_400_000)),
  { nil: null },
)
const world = fc.record({ rule, roles, changedAt: changed })
const stateOf = (under: Standing, given: readonly Confirmation[]) => evaluate(under, given, nobody, now).state

test('one more confirmation never makes a met rule unmet', () => {
  fc.assert(
    fc.property(world, confirmations, confirmations, (under, given, more) => {
      return stateOf(under, given) !== 'MET' || stateOf(under, [...given, ...more]) === 'MET'
    }),
    { numRuns: 2_000, seed: 3 },
  )
})

test('the order of confirmations and of roles says nothing', () => {
  fc.assert(
    fc.property(world, confirmations, (under, given) => {
      const turned = { ...under, roles: under.roles.toReversed() }
      expect(evaluate(turned, given.toReversed(), nobody, now)).toEqual(evaluate(under, given, nobody, now))
    }),
    { numRuns: 2_000, seed: 4 },
  )
})

test('whoever is counted confirmed, is counted once, and is no fewer than the rule asks', () => {
  fc.assert(
    fc.property(world, confirmations, (under, given) => {
      const verdict = evaluate(under, given, nobody, now)
      if (verdict.state !== 'MET') return
      expect(new Set(verdict.by).size).toBe(verdict.by.length)
      expect(given.map(each => each.person)).toEqual(expect.arrayContaining([...verdict.by]))
      const least = under.rule.anyOf.map(({ allOf }) =>
        allOf.reduce((sum, each) => sum + ('group' in each && each.n !== 'ALL' ? each.n : 1), 0),
      )
      expect(verdict.by.length).toBeGreaterThanOrEqual(Math.min(...least))
    }),
    { numRuns: 2_000, seed: 5 },
  )
})

test('a matching fills as many slots as any assignment can', () => {
  const slots = fc.array(fc.uniqueArray(person, { maxLength: 5 }), { maxLength: 5 })
  fc.assert(
    fc.property(slots, fc.uniqueArray(person), (wanted, present) => {
      const found = matching(wanted, new Set(present)).filter(each => each !== null)
      expect(new Set(found).size).toBe(found.length)
      expect(found.length).toBe(mostFilled(wanted, present))
    }),
    { numRuns: 2_000, seed: 6 },
  )
})

test('the verdict is what trying every assignment of every window says', () => {
  const counts = { MET: 0, other: 0 }
  fc.assert(
    fc.property(world, confirmations, (under, given) => {
      const found = stateOf(under, given)
      counts[found === 'MET' ? 'MET' : 'other'] += 1
      expect(found === 'MET').toBe(metByTrying(under, given))
    }),
    { numRuns: 4_000, seed: 7 },
  )
  expect(Math.min(counts.MET, counts.other)).toBeGreaterThan(400)
})

/** By trying every assignment. */
function mostFilled(slots: readonly (readonly string[])[], present: readonly string[]): number {
  const [slot, ...rest] = slots
  if (!slot) return 0
  const without = mostFilled(rest, present)
  const withOne = slot
    .filter(each => present.includes(each))
    .map(
      each =>
        1 +
        mostFilled(
          rest,
          present.filter(other => other !== each),
        ),
    )
  return Math.max(without, ...withOne)
}

const groups: Readonly<Record<string, readonly string[]>> = {
  CHAIR: ['CHAIR'],
  BOARD_MEMBER: ['CHAIR', 'BOARD_MEMBER'],
  BOARD: ['CHAIR', 'BOARD_MEMBER'],
  DIRECTOR: ['DIRECTOR', 'MANAGING_DIRECTOR'],
  MANAGEMENT: ['DIRECTOR', 'MANAGING_DIRECTOR'],
}

/** Whether some choice of distinct people fits part after part, one of them later than the last change. */
function metByTrying({ rule, roles, changedAt }: Standing, given: readonly Confirmation[]): boolean {
  const inGroup = (group: Group) => [
    ...new Set(roles.filter(each => groups[group]!.includes(each.role)).map(each => each.holder)),
  ]
  const wanted = (part: Part): readonly (readonly string[])[] => {
    if ('person' in part) return [[part.person]]
    const members = inGroup(part.group)
    if (part.n === 'ALL') return members.length > 0 ? members.map(each => [each]) : [[]]
    return Array.from({ length: part.n }, () => members)
  }
  return given.some(({ at: from }) => {
    const within = given.filter(each => each.at >= from && each.at < monthsLater(from, 6))
    const late = within.filter(each => !changedAt || each.at > changedAt).map(each => each.person)
    const assigns = (
      wants: readonly (readonly string[])[],
      left: readonly string[],
      isLate: boolean,
    ): boolean => {
      const [want, ...rest] = wants
      if (!want) return isLate
      return want.some(
        each =>
          left.includes(each) &&
          assigns(
            rest,
            left.filter(other => other !== each),
            isLate || late.includes(each),
          ),
      )
    }
    const present = [...new Set(within.map(each => each.person))]
    return rule.anyOf.some(({ allOf }) => assigns(allOf.flatMap(wanted), present, false))
  })
}
