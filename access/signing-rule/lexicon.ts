// The words that a signing rule may be written in, and what each says. Any other word makes the text unread.
import type { Group } from './rule.ts'

/** What a phrase is to the grammar (README.md). */
export type Term =
  | { readonly is: Mark }
  | { readonly is: 'NUMBER'; readonly n: number }
  // `en direktør`: any of the group. `direktøren`, and `direktør` without an article: the only one.
  | { readonly is: 'MEMBER' | 'THE_MEMBER' | 'OFFICE'; readonly group: Group; readonly bare?: true }
  // `direktører`, `direktørerne`: `whole` is what all of them together are called.
  | { readonly is: 'MEMBERS' | 'THE_MEMBERS'; readonly group: Group; readonly whole: Group }
  | { readonly is: 'BODY' | 'WHOLE_BODY'; readonly group: 'BOARD' | 'MANAGEMENT' }

export type Mark =
  | 'COMPANY'
  | 'SIGNED'
  | 'BY'
  | 'OR'
  | 'AND'
  | 'COMMA'
  | 'STOP'
  | 'EITHER'
  | 'ALONE'
  | 'JOINT'
  | 'WITH'
  | 'SEVERALLY'
  | 'EVERY'
  | 'ALL'
  | 'ONE'
  | 'AT_LEAST'
  | 'OR_MORE'
  | 'OTHER'
  | 'OTHERS'
  | 'THE_OTHERS'

const marks: Readonly<Record<Mark, readonly string[]>> = {
  COMPANY: [
    'selskabet',
    'virksomheden',
    'kapitalselskabet',
    'aktieselskabet',
    'anpartsselskabet',
    'partnerselskabet',
    'interessentskabet',
    'kommanditselskabet',
    'iværksætterselskabet',
  ],
  SIGNED: ['tegnes'],
  BY: ['af'],
  OR: ['eller'],
  AND: ['og', 'samt'],
  COMMA: [','],
  STOP: ['.'],
  EITHER: ['enten'],
  ALONE: ['alene'],
  JOINT: ['i forening', 'i fællesskab', 'sammen'],
  WITH: ['med'],
  SEVERALLY: ['hver for sig', 'hver især', 'enkeltvis'],
  EVERY: ['hver', 'hvert', 'enhver', 'ethvert', 'hver enkelt', 'hvert enkelt'],
  ALL: ['alle', 'samtlige'],
  ONE: ['en', 'et', '1'],
  AT_LEAST: ['mindst'],
  OR_MORE: ['eller flere'],
  OTHER: ['anden', 'andet'],
  OTHERS: ['andre', 'øvrige'],
  THE_OTHERS: ['de andre', 'de øvrige'],
}

const numbers = ['to', 'tre', 'fire', 'fem', 'seks', 'syv', 'otte', 'ni', 'ti']

// `direktør` may stand without an article and means the only one then. `bestyrelsesmedlem` may not.
const members = (group: Group, whole: Group, bare: boolean, forms: readonly (readonly string[])[]) => {
  const [one = [], many = [], theOne = [], theMany = []] = forms
  return [
    ...one.map(
      phrase => [phrase, { is: 'MEMBER', group, ...(bare ? { bare: true as const } : {}) }] as const,
    ),
    ...many.map(phrase => [phrase, { is: 'MEMBERS', group, whole }] as const),
    ...theOne.map(phrase => [phrase, { is: 'THE_MEMBER', group }] as const),
    ...theMany.map(phrase => [phrase, { is: 'THE_MEMBERS', group, whole }] as const),
  ]
}

const office = (group: Group, phrases: readonly string[]) =>
  phrases.map(phrase => [phrase, { is: 'OFFICE', group }] as const)

