// The accounting identity of a load: what does not add up is not loaded, and what does is printed as two equations.
import { expect, test } from 'vitest'
import { balanceOf, checkBalance } from '../subgraphs/businesses/import/balance.ts'

const finding = { line: 1, document: 0, path: 'navne', reason: 'missing' }
const right = {
  ...{ documents: 7, businesses: 3, units: 2, others: 1, quarantined: [finding] },
  ...{ inserted: 2, changed: 2, unchanged: 1 },
}

test('is said in two equations', () => {
  expect(balanceOf(right)).toEqual([
    '7 documents = 3 businesses + 2 units + 1 persons + 1 quarantined',
    '5 businesses and units = 2 new + 2 changed + 1 unchanged',
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
