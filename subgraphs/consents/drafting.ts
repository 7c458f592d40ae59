// What a template must be to be published: pure, every problem at once.

import type { ActivityFacts } from '../../access/activity.ts'
import type { Classification } from '../../access/classification.ts'
import { type SubjectKind, subjectKind } from '../../access/subject-kind.ts'
import { textProblems, titleProblems } from '../plain-text.ts'
import { idProblems, type Problem, type ProblemCode, problem } from '../problems.ts'
import { concerns } from './places.ts'
import { type ConsentKind, kindFits, type Parameter } from './request.ts'

/** One version of a template, but for its number, its state and its words. */
export interface Content {
  readonly activity: string
  readonly kind: ConsentKind
  readonly paragraph: string | null
  readonly reason: string | null
  readonly fields: readonly string[]
  readonly parameters: readonly Parameter[]
  readonly longestDays: number
  readonly answerDays: number
  readonly requiredForService: boolean
}

/** What a person is shown, in one language. */
export interface Words {
  readonly title: string
  readonly request: string
  readonly consequenceOfNo: string
  readonly consequenceOfWithdrawal: string
}

/** A draft as a steward sends it. */
export interface TemplateDraft extends Content {
  readonly id: string
  readonly commandId: string
  readonly textDa: Words
  readonly textEn: Words | null
}

/** What the checks know besides the draft. */
export interface About {
  readonly platform: Classification
  /** Where a parameter can be bound: see places.ts. */
  readonly places: ReadonlySet<string>
  /** The activity, when it is the authority's own. */
  readonly activity: ActivityFacts | null
  readonly startedBy: 'APPLICATION' | 'AUTHORITY' | null
  readonly at: Date
}

const longestConsent = 3653
const longestAnswer = 366
const mostParameters = 5
const longestLabel = 200

const found = (is: boolean, code: ProblemCode, path: string): readonly Problem[] =>
  is ? [problem(code, path)] : []

/** What is wrong with a draft. */
export function draftProblems(draft: TemplateDraft, about: About): readonly Problem[] {
  return [
    ...found(!/^[a-z][a-z0-9-]{1,62}$/.test(draft.id), 'TEMPLATE_ID', 'input.id'),
    ...idProblems(draft.commandId, 'input.commandId'),
    ...daysProblems(draft),
    ...parameterProblems(draft.parameters),
    ...wordsProblems(draft.textDa, 'input.textDa'),
    ...(draft.textEn ? wordsProblems(draft.textEn, 'input.textEn') : []),
    ...fitProblems(draft, about, part => `input.${part}`),
  ]
}

const daysProblems = ({ longestDays, answerDays }: Content): readonly Problem[] => [
  ...found(longestDays < 1 || longestDays > longestConsent, 'TEMPLATE_DAYS', 'input.longestDays'),
  ...found(answerDays < 1 || answerDays > longestAnswer, 'TEMPLATE_DAYS', 'input.answerDays'),
]

function wordsProblems(words: Words, path: string): readonly Problem[] {
  const { title, request, consequenceOfNo, consequenceOfWithdrawal } = words
  return [
    ...titleProblems(title, `${path}.title`),
    ...textProblems(request, 4000, `${path}.request`),
    ...textProblems(consequenceOfNo, 2000, `${path}.consequenceOfNo`),
    ...textProblems(consequenceOfWithdrawal, 2000, `${path}.consequenceOfWithdrawal`),
  ]
}

