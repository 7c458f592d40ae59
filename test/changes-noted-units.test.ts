// What a delivery of CVR notes as changed about production units: each field of theirs, with the business that they are of.
import { beforeEach, expect, test } from 'vitest'
import { company, dated, lines, unit } from './cvr-documents.ts'
import { emptyRegister } from './cvr-register.ts'

const register = emptyRegister()
beforeEach(async () => {
  await register.admin()`truncate changes.change, changes.pending`
  await register.admin()`update changes.feed set position = 0`
})

const later = '2020-04-01T12:00:00.000+02:00'
const firms = ['90000001', '90000002']
const of = (cvr: string, from = '2010-01-01', to: string | null = null, at?: string) =>
  dated({ cvrNummer: Number(cvr) }, from, to, at)
const one = (members: object = {}) => unit({ pNummer: 1000000001, of: '90000001', ...members })
const changed = (members: object) => one({ sidstOpdateret: later, sidstIndlaest: later, ...members })

/** What is noted, as `1 ProductionUnit.name`, sorted. */
async function noted(): Promise<readonly string[]> {
  const ids = await Promise.all(firms.map(cvr => register.idOf('BUSINESS', cvr)))
  const rows = await register.admin()`select subject_id, coordinate from changes.change`
  return rows.map(row => `${ids.indexOf(row.subject_id) + 1} ${row.coordinate}`).sort()
}

const renamed = [
  dated({ navn: 'Enhed 1000000001' }, '2010-01-01', '2020-03-31'),
  dated({ navn: 'Ny' }, '2020-04-01', null, later),
]
const employed = [{ aar: 2019, antalAnsatte: 4, antalAarsvaerk: 3, sidstOpdateret: later }]
const phone = [dated({ kontaktoplysning: '70000000', hemmelig: true }, '2010-01-01', null, later)]

test.each`
  what                         | members                                                                                                                    | told
  ${'nothing'}                 | ${{}}                                                                                                                      | ${[]}
  ${'the name'}                | ${{ navne: renamed }}                                                                                                      | ${['1 ProductionUnit.name', '1 ProductionUnit.names', '1 ProductionUnit.previousNames']}
  ${'employment'}              | ${{ aarsbeskaeftigelse: employed }}                                                                                        | ${['1 ProductionUnit.employment']}
  ${'a secret phone number'}   | ${{ telefonNummer: phone }}                                                                                                | ${['1 ProductionUnit.secretContact']}
  ${'the end of its life'}     | ${{ livsforloeb: [dated({}, '2010-01-01', '2020-03-31', later)] }}                                                         | ${['1 ProductionUnit.active', '1 ProductionUnit.endDate', '1 ProductionUnit.lifeCycle', '1 ProductionUnit.startDate']}
  ${'which business it is of'} | ${{ virksomhedsrelation: [of('90000001', '2010-01-01', '2020-03-31', later), of('90000002', '2020-04-01', null, later)] }} | ${['1 Business.productionUnits', '1 ProductionUnit.business', '2 Business.productionUnits', '2 ProductionUnit.business']}
`('$what', async ({ members, told }) => {
  await register.load(lines([...firms.map(cvr => company({ cvr })), one()]))
  expect(await noted()).toEqual([])
  await register.load(lines([changed(members)], 'later.json'))
  expect(await noted()).toEqual(told)
})

test('a unit that was not there is told of with every field that it has', async () => {
  await register.load(lines(firms.map(cvr => company({ cvr }))))
  await register.load(lines([one()], 'later.json'))
  expect(await noted()).toEqual([
    '1 Business.productionUnits',
    ...[
      'active',
      'advertisingProtected',
      'business',
      'endDate',
      'lifeCycle',
      'name',
      'names',
      'startDate',
    ].map(name => `1 ProductionUnit.${name}`),
  ])
})
