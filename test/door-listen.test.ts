// The listener: limits, time-outs, shedding, headers on every answer, what it logs, and how it ends.
import { connect } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { healthRoute } from '../door/health.ts'
import { type Listening, type ListenOptions, ListenRefused, listen, type Route } from '../door/listen.ts'
import { openLog } from '../door/log.ts'
import { watchEventLoop } from '../door/shed.ts'
import { writeJson } from '../door/write.ts'
import { compose, readAnswer, sendRaw } from './door-requests.ts'

const open: Listening[] = []
let lines: string[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map(one => one.close()))
  lines = []
})

const hello: Route = (_request, response, { path }) => {
  if (path !== '/hello') return false
  writeJson(response, 200, 'application/json', { hello: true })
  return true
}

const reading: Route = async (request, response, { path }) => {
  if (path !== '/read') return false
  for await (const _ of request);
  response.end()
  return true
}

async function start(options: Partial<ListenOptions> = {}): Promise<Listening> {
  const into = lines
  const log = openLog('requests', line => void into.push(line))
  const server = await listen({ host: '127.0.0.1', port: 0, routes: [hello], log, ...options })
  open.push(server)
  return server
}

describe('security headers', () => {
  test.each([
    ['/hello', 200],
    ['/nothing', 404],
  ])('stand on the answer of %s', async (path, status) => {
    const { url } = await start()
    const response = await fetch(`${url}${path}`)
    expect(response.status).toBe(status)
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'cache-control': 'private, no-store',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
    })
    expect(response.headers.has('x-powered-by')).toBe(false)
  })

  test('of a page are its own', async () => {
    const page: Route = (_request, response) => {
      response.setHeader('Content-Security-Policy', "default-src 'self'")
      response.end('page')
      return true
    }
    const { url } = await start({ routes: [page] })
    expect((await fetch(url)).headers.get('content-security-policy')).toBe("default-src 'self'")
  })
})

describe('odd requests', () => {
  const chunked = ['Transfer-Encoding: chunked']
  // biome-ignore format: a table
  test.each([
    ['a WebSocket (G29)', 'GET /graphql HTTP/1.1', ['Upgrade: websocket', 'Sec-WebSocket-Key: YQ=='], '', 404],
    ['length and chunks both (G43)', 'POST /hello HTTP/1.1', [...chunked, 'Content-Length: 3'], 'abc', 400],
    ['two lengths (G43)', 'POST /hello HTTP/1.1', ['Content-Length: 3', 'Content-Length: 4'], 'abc', 400],
    ['chunks of a wrong length (G43)', 'POST /read HTTP/1.1', chunked, 'zz\r\nabc\r\n0\r\n\r\n', 400],
    ['headers of 20 KiB', 'GET /hello HTTP/1.1', [`A: ${'a'.repeat(20_000)}`], '', 431],
    ['a space in a header name', 'GET /hello HTTP/1.1', ['Case Reference: 1'], '', 400],
    ['an address with another host', 'GET http://evil.example/hello HTTP/1.1', [], '', 200],
    ['two slashes', 'GET //hello HTTP/1.1', [], '', 404],
    ['an address that is none', 'GET http://[ HTTP/1.1', [], '', 404],
    ['a way up', 'GET /a/../../etc/passwd HTTP/1.1', [], '', 404],
  ])('%s', async (_name, line, headers, body, status) => {
    const { port } = await start({ routes: [hello, reading] })
    expect(readAnswer(await sendRaw(port, [compose(line, headers, body)])).status).toBe(status)
  })

  // biome-ignore format: a table
  test.each([
    ['localhost', 200], ['127.0.0.1:4000', 200], ['[::1]:4000', 200],
    ['evil.example', 421], ['localhost.evil.example', 421], ['127.0.0.1.evil.example:4000', 421],
  ])('where only local names count, the host %s gets %i', async (host, status) => {
    const { port } = await start({ localNamesOnly: true })
    const text = `GET /hello HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`
    expect(readAnswer(await sendRaw(port, [text])).status).toBe(status)
  })
})

