// Reads CVR's Danish signing rule whole, by the grammar in README.md, or says why and where it cannot be read.
import {
  type Alternative,
  bodyOf,
  mustBeSole,
  mustBindOneWay,
  mustNotBeIdle,
  type Separator,
} from './binding.ts'
import type { Group, GroupPart, Part, Rule } from './rule.ts'
import { type Placed, type Reason, termsOf, Unread } from './terms.ts'

export type Reading =
  | { readonly kind: 'READ'; readonly rule: Rule }
  | { readonly kind: 'UNPARSED'; readonly reason: Reason; readonly at: number }

type Is = Placed['is']

/** The terms and how far they are read. */
class Terms {
  readonly #terms: readonly Placed[]
  readonly #end: number
  #next = 0

  constructor(terms: readonly Placed[], end: number) {
    this.#terms = terms
    this.#end = end
  }

  get at(): number {
    return this.#terms[this.#next]?.at ?? this.#end
  }

  /** The next term if it is of that kind. */
  take<K extends Is>(is: K, ahead = 0): (Placed & { readonly is: K }) | null {
    const term = this.#terms[this.#next + ahead]
    if (term?.is !== is) return null
    this.#next += ahead + 1
    return term as Placed & { readonly is: K }
  }

  sees(is: Is, ahead = 0): boolean {
    return this.#terms[this.#next + ahead]?.is === is
  }

  get ended(): boolean {
    return this.#next >= this.#terms.length
  }

  fail(reason: Reason = 'STRUCTURE'): never {
    throw new Unread(reason, this.at)
  }
}

const part = (group: Group, n: number | 'ALL', sole = false): GroupPart =>
  sole ? { group, n, sole: true } : { group, n }

/** Whom `anden`, `andre` and `de øvrige` leave out is of the same body. */
function mustStandBeside(terms: Terms, beside: GroupPart | null, group: Group): void {
  if (!beside || bodyOf(beside.group) !== bodyOf(group)) terms.fail('SCOPE')
}

/** `af de øvrige`. */
const ofTheOthers = (terms: Terms): boolean => terms.sees('BY') && terms.take('THE_OTHERS', 1) !== null

/** `en direktør`, `en af direktørerne`, `direktøren`, `formanden`; `beside`: who it is `en anden` than. */
function one(terms: Terms, beside: GroupPart | null = null): GroupPart | null {
  if (terms.take('ONE')) {
    if (ofTheOthers(terms)) {
      const { group } = terms.take('MEMBERS') ?? terms.fail()
      mustStandBeside(terms, beside, group)
      return part(group, 1)
    }
    if (terms.sees('BY') && terms.sees('THE_MEMBERS', 1)) {
      return part(terms.take('THE_MEMBERS', 1)!.group, 1)
    }
    // There is one chair; of deputies and managing directors there may be several.
    const office = terms.take('OFFICE')
    if (office) return part(office.group, 1, office.group === 'CHAIR')
    const another = terms.take('OTHER') !== null
    const member = terms.take('MEMBER') ?? terms.fail()
    if (another) mustStandBeside(terms, beside, member.group)
    return part(member.group, 1)
  }
  const named = terms.take('OFFICE') ?? terms.take('THE_MEMBER')
  if (named) return part(named.group, 1, true)
  const member = terms.take('MEMBER')
  if (member && !member.bare) terms.fail()
  return member && part(member.group, 1, true)
}

/** `to direktører`, `to af direktørerne`, `mindst to`, `to eller flere direktører`; `beside`: whom `to andre` leaves out. */
function some(terms: Terms, beside: GroupPart | null = null): GroupPart | null {
  const atLeast = terms.take('AT_LEAST')
  const number = terms.take('NUMBER')
  if (!number) return atLeast ? terms.fail() : null
  terms.take('OR_MORE')
  const others = terms.take('OTHERS') !== null || ofTheOthers(terms)
  const named = terms.take('MEMBERS')
  const members = named ?? (!others && terms.take('BY') && terms.take('THE_MEMBERS')) ?? null
  if (!members) return terms.fail()
  if (others) mustStandBeside(terms, beside, members.group)
  return part(members.group, number.n)
}

