// `npm start`: the whole platform on this machine, from nothing to a graph that answers.
import { setTimeout as sleep } from 'node:timers/promises'
import type { Route } from '../door/listen.ts'
import { openLog } from '../door/log.ts'
import { playgroundRoute } from '../gateway/playground.ts'
import {
  readSupergraphFile,
  type ServeGatewayOptions,
  serveGateway,
  serveRemoteGateway,
  subgraphRules,
} from '../gateway/serve.ts'
import { listedIdentities } from '../issuer/identities.ts'
import { fetchToken } from '../issuer/token.ts'
import { business } from '../sample/businesses.ts'
import { person } from '../sample/persons.ts'
import { readSettings, type Settings } from '../settings.ts'
import { baseUrl, isDevelopment } from './addresses.ts'
import { openConsole } from './console.ts'
import { guardHeads } from './heads.ts'
import { openIssuer } from './issuer.ts'
import { type Lifecycle, runCommand } from './lifecycle.ts'
import { deliverNotices } from './notices.ts'
import { readOptions } from './options.ts'
import { prepare } from './prepare.ts'
import { retainDaily } from './retention.ts'
import { startSubgraphs } from './start-separate.ts'
import { type Welcome, welcomeText } from './welcome.ts'

if (import.meta.main) {
  const { switches } = readOptions({
    usage: 'npm start -- [--reset] [--separate]',
    summary:
      'Starts PostgreSQL, the subgraphs and the gateway, with invented people and businesses in an empty database.',
    options: {
      reset: { meaning: 'Begins with fresh data: what the embedded PostgreSQL holds is removed.' },
      separate: { meaning: 'Runs each subgraph in a process of its own; the gateway asks them over HTTP.' },
    },
    notes: ['Settings are environment variables, such as PORT; README.md lists them.'],
  })
  const [reset, separate] = [switches.has('reset'), switches.has('separate')]
  await runCommand(lifecycle => start({ reset, separate }, lifecycle))
}

async function start(
  { reset, separate }: { readonly reset: boolean; readonly separate: boolean },
  lifecycle: Lifecycle,
): Promise<number> {
  const settings = readSettings()
  const say = (line: string): void => console.error(line)
  const { database, sampleDay } = await prepare(settings, lifecycle, { reset, now: new Date(), say })
  if (lifecycle.stopping) return lifecycle.ended
  const log = openLog(settings.log)
  const heads = await guardHeads(database, settings, log)
  // Stopped after what serves: it writes down the last command too.
  lifecycle.started(heads.stop)
  const { trusted, routes } = await openIssuer(settings, sampleDay)
  const serve = separate ? serveSeparately : serveTogether
  const { failed } = await serve(
    {
      ...{ settings, database, trusted },
      routes: [...routes, playground(settings, sampleDay), openConsole(settings)],
    },
    lifecycle,
    say,
  )
  lifecycle.started(retainDaily(database, settings, log))
  lifecycle.started(deliverNotices(database, settings, log))
  console.log(welcomeText({ base: baseUrl(settings), development: await introduce(settings, sampleDay) }))
  await Promise.race([lifecycle.untilStopped(), failed, heads.failed])
  return 0
}

type Serving = Omit<ServeGatewayOptions, 'port'>

/** Resolves when it is served; `failed` rejects when that cannot go on. */
interface Served {
  readonly failed: Promise<never>
}

async function serveTogether(serving: Serving, lifecycle: Lifecycle): Promise<Served> {
  const listening = await serveGateway({ ...serving, port: serving.settings.port })
  lifecycle.started(listening.close)
  return { failed: new Promise<never>(() => {}) }
}

async function serveSeparately(
  { settings, database, trusted, routes }: Serving,
  lifecycle: Lifecycle,
  say: (line: string) => void,
): Promise<Served> {
  const subgraphs = await startSubgraphs({ settings, database, trusted, say })
  lifecycle.started(subgraphs.stop)
  const { host, port, log } = settings
  const listening = await serveRemoteGateway({
    ...{ host, port, log, routes, supergraph: readSupergraphFile(), addresses: subgraphs.addresses },
    rules: subgraphRules(settings),
    ready: subgraphs.ready,
    watched: settings,
  })
  lifecycle.started(listening.close)
  return { failed: subgraphs.failed }
}

function playground(settings: Settings, sampleDay: Date | null): Route {
  const numberOf = (register: 'cpr' | 'cvr', key: string): string | null => {
    if (sampleDay === null) return null
    return register === 'cpr' ? person(key, sampleDay).number : business(key, sampleDay).cvr
  }
  return playgroundRoute({ folder: settings.dataFolder, issuer: isDevelopment(settings), numberOf })
}

async function introduce(settings: Settings, sampleDay: Date | null): Promise<Welcome['development']> {
  if (sampleDay === null) return null
  const token = (name: string): Promise<string> => tokenOrCommand(settings, name)
  return {
    identities: listedIdentities,
    tokens: { kommune: await token('kommune'), anna: await token('anna') },
    cpr: person('anna', sampleDay).number,
  }
}

/** A machine that is busy with starting may turn a request away: then the printed command fetches the token. */
async function tokenOrCommand(settings: Settings, name: string): Promise<string> {
  for (let attempt = 0; attempt < 10; attempt++) {
    const fetched = await fetchToken(baseUrl(settings), name, settings.dataFolder).catch(() => null)
    if (fetched) return fetched.token
    await sleep(200)
  }
  return `$(npm run --silent token -- ${name})`
}
