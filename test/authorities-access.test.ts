// What a system is told that it may read is what the decision gives: compared for every coordinate of every activity.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Decision, decide } from '../access/decide.ts'
import { sampleActivities, sampleAuthorities } from '../sample/authorities.ts'
import { classifyPlatform } from '../subgraphs/registry.ts'
import { bank, type Cases, kommune, openCases } from './asked.ts'
import { type As, system } from './platform.ts'

let cases: Cases
beforeAll(async () => {
  cases = await openCases()
})
afterAll(() => cases?.close())

interface AccessField {
  readonly coordinate: string
  readonly ground: string
  readonly class: string
  readonly source: string
  readonly consentNeeded: boolean
  readonly withheldWhenProtected: boolean
}

const text = `query Q($activity: ID!, $language: Language! = EN) { myAccess(activity: $activity) {
  activity { id purpose } code help(language: $language)
  fields { coordinate ground class source consentNeeded withheldWhenProtected } } }`
const access = async (as: As, activity: string, language = 'EN') =>
  (await cases.ask(as, text, { activity, language })).data.myAccess as {
    activity: { id: string; purpose: string | null }
    code: string | null
    help: string | null
    fields: readonly AccessField[]
  }

const entities = [...classifyPlatform().values()].filter(
  ({ name, value }) => !value && name !== 'Query' && name !== 'Mutation',
)

/** Who uses an activity: its first system, with an officer where it takes one. */
function userOf({ authority, systems }: (typeof sampleActivities)[number]): As {
  const client = systems[0]!
  const owner = sampleAuthorities.find(({ key }) => key === authority)!
  const byOfficers = owner.systems.some(known => known.client === client && known.officers)
  const officer = byOfficers ? owner.officers![0]!.id : null
  return { caller: { kind: 'SYSTEM', client, officer } }
}

/** What the decision gives of Anna, of a business, or of a consent that the authority asked Anna for. */
async function decided(as: As, activity: string) {
  const { readFacts } = cases.subgraphs.services
  const anna = await cases.idOf('anna')
  const nordhavn = await cases.businessId('nordhavn')
  const { caller } = as
  const officer = caller.kind === 'SYSTEM' ? caller.officer : null
  const answer = await readFacts({
    ...{ activity, client: caller.client, officer, person: null, represented: null },
    subjects: [anna, nordhavn],
  })
  const own = { caller, represented: null, caseReference: null, self: null }
  const asker = { ...own, activity, travelled: false, facts: answer.caller }
  return entities.flatMap(({ name, fields }) => {
    const subject = answer.subjects.get(name === 'Business' ? nordhavn : anna)!
    const parties = /^Consent(Change)?$/.test(name) ? [answer.caller.activity!.authority] : []
    return [...fields.values()].flatMap(rule =>
      given(rule.coordinate, decide(asker, { rule, subject, parties })),
    )
  })
}

function given(coordinate: string, decision: Decision): readonly string[] {
  if (decision.outcome !== 'REFUSE') return [`${coordinate} ${decision.ground}`]
  return decision.code === 'CONSENT_MISSING' ? [`${coordinate} CONSENT`] : []
}

const inForce = sampleActivities.filter(({ endedDaysAgo }) => endedDaysAgo === undefined)

test.each(inForce)('$id: told as decided, coordinate by coordinate', async activity => {
  const as = userOf(activity)
  const { code, help, fields, activity: told } = await access(as, activity.id)
  expect([code, help, told.purpose]).toEqual([null, null, activity.purposeEn])
  const lines = fields.map(({ coordinate, ground }) => `${coordinate} ${ground}`)
  expect(lines).toEqual((await decided(as, activity.id)).toSorted())
  const own = [...activity.law, ...activity.consent].filter(name => !/^(Query|Mutation)\./.test(name))
  expect(lines.map(line => line.split(' ')[0])).toEqual(expect.arrayContaining(own))
})

test('each field with class, source, whether it takes consent, whether protection hides it', async () => {
  const find = async (as: As, id: string, coordinate: string) =>
    (await access(as, id)).fields.find(field => field.coordinate === coordinate)
  expect(await find(kommune(), 'KOM-17', 'Person.civilStatus')).toEqual({
    coordinate: 'Person.civilStatus',
    ground: 'CONSENT',
    class: 'ORDINARY',
    source: expect.stringContaining('CPR'),
    consentNeeded: true,
    withheldWhenProtected: false,
  })
  const name = { ground: 'LAW', consentNeeded: false }
  expect(await find(kommune(), 'KOM-17', 'Person.name')).toMatchObject({
    ...name,
    withheldWhenProtected: false,
  })
  expect(await find(bank(), 'BANK-2', 'Person.name')).toMatchObject({ ...name, withheldWhenProtected: true })
  // Nothing of a status tells the place.
  expect(await find(bank(), 'BANK-2', 'Person.status')).toMatchObject({
    ...name,
    withheldWhenProtected: false,
  })
  expect(await find(kommune(), 'KOM-17', 'Person.birthDate')).toBeUndefined()
  expect(await find(bank(), 'BANK-2', 'Person.cpr')).toBeUndefined()
  expect(await find(kommune(), 'KOM-17', 'Consent.state')).toMatchObject({ ground: 'PARTY' })
})

describe('an activity that the system may not use', () => {
  test.each`
    activity                 | as                  | id           | code
    ${"another authority's"} | ${kommune()}        | ${'SU-3'}    | ${'ACTIVITY_UNKNOWN'}
    ${'one that nobody has'} | ${kommune()}        | ${'KOM-999'} | ${'ACTIVITY_UNKNOWN'}
    ${'one for officers'}    | ${kommune()}        | ${'ADM-1'}   | ${'ACTIVITY_UNKNOWN'}
    ${'one that has ended'}  | ${kommune()}        | ${'KOM-9'}   | ${'ACTIVITY_ENDED'}
    ${'one of nobody known'} | ${system('nobody')} | ${'KOM-17'}  | ${'ACTIVITY_UNKNOWN'}
  `('$activity → $code, with what to do, and no field', async ({ as, id, code }) => {
    const [danish, english] = [await access(as, id, 'DA'), await access(as, id)]
    expect(english).toMatchObject({ code, fields: [] })
    expect([english.help!.length > 20, danish.help === english.help]).toEqual([true, false])
  })

  test('whatever the header says, and without one', async () => {
    expect((await access(kommune('KOM-9'), 'KOM-17')).code).toBeNull()
    expect((await access(kommune('KOM-17'), 'SU-3')).code).toBe('ACTIVITY_UNKNOWN')
  })
})

test('it is for systems', async () => {
  const answer = await cases.ask(await cases.citizen('anna'), text, { activity: 'KOM-17' })
  expect(answer.errors).toMatchObject([{ extensions: { code: 'CALLER_KIND' } }])
})
