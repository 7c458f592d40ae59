// Writes CPR records and files of invented persons for tests, in both forms of P12170.
import { layouts } from '../subgraphs/persons/import/layouts.ts'

/** Numbers that nobody has: their check digit is wrong for a date other than 1 January. */
export const anna = '0202801003'
export const annaBefore = '0303851004'
export const bo = '1405124003'
export const carl = '0505501003'
export const dorte = '0606602003'

/** A record at full length; fields not named are blank, numbers and times zero where the register writes zeros. */
export function cprRecord(
  type: string,
  number: string,
  fields: Readonly<Record<string, string>> = {},
): string {
  const layout = layouts[type]!
  const characters = [...`${type}${number}`.padEnd(layout.length)]
  for (const [code, value] of Object.entries(fields)) {
    const field = layout.fields.find(known => known.code === code)
    if (!field || value.length > field.length) throw new Error(`Record ${type} has no room for ${code}.`)
    const padded = value.padEnd(field.length)
    characters.splice(field.start - 1, field.length, ...padded)
  }
  return characters.join('')
}

/** Record 001 of a resident born on the day of the number. */
export function cprPerson(number: string, fields: Readonly<Record<string, string>> = {}): string {
  const seventh = Number(number[6])
  const century = seventh >= 4 && Number(number.slice(4, 6)) < 37 ? '20' : '19'
  const birth = `${century}${number.slice(4, 6)}-${number.slice(2, 4)}-${number.slice(0, 2)}`
  return cprRecord('001', number, {
    STATUS: '01',
    STATUSHAENSTART: '000000000000',
    KOEN: Number(number[9]) % 2 === 1 ? 'M' : 'K',
    FOED_DT: birth,
    'START_DT-PERSON': birth,
    ...fields,
  })
}

interface FileOptions {
  readonly production?: string
  readonly padded?: boolean
  readonly counter?: number
  readonly lineEnd?: string
}

/** A whole file as bytes: records between 000 and 999. */
export function cprFile(records: readonly string[], options: FileOptions = {}): Buffer {
  const { production = '20200301', padded = false, counter = records.length, lineEnd = '\n' } = options
  const start = cprRecord('000', '0000000000', {
    OPGAVENR: '123456',
    PRODDTO: production,
    PRODDTOFORRIG: '20200201',
  })
  const end = cprRecord('999', '9999999999', { TAELLER: String(counter).padStart(8, '0') })
  const all = [start, ...records, end]
  const text = padded ? all.join('') : all.map(record => record.trimEnd() + lineEnd).join('')
  return Buffer.from(text, 'latin1')
}

/** The bytes in pieces of a size, as a stream would bring them. */
export async function* inPieces(bytes: Uint8Array, size = 1_000): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}
