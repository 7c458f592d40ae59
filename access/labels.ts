// What each field is called in plain words: read from the schema's own descriptions, so that the two never drift.
import { type DocumentNode, Kind } from 'graphql'
import type { FieldRule, TypeRule } from './classification.ts'

/** A field's name in a sentence: `bopælsadresse`, `address`. */
export interface Label {
  readonly da: string
  readonly en: string
}

/**
 * Reads a description: its first words in English, up to the first mark or parenthesis; the Danish term is the first
 * in italics, and empty when there is none. `The name in force (*navn*).` gives `name` and `navn`.
 */
export function readLabel(description: string): Label {
  const line = description.replace(/\s+/g, ' ').trim()
  const [, da = ''] = /\*([^*]+)\*/.exec(line) ?? []
  const [words = ''] = /^[^.,;:(]*/.exec(line) ?? []
  const bare = words
    .trim()
    .replace(/^(The person's (registered )?|The )/, '')
    .replace(/ in force$/, '')
  return { da: da.trim(), en: bare.slice(0, 1).toLowerCase() + bare.slice(1) }
}

/** The label of every output field, by schema coordinate. Of fields in several schemas the fullest counts. */
export function labelsOf(documents: Iterable<DocumentNode>): ReadonlyMap<string, Label> {
  const labels = new Map<string, Label>()
  for (const { definitions } of documents) {
    for (const type of definitions) {
      if (type.kind !== Kind.OBJECT_TYPE_DEFINITION) continue
      for (const field of type.fields ?? []) {
        const coordinate = `${type.name.value}.${field.name.value}`
        const label = readLabel(field.description?.value ?? '')
        if (label.da !== '' || !labels.has(coordinate)) labels.set(coordinate, label)
      }
    }
  }
  return labels
}

/** Whether a field can stand in an access record by itself: the others are decided with the field that holds them. */
export function isRecorded(type: TypeRule, field: FieldRule): boolean {
  if (field.command || field.subject) return true
  return !type.value && field.class !== 'OPEN'
}
