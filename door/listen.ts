// Listens on a port: time-outs, limits, shedding, security headers, routes, and an orderly end.
import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { type RequestCodeName, requestCodes } from './codes.ts'
import { type Log, openLog } from './log.ts'
import { HttpProblem, problem } from './problem.ts'
import { type Shedder, watchEventLoop } from './shed.ts'
import { setSecurityHeaders, writeProblem } from './write.ts'

/** One request on its way through the routes. */
export interface Exchange {
  /** Random, given here; all records of the request have it in common. */
  readonly id: string
  /** Without query. */
  readonly path: string
  /** Whether the server is about to end: readiness says no. */
  readonly closing: boolean
  /** What the log's line says besides: why a token was not accepted. */
  fault?: string
}

/** Answers, or says false: not mine. The first route that answers is the last one asked. */
export type Route = (
  request: IncomingMessage,
  response: ServerResponse,
  exchange: Exchange,
) => boolean | Promise<boolean>

export interface ListenOptions {
  readonly host: string
  /** 0: any free one. */
  readonly port: number
  readonly routes: readonly Route[]
  readonly log?: Log
  /** Answers only requests to a host of this machine's own name: a page elsewhere cannot get in by renaming itself. */
  readonly localNamesOnly?: boolean
  /** For tests; watches the event loop unless given. */
  readonly shedder?: Shedder
  readonly timeouts?: Partial<Timeouts>
  readonly maxConnections?: number
}

export interface Timeouts {
  readonly headersMs: number
  readonly requestMs: number
  readonly checkMs: number
  /** For requests that are running when the server is closed. */
  readonly closeMs: number
  /** So long callers that are connected then are still answered, and told to leave. */
  readonly drainMs: number
  /** For which an idle connection may be used again, as its client is told. */
  readonly idleMs: number
  /** For which it stays after that: what a busy client sends in time comes later, and must not meet a closed one. */
  readonly graceMs: number
}

export interface Listening {
  readonly url: string
  readonly port: number
  /**
   * Readiness off, callers told to leave, running requests finish, idle connections end; resolves when all is done.
   */
  close(): Promise<void>
}

/** The address cannot be listened on; the message says what to do. */
export class ListenRefused extends Error {
  override readonly name = 'ListenRefused'
}

// Node's own defaults let 400 slow connections stay for 20 s (ARCHITECTURE.md 6).
const defaultTimeouts: Timeouts = {
  headersMs: 5_000,
  requestMs: 15_000,
  checkMs: 1_000,
  closeMs: 10_000,
  drainMs: 400,
  idleMs: 5_000,
  graceMs: 5_000,
}
const shedAboveMs = 200
const defaultMaxConnections = 2_000
const maxHeaderBytes = 16 * 1024

/** Rejects with ListenRefused. */
export async function listen(options: ListenOptions): Promise<Listening> {
  const timeouts = { ...defaultTimeouts, ...options.timeouts }
  const shedder = options.shedder ?? watchEventLoop(shedAboveMs)
  const log = options.log ?? openLog('errors')
  const state: State = { closing: false, answering: new Set() }
  const server = createServer(
    {
      headersTimeout: timeouts.headersMs,
      requestTimeout: timeouts.requestMs,
      connectionsCheckingInterval: timeouts.checkMs,
      maxHeaderSize: maxHeaderBytes,
      requireHostHeader: true,
      keepAliveTimeout: timeouts.idleMs,
      keepAliveTimeoutBuffer: timeouts.graceMs,
    },
    (request, response) => void serve(request, response, { ...options, shedder, log, state }),
  )
  server.maxConnections = options.maxConnections ?? defaultMaxConnections
  try {
    await start(server, options)
  } catch (error) {
    shedder.stop()
    throw error
  }
  // A failed accept (too many open files) must not end the process.
  server.on('error', error => log.fault('', error))
  const { port } = server.address() as AddressInfo
  const host = options.host.includes(':') ? `[${options.host}]` : options.host
  return {
    url: `http://${host}:${port}`,
    port,
    async close() {
      state.closing = true
      for (const response of state.answering) tellToLeave(response)
      await finish(server, timeouts)
      shedder.stop()
    },
  }
}

