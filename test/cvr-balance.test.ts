// The accounting identity of a load: what does not add up is not loaded, and what does is printed as two equations.
import { expect, test } from 'vitest'
import { balanceOf, checkBalance } from '../subgraphs/businesses/import/balance.ts'
import { answer, company, dated } from './cvr-documents.ts'
import { emptyRegister } from './cvr-register.ts'

const finding = { line: 1, document: 0, path: 'navne', reason: 'missing' }
const right = {
  ...{ documents: 7, businesses: 3, units: 2, others: 1, quarantined: [finding] },
  ...{ inserted: 2, changed: 3, unchanged: 1 },
}

test('is said in two equations', () => {
  expect(balanceOf(right)).toEqual([
    '7 documents = 3 businesses + 2 units + 1 persons + 1 quarantined',
    '6 businesses, units and persons = 2 new + 3 changed + 1 unchanged',
  ])
  expect(() => checkBalance(right)).not.toThrow()
})

test.each`
  what                                | wrong
  ${'a document that became nothing'} | ${{ documents: 8 }}
  ${'a document counted twice'}       | ${{ others: 2 }}
  ${'a business counted as nothing'}  | ${{ unchanged: 0 }}
  ${'a business counted twice'}       | ${{ inserted: 3 }}
`('$what is not kept', ({ wrong }) => {
  expect(() => checkBalance({ ...right, ...wrong })).toThrow(
    'The load does not add up, nothing of it is kept',
  )
})

const register = emptyRegister()
const named = (cvr: string, name: string) => company({ cvr, navne: [dated({ navn: name })] })

// One business is compared with what stands, the other is new.
test.each`
  what                                | fault
  ${'a row that is compared is lost'} | ${"when (new.name = 'Andet')"}
  ${'a row of a new one is lost'}     | ${"when (new.name = 'Nyt')"}
  ${'every row is lost'}              | ${''}
`('$what: the load ends, and nothing changes', async ({ fault }) => {
  await register.load(answer([named('90000001', 'Et')]))
  const before = await register.contents()
  const admin = register.admin()
  await admin`create function businesses.lose() returns trigger language plpgsql as 'begin return null; end'`
  await admin.unsafe(
    `create trigger lose before insert on businesses.name for each row ${fault} execute function businesses.lose()`,
  )
  const second = answer([named('90000001', 'Andet'), named('90000002', 'Nyt')])
  try {
    await expect(register.load(second)).rejects.toThrow(/does not add up.* rows = .* stored/)
  } finally {
    await admin`drop function businesses.lose() cascade`
  }
  expect(await register.contents()).toEqual(before)
})
