// Distinct people to slots, exactly: a maximum bipartite matching by augmenting paths.

/**
 * For each slot (the people who may fill it) the one of `present` who does, or null; nobody fills two, and no other way
 * fills more slots. The same for any order of `present`. A slot that stands earlier is left empty only if it must be.
 */
export function matching(
  slots: readonly (readonly string[])[],
  present: ReadonlySet<string>,
): readonly (string | null)[] {
  const slotOf = new Map<string, number>()
  slots.forEach((_, slot) => {
    place(slot, new Set())
  })
  const filled = new Map([...slotOf].map(([person, slot]) => [slot, person]))
  return slots.map((_, slot) => filled.get(slot) ?? null)

  function place(slot: number, tried: Set<string>): boolean {
    for (const person of slots[slot]!) {
      if (!present.has(person) || tried.has(person)) continue
      tried.add(person)
      const holds = slotOf.get(person)
      if (holds === undefined || place(holds, tried)) {
        slotOf.set(person, slot)
        return true
      }
    }
    return false
  }
}

/** Everyone who fills a slot, with one of `among` in it; null when the slots cannot all be filled so. */
export function filledWith(
  slots: readonly (readonly string[])[],
  present: ReadonlySet<string>,
  among: ReadonlySet<string>,
): readonly string[] | null {
  for (const person of among) {
    const others = new Set([...present].filter(other => other !== person))
    for (const [index, slot] of slots.entries()) {
      if (!slot.includes(person)) continue
      const rest = matching(slots.toSpliced(index, 1), others)
      if (rest.every(each => each !== null)) return [person, ...(rest as string[])].sort()
    }
  }
  return null
}
