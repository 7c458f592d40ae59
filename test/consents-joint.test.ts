// A consent for a child to which all who hold custody must agree: asked, confirmed, taken back, given, withdrawn (P08).
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Cases, decline, grant, kommune, openCases, withdraw } from './asked.ts'
import type { As } from './platform.ts'

let cases: Cases
let anna: As
let jens: As
let bo: As
const kom18 = kommune('KOM-18')
const dayCare = { template: 'day-care', fields: ['Person.civilStatus'] }
const ask = 'query Read($cpr: CPR!) { person(cpr: $cpr) { civilStatus { status } } }'
beforeAll(async () => {
  cases = await openCases()
  anna = await cases.citizen('anna', 'bo')
  jens = await cases.citizen('jens', 'bo')
  bo = await cases.citizen('bo')
})
afterAll(() => cases?.close())
beforeEach(async () => {
  await cases.database.admin`truncate consents.consent, notices.notice cascade`
})

/** `STATE` or `CODE` of a command. */
async function command(as: As, text: string, id: string, commandId: string = randomUUID()): Promise<string> {
  const { data, errors } = await cases.ask(as, text, { input: { id, commandId } })
  expect(errors).toEqual([])
  const [{ consent, problems }] = Object.values(data) as [
    { consent: { state: string }; problems: { code: string }[] },
  ]
  return consent?.state ?? problems.map(({ code }) => code).join()
}
const requested = (key = 'bo') => cases.requested(kom18, key, dayCare)
const missing = async (as: As, id: string) => {
  const text = 'query M($id: ID!) { consent(id: $id) { da: missing(language: DA) en: missing confirmBy } }'
  return (await cases.ask(as, text, { id })).data.consent
}
const read = async (key = 'bo') => {
  const { data, refused } = await cases.ask(kom18, ask, { cpr: cases.cpr(key) })
  return data.person?.civilStatus?.status ?? refused.join()
}
const told = async (): Promise<string[]> => {
  const names = new Map(
    await Promise.all(['anna', 'jens', 'bo'].map(async key => [await cases.idOf(key), key] as const)),
  )
  const rows = await cases.database
    .admin`select kind, to_subject from notices.notice order by created_at, kind`
  return rows.map(({ kind, to_subject }) => `${kind} ${names.get(to_subject)}`)
}
const custody = (holder: string, to: string) =>
  cases.database
    .admin`update persons.custody set effective_to = ${to} where person_id = ${bo.caller.kind === 'PERSON' ? bo.caller.person : ''}
    and holder_id = (select person_id from persons.person where number = ${cases.cpr(holder)} and row_status = 'CURRENT' limit 1)`

