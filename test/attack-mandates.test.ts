// Attacks on acting for another by somebody who knows the source: ways in that no other test names, each of which was open.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Cases, grant, inDays, kommune, openCases, withdraw } from './asked.ts'
import type { As } from './platform.ts'
import { openPowers, type Powers } from './powers-asked.ts'

let cases: Cases
let powers: Powers
beforeAll(async () => {
  cases = await openCases()
  powers = openPowers(cases)
})
afterAll(() => cases?.close())
beforeEach(async () => {
  await cases.database
    .admin`truncate powers_of_attorney.power_of_attorney, powers_of_attorney.steward_command,
    consents.consent, consents.feed, notices.notice cascade`
})

/** One that stands already, however it came about; its id. */
async function standing(from: string, to: string, changes: object = {}): Promise<string> {
  const row = {
    ...{ grantor_id: await cases.idOf(from), grantor_kind: 'PERSON', holder_id: await cases.idOf(to) },
    ...{ holder_kind: 'PERSON', command_id: randomUUID(), fields: ['Person.name', 'Person.civilStatus'] },
    ...{
      actions: ['READ', 'CONSENT'],
      state: 'ACTIVE',
      valid_from: inDays(-9),
      valid_to: inDays(9),
      ...changes,
    },
  }
  const { admin } = cases.database
  const [made] = await admin`insert into powers_of_attorney.power_of_attorney ${admin(row)} returning id`
  return made!.id
}

describe('who acts for another takes no more than they have', () => {
  const asked = () => ({
    ...{ grantorCpr: cases.cpr('jens'), fields: ['Person.address'], actions: ['READ'], validTo: inDays(9) },
  })

  test.each`
    who                | codes
    ${'lars/anna'}     | ${['RIGHT_OUTSIDE']}
    ${'dorte/carl'}    | ${['RIGHT_OUTSIDE']}
    ${'lone@vestkyst'} | ${[]}
  `('$who asks others in their name: $codes', async ({ who, codes }) => {
    await standing('anna', 'lars', { actions: ['ACT'], fields: ['Person.name'] })
    expect((await powers.command(who, 'request', asked())).codes).toEqual(codes)
    expect(await powers.notices('jens')).toEqual(codes.length > 0 ? [] : ['ASKED jens'])
  })

  test('a guardian neither sees, limits nor ends what the ward gave in no matter of money', async () => {
    const personal = await standing('carl', 'henrik', { actions: ['READ'], pass_on_depth: 1 })
    const money = await standing('carl', 'henrik', { fields: ['Person.businessRoles'], pass_on_depth: 1 })
    expect(await powers.listed('dorte/carl', ['ACTIVE'])).toEqual([money])
    expect(await powers.seen('dorte/carl', personal)).toBe(await powers.seen('dorte/carl', randomUUID()))
    expect(await powers.seen('dorte/carl', money)).toBe('ACTIVE')
    for (const what of ['limit', 'revoke']) {
      const depth = what === 'limit' ? { passOnDepth: 0 } : {}
      const tried = (id: string) => powers.command('dorte/carl', what, { id, ...depth })
      expect([(await tried(personal)).codes, (await tried(money)).codes]).toEqual([['RIGHT_OUTSIDE'], []])
    }
    expect(await powers.reads('henrik', 'carl')).toBe('given')
    // By a power of attorney of her own for the list she sees all of it.
    await standing('carl', 'dorte', { fields: ['PowerOfAttorney.state'], actions: ['READ'] })
    expect(await powers.listed('dorte/carl', ['ACTIVE'])).toHaveLength(2)
  })

  test('a guardian takes on nothing for the ward, and gives nothing up', async () => {
    const { id } = await powers.command('anna', 'give', powers.gift('carl', { offer: true }))
    const came = [
      await powers.command('dorte/carl', 'accept', { id }),
      await powers.command('dorte/carl', 'renounce', { id }),
    ]
    expect(came.map(({ codes }) => codes)).toEqual([['RIGHT_OUTSIDE'], ['RIGHT_OUTSIDE']])
    expect((await powers.command('carl', 'accept', { id })).codes).toEqual([])
  })
})

