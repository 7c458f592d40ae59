// What leaves a doubt between alternatives: what `eller`, `og`, a comma or `i forening` could bind otherwise.
import type { Group, GroupPart } from './rule.ts'
import { Unread } from './terms.ts'

/** How an alternative was written: what `eller` may bind depends on it. */
export interface Alternative {
  /** Sets of parts; several only after `med enten … eller …`. */
  readonly sets: readonly (readonly GroupPart[])[]
  readonly shape: 'PLAIN' | 'LINKED' | 'LISTED' | 'BARE_BODY'
  /** Says itself that it signs alone or together, so that nothing after it can. */
  readonly closed: boolean
  readonly at: number
}

export interface Separator {
  readonly or: boolean
  readonly by: boolean
}

export const bodyOf = (group: Group): string =>
  group === 'CHAIR' || group === 'DEPUTY_CHAIR' || group === 'BOARD_MEMBER'
    ? 'BOARD'
    : group === 'MANAGING_DIRECTOR' || group === 'DIRECTOR'
      ? 'MANAGEMENT'
      : group

/** `den samlede bestyrelse` binds whatever the text says (companies act § 135(2)); `bestyrelsen` may mean less. */
const isWholeBoard = ({ sets, shape }: Alternative): boolean =>
  sets[0]?.[0]?.group === 'BOARD' && shape !== 'BARE_BODY'

/** Refuses every sequence in which an `eller`, a comma or an `i forening` could bind otherwise. */
export function mustBindOneWay(alternatives: readonly Alternative[], separators: readonly Separator[]): void {
  // After `i forening med`: whether what follows `eller` could still belong to it.
  let open = false
  alternatives.forEach((alternative, index) => {
    const before = alternatives.slice(0, index)
    const fail = () => {
      throw new Unread('SCOPE', alternative.at)
    }
    if (index > 0 && alternative.shape === 'BARE_BODY') fail()
    if (alternative.shape !== 'PLAIN' && !before.every(each => each.closed || isWholeBoard(each))) fail()
    if (index > 0 && separators[index - 1]!.by) open = false
    if (open && !isWholeBoard(alternative)) fail()
    open ||= alternative.shape === 'LINKED'
  })
  if (separators.length > 0 && !separators.at(-1)!.or) {
    throw new Unread('SCOPE', alternatives.at(-1)!.at)
  }
}

/** *The* director cannot be read where the same text knows of several, or of a managing one. */
export function mustBeSole(parts: readonly GroupPart[]): void {
  const clash = parts.some(
    ({ group, sole }) =>
      sole &&
      parts.some(other => !other.sole && other.group === group) &&
      !['CHAIR', 'DEPUTY_CHAIR'].includes(group),
  )
  const wide = parts.some(each => each.group === 'MANAGING_DIRECTOR' || each.group === 'MANAGEMENT')
  const theDirector = parts.filter(each => each.group === 'DIRECTOR' && each.sole)
  if (clash || (theDirector.length > 0 && wide)) throw new Unread('SCOPE', 0)
}

const covers = (wide: Group, narrow: Group): boolean =>
  wide === narrow || (bodyOf(wide) === bodyOf(narrow) && (wide === 'BOARD_MEMBER' || wide === 'DIRECTOR'))

const isTogether = (parts: readonly GroupPart[], { shape }: Alternative): boolean => {
  const [first] = parts
  if (parts.length > 1 || !first) return true
  return first.n === 'ALL' ? !(first.group === 'BOARD' && shape === 'PLAIN') : first.n > 1
}

/**
 * `en direktør i forening med formanden eller af en direktør`, `alle direktører i forening eller en direktør`: the first
 * would say nothing, unless the last is `alene`. The whole board is often repeated from the law.
 */
export function mustNotBeIdle(alternatives: readonly Alternative[]): void {
  const together = alternatives.flatMap(each => each.sets.filter(parts => isTogether(parts, each))).flat()
  for (const { sets, closed, at } of alternatives) {
    const [part] = sets[0]!
    if (!closed && part?.n === 1 && together.some(other => covers(part.group, other.group))) {
      throw new Unread('SCOPE', at)
    }
  }
}
