// Whom a root field looks up, read from its arguments before it looks: a number of a register, or an opaque id.
import { type GraphQLArgument, getNamedType } from 'graphql'
import { numberKey } from './facts.ts'
import { readId } from './operation.ts'
import { type SubjectKind, subjectKind } from './subject-kind.ts'

/** Someone who is asked for. `key`: an id, or a number key (facts.ts). */
export interface Wanted {
  readonly key: string
  readonly kind: SubjectKind
}

export type ReadWanted = (args: Readonly<Record<string, unknown>>) => Wanted

const numbered: Readonly<Record<string, SubjectKind>> = { CPR: 'PERSON', CVR: 'BUSINESS' }

/** A look-up takes one number or one id; null for a field that takes none, such as `me`, or anything else. */
export function findWanted(entity: string, args: readonly GraphQLArgument[]): ReadWanted | null {
  const kind = subjectKind(entity)
  const [one, ...more] = args
  if (!kind || !one || more.length > 0) return null
  const scalar = getNamedType(one.type).name
  if (scalar === 'ID') return given => ({ kind, key: readId(String(given[one.name])) })
  const register = numbered[scalar]
  if (!register) return null
  return given => ({ kind, key: numberKey(register, String(given[one.name]).replace('-', '')) })
}
