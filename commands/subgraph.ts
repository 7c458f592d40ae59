// `npm run subgraph`: one subgraph alone over HTTP, for a gateway elsewhere.
import { trustedIssuer } from '../door/identity.ts'
import { openLog } from '../door/log.ts'
import { readSettings } from '../settings.ts'
import { firstSubgraphPort } from '../subgraphs/compose.ts'
import { subgraphNames } from '../subgraphs/registry.ts'
import { serveSubgraph } from '../subgraphs/serve.ts'
import { baseUrl } from './addresses.ts'
import { joinDatabase } from './database.ts'
import { guardHeads } from './heads.ts'
import { type Lifecycle, runCommand } from './lifecycle.ts'
import { deliverNotices } from './notices.ts'
import { readOptions, readPort } from './options.ts'
import { prepareDatabase } from './prepare.ts'

if (import.meta.main) {
  const { words, values } = readOptions({
    usage: 'npm run subgraph -- NAME [--port N]',
    summary: 'Serves one subgraph alone over HTTP. It decides and records itself, as behind its own gateway.',
    options: { port: { value: 'N', meaning: 'The port; by default the one below.' } },
    words: { least: 1, most: 1 },
    notes: subgraphNames.map((name, index) => `  ${name.padEnd(20)}port ${firstSubgraphPort + index}`),
  })
  await runCommand(lifecycle => serve(words[0]!, values.port, lifecycle))
}

async function serve(word: string, givenPort: string | undefined, lifecycle: Lifecycle): Promise<number> {
  const name = subgraphNames.find(known => known === word)
  if (name === undefined) throw new Error(`No such subgraph. Use one of: ${subgraphNames.join(', ')}.`)
  const port = givenPort === undefined ? firstSubgraphPort + subgraphNames.indexOf(name) : readPort(givenPort)
  const settings = readSettings()
  const open = await joinDatabase(settings)
  lifecycle.started(open.stop)
  await prepareDatabase(settings, open.database, new Date())
  const log = openLog(settings.log)
  const heads = await guardHeads(open.database, settings, log)
  lifecycle.started(heads.stop)
  const listening = await serveSubgraph(name, {
    settings,
    database: open.database,
    trusted: await trustedIssuer(settings, baseUrl(settings)),
    port,
  })
  lifecycle.started(listening.close)
  // Whoever answers for notices delivers them too.
  if (name === 'notices') lifecycle.started(deliverNotices(open.database, settings, log))
  console.log(`The subgraph ${name} answers at ${listening.url}/graphql. Ctrl-C stops it.`)
  await Promise.race([lifecycle.untilStopped(), heads.failed])
  return 0
}
