// A seeded source of choices: the same seed makes the same world, callers and documents.

export interface Chance {
  /** A whole number below `below`. */
  below(below: number): number
  /** True so many times of a hundred. */
  percent(share: number): boolean
  /** One of a list that is not empty. */
  of<Value>(list: readonly Value[]): Value
  /** So many different ones of a list, fewer when it is shorter. */
  some<Value>(list: readonly Value[], count: number): readonly Value[]
}

/** Mulberry32. */
export function chance(seed: number): Chance {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
  const below = (limit: number) => Math.floor(next() * limit)
  const of = <Value>(list: readonly Value[]): Value => {
    if (list.length === 0) throw new Error('There is nothing to choose from.')
    return list[below(list.length)]!
  }
  return {
    below,
    of,
    percent: share => below(100) < share,
    some(list, count) {
      const left = [...list]
      const taken = []
      while (taken.length < count && left.length > 0) taken.push(left.splice(below(left.length), 1)[0]!)
      return taken
    },
  }
}
