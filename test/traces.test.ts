// Traces: spans of a request across processes, nothing of a person or a document in them, and nothing at all unless configured.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTracing, readTraceParent, writeTraceParent } from '../door/tracing.ts'
import { openWatched, type Watched } from './watched-servers.ts'

interface Span {
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId?: string
  readonly name: string
  readonly attributes: readonly { readonly key: string; readonly value: { readonly stringValue?: string } }[]
  readonly process: string
}

/** A collector on loopback, and every byte that it received. */
async function startCollector() {
  const received: string[] = []
  const server = createServer(async (request, response) => {
    let text = JSON.stringify(request.headers)
    for await (const chunk of request) text += chunk
    received.push(text)
    response.setHeader('content-type', 'application/json').end('{}')
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    received,
    url: `http://127.0.0.1:${port}/v1/traces`,
    spans: (): readonly Span[] =>
      received.flatMap(text => spansOf(JSON.parse(text.slice(text.indexOf('}') + 1)))),
    close: () => new Promise(resolve => server.close(resolve)),
  }
}

/** OTLP's own form, as far as these tests look at it. */
interface Sent {
  readonly resourceSpans: readonly {
    readonly resource: Pick<Span, 'attributes'>
    readonly scopeSpans: readonly { readonly spans: readonly Omit<Span, 'process'>[] }[]
  }[]
}

const spansOf = ({ resourceSpans }: Sent): readonly Span[] =>
  resourceSpans.flatMap(({ resource, scopeSpans }) => {
    const process =
      resource.attributes.find(({ key }) => key === 'service.instance.id')?.value.stringValue ?? ''
    return scopeSpans.flatMap(({ spans }) => spans.map(span => ({ ...span, process })))
  })

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736'
const traceparent = `00-${traceId}-00f067aa0ba902b7-01`

describe('the story, traced', () => {
  let collector: Awaited<ReturnType<typeof startCollector>>
  let watched: Watched
  let hidden: readonly string[]
  let spans: readonly Span[]

  beforeAll(async () => {
    collector = await startCollector()
    watched = await openWatched({ TRACES_ENDPOINT: collector.url })
    const { together, apart } = watched.servers
    hidden = [...(await watched.story(together)), ...(await watched.story(apart, { traceparent }))]
    await watched.close()
    spans = collector.spans()
  })
  afterAll(() => collector?.close())

  test('every kind of span, in the gateway that runs all of it', () => {
    const names = new Set(spans.filter(span => span.process === 'gateway').map(span => span.name))
    expect([...names].toSorted()).toEqual(['facts', 'fetch', 'plan', 'release', 'request', 'statement'])
  })

  test('the caller’s trace goes on through the gateway into the subgraphs', () => {
    const own = spans.filter(span => span.traceId === traceId)
    const requests = own.filter(span => span.name === 'request')
    const atGateway = requests.filter(span => span.process === 'gateway')
    expect(atGateway.length).toBeGreaterThan(6)
    expect(new Set(atGateway.map(span => span.parentSpanId))).toEqual(new Set(['00f067aa0ba902b7']))
    const fetches = new Set(own.filter(span => span.name === 'fetch').map(span => span.spanId))
    const inSubgraphs = requests.filter(span => span.process !== 'gateway')
    expect(inSubgraphs.length).toBeGreaterThan(6)
    for (const span of inSubgraphs) expect(fetches).toContain(span.parentSpanId)
    for (const name of ['facts', 'release', 'statement'])
      expect(own.some(span => span.name === name && span.process === 'persons')).toBe(true)
  })

  test('no number, id, name or literal in anything that was sent', () => {
    const everything = collector.received.join('\n')
    expect(everything).toContain(traceId)
    for (const value of hidden) expect(everything).not.toContain(value)
    expect(everything).not.toMatch(/civilStatus|personById|mutation|select /)
    const attributes = spans.flatMap(span => span.attributes)
    expect(new Set(attributes.map(({ key }) => key))).toEqual(new Set(['subgraph', 'role']))
    for (const { value } of attributes) expect(value.stringValue).toMatch(/^[a-z_-]+$/)
  })
})

test('without a collector nothing is loaded and nothing is traced', async () => {
  const tracing = await openTracing(null, 'gateway')
  expect(tracing.on).toBe(false)
  expect(tracing.outgoing()).toEqual({})
  expect(await tracing.request(traceparent, async () => tracing.outgoing())).toEqual({})
})

test('a collector that is down costs the caller nothing', async () => {
  const tracing = await openTracing('http://127.0.0.1:9/v1/traces', 'gateway')
  expect(await tracing.request(undefined, async () => 'answered')).toBe('answered')
  await expect(tracing.request(undefined, () => Promise.reject(new Error('as it was')))).rejects.toThrow(
    'as it was',
  )
  await tracing.close()
})

test.each`
  header                                            | read
  ${traceparent}                                    | ${true}
  ${undefined}                                      | ${false}
  ${`${traceparent}, ${traceparent}`}               | ${false}
  ${traceparent.toUpperCase()}                      | ${false}
  ${`01${traceparent.slice(2)}`}                    | ${false}
  ${`00-${'0'.repeat(32)}-00f067aa0ba902b7-01`}     | ${false}
  ${`00-${traceId}-0000000000000000-01`}            | ${false}
  ${`00-${traceId}-00f067aa0ba902b7-01-0101901234`} | ${false}
`('traceparent $header is taken: $read', ({ header, read }) => {
  const parent = readTraceParent(header)
  expect(parent === null ? null : writeTraceParent(parent)).toBe(read ? header : null)
})
