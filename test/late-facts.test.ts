// Cases P20 and P21: a death reported today with last week's date ends what rests on it at once, and marks last week's records.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Ending, lateEnding, lateInWords, restedOn } from '../subgraphs/access-log/late.ts'
import { type Cases, kommune, openCases } from './asked.ts'
import type { As } from './platform.ts'

const day = (text: string) => new Date(`2026-03-${text}T12:00:00Z`)
const endless = new Date('9999-01-01T00:00:00Z')
const ended = (cause: Ending['cause'], since: string, known: string, until = endless): Ending => ({
  ...{ cause, id: 'x', other: cause === 'DEATH' || cause === 'DISSOLUTION' ? null : 'y' },
  ...{ since: day(since), known: day(known), until },
})
const death = (since: string, known: string) => ended('DEATH', since, known)

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
    const given = [{ field: 'Person.name', ground: 'MANDATE' }] as const
    const row = { at: day(at), given, subjectId: 'x', personId: 'y' }
    expect(lateEnding(row, deaths)?.since ?? null).toEqual(since && day(since))
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

  test.each`
    what                                 | ending                                             | given                                        | late
    ${'custody by which was read'}       | ${ended('CUSTODY', '03', '08')}                    | ${{ ground: 'MANDATE', by: 'CUSTODY' }}      | ${true}
    ${'custody, read by guardianship'}   | ${ended('CUSTODY', '03', '08')}                    | ${{ ground: 'MANDATE', by: 'GUARDIANSHIP' }} | ${false}
    ${'custody that began anew'}         | ${ended('CUSTODY', '03', '08', day('04'))}         | ${{ ground: 'MANDATE', by: 'CUSTODY' }}      | ${false}
    ${'custody of another holder'}       | ${{ ...ended('CUSTODY', '03', '08'), other: 'z' }} | ${{ ground: 'MANDATE', by: 'CUSTODY' }}      | ${false}
    ${'guardianship by which was read'}  | ${ended('GUARDIANSHIP', '03', '08')}               | ${{ ground: 'MANDATE', by: 'GUARDIANSHIP' }} | ${true}
    ${'a business, read by its rule'}    | ${ended('DISSOLUTION', '03', '08')}                | ${{ ground: 'MANDATE', by: 'SIGNING_RULE' }} | ${true}
    ${'a business, read by its consent'} | ${ended('DISSOLUTION', '03', '08')}                | ${{ ground: 'CONSENT' }}                     | ${false}
    ${'custody, read by law'}            | ${ended('CUSTODY', '03', '08')}                    | ${{ ground: 'LAW' }}                         | ${false}
  `('the end of $what: $late', ({ ending, given, late }) => {
    const row = { at: day('05'), given: [{ field: 'Person.name', ...given }], subjectId: 'x', personId: 'y' }
    expect(lateEnding(row, [ending]) !== null).toBe(late)
  })

  test('in both languages, with Danish days', () => {
    const late = { ...death('02', '08'), since: new Date('2026-03-02T23:30:00Z') }
    expect(lateInWords(late, 'DA')).toMatch(/^Oplyst senere: .* 3\. marts 2026,.* 8\. marts 2026\.$/)
    expect(lateInWords(late, 'EN')).toMatch(/^Learned later: .* 3 March 2026,.* 8 March 2026\.$/)
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

describe('told today with last week’s date', () => {
  let cases: Cases
  const log = (root: string) => `{ ${root} { accessLog(first: 50) { nodes { at en: learnedLater } } } }`
  const late = async (as: As, root: string) => {
    const { data, refused } = await cases.ask(as, log(root))
    expect(refused).toEqual([])
    const [of] = Object.values(data) as [{ accessLog: { nodes: readonly { en: string | null }[] } }]
    return of.accessLog.nodes.flatMap(({ en }) => (en === null ? [] : [en]))
  }
  beforeAll(async () => {
    cases = await openCases()
  })
  afterAll(() => cases?.close())

  test('custody that had ended marks what was read by it', async () => {
    const { admin } = cases.database
    const [bo, anna] = [await cases.idOf('bo'), await cases.idOf('anna')]
    const text = 'query Read($id: ID!) { personById(id: $id) { name { full } } }'
    expect((await cases.ask(await cases.citizen('anna', 'bo'), text, { id: bo })).refused).toEqual([])
    await admin`update access_log.record set at = now() - interval '3 days'`
    expect(await late(await cases.citizen('bo'), 'me')).toEqual([])
    await admin.begin(async sql => {
      await sql`create temp table row_of on commit drop as select * from persons.custody
        where person_id = ${bo} and holder_id = ${anna} and row_status = 'CURRENT' and registered_to = 'infinity'`
      await sql`update persons.custody set registered_to = now() where person_id = ${bo} and holder_id = ${anna}
        and row_status = 'CURRENT' and registered_to = 'infinity'`
      await sql`update row_of set effective_to = now() - interval '7 days', registered_from = now(),
        content_hash = content_hash || '-ended'`
      await sql`insert into persons.custody select * from row_of`
      await sql`select access.raise_standing(array[${bo}::uuid])`
    })
    expect(await late(await cases.citizen('bo'), 'me')).toEqual([
      expect.stringMatching(/: custody had ended on /),
    ])
    expect((await cases.ask(await cases.citizen('anna', 'bo'), text, { id: bo })).refused).not.toEqual([])
  })

  test('a business that had been dissolved marks what was read for it', async () => {
    const { admin } = cases.database
    const id = await cases.businessId('frisoer-ida')
    const ida = { ...(await cases.citizen('ida')), represented: { kind: 'BUSINESS', id } as const }
    const text = '{ represented { ... on Business { employment(year: 2024) { employees } } } }'
    expect((await cases.ask(ida, text)).refused).toEqual([])
    await admin`update access_log.record set at = now() - interval '3 days'`
    await admin.begin(async sql => {
      await sql`create temp table row_of on commit drop as select * from businesses.life_cycle
        where business_id = ${id} and registered_to = 'infinity'`
      await sql`update businesses.life_cycle set registered_to = now() where business_id = ${id} and registered_to = 'infinity'`
      await sql`alter table row_of drop column row_id`
      await sql`update row_of set effective_to = now() - interval '7 days', registered_from = now(), registered_to = 'infinity'`
      const columns = await sql`select string_agg(quote_ident(attname), ', ') as names from pg_attribute
        where attrelid = 'pg_temp.row_of'::regclass and attnum > 0 and not attisdropped`
      await sql.unsafe(
        `insert into businesses.life_cycle (${columns[0]!.names}) select ${columns[0]!.names} from row_of`,
      )
      await sql`select access.raise_standing(array[${id}::uuid])`
    })
    const { records } = await cases.ask(ida, text)
    expect(records.flatMap(({ refused }) => refused.map(({ code }) => code))).toContain('MANDATE_LAPSED')
    const rows = await admin`select cause, known > since as late from access.named_ending where id = ${id}`
    expect(rows).toEqual([{ cause: 'DISSOLUTION', late: true }])
  })
})
