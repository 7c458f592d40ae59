// Signing rules read: each text has the one reading written beside it, or none, and no changed word makes a wrong one.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseSigningRule } from '../access/signing-rule/parse.ts'
import type { Part, Rule } from '../access/signing-rule/rule.ts'
import { read } from './signing-rule-texts.ts'
import { unread } from './signing-rule-unread-texts.ts'

function spelledPart(part: Part): string {
  if ('person' in part) return part.person
  const after = part.sole ? '!' : part.n === 'ALL' ? '*' : ''
  return `${typeof part.n === 'number' && part.n > 1 ? `${part.n} ` : ''}${part.group}${after}`
}
const spelled = (rule: Rule): string =>
  rule.anyOf.map(({ allOf }) => allOf.map(spelledPart).join(' + ')).join(' | ')

const meaningOf = (text: string): string | null => {
  const reading = parseSigningRule(text)
  return reading.kind === 'READ' ? spelled(reading.rule) : null
}

test('there are texts enough', () => {
  expect(read.length + unread.length).toBeGreaterThanOrEqual(220)
  expect(unread.length).toBeGreaterThanOrEqual(60)
  const all = [...read, ...unread].map(([text]) => text)
  expect(new Set(all).size).toBe(all.length)
})

test.each(read)('%s → %s', (text, expected) => {
  expect(meaningOf(text)).toBe(expected)
})

test.each(unread)('"%s" is not read: %s at "%s"', (text, reason, place) => {
  const reading = parseSigningRule(text)
  expect(reading).toMatchObject({ kind: 'UNPARSED', reason })
  const at = reading.kind === 'UNPARSED' ? reading.at : -1
  const rest = text.slice(at)
  expect(place === '' ? rest.trim() : rest.slice(0, place.length)).toBe(place)
})

test('a text of more than 1,000 characters is not read', () => {
  const text = `Selskabet tegnes af en direktør${' '.repeat(1_000)}alene`
  expect(parseSigningRule(text)).toEqual({ kind: 'UNPARSED', reason: 'TOO_LONG', at: 1_000 })
})

/** Words of a text as a person sees them, and the text again. */
const wordsOf = (text: string): readonly string[] => text.match(/[\p{L}\d]+\.?|[^\s]/gu) ?? []
const joined = (words: readonly string[]): string => words.join(' ').replace(/ ([.,])/g, '$1')

const foreign = [
  'ikke',
  'dog',
  'højst',
  'kun',
  'undtagen',
  'medmindre',
  'ledelsen',
  'tilsynsrådet',
  'prokurist',
  '50.000',
  'kr.',
  'ved',
  'pantsætning',
  'samt',
  'uden',
  '§',
  '/',
  ';',
  '(',
  'og/eller',
  'skiftevis',
]

describe('a word put in', () => {
  test.each(foreign)('%s anywhere makes any text unread', word => {
    for (const [text] of read) {
      const words = wordsOf(text)
      for (let at = 0; at <= words.length; at++) {
        expect(meaningOf(joined(words.toSpliced(at, 0, word))), `${word} at ${at}: ${text}`).toBeNull()
      }
    }
  })

  // Words of the lexicon: a reading must be the same, or is one that the text as it now stands says outright.
  test.each`
    word        | harmless
    ${'alene'}  | ${/ alene| alene\./}
    ${'enten'}  | ${/(tegnes|af|med) enten|^enten/i}
    ${'mindst'} | ${/mindst (to|tre|fire|\d)/}
  `('$word changes no meaning', ({ word, harmless }) => {
    for (const [text, meaning] of read) {
      const words = wordsOf(text)
      for (let at = 0; at <= words.length; at++) {
        const changed = joined(words.toSpliced(at, 0, word))
        const found = meaningOf(changed)
        if (found === null) continue
        expect(changed).toMatch(harmless)
        // `med enten … eller …` is the one place where the word says more than the text did.
        if (!/med enten/.test(changed)) expect(found, changed).toBe(meaning)
      }
    }
  })
})

describe('og and eller exchanged', () => {
  test('og for eller is never read as a choice', () => {
    for (const [text] of read) {
      const words = wordsOf(text)
      words.forEach((word, at) => {
        if (word === 'eller') expect(meaningOf(joined(words.with(at, 'og'))), text).toBeNull()
      })
    }
  })

  test('eller for og is never read at all', () => {
    for (const [text] of read) {
      const words = wordsOf(text)
      words.forEach((word, at) => {
        if (word === 'og') expect(meaningOf(joined(words.with(at, 'eller'))), text).toBeNull()
      })
    }
  })
})

describe('a word left out', () => {
  // Whatever is still read asks for no fewer people than the words that are left say.
  test.each`
    word          | what
    ${'forening'} | ${'unread'}
    ${'samlede'}  | ${'unread'}
    ${'hele'}     | ${'unread, or the whole all the same'}
    ${'tegnes'}   | ${'unread'}
    ${'eller'}    | ${'unread'}
    ${'med'}      | ${'unread'}
  `('$word: $what', ({ word }) => {
    for (const [text, meaning] of read) {
      const words = wordsOf(text)
      words.forEach((each, at) => {
        if (each.toLowerCase() !== word) return
        const left = meaningOf(joined(words.toSpliced(at, 1)))
        expect([null, ...(word === 'hele' || /^Tegnes/.test(text) ? [meaning] : [])], text).toContain(left)
      })
    }
  })
})

test('letters, spaces and marks of any kind are answered, never thrown', () => {
  const vocabulary = [...new Set(read.flatMap(([text]) => wordsOf(text)))]
  fc.assert(
    fc.property(
      fc.oneof(fc.string({ unit: 'binary' }), fc.array(fc.constantFrom(...vocabulary)).map(joined)),
      text => {
        const reading = parseSigningRule(text)
        if (reading.kind === 'UNPARSED') return reading.at >= 0 && reading.at <= 1_000
        return reading.rule.anyOf.length > 0 && reading.rule.anyOf.every(({ allOf }) => allOf.length > 0)
      },
    ),
    { numRuns: 2_000, seed: 1 },
  )
})

test('nobody signs alone where the text has no word for one', () => {
  const vocabulary =
    'to tre direktører bestyrelsesmedlemmer i forening med eller af og , den samlede bestyrelse alene'.split(
      ' ',
    )
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...vocabulary), { maxLength: 9 }), words => {
      const reading = parseSigningRule(words.join(' '))
      if (reading.kind === 'UNPARSED') return true
      const needed = reading.rule.anyOf.map(({ allOf }) =>
        allOf.reduce((sum, part) => sum + ('group' in part && part.n !== 'ALL' ? part.n : 2), 0),
      )
      return Math.min(...needed) >= 2
    }),
    { numRuns: 5_000, seed: 2 },
  )
})