function parameterProblems(parameters: readonly Parameter[]): readonly Problem[] {
  const twice = (values: readonly string[]) => new Set(values).size < values.length
  const doubled = twice(parameters.map(({ name }) => name)) || twice(parameters.map(({ place }) => place))
  return [
    ...found(parameters.length > mostParameters, 'TEMPLATE_PARAMETERS', 'input.parameters'),
    ...found(doubled, 'LISTED_TWICE', 'input.parameters'),
    ...parameters.flatMap(({ name, da, en }, index) => {
      const path = `input.parameters.${index}`
      return [
        ...found(!/^[a-z][A-Za-z0-9]{0,31}$/.test(name), 'TEMPLATE_PARAMETERS', `${path}.name`),
        ...textProblems(da, longestLabel, `${path}.labelDa`),
        ...(en === null ? [] : textProblems(en, longestLabel, `${path}.labelEn`)),
      ]
    }),
  ]
}

/**
 * What does not fit together, or not with the activity and the schema as they are: asked again at publication. `path`
 * leads to a part of the command's input.
 */
export function fitProblems(
  content: Content,
  about: About,
  path: (part: string) => string,
): readonly Problem[] {
  const { fields, parameters } = content
  const { activity, places, at } = about
  if (!activity) return [problem('NOT_FOUND', path('activity'))]
  const ended = at < activity.validFrom || at >= activity.validTo
  return [
    ...found(ended, 'ACTIVITY_NOT_IN_FORCE', path('activity')),
    ...kindProblems(content, activity, about.startedBy, path),
    ...found(fields.length === 0, 'LIST_EMPTY', path('fields')),
    ...found(new Set(fields).size < fields.length, 'LISTED_TWICE', path('fields')),
    ...fields.flatMap((field, index) => fieldProblems(field, activity, about, path(`fields.${index}`))),
    ...parameters.flatMap(({ place }, index) => {
      const reaches = places.has(place) && concerns(place, fields)
      return found(!reaches, 'PARAMETER_PLACE', path(`parameters.${index}.place`))
    }),
  ]
}

function fieldProblems(
  coordinate: string,
  activity: ActivityFacts,
  { platform }: About,
  path: string,
): readonly Problem[] {
  const [type = '', name = '', ...rest] = coordinate.split('.')
  if (rest.length > 0 || !platform.get(type)?.fields.has(name)) return [problem('FIELD_UNKNOWN', path)]
  const ground = activity.fields.get(coordinate)
  if (ground === 'LAW') return [problem('CONSENT_NOT_NEEDED', path)]
  return found(ground === undefined, 'ACTIVITY_FIELD_OUTSIDE', path)
}

/** ACCESS.md section 9: what each kind is for, and what it must say. */
function kindProblems(
  { kind, paragraph, reason, fields }: Content,
  activity: ActivityFacts,
  startedBy: About['startedBy'],
  path: (part: string) => string,
): readonly Problem[] {
  const subjects = new Set(fields.map(subjectKind).filter((of): of is SubjectKind => of !== null))
  const fits = [...subjects].every(of => kindFits(kind, of, activity, startedBy))
  // A public authority could mostly decide otherwise about the person, who is then hardly free to say no.
  const explains = kind === 'GDPR_6_1_A' && activity.kind === 'PUBLIC'
  const badly = (text: string | null, wanted: boolean) => (text !== null) !== wanted
  return [
    ...found(!fits, 'CONSENT_KIND', path('kind')),
    ...found(badly(paragraph, kind === 'SECTOR_LAW'), 'TEMPLATE_PARAGRAPH', path('paragraph')),
    ...found(badly(reason, explains), 'TEMPLATE_REASON', path('reason')),
    ...(paragraph === null ? [] : textProblems(paragraph, 200, path('paragraph'))),
    ...(reason === null ? [] : textProblems(reason, 500, path('reason'))),
  ]
}

/** Confidential fields take one of the operator's stewards; what the schema no longer has counts as confidential. */
export function needsOperator({ fields }: Pick<Content, 'fields'>, platform: Classification): boolean {
  return fields.some(coordinate => {
    const [type = '', name = ''] = coordinate.split('.')
    const dataClass = platform.get(type)?.fields.get(name)?.class
    return dataClass !== 'OPEN' && dataClass !== 'ORDINARY'
  })
}
