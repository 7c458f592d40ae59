// Which signing rule is in force: registered, decided by a steward, or what the law says where nothing is registered.
import { expect, test } from 'vitest'
import { type BusinessFacts, type InForce, ruleOf } from '../access/signing-rule/in-force.ts'
import type { Rule } from '../access/signing-rule/rule.ts'

const roles = (...codes: readonly string[]) =>
  codes.map((role, index) => ({ holder: `p${index}`, kind: 'PERSON' as const, role }))
const oneDirector = 'Selskabet tegnes af en direktør alene.'
const stewards: Rule = { anyOf: [{ allOf: [{ person: 'p9' }] }] }
const decidedOn = (text: string | null, status: string | null = 'NORMAL') => ({
  rule: stewards,
  text,
  status,
})

const company: BusinessFacts = {
  form: 80,
  status: 'NORMAL',
  closed: false,
  text: null,
  roles: roles('DIRECTOR'),
  decided: null,
}

const brief = (found: InForce): string =>
  found.kind === 'RULE'
    ? `${found.source}: ${found.rule.anyOf
        .map(({ allOf }) =>
          allOf.map(part => ('group' in part ? `${part.group} ${part.n}` : part.person)).join(' + '),
        )
        .join(' | ')}`
    : `${found.kind}: ${found.reason}`

test.each`
  what                                           | facts                                                                                       | expected
  ${'the registered text'}                       | ${{ text: oneDirector }}                                                                    | ${'REGISTERED: DIRECTOR 1'}
  ${'J12 a text that leaves a doubt'}            | ${{ text: 'Selskabet tegnes af ledelsen.' }}                                                | ${'UNPARSED: AMBIGUOUS_BODY'}
  ${'J13 no text, a director only'}              | ${{}}                                                                                       | ${'COMPANIES_ACT_135: DIRECTOR 1'}
  ${'an empty text'}                             | ${{ text: '  ' }}                                                                           | ${'COMPANIES_ACT_135: DIRECTOR 1'}
  ${'no text, board and management'}             | ${{ form: 60, roles: roles('CHAIR', 'BOARD_MEMBER', 'MANAGING_DIRECTOR') }}                 | ${'COMPANIES_ACT_135: BOARD_MEMBER 1 | DIRECTOR 1'}
  ${'no text, supervisory board and management'} | ${{ form: 60, roles: roles('SUPERVISORY_MEMBER', 'DIRECTOR') }}                             | ${'COMPANIES_ACT_135: DIRECTOR 1'}
  ${'no text, alternates only'}                  | ${{ roles: roles('DIRECTOR_ALTERNATE', 'BOARD_ALTERNATE') }}                                | ${'NONE: ROLES_MISSING'}
  ${'no text, functions that are not known'}     | ${{ roles: roles('MANAGEMENT_UNKNOWN', 'BOARD_UNKNOWN') }}                                  | ${'NONE: ROLES_MISSING'}
  ${'a partner company'}                         | ${{ form: 70 }}                                                                             | ${'COMPANIES_ACT_135: DIRECTOR 1'}
  ${'an entrepreneurial company'}                | ${{ form: 81 }}                                                                             | ${'COMPANIES_ACT_135: DIRECTOR 1'}
  ${'J14 a sole trader'}                         | ${{ form: 10, roles: roles('FULLY_LIABLE') }}                                               | ${'OWNER: OWNER 1'}
  ${'a sole trader without a status'}            | ${{ form: 10, status: null }}                                                               | ${'OWNER: OWNER 1'}
  ${'J14 a sole trader that has closed'}         | ${{ form: 10, closed: true }}                                                               | ${'NONE: CLOSED'}
  ${'a small personally owned business'}         | ${{ form: 15 }}                                                                             | ${'OWNER: OWNER 1'}
  ${'a general partnership'}                     | ${{ form: 30 }}                                                                             | ${'PARTNERS: PARTNER ALL'}
  ${'a general partnership with a text'}         | ${{ form: 30, text: 'Tegnes af to interessenter i forening.' }}                             | ${'REGISTERED: PARTNER 2'}
  ${'a limited partnership'}                     | ${{ form: 40 }}                                                                             | ${'PARTNERS: PARTNER ALL'}
  ${'a partnership whose text leaves a doubt'}   | ${{ form: 30, text: 'Efter aftale.' }}                                                      | ${'UNPARSED: UNKNOWN_WORD'}
  ${'J15 an association'}                        | ${{ form: 110 }}                                                                            | ${'NONE: FORM'}
  ${'an association with a text'}                | ${{ form: 110, text: oneDirector }}                                                         | ${'NONE: FORM'}
  ${'an association that a steward decided on'}  | ${{ form: 110, decided: decidedOn(null) }}                                                  | ${'STEWARD: p9'}
  ${'a foundation'}                              | ${{ form: 90, text: oneDirector }}                                                          | ${'NONE: FORM'}
  ${'a steward decided on this text'}            | ${{ text: 'Som aftalt.', decided: decidedOn('Som aftalt.') }}                               | ${'STEWARD: p9'}
  ${'… and the text has changed since'}          | ${{ text: oneDirector, decided: decidedOn('Som aftalt.') }}                                 | ${'REGISTERED: DIRECTOR 1'}
  ${'bankruptcy'}                                | ${{ status: 'UNDER KONKURS', text: oneDirector }}                                           | ${'BANKRUPTCY: TRUSTEE ALL'}
  ${'bankruptcy after a steward decided'}        | ${{ status: 'UNDER KONKURS', decided: decidedOn(null, 'UNDER KONKURS') }}                   | ${'BANKRUPTCY: TRUSTEE ALL'}
  ${'a bankrupt sole trader'}                    | ${{ form: 10, status: 'Under konkurs' }}                                                    | ${'BANKRUPTCY: TRUSTEE ALL'}
  ${'liquidation'}                               | ${{ status: 'UNDER FRIVILLIG LIKVIDATION', text: oneDirector }}                             | ${'LIQUIDATION: LIQUIDATOR ALL'}
  ${'liquidation, with a text on liquidators'}   | ${{ status: 'UNDER FRIVILLIG LIKVIDATION', text: 'Tegnes af to likvidatorer i forening.' }} | ${'REGISTERED: LIQUIDATOR 2'}
  ${'liquidation, decided before it'}            | ${{ status: 'UNDER FRIVILLIG LIKVIDATION', decided: decidedOn(null) }}                      | ${'LIQUIDATION: LIQUIDATOR ALL'}
  ${'compulsory dissolution'}                    | ${{ status: 'UNDER TVANGSOPLØSNING', text: oneDirector }}                                   | ${'LIQUIDATION: LIQUIDATOR ALL'}
  ${'reconstruction'}                            | ${{ status: 'UNDER REKONSTRUKTION', text: oneDirector }}                                    | ${'NONE: STATUS'}
  ${'dissolved'}                                 | ${{ status: 'OPLØST EFTER KONKURS', text: oneDirector }}                                    | ${'NONE: STATUS'}
  ${'a status that is not known'}                | ${{ status: 'NYT ORD', text: oneDirector }}                                                 | ${'NONE: STATUS'}
  ${'closed'}                                    | ${{ closed: true, text: oneDirector, decided: decidedOn(oneDirector) }}                     | ${'NONE: CLOSED'}
`('$what: $expected', ({ facts, expected }) => {
  expect(brief(ruleOf({ ...company, ...facts }))).toBe(expected)
})
