// The accounts of a CPR delivery: printed as two sums, and a file whose lines do not add up is not loaded.
import { expect, test } from 'vitest'
import { balanceOf, checkBalance } from '../subgraphs/persons/import/accounting.ts'
import { anna, bo, cprPerson, cprRecord } from './cpr-records.ts'
import { contents, load, name, openRegister, register } from './cpr-register.ts'

openRegister()

const counts = { lines: 9, control: 2, records: 6, inserted: 3, changed: 2, unchanged: 1, quarantined: 1 }

test('both sums are told in words', () => {
  expect(balanceOf(counts)).toEqual([
    '9 lines = 6 records + 2 control + 1 quarantined',
    '6 records = 3 new + 2 changed + 1 unchanged',
  ])
  expect(() => checkBalance(counts)).not.toThrow()
})

test.each(Object.keys(counts))('one more of %s, and they do not add up', key => {
  const wrong = { ...counts, [key]: counts[key as keyof typeof counts] + 1 }
  expect(() => checkBalance(wrong)).toThrow(/do not add up \(.*=.*; .*=.*\): nothing of it is loaded/)
})

const other = '0303851000'
const first = [cprPerson(anna), name(anna, 'Anna'), cprPerson(bo)]
const second = [cprPerson(anna), name(anna, 'Anne'), cprPerson(bo), name(bo, 'Bo'), cprPerson(other), 'X']

// Line 3 is a name that is compared with one, line 5 a name that is the first, line 6 of someone new.
test.each`
  what                                   | table                                  | fault
  ${'a compared row that is lost'}       | ${'persons.resolved'}                  | ${"when (new.kind = 'name')"}
  ${'a compared record that is lost'}    | ${'persons.resolved'}                  | ${'when (new.line = 4)'}
  ${'every compared row of a file lost'} | ${'persons.resolved'}                  | ${''}
  ${'a record that is not staged'}       | ${'persons.delivered_name'}            | ${'when (new.line = 5)'}
  ${'a second row that is not staged'}   | ${'persons.delivered_personal_number'} | ${'when (new.line = 6)'}
  ${'a new row that is not stored'}      | ${'persons.person'}                    | ${''}
`('$what ends the import, and nothing changes', async ({ table, fault }) => {
  await load(first)
  const before = await contents()
  const { admin } = register()
  await admin`create function persons.lose() returns trigger language plpgsql as 'begin return null; end'`
  await admin.unsafe(
    `create trigger lose before insert on ${table} for each row ${fault} execute function persons.lose()`,
  )
  try {
    await expect(load(second, { production: '20200401' })).rejects.toThrow(/do not add up/)
  } finally {
    await admin`drop function persons.lose() cascade`
  }
  expect(await contents()).toEqual(before)
  expect(await admin`select from persons.delivery`).toHaveLength(1)
  const { records, inserted, changed, unchanged, quarantined } = await load(second, {
    production: '20200401',
  })
  expect([records, inserted, changed, unchanged, quarantined]).toEqual([5, 2, 1, 2, 1])
})

test('a record of two rows counts once', async () => {
  const parents = (mother: string) => cprRecord('015', bo, { MORNVN: mother, FARNVN: 'Far' })
  await load([cprPerson(bo), parents('Mor')])
  const { records, changed, unchanged } = await load([cprPerson(bo), parents('Moder')], {
    production: '20200401',
  })
  expect([records, changed, unchanged]).toEqual([2, 1, 1])
})
