// The life of a consent: its states, and which command leads where. Pure; time is an argument.
import type { ProblemCode } from '../problems.ts'

/** States that are stored. LAPSED, EXPIRED and the end by death are computed. */
export type StoredState =
  | 'DRAFT'
  | 'REQUESTED'
  | 'PARTLY_CONFIRMED'
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
  /** Until when the others may confirm; null where that has no end of its own. */
  readonly confirmBy: Date | null
  readonly askedFrom: Date | null
  readonly validTo: Date
}

const asked: readonly StoredState[] = ['REQUESTED', 'PARTLY_CONFIRMED']
const given: readonly StoredState[] = ['GRANTED', 'SUSPENDED']

/** The state now: not answered, or not confirmed, in time it has lapsed; past its end it has expired; the dead no longer consent. */
export function stateAt(life: Life, at: Date, dead: boolean): State {
  const { answerBy, confirmBy, validTo } = life
  if (asked.includes(life.state)) {
    const isOver = at >= answerBy || at >= validTo || (confirmBy !== null && at >= confirmBy)
    return dead || isOver ? 'LAPSED' : life.state
  }
  if (!given.includes(life.state)) return life.state
  if (dead) return 'INVALIDATED'
  return at >= validTo ? 'EXPIRED' : life.state
}

/** As which rows a state is stored, death aside: which state, and whether its time (`due`) is over. */
export interface Stored {
  readonly state: StoredState
  readonly over: boolean
}

export function storedAs(state: State): readonly Stored[] {
  if (state === 'LAPSED') return asked.map(stored => ({ state: stored, over: true }))
  if (state === 'EXPIRED') return given.map(stored => ({ state: stored, over: true }))
  return [{ state, over: false }]
}

/** What may be done to a consent that is there. */
export type Command =
  | 'SEND'
  | 'GRANT'
  | 'DECLINE'
  | 'CANCEL'
  | 'WITHDRAW'
  | 'SUSPEND'
  | 'RESUME'
  | 'SUPERSEDE'
  | 'INVALIDATE'

const transitions: Readonly<Record<Command, { readonly from: readonly State[]; readonly to: StoredState }>> =
  {
    SEND: { from: ['DRAFT'], to: 'REQUESTED' },
    GRANT: { from: asked, to: 'GRANTED' },
    DECLINE: { from: asked, to: 'DECLINED' },
    CANCEL: { from: ['DRAFT', ...asked], to: 'CANCELLED' },
    WITHDRAW: { from: ['PARTLY_CONFIRMED', ...given], to: 'WITHDRAWN' },
    SUSPEND: { from: ['GRANTED'], to: 'SUSPENDED' },
    RESUME: { from: ['SUSPENDED'], to: 'GRANTED' },
    SUPERSEDE: { from: given, to: 'SUPERSEDED' },
    INVALIDATE: { from: given, to: 'INVALIDATED' },
  }

/** What a command comes with, besides the consent itself. */
export interface Circumstances {
  readonly at: Date
  /** The person is dead. */
  readonly dead: boolean
  /** Of a GRANT: with it, all who must agree have. */
  readonly agreed: boolean
  /** Of a GRANT and of a WITHDRAW before all agreed: whether whoever commands has confirmed already. */
  readonly confirmed: boolean
  /** Of a WITHDRAW before all agreed: how many others have confirmed. */
  readonly others: number
}

/** What a command changes, or the code of the problem that stops it. */
export type Change =
  | { readonly state: StoredState; readonly validFrom?: Date; readonly endedAt?: Date }
  | { readonly code: ProblemCode }

const wrong: Change = { code: 'WRONG_STATE' }

export function change(life: Life, command: Command, circumstances: Circumstances): Change {
  const { at, dead } = circumstances
  const { from, to } = transitions[command]
  if (!from.includes(stateAt(life, at, dead))) return wrong
  switch (command) {
    case 'GRANT':
      return confirm(life, circumstances)
    case 'WITHDRAW':
      return life.state === 'PARTLY_CONFIRMED' ? takeBack(circumstances) : { state: to, endedAt: at }
    case 'SUPERSEDE':
    case 'INVALIDATE':
      return { state: to, endedAt: at }
    default:
      return { state: to }
  }
}

/** Given when all agree; until then each confirms once. */
function confirm({ askedFrom }: Life, { at, agreed, confirmed }: Circumstances): Change {
  if (agreed) return { state: 'GRANTED', validFrom: askedFrom && askedFrom > at ? askedFrom : at }
  return confirmed ? wrong : { state: 'PARTLY_CONFIRMED' }
}

/** Before all have agreed, whoever confirmed takes that back, and the others' confirmations stay. */
function takeBack({ confirmed, others }: Circumstances): Change {
  if (!confirmed) return wrong
  return { state: others > 0 ? 'PARTLY_CONFIRMED' : 'REQUESTED' }
}