function start(server: Server, { host, port }: ListenOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(new ListenRefused(wordFault(error, host, port))),
    )
    server.listen({ host, port }, () => resolve())
  })
}

function wordFault({ code }: NodeJS.ErrnoException, host: string, port: number): string {
  if (code === 'EADDRINUSE') {
    return `Port ${port} on ${host} is in use: stop the program that holds it, or choose another with PORT.`
  }
  if (code === 'EACCES')
    return `Port ${port} needs more rights than this user has: choose one above 1023 with PORT.`
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return `This machine has no address ${host}: set HOST to one that it has, such as 127.0.0.1.`
  }
  return `Port ${port} on ${host} cannot be listened on (${code ?? 'unknown fault'}).`
}

/** A caller who is not told would send the next request on a connection that is about to end. */
function tellToLeave(response: ServerResponse): void {
  if (!response.headersSent) response.setHeader('Connection', 'close')
}

async function finish(server: Server, { closeMs, drainMs }: Timeouts): Promise<void> {
  const late = setTimeout(() => server.closeAllConnections(), closeMs)
  await drain(server, drainMs)
  // Ends idle connections too; the others end when their answer is out.
  await new Promise(resolve => server.close(resolve))
  clearTimeout(late)
}

/** Resolves when nobody is connected, and at the latest after so long. */
async function drain(server: Server, drainMs: number): Promise<void> {
  const until = performance.now() + drainMs
  const connected = () =>
    new Promise<boolean>(resolve => server.getConnections((_, count) => resolve(count > 0)))
  while (performance.now() < until && (await connected())) await sleep(20)
}

interface State {
  closing: boolean
  /** Requests whose answer is not out. */
  readonly answering: Set<ServerResponse>
}

interface Serving extends ListenOptions {
  readonly shedder: Shedder
  readonly log: Log
  readonly state: State
}

async function serve(request: IncomingMessage, response: ServerResponse, serving: Serving): Promise<void> {
  const { log, state } = serving
  const began = performance.now()
  const path = pathOf(request.url)
  const exchange: Exchange = { id: randomUUID(), path, closing: state.closing }
  state.answering.add(response)
  response.once('close', () => {
    state.answering.delete(response)
    const { method = '' } = request
    const { id, fault } = exchange
    // 499: cut before the answer was out, by the caller or by the end of the process.
    const status = response.writableFinished ? response.statusCode : 499
    log.request({ id, method, path, status, ms: performance.now() - began, ...(fault && { fault }) })
    // It was not idle when the server was closed, and nothing more shall come.
    if (state.closing) request.socket.end()
  })
  setSecurityHeaders(response)
  if (state.closing) tellToLeave(response)
  try {
    await route(request, response, exchange, serving)
  } catch (error) {
    const fault = error instanceof HttpProblem ? error.cause : error
    if (fault !== undefined) log.fault(exchange.id, fault)
    if (response.headersSent) response.destroy()
    else writeProblem(request, response, error instanceof HttpProblem ? error : internal(exchange.id))
  }
}

async function route(
  request: IncomingMessage,
  response: ServerResponse,
  exchange: Exchange,
  { routes, shedder, localNamesOnly }: Serving,
): Promise<void> {
  if (localNamesOnly && !isLocalName(request.headers.host)) {
    throw problem('HOST')
  }
  if (!isNeverShed(exchange.path) && shedder.overloaded()) {
    throw problem('OVERLOADED', undefined, { 'Retry-After': '1' })
  }
  for (const one of routes) if (await one(request, response, exchange)) return
  throw problem('NOT_FOUND')
}

// Whoever watches the process must be able to see that it lives; and a page of many files that lacks one is broken,
// while its files cost next to nothing.
const isNeverShed = (path: string): boolean => /^\/(health|playground)\//.test(path)

function internal(id: string): HttpProblem {
  const message = `Something failed here. If it stays so, report the request ${id}.`
  const extensions = { code: 'INTERNAL' satisfies RequestCodeName, request: id }
  return new HttpProblem(requestCodes.INTERNAL.status, [{ message, extensions }])
}

function pathOf(target = '/'): string {
  return URL.canParse(target, 'http://local') ? new URL(target, 'http://local').pathname : '/'
}

function isLocalName(host = ''): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d{1,5})?$/.test(host)
}
