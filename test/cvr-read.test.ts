// Reading a delivery of the business register: its forms, its numbers, and what is refused in which words.
import { expect, test } from 'vitest'
import { Element } from '../subgraphs/businesses/import/element.ts'
import { isBusinessNumber, isPersonalNumber } from '../subgraphs/businesses/import/numbers.ts'
import { type DeliveryFile, readDelivery } from '../subgraphs/businesses/import/read.ts'
import { redact } from '../subgraphs/businesses/import/redact.ts'
import { answer, company, director, file, lines } from './cvr-documents.ts'

test.each`
  number        | series       | expected
  ${'47458714'} | ${[]}        | ${true}
  ${'35954716'} | ${[]}        | ${true}
  ${'47458715'} | ${[]}        | ${false}
  ${'88888881'} | ${[]}        | ${false}
  ${'88888881'} | ${['88888']} | ${true}
  ${'88888881'} | ${['']}      | ${false}
  ${'4745871'}  | ${['4']}     | ${false}
  ${'4745871x'} | ${['4']}     | ${false}
`('business number $number with test series $series: $expected', ({ number, series, expected }) => {
  expect(isBusinessNumber(number, series)).toBe(expected)
})

test.each`
  number          | expected
  ${director}     | ${true}
  ${'2902000000'} | ${true}
  ${'3002000000'} | ${false}
  ${'3113000000'} | ${false}
  ${'6201701234'} | ${false}
  ${'020170123'}  | ${false}
`('personal number with that day and month: $expected', ({ number, expected }) => {
  expect(isPersonalNumber(number)).toBe(expected)
})

const one = company({ cvr: '90000001' })
const two = company({ cvr: '90000002' })

async function read(delivered: DeliveryFile) {
  const found = []
  for await (const { kind, line, index } of readDelivery(delivered)) found.push([kind, line, index])
  return found
}

test.each`
  form                                | delivered                                                                                          | expected
  ${'an answer on one line'}          | ${() => answer([one, two])}                                                                        | ${[['Vrvirksomhed', 1, 0], ['Vrvirksomhed', 1, 1]]}
  ${'an answer over many lines'}      | ${() => file(JSON.stringify({ hits: { hits: [{ _source: { Vrvirksomhed: one } }] } }, null, 2))}   | ${[['Vrvirksomhed', 1, 0]]}
  ${'a company a line'}               | ${() => lines([one, two])}                                                                         | ${[['Vrvirksomhed', 1, 0], ['Vrvirksomhed', 2, 1]]}
  ${'a _source a line, CRLF, blanks'} | ${() => file(`{"Vrvirksomhed":{}}\r\n\r\n{"_source":{"Vrdeltagerperson":{}}}`)}                    | ${[['Vrvirksomhed', 1, 0], ['Vrdeltagerperson', 3, 1]]}
  ${'an answer a line'}               | ${() => file('{"hits":{"hits":[{"_source":{"VrproduktionsEnhed":{}}}]}}\n{"hits":{"hits":[]}}\n')} | ${[['VrproduktionsEnhed', 1, 0]]}
  ${'a byte order mark'}              | ${() => file('\ufeff{"Vrvirksomhed":{}}')}                                                         | ${[['Vrvirksomhed', 1, 0]]}
`('$form is read', async ({ delivered, expected }) => {
  expect(await read(delivered())).toEqual(expected)
})

