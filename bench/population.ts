// Invented persons and businesses of any number, as the registers would deliver them: the same for the same seed.
import { readAddress } from '../sample/address.ts'
import { clearAddress, personRecords } from '../sample/cpr-person.ts'
import { addressFields, attribute, dated, instant, type Json, period } from '../sample/cvr-values.ts'
import { type Day, dayOf, shift } from '../sample/day.ts'
import { passesBusinessCheck, personalNumber } from '../sample/number.ts'
import { fullName, type Person } from '../sample/persons.ts'
import { digits, writeRecord } from '../sample/record.ts'

export interface Size {
  readonly persons: number
  readonly businesses: number
}

/** The beginning of all business numbers made here; each fails the check of real ones. */
export const benchSeries: readonly string[] = ['97', '98', '99']
/** The most businesses that have such numbers: nine of ten fail the check. */
export const mostBusinesses = 2_500_000

const firstDay = Date.UTC(1915, 0, 1)
const dayMs = 86_400_000
const birthDays = Array.from({ length: 33_000 }, (_, place) => iso(firstDay + place * dayMs)).filter(
  day => !day.endsWith('-01-01'),
)
const started = '2015-03-02'

function iso(instant: number): Day {
  return new Date(instant).toISOString().slice(0, 10)
}

/** The most persons that have numbers of their own: two sexes, a hundred numbers a day. */
export const mostPersons: number = birthDays.length * 200

/** The personal number of the person at a place, from 0 on. Source of the rules: sample/number.ts. */
export function numberOf(place: number): string {
  const round = Math.floor(place / birthDays.length)
  // Neighbours in the list are not neighbours in the calendar: 7,919 is prime, and no divisor of the list's length.
  const born = birthDays[(place * 7_919) % birthDays.length]!
  return personalNumber(born, round % 2 === 0 ? 'K' : 'M', Math.floor(round / 2))
}

/** CPR's extract in the format P12170, in pieces. */
export async function* cprExtract({ persons }: Size, seed: number, today: Date): AsyncGenerator<Uint8Array> {
  const produced = digits(dayOf(today))
  let count = 0
  const encode = (records: readonly string[]) =>
    Buffer.from(records.map(record => `${record.trimEnd()}\n`).join(''), 'latin1')
  yield encode([
    writeRecord('000', {
      ...{ 'SORTFELT-10': '0'.repeat(10), OPGAVENR: '000001' },
      ...{ PRODDTO: produced, PRODDTOFORRIG: '0'.repeat(8) },
    }),
  ])
  for (let place = 0; place < persons; place++) {
    const records = personRecords(personAt(place, seed), [], produced)
    count += records.length
    yield encode(records)
  }
  for (let place = 0; place < persons; place++) {
    const person = personAt(place, seed)
    count += 1
    yield encode([clearAddress(person, person.number)])
  }
  yield encode([
    writeRecord('999', { 'SORTFELT-10': '9'.repeat(10), TAELLER: String(count).padStart(8, '0') }),
  ])
}

const firstNames = ['Alma', 'Bodil', 'Clara', 'Dagny', 'Esther', 'Frida', 'Gerda', 'Helga', 'Ingrid', 'Karla']
const lastNames = [
  'Holm',
  'Dahl',
  'Lund',
  'Bak',
  'Kjær',
  'Toft',
  'Skov',
  'Mose',
  'Eng',
  'Vang',
  'Krog',
  'Bjerg',
]
const roads = ['Ternefyrvej', 'Engangsstræde', 'Lodsbådskajen']

function personAt(place: number, seed: number): Person {
  const random = randomFor(seed, place)
  const number = numberOf(place)
  const born = birthDays[(place * 7_919) % birthDays.length]!
  const moved = shift(born, { years: 5 })
  const address = readAddress(
    `${pick(roads, random)} ${1 + Math.floor(random() * 998)}, ${1 + Math.floor(random() * 9)}. tv, 8000 Aarhus C`,
  )
  return {
    key: number,
    number,
    sex: Number(number.at(-1)) % 2 === 1 ? 'M' : 'K',
    born,
    status: '01',
    job: '',
    name: { first: pick(firstNames, random), middle: pick(lastNames, random), last: pick(lastNames, random) },
    named: born,
    earlierNumbers: [],
    earlierNames: [],
    homes: [{ address, careOf: '', from: moved }],
    custody: [],
    guardians: [],
    protections: random() < 0.02 ? [{ type: '0001', from: '2020-05-04' }] : [],
    civilStatuses: [{ code: 'U', from: born } as Person['civilStatuses'][number]],
    citizenships: [{ country: '5100', from: born }],
    church: 'F',
  }
}

