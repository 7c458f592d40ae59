// The platform's answers: through the gateway, or from a subgraph asked straight; with faults in between when the question has them.
import { answer } from '../access/answer.ts'
import type { Services } from '../access/operation.ts'
import type { Request } from '../access/request.ts'
import type { TestDatabase } from './database.ts'
import { readErrors } from './oracle-compare.ts'
import type { Compared } from './oracle-mask.ts'
import type { Asked, World } from './oracle-world.ts'
import type { Platform } from './platform.ts'

type Body = Parameters<typeof readErrors>[0] & { readonly data?: unknown }

/** Asks the platform, and reads what it recorded about that. */
export function openOurs(database: TestDatabase, platform: Platform) {
  const { services, running } = platform.subgraphs

  async function ask({ as, text, variables }: Asked, request: Request): Promise<Body> {
    if (!as.direct)
      return (await platform.gateway.answer({ request, documentText: text, variables })).body as Body
    const subgraph = running.find(({ name }) => name === as.direct)!
    // As subgraphs/serve.ts does it: the subgraph owns the release.
    const about = { hash: 'oracle', mutation: false }
    return (await answer(request, about, services, context =>
      subgraph.run({ query: text, variables }, context),
    )) as Body
  }

  return async (asked: Asked, world: World, request: Request): Promise<Compared> => {
    const body = await faulty(services, asked, world, () => ask(asked, request))
    const records = await database.admin`
      select r.subject_id, e ->> 'field' as field, coalesce(e ->> 'ground', e ->> 'code') as outcome
      from access_log.record r, jsonb_array_elements(r.given || r.refused) e where r.operation_id = ${request.id}`
    const plain: Body = JSON.parse(JSON.stringify(body))
    return {
      data: plain.data ?? null,
      errors: readErrors(plain),
      records: records.map(row => `${row.subject_id ?? '-'} ${row.field} ${row.outcome}`).sort(),
    }
  }
}

/** Facts that do not come, and a log that cannot be written, for as long as one operation is answered. */
async function faulty<Value>(
  services: Services,
  { as: { lost, unlogged } }: Asked,
  world: World,
  work: () => Promise<Value>,
): Promise<Value> {
  const { readFacts, release } = services
  const changed = services as { -readonly [Name in keyof Services]: Services[Name] }
  if (lost)
    changed.readFacts = async query => {
      const facts = await readFacts(query)
      return { ...facts, subjects: new Map([...facts.subjects].filter(([, { id }]) => !world.isLost(id))) }
    }
  if (unlogged) changed.release = () => Promise.reject(new Error('The log cannot be written.'))
  try {
    return await work()
  } finally {
    Object.assign(changed, { readFacts, release })
  }
}
