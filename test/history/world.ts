// The world of a run: the nodes that can be asked, one monotonic clock, one seeded chance, and the history that grows.
import type { Command, Followed, Read } from './history.ts'

/** A node that listens, be it well or not. */
export interface Target {
  readonly name: string
  readonly url: string
  /** A gateway does everything; a subgraph alone does its own part. */
  readonly does: readonly Job[]
}

/** To read about a person; to command on consents; on powers of attorney. */
export type Job = 'READ' | 'CONSENT' | 'POWER'

export interface World {
  targets(does: Job): readonly Target[]
  /** From 0 to below 1. */
  random(): number
  over(): boolean
  readonly commands: Command[]
  readonly reads: Read[]
  /** Reads under way, by node: nobody waits long for a node that stands still. */
  readonly waiting: Map<string, Set<Promise<Read>>>
  readonly followed: Followed[]
}

/** The same seed, the same chances (mulberry32); what races with what the machine decides. */
export function seededChance(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** All that are under way, answered or given up. */
export const waited = (world: World): Promise<unknown> =>
  Promise.all([...world.waiting.values()].flatMap(reads => [...reads]))

/** Any one of them; undefined of none. */
export const pick = <Value>(values: readonly Value[], random: () => number): Value | undefined =>
  values[Math.floor(random() * values.length)]

export const pause = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms))
