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
  '| coordinate | class | source | hidden by protection |',
  '|---|---|---|---|',
  ...[...fields.values()].map(fieldLine),
]

const fieldLine = ({ coordinate, class: dataClass, source, hiddenByProtection }: FieldRule): string =>
  `| \`${coordinate}\` | ${dataClass} | ${source} | ${hiddenByProtection ? 'yes' : ''} |`

/** A code with its words. */
export interface WordedCode {
  readonly code: string
  readonly da: string
  readonly en: string
}

/** The page of codes, a section for each closed list. */
export function codePage(
  sections: readonly (readonly [title: string, codes: readonly WordedCode[]])[],
): string {
  const section = ([title, codes]: (typeof sections)[number]) => [
    '',
    `## ${title}`,
    '',
    '| code | da | en |',
    '|---|---|---|',
    ...codes.map(({ code, da, en }) => `| \`${code}\` | ${da} | ${en} |`),
  ]
  const intro = 'Closed lists; each code with what would make it allowed. Made by `npm run schema`.'
  return ['# Codes', '', intro, ...sections.flatMap(section), ''].join('\n')
}
