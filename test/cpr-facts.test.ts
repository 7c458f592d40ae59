// What the import publishes for decisions (access.fact_*), and that whoever relies on a fact hears when it changes.
import { expect, test } from 'vitest'
import { anna, annaBefore, bo, carl, cprPerson, cprRecord, dorte } from './cpr-records.ts'
import { idOf, lived, load, name, openRegister, register, secret } from './cpr-register.ts'

openRegister()

const facts = (number: string) => async () => {
  const [row] = await register().sql('access_reader')`
    select protected, dead, born, municipality, residence from access.fact_person where person_id = ${await idOf(number)}`
  return row
}
const revision = async (number: string): Promise<number> => {
  const [row] = await register().sql('access_reader')`
    select revision::int from access.fact_standing where subject_id = ${await idOf(number)}`
  return row!.revision
}

test.each`
  what                              | records                                   | expected
  ${'nothing special'}              | ${[]}                                     | ${{ protected: false, dead: false, born: '1980-02-02', municipality: null }}
  ${'a protection without end'}     | ${[secret(anna)]}                         | ${{ protected: true }}
  ${'a protection that has ended'}  | ${[secret(anna, '2019-06-01')]}           | ${{ protected: false }}
  ${'a protection that will end'}   | ${[secret(anna, '2101-06-01')]}           | ${{ protected: true }}
  ${'an end that is no day'}        | ${[secret(anna, '2019-00-00')]}           | ${{ protected: true }}
  ${'a protection of another kind'} | ${[secret(anna).replace('0001', '0003')]} | ${{ protected: false }}
  ${'an address'}                   | ${[lived(anna, '8101')]}                  | ${{ municipality: '0851' }}
`('$what: $expected', async ({ records, expected }) => {
  await load([cprPerson(anna), ...records])
  expect(await facts(anna)()).toMatchObject(expected)
})

test('dead', async () => {
  await load([cprPerson(anna, { STATUS: '90', STATUSHAENSTART: '202001010800' })])
  expect(await facts(anna)()).toMatchObject({ dead: true })
})

test('a protection under a superseded number counts', async () => {
  const changed = cprPerson(annaBefore, { STATUS: '60', PNRGAELD: anna })
  await load([cprPerson(anna), changed, secret(annaBefore)])
  expect(await facts(anna)()).toMatchObject({ protected: true })
})

test('the residence is equal at one address, and at no common road code', async () => {
  await load(
    [anna, bo, carl, dorte].flatMap((number, at) => [
      cprPerson(number),
      lived(number, at < 2 ? '8101' : '9901'),
    ]),
  )
  const [a, b, c, d] = await Promise.all([anna, bo, carl, dorte].map(number => facts(number)()))
  expect(a!.residence).toBe(b!.residence)
  expect([typeof a!.residence, c!.residence, d!.residence]).toEqual(['string', null, null])
})

const custody = (relation: string, holder = '', end = '') =>
  cprRecord('016', bo, {
    'RELTYP-FORÆLDREMYN': relation,
    'START_DT-FORÆLDREMYN': '2012-12-14',
    RELPNR: holder,
    'SLET_DT-FORÆLDREMYN': end,
  })

test.each`
  what                          | records                                                                                                  | until
  ${'until the 18th birthday'}  | ${[custody('0005', anna)]}                                                                               | ${'2030-05-13T22:00:00.000Z'}
  ${'or the end that is given'} | ${[custody('0005', anna, '2021-05-01')]}                                                                 | ${'2021-04-30T22:00:00.000Z'}
  ${'or marriage'}              | ${[custody('0005', anna), cprRecord('012', bo, { CIVST: 'G', 'HAENSTART-CIVILSTAND': '201901011200' })]} | ${'2019-01-01T11:00:00.000Z'}
  ${'the mother of record 015'} | ${[custody('0003'), cprRecord('015', bo, { PNRMOR: anna })]}                                             | ${'2030-05-13T22:00:00.000Z'}
  ${'not the mother as father'} | ${[custody('0004'), cprRecord('015', bo, { PNRMOR: anna })]}                                             | ${undefined}
  ${'nobody who could be told'} | ${[custody('0003')]}                                                                                     | ${undefined}
`('custody: $what', async ({ records, until }) => {
  await load([cprPerson(anna), cprPerson(bo), ...records])
  const rows = await register().sql('access_reader')`
    select child_id, holder_id, valid_from, valid_to from access.fact_custody`
  expect(rows.map(row => row.valid_to.toISOString())).toEqual(until === undefined ? [] : [until])
  if (until) expect([rows[0]!.child_id, rows[0]!.holder_id]).toEqual([await idOf(bo), await idOf(anna)])
})

test('guardianship', async () => {
  const ward = { 'START_DT-UMYNDIG': '2015-01-01', UMYN_RELTYP: '0001', RELPNR: dorte }
  await load([cprPerson(carl), cprRecord('017', carl, ward)])
  expect(
    await register().sql('access_reader')`select ward_id, guardian_id from access.fact_guardianship`,
  ).toEqual([{ ward_id: await idOf(carl), guardian_id: await idOf(dorte) }])
})

test.each`
  what               | next                                                         | child    | holder
  ${'nothing'}       | ${[cprPerson(bo), custody('0005', anna)]}                    | ${false} | ${false}
  ${'only the name'} | ${[cprPerson(bo), custody('0005', anna), name(bo, 'Bo')]}    | ${false} | ${false}
  ${'custody ends'}  | ${[cprPerson(bo)]}                                           | ${true}  | ${true}
  ${'a protection'}  | ${[cprPerson(bo), custody('0005', anna), secret(bo)]}        | ${true}  | ${false}
  ${'a death'}       | ${[cprPerson(bo, { STATUS: '90' }), custody('0005', anna)]}  | ${true}  | ${false}
  ${'a move'}        | ${[cprPerson(bo), custody('0005', anna), lived(bo, '8101')]} | ${true}  | ${false}
`('the standing is raised when a fact changes: $what', async ({ next, child, holder }) => {
  await load([cprPerson(bo), custody('0005', anna), cprPerson(anna)])
  const before = [await revision(bo), await revision(anna)]
  await load(next, { production: '20200401' })
  const after = [await revision(bo), await revision(anna)]
  expect(after.map((value, at) => value > before[at]!)).toEqual([child, holder])
})

test.each(['person', 'name', 'protection', 'registration', 'delivered', 'merged'])(
  'access_reader cannot read persons.%s',
  async table => {
    const sql = register().sql('access_reader')
    await expect(sql`select * from ${sql(`persons.${table}`)}`).rejects.toThrow('permission denied')
  },
)

test.each(['persons', 'importer'] as const)('%s cannot delete what the register said', async role => {
  const sql = register().sql(role)
  await expect(sql`delete from persons.name`).rejects.toThrow('permission denied')
})
