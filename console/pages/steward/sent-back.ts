// One of a page's forms, sent back to it: what was entered, and what is wrong, at its field or else at the form.
import type { Refused } from '../../refused.ts'
import { type Entered, idAt } from './fields.ts'
import type { Problem, Work } from './work.ts'

export interface SentBack extends Refused, Entered {}

/** `form`: its id on the page. `names`: of its fields; `end`: what their ids end with there. */
export const sentBack = (
  { form: values }: Pick<Work, 'form'>,
  form: string,
  problems: readonly Problem[],
  names: readonly string[] = [],
  end = '',
): SentBack => ({
  ...{ form, values, problems },
  wrong: problems.map(problem => {
    const name = idAt(problem, names)
    return { at: name === '' ? form : `${name}${end}`, words: problem.message }
  }),
})

/** What a form of the page holds: what was entered when it is the one that was sent back, else what it begins with. */
export const heldIn = (
  back: SentBack | null,
  form: string,
  values: URLSearchParams = new URLSearchParams(),
): Entered => (back?.form === form ? back : { values, problems: [] })
