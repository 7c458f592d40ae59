// Cases L02 to L11 in three ways: every decision in exactly one record, never a value, and the person sees who asked.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bank, type Cases, expectNowhere, inDays, kommune } from './asked.ts'
import { system } from './platform.ts'
import { openThreeWays, type ThreeWays, threeWays, twoWays } from './three-ways.ts'

let cases: ThreeWays
beforeAll(async () => {
  cases = await openThreeWays()
})
afterAll(() => cases?.close())

const name = 'query Q($cpr: CPR!) { person(cpr: $cpr) { name { full } } }'
// The access log's own fields: names and purposes are another subgraph's.
const log = (page = 'first: 100') =>
  `{ me { accessLog(${page}) { totalCount nodes { id at authority { cvr } processor { cvr } person { id } activity { id }
    caseReference given { field ground consent mandate } refused { field code } en: summary(language: EN) } pageInfo { hasNextPage endCursor } } } }`
const logReader = (ask: Cases['ask']) => async (key: string, page?: string) => {
  const answer = await ask(await cases.citizen(key), log(page))
  expect(answer.errors).toEqual([])
  return answer
}
const whole = `{ me { accessLog(first: 1) { nodes { at authority { cvr name } processor { cvr } person { id } activity { id purpose(language: DA) }
  given { field ground consent } refused { field code } da: summary(language: DA) en: summary(language: EN) } } } }`
const total = async (): Promise<number> =>
  (await cases.database.admin`select count(*)::int as n from access_log.record`)[0]!.n

describe.each(threeWays)('%s: every decision stands in exactly one record', way => {
  const ask: Cases['ask'] = (...asked) => cases.by(way).ask(...asked)

  test('thirty operations are thirty records (L02)', async () => {
    const before = await total()
    for (let turn = 0; turn < 30; turn += 5) {
      const asked = await Promise.all(
        Array.from({ length: 5 }, () => ask(kommune('KOM-17'), name, { cpr: cases.cpr('karen') })),
      )
      for (const { recorded, records } of asked) {
        expect(records).toHaveLength(1)
        expect(recorded).toEqual(['Person.name LAW', 'Query.person LAW'])
      }
    }
    // What a busy subgraph did not answer in time was asked again, and stands there too: never fewer.
    expect(await total()).toBeGreaterThanOrEqual(before + 30)
  })

  test('a denial by an early rule is in a record, without a subject (L03)', async () => {
    const answer = await ask(kommune(), name, { cpr: cases.cpr('karen') })
    expect(answer.records).toMatchObject([
      { subject_id: null, given: [], refused: [{ field: 'Query.person', code: 'ACTIVITY_MISSING' }] },
    ])
  })

  test.each`
    what                           | text                     | variables
    ${'a document of nonsense'}    | ${'{ person('}           | ${{}}
    ${'a field that is not there'} | ${'{ me { shoeSize } }'} | ${{}}
    ${'a malformed number'}        | ${name}                  | ${{ cpr: '010170123x' }}
  `('$what has no subject and makes no record (L03)', async ({ text, variables }) => {
    const answer = await ask(kommune('KOM-17'), text, variables)
    expect(answer.errors.length).toBeGreaterThan(0)
    expect(answer.records).toEqual([])
  })

  test('several people in one operation: a record each, all of one operation', async () => {
    const text =
      'query Q($a: CPR!, $b: CPR!) { a: person(cpr: $a) { name { full } children { name { full } civilStatus { status } } } b: person(cpr: $b) { name { full } } }'
    const answer = await ask(kommune('KOM-18'), text, { a: cases.cpr('anna'), b: cases.cpr('carl') })
    const subjects = await Promise.all(['anna', 'sofie', 'bo', 'carl'].map(key => cases.idOf(key)))
    expect(answer.records.map(({ subject_id }) => subject_id).sort()).toEqual(subjects.sort())
    const bo = answer.records.find(({ subject_id }) => subject_id === subjects[2])
    expect(answer.recorded.filter(line => line === 'Person.civilStatus CONSENT_MISSING')).toHaveLength(2)
    expect(bo).toBeDefined()
  })

  test('no value and no number stands in the log', async () => {
    await ask(
      system('su-sagssystem', 'SU-3'),
      'query Q($cpr: CPR!) { person(cpr: $cpr) { cpr birthDate name { full } address { lines } } }',
      {
        cpr: cases.cpr('anna'),
      },
    )
    const rows = JSON.stringify(await cases.database.admin`select * from access_log.record`)
    for (const value of ['Anna Kirstine', 'Ternefyrvej', '1977-05-09', cases.cpr('anna'), cases.cpr('karen')])
      expect(rows).not.toContain(value)
  })

  test('what is open makes no record', async () => {
    const text = 'query Q($cvr: CVR!) { business(cvr: $cvr) { name participants { nodes { name } } } }'
    const answer = await ask(kommune('KOM-17'), text, { cvr: cases.cvr('nordhavn') })
    expect(answer.data.business.name).toBe('Nordhavn ApS')
    expect(answer.records).toEqual([])
  })
})

