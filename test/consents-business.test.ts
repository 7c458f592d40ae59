// Consents that businesses give (cases J01 to J15): by their signing rule, alone or several together, and what ends them.
import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Cases, grant, openCases } from './asked.ts'
import { openSignatories, type Signatories } from './signatories.ts'

let cases: Cases
let firms: Signatories
beforeAll(async () => {
  cases = await openCases()
  firms = openSignatories(cases)
})
afterAll(() => cases?.close())
beforeEach(async () => {
  await cases.database.admin`truncate consents.consent, consents.feed, notices.notice cascade`
})

test.each`
  business         | steps                                                                                                                                                        | read
  ${'nordhavn'}    | ${['anna grant GRANTED']}                                                                                                                                    | ${'given'}
  ${'kattegat-it'} | ${['henrik grant GRANTED']}                                                                                                                                  | ${'given'}
  ${'frisoer-ida'} | ${['ida grant GRANTED']}                                                                                                                                     | ${'given'}
  ${'fjord-drift'} | ${['jesper grant GRANTED']}                                                                                                                                  | ${'given'}
  ${'dahl-byg'}    | ${['thomas grant MANDATE_LAPSED', 'rikke grant GRANTED']}                                                                                                    | ${'given'}
  ${'greve-kruse'} | ${['aksel grant PARTLY_CONFIRMED', 'tobias grant GRANTED']}                                                                                                  | ${'given'}
  ${'limfjord'}    | ${['peter grant SIGNING_RULE_UNPARSED', 'martin grant SIGNING_RULE_UNPARSED', 'anna grant MANDATE_MISSING']}                                                 | ${'CONSENT_MISSING'}
  ${'nordhavn'}    | ${['jens grant MANDATE_MISSING']}                                                                                                                            | ${'CONSENT_MISSING'}
  ${'vestkyst'}    | ${['preben grant PARTLY_CONFIRMED']}                                                                                                                         | ${'SIGNING_RULE_UNMET'}
  ${'vestkyst'}    | ${['preben grant PARTLY_CONFIRMED', 'lone grant GRANTED']}                                                                                                   | ${'given'}
  ${'vestkyst'}    | ${['lone grant PARTLY_CONFIRMED', 'preben grant GRANTED']}                                                                                                   | ${'given'}
  ${'vestkyst'}    | ${['lone grant PARTLY_CONFIRMED', 'anders grant PARTLY_CONFIRMED']}                                                                                          | ${'SIGNING_RULE_UNMET'}
  ${'vestkyst'}    | ${['lone grant PARTLY_CONFIRMED', 'anders grant PARTLY_CONFIRMED', 'hanne grant PARTLY_CONFIRMED', 'tobias grant PARTLY_CONFIRMED', 'preben grant GRANTED']} | ${'given'}
  ${'vestkyst'}    | ${['jesper grant MANDATE_MISSING']}                                                                                                                          | ${'CONSENT_MISSING'}
  ${'vestkyst'}    | ${['preben grant PARTLY_CONFIRMED', 'preben grant WRONG_STATE']}                                                                                             | ${'SIGNING_RULE_UNMET'}
  ${'vestkyst'}    | ${['preben grant PARTLY_CONFIRMED', 'preben withdraw REQUESTED', 'lone grant PARTLY_CONFIRMED']}                                                             | ${'SIGNING_RULE_UNMET'}
  ${'vestkyst'}    | ${['preben grant PARTLY_CONFIRMED', 'anders withdraw WRONG_STATE']}                                                                                          | ${'SIGNING_RULE_UNMET'}
  ${'vestkyst'}    | ${['preben grant PARTLY_CONFIRMED', 'anders decline DECLINED', 'lone grant WRONG_STATE']}                                                                    | ${'CONSENT_MISSING'}
  ${'vestkyst'}    | ${['preben grant PARTLY_CONFIRMED', 'lone grant GRANTED', 'lone withdraw WITHDRAWN']}                                                                        | ${'CONSENT_WITHDRAWN'}
  ${'vestkyst'}    | ${['preben grant PARTLY_CONFIRMED', 'lone grant GRANTED', 'tobias withdraw WITHDRAWN']}                                                                      | ${'CONSENT_WITHDRAWN'}
`('$business: $steps → $read', async ({ business, steps, read }) => {
  const id = await firms.asked(business)
  const wanted = (steps as string[]).map(step => step.split(' ').slice(0, 2).join(' '))
  expect(await firms.follow(id, business, wanted)).toEqual(steps)
  expect(await firms.read(business)).toBe(read)
  expect(await cases.database.admin`select * from consents.faults()`).toEqual([])
})

