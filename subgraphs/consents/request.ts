// What an authority may ask consent for, from whom, for how long: pure, every problem at once.
import type { ActivityFacts } from '../../access/activity.ts'
import type { Parameters } from '../../access/parameters.ts'
import { type SubjectKind, subjectKind } from '../../access/subject-kind.ts'
import { isId } from '../../schema/id.ts'
import { holdsPersonalNumber } from '../../schema/personal-number.ts'
import { idProblems, type Problem, type ProblemCode, problem } from '../problems.ts'
import { concerns } from './places.ts'
export type ConsentKind = 'GDPR_6_1_A' | 'FVL_28' | 'FVL_29' | 'SECTOR_LAW'

/** A parameter of a template: bound to the place of an argument, or to the case reference. */
export interface Parameter {
  /** How a request names it. */
  readonly name: string
  /** `Business.employment(year:)`, or `Case-Reference`. */
  readonly place: string
  /** What it is called, in plain words. */
  readonly da: string
  readonly en: string | null
}

/** A template in one version, as far as a request must fit it. */
export interface Template {
  readonly state: 'DRAFT' | 'PUBLISHED' | 'CLOSED'
  readonly kind: ConsentKind
  readonly activity: string
  readonly fields: readonly string[]
  readonly parameters: readonly Parameter[]
  readonly longestDays: number
  readonly requiredForService: boolean
}

/** What is asked for. */
export interface ConsentRequest {
  readonly id: string
  readonly cpr?: string | null
  readonly person?: string | null
  readonly cvr?: string | null
  readonly business?: string | null
  readonly fields?: readonly string[] | null
  readonly parameters?: readonly { readonly name: string; readonly values: readonly string[] }[] | null
  readonly validFrom?: Date | null
  readonly validTo: Date
  /** The service depends on the answer. */
  readonly condition?: boolean | null
}

/** What a request is held against. */
export interface Ask {
  readonly template: Template | null
  readonly activity: ActivityFacts | null
  /** Who starts the activity; null when nobody knows. */
  readonly startedBy: 'APPLICATION' | 'AUTHORITY' | null
  readonly at: Date
}

const dayMs = 86_400_000
export const mostValues = 20
const longestValue = 64

const found = (is: boolean, code: ProblemCode, path: string): readonly Problem[] =>
  is ? [problem(code, path)] : []

/** The kind of the one subject that is named; null when none is, or several are. */
export function subjectKindOf({ cpr, person, cvr, business }: Partial<ConsentRequest>): SubjectKind | null {
  const named = [cpr, person, cvr, business].filter(value => value != null)
  if (named.length !== 1) return null
  return cpr != null || person != null ? 'PERSON' : 'BUSINESS'
}

/** The fields asked for: those named, or all of the template's that are about such a subject. */
export const fieldsOf = (
  { fields }: Pick<ConsentRequest, 'fields'>,
  template: Pick<Template, 'fields'>,
  kind: SubjectKind | null,
): readonly string[] => fields ?? template.fields.filter(field => isAbout(field, kind))

/** Records such as consents may be about either. */
function isAbout(field: string, kind: SubjectKind | null): boolean {
  const of = subjectKind(field)
  return of === null || kind === null || of === kind
}

/** Every problem of a request at once; none when it may be made. */
export function requestProblems(request: ConsentRequest, ask: Ask): readonly Problem[] {
  const { person, business } = request
  const kind = subjectKindOf(request)
  return [
    ...idProblems(request.id, 'input.id'),
    ...found(kind === null, 'SUBJECT_AMBIGUOUS', 'input.cpr'),
    ...found(person != null && !isId(person), 'NOT_FOUND', 'input.person'),
    ...found(business != null && !isId(business), 'NOT_FOUND', 'input.business'),
    ...fitProblems(request, kind, ask),
  ]
}

