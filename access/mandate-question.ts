// Whether somebody may act for another, asked by a third: judged by the facts and the rules of a request of their own.
import type { FieldRule, MandateAction } from './classification.ts'
import type { FactsAnswer, FactsQuery } from './facts.ts'
import { judgeMandates, type MandateVerdict } from './mandates.ts'

/** May `by`, a person, do this for `subject`? Both are opaque ids. */
export interface MandateQuestion {
  readonly subject: string
  readonly by: string
  readonly action: MandateAction
  /** What is to be read; null: anything at all, and for other actions. */
  readonly field: FieldRule | null
  /** Under which activity it would be done; null: under none. */
  readonly activity: string | null
}

/** The facts that a request of theirs would be decided by. `client`: of the system that asks. */
export const questionFacts = ({ subject, by, activity }: MandateQuestion, client: string): FactsQuery => ({
  ...{ activity, client, officer: null, person: by, represented: subject },
  subjects: [...new Set([by, subject])],
})

/** A business acts through people alone, and nobody has a mandate from themselves: both are answered as none. */
export function judgeQuestion({ caller, subjects }: FactsAnswer, question: MandateQuestion): MandateVerdict {
  const { action, field, activity } = question
  const [self, subject] = [subjects.get(question.by), subjects.get(question.subject)]
  if (self?.kind !== 'PERSON' || !subject || self.ids.includes(subject.id)) return { code: 'MANDATE_MISSING' }
  const need = {
    ...{ action, activity, marks: caller.activity, atDoor: false },
    fields: field ? [field.coordinate] : [],
    economic: field?.economic ?? true,
    toSign: field?.toSign ?? false,
    together: field?.together ?? false,
  }
  return judgeMandates(subject, self, need, caller.at)
}
