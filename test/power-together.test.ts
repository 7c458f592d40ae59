// Powers of attorney that businesses give and hold: signed by their rule, several together (cases J01 to J14 for powers).
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Cases, inDays, openCases } from './asked.ts'
import { openPowers, type Powers } from './powers-asked.ts'
import { openSignatories, type Signatories, year } from './signatories.ts'

let cases: Cases
let powers: Powers
let firms: Signatories
beforeAll(async () => {
  cases = await openCases()
  powers = openPowers(cases)
  firms = openSignatories(cases)
})
afterAll(() => cases?.close())
beforeEach(async () => {
  await cases.database.admin`truncate powers_of_attorney.power_of_attorney, notices.notice cascade`
})

const seeing = { fields: ['Business.employment'] }

/** The number of employees, or the code of the refusal. */
async function reads(person: string, business: string): Promise<string> {
  const text =
    'query R($cvr: CVR!, $year: Int!) { business(cvr: $cvr) { employment(year: $year) { employees } } }'
  const as = await powers.as(`${person}@${business}`)
  const { data, refused } = await cases.ask(as, text, { cvr: cases.cvr(business), year })
  return data?.business?.employment ? 'given' : refused[0]!.split(' ').at(-1)!
}

/** Gives one by the first person of `steps`, and lets the others confirm or revoke it; the state or codes after each. */
async function follow(business: string, to: string, steps: readonly string[]): Promise<readonly string[]> {
  const found: string[] = []
  let id: string | null = null
  for (const step of steps) {
    const [person, what] = step.split(' ') as [string, string]
    const input = what === 'give' ? powers.gift(to, seeing) : { id: id ?? randomUUID() }
    const came = await powers.command(`${person}@${business}`, what, input)
    id ??= came.id
    found.push(`${person} ${what} ${came.codes.join() || (await powers.stateOf(id!))}`)
  }
  return found
}

test.each`
  business         | steps                                                                                                                                                              | read
  ${'nordhavn'}    | ${['anna give ACTIVE']}                                                                                                                                            | ${'given'}
  ${'kattegat-it'} | ${['henrik give ACTIVE']}                                                                                                                                          | ${'given'}
  ${'frisoer-ida'} | ${['ida give ACTIVE']}                                                                                                                                             | ${'given'}
  ${'fjord-drift'} | ${['jesper give ACTIVE']}                                                                                                                                          | ${'given'}
  ${'dahl-byg'}    | ${['thomas give MANDATE_LAPSED']}                                                                                                                                  | ${'MANDATE_MISSING'}
  ${'limfjord'}    | ${['peter give SIGNING_RULE_UNPARSED', 'lars give MANDATE_MISSING']}                                                                                               | ${'MANDATE_MISSING'}
  ${'greve-kruse'} | ${['aksel give PARTLY_CONFIRMED', 'tobias confirm ACTIVE']}                                                                                                        | ${'given'}
  ${'vestkyst'}    | ${['preben give PARTLY_CONFIRMED']}                                                                                                                                | ${'MANDATE_MISSING'}
  ${'vestkyst'}    | ${['preben give PARTLY_CONFIRMED', 'lone confirm ACTIVE']}                                                                                                         | ${'given'}
  ${'vestkyst'}    | ${['lone give PARTLY_CONFIRMED', 'anders confirm PARTLY_CONFIRMED']}                                                                                               | ${'MANDATE_MISSING'}
  ${'vestkyst'}    | ${['lone give PARTLY_CONFIRMED', 'anders confirm PARTLY_CONFIRMED', 'hanne confirm PARTLY_CONFIRMED', 'tobias confirm PARTLY_CONFIRMED', 'preben confirm ACTIVE']} | ${'given'}
  ${'vestkyst'}    | ${['jesper give MANDATE_MISSING']}                                                                                                                                 | ${'MANDATE_MISSING'}
  ${'vestkyst'}    | ${['preben give PARTLY_CONFIRMED', 'preben confirm WRONG_STATE', 'lone accept WRONG_STATE']}                                                                       | ${'MANDATE_MISSING'}
  ${'vestkyst'}    | ${['preben give PARTLY_CONFIRMED', 'hanne revoke REVOKED', 'lone confirm WRONG_STATE']}                                                                            | ${'MANDATE_EXPIRED'}
  ${'vestkyst'}    | ${['preben give PARTLY_CONFIRMED', 'lone confirm ACTIVE', 'tobias revoke REVOKED']}                                                                                | ${'MANDATE_EXPIRED'}
`('$business: $steps → $read', async ({ business, steps, read }) => {
  const wanted = (steps as string[]).map(step => step.split(' ').slice(0, 2).join(' '))
  expect(await follow(business, 'sofie', wanted)).toEqual(steps)
  expect(await reads('sofie', business)).toBe(read)
})

