// What a steward's command came to: the consent, a proposal that waits for a second steward, or every problem.
import { type Problem, type ProblemCode, problem } from '../problems.ts'
import type { Outcome } from './outcome.ts'

export interface StewardOutcome {
  /** Opaque id; null while a proposal waits. */
  readonly consent: string | null
  readonly proposal: string | null
  readonly problems: readonly Problem[]
}

export const refused = (problems: readonly Problem[]): StewardOutcome => ({
  consent: null,
  proposal: null,
  problems,
})
export const stewardStop = (code: ProblemCode, path: string): StewardOutcome => refused([problem(code, path)])
export const stewardDone = (consent: string | null, proposal: string | null = null): StewardOutcome => ({
  consent,
  proposal,
  problems: [],
})
export const asStewards = ({ consent, problems }: Outcome, proposal: string | null = null): StewardOutcome =>
  consent === null ? refused(problems) : stewardDone(consent, proposal)
