// What a steward proposed, as it is kept until a second one decides: everything that it takes to carry it out.
import type { Parameters } from '../../access/parameters.ts'
import type { SubjectKind } from '../../access/subject-kind.ts'

/** A consent that was given on paper or with help. Instants as ISO 8601, so that it can be kept. */
export interface Registered {
  readonly template: string
  readonly templateVersion: number
  readonly activity: string
  readonly fields: readonly string[]
  /** Values by place. */
  readonly parameters: Parameters
  readonly condition: boolean
  readonly validFrom: string | null
  readonly validTo: string
  /** The consent that ends when this one is given. */
  readonly supersedes: string | null
  readonly language: 'DA' | 'EN'
  /** SHA-256 of the text that was shown. */
  readonly textHash: string
  readonly channel: 'ASSISTED' | 'PAPER'
  /** The day on which it was given. */
  readonly signedOn: string
  /** Where the paper or the note is kept. */
  readonly document: string
}

export interface Proposed {
  /** Whose consent it is. */
  readonly subject: string
  readonly subjectKind: SubjectKind
  /** The proposer declared an interest of their own. */
  readonly interest: boolean
  /** Of REGISTER. */
  readonly registered: Registered | null
  /** Of INVALIDATE. */
  readonly reason: 'VOID_MANDATE' | 'ERROR' | null
}
