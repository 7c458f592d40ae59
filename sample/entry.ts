// How an invented person is written in the sample's tables. Days are dates or words (see day.ts).
import type { Sex } from './number.ts'

/** A row of the tables in families.ts and neighbours.ts. What is left out is ordinary: Danish, unmarried, resident. */
export interface Entry {
  /** Stable name of the person in stories, tests and seeds; the number varies with the day of loading. */
  readonly key: string
  readonly sex: Sex
  readonly born: string
  /** Empty, with an empty last name, for a newborn without a name. */
  readonly first: string
  readonly middle?: string
  readonly last: string
  readonly job?: string
  /** Newest first: since when, address, care of. The oldest may begin `born`. */
  readonly homes: readonly (readonly [from: string, address: string, careOf?: string])[]
  /** Keys; left out when the register does not know the parent. */
  readonly mother?: string
  readonly father?: string
  /** Of a child: who holds custody, `mother`, `father` or the key of another; from birth unless said. */
  readonly custody?: readonly { readonly holder: string; readonly from?: string }[]
  /** Newest first. `mark`: A undone, K corrected. */
  readonly earlierNames?: readonly EarlierNameEntry[]
  /** Open-ended without `to`, which is the first day not protected. */
  readonly protections?: readonly { readonly type: string; readonly from: string; readonly to?: string }[]
  /** Guardian by key, or by name and address when outside the register. */
  readonly guardians?: readonly GuardianEntry[]
  readonly citizenship?: CitizenshipEntry & { readonly earlier?: CitizenshipEntry }
  /** Code of church membership; F, member, when left out. */
  readonly church?: 'F' | 'U' | 'A'
  readonly died?: string
  readonly disappeared?: string
  readonly emigrated?: { readonly country: string; readonly on: string; readonly lines: readonly string[] }
  readonly returned?: { readonly country: string; readonly left: string; readonly back: string }
  /** Status 60 changed, 50 deleted; birth day or sex when the old number told another. */
  readonly earlierNumbers?: readonly EarlierNumberEntry[]
}

export interface EarlierNameEntry {
  readonly first: string
  readonly middle?: string
  readonly last: string
  readonly from: string
  readonly to: string
  readonly mark?: 'A' | 'K'
}

export interface GuardianEntry {
  readonly by?: string
  readonly name?: string
  readonly lines?: readonly string[]
  readonly from: string
  readonly to?: string
}

export interface CitizenshipEntry {
  readonly country: string
  readonly from: string
}

export interface EarlierNumberEntry {
  readonly status: '60' | '50'
  readonly born?: string
  readonly sex?: Sex
  readonly from: string
  readonly to: string
}

/** A marriage, or a registered partnership (P). Ended by divorce on `to`, or by a death that a row tells. */
export interface Marriage {
  /** Keys of both, or of the one whose spouse is outside the register. */
  readonly spouses: readonly [string, string] | readonly [string]
  readonly outsider?: { readonly name: string; readonly born: string }
  readonly from: string
  readonly to?: string
  readonly separated?: string
  readonly kind?: 'G' | 'P'
}
