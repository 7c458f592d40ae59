// Cases P01 to P29 within reach: who acts for whom, what a power of attorney and custody give, and how they end.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Cases, expectNowhere, give, inDays, openCases, renounce, revoke } from './asked.ts'

let cases: Cases
beforeAll(async () => {
  cases = await openCases()
})
afterAll(() => cases?.close())
beforeEach(async () => {
  await cases.database.admin`truncate powers_of_attorney.power_of_attorney cascade`
})

const read = `query Read($id: ID!) {
  personById(id: $id) { name { full } address { lines } birthDate civilStatus { status } }
}`
const asFor = async (key: string, represents: string, text = read) =>
  cases.ask(await cases.citizen(key, represents), text, { id: await cases.idOf(represents) })

describe('a power of attorney for name and address', () => {
  beforeEach(async () => {
    await cases.empowered('anna', 'lars', {})
  })

  test('gives those, recorded with the mandate, and shows in her log (P01)', async () => {
    const answer = await asFor(
      'lars',
      'anna',
      'query Read($id: ID!) { personById(id: $id) { name { full } address { lines } } }',
    )
    expect(answer.errors).toEqual([])
    expect(answer.data.personById.name).toEqual({ full: 'Anna Kirstine Holm' })
    expect(answer.recorded).toEqual([
      'Person.address MANDATE',
      'Person.name MANDATE',
      'Query.personById MANDATE',
    ])
    expect(answer.records).toMatchObject([
      {
        subject_id: await cases.idOf('anna'),
        person_id: await cases.idOf('lars'),
        on_behalf_of: await cases.idOf('anna'),
      },
    ])
    const log = await cases.ask(
      await cases.citizen('anna'),
      '{ me { accessLog(first: 1) { nodes { person { id } authority { cvr } summary given { field ground mandate } } } } }',
    )
    expect(log.data.me.accessLog.nodes[0]).toMatchObject({
      person: { id: await cases.idOf('lars') },
      authority: null,
      summary: expect.stringContaining('A person acting for you was given'),
      given: expect.arrayContaining([
        { field: 'Person.name', ground: 'MANDATE', mandate: expect.any(String) },
      ]),
    })
  })

  test('gives nothing else (P02)', async () => {
    const answer = await asFor('lars', 'anna')
    expect(answer.data.personById).toMatchObject({ birthDate: null, civilStatus: null })
    expect(answer.refused).toEqual([
      'personById.birthDate MANDATE_SCOPE',
      'personById.civilStatus MANDATE_SCOPE',
    ])
    expectNowhere(answer, ['1977-05-09', 'MARRIED'])
  })

  test('is never implied: without On-Behalf-Of there is no way through another', async () => {
    const answer = await cases.ask(await cases.citizen('lars'), read, { id: await cases.idOf('anna') })
    expect(answer.data).toEqual({ personById: null })
    expect(answer.refused).toEqual(['personById MANDATE_MISSING'])
    const child = await cases.ask(await cases.citizen('anna'), '{ me { children { id name { full } } } }')
    expect(child.data.me.children).toHaveLength(2)
    expect(child.refused).toEqual([
      'me.children.0.name MANDATE_MISSING',
      'me.children.1.name MANDATE_MISSING',
    ])
    expect(child.text).toContain('send On-Behalf-Of'.replace('send', 'Send'))
    expectNowhere(child, ['Sofie', 'Bak'])
  })

  test('is not passed on: a friend of the holder has no mandate', async () => {
    await cases.empowered('lars', 'jens', { fields: ['Person.name', 'Person.address'] })
    expect((await asFor('jens', 'anna')).refused).toEqual(['personById MANDATE_MISSING'])
  })

  test('leaves the holder who they are: me is still at the keyboard, represented the other', async () => {
    const answer = await asFor(
      'lars',
      'anna',
      '{ me { name { full } } represented { __typename ... on Person { name { full } cpr } } }',
    )
    expect(answer.data).toMatchObject({
      me: { name: { full: 'Lars Winther' } },
      represented: { __typename: 'Person', name: { full: 'Anna Kirstine Holm' }, cpr: null },
    })
    expect(answer.refused).toEqual(['represented.cpr MANDATE_SCOPE'])
  })
})

