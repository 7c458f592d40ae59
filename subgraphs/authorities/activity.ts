// What a processing activity must be to be approved: pure, every problem at once.
import type { Classification, DataClass, FieldRule, Reach } from '../../access/classification.ts'
import { isAdministrative } from '../../access/decide.ts'
import { subjectKind } from '../../access/subject-kind.ts'
import { holdsPersonalNumber } from '../../schema/personal-number.ts'
import { isMunicipality } from '../municipalities.ts'
import { idProblems, type Problem, type ProblemCode, problem } from '../problems.ts'

export type SubjectKind = 'PERSON' | 'BUSINESS'

/** One version of an activity, but for its number and state. */
export interface Content {
  readonly purposeDa: string
  readonly purposeEn: string
  readonly act: string
  readonly fields: readonly { readonly coordinate: string; readonly ground: 'LAW' | 'CONSENT' }[]
  readonly subjects: readonly SubjectKind[]
  readonly systems: readonly string[]
  readonly reach: Reach
  readonly population: string | null
  readonly startedBy: 'APPLICATION' | 'AUTHORITY'
  readonly coverForDays: number | null
  readonly protectionException: string | null
  /** A matter of money: within guardianship (guardianship act § 6). */
  readonly economic: boolean
  /** The age from which a young person decides alone; null: from 18. */
  readonly decidesFrom: number | null
  /** All who hold custody of a child must agree. */
  readonly jointCustody: boolean
  /** GDPR Art. 6, and Art. 9(2) where it is named: `GDPR Art. 6(1)(e), Art. 9(2)(g)`. */
  readonly legalBasis: string
}

/** A draft as a steward sends it. */
export interface DraftInput extends Omit<Content, 'legalBasis'> {
  readonly id: string
  readonly commandId: string
  readonly article6: string
  readonly article9: string | null
  readonly validFrom: Date | null
  readonly validTo: Date | null
}

/** What the checks know besides the text. */
export interface About {
  readonly platform: Classification
  /** Whether the controller is a private recipient. */
  readonly isPrivate: boolean
  /** Clients of the controller's own systems, and of suppliers with a mandate for the activity. */
  readonly systems: readonly string[]
}

/** Input with what was left out as null. */
export function readDraft(input: Partial<DraftInput>): DraftInput {
  const optional = {
    population: null,
    coverForDays: null,
    protectionException: null,
    economic: false,
    decidesFrom: null,
    jointCustody: false,
    article9: null,
    validFrom: null,
    validTo: null,
  }
  return { ...optional, ...input } as DraftInput
}

/** The basis as it is stored and shown. */
export const legalBasis = ({ article6, article9 }: DraftInput): string =>
  `GDPR Art. ${article6}${article9 === null ? '' : `, Art. ${article9}`}`

const problemIf = (is: boolean, code: ProblemCode, path: string) => (is ? [problem(code, path)] : [])

const longestPurpose = 500
const longestAct = 200

/** What is wrong with a draft, as of an instant. */
export function draftProblems(input: DraftInput, about: About, at: Date): readonly Problem[] {
  const { article6, article9, validFrom, validTo } = input
  const begins = validFrom !== null && validFrom > at ? validFrom : at
  return [
    ...idProblems(input.commandId, 'input.commandId'),
    ...problemIf(!/^[A-Z]{2,5}-[0-9]{1,4}$/.test(input.id), 'ACTIVITY_ID', 'input.id'),
    ...problemIf(isAdministrative(input.id), 'ACTIVITY_RESERVED', 'input.id'),
    ...textProblems(input),
    ...problemIf(!/^6\(1\)\([a-f]\)$/.test(article6), 'LEGAL_BASIS', 'input.article6'),
    ...problemIf(article9 !== null && !/^9\(2\)\([a-j]\)$/.test(article9), 'LEGAL_BASIS', 'input.article9'),
    ...problemIf(validTo !== null && validTo <= begins, 'PERIOD_REVERSED', 'input.validTo'),
    ...fitProblems({ ...input, legalBasis: legalBasis(input) }, about, part => `input.${part}`),
  ]
}

const textProblems = ({ purposeDa, purposeEn, act }: DraftInput): readonly Problem[] =>
  (
    [
      ['purposeDa', purposeDa, longestPurpose],
      ['purposeEn', purposeEn, longestPurpose],
      ['act', act, longestAct],
    ] as const
  ).flatMap(([part, text, longest]) => [
    ...problemIf(text.trim() === '' || text.length > longest, 'TEXT_LENGTH', `input.${part}`),
    ...problemIf(holdsPersonalNumber(text), 'TEXT_NUMBER', `input.${part}`),
  ])

