// Measures servers side by side: rounds by turns, CPU seconds per 1,000 requests, medians and ranges.
import { cpuOf, cpuOfFamily } from './cpu.ts'
import { sendAll, type Target } from './load.ts'
import type { BenchOperation } from './operations.ts'
import type { Variant } from './serve.ts'

export interface Server<Name extends string = Variant> {
  readonly variant: Name
  readonly process: number
  /** Further processes that answer for it. */
  readonly others?: readonly number[]
  target(operation: BenchOperation): Promise<Target>
  /** The body of the request at a place, where its population is another than the operation's. */
  bodyOf?(operation: BenchOperation, place: number): string
  /** CPU seconds that PostgreSQL has spent for it, when others ask it as well. */
  postgres?(): Promise<number>
  /** Begins what goes on beside the requests of a round, and gives what ends it. */
  beside?(): () => Promise<void>
}

export interface Plan {
  readonly rounds: number
  /** Requests of a round, by operation. */
  readonly requests: Readonly<Record<BenchOperation['name'], number>>
  readonly atOnce: number
}

/** CPU seconds per 1,000 requests of one round, of the server's processes and of PostgreSQL, and how fast they were. */
export interface Round {
  readonly server: number
  readonly postgres: number
  readonly requestsPerSecond: number
}

export type Measured<Name extends string = Variant> = Readonly<Record<Name, readonly Round[]>>

/** A server's first thousand requests are dearer by half: V8 has not compiled what they run. */
export const warmingRounds = 8

/** `postgres`: the id of PostgreSQL's first process. */
export async function measure<Name extends string>(
  operation: BenchOperation,
  servers: readonly Server<Name>[],
  postgres: number,
  plan: Plan,
): Promise<Measured<Name>> {
  const measured = Object.fromEntries(servers.map(({ variant }) => [variant, []])) as unknown as Record<
    Name,
    Round[]
  >
  const count = plan.requests[operation.name]
  const bodyFor = (server: Server<Name>) => (place: number) =>
    server.bodyOf?.(operation, place) ?? bodyOf(operation, place)
  for (const server of servers)
    await sendAll(await server.target(operation), bodyFor(server), {
      ...plan,
      from: 0,
      count: count * warmingRounds,
    })
  for (let round = 0; round < plan.rounds; round++) {
    // Who comes first has the colder machine: by turns.
    for (const server of round % 2 === 0 ? servers : servers.toReversed()) {
      const target = await server.target(operation)
      const end = server.beside?.()
      const processes = [server.process, ...(server.others ?? [])]
      const used = async () => {
        const own = processes.reduce((sum, id) => sum + cpuOf(id), 0)
        return [own, (await server.postgres?.()) ?? cpuOfFamily(postgres)] as const
      }
      const before = await used()
      const began = performance.now()
      // Both get the same requests, other ones in each round.
      await sendAll(target, bodyFor(server), { ...plan, from: (round + 1) * count, count })
      const seconds = (performance.now() - began) / 1_000
      const after = await used()
      await end?.()
      measured[server.variant].push({
        server: ((after[0] - before[0]) * 1_000) / count,
        postgres: ((after[1] - before[1]) * 1_000) / count,
        requestsPerSecond: count / seconds,
      })
    }
  }
  return measured
}

/** The body of an operation's request at a place. */
export const bodyOf = ({ text, variables }: BenchOperation, place: number): string =>
  JSON.stringify({ query: text, variables: variables(place) })

export const total = ({ server, postgres }: Pick<Round, 'server' | 'postgres'>): number => server + postgres

/** The middle value; the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length / 2
  return (sorted[Math.ceil(middle) - 1]! + sorted[Math.floor(middle)]!) / 2
}
