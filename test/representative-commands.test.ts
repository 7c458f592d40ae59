// What a representative may command: in the present, and nothing whose words protection hides from them.
import { expect, test } from 'vitest'
import { decideCommand } from '../access/decide.ts'
import { anna, citizen, custody, field, held, inDays, mandate, sofie, subject } from './decision-facts.ts'

const grant = field('Mutation.grantConsent', {
  command: { by: ['SUBJECT', 'REPRESENTATIVE'], action: 'CONSENT' },
})
const holder = { rights: held(mandate({ actions: ['CONSENT'], fields: [] })) }
const parent = { rights: custody(inDays(900)) }
const home = { residence: 'one home' }
const self = subject({ id: sofie, canonical: sofie, ids: [sofie], ...home })

test.each`
  who                                          | travelled | about                                      | expected
  ${'a holder'}                                | ${false}  | ${holder}                                  | ${'PERMIT'}
  ${'a holder, at another time'}               | ${true}   | ${holder}                                  | ${'MANDATE_SCOPE'}
  ${'a holder for someone protected'}          | ${false}  | ${{ ...holder, protected: true }}          | ${'MANDATE_SCOPE'}
  ${'a holder at the same address'}            | ${false}  | ${{ ...holder, ...home, protected: true }} | ${'MANDATE_SCOPE'}
  ${'a custody holder living elsewhere'}       | ${false}  | ${{ ...parent, protected: true }}          | ${'MANDATE_SCOPE'}
  ${'a custody holder at the same address'}    | ${false}  | ${{ ...parent, ...home, protected: true }} | ${'PERMIT'}
  ${'a custody holder of someone unprotected'} | ${false}  | ${parent}                                  | ${'PERMIT'}
`('$who → $expected', ({ travelled, about, expected }) => {
  const asker = citizen(anna, { self, travelled })
  const decision = decideCommand(asker, grant, subject(about))
  expect(decision.outcome === 'REFUSE' ? decision.code : decision.outcome).toBe(expected)
})
