// Facts for tests of pure decisions: a municipality, a bank and two people, each changed where a case needs it.

import type { ActivityFacts } from '../access/activity.ts'
import type { FieldRule } from '../access/classification.ts'
import type { Asker } from '../access/decide.ts'
import type { CallerFacts, ConsentFacts, SubjectFacts } from '../access/facts.ts'
import { noLife } from '../access/life.ts'
import { type MandateFacts, noRights, type Rights } from '../access/rights.ts'
import { readSigning, type Signing } from '../access/signing.ts'

const dayMs = 86_400_000

/** The instant of every decision. */
export const at = new Date('2026-05-01T12:00:00Z')
export const inDays = (days: number): Date => new Date(at.getTime() + days * dayMs)

export const kommune = '99000001'
export const bank = '99000002'
export const anna = 'a0000000-0000-4000-8000-000000000001'
export const sofie = 'a0000000-0000-4000-8000-000000000002'
export const holding = 'b0000000-0000-4000-8000-000000000001'

export const field = (coordinate: string, overrides: Partial<FieldRule> = {}): FieldRule => ({
  coordinate,
  class: 'ORDINARY',
  source: 'the test',
  hiddenByProtection: false,
  earlier: false,
  economic: false,
  toSign: false,
  together: false,
  subject: null,
  entry: null,
  command: null,
  ...overrides,
})

// `name` by law and hidden by protection, `civilStatus` by consent.
export const name = field('Person.name', { hiddenByProtection: true })
export const civilStatus = field('Person.civilStatus')
export const citizenship = field('Person.citizenship')
export const number = field('Person.cpr', { class: 'PERSONAL_NUMBER' })
export const cvrName = field('Business.name', { class: 'OPEN' })

export const activity = (overrides: Partial<ActivityFacts> = {}): ActivityFacts => ({
  id: 'KOM-17',
  version: 1,
  authority: kommune,
  kind: 'PUBLIC',
  validFrom: inDays(-400),
  validTo: inDays(400),
  reach: 'LOOKUP',
  subjects: ['PERSON', 'BUSINESS'],
  population: null,
  coverFor: null,
  protectionException: null,
  economic: false,
  decidesFrom: null,
  jointCustody: false,
  fields: new Map([
    ['Person.name', 'LAW'],
    ['Person.cpr', 'LAW'],
    ['Person.civilStatus', 'CONSENT'],
  ]),
  systems: ['kommune-sagssystem'],
  ...overrides,
})

/** The same activity, of a private recipient. */
export const banks = (overrides: Partial<ActivityFacts> = {}): ActivityFacts =>
  activity({ id: 'BANK-1', authority: bank, kind: 'PRIVATE', systems: ['bank-system'], ...overrides })

/** A system and the activity that it states. `null`: none stated. */
export function system(stated: ActivityFacts | null, overrides: Partial<Asker> = {}): Asker {
  const own = stated?.kind === 'PRIVATE'
  return {
    caller: { kind: 'SYSTEM', client: own ? 'bank-system' : 'kommune-sagssystem', officer: null },
    represented: null,
    activity: stated?.id ?? null,
    travelled: false,
    caseReference: null,
    facts: callerFacts({
      activity: stated,
      system: own
        ? { authority: bank, kind: 'PRIVATE', officers: false }
        : { authority: kommune, kind: 'PUBLIC', officers: false },
    }),
    self: null,
    ...overrides,
  }
}

/** Sofie, for herself or on behalf of another. */
export function citizen(represents: string | null = null, overrides: Partial<Asker> = {}): Asker {
  return {
    caller: { kind: 'PERSON', client: 'playground', person: sofie, business: null },
    represented: represents === null ? null : { kind: 'PERSON', id: represents },
    activity: null,
    travelled: false,
    caseReference: null,
    facts: callerFacts({}),
    self: subject({ id: sofie, canonical: sofie }),
    ...overrides,
  }
}

export const callerFacts = (overrides: Partial<CallerFacts>): CallerFacts => ({
  at,
  activity: null,
  system: null,
  officerRoles: [],
  suppliers: [],
  ...overrides,
})

/** Anna, without consents, mandates and protection. */
export const subject = (overrides: Partial<SubjectFacts> = {}): SubjectFacts => ({
  id: anna,
  ids: [overrides.canonical ?? anna, ...(overrides.id ? [overrides.id] : [])],
  kind: 'PERSON',
  revision: 7,
  canonical: anna,
  protected: false,
  everProtected: false,
  dead: false,
  municipality: '0751',
  residence: 'home of Anna',
  consents: [],
  rights: noRights,
  ...noLife,
  born: '1970-01-01',
  ofAge: new Date('1987-12-31T23:00:00Z'),
  ...overrides,
})

/** As a number that no register holds. */
export const unregistered = subject({ kind: null, municipality: null, residence: null })

export const consent = (overrides: Partial<ConsentFacts> = {}): ConsentFacts => ({
  id: 'c1',
  state: 'GRANTED',
  fields: ['Person.civilStatus'],
  parameters: {},
  validFrom: inDays(-1),
  validTo: inDays(30),
  until: inDays(30),
  ...overrides,
})

export const rights = (overrides: Partial<Rights> = {}): Rights => ({ ...noRights, ...overrides })

/** Sofie holds custody until then, alone unless others are named. */
export const custody = (until: Date, ...others: readonly string[]): Rights =>
  rights({ custody: { until, holders: [sofie, ...others] } })

export const held = (...mandates: readonly MandateFacts[]): Rights => rights({ mandates })

export const mandate = (overrides: Partial<MandateFacts> = {}): MandateFacts => ({
  id: 'm1',
  kind: 'VOLUNTARY',
  state: 'ACTIVE',
  fields: ['Person.name', 'Person.civilStatus'],
  actions: ['READ'],
  activities: [],
  validFrom: inDays(-1),
  validTo: inDays(30),
  givenBy: 'SELF',
  grantorKind: 'PERSON',
  holderKind: 'PERSON',
  chain: [],
  ...overrides,
})

/** A role in a business as access.signing_of gives it: `DIRECTOR` of a person. */
export const role = (holder: string, role: string, kind = 'PERSON') => ({ holder, role, kind })

/** What the register says of who signs for businesses, the first of them asked for. An ApS unless told otherwise. */
export const signing = (...businesses: readonly Record<string, unknown>[]): Signing =>
  readSigning(
    businesses.map(business => ({
      ...{ business: holding, revision: 5, form: '80', status: null, closed: false, text: null, roles: [] },
      ...{ decided: null, changed_at: null, until: null },
      ...business,
    })),
  )!
