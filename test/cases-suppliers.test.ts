// Cases P22 and P23: a supplier reads for the authority that it works for, within its contract; the citizen sees both.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { kommuneSteward } from './activity-drafts.ts'
import { type Cases, inDays, kommune, request } from './asked.ts'
import { levFor as asLev, endAll, ended, inForce } from './suppliers.ts'
import { openThreeWays, type ThreeWays, threeWays } from './three-ways.ts'

let cases: ThreeWays
beforeAll(async () => {
  cases = await openThreeWays()
})
afterAll(() => cases?.close())

const levFor = (key: string | null, activity?: string) => asLev(cases, key, activity)
const name = 'query Q($cpr: CPR!) { person(cpr: $cpr) { name { full } sex } }'
const whose = async () => {
  const rows = await cases.database.admin`
    select authority, processor, client, given from access_log.record order by at desc, id desc limit 1`
  return rows[0]!
}

describe.each(threeWays)('%s: Lev works for the municipality under KOM-17', way => {
  const ask: Cases['ask'] = (...asked) => cases.by(way).ask(...asked)
  const anna = { cpr: '' }
  beforeAll(() => {
    anna.cpr = cases.cpr('anna')
  })

  test('it is given what the activity gives; recipient and processor are on record (P22)', async () => {
    const answer = await ask(levFor('kommune', 'KOM-17'), name, anna)
    expect(answer.data.person.name.full).toContain('Holm')
    expect(answer.refused).toEqual(['person.sex ACTIVITY_FIELD_OUTSIDE'])
    expect(await whose()).toMatchObject({
      authority: cases.cvr('kommune'),
      processor: cases.cvr('lev'),
      client: 'lev-drift',
    })
  })

  test.each`
    asks                                         | key          | activity    | code
    ${'without saying for whom'}                 | ${null}      | ${'KOM-17'} | ${'ACTIVITY_UNKNOWN'}
    ${'for another authority (P23)'}             | ${'skat'}    | ${'SKAT-1'} | ${'MANDATE_MISSING'}
    ${'by the same activity for another (P23)'}  | ${'skat'}    | ${'KOM-17'} | ${'MANDATE_MISSING'}
    ${"by another authority's activity (P23)"}   | ${'kommune'} | ${'SKAT-1'} | ${'MANDATE_SCOPE'}
    ${'by another activity of the municipality'} | ${'kommune'} | ${'KOM-18'} | ${'MANDATE_SCOPE'}
    ${'for itself, as if for another'}           | ${'lev'}     | ${'KOM-17'} | ${'MANDATE_MISSING'}
    ${'without an activity'}                     | ${'kommune'} | ${null}     | ${'ACTIVITY_MISSING'}
  `('it asks $asks: $code, on its own record', async ({ key, activity, code }) => {
    const answer = await ask(levFor(key, activity ?? undefined), name, anna)
    expect([answer.data, answer.refused]).toEqual([{ person: null }, [`person ${code}`]])
    const own = { authority: cases.cvr('lev'), processor: null }
    const both = { authority: cases.cvr('kommune'), processor: cases.cvr('lev') }
    expect(await whose()).toMatchObject(code === 'ACTIVITY_MISSING' ? both : own)
  })

  test("another supplier's system has no part in it", async () => {
    const bank = {
      ...levFor('kommune', 'KOM-17'),
      caller: { ...levFor(null).caller, client: 'bank-kreditsystem' },
    }
    expect((await ask(bank, name, anna)).refused).toEqual(['person MANDATE_MISSING'])
  })
})

