// `/metrics`: counts what happened and tells of nobody, is answered to whom it shall be, and every metric is documented.
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { refusalCodes } from '../access/refusals.ts'
import { metricList } from '../door/metric-list.ts'
import { openMetrics } from '../door/metrics.ts'
import { metricsRoute } from '../door/metrics-route.ts'
import { subgraphNames } from '../subgraphs/registry.ts'
import { openWatched, type Watched } from './watched-servers.ts'

/** The samples of a text: `name{labels}` → number. */
function read(text: string): ReadonlyMap<string, number> {
  const lines = text.split('\n').filter(line => line !== '' && !line.startsWith('#'))
  return new Map(lines.map(line => [line.slice(0, line.lastIndexOf(' ')), Number(line.split(' ').at(-1))]))
}

describe('after the story', () => {
  let watched: Watched
  let hidden: readonly string[]
  const texts = new Map<string, string>()
  const of = (server: string, sample: string) => read(texts.get(server)!).get(sample)

  beforeAll(async () => {
    watched = await openWatched()
    hidden = [
      ...(await watched.story(watched.servers.together)),
      ...(await watched.story(watched.servers.apart)),
    ]
    await fetch(`${watched.servers.together.url}/graphql?cpr=0101901234`)
    await fetch(`${watched.servers.together.url}/0101901234`)
    for (const [name, { url }] of Object.entries(watched.servers))
      texts.set(name, await (await fetch(`${url}/metrics`)).text())
  })
  afterAll(() => watched?.close())

  test('what happened is counted', () => {
    expect(of('together', 'engang_requests_total{route="GRAPHQL",outcome="ANSWERED"}')).toBe(
      watched.answered(watched.servers.together),
    )
    expect(of('together', 'engang_requests_total{route="GRAPHQL",outcome="REJECTED"}')).toBe(1)
    expect(of('together', 'engang_requests_total{route="OTHER",outcome="REJECTED"}')).toBe(1)
    expect(of('together', 'engang_request_seconds_count{route="GRAPHQL"}')).toBeGreaterThan(7)
    // Missing before it was given, withdrawn after.
    expect(of('together', 'engang_refusals_total{code="CONSENT_MISSING"}')).toBeGreaterThan(0)
    expect(of('together', 'engang_refusals_total{code="CONSENT_WITHDRAWN"}')).toBeGreaterThan(0)
    expect(of('together', 'engang_decisions_total{ground="CONSENT"}')).toBeGreaterThan(0)
    expect(of('together', 'engang_decisions_total{ground="LAW"}')).toBeGreaterThan(3)
    expect(of('together', 'engang_releases_total{outcome="RECORDED"}')).toBeGreaterThan(6)
    expect(
      of('together', 'engang_subgraph_fetches_total{subgraph="persons",outcome="ANSWERED"}'),
    ).toBeGreaterThan(3)
    expect(of('together', 'engang_pool_statements_total{role="persons"}')).toBeGreaterThan(3)
    expect(of('together', 'engang_pool_statements{role="persons"}')).toBe(0)
    expect(of('together', 'engang_facts_seconds_count')).toBeGreaterThan(6)
  })

  test('each process counts what it did itself: the gateway alone decides nothing', () => {
    expect(of('apart', 'engang_subgraph_seconds_count{subgraph="persons"}')).toBeGreaterThan(3)
    expect([...read(texts.get('apart')!).keys()].filter(name => name.startsWith('engang_decisions'))).toEqual(
      [],
    )
    // Withdrawn in the first story, and again in the second.
    expect(of('persons', 'engang_refusals_total{code="CONSENT_WITHDRAWN"}')).toBeGreaterThan(1)
    expect(of('consents', 'engang_pool_connections{role="consents"}')).toBe(2)
  })

  test('no number, no id, no name, and labels from closed lists alone', () => {
    const closed: readonly string[] = [
      ...['GRAPHQL', 'HEALTH', 'METRICS', 'PLAYGROUND', 'OTHER', 'MEAN', 'P99', 'MAX'],
      ...['ANSWERED', 'REJECTED', 'SHED', 'FAILED', 'CUT', 'RECORDED', 'RETRIED'],
      ...['OWN', 'PARTY', 'MANDATE', 'LAW', 'CONSENT', 'NAME_AND_ADDRESS_PROTECTED', 'access_reader'],
      ...[...refusalCodes, ...subgraphNames, ...subgraphNames.map(name => name.replaceAll('-', '_'))],
    ]
    for (const text of texts.values()) {
      for (const value of hidden) expect(text).not.toContain(value)
      for (const sample of read(text).keys())
        expect(sample).not.toMatch(/\d{6}-?\d{4}|[0-9a-f]{8}-[0-9a-f]{4}/)
      const labels = [...text.matchAll(/(\w+)="([^"]*)"/g)].filter(([, name]) => name !== 'le')
      expect(labels.map(([, , value]) => value!).filter(value => !closed.includes(value))).toEqual([])
    }
  })

  test('every metric is documented, and every documented one is told', () => {
    const page = readFileSync(new URL('../docs/production.md', import.meta.url), 'utf8')
    const documented = [...page.matchAll(/^\| `(engang_\w+)` \| (?:counter|gauge|histogram) \|/gm)].map(
      ([, name]) => name!,
    )
    const told = [...texts.get('together')!.matchAll(/^# TYPE (\w+)/gm)].map(([, name]) => name!)
    expect(documented.toSorted()).toEqual(Object.keys(metricList).toSorted())
    expect(told.toSorted()).toEqual(Object.keys(metricList).toSorted())
  })
})

const token = 'a-token-of-thirty-two-characters!'

test.each`
  host           | configured | sent                  | headers                           | status
  ${'127.0.0.1'} | ${null}    | ${undefined}          | ${{}}                             | ${200}
  ${'::1'}       | ${null}    | ${undefined}          | ${{}}                             | ${200}
  ${'127.0.0.1'} | ${null}    | ${undefined}          | ${{ 'x-forwarded-for': '::1' }}   | ${404}
  ${'127.0.0.1'} | ${null}    | ${undefined}          | ${{ forwarded: 'for=192.0.2.1' }} | ${404}
  ${'0.0.0.0'}   | ${null}    | ${undefined}          | ${{}}                             | ${404}
  ${'0.0.0.0'}   | ${token}   | ${undefined}          | ${{}}                             | ${404}
  ${'0.0.0.0'}   | ${token}   | ${`Bearer ${token}x`} | ${{}}                             | ${404}
  ${'0.0.0.0'}   | ${token}   | ${`Bearer ${token}`}  | ${{}}                             | ${200}
  ${'127.0.0.1'} | ${token}   | ${undefined}          | ${{}}                             | ${404}
  ${'127.0.0.1'} | ${token}   | ${`Bearer ${token}`}  | ${{ 'x-forwarded-for': '::1' }}   | ${200}
`(
  'on $host, token $configured, sent $sent with $headers: $status',
  async ({ host, configured, sent, headers, status }) => {
    const metrics = openMetrics()
    const route = metricsRoute(metrics, { host, metricsToken: configured })
    const request = { method: 'GET', headers: { ...headers, ...(sent && { authorization: sent }) } }
    const written: number[] = []
    const response = {
      writeHead(code: number) {
        written.push(code)
        return { end() {} }
      },
    }
    const exchange = { id: 'a', path: '/metrics', closing: false }
    const answered = route !== null && (await route(request as never, response as never, exchange))
    expect(answered ? written : [404]).toEqual([status])
    metrics.close()
  },
)
