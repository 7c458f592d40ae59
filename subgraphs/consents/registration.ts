// What a steward may register that a person gave on paper or with help: pure, every problem at once.
import type { ActivityFacts } from '../../access/activity.ts'
import type { SubjectKind } from '../../access/subject-kind.ts'
import { documentProblems } from '../plain-text.ts'
import { type Problem, type ProblemCode, problem } from '../problems.ts'
import type { Registered } from './proposed.ts'
import {
  type Ask,
  type ConsentRequest,
  fieldsOf,
  fitProblems,
  givenOf,
  placed,
  requestProblems,
} from './request.ts'
import type { TemplateRow, TemplateText } from './store.ts'

/** The schema's RegisterConsentInput. */
export interface RegisterInput extends ConsentRequest {
  readonly template: string
  readonly version?: number | null
  readonly language: 'DA' | 'EN'
  readonly channel: 'ASSISTED' | 'PAPER'
  /** A date. */
  readonly signedOn: string
  readonly document: string
  readonly interest: boolean
  readonly supersedes?: string | null
}

const found = (is: boolean, code: ProblemCode, path: string): readonly Problem[] =>
  is ? [problem(code, path)] : []

/** The calendar date in Denmark. */
const dateIn = (at: Date): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Copenhagen' }).format(at)

/** What is wrong with a registration. `texts`: of the template, in each language that it has. */
export function registrationProblems(
  input: RegisterInput,
  ask: Ask,
  texts: readonly Pick<TemplateText, 'language'>[],
): readonly Problem[] {
  const { document, signedOn, language } = input
  const shown = ask.template === null || texts.some(text => text.language === language)
  return [
    ...requestProblems(input, ask),
    ...forceProblems(ask, 'input.template'),
    ...found(!shown, 'TEXT_LANGUAGE', 'input.language'),
    ...found(signedOn > dateIn(ask.at), 'SIGNED_LATER', 'input.signedOn'),
    ...documentProblems(document, 'input.document'),
  ]
}

/** Whether the template's activity is in force: a system could not ask either. */
const forceProblems = ({ template, activity, at }: Ask, path: string): readonly Problem[] => {
  const inForce = activity !== null && at >= activity.validFrom && at < activity.validTo
  return found(template !== null && !inForce, 'ACTIVITY_NOT_IN_FORCE', path)
}

/** What no longer fits as a proposal is approved: each is told of the proposal. */
export function approvalProblems(
  registered: Registered,
  kind: SubjectKind,
  template: TemplateRow,
  ask: Omit<Ask, 'template'>,
): readonly Problem[] {
  const parameters = givenOf(registered.parameters, template.parameters)
  const { fields, condition, validFrom, validTo } = registered
  const asked = {
    ...{ id: 'proposal', fields, parameters, condition },
    ...{ validFrom: validFrom === null ? null : new Date(validFrom), validTo: new Date(validTo) },
  }
  const whole = { ...ask, template }
  return [...fitProblems(asked, kind, whole), ...forceProblems(whole, 'input.id')].map(({ code }) =>
    problem(code, 'input.id'),
  )
}

/** As it is kept. */
export const registeredOf = (
  input: RegisterInput,
  kind: SubjectKind,
  template: TemplateRow,
  textHash: string,
): Registered => {
  const fields = fieldsOf(input, template, kind)
  return {
    template: template.id,
    templateVersion: template.version,
    activity: template.activity,
    fields,
    parameters: placed(input.parameters, template.parameters, fields),
    condition: input.condition ?? false,
    validFrom: input.validFrom?.toISOString() ?? null,
    validTo: input.validTo.toISOString(),
    supersedes: input.supersedes ?? null,
    language: input.language,
    textHash,
    channel: input.channel,
    signedOn: input.signedOn,
    document: input.document,
  }
}

/**
 * Whether a second steward must approve it: whoever registers it has an interest (case C23), several must have signed,
 * or a business did, of which somebody has to judge who signs for it.
 */
export const needsSecond = (
  { interest }: Pick<RegisterInput, 'interest'>,
  kind: SubjectKind,
  activity: Pick<ActivityFacts, 'jointCustody'> | null,
): boolean => interest || kind === 'BUSINESS' || activity?.jointCustody === true
