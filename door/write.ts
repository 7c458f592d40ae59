// Writes answers: security headers on every one, the media type that the caller accepts, and problems as GraphQL says.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { chooseMedia, graphqlMedia } from './media.ts'
import type { HttpProblem } from './problem.ts'

// Answers are personal: no cache may hold one (case T09), no page elsewhere may load or frame one.
const securityHeaders: Readonly<Record<string, string>> = {
  'Cache-Control': 'private, no-store',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
}

/** A route that serves pages sets its own policy over these. */
export function setSecurityHeaders(response: ServerResponse): void {
  for (const [name, value] of Object.entries(securityHeaders)) response.setHeader(name, value)
}

/** `body` as JSON. */
export function writeJson(response: ServerResponse, status: number, media: string, body: unknown): void {
  response.end(putJson(response, status, media, body))
}

function putJson(response: ServerResponse, status: number, media: string, body: unknown): Buffer {
  const bytes = Buffer.from(JSON.stringify(body), 'utf8')
  response.writeHead(status, { 'Content-Type': `${media}; charset=utf-8`, 'Content-Length': bytes.length })
  return bytes
}

/** The errors without `data`: nothing was executed. */
export function writeProblem(request: IncomingMessage, response: ServerResponse, problem: HttpProblem): void {
  for (const [name, value] of Object.entries(problem.headers)) response.setHeader(name, value)
  const media = chooseMedia(request.headers.accept) ?? graphqlMedia
  const body = { errors: problem.errors }
  if (request.complete) {
    writeJson(response, problem.status, media, body)
    return
  }
  // What was not read would be taken for the next request.
  response.setHeader('Connection', 'close')
  response.write(putJson(response, problem.status, media, body))
  linger(request, () => response.end())
}

const lingerMs = 500
const lingerBytes = 1024 * 1024

/** Closing on a caller who still sends would reset the connection, and the answer would be lost with it. */
function linger(request: IncomingMessage, end: () => void): void {
  let bytes = 0
  const timer = setTimeout(end, lingerMs)
  const stop = () => {
    clearTimeout(timer)
    end()
  }
  request.once('close', stop)
  request.once('end', stop)
  request.on('data', (chunk: Buffer) => {
    bytes += chunk.length
    if (bytes > lingerBytes) stop()
  })
}
