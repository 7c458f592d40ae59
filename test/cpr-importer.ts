// A process that loads one file of CPR, and tells how much memory is in use when the last of it has been read, in bytes.
import { connect } from '../database/connect.ts'
import { importCpr } from '../subgraphs/persons/import/load.ts'

const { path, ...database } = JSON.parse(process.argv[2]!)
const sql = connect(database, 'importer', { max: 1 })
let held = 0
const look = () => {
  globalThis.gc!()
  const { heapUsed, external } = process.memoryUsage()
  held = heapUsed + external
}
const { records } = await importCpr(sql, { name: 'delivery', bytes: path }, { onProgress: look })
await sql.end()
process.stdout.write(JSON.stringify({ records, held }))