/** What does not fit the template, the activity and the time: without what only names the request and its subject. */
export function fitProblems(
  request: ConsentRequest,
  kind: SubjectKind | null,
  { template, activity, startedBy, at }: Ask,
): readonly Problem[] {
  const { validFrom, validTo } = request
  const from = validFrom && validFrom > at ? validFrom : at
  const days = (validTo.getTime() - from.getTime()) / dayMs
  const reversed = found(validTo <= from, 'PERIOD_REVERSED', 'input.validTo')
  if (!template || template.state === 'DRAFT')
    return [...reversed, problem('TEMPLATE_UNKNOWN', 'input.template')]
  const condition = request.condition === true && !template.requiredForService
  const fields = fieldsOf(request, template, kind)
  return [
    ...reversed,
    ...found(days > template.longestDays, 'PERIOD_TOO_LONG', 'input.validTo'),
    ...found(template.state === 'CLOSED', 'TEMPLATE_CLOSED', 'input.template'),
    ...found(activity?.id !== template.activity, 'TEMPLATE_ACTIVITY', 'input.template'),
    ...found(!kindFits(template.kind, kind, activity, startedBy), 'CONSENT_KIND', 'input.template'),
    ...fieldProblems(fields, kind, template, activity),
    ...parameterProblems(request.parameters ?? [], template.parameters, fields),
    // GDPR Art. 7(4): not freely given, when a service depends on a consent that it does not need.
    ...found(condition, 'CONDITION_NOT_NEEDED', 'input.condition'),
  ]
}

/**
 * The kinds' limits in law. GDPR Art. 4(1) and forvaltningsloven § 29 are about persons, § 29 about applicants;
 * § 28 lets an authority pass what is confidential about a business on to another authority.
 */
export function kindFits(
  kind: ConsentKind,
  subject: SubjectKind | null,
  activity: Pick<ActivityFacts, 'kind'> | null,
  startedBy: Ask['startedBy'],
): boolean {
  if (kind === 'FVL_28') return subject !== 'PERSON' && activity?.kind === 'PUBLIC'
  if (kind === 'FVL_29') return subject !== 'BUSINESS' && startedBy === 'APPLICATION'
  return kind !== 'GDPR_6_1_A' || subject !== 'BUSINESS'
}

function fieldProblems(
  fields: readonly string[],
  kind: SubjectKind | null,
  template: Template,
  activity: ActivityFacts | null,
): readonly Problem[] {
  const ground = (field: string) => activity?.fields.get(field)
  const covered = kind === null || !activity || activity.subjects.includes(kind)
  const outside = fields.length === 0 || fields.some(field => !template.fields.includes(field))
  return [
    ...found(outside, 'TEMPLATE_FIELD_OUTSIDE', 'input.fields'),
    ...found(
      !covered || !fields.every(field => isAbout(field, kind)),
      'FIELD_SUBJECT_OUTSIDE',
      'input.fields',
    ),
    ...found(
      fields.some(field => ground(field) === 'LAW'),
      'CONSENT_NOT_NEEDED',
      'input.fields',
    ),
    ...found(
      fields.some(field => ground(field) === undefined),
      'ACTIVITY_FIELD_OUTSIDE',
      'input.fields',
    ),
  ]
}

/** Each parameter of the template that concerns the fields is given, with values that can be one, and no other. */
function parameterProblems(
  given: NonNullable<ConsentRequest['parameters']>,
  declared: readonly Parameter[],
  fields: readonly string[],
): readonly Problem[] {
  const names = given.map(({ name }) => name)
  const isValue = (value: string) =>
    value.length >= 1 && value.length <= longestValue && !holdsPersonalNumber(value)
  const usable = (values: readonly string[]) =>
    values.length >= 1 && values.length <= mostValues && values.every(isValue)
  return [
    ...found(
      declared.some(({ name, place }) => concerns(place, fields) && !names.includes(name)),
      'PARAMETER_MISSING',
      'input.parameters',
    ),
    ...found(
      names.some(name => !declared.some(parameter => parameter.name === name)),
      'PARAMETER_UNKNOWN',
      'input.parameters',
    ),
    ...found(new Set(names).size < names.length, 'LISTED_TWICE', 'input.parameters'),
    ...given.flatMap(({ values }, index) =>
      found(!usable(values), 'PARAMETER_VALUES', `input.parameters.${index}.values`),
    ),
  ]
}

/** A consent's parameters as they are stored: values by place. What concerns none of its fields binds nothing. */
export const placed = (
  given: ConsentRequest['parameters'],
  declared: readonly Parameter[],
  fields: readonly string[],
): Parameters =>
  Object.fromEntries(
    declared
      .filter(({ place }) => concerns(place, fields))
      .map(({ name, place }) => [
        place,
        [...new Set((given ?? []).find(parameter => parameter.name === name)?.values ?? [])],
      ]),
  )

/** The same again as they were given. */
export const givenOf = (
  stored: Parameters,
  declared: readonly Parameter[],
): NonNullable<ConsentRequest['parameters']> =>
  declared.flatMap(({ name, place }) => {
    const values = stored[place]
    return values ? [{ name, values }] : []
  })
