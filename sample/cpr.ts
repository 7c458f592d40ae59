// The sample's extract of CPR in the official format P12170, for the Danish day of loading.
import { clearAddress, earlierNumberRecords, personRecords } from './cpr-person.ts'
import { type Day, dayOf } from './day.ts'
import { type Person, people } from './persons.ts'
import { digits, writeRecord } from './record.ts'

/** `lines`: a record on a line with trailing blanks cut; `padded`: full lengths without line ends. */
export type Form = 'lines' | 'padded'

/**
 * The file's bytes, ISO-8859-1. The same for the same Danish day.
 * As in the official extracts, people stand in the order of their birth, and all clear addresses (003) come last.
 */
export function sampleCpr(today: Date, form: Form = 'lines'): Uint8Array {
  const records = extract(people(today), dayOf(today))
  const text = form === 'padded' ? records.join('') : records.map(record => `${record.trimEnd()}\n`).join('')
  return Uint8Array.from(Buffer.from(text, 'latin1'))
}

function extract(everyone: readonly Person[], day: Day): readonly string[] {
  const produced = digits(day)
  const groups = everyone.flatMap(person => groupsOf(person, everyone, produced))
  groups.sort((a, b) => compare(a.born, b.born) || compare(a.number, b.number))
  const records = [...groups.flatMap(group => group.records), ...groups.map(group => group.clearAddress)]
  return [
    writeRecord('000', {
      'SORTFELT-10': '0'.repeat(10),
      OPGAVENR: '000001',
      PRODDTO: produced,
      PRODDTOFORRIG: '0'.repeat(8),
    }),
    ...records,
    writeRecord('999', { 'SORTFELT-10': '9'.repeat(10), TAELLER: String(records.length).padStart(8, '0') }),
  ]
}

interface Group {
  readonly born: Day
  readonly number: string
  readonly records: readonly string[]
  readonly clearAddress: string
}

/** The records of each number that the person has or had. */
function groupsOf(person: Person, everyone: readonly Person[], produced: string): readonly Group[] {
  const { number, born } = person
  const own = {
    born,
    number,
    records: personRecords(person, everyone, produced),
    clearAddress: clearAddress(person, number),
  }
  const earlier = person.earlierNumbers.map(old => ({
    born: old.born,
    number: old.number,
    records: earlierNumberRecords(person, old, produced),
    clearAddress: clearAddress(person, old.number),
  }))
  return [own, ...earlier]
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