describe('each of those who sign together', () => {
  test('finds what waits for them, and who is missing, and nothing else of the business', async () => {
    const id = await firms.asked('vestkyst')
    await firms.answer(id, 'vestkyst', 'preben')
    const as = await firms.signatory('lone', 'vestkyst')
    const list = `{ consents { nodes { id state missing(language: DA) text(language: DA) { title } to { name }
      activity { jointCustody } } } represented { ... on Business { id consents { totalCount } } } }`
    const { data, refused } = await cases.ask(as, list)
    expect(data.consents.nodes).toEqual([
      {
        ...{ id, state: 'PARTLY_CONFIRMED', missing: 'Mangler: et bestyrelsesmedlem.' },
        text: { title: expect.stringContaining('ansatte') },
        ...{ to: { name: 'Strandby Kommune' }, activity: { jointCustody: false } },
      },
    ])
    expect(refused).toEqual(['represented.consents SIGNING_RULE_UNMET'])
  })

  test('is told, and so is the business', async () => {
    const id = await firms.asked('vestkyst')
    await firms.answer(id, 'vestkyst', 'preben')
    await firms.answer(id, 'vestkyst', 'lone')
    const people = ['preben', 'lone', 'anders', 'hanne', 'tobias']
    const names = new Map(await Promise.all(people.map(async key => [await cases.idOf(key), key] as const)))
    names.set(await cases.businessId('vestkyst'), 'vestkyst')
    const rows = await cases.database.admin`select kind, to_subject from notices.notice order by created_at`
    const found = rows.map(({ kind, to_subject }) => `${kind} ${names.get(to_subject)}`)
    expect(found.toSorted()).toEqual([
      'CONSENT_GRANTED_FOR_YOU vestkyst',
      'CONSENT_PARTLY_CONFIRMED anders',
      'CONSENT_PARTLY_CONFIRMED hanne',
      'CONSENT_PARTLY_CONFIRMED lone',
      'CONSENT_PARTLY_CONFIRMED tobias',
      'CONSENT_PARTLY_CONFIRMED vestkyst',
      'CONSENT_REQUESTED vestkyst',
    ])
  })

  test('stands in the receipt by id, with where the rule is from', async () => {
    const id = await firms.asked('vestkyst')
    await firms.answer(id, 'vestkyst', 'preben')
    await firms.answer(id, 'vestkyst', 'anders')
    const text = 'query R($id: ID!) { consent(id: $id) { receipt(language: EN) { document } } }'
    const { data } = await cases.ask(await firms.signatory('preben', 'vestkyst'), text, { id })
    const record = JSON.parse(data.consent.receipt.document)['dpv:hasRecordOfActivity']
    const given = record['dpv:hasConsentStatus'].at(-1)
    const both = await Promise.all(['preben', 'anders'].map(async key => `urn:uuid:${await cases.idOf(key)}`))
    expect(given['engang:signatory']).toEqual(both.toSorted())
    expect(given['engang:signingRule']).toEqual({
      ...{ 'dct:identifier': 'REGISTERED', 'dct:title': 'The signing rule registered in CVR' },
    })
    expect(
      record['dpv:hasConsentStatus'].slice(0, -1).every((one: object) => !('engang:signatory' in one)),
    ).toBe(true)
  })
})

describe('time and changes between', () => {
  test('the window of six months passes: it lapses, also in the feed (J09)', async () => {
    const id = await firms.asked('vestkyst')
    await firms.answer(id, 'vestkyst', 'preben')
    const { confirmBy } = await firms.tell(id, 'vestkyst', 'lone')
    const days = (Date.parse(confirmBy!) - Date.now()) / 86_400_000
    expect(days).toBeGreaterThan(180)
    expect(days).toBeLessThan(185)
    await cases.database.admin`update consents.consent set confirm_by = clock_timestamp() where id = ${id}`
    expect(await firms.tell(id, 'vestkyst', 'lone')).toMatchObject({ state: 'LAPSED', missing: null })
    expect(await firms.answer(id, 'vestkyst', 'lone')).toBe('WRONG_STATE')
    expect(await firms.read('vestkyst')).toBe('CONSENT_MISSING')
  })

  test('a confirmation outside the window does not count, and may be given again', async () => {
    const id = await firms.asked('vestkyst')
    expect(await firms.follow(id, 'vestkyst', ['preben grant', 'preben grant'])).toEqual([
      ...['preben grant PARTLY_CONFIRMED', 'preben grant WRONG_STATE'],
    ])
    await cases.database.admin`update consents.confirmation set at = at - interval '7 months'`
    expect(await firms.answer(id, 'vestkyst', 'lone')).toBe('PARTLY_CONFIRMED')
    expect(await firms.answer(id, 'vestkyst', 'preben')).toBe('GRANTED')
  })
})

