// A steward's reading of a signing rule: the rule as data from what they say, and back; pure.
import type { Group, Part, Rule } from '../../access/signing-rule/rule.ts'
import { isId } from '../../schema/id.ts'
import { type Problem, problem } from '../problems.ts'

/** The schema's SigningPartInput, its person by id. */
export interface PartInput {
  readonly group?: Group | null
  /** So many of the group. */
  readonly count?: number | null
  /** Every one of it. */
  readonly all?: boolean
  /** It has exactly one: *the* director. */
  readonly sole?: boolean
  readonly person?: string | null
}

export interface WayInput {
  readonly parts: readonly PartInput[]
}

const mostWays = 20
const mostParts = 10
const mostCounted = 50

const form = (path: string): Problem => problem('SIGNING_RULE_FORM', path)

/** What is wrong with the form of a rule. */
export function ruleProblems(ways: readonly WayInput[], path: string): readonly Problem[] {
  if (ways.length < 1 || ways.length > mostWays) return [form(path)]
  return ways.flatMap(({ parts }, index) => {
    const place = `${path}.${index}`
    const people = parts.flatMap(({ person }) => person ?? [])
    const twice = new Set(people).size < people.length
    if (parts.length < 1 || parts.length > mostParts || twice) return [form(place)]
    return parts.flatMap((part, at) => (isPart(part) ? [] : [form(`${place}.parts.${at}`)]))
  })
}

function isPart({ group, count, all = false, sole = false, person }: PartInput): boolean {
  if (group == null) return isId(person) && count == null && !all && !sole
  if (person != null || (count != null) === all) return false
  const counted = count == null || (Number.isInteger(count) && count >= 1 && count <= mostCounted)
  return counted && (!sole || count === 1)
}

/** The rule that they say; of what has no problems. */
export const ruleOf = (ways: readonly WayInput[]): Rule => ({
  anyOf: ways.map(({ parts }) => ({ allOf: parts.map(partOf) })),
})

function partOf({ group, count, sole = false, person }: PartInput): Part {
  if (group == null) return { person: person! }
  return { group, n: count ?? 'ALL', ...(sole && { sole: true as const }) }
}

/** As the schema's SigningWay has it. */
export const waysIn = ({ anyOf }: Rule) =>
  anyOf.map(({ allOf }) => ({
    parts: allOf.map(part =>
      'person' in part
        ? {
            group: null,
            count: null,
            all: false,
            sole: false,
            person: { __typename: 'Person', id: part.person },
          }
        : {
            ...{ group: part.group, count: part.n === 'ALL' ? null : part.n, all: part.n === 'ALL' },
            ...{ sole: part.sole === true, person: null },
          },
    ),
  }))

const dayMs = 86_400_000
/** How long a second steward has. */
const daysToDecide = 14

export interface ReadingLife {
  readonly proposedAt: Date
  readonly approvedAt: Date | null
  readonly endedAt: Date | null
  readonly text: string | null
  readonly status: string | null
}

/** Until when it can be approved. */
export const decideBy = ({ proposedAt }: Pick<ReadingLife, 'proposedAt'>): Date =>
  new Date(proposedAt.getTime() + daysToDecide * dayMs)

export type ReadingState = 'PROPOSED' | 'LAPSED' | 'REJECTED' | 'IN_FORCE' | 'OUTDATED' | 'ENDED'

/** Where a reading stands. `now`: the register's text and status, of which it holds while they are what was read. */
export function readingState(
  reading: ReadingLife,
  now: { readonly text: string | null; readonly status: string | null } | null,
  at: Date,
): ReadingState {
  if (reading.approvedAt === null) {
    if (reading.endedAt !== null) return 'REJECTED'
    return at >= decideBy(reading) ? 'LAPSED' : 'PROPOSED'
  }
  if (reading.endedAt !== null) return 'ENDED'
  return now && now.text === reading.text && now.status === reading.status ? 'IN_FORCE' : 'OUTDATED'
}
