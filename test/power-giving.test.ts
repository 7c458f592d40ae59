// Powers of attorney between people: offered, asked for, given for children, refused to wards; what ends them (P01, P13, P28, P29).
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

/** `who what` in turn, on one power of attorney; the state, or the codes, after each. */
async function follow(id: string, steps: readonly string[]): Promise<readonly string[]> {
  const found: string[] = []
  for (const step of steps) {
    const [who, what] = step.split(' ') as [string, string]
    const came = await powers.command(who, what, { id })
    found.push(`${who} ${what} ${came.codes.join() || (await powers.stateOf(id))}`)
  }
  return found
}
const stepsOf = (steps: readonly string[]) => steps.map(step => step.split(' ').slice(0, 2).join(' '))

describe('what needs an answer', () => {
  test.each`
    made         | steps                                                      | read
    ${'offer'}   | ${['lars accept ACTIVE', 'lars renounce RENOUNCED']}       | ${'MANDATE_EXPIRED'}
    ${'offer'}   | ${['lars accept ACTIVE', 'lars accept WRONG_STATE']}       | ${'given'}
    ${'offer'}   | ${['lars renounce RENOUNCED', 'lars accept WRONG_STATE']}  | ${'MANDATE_EXPIRED'}
    ${'offer'}   | ${['anna revoke REVOKED', 'lars accept WRONG_STATE']}      | ${'MANDATE_EXPIRED'}
    ${'offer'}   | ${['anna accept WRONG_STATE', 'jens accept NOT_FOUND']}    | ${'MANDATE_MISSING'}
    ${'request'} | ${['anna accept ACTIVE', 'anna revoke REVOKED']}           | ${'MANDATE_EXPIRED'}
    ${'request'} | ${['anna revoke REVOKED', 'anna accept WRONG_STATE']}      | ${'MANDATE_EXPIRED'}
    ${'request'} | ${['lars accept WRONG_STATE', 'lars renounce RENOUNCED']}  | ${'MANDATE_EXPIRED'}
    ${'request'} | ${['lars revoke NOT_FOUND', 'anna renounce NOT_FOUND']}    | ${'MANDATE_MISSING'}
    ${'gift'}    | ${['lars accept WRONG_STATE', 'anna confirm WRONG_STATE']} | ${'given'}
  `('$made: $steps → $read', async ({ made, steps, read }) => {
    const asked = {
      ...{ grantorCpr: cases.cpr('anna'), fields: ['Person.name'], actions: ['READ'], validTo: inDays(30) },
    }
    const { id } =
      made === 'request'
        ? await powers.command('lars', 'request', asked)
        : await powers.command('anna', 'give', powers.gift('lars', { offer: made === 'offer' }))
    expect(await follow(id!, stepsOf(steps))).toEqual(steps)
    expect(await powers.reads('lars', 'anna')).toBe(read)
  })

  test('each side is told what the other did', async () => {
    const told = () => powers.notices('anna', 'lars')
    const { id } = await powers.command('anna', 'give', powers.gift('lars', { offer: true }))
    expect(await told()).toEqual(['OFFERED lars'])
    await powers.command('lars', 'accept', { id })
    expect(await told()).toEqual(['ACCEPTED anna'])
    await powers.command('lars', 'renounce', { id })
    expect(await told()).toEqual(['RENOUNCED anna'])
    const asked = { grantorCpr: cases.cpr('anna'), fields: ['Person.name'], actions: ['READ'] }
    const other = await powers.command('lars', 'request', { ...asked, validTo: inDays(9) })
    expect(await told()).toEqual(['ASKED anna'])
    await powers.command('anna', 'accept', { id: other.id })
    expect(await told()).toEqual(['ACCEPTED lars'])
    await powers.command('anna', 'revoke', { id: other.id })
    expect(await told()).toEqual(['REVOKED lars'])
  })

  test('not answered in time it has lapsed, and the list says so', async () => {
    const { id } = await powers.command('anna', 'give', powers.gift('lars', { offer: true }))
    await cases.database.admin`update powers_of_attorney.power_of_attorney set answer_by = clock_timestamp()`
    expect(await powers.seen('anna', id!)).toBe('LAPSED NOT_ANSWERED')
    expect(await powers.listed('lars', ['LAPSED'])).toEqual([id])
    expect(await powers.listed('lars', ['OFFERED'])).toEqual([])
    expect((await powers.command('lars', 'accept', { id })).codes).toEqual(['WRONG_STATE'])
  })

  test('of two answers at once one holds', async () => {
    const { id } = await powers.command('anna', 'give', powers.gift('lars', { offer: true }))
    const came = await Promise.all([
      powers.command('lars', 'accept', { id }),
      powers.command('lars', 'renounce', { id }),
      powers.command('anna', 'revoke', { id }),
    ])
    expect(came.filter(({ codes }) => codes.length === 0).length).toBeGreaterThanOrEqual(1)
    const events = await cases.database
      .admin`select state, revision from powers_of_attorney.event where power_of_attorney_id = ${id} order by revision`
    expect(events.map(({ revision }) => revision)).toEqual(events.map((_, index) => index + 1))
    expect(await powers.stateOf(id!)).toBe(events.at(-1)!.state)
    expect(['REVOKED', 'RENOUNCED']).toContain(events.at(-1)!.state)
  })

  test('the same command again answers the same, another with its id is a REPLAY; of another person it is their own', async () => {
    const { id } = await powers.command('anna', 'give', powers.gift('lars', { offer: true }))
    const first = await powers.command('lars', 'accept', { id, commandId: 'a' })
    expect(await powers.command('lars', 'accept', { id, commandId: 'a' })).toEqual(first)
    expect((await powers.command('lars', 'renounce', { id, commandId: 'a' })).codes).toEqual(['REPLAY'])
    expect((await powers.command('anna', 'revoke', { id, commandId: 'a' })).codes).toEqual([])
    expect(await powers.stateOf(id!)).toBe('REVOKED')
  })
})

