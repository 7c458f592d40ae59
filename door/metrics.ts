// Counts what a process does, for whoever watches it. Increments only: labels are put together when the metrics are read.
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { Settlement } from '../access/release.ts'
import type { PoolWatcher } from '../database/watch-pool.ts'
import type { Log, RequestLine } from './log.ts'
import { type Metric, type MetricName, metricList } from './metric-list.ts'

export type SubgraphOutcome = 'ANSWERED' | 'FAILED'

export interface Metrics {
  /** The process's log, with each of its requests counted. */
  counting(log: Log): Log
  /** What was recorded; `lost`: it was not, for something relied upon had changed. */
  released(settlement: Settlement, lost: boolean, ms: number): void
  releaseFailed(ms: number): void
  factsRead(ms: number, failed: boolean): void
  /** `errors`: of the subgraph's own. `subgraph`: a name of the supergraph. */
  fetched(subgraph: string, outcome: SubgraphOutcome, errors: number, ms: number): void
  /** Of one more pool of this role. */
  pool(role: string, connections: number): PoolWatcher
  /** In Prometheus' text form. */
  text(): Promise<string>
  readonly contentType: string
  close(): void
}

// From a look-up that is answered from memory to the time-outs (ARCHITECTURE.md 6).
const buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
const loopResolutionMs = 10

/** One for each process that serves. */
export function openMetrics(): Metrics {
  const registry = new Registry()
  const counts = openCounts(registry)
  const times = openTimes(registry)
  const pools = new Map<string, { connections: number; under: number }>()
  const unwatchLoop = watchLoop(registry)
  gauge(registry, 'engang_pool_statements', set => {
    for (const [role, { under }] of pools) set({ role }, under)
  })
  gauge(registry, 'engang_pool_connections', set => {
    for (const [role, { connections }] of pools) set({ role }, connections)
  })
  const request = ({ path, status, ms }: RequestLine): void => {
    const route = routeOf(path)
    counts('engang_requests_total', route, outcomeOf(status))
    times('engang_request_seconds', ms, route)
  }
  return {
    counting: log => ({
      ...log,
      request(line) {
        request(line)
        log.request(line)
      },
    }),
    released(settlement, lost, ms) {
      counts('engang_releases_total', lost ? 'RETRIED' : 'RECORDED')
      times('engang_release_seconds', ms)
      if (!lost) countDecisions(settlement, counts)
    },
    releaseFailed(ms) {
      counts('engang_releases_total', 'FAILED')
      times('engang_release_seconds', ms)
    },
    factsRead(ms, failed) {
      times('engang_facts_seconds', ms)
      if (failed) counts('engang_facts_failures_total')
    },
    fetched(subgraph, outcome, errors, ms) {
      counts('engang_subgraph_fetches_total', subgraph, outcome)
      times('engang_subgraph_seconds', ms, subgraph)
      for (let left = errors; left > 0; left--) counts('engang_subgraph_errors_total', subgraph)
    },
    pool(role, connections) {
      const pool = pools.get(role) ?? { connections: 0, under: 0 }
      pool.connections += connections
      pools.set(role, pool)
      return {
        began() {
          pool.under++
          counts('engang_pool_statements_total', role)
        },
        ended: () => void pool.under--,
      }
    },
    text: () => registry.metrics(),
    contentType: registry.contentType,
    close() {
      unwatchLoop()
      registry.clear()
    },
  }
}

type Count = (name: MetricName, first?: string, second?: string, times?: number) => void

/** Counts in plain numbers by label, and hands them over when the metrics are read. */
function openCounts(registry: Registry): Count {
  const all = new Map<MetricName, Map<string, Map<string, number>>>()
  for (const [name, { kind, help, labels }] of Object.entries<Metric>(metricList)) {
    if (kind !== 'counter') continue
    const byFirst = new Map<string, Map<string, number>>()
    all.set(name as MetricName, byFirst)
    const collect = function (this: Counter<string>) {
      this.reset()
      if (labels.length === 0) this.inc(byFirst.get('')?.get('') ?? 0)
      else
        for (const [first, bySecond] of byFirst)
          for (const [second, count] of bySecond) this.inc(labelled(labels, first, second), count)
    }
    new Counter({ name, help, labelNames: [...labels], registers: [registry], collect })
  }
  return (name, first = '', second = '', times = 1) => {
    const byFirst = all.get(name)!
    const bySecond = byFirst.get(first) ?? new Map<string, number>()
    byFirst.set(first, bySecond)
    bySecond.set(second, (bySecond.get(second) ?? 0) + times)
  }
}

const labelled = (labels: readonly string[], first: string, second: string): Record<string, string> =>
  Object.fromEntries([first, second].slice(0, labels.length).map((value, place) => [labels[place]!, value]))

type Time = (name: MetricName, ms: number, label?: string) => void

function openTimes(registry: Registry): Time {
  const histograms = new Map(
    Object.entries<Metric>(metricList)
      .filter(([, { kind }]) => kind === 'histogram')
      .map(([name, { help, labels }]) => {
        const histogram = new Histogram({
          name,
          help,
          labelNames: [...labels],
          buckets,
          registers: [registry],
        })
        return [name, { histogram, label: labels[0] }] as const
      }),
  )
  return (name, ms, value) => {
    const { histogram, label } = histograms.get(name)!
    if (label === undefined) histogram.observe(ms / 1_000)
    else histogram.observe({ [label]: value! }, ms / 1_000)
  }
}

function gauge(
  registry: Registry,
  name: MetricName,
  fill: (set: (labels: Record<string, string>, value: number) => void) => void,
): void {
  const { help, labels } = metricList[name]
  const collect = function (this: Gauge<string>) {
    fill((given, value) => this.set(given, value))
  }
  new Gauge({ name, help, labelNames: [...labels], registers: [registry], collect })
}

/** Gives what ends the watching. */
function watchLoop(registry: Registry): () => void {
  const delay = monitorEventLoopDelay({ resolution: loopResolutionMs })
  delay.enable()
  // The histogram counts the timer's own period as delay; before its first sample it has no mean.
  const seconds = (nanoseconds: number) =>
    Number.isFinite(nanoseconds) ? Math.max(0, nanoseconds / 1e9 - loopResolutionMs / 1_000) : 0
  gauge(registry, 'engang_event_loop_delay_seconds', set => {
    set({ statistic: 'MEAN' }, seconds(delay.mean))
    set({ statistic: 'P99' }, seconds(delay.percentile(99)))
    set({ statistic: 'MAX' }, delay.count > 0 ? seconds(delay.max) : 0)
    delay.reset()
  })
  return () => void delay.disable()
}

/** A record stands for each of its subjects. */
function countDecisions({ records }: Settlement, counts: Count): void {
  for (const { subjects, given, refused } of records) {
    for (const { ground } of given) counts('engang_decisions_total', ground, '', subjects.length)
    for (const { code } of refused) counts('engang_refusals_total', code, '', subjects.length)
  }
}

// Whatever else is asked for is OTHER: a path is the caller's own text.
function routeOf(path: string): string {
  if (path === '/graphql') return 'GRAPHQL'
  if (path.startsWith('/health/')) return 'HEALTH'
  if (path === '/metrics') return 'METRICS'
  return path === '/playground' || path.startsWith('/playground/') ? 'PLAYGROUND' : 'OTHER'
}

function outcomeOf(status: number): string {
  if (status === 499) return 'CUT'
  if (status === 503) return 'SHED'
  if (status >= 500) return 'FAILED'
  return status >= 400 ? 'REJECTED' : 'ANSWERED'
}
