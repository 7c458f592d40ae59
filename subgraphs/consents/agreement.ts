// Who must agree to a consent, and whether they have. Pure; each form of "several must agree" is one kind of `Needed`.

/** Whose confirmations it takes: anyone's who may give it, or those of all named persons. */
export type Needed =
  | { readonly form: 'ONE' }
  | { readonly form: 'ALL_OF'; readonly persons: readonly string[] }

/** Whether all have agreed; until then who has not, by opaque id (nobody in particular: empty). */
export interface Agreement {
  readonly met: boolean
  readonly missing: readonly string[]
}

/** `confirmations`: ids of the persons who have confirmed. A person counts once, however often they did. */
export function agreement(needed: Needed, confirmations: readonly string[]): Agreement {
  if (needed.form === 'ONE') return { met: confirmations.length > 0, missing: [] }
  const missing = needed.persons.filter(person => !confirmations.includes(person))
  // Nobody to ask is nobody who agreed.
  return { met: missing.length === 0 && needed.persons.length > 0, missing }
}

/** Whether somebody's confirmation counts at all. */
export const counts = (needed: Needed, person: string): boolean =>
  needed.form === 'ONE' || needed.persons.includes(person)