describe('the citizen sees the municipality as recipient and Lev as its processor', () => {
  const log = `{ me { accessLog(first: 1) { nodes { authority { cvr name } processor { cvr name }
    da: summary(language: DA) en: summary(language: EN) } } } }`

  test('in both languages', async () => {
    await cases.ask(levFor('kommune', 'KOM-17'), name, { cpr: cases.cpr('freja') })
    const answer = await cases.ask(await cases.citizen('freja'), log)
    expect(answer.data.me.accessLog.nodes).toEqual([
      {
        authority: { cvr: cases.cvr('kommune'), name: 'Strandby Kommune' },
        processor: { cvr: cases.cvr('lev'), name: 'Lev A/S' },
        da: expect.stringMatching(/^Lev A\/S på vegne af Strandby Kommune fik at se navn efter loven/),
        en: expect.stringMatching(/^Lev A\/S on behalf of Strandby Kommune was given name by law/),
      },
    ])
  })
})

describe('what a supplier may read is told as it is decided', () => {
  const access = 'query A($id: ID!) { myAccess(activity: $id) { code fields { coordinate ground } } }'
  test.each`
    key          | code
    ${'kommune'} | ${null}
    ${null}      | ${'ACTIVITY_UNKNOWN'}
    ${'skat'}    | ${'MANDATE_MISSING'}
  `('for $key: $code', async ({ key, code }) => {
    const answer = await cases.ask(levFor(key), access, { id: 'KOM-17' })
    expect(answer.data.myAccess.code).toBe(code)
    const told = answer.data.myAccess.fields
    if (code === null) expect(told).toContainEqual({ coordinate: 'Person.name', ground: 'LAW' })
    else expect(told).toEqual([])
  })
})

describe('consents', () => {
  const fields = ['Person.civilStatus']
  const list = '{ consents { nodes { id } } }'
  const one = 'query C($id: ID!) { consent(id: $id) { state } }'
  const civilStatus = 'query Q($cpr: CPR!) { person(cpr: $cpr) { civilStatus { status } } }'

  test('asked for by the supplier are given to the municipality, and used by both', async () => {
    const id = await cases.consented(levFor('kommune', 'KOM-17'), 'erik', { fields })
    const [row] = await cases.database.admin`select authority from consents.consent where id = ${id}`
    expect(row).toEqual({ authority: cases.cvr('kommune') })
    for (const as of [kommune('KOM-17'), levFor('kommune', 'KOM-17')]) {
      const answer = await cases.ask(as, civilStatus, { cpr: cases.cpr('erik') })
      expect(answer.recorded).toContain('Person.civilStatus CONSENT')
    }
  })

  test("of the municipality's other activities are none of the supplier's business", async () => {
    const other = await cases.requested(kommune('KOM-18'), 'bo', { template: 'day-care', fields: null })
    const [bank, lev] = [kommune('KOM-17'), levFor('kommune', 'KOM-17')]
    const seen = async (as: typeof lev) =>
      (await cases.ask(as, list)).data.consents.nodes.map(({ id }: { id: string }) => id)
    expect(await seen(bank)).toContain(other)
    expect(await seen(lev)).not.toContain(other)
    expect((await cases.ask(bank, one, { id: other })).data.consent).toEqual({ state: 'REQUESTED' })
    expect((await cases.ask(lev, one, { id: other })).data.consent).toBeNull()
    const changes = '{ consentChanges(first: 100) { nodes { consent { id } } } }'
    const told = async (as: typeof lev) => JSON.stringify((await cases.ask(as, changes)).data)
    expect(await told(bank)).toContain(other)
    expect(await told(lev)).not.toContain(other)
    const cancel = `mutation C($input: CancelConsentInput!) { cancelConsentRequest(input: $input) { problems { code } } }`
    const cancelled = await cases.ask(lev, cancel, { input: { id: other, commandId: 'lev-1' } })
    expect(cancelled.data.cancelConsentRequest.problems).toEqual([{ code: 'NOT_FOUND' }])
  })

  test('are not asked for without a mandate', async () => {
    const input = cases.requestInput('erik', { fields })
    const answer = await cases.ask(levFor('skat', 'KOM-17'), request, { input })
    expect(answer.refused).toEqual(['requestConsent MANDATE_MISSING'])
  })
})