describe('slow and many', () => {
  test.each([
    ['headers', { headersMs: 150 }, ['GET /hello HTTP/1.1\r\n', 'Host: localhost\r\n']],
    [
      'a body',
      { headersMs: 150, requestMs: 300 },
      ['POST /read HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n', 'abc'],
    ],
  ])('%s that never end are ended', async (_name, short, pieces) => {
    const timeouts = Object.assign({ headersMs: 60_000, requestMs: 60_000, checkMs: 50 }, short)
    const { port } = await start({ timeouts, routes: [reading] })
    expect(readAnswer(await sendRaw(port, pieces)).status).toBe(408)
  })

  test('connections beyond the bound are dropped', async () => {
    const { port, url } = await start({ maxConnections: 1 })
    const first = connect(port, '127.0.0.1')
    await new Promise(resolve => first.once('connect', resolve))
    await expect(fetch(`${url}/hello`)).rejects.toThrow()
    first.destroy()
    await expect
      .poll(() =>
        fetch(`${url}/hello`).then(
          ({ status }) => status,
          () => 0,
        ),
      )
      .toBe(200)
  })
})

describe('shedding', () => {
  test('answers 503 with Retry-After, but health always answers, and so do the files of a page', async () => {
    const shedder = { overloaded: () => true, stop() {} }
    const { url } = await start({ shedder, routes: [healthRoute(async () => true), hello] })
    expect((await fetch(`${url}/playground/x.js`)).status).toBe(404)
    const shed = await fetch(`${url}/hello`)
    expect([shed.status, shed.headers.get('retry-after')]).toEqual([503, '1'])
    expect((await fetch(`${url}/health/live`)).status).toBe(200)
  })

  test('begins when the event loop is late and ends when it is not', async () => {
    const shedder = watchEventLoop(20, 50)
    const busy = setInterval(() => {
      const end = performance.now() + 60
      while (performance.now() < end);
    }, 1)
    await expect.poll(() => shedder.overloaded()).toBe(true)
    clearInterval(busy)
    await expect.poll(() => shedder.overloaded()).toBe(false)
    shedder.stop()
  })
})

describe('health', () => {
  test.each`
    ready                                      | status
    ${async () => true}                        | ${200}
    ${async () => false}                       | ${503}
    ${() => Promise.reject(new Error('down'))} | ${503}
  `('a process whose readiness is $ready gets $status', async ({ ready, status }) => {
    const { url } = await start({ routes: [healthRoute(ready)] })
    expect((await fetch(`${url}/health/ready`)).status).toBe(status)
    expect((await fetch(`${url}/health/live`)).status).toBe(200)
  })
})

describe('the end', () => {
  test('lets a running request finish, takes no new connection, and is not ready', async () => {
    let answer = () => {}
    const arrived = Promise.withResolvers<void>()
    const slow: Route = async (_request, response) => {
      await new Promise<void>(resolve => {
        answer = resolve
        arrived.resolve()
      })
      response.end('done')
      return true
    }
    const routes = [healthRoute(async () => true), slow]
    const { url, port, close } = await start({ routes, timeouts: { drainMs: 0 } })
    const running = sendRaw(port, ['GET /slow HTTP/1.1\r\nHost: localhost\r\n\r\n'])
    await arrived.promise
    // A connection that was made before, and asks when the end has begun.
    const early = connect(port, '127.0.0.1')
    await new Promise(resolve => early.once('connect', resolve))
    early.write('GET /health/ready HTTP/1.1\r\n')
    await new Promise(resolve => setTimeout(resolve, 50))
    const ended = close()
    const chunks: Buffer[] = []
    early.on('data', chunk => void chunks.push(chunk))
    early.write('Host: localhost\r\n\r\n')
    await new Promise(resolve => early.once('close', resolve))
    expect(readAnswer(Buffer.concat(chunks).toString()).status).toBe(503)
    await expect(fetch(`${url}/hello`)).rejects.toThrow()
    answer()
    expect(readAnswer(await running).body).toContain('done')
    await ended
    // Less than a connection is kept alive: it was ended, not waited for.
  }, 4_000)

  test('answers for a moment those who are connected, tells them to leave, and waits for nobody else', async () => {
    const answers: (() => void)[] = []
    const waiting: Route = async (_request, response, { path }) => {
      if (path === '/slow') await new Promise<void>(resolve => void answers.push(resolve))
      response.end('done')
      return true
    }
    const { url, port, close } = await start({ routes: [waiting], timeouts: { drainMs: 60_000 } })
    const kept = connect(port, '127.0.0.1')
    const running = fetch(`${url}/slow`)
    await expect.poll(() => answers.length).toBe(1)
    const ended = close()
    const chunks: Buffer[] = []
    kept.on('data', chunk => void chunks.push(chunk))
    kept.write('GET /quick HTTP/1.1\r\nHost: localhost\r\n\r\n')
    await new Promise(resolve => kept.once('close', resolve))
    expect(Buffer.concat(chunks).toString()).toMatch(/^HTTP\/1\.1 200 .*\r\nConnection: close\r\n/is)
    answers[0]!()
    // It had begun before anybody knew of the end.
    expect((await running).headers.get('connection')).toBe('close')
    await ended
  }, 4_000)

  test('does not wait for ever', async () => {
    const arrived = Promise.withResolvers<void>()
    const stuck: Route = () => {
      arrived.resolve()
      return new Promise(() => {})
    }
    const { url, close } = await start({ routes: [stuck], timeouts: { closeMs: 50 } })
    const running = fetch(url).catch(() => 'cut')
    await arrived.promise
    await close()
    expect(await running).toBe('cut')
    await expect.poll(() => lines.map(line => JSON.parse(line).status)).toEqual([499])
  })
})

