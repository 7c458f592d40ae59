// What is wrong with a CPR file: refused whole, or one record quarantined, with line and reason and never a value.
import { describe, expect, test } from 'vitest'
import { type Checked, checkDelivery, recordFault } from '../subgraphs/persons/import/check.ts'
import type { CprRecord } from '../subgraphs/persons/import/layouts.ts'
import { readRecords } from '../subgraphs/persons/import/read.ts'
import { FileRefused } from '../subgraphs/persons/import/refused.ts'
import { anna, bo, cprFile, cprPerson, cprRecord, inPieces } from './cpr-records.ts'

const person = cprPerson(anna)
const name = cprRecord('008', anna, { FORNVN: 'Anna', NVNHAENSTART: '199001011200' })
const whole = [person, name, cprRecord('999', anna).replace('999', '777')]

async function check(bytes: Uint8Array, size?: number): Promise<readonly Checked[]> {
  const items: Checked[] = []
  for await (const item of checkDelivery(readRecords(inPieces(bytes, size)))) items.push(item)
  return items
}

async function refusal(bytes: Uint8Array): Promise<FileRefused> {
  const error = await check(bytes).catch(reason => reason)
  if (!(error instanceof FileRefused)) throw new Error('was not refused')
  return error
}

const faultOf = (text: string) => recordFault({ type: text.slice(0, 3), line: 1, text: text.trimEnd() })
const edit = (text: string, start: number, replacement: string) =>
  text.slice(0, start - 1) + replacement + text.slice(start - 1 + replacement.length)

describe('reading', () => {
  const forms = {
    lines: cprFile([person, name]),
    'lines with CRLF': cprFile([person, name], { lineEnd: '\r\n' }),
    padded: cprFile([person, name], { padded: true }),
    'padded, with a line end after the last record': Buffer.concat([
      cprFile([person, name], { padded: true }),
      Buffer.from('\r\n'),
    ]),
    'no line end after the last record': cprFile([person, name]).subarray(0, -1),
    'blank lines at the end': Buffer.concat([cprFile([person, name]), Buffer.from('\n\n')]),
  }

  test.each(Object.entries(forms))(
    '%s: the same records, in pieces of 1, 7 and 1,000 bytes',
    async (_, bytes) => {
      const expected = await check(forms.lines)
      for (const size of [1, 7, 1_000]) expect(await check(bytes, size)).toEqual(expected)
      expect(expected.map(item => item.kind)).toEqual(['start', 'record', 'record', 'end'])
    },
  )

  test('Danish letters come as ISO-8859-1', async () => {
    const [, , item] = await check(
      cprFile([person, cprRecord('008', anna, { FORNVN: 'Ægir Åse', EFTERNVN: 'Ø' })]),
    )
    expect(item?.kind === 'record' && item.record.text).toContain('Ægir Åse')
  })
})

const padded = cprFile([person, name], { padded: true })
const cutAfter = (bytes: Buffer, text: string) => bytes.subarray(0, bytes.indexOf(text))

test.each`
  code                | line    | bytes                                                                     | what
  ${'EMPTY'}          | ${null} | ${Buffer.from('')}                                                        | ${'nothing'}
  ${'EMPTY'}          | ${null} | ${Buffer.from('\n\r\n')}                                                  | ${'blank lines'}
  ${'START_MISSING'}  | ${1}    | ${Buffer.from(`${person}\n`)}                                             | ${'no record 000'}
  ${'START_MISSING'}  | ${1}    | ${Buffer.from('{"took": 3, "timed_out": false, "hits": {"total": 4}}\n')} | ${'another format'}
  ${'START_MISSING'}  | ${1}    | ${Buffer.from('PK\u0003\u0004'.padEnd(99, 'x'))}                          | ${'a zip'}
  ${'END_MISSING'}    | ${null} | ${cutAfter(cprFile([person, name]), '999999')}                            | ${'no record 999'}
  ${'AFTER_END'}      | ${5}    | ${Buffer.concat([cprFile([person, name]), cprFile([person])])}            | ${'two files in one'}
  ${'SEQUENCE'}       | ${3}    | ${cprFile([person, cprRecord('000', '0000000000')])}                      | ${'a second 000'}
  ${'COUNT_WRONG'}    | ${null} | ${cprFile([person, name], { counter: 3 })}                                | ${'one record lost'}
  ${'COUNT_WRONG'}    | ${null} | ${cprFile([person, name], { counter: 1 })}                                | ${'one record doubled'}
  ${'TRUNCATED'}      | ${2}    | ${padded.subarray(0, 100)}                                                | ${'padded, cut in record 2'}
  ${'TRUNCATED'}      | ${4}    | ${padded.subarray(0, -1)}                                                 | ${'padded, last byte lost'}
  ${'END_MISSING'}    | ${null} | ${cutAfter(padded, '9999999999999')}                                      | ${'padded, no record 999'}
  ${'LENGTH_UNKNOWN'} | ${4}    | ${cprFile(whole, { padded: true })}                                       | ${'padded, unknown type'}
  ${'LINE_TOO_LONG'}  | ${2}    | ${cprFile([person + 'x'.repeat(1_200)])}                                  | ${'a line of 1,306 characters'}
`('refused as $code at $line: $what', async ({ code, line, bytes }) => {
  const error = await refusal(bytes)
  expect([error.code, error.line]).toEqual([code, line])
  expect(error.message).not.toMatch(/\d{6,}/)
  expect(error.message).toMatch(/: /)
})

