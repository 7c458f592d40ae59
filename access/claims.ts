// Reads what a verified token says about its bearer, at the places that the settings name.
import { readCpr } from '../schema/scalars.ts'
import { TokenRefused } from './token-form.ts'

/** Where in the token each thing stands; a dot leads into an object (`act.sub`). */
export interface ClaimNames {
  readonly client: string
  readonly officer: string
  readonly officerPerson: string
  readonly person: string
  readonly business: string
  readonly assurance: string
}

/** What a token says. It still holds the personal number: keep it no longer than it takes to find the id. */
export interface TokenClaims {
  readonly client: string
  readonly officer: string | null
  /** Of the officer; ten digits. */
  readonly officerCpr: string | null
  /** Ten digits. */
  readonly cpr: string | null
  /** Eight digits. */
  readonly cvr: string | null
  readonly assurance: string | null
  /** RFC 8693: who acts, the present actor first. */
  readonly actors: readonly string[]
  /** RFC 9396. */
  readonly authorizationDetails: readonly Readonly<Record<string, unknown>>[]
}

type Payload = Readonly<Record<string, unknown>>

/** Throws TokenRefused when a claim is there but not in its form: half a statement is none. */
export function readClaims(payload: Payload, names: ClaimNames): TokenClaims {
  const client = textAt(payload, names.client) ?? fault()
  checkMayAct(payload, client)
  const cpr = textAt(payload, names.person)
  const officer = textAt(payload, names.officer)
  const officerCpr = textAt(payload, names.officerPerson)
  // Somebody's own number, and nobody whose it is.
  if (officerCpr !== null && officer === null) fault()
  const cvr = textAt(payload, names.business)
  if (cvr !== null && !/^[0-9]{8}$/.test(cvr)) fault()
  return {
    client,
    officer,
    officerCpr: officerCpr === null ? null : (readCpr(officerCpr) ?? fault()),
    cpr: cpr === null ? null : (readCpr(cpr) ?? fault()),
    cvr,
    assurance: textAt(payload, names.assurance),
    actors: readActors(payload),
    authorizationDetails: readDetails(payload),
  }
}

function fault(): never {
  throw new TokenRefused('CLAIMS')
}

const isObject = (value: unknown): value is Payload =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Null only when the claim's first step is absent; null, empty text or another kind of value is refused. */
function textAt(payload: Payload, name: string): string | null {
  // A claim may be an address (`https://…`), whose dots lead nowhere: the whole name goes first.
  const steps = Object.hasOwn(payload, name) ? [name] : name.split('.')
  if (!Object.hasOwn(payload, steps[0]!)) return null
  const value = steps.reduce<unknown>(
    (inner, step) => (isObject(inner) && Object.hasOwn(inner, step) ? inner[step] : undefined),
    payload,
  )
  return typeof value === 'string' && value !== '' && value.length <= 200 ? value : fault()
}

const mostActors = 5

function readActors(payload: Payload): string[] {
  const actors: string[] = []
  let actor = payload.act
  while (actor !== undefined) {
    if (!isObject(actor) || typeof actor.sub !== 'string' || actor.sub === '') fault()
    if (actors.push(actor.sub) > mostActors) fault()
    actor = actor.act
  }
  return actors
}

/** RFC 8693 4.4: the only party that may act with this token; another one got hold of it. */
function checkMayAct(payload: Payload, client: string): void {
  const { may_act: permitted } = payload
  if (permitted === undefined) return
  if (!isObject(permitted)) fault()
  const named = [permitted.client_id, permitted.sub].filter(one => one !== undefined)
  if (named.length === 0 || named.some(one => one !== client)) fault()
}

function readDetails(payload: Payload): readonly Payload[] {
  const { authorization_details: details } = payload
  if (details === undefined) return []
  return Array.isArray(details) && details.every(isObject) ? details : fault()
}
