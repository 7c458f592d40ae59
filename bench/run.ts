// The bench: loads an invented population by the product's own import and measures what deciding costs.
import { exportJWK, generateKeyPair, type JSONWebKeySet, SignJWT } from 'jose'
import { loadDelivery } from '../commands/deliveries.ts'
import type { Parts } from '../commands/lifecycle.ts'
import { connect, connectAsAdministrator, type Database } from '../database/connect.ts'
import { startEmbedded } from '../database/embedded.ts'
import { migrate } from '../database/migrate.ts'
import { seedAuthorities } from '../sample/seed.ts'
import { readSettings } from '../settings.ts'
import { startChild } from './child.ts'
import { parentOf } from './cpu.ts'
import type { Target } from './load.ts'
import { type Measured, measure, type Plan, type Server } from './measure.ts'
import { type BenchOperation, benchOperations } from './operations.ts'
import { benchSeries, cprExtract, cvrExtract, type Size } from './population.ts'
import type { Variant } from './serve.ts'

export interface BenchOptions {
  readonly size: Size
  readonly seed: number
  readonly rounds: number
  /** Where the database lies, and stays: a second run finds it loaded. */
  readonly folder: string
  /** Where Node's CPU profiles of the servers are written; null for none. */
  readonly profiles: string | null
  say(line: string): void
}

export type Results = ReadonlyMap<BenchOperation, Measured>

// The same extracts on whatever day the bench runs.
const day = new Date('2026-06-01T12:00:00Z')

/** Everything that it starts is put into `parts`, to be stopped by the caller. */
export async function runBench(options: BenchOptions, parts: Parts): Promise<Results> {
  const { size, seed, say } = options
  const { url, stop } = await startEmbedded({ folder: options.folder })
  parts.started(stop)
  const database = { url, rolePrefix: 'engang', secret: 'bench'.repeat(8) }
  await load(database, size, seed)
  const admin = connectAsAdministrator(database, { max: 1 })
  parts.started(() => admin.end())
  const [session] = await admin`select pg_backend_pid() as id`
  const operations = await benchOperations(admin, size, seed)
  const servers = await startServers(database, options.profiles, parts)
  const results = new Map<BenchOperation, Measured>()
  for (const operation of operations) {
    say(`Measuring ${operation.name}: ${operation.about} …`)
    results.set(operation, await measure(operation, servers, parentOf(session!.id), planOf(options.rounds)))
  }
  return results
}

export const planOf = (rounds: number): Plan => ({
  rounds,
  requests: { Q1: 800, Q2: 400, Q3: 80 },
  atOnce: 4,
})

/** The population, the sample's authorities and activities; again, nothing. */
export async function load(database: Database, size: Size, seed: number): Promise<void> {
  await migrate(database)
  const admin = connectAsAdministrator(database, { max: 1 })
  const importer = connect(database, 'importer', { max: 1 })
  try {
    await seedAuthorities(admin, day)
    // No six and four digits side by side: an import masks what could be a personal number.
    const name = `bench-${size.persons}p-${size.businesses}b-${seed}`
    const cpr = { name: `${name}.txt`, bytes: cprExtract(size, seed, day) }
    const cvr = { name: `${name}.json`, bytes: cvrExtract(size, seed) }
    // Loaded last: where it is, a folder that is used again (`--data`) holds everything.
    const [there] = await admin`select from businesses.delivery where file = ${cvr.name}`
    if (!there) {
      await loadDelivery(importer, 'cpr', cpr, benchSeries)
      await loadDelivery(importer, 'cvr', cvr, benchSeries)
    }
    await admin`vacuum analyze`
  } finally {
    await Promise.all([admin.end(), importer.end()])
  }
}

/** A server that is measured; `citizen`: as whom a person commands. */
export interface BenchServer extends Server {
  citizen(cpr: string): Promise<Target>
}

/** A server of each variant, in a process of its own. */
export async function startServers(
  database: Database,
  profiles: string | null,
  parts: Parts,
  variants: readonly Variant[] = ['decided', 'undecided'],
): Promise<readonly BenchServer[]> {
  const { issuer, keys, bearer } = await openBearers()
  return Promise.all(
    variants.map(async variant => {
      const order = { variant, database, issuer, keys }
      const folder = profiles && `${profiles}/${variant}`
      const { url, process } = await startChild('serve.ts', order, folder, parts)
      return {
        variant,
        process,
        async target({ client, activity }): Promise<Target> {
          if (variant === 'undecided') return { url, headers: {} }
          return {
            url,
            headers: { ...(await bearer({ client_id: client })), 'Processing-Activity': activity },
          }
        },
        async citizen(cpr): Promise<Target> {
          return { url, headers: await bearer({ client_id: 'playground', cpr, acr: 'High' }) }
        },
      } satisfies BenchServer
    }),
  )
}

/** An issuer of the bench alone, and the header that shows a token of it. */
export async function openBearers(): Promise<{
  readonly issuer: string
  readonly keys: JSONWebKeySet
  bearer(claims: Readonly<Record<string, unknown>>): Promise<{ readonly Authorization: string }>
}> {
  const issuer = 'https://issuer.example'
  const { publicKey, privateKey } = await generateKeyPair('RS256')
  const keys = { keys: [{ ...(await exportJWK(publicKey)), kid: 'bench', alg: 'RS256', use: 'sig' }] }
  const { audience } = readSettings({})
  return {
    issuer,
    keys,
    async bearer(claims) {
      const token = await new SignJWT(claims)
        .setProtectedHeader({ alg: 'RS256', kid: 'bench', typ: 'at+jwt' })
        .setIssuer(issuer)
        .setAudience(audience)
        .setIssuedAt()
        .setExpirationTime('1h')
        .sign(privateKey)
      return { Authorization: `Bearer ${token}` }
    },
  }
}
