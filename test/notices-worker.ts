// A process that delivers one round into files, says so, and never comes to note it: it waits to be killed.
import { connect } from '../database/connect.ts'
import { dispatchDue } from '../subgraphs/notices/dispatcher.ts'
import { filesConnector } from '../subgraphs/notices/files.ts'

const { folder, ...database } = JSON.parse(process.argv[2]!)
const files = filesConnector(folder)
await dispatchDue(
  connect(database, 'notices', { max: 1 }),
  {
    name: 'files',
    async deliver(notice, signal) {
      await files.deliver(notice, signal)
      process.stdout.write('delivered\n')
      await new Promise(() => {})
    },
  },
  { timeoutMs: 600_000 },
)
