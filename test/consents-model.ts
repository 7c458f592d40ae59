// The diagram of ACCESS.md section 9 once more, written apart from the product: what a model of consents expects.

/** Two parents of one child; a template asks for one of them or for both. */
export type Parent = 'anna' | 'jens'
export type Who = Parent | 'authority' | 'steward'

export interface ModelConsent {
  state: string
  readonly joint: boolean
  sent: boolean
  /** Days of the model, like the end. */
  answerBy: number
  readonly validTo: number
  readonly replaces: ModelConsent | null
  readonly confirmed: Set<Parent>
  events: number
}

export const answerDays = 3

/** A day of the model, on which a consent may be over. */
export function shown(consent: ModelConsent, today: number): string {
  const { state, answerBy, validTo } = consent
  if (state === 'REQUESTED' || state === 'PARTLY_CONFIRMED')
    return today >= answerBy || today >= validTo ? 'LAPSED' : state
  if (state === 'GRANTED' || state === 'SUSPENDED') return today >= validTo ? 'EXPIRED' : state
  return state
}

// command: who may give it, and from where to where it leads.
const arrows: Readonly<Record<string, readonly [by: readonly Who[], from: readonly string[], to: string]>> = {
  SEND: [['authority'], ['DRAFT'], 'REQUESTED'],
  CANCEL: [['authority'], ['DRAFT', 'REQUESTED', 'PARTLY_CONFIRMED'], 'CANCELLED'],
  DECLINE: [['anna', 'jens'], ['REQUESTED', 'PARTLY_CONFIRMED'], 'DECLINED'],
  WITHDRAW: [['anna', 'jens', 'steward'], ['GRANTED', 'SUSPENDED'], 'WITHDRAWN'],
  SUSPEND: [['steward'], ['GRANTED'], 'SUSPENDED'],
  RESUME: [['steward'], ['SUSPENDED'], 'GRANTED'],
  INVALIDATE: [['steward'], ['GRANTED', 'SUSPENDED'], 'INVALIDATED'],
}

/** Carries a command out on the model; what the platform must answer: the state, WRONG_STATE or NOT_FOUND. */
export function step(consent: ModelConsent, command: string, who: Who, today: number): string {
  // What was never sent is not there for the parents.
  if (!consent.sent && (who === 'anna' || who === 'jens')) return 'NOT_FOUND'
  const now = shown(consent, today)
  const led = command === 'GRANT' ? agree(consent, who as Parent, now) : follow(consent, command, who, now)
  if (led === null) return 'WRONG_STATE'
  consent.state = led
  consent.events += 1
  if (command === 'SEND') {
    consent.sent = true
    consent.answerBy = today + answerDays
  }
  const { replaces } = consent
  if (command === 'GRANT' && led === 'GRANTED' && replaces && inForce(shown(replaces, today))) {
    replaces.state = 'SUPERSEDED'
    replaces.events += 1
  }
  return led
}

const inForce = (state: string): boolean => state === 'GRANTED' || state === 'SUSPENDED'

function agree(consent: ModelConsent, who: Parent, now: string): string | null {
  if (now !== 'REQUESTED' && now !== 'PARTLY_CONFIRMED') return null
  if (!consent.joint) return 'GRANTED'
  if (consent.confirmed.has(who)) return null
  consent.confirmed.add(who)
  return consent.confirmed.size === 2 ? 'GRANTED' : 'PARTLY_CONFIRMED'
}

function follow(consent: ModelConsent, command: string, who: Who, now: string): string | null {
  if (command === 'WITHDRAW' && now === 'PARTLY_CONFIRMED') {
    if (who === 'steward' || !consent.confirmed.delete(who as Parent)) return null
    return consent.confirmed.size > 0 ? 'PARTLY_CONFIRMED' : 'REQUESTED'
  }
  const [, from, to] = arrows[command]!
  return from.includes(now) ? to : null
}

const often = [
  ['GRANT', 'anna'],
  ['GRANT', 'jens'],
  ['SUSPEND', 'steward'],
  ['RESUME', 'steward'],
] as const

/** Every pair of command and actor that may be tried. */
export const moves: readonly (readonly [command: string, who: Who])[] = [
  // What begins with a consent that was given, and goes on, comes oftener than its ends.
  ...Array.from({ length: 3 }, () => often).flat(),
  ...Object.entries(arrows).flatMap(([command, [by]]) => by.map(who => [command, who] as const)),
]
