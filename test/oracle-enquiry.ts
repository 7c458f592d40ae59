// Whether one may act for another, as a system asks: answered from the oracle's own table of rights, by ACCESS.md section 10.
import { help } from '../access/refusals.ts'
import { isId } from '../schema/id.ts'
import { nobody } from './oracle-nobody.ts'
import type { Chance } from './oracle-random.ts'
import { type Rule, rules } from './oracle-rules.ts'
import type { Own } from './oracle-schema.ts'
import { judge, nearestMandate, type Verdict } from './oracle-table.ts'
import { mandateCodes, type Need } from './oracle-table-mandates.ts'
import type { Asked, World } from './oracle-world.ts'

interface Enquiry {
  readonly for: string
  readonly by: string
  readonly action: 'READ' | 'CONSENT' | 'ACT'
  readonly field?: string | null
  readonly activity?: string | null
}

export const answering = 'MandateAnswer.allowed'

const sides = (given: object): readonly [subject: string, by: string] => {
  const { for: subject, by } = given as Enquiry
  return [isId(subject) ? subject : nobody, isId(by) ? by : nobody]
}

const judgeAnswer = (asked: Asked, world: World, subject: string): Verdict =>
  judge(asked, world, rules.get(answering)!, subject, [])

/** What is recorded of an enquiry: about whom it would be done for, and when it is answered also about who would. */
export function recordedOf(asked: Asked, world: World, given: object) {
  const [subject, by] = sides(given)
  const verdict = judgeAnswer(asked, world, subject)
  const about = 'given' in verdict && world.kindOf(by) !== null ? [subject, by] : [subject]
  return about.map(id => ({ verdict, subject: id }))
}

/** Nothing is told to whom it is not permitted. Without the facts about the two nothing is known. */
export function ownEnquiry(asked: Asked, world: World): Own {
  return given => {
    const [subject, by] = sides(given)
    if ([subject, by].some(id => world.isLost(id))) throw new Error('These facts cannot be read.')
    const isTold = 'given' in judgeAnswer(asked, world, subject)
    const enquiry = { ...(given as never as Enquiry), for: subject, by }
    return { answer: { about: { id: subject }, ...(isTold && answerTo(enquiry, world)) } }
  }
}

const rights = ['CUSTODY', 'GUARDIANSHIP', 'SIGNING_RULE'] as const

/** What a request of theirs would meet. Which of several powers of attorney, and until when, is not said here. */
function answerTo(enquiry: Enquiry, world: World): object {
  const { for: subject, action, field, activity } = enquiry
  const by = world.canonical(enquiry.by)
  const rule = field && action === 'READ' ? ruleOf(field) : null
  const isOther = world.kindOf(by) === 'PERSON' && !world.idsOf(by).includes(subject)
  const caller = { kind: 'PERSON', client: 'oracle', person: by, business: null } as const
  const asked = { as: { caller, activity: activity ?? undefined }, text: '', variables: {} }
  const codes = isOther
    ? mandateCodes(asked, world, { ...(rule ?? anything), action }, [by, subject])
    : ['MANDATE_MISSING']
  const place = codes.indexOf(null)
  // What does not exist, no right covers.
  const code = place < 0 ? nearestMandate(codes as string[]) : rule === undefined ? 'MANDATE_SCOPE' : null
  if (code === null) {
    const until = place === 0 || place > 2 ? new Date(0) : null
    return { allowed: true, right: rights[place] ?? 'VOLUNTARY', until, code: null, help: null }
  }
  const words = ({ language }: { language: string }) => help(code as never)[language === 'DA' ? 'da' : 'en']
  return { allowed: false, right: null, until: null, code, help: words }
}

const anything: Need = { coordinate: null, economic: true, toSign: false, together: false }

/** A field of an object; undefined for what the schema does not have. */
function ruleOf(coordinate: string): Need | undefined {
  const rule: Rule | undefined = coordinate.startsWith('Mutation.') ? undefined : rules.get(coordinate)
  if (!rule || rule.entry) return undefined
  return rule.class === 'OPEN' ? { ...rule, toSign: false, together: false } : rule
}

const kinds: Readonly<Record<string, string>> = {
  ...{ VOLUNTARY: 'a power of attorney', FUTURE: 'a power of attorney', DECREE: 'a power of attorney' },
  ...{ OWNER: 'signing', SIGNING_RULE: 'signing' },
}

/** Of equals the platform names any: as much as two answers can be compared by. */
export const rightInWords = (right: string): string => kinds[right] ?? right

/** Two of whom one may act for the other, now and then in the wrong order, and anyone besides. */
export function pairsFor(world: World): (chance: Chance) => readonly [subject: string, by: string] {
  const signers = [...world.signers].flatMap(([business, { codes }]) =>
    [...codes.keys()].map(person => [business, person] as const),
  )
  const rights = [
    world.powers.map(({ grantor, holder }) => [grantor, holder] as const),
    world.custody.map(({ child, holder }) => [child, holder] as const),
    world.guardians.map(({ ward, guardian }) => [ward, guardian] as const),
    signers,
  ].filter(list => list.length > 0)
  return chance => {
    const [subject, by] = chance.of(chance.of(rights))
    return chance.percent(92) ? [subject, by] : [by, subject]
  }
}
