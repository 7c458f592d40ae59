// The historic records of CPR's extract about one person: earlier numbers, addresses, names, citizenship, civil status.
import { careOf, civilStatusFields, codes, nameFields } from './cpr-fields.ts'
import type { Person } from './persons.ts'
import { time, type Write } from './record.ts'

/** Records 022 to 029. */
export function history(person: Person, everyone: readonly Person[], write: Write): readonly string[] {
  return [
    ...earlierNumbers(person, write),
    ...earlierAddresses(person, write),
    ...abroadAndBack(person, write),
    ...earlierNames(person, write),
    ...earlierCitizenships(person, write),
    ...earlierCivilStatuses(person, everyone, write),
  ]
}

function earlierNumbers(person: Person, write: Write): readonly string[] {
  return person.earlierNumbers.map(old =>
    write('022', {
      PNRGÆLD: person.number,
      PNR: old.number,
      'START_DT-PERSON': old.from,
      'SLUT_DT-PERSON': old.to,
    }),
  )
}

function earlierAddresses(person: Person, write: Write): readonly string[] {
  return person.homes
    .filter(home => home.to)
    .map(home =>
      write('023', {
        ...codes(home.address),
        CONVN: careOf(home),
        TILFLYDTO: time(home.from),
        FRAFLYDTO: time(home.to),
      }),
    )
}

function abroadAndBack({ abroad }: Person, write: Write): readonly string[] {
  if (!abroad?.back) return []
  return [
    write('024', {
      UDR_LANDEKOD: abroad.country,
      UDRDTO: time(abroad.left),
      INDR_LANDEKOD: abroad.country,
      INDRDTO: time(abroad.back),
    }),
  ]
}

function earlierNames(person: Person, write: Write): readonly string[] {
  return person.earlierNames.map(name =>
    write('026', {
      ANNKOR: name.mark,
      ...nameFields(name),
      NVNHAENSTART: time(name.from),
      NVNHAENSLUT: time(name.to),
    }),
  )
}

function earlierCitizenships(person: Person, write: Write): readonly string[] {
  return person.citizenships
    .filter(({ to }) => to)
    .map(({ country, from, to }) =>
      write('027', {
        LANDEKOD: country,
        'HAENSTART-STATSBORGERSKAB': time(from),
        'HAENSLUT-STATSBORGERSKAB': time(to),
      }),
    )
}

function earlierCivilStatuses(person: Person, everyone: readonly Person[], write: Write): readonly string[] {
  return person.civilStatuses
    .filter(({ to }) => to)
    .map(status =>
      write('029', {
        ...civilStatusFields(status, everyone),
        'HAENSTART-CIVILSTAND': time(status.from),
        'HAENSLUT-CIVILSTAND': time(status.to),
      }),
    )
}
