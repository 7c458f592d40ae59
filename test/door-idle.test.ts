// Connections that stay between requests: what a busy client sends in the time that it was told is answered, also when it comes late.
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { healthRoute } from '../door/health.ts'
import { type Listening, listen } from '../door/listen.ts'
import { openLog } from '../door/log.ts'
import { readAnswer } from './door-requests.ts'

let server: Listening
beforeAll(async () => {
  server = await listen({
    ...{ host: '127.0.0.1', port: 0, routes: [healthRoute(async () => true)], log: openLog('silent') },
    timeouts: { idleMs: 1_000, graceMs: 2_000 },
  })
})
afterAll(() => server?.close())

test('a connection that is used after the time that its client was told is open still', async () => {
  const socket = connect(server.port, '127.0.0.1')
  let text = ''
  socket.setEncoding('latin1').on('data', chunk => {
    text += chunk
  })
  const request = 'GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n'
  socket.write(request)
  await expect.poll(() => text).toContain('Keep-Alive: timeout=1')
  await sleep(1_500)
  expect(socket.readyState).toBe('open')
  text = ''
  socket.write(request)
  await expect.poll(() => readAnswer(text).status).toBe(200)
  socket.destroy()
})
