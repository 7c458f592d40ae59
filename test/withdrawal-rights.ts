// The rights that can be withdrawn, a consent and a power of attorney: given, read under, and ended over HTTP.
import { randomUUID } from 'node:crypto'
import type postgres from 'postgres'
import { person } from '../sample/persons.ts'
import { ask, citizenToken, type Node, type Reply, systemToken } from './withdrawal-nodes.ts'

/** `GIVEN`, or the codes of the refusal. */
export interface Read extends Reply {
  readonly outcome: string
}

/** A kind of right between two parties, given anew as often as it is withdrawn. */
export interface Right {
  /** Gives the id of the new consent or power of attorney. */
  give(node: Node): Promise<string>
  /** Reads what nothing but the right permits. The case reference leads to the access record. */
  read(node: Node, reference: string): Promise<Read>
  /** When the call that withdraws was sent and had returned. Rejects with the codes of what stopped it. */
  withdraw(node: Node, id: string): Promise<{ readonly sent: number; readonly returned: number }>
}

const dayMs = 86_400_000
const inDays = (days: number): string => new Date(Date.now() + days * dayMs).toISOString()
const numberOf = (name: string): string => person(name, new Date()).number

/** The opaque ids of people of the sample, in order. */
export async function findIds(sql: postgres.Sql, names: readonly string[]): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`select identity.subject_id('PERSON', number) as id
    from unnest(${names.map(numberOf)}::text[]) with ordinality given(number, position) order by position`
  return rows.map(({ id }) => id)
}

/** A citizen's consent to the municipality's reading of their civil status. */
export function consentOf(name: string, id: string): Right {
  const run = (node: Node, command: string, token: string, input: object) =>
    carryOut(node, { command, noun: 'consent', token, input })
  return {
    async give(node) {
      const requested = await run(node, 'requestConsent: RequestConsentInput', systemToken, {
        id: randomUUID(),
        template: 'housing-support',
        cpr: numberOf(name),
        fields: ['Person.civilStatus'],
        validTo: inDays(90),
      })
      const input = { id: requested.id, commandId: 'grant' }
      return (await run(node, 'grantConsent: AnswerConsentInput', citizenToken(name), input)).id
    },
    read: (node, reference) =>
      readPerson(node, id, 'name { full } asked: civilStatus { status }', systemToken, {
        'Processing-Activity': 'KOM-17',
        'Case-Reference': reference,
      }),
    withdraw: (node, consent) =>
      run(node, 'withdrawConsent: WithdrawConsentInput', citizenToken(name), {
        id: consent,
        commandId: 'withdraw',
      }),
  }
}

/** A citizen's power of attorney to another, for reading their date of birth. */
export function powerOfAttorneyOf(name: string, id: string, holder: string): Right {
  const run = (node: Node, command: string, input: object) =>
    carryOut(node, { command, noun: 'powerOfAttorney', token: citizenToken(name), input })
  return {
    async give(node) {
      const given = await run(node, 'givePowerOfAttorney: GivePowerOfAttorneyInput', {
        commandId: randomUUID(),
        holderCpr: numberOf(holder),
        fields: ['Person.birthDate'],
        actions: ['READ'],
        validTo: inDays(30),
      })
      return given.id
    },
    read: (node, reference) =>
      readPerson(node, id, 'asked: birthDate', citizenToken(holder), {
        'On-Behalf-Of': `person:${id}`,
        'Case-Reference': reference,
      }),
    withdraw: (node, power) =>
      run(node, 'revokePowerOfAttorney: EndPowerOfAttorneyInput', { id: power, commandId: 'revoke' }),
  }
}

/** A citizen's power of attorney that is passed on twice. The last holder reads; what ends it is the one in the middle. */
export function chainOf(name: string, id: string, holders: readonly [string, string, string]): Right {
  const [first, second, last] = holders
  const scope = { fields: ['Person.birthDate'], actions: ['READ'], validTo: inDays(30) }
  const run = (node: Node, command: string, by: string, input: object) =>
    carryOut(node, { command, noun: 'powerOfAttorney', token: citizenToken(by), input })
  const passOn = (node: Node, power: string, by: string, to: string, passOnDepth = 0) =>
    run(node, 'passOnPowerOfAttorney: PassOnPowerOfAttorneyInput', by, {
      ...{ ...scope, id: power, commandId: randomUUID(), holderCpr: numberOf(to), passOnDepth },
    })
  const middles = new Map<string, string>()
  return {
    ...powerOfAttorneyOf(name, id, last),
    async give(node) {
      const input = { ...scope, commandId: randomUUID(), holderCpr: numberOf(first), passOnDepth: 2 }
      const given = await run(node, 'givePowerOfAttorney: GivePowerOfAttorneyInput', name, input)
      const middle = await passOn(node, given.id, first, second, 1)
      const end = await passOn(node, middle.id, second, last)
      middles.set(end.id, middle.id)
      return end.id
    },
    withdraw: (node, end) =>
      run(node, 'revokePowerOfAttorney: EndPowerOfAttorneyInput', first, {
        ...{ id: middles.get(end), commandId: 'revoke' },
      }),
  }
}

interface Command {
  /** The mutation and the type of its input: `grantConsent: AnswerConsentInput`. */
  readonly command: string
  /** What its result holds. */
  readonly noun: 'consent' | 'powerOfAttorney'
  readonly token: string
  readonly input: object
}

async function carryOut(node: Node, { command, noun, token, input }: Command) {
  const [name, type] = command.split(': ') as [string, string]
  const { sent, answered, body } = await ask(node, {
    token,
    query: `mutation Command($input: ${type}!) { ${name}(input: $input) { ${noun} { id } problems { code } } }`,
    variables: { input },
    headers: token === systemToken ? { 'Processing-Activity': 'KOM-17' } : {},
  })
  const result = body.data?.[name] as
    | ({ [Noun in typeof noun]: { id: string } | null } & { problems: { code: string }[] })
    | null
    | undefined
  const codes = [...codesOf(body), ...(result?.problems ?? []).map(({ code }) => code)]
  const done = result?.[noun]
  if (!done || codes.length > 0) throw new Error(`${name}: ${codes.join(' ') || 'nothing was answered'}`)
  return { id: done.id, sent, returned: answered }
}

async function readPerson(
  node: Node,
  id: string,
  fields: string,
  token: string,
  headers: Readonly<Record<string, string>>,
): Promise<Read> {
  const query = `query Read($id: ID!) { personById(id: $id) { ${fields} } }`
  const reply = await ask(node, { token, query, variables: { id }, headers })
  const found = reply.body.data?.personById as { asked: unknown } | null | undefined
  const codes = codesOf(reply.body).join(' ')
  const given = found?.asked ? 'GIVEN' : ''
  return { ...reply, outcome: [given, codes].filter(Boolean).join(' with ') || 'null without an error' }
}

const codesOf = ({ errors = [] }: Reply['body']): string[] => errors.map(({ extensions }) => extensions.code)
