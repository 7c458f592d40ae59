// What a command on powers of attorney came to: the one that it is about, or every problem.
import { type Problem, type ProblemCode, problem } from '../problems.ts'

/** What a command did: the id, or every problem. */
export type Outcome =
  | { readonly id: string; readonly problems: readonly [] }
  | { readonly id: null; readonly problems: readonly Problem[] }

export const stopped = (problems: readonly Problem[]): Outcome => ({ id: null, problems })
export const stop = (code: ProblemCode, path: string): Outcome => stopped([problem(code, path)])
export const done = (id: string): Outcome => ({ id, problems: [] })
