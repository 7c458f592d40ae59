// The life of a power of attorney: its states, who may end it, and what a new one may hold. Pure; time is an argument.
import { isId } from '../../schema/id.ts'
import { type Problem, type ProblemCode, problem } from '../problems.ts'

/** States that are stored. EXPIRED and LAPSED are computed. */
export type StoredState = 'OFFERED' | 'ACTIVE' | 'REVOKED' | 'RENOUNCED'
export type State = StoredState | 'EXPIRED' | 'LAPSED'
export type Action = 'READ' | 'CONSENT' | 'ACT'

export interface Life {
  readonly state: StoredState
  readonly validTo: Date
}

/** Whether either side is dead: what ends a power of attorney by itself. */
export interface Deaths {
  readonly grantor: boolean
  readonly holder: boolean
}

/** The state now. */
export function stateAt(life: Life, at: Date, deaths: Deaths): State {
  if (life.state !== 'ACTIVE' && life.state !== 'OFFERED') return life.state
  if (at >= life.validTo) return 'EXPIRED'
  return deaths.grantor || deaths.holder ? 'LAPSED' : life.state
}

/** Why it ended by itself; null when it did not. */
export function endedBecause(life: Life, at: Date, deaths: Deaths): string | null {
  if (stateAt(life, at, deaths) !== 'LAPSED') return null
  return deaths.grantor ? 'GRANTOR_DEAD' : 'HOLDER_DEAD'
}

export type Ending = 'REVOKED' | 'RENOUNCED'

/** Whether it can be ended now. Its own end by death needs no command. */
export const endable = (life: Life, at: Date): boolean =>
  stateAt(life, at, { grantor: false, holder: false }) === life.state &&
  (life.state === 'ACTIVE' || life.state === 'OFFERED')

/** What a grantor gives. */
export interface Gift {
  readonly commandId: string
  readonly holderCpr?: string | null
  readonly holder?: string | null
  readonly fields: readonly string[]
  readonly actions: readonly Action[]
  readonly activities: readonly string[]
  readonly validFrom?: Date | null
  readonly validTo: Date
}

/** Longest duration: 25 years. */
const longestYears = 25

/** Every problem of a gift at once. `fieldExists` knows the schema's coordinates. */
export function giftProblems(
  gift: Gift,
  at: Date,
  fieldExists: (coordinate: string) => boolean,
): readonly Problem[] {
  const from = gift.validFrom && gift.validFrom > at ? gift.validFrom : at
  const latest = new Date(from)
  latest.setUTCFullYear(latest.getUTCFullYear() + longestYears)
  const found = (is: boolean, code: ProblemCode, path: string) => (is ? [problem(code, path)] : [])
  return [
    ...found(gift.commandId.length < 1 || gift.commandId.length > 64, 'ID_LENGTH', 'input.commandId'),
    ...found((gift.holderCpr == null) === (gift.holder == null), 'SUBJECT_AMBIGUOUS', 'input.holderCpr'),
    ...found(gift.holder != null && !isId(gift.holder), 'NOT_FOUND', 'input.holder'),
    ...found(gift.actions.length === 0, 'ACTIONS_MISSING', 'input.actions'),
    ...found(gift.actions.includes('READ') && gift.fields.length === 0, 'FIELDS_MISSING', 'input.fields'),
    ...found(!gift.fields.every(fieldExists), 'FIELD_UNKNOWN', 'input.fields'),
    ...found(gift.validTo <= from, 'PERIOD_REVERSED', 'input.validTo'),
    ...found(gift.validTo > latest, 'PERIOD_TOO_LONG', 'input.validTo'),
  ]
}
