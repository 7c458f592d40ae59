// Sends notices as a command would, as the role of a subgraph; and connectors of a test that take them.
import { randomUUID } from 'node:crypto'
import type postgres from 'postgres'
import type { Connector, Delivery } from '../subgraphs/notices/connector.ts'
import type { Parts } from '../subgraphs/notices/words.ts'
import type { TestDatabase } from './database.ts'

/** What a test may say of a notice; the rest is a request for housing support by the municipality. */
export interface Sent {
  readonly to?: string
  readonly kind?: string
  readonly aboutKind?: string
  readonly about?: string
  readonly authority?: string | null
  readonly parts?: Parts | object
}

export const housing: Parts = { title: { da: 'Boligstøtte', en: 'Housing support' } }

/** The notice's id. */
export async function send(sql: postgres.ISql, sent: Sent = {}): Promise<string> {
  const { to = randomUUID(), kind = 'CONSENT_REQUESTED', aboutKind = 'CONSENT', about = randomUUID() } = sent
  const authority = sent.authority === undefined ? '99000019' : sent.authority
  const parts = sql.json((sent.parts ?? housing) as never)
  const [row] = await sql`
    select notices.send(${to}::uuid, ${kind}, ${aboutKind}, ${about}::uuid, ${authority}, ${parts}) as id`
  return row!.id
}

/** So many notices, one after the other; their ids. */
export async function sendMany(database: TestDatabase, count: number): Promise<readonly string[]> {
  const ids: string[] = []
  for (let made = 0; made < count; made++) ids.push(await send(database.sql('consents')))
  return ids
}

/** What the outbox holds of one notice. */
export async function outboxOf(database: TestDatabase, id: string) {
  const [row] = await database.admin`
    select attempts, delivered_at is not null as delivered, failed_code as code, next_at is null as done,
      extract(epoch from next_at - clock_timestamp())::float as wait
    from notices.delivery where notice_id = ${id}`
  return row as {
    attempts: number
    delivered: boolean
    code: string | null
    done: boolean
    wait: number | null
  }
}

/** A connector of a test. */
export const by = (deliver: Connector['deliver']): Connector => ({ name: 'test', deliver })

/** One that takes all, into a list. */
export const taking = (into: Delivery[] = []): Connector => by(async notice => void into.push(notice))
