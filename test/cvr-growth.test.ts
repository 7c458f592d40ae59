// A load of the business register keeps nothing of a document once it is written: twelve times as many take no more memory.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { company, testSeries } from './cvr-documents.ts'
import { type TestDatabase, testDatabase } from './database.ts'

const importer = fileURLToPath(new URL('cvr-importer.ts', import.meta.url))
// Whole batches: at their ends as much is held of the last.
const [few, many] = [1_000, 12_000]
// Bytes. A business's numbers and its id alone, were they kept until the end, would take some 250.
const mostGrowthPerBusiness = 130

let folder: string
const databases: TestDatabase[] = []
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'engang-cvr-'))
})
afterAll(async () => {
  await Promise.all(databases.map(database => database.drop()))
  await rm(folder, { recursive: true })
})

interface Measured {
  readonly documents: number
  /** When the last batch had been written, with the garbage collected, in bytes. */
  readonly held: number
}

function* extract(businesses: number): Generator<string> {
  for (let at = 0; at < businesses; at++)
    yield `${JSON.stringify(company({ cvr: String(90_000_001 + at) }))}\n`
}

async function measure(businesses: number): Promise<Measured> {
  const database = await testDatabase()
  databases.push(database)
  const path = join(folder, `${businesses}.ndjson`)
  await pipeline(Readable.from(extract(businesses)), createWriteStream(path))
  const { url, rolePrefix, secret } = database
  const given = JSON.stringify({ path, testSeries, url, rolePrefix, secret })
  const child = spawn(process.execPath, ['--expose-gc', importer, given], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let told = ''
  child.stdout.on('data', chunk => {
    told += chunk
  })
  const [code] = await once(child, 'exit')
  expect(code).toBe(0)
  return JSON.parse(told) as Measured
}

test('memory does not grow with the file', { timeout: 240_000 }, async () => {
  const [small, large] = [await measure(few), await measure(many)]
  expect([small.documents, large.documents]).toEqual([few, many])
  const growth = (large.held - small.held) / (large.documents - small.documents)
  expect(growth).toBeLessThan(mostGrowthPerBusiness)
})
