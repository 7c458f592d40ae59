// The production page and compose.yaml under test: what they name exists, and nothing starts on a secret that everyone knows.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { refusalCodes } from '../access/refusals.ts'
import { subgraphAddresses } from '../commands/gateway.ts'
import { metricList } from '../door/metric-list.ts'
import { readSupergraphFile } from '../gateway/serve.ts'
import { settingRows } from '../settings.ts'
import { mostConnections } from '../subgraphs/open.ts'
import { subgraphNames } from '../subgraphs/registry.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const read = (file: string) => readFileSync(join(root, file), 'utf8')
const page = read('docs/production.md')
const compose = read('compose.yaml')
const scripts = Object.keys(JSON.parse(read('package.json')).scripts)
const settings = settingRows.map(({ name }) => name)

describe('docs/production.md', () => {
  test('settings and codes', () => {
    const named = [...page.matchAll(/`([A-Z]+(?:_[A-Z]+)+)(?:=[^`]*)?`/g)].map(([, name]) => name!)
    const known: readonly string[] = [...settings, ...refusalCodes, 'NODE_EXTRA_CA_CERTS']
    expect(named.length).toBeGreaterThan(20)
    expect(named.filter(name => !known.includes(name))).toEqual([])
  })

  test('commands and their options', () => {
    const named = [...page.matchAll(/npm (?:run )?([a-z:]+)(?: --)?((?: --[a-z-]+)*)/g)]
    expect(named.length).toBeGreaterThan(8)
    for (const [, command, options] of named) {
      expect(scripts).toContain(command)
      const text = command === 'start' ? '' : read(`commands/${command}.ts`)
      for (const [, option] of options!.matchAll(/--([a-z-]+)/g))
        expect(text).toMatch(new RegExp(`'?${option}'?: \\{`))
    }
  })

  test('metrics, with labels and their values where it says what to watch', () => {
    const named = [...page.matchAll(/`(engang_\w+)(?:\{(\w+)="(\w+)"\})?`/g)]
    for (const [, name, label, value] of named) {
      expect(Object.keys(metricList)).toContain(name)
      const { labels, help } = metricList[name as keyof typeof metricList]
      if (label === undefined) continue
      expect(labels).toContain(label)
      const values: readonly string[] = label === 'code' ? refusalCodes : (help.match(/\b[A-Z]{3,}\b/g) ?? [])
      expect(values).toContain(value)
    }
  })

  test('is led to from the README, and no line is longer than a reader’s window', () => {
    expect(read('README.md')).toContain('(docs/production.md)')
    const prose = page.split('\n').filter(line => !/^(\||npm |DATABASE_URL)/.test(line))
    expect(prose.filter(line => line.length > 130)).toEqual([])
  })
})

describe('compose.yaml', () => {
  const environment = compose.slice(compose.indexOf('environment: &settings'), compose.indexOf('x-subgraph'))
  const given = [...environment.matchAll(/^ {4}([A-Z_]+): (.*)$/gm)].map(([, name, value]) => ({
    name,
    value: value!,
  }))

  test('names settings that there are', () => {
    expect(given.length).toBeGreaterThan(5)
    expect(given.filter(({ name }) => !settings.includes(name!))).toEqual([])
  })

  test.each(['SECRET', 'ISSUER', 'OPERATOR_CVR', 'POSTGRES_PASSWORD'])('refuses without %s', name => {
    const uses = [...compose.matchAll(new RegExp(`\\$\\{${name}([^}]*)\\}`, 'g'))]
    expect(uses.length).toBeGreaterThan(0)
    for (const [, rest] of uses) expect(rest).toMatch(/^:\?Set /)
  })

  test('no password, secret or token stands in it', () => {
    expect(compose).not.toMatch(/^\s*\w*(SECRET|PASSWORD|TOKEN): *[^\s$]/m)
    expect(compose).not.toMatch(/postgres:\/\/\w+:[^$]/)
  })

  test('runs each subgraph, and a gateway that asks each where it is', () => {
    const run = [
      ...compose.matchAll(
        /^ {2}([a-z-]+):\n {4}<<: \*subgraph\n {4}command: \[node, commands\/subgraph\.ts, ([a-z-]+), --port, '4001'\]/gm,
      ),
    ]
    for (const [, service, subgraph] of run) expect(service).toBe(subgraph)
    expect(run.map(([, , name]) => name).toSorted()).toEqual([...subgraphNames].toSorted())
    const words = [...compose.matchAll(/^ {6}- ([a-z-]+=http:\S+)$/gm)].map(([, word]) => word!)
    const addresses = subgraphAddresses(readSupergraphFile(), words)
    expect(addresses).toEqual(
      Object.fromEntries(subgraphNames.map(name => [name, `http://${name}:4001/graphql`])),
    )
  })

  test('its PostgreSQL has room for every subgraph at its fullest, and the page says how much that is', () => {
    const all = subgraphNames.length * mostConnections(1)
    // Three are kept for administrators (superuser_reserved_connections), and some are the jobs'.
    expect(Number(/max_connections=(\d+)/.exec(compose)?.[1])).toBeGreaterThan(all + 3 + 10)
    for (const number of [mostConnections(subgraphNames.length), mostConnections(1), all])
      expect(page).toMatch(new RegExp(`\\b${number}\\b`))
  })

  test('runs commands that there are', () => {
    const files = [...compose.matchAll(/commands\/[a-z]+\.ts|schema\/[a-z]+\.graphql/g)].map(([file]) => file)
    expect(files.filter(file => !existsSync(join(root, file)))).toEqual([])
  })

  test('is YAML of the plain kind: two spaces a level, no tabs, every alias anchored', () => {
    expect(compose).not.toContain('\t')
    const lines = compose.split('\n').filter(line => line.trim() !== '' && !line.trim().startsWith('#'))
    expect(lines.filter(line => /^ */.exec(line)![0].length % 2 === 1)).toEqual([])
    expect(lines.filter(line => !/^ *(- )?([\w.<-]+:( .*)?|[^:].*)$/.test(line))).toEqual([])
    // Such a value must be quoted, for it reads as a mapping.
    expect(lines.filter(line => /: [^'"[]*: /.test(line))).toEqual([])
    const anchors = [...compose.matchAll(/&(\w+)/g)].map(([, name]) => name)
    for (const [, alias] of compose.matchAll(/\*(\w+)$/gm)) expect(anchors).toContain(alias)
  })
})
