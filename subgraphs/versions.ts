// Versions of what stewards publish (templates, packages): drafted by one, published by another, then never changed but to be
// closed; each command is carried out once.
import { contentHash } from './content-hash.ts'
import { isSameOfficer, type Officer } from './officer.ts'
import { idProblems, type Problem, type ProblemCode, problem } from './problems.ts'

/** One version. */
export interface VersionInput {
  readonly id: string
  readonly version: number
  readonly commandId: string
}

/** What a command did: the version, or every problem. */
export type VersionOutcome =
  | { readonly id: string; readonly version: number; readonly problems: readonly [] }
  | { readonly id: null; readonly version: null; readonly problems: readonly Problem[] }

export const stopped = (problems: readonly Problem[]): VersionOutcome => ({
  ...{ id: null, version: null, problems },
})
export const stop = (code: ProblemCode, path: string): VersionOutcome => stopped([problem(code, path)])
export const done = (id: string, version: number): VersionOutcome => ({ id, version, problems: [] })

export type VersionCommand = 'DRAFT' | 'PUBLISH' | 'CLOSE'

/** What is added for each command that was carried out: with the same id and content it is the same command. */
export interface VersionEvent {
  readonly version: number
  readonly command: VersionCommand
  readonly commandId: string
  readonly contentHash: string
  readonly authority: string
  readonly officer: string
  readonly client: string
  readonly caseReference: string | null
  readonly at: Date
}

/** The steps of a subgraph's transaction. `id`: of what has the versions. */
export interface VersionSteps {
  /** Holds a name until the transaction ends. */
  hold(name: string): Promise<void>
  clock(): Promise<Date>
  /** The event of the command that the authority gave before under this id. */
  earlier(
    authority: string,
    commandId: string,
  ): Promise<(Pick<VersionEvent, 'version' | 'contentHash'> & { readonly id: string }) | null>
  add(id: string, event: VersionEvent): Promise<unknown>
}

/** What is wrong with the command's own id, before anything is held. */
export const commandProblems = ({ commandId }: Pick<VersionInput, 'commandId'>): readonly Problem[] =>
  idProblems(commandId, 'input.commandId')

/** Holds the command's id, then that of what has the versions; a repeated command answers as it did and does nothing. */
export async function carryOutOnce(
  steps: VersionSteps,
  { authority, officer, client, caseReference }: Officer,
  command: VersionCommand,
  input: Omit<VersionInput, 'version'>,
  run: (at: Date) => Promise<VersionOutcome>,
): Promise<VersionOutcome> {
  const { id, commandId } = input
  await steps.hold(`command ${authority} ${commandId}`)
  await steps.hold(id)
  const hash = contentHash([command, input])
  const before = await steps.earlier(authority, commandId)
  if (before)
    return before.contentHash === hash ? done(before.id, before.version) : stop('REPLAY', 'input.commandId')
  const at = await steps.clock()
  const outcome = await run(at)
  if (outcome.id === null) return outcome
  await steps.add(outcome.id, {
    ...{ version: outcome.version, command, commandId, contentHash: hash },
    ...{ authority, officer, client, caseReference, at },
  })
  return outcome
}

/** A version as it stands. */
export interface Version {
  readonly authority: string
  readonly version: number
  readonly state: 'DRAFT' | 'PUBLISHED' | 'CLOSED'
  readonly draftedBy: string
}

/** Another authority's id is taken, and nothing else is told of it. */
export const foreignProblems = (versions: readonly Version[], authority: string): readonly Problem[] =>
  versions.some(row => row.authority !== authority) ? [problem('NOT_FOUND', 'input.id')] : []

/** Why the version is no draft to publish any more; null when it is one. */
export function notPublishable(row: Version, versions: readonly Version[]): readonly Problem[] | null {
  const overtaken = versions.some(({ version, state }) => version > row.version && state !== 'DRAFT')
  return row.state !== 'DRAFT' || overtaken ? [problem('WRONG_STATE', 'input.version')] : null
}

/** Whoever drafted a version does not publish it. */
export const fourEyesProblems = (
  { draftedBy }: Version,
  by: Pick<Officer, 'accounts'>,
): readonly Problem[] => (isSameOfficer(draftedBy, by) ? [problem('FOUR_EYES_NEEDED', 'input.version')] : [])

/** Why this officer's authority cannot close the version; null when it can. */
export function notClosable(row: Version | undefined, { authority }: Officer): VersionOutcome | null {
  if (row?.authority !== authority) return stop('NOT_FOUND', 'input.version')
  return row.state === 'PUBLISHED' ? null : stop('WRONG_STATE', 'input.version')
}