describe('both parents', () => {
  test('agree: until the second does nothing is given, and the code says why', async () => {
    const id = await requested()
    expect(await read()).toBe('person.civilStatus CONSENT_MISSING')
    expect(await command(anna, grant, id)).toBe('PARTLY_CONFIRMED')
    expect(await read()).toBe('person.civilStatus SIGNING_RULE_UNMET')
    expect(await missing(jens, id)).toEqual({
      ...{ da: 'Mangler: de øvrige, der har forældremyndigheden.' },
      ...{ en: 'Missing: the others who hold custody.', confirmBy: null },
    })
    expect(await command(jens, grant, id)).toBe('GRANTED')
    expect(await missing(jens, id)).toEqual({ da: null, en: null, confirmBy: null })
    expect(await read()).toBe('UNMARRIED')
    expect(await told()).toEqual([
      'CONSENT_REQUESTED bo',
      'CONSENT_PARTLY_CONFIRMED bo',
      'CONSENT_PARTLY_CONFIRMED jens',
      'CONSENT_GRANTED_FOR_YOU bo',
    ])
    const rows = await cases.database.admin`select given from consents.confirmation order by revision`
    expect(rows.map(({ given }) => given)).toEqual([true, true])
  })

  test('count once each, whatever the command id', async () => {
    const id = await requested()
    expect(await command(anna, grant, id, 'one')).toBe('PARTLY_CONFIRMED')
    expect(await command(anna, grant, id, 'one')).toBe('PARTLY_CONFIRMED')
    expect(await command(anna, grant, id, 'two')).toBe('WRONG_STATE')
    expect(await read()).toBe('person.civilStatus SIGNING_RULE_UNMET')
  })

  test('each have command ids of their own: the same one used by both is two commands', async () => {
    const id = await requested()
    expect(await command(anna, grant, id, 'one')).toBe('PARTLY_CONFIRMED')
    expect(await command(jens, grant, id, 'one')).toBe('GRANTED')
    expect(await command(bo, withdraw, id, 'one')).toBe('WITHDRAWN')
    expect(await command(jens, grant, id, 'one')).toBe('WITHDRAWN')
  })

  test('one at the same time as the other: both count, and it is given once', async () => {
    const id = await requested()
    const states = await Promise.all([anna, jens].map(as => command(as, grant, id)))
    expect(states.sort()).toEqual(['GRANTED', expect.stringMatching(/^(PARTLY_CONFIRMED|GRANTED)$/)])
    const rows = await cases.database.admin`select state from consents.event order by revision`
    expect(rows.map(({ state }) => state)).toEqual(['REQUESTED', 'PARTLY_CONFIRMED', 'GRANTED'])
  })

  test.each`
    what                                     | steps                                                                                                              | last
    ${'declined by the other'}               | ${['anna grant PARTLY_CONFIRMED', 'jens decline DECLINED']}                                                        | ${'CONSENT_MISSING'}
    ${'declined by the one who confirmed'}   | ${['anna grant PARTLY_CONFIRMED', 'anna decline DECLINED']}                                                        | ${'CONSENT_MISSING'}
    ${'taken back by the one who confirmed'} | ${['anna grant PARTLY_CONFIRMED', 'anna withdraw REQUESTED']}                                                      | ${'CONSENT_MISSING'}
    ${'taken back, then given by both'}      | ${['anna grant PARTLY_CONFIRMED', 'anna withdraw REQUESTED', 'jens grant PARTLY_CONFIRMED', 'anna grant GRANTED']} | ${''}
    ${'taken back by who never confirmed'}   | ${['anna grant PARTLY_CONFIRMED', 'jens withdraw WRONG_STATE']}                                                    | ${'SIGNING_RULE_UNMET'}
    ${'withdrawn by one of the two'}         | ${['anna grant PARTLY_CONFIRMED', 'jens grant GRANTED', 'jens withdraw WITHDRAWN']}                                | ${'CONSENT_WITHDRAWN'}
    ${'withdrawn by the child'}              | ${['anna grant PARTLY_CONFIRMED', 'jens grant GRANTED', 'bo withdraw WITHDRAWN']}                                  | ${'CONSENT_WITHDRAWN'}
    ${'given by the child'}                  | ${['bo grant CUSTODY_NEEDED']}                                                                                     | ${'CONSENT_MISSING'}
    ${'declined by the child'}               | ${['bo decline DECLINED', 'anna grant WRONG_STATE']}                                                               | ${'CONSENT_MISSING'}
  `('$what', async ({ steps, last }) => {
    const id = await requested()
    const found: string[] = []
    for (const step of steps as string[]) {
      const [who, what] = step.split(' ') as [string, string]
      const text = { grant, decline, withdraw }[what]!
      found.push(`${who} ${what} ${await command({ anna, jens, bo }[who]!, text, id)}`)
    }
    expect(found).toEqual(steps)
    expect(await read()).toBe(last === '' ? 'UNMARRIED' : `person.civilStatus ${last}`)
  })
})

describe('custody as it is at the last confirmation', () => {
  const restore = () => custody('jens', 'infinity')

  test('who has lost it is not waited for, and the other confirms alone', async () => {
    const id = await requested()
    expect(await command(anna, grant, id)).toBe('PARTLY_CONFIRMED')
    try {
      await custody('jens', '2020-01-01')
      expect(await command(anna, grant, id)).toBe('GRANTED')
    } finally {
      await restore()
    }
  })

  test('who confirmed and then lost it no longer counts', async () => {
    const id = await requested()
    expect(await command(jens, grant, id)).toBe('PARTLY_CONFIRMED')
    try {
      await custody('jens', '2020-01-01')
      expect(await command(anna, grant, id)).toBe('GRANTED')
      const refused = await cases.ask(jens, withdraw, { input: { id, commandId: 'late' } })
      expect(refused.refused).toEqual(['withdrawConsent MANDATE_MISSING'])
    } finally {
      await restore()
    }
  })

  test('an activity that asks for no more takes one of the two', async () => {
    const id = await cases.requested(kommune('KOM-17'), 'bo', { fields: ['Person.civilStatus'] })
    expect(await command(jens, grant, id)).toBe('GRANTED')
  })

  test('an adult answers alone, whatever the activity', async () => {
    const id = await requested('anna')
    expect(await command(await cases.citizen('anna'), grant, id)).toBe('GRANTED')
  })

  test('facts that somebody is changing stop the command, which may be sent again', async () => {
    const id = await requested()
    const child = await cases.idOf('bo')
    await cases.database.admin.begin(async tx => {
      await tx`select from access.standing where subject_id = ${child} for update`
      const busy = await cases.ask(anna, grant, { input: { id, commandId: 'busy' } })
      expect(busy.refused).toContain('INDETERMINATE')
      const [row] = await cases.database.admin`select state, revision from consents.consent where id = ${id}`
      expect(row).toEqual({ state: 'REQUESTED', revision: 1 })
    })
    expect(await command(anna, grant, id, 'busy')).toBe('PARTLY_CONFIRMED')
  })
})

test('not confirmed by all in time, it lapses and is no consent that ended', async () => {
  const id = await requested()
  await command(anna, grant, id)
  await cases.database.admin`update consents.consent set answer_by = clock_timestamp() where id = ${id}`
  expect(await command(jens, grant, id)).toBe('WRONG_STATE')
  expect(await read()).toBe('person.civilStatus CONSENT_MISSING')
})