/** CVR's distribution, one document a line. Each business has two participants, who are persons of the extract. */
export async function* cvrExtract(size: Size, seed: number): AsyncGenerator<Uint8Array> {
  let place = 0
  for (const number of businessNumbers()) {
    if (place >= size.businesses) return
    yield Buffer.from(`${JSON.stringify({ Vrvirksomhed: businessAt(place++, number, size, seed) })}\n`)
  }
}

/** Beyond those of the sample's authorities. */
function* businessNumbers(): Generator<number> {
  for (const [first, last] of [
    [99_010_000, 99_999_999],
    [97_000_000, 98_999_999],
  ] as const)
    for (let number = first; number <= last; number++) if (!passesBusinessCheck(String(number))) yield number
}

const life = { from: started }

function businessAt(place: number, cvr: number, size: Size, seed: number): Json {
  const random = randomFor(seed, size.persons + place)
  const name = `${pick(lastNames, random)} & ${pick(lastNames, random)} ${place} ApS`
  const address = readAddress(`${pick(roads, random)} ${1 + Math.floor(random() * 998)}, 8000 Aarhus C`)
  const director = Math.floor(random() * size.persons)
  return {
    cvrNummer: cvr,
    enhedsNummer: 5_000_000_000 + place,
    enhedstype: 'VIRKSOMHED',
    reklamebeskyttet: false,
    sidstIndlaest: instant(started),
    sidstOpdateret: instant(started),
    fejlRegistreret: false,
    dataAdgang: 0,
    samtId: 1,
    navne: [dated({ navn: name }, life)],
    beliggenhedsadresse: [dated(addressFields(address), life)],
    livsforloeb: [dated({}, life)],
    hovedbranche: [dated({ branchekode: '620100', branchetekst: 'Computerprogrammering' }, life)],
    virksomhedsstatus: [dated({ status: 'NORMAL' }, life)],
    virksomhedsform: [dated(form, life)],
    attributter: [
      attribute('TEGNINGSREGEL', 'string', [{ value: 'Selskabet tegnes af direktøren', ...life }]),
    ],
    deltagerRelation: [
      relation(director, place, seed, 'director'),
      relation((director + 1) % size.persons, place, seed, 'owner'),
    ],
  }
}

const form = {
  ...{ virksomhedsformkode: 80, kortBeskrivelse: 'APS', langBeskrivelse: 'Anpartsselskab' },
  ansvarligDataleverandoer: 'E&S',
}

function relation(person: number, place: number, seed: number, role: 'director' | 'owner'): Json {
  const { number, name } = personAt(person, seed)
  return {
    deltager: {
      enhedsNummer: 4_000_000_000 + person,
      enhedstype: 'PERSON',
      // The privileged copy: authorities see whom a unit stands for.
      forretningsnoegle: number,
      navne: [{ navn: fullName(name), ...period({}), sidstOpdateret: null }],
      beliggenhedsadresse: [],
      sidstIndlaest: instant(started),
      sidstOpdateret: null,
    },
    kontorsteder: [],
    organisationer: [role === 'director' ? directors(place) : owners(place)],
  }
}

const directors = (place: number): Json => ({
  enhedsNummerOrganisation: 6_000_000_000 + 2 * place,
  hovedtype: 'LEDELSESORGAN',
  organisationsNavn: [dated({ navn: 'Direktion' }, life)],
  attributter: [],
  medlemsData: [{ attributter: [attribute('FUNKTION', 'string', [{ value: 'DIREKTØR', ...life }])] }],
})

const owners = (place: number): Json => ({
  enhedsNummerOrganisation: 6_000_000_001 + 2 * place,
  hovedtype: 'REGISTER',
  organisationsNavn: [dated({ navn: 'EJERREGISTER' }, life)],
  attributter: [],
  medlemsData: [{ attributter: [attribute('EJERANDEL_PROCENT', 'decimal', [{ value: '1.0', ...life }])] }],
})

const pick = <Value>(list: readonly Value[], random: () => number): Value =>
  list[Math.floor(random() * list.length)]!

/** A generator of numbers from 0 to 1 for one place: mulberry32. */
export function randomFor(seed: number, place: number): () => number {
  let state = (Math.imul(seed, 0x9e3779b1) + Math.imul(place + 1, 0x85ebca6b)) >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
