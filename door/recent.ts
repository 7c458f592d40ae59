// A bounded memory that forgets what was not used for longest.

/** Longer keys are not remembered: a few of a megabyte would push out everything else. */
const longestKey = 20_000

export class Recent<Value> {
  readonly #limit: number
  readonly #characters: number
  readonly #entries = new Map<string, Value>()
  #held = 0

  /** `limit`: of entries; `characters`: of their keys together, for what is kept of a text grows with it. */
  constructor(limit: number, characters = 500_000) {
    this.#limit = limit
    this.#characters = characters
  }

  /** The remembered value, or the made one. */
  get(key: string, make: () => Value): Value {
    const known = this.#entries.get(key)
    const value = known === undefined ? make() : known
    if (key.length > longestKey) return value
    this.#forget(key)
    this.#entries.set(key, value)
    this.#held += key.length
    while (this.#entries.size > this.#limit || this.#held > this.#characters)
      this.#forget(this.#entries.keys().next().value as string)
    return value
  }

  #forget(key: string): void {
    if (this.#entries.delete(key)) this.#held -= key.length
  }

  get size(): number {
    return this.#entries.size
  }
}
