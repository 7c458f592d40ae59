// Every value of the four official companies, and of an invented document that says everything, found again in the graph.
import { existsSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { importCvr } from '../subgraphs/businesses/import/load.ts'
import { openBusinesses } from './businesses-graph.ts'
import { ofCompanies, ofPersons, ofUnits } from './cvr-conformance.ts'
import { lines, testSeries } from './cvr-documents.ts'
import type { Get, Place } from './cvr-found.ts'
import { fullCompany, fullPerson, fullUnit } from './cvr-full-document.ts'
import { belongs, type Leaf, leavesOf, patternOf, placesOf } from './cvr-leaves.ts'
import { type TestDatabase, testDatabase } from './database.ts'

const path = new URL('../../shared/registers/cvr/test-companies.json', import.meta.url)
const left = !existsSync(path) && process.env.CI !== 'true'
if (left)
  console.warn('Left out: ../shared/registers/cvr/test-companies.json is not there. With CI=true this fails.')

/** What is not answered, and why. */
const exceptions: readonly (readonly [pattern: RegExp, reason: string])[] = [
  [/^sidstIndlaest$/, 'of a participant’s document: when it was made'],
  [/^enhedstype$/, 'says which kind of document it is'],
  [/\bkommune\.(periode\.|sidstOpdateret)/, 'of the municipality, not of the address'],
  [
    /\.medlemsData\[\]\.attributter\[\]\.(sekvensnr|vaerditype)$/,
    'the order of attributes, and that they are text',
  ],
  [
    /\.medlemsData\[\]\.attributter\[\]\.vaerdier\[\]\.sidstOpdateret$/,
    'a role is written when the last of its values is',
  ],
  [/\.organisationsNavn\[\]\.sidstOpdateret$/, 'of the organisation’s name, not of the role'],
  [/^deltagerRelation\[\]\.deltager\.sidst(Indlaest|Opdateret)$/, 'of the participant’s own document'],
  [
    /Metadata\.nyeste(Navn|Binavne\[\]|Hovedbranche|Bibranche\d)\.(periode\.|sidstOpdateret)/,
    'repeats the value itself',
  ],
  [/^virksomhedsrelation\[\]\.(periode\.|sidstOpdateret)/, 'asked for by the time, as whose the unit is'],
]

interface Document {
  readonly name: string
  readonly root: string
  /** The field of the root in which it is answered; the root itself unless said otherwise. */
  readonly within?: string
  readonly value: Record<string, unknown>
  readonly places: Readonly<Record<string, Place>>
}
const companyOf = (value: Record<string, unknown>): Document => ({
  name: `company ${value.cvrNummer}`,
  root: `business(cvr: "${value.cvrNummer}")`,
  ...{ value, places: ofCompanies },
})
const official = left
  ? []
  : (JSON.parse(readFileSync(path, 'utf8')).hits.hits as {
      _source: { Vrvirksomhed: Record<string, unknown> }
    }[])
const invented: readonly Document[] = [
  companyOf(fullCompany),
  {
    name: 'unit',
    root: `productionUnit(pNumber: "${fullUnit.VrproduktionsEnhed.pNummer}")`,
    ...{ value: fullUnit.VrproduktionsEnhed, places: ofUnits },
  },
  {
    name: 'participant',
    root: `business(cvr: "${fullCompany.cvrNummer}")`,
    within: `participantRecord(unitNumber: "${fullPerson.Vrdeltagerperson.enhedsNummer}")`,
    ...{ value: fullPerson.Vrdeltagerperson, places: ofPersons },
  },
]
const documents = [...official.map(({ _source }) => companyOf(_source.Vrvirksomhed)), ...invented]

let database: TestDatabase
let ask: ReturnType<typeof openBusinesses>

beforeAll(async () => {
  database = await testDatabase()
  const load = (delivery: Parameters<typeof importCvr>[1]) =>
    importCvr(database.sql('importer'), delivery, { testSeries })
  if (!left) await load({ name: 'official', bytes: path.pathname })
  const accounting = await load(lines([fullCompany, fullUnit, fullPerson]))
  expect(accounting).toMatchObject({ inserted: 2, others: 1, quarantined: [], findings: [] })
  ask = openBusinesses(database)
})
afterAll(() => database?.drop())

describe.each(documents)('$name', ({ root: outer, within, value, places }) => {
  const root = { outer, within }
  const leaves = leavesOf(value)
  const excepted = ({ pattern }: Leaf) => exceptions.some(([wanted]) => wanted.test(pattern))

  test('is found again, value by value', async () => {
    const told = new Set<Leaf>()
    for (const [pattern, place] of Object.entries(places))
      for (const where of placesOf(leaves, pattern)) {
        const { get, read } = reader(leaves, where)
        const wanted = place.holds(get)
        const found = await find(root, place.select(get), timeOf(leaves, where))
        if (candidatesOf(place, found).some(candidate => holds(candidate, wanted)))
          for (const leaf of read) told.add(leaf)
      }
    const rest = leaves.filter(leaf => !told.has(leaf) && !excepted(leaf))
    expect(await notElsewhere(root, leaves, rest)).toEqual([])
    expect(told.size).toBeGreaterThan(20)
  })

  test('was not known before the register wrote it', async () => {
    const inner = within
      ? `inner: ${within} { unitNumber }`
      : 'names { name } lifeCycle { effectiveFrom } otherElements { path }'
    const { found } = await ask(`{ found: ${outer} { ${inner} } }`, { registered: '2001-01-01T00:00:00Z' })
    expect(found).toEqual(within ? { inner: null } : { names: [], lifeCycle: [], otherElements: [] })
  })
})

test('every exception is needed by some document', () => {
  const patterns = documents.flatMap(({ value }) => leavesOf(value).map(({ pattern }) => pattern))
  expect(exceptions.filter(([wanted]) => !patterns.some(pattern => wanted.test(pattern)))).toEqual([])
})

interface Root {
  readonly outer: string
  readonly within: string | undefined
}

async function find({ outer, within }: Root, select: string, effective: string | null) {
  const inner = within ? `inner: ${within} { ${select} }` : select
  const { found } = (await ask(`{ found: ${outer} { ${inner} } }`, { effective })) as {
    found: Record<string, unknown>
  }
  return within ? ((found.inner ?? {}) as Record<string, unknown>) : found
}

/** What is not read by a field of its own stands among the other elements, under its own path. */
async function notElsewhere(root: Root, leaves: readonly Leaf[], rest: readonly Leaf[]) {
  const missed: Leaf[] = []
  for (const leaf of rest) {
    const found = await find(root, 'otherElements { path value }', timeOf(leaves, leaf.place))
    const elements = (found.otherElements ?? []) as { path: string; value: string }[]
    const around = elements.find(({ path: at }) => leaf.place === at || /^[.[]/.test(tail(leaf.place, at)))
    const inside = around && leavesOf(parsed(around.value), around.path)
    if (!inside?.some(({ place, value: same }) => place === leaf.place && same === leaf.value))
      missed.push(leaf)
  }
  return missed
}

const tail = (place: string, at: string): string => (place.startsWith(at) ? place.slice(at.length) : '')
const parsed = (value: string): unknown =>
  /^[[{]|^(true|false|\d+)$/.test(value) ? JSON.parse(value) : value

/** Reads members of what stands at a place, and notes which values were read. */
function reader(leaves: readonly Leaf[], where: string): { get: Get; read: Set<Leaf> } {
  const read = new Set<Leaf>()
  const around = where.replace(/\.\w+\[\d+\]$/, '')
  const get: Get = member => {
    const place = member.startsWith('^.') ? `${around}${member.slice(1)}` : join(where, member)
    const leaf = leaves.find(one => one.place === place)
    if (leaf) read.add(leaf)
    return leaf?.value ?? null
  }
  return { get, read }
}
const join = (where: string, member: string): string =>
  where === '' || member === '' ? `${where}${member}` : `${where}.${member}`

/** Noon of the first day of its own period, or of the first role of the relation that it stands in. */
function timeOf(leaves: readonly Leaf[], where: string): string | null {
  for (let at = where; at !== ''; at = at.includes('.') ? at.slice(0, at.lastIndexOf('.')) : '') {
    const own = leaves.find(({ place }) => place === `${at}.periode.gyldigFra`)
    if (own) return `${own.value}T12:00:00Z`
    const roles = leaves.filter(
      leaf =>
        belongs(leaf, at) &&
        /medlemsData.*gyldigFra$/.test(leaf.pattern) &&
        /organisationer|deltager$/.test(patternOf(at)),
    )
    if (roles[0]) return `${roles[0].value}T12:00:00Z`
  }
  return null
}

function candidatesOf(place: Place, found: Record<string, unknown>): readonly unknown[] {
  if (place.whole) return [found]
  return place.from ? place.from(found) : Object.values(found).flat()
}

/** Whether a value holds all that is wanted; of a list, each wanted one is in it. */
function holds(value: unknown, wanted: unknown): boolean {
  if (Array.isArray(wanted))
    return Array.isArray(value) && wanted.every(one => value.some(each => holds(each, one)))
  if (wanted === null || typeof wanted !== 'object') return value === wanted
  return (
    value !== null &&
    typeof value === 'object' &&
    Object.entries(wanted).every(([key, one]) => holds((value as Record<string, unknown>)[key], one))
  )
}
