// Lists of few and of many consents side by side: two databases on one server, rounds by turns, CPU and pages of each list.
import type { Parts } from '../commands/lifecycle.ts'
import { connect, connectAsAdministrator, type Database } from '../database/connect.ts'
import { startEmbedded } from '../database/embedded.ts'
import { explain, type Reading } from '../database/explain.ts'
import { migrate } from '../database/migrate.ts'
import { seedAuthorities } from '../sample/seed.ts'
import { openStore } from '../subgraphs/consents/store.ts'
import { type ConsentList, consentLists, pagesOf } from './consent-lists.ts'
import { cpuOf, cpuOfFamily, parentOf } from './cpu.ts'
import { fillConsents } from './many-consents.ts'

export interface ListsOptions {
  readonly few: number
  readonly many: number
  readonly rounds: number
  /** Where the database lies. */
  readonly folder: string
  say(line: string): void
}

/** One list among so many consents. */
export interface MeasuredList {
  readonly name: string
  /** CPU seconds of the asking process and PostgreSQL for 1,000 pages of 20, one for each round. */
  readonly cpu: readonly number[]
  readonly reading: Reading
}

export interface ListsResults {
  readonly few: readonly MeasuredList[]
  readonly many: readonly MeasuredList[]
}

/** Everything that it starts is put into `parts`, to be stopped by the caller. */
export async function runLists(options: ListsOptions, parts: Parts): Promise<ListsResults> {
  // A server for a database of gigabytes: its settings are those of a small production machine, the same for both.
  const settings = { shared_buffers: '1GB', maintenance_work_mem: '256MB', max_wal_size: '4GB' }
  const { url, stop } = await startEmbedded({ folder: options.folder, settings })
  parts.started(stop)
  const databases = await Promise.all(
    ['few', 'many'].map(async name => {
      const own = new URL(url)
      own.pathname = `/${name}`
      return { url: own.href, rolePrefix: `bench_${name}`, secret: 'bench'.repeat(8) }
    }),
  )
  const server = connectAsAdministrator({ url }, { max: 1 })
  parts.started(() => server.end())
  const [session] = await server`select pg_backend_pid() as id`
  const sides = []
  for (const [index, database] of databases.entries()) {
    await server`create database ${server(['few', 'many'][index]!)}`
    sides.push(await openSide(database, [options.few, options.many][index]!, options.say, parts))
  }
  const [few, many] = sides as [Side, Side]
  const results: { few: MeasuredList[]; many: MeasuredList[] } = { few: [], many: [] }
  for (const index of few.lists.keys()) {
    options.say(`Measuring ${few.lists[index]!.name} …`)
    const cpu = await byTurns([few, many], index, parentOf(session!.id), options.rounds)
    for (const [place, name] of (['few', 'many'] as const).entries()) {
      const side = sides[place]!
      const reading = await side.read(side.lists[index]!)
      results[name].push({ name: side.lists[index]!.name, cpu: cpu[place]!, reading })
    }
  }
  return results
}

interface Side {
  readonly lists: readonly ConsentList[]
  ask(list: ConsentList, from: number, count: number): Promise<void>
  read(list: ConsentList): Promise<Reading>
}

async function openSide(
  database: Database,
  count: number,
  say: ListsOptions['say'],
  parts: Parts,
): Promise<Side> {
  await migrate(database)
  const admin = connectAsAdministrator(database, { max: 1 })
  parts.started(() => admin.end())
  await seedAuthorities(admin, new Date())
  const began = performance.now()
  const filled = await fillConsents(admin, count)
  say(`${count} consents made in ${Math.round((performance.now() - began) / 1_000)} s.`)
  const sql = connect(database, 'consents', { max: 1 })
  parts.started(() => sql.end())
  const store = openStore(sql)()
  return {
    lists: consentLists(filled),
    async ask({ filter, order }, from, pages) {
      for (let place = from; place < from + pages; place++)
        await store.list(filter(place), { order, first: 20, after: null })
    },
    async read(list) {
      const [first] = await pagesOf(sql, list)
      return explain(admin, first!, 'force_generic_plan')
    },
  }
}

/** CPU seconds for 1,000 pages on each side, for each round; who comes first has the colder machine: by turns. */
async function byTurns(
  sides: readonly [Side, Side],
  index: number,
  postgres: number,
  rounds: number,
): Promise<readonly [number[], number[]]> {
  const used = () => cpuOf(process.pid) + cpuOfFamily(postgres)
  const cpu: readonly [number[], number[]] = [[], []]
  for (const side of sides) await side.ask(side.lists[index]!, 0, side.lists[index]!.warmUps)
  for (let round = 0; round < rounds; round++)
    for (const place of round % 2 === 0 ? ([0, 1] as const) : ([1, 0] as const)) {
      const list = sides[place].lists[index]!
      const before = used()
      await sides[place].ask(list, list.warmUps + round * list.pages, list.pages)
      cpu[place].push(((used() - before) * 1_000) / list.pages)
    }
  return cpu
}
