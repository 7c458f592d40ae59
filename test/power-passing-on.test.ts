// Powers of attorney that are passed on: how far, how much, and what ends them further up (P03).
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Cases, inDays, openCases } from './asked.ts'
import { openPowers, type Powers } from './powers-asked.ts'

let cases: Cases
let powers: Powers
beforeAll(async () => {
  cases = await openCases()
  powers = openPowers(cases)
})
afterAll(() => cases?.close())
beforeEach(async () => {
  await cases.database.admin`truncate powers_of_attorney.power_of_attorney, notices.notice cascade`
})

/** Anna's, which Lars holds. */
const first = async (changes: object = {}) =>
  (await powers.command('anna', 'give', powers.gift('lars', { passOnDepth: 2, ...changes }))).id!
const pass = (from: string, who: string, to: string, changes: object = {}) =>
  powers.command(who, 'pass', {
    ...powers.gift(to, { fields: ['Person.name'], validTo: inDays(29), ...changes }),
    id: from,
  })

test.each`
  given                         | passed                                                      | codes
  ${{ passOnDepth: 0 }}         | ${{}}                                                       | ${['PASS_ON_NOT_ALLOWED']}
  ${{ passOnDepth: 1 }}         | ${{}}                                                       | ${[]}
  ${{ passOnDepth: 1 }}         | ${{ passOnDepth: 1 }}                                       | ${['PASS_ON_DEPTH']}
  ${{ passOnDepth: 3 }}         | ${{ passOnDepth: 2 }}                                       | ${[]}
  ${{}}                         | ${{ fields: ['Person.name', 'Person.birthDate'] }}          | ${['PASS_ON_OUTSIDE']}
  ${{}}                         | ${{ actions: ['READ', 'ACT'] }}                             | ${['PASS_ON_OUTSIDE']}
  ${{}}                         | ${{ validTo: inDays(31) }}                                  | ${['PASS_ON_OUTSIDE']}
  ${{ activities: ['KOM-17'] }} | ${{}}                                                       | ${['PASS_ON_OUTSIDE']}
  ${{ activities: ['KOM-17'] }} | ${{ activities: ['KOM-18'] }}                               | ${['PASS_ON_OUTSIDE']}
  ${{ activities: ['KOM-17'] }} | ${{ activities: ['KOM-17'] }}                               | ${[]}
  ${{}}                         | ${{ activities: ['KOM-17'] }}                               | ${[]}
  ${{}}                         | ${{ to: 'bo' }}                                             | ${['HOLDER_YOUNG']}
  ${{}}                         | ${{ to: 'anna' }}                                           | ${['SELF']}
  ${{}}                         | ${{ to: 'lars' }}                                           | ${['SELF']}
  ${{ validFrom: inDays(1) }}   | ${{}}                                                       | ${[]}
  ${{ passOnDepth: 0 }}         | ${{ fields: ['Person.birthDate'], activities: ['KOM-99'] }} | ${['ACTIVITY_NOT_IN_FORCE', 'PASS_ON_NOT_ALLOWED', 'PASS_ON_OUTSIDE']}
`('of $given, $passed is passed on: $codes', async ({ given, passed, codes }) => {
  const id = await first(given)
  const { to = 'jens', ...changes } = passed
  expect((await pass(id, 'lars', to, changes)).codes).toEqual(codes)
})