describe('for a child', () => {
  test('both who hold custody sign; until then it gives nothing, and the answer says who is missing', async () => {
    const made = await powers.command('anna/bo', 'give', powers.gift('karen'))
    expect(made).toMatchObject({ codes: [], missing: 'Mangler: de øvrige, der har forældremyndigheden.' })
    expect(await powers.notices('bo', 'jens', 'karen')).toEqual([
      'PARTLY_CONFIRMED bo',
      'PARTLY_CONFIRMED jens',
    ])
    expect(await powers.reads('karen', 'bo')).toBe('MANDATE_MISSING')
    const steps = [
      'anna/bo confirm WRONG_STATE',
      'lars confirm NOT_FOUND',
      'karen confirm NOT_FOUND',
      'jens/bo confirm ACTIVE',
    ]
    expect(await follow(made.id!, stepsOf(steps))).toEqual(steps)
    expect(await powers.notices('bo', 'jens', 'karen')).toEqual(['GIVEN karen', 'GIVEN_FOR_YOU bo'])
    expect(await powers.reads('karen', 'bo')).toBe('given')
    // One of them suffices to end it.
    expect(await follow(made.id!, ['jens/bo revoke'])).toEqual(['jens/bo revoke REVOKED'])
    expect(await powers.notices('bo', 'jens', 'karen')).toEqual(['REVOKED karen', 'REVOKED_FOR_YOU bo'])
    expect(await powers.reads('karen', 'bo')).toBe('MANDATE_EXPIRED')
  })

  test('who holds custody alone signs alone', async () => {
    const made = await powers.command('lars/emil', 'give', powers.gift('anna'))
    expect(made).toMatchObject({ codes: [], missing: null })
    expect(await powers.reads('anna', 'emil')).toBe('given')
  })

  test('it gives nothing where the young decide alone', async () => {
    const changes = { actions: ['READ', 'CONSENT'] }
    await powers.command('lars/emil', 'give', powers.gift('anna', changes))
    const text = 'query R($id: ID!) { personById(id: $id) { name { full } } }'
    const ask = async (activity: string) =>
      cases.ask({ ...(await powers.as('anna/emil')), activity }, text, { id: await cases.idOf('emil') })
    expect((await ask('KOM-17')).refused).toEqual([])
    expect((await ask('KOM-22')).refused).toEqual(['personById MANDATE_SCOPE'])
  })

  test('it ends as the child comes of age, in the decision and in the list', async () => {
    const { id } = await powers.command('lars/emil', 'give', powers.gift('anna'))
    const emil = await cases.idOf('emil')
    const { admin } = cases.database
    const [born] = await admin`select birth_date from persons.person where person_id = ${emil} limit 1`
    await admin`update persons.person set birth_date = birth_date - interval '2 years' where person_id = ${emil}`
    expect(await powers.reads('anna', 'emil')).toBe('MANDATE_LAPSED')
    expect(await powers.seen('emil', id!)).toBe('LAPSED GRANTOR_OF_AGE')
    expect(await powers.listed('anna', ['LAPSED'])).toEqual([id])
    await admin`update persons.person set birth_date = ${born!.birth_date} where person_id = ${emil}`
  })
})

