// Stewards of mandates, and a package and a letter that fit, each changed where a case needs it.
import { randomUUID } from 'node:crypto'
import { type Asked, type Cases, inDays } from './asked.ts'
import type { As } from './platform.ts'

const steward =
  (name: string, activity: string) =>
  (number: 1 | 2 = 1, caseReference: string | undefined = '2026-4712'): As => ({
    caller: { kind: 'SYSTEM', client: `${name}-forvalter`, officer: `${name}-steward-${number}` },
    activity,
    caseReference,
  })

export const operatorSteward = steward('operator', 'ADM-7')
export const familySteward = steward('familieretshuset', 'ADM-8')
export const packageSteward = steward('kommune', 'ADM-9')

/** A package of the municipality's that fits. */
export const packageOf = (overrides: object = {}) => ({
  id: 'parking-help',
  commandId: randomUUID(),
  fields: ['Person.name', 'Person.civilStatus'],
  actions: ['READ'],
  activities: ['KOM-17'],
  longestDays: 90,
  titleDa: 'Hjælp til parkering',
  titleEn: 'Help with parking',
  textDa: 'Den, du giver fuldmagt, kan se din civilstand.',
  textEn: 'Whoever you give it to can see your civil status.',
  ...overrides,
})

/** A letter by which Anna gives Sofie name and address. */
export const letterOf = (cases: Cases, overrides: object = {}) => ({
  commandId: randomUUID(),
  grantor: { cpr: cases.cpr('anna') },
  holder: { cpr: cases.cpr('sofie') },
  fields: ['Person.name', 'Person.address'],
  actions: ['READ'],
  validTo: inDays(60),
  dated: inDays(-1).slice(0, 10),
  document: 'ark-2026-18',
  interest: false,
  ...overrides,
})

const packaged = 'package { id version state title(language: DA) authority { cvr } } problems { code path }'
const powered = 'powerOfAttorney { id state } proposal { id state } problems { code path }'
const mutation = (name: string, type: string, came: string) =>
  `mutation M($input: ${type}!) { ${name}(input: $input) { ${came} } }`

export const draftPackage = mutation('draftPowerPackage', 'DraftPowerPackageInput', packaged)
export const publishPackage = mutation('publishPowerPackage', 'PowerPackageVersionInput', packaged)
export const closePackage = mutation('closePowerPackage', 'PowerPackageVersionInput', packaged)
export const registerLetter = mutation('registerPowerOfAttorney', 'RegisterPowerOfAttorneyInput', powered)
export const registerDecree = mutation('registerDecree', 'RegisterDecreeInput', powered)
export const revokeFor = mutation('revokePowerOfAttorneyForGrantor', 'EndForGrantorInput', powered)
export const activateFuture = mutation('activateFuturePower', 'ActivateFuturePowerInput', powered)
export const endFuture = mutation('endFuturePower', 'EndForGrantorInput', powered)
export const endDecree = mutation('endDecree', 'EndForGrantorInput', powered)
export const approvePower = mutation('approvePowerOfAttorneyProposal', 'DecidePowerProposalInput', powered)
export const rejectPower = mutation('rejectPowerOfAttorneyProposal', 'DecidePowerProposalInput', powered)

interface Came extends Asked {
  readonly package: { readonly id: string; readonly version: number; readonly state: string } | null
  readonly powerOfAttorney: { readonly id: string; readonly state: string } | null
  readonly proposal: { readonly id: string; readonly state: string } | null
  /** `CODE path` of each problem. */
  readonly problems: readonly string[]
}

/** The one result of a command. */
export async function command(cases: Cases, as: As, text: string, input: object): Promise<Came> {
  const answer = await cases.ask(as, text, { input })
  const [result] = Object.values(answer.data ?? {}) as [(Omit<Came, 'problems'> & Told) | null]
  const { package: made = null, powerOfAttorney = null, proposal = null, problems = [] } = result ?? {}
  const told = problems.map(({ code, path }) => `${code} ${path}`)
  return { ...answer, package: made, powerOfAttorney, proposal, problems: told }
}

interface Told {
  readonly problems: readonly { readonly code: string; readonly path: string }[]
}

/** What one reads of another: the name, or the code of the refusal. */
export async function readFor(cases: Cases, reader: string, grantor: string, field = 'name { full }') {
  const as = await cases.citizen(reader, grantor)
  const id = await cases.idOf(grantor)
  const text = `query R($id: ID!) { personById(id: $id) { ${field} } }`
  const { data, refused } = await cases.ask(as, text, { id })
  const value = Object.values(data?.personById ?? {})[0]
  return value ? 'given' : refused.map(told => told.split(' ')[1]).join()
}

/** Which notices were sent to a subject, in order. */
export async function noticesTo(cases: Cases, subject: string): Promise<readonly string[]> {
  const rows = await cases.database.admin`
    select kind from notices.notice where to_subject = ${subject} order by created_at, kind`
  return rows.map(({ kind }) => kind)
}