test('the list of a represented person tells of what they gave, and not of what others gave them', async () => {
  await standing('erik', 'anna', { pass_on_depth: 1 })
  const given = await standing('anna', 'jens')
  const own = await standing('anna', 'lars', { fields: ['PowerOfAttorney.state'], actions: ['READ'] })
  expect(await powers.listed('lars/anna', ['ACTIVE'])).toEqual([own, given])
  expect(await powers.listed('lars/anna', ['ACTIVE'], 'HELD')).toEqual([])
  expect(await powers.listed('anna', ['ACTIVE'])).toHaveLength(3)
})

test('nobody who represents the grantor ends a future power that holds; the grantor does', async () => {
  const future = { kind: 'FUTURE', activated_at: inDays(-1), fields: ['Person.businessRoles'] }
  const id = await standing('carl', 'henrik', future)
  await standing('carl', 'karen', { actions: ['ACT'], fields: ['Person.businessRoles'] })
  for (const who of ['dorte/carl', 'karen/carl'])
    expect((await powers.command(who, 'revoke', { id })).codes).toEqual(['RIGHT_OUTSIDE'])
  expect((await powers.command('carl', 'revoke', { id })).codes).toEqual([])
})

describe('nobody says yes through another to what they could not themselves', () => {
  async function answer(who: string, text: string, id: string): Promise<string> {
    const as = { ...(await powers.as(who)), activity: 'KOM-17' }
    const { data, refused } = await cases.ask(as, text, { input: { id, commandId: randomUUID() } })
    const [result] = Object.values(data ?? {}) as [{ problems: { code: string }[] } | null]
    return result ? (result.problems[0]?.code ?? 'done') : refused.join()
  }
  const requested = (key: string) =>
    cases.requested(kommune('KOM-17'), key, { template: 'housing-support', fields: ['Person.civilStatus'] })

  test.each`
    whose      | holder      | power                                      | self                  | held               | why
    ${'emil'}  | ${'karen'}  | ${{ activities: ['KOM-17'] }}              | ${'CUSTODY_NEEDED'}   | ${'MANDATE_SCOPE'} | ${'a child, by a package for the young'}
    ${'carl'}  | ${'henrik'} | ${{}}                                      | ${'CAPACITY_REMOVED'} | ${'MANDATE_SCOPE'} | ${'a ward, from before the capacity was lost'}
    ${'carl'}  | ${'henrik'} | ${{ given_by: 'GUARDIAN' }}                | ${'CAPACITY_REMOVED'} | ${'done'}          | ${"a ward, by the guardian's own"}
    ${'carl'}  | ${'henrik'} | ${{ given_by: 'STEWARD', kind: 'DECREE' }} | ${'CAPACITY_REMOVED'} | ${'done'}          | ${'a ward, by a decree'}
    ${'karen'} | ${'henrik'} | ${{}}                                      | ${'done'}             | ${'done'}          | ${'whoever could'}
  `('$why', async ({ whose, holder, power, self, held }) => {
    await standing(whose, holder, power)
    const [one, two] = [await requested(whose), await requested(whose)]
    expect(await answer(`${holder}/${whose}`, grant, one)).toBe(held)
    expect(await answer(whose, grant, two)).toBe(self)
  })

  test('to take a yes back is another matter', async () => {
    await standing('carl', 'henrik')
    const id = await requested('carl')
    expect(await answer('dorte/carl', grant, id)).toBe('done')
    expect(await answer('henrik/carl', withdraw, id)).toBe('done')
  })
})

test('what was given for a purpose ends with it', async () => {
  await standing('anna', 'lars', { activities: ['KOM-18'] })
  const text = 'query R($id: ID!) { personById(id: $id) { name { full } } }'
  const as = { ...(await powers.as('lars/anna')), activity: 'KOM-18' }
  const read = async () => (await cases.ask(as, text, { id: await cases.idOf('anna') })).refused
  expect(await read()).toEqual([])
  await cases.database
    .admin`update authorities.activity_version set valid = tstzrange(lower(valid), clock_timestamp())
    where activity = 'KOM-18'`
  expect(await read()).toEqual(['personById MANDATE_SCOPE'])
})

