// The invented activities: every class of data has a reader among them, and special categories only with their basis.
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { DataClass } from '../access/classification.ts'
import { sampleActivities } from '../sample/authorities.ts'
import { classifyPlatform } from '../subgraphs/registry.ts'
import { type Cases, openCases } from './asked.ts'
import { system } from './platform.ts'

let cases: Cases
beforeAll(async () => {
  cases = await openCases()
})
afterAll(() => cases?.close())

const types = classifyPlatform()
function classOf(coordinate: string): DataClass | undefined {
  const [type = '', field = ''] = coordinate.split('.')
  return types.get(type)?.fields.get(field)?.class
}

const classesOf = ({ law, consent }: (typeof sampleActivities)[number]) =>
  new Set([...law, ...consent].map(classOf))

test.each(['ORDINARY', 'CONFIDENTIAL', 'SENSITIVE', 'PERSONAL_NUMBER'] as const)(
  'an activity in force reads %s data',
  data => {
    const readers = sampleActivities.filter(activity => classesOf(activity).has(data))
    expect(readers.filter(({ endedDaysAgo }) => endedDaysAgo === undefined)).not.toEqual([])
  },
)

test('each activity that reads special categories names its basis in Art. 9(2)', () => {
  const sensitive = sampleActivities.filter(activity => classesOf(activity).has('SENSITIVE'))
  for (const { legalBasis } of sensitive) expect(legalBasis).toMatch(/Art\. 9\(2\)\([a-j]\)/)
})

const church = `query ($cpr: CPR!) { person(cpr: $cpr) {
  churchMembership { relation } previousChurchMemberships { relation } } }`

test('church tax: who is, and was, a member of the national church, by law and on record', async () => {
  const answer = await cases.ask(system('skat-sagssystem', 'SKAT-3'), church, { cpr: cases.cpr('sami') })
  expect(answer.refused).toEqual([])
  expect(answer.data.person).toEqual({
    churchMembership: { relation: 'NOT_MEMBER' },
    previousChurchMemberships: [{ relation: 'MEMBER' }],
  })
  expect(answer.recorded).toEqual([
    'Person.churchMembership LAW',
    'Person.previousChurchMemberships LAW',
    'Query.person LAW',
  ])
})

test('income tax gives no look at it', async () => {
  const answer = await cases.ask(system('skat-sagssystem', 'SKAT-1'), church, { cpr: cases.cpr('sami') })
  expect(answer.refused).not.toEqual([])
  expect(answer.data.person?.churchMembership ?? null).toBeNull()
})
