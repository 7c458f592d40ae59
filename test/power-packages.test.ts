// Packages of rights: drafted by one steward, published by another, never changed after that.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Cases, inDays, openCases } from './asked.ts'
import type { As } from './platform.ts'
import {
  closePackage,
  command,
  draftPackage,
  packageOf,
  packageSteward,
  publishPackage,
} from './power-stewards.ts'

let cases: Cases
const one = packageSteward(1)
const two = packageSteward(2)
beforeAll(async () => {
  cases = await openCases()
})
afterAll(() => cases?.close())
beforeEach(() => cases.database.admin`truncate powers_of_attorney.package_event`)

const drafted = (input: object = {}) => command(cases, one, draftPackage, packageOf(input))
const on = (as: typeof one, text: string, input: object) =>
  command(cases, as, text, { commandId: randomUUID(), version: 1, ...input })
const fresh = () => `package-${randomUUID().slice(0, 8)}`

describe('a package', () => {
  test('is drafted by one, published by another, then closed; everyone sees it once it is published', async () => {
    const id = fresh()
    const list =
      '{ powerPackages(first: 100) { nodes { id state activities { id } } } powerPackage(id: "ID") { state } }'
    const seen = async () => {
      const { data } = await cases.ask(await cases.citizen('bo'), list.replace('ID', id))
      const [row] = data.powerPackages.nodes.filter((node: { id: string }) => node.id === id)
      return [row?.state ?? null, row?.activities[0].id ?? null, data.powerPackage?.state ?? null]
    }
    const draft = await drafted({ id })
    expect(draft.package).toMatchObject({
      id,
      version: 1,
      state: 'DRAFT',
      authority: { cvr: cases.cvr('kommune') },
    })
    expect(await seen()).toEqual([null, null, null])
    const drafts = await cases.ask(two, '{ powerPackageDrafts { package { id } draftedBy } }')
    expect(drafts.data.powerPackageDrafts).toContainEqual({ package: { id }, draftedBy: 'kommune-steward-1' })
    expect((await on(one, publishPackage, { id })).problems).toEqual(['FOUR_EYES_NEEDED input.version'])
    expect((await on(two, publishPackage, { id })).package?.state).toBe('PUBLISHED')
    expect(await seen()).toEqual(['PUBLISHED', 'KOM-17', 'PUBLISHED'])
    expect((await on(one, closePackage, { id })).package?.state).toBe('CLOSED')
    expect(await seen()).toEqual(['CLOSED', 'KOM-17', 'CLOSED'])
    expect((await on(two, publishPackage, { id })).problems).toEqual(['WRONG_STATE input.version'])
    expect((await drafted({ id })).package?.version).toBe(2)
  })

  test('sent again, answers the same; another content under the same id is told', async () => {
    const input = packageOf({ id: fresh() })
    const first = await command(cases, one, draftPackage, input)
    expect((await command(cases, one, draftPackage, input)).package).toEqual(first.package)
    const other = await command(cases, one, draftPackage, { ...input, longestDays: 91 })
    expect(other.problems).toEqual(['REPLAY input.commandId'])
  })

  test('every problem is told at once', async () => {
    const { problems, package: none } = await drafted({
      ...{
        id: 'X',
        fields: ['Person.id', 'Person.nothing', 'PersonName.full'],
        activities: ['SU-3', 'KOM-9'],
      },
      ...{
        longestDays: 0,
        grantorFromAge: 14,
        holderFromAge: 100,
        titleDa: 'a\nb',
        textEn: 'nr. 0101010101',
      },
    })
    expect(none).toBeNull()
    expect([...problems].sort()).toEqual([
      'ACTIVITY_NOT_IN_FORCE input.activities.1',
      'FIELD_OPEN input.fields.0',
      'FIELD_PART input.fields.2',
      'FIELD_UNKNOWN input.fields.1',
      'NOT_FOUND input.activities.0',
      'PACKAGE_AGE input.grantorFromAge',
      'PACKAGE_AGE input.holderFromAge',
      'PACKAGE_DAYS input.longestDays',
      'PACKAGE_ID input.id',
      'TEXT_LINE input.titleDa',
      'TEXT_NUMBER input.textEn',
    ])
  })

  test.each`
    what                        | input                                         | problem
    ${'reads no field'}         | ${{ fields: [] }}                             | ${'FIELDS_MISSING input.fields'}
    ${'does nothing'}           | ${{ actions: [] }}                            | ${'ACTIONS_MISSING input.actions'}
    ${'lists a field twice'}    | ${{ fields: ['Person.name', 'Person.name'] }} | ${'LISTED_TWICE input.fields'}
    ${'is another authority’s'} | ${{ id: 'tax' }}                              | ${'NOT_FOUND input.id'}
  `('that $what is refused', async ({ input, problem }) => {
    expect((await drafted({ id: fresh(), ...input })).problems).toEqual([problem])
  })

  test('once published, is immutable in the database itself', async () => {
    const { admin } = cases.database
    const change = admin`update powers_of_attorney.package set longest_days = 1 where id = 'tax'`
    await expect(change).rejects.toThrow('immutable')
    await expect(admin`delete from powers_of_attorney.package where id = 'tax'`).rejects.toThrow('immutable')
  })
})

describe('an accountant with the package “tax” (J18)', () => {
  const shop = async (who: string): Promise<As> => {
    const represented = { kind: 'BUSINESS', id: await cases.businessId('frisoer-ida') } as const
    return { caller: (await cases.citizen(who)).caller, represented }
  }
  const give = `mutation G($input: GivePowerOfAttorneyInput!) { givePowerOfAttorney(input: $input) {
    powerOfAttorney { state package { id version } } problems { code path } } }`
  const given = async (input: object) => {
    const commandId = randomUUID()
    const holderCpr = cases.cpr('mette')
    const answer = await cases.ask(await shop('ida'), give, { input: { commandId, holderCpr, ...input } })
    return answer.data.givePowerOfAttorney
  }

  test('reads what it covers, and no payroll', async () => {
    const power = await given({ package: 'tax', validTo: inDays(365) })
    expect(power).toEqual({
      powerOfAttorney: { state: 'ACTIVE', package: { id: 'tax', version: 1 } },
      problems: [],
    })
    const text = `query B($cvr: CVR!) { business(cvr: $cvr) { name secretContact { kind }
      employment(year: 2020) { employees } } }`
    const read = await cases.ask(await shop('mette'), text, { cvr: cases.cvr('frisoer-ida') })
    expect(read.refused).toEqual(['business.employment MANDATE_SCOPE'])
    expect(read.recorded).toContain('Business.secretContact MANDATE')
  })

  test('for longer than the package allows is refused', async () => {
    const { problems } = await given({ package: 'tax', validTo: inDays(2000) })
    expect(problems).toEqual([{ code: 'PERIOD_TOO_LONG', path: 'input.validTo' }])
  })
})
