// What stewards say as they register or activate a power of attorney: pure, every problem at once.
import type { Classification } from '../../access/classification.ts'
import type { SubjectKind } from '../../access/subject-kind.ts'
import { isId } from '../../schema/id.ts'
import { documentProblems } from '../plain-text.ts'
import { idProblems, type Problem, type ProblemCode, problem } from '../problems.ts'
import { type PackageTerms, packageProblems, scopeOf } from './gift.ts'
import type { Action } from './lifecycle.ts'
import { type Scope, scopeProblems } from './scope.ts'
import type { Commanded, Registered } from './steward-command.ts'

/** Somebody, named in one way. */
export interface PartyInput {
  readonly cpr?: string | null
  readonly person?: string | null
  readonly cvr?: string | null
  readonly business?: string | null
}

/** The schema's RegisterPowerOfAttorneyInput, and RegisterDecreeInput. */
export interface RegisterInput {
  readonly commandId: string
  readonly grantor: PartyInput
  readonly holder: PartyInput
  /** Of a letter: in place of fields, actions and activities. */
  readonly package?: string | null
  readonly fields?: readonly string[] | null
  readonly actions?: readonly Action[] | null
  readonly activities: readonly string[]
  readonly validFrom?: Date | null
  readonly validTo: Date
  /** A date: of the signature, or of the decree. */
  readonly dated: string
  readonly document: string
  readonly interest: boolean
}

/** The schema's ActivateFuturePowerInput; each part null for the whole. */
export interface ActivateInput {
  readonly id: string
  readonly commandId: string
  readonly fields?: readonly string[] | null
  readonly actions?: readonly Action[] | null
  readonly activities?: readonly string[] | null
  readonly interest: boolean
}

const found = (is: boolean, code: ProblemCode, path: string): readonly Problem[] =>
  is ? [problem(code, path)] : []

/** The calendar date in Denmark. */
const dateIn = (at: Date): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Copenhagen' }).format(at)

const named = ({ cpr, person, cvr, business }: PartyInput): number =>
  [cpr, person, cvr, business].filter(value => value != null).length

/** Which kind a party is named as; null when it is named in no way, or in several. */
export const partyKind = (party: PartyInput): SubjectKind | null => {
  if (named(party) !== 1) return null
  return party.cpr != null || party.person != null ? 'PERSON' : 'BUSINESS'
}

const partyProblems = (party: PartyInput, path: string): readonly Problem[] => [
  ...found(named(party) !== 1, 'SUBJECT_AMBIGUOUS', path),
  ...found(![party.person, party.business].every(id => id == null || isId(id)), 'NOT_FOUND', path),
]

/** What a registration is held against. */
export interface Against {
  readonly platform: Classification
  readonly at: Date
  readonly longestYears: number
  /** The package that it names; null when there is none. */
  readonly package: PackageTerms | null
}

/** What is wrong with a registration by itself. */
export function registerProblems(
  input: RegisterInput,
  { platform, at, longestYears, package: terms }: Against,
): readonly Problem[] {
  const from = input.validFrom && input.validFrom > at ? input.validFrom : at
  const latest = new Date(from)
  latest.setUTCFullYear(latest.getUTCFullYear() + longestYears)
  return [
    ...idProblems(input.commandId, 'input.commandId'),
    ...partyProblems(input.grantor, 'input.grantor'),
    ...partyProblems(input.holder, 'input.holder'),
    ...(input.package == null
      ? scopeProblems(scopeOf(input, null), platform, part => `input.${part}`)
      : packageProblems(input, terms, from)),
    ...found(input.validTo <= from, 'PERIOD_REVERSED', 'input.validTo'),
    ...found(input.validTo > latest, 'PERIOD_TOO_LONG', 'input.validTo'),
    ...found(input.dated > dateIn(at), 'DATED_LATER', 'input.dated'),
    ...documentProblems(input.document, 'input.document'),
  ]
}

/** What no longer fits of what was proposed, as of an instant. */
export function approvalProblems(
  { registered }: Commanded,
  platform: Classification,
  at: Date,
): readonly Problem[] {
  if (!registered) return []
  return [
    ...scopeProblems(registered, platform, () => 'input.id'),
    ...found(new Date(registered.validTo) <= at, 'PERIOD_REVERSED', 'input.id'),
  ]
}

/** As it is kept until it is carried out. */
export const registeredOf = (
  input: RegisterInput,
  { holder, holderKind, economic }: Pick<Registered, 'holder' | 'holderKind' | 'economic'>,
  terms: PackageTerms | null,
): Registered => ({
  ...{ holder, holderKind, economic },
  ...scopeOf(input, terms),
  ...(terms && { package: pick(terms) }),
  ...{ validFrom: input.validFrom?.toISOString() ?? null, validTo: input.validTo.toISOString() },
  ...{ dated: input.dated, document: input.document },
})

const pick = ({ id, version, grantorFromAge, holderFromAge }: PackageTerms) => ({
  ...{ id, version, grantorFromAge, holderFromAge },
})

/** What of a future power is to hold; null for the whole of it. */
export const partOf = ({ fields, actions, activities }: ActivateInput, whole: Scope): Scope | null =>
  fields == null && actions == null && activities == null
    ? null
    : {
        fields: fields ?? whole.fields,
        actions: actions ?? whole.actions,
        activities: activities ?? whole.activities,
      }
