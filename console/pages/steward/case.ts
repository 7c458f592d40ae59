// In which case a steward works: stated once, kept in the session, and told in every search.
import { randomUUID } from 'node:crypto'
import type { ConsoleAnswer } from '../../request.ts'
import { hasNumber, isCaseReference } from '../../steward.ts'
import { type Entered, form, input } from './fields.ts'
import { forSteward, type Work } from './work.ts'

/** A page of a steward's own, and nothing else. */
const backOf = (text: string | null): string =>
  text !== null && /^\/console\/steward(\/[\w-]*)*$/.test(text) ? text : '/console/steward'

function shown(work: Work, entered: Entered, back: string): ConsoleAnswer {
  const { words } = work
  const fields = [
    input('case', { label: words.caseReference, hint: words.caseHint, required: true }, entered),
  ]
  return {
    title: words.caseTitle,
    ...(entered.problems.length > 0 && { status: 409 }),
    body: form(work, `/console/steward/case?${new URLSearchParams({ back })}`, entered, ['case'], {
      ...{ fields, submit: words.keepCase },
    }),
  }
}

export const casePage = forSteward(null, async work => {
  const values = new URLSearchParams({ case: work.steward.caseReference ?? '', command: randomUUID() })
  return shown(work, { values, problems: [] }, backOf(work.query.get('back')))
})

export const stateCase = forSteward(null, async work => {
  const { form: sent, steward, words, query } = work
  const back = backOf(query.get('back'))
  const stated = sent.get('case')?.trim() ?? ''
  if (!isCaseReference(stated)) {
    const problems = [{ path: 'input.case', message: words.caseForm }]
    // What looks like the very number that must not stand here is not repeated.
    const kept = hasNumber(stated) ? '' : stated
    return shown(work, { values: new URLSearchParams({ case: kept }), problems }, back)
  }
  steward.caseReference = stated
  return { to: back }
})
