// Powers of attorney given by a package that an authority defined: its scope, its version, its ages (case J18).
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Cases, inDays, openCases } from './asked.ts'
import {
  closePackage,
  command,
  draftPackage,
  packageOf,
  packageSteward,
  publishPackage,
} from './power-stewards.ts'
import { openPowers, type Powers } from './powers-asked.ts'
import { year } from './signatories.ts'

let cases: Cases
let powers: Powers
beforeAll(async () => {
  cases = await openCases()
  powers = openPowers(cases)
})
afterAll(() => cases?.close())
beforeEach(async () => {
  await cases.database.admin`truncate powers_of_attorney.power_of_attorney cascade`
})

const by = (to: string, name: string, changes: object = {}) =>
  powers.gift(to, { package: name, fields: null, actions: null, ...changes })

test.each`
  who                | to          | package                   | changes                      | codes
  ${'anna'}          | ${'lars'}   | ${'tax'}                  | ${{}}                        | ${[]}
  ${'anna'}          | ${'lars'}   | ${'tax'}                  | ${{ validTo: inDays(1828) }} | ${['PERIOD_TOO_LONG']}
  ${'anna'}          | ${'lars'}   | ${'tax'}                  | ${{ actions: ['ACT'] }}      | ${['PACKAGE_ALONE']}
  ${'anna'}          | ${'emil'}   | ${'tax'}                  | ${{}}                        | ${['HOLDER_YOUNG']}
  ${'emil'}          | ${'karen'}  | ${'tax'}                  | ${{}}                        | ${['GIVER_YOUNG']}
  ${'emil'}          | ${'karen'}  | ${'housing-support-help'} | ${{}}                        | ${[]}
  ${'bo'}            | ${'karen'}  | ${'housing-support-help'} | ${{}}                        | ${['GIVER_YOUNG']}
  ${'carl'}          | ${'henrik'} | ${'housing-support-help'} | ${{}}                        | ${['CAPACITY_REMOVED']}
  ${'henrik'}        | ${'tobias'} | ${'housing-support-help'} | ${{}}                        | ${[]}
  ${'anna@nordhavn'} | ${'lars'}   | ${'tax'}                  | ${{}}                        | ${[]}
`('$who gives $to $package with $changes → $codes', async ({ who, to, package: name, changes, codes }) => {
  expect((await powers.command(who, 'give', by(to, name, changes))).codes).toEqual(codes)
})

test('asked for, the age is asked of whoever gives it as they answer', async () => {
  const asked = { package: 'tax', grantorCpr: cases.cpr('emil'), validTo: inDays(9) }
  const { id, codes } = await powers.command('karen', 'request', asked)
  expect(codes).toEqual([])
  expect((await powers.command('emil', 'accept', { id })).codes).toEqual(['GIVER_YOUNG'])
  // Whoever holds custody may.
  expect((await powers.command('lars/emil', 'accept', { id })).codes).toEqual([])
  expect(await powers.stateOf(id!)).toBe('ACTIVE')
})

test('an accountant with the package for tax does not read the payroll (J18)', async () => {
  await powers.command('anna@nordhavn', 'give', by('henrik', 'tax'))
  const text = `query R($cvr: CVR!, $year: Int!) { business(cvr: $cvr) { secretContact { __typename } employment(year: $year) { employees } } }`
  const variables = { cvr: cases.cvr('nordhavn'), year }
  const { refused } = await cases.ask(await powers.as('henrik@nordhavn'), text, variables)
  expect(refused).toEqual(['business.employment MANDATE_SCOPE'])
})

test('one that was given keeps its version; a closed package is given no more', async () => {
  const [one, two] = [packageSteward(1), packageSteward(2)]
  const wanted = packageOf({ id: 'pinned' })
  const publish = async (fields: readonly string[], version: number) => {
    await command(cases, one, draftPackage, { ...wanted, commandId: randomUUID(), fields })
    await command(cases, two, publishPackage, { id: 'pinned', version, commandId: randomUUID() })
  }
  await publish(['Person.name'], 1)
  const { id } = await powers.command('anna', 'give', by('lars', 'pinned'))
  await publish(['Person.name', 'Person.civilStatus'], 2)
  const text = `query Q($id: ID!) { powerOfAttorney(id: $id) { fields actions activities { id } package { id version title(language: EN) } } }`
  const { data } = await cases.ask(await powers.as('lars'), text, { id })
  expect(data.powerOfAttorney).toEqual({
    ...{ fields: ['Person.name'], actions: ['READ'], activities: [{ id: 'KOM-17' }] },
    package: { id: 'pinned', version: 1, title: 'Help with parking' },
  })
  await command(cases, one, closePackage, { id: 'pinned', version: 2, commandId: randomUUID() })
  expect((await powers.command('anna', 'give', by('lars', 'pinned'))).codes).toEqual(['PACKAGE_CLOSED'])
})