describe('the register changes', () => {
  let own: Cases
  let firm: Signatories
  beforeEach(async () => {
    own = await openCases()
    firm = openSignatories(own)
  })
  afterEach(() => own?.close())

  test('after it was given: it stays, and a new one needs the new rule (J11)', async () => {
    const id = await firm.asked('nordhavn')
    expect(await firm.answer(id, 'nordhavn', 'anna')).toBe('GRANTED')
    await firm.rule('nordhavn', 'Selskabet tegnes af to direktører i forening.')
    expect(await firm.read('nordhavn')).toBe('given')
    const next = await firm.asked('nordhavn')
    expect(await firm.answer(next, 'nordhavn', 'anna')).toBe('PARTLY_CONFIRMED')
    expect(await firm.answer(id, 'nordhavn', 'anna', 'withdraw')).toBe('WITHDRAWN')
  })

  test('between confirmations: roles and rule count as they are at the last', async () => {
    const id = await firm.asked('vestkyst')
    expect(await firm.answer(id, 'vestkyst', 'lone')).toBe('PARTLY_CONFIRMED')
    await firm.leave('lone', 'vestkyst')
    expect(await firm.answer(id, 'vestkyst', 'lone')).toBe('MANDATE_MISSING')
    expect(await firm.answer(id, 'vestkyst', 'preben')).toBe('PARTLY_CONFIRMED')
    await firm.rule('vestkyst', 'Selskabet tegnes af bestyrelsens formand alene.')
    expect(await firm.tell(id, 'vestkyst', 'preben')).toMatchObject({ state: 'PARTLY_CONFIRMED' })
    expect((await firm.tell(id, 'vestkyst', 'preben')).missing).toMatch(
      /^Tegningsreglen eller ledelsen er ændret/,
    )
    expect(await firm.answer(id, 'vestkyst', 'preben')).toBe('GRANTED')
  })

  test('two who sign turn out to be one person, who counts once', async () => {
    const id = await firm.asked('vestkyst')
    expect(await firm.answer(id, 'vestkyst', 'preben')).toBe('PARTLY_CONFIRMED')
    const [older, newer] = [await own.idOf('preben'), await own.idOf('lone')]
    await own.database.admin`insert into identity.merged (from_id, into_id) values (${newer}, ${older})`
    expect(await firm.answer(id, 'vestkyst', 'lone')).toBe('WRONG_STATE')
    expect(await firm.answer(id, 'vestkyst', 'anders')).toBe('GRANTED')
  })

  test('into what nobody can read: the next confirmation is refused, and words say what to do (J12)', async () => {
    const id = await firm.asked('vestkyst')
    expect(await firm.answer(id, 'vestkyst', 'preben')).toBe('PARTLY_CONFIRMED')
    await firm.rule('vestkyst', 'Selskabet tegnes af ledelsen.')
    expect(await firm.answer(id, 'vestkyst', 'lone')).toBe('SIGNING_RULE_UNPARSED')
    expect(await firm.read('vestkyst')).toBe('SIGNING_RULE_UNMET')
  })

  test('a closed business gives nothing more (J14)', async () => {
    const id = await firm.asked('frisoer-ida')
    const shop = await own.businessId('frisoer-ida')
    await own.database.admin.begin(async tx => {
      await tx`select access.raise_standing(array[${shop}]::uuid[])`
      await tx`update businesses.life_cycle set effective_to = clock_timestamp() where business_id = ${shop}`
    })
    expect(await firm.answer(id, 'frisoer-ida', 'ida')).toBe('MANDATE_LAPSED')
  })
})