test('the answer says who is missing, and each who may sign is told (J02)', async () => {
  const came = await powers.command('preben@vestkyst', 'give', powers.gift('sofie', seeing))
  expect(came).toMatchObject({ codes: [], missing: 'Mangler: et bestyrelsesmedlem.' })
  const board = ['anders', 'hanne', 'lone', 'tobias']
  expect(await powers.notices('sofie', 'preben', '@vestkyst', ...board)).toEqual(
    [...board, '@vestkyst'].map(key => `PARTLY_CONFIRMED ${key}`).toSorted(),
  )
  // Each of them finds it among the business's own, and may read what they sign.
  const text = `{ powersOfAttorney(states: [PARTLY_CONFIRMED]) { nodes { id missing(language: EN) givenBy } } }`
  const { data, refused } = await cases.ask(await powers.as('lone@vestkyst'), text)
  expect(refused).toEqual([])
  expect(data.powersOfAttorney.nodes).toEqual([
    { id: came.id, missing: 'Missing: a member of the board.', givenBy: 'SIGNATORIES' },
  ])
  await powers.command('lone@vestkyst', 'confirm', { id: came.id })
  expect(await powers.notices('sofie', '@vestkyst')).toEqual(['GIVEN sofie', 'GIVEN_FOR_YOU @vestkyst'])
})

test('of two signatures at once both count', async () => {
  const { id } = await powers.command('preben@vestkyst', 'give', powers.gift('sofie', seeing))
  const came = await Promise.all(
    ['lone', 'anders'].map(person => powers.command(`${person}@vestkyst`, 'confirm', { id })),
  )
  expect(came.map(({ codes }) => codes.join()).toSorted()).toEqual(['', 'WRONG_STATE'])
  expect(await powers.stateOf(id!)).toBe('ACTIVE')
})

describe('time and changes between', () => {
  test('six months after the last signature it has lapsed (J09)', async () => {
    const { id } = await powers.command(
      'preben@vestkyst',
      'give',
      powers.gift('sofie', { ...seeing, validTo: inDays(400) }),
    )
    const { admin } = cases.database
    const [row] = await admin`select confirm_by - given_at as open from powers_of_attorney.power_of_attorney`
    expect(row!.open).toMatch(/^18[1-5] days/)
    await admin`update powers_of_attorney.power_of_attorney set confirm_by = clock_timestamp()`
    expect(await powers.seen('lone@vestkyst', id!)).toBe('LAPSED NOT_CONFIRMED')
    expect(await powers.listed('lone@vestkyst', ['LAPSED'])).toEqual([id])
    expect((await powers.command('lone@vestkyst', 'confirm', { id })).codes).toEqual(['WRONG_STATE'])
  })

  test('a rule that changes in between asks for one more signature; one given stays (J11)', async () => {
    const { id } = await powers.command('preben@vestkyst', 'give', powers.gift('sofie', seeing))
    await firms.rule('vestkyst', 'Selskabet tegnes af to bestyrelsesmedlemmer i forening.')
    // Preben may sign again: what he signed was under another rule.
    const again = await powers.command('preben@vestkyst', 'confirm', { id })
    expect(again).toMatchObject({ codes: [], missing: 'Mangler: et bestyrelsesmedlem.' })
    await powers.command('anders@vestkyst', 'confirm', { id })
    expect(await powers.stateOf(id!)).toBe('ACTIVE')
    await firms.rule('vestkyst', 'Selskabet tegnes af ledelsen.')
    expect(await reads('sofie', 'vestkyst')).toBe('given')
    const came = await powers.command('preben@vestkyst', 'give', powers.gift('sofie', seeing))
    expect(came.codes).toEqual(['SIGNING_RULE_UNPARSED'])
    await firms.rule(
      'vestkyst',
      'Selskabet tegnes af bestyrelsens formand i forening med et bestyrelsesmedlem eller af den samlede bestyrelse.',
    )
  })

  test('whoever left the board signs no more', async () => {
    const { id } = await powers.command('preben@vestkyst', 'give', powers.gift('sofie', seeing))
    await firms.leave('hanne', 'vestkyst')
    const came = await powers.command('hanne@vestkyst', 'confirm', { id })
    expect(came.codes).toEqual(['MANDATE_MISSING'])
    expect(await powers.stateOf(id!)).toBe('PARTLY_CONFIRMED')
  })
})

