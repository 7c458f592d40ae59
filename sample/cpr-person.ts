// The records that CPR's extract holds about one person, in the order of their types.
import { addressLine } from './address.ts'
import { churchSince, circumstancesOf } from './circumstances.ts'
import { addressingName, careOf, civilStatusFields, codes, nameFields, noNumber } from './cpr-fields.ts'
import { history } from './cpr-history.ts'
import type { Day } from './day.ts'
import { byKey, type EarlierNumber, fullName, type Guardian, type Person } from './persons.ts'
import { time, type Values, type Write, writeRecord } from './record.ts'

/** All records of a person but the clear address: 001 to 029 and 099. `produced`: the day of the extract. */
export function personRecords(
  person: Person,
  everyone: readonly Person[],
  produced: string,
): readonly string[] {
  const write = (type: string, values: Values) => writeRecord(type, { PNR: person.number, ...values })
  const day = dayOfFile(produced)
  return [
    write('001', {
      ...identity(person),
      STATUS: person.status,
      STATUSHAENSTART: time(person.statusSince),
      'START_DT-PERSON': person.earlierNumbers[0]?.to ?? person.born,
      STILLING: person.job,
    }),
    ...addresses(person, write),
    ...protections(person, write),
    ...whereabouts(person, write),
    ...circumstancesOf(person.key, ['006', '006'], day, write),
    ...basics(person, write, day),
    ...civilStatusNow(person, everyone, write),
    ...relations(person, everyone, write),
    ...circumstancesOf(person.key, ['018', '021'], day, write),
    ...history(person, everyone, write),
    ...circumstancesOf(person.key, ['025', '030'], day, write),
    write('099', { TIMESTAMPU: `${produced}0100`, HAENDELSE: 'A01' }),
  ]
}

const dayOfFile = (produced: string): Day =>
  `${produced.slice(0, 4)}-${produced.slice(4, 6)}-${produced.slice(6)}`

/** The records of a number that the person had before: the number's own 001 leads to the current one. */
export function earlierNumberRecords(
  person: Person,
  old: EarlierNumber,
  produced: string,
): readonly string[] {
  const write = (type: string, values: Values) => writeRecord(type, { PNR: old.number, ...values })
  return [
    write('001', {
      ...identity(old),
      PNRGAELD: person.number,
      STATUS: old.status,
      STATUSHAENSTART: time(old.to),
      'START_DT-PERSON': old.from,
      'SLUT_DT-PERSON': old.to,
    }),
    ...basics(person, write, dayOfFile(produced)),
    write('012', { CIVST: 'U', 'HAENSTART-CIVILSTAND': time() }),
    write('015', { ...parent('MOR', old.born), ...parent('FAR', old.born) }),
    write('099', { TIMESTAMPU: `${produced}0100`, HAENDELSE: old.status === '50' ? 'P02' : 'P03' }),
  ]
}

/** Record 003: the address in clear text, blank for those who live nowhere in Denmark. Also of protected persons. */
export function clearAddress(person: Person, number: string): string {
  const home = person.homes.find(candidate => !candidate.to)
  if (!home || number !== person.number) {
    const nowhere = { POSTNR: '0000', KOMKOD: '0000', VEJKOD: '0000' }
    return writeRecord('003', { PNR: number, ADRNVN: addressingName(person.name), ...nowhere })
  }
  const { address } = home
  return writeRecord('003', {
    PNR: number,
    ADRNVN: addressingName(person.name),
    CONVN: careOf(home),
    STANDARDADR: addressLine(address),
    POSTNR: address.postalCode,
    POSTDISTTXT: address.postalDistrict,
    ...codes(address),
    VEJADRNVN: address.road,
  })
}

function identity(of: Pick<Person, 'sex' | 'born'>): Values {
  return { KOEN: of.sex, FOED_DT: of.born }
}

function addresses(person: Person, write: Write): readonly string[] {
  const [home, ...before] = person.homes
  if (!home || home.to) return []
  const elsewhere = before.findIndex(old => old.address.municipalityCode !== home.address.municipalityCode)
  const arrival = elsewhere === -1 ? person.homes.at(-1) : person.homes[elsewhere]
  const left = before[elsewhere]
  return [
    write('002', {
      ...codes(home.address),
      CONVN: careOf(home),
      TILFLYDTO: time(home.from),
      TILFLYKOMDTO: time(arrival?.from),
      FRAFLYKOMKOD: left?.address.municipalityCode ?? '0000',
      FRAFLYKOMDTO: time(left?.to),
      'START_MYNKOD-ADRTXT': '0000',
    }),
  ]
}

function protections(person: Person, write: Write): readonly string[] {
  return person.protections.map(({ type, from, to }) =>
    write('004', { BESKYTTYPE: type, 'START_DT-BESKYTTELSE': from, 'SLET_DT-BESKYTTELSE': to ?? '' }),
  )
}

