// Who calls: what a verified token says about its bearer. It proves who they are, never what they may do.

/** A system of an authority, with the officer who uses it when one does. */
export interface SystemCaller {
  readonly kind: 'SYSTEM'
  /** The OAuth client. */
  readonly client: string
  readonly officer: string | null
  /** The opaque id of the officer's own person, where the token tells it: a reading of their own file is marked. */
  readonly officerPerson?: string
}

/** A citizen, or a business user when the token names a business. */
export interface PersonCaller {
  readonly kind: 'PERSON'
  readonly client: string
  /** The opaque id of the person; the number in the token was forgotten at the door. */
  readonly person: string
  /** The opaque id of the business in whose name the person signed in. */
  readonly business: string | null
}

export type Caller = SystemCaller | PersonCaller

/** For whom the request acts, as the header `On-Behalf-Of` says, numbers already turned into ids. */
export type Represented =
  | { readonly kind: 'PERSON' | 'BUSINESS'; readonly id: string }
  | { readonly kind: 'AUTHORITY'; readonly cvr: string }
