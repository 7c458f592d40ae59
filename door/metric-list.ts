// Every metric: its name, kind, meaning and labels. Labels come from closed lists: no value, no id, no client's name.

export interface Metric {
  readonly kind: 'counter' | 'gauge' | 'histogram'
  readonly help: string
  readonly labels: readonly string[]
}

const metric = (kind: Metric['kind'], help: string, ...labels: readonly string[]): Metric => ({
  kind,
  help,
  labels,
})

export const metricList = {
  engang_requests_total: metric(
    'counter',
    'Requests by route and outcome: ANSWERED, REJECTED (4xx), SHED (503), FAILED (other 5xx), CUT (the answer did not get out).',
    'route',
    'outcome',
  ),
  engang_request_seconds: metric('histogram', 'Time from a request to the end of its answer.', 'route'),
  engang_decisions_total: metric(
    'counter',
    'Recorded decisions that gave a field of a data subject, by ground. What is OPEN is not recorded.',
    'ground',
  ),
  engang_refusals_total: metric(
    'counter',
    'Recorded decisions that refused a field, by code; NAME_AND_ADDRESS_PROTECTED was withheld without an error.',
    'code',
  ),
  engang_releases_total: metric(
    'counter',
    'Releases by outcome: RECORDED, RETRIED (what it relied on changed meanwhile), FAILED (the log could not be written).',
    'outcome',
  ),
  engang_release_seconds: metric('histogram', 'Time that a release took, waiting for its group included.'),
  engang_facts_seconds: metric('histogram', 'Time that reading the facts of a set of subjects took.'),
  engang_facts_failures_total: metric(
    'counter',
    'Readings of facts that failed: what depends on them is refused.',
  ),
  engang_subgraph_fetches_total: metric(
    'counter',
    'Fetches from subgraphs: ANSWERED, or FAILED (down, late, nonsense).',
    'subgraph',
    'outcome',
  ),
  engang_subgraph_errors_total: metric(
    'counter',
    'Errors of a subgraph’s own (INTERNAL, BUSY) inside answers; refusals are none.',
    'subgraph',
  ),
  engang_subgraph_seconds: metric('histogram', 'Time that a fetch from a subgraph took.', 'subgraph'),
  engang_event_loop_delay_seconds: metric(
    'gauge',
    'Delay of the event loop since the last scrape: MEAN, P99, MAX. Above a mean of 0.2 requests are shed.',
    'statistic',
  ),
  engang_pool_statements: metric(
    'gauge',
    'Statements under way or waiting for a connection, by database role.',
    'role',
  ),
  engang_pool_statements_total: metric('counter', 'Statements asked of a pool, by database role.', 'role'),
  engang_pool_connections: metric('gauge', 'Connections that a pool may hold, by database role.', 'role'),
} as const satisfies Readonly<Record<string, Metric>>

export type MetricName = keyof typeof metricList
