// The diagram of ACCESS.md section 9 once more, written apart from the product: what a model of consents expects.

/** Two parents of one child; an activity asks for one of them or for both. */
export type Parent = 'anna' | 'jens'
/** Of a company that its chair signs for with one member of its board. */
export type Signatory = 'chair' | 'member' | 'other'
export type Who = Parent | Signatory | 'authority' | 'steward'

/** Who must agree: one parent, both, or the company's signatories. */
export type Form = 'ONE' | 'BOTH' | 'RULE'
const people: Readonly<Record<Form, readonly Who[]>> = {
  ONE: ['anna', 'jens'],
  BOTH: ['anna', 'jens'],
  RULE: ['chair', 'member', 'other'],
}

export interface ModelConsent {
  state: string
  readonly form: Form
  sent: boolean
  /** Days of the model, like the end. */
  answerBy: number
  readonly validTo: number
  readonly replaces: ModelConsent | null
  /** On which day each who agreed last did. */
  readonly confirmed: Map<Who, number>
  events: number
}

export const answerDays: Readonly<Record<Form, number>> = { ONE: 3, BOTH: 3, RULE: 366 }
/** Six months; no run of the model comes near it but to leap over it. */
const windowDays = 182

/** A day of the model, on which a consent may be over. */
export function shown(consent: ModelConsent, today: number): string {
  const { state, answerBy, validTo } = consent
  if (state === 'REQUESTED' || state === 'PARTLY_CONFIRMED')
    return today >= answerBy || today >= validTo || isTooLate(consent, today) ? 'LAPSED' : state
  if (state === 'GRANTED' || state === 'SUSPENDED') return today >= validTo ? 'EXPIRED' : state
  return state
}

/** Nobody who signed for the company did inside the window any more. */
const isTooLate = ({ state, form, confirmed }: ModelConsent, today: number): boolean =>
  form === 'RULE' && state === 'PARTLY_CONFIRMED' && Math.max(...confirmed.values()) + windowDays <= today

// command: who may give it, and from where to where it leads.
const arrows: Readonly<Record<string, readonly [by: readonly Who[], from: readonly string[], to: string]>> = {
  SEND: [['authority'], ['DRAFT'], 'REQUESTED'],
  CANCEL: [['authority'], ['DRAFT', 'REQUESTED', 'PARTLY_CONFIRMED'], 'CANCELLED'],
  DECLINE: [[...people.ONE, ...people.RULE], ['REQUESTED', 'PARTLY_CONFIRMED'], 'DECLINED'],
  WITHDRAW: [[...people.ONE, ...people.RULE, 'steward'], ['GRANTED', 'SUSPENDED'], 'WITHDRAWN'],
  SUSPEND: [['steward'], ['GRANTED'], 'SUSPENDED'],
  RESUME: [['steward'], ['SUSPENDED'], 'GRANTED'],
  INVALIDATE: [['steward'], ['GRANTED', 'SUSPENDED'], 'INVALIDATED'],
}

/** Carries a command out on the model; what the platform must answer: the state, WRONG_STATE or NOT_FOUND. */
export function step(consent: ModelConsent, command: string, who: Who, today: number): string {
  // What was never sent, or is another's, is not there.
  const isOffice = who === 'authority' || who === 'steward'
  if (!isOffice && !(consent.sent && people[consent.form].includes(who))) return 'NOT_FOUND'
  const now = shown(consent, today)
  const led = command === 'GRANT' ? agree(consent, who, now, today) : follow(consent, command, who, now)
  if (led === null) return 'WRONG_STATE'
  consent.state = led
  consent.events += 1
  if (command === 'SEND') {
    consent.sent = true
    consent.answerBy = today + answerDays[consent.form]
  }
  const { replaces } = consent
  if (command === 'GRANT' && led === 'GRANTED' && replaces && inForce(shown(replaces, today))) {
    replaces.state = 'SUPERSEDED'
    replaces.events += 1
  }
  return led
}

const inForce = (state: string): boolean => state === 'GRANTED' || state === 'SUSPENDED'

function agree(consent: ModelConsent, who: Who, now: string, today: number): string | null {
  const { form, confirmed } = consent
  if (now !== 'REQUESTED' && now !== 'PARTLY_CONFIRMED') return null
  if (form === 'ONE') return 'GRANTED'
  const counts = (one: Who) =>
    confirmed.has(one) && (form !== 'RULE' || confirmed.get(one)! + windowDays > today)
  const all = new Set([who, ...people[form].filter(counts)])
  const enough = form === 'BOTH' ? all.size === 2 : all.has('chair') && all.size > 1
  if (!enough && counts(who)) return null
  confirmed.set(who, today)
  return enough ? 'GRANTED' : 'PARTLY_CONFIRMED'
}

function follow(consent: ModelConsent, command: string, who: Who, now: string): string | null {
  if (command === 'WITHDRAW' && now === 'PARTLY_CONFIRMED') {
    if (!consent.confirmed.delete(who)) return null
    return consent.confirmed.size > 0 ? 'PARTLY_CONFIRMED' : 'REQUESTED'
  }
  const [, from, to] = arrows[command]!
  return from.includes(now) ? to : null
}

const often = [
  ['GRANT', 'anna'],
  ['GRANT', 'jens'],
  ['GRANT', 'chair'],
  ['GRANT', 'member'],
  ['SUSPEND', 'steward'],
  ['RESUME', 'steward'],
] as const

/** Every pair of command and actor that may be tried. */
export const moves: readonly (readonly [command: string, who: Who])[] = [
  // What begins with a consent that was given, and goes on, comes oftener than its ends.
  ...Array.from({ length: 3 }, () => often).flat(),
  ['GRANT', 'other'],
  ...Object.entries(arrows).flatMap(([command, [by]]) => by.map(who => [command, who] as const)),
]
