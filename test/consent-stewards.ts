// Stewards of consents, and a template and a registration that fit, each changed where a case needs it.
import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import { type Asked, type Cases, inDays, kommune, openCases } from './asked.ts'
import type { As } from './platform.ts'

const steward =
  (client: string, activity: string, name: string) =>
  (number: 1 | 2 = 1): As => ({
    caller: { kind: 'SYSTEM', client, officer: `${name}-steward-${number}` },
    activity,
    caseReference: '2026-4711',
  })

export const kommuneSteward = steward('kommune-forvalter', 'ADM-5', 'kommune')
export const operatorSteward = steward('operator-forvalter', 'ADM-6', 'operator')

const words = {
  title: 'Oplysninger til parkeringskort',
  request: 'Må kommunen hente din civilstand i CPR?',
  consequenceOfNo: 'Du kan selv sende oplysningen.',
  consequenceOfWithdrawal: 'Kommunen henter ikke mere.',
}
export const wordsOf = (overrides: object = {}) => ({ ...words, ...overrides })

/** A template of the municipality's that fits. */
export const templateOf = (overrides: object = {}) => ({
  id: 'parking-permit',
  commandId: randomUUID(),
  activity: 'KOM-17',
  kind: 'SECTOR_LAW',
  paragraph: 'Lov om parkering § 1 (prøve)',
  fields: ['Person.civilStatus'],
  parameters: [],
  longestDays: 90,
  textDa: words,
  ...overrides,
})

const template = 'template { id version state } problems { code path }'
export const draftTemplate = `mutation D($input: DraftConsentTemplateInput!) { draftConsentTemplate(input: $input) { ${template} } }`
const versioned = (name: string) =>
  `mutation V($input: ConsentTemplateVersionInput!) { ${name}(input: $input) { ${template} } }`
export const publishTemplate = versioned('publishConsentTemplate')
export const closeTemplate = versioned('closeConsentTemplate')

const led = 'consent { id state channel } proposal { id state } problems { code path }'
const commanding = (name: string, type: string) =>
  `mutation C($input: ${type}!) { ${name}(input: $input) { ${led} } }`
export const register = commanding('registerConsent', 'RegisterConsentInput')
export const withdrawFor = commanding('withdrawConsentForSubject', 'WithdrawForSubjectInput')
export const suspend = commanding('suspendConsent', 'SuspendConsentInput')
export const resume = commanding('resumeConsent', 'ResumeConsentInput')
export const invalidate = commanding('invalidateConsent', 'InvalidateConsentInput')
export const approveProposal = commanding('approveConsentProposal', 'DecideConsentProposalInput')
export const rejectProposal = commanding('rejectConsentProposal', 'DecideConsentProposalInput')

/** A registration of Anna's that fits. */
export const registrationOf = (cases: Cases, overrides: object = {}) => ({
  id: randomUUID(),
  template: 'housing-support',
  cpr: cases.cpr('anna'),
  fields: ['Person.civilStatus'],
  validTo: inDays(60),
  language: 'DA',
  channel: 'PAPER',
  signedOn: inDays(-1).slice(0, 10),
  document: 'ark-2026-17',
  interest: false,
  ...overrides,
})

interface Came extends Asked {
  readonly template: { readonly id: string; readonly version: number; readonly state: string } | null
  readonly consent: { readonly id: string; readonly state: string; readonly channel: string } | null
  readonly proposal: { readonly id: string; readonly state: string } | null
  /** `CODE path` of each problem. */
  readonly problems: readonly string[]
}

/** The one result of a command. */
export async function command(cases: Cases, as: As, text: string, input: object): Promise<Came> {
  const answer = await cases.ask(as, text, { input })
  const [result] = Object.values(answer.data ?? {}) as [(Came & { problems: object[] }) | null]
  const { template = null, consent = null, proposal = null, problems = [] } = result ?? {}
  const told = (problems as unknown as { code: string; path: string }[]).map(
    ({ code, path }) => `${code} ${path}`,
  )
  return { ...answer, template, consent, proposal, problems: told }
}

const kom17 = kommune('KOM-17')

/** The platform, and what its stewards do with Anna's consents. */
export async function openStewards() {
  const cases = await openCases()
  const { admin } = cases.database
  return {
    cases,
    /** `given`, or the code of the refusal. */
    async read(): Promise<string> {
      const text = 'query R($cpr: CPR!) { person(cpr: $cpr) { civilStatus { status } } }'
      const { data, refused } = await cases.ask(kom17, text, { cpr: cases.cpr('anna') })
      return data.person?.civilStatus?.status ? 'given' : refused.join().replace('person.civilStatus ', '')
    },
    registered: (input: object = {}) =>
      command(cases, kommuneSteward(1), register, registrationOf(cases, input)),
    on: (as: As, text: string, id: string, input: object = {}) =>
      command(cases, as, text, { id, commandId: randomUUID(), interest: false, ...input }),
    decided: (as: As, text: string, id: string, interest = false) =>
      command(cases, as, text, { id, interest }),
    notices: async (): Promise<string[]> =>
      (await admin`select kind from notices.notice order by created_at`).map(({ kind }) => kind),
    async empty() {
      await admin`truncate consents.consent, notices.notice cascade`
      await admin`delete from consents.feed`
    },
    /** Every consent's chain of events must still be whole. */
    async close() {
      const faults = await admin`select * from consents.faults()`
      await cases.close()
      expect([...faults]).toEqual([])
    },
  }
}

export type Stewards = Awaited<ReturnType<typeof openStewards>>
