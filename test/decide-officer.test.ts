// Stewards and auditors have no path of their own: an administrative activity, the field or command in it, and the role.
import { describe, expect, test } from 'vitest'
import { type Asker, type Decision, decideCommand, decideOfficer } from '../access/decide.ts'
import { activity, anna, callerFacts, citizen, field, inDays, kommune, system } from './decision-facts.ts'

const told = (decision: Decision): string =>
  decision.outcome === 'REFUSE' ? decision.code : `${decision.outcome} ${decision.ground}`

const client = 'kommune-forvalter'
const covered = new Map([
  ['Query.activityDrafts', 'LAW'],
  ['Mutation.draftActivity', 'LAW'],
] as const)
const adm = (overrides = {}) => activity({ id: 'ADM-1', fields: covered, systems: [client], ...overrides })

/** An officer of the municipality with roles, under an activity. */
function officer(
  stated = adm(),
  roles: readonly string[] = ['STEWARD'],
  overrides: Partial<Asker> = {},
): Asker {
  return system(stated, {
    caller: { kind: 'SYSTEM', client, officer: 'steward-1' },
    facts: callerFacts({
      activity: stated,
      system: { authority: kommune, kind: 'PUBLIC', officers: true },
      officerRoles: roles,
    }),
    ...overrides,
  })
}

const drafts = field('Query.activityDrafts', { entry: { by: ['STEWARD'], reach: 'LOOKUP' } })
const draft = field('Mutation.draftActivity', { class: 'OPEN', command: { by: ['STEWARD'], action: 'ACT' } })
const nobody: Partial<Asker> = { caller: { kind: 'SYSTEM', client, officer: null } }
const byConsent = adm({ fields: new Map([['Mutation.draftActivity', 'CONSENT']]) })

describe('a steward', () => {
  test.each`
    asks                                       | asker                                                                         | expected
    ${'under the own administrative activity'} | ${officer()}                                                                  | ${'PERMIT LAW'}
    ${'with one role among others'}            | ${officer(adm(), ['AUDITOR', 'STEWARD'])}                                     | ${'PERMIT LAW'}
    ${'as an auditor'}                         | ${officer(adm(), ['AUDITOR'])}                                                | ${'ACTIVITY_REACH'}
    ${'without a role'}                        | ${officer(adm(), [])}                                                         | ${'ACTIVITY_REACH'}
    ${'without an officer'}                    | ${officer(adm(), ['STEWARD'], nobody)}                                        | ${'ACTIVITY_UNKNOWN'}
    ${'without an activity'}                   | ${officer(adm(), ['STEWARD'], { activity: null })}                            | ${'ACTIVITY_MISSING'}
    ${"under another authority's"}             | ${officer(adm({ authority: '99000009' }))}                                    | ${'ACTIVITY_UNKNOWN'}
    ${'with a system that may not use it'}     | ${officer(adm({ systems: ['another'] }))}                                     | ${'ACTIVITY_UNKNOWN'}
    ${'under one that has ended'}              | ${officer(adm({ validTo: inDays(0) }))}                                       | ${'ACTIVITY_ENDED'}
    ${'under one that names neither'}          | ${officer(adm({ fields: new Map() }))}                                        | ${'ACTIVITY_FIELD_OUTSIDE'}
    ${'under one for cases that names both'}   | ${officer(adm({ id: 'KOM-17' }))}                                             | ${'ACTIVITY_FIELD_OUTSIDE'}
    ${'on behalf of a person'}                 | ${officer(adm(), ['STEWARD'], { represented: { kind: 'PERSON', id: anna } })} | ${'MANDATE_SCOPE'}
  `('$asks → $expected', ({ asker, expected }) => {
    expect(told(decideOfficer(asker, drafts))).toBe(expected)
    expect(told(decideCommand(asker, draft, null))).toBe(expected)
  })

  test('nothing rests on a consent', () => {
    expect(told(decideCommand(officer(byConsent), draft, null))).toBe('ACTIVITY_FIELD_OUTSIDE')
  })

  test('a list that names nobody lets nobody in', () => {
    const empty = field('Query.activityDrafts', { entry: { by: [], reach: 'LOOKUP' } })
    expect(told(decideOfficer(officer(), empty))).toBe('ACTIVITY_REACH')
  })
})

test('a command of stewards is none of a citizen’s', () => {
  expect(told(decideCommand(citizen(), draft, null))).toBe('INDETERMINATE')
  expect(told(decideOfficer(citizen(), draft))).toBe('ACTIVITY_MISSING')
})