/** What follows `i forening med`. */
function linked(terms: Terms, left: GroupPart, at: number): Alternative {
  const right = () => some(terms, left) ?? one(terms, left) ?? terms.fail()
  const either = terms.take('EITHER') !== null
  const rights = [right()]
  if (either) rights.push(terms.take('OR') ? right() : terms.fail())
  else while (linksAgain(terms)) rights.push(right())
  return { sets: rights.map(each => [left, each]), shape: 'LINKED', closed: true, at }
}

/** `eller med`, `eller i forening med`: bound to whoever stood before the first `med`. */
function linksAgain(terms: Terms): boolean {
  if (!terms.sees('OR')) return false
  if (terms.sees('JOINT', 1)) return terms.take('WITH', 2) !== null
  return terms.take('WITH', 1) !== null
}

/** Who follows `og`. */
function besideOf(terms: Terms, first: GroupPart): GroupPart {
  const other = one(terms, first) ?? terms.fail('SCOPE')
  // `to bestyrelsesmedlemmer og formanden`: whether she is one of the two is not said.
  if (first.n !== 1 && bodyOf(first.group) === bodyOf(other.group)) terms.fail('SCOPE')
  return other
}

/** `A og B i forening` are both of them; `A og B hver for sig` are one or the other. */
function listed(terms: Terms, first: GroupPart, at: number): Alternative {
  const other = besideOf(terms, first)
  if (first.n === 1 && terms.take('SEVERALLY')) {
    if (first.group === other.group) throw new Unread('SCOPE', at)
    return { sets: [[first], [other]], shape: 'LISTED', closed: true, at }
  }
  if (!terms.take('JOINT') || terms.sees('WITH')) terms.fail('SCOPE')
  return { sets: [[first, other]], shape: 'LISTED', closed: true, at }
}

/** Whatever is one or several people: alone, together, or with others. */
function people(terms: Terms): Alternative | null {
  const { at } = terms
  const several = some(terms)
  if (several) {
    if (terms.take('AND')) return listed(terms, several, at)
    if (!terms.take('JOINT')) terms.fail('JOINT_MISSING')
    if (terms.take('WITH')) return linked(terms, several, at)
    return { sets: [[several]], shape: 'PLAIN', closed: true, at }
  }
  const single = one(terms)
  if (!single) return null
  if (terms.take('JOINT')) return terms.take('WITH') ? linked(terms, single, at) : terms.fail('SCOPE')
  if (terms.take('AND')) return listed(terms, single, at)
  return { sets: [[single]], shape: 'PLAIN', closed: terms.take('ALONE') !== null, at }
}

/** Whatever speaks of a whole body. */
function body(terms: Terms): Alternative | null {
  const { at } = terms
  const whole = terms.take('WHOLE_BODY')
  if (whole) {
    const closed = terms.take('JOINT') !== null
    return { sets: [[part(whole.group, 'ALL')]], shape: 'PLAIN', closed, at }
  }
  const bare = terms.take('BODY')
  if (bare) {
    const closed = terms.take('JOINT') !== null
    const ends = terms.ended || terms.sees('STOP') || terms.sees('OR')
    if (!closed && (bare.group !== 'BOARD' || !ends)) throw new Unread('AMBIGUOUS_BODY', at)
    return { sets: [[part(bare.group, 'ALL')]], shape: 'BARE_BODY', closed, at }
  }
  return null
}

/** Whatever speaks of each or all of a group, or of so many of all. */
function members(terms: Terms): Alternative | null {
  const { at } = terms
  if (terms.take('EVERY')) {
    const member = terms.take('BY') ? terms.take('THE_MEMBERS') : terms.take('MEMBER')
    if (!member) return terms.fail()
    return { sets: [[part(member.group, 1)]], shape: 'PLAIN', closed: terms.take('ALONE') !== null, at }
  }
  const all = terms.take('ALL') && (terms.take('MEMBERS') ?? terms.take('THE_MEMBERS') ?? terms.fail())
  const group = all ?? terms.take('THE_MEMBERS')
  if (!group) return null
  if (!all && terms.take('SEVERALLY')) {
    return { sets: [[part(group.group, 1)]], shape: 'PLAIN', closed: true, at }
  }
  const number = !all && terms.sees('JOINT', 1) ? terms.take('NUMBER') : null
  if (!terms.take('JOINT')) terms.fail('JOINT_MISSING')
  const of = number ? part(group.group, number.n) : part(group.whole, 'ALL')
  return { sets: [[of]], shape: 'LISTED', closed: true, at }
}