test.each`
  who       | gift                                                                          | codes
  ${'bo'}   | ${{}}                                                                         | ${['GIVER_MINOR']}
  ${'anna'} | ${{ holder: 'bo' }}                                                           | ${['HOLDER_YOUNG']}
  ${'carl'} | ${{ fields: ['Person.name'] }}                                                | ${[]}
  ${'carl'} | ${{ fields: ['Person.name', 'Person.businessRoles'] }}                        | ${['CAPACITY_REMOVED']}
  ${'carl'} | ${{ fields: [], actions: ['CONSENT'] }}                                       | ${['CAPACITY_REMOVED']}
  ${'carl'} | ${{ fields: [], actions: ['CONSENT'], activities: ['KOM-17'] }}               | ${['CAPACITY_REMOVED']}
  ${'carl'} | ${{ fields: ['Person.name'], actions: ['CONSENT'], activities: ['KOM-18'] }}  | ${[]}
  ${'ruth'} | ${{ fields: ['Person.businessRoles'] }}                                       | ${[]}
  ${'anna'} | ${{ activities: ['KOM-99'] }}                                                 | ${['ACTIVITY_NOT_IN_FORCE']}
  ${'anna'} | ${{ package: 'no-such', fields: null, actions: null }}                        | ${['PACKAGE_UNKNOWN']}
  ${'anna'} | ${{ validTo: inDays(26 * 366), fields: ['Person.shoeSize'], passOnDepth: 9 }} | ${['FIELD_UNKNOWN', 'PERIOD_TOO_LONG', 'PASS_ON_DEPTH']}
`('$who gives $gift → $codes (P13, P28)', async ({ who, gift, codes }) => {
  const { holder = 'henrik', ...changes } = gift
  const came = await powers.command(who, 'give', powers.gift(holder, changes))
  expect(came.codes).toEqual(codes)
})

describe('a guardian', () => {
  test.each`
    gift                                                            | codes
    ${{ fields: ['Person.businessRoles'] }}                         | ${[]}
    ${{ fields: [], actions: ['CONSENT'], activities: ['KOM-17'] }} | ${[]}
    ${{ fields: ['Person.businessRoles', 'Person.name'] }}          | ${['RIGHT_OUTSIDE']}
    ${{ fields: [], actions: ['CONSENT'] }}                         | ${['RIGHT_OUTSIDE']}
  `('gives $gift for the ward → $codes', async ({ gift, codes }) => {
    const came = await powers.command('dorte/carl', 'give', powers.gift('henrik', gift))
    expect(came.codes).toEqual(codes)
    if (!came.id) return
    const [row] = await cases.database.admin`select state, given_by from powers_of_attorney.power_of_attorney`
    expect(row).toEqual({ state: 'ACTIVE', given_by: 'GUARDIAN' })
    expect(await powers.notices('carl', 'henrik')).toEqual(['GIVEN henrik', 'GIVEN_FOR_YOU carl'])
  })
})

test('what a guardian gave ends with the guardianship, and says so', async () => {
  const { id } = await powers.command(
    'dorte/carl',
    'give',
    powers.gift('henrik', { fields: ['Person.businessRoles'] }),
  )
  const roles = 'query R($id: ID!) { personById(id: $id) { businessRoles { nodes { function } } } }'
  const carl = await cases.idOf('carl')
  const read = async () =>
    (await cases.ask(await cases.citizen('henrik', 'carl'), roles, { id: carl })).refused
  expect(await read()).toEqual([])
  const [row] = await cases.database.admin`select effective_to::text as till from persons.guardianship
    where person_id = ${carl} and row_status = 'CURRENT'`
  const until = (text: string) => cases.database
    .admin`update persons.guardianship set effective_to = ${text}::timestamptz
    where person_id = ${carl} and row_status = 'CURRENT'`
  await until(new Date().toISOString())
  expect(await read()).toEqual(['personById MANDATE_LAPSED'])
  expect(await powers.seen('carl', id!)).toBe('LAPSED GUARDIANSHIP_ENDED')
  await until(row!.till)
})

