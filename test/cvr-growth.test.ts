// A load of the business register keeps nothing of a document once it is written: twelve times as many take no more memory.
import { expect, test } from 'vitest'
import { company, testSeries } from './cvr-documents.ts'
import { extractFolder, importMeasured, writeExtract } from './measured-import.ts'

// Whole batches: at their ends as much is held of the last.
const [few, many] = [1_000, 12_000]
// Bytes. A business's numbers and its id alone, were they kept until the end, would take some 250.
const mostGrowthPerBusiness = 130

const folder = extractFolder()

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
  const path = folder.path(`${businesses}.ndjson`)
  await writeExtract(path, extract(businesses))
  return importMeasured('cvr-importer', await folder.empty(), { path, testSeries })
}

test('memory does not grow with the file', { timeout: 240_000 }, async () => {
  const [small, large] = [await measure(few), await measure(many)]
  expect([small.documents, large.documents]).toEqual([few, many])
  const growth = (large.held - small.held) / (large.documents - small.documents)
  expect(growth).toBeLessThan(mostGrowthPerBusiness)
})
