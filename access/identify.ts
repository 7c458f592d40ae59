// Turns a token into the caller: numbers become opaque ids here, and are forgotten here.
import type postgres from 'postgres'
import type { Caller } from './caller.ts'
import type { TokenClaims } from './claims.ts'
import { remember } from './remember.ts'
import type { Verify } from './token.ts'
import { TokenRefused } from './token-form.ts'

/** Who calls, and what their token was bound to. */
export interface Identified {
  readonly caller: Caller
  /** Processing activities in the token's `authorization_details`; empty when it is bound to none. */
  readonly activities: readonly string[]
}

export interface IdentifyOptions {
  /** Values of the assurance claim that are at least NSIS *Betydelig*. */
  readonly assuranceLevels: readonly string[]
  /** How many tokens are remembered; 10,000 unless told. */
  readonly most?: number
  readonly now?: () => Date
}

export type Identify = (token: string) => Promise<Identified>

/** The id of a processing activity. */
export const activityForm: RegExp = /^[A-Z]{2,5}-[0-9]{1,4}$/

const defaultMost = 10_000
/** No token is believed for longer without a look at its key, which the issuer may have taken back. */
const longestMs = 5 * 60_000

/** `sql` is a pool of the role access_reader. Rejects with TokenRefused; other errors mean that database or issuer failed. */
export function createIdentify(verify: Verify, sql: postgres.Sql, options: IdentifyOptions): Identify {
  const { now = () => new Date() } = options
  return remember(
    async token => {
      const latest = now().getTime() + longestMs
      const { claims, expires } = await verify(token)
      const caller = await callerOf(claims, sql, options.assuranceLevels)
      const until = new Date(Math.min(expires.getTime(), latest))
      return { value: { caller, activities: activitiesOf(claims) }, expires: until }
    },
    options.most ?? defaultMost,
    now,
  )
}

/** The id of a business by its CVR number; an unknown number gets one too, so that both are answered alike. */
export function createLookupBusiness(sql: postgres.Sql): (cvr: string) => Promise<string> {
  return cvr => subjectId(sql, 'BUSINESS', cvr)
}

async function callerOf(claims: TokenClaims, sql: postgres.Sql, levels: readonly string[]): Promise<Caller> {
  const { client, officer, officerCpr, cpr, cvr, actors } = claims
  if (cpr === null) {
    // A business does not sit at a keyboard: a token that names one names the person, or nobody is known.
    if (cvr !== null) throw new TokenRefused('CLAIMS')
    if (officer === null) await refuseWithoutOfficer(client, sql)
    if (officerCpr === null) return { kind: 'SYSTEM', client, officer }
    return { kind: 'SYSTEM', client, officer, officerPerson: await subjectId(sql, 'PERSON', officerCpr) }
  }
  // Somebody else acting as this person is not this person.
  if (officer !== null || actors.length > 0) throw new TokenRefused('CLAIMS')
  if (claims.assurance === null || !levels.includes(claims.assurance)) throw new TokenRefused('ASSURANCE')
  const person = await subjectId(sql, 'PERSON', cpr)
  const business = cvr === null ? null : await subjectId(sql, 'BUSINESS', cvr)
  return { kind: 'PERSON', client, person, business }
}

/** A system that officers use never acts by itself: nobody would have been at the keyboard. */
async function refuseWithoutOfficer(client: string, sql: postgres.Sql): Promise<void> {
  const [system] = await sql<{ officers: boolean }[]>`
    select officers from access.fact_system where client = ${client}`
  if (system?.officers) throw new TokenRefused('OFFICER_MISSING')
}

async function subjectId(sql: postgres.Sql, kind: 'PERSON' | 'BUSINESS', number: string): Promise<string> {
  const [row] = await sql<{ id: string }[]>`select identity.subject_id(${kind}, ${number}) as id`
  return row!.id
}

function activitiesOf({ authorizationDetails }: TokenClaims): readonly string[] {
  return authorizationDetails
    .filter(detail => detail.type === 'processing-activity')
    .map(({ id }) => {
      if (typeof id !== 'string' || !activityForm.test(id)) throw new TokenRefused('CLAIMS')
      return id
    })
}