describe("an activity's systems", () => {
  test('a system that the activity no longer names is refused, mandate or not', async () => {
    await cases.database
      .admin`delete from authorities.activity_system where activity = 'KOM-17' and client = 'lev-drift'`
    try {
      const answer = await cases.ask(levFor('kommune', 'KOM-17'), name, { cpr: cases.cpr('anna') })
      expect(answer.refused).toEqual(['person ACTIVITY_UNKNOWN'])
    } finally {
      await cases.database.admin`insert into authorities.activity_system values ('KOM-17', 1, 'lev-drift')`
    }
  })
})

describe('the contract ends', () => {
  beforeEach(() => endAll(cases))
  const read = (key = 'anna') => cases.ask(levFor('kommune', 'KOM-17'), name, { cpr: cases.cpr(key) })

  test('the next request is refused with MANDATE_EXPIRED, and a new contract gives again', async () => {
    const id = await inForce(cases)
    expect((await read()).refused).toEqual(['person.sex ACTIVITY_FIELD_OUTSIDE'])
    expect((await ended(cases, id)).problems).toEqual([])
    expect((await read()).refused).toEqual(['person MANDATE_EXPIRED'])
    await inForce(cases)
    expect((await read()).refused).toEqual(['person.sex ACTIVITY_FIELD_OUTSIDE'])
  })

  test('one that begins later gives nothing yet', async () => {
    await cases.database.admin`delete from authorities.supplier_event`
    await cases.database.admin`delete from authorities.supplier`
    await inForce(cases, { validFrom: inDays(1) })
    expect((await read()).refused).toEqual(['person MANDATE_MISSING'])
  })

  test('while it is being ended, nothing is released by it', async () => {
    const id = await inForce(cases)
    await cases.database.admin.begin(async tx => {
      await tx`update authorities.supplier set state = 'ENDED', ended_at = clock_timestamp() where id = ${id}`
      const answer = await read()
      expect([answer.data, answer.refused]).toEqual([null, ['INDETERMINATE']])
      expect(answer.recorded.filter(line => line.endsWith('LAW'))).toEqual([])
    })
    expect((await read()).refused).toEqual(['person MANDATE_EXPIRED'])
  })

  test('reads race its end: none is given that was sent after the end had returned, none recorded after it', async () => {
    for (let round = 0; round < 6; round++) {
      const id = await inForce(cases)
      const begun = new Date()
      let returned = Infinity
      const reads: { sent: number; given: boolean }[] = []
      const reader = async () => {
        for (let after = 0; after < 2; after += returned < Infinity ? 1 : 0) {
          const sent = performance.now()
          const { data } = await read('karen')
          reads.push({ sent, given: data?.person?.name != null })
        }
      }
      const end = async () => {
        while (reads.length < 4) await new Promise(resolve => setTimeout(resolve, 1))
        expect((await ended(cases, id)).problems).toEqual([])
        returned = performance.now()
      }
      await Promise.all([reader(), reader(), reader(), end()])
      expect(reads.some(({ given }) => given)).toBe(true)
      expect(reads.filter(({ sent, given }) => given && sent > returned)).toEqual([])
      const late = await cases.database.admin`select r.id from access_log.record r, authorities.supplier s
        where s.id = ${id} and r.processor is not null and r.at >= ${begun} and jsonb_array_length(r.given) > 0
          and r.at >= s.ended_at + interval '1 millisecond' and r.client = 'lev-drift'`
      expect([...late]).toEqual([])
    }
  })
})

test('its officers are no stewards of the municipality', async () => {
  await inForce(cases)
  const caller = { kind: 'SYSTEM', client: 'lev-drift', officer: 'kommune-steward-1' } as const
  const text = '{ myAuthority { authority { cvr } } }'
  const answer = await cases.ask({ ...levFor('kommune', 'ADM-1'), caller }, text)
  expect(answer.refused).toEqual(['myAuthority CALLER_KIND'])
  expect((await cases.ask(kommuneSteward(1), text)).refused).toEqual([])
})
