// Mutants of the rights to act for another, for test/mutants.test.ts: each as it could be written by mistake.
import type { Question } from '../access/decide.ts'
import type { SubjectFacts } from '../access/facts.ts'
import type { MandateVerdict } from '../access/mandates.ts'
import type { MandateFacts } from '../access/rights.ts'

/** What can be planted of mandates. */
export interface PlantedMandates {
  question?: (question: Question) => Question
  mandatesOf?: (subject: SubjectFacts) => SubjectFacts
  verdict?: (verdict: MandateVerdict) => MandateVerdict
}

const eachMandate =
  (change: (mandate: MandateFacts, all: readonly MandateFacts[]) => MandateFacts) =>
  (subject: SubjectFacts): SubjectFacts => {
    const { rights } = subject
    const mandates = rights.mandates.map(mandate => change(mandate, rights.mandates))
    return { ...subject, rights: { ...rights, mandates } }
  }

/** By what each does; planted in what it is given. */
export const mandateMutants: Readonly<Record<string, (now: PlantedMandates) => void>> = {
  'adds the scopes of mandates up': now => {
    now.mandatesOf = eachMandate((mandate, all) => ({
      ...mandate,
      fields: all.flatMap(({ fields }) => fields),
    }))
  },
  'does not look at what stands above a power that was passed on': now => {
    now.mandatesOf = eachMandate(mandate => ({ ...mandate, chain: [] }))
  },
  'looks at the first power of a chain only': now => {
    now.mandatesOf = eachMandate(mandate => ({ ...mandate, chain: mandate.chain.slice(0, 1) }))
  },
  'lets powers be passed on without end': now => {
    const far = ({ chain, ...mandate }: MandateFacts) => ({
      ...mandate,
      chain: chain.map(link => ({ ...link, passOnDepth: 3 })),
    })
    now.mandatesOf = eachMandate(far)
  },
  'lets one of several who sign together use what their business holds': now => {
    now.mandatesOf = subject => {
      const { rights } = subject
      return { ...subject, rights: { ...rights, mandates: [...rights.mandates, ...rights.heldTogether] } }
    }
  },
  'lets a guardian see everything': now => {
    now.question = question => ({ ...question, rule: { ...question.rule, economic: true } })
  },
  'takes whoever may sign by a rule that nobody can read for one who signs alone': now => {
    const relies = { mandates: [], standings: [], until: null }
    now.verdict = verdict =>
      'code' in verdict && verdict.code === 'SIGNING_RULE_UNPARSED'
        ? { by: 'SIGNING_RULE', mandate: null, relies }
        : verdict
  },
  'takes one of several who have custody for all of them': now => {
    now.mandatesOf = subject => {
      const { rights } = subject
      const custody = rights.custody && { ...rights.custody, holders: [] }
      return { ...subject, rights: { ...rights, custody } }
    }
  },
}

/**
 * In what the oracle looks for them: one world may hold no two who sign together, or no power that was passed on, so there
 * are several, and questions aim at where mandates decide.
 */
export const worldsOfMandates = {
  worlds: 15,
  aimedOf100: 60,
  codes: ['MANDATE_DEPTH', 'MANDATE_LAPSED', 'MANDATE_SCOPE', 'SIGNING_RULE_UNMET', 'SIGNING_RULE_UNPARSED'],
}
