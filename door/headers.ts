// Reads the request's own headers: for what, about which case, for whom, as of when. Any other header says nothing.
import type { GraphQLFormattedError } from 'graphql'
import type { Represented } from '../access/caller.ts'
import { activityForm, type Identified } from '../access/identify.ts'
import type { AsOf, Request } from '../access/request.ts'
import { holdsPersonalNumber } from '../schema/personal-number.ts'
import { readInstant } from '../schema/scalars.ts'
import { type RequestCodeName, requestCodes } from './codes.ts'
import { HttpProblem, unavailable } from './problem.ts'

/** As `headersDistinct` of node:http: each header with all its values, names in lower case. */
export type Headers = Readonly<Record<string, readonly string[] | undefined>>

/** What is given at the door. */
export interface Arrival {
  /** Random. */
  readonly id: string
  readonly at: Date
  /** The id of a business by its CVR number, known or not. */
  readonly lookupBusiness: (cvr: string) => Promise<string>
}

// Exactly these go on to subgraphs on other hosts, which read them again.
const forwarded = [
  'authorization',
  'processing-activity',
  'case-reference',
  'on-behalf-of',
  'access-explain',
  'effective-at',
  'registered-at',
] as const
type Name = (typeof forwarded)[number]

type Reader = <Value>(name: Name, read: (text: string) => Value | null, otherwise: string) => Value | null

/** Rejects with HttpProblem (400) that names every mistake at once, and repeats no value. */
export async function readRequest(
  headers: Headers,
  identified: Identified,
  { id, at, lookupBusiness }: Arrival,
): Promise<Request> {
  const errors: GraphQLFormattedError[] = []
  const wrong = (message: string) =>
    errors.push({ message, extensions: { code: 'HEADER' satisfies RequestCodeName } })
  const read: Reader = (name, parse, otherwise) => {
    const values = headers[name] ?? []
    if (values.length === 0) return null
    const value = values.length === 1 ? parse(values[0]!) : null
    if (value === null) wrong(values.length > 1 ? `Send ${spell(name)} once.` : otherwise)
    return value
  }
  const stated = read('processing-activity', matching(activityForm), sayings.activity)
  const activity = boundActivity(stated, identified.activities, wrong)
  const caseReference = read('case-reference', readCaseReference, sayings.caseReference)
  const named = read('on-behalf-of', readRepresented, sayings.onBehalfOf)
  const explain = read('access-explain', readBoolean, sayings.explain) ?? false
  const asOf = readAsOf(read, at)
  if (errors.length > 0) throw new HttpProblem(requestCodes.HEADER.status, errors)
  const represented = named && (await resolve(named, lookupBusiness))
  const forward = forwardable(headers)
  return { id, caller: identified.caller, represented, activity, caseReference, explain, asOf, forward }
}

const sayings = {
  activity: 'Processing-Activity must be the id of an activity, such as KOM-17.',
  caseReference:
    'Case-Reference must be 1 to 64 of A–Z a–z 0–9 . / _ - and must not hold ten digits in the form of a personal number.',
  onBehalfOf: 'On-Behalf-Of must be person:<id>, business:<cvr> or authority:<cvr>.',
  explain: 'Access-Explain must be true or false.',
  instant: 'must be an instant with its offset, such as 2019-05-01T00:00:00Z.',
}

/** `processing-activity` as the documentation writes it: `Processing-Activity`. */
function spell(name: Name): string {
  return name.replace(/(^|-)[a-z]/g, letters => letters.toUpperCase())
}

function matching(form: RegExp): (text: string) => string | null {
  return text => (form.test(text) ? text : null)
}

/** A token bound to activities (RFC 9396) can be used for those and no other. */
function boundActivity(
  stated: string | null,
  bound: readonly string[],
  wrong: (message: string) => void,
): string | null {
  if (bound.length === 0) return stated
  if (stated === null) {
    if (bound.length > 1) wrong('The token is bound to several activities: say which in Processing-Activity.')
    return bound[0]!
  }
  if (!bound.includes(stated)) wrong('The token is bound to another activity than Processing-Activity says.')
  return stated
}

/** References are logged and shown: a personal number must not get into one, however it is separated. */
function readCaseReference(text: string): string | null {
  return /^[A-Za-z0-9./_-]{1,64}$/.test(text) && !holdsPersonalNumber(text) ? text : null
}

const representedForm =
  /^(?:(person):([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})|(business|authority):([0-9]{8}))$/

type Named =
  | { readonly kind: 'PERSON'; readonly id: string }
  | { readonly kind: 'BUSINESS' | 'AUTHORITY'; readonly cvr: string }

function readRepresented(text: string): Named | null {
  const match = representedForm.exec(text)
  if (!match) return null
  const [, , person, kind, cvr] = match
  if (person) return { kind: 'PERSON', id: person }
  return { kind: kind === 'business' ? 'BUSINESS' : 'AUTHORITY', cvr: cvr! }
}

async function resolve(named: Named, lookupBusiness: Arrival['lookupBusiness']): Promise<Represented> {
  if (named.kind === 'PERSON') return named
  if (named.kind === 'AUTHORITY') return { kind: 'AUTHORITY', cvr: named.cvr }
  const id = await lookupBusiness(named.cvr).catch((error: unknown) => {
    throw unavailable(error)
  })
  return { kind: 'BUSINESS', id }
}

function readBoolean(text: string): boolean | null {
  return text === 'true' ? true : text === 'false' ? false : null
}

function readAsOf(read: Reader, at: Date): AsOf {
  const effective = read('effective-at', readInstant, `Effective-At ${sayings.instant}`)
  const registered = read('registered-at', readInstant, `Registered-At ${sayings.instant}`)
  const times = { effective: effective ?? at, registered: registered ?? at }
  if (effective && registered) return { ...times, travelled: true }
  if (!effective && !registered) return { ...times, travelled: false }
  return { ...times, travelled: true, only: effective ? 'effective' : 'registered' }
}

function forwardable(headers: Headers): Readonly<Record<string, string>> {
  return Object.fromEntries(
    forwarded.flatMap(name => {
      const value = headers[name]?.[0]
      return value === undefined ? [] : [[name, value]]
    }),
  )
}
