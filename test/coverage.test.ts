// Every coordinate of the schema, each way to ask for it, and what comes of it: the expected outcome follows from its class.
import { describe, expect, test } from 'vitest'
import type { FieldRule } from '../access/classification.ts'
import {
  type Asker,
  type Decision,
  decide,
  decideCommand,
  decideEntry,
  decideOther,
} from '../access/decide.ts'
import { classifyPlatform } from '../subgraphs/registry.ts'
import { activity, anna, banks, citizen, consent, kommune, sofie, subject, system } from './decision-facts.ts'

const types = [...classifyPlatform().values()]
const rows = types.flatMap(type =>
  [...type.fields.values()].map(rule => ({ name: rule.coordinate, type, rule })),
)
const isRoot = (name: string): boolean => name === 'Query' || name === 'Mutation'

/** What is decided with the subject of the object that it stands in. */
const own = rows.filter(({ type, rule }) => !isRoot(type.name) && !type.value && rule.subject === null)
/** Values about someone else than the object is about. */
const others = rows.filter(({ type, rule }) => !isRoot(type.name) && rule.subject !== null)
/** Part of what they stand in: nothing decides them but the field above. */
const parts = rows.filter(({ type, rule }) => type.value && rule.subject === null)
const entries = rows.filter(({ type }) => type.name === 'Query')
const commands = rows.filter(({ type }) => type.name === 'Mutation')

/** The ground, the code, or that it is withheld. */
const told = (decision: Decision): string =>
  decision.outcome === 'REFUSE'
    ? decision.code
    : decision.outcome === 'WITHHOLD'
      ? 'WITHHELD'
      : decision.ground

const covering = (coordinate: string, ground: 'LAW' | 'CONSENT') => ({
  fields: new Map([[coordinate, ground]]),
})
const elsewhere = { fields: new Map() }

interface Way {
  readonly asker: (coordinate: string) => Asker
  readonly consented?: boolean
  readonly protected?: boolean
  readonly parties?: readonly string[]
  readonly of?: string
}

// Anna's data, asked for in each way that there is.
const ways: Readonly<Record<string, Way>> = {
  'no activity': { asker: () => system(null) },
  'activity without it': { asker: () => system(activity(elsewhere)) },
  'by law': { asker: name => system(activity(covering(name, 'LAW'))) },
  'by consent': { asker: name => system(activity(covering(name, 'CONSENT'))), consented: true },
  'without the consent': { asker: name => system(activity(covering(name, 'CONSENT'))) },
  own: { asker: () => citizen(), of: sofie },
  'party, a system': { asker: () => system(activity(elsewhere)), parties: [kommune] },
  'party, a person': { asker: () => citizen(), parties: [sofie] },
  foreign: { asker: () => citizen() },
  'private, by law': { asker: name => system(banks(covering(name, 'LAW'))) },
  'private, protected': { asker: name => system(banks(covering(name, 'LAW'))), protected: true },
  'public, protected': { asker: name => system(activity(covering(name, 'LAW'))), protected: true },
}

function ask(rule: FieldRule, way: Way): string {
  const { asker, consented = false, parties = [], of = anna } = way
  const about = subject({
    id: of,
    canonical: of,
    protected: way.protected ?? false,
    consents: consented ? [consent({ fields: [rule.coordinate] })] : [],
  })
  return told(decide(asker(rule.coordinate), { rule, subject: about, parties }))
}

/** In the order of the ways. */
function expected({ class: kind, hiddenByProtection }: FieldRule): readonly string[] {
  if (kind === 'OPEN') return Object.keys(ways).map(() => 'OPEN')
  const privately = kind === 'PERSONAL_NUMBER' ? 'NUMBER_NEVER_PRIVATE' : 'LAW'
  const hidden = hiddenByProtection ? 'WITHHELD' : privately
  const systems = ['ACTIVITY_MISSING', 'ACTIVITY_FIELD_OUTSIDE', 'LAW', 'CONSENT', 'CONSENT_MISSING']
  return [...systems, 'OWN', 'PARTY', 'PARTY', 'MANDATE_MISSING', privately, hidden, 'LAW']
}

describe('a field of a subject', () => {
  test.each(own)('$name is given and refused as its class says', ({ rule }) => {
    const came = Object.fromEntries(Object.entries(ways).map(([name, way]) => [name, ask(rule, way)]))
    const names = Object.keys(ways)
    const right = Object.fromEntries(expected(rule).map((outcome, index) => [names[index]!, outcome]))
    expect(came).toEqual(right)
  })
})

describe('a value about someone else', () => {
  const shielded = subject({ protected: true })
  test.each(others)('$name is withheld from those whom their protection is against', ({ rule }) => {
    const hidden = rule.hiddenByProtection ? 'WITHHELD' : 'OPEN'
    const outcomes = {
      'a private recipient': told(decideOther(system(banks()), rule, shielded)),
      'a representative': told(decideOther(citizen(anna), rule, shielded)),
      'an unknown activity': told(decideOther(system(null), rule, shielded)),
      'a public authority': told(decideOther(system(activity()), rule, shielded)),
      'the person whose record it is': told(decideOther(citizen(), rule, shielded)),
      'anyone, unprotected': told(decideOther(system(banks()), rule, subject())),
    }
    expect(Object.values(outcomes)).toEqual([hidden, hidden, hidden, 'OPEN', 'OPEN', 'OPEN'])
  })
})

describe('a root field', () => {
  test.each(entries)('$name takes an activity that reaches so far', ({ rule }) => {
    const { by, reach } = rule.entry!
    const asked = [
      system(null),
      system(activity({ reach })),
      system(activity({ reach: 'LOOKUP' })),
      citizen(),
    ]
    const short = reach === 'LOOKUP' ? 'LAW' : 'ACTIVITY_REACH'
    expect(by.length).toBeGreaterThan(0)
    expect(asked.map(asker => told(decideEntry(asker, reach)))).toEqual([
      'ACTIVITY_MISSING',
      'LAW',
      short,
      'OWN',
    ])
  })
})

describe('a command', () => {
  test.each(commands)('$name is for those whom its schema names, and nobody else', ({ rule }) => {
    const by = rule.command!.by
    const person = subject({ id: sofie, canonical: sofie })
    const came = {
      'no activity': told(decideCommand(system(null), rule, null)),
      'a person for themselves': told(decideCommand(citizen(), rule, person)),
      'a person for another, without a mandate': told(decideCommand(citizen(anna), rule, subject())),
      'somebody unknown': told(decideCommand(citizen(), rule, null)),
    }
    const officers = by.includes('SYSTEM') || by.includes('STEWARD')
    expect(came).toEqual({
      'no activity': officers ? 'ACTIVITY_MISSING' : 'ACTIVITY_REACH',
      'a person for themselves': by.includes('SUBJECT') ? 'OWN' : 'MANDATE_MISSING',
      'a person for another, without a mandate': by.includes('REPRESENTATIVE')
        ? 'MANDATE_MISSING'
        : 'MANDATE_SCOPE',
      'somebody unknown': 'INDETERMINATE',
    })
  })
})

test('every coordinate is in exactly one of these tables, or part of a field that is', () => {
  const tables = [own, others, entries, commands, parts].map(table => table.map(({ name }) => name))
  expect(tables.flat().sort()).toEqual(rows.map(({ name }) => name).sort())
  expect(new Set(tables.flat()).size).toBe(rows.length)
  expect(rows.length).toBeGreaterThan(270)
})
