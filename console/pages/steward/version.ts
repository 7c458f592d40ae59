// One version of a processing activity: its parts in plain words, and what differs between two of them.
import { lastDay } from '../../calendar.ts'
import { fieldNames } from '../../field-names.ts'
import { type Content, html } from '../../html.ts'
import { list, terms } from '../../parts.ts'
import { day } from '../../texts.ts'
import type { Work } from './work.ts'

export type Ground = 'LAW' | 'CONSENT'
export type ActivityState = 'DRAFT' | 'APPROVED' | 'CANCELLED'

export interface ReadField {
  readonly coordinate: string
  readonly ground: Ground
}

export interface Version {
  readonly version: number
  readonly state: ActivityState
  readonly purposeDa: string
  readonly purposeEn: string
  readonly legalBasis: string
  readonly act: string
  readonly fields: readonly ReadField[]
  readonly subjects: readonly ('PERSON' | 'BUSINESS')[]
  readonly systems: readonly string[]
  readonly reach: 'LOOKUP' | 'SEARCH' | 'LIST'
  readonly population: string | null
  readonly startedBy: 'APPLICATION' | 'AUTHORITY'
  readonly coverForDays: number | null
  readonly protectionException: string | null
  readonly economic: boolean
  readonly decidesFrom: number | null
  readonly jointCustody: boolean
  readonly validFrom: string | null
  readonly validTo: string | null
}

export const versionSelection = `version state purposeDa: purpose(language: DA) purposeEn: purpose(language: EN)
  legalBasis act fields { coordinate ground } subjects systems reach population startedBy coverForDays
  protectionException economic decidesFrom jointCustody validFrom validTo`

type Part = Exclude<keyof Version, 'version' | 'state' | 'fields'>
const parts = [
  ...(['purposeDa', 'purposeEn', 'legalBasis', 'act', 'subjects', 'systems', 'reach', 'population'] as const),
  ...([
    'startedBy',
    'coverForDays',
    'protectionException',
    'economic',
    'decidesFrom',
    'jointCustody',
  ] as const),
  ...(['validFrom', 'validTo'] as const),
] satisfies readonly Part[]

/** A part in plain words; empty when the version says nothing of it. */
function said(part: Part, version: Version, { words, session: { language } }: Work): string {
  const value = version[part]
  if (value === null || value === false) return ''
  if (value === true) return words.yes
  if (part === 'subjects') return version.subjects.map(kind => words.subjects[kind]).join(', ')
  if (part === 'systems') return version.systems.join(', ')
  if (part === 'reach') return words.reaches[version.reach]
  if (part === 'startedBy') return words.starters[version.startedBy]
  if (part === 'validFrom') return day(language, version.validFrom)
  if (part === 'validTo') return lastDay(language, version.validTo)
  return String(value)
}

const fieldWords = ({ coordinate, ground }: ReadField, { words, session }: Work): string =>
  `${fieldNames([coordinate], session.language)[0]} (${coordinate}), ${words.grounds[ground]}`

/** All of it. */
export const versionTerms = (version: Version, work: Work): Content =>
  terms([
    ...parts.map(part => [work.words.parts[part], said(part, version, work)] as const),
    [work.words.parts.fields, list(version.fields.map(field => fieldWords(field, work)))],
  ])

export interface Difference {
  readonly added: readonly ReadField[]
  readonly removed: readonly ReadField[]
  /** The parts that are not the same. */
  readonly changed: readonly Part[]
}

const has = (fields: readonly ReadField[], { coordinate, ground }: ReadField): boolean =>
  fields.some(field => field.coordinate === coordinate && field.ground === ground)
const plain = (value: Version[Part]): string =>
  Array.isArray(value) ? [...value].sort().join('\n') : String(value)

/** What one version has that the one before it had not, and the other way round. */
export const differenceOf = (version: Version, before: Version): Difference => ({
  added: version.fields.filter(field => !has(before.fields, field)),
  removed: before.fields.filter(field => !has(version.fields, field)),
  changed: parts.filter(part => plain(version[part]) !== plain(before[part])),
})

export function differenceShown(version: Version, before: Version | null, work: Work): Content {
  const { words } = work
  if (!before) return html`<p>${words.firstVersion}</p>`
  const { added, removed, changed } = differenceOf(version, before)
  if (added.length + removed.length + changed.length === 0) return html`<p>${words.nothingChanged}</p>`
  const or = (text: string) => text || words.notThere
  return terms([
    ...changed.map(
      part =>
        [
          words.parts[part],
          words.changed(or(said(part, before, work)), or(said(part, version, work))),
        ] as const,
    ),
    [words.added, list(added.map(field => fieldWords(field, work)))],
    [words.removed, list(removed.map(field => fieldWords(field, work)))],
  ])
}
