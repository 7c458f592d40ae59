// How an invented business is written in the sample's table. Days are dates or words (see day.ts).

/** Values over time, newest first: since when, and what. */
export type Dated = readonly (readonly [from: string, value: string])[]

/** A row of companies.ts. */
export interface CompanyEntry {
  /** Stable name of the business in stories, tests and seeds. */
  readonly key: string
  /** CVR's code of the company form. */
  readonly form: FormCode
  readonly names: Dated
  readonly addresses: Dated
  /** NORMAL since the start when left out. */
  readonly status?: Dated
  /** The last day. */
  readonly ended?: string
  /** DB07: six digits and their text. */
  readonly industry: readonly [code: string, text: string]
  readonly purpose?: string
  /** Who may sign, as CVR writes it. Left out: no rule registered. */
  readonly signing?: Dated
  /** In kroner. */
  readonly capital?: string
  /** Number of employees in the last complete year, the year before, … */
  readonly employees?: readonly number[]
  readonly advertisingProtected?: boolean
  readonly participants: readonly ParticipantEntry[]
}

export interface ParticipantEntry {
  /** Key of a person or a business of the sample; or of neither register, by name. */
  readonly person?: string
  readonly company?: string
  readonly outsider?: string
  readonly role: Role
  readonly from: string
  /** The last day of the role. */
  readonly to?: string
  /** Of an owner: the share as a fraction. */
  readonly share?: string
}

export const forms = {
  10: ['ENK', 'Enkeltmandsvirksomhed'],
  30: ['I/S', 'Interessentskab'],
  60: ['A/S', 'Aktieselskab'],
  80: ['APS', 'Anpartsselskab'],
  110: ['FOR', 'Forening'],
  230: ['STA', 'Statslig administrativ enhed'],
  250: ['KOM', 'Primærkommune'],
} as const
export type FormCode = keyof typeof forms

/** Role → kind of organisation, its name, the member's function in it (none for owners: shares tell). */
export const roles = {
  direktør: ['LEDELSESORGAN', 'Direktion', 'DIREKTØR'],
  formand: ['LEDELSESORGAN', 'Bestyrelse', 'FORMAND'],
  bestyrelsesmedlem: ['LEDELSESORGAN', 'Bestyrelse', 'BESTYRELSESMEDLEM'],
  indehaver: ['FULDT_ANSVARLIG_DELTAGERE', 'Fuldt ansvarlige deltagere', 'INDEHAVER'],
  interessent: ['FULDT_ANSVARLIG_DELTAGERE', 'Interessenter', 'INTERESSENTER'],
  ejer: ['REGISTER', 'EJERREGISTER', undefined],
  'reel ejer': ['REGISTER', 'Reelle ejere', 'Reel ejer'],
  stifter: ['STIFTERE', 'Stiftere', 'STIFTERE'],
  revisor: ['REVISION', 'Revision', 'REVISION'],
  kurator: ['LEDELSESORGAN', 'Kuratorer', 'KURATOR'],
} as const
export type Role = keyof typeof roles
