// Cases C01 to C10 and F17: what a consent gives, to whom, for what, until when; one operation each, with its record.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Actor } from '../subgraphs/consents/actor.ts'
import { openStore } from '../subgraphs/consents/store.ts'
import { bank, type Cases, expectNowhere, grant, inDays, kommune, openCases, withdraw } from './asked.ts'

let cases: Cases
beforeAll(async () => {
  cases = await openCases()
})
afterAll(() => cases?.close())
// Each case begins without consents.
beforeEach(async () => {
  await cases.database.admin`truncate consents.consent cascade`
})

const read = `query Read($cpr: CPR!) {
  person(cpr: $cpr) { name { full } address { lines } civilStatus { status } citizenship { countryCode } }
}`
const bankRead = 'query Read($cpr: CPR!) { person(cpr: $cpr) { name { full } civilStatus { status } } }'
const status = 'query Read($cpr: CPR!) { person(cpr: $cpr) { civilStatus { status } } }'

const kom17 = kommune('KOM-17')
const ask = (as = kom17, text = read, key = 'anna') => cases.ask(as, text, { cpr: cases.cpr(key) })
const both = { fields: ['Person.civilStatus', 'Person.citizenship'] }
const one = { fields: ['Person.civilStatus'] }
const byLaw = { name: { full: 'Anna Kirstine Holm' }, address: { lines: expect.any(Array) } }

describe('an answer is given field by field', () => {
  test('without a consent: what is by law is given, the rest refused (C01)', async () => {
    const answer = await ask()
    expect(answer.data.person).toEqual({ ...byLaw, civilStatus: null, citizenship: null })
    expect(answer.refused).toEqual([
      'person.citizenship CONSENT_MISSING',
      'person.civilStatus CONSENT_MISSING',
    ])
    expectNowhere(answer, ['MARRIED', '5100'])
    expect(answer.recorded).toEqual([
      'Person.address LAW',
      'Person.citizenship CONSENT_MISSING',
      'Person.civilStatus CONSENT_MISSING',
      'Person.name LAW',
      'Query.person LAW',
    ])
    expect(answer.records).toMatchObject([{ subject_id: await cases.idOf('anna') }])
  })

  test('with a consent to all: everything, and read at once (C02, T10)', async () => {
    const consent = await cases.consented(kom17, 'anna', both)
    const answer = await ask()
    expect(answer.data.person).toEqual({
      ...byLaw,
      civilStatus: { status: 'MARRIED' },
      citizenship: { countryCode: '5100' },
    })
    expect(answer.errors).toEqual([])
    expect(answer.records[0]!.given).toContainEqual({
      field: 'Person.civilStatus',
      ground: 'CONSENT',
      consent,
    })
  })

  test('with a consent to one field: the other is outside it (C03)', async () => {
    await cases.consented(kom17, 'anna', one)
    const answer = await ask()
    expect(answer.data.person).toMatchObject({ civilStatus: { status: 'MARRIED' }, citizenship: null })
    expect(answer.refused).toEqual(['person.citizenship CONSENT_FIELD_OUTSIDE'])
    expectNowhere(answer, ['5100'])
    expect(answer.recorded).toContain('Person.citizenship CONSENT_FIELD_OUTSIDE')
  })
})

describe('a consent to the municipality for KOM-17 gives nothing', () => {
  test.each`
    to                                     | as                   | text        | key       | refused
    ${'another activity of its own (C05)'} | ${kommune('KOM-18')} | ${status}   | ${'anna'} | ${'person.civilStatus CONSENT_MISSING'}
    ${'another authority (C06)'}           | ${bank('BANK-1')}    | ${bankRead} | ${'anna'} | ${'person CONSENT_MISSING'}
    ${'about another person (C07)'}        | ${kom17}             | ${status}   | ${'bo'}   | ${'person.civilStatus CONSENT_MISSING'}
    ${'about another, not registered'}     | ${kom17}             | ${status}   | ${null}   | ${undefined}
  `('to $to', async ({ as, text, key, refused }) => {
    await cases.consented(kom17, 'anna', both)
    const answer = await cases.ask(as, text, { cpr: key ? cases.cpr(key) : '0101010008' })
    expect(answer.data.person?.civilStatus ?? null).toBeNull()
    expect(answer.refused).toEqual(refused ? [refused] : [])
    expectNowhere(answer, ['MARRIED', 'UNMARRIED', 'Anna'])
    const code = refused?.split(' ')[1]
    if (code) expect(answer.recorded.filter(line => line.endsWith(code))).toHaveLength(1)
  })
})

/** A steward of the municipality. */
const steward = (): Actor => ({
  ...{ kind: 'STEWARD', id: 'kommune-forvalter', officer: 'kommune-steward-1', secondOfficer: null },
  ...{ caseReference: 'SAG-1', interest: false, channel: 'ASSISTED', authority: cases.cvr('kommune') },
  ...{ subjects: [], acting: null },
})

