// Serves the playground at /playground: page, bundle, identities and examples, all from our own origin.
import { type ServerResponse, STATUS_CODES } from 'node:http'
import type { Route } from '../door/listen.ts'
import { listedIdentities } from '../issuer/identities.ts'
import { type Bundle, bundlePlayground } from '../playground/bundle.ts'
import { examples, withNumbers } from '../playground/examples.ts'

export interface PlaygroundOptions {
  /** The data folder: the bundle is kept in it. */
  readonly folder: string
  /** Whether the development issuer runs in this process: then the page offers its identities. */
  readonly issuer: boolean
  /** The number of a person or business of the sample by key; null when no sample is loaded. */
  readonly numberOf: (register: 'cpr' | 'cvr', key: string) => string | null
}

/**
 * Nothing is loaded from elsewhere and no script is made from text. Styles may stand in the page: monaco, the editor
 * inside GraphiQL, writes its own as it runs and knows no nonce.
 */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "connect-src 'self'",
  "worker-src 'self'",
  "font-src 'self'",
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

interface Page {
  readonly type: string
  readonly body: string | Uint8Array
  /** Its address names its content. */
  readonly immutable?: boolean
}

/** Bundles at the first request at the latest: call it at start and the first visitor does not wait. */
export function playgroundRoute(options: PlaygroundOptions): Route {
  let pages: Promise<ReadonlyMap<string, Page>> | undefined
  const load = (): Promise<ReadonlyMap<string, Page>> => {
    pages ??= bundlePlayground(options.folder).then(bundle => pagesOf(bundle, options))
    return pages
  }
  // A failure to bundle shows when somebody asks, and must not end the gateway.
  load().catch(() => {})
  return async (request, response, { path }) => {
    if (path !== '/playground' && !path.startsWith('/playground/')) return false
    const page = (await load()).get(path)
    if (request.method !== 'GET' && request.method !== 'HEAD') end(response, 405, { Allow: 'GET' })
    else if (!page) end(response, 404)
    else write(response, page)
    return true
  }
}

function pagesOf({ hash, files }: Bundle, options: PlaygroundOptions): ReadonlyMap<string, Page> {
  const html: Page = { type: 'text/html; charset=utf-8', body: pageText(hash, options.issuer) }
  const json = (content: unknown): Page => ({ type: 'application/json', body: JSON.stringify(content) })
  const pages = new Map<string, Page>([
    ['/playground', html],
    ['/playground/', html],
    ['/playground/examples.json', json(withNumbers(examples, options.numberOf))],
  ])
  if (options.issuer) pages.set('/playground/identities.json', json(listedIdentities))
  for (const [name, body] of files) {
    pages.set(`/playground/${hash}/${name}`, { type: typeOf(name), body, immutable: true })
  }
  return pages
}

function pageText(hash: string, issuer: boolean): string {
  return `<!doctype html>
<html lang="da">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Engang</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/playground/${hash}/style.css">
<script type="module" src="/playground/${hash}/main.js"></script>
</head>
<body><div id="playground" data-issuer="${issuer ? 'development' : 'own'}"></div></body>
</html>
`
}

const types: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  woff: 'font/woff',
  woff2: 'font/woff2',
  ttf: 'font/ttf',
}

function typeOf(name: string): string {
  return types[name.slice(name.lastIndexOf('.') + 1)] ?? 'application/octet-stream'
}

function write(response: ServerResponse, { type, body, immutable }: Page): void {
  response.writeHead(200, {
    'Content-Type': type,
    'Content-Length': Buffer.byteLength(body),
    'Content-Security-Policy': contentSecurityPolicy,
    'Cache-Control': immutable ? 'private, max-age=31536000, immutable' : 'no-store',
  })
  response.end(response.req.method === 'HEAD' ? undefined : body)
}

function end(response: ServerResponse, status: number, headers: Record<string, string> = {}): void {
  response.writeHead(status, { ...headers, 'Content-Type': 'text/plain', 'Cache-Control': 'no-store' })
  response.end(STATUS_CODES[status])
}
