// Persons as of another effective or registered time.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { anna, bo, carl } from './cpr-records.ts'
import { type Family, openFamily } from './persons-family.ts'

let family: Family
beforeAll(async () => {
  family = await openFamily()
})
afterAll(() => family.database.drop())

test.each`
  effective                     | registered                | last         | why
  ${undefined}                  | ${undefined}              | ${'Fri'}     | ${'now'}
  ${'2010-01-01T00:00:00Z'}     | ${undefined}              | ${'Gift'}    | ${'in force then; undone and corrected rows are no values'}
  ${'2000-06-01T09:59:59.999Z'} | ${undefined}              | ${'Barn'}    | ${'the last instant of a period'}
  ${'2000-06-01T10:00:00Z'}     | ${undefined}              | ${'Gift'}    | ${'the first instant of the next'}
  ${'1979-01-01T00:00:00Z'}     | ${undefined}              | ${undefined} | ${'before any name'}
  ${undefined}                  | ${'2020-03-15T00:00:00Z'} | ${'Fejl'}    | ${'as it was registered then'}
  ${undefined}                  | ${'2020-03-31T21:59:59Z'} | ${'Fejl'}    | ${'the last second before the correction'}
  ${undefined}                  | ${'2020-03-31T22:00:00Z'} | ${'Fri'}     | ${'the correction: Danish midnight'}
  ${'2010-01-01T00:00:00Z'}     | ${'2020-03-15T00:00:00Z'} | ${'Gift'}    | ${'both'}
`(
  'the name effective $effective, registered $registered: $last ($why)',
  async ({ effective, registered, last }) => {
    const answer = await family.person(anna, 'name { lastName }', { effective, registered })
    expect((answer!.name as { lastName: string } | null)?.lastName).toBe(last)
  },
)

test.each`
  effective                 | registered                | street        | previous
  ${undefined}              | ${undefined}              | ${'Nyvej'}    | ${2}
  ${'2020-03-10T00:00:00Z'} | ${undefined}              | ${null}       | ${1}
  ${undefined}              | ${'2020-03-20T00:00:00Z'} | ${'Østervej'} | ${1}
`(
  'the address effective $effective, registered $registered',
  async ({ effective, registered, street, previous }) => {
    const answer = await family.person(anna, 'address { street } previousAddresses { streetCode }', {
      effective,
      registered,
    })
    expect(answer).toEqual({
      address: { street },
      previousAddresses: Array(previous).fill({ streetCode: expect.any(String) }),
    })
  },
)

test.each`
  field                            | effective                 | expected
  ${'nameAndAddressProtected'}     | ${'2018-06-01T00:00:00Z'} | ${true}
  ${'nameAndAddressProtected'}     | ${'2018-12-31T22:59:59Z'} | ${true}
  ${'nameAndAddressProtected'}     | ${'2018-12-31T23:00:00Z'} | ${false}
  ${'civilStatus { status }'}      | ${'2005-01-01T00:00:00Z'} | ${{ status: 'MARRIED' }}
  ${'citizenship { countryCode }'} | ${'1985-01-01T00:00:00Z'} | ${null}
  ${'status'}                      | ${'1970-01-01T00:00:00Z'} | ${null}
  ${'birthDate'}                   | ${'1970-01-01T00:00:00Z'} | ${'1980-02-02'}
`('$field at $effective: $expected', async ({ field, effective, expected }) => {
  expect(Object.values((await family.person(anna, field, { effective }))!)).toEqual([expected])
})

test('a status that has begun since is not told of an earlier time', async () => {
  expect(await family.person(carl, 'status statusSince', { effective: '2019-12-01T00:00:00Z' })).toEqual({
    status: null,
    statusSince: null,
  })
})

test('custody that was over by now was in force then', async () => {
  const answer = await family.person(bo, 'custodyHolders { relation }', { effective: '2015-01-01T00:00:00Z' })
  expect(answer!.custodyHolders).toEqual([{ relation: 'MOTHER' }, { relation: 'OTHER_HOLDER_1' }])
})

test('before the first delivery nobody is registered', async () => {
  expect(await family.person(anna, 'id', { registered: '2020-01-01T00:00:00Z' })).toBeNull()
})
