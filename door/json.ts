// Reads JSON strictly: two parsers must not read one text differently, so a key that stands twice is refused.

export interface JsonLimits {
  /** Objects and lists inside one another. */
  readonly depth: number
  /** Objects, lists and scalars in all. */
  readonly values: number
}

export type JsonFault = 'SYNTAX' | 'DUPLICATE_KEY' | 'TOO_DEEP' | 'TOO_MANY_VALUES'

/** Holds nothing of the text. */
export class JsonRefused extends Error {
  override readonly name = 'JsonRefused'
  readonly fault: JsonFault

  constructor(fault: JsonFault) {
    super(`The JSON text is refused: ${fault}.`)
    this.fault = fault
  }
}

/** Throws JsonRefused. */
export function readJson(text: string, limits: JsonLimits): unknown {
  const value = parse(text)
  scan(text, limits)
  return value
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new JsonRefused('SYNTAX') // The parser's own message quotes the text.
  }
}

interface Walk {
  readonly text: string
  readonly limits: JsonLimits
  /** The keys seen in each object that is open; null for a list. */
  readonly open: (Set<string> | null)[]
  values: number
}

/** Walks over a text that is known to be JSON, once and without recursion. */
function scan(text: string, limits: JsonLimits): void {
  const walk: Walk = { text, limits, open: [], values: 0 }
  let at = 0
  while (at < text.length) at = step(walk, at)
}

/** Takes in what stands at a place; gives the place after it. */
function step(walk: Walk, at: number): number {
  const { text, open } = walk
  const sign = text[at]!
  if (sign === '"') return takeText(walk, at)
  if (isBetween(sign)) return at + 1
  if (sign === '}' || sign === ']') {
    open.pop()
    return at + 1
  }
  count(walk)
  if (sign !== '{' && sign !== '[') return endOfScalar(text, at)
  if (open.push(sign === '{' ? new Set() : null) > walk.limits.depth) throw new JsonRefused('TOO_DEEP')
  return at + 1
}

function takeText(walk: Walk, at: number): number {
  const { text, open } = walk
  const end = endOfText(text, at)
  if (isKey(text, end)) addKey(open.at(-1), text.slice(at, end))
  else count(walk)
  return end
}

function count(walk: Walk): void {
  if (++walk.values > walk.limits.values) throw new JsonRefused('TOO_MANY_VALUES')
}

function endOfScalar(text: string, start: number): number {
  let at = start
  while (at < text.length && !isBetween(text[at]!) && text[at] !== '}' && text[at] !== ']') at++
  return at
}

const isBetween = (sign: string): boolean => ' \t\r\n,:'.includes(sign)

function addKey(keys: Set<string> | null | undefined, quoted: string): void {
  const key = quoted.includes('\\') ? (JSON.parse(quoted) as string) : quoted.slice(1, -1)
  if (keys?.has(key)) throw new JsonRefused('DUPLICATE_KEY')
  keys?.add(key)
}

/** The place after the closing quotation mark of the text that begins at `start`. */
function endOfText(text: string, start: number): number {
  let at = start + 1
  while (text[at] !== '"') at += text[at] === '\\' ? 2 : 1
  return at + 1
}

function isKey(text: string, end: number): boolean {
  let at = end
  while (' \t\r\n'.includes(text[at] ?? 'x')) at++
  return text[at] === ':'
}