test.each([
  [
    'a port in use',
    (port: number) => ({ host: '127.0.0.1', port }),
    /^Port \d+ on 127\.0\.0\.1 is in use: .*PORT/,
  ],
  [
    "another machine's address",
    () => ({ host: '192.0.2.1', port: 0 }),
    /^This machine has no address 192\.0\.2\.1: .*HOST/,
  ],
])('%s is refused with what to do', async (_name, address, message) => {
  const { port } = await start()
  const refused = start(address(port))
  await expect(refused).rejects.toThrow(ListenRefused)
  await expect(refused).rejects.toThrow(message)
})

describe('the log', () => {
  test('has one line for each request, without query, headers, body or numbers', async () => {
    const { url } = await start()
    await fetch(`${url}/hello?cpr=0101701234`, {
      method: 'POST',
      body: 'secret',
      headers: { 'x-a': 'secret' },
    })
    await fetch(`${url}/person/0101701234/%30%31%30%31`)
    await expect.poll(() => lines.length).toBe(2)
    const [known, unknown] = lines.map(line => JSON.parse(line))
    expect(Object.keys(known)).toEqual(['time', 'id', 'method', 'path', 'status', 'ms'])
    expect(known).toMatchObject({ method: 'POST', path: '/hello', status: 200 })
    expect(unknown).toMatchObject({ path: '/person/…/…', status: 404 })
  })

  test.each`
    level         | status | lines
    ${'requests'} | ${200} | ${1}
    ${'errors'}   | ${200} | ${0}
    ${'errors'}   | ${500} | ${1}
    ${'silent'}   | ${500} | ${0}
  `('at level $level a request of status $status makes $lines line', ({ level, status, lines: expected }) => {
    const written: string[] = []
    const log = openLog(level, line => void written.push(line))
    log.request({ id: 'a', method: 'GET', path: '/', status, ms: 1 })
    expect(written).toHaveLength(expected)
  })

  test.each([
    [
      'a database error',
      Object.assign(new Error('cpr=0101701234'), { name: 'PostgresError', code: '23505' }),
      '"code":"23505"',
    ],
    ['a code that is no code', Object.assign(new Error('x'), { code: '0101701234 Anna' }), '"fault":"Error"'],
    ['what is no error', '0101701234', '"fault":"string"'],
  ])('of %s says what it is and not what it said', (_name, error, expected) => {
    const written: string[] = []
    openLog('errors', line => void written.push(line)).fault('a', error)
    expect(written[0]).toContain(expected)
    expect(written[0]).not.toMatch(/0101701234|Anna/)
  })
})
