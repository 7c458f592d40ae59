// The platform over a database with the sample, in one process or separate ones, for tests that ask as a certain caller.
import { randomUUID } from 'node:crypto'
import type { FormattedExecutionResult } from 'graphql'
import { inject } from 'vitest'
import type { Caller, Represented } from '../access/caller.ts'
import type { Request } from '../access/request.ts'
import { loadSample } from '../commands/sample.ts'
import type { Database } from '../database/connect.ts'
import { openGateway } from '../gateway/platform.ts'
import { business } from '../sample/businesses.ts'
import { person } from '../sample/persons.ts'
import { seedAuthorities } from '../sample/seed.ts'
import { compose } from '../subgraphs/compose.ts'
import { type OpenOptions, openSubgraphs } from '../subgraphs/open.ts'
import { subgraphNames } from '../subgraphs/registry.ts'
import { testDatabase } from './database.ts'
import { openSeparate } from './separate-platform.ts'

/** How a test asks: as whom, for what. */
export interface As {
  readonly caller: Caller
  readonly activity?: string
  readonly represented?: Represented
  readonly explain?: boolean
  readonly at?: Date
  readonly caseReference?: string
}

export type Answer = FormattedExecutionResult<Record<string, never>, Record<string, unknown>>

export const today = new Date()

export const system = (client: string, activity?: string): As => ({
  caller: { kind: 'SYSTEM', client, officer: null },
  activity,
})

/** A migrated database with the sample and its authorities. */
export async function sampleDatabase() {
  const database = await testDatabase()
  await seedAuthorities(database.admin, today)
  await loadSample(database, today)
  return database
}

declare module 'vitest' {
  export interface ProvidedContext {
    /** Whether the platform is asked over HTTP, each subgraph in a process of its own (vitest.config.ts). */
    separate: boolean
  }
}

/**
 * The gateway over subgraphs in this process. `fault`: told what fails inside. Where the tests run `separate`, what is
 * asked goes over HTTP to processes instead.
 */
export async function openPlatform(database: Database, fault?: OpenOptions['fault']) {
  const composed = compose()
  if ('objections' in composed) throw new Error(composed.objections.join('\n'))
  const subgraphs = openSubgraphs(
    database,
    subgraphNames,
    { process: 'gateway', role: 'access_log' },
    { connections: 4, operator: business('operator', today).cvr, fault },
  )
  const transports = Object.fromEntries(
    subgraphs.running.map(subgraph => [
      subgraph.name,
      (operation: Parameters<typeof subgraph.run>[0], context: object) =>
        subgraph.run(operation, context as never),
    ]),
  )
  const together = await openGateway({ ...composed, transports, services: subgraphs.services })
  const separate = inject('separate') ? await openSeparate(database, business('operator', today).cvr) : null
  const gateway = separate ? { ...together, answer: separate.answer } : together
  const idOf = (key: string) => subgraphs.services.subjectOf('PERSON', person(key, today).number)
  return {
    gateway,
    /** What the access log holds of an operation that went over HTTP; null in one process. */
    recordsOf: separate?.recordsOf ?? null,
    subgraphs,
    idOf,
    cpr: (key: string) => person(key, today).number,
    cvr: (key: string) => business(key, today).cvr,
    businessId: (key: string) => subgraphs.services.subjectOf('BUSINESS', business(key, today).cvr),
    async citizen(key: string, represents?: string): Promise<As> {
      const caller = {
        kind: 'PERSON',
        client: 'playground',
        person: await idOf(key),
        business: null,
      } as const
      return { caller, ...(represents && { represented: { kind: 'PERSON', id: await idOf(represents) } }) }
    },
    async ask(as: As, documentText: string, variables: Record<string, unknown> = {}): Promise<Answer> {
      const { body } = await gateway.answer({ request: requestOf(as), documentText, variables })
      // As JSON, the way a client sees it.
      return JSON.parse(JSON.stringify(body))
    },
    async close() {
      await separate?.close()
      await together.close()
      await subgraphs.close()
    },
  }
}

export type Platform = Awaited<ReturnType<typeof openPlatform>>

export function requestOf(as: As): Request {
  const { caller, activity, represented, explain = false, at, caseReference } = as
  const now = new Date()
  return {
    id: randomUUID(),
    caller,
    represented: represented ?? null,
    activity: activity ?? null,
    caseReference: caseReference ?? null,
    explain,
    asOf: at
      ? { effective: at, registered: now, travelled: true, only: 'effective' }
      : { effective: now, registered: now, travelled: false },
    forward: {},
  }
}