const nouns: readonly (readonly [string, Term])[] = [
  ...members('BOARD_MEMBER', 'BOARD', false, [
    ['bestyrelsesmedlem', 'medlem af bestyrelsen', 'medlem af selskabets bestyrelse'],
    ['bestyrelsesmedlemmer', 'medlemmer af bestyrelsen', 'medlemmer af selskabets bestyrelse'],
    [],
    ['bestyrelsesmedlemmerne', 'bestyrelsens medlemmer', 'medlemmerne af bestyrelsen'],
  ]),
  ...members('DIRECTOR', 'MANAGEMENT', true, [
    ['direktør'],
    ['direktører'],
    ['direktøren', 'selskabets direktør'],
    ['direktørerne', 'selskabets direktører'],
  ]),
  ...members('DIRECTOR', 'MANAGEMENT', false, [
    ['direktionsmedlem', 'medlem af direktionen', 'medlem af selskabets direktion'],
    ['direktionsmedlemmer', 'medlemmer af direktionen', 'medlemmer af selskabets direktion'],
    [],
    ['direktionsmedlemmerne', 'direktionens medlemmer', 'medlemmerne af direktionen'],
  ]),
  ...members('PARTNER', 'PARTNER', false, [
    ['interessent'],
    ['interessenter'],
    ['interessenten'],
    ['interessenterne'],
  ]),
  ...members('PARTNER', 'PARTNER', false, [
    ['fuldt ansvarlig deltager'],
    ['fuldt ansvarlige deltagere'],
    ['den fuldt ansvarlige deltager'],
    ['de fuldt ansvarlige deltagere'],
  ]),
  ...members('PARTNER', 'PARTNER', true, [
    ['komplementar'],
    ['komplementarer'],
    ['komplementaren', 'selskabets komplementar', 'komplementarselskabet'],
    ['komplementarerne'],
  ]),
  ...members('LIQUIDATOR', 'LIQUIDATOR', true, [
    ['likvidator'],
    ['likvidatorer'],
    ['likvidatoren'],
    ['likvidatorerne'],
  ]),
  ...office('CHAIR', [
    'formand',
    'formanden',
    'bestyrelsesformand',
    'bestyrelsesformanden',
    'bestyrelsens formand',
    'formanden for bestyrelsen',
    'formanden for selskabets bestyrelse',
    'selskabets bestyrelsesformand',
  ]),
  ...office('DEPUTY_CHAIR', [
    'næstformand',
    'næstformanden',
    'bestyrelsens næstformand',
    'næstformanden for bestyrelsen',
  ]),
  ...office('MANAGING_DIRECTOR', [
    'administrerende direktør',
    'den administrerende direktør',
    'selskabets administrerende direktør',
    'adm direktør',
    'den adm direktør',
  ]),
  ['bestyrelsen', { is: 'BODY', group: 'BOARD' }],
  ['direktionen', { is: 'BODY', group: 'MANAGEMENT' }],
  ...[
    'den samlede bestyrelse',
    'en samlet bestyrelse',
    'hele bestyrelsen',
    'selskabets samlede bestyrelse',
  ].map(phrase => [phrase, { is: 'WHOLE_BODY', group: 'BOARD' }] as const),
  ...['den samlede direktion', 'en samlet direktion', 'hele direktionen'].map(
    phrase => [phrase, { is: 'WHOLE_BODY', group: 'MANAGEMENT' }] as const,
  ),
]

/** `DIREKTØR`, `direktør` and `direktoer` are one word, `én` and `en` too: all become `direktoer`, `en`. */
export const folded = (word: string): string =>
  word
    .normalize('NFC')
    .toLowerCase()
    .replace(/[øö]/g, 'oe')
    .replace(/[æä]/g, 'ae')
    .replace(/å/g, 'aa')
    .replace(/é/g, 'e')

/** Folded phrase → what it says. */
export const phrases: ReadonlyMap<string, Term> = new Map<string, Term>([
  ...Object.entries(marks).flatMap(([is, words]) =>
    words.map(word => [folded(word), { is: is as Mark }] as const),
  ),
  ...numbers.map((word, index) => [word, { is: 'NUMBER', n: index + 2 }] as const),
  ...numbers.map((_, index) => [String(index + 2), { is: 'NUMBER', n: index + 2 }] as const),
  ...nouns.map(([phrase, term]) => [folded(phrase), term] as const),
])

/** In words. */
export const longestPhrase = 4