test.each`
  reason                  | record                                                                                | what
  ${null}                 | ${person}                                                                             | ${'a record without fault'}
  ${null}                 | ${cprRecord('003', anna, { STANDARDADR: 'Østervej 1,1 tv' })}                         | ${'Danish letters'}
  ${null}                 | ${cprRecord('012', anna, { CIVST: 'G', AEGTEPNR: '0000000000' })}                     | ${'a spouse without number'}
  ${null}                 | ${cprRecord('026', anna, { NVNHAENSTART: '194100001299' })}                           | ${'a date that is no instant'}
  ${null}                 | ${`777${anna} whatever it is`}                                                        | ${'an unknown type'}
  ${null}                 | ${cprRecord('910', '??????????', { FEJLNR: '0005' })}                                 | ${'an error record, without number'}
  ${'TYPE_MALFORMED'}     | ${`0A1${anna}`}                                                                       | ${'letters in the type'}
  ${'CONTROL_BYTES'}      | ${edit(person, 75, '\u0000')}                                                         | ${'a zero byte'}
  ${'CONTROL_BYTES'}      | ${edit(name, 16, '\u0085')}                                                           | ${'UTF-8 read as ISO-8859-1'}
  ${'CONTROL_BYTES'}      | ${`777${anna}\tx`}                                                                    | ${'a tab in an unknown type'}
  ${'TOO_SHORT'}          | ${'001020280'}                                                                        | ${'cut inside the number'}
  ${'TOO_LONG'}           | ${`${person}x`.padEnd(107, 'x')}                                                      | ${'longer than its type'}
  ${'NUMBER_MALFORMED'}   | ${edit(person, 4, '02X2801003')}                                                      | ${'a letter in the number'}
  ${'NUMBER_IMPOSSIBLE'}  | ${edit(person, 4, '3002801003')}                                                      | ${'30 February'}
  ${'NUMBER_REPLACEMENT'} | ${edit(person, 4, '6202801003')}                                                      | ${'a replacement number'}
  ${'NUMBER_REPLACEMENT'} | ${cprRecord('014', anna, { 'PNR-BARN': '7405124003' })}                               | ${"a child's replacement number"}
  ${'NUMBER_IMPOSSIBLE'}  | ${cprRecord('015', anna, { PNRFAR: '0113801000' })}                                   | ${"a father's number"}
  ${'NUMBER_MALFORMED'}   | ${cprRecord('014', anna, { 'PNR-BARN': '0000000000' })}                               | ${'a child without number'}
  ${'DATE_MALFORMED'}     | ${cprRecord('004', anna, { BESKYTTYPE: '0001', 'START_DT-BESKYTTELSE': '1.1.2020' })} | ${'a date in another form'}
  ${'DATE_MALFORMED'}     | ${edit(person, 26, '19900101120X')}                                                   | ${'a letter in a time'}
  ${'CODE_MALFORMED'}     | ${cprRecord('004', anna, { BESKYTTYPE: '1' })}                                        | ${'a protection without its kind'}
  ${'CODE_MALFORMED'}     | ${edit(person, 39, 'X')}                                                              | ${'neither man nor woman'}
  ${'CODE_MALFORMED'}     | ${cprRecord('002', anna)}                                                             | ${'an address without municipality'}
`('$what: $reason', ({ reason, record }) => {
  expect(faultOf(record)).toBe(reason)
})

test('a quarantined record says line, type and reason; the rest goes on', async () => {
  const wrong = edit(person.replace(anna, bo), 39, '\u0007')
  const items = await check(cprFile([person, wrong, '0A1', name]))
  expect(items.map(item => item.kind)).toEqual([
    'start',
    'record',
    'quarantined',
    'quarantined',
    'record',
    'end',
  ])
  expect(items.filter(item => item.kind === 'quarantined').map(item => item.quarantined)).toEqual([
    { line: 3, type: '001', reason: 'CONTROL_BYTES', number: bo },
    { line: 4, type: null, reason: 'TYPE_MALFORMED', number: null },
  ])
})

test('a large file is read one record at a time', async () => {
  async function* endless(): AsyncGenerator<Uint8Array> {
    yield cprFile([]).subarray(0, 36)
    while (true) yield Buffer.from(`${person}\n`)
  }
  const seen: CprRecord[] = []
  for await (const record of readRecords(endless())) {
    seen.push(record)
    if (seen.length === 5_000) break
  }
  expect(seen.at(-1)?.line).toBe(5_000)
})