describe('one that was passed on', () => {
  test('lets its holder do so much and no more; the grantor is told, and sees who holds it', async () => {
    const id = await first()
    await powers.notices('anna', 'lars', 'jens')
    const { id: second } = await pass(id, 'lars', 'jens', { passOnDepth: 1 })
    expect(await powers.notices('anna', 'lars', 'jens')).toEqual(['GIVEN jens', 'PASSED_ON anna'])
    const text = `query R($id: ID!) { personById(id: $id) { name { full } address { lines } } }`
    const answer = await cases.ask(await powers.as('jens/anna'), text, { id: await cases.idOf('anna') })
    expect(answer.data.personById.name).not.toBeNull()
    expect(answer.refused).toEqual(['personById.address MANDATE_SCOPE'])
    const list = `{ powersOfAttorney(side: GIVEN) { nodes { id passedOnBy { ... on Person { id } } holder { ... on Person { id } } passOnDepth } } }`
    const lars = { id: await cases.idOf('lars') }
    const jens = { id: await cases.idOf('jens') }
    const { data } = await cases.ask(await powers.as('anna'), list)
    expect(data.powersOfAttorney.nodes).toEqual([
      { id: second, passedOnBy: lars, holder: jens, passOnDepth: 1 },
      { id, passedOnBy: null, holder: lars, passOnDepth: 2 },
    ])
    // Whoever passed it on sees that one among those that they gave, and no other of the grantor's.
    const own = await cases.ask(await powers.as('lars'), list)
    expect(own.refused).toEqual([])
    expect(own.data.powersOfAttorney.nodes).toMatchObject([{ id: second }])
  })

  test.each`
    ended by                       | how                  | read                 | state
    ${'its grantor'}               | ${'anna revoke 2'}   | ${'MANDATE_EXPIRED'} | ${'REVOKED'}
    ${'who passed it on'}          | ${'lars revoke 2'}   | ${'MANDATE_EXPIRED'} | ${'REVOKED'}
    ${'its holder'}                | ${'jens renounce 2'} | ${'MANDATE_EXPIRED'} | ${'RENOUNCED'}
    ${'the first, by its grantor'} | ${'anna revoke 1'}   | ${'MANDATE_LAPSED'}  | ${'LAPSED CHAIN_ENDED'}
    ${'the first, by its holder'}  | ${'lars renounce 1'} | ${'MANDATE_LAPSED'}  | ${'LAPSED CHAIN_ENDED'}
    ${'a limit'}                   | ${'anna limit 1'}    | ${'MANDATE_DEPTH'}   | ${'LAPSED CHAIN_ENDED'}
  `('ends at once, $how → $read', async ({ how, read, state }) => {
    const id = await first()
    const { id: second } = await pass(id, 'lars', 'jens')
    expect(await powers.reads('jens', 'anna')).toBe('given')
    const [who, what, which] = how.split(' ')
    const limit = what === 'limit' ? { passOnDepth: 0 } : {}
    const came = await powers.command(who, what, { id: which === '1' ? id : second, ...limit })
    expect(came.codes).toEqual([])
    expect(await powers.reads('jens', 'anna')).toBe(read)
    expect(await powers.seen('jens', second!)).toBe(state)
    expect(await powers.listed('jens', [state.split(' ')[0]])).toEqual([second])
  })

  test('ends with the death of whoever passed it on', async () => {
    const { id } = await pass(await first(), 'lars', 'jens')
    const lars = await cases.idOf('lars')
    await cases.database
      .admin`update persons.person set status = '90' where person_id = ${lars} and row_status = 'CURRENT'`
    expect(await powers.reads('jens', 'anna')).toBe('MANDATE_LAPSED')
    expect(await powers.seen('jens', id!)).toBe('LAPSED CHAIN_ENDED')
    await cases.database
      .admin`update persons.person set status = '01' where person_id = ${lars} and row_status = 'CURRENT'`
  })

  test('ends for a child as the one that it was passed on from: at majority', async () => {
    const gift = powers.gift('anna', { passOnDepth: 1 })
    const { id } = await powers.command('lars/emil', 'give', gift)
    const { id: second } = await pass(id!, 'anna', 'karen')
    expect(await powers.reads('karen', 'emil')).toBe('given')
    const emil = await cases.idOf('emil')
    const age = (years: number) =>
      cases.database
        .admin`update persons.person set birth_date = birth_date - make_interval(years => ${years})
        where person_id = ${emil}`
    await age(2)
    expect(await powers.reads('karen', 'emil')).toBe('MANDATE_LAPSED')
    expect(await powers.seen('karen', second!)).toBe('LAPSED GRANTOR_OF_AGE')
    await age(-2)
  })

  test('is nobody else’s to pass on, sign or end', async () => {
    const id = await first()
    const { id: second } = await pass(id, 'lars', 'jens', { passOnDepth: 1 })
    for (const [who, which] of [
      ['anna', id],
      ['lars', second],
      ['karen', second],
      ['karen', randomUUID()],
    ] as const)
      expect((await pass(which!, who, 'sofie')).codes, who).toEqual(['NOT_FOUND'])
    expect((await powers.command('anna', 'confirm', { id: second })).codes).toEqual(['NOT_FOUND'])
    expect((await powers.command('karen', 'revoke', { id: second })).codes).toEqual(['NOT_FOUND'])
  })

  test('by a business takes those who sign for it', async () => {
    const gift = powers.gift('@vestkyst', { passOnDepth: 1 })
    const { id } = await powers.command('anna', 'give', gift)
    const { id: second, missing } = await pass(id!, 'preben@vestkyst', 'jens')
    expect([await powers.stateOf(second!), missing]).toEqual([
      'PARTLY_CONFIRMED',
      'Mangler: et bestyrelsesmedlem.',
    ])
    expect(await powers.reads('jens', 'anna')).toBe('MANDATE_MISSING')
    expect((await powers.command('lone@vestkyst', 'confirm', { id: second })).codes).toEqual([])
    expect(await powers.reads('jens', 'anna')).toBe('given')
  })
})

