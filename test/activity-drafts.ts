// Stewards and a draft that fits, for tests of processing activities, each changed where a case needs it.
import { randomUUID } from 'node:crypto'
import { type DraftInput, readDraft } from '../subgraphs/authorities/activity.ts'
import type { As } from './platform.ts'

const steward =
  (client: string, activity: string, name: string) =>
  (number: 1 | 2 = 1): As => ({
    caller: { kind: 'SYSTEM', client, officer: `${name}-steward-${number}` },
    activity,
  })

export const kommuneSteward = steward('kommune-forvalter', 'ADM-1', 'kommune')
export const operatorSteward = steward('operator-forvalter', 'ADM-2', 'operator')

/** A draft of the municipality's that fits. Each has a command id of its own. */
export const draftOf = (overrides: Record<string, unknown> = {}) => ({
  id: 'KOM-50',
  commandId: randomUUID(),
  purposeDa: 'At afgøre ansøgninger om parkeringskort',
  purposeEn: 'To decide applications for parking permits',
  article6: '6(1)(e)',
  act: 'Bekendtgørelse om parkeringskort § 2 (prøve)',
  fields: [{ coordinate: 'Person.name', ground: 'LAW' }],
  subjects: ['PERSON'],
  systems: ['kommune-sagssystem'],
  reach: 'LOOKUP',
  startedBy: 'APPLICATION',
  ...overrides,
})

/** The same as the checks see it. */
export const draftInput = (overrides: Record<string, unknown> = {}): DraftInput =>
  readDraft(draftOf(overrides) as never)

const version = 'version { version state validFrom validTo } problems { code path }'
export const draft = `mutation Draft($input: DraftActivityInput!) { draftActivity(input: $input) { ${version} } }`
export const approve = `mutation Approve($input: ApproveActivityInput!) { approveActivity(input: $input) { ${version} } }`
export const end = `mutation End($input: EndActivityInput!) { endActivity(input: $input) { ${version} } }`
