// Loading production units: accounted for beside the businesses, kept over time, and what cannot be one is left out.
import { expect, test } from 'vitest'
import { company, dated, file, lines, unit } from './cvr-documents.ts'
import { emptyRegister } from './cvr-register.ts'

const register = emptyRegister()
const later = '2021-06-01T08:00:00.000+02:00'
const one = (members: object = {}) => unit({ pNummer: 1000000001, of: '90000001', ...members })

test('units are accounted for beside businesses, and again nothing changes', async () => {
  const delivered = () => lines([company({ cvr: '90000001' }), one()])
  expect(await register.load(delivered())).toMatchObject({
    ...{ documents: 2, businesses: 1, units: 1, others: 0, inserted: 2, changed: 0, unchanged: 0 },
    ...{ rows: { inserted: 9, closed: 0, unchanged: 0 }, findings: [], quarantined: [], flagged: 0 },
  })
  const before = await register.contents()
  expect(await register.load(delivered())).toMatchObject({ inserted: 0, changed: 0, unchanged: 2, raised: 0 })
  expect(await register.contents()).toEqual(before)
})

test('a later delivery ends what it no longer says, and raises nobody', async () => {
  await register.load(lines([one()]))
  const moved = one({
    sidstOpdateret: later,
    sidstIndlaest: later,
    virksomhedsrelation: [
      dated({ cvrNummer: 90000001 }, '2010-01-01', '2020-12-31', later),
      dated({ cvrNummer: 90000002 }, '2021-01-01', null, later),
    ],
  })
  expect(await register.load(lines([moved]))).toMatchObject({
    ...{ inserted: 0, changed: 1, unchanged: 0, raised: 0 },
    rows: { inserted: 2, closed: 1, unchanged: 3 },
  })
  const rows = await register.admin()`
    select effective_from_text as begun, registered_to = 'infinity' as known, business_id from businesses.unit_business
    order by effective_from, registered_to`
  const [first, second] = [
    await register.idOf('BUSINESS', '90000001'),
    await register.idOf('BUSINESS', '90000002'),
  ]
  expect(rows).toEqual([
    { begun: '2010-01-01', known: false, business_id: first },
    { begun: '2010-01-01', known: true, business_id: first },
    { begun: '2021-01-01', known: true, business_id: second },
  ])
})

test('a business and a unit of the same number are two', async () => {
  await register.load(lines([company({ cvr: '90000001' }), unit({ pNummer: 90000001, of: '90000001' })]))
  const rows = await register.admin()`select kind from identity.subject order by kind`
  expect(rows.map(({ kind }) => kind)).toEqual(['BUSINESS', 'PRODUCTION_UNIT'])
})

test.each`
  what                                     | members                                                                   | place
  ${'without a number'}                    | ${{ pNummer: null, enhedsNummer: 5 }}                                     | ${'pNummer'}
  ${'whose number is too long'}            | ${{ pNummer: 12345678901 }}                                               | ${'pNummer'}
  ${'whose business is none'}              | ${{ virksomhedsrelation: [dated({})] }}                                   | ${'virksomhedsrelation[0].cvrNummer'}
  ${'whose secrecy is neither yes nor no'} | ${{ telefonNummer: [dated({ kontaktoplysning: 'x', hemmelig: 'nej' })] }} | ${'telefonNummer[0].hemmelig'}
`('a unit $what is left out, and its place said', async ({ members, place }) => {
  const accounting = await register.load(lines([one(members)]))
  expect(accounting).toMatchObject({ documents: 1, units: 0, inserted: 0 })
  expect(accounting.quarantined.map(({ path }) => path)).toEqual([place])
})

test('a number that leads to no business is found, and the unit kept without', async () => {
  const accounting = await register.load(lines([unit({ pNummer: 1000000001, of: '12345678' })]))
  expect(accounting).toMatchObject({ units: 1, quarantined: [] })
  expect(accounting.findings).toMatchObject([
    {
      path: 'virksomhedsrelation[0].cvrNummer',
      reason: 'not a business number; the relation is kept without a link',
    },
  ])
})

test('two values at one time are marked', async () => {
  const names = [dated({ navn: 'A' }, '2010-01-01', null), dated({ navn: 'B' }, '2015-01-01', null)]
  expect(await register.load(lines([one({ navne: names })]))).toMatchObject({ flagged: 2 })
})

test('a unit twice in one file is refused', async () => {
  const text = [one(), one({ enhedsNummer: 7 })].map(value => JSON.stringify(value)).join('\n')
  await expect(register.load(file(text))).rejects.toThrow('the file holds this unit twice')
})
