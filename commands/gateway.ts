// `npm run gateway`: the gateway alone, on any Federation 2 supergraph whose subgraphs answer over HTTP.
import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { type ConstDirectiveNode, Kind, parse } from 'graphql'
import type { Route } from '../door/listen.ts'
import { serveRemoteGateway, subgraphRules } from '../gateway/serve.ts'
import { readSettings, type Settings } from '../settings.ts'
import { openConsole } from './console.ts'
import { type Lifecycle, runCommand } from './lifecycle.ts'
import { readOptions, readPort } from './options.ts'

if (import.meta.main) {
  const { words, values } = readOptions({
    usage: 'npm run gateway -- --supergraph FILE [--port N] [NAME=URL…]',
    summary:
      'Serves the gateway alone. It decides nothing: each subgraph gets the caller’s own token and decides.',
    options: {
      supergraph: { value: 'FILE', meaning: 'A Federation 2 supergraph, such as schema/supergraph.graphql.' },
      port: { value: 'N', meaning: 'The port; PORT unless given.' },
    },
    words: { least: 0, most: 100 },
    notes: ['  NAME=URL  Where a subgraph is, when not where the supergraph says.'],
  })
  await runCommand(lifecycle => serve(values.supergraph, values.port, words, lifecycle))
}

async function serve(
  file: string | undefined,
  givenPort: string | undefined,
  words: readonly string[],
  lifecycle: Lifecycle,
): Promise<number> {
  if (file === undefined) throw new Error('Name the supergraph: npm run gateway -- --supergraph FILE')
  const settings = readSettings()
  const port = givenPort === undefined ? settings.port : readPort(givenPort)
  const supergraph = await readFile(file, 'utf8').catch(() => {
    throw new Error(`${basename(file)} cannot be read: check the path and that you may read it.`)
  })
  const listening = await serveRemoteGateway({
    host: settings.host,
    port,
    supergraph,
    addresses: subgraphAddresses(supergraph, words),
    rules: subgraphRules(settings),
    log: settings.log,
    routes: consoleOf({ ...settings, port }),
    watched: settings,
  })
  lifecycle.started(listening.close)
  console.log(`The gateway answers at ${listening.url}/graphql. Ctrl-C stops it.`)
  await lifecycle.untilStopped()
  return 0
}

/** The console, where people can reach it and an issuer signs them in. */
export function consoleOf(settings: Settings): readonly Route[] {
  return settings.publicUrl !== null && settings.issuer !== null ? [openConsole(settings)] : []
}

/**
 * Each subgraph's address: as `join__Graph` of the supergraph says, or as a word `NAME=URL` says instead. Throws for
 * a text that is no supergraph, an unknown name, and an address that is none.
 */
export function subgraphAddresses(
  supergraph: string,
  words: readonly string[],
): Readonly<Record<string, string>> {
  const given = new Map(words.map(readWord))
  const names = readGraphs(supergraph)
  const strange = [...given.keys()].find(name => !names.has(name))
  if (strange !== undefined)
    throw new Error(`The supergraph has no subgraph ${strange}. It has: ${[...names.keys()].join(', ')}.`)
  return Object.fromEntries([...names].map(([name, url]) => [name, checkUrl(name, given.get(name) ?? url)]))
}

function readWord(word: string): [string, string] {
  const [, name, url] = /^([^=]+)=(.+)$/.exec(word) ?? []
  if (!name || !url) throw new Error('Give the address of a subgraph as NAME=URL.')
  return [name, url]
}

function checkUrl(name: string, url: string): string {
  if (URL.canParse(url) && ['http:', 'https:'].includes(new URL(url).protocol)) return url
  throw new Error(`The supergraph gives no HTTP address for ${name}: add ${name}=http://…`)
}

function readGraphs(supergraph: string): ReadonlyMap<string, string> {
  const graphs = parseSupergraph(supergraph).definitions.find(
    node => node.kind === Kind.ENUM_TYPE_DEFINITION && node.name.value === 'join__Graph',
  )
  if (graphs?.kind !== Kind.ENUM_TYPE_DEFINITION)
    throw new Error('The file is no Federation 2 supergraph: it lists no subgraphs (join__Graph).')
  const directives = (graphs.values ?? []).flatMap(value => value.directives ?? [])
  return new Map(directives.map(directive => [argument(directive, 'name'), argument(directive, 'url')]))
}

function parseSupergraph(text: string) {
  try {
    return parse(text)
  } catch {
    throw new Error('The file is no GraphQL schema: compose one with npm run schema.')
  }
}

function argument(directive: ConstDirectiveNode, name: string): string {
  const value = directive.arguments?.find(argument => argument.name.value === name)?.value
  return value?.kind === Kind.STRING ? value.value : ''
}
