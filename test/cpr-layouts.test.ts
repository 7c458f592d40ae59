// The layouts of P12170: every field of every record, and the official extract cut by them to the last character.
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { recordFault } from '../subgraphs/persons/import/check.ts'
import { type CprRecord, isFullyKnown, layouts, read } from '../subgraphs/persons/import/layouts.ts'
import { readRecords } from '../subgraphs/persons/import/read.ts'
import { describeOfficial, officialExtract } from './cpr-official.ts'
import { anna, cprRecord } from './cpr-records.ts'

const onlyLengthKnown = ['031', '032', '033', '050', '052']
const fullyKnown = Object.entries(layouts).filter(([type]) => !onlyLengthKnown.includes(type))

test('all 38 known types and the two of newer deliveries have a layout', () => {
  expect(Object.keys(layouts)).toHaveLength(40)
})

describe.each(fullyKnown)('record %s', (type, layout) => {
  test('its fields follow each other from the fourth character to its length', () => {
    let next = 4
    for (const field of layout.fields) {
      expect([field.code, field.start]).toEqual([field.code, next])
      next += field.length
    }
    expect(next - 1).toBe(layout.length)
    expect(isFullyKnown(type)).toBe(true)
  })

  test('no two of its fields have one code', () => {
    expect(new Set(layout.fields.map(field => field.code)).size).toBe(layout.fields.length)
  })
})

test.each(onlyLengthKnown)('record %s: only its length and first fields are known', type => {
  expect(isFullyKnown(type)).toBe(false)
})

test('a field is read without blanks, also past the end of a cut line', () => {
  const text = cprRecord('008', anna, { FORNVN: 'Anna Mø', EFTERNVN: 'Åkær' })
  const record: CprRecord = { type: '008', line: 1, text: text.slice(0, 120) }
  expect(read(record, 'FORNVN')).toBe('Anna Mø')
  expect(read(record, 'EFTERNVN')).toBe('Åkær')
  expect(read(record, 'ADRNVN')).toBe('')
  expect(() => read(record, 'KOMKOD')).toThrow('Record 008 has no field KOMKOD.')
})

describeOfficial('the official extract', () => {
  test('every record fits its layout, and none is quarantined', async () => {
    const types = new Map<string, number>()
    for await (const record of readRecords(officialExtract)) {
      expect(record.text.length).toBeLessThanOrEqual(layouts[record.type]!.length)
      if (!['000', '999'].includes(record.type))
        expect([record.line, recordFault(record)]).toEqual([record.line, null])
      types.set(record.type, (types.get(record.type) ?? 0) + 1)
    }
    expect(types.size).toBe(33)
    expect([types.get('001'), types.get('099'), types.get('017')]).toEqual([80, 116, 2])
  })

  test('all records at full length make the size of the padded form: 123,280 bytes', () => {
    const lines = readFileSync(officialExtract, 'latin1').trimEnd().split('\n')
    const size = lines.reduce((sum, line) => sum + layouts[line.slice(0, 3)]!.length, 0)
    expect([lines.length, size]).toEqual([1_100, 123_280])
  })
})
