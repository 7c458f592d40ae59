// What a supplier's mandate must be, and who may approve it: pure, every problem at once.
import { isAdministrative } from '../../access/decide.ts'
import { holdsPersonalNumber } from '../../schema/personal-number.ts'
import { isSameOfficer, type Officer } from '../officer.ts'
import { idProblems, type Problem, type ProblemCode, problem } from '../problems.ts'

/** A mandate as a steward proposes it: to whom, for which activities, by which contract, until when. */
export interface RegisterInput {
  readonly commandId: string
  /** CVR number. */
  readonly supplier: string
  /** Ids of one's own activities. */
  readonly activities: readonly string[]
  /** Where the contract is kept. */
  readonly contract: string
  readonly validFrom: Date | null
  readonly validTo: Date
}

/** What the checks know besides the input. */
export interface AboutSupplier {
  /** The proposing steward's authority. */
  readonly authority: string
  /** Whether the supplier is an authority or company that has systems here. */
  readonly isRegistered: boolean
  /** Those of the named activities that are the authority's own. */
  readonly own: readonly string[]
}

const problemIf = (is: boolean, code: ProblemCode, path: string) => (is ? [problem(code, path)] : [])

const mostActivities = 100
/** As for powers of attorney: no mandate is for good. */
const longestYears = 25

/** What is wrong with a proposal, as of an instant. */
export function registerProblems(input: RegisterInput, about: AboutSupplier, at: Date): readonly Problem[] {
  const { activities, contract, validTo } = input
  const from = supplierBegins(input, at)
  const latest = new Date(from)
  latest.setUTCFullYear(latest.getUTCFullYear() + longestYears)
  const isOther = about.isRegistered && input.supplier !== about.authority
  return [
    ...idProblems(input.commandId, 'input.commandId'),
    ...problemIf(!isOther, 'SUPPLIER_UNKNOWN', 'input.supplier'),
    ...problemIf(activities.length === 0, 'LIST_EMPTY', 'input.activities'),
    ...problemIf(activities.length > mostActivities, 'LIST_TOO_LONG', 'input.activities'),
    ...problemIf(new Set(activities).size < activities.length, 'LISTED_TWICE', 'input.activities'),
    ...activities.flatMap((id, index) => activityProblems(id, about, `input.activities.${index}`)),
    ...problemIf(!isReference(contract), 'DOCUMENT_REFERENCE', 'input.contract'),
    ...problemIf(validTo <= from, 'PERIOD_REVERSED', 'input.validTo'),
    ...problemIf(validTo > latest, 'PERIOD_TOO_LONG', 'input.validTo'),
  ]
}

// Stewards' own activities are nobody else's to use.
function activityProblems(id: string, { own }: AboutSupplier, path: string): readonly Problem[] {
  if (isAdministrative(id)) return [problem('ACTIVITY_RESERVED', path)]
  return problemIf(!own.includes(id), 'NOT_FOUND', path)
}

/** A reference is read by many: no text that looks like a personal number. */
const isReference = (text: string): boolean =>
  text.trim() !== '' && text.length <= 64 && !/\p{C}/u.test(text) && !holdsPersonalNumber(text)

/** When it would be in force: as wished, never before its approval. */
export const supplierBegins = ({ validFrom }: { readonly validFrom: Date | null }, at: Date): Date =>
  validFrom !== null && validFrom > at ? validFrom : at

/** A mandate as it stands before its approval. */
export interface Proposed {
  readonly state: 'PROPOSED' | 'ACTIVE' | 'ENDED'
  readonly registeredBy: string
  readonly validFrom: Date
  readonly validTo: Date
}

/** What stands against approving, by this officer, as of an instant. */
export function supplierApprovalProblems(
  proposed: Proposed,
  officer: Pick<Officer, 'accounts'>,
  at: Date,
): readonly Problem[] {
  if (proposed.state !== 'PROPOSED') return [problem('WRONG_STATE', 'input.id')]
  return [
    ...problemIf(isSameOfficer(proposed.registeredBy, officer), 'FOUR_EYES_NEEDED', 'input.id'),
    ...problemIf(proposed.validTo <= supplierBegins(proposed, at), 'PERIOD_REVERSED', 'input.id'),
  ]
}