describe('a limit', () => {
  test('is seen by a request that is running: of whoever passed it on, on whom the request relies, there is another revision', async () => {
    const id = await first()
    const revision = async () => {
      const [row] = await cases.database.admin`
        select revision::int from access.standing where subject_id = ${await cases.idOf('lars')}`
      return row!.revision as number
    }
    const before = await revision()
    expect((await powers.command('anna', 'limit', { id, passOnDepth: 0 })).codes).toEqual([])
    expect(await revision()).toBe(before + 1)
  })

  test('is lower than what there was, and given by whoever gave it', async () => {
    const id = await first()
    const limit = (who: string, passOnDepth: number) =>
      powers.command(who, 'limit', { id, passOnDepth }).then(({ codes }) => codes)
    expect(await limit('anna', 2)).toEqual(['PASS_ON_LOWER'])
    expect(await limit('anna', 4)).toEqual(['PASS_ON_DEPTH'])
    expect(await limit('lars', 1)).toEqual(['NOT_FOUND'])
    await powers.notices()
    expect(await limit('anna', 1)).toEqual([])
    expect(await powers.notices('lars')).toEqual(['LIMITED lars'])
    expect((await pass(id, 'lars', 'jens', { passOnDepth: 1 })).codes).toEqual(['PASS_ON_DEPTH'])
    expect((await pass(id, 'lars', 'jens')).codes).toEqual([])
  })

  test('counts for what is passed on below one that was limited', async () => {
    const id = await first()
    const { id: second } = await pass(id, 'lars', 'jens', { passOnDepth: 1 })
    await powers.command('anna', 'limit', { id, passOnDepth: 1 })
    expect(await powers.reads('jens', 'anna')).toBe('given')
    expect((await pass(second!, 'jens', 'karen', { validTo: inDays(28) })).codes).toEqual([
      'PASS_ON_NOT_ALLOWED',
    ])
  })

  test('given while it is passed on, one of the two comes first', async () => {
    const id = await first({ passOnDepth: 1 })
    const [, passed] = await Promise.all([
      powers.command('anna', 'limit', { id, passOnDepth: 0 }),
      pass(id, 'lars', 'jens'),
    ])
    expect(await powers.reads('jens', 'anna')).toBe(passed.id ? 'MANDATE_DEPTH' : 'MANDATE_MISSING')
  })
})
