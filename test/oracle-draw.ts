// What the oracle's worlds draw at random: when something is in force, and people under any of their ids.
import type { Cast } from './oracle-make.ts'
import type { Chance } from './oracle-random.ts'

/** An activity of a world, for those who ask under it. */
export interface Made {
  readonly id: string
  readonly authority: string
  readonly consentable: readonly string[]
}

/** Those people of the cast of whom one world tells. */
export type Stage = Cast['persons']

const dayMs = 86_400_000
// Nothing begins or ends near the time of a question.
const windows = { now: [-20, 40], over: [-40, -2], later: [3, 50] } as const

export const dayAway = (days: number): Date => new Date(Date.now() + days * dayMs)

/** Now in force so many times of a hundred, otherwise over or not yet begun. */
export function drawWindow(chance: Chance, now = 70): { from: Date; to: Date } {
  const [from, to] = chance.percent(now) ? windows.now : chance.of([windows.over, windows.later])
  return { from: dayAway(from), to: dayAway(to) }
}

/** A person of the stage, now and then under another of their ids. */
export function someone(chance: Chance, { aliases }: Cast, stage: Stage): string {
  const { id } = chance.of(stage)
  const others = [...aliases].flatMap(([from, into]) => (into === id ? [from] : []))
  return others.length > 0 && chance.percent(60) ? chance.of(others) : id
}