const cut = JSON.stringify({ Vrvirksomhed: one }).slice(0, -40)
test.each`
  what                    | text                                              | message
  ${'nothing'}            | ${''}                                             | ${'delivery.json: holds no document; deliver an answer of cvr-permanent or one document a line.'}
  ${'an empty answer'}    | ${'{"hits":{"hits":[]}}'}                         | ${'delivery.json: holds no document; deliver an answer of cvr-permanent or one document a line.'}
  ${'a cut document'}     | ${cut}                                            | ${'delivery.json: is not JSON or cut off; nothing of the file is loaded.'}
  ${'a cut second line'}  | ${`{"Vrvirksomhed":{}}\n${cut}`}                  | ${'delivery.json, line 2: is not JSON or cut off; nothing of the file is loaded.'}
  ${'something else'}     | ${'{"CVRNummer":1}'}                              | ${'delivery.json, line 1: neither an answer with hits.hits nor one of Vrvirksomhed, VrproduktionsEnhed, Vrdeltagerperson; nothing of the file is loaded.'}
  ${'a list'}             | ${'[{"Vrvirksomhed":{}}]'}                        | ${'delivery.json, line 1: neither an answer with hits.hits nor one of Vrvirksomhed, VrproduktionsEnhed, Vrdeltagerperson; nothing of the file is loaded.'}
  ${'a strange hit'}      | ${'{"hits":{"hits":[{"_source":{"Other":{}}}]}}'} | ${'delivery.json, line 1: hits.hits[0]._source is none of Vrvirksomhed, VrproduktionsEnhed, Vrdeltagerperson.'}
  ${'hits that are none'} | ${'{"hits":{"hits":7}}'}                          | ${'delivery.json, line 1: hits.hits is not a list.'}
  ${'a timed-out answer'} | ${'{"timed_out":true,"hits":{"hits":[]}}'}        | ${'delivery.json, line 1: the register says that this answer is incomplete; fetch it again.'}
  ${'a failed shard'}     | ${'{"_shards":{"failed":1},"hits":{"hits":[]}}'}  | ${'delivery.json, line 1: the register says that this answer is incomplete; fetch it again.'}
`('$what is refused', async ({ text, message }) => {
  await expect(read(file(text))).rejects.toThrow(message)
})

test('bytes that are not UTF-8 are refused; a number in the file name is not repeated', async () => {
  const delivered = { name: `/tmp/${director}.json`, bytes: latin1() }
  await expect(read(delivered)).rejects.toThrow('**********.json, about line 1: is not UTF-8')
})
async function* latin1(): AsyncGenerator<Uint8Array> {
  yield Buffer.from('{"navn":"Møntpudser"}', 'latin1')
}

test.each`
  reader       | value                              | expected
  ${'text'}    | ${'  A  '}                         | ${'A'}
  ${'text'}    | ${' '}                             | ${null}
  ${'text'}    | ${12}                              | ${'12'}
  ${'text'}    | ${'first\nsecond'}                 | ${'first\nsecond'}
  ${'text'}    | ${'a\u0000b'}                      | ${'x.member: a control character'}
  ${'text'}    | ${'a\u0085b'}                      | ${'x.member: a control character'}
  ${'text'}    | ${'a\ud800'}                       | ${'x.member: half of a character pair'}
  ${'text'}    | ${{}}                              | ${'x.member: a text is expected'}
  ${'whole'}   | ${'0012'}                          | ${12}
  ${'whole'}   | ${-1}                              | ${'x.member: a whole number is expected'}
  ${'whole'}   | ${1.5}                             | ${'x.member: a text is expected'}
  ${'flag'}    | ${'true'}                          | ${'x.member: true or false is expected'}
  ${'date'}    | ${'2019-02-29'}                    | ${'x.member: a date is expected'}
  ${'date'}    | ${'2020-02-29'}                    | ${'2020-02-29'}
  ${'instant'} | ${'2019-10-10T09:23:30.000+02:00'} | ${'2019-10-10T09:23:30.000+02:00'}
  ${'instant'} | ${'2019-10-10T09:23:30'}           | ${'x.member: an instant with its offset is expected'}
  ${'list'}    | ${{}}                              | ${'x.member: a list is expected'}
  ${'list'}    | ${null}                            | ${[]}
  ${'object'}  | ${[]}                              | ${'x.member: an object is expected'}
`('$reader of $value: $expected', ({ reader, value, expected }) => {
  const element = new Element({ member: value }, 'x')
  const outcome = () => {
    try {
      return (element[reader as 'text'] as (name: string) => unknown).call(element, 'member')
    } catch (error) {
      return (error as Error).message
    }
  }
  expect(outcome()).toEqual(expected)
})

test('a document kept raw has no personal number, wherever it stood', () => {
  const kept = redact({
    deltager: { enhedstype: 'PERSON', forretningsnoegle: Number(director) },
    virksomhed: { forretningsnoegle: 47458714, pNummer: 1001897135 },
    fritekst: `ring til ${director}`,
    [director]: null,
  })
  expect(kept).toEqual({
    deltager: { enhedstype: 'PERSON', forretningsnoegle: null },
    virksomhed: { forretningsnoegle: 47458714, pNummer: 1001897135 },
    fritekst: 'ring til **********',
    '**********': null,
  })
})
