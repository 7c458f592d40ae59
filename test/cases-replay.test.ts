// Cases F04, F15, F17, X9 and X10 in three ways: what is no right, what is too far, and a decision found again from its record.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readRequest } from '../door/headers.ts'
import { type Cases, expectNowhere, kommune, su, withdraw } from './asked.ts'
import { headersOf, post } from './over-http.ts'
import { system } from './platform.ts'
import { openThreeWays, type ThreeWays, threeWays } from './three-ways.ts'

let cases: ThreeWays
beforeAll(async () => {
  cases = await openThreeWays()
})
afterAll(() => cases?.close())

const kom17 = kommune('KOM-17')
const civilStatus = 'query Q($cpr: CPR!) { person(cpr: $cpr) { civilStatus { status } } }'
const one = { fields: ['Person.civilStatus'] }

describe.each(threeWays)('%s', way => {
  const ask: Cases['ask'] = (...asked) => cases.by(way).ask(...asked)

  test.each(['DRAFT', 'REQUESTED'])('a consent that is %s gives nothing (F17)', async state => {
    const { admin } = cases.database
    await admin`truncate consents.consent cascade`
    const id = await cases.requested(kom17, 'freja', one)
    if (state === 'DRAFT')
      await admin`update consents.consent set state = 'DRAFT', sent_at = null where id = ${id}`
    const answer = await ask(kom17, civilStatus, { cpr: cases.cpr('freja') })
    expect(answer.refused).toEqual(['person.civilStatus CONSENT_MISSING'])
    expect(answer.recorded).toEqual(['Person.civilStatus CONSENT_MISSING', 'Query.person LAW'])
    expectNowhere(answer, ['MARRIED', id])
  })

  test('an activity that looks up does not list the nation (X9)', async () => {
    const answer = await ask(su, '{ persons(first: 100) { totalCount nodes { id name { full } } } }')
    expect([answer.data, answer.refused]).toEqual([{ persons: null }, ['persons ACTIVITY_REACH']])
    expect(answer.recorded).toEqual(['Query.persons ACTIVITY_REACH'])
    const larger = await ask(system('skat-sagssystem', 'SKAT-2'), '{ persons(first: 1000) { nodes { id } } }')
    expect([larger.data?.persons ?? null, larger.refused]).toEqual([null, ['persons PAGE_SIZE']])
  })

  test.each(['0101701234', '010170-1234', 'sag/0101701234'])(
    'a case that holds the personal number %s is no case: 400, nothing is asked or kept (X10)',
    async caseReference => {
      if (way === 'in process') return expect(() => readCase(caseReference)).rejects.toThrow('Case-Reference')
      const headers = await headersOf(cases, { ...su, caseReference })
      const server = way === 'over HTTP' ? 'gateway' : 'persons'
      const body = { query: civilStatus, variables: { cpr: cases.cpr('anna') } }
      const before = await count()
      const { status, text } = await post(cases.url(server), headers, body)
      expect([status, JSON.parse(text).errors[0].extensions.code]).toEqual([400, 'HEADER'])
      expect(text).not.toMatch(/0101701234|010170/)
      expect(await count()).toBe(before)
    },
  )

  const everyGround =
    'query Q($cpr: CPR!) { person(cpr: $cpr) { name { full } address { lines } sex civilStatus { status } citizenship { countryCode } } }'

  test('each decision is found again in its sources from its record alone, also when the consent has ended since (F15)', async () => {
    await cases.database.admin`truncate consents.consent cascade`
    const id = await cases.consented(kom17, 'freja', one)
    const asked = await ask(kom17, everyGround, { cpr: cases.cpr('freja') })
    expect(asked.recorded).toEqual([
      'Person.address LAW',
      'Person.citizenship CONSENT_FIELD_OUTSIDE',
      'Person.civilStatus CONSENT',
      'Person.name LAW',
      'Person.sex ACTIVITY_FIELD_OUTSIDE',
      'Query.person LAW',
    ])
    const record = await lastRecord()
    expect(await replay(record)).toEqual(asked.recorded)
    await cases.ask(await cases.citizen('freja'), withdraw, { input: { id, commandId: randomUUID() } })
    expect((await ask(kom17, civilStatus, { cpr: cases.cpr('freja') })).refused).toEqual([
      'person.civilStatus CONSENT_WITHDRAWN',
    ])
    expect(await replay(record)).toEqual(asked.recorded)
    await cases.database.admin`truncate consents.consent cascade`
    expect(await replay(record)).toContain('Person.civilStatus: the consent is missing')
  })
})

const readCase = async (caseReference: string) => {
  const arrival = { id: randomUUID(), at: new Date(), lookupBusiness: async () => '' }
  return readRequest({ 'case-reference': [caseReference] }, { caller: su.caller, activities: [] }, arrival)
}

const count = async (): Promise<number> =>
  (await cases.database.admin`select count(*)::int as n from access_log.record`)[0]!.n

interface Decided {
  readonly at: Date
  readonly subject_id: string
  readonly authority: string
  readonly client: string
  readonly activity: string
  readonly activity_version: number
  readonly given: readonly { readonly field: string; readonly ground: string; readonly consent?: string }[]
  readonly refused: readonly { readonly field: string; readonly code: string }[]
}

const lastRecord = async (): Promise<Decided> =>
  (await cases.database.admin<Decided[]>`select * from access_log.record order by at desc limit 1`)[0]!

/** Decides again by what the sources say of the record's own time; names the source that lacks. */
async function replay(record: Decided): Promise<readonly string[]> {
  const { admin } = cases.database
  const { activity, activity_version, at, client, subject_id, authority } = record
  const [version] = await admin`
    select 1 from authorities.activity_version v join authorities.activity_system s using (activity, version)
    where v.activity = ${activity} and v.version = ${activity_version} and v.valid @> ${at}::timestamptz
      and s.client = ${client}`
  if (!version) return ['the version of the activity is missing']
  const grounds = await admin<{ coordinate: string; ground: string }[]>`
    select coordinate, ground from authorities.activity_field
    where activity = ${activity} and version = ${activity_version}`
  const groundOf = (field: string) => grounds.find(({ coordinate }) => coordinate === field)?.ground
  const consents = await admin<{ id: string; fields: string[] }[]>`
    select id, fields from consents.consent where subject_id = ${subject_id} and authority = ${authority}
      and activity = ${activity} and valid_from <= ${at} and valid_to > ${at} and coalesce(ended_at > ${at}, true)`
  const given = record.given.map(({ field, ground, consent }) => {
    // Whoever may be given some field by law may be looked up.
    if (field === 'Query.person')
      return `${field} ${grounds.some(one => one.ground === 'LAW') ? 'LAW' : 'CONSENT'}`
    if (ground !== 'CONSENT') return `${field} ${groundOf(field)}`
    const found = consents.find(({ id }) => id === consent)
    return found?.fields.includes(field) ? `${field} CONSENT` : `${field}: the consent is missing`
  })
  const refused = record.refused.map(({ field }) => {
    if (groundOf(field) === undefined) return `${field} ACTIVITY_FIELD_OUTSIDE`
    return `${field} ${consents.length > 0 ? 'CONSENT_FIELD_OUTSIDE' : 'CONSENT_MISSING'}`
  })
  return [...given, ...refused].sort()
}
