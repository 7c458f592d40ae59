// Cases P20 and P21: a death reported today with last week's date ends what rests on it at once, and marks last week's records.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Death, lateDeath, lateInWords, restedOn } from '../subgraphs/access-log/late.ts'
import { type Cases, kommune, openCases } from './asked.ts'

const day = (text: string) => new Date(`2026-03-${text}T12:00:00Z`)
const death = (since: string, known: string): Death => ({ id: 'x', since: day(since), known: day(known) })

describe('which records were made too late', () => {
  test.each`
    at      | deaths                                    | since
    ${'05'} | ${[]}                                     | ${null}
    ${'05'} | ${[death('03', '08')]}                    | ${'03'}
    ${'03'} | ${[death('03', '08')]}                    | ${'03'}
    ${'02'} | ${[death('03', '08')]}                    | ${null}
    ${'08'} | ${[death('03', '08')]}                    | ${null}
    ${'05'} | ${[death('04', '08'), death('03', '06')]} | ${'03'}
  `('of $at with $deaths.length deaths: $since', ({ at, deaths, since }) => {
    expect(lateDeath({ at: day(at) }, deaths)?.since ?? null).toEqual(since && day(since))
  })

  test.each`
    ground       | whose
    ${'CONSENT'} | ${['subject']}
    ${'MANDATE'} | ${['subject', 'holder']}
    ${'LAW'}     | ${[]}
    ${'OWN'}     | ${[]}
  `('what was given by $ground rested on the lives of $whose', ({ ground, whose }) => {
    const row = { at: day('05'), given: [{ field: 'Person.name', ground }] }
    expect(restedOn({ ...row, subjectId: 'subject', personId: 'holder' })).toEqual(whose)
  })

  test('in both languages, with Danish days', () => {
    const late = { id: 'x', since: new Date('2026-03-02T23:30:00Z'), known: day('08') }
    expect(lateInWords(late, 'DA')).toMatch(/^Oplyst senere: .*2026-03-03.*2026-03-08\.$/)
    expect(lateInWords(late, 'EN')).toMatch(/^Learned later: .*2026-03-03.*2026-03-08\.$/)
  })
})

describe('a death reported today with last week’s date (P20, P21)', () => {
  let cases: Cases
  const name = 'query Read($id: ID!) { personById(id: $id) { name { full } } }'
  const log = `{ me { accessLog(first: 50) { nodes {
    person { id } at en: learnedLater da: learnedLater(language: DA) given { field ground } } } } }`
  const uses = `query Uses($id: ID!) { consent(id: $id) { state uses(first: 5) { nodes { learnedLater } } } }`
  const read = async (by: string, whom: string) =>
    cases.ask(await cases.citizen(by, whom), name, { id: await cases.idOf(whom) })

  /** As a delivery of today has it. */
  async function died(key: string) {
    const { admin } = cases.database
    const id = await cases.idOf(key)
    await admin.begin(async sql => {
      await sql`create temp table row_of on commit drop as
        select * from persons.person where person_id = ${id} and row_status = 'CURRENT' and registered_to = 'infinity'`
      await sql`update persons.person set registered_to = now()
        where person_id = ${id} and row_status = 'CURRENT' and registered_to = 'infinity'`
      await sql`update row_of set status = '90', status_from = now() - interval '7 days', registered_from = now(),
        content_hash = content_hash || '-dead'`
      await sql`insert into persons.person select * from row_of`
      await sql`select access.raise_standing(array[${id}::uuid])`
    })
  }

  beforeAll(async () => {
    cases = await openCases()
    await cases.empowered('anna', 'lars', {})
    await cases.empowered('karen', 'anna', {})
    expect((await read('lars', 'anna')).refused).toEqual([])
    expect((await read('anna', 'karen')).refused).toEqual([])
    expect((await cases.ask(await cases.citizen('anna'), '{ me { name { full } } }')).refused).toEqual([])
    await cases.database.admin`update access_log.record set at = now() - interval '3 days'`
    await died('lars')
  })
  afterAll(() => cases?.close())

  test('today it is refused', async () => {
    expect((await read('lars', 'anna')).refused).toEqual(['personById MANDATE_LAPSED'])
  })

  test('last week’s record is marked, and nothing in it is rewritten; the others are not', async () => {
    const before = await cases.database.admin`select * from access_log.record order by id`
    const { data } = await cases.ask(await cases.citizen('anna'), log)
    const late = data.me.accessLog.nodes.filter((one: { en: string | null }) => one.en !== null)
    expect(late).toMatchObject([
      {
        person: { id: await cases.idOf('lars') },
        en: expect.stringMatching(/^Learned later/),
        da: expect.stringMatching(/^Oplyst senere/),
        given: expect.arrayContaining([{ field: 'Person.name', ground: 'MANDATE' }]),
      },
    ])
    const after = await cases.database.admin`select * from access_log.record order by id`
    const kept = after.filter(({ id }) => before.some(one => one.id === id))
    expect(kept).toEqual(before)
  })

  test('a consent is ended by it, and what it was used for since is marked for the authority', async () => {
    const as = kommune('KOM-17')
    const consent = await cases.consented(as, 'karen', { fields: ['Person.civilStatus'] })
    const text = 'query Read($id: ID!) { personById(id: $id) { civilStatus { status } } }'
    const id = await cases.idOf('karen')
    expect((await cases.ask(as, text, { id })).refused).toEqual([])
    await cases.database.admin`update access_log.consent_use set at = at - interval '3 days'`
    await cases.database.admin`update access_log.record set at = at - interval '3 days'
      where id in (select record from access_log.consent_use)`
    const whole = async () => (await cases.ask(as, uses, { id: consent })).data.consent
    expect((await whole()).uses.nodes).toEqual([{ learnedLater: null }])
    await died('karen')
    expect((await whole()).uses.nodes).toEqual([{ learnedLater: expect.stringMatching(/^Learned later/) }])
    expect((await cases.ask(as, text, { id })).refused).toEqual([
      expect.stringMatching(/^personById\.civilStatus CONSENT_/),
    ])
  })
})