describe('a future power of attorney', () => {
  const future = { fields: ['Person.name'], future: true }

  test('is its grantor’s own until it is activated: its holder neither reads, lists nor ends it', async () => {
    const { id } = await powers.command('erik', 'give', powers.gift('freja', future))
    expect(await powers.stateOf(id!)).toBe('DORMANT')
    expect(await powers.notices('erik', 'freja')).toEqual([])
    expect(await powers.seen('erik', id!)).toBe('DORMANT')
    expect(await powers.listed('erik', ['DORMANT'], 'GIVEN')).toEqual([id])
    expect(await powers.reads('freja', 'erik')).toBe('MANDATE_MISSING')
    expect(await powers.seen('freja', id!)).toBe(await powers.seen('freja', randomUUID()))
    expect(await powers.listed('freja', ['DORMANT', 'ACTIVE', 'LAPSED'])).toEqual([])
    for (const what of ['accept', 'renounce', 'confirm', 'revoke'])
      expect((await powers.command('freja', what, { id })).codes).toEqual(['NOT_FOUND'])
    // Revoked while dormant, nobody else ever hears of it.
    expect(await follow(id!, ['erik revoke'])).toEqual(['erik revoke REVOKED'])
    expect(await powers.notices('erik', 'freja')).toEqual([])
    expect(await powers.listed('freja', ['REVOKED'])).toEqual([])
  })

  test('is not there for whoever represents its grantor', async () => {
    await cases.database
      .admin`insert into powers_of_attorney.power_of_attorney (kind, grantor_id, grantor_kind,
        holder_id, holder_kind, command_id, fields, actions, state, valid_from, valid_to)
      values ('FUTURE', ${await cases.idOf('carl')}, 'PERSON', ${await cases.idOf('henrik')}, 'PERSON', 'f',
        ${['Person.businessRoles']}, ${['READ']}, 'DORMANT', now(), now() + interval '9 days')`
    const [row] = await cases.database.admin`select id from powers_of_attorney.power_of_attorney`
    expect(await powers.listed('carl', ['DORMANT'])).toEqual([row!.id])
    expect(await powers.listed('dorte/carl', ['DORMANT'])).toEqual([])
    expect(await powers.seen('dorte/carl', row!.id)).toBe(await powers.seen('dorte/carl', randomUUID()))
    const came = await powers.command('dorte/carl', 'revoke', { id: row!.id })
    expect(came.codes).toEqual(['NOT_FOUND'])
  })

  test('is given by its grantor in person alone, and is not passed on', async () => {
    const came = await powers.command('anna/bo', 'give', powers.gift('karen', future))
    expect(came.codes).toEqual(['RIGHT_OUTSIDE'])
    const deep = await powers.command('erik', 'give', powers.gift('freja', { ...future, passOnDepth: 1 }))
    expect(deep.codes).toEqual(['PASS_ON_DEPTH'])
  })
})

test('it ends with the death of its holder, in the decision and in the list', async () => {
  const { id } = await powers.command('anna', 'give', powers.gift('jens'))
  const jens = await cases.idOf('jens')
  const status = (code: string) =>
    cases.database
      .admin`update persons.person set status = ${code} where person_id = ${jens} and row_status = 'CURRENT'`
  await status('90')
  expect(await powers.reads('jens', 'anna')).toBe('MANDATE_LAPSED')
  expect(await powers.seen('anna', id!)).toBe('LAPSED HOLDER_DEAD')
  expect(await powers.listed('anna', ['LAPSED'])).toEqual([id])
  expect(await follow(id!, ['anna revoke'])).toEqual(['anna revoke REVOKED'])
  await status('01')
})

describe('whoever is dead, or not registered', () => {
  test('is given one like anyone, and nothing is told of them', async () => {
    const [dead, unknown, living] = await Promise.all(
      [cases.cpr('hans'), '0101010008', cases.cpr('jens')].map(holderCpr =>
        powers.command('anna', 'give', { ...powers.gift('jens'), holderCpr }),
      ),
    )
    expect(new Set([dead, unknown, living].map(came => JSON.stringify({ ...came, id: null }))).size).toBe(1)
    const states = await Promise.all([dead, unknown, living].map(came => powers.seen('anna', came!.id!)))
    expect(states).toEqual(['ACTIVE', 'ACTIVE', 'ACTIVE'])
    expect(await powers.listed('anna', ['LAPSED'])).toEqual([])
  })

  test('is asked for one like anyone', async () => {
    const asked = { fields: ['Person.name'], actions: ['READ'], validTo: inDays(9) }
    const came = await Promise.all(
      [cases.cpr('hans'), '0101010008', cases.cpr('jens')].map(grantorCpr =>
        powers.command('else', 'request', { ...asked, grantorCpr }),
      ),
    )
    for (const { id, codes } of came) {
      expect(codes).toEqual([])
      expect(await powers.seen('else', id!)).toBe('OFFERED')
    }
    expect(await powers.reads('else', 'hans')).toBe('MANDATE_MISSING')
  })
})
