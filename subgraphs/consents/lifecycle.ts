// The life of a consent: its states, which command leads where, and what a request may ask. Pure; time is an argument.
import type { ActivityFacts } from '../../access/facts.ts'
import { isId } from '../../schema/id.ts'
import { type Problem, type ProblemCode, problem } from '../problems.ts'

/** States that are stored. LAPSED, EXPIRED and the end by death are computed. */
export type StoredState =
  | 'REQUESTED'
  | 'GRANTED'
  | 'DECLINED'
  | 'CANCELLED'
  | 'WITHDRAWN'
  | 'SUSPENDED'
  | 'SUPERSEDED'
  | 'INVALIDATED'

export type State = StoredState | 'LAPSED' | 'EXPIRED'

/** The part of a consent on which its life depends. */
export interface Life {
  readonly state: StoredState
  readonly answerBy: Date
  readonly askedFrom: Date | null
  readonly validTo: Date
}

/** The state now: not answered in time it has lapsed; past its end it has expired; the dead no longer consent. */
export function stateAt(life: Life, at: Date, dead: boolean): State {
  if (life.state === 'REQUESTED')
    return dead || at >= life.answerBy || at >= life.validTo ? 'LAPSED' : 'REQUESTED'
  if (life.state !== 'GRANTED' && life.state !== 'SUSPENDED') return life.state
  if (dead) return 'INVALIDATED'
  return at >= life.validTo ? 'EXPIRED' : life.state
}

export type Command = 'GRANT' | 'DECLINE' | 'CANCEL' | 'WITHDRAW'

const transitions: Readonly<Record<Command, { readonly from: readonly State[]; readonly to: StoredState }>> =
  {
    GRANT: { from: ['REQUESTED'], to: 'GRANTED' },
    DECLINE: { from: ['REQUESTED'], to: 'DECLINED' },
    CANCEL: { from: ['REQUESTED'], to: 'CANCELLED' },
    WITHDRAW: { from: ['GRANTED', 'SUSPENDED'], to: 'WITHDRAWN' },
  }

/** What a command changes, or the code of the problem that stops it. */
export type Change =
  | { readonly state: StoredState; readonly validFrom?: Date; readonly endedAt?: Date }
  | { readonly code: ProblemCode }

export function change(life: Life, command: Command, at: Date, dead: boolean): Change {
  const { from, to } = transitions[command]
  if (!from.includes(stateAt(life, at, dead))) return { code: 'WRONG_STATE' }
  if (command === 'GRANT')
    return { state: to, validFrom: life.askedFrom && life.askedFrom > at ? life.askedFrom : at }
  return command === 'WITHDRAW' ? { state: to, endedAt: at } : { state: to }
}

/** A template in one version, as far as a request must fit it. */
export interface Template {
  readonly activity: string
  readonly fields: readonly string[]
  readonly longestDays: number
}

/** What is asked for. */
export interface ConsentRequest {
  readonly id: string
  readonly cpr?: string | null
  readonly person?: string | null
  readonly fields?: readonly string[] | null
  readonly validFrom?: Date | null
  readonly validTo: Date
}

const dayMs = 86_400_000

/** Every problem of a request at once; none when it may be made. */
export function requestProblems(
  request: ConsentRequest,
  template: Template | null,
  activity: ActivityFacts | null,
  at: Date,
): readonly Problem[] {
  const { cpr, person, validFrom, validTo } = request
  const from = validFrom && validFrom > at ? validFrom : at
  const days = (validTo.getTime() - from.getTime()) / dayMs
  const found = (is: boolean, code: ProblemCode, path: string) => (is ? [problem(code, path)] : [])
  return [
    ...found(request.id.length < 1 || request.id.length > 64, 'ID_LENGTH', 'input.id'),
    ...found((cpr == null) === (person == null), 'SUBJECT_AMBIGUOUS', 'input.cpr'),
    ...found(person != null && !isId(person), 'NOT_FOUND', 'input.person'),
    ...found(validTo <= from, 'PERIOD_REVERSED', 'input.validTo'),
    ...found(template === null, 'TEMPLATE_UNKNOWN', 'input.template'),
    ...(template ? fieldProblems(request.fields ?? template.fields, template, activity) : []),
    ...found(template !== null && days > template.longestDays, 'PERIOD_TOO_LONG', 'input.validTo'),
  ]
}

function fieldProblems(
  fields: readonly string[],
  template: Template,
  activity: ActivityFacts | null,
): readonly Problem[] {
  const found = (is: boolean, code: ProblemCode, path: string) => (is ? [problem(code, path)] : [])
  const ground = (field: string) => activity?.fields.get(field)
  return [
    ...found(activity?.id !== template.activity, 'TEMPLATE_ACTIVITY', 'input.template'),
    ...found(
      fields.length === 0 || fields.some(field => !template.fields.includes(field)),
      'TEMPLATE_FIELD_OUTSIDE',
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
