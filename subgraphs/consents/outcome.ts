// What a command on consents came to: the consent, or every problem.
import { type Problem, type ProblemCode, problem } from '../problems.ts'

/** What a command did: the consent's id, or every problem. */
export type Outcome =
  | { readonly consent: string; readonly problems: readonly [] }
  | { readonly consent: null; readonly problems: readonly Problem[] }

export const stopped = (problems: readonly Problem[]): Outcome => ({ consent: null, problems })
export const stop = (code: ProblemCode, path: string): Outcome => stopped([problem(code, path)])
export const done = (id: string): Outcome => ({ consent: id, problems: [] })
