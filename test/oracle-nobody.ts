// Records that are not there, in the oracle's answers: told like records of which nothing may be known.
import { isId } from '../schema/id.ts'
import { entityKeys, kindreds } from './oracle-rules.ts'

/** An id that nobody has: whom a record is about that is not there. */
export const nobody = '00000000-0000-0000-0000-000000000000'

/** Whether a type's objects are records about somebody, found by an id that tells nothing. */
export function isRecords(type: string): boolean {
  const { of, rules } = kindreds.get(type)!
  const isPublic = rules.some(rule => rule.class === 'OPEN' && rule.coordinate !== `${type}.id`)
  return entityKeys.has(type) && of !== null && of !== entityKeys.get(type) && !isPublic
}

/** Something of nobody's, of which nothing can be read; null where the type holds no such records. */
export function nobodysRecord(type: string, id: unknown): object | null {
  if (!isRecords(type) || !isId(id)) return null
  const of = kindreds.get(type)!.of!
  const subject = of.includes('.') ? { [of.split('.')[0]!]: { id: nobody } } : { [of]: nobody }
  return { __typename: type, id, ...subject, absent: true }
}
