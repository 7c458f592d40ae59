// An import of CPR holds a piece of the file and never the file: ten times as many people take no more memory.
import { expect, test } from 'vitest'
import { cprExtract } from '../bench/population.ts'
import { extractFolder, importMeasured, writeExtract } from './measured-import.ts'
import { today } from './platform.ts'

const [few, many] = [500, 5_000]
// Bytes. A record that is kept takes more: its text, and what holds it.
const mostGrowthPerRecord = 60

const folder = extractFolder()

interface Measured {
  readonly records: number
  /** When the last record had been staged, with the garbage collected, in bytes. */
  readonly held: number
}

async function measure(persons: number): Promise<Measured> {
  const path = folder.path(`${persons}.txt`)
  await writeExtract(path, cprExtract({ persons, businesses: 0 }, 1, today))
  return importMeasured('cpr-importer', await folder.empty(), { path })
}

test('memory does not grow with the file', { timeout: 240_000 }, async () => {
  const [small, large] = [await measure(few), await measure(many)]
  expect(large.records).toBeGreaterThan(small.records * 9)
  const growth = (large.held - small.held) / (large.records - small.records)
  expect(growth).toBeLessThan(mostGrowthPerRecord)
})
