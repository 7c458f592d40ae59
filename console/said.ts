// What the graph says against a request, in the reader's language: its own help, or words for what an address can get wrong.
import type { GraphError } from './graph.ts'
import { type Language, textsOf } from './texts.ts'

/** Of other errors the graph's English: they are faults of a program, not of a reader. */
export function saidOf({ message, extensions }: GraphError, language: Language): string {
  const own: Readonly<Record<string, string>> = textsOf(language).requestErrors
  return extensions?.access?.help?.[language] ?? own[extensions?.code ?? ''] ?? message
}
