// An import of CPR holds a piece of the file and never the file: ten times as many people take no more memory.
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
import { cprExtract } from '../bench/population.ts'
import { type TestDatabase, testDatabase } from './database.ts'
import { today } from './platform.ts'

const importer = fileURLToPath(new URL('cpr-importer.ts', import.meta.url))
const [few, many] = [500, 5_000]
// Bytes. A record that is kept takes more: its text, and what holds it.
const mostGrowthPerRecord = 60

let folder: string
const databases: TestDatabase[] = []
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'engang-cpr-'))
})
afterAll(async () => {
  await Promise.all(databases.map(database => database.drop()))
  await rm(folder, { recursive: true })
})

interface Measured {
  readonly records: number
  /** At most, with the garbage collected, in bytes. */
  readonly held: number
}

async function measure(persons: number): Promise<Measured> {
  const database = await testDatabase()
  databases.push(database)
  const path = join(folder, `${persons}.txt`)
  await pipeline(Readable.from(cprExtract({ persons, businesses: 0 }, 1, today)), createWriteStream(path))
  const { url, rolePrefix, secret } = database
  const given = JSON.stringify({ path, url, rolePrefix, secret })
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
  expect(large.records).toBeGreaterThan(small.records * 9)
  const growth = (large.held - small.held) / (large.records - small.records)
  expect(growth).toBeLessThan(mostGrowthPerRecord)
})
