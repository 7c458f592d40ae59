// Records about somebody: one of which the caller may know nothing is told of like one that is not there.
import type { FieldRule } from './classification.ts'
import { type Asker, type Decision, decide, decideExistence, type Question } from './decide.ts'
import type { SubjectFacts } from './facts.ts'
import { noLife } from './life.ts'
import { noRights } from './rights.ts'

/** Whose a record is that is not there: its facts are read like anybody's, so that it costs the same. */
export const absent = 'ffffffff-ffff-ffff-ffff-ffffffffffff'

/** What the register says of them. */
const absentFacts: SubjectFacts = {
  ...{ id: absent, ids: [absent], kind: null, revision: null, canonical: absent },
  ...{ protected: false, everProtected: false, dead: false, municipality: null, residence: null },
  ...{ consents: [], rights: noRights },
  ...noLife,
}

/**
 * Decides one field of a record. `rules`: all of its type. Where none of them is given, whoever it is about counts for
 * nothing: a code of theirs would tell that this id is a record of theirs (ACCESS.md section 5).
 */
export function decideRecord(asker: Asker, question: Question, rules: readonly FieldRule[]): Decision {
  const own = decide(asker, question)
  // What could not be read is said to be so.
  if (own.outcome !== 'REFUSE' || own.code === 'INDETERMINATE') return own
  const { subject, parties } = question
  if (decideExistence(asker, rules, { subject, parties }).outcome === 'PERMIT') return own
  const instead = decide(asker, { ...question, subject: absentFacts, parties: [] })
  return instead.outcome === 'REFUSE' ? instead : own
}
