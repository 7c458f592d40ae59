// What acting for another costs: the same fields of the same people, asked by themselves and by those who hold powers.
import type postgres from 'postgres'
import type { Parts } from '../commands/lifecycle.ts'
import { connectAsAdministrator } from '../database/connect.ts'
import { startEmbedded } from '../database/embedded.ts'
import { parentOf } from './cpu.ts'
import type { Target } from './load.ts'
import { type Measured, measure, type Server } from './measure.ts'
import type { BenchOperation } from './operations.ts'
import { numberOf } from './population.ts'
import { type BenchOptions, type BenchServer, load, planOf, startServers } from './run.ts'

/** Who asks: oneself, the holder of a power of attorney, the last holder of one that was passed on three times. */
export type BenchAsker = 'oneself' | 'power' | 'chain'

// A grantor, who asks too, and four holders in a row; places among them by asker.
const each = 5
const placeOf: Readonly<Record<BenchAsker, number>> = { oneself: 0, power: 1, chain: each - 1 }
const most = 200
const fields = ['Person.name', 'Person.address', 'Person.birthDate', 'Person.sex', 'Person.status']

const text = `query One($id: ID!) {
  personById(id: $id) { name { full } address { lines } birthDate sex status }
}`

/** Q1 by each of the askers. Everything that it starts is put into `parts`, to be stopped by the caller. */
export async function runMandates(options: BenchOptions, parts: Parts): Promise<Measured<BenchAsker>> {
  const { size, seed, say } = options
  const { url, stop } = await startEmbedded({ folder: options.folder })
  parts.started(stop)
  const database = { url, rolePrefix: 'engang', secret: 'bench'.repeat(8) }
  await load(database, size, seed)
  const admin = connectAsAdministrator(database, { max: 1 })
  parts.started(() => admin.end())
  const grantors = await addPowers(admin, Math.min(most, Math.floor(size.persons / each)))
  const [session] = await admin`select pg_backend_pid() as id`
  const [server] = await startServers(database, options.profiles, parts, ['decided'])
  const sides: readonly Server<BenchAsker>[] = await Promise.all(
    (['oneself', 'power', 'chain'] as const).map(async variant => {
      const target = await targetOf(server!, grantors, variant)
      return { variant, process: server!.process, target: async () => target }
    }),
  )
  const q1: BenchOperation = {
    ...{ name: 'Q1', about: 'one person, 5 fields', client: '', activity: '', text },
    variables: place => ({ id: grantors[place % grantors.length] }),
  }
  say('Measuring Q1 for oneself and for another …')
  return measure(q1, sides, parentOf(session!.id), planOf(options.rounds))
}

/** The same request about each grantor in turn, with the headers of whoever asks. */
async function targetOf(
  server: BenchServer,
  grantors: readonly string[],
  asker: BenchAsker,
): Promise<Target> {
  const targets = await Promise.all(
    grantors.map((_, family) => server.citizen(numberOf(family * each + placeOf[asker]))),
  )
  const headers = targets.map((target, family) =>
    asker === 'oneself'
      ? target.headers
      : { ...target.headers, 'On-Behalf-Of': `person:${grantors[family]}` },
  )
  return { url: targets[0]!.url, headers: {}, headersAt: place => headers[place % headers.length]! }
}

/** Gives each grantor's power to the first holder, and passes it on from each to the next. The grantors' ids. */
async function addPowers(admin: postgres.Sql, families: number): Promise<readonly string[]> {
  const numbers = Array.from({ length: families * each }, (_, place) => numberOf(place))
  const rows = await admin<{ id: string }[]>`
    select identity.subject_id('PERSON', n.number) as id
    from unnest(${numbers}::text[]) with ordinality n(number, place) order by n.place`
  const ids = rows.map(({ id }) => id)
  const grantors = ids.filter((_, place) => place % each === 0)
  const [there] = await admin`select from powers_of_attorney.power_of_attorney limit 1`
  if (there) return grantors
  await admin.begin(async sql => {
    for (let family = 0; family < families; family++)
      await addChain(sql, ids.slice(family * each, (family + 1) * each))
  })
  await admin`vacuum analyze`
  return grantors
}

async function addChain(
  sql: postgres.TransactionSql,
  [grantor, ...holders]: readonly string[],
): Promise<void> {
  const made: string[] = []
  for (const [place, holder] of holders.entries()) {
    const by = holders[place - 1] ?? null
    const [row] = await sql`
      insert into powers_of_attorney.power_of_attorney (grantor_id, grantor_kind, holder_id, holder_kind, parent, chain,
        passed_on_by, passed_on_kind, pass_on_depth, command_id, fields, actions, state, valid_from, valid_to)
      values (${grantor!}, 'PERSON', ${holder}, 'PERSON', ${made.at(-1) ?? null}, ${made}, ${by}, ${by && 'PERSON'},
        ${holders.length - 1 - place}, ${`bench-${place}`}, ${fields}, '{READ}', 'ACTIVE', now() - interval '1 hour',
        now() + interval '300 days') returning id`
    made.push(row!.id)
  }
}
