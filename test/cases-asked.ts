// Opens, answers and reads cases in tests, as citizens and stewards would.
import { randomUUID } from 'node:crypto'
import { asOfficer, own } from './access-log-asked.ts'
import type { Asked, Cases } from './asked.ts'
import type { As } from './platform.ts'

const shown = `id state text answer openedAt accessedAt record activity { id } to { cvr name }
  from { __typename ... on Person { id } ... on Business { id } } events { state by text }`

export const report = `mutation Report($input: ReportAccessInput!) {
  reportAccess(input: $input) { case { ${shown} } problems { code path } } }`
export const mine = `query Mine($first: Int = 20, $after: String) { me { cases(first: $first, after: $after) {
  totalCount pageInfo { hasNextPage endCursor } nodes { ${shown} } } } }`
export const waiting = `query Waiting($states: [CaseState!], $first: Int = 20, $after: String) {
  cases(states: $states, first: $first, after: $after) {
    totalCount pageInfo { hasNextPage endCursor } nodes { ${shown} } } }`
const stewarding = (name: string, type: string) => `mutation Steward($input: ${type}!) {
  ${name}(input: $input) { case { ${shown} } problems { code path } } }`
export const answer = stewarding('answerCase', 'AnswerCaseInput')
export const close = stewarding('closeCase', 'CloseCaseInput')

/** A look-up by the municipality: by its system, or by an officer there. The access record's id. */
export async function looked(cases: Cases, key: string, officer: string | null = null): Promise<string> {
  const as: As = { caller: { kind: 'SYSTEM', client: 'kommune-sagssystem', officer }, activity: 'KOM-17' }
  await cases.ask(as, 'query Q($cpr: CPR!) { person(cpr: $cpr) { name { full } } }', {
    cpr: cases.cpr(key),
  })
  const { page } = await own(cases, key, 'first: 1')
  return page.nodes[0].id
}

/** Reports as someone; the whole answer. */
export const reported = (cases: Cases, as: As, input: object): Promise<Asked> =>
  cases.ask(as, report, {
    input: { text: 'Jeg har aldrig søgt om noget.', commandId: randomUUID(), ...input },
  })

/** A case of the person about a new look-up by the municipality; its id. */
export async function opened(cases: Cases, key: string, officer: string | null = null): Promise<string> {
  const record = await looked(cases, key, officer)
  const { data } = await reported(cases, await cases.citizen(key), { record })
  return data.reportAccess.case.id
}

/** Answers, or closes, as a steward of the municipality. */
export const answered = (cases: Cases, id: string, input: object = {}, as: object = {}): Promise<Asked> =>
  asOfficer(cases, answer, { input: { id, text: 'Det var en fejl.', commandId: randomUUID(), ...input } }, as)
export const closed = (cases: Cases, id: string, input: object = {}, as: object = {}): Promise<Asked> =>
  asOfficer(cases, close, { input: { id, commandId: randomUUID(), ...input } }, as)

/** The codes of a command's problems. */
export const codes = (result: { readonly problems: readonly { readonly code: string }[] }) =>
  result.problems.map(({ code }) => code)