describe('a consent holds from its beginning until its end', () => {
  const shift = (id: string, column: 'valid_from' | 'valid_to', by: string) =>
    cases.database
      .admin`update consents.consent set ${cases.database.admin(column)} = clock_timestamp() + ${by}::interval where id = ${id}`

  test.each`
    moment                               | column          | by          | code
    ${'a while before its end (C08)'}    | ${'valid_to'}   | ${'1 hour'} | ${null}
    ${'exactly its end, or later (C08)'} | ${'valid_to'}   | ${'0'}      | ${'CONSENT_EXPIRED'}
    ${'before its beginning (C09)'}      | ${'valid_from'} | ${'1 hour'} | ${'CONSENT_NOT_YET'}
  `('$moment → $code', async ({ column, by, code }) => {
    const id = await cases.consented(kom17, 'anna', one)
    await shift(id, column, by)
    const answer = await ask(kom17, status)
    expect(answer.refused).toEqual(code ? [`person.civilStatus ${code}`] : [])
    expect(answer.data.person.civilStatus).toEqual(code ? null : { status: 'MARRIED' })
  })

  test('one that was asked to begin later is granted now and gives nothing yet', async () => {
    await cases.consented(kom17, 'anna', { ...one, validFrom: inDays(2) })
    expect((await ask(kom17, status)).refused).toEqual(['person.civilStatus CONSENT_NOT_YET'])
  })

  test('withdrawn, it gives nothing to the very next request of the same caller, whose token is no authority; a new one gives again (T08)', async () => {
    const id = await cases.consented(kom17, 'anna', one)
    await cases.ask(await cases.citizen('anna'), withdraw, { input: { id, commandId: randomUUID() } })
    const after = await ask(kom17, status)
    expect(after.refused).toEqual(['person.civilStatus CONSENT_WITHDRAWN'])
    expectNowhere(after, ['MARRIED'])
    await cases.consented(kom17, 'anna', one)
    expect((await ask(kom17, status)).errors).toEqual([])
  })

  test.each`
    commands                                          | code
    ${['SUSPEND']}                                    | ${'CONSENT_SUSPENDED'}
    ${['SUSPEND', 'RESUME']}                          | ${null}
    ${['SUSPEND', 'WITHDRAW']}                        | ${'CONSENT_WITHDRAWN'}
    ${['WITHDRAW']}                                   | ${'CONSENT_WITHDRAWN'}
    ${['INVALIDATE']}                                 | ${'CONSENT_MISSING'}
    ${['SUSPEND', 'RESUME', 'SUSPEND', 'INVALIDATE']} | ${'CONSENT_MISSING'}
  `('after a steward has given $commands → $code at once', async ({ commands, code }) => {
    const id = await cases.consented(kom17, 'anna', one)
    const store = openStore(cases.database.sql('consents'))()
    for (const command of commands) {
      const outcome = await store.command({
        ...{ id, command, commandId: randomUUID(), actor: steward(), dead: false, shown: null },
        ...(command === 'SUSPEND' && { reason: { da: 'Sagen hviler.', en: 'The case rests.' } }),
      })
      expect(outcome.problems).toEqual([])
      if (command !== 'SUSPEND') continue
      const why = 'query Why($id: ID!) { consent(id: $id) { state suspendedReason(language: DA) } }'
      const { data } = await cases.ask(await cases.citizen('anna'), why, { id })
      expect(data.consent).toEqual({ state: 'SUSPENDED', suspendedReason: 'Sagen hviler.' })
    }
    expect((await ask(kom17, status)).refused).toEqual(code ? [`person.civilStatus ${code}`] : [])
    const [last] = await cases.database.admin`select officer, interest, case_reference, channel, actor_kind
      from consents.event where consent_id = ${id} order by revision desc limit 1`
    expect(last).toEqual({
      ...{ officer: 'kommune-steward-1', interest: false, case_reference: 'SAG-1' },
      ...{ channel: 'ASSISTED', actor_kind: 'STEWARD' },
    })
  })

  test('one that is only asked for gives nothing (F17)', async () => {
    await cases.requested(kom17, 'anna', one)
    expect((await ask(kom17, status)).refused).toEqual(['person.civilStatus CONSENT_MISSING'])
  })
})

describe('who may answer for Anna', () => {
  const all = ['Person.civilStatus', 'Person.citizenship']
  test.each`
    given to Sofie                    | power                                                            | problem
    ${'nothing'}                      | ${null}                                                          | ${'refused'}
    ${'reading alone'}                | ${{ fields: all }}                                               | ${'refused'}
    ${'consents to both fields'}      | ${{ fields: all, actions: ['CONSENT'] }}                         | ${null}
    ${'consents to one of the two'}   | ${{ fields: ['Person.civilStatus'], actions: ['CONSENT'] }}      | ${'MANDATE_SCOPE'}
    ${'consents in another activity'} | ${{ fields: all, actions: ['CONSENT'], activities: ['KOM-18'] }} | ${'refused'}
  `('with $given to Sofie', async ({ power, problem }) => {
    await cases.database.admin`truncate powers_of_attorney.power_of_attorney cascade`
    if (power) await cases.empowered('anna', 'sofie', power)
    const id = await cases.requested(kom17, 'anna', both)
    const answer = await cases.ask(await cases.citizen('sofie', 'anna'), grant, {
      input: { id, commandId: 'x' },
    })
    const [row] = await cases.database.admin`select state from consents.consent where id = ${id}`
    expect(row!.state).toBe(problem === null ? 'GRANTED' : 'REQUESTED')
    if (problem === 'refused') expect(answer.refused[0]).toMatch(/^grantConsent MANDATE_(MISSING|SCOPE)$/)
    else
      expect(answer.data.grantConsent.problems.map(({ code }: { code: string }) => code)).toEqual(
        problem ? [problem] : [],
      )
  })

  test('whoever has custody answers for the child', async () => {
    const id = await cases.requested(kom17, 'bo', one)
    const answer = await cases.ask(await cases.citizen('jens', 'bo'), grant, {
      input: { id, commandId: 'x' },
    })
    expect(answer.data.grantConsent.problems).toEqual([])
    expect(answer.recorded).toContain('Mutation.grantConsent MANDATE')
    expect((await ask(kom17, status, 'bo')).data.person.civilStatus).toEqual({ status: 'UNMARRIED' })
  })
})