describe('at the same time', () => {
  test('two confirmations: both count, and it is given once', async () => {
    const id = await firms.asked('vestkyst')
    const states = await Promise.all(['preben', 'lone'].map(who => firms.answer(id, 'vestkyst', who)))
    expect(states.toSorted()).toEqual(['GRANTED', expect.stringMatching(/^(PARTLY_CONFIRMED|GRANTED)$/)])
    const rows = await cases.database.admin`select state from consents.event order by revision`
    expect(rows.map(({ state }) => state)).toEqual(['REQUESTED', 'PARTLY_CONFIRMED', 'GRANTED'])
  })

  test('the last confirmation and a confirmation taken back: one of them, whole', async () => {
    const id = await firms.asked('vestkyst')
    await firms.answer(id, 'vestkyst', 'preben')
    const found = await Promise.all([
      firms.answer(id, 'vestkyst', 'lone'),
      firms.answer(id, 'vestkyst', 'preben', 'withdraw'),
    ])
    const [row] = await cases.database.admin`select state from consents.consent where id = ${id}`
    // Given, and then withdrawn; or taken back first, and one of two has agreed.
    expect(['WITHDRAWN', 'PARTLY_CONFIRMED']).toContain(row!.state)
    const events = await cases.database.admin`select state from consents.event order by revision`
    const states = events.map(({ state }) => state).slice(2)
    expect(states).toEqual(
      row!.state === 'WITHDRAWN' ? ['GRANTED', 'WITHDRAWN'] : ['REQUESTED', 'PARTLY_CONFIRMED'],
    )
    expect(found.length).toBe(2)
  })

  test('a change of roles that is being written stops the command, which may be sent again', async () => {
    const id = await firms.asked('vestkyst')
    const business = await cases.businessId('vestkyst')
    await cases.database.admin.begin(async tx => {
      await tx`select from access.standing where subject_id = ${business} for update`
      expect(await firms.answer(id, 'vestkyst', 'preben', 'grant', 'busy')).toBe('INDETERMINATE')
    })
    expect(await firms.answer(id, 'vestkyst', 'preben', 'grant', 'busy')).toBe('PARTLY_CONFIRMED')
  })

  test('what is being written stops nobody from taking back, saying no, or withdrawing', async () => {
    const [back, no, given] = [
      await firms.asked('vestkyst'),
      await firms.asked('vestkyst'),
      await firms.asked('vestkyst'),
    ]
    for (const id of [back, given]) await firms.answer(id, 'vestkyst', 'preben')
    await firms.answer(given, 'vestkyst', 'lone')
    const business = await cases.businessId('vestkyst')
    await cases.database.admin.begin(async tx => {
      await tx`select from access.standing where subject_id = ${business} for update`
      await firms.answer(back, 'vestkyst', 'preben', 'withdraw')
      await firms.answer(no, 'vestkyst', 'anders', 'decline')
      await firms.answer(given, 'vestkyst', 'lone', 'withdraw')
      // The answers cannot be released meanwhile; what was commanded stands.
      const rows = await cases.database.admin`select state from consents.consent order by requested_at`
      expect(rows.map(({ state }) => state)).toEqual(['REQUESTED', 'DECLINED', 'WITHDRAWN'])
    })
  })
})

test('a power of attorney that covers the consent gives it alone, beside the rule', async () => {
  const id = await firms.asked('vestkyst')
  const [from, to] = [await cases.businessId('vestkyst'), await cases.idOf('sofie')]
  const [power] = await cases.database
    .admin`insert into powers_of_attorney.power_of_attorney (grantor_id, grantor_kind,
      holder_id, holder_kind, given_by, command_id, fields, actions, state, valid_from, valid_to)
    values (${from}, 'BUSINESS', ${to}, 'PERSON', 'SIGNATORIES', ${randomUUID()},
      '{Business.employment,Consent.state}', '{READ,CONSENT}', 'ACTIVE', now(), now() + interval '1 day') returning id`
  const { data } = await cases.ask(await firms.signatory('sofie', 'vestkyst'), grant, {
    input: { id, commandId: 'by-power' },
  })
  expect(data.grantConsent.problems).toEqual([])
  const [event] = await cases.database
    .admin`select mandate, signature from consents.event where command = 'GRANT'`
  expect(event).toEqual({ mandate: power!.id, signature: null })
  expect(await firms.read('vestkyst')).toBe('given')
})