describe.each(twoWays("names and purposes are another subgraph's"))('%s (%s): the person sees', way => {
  const ask: Cases['ask'] = (...asked) => cases.by(way).ask(...asked)

  test('who, when, what, why, on which basis, given and refused (L05)', async () => {
    await cases.database.admin`truncate consents.consent cascade`
    const id = await cases.consented(kommune('KOM-17'), 'freja', { fields: ['Person.civilStatus'] })
    const read =
      'query Q($cpr: CPR!) { person(cpr: $cpr) { name { full } address { lines } civilStatus { status } citizenship { countryCode } } }'
    await ask(kommune('KOM-17'), read, { cpr: cases.cpr('freja') })
    const answer = await ask(await cases.citizen('freja'), whole)
    expect(answer.data.me.accessLog.nodes[0]).toMatchObject({
      at: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      authority: { cvr: cases.cvr('kommune'), name: 'Strandby Kommune' },
      processor: null,
      person: null,
      activity: { id: 'KOM-17', purpose: 'At afgøre ansøgninger om boligstøtte' },
      given: expect.arrayContaining([
        { field: 'Person.name', ground: 'LAW', consent: null },
        { field: 'Person.address', ground: 'LAW', consent: null },
        { field: 'Person.civilStatus', ground: 'CONSENT', consent: id },
      ]),
      refused: [{ field: 'Person.citizenship', code: 'CONSENT_FIELD_OUTSIDE' }],
      da: expect.stringMatching(
        /^Strandby Kommune fik at se navn og bopælsadresse efter loven \(Lov om individuel boligstøtte § 1 \(prøve\)\), fik at se civilstand efter samtykke og fik ikke at se statsborgerskab \(samtykket omfatter det ikke\) den \d{1,2}\. \p{L}+ \d{4} kl\. \d\d\.\d\d\. Formål: At afgøre ansøgninger om boligstøtte\.( Sag: [a-z-]+\.)?$/u,
      ),
      en: expect.stringMatching(
        /^Strandby Kommune was given name and address by law \(Lov om individuel boligstøtte § 1 \(prøve\)\), was given civil status by consent and was refused citizenship \(the consent does not cover it\) on \d{1,2} [A-Z]\w+ \d{4} at \d\d:\d\d\. Purpose: To decide applications for housing support\.( Case: [a-z-]+\.)?$/,
      ),
    })
  })
})

