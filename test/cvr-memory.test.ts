// A load holds a batch of documents and never the file: an extract larger than the memory that it may use is loaded.
import { stat } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { company, testSeries } from './cvr-documents.ts'
import { extractFolder, importMeasured, writeExtract } from './measured-import.ts'

const documents = 2_400
const heapMegabytes = 64
const mega = 1_024 * 1_024

const folder = extractFolder()

interface Measured {
  readonly documents: number
  /** Bytes that the process took at most. */
  readonly most: number
}

function* extract(): Generator<string> {
  const long = 'Lang tekst. '.repeat(2_500)
  for (let at = 0; at < documents; at++)
    yield `${JSON.stringify(company({ cvr: String(90_000_001 + at), fejlBeskrivelse: long }))}\n`
}

test('an extract larger than its memory is loaded', { timeout: 240_000 }, async () => {
  const path = folder.path('extract.ndjson')
  await writeExtract(path, extract())
  expect((await stat(path)).size).toBeGreaterThan(heapMegabytes * mega)
  const limit = [`--max-old-space-size=${heapMegabytes}`]
  const told = await importMeasured<Measured>(
    'cvr-importer',
    await folder.empty(),
    { path, testSeries },
    limit,
  )
  expect(told.documents).toBe(documents)
  // With the program itself, and what the heap does not count: buffers on their way to the server.
  expect(told.most / mega).toBeLessThan(400)
})
