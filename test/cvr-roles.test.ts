// What a role is and when: the register's words to role codes, and members' attributes to stretches of days.
import { expect, test } from 'vitest'
import { type DatedValue, stretches } from '../subgraphs/businesses/import/periods.ts'
import { isPublicRole, roleOf } from '../subgraphs/businesses/import/roles.ts'

test.each`
  type                           | name               | memberFunction         | role                    | open
  ${'LEDELSESORGAN'}             | ${'Bestyrelse'}    | ${'FORMAND'}           | ${'CHAIR'}              | ${true}
  ${'LEDELSESORGAN'}             | ${'BESTYRELSE'}    | ${'Formand'}           | ${'CHAIR'}              | ${true}
  ${'LEDELSESORGAN'}             | ${'Bestyrelse'}    | ${'NÆSTFORMAND'}       | ${'DEPUTY_CHAIR'}       | ${true}
  ${'LEDELSESORGAN'}             | ${'Bestyrelse'}    | ${'BESTYRELSESMEDLEM'} | ${'BOARD_MEMBER'}       | ${true}
  ${'LEDELSESORGAN'}             | ${'Bestyrelse'}    | ${null}                | ${'BOARD_MEMBER'}       | ${true}
  ${'LEDELSESORGAN'}             | ${'Bestyrelse'}    | ${'SUPPLEANT'}         | ${'BOARD_ALTERNATE'}    | ${true}
  ${'LEDELSESORGAN'}             | ${'Bestyrelse'}    | ${'OBSERVATØR'}        | ${'BOARD_UNKNOWN'}      | ${true}
  ${'LEDELSESORGAN'}             | ${'Tilsynsråd'}    | ${'FORMAND'}           | ${'SUPERVISORY_MEMBER'} | ${true}
  ${'LEDELSESORGAN'}             | ${'Direktion'}     | ${'DIREKTØR'}          | ${'DIRECTOR'}           | ${true}
  ${'LEDELSESORGAN'}             | ${'Direktion'}     | ${'ADM. DIR.'}         | ${'MANAGING_DIRECTOR'}  | ${true}
  ${'LEDELSESORGAN'}             | ${'Direktion'}     | ${'PROKURIST'}         | ${'MANAGEMENT_UNKNOWN'} | ${true}
  ${'LEDELSESORGAN'}             | ${'Likvidatorer'}  | ${'LIKVIDATOR'}        | ${'LIQUIDATOR'}         | ${true}
  ${'LEDELSESORGAN'}             | ${'Konkurs'}       | ${'KURATOR'}           | ${'TRUSTEE'}            | ${true}
  ${'LEDELSESORGAN'}             | ${'Ledelse'}       | ${'FORMAND'}           | ${'OTHER'}              | ${true}
  ${'FULDT_ANSVARLIG_DELTAGERE'} | ${'Interessenter'} | ${'INTERESSENTER'}     | ${'FULLY_LIABLE'}       | ${true}
  ${'STIFTERE'}                  | ${'Stiftere'}      | ${null}                | ${'FOUNDER'}            | ${true}
  ${'REVISION'}                  | ${'Revision'}      | ${null}                | ${'AUDITOR'}            | ${true}
  ${'REGISTER'}                  | ${'EJERREGISTER'}  | ${null}                | ${'OWNER'}              | ${true}
  ${'REGISTER'}                  | ${'Reelle ejere'}  | ${null}                | ${'BENEFICIAL_OWNER'}   | ${false}
  ${'REGISTER'}                  | ${'REELLE_EJERE'}  | ${null}                | ${'BENEFICIAL_OWNER'}   | ${false}
  ${'LEDELSESORGAN'}             | ${'Direktion'}     | ${'Reel ejer'}         | ${'BENEFICIAL_OWNER'}   | ${false}
  ${'REGISTER'}                  | ${'Nyt register'}  | ${null}                | ${'OTHER'}              | ${false}
  ${'NY_TYPE'}                   | ${null}            | ${null}                | ${'OTHER'}              | ${true}
`('$type, $name, $memberFunction is $role, public: $open', ({ type, name, memberFunction, role, open }) => {
  expect(roleOf(type, name, memberFunction)).toBe(role)
  expect(isPublicRole(role, type)).toBe(open)
})

const value = (type: string, text: string, from: string | null, to: string | null): DatedValue => ({
  type,
  value: text,
  period: { from, to },
  registered: '2020-01-01T00:00:00Z',
})
const share = (text: string, from: string | null, to: string | null) =>
  value('EJERANDEL_PROCENT', text, from, to)
const vote = (text: string, from: string | null, to: string | null) => value('STEMMERET', text, from, to)

test.each`
  what                            | whole                           | values                                                                      | expected
  ${'nothing said'}               | ${[null, null]}                 | ${[]}                                                                       | ${[[null, null, '']]}
  ${'one value throughout'}       | ${['2010-01-01', null]}         | ${[share('1', null, null)]}                                                 | ${[['2010-01-01', null, '1']]}
  ${'a change'}                   | ${['2010-01-01', null]}         | ${[share('1', null, '2014-12-31'), share('2', '2015-01-01', null)]}         | ${[['2010-01-01', '2014-12-31', '1'], ['2015-01-01', null, '2']]}
  ${'a gap'}                      | ${['2010-01-01', '2010-12-31']} | ${[share('1', null, '2010-03-31'), share('1', '2010-10-01', null)]}         | ${[['2010-01-01', '2010-03-31', '1'], ['2010-04-01', '2010-09-30', ''], ['2010-10-01', '2010-12-31', '1']]}
  ${'two types'}                  | ${['2010-01-01', null]}         | ${[share('1', null, null), vote('9', '2012-01-01', null)]}                  | ${[['2010-01-01', '2011-12-31', '1'], ['2012-01-01', null, '1 9']]}
  ${'overlap: the later speaks'}  | ${['2010-01-01', null]}         | ${[share('1', '2010-01-01', null), share('2', '2011-01-01', '2011-12-31')]} | ${[['2010-01-01', '2010-12-31', '1'], ['2011-01-01', '2011-12-31', '2'], ['2012-01-01', null, '1']]}
  ${'same value said twice'}      | ${[null, null]}                 | ${[share('1', null, '2010-12-31'), share('1', '2011-01-01', null)]}         | ${[[null, null, '1']]}
  ${'a period that is no period'} | ${['2011-01-01', '2010-01-01']} | ${[share('1', null, null)]}                                                 | ${[['2011-01-01', '2010-01-01', '']]}
`('$what', ({ whole: [from, to], values, expected }) => {
  const found = stretches({ from, to }, values).map(({ period, values: held }) => [
    period.from,
    period.to,
    [...held.values()].map(each => each.value).join(' '),
  ])
  expect(found).toEqual(expected)
})