describe.each(threeWays)('%s: the person sees', way => {
  const ask: Cases['ask'] = (...asked) => cases.by(way).ask(...asked)
  const logOf = logReader(ask)

  test('that the log itself was read: it is recorded, and shown with includeOwn', async () => {
    const answer = await logOf('thomas')
    expect(answer.recorded).toContain('Person.accessLog OWN')
    expect(answer.data.me.accessLog.nodes).toEqual([])
    expect(answer.records).toMatchObject([{ subject_id: await cases.idOf('thomas') }])
    const own = await logOf('thomas', 'includeOwn: true')
    expect(own.data.me.accessLog.nodes[0]).toMatchObject({
      person: { id: await cases.idOf('thomas') },
      en: expect.stringMatching(/^You were given /),
    })
  })

  test('nobody else: a spouse needs a mandate with that very field, and it shows (L07)', async () => {
    const text = 'query Q($id: ID!) { personById(id: $id) { accessLog { totalCount } } }'
    const asLars = async () =>
      ask(await cases.citizen('lars', 'anna'), text, { id: await cases.idOf('anna') })
    await cases.database.admin`truncate powers_of_attorney.power_of_attorney cascade`
    await cases.empowered('anna', 'lars', { fields: ['Person.name'] })
    expect((await asLars()).refused).toEqual(['personById.accessLog MANDATE_SCOPE'])
    await cases.empowered('anna', 'lars', { fields: ['Person.name', 'Person.accessLog'] })
    const given = await asLars()
    expect(given.errors).toEqual([])
    const seen = await logOf('anna', 'first: 1')
    expect(seen.data.me.accessLog.nodes[0]).toMatchObject({
      person: { id: await cases.idOf('lars') },
      given: expect.arrayContaining([
        expect.objectContaining({ field: 'Person.accessLog', ground: 'MANDATE' }),
      ]),
    })
  })

  test('no officer: the name is in the record for the controller, and nowhere in the answer (L11)', async () => {
    const as = {
      ...kommune('KOM-17'),
      caller: { kind: 'SYSTEM', client: 'kommune-sagssystem', officer: 'kommune-steward-1' },
    } as const
    const asked = await ask(as, name, { cpr: cases.cpr('henrik') })
    expect(asked.records).toMatchObject([{ officer: 'kommune-steward-1' }])
    expectNowhere(await logOf('henrik'), ['kommune-steward-1', 'Dataforvalter'])
  })

  test('a bank is recorded as itself, with its activity', async () => {
    await ask(bank('BANK-2'), name, { cpr: cases.cpr('peter') })
    const { nodes } = (await logOf('peter')).data.me.accessLog
    expect(nodes[0]).toMatchObject({ authority: { cvr: cases.cvr('bank') }, activity: { id: 'BANK-2' } })
    expect(inDays(0) > nodes[0].at).toBe(true)
  })

  test('nothing of a covert look-up until its cover ends, in no count either', async () => {
    const key = { 'in process': 'viggo', 'over HTTP': 'aksel', directly: 'carl' }[way]
    const before = (await logOf(key)).data.me.accessLog.totalCount
    const police = await ask(system('politi-sagssystem', 'POL-9'), name, { cpr: cases.cpr(key) })
    expect(police.recorded).toEqual(['Person.name LAW', 'Query.person LAW'])
    const covered = await logOf(key)
    expect(covered.data.me.accessLog.totalCount).toBe(before)
    expectNowhere(covered, ['POL-9', 'Politi'])
    await cases.database
      .admin`update access_log.record set hidden_until = clock_timestamp() where activity = 'POL-9' and hidden_until > clock_timestamp()`
    const shown = await logOf(key)
    expect(shown.data.me.accessLog.totalCount).toBe(before + 1)
    expect(shown.data.me.accessLog.nodes[0].activity.id).toBe('POL-9')
  })
})

describe.each(threeWays)('%s: limits (L09)', way => {
  const ask: Cases['ask'] = (...asked) => cases.by(way).ask(...asked)
  const logOf = logReader(ask)

  beforeAll(async () => {
    for (let index = 0; index < 5; index++) await ask(kommune('KOM-17'), name, { cpr: cases.cpr('ruth') })
  })

  test.each(['0', '-1', '101', '10001', 'null'])('first: %s is refused with what to do', async first => {
    const answer = await ask(
      await cases.citizen('ruth'),
      `{ me { accessLog(first: ${first}) { nodes { id } } } }`,
    )
    expect(answer.data.me.accessLog).toBeNull()
    expect(answer.refused).toEqual(['me.accessLog PAGE_SIZE'])
  })

  test('pages follow one another, newest first; past the end there is nothing', async () => {
    const all = (await logOf('ruth')).data.me.accessLog.nodes.map(({ id }: { id: string }) => id)
    expect(all.length).toBeGreaterThanOrEqual(5)
    const first = (await logOf('ruth', `first: ${all.length - 2}`)).data.me.accessLog
    const second = (await logOf('ruth', `first: 3, after: "${first.pageInfo.endCursor}"`)).data.me.accessLog
    expect([...first.nodes, ...second.nodes].map(({ id }: { id: string }) => id)).toEqual(all)
    expect([first.pageInfo.hasNextPage, second.pageInfo.hasNextPage]).toEqual([true, false])
    const past = (await logOf('ruth', `first: 3, after: "${second.pageInfo.endCursor}"`)).data.me.accessLog
    expect(past).toMatchObject({ nodes: [], totalCount: all.length })
  })
})
