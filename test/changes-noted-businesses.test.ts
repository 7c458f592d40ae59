// What a delivery of CVR notes as changed: the fields of businesses and of participants that show something else.
import { beforeEach, describe, expect, test } from 'vitest'
import {
  answer,
  attribute,
  board,
  chair,
  company,
  dated,
  director,
  managed,
  member,
  relation,
} from './cvr-documents.ts'
import { emptyRegister } from './cvr-register.ts'

const register = emptyRegister()
beforeEach(async () => {
  await register.admin()`truncate changes.change, changes.pending`
  await register.admin()`update changes.feed set position = 0`
})

const later = '2020-04-01T12:00:00.000+02:00'
const firm = (members: object = {}, updated?: string) => company({ cvr: '90000001', updated, ...members })

/** What is noted, as `firm Business.name`, sorted. */
async function noted(): Promise<readonly string[]> {
  const names = new Map([
    [await register.idOf('BUSINESS', '90000001'), 'firm'],
    [await register.idOf('PERSON', director), 'director'],
    [await register.idOf('PERSON', member), 'member'],
  ])
  const rows = await register.admin()`select subject_id, coordinate from changes.change`
  return rows.map(row => `${names.get(row.subject_id)} ${row.coordinate}`).sort()
}

const employed = (antalAnsatte: number, more: object = {}) => ({
  aarsbeskaeftigelse: [{ aar: 2019, antalAnsatte, antalAarsvaerk: 3, ...more, sidstOpdateret: later }],
})
const phone = (hemmelig: boolean) => ({
  telefonNummer: [dated({ kontaktoplysning: '70000000', hemmelig }, '2010-01-01', null, later)],
})
const named = (...names: readonly object[]) => ({ navne: names })

describe('a delivery that changes', () => {
  test.each`
    what                                 | before          | after                                                                                                                     | told
    ${'nothing'}                         | ${{}}           | ${{}}                                                                                                                     | ${[]}
    ${'the number of employees'}         | ${employed(5)}  | ${employed(6)}                                                                                                            | ${['firm Business.employment']}
    ${'an interval of it'}               | ${employed(5)}  | ${employed(5, { intervalKodeAntalAnsatte: 'ANTAL_5_9' })}                                                                 | ${['firm Business.employment']}
    ${'mergers'}                         | ${{}}           | ${{ fusioner: [{ enhedsNummerOrganisation: 9, udgaaende: [] }] }}                                                         | ${['firm Business.mergers']}
    ${'what nobody here knows'}          | ${{}}           | ${{ ukendt: 'x' }}                                                                                                        | ${['firm Business.otherElements']}
    ${'an open phone number'}            | ${{}}           | ${phone(false)}                                                                                                           | ${['firm Business.contact']}
    ${'a secret one'}                    | ${{}}           | ${phone(true)}                                                                                                            | ${['firm Business.secretContact']}
    ${'one that becomes secret'}         | ${phone(false)} | ${phone(true)}                                                                                                            | ${['firm Business.contact', 'firm Business.secretContact']}
    ${'the name'}                        | ${{}}           | ${named(dated({ navn: 'Firma 90000001' }, '2010-01-01', '2020-03-31'), dated({ navn: 'Ny' }, '2020-04-01', null, later))} | ${['firm Business.name', 'firm Business.names', 'firm Business.previousNames']}
    ${'the status'}                      | ${{}}           | ${{ virksomhedsstatus: [dated({ status: 'UNDER KONKURS' }, '2020-03-01', null, later)] }}                                 | ${['firm Business.status', 'firm Business.statuses']}
    ${'the signing rule'}                | ${{}}           | ${{ attributter: [attribute('TEGNINGSREGEL', dated({ vaerdi: 'En direktør alene' }))] }}                                  | ${['firm Business.attributes', 'firm Business.signingRule']}
    ${'the capital'}                     | ${{}}           | ${{ attributter: [attribute('KAPITAL', dated({ vaerdi: '40000' }))] }}                                                    | ${['firm Business.attributes']}
    ${'a type that nobody here knows'}   | ${{}}           | ${{ attributter: [attribute('UKENDT', dated({ vaerdi: '1' }))] }}                                                         | ${['firm Business.otherAttributes']}
    ${'the protection from advertising'} | ${{}}           | ${{ reklamebeskyttet: true }}                                                                                             | ${['firm Business.advertisingProtected']}
    ${'the end of its life'}             | ${{}}           | ${{ livsforloeb: [dated({}, '2010-01-01', '2020-03-31', later)] }}                                                        | ${['firm Business.endDate', 'firm Business.lifeCycle', 'firm Business.startDate']}
  `('$what', async ({ before, after, told }) => {
    await register.load(answer([firm(before)]))
    expect(await noted()).toEqual([])
    await register.load(answer([firm(after, later)], 'later.json'))
    expect(await noted()).toEqual(told)
  })
})

describe('participants', () => {
  const boss = { enhedsNummer: 7, forretningsnoegle: director }
  const share = (part: string) => ({
    hovedtype: 'REGISTER',
    navn: 'EJERREGISTER',
    attributter: [
      attribute('FUNKTION', dated({ vaerdi: 'EJERREGISTER' })),
      attribute('EJERANDEL_PROCENT', dated({ vaerdi: part })),
    ],
  })
  const seat = { ...board, attributter: [attribute('FUNKTION', dated({ vaerdi: 'BESTYRELSE' }))] }
  const hidden = {
    hovedtype: 'REGISTER',
    navn: 'Reelle ejere',
    attributter: [attribute('FUNKTION', dated({ vaerdi: 'Reel ejer' }))],
  }
  const joins = ['director Person.businessRoles', 'firm Business.participants']

  test.each`
    what                                | before                                    | after                                                                                      | told
    ${'a new role of a person'}         | ${[relation(boss, chair)]}                | ${[relation(boss, chair, share('0.5'))]}                                                   | ${joins}
    ${'the end of one'}                 | ${[relation(boss, chair, seat)]}          | ${[relation(boss, chair)]}                                                                 | ${joins}
    ${'a share'}                        | ${[relation(boss, share('0.5'))]}         | ${[relation(boss, share('0.75'))]}                                                         | ${joins}
    ${'a beneficial owner'}             | ${[relation(boss, chair)]}                | ${[relation(boss, chair, hidden)]}                                                         | ${['firm Business.undisclosedParticipants']}
    ${'another person'}                 | ${[relation(boss, chair)]}                | ${[relation(boss, chair), relation({ enhedsNummer: 8, forretningsnoegle: member }, seat)]} | ${['firm Business.participants', 'member Person.businessRoles']}
    ${'that a participant is a person'} | ${[relation({ enhedsNummer: 7 }, chair)]} | ${[relation(boss, chair)]}                                                                 | ${['director Person.businessRoles']}
  `('$what', async ({ before, after, told }) => {
    await register.load(answer([managed(...before)]))
    await register.load(
      answer([{ ...managed(...after), sidstOpdateret: later, sidstIndlaest: later }], 'b.json'),
    )
    expect(await noted()).toEqual(told)
  })
})

test('when the register wrote it is told, and the first delivery is no change', async () => {
  await register.load(answer([firm()]))
  expect(await noted()).toEqual([])
  await register.load(answer([firm(employed(4), later), company({ cvr: '90000002' })], 'later.json'))
  const rows = await register.admin()`
    select registered_at from changes.change where coordinate = 'Business.employment'`
  expect(rows.map(row => row.registered_at)).toEqual([new Date(later)])
  expect(await noted()).toContain('undefined Business.name')
})
