// Starts one PostgreSQL for all test files, when the first of them asks for it, and makes the templates they copy.
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { loadSample } from '../commands/sample.ts'
import { connectAsAdministrator, type Database } from '../database/connect.ts'
import { removeEmbedded, startEmbedded } from '../database/embedded.ts'
import { migrate, openDatabase } from '../database/migrate.ts'
import { seedAuthorities } from '../sample/seed.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** Address at which `/server`, `/template` and `/sample` answer with a `Database`. */
    testServer: string
  }
}

const templateName = 'engang_template'
const sampleName = 'engang_sample'
// Nothing that a test writes needs to outlive a crash.
const settings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '300' }

/** Vitest's globalSetup. Tests that need no database pay nothing: each step is taken at the first question for it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const stops: (() => Promise<void>)[] = []
  const steps: Readonly<Record<string, () => Promise<Database>>> = {
    '/server': once(() => startServer(stops)),
    '/template': once(async () => {
      const database = await steps['/server']!()
      await migrate(database)
      return database
    }),
    '/sample': once(async () => makeSample(await steps['/template']!())),
  }
  const server = createServer((request, response) => {
    const step = steps[request.url ?? ''] ?? (() => Promise.reject(new Error('no such step')))
    step()
      .then(database => response.end(JSON.stringify(database)))
      .catch(error => {
        response.statusCode = 500
        response.end(String(error))
      })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('no address')
  project.provide('testServer', `http://127.0.0.1:${address.port}`)
  return async () => {
    server.close()
    server.closeAllConnections()
    for (const stop of stops) await stop()
  }
}

function once<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | undefined
  return () => {
    made ??= make()
    return made
  }
}

async function startServer(stops: (() => Promise<void>)[]): Promise<Database> {
  const folder = await mkdtemp(join(tmpdir(), 'engang-test-'))
  await chmod(folder, 0o711) // as root the server runs under another account, which must get through
  const server = await startEmbedded({ folder, name: templateName, settings })
  stops.push(async () => {
    await server.stop()
    await removeEmbedded(folder)
    await rm(folder, { recursive: true, force: true })
  })
  return { url: server.url, rolePrefix: templateName, secret: 'a secret of the tests, nowhere else in use' }
}

/** A second template: the first with the sample extracts and the seeded authorities. */
async function makeSample(template: Database): Promise<Database> {
  const url = new URL(template.url)
  url.pathname = '/postgres'
  const sql = connectAsAdministrator({ url: url.href }, { max: 1 })
  await sql`create database ${sql(sampleName)} template ${sql(templateName)}`
  await sql.end()
  url.pathname = `/${sampleName}`
  const database = { ...template, url: url.href }
  await openDatabase(database)
  const day = await loadSample(database, new Date())
  const admin = connectAsAdministrator(database, { max: 1 })
  await seedAuthorities(admin, day!)
  await admin.end()
  return database
}
