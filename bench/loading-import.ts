// The import of the loading bench, in a process of its own: its time and memory are the import's alone.
import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { loadDelivery } from '../commands/deliveries.ts'
import { connect, type Database } from '../database/connect.ts'
import type { ExtractOrder } from './extract.ts'
import { benchSeries } from './population.ts'

/** What the measuring process sends first. `file`: null to have the extract made while it is read. */
export interface ImportOrder extends ExtractOrder {
  readonly database: Database
  readonly name: string
  readonly file: string | null
}

export interface Imported {
  readonly seconds: number
  /** Of this process. */
  readonly cpu: number
  /** The most memory that this process has held, in bytes. */
  readonly memory: number
}

async function run({ database, name, file, ...made }: ImportOrder): Promise<Imported> {
  const importer = connect(database, 'importer', { max: 1 })
  const [before, began] = [process.cpuUsage(), performance.now()]
  await loadDelivery(importer, made.register, { name, bytes: file ?? extract(made) }, benchSeries)
  const seconds = (performance.now() - began) / 1_000
  const { user, system } = process.cpuUsage(before)
  await importer.end()
  return { seconds, cpu: (user + system) / 1e6, memory: process.resourceUsage().maxRSS * 1024 }
}

/** The bytes of an extract that another process makes. */
function extract(order: ExtractOrder): AsyncIterable<Uint8Array> {
  const maker = fork(fileURLToPath(new URL('extract.ts', import.meta.url)), {
    serialization: 'advanced',
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  })
  maker.send(order)
  maker.disconnect()
  return maker.stdout!
}

process.once('message', async order => {
  process.send!(await run(order as ImportOrder), () => process.disconnect())
})
