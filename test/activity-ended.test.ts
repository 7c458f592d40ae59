// An activity that ends while a request under it runs: looked at again as the record is written, by every node.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Settlement } from '../access/release.ts'
import { end, kommuneSteward } from './activity-drafts.ts'
import { type Cases, expectNowhere, inDays, kommune, openCases } from './asked.ts'
import { openPlatform, type Platform, requestOf } from './platform.ts'

let cases: Cases
let other: Platform
let anna: string
let activity: string
let made = 50

beforeAll(async () => {
  cases = await openCases()
  other = await openPlatform(cases.database)
  anna = await cases.idOf('anna')
})
afterAll(async () => {
  await other?.close()
  await cases?.close()
})
// What has ended stays so: each test has an activity of its own, like the municipality's KOM-17.
beforeEach(addActivity)

async function addActivity(): Promise<void> {
  activity = `KOM-${++made}`
  await cases.database.admin`insert into authorities.activity (id, authority)
    select ${activity}, authority from authorities.activity where id = 'KOM-17'`
  await addVersion(1)
}

/** A version that has begun and has no end. */
async function addVersion(version: number): Promise<void> {
  const { admin } = cases.database
  await admin`insert into authorities.activity_version (activity, version, valid, purpose_da, purpose_en, legal_basis, act,
      reach, subjects, started_by, approved_by)
    select ${activity}, ${version}, tstzrange(clock_timestamp(), null), purpose_da, purpose_en, legal_basis, act, reach,
      subjects, started_by, approved_by from authorities.activity_version where activity = 'KOM-17' and version = 1`
  await admin`insert into authorities.activity_field
    select ${activity}, ${version}, coordinate, ground from authorities.activity_field where activity = 'KOM-17'`
  await admin`insert into authorities.activity_system
    select ${activity}, ${version}, client from authorities.activity_system where activity = 'KOM-17'`
}

/** Ends it as a steward does: the call has returned when this is done. */
async function endActivity(at?: string): Promise<void> {
  const input = { id: activity, commandId: randomUUID(), ...(at && { at }) }
  const answer = await cases.ask(kommuneSteward(), end, { input })
  expect([answer.errors, answer.data.endActivity.problems]).toEqual([[], []])
}

async function takeFromSystem(): Promise<void> {
  await cases.database.admin`delete from authorities.activity_system where activity = ${activity}`
}

async function replace(): Promise<void> {
  await endActivity()
  await addVersion(2)
}

const read = 'query Read($id: ID!) { personById(id: $id) { name { full } } }'

/** Asks once. What happens comes after the decision, before it is recorded. */
async function meanwhile(
  happens: () => Promise<unknown>,
  change: (settlement: Settlement) => Settlement = settlement => settlement,
  [text, variables]: [string, Record<string, unknown>] = [read, { id: anna }],
) {
  const services = cases.subgraphs.services as { release: typeof cases.subgraphs.services.release }
  const { release } = services
  let attempts = 0
  services.release = async settlement => {
    if (settlement.operation.activity !== activity) return release(settlement)
    attempts += 1
    if (attempts === 1) await happens()
    return release(change(settlement))
  }
  try {
    return { answer: await cases.ask(kommune(activity), text, variables), attempts }
  } finally {
    services.release = release
  }
}

const given = ['Person.name LAW', 'Query.personById LAW']

describe('between the decision and its record', () => {
  test.each`
    what                               | happens                         | attempts | refused                            | recorded
    ${'nothing happens'}               | ${async () => {}}               | ${1}     | ${[]}                              | ${given}
    ${'it ends'}                       | ${endActivity}                  | ${2}     | ${['personById ACTIVITY_ENDED']}   | ${['Query.personById ACTIVITY_ENDED']}
    ${'it is to end tomorrow'}         | ${() => endActivity(inDays(1))} | ${1}     | ${[]}                              | ${given}
    ${'a new version takes its place'} | ${replace}                      | ${2}     | ${[]}                              | ${given}
    ${'it is taken from the system'}   | ${takeFromSystem}               | ${2}     | ${['personById ACTIVITY_UNKNOWN']} | ${['Query.personById ACTIVITY_UNKNOWN']}
  `('$what: $recorded', async ({ happens, attempts, refused, recorded }) => {
    const { answer, attempts: made } = await meanwhile(() => happens())
    expect({ made, refused: answer.refused, recorded: answer.recorded }).toEqual({
      made: attempts,
      refused,
      recorded,
    })
    if (refused.length > 0) expectNowhere(answer, ['Anna', 'Holm'])
  })

  test('a command that was carried out stands, and what it returns is withheld', async () => {
    const ask =
      'mutation Ask($input: RequestConsentInput!) { requestConsent(input: $input) { consent { state } } }'
    const input = cases.requestInput('anna', { fields: ['Person.civilStatus'], template: 'of none' })
    const { answer } = await meanwhile(endActivity, undefined, [ask, { input }])
    expect(answer.data).toBeNull()
    expect(answer.refused.map(line => line.trim())).toEqual(['COMMAND_STANDS', 'INDETERMINATE'])
  })

  test('a release that does not look at the activity is found', async () => {
    const { answer } = await meanwhile(endActivity, settlement => ({ ...settlement, activity: null }))
    expect(answer.recorded).toEqual(given)
  })
})

const readsBefore = 12

/** Reads on both nodes while the activity is ended on one. When each was sent, and what came. */
async function race() {
  const reads: { sent: number; given: boolean; codes: readonly string[]; operation: string }[] = []
  let returned = Number.POSITIVE_INFINITY
  let ending: Promise<void> | undefined
  const reader = async (node: Platform) => {
    for (let after = 0; after < 3; after += returned < Number.POSITIVE_INFINITY ? 1 : 0) {
      const request = requestOf(kommune(activity))
      const sent = performance.now()
      const { body } = await node.gateway.answer({ request, documentText: read, variables: { id: anna } })
      const codes = (body.errors ?? []).map(({ extensions }) => String(extensions?.code))
      reads.push({ sent, given: JSON.stringify(body.data).includes('full'), codes, operation: request.id })
      if (reads.length === readsBefore)
        ending = endActivity().finally(() => {
          returned = performance.now()
        })
    }
  }
  await Promise.all([cases, cases, other, other].map(reader))
  await ending
  return { reads, returned }
}

test('no read that was sent when the end had returned is given, on any node, and each has one record that says so', async () => {
  let refusedInAll = 0
  for (let round = 0; round < 5; round++) {
    if (round > 0) await addActivity()
    const { reads, returned } = await race()
    expect(reads.filter(({ sent, given }) => given && sent > returned)).toEqual([])
    expect(new Set(reads.flatMap(({ codes }) => codes))).toEqual(new Set(['ACTIVITY_ENDED']))
    const rows = await cases.database.admin`
      select operation_id, jsonb_array_length(given) > 0 as given from access_log.record where activity = ${activity}`
    const recorded = new Map(rows.map(row => [row.operation_id, row.given]))
    expect(rows.length).toBe(recorded.size)
    expect(recorded).toEqual(new Map(reads.map(({ operation, given }) => [operation, given])))
    refusedInAll += reads.filter(({ given }) => !given).length
  }
  expect(refusedInAll).toBeGreaterThan(0)
})
