// Which register a field of an access record comes from: read from the sources that the schema states.
import type { DocumentNode } from 'graphql'
import { classify } from '../../access/classification.ts'

/** How the `source` of `@data` begins, by register. */
const sources = {
  CPR: 'CPR',
  CVR: 'CVR',
  CONSENTS: 'consents',
  POWERS_OF_ATTORNEY: 'powers of attorney',
  ACCESS_LOG: 'access log',
} as const
export type AccessRegister = keyof typeof sources

/** The schema coordinates that come from a register. */
export function coordinatesOf(
  documents: Iterable<DocumentNode>,
): (register: AccessRegister) => readonly string[] {
  const all = [...documents].flatMap(document =>
    [...classify(document)].flatMap(([type, { fields }]) =>
      [...fields].map(([name, { source }]) => ({ coordinate: `${type}.${name}`, source })),
    ),
  )
  return register => [
    ...new Set(
      all.filter(({ source }) => source.startsWith(sources[register])).map(({ coordinate }) => coordinate),
    ),
  ]
}