function whereabouts({ status, statusSince, abroad }: Person, write: Write): readonly string[] {
  if (status === '70') return [write('007', { FORSVINddTO: time(statusSince) })]
  if (!abroad || abroad.back) return []
  const lines = abroad.lines.map((line, place) => [`UDLANDADR${place + 1}`, line])
  return [
    write('005', { UDR_LANDEKOD: abroad.country, UDRDTO: time(abroad.left), ...Object.fromEntries(lines) }),
  ]
}

/** Name, birth registration, citizenship, church. */
function basics(person: Person, write: Write, today: Day): readonly string[] {
  const unnamed = fullName(person.name) === ''
  const [citizenship] = person.citizenships
  const birthPlace = person.homes.at(-1)?.address.municipalityCode ?? '0000'
  return [
    write('008', {
      ...nameFields(person.name),
      NVNHAENSTART: time(unnamed ? undefined : person.named),
      ADRNVN: addressingName(person.name),
    }),
    write('009', { 'START_MYNKOD-FØDESTED': birthPlace }),
    write('010', {
      LANDEKOD: citizenship?.country ?? '',
      ...citizenSince(citizenship?.from ?? person.born, person.born),
    }),
    write('011', {
      FKIRK: person.church,
      'START_DT-FOLKEKIRKE': churchSince(person.key, person.born, today),
    }),
  ]
}

// CPR took over older citizenships on 20 March 1991 without their dates: marked uncertain, minutes 99.
function citizenSince(from: Day, born: Day): Values {
  if (from !== born || born >= '1991-03-20') return { 'HAENSTART-STATSBORGERSKAB': time(from) }
  return { 'HAENSTART-STATSBORGERSKAB': '199103202099', 'HAENSTART_UMRK-STATSBORGERSKAB': '*' }
}

function civilStatusNow(person: Person, everyone: readonly Person[], write: Write): readonly string[] {
  const [now] = person.civilStatuses
  if (!now) return []
  const since = now.code === 'U' ? undefined : now.from
  const record = write('012', { ...civilStatusFields(now, everyone), 'HAENSTART-CIVILSTAND': time(since) })
  if (!now.separated) return [record]
  const separation = { 'SEP_HENVIS-SEPARATION': time(now.separated), 'START_DT-SEPARATION': now.separated }
  return [record, write('013', separation)]
}

/** Children, parents, custody, guardians. */
function relations(person: Person, everyone: readonly Person[], write: Write): readonly string[] {
  const number = (key: string) => byKey(everyone, key).number
  const children = everyone.filter(child => child.mother === person.key || child.father === person.key)
  const mother = person.mother === undefined ? undefined : number(person.mother)
  const father = person.father === undefined ? undefined : number(person.father)
  return [
    ...children.map(child => write('014', { 'PNR-BARN': child.number })),
    write('015', { ...parent('MOR', person.born, mother), ...parent('FAR', person.born, father) }),
    ...person.custody.map(({ holder, from }) =>
      write('016', { 'START_DT-FORÆLDREMYN': from, ...custodian(holder, from, number) }),
    ),
    ...person.guardians.map(guardian => write('017', guardianFields(guardian, number))),
  ]
}

// Without a number the register marks the day as uncertain and leaves the name blank.
function parent(prefix: 'MOR' | 'FAR', born: Day, number?: string): Values {
  if (number) return { [`${prefix}_DT`]: born, [`PNR${prefix}`]: number }
  return { [`${prefix}_DT`]: born, [`${prefix}_DT_UMRK`]: '*', [`PNR${prefix}`]: noNumber }
}

// Mother (0003) and father (0004) are those of record 015; only another holder stands with a number.
function custodian(holder: string, from: Day, number: (key: string) => string): Values {
  if (holder === 'mother') return { 'RELTYP-FORÆLDREMYN': '0003' }
  if (holder === 'father') return { 'RELTYP-FORÆLDREMYN': '0004' }
  return { 'RELTYP-FORÆLDREMYN': '0005', RELPNR: number(holder), 'START_DT-RELPNR_PNR': from }
}

function guardianFields(
  { by, name, lines, from, to = '' }: Guardian,
  number: (key: string) => string,
): Values {
  const period = { 'START_DT-UMYNDIG': from, 'SLET_DT-UMYNDIG': to }
  if (by) return { ...period, UMYN_RELTYP: '0001', RELPNR: number(by), 'START_DT-RELPNR_PNR': from }
  const address = lines.map((line, place) => [`RELTXT${place + 1}`, line])
  return {
    ...period,
    UMYN_RELTYP: '0002',
    RELADRSAT_RELPNR_TXT: name,
    'START_DT-RELPNR_TXT': from,
    ...Object.fromEntries(address),
  }
}
