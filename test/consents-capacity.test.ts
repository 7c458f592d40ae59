// Who may give a consent for a person (cases P06, P08, P10 to P12): the young, whoever has custody, a ward and the guardian.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Cases, decline, grant, kommune, openCases, withdraw } from './asked.ts'
import { publishTemplate } from './consent-templates.ts'

let cases: Cases
const texts = { grant, decline, withdraw } as const
// KOM-17 is a matter of money, KOM-18 takes both parents, in KOM-22 the young decide from 15.
const templates = { 'KOM-17': 'housing-support', 'KOM-18': 'day-care', 'KOM-22': 'youth' } as const
const fields = {
  'KOM-17': ['Person.civilStatus'],
  'KOM-18': ['Person.civilStatus'],
  'KOM-22': ['Person.citizenship'],
}
type Activity = keyof typeof templates
beforeAll(async () => {
  cases = await openCases()
  await publishTemplate(cases.database.admin, {
    ...{ id: 'youth', activity: 'KOM-22', fields: fields['KOM-22'] },
  })
})
afterAll(() => cases?.close())
beforeEach(async () => {
  await cases.database.admin`truncate consents.consent, consents.feed, notices.notice cascade`
})

const asked = (activity: Activity, key: string) =>
  cases.requested(kommune(activity), key, { template: templates[activity], fields: fields[activity] })

/** `who what STATE` of a step: `dorte` for the one who is asked, who answers for themselves when it is the same. */
async function step(id: string, key: string, who: string, what: keyof typeof texts): Promise<string> {
  const as = await cases.citizen(who, who === key ? undefined : key)
  const { data, refused } = await cases.ask(as, texts[what], { input: { id, commandId: randomUUID() } })
  const [result] = Object.values(data ?? {}) as [
    { consent: { state: string } | null; problems: { code: string }[] } | null,
  ]
  const codes = result?.problems.map(({ code }) => code).join()
  return `${who} ${what} ${result?.consent?.state ?? (codes || refused[0]?.split(' ').at(-1))}`
}

test.each`
  activity    | whose       | steps                                                                                            | why
  ${'KOM-22'} | ${'mikkel'} | ${['dorte grant YOUNG_DECIDES', 'mikkel grant GRANTED', 'mikkel withdraw WITHDRAWN']}            | ${'at 17 he decides himself, and his mother does not'}
  ${'KOM-22'} | ${'mikkel'} | ${['dorte decline YOUNG_DECIDES', 'mikkel decline DECLINED']}                                    | ${'nor does she say no for him'}
  ${'KOM-22'} | ${'bo'}     | ${['bo grant CUSTODY_NEEDED', 'jens grant GRANTED', 'anna withdraw WITHDRAWN']}                  | ${'at 14 his parents decide, each alone'}
  ${'KOM-22'} | ${'bo'}     | ${['anna grant GRANTED', 'bo withdraw WITHDRAWN']}                                               | ${'what is about him he can always take back'}
  ${'KOM-17'} | ${'mikkel'} | ${['mikkel grant CUSTODY_NEEDED', 'dorte grant GRANTED']}                                        | ${'where no age is named, at 18'}
  ${'KOM-18'} | ${'bo'}     | ${['bo grant CUSTODY_NEEDED', 'anna grant PARTLY_CONFIRMED', 'jens grant GRANTED']}              | ${'both parents, where the activity says so'}
  ${'KOM-22'} | ${'bo'}     | ${['lars grant MANDATE_MISSING']}                                                                | ${'nobody else'}
  ${'KOM-17'} | ${'carl'}   | ${['carl grant CAPACITY_REMOVED', 'dorte grant GRANTED', 'carl withdraw WITHDRAWN']}             | ${'a ward does not bind himself in matters of money'}
  ${'KOM-17'} | ${'carl'}   | ${['dorte decline DECLINED']}                                                                    | ${'his guardian says no as well'}
  ${'KOM-18'} | ${'carl'}   | ${['dorte grant GUARDIANSHIP_SCOPE', 'carl grant GRANTED', 'dorte withdraw GUARDIANSHIP_SCOPE']} | ${'in everything else he acts himself (P12)'}
`('$activity of $whose: $why', async ({ activity, whose, steps }) => {
  const id = await asked(activity, whose)
  const found: string[] = []
  for (const line of steps as string[]) {
    const [who, what] = line.split(' ') as [string, keyof typeof texts]
    found.push(await step(id, whose, who, what))
  }
  expect(found).toEqual(steps)
})

describe('a guardian', () => {
  const list = '{ consents { totalCount nodes { id fields text { title } } } }'

  test('sees of the consents those in matters of money, and no others', async () => {
    const money = await asked('KOM-17', 'carl')
    const other = await asked('KOM-18', 'carl')
    const dorte = await cases.citizen('dorte', 'carl')
    const { data, refused } = await cases.ask(dorte, list)
    expect(refused).toEqual([])
    expect(data.consents).toMatchObject({
      totalCount: 1,
      nodes: [{ id: money, fields: ['Person.civilStatus'] }],
    })
    const one = 'query One($id: ID!) { consent(id: $id) { state } }'
    const unseen = await cases.ask(dorte, one, { id: other })
    const unknown = await cases.ask(dorte, one, { id: randomUUID() })
    expect([unseen.data, unseen.refused]).toEqual([unknown.data, unknown.refused])
    const own = await cases.ask(await cases.citizen('carl'), list)
    expect(own.data.consents.totalCount).toBe(2)
  })

  test('who has custody as well sees all of the child', async () => {
    await asked('KOM-17', 'bo')
    await asked('KOM-18', 'bo')
    const { data } = await cases.ask(await cases.citizen('anna', 'bo'), list)
    expect(data.consents.totalCount).toBe(2)
  })
})

test('on the 18th birthday the young answers alone, and custody is over', async () => {
  const id = await asked('KOM-17', 'mikkel')
  const [row] = await cases.database.admin`select birth_date::text as born from persons.person
    where person_id = ${await cases.idOf('mikkel')} and row_status = 'CURRENT' limit 1`
  const born = (day: string) => cases.database.admin`update persons.person set birth_date = ${day}
    where person_id = ${idOfMikkel}`
  const idOfMikkel = await cases.idOf('mikkel')
  try {
    await born('2000-01-01')
    expect(await step(id, 'mikkel', 'dorte', 'grant')).toBe('dorte grant MANDATE_MISSING')
    expect(await step(id, 'mikkel', 'mikkel', 'grant')).toBe('mikkel grant GRANTED')
  } finally {
    await born(row!.born)
  }
})
