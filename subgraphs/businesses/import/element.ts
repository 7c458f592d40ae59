// One object of a JSON document with its place in it: reads members by kind, and says where a shape is wrong.

/** What is wrong at which place of a document. Holds no value. */
export class ShapeError extends Error {
  override readonly name = 'ShapeError'
  readonly path: string
  readonly reason: string
  constructor(path: string, reason: string) {
    super(`${path}: ${reason}`)
    this.path = path
    this.reason = reason
  }
}

const longestText = 100_000

/** Which members of which objects of one document were looked at. */
export type Reads = Map<object, Set<string>>

/** A JSON object; every reader gives null for a member that is missing or null, and throws ShapeError for another kind. */
export class Element {
  readonly path: string
  readonly #members: Readonly<Record<string, unknown>>
  readonly #reads: Reads

  /** `reads`: of the whole document, shared by all its elements (unread.ts). */
  constructor(value: unknown, path: string, reads: Reads = new Map()) {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      throw new ShapeError(path, 'an object is expected')
    this.path = path
    this.#members = value as Record<string, unknown>
    this.#reads = reads
    if (!reads.has(value)) reads.set(value, new Set())
  }

  /** Members that say nothing of their own: they count as looked at. */
  skip(...names: readonly string[]): void {
    for (const name of names) this.#reads.get(this.#members)?.add(name)
  }

  /** As if nobody had looked at this object. */
  leave(): void {
    this.#reads.delete(this.#members)
  }

  /** An object. */
  object(name: string): Element | null {
    const value = this.#read(name)
    return value === null ? null : new Element(value, this.#place(name), this.#reads)
  }

  /** A list of objects; empty when there is none. */
  list(name: string): readonly Element[] {
    const value = this.#read(name)
    if (value === null) return []
    if (!Array.isArray(value)) throw new ShapeError(this.#place(name), 'a list is expected')
    return value.map((item, index) => new Element(item, `${this.#place(name)}[${index}]`, this.#reads))
  }

  /** A list of texts; empty when there is none. */
  texts(name: string): readonly string[] {
    const value = this.#read(name)
    if (value === null) return []
    if (!Array.isArray(value)) throw new ShapeError(this.#place(name), 'a list is expected')
    return value.flatMap(
      (item, index) => new Element({ [index]: item }, this.#place(name)).text(`${index}`) ?? [],
    )
  }

  /** A text, trimmed; null when blank. Numbers count as texts: the register writes codes both ways. */
  text(name: string): string | null {
    const value = this.#read(name)
    if (value === null) return null
    if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value)
    if (typeof value !== 'string') throw new ShapeError(this.#place(name), 'a text is expected')
    checkText(value, this.#place(name))
    return value.trim() === '' ? null : value.trim()
  }

  /** A whole number, at least zero; also when it is written as a text. */
  whole(name: string): number | null {
    const text = this.text(name)
    if (text === null) return null
    if (!/^\d{1,15}$/.test(text)) throw new ShapeError(this.#place(name), 'a whole number is expected')
    return Number(text)
  }

  /** A code of digits, filled with zeros from the left to its length. */
  code(name: string, length: number): string | null {
    return this.whole(name)?.toString().padStart(length, '0') ?? null
  }

  /** True or false. */
  flag(name: string): boolean | null {
    const value = this.#read(name)
    if (value !== null && typeof value !== 'boolean')
      throw new ShapeError(this.#place(name), 'true or false is expected')
    return value
  }

  /** A calendar date, `2019-05-01`. */
  date(name: string): string | null {
    const text = this.text(name)
    if (text === null) return null
    if (!isDate(text)) throw new ShapeError(this.#place(name), 'a date is expected')
    return text
  }

  /** An instant with its offset, `2019-10-10T09:23:30.000+02:00`. */
  instant(name: string): string | null {
    const text = this.text(name)
    if (text === null) return null
    if (
      !/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/.test(text) ||
      Number.isNaN(Date.parse(text))
    )
      throw new ShapeError(this.#place(name), 'an instant with its offset is expected')
    return text
  }

  #read(name: string): unknown {
    this.#reads.get(this.#members)?.add(name)
    return Object.hasOwn(this.#members, name) ? (this.#members[name] ?? null) : null
  }

  #place(name: string): string {
    return this.path === '' ? name : `${this.path}.${name}`
  }
}

/** What the reader gives, or ShapeError where the register must have said something. */
export function required<T>(value: T | null, path: string): T {
  if (value === null) throw new ShapeError(path, 'missing')
  return value
}

/** Whether `2019-02-30` is a day that exists. */
export function isDate(text: string): boolean {
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text)?.map(Number) ?? []
  if (year === undefined || month === undefined || day === undefined) return false
  if (month < 1 || month > 12 || day < 1) return false
  // The calendar repeats after 400 years; a year below 100 would be taken for one of the 1900s.
  return day <= 28 || day <= new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate()
}

function checkText(text: string, path: string): void {
  if (text.length > longestText) throw new ShapeError(path, `longer than ${longestText} characters`)
  if (!text.isWellFormed()) throw new ShapeError(path, 'half of a character pair')
  // Purposes and signing rules have lines of their own; any other control character is damage.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/.test(text))
    throw new ShapeError(path, 'a control character')
}