test('what an authority holds as one, nobody who signs for it uses in person', async () => {
  const held = { holder_id: await cases.businessId('nordhavn'), holder_kind: 'BUSINESS' }
  const id = await standing('erik', 'anna', held)
  const anna = await cases.citizen('anna', 'erik')
  const as = { ...anna, caller: { ...anna.caller, business: held.holder_id } } as As
  const text = 'query R($id: ID!) { personById(id: $id) { name { full } } }'
  const read = async () => (await cases.ask(as, text, { id: await cases.idOf('erik') })).refused
  expect(await read()).toEqual([])
  await cases.database
    .admin`update powers_of_attorney.power_of_attorney set holder_authority = ${cases.cvr('nordhavn')}
    where id = ${id}`
  expect(await read()).toEqual(['personById MANDATE_MISSING'])
})

test('of a protected child no power of attorney tells the place to the father who lives elsewhere', async () => {
  const held = {
    holder_id: await cases.businessId('kommune'),
    holder_kind: 'BUSINESS',
    activities: ['KOM-17'],
  }
  const id = await standing('noah', 'gitte', { ...held, holder_authority: cases.cvr('kommune') })
  const text = `query Q($id: ID!) {
    powerOfAttorney(id: $id) { id state fields actions holder { ... on Business { name } } activities { id } package { id }
      passedOnBy { ... on Business { name } } registration { document } }
    myMandates(side: GIVEN) { nodes { source scope(language: DA) holder { ... on Business { name } } } } }`
  const told = await cases.ask(await cases.citizen('kasper', 'noah'), text, { id })
  expect(told.refused).toEqual([])
  const hidden = { holder: null, activities: null, package: null, passedOnBy: null, registration: null }
  expect(told.data.powerOfAttorney).toMatchObject({ id, state: 'ACTIVE', ...hidden })
  expect(told.data.myMandates.nodes).toContainEqual({ source: 'VOLUNTARY', scope: null, holder: null })
  expect(told.text).not.toMatch(/KOM-17|kommune/i)
  const { data } = await cases.ask(await cases.citizen('gitte', 'noah'), text, { id })
  expect(data.powerOfAttorney).toMatchObject({ activities: [{ id: 'KOM-17' }] })
})

test('who has lost legal capacity reads for their business, and binds it no more', async () => {
  const ida = await cases.idOf('ida')
  const gift = powers.gift('lars', { fields: ['Business.employment'] })
  const text = '{ represented { ... on Business { employment(year: 2025) { employees } } } }'
  const tried = async () => ({
    read: (await cases.ask(await powers.as('ida@frisoer-ida'), text)).refused,
    give: (await powers.command('ida@frisoer-ida', 'give', gift)).codes,
  })
  expect(await tried()).toEqual({ read: [], give: [] })
  const { admin } = cases.database
  // As Carl's: it takes legal capacity away.
  const carl = await cases.idOf('carl')
  await admin`insert into persons.guardianship select (jsonb_populate_record(g, jsonb_build_object('person_id', ${ida}::uuid))).*
    from persons.guardianship g where row_status = 'CURRENT' and person_id = ${carl}`
  expect(await tried()).toEqual({ read: [], give: ['MANDATE_LAPSED'] })
  await admin`delete from persons.guardianship where person_id = ${ida}`
})

test('a package for the young makes no future power of attorney of a minor', async () => {
  const future = { package: 'housing-support-help', fields: null, actions: null, future: true }
  expect((await powers.command('emil', 'give', powers.gift('karen', future))).codes).toEqual(['GIVER_MINOR'])
  expect((await powers.command('erik', 'give', powers.gift('freja', future))).codes).toEqual([])
})
