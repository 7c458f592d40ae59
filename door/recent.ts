// A bounded memory that forgets what was not used for longest.

/** Longer keys are not remembered: a thousand documents of a megabyte would fill the process. */
const longestKey = 20_000

export class Recent<Value> {
  readonly #limit: number
  readonly #entries = new Map<string, Value>()

  constructor(limit: number) {
    this.#limit = limit
  }

  /** The remembered value, or the made one. */
  get(key: string, make: () => Value): Value {
    const known = this.#entries.get(key)
    const value = known === undefined ? make() : known
    if (key.length > longestKey) return value
    this.#entries.delete(key)
    this.#entries.set(key, value)
    if (this.#entries.size > this.#limit) this.#entries.delete(this.#entries.keys().next().value as string)
    return value
  }

  get size(): number {
    return this.#entries.size
  }
}
