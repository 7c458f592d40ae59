// A process that loads one file of CPR, and tells what it came to hold: after collecting garbage, and as the system sees it.
import { connect } from '../database/connect.ts'
import { importCpr } from '../subgraphs/persons/import/load.ts'

const { path, ...database } = JSON.parse(process.argv[2]!)
const sql = connect(database, 'importer', { max: 1 })
const [most, began] = [{ held: 0, resident: 0 }, performance.now()]
const look = () => {
  globalThis.gc!()
  const { heapUsed, external, rss } = process.memoryUsage()
  most.held = Math.max(most.held, heapUsed + external)
  most.resident = Math.max(most.resident, rss)
}
const watch = setInterval(look, 50)
const { records } = await importCpr(sql, { name: 'delivery', bytes: path }, { onProgress: look })
clearInterval(watch)
await sql.end()
process.stdout.write(JSON.stringify({ records, ...most, seconds: (performance.now() - began) / 1_000 }))