/** What follows `tegnes i forening af`: several, whatever else the text says. */
function together(terms: Terms): Alternative {
  const { at } = terms
  const jointly = (...parts: readonly GroupPart[]): Alternative => ({
    sets: [parts],
    ...{ shape: 'LISTED', closed: true, at },
  })
  const body = terms.take('WHOLE_BODY') ?? terms.take('BODY')
  if (body) return jointly(part(body.group, 'ALL'))
  const all = terms.take('ALL') && (terms.take('MEMBERS') ?? terms.take('THE_MEMBERS') ?? terms.fail())
  const group = all ?? terms.take('THE_MEMBERS')
  if (group) return jointly(part(group.whole, 'ALL'))
  const several = some(terms)
  const first = several ?? one(terms) ?? terms.fail()
  if (terms.take('AND')) return jointly(first, besideOf(terms, first))
  return several ? jointly(several) : terms.fail('SCOPE')
}

function separator(terms: Terms): Separator | null {
  const comma = terms.take('COMMA')
  const or = terms.take('OR') !== null
  return comma || or ? { or, by: terms.take('BY') !== null } : null
}

/** The same group twice in one set is that many people; *the* same one twice is nobody. */
function merged(parts: readonly GroupPart[]): readonly Part[] {
  const [first, second] = parts
  if (!first || !second || first.group !== second.group) return parts
  if (first.sole || second.sole) throw new Unread('SCOPE', 0)
  return [part(first.group, Number(first.n) + Number(second.n))]
}

/** Which word before those who sign binds them all. */
function preamble(terms: Terms): 'EITHER' | 'JOINT' | null {
  const company = terms.take('COMPANY')
  const signed = terms.take('SIGNED')
  if (company && !signed) terms.fail()
  if (!signed) {
    terms.take('BY')
    return null
  }
  const before = terms.take('EITHER') ?? terms.take('JOINT')
  if (!terms.take('BY')) terms.fail()
  return (before ?? terms.take('EITHER'))?.is ?? null
}

/** A text that was cut short: `enten` without its `eller`, or dots that stand for what was left out. */
function mustBeWhole(terms: Terms, either: boolean, alternatives: readonly Alternative[]): void {
  if (either && alternatives.length < 2) terms.fail()
  const { at } = terms
  let stops = 0
  while (terms.take('STOP')) stops++
  if (stops > 2) throw new Unread('STRUCTURE', at)
  if (!terms.ended) terms.fail()
}

function read(text: string): Rule {
  const terms = new Terms(termsOf(text), text.length)
  if (terms.ended) terms.fail('EMPTY')
  const before = preamble(terms)
  const alternatives: Alternative[] = before === 'JOINT' ? [together(terms)] : []
  const separators: Separator[] = []
  for (let next: Separator | null = null; alternatives.length === 0 || next; next = separator(terms)) {
    if (next) separators.push(next)
    alternatives.push(body(terms) ?? members(terms) ?? people(terms) ?? terms.fail())
  }
  if (terms.sees('AND')) terms.fail('SCOPE')
  mustBeWhole(terms, before === 'EITHER', alternatives)
  mustBindOneWay(alternatives, separators)
  mustNotBeIdle(alternatives)
  const sets = alternatives.flatMap(({ sets }) => sets)
  mustBeSole(sets.flat())
  return { anyOf: sets.map(parts => ({ allOf: merged(parts) })) }
}

const longestText = 1_000

/** What a registered text says (*tegningsregel*; companies act § 135(3)). Never throws. */
export function parseSigningRule(text: string): Reading {
  const composed = text.normalize('NFC')
  if (composed.length > longestText) return { kind: 'UNPARSED', reason: 'TOO_LONG', at: longestText }
  try {
    return { kind: 'READ', rule: read(composed) }
  } catch (error) {
    if (!(error instanceof Unread)) throw error
    return { kind: 'UNPARSED', reason: error.reason, at: error.at }
  }
}
