// A load holds a batch of documents and never the file: an extract larger than the memory that it may use is loaded.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { company, testSeries } from './cvr-documents.ts'
import { type TestDatabase, testDatabase } from './database.ts'

const importer = fileURLToPath(new URL('cvr-importer.ts', import.meta.url))
const documents = 2_400
const heapMegabytes = 64
const mega = 1_024 * 1_024

let database: TestDatabase
let folder: string
beforeAll(async () => {
  database = await testDatabase()
  folder = await mkdtemp(join(tmpdir(), 'engang-cvr-'))
})
afterAll(async () => {
  await database?.drop()
  await rm(folder, { recursive: true })
})

function* extract(): Generator<string> {
  const long = 'Lang tekst. '.repeat(2_500)
  for (let at = 0; at < documents; at++)
    yield `${JSON.stringify(company({ cvr: String(90_000_001 + at), fejlBeskrivelse: long }))}\n`
}

test('an extract larger than its memory is loaded', { timeout: 240_000 }, async () => {
  const path = join(folder, 'extract.ndjson')
  await pipeline(Readable.from(extract()), createWriteStream(path))
  expect((await stat(path)).size).toBeGreaterThan(heapMegabytes * mega)
  const { url, rolePrefix, secret } = database
  const given = JSON.stringify({ path, testSeries, url, rolePrefix, secret })
  const child = spawn(process.execPath, [`--max-old-space-size=${heapMegabytes}`, importer, given], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let told = ''
  child.stdout.on('data', chunk => {
    told += chunk
  })
  const [code] = await once(child, 'exit')
  expect(code).toBe(0)
  const { documents: loaded, most } = JSON.parse(told) as { documents: number; most: number }
  expect(loaded).toBe(documents)
  // With the program itself, and what the heap does not count: buffers on their way to the server.
  expect(most / mega).toBeLessThan(400)
})