describe('custody', () => {
  test.each`
    holder      | child        | refused
    ${'anna'}   | ${'bo'}      | ${[]}
    ${'jens'}   | ${'bo'}      | ${[]}
    ${'lars'}   | ${'bo'}      | ${['personById MANDATE_MISSING']}
    ${'grethe'} | ${'villads'} | ${[]}
    ${'mette'}  | ${'villads'} | ${['personById MANDATE_MISSING']}
    ${'anna'}   | ${'sofie'}   | ${['personById MANDATE_MISSING']}
    ${'bo'}     | ${'anna'}    | ${['personById MANDATE_MISSING']}
  `('$holder for $child → $refused (P06, P07)', async ({ holder, child, refused }) => {
    const answer = await asFor(holder, child)
    expect(answer.refused).toEqual(refused)
    if (refused.length > 0) expect(answer.data).toEqual({ personById: null })
    else expect(answer.recorded).toContain('Person.birthDate MANDATE')
  })
})

describe('how a power of attorney ends', () => {
  const ended = async (text: string, key: string, id: string) =>
    cases.ask(await cases.citizen(key), text, { input: { id, commandId: randomUUID() } })

  test.each`
    how                  | text        | by        | state
    ${'the holder, P29'} | ${renounce} | ${'lars'} | ${'RENOUNCED'}
    ${'whoever gave it'} | ${revoke}   | ${'anna'} | ${'REVOKED'}
  `('ended by $how, it gives nothing at once', async ({ text, by, state }) => {
    const id = await cases.empowered('anna', 'lars', {})
    expect((await asFor('lars', 'anna')).data.personById.name).not.toBeNull()
    const answer = await ended(text, by, id)
    expect(Object.values(answer.data)).toMatchObject([
      { powerOfAttorney: { state, endedBecause: null }, problems: [] },
    ])
    const after = await asFor('lars', 'anna')
    expect(after.data).toEqual({ personById: null })
    expect(after.refused).toEqual(['personById MANDATE_EXPIRED'])
    expectNowhere(after, ['Anna'])
  })

  test.each`
    text        | by
    ${revoke}   | ${'lars'}
    ${renounce} | ${'anna'}
    ${revoke}   | ${'jens'}
  `('$by cannot end it from the other side: as if it were not there', async ({ text, by }) => {
    const id = await cases.empowered('anna', 'lars', {})
    const answer = await ended(text, by, id)
    const absent = await ended(text, by, randomUUID())
    expect(answer.data).toEqual(absent.data)
    expect(Object.values(answer.data)).toMatchObject([
      { powerOfAttorney: null, problems: [{ code: 'NOT_FOUND' }] },
    ])
    expect((await asFor('lars', 'anna')).data.personById.name).not.toBeNull()
  })

  test('with the death of the grantor, from the register and with no record of its own (P19)', async () => {
    const [hans, otherwise] = [await cases.idOf('hans'), await cases.idOf('else')]
    await cases.database.admin`insert into powers_of_attorney.power_of_attorney
      (grantor_id, grantor_kind, holder_id, holder_kind, command_id, fields, actions, state, valid_from, valid_to)
      values (${hans}, 'PERSON', ${otherwise}, 'PERSON', 'p', ${['Person.name']}, ${['READ']}, 'ACTIVE',
        clock_timestamp() - interval '9 days', clock_timestamp() + interval '9 days')`
    const answer = await asFor('else', 'hans')
    expect(answer.refused).toEqual(['personById MANDATE_LAPSED'])
    expectNowhere(answer, ['Hans'])
    const list = await cases.ask(
      await cases.citizen('else'),
      '{ powersOfAttorney(side: HELD) { nodes { state endedBecause } } }',
    )
    expect(list.data.powersOfAttorney.nodes).toEqual([{ state: 'LAPSED', endedBecause: 'GRANTOR_DEAD' }])
  })

  test.each`
    end                                                              | code
    ${new Date(Date.now() + 26 * 365.25 * 86_400_000).toISOString()} | ${'PERIOD_TOO_LONG'}
    ${inDays(-1)}                                                    | ${'PERIOD_REVERSED'}
  `('an end at $end is refused at creation: $code (P28)', async ({ end, code }) => {
    const input = {
      commandId: 'x',
      holderCpr: cases.cpr('lars'),
      fields: ['Person.name'],
      actions: ['READ'],
      validTo: end,
    }
    const answer = await cases.ask(await cases.citizen('anna'), give, { input })
    expect(answer.data.givePowerOfAttorney).toEqual({
      powerOfAttorney: null,
      problems: [{ code, path: 'input.validTo' }],
    })
  })

  test('without an end it is no operation at all (P28)', async () => {
    const input = { commandId: 'x', holderCpr: cases.cpr('lars'), fields: ['Person.name'], actions: ['READ'] }
    const answer = await cases.ask(await cases.citizen('anna'), give, { input })
    expect(answer.data ?? null).toBeNull()
    expect(answer.errors).toHaveLength(1)
    expect(answer.records).toEqual([])
    expectNowhere(answer, [cases.cpr('lars')])
  })
})
