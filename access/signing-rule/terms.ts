// Cuts a signing rule's text into the terms of its grammar; stops at the first word that is not one.
import { folded, longestPhrase, phrases, type Term } from './lexicon.ts'

/** Why a text is not read. */
export type Reason =
  | 'EMPTY'
  | 'TOO_LONG'
  | 'UNKNOWN_WORD'
  | 'AMBIGUOUS_BODY'
  | 'SUPERVISORY_BOARD'
  | 'PROCURATION'
  | 'LIMIT'
  | 'EXCEPTION'
  | 'AND_OR'
  | 'SCOPE'
  | 'JOINT_MISSING'
  | 'STRUCTURE'

/** `at`: how many characters of the text (in Unicode's composed form, NFC) stand before the place. */
export class Unread extends Error {
  readonly reason: Reason
  readonly at: number
  constructor(reason: Reason, at: number) {
    super(reason)
    this.reason = reason
    this.at = at
  }
}

export type Placed = Term & { readonly at: number }

interface Word {
  readonly text: string
  readonly at: number
}

// What a word outside the lexicon most likely brings in: told to the steward, and never weighed in reading.
const hints: readonly (readonly [Reason, RegExp])[] = [
  ['AND_OR', /^og\/eller$/],
  ['AMBIGUOUS_BODY', /^ledelse/],
  ['SUPERVISORY_BOARD', /^tilsynsraad/],
  ['PROCURATION', /^prokur/],
  ['EXCEPTION', /^(ikke|dog|undtagen|bortset|medmindre|kun|uden|ingen)$/],
  [
    'LIMIT',
    /^(\d+|kr|kroner|dkk|beloeb|hoejst|maks|maksimalt|indtil|op|fast|ejendom|koeb|salg|pantsaetning|afhaendelse|laan)$/,
  ],
  ['STRUCTURE', /^[^\p{L}\d]/u],
]

// Abbreviations that stand for one word only. `bestyr.` may be the board or its member and is read in compounds only:
// `bestyr.formand`.
const abbreviations: Readonly<Record<string, string>> = { adm: 'administrerende', dir: 'direktoer' }

function expanded(words: readonly Word[]): readonly Word[] {
  const found: Word[] = []
  for (let index = 0; index < words.length; index++) {
    const { text, at } = words[index]!
    const dot = words[index + 1]?.text === '.' && words[index + 1]?.at === at + text.length
    const next = words[index + 2]?.text ?? ''
    if (text === 'bestyr' && dot) {
      found.push({ text: `bestyrelses${next}`, at })
      index += 2
    } else if (dot && Object.hasOwn(abbreviations, text)) {
      found.push({ text: abbreviations[text]!, at })
      index += 1
    } else found.push({ text, at })
  }
  return found
}

const wordsOf = (text: string): readonly Word[] =>
  [...text.matchAll(/og\s*\/\s*eller|\p{L}+|\d+|\S/giu)].map(match => ({
    text: folded(match[0]).replace(/\s/g, ''),
    at: match.index,
  }))

function termAt(words: readonly Word[], from: number): { term: Placed; next: number } {
  const { text, at } = words[from]!
  for (let length = longestPhrase; length > 0; length--) {
    const phrase = words.slice(from, from + length).map(word => word.text)
    const term = phrase.length === length ? phrases.get(phrase.join(' ')) : undefined
    if (term) return { term: { ...term, at }, next: from + length }
  }
  throw new Unread(hints.find(([, pattern]) => pattern.test(text))?.[0] ?? 'UNKNOWN_WORD', at)
}

/** Throws {@link Unread} at the first word that is not of the lexicon. */
export function termsOf(text: string): readonly Placed[] {
  const words = expanded(wordsOf(text))
  const terms: Placed[] = []
  for (let from = 0; from < words.length; ) {
    const { term, next } = termAt(words, from)
    terms.push(term)
    from = next
  }
  return terms
}
