// Which information a power of attorney can name, in groups that people choose from; read from the schema itself.
import { readFileSync } from 'node:fs'
import { parse } from 'graphql'
import { classify } from '../access/classification.ts'
import { fieldNames } from './field-names.ts'
import type { Language } from './texts.ts'

export type GroupName = 'who' | 'family' | 'earlier' | 'other' | 'business' | 'units' | 'records'

/** One choice: a field, or several that are of use together alone. */
export interface Choice {
  /** What a form sends for it: its first coordinate. */
  readonly id: string
  readonly coordinates: readonly string[]
  /** Of several: their name in the texts; null for a field, which the schema names. */
  readonly name: 'consents' | 'accessLog' | 'notices' | null
}

export interface Group {
  readonly name: GroupName
  readonly choices: readonly Choice[]
}

const sources = ['persons', 'businesses', 'consents', 'access-log', 'notices'].map(name =>
  classify(parse(readFileSync(new URL(`../schema/${name}.graphql`, import.meta.url), 'utf8'))),
)

/** What is not open to everyone, by type. */
const coordinatesOf = (type: string): readonly string[] =>
  sources.flatMap(source => {
    const rule = source.get(type)
    if (!rule || rule.value) return []
    return [...rule.fields.values()]
      .filter(field => field.class !== 'OPEN' && !field.entry && !field.command)
      .map(field => field.coordinate)
  })

const wholes = { consents: 'Consent', accessLog: 'AccessRecord', notices: 'Notice' } as const
const wholeOf = (coordinate: string): keyof typeof wholes | null => {
  const name = coordinate.split('.')[1]!
  return Object.hasOwn(wholes, name) ? (name as keyof typeof wholes) : null
}

const fieldsOf = (type: string): readonly Choice[] =>
  coordinatesOf(type)
    .filter(coordinate => wholeOf(coordinate) === null)
    .map(id => ({ id, coordinates: [id], name: null }))

const recordsOf = (type: string): readonly Choice[] =>
  coordinatesOf(type).flatMap(id => {
    const name = wholeOf(id)
    return name === null ? [] : [{ id, coordinates: [id, ...coordinatesOf(wholes[name])], name }]
  })

const who = ['cpr', 'name', 'birthDate', 'sex', 'address', 'contactAddress', 'nameAndAddressProtected']
const whoElse = ['status', 'citizenship', 'occupation', 'businessRoles']
const family = [
  'civilStatus',
  'separation',
  'children',
  'parents',
  'custodyOf',
  'custodyHolders',
  'guardianship',
]

function groupOfPerson(coordinate: string): GroupName {
  const name = coordinate.split('.')[1]!
  if ([...who, ...whoElse].includes(name)) return 'who'
  if (family.includes(name)) return 'family'
  return /^(previous|personalNumbers)/.test(name) ? 'earlier' : 'other'
}

const ofPerson = fieldsOf('Person')
const groups: Readonly<Record<'PERSON' | 'BUSINESS', readonly Group[]>> = {
  PERSON: [
    ...(['who', 'family', 'earlier', 'other'] as const).map(name => ({
      ...{ name, choices: ofPerson.filter(({ id }) => groupOfPerson(id) === name) },
    })),
    { name: 'records', choices: recordsOf('Person') },
  ],
  BUSINESS: [
    { name: 'business', choices: fieldsOf('Business') },
    { name: 'units', choices: fieldsOf('ProductionUnit') },
    { name: 'records', choices: recordsOf('Business') },
  ],
}

/** What a person, or a business, can give another the right to see. */
export const grantable = (kind: 'PERSON' | 'BUSINESS'): readonly Group[] => groups[kind]

const all = [...groups.PERSON, ...groups.BUSINESS].flatMap(({ choices }) => choices)

const coordinateForm = /^[A-Z]\w{0,60}\.\w{1,60}$/

/** Coordinates of the choices that a form sent; what has no such form is left out, and the graph judges the rest. */
export const coordinatesOfChoices = (ids: readonly string[]): readonly string[] => [
  ...new Set(
    ids
      .filter(id => coordinateForm.test(id))
      .flatMap(id => all.find(choice => choice.id === id)?.coordinates ?? [id]),
  ),
]

/** The choices that lie within some coordinates; those in no group are told one by one, as `other`. */
export function choicesWithin(coordinates: readonly string[]): readonly Group[] {
  const within = [...groups.PERSON, ...groups.BUSINESS]
    .map(({ name, choices }) => ({
      ...{ name, choices: choices.filter(one => one.coordinates.every(each => coordinates.includes(each))) },
    }))
    .filter(({ choices }) => choices.length > 0)
  const told = within.flatMap(({ choices }) => choices.flatMap(one => one.coordinates))
  const rest = coordinates.filter(one => !told.includes(one))
  if (rest.length === 0) return within
  return [...within, { name: 'other', choices: rest.map(id => ({ id, coordinates: [id], name: null })) }]
}

/** The choices that some coordinates hold as a whole, and the coordinates that are left. */
export function choicesIn(coordinates: readonly string[]): {
  readonly wholes: readonly Choice[]
  readonly rest: readonly string[]
} {
  const several = all.filter(
    choice => choice.name !== null && choice.coordinates.every(one => coordinates.includes(one)),
  )
  const held = several.flatMap(choice => choice.coordinates)
  return { wholes: several, rest: coordinates.filter(one => !held.includes(one)) }
}

/** What the choices are called that the schema has no words for. */
export interface ChoiceNames {
  readonly wholes: Readonly<Record<keyof typeof wholes, string>>
  /** Of a production unit, as opposed to the business's own. */
  readonly ofUnits: (name: string) => string
}

const nameOfField = (coordinate: string, language: Language, { ofUnits }: ChoiceNames): string => {
  const name = fieldNames([coordinate], language)[0]!
  return coordinate.startsWith('ProductionUnit.') ? ofUnits(name) : name
}

/** A choice in plain words. */
export const choiceName = ({ id, name }: Choice, language: Language, names: ChoiceNames): string =>
  name === null ? nameOfField(id, language, names) : names.wholes[name]

/** What some coordinates are in plain words, each once. */
export function informationNames(
  coordinates: readonly string[],
  language: Language,
  names: ChoiceNames,
): readonly string[] {
  const { wholes: several, rest } = choicesIn(coordinates)
  const fields = rest.map(coordinate => nameOfField(coordinate, language, names))
  return [...new Set([...fields, ...several.map(choice => choiceName(choice, language, names))])]
}
