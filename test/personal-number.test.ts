// What counts as a personal number in a text that is kept as it is: any way to write one, and nothing that is often written.
import { expect, test } from 'vitest'
import { holdsPersonalNumber } from '../schema/personal-number.ts'

test.each([
  '0101900000',
  '010190-0000',
  'Nummer: 010190 0000.',
  '010190–0000',
  '010190 - 0000',
  '010190\n0000',
  '010190\u00A00000',
  '01 01 90 0000',
  '01.01.90-0000',
  '01-01-90/0000',
  '610190--0000',
  '０１０１９０-００００',
  '0101\u200B90-0000',
  '2026-0101900000-a',
])('%s is one', text => {
  expect(holdsPersonalNumber(text)).toBe(true)
})

test.each([
  '',
  '2026-11-23',
  '2026-11-23 12:30',
  '23.11.2026 kl. 1230',
  'Ring på 20 12 34 56.',
  '+45 20123456',
  'CVR 99000001',
  'sag 2026-4711',
  '12345-6789',
  'lov nr. 502 af 23/05/2018',
  '7f6bd0a2-1c1e-4b7e-9d1f-aa10203040bb',
])('%s is none', text => {
  expect(holdsPersonalNumber(text)).toBe(false)
})
