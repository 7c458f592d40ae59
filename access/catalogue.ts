// The catalogues: every field with its class and source, for whoever writes an activity; every code with its words.
import type { Classification, FieldRule, TypeRule } from './classification.ts'

/** As a Markdown page; types in order of name, value types left out: they are decided with the field that holds them. */
export function catalogue(classification: Classification): string {
  const types = [...classification.values()]
    .filter(type => !type.value)
    .sort((a, b) => a.name.localeCompare(b.name))
  return [
    '# Fields',
    '',
    'Every field that is decided by itself, with its class and its source. Made by `npm run schema`.',
    ...types.flatMap(typeLines),
    '',
  ].join('\n')
}

const typeLines = ({ name, fields }: TypeRule): readonly string[] => [
  '',
  `## ${name}`,
  '',
  '| coordinate | class | source | hidden by protection | economic |',
  '|---|---|---|---|---|',
  ...[...fields.values()].map(fieldLine),
]

const fieldLine = ({
  coordinate,
  class: dataClass,
  source,
  hiddenByProtection,
  economic,
}: FieldRule): string =>
  `| \`${coordinate}\` | ${dataClass} | ${source} | ${yes(hiddenByProtection)} | ${yes(economic)} |`

const yes = (is: boolean): string => (is ? 'yes' : '')

/** A closed list of codes as a table. */
export interface CodeList {
  readonly title: string
  /** Heads of the columns after the code's own. */
  readonly columns: readonly string[]
  /** Each code with its columns. */
  readonly codes: readonly (readonly [code: string, ...cells: readonly (string | number)[]])[]
}

/** The page of codes, a section for each closed list. */
export function codePage(lists: readonly CodeList[]): string {
  const row = (cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |`
  const section = ({ title, columns, codes }: CodeList) => [
    '',
    `## ${title}`,
    '',
    row(['code', ...columns]),
    `|${'---|'.repeat(columns.length + 1)}`,
    ...codes.map(([code, ...cells]) => row([`\`${code}\``, ...cells])),
  ]
  const intro = 'Closed lists; each code with what would make it allowed. Made by `npm run schema`.'
  return ['# Codes', '', intro, ...lists.flatMap(section), ''].join('\n')
}
