// Asks the platform as someone, and reads back what the access log holds of that one operation.
import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import { testDatabase } from './database.ts'
import { type As, openPlatform, requestOf, system } from './platform.ts'

/** One row of the access log, as far as these tests look at it. */
export interface Recorded {
  readonly subject_id: string | null
  readonly officer: string | null
  readonly person_id: string | null
  readonly on_behalf_of: string | null
  readonly given: readonly { readonly field: string; readonly ground: string; readonly consent?: string }[]
  readonly refused: readonly { readonly field: string; readonly code: string }[]
}

export interface Asked {
  readonly status: number
  // biome-ignore lint/suspicious/noExplicitAny: each test knows what it asked for
  readonly data: any
  readonly errors: readonly { readonly message: string; readonly path?: readonly (string | number)[] }[]
  readonly extensions: Record<string, never>
  /** The whole answer as the client receives it. */
  readonly text: string
  /** `path code` of each error, sorted. */
  readonly refused: readonly string[]
  /** The rows of this operation in the access log. */
  readonly records: readonly Recorded[]
  /** `coordinate ground` and `coordinate code` of every decision in those rows, sorted. */
  readonly recorded: readonly string[]
}

export const kommune = (activity?: string): As => system('kommune-sagssystem', activity)
export const bank = (activity?: string): As => system('bank-kreditsystem', activity)
export const su = system('su-sagssystem', 'SU-3')

export const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString()

/** The platform over a database of its own with the sample, and ways to ask it. */
export async function openCases() {
  const database = await testDatabase({ sample: true })
  const platform = await openPlatform(database)

  async function ask(
    as: As,
    documentText: string,
    variables: Record<string, unknown> = {},
    operationName?: string,
  ): Promise<Asked> {
    const request = requestOf(as)
    const { status, body } = await platform.gateway.answer({
      request,
      documentText,
      variables,
      operationName,
    })
    return readBack(request.id, status, JSON.stringify(body))
  }

  async function readBack(operation: string, status: number, text: string): Promise<Asked> {
    const records = platform.recordsOf?.(operation) ?? (await recordsIn(operation))
    return asAsked(status, text, records)
  }

  function recordsIn(operation: string): Promise<readonly Recorded[]> {
    return database.admin<Recorded[]>`
      select subject_id, officer, person_id, on_behalf_of, given, refused from access_log.record
      where operation_id = ${operation} order by subject_id nulls first`
  }

  /** Asks for a consent and grants it, as the person would; the consent's id. */
  async function consented(as: As, key: string, input: Record<string, unknown>): Promise<string> {
    const id = await requested(as, key, input)
    const answer = await ask(await platform.citizen(key), grant, { input: { id, commandId: randomUUID() } })
    expect(answer.data.grantConsent.problems).toEqual([])
    return id
  }

  async function requested(as: As, key: string, input: Record<string, unknown>): Promise<string> {
    const answer = await ask(as, request, { input: requestInput(key, input) })
    expect(answer.data.requestConsent.problems).toEqual([])
    return answer.data.requestConsent.consent.id
  }

  const requestInput = (key: string, input: Record<string, unknown>) => ({
    id: randomUUID(),
    template: 'housing-support',
    cpr: platform.cpr(key),
    validTo: inDays(60),
    ...input,
  })

  /** Gives a power of attorney from one to another; its id. */
  async function empowered(from: string, to: string, input: Record<string, unknown>): Promise<string> {
    const answer = await ask(await platform.citizen(from), give, {
      input: {
        commandId: randomUUID(),
        holderCpr: platform.cpr(to),
        actions: ['READ'],
        fields: ['Person.name', 'Person.address'],
        validTo: inDays(30),
        ...input,
      },
    })
    expect(answer.data.givePowerOfAttorney.problems).toEqual([])
    return answer.data.givePowerOfAttorney.powerOfAttorney.id
  }

  return {
    ...platform,
    database,
    ask,
    readBack,
    requested,
    requestInput,
    consented,
    empowered,
    async close() {
      await platform.close()
      await database.drop()
    },
  }
}

export type Cases = Awaited<ReturnType<typeof openCases>>

/** `body`: what the caller received, or the same told from another place than the whole of `text`. */
export function asAsked(
  status: number,
  text: string,
  records: readonly Recorded[],
  body: Readonly<Record<string, unknown>> = JSON.parse(text),
): Asked {
  const {
    data,
    errors = [],
    extensions,
  } = body as Pick<Asked, 'data' | 'extensions'> & {
    errors?: Asked['errors']
  }
  const refused = errors.map(told).sort()
  return { status, data, errors, extensions, text, refused, records, recorded: list(records) }
}

type Told = { path?: readonly (string | number)[]; extensions?: { code?: string } }
const told = ({ path, extensions }: Told): string =>
  `${path?.join('.') ?? ''} ${extensions?.code ?? ''}`.trim()

const list = (records: readonly Recorded[]): readonly string[] =>
  records
    .flatMap(({ given, refused }) => [
      ...given.map(({ field, ground }) => `${field} ${ground}`),
      ...refused.map(({ field, code }) => `${field} ${code}`),
    ])
    .sort()

/** Nothing of these stands anywhere in the answer. */
export function expectNowhere({ text }: Asked, values: readonly string[]): void {
  for (const value of values) expect(text).not.toContain(value)
}

export const request = `mutation Ask($input: RequestConsentInput!) {
  requestConsent(input: $input) { consent { id state } problems { code path message } }
}`
const answering = (name: string, type: string) => `mutation Answer($input: ${type}!) {
  ${name}(input: $input) { consent { id state validFrom events { state } } problems { code path } }
}`
export const grant = answering('grantConsent', 'AnswerConsentInput')
export const decline = answering('declineConsent', 'AnswerConsentInput')
export const withdraw = answering('withdrawConsent', 'WithdrawConsentInput')
export const cancel = answering('cancelConsentRequest', 'CancelConsentInput')
export const give = `mutation Give($input: GivePowerOfAttorneyInput!) {
  givePowerOfAttorney(input: $input) { powerOfAttorney { id state } problems { code path } }
}`
const ending = (name: string) => `mutation End($input: EndPowerOfAttorneyInput!) {
  ${name}(input: $input) { powerOfAttorney { id state endedBecause } problems { code path } }
}`
export const revoke = ending('revokePowerOfAttorney')
export const renounce = ending('renouncePowerOfAttorney')
