// The field catalogue: every field of the platform with its class and its source, for whoever writes an activity.
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