describe('a business that holds one', () => {
  const toFirm = (changes: object = {}) => powers.gift('@nordhavn', { fields: ['Person.name'], ...changes })

  test('accepts and renounces it by any who sign for it', async () => {
    const { id } = await powers.command('sofie', 'give', toFirm({ offer: true }))
    expect(await powers.notices('@nordhavn', 'sofie')).toEqual(['OFFERED @nordhavn'])
    expect((await powers.command('jens@nordhavn', 'accept', { id })).codes).toEqual(['MANDATE_MISSING'])
    expect((await powers.command('anna', 'accept', { id })).codes).toEqual(['NOT_FOUND'])
    await powers.command('anna@nordhavn', 'accept', { id })
    expect(await powers.stateOf(id!)).toBe('ACTIVE')
    await powers.command('anna@nordhavn', 'renounce', { id })
    expect(await powers.stateOf(id!)).toBe('RENOUNCED')
  })

  test('asks for one', async () => {
    const { id, codes } = await powers.command('anna@nordhavn', 'request', {
      ...{ grantorCpr: cases.cpr('sofie'), fields: ['Person.name'], actions: ['READ'], validTo: inDays(9) },
    })
    expect(codes).toEqual([])
    await powers.command('sofie', 'accept', { id })
    expect(await powers.stateOf(id!)).toBe('ACTIVE')
  })

  test('both sides see who began it, and so whose answer is waited for', async () => {
    const offer = await powers.command(
      'anna@nordhavn',
      'give',
      powers.gift('sofie', { ...seeing, offer: true }),
    )
    const request = await powers.command('sofie', 'request', {
      ...{ grantorCvr: cases.cvr('nordhavn'), ...seeing, actions: ['READ'], validTo: inDays(9) },
    })
    const text = 'query Q($id: ID!) { powerOfAttorney(id: $id) { state askedBy } }'
    const seen = async (who: string, id: string | null) =>
      (await cases.ask(await powers.as(who), text, { id })).data.powerOfAttorney
    for (const who of ['anna@nordhavn', 'sofie']) {
      expect(await seen(who, offer.id)).toEqual({ state: 'OFFERED', askedBy: 'GRANTOR' })
      expect(await seen(who, request.id)).toEqual({ state: 'OFFERED', askedBy: 'HOLDER' })
    }
  })

  test('an authority holds one as such only when it is on file', async () => {
    const gift = { ...powers.gift('sofie'), holderCpr: undefined }
    const to = (key: string) => powers.command('anna', 'give', { ...gift, holderAuthority: cases.cvr(key) })
    expect((await to('nordhavn')).codes).toEqual(['AUTHORITY_UNKNOWN'])
    const { id } = await to('kommune')
    const [row] = await cases.database.admin`select holder_kind, holder_authority
      from powers_of_attorney.power_of_attorney where id = ${id}`
    expect(row).toEqual({ holder_kind: 'BUSINESS', holder_authority: cases.cvr('kommune') })
  })

  test('both sides end by themselves: dissolved, and bankrupt', async () => {
    const held = await powers.command('sofie', 'give', powers.gift('@nordhavn'))
    const given = await powers.command('anna@nordhavn', 'give', powers.gift('sofie', seeing))
    const { admin } = cases.database
    const firm = await cases.businessId('nordhavn')
    const status = (text: string) => admin`update businesses.status set text = ${text}
      where business_id = ${firm} and slot = 'BUSINESS' and registered_to = 'infinity' and effective_to = 'infinity'`
    await status('UNDER KONKURS')
    expect(await powers.seen('sofie', given.id!)).toBe('LAPSED GRANTOR_BANKRUPT')
    expect(await powers.seen('sofie', held.id!)).toBe('ACTIVE')
    expect(await reads('sofie', 'nordhavn')).toBe('MANDATE_LAPSED')
    await status('TVANGSOPLØST')
    expect(await powers.seen('sofie', given.id!)).toBe('LAPSED GRANTOR_DISSOLVED')
    expect(await powers.seen('sofie', held.id!)).toBe('LAPSED HOLDER_DISSOLVED')
    expect((await powers.listed('sofie', ['LAPSED'])).toSorted()).toEqual([held.id, given.id].toSorted())
    await status('NORMAL')
  })
})
