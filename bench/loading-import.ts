// The import of the loading bench, in a process of its own: its time and memory are the import's alone.
import { loadDelivery, type Register } from '../commands/deliveries.ts'
import { connect, type Database } from '../database/connect.ts'
import { benchSeries, cprExtract, cvrExtract, type Size } from './population.ts'

/** What the measuring process sends first. `file`: null to make the extract while it is read. */
export interface ImportOrder {
  readonly database: Database
  readonly register: Extract<Register, 'cpr' | 'cvr'>
  readonly name: string
  readonly file: string | null
  readonly size: Size
  readonly seed: number
  readonly day: Date
}

export interface Imported {
  readonly seconds: number
  /** Of this process. */
  readonly cpu: number
  /** The most memory that this process has held, in bytes. */
  readonly memory: number
}

async function run({ database, register, name, file, size, seed, day }: ImportOrder): Promise<Imported> {
  const made = () => (register === 'cpr' ? cprExtract(size, seed, day) : cvrExtract(size, seed))
  const importer = connect(database, 'importer', { max: 1 })
  const [before, began] = [process.cpuUsage(), performance.now()]
  await loadDelivery(importer, register, { name, bytes: file ?? made() }, benchSeries)
  const seconds = (performance.now() - began) / 1_000
  const { user, system } = process.cpuUsage(before)
  await importer.end()
  return { seconds, cpu: (user + system) / 1e6, memory: process.resourceUsage().maxRSS * 1024 }
}

process.once('message', async order => {
  process.send!(await run(order as ImportOrder), () => process.disconnect())
})
