// Loads an extract from a file in a process of its own, and gives what that process tells of itself.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect } from 'vitest'
import { type TestDatabase, testDatabase } from './database.ts'

/** Writes a file as it is generated. */
export async function writeExtract(
  path: string,
  text: Iterable<string> | AsyncIterable<Uint8Array>,
): Promise<void> {
  await pipeline(Readable.from(text), createWriteStream(path))
}

/**
 * What the process that loads `path` prints, read as JSON. `importer`: a file of test/ without its ending. Fails the
 * test when the process does not end well.
 */
export async function importMeasured<Told>(
  importer: 'cpr-importer' | 'cvr-importer',
  database: TestDatabase,
  given: { readonly path: string; readonly testSeries?: unknown },
  nodeOptions: readonly string[] = ['--expose-gc'],
): Promise<Told> {
  const { url, rolePrefix, secret } = database
  const file = fileURLToPath(new URL(`${importer}.ts`, import.meta.url))
  const child = spawn(
    process.execPath,
    [...nodeOptions, file, JSON.stringify({ ...given, url, rolePrefix, secret })],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  let told = ''
  child.stdout.on('data', chunk => {
    told += chunk
  })
  const [code] = await once(child, 'exit')
  expect(code).toBe(0)
  return JSON.parse(told) as Told
}

/** A folder for a file's tests, gone after them, and empty databases that go with it. */
export function extractFolder(): {
  readonly path: (name: string) => string
  readonly empty: () => Promise<TestDatabase>
} {
  let folder: string
  const databases: TestDatabase[] = []
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'engang-extract-'))
  })
  afterAll(async () => {
    await Promise.all(databases.map(database => database.drop()))
    await rm(folder, { recursive: true })
  })
  return {
    path: name => join(folder, name),
    async empty() {
      const database = await testDatabase()
      databases.push(database)
      return database
    },
  }
}
