// A process that loads one file of the business register, tells how much memory it came to hold (with --expose-gc: of use), and may be killed.
import { connect } from '../database/connect.ts'
import { importCvr } from '../subgraphs/businesses/import/load.ts'

const { path, testSeries, ...database } = JSON.parse(process.argv[2]!)
const sql = connect(database, 'importer', { max: 1 })
let most = 0
// When the last batch had been written.
let held = 0
const { documents } = await importCvr(
  sql,
  { name: 'delivery', bytes: path },
  {
    testSeries,
    onProgress() {
      most = Math.max(most, process.memoryUsage.rss())
      if (!globalThis.gc) return
      globalThis.gc()
      const { heapUsed, external } = process.memoryUsage()
      held = heapUsed + external
    },
  },
)
await sql.end()
process.stdout.write(JSON.stringify({ documents, most, held }))
