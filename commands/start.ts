// `npm start`: the whole platform on this machine, from nothing to a graph that answers.
import { setTimeout as sleep } from 'node:timers/promises'
import type { Route } from '../door/listen.ts'
import { openLog } from '../door/log.ts'
import { playgroundRoute } from '../gateway/playground.ts'
import { serveGateway } from '../gateway/serve.ts'
import { listedIdentities } from '../issuer/identities.ts'
import { fetchToken } from '../issuer/token.ts'
import { business } from '../sample/businesses.ts'
import { person } from '../sample/persons.ts'
import { readSettings, type Settings } from '../settings.ts'
import { baseUrl, isDevelopment } from './addresses.ts'
import { openIssuer } from './issuer.ts'
import { type Lifecycle, runCommand } from './lifecycle.ts'
import { deliverNotices } from './notices.ts'
import { readOptions } from './options.ts'
import { prepare } from './prepare.ts'
import { retainDaily } from './retention.ts'
import { type Welcome, welcomeText } from './welcome.ts'

if (import.meta.main) {
  const { switches } = readOptions({
    usage: 'npm start -- [--reset]',
    summary:
      'Starts PostgreSQL, the subgraphs and the gateway, with invented people and businesses in an empty database.',
    options: { reset: { meaning: 'Begins with fresh data: what the embedded PostgreSQL holds is removed.' } },
    notes: ['Settings are environment variables, such as PORT; README.md lists them.'],
  })
  await runCommand(lifecycle => start(switches.has('reset'), lifecycle))
}

async function start(reset: boolean, lifecycle: Lifecycle): Promise<number> {
  const settings = readSettings()
  const say = (line: string): void => console.error(line)
  const { database, sampleDay } = await prepare(settings, lifecycle, { reset, now: new Date(), say })
  if (lifecycle.stopping) return lifecycle.ended
  const { trusted, routes } = await openIssuer(settings, sampleDay)
  const listening = await serveGateway({
    ...{ settings, database, trusted, port: settings.port },
    routes: [...routes, playground(settings, sampleDay)],
  })
  lifecycle.started(listening.close)
  const log = openLog(settings.log)
  lifecycle.started(retainDaily(database, settings, log))
  lifecycle.started(deliverNotices(database, settings, log))
  console.log(welcomeText({ base: baseUrl(settings), development: await introduce(settings, sampleDay) }))
  await lifecycle.untilStopped()
  return 0
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
