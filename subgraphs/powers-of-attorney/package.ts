// What a package of rights must be: defined by an authority, for powers of attorney that people then give; pure.

import type { ActivityFacts } from '../../access/activity.ts'
import type { Classification } from '../../access/classification.ts'
import { textProblems, titleProblems } from '../plain-text.ts'
import { idProblems, type Problem, type ProblemCode, problem } from '../problems.ts'
import { type Scope, scopeProblems } from './scope.ts'

/** One version of a package, but for its number and its state. */
export interface PackageContent extends Scope {
  /** The longest time that a power of attorney by it may hold. */
  readonly longestDays: number
  /** The youngest person who may give it, and hold it, in full years. */
  readonly grantorFromAge: number
  readonly holderFromAge: number
  readonly titleDa: string
  readonly titleEn: string
  readonly textDa: string
  readonly textEn: string
}

/** A draft as a steward sends it. */
export interface PackageDraft extends PackageContent {
  readonly id: string
  readonly commandId: string
}

/** What the checks know besides the draft. */
export interface AboutPackage {
  readonly platform: Classification
  readonly authority: string
  /** Of each of the package's activities what is known of it; null when there is none. */
  readonly activities: readonly (ActivityFacts | null)[]
  readonly at: Date
}

// 25 years, as for any power of attorney.
const longestDays = 9_131
const [youngest, oldest] = [15, 99]
const longestText = 4_000

const found = (is: boolean, code: ProblemCode, path: string): readonly Problem[] =>
  is ? [problem(code, path)] : []

/** Every problem of a draft at once. */
export function draftProblems(draft: PackageDraft, about: AboutPackage): readonly Problem[] {
  const strange = (age: number) => age < youngest || age > oldest
  const days = draft.longestDays
  return [
    ...found(!/^[a-z][a-z0-9-]{1,62}$/.test(draft.id), 'PACKAGE_ID', 'input.id'),
    ...idProblems(draft.commandId, 'input.commandId'),
    ...found(days < 1 || days > longestDays, 'PACKAGE_DAYS', 'input.longestDays'),
    ...found(strange(draft.grantorFromAge), 'PACKAGE_AGE', 'input.grantorFromAge'),
    ...found(strange(draft.holderFromAge), 'PACKAGE_AGE', 'input.holderFromAge'),
    ...titleProblems(draft.titleDa, 'input.titleDa'),
    ...titleProblems(draft.titleEn, 'input.titleEn'),
    ...textProblems(draft.textDa, longestText, 'input.textDa'),
    ...textProblems(draft.textEn, longestText, 'input.textEn'),
    ...fitProblems(draft, about, part => `input.${part}`),
  ]
}

/**
 * What does not fit with the schema and the authority's activities as they are: asked again at publication. `path` leads
 * to a part of the command's input.
 */
export function fitProblems(
  content: Scope,
  { platform, authority, activities, at }: AboutPackage,
  path: (part: string) => string,
): readonly Problem[] {
  return [
    ...scopeProblems(content, platform, path),
    ...activities.flatMap((activity, index) => {
      const place = path(`activities.${index}`)
      if (activity?.authority !== authority) return [problem('NOT_FOUND', place)]
      return found(at < activity.validFrom || at >= activity.validTo, 'ACTIVITY_NOT_IN_FORCE', place)
    }),
  ]
}