/**
 * What does not fit together, or not with the schema as it is: asked again at approval, since fields and systems may
 * have changed. `path` leads to a part of the command's input.
 */
export function fitProblems(
  content: Content,
  about: About,
  path: (part: string) => string,
): readonly Problem[] {
  const { population, coverForDays: cover, protectionException: exception } = content
  const { isPrivate } = about
  const strange = content.systems.some(client => !about.systems.includes(client))
  return [
    ...listProblems(content, path),
    ...content.fields.flatMap(({ coordinate }, index) =>
      fieldProblems(coordinate, content, about).map(code => problem(code, path(`fields.${index}`))),
    ),
    ...problemIf(isPrivate && content.reach !== 'LOOKUP', 'REACH_PRIVATE', path('reach')),
    ...problemIf(strange, 'SYSTEM_UNKNOWN', path('systems')),
    ...problemIf(
      population !== null && (isPrivate || !/^[0-9]{4}$/.test(population)),
      'MUNICIPALITY_FORM',
      path('population'),
    ),
    ...problemIf(
      population !== null && /^[0-9]{4}$/.test(population) && !isMunicipality(population),
      'MUNICIPALITY_UNKNOWN',
      path('population'),
    ),
    ...problemIf(
      cover !== null && (isPrivate || cover < 1 || cover > 365),
      'COVER_OUTSIDE',
      path('coverForDays'),
    ),
    ...problemIf(
      exception !== null && !/^CPR act § \d{1,3}( [a-z])?(\(\d\))*$/.test(exception),
      'EXCEPTION_FORM',
      path('protectionException'),
    ),
    ...markProblems(content, path),
  ]
}

/** Age and custody are of people. */
function markProblems({ subjects, decidesFrom: age, jointCustody }: Content, path: (part: string) => string) {
  const persons = subjects.includes('PERSON')
  return [
    ...problemIf(age !== null && (age < 10 || age > 17), 'AGE_OUTSIDE', path('decidesFrom')),
    ...problemIf(age !== null && !persons, 'PERSONS_ONLY', path('decidesFrom')),
    ...problemIf(jointCustody && !persons, 'PERSONS_ONLY', path('jointCustody')),
  ]
}

function listProblems({ fields, subjects, systems }: Content, path: (part: string) => string) {
  const lists = [
    ['fields', fields.map(({ coordinate }) => coordinate)],
    ['subjects', subjects],
    ['systems', systems],
  ] as const
  return lists.flatMap(([part, list]) => [
    ...problemIf(list.length === 0, 'LIST_EMPTY', path(part)),
    ...problemIf(new Set<string>(list).size < list.length, 'LISTED_TWICE', path(part)),
  ])
}

function fieldProblems(coordinate: string, content: Content, about: About): readonly ProblemCode[] {
  const [typeName = '', fieldName = '', ...rest] = coordinate.split('.')
  const type = about.platform.get(typeName)
  const rule = type?.fields.get(fieldName)
  if (!type || !rule || rest.length > 0) return ['FIELD_UNKNOWN']
  // Root fields and commands are ways in; parts of a value are decided with the field that holds it.
  if (type.value || rule.entry || rule.command) return ['FIELD_PART']
  return misfits(rule, typeName, content, about)
}

function misfits(rule: FieldRule, type: string, content: Content, about: About): readonly ProblemCode[] {
  const kind = subjectKind(type)
  const withoutArticle9 = rule.class === 'SENSITIVE' && !content.legalBasis.includes('Art. 9(2)')
  return [
    ...(rule.class === 'OPEN' ? (['FIELD_OPEN'] as const) : []),
    ...(about.isPrivate && rule.class === 'PERSONAL_NUMBER' ? (['NUMBER_NEVER_PRIVATE'] as const) : []),
    ...(withoutArticle9 ? (['ARTICLE_9_NEEDED'] as const) : []),
    ...(kind && !content.subjects.includes(kind) ? (['FIELD_SUBJECT_OUTSIDE'] as const) : []),
  ]
}

/** Whether one of the operator's stewards has to approve it. A field that is no longer there counts as confidential. */
export function needsOperator(
  { fields, coverForDays, protectionException }: Content,
  platform: Classification,
): boolean {
  const confidential = fields.some(({ coordinate }) => !withoutOperator.has(classOf(coordinate, platform)))
  return confidential || coverForDays !== null || protectionException !== null
}

// ACCESS.md section 2: confidential fields take a second approver from the operator; what is more sensitive does too.
const withoutOperator: ReadonlySet<DataClass | null> = new Set(['OPEN', 'ORDINARY'])

function classOf(coordinate: string, platform: Classification): DataClass | null {
  const [type = '', field = ''] = coordinate.split('.')
  return platform.get(type)?.fields.get(field)?.class ?? null
}
