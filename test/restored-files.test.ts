// A server whose files were copied back, or which was recovered from a copy: what engang.heads() tells is never the same as before.
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { refuseOlder } from '../commands/heads.ts'
import { connectAsAdministrator, type Database } from '../database/connect.ts'
import { removeEmbedded, startEmbedded } from '../database/embedded.ts'
import { migrate } from '../database/migrate.ts'

// Each starts a server or two.
const patience = 120_000
const root = fileURLToPath(new URL('..', import.meta.url))
const secret = 'a secret of this test, nowhere else in use'
let folder: string
let data: string
let path: string
const settings = { fsync: 'off', synchronous_commit: 'off' }

/** Starts the server on what lies in its folder, does something, and stops it. */
async function serving(
  work: (database: Database) => Promise<unknown>,
  more: Readonly<Record<string, string>> = {},
) {
  const server = await startEmbedded({ folder, settings: { ...settings, ...more } })
  const database = {
    url: server.url,
    rolePrefix: 'engang',
    secret,
  }
  try {
    return await work(database)
  } finally {
    await server.stop()
  }
}

/** One more event in an authority's feed. */
async function advance(database: Database): Promise<void> {
  const sql = connectAsAdministrator(database, { max: 1 })
  await sql`insert into consents.feed as f (authority, position) values ('99000011', 1)
    on conflict (authority) do update set position = f.position + 1`
  await sql.end()
}

// The files belong to the account under which the server runs: they are copied as they are.
const copyFiles = (from: string, to: string) => execFileSync('cp', ['-a', `${from}/.`, to])

async function copyBack(): Promise<void> {
  execFileSync('find', [data, '-mindepth', '1', '-delete'])
  copyFiles(join(folder, 'backup'), data)
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'engang-files-'))
  await chmod(folder, 0o711)
  path = join(folder, 'heads.json')
  await serving(async database => {
    await migrate(database)
    await refuseOlder(database, path)
    await advance(database)
  })
  data = await realpath(join(folder, 'postgres'))
  execFileSync('mkdir', [join(folder, 'backup')])
  copyFiles(data, join(folder, 'backup'))
}, patience)
afterAll(async () => {
  await removeEmbedded(folder)
  await rm(folder, { recursive: true, force: true })
}, patience)

test(
  'started again, with more than was written down: it goes on',
  async () => {
    await serving(database => refuseOlder(database, path))
  },
  patience,
)

test(
  'files copied back from before the last event: refused',
  async () => {
    await serving(async database => {
      await advance(database)
      await refuseOlder(database, path)
    })
    await copyBack()
    await serving(database => expect(refuseOlder(database, path)).rejects.toThrow('(consents 99000011)'))
  },
  patience,
)

test(
  'files copied back, and as many events again: the log has come less far, or no further',
  async () => {
    // A lot of log that no event tells of.
    const busy = async (database: Database) => {
      const sql = connectAsAdministrator(database, { max: 1 })
      await sql`create table engang.busy as select repeat(n::text, 50) as text from generate_series(1, 50000) n`
      await sql.end()
      await refuseOlder(database, path)
    }
    await copyBack()
    await rm(path)
    await serving(async database => {
      const sql = connectAsAdministrator(database, { max: 1 })
      // As one that begins: the file stands from before there were rights.
      const [row] = await sql`select engang.heads() as heads`
      await sql.end()
      await writeFile(path, JSON.stringify(row!.heads))
      await busy(database)
    })
    await copyBack()
    await serving(database => expect(refuseOlder(database, path)).rejects.toThrow('(the write-ahead log)'))
  },
  patience,
)

test(
  'recovered, though nothing is known to be missing: another timeline, refused',
  async () => {
    await copyBack()
    await rm(path)
    await serving(async database => {
      const sql = connectAsAdministrator(database, { max: 1 })
      const [row] = await sql`select engang.heads() as heads`
      await sql.end()
      await writeFile(path, JSON.stringify(row!.heads))
    })
    const owner = execFileSync('stat', ['-c', '%u:%g', data], { encoding: 'utf8' }).trim()
    await writeFile(join(data, 'recovery.signal'), '')
    execFileSync('chown', [owner, join(data, 'recovery.signal')])
    await serving(database => expect(refuseOlder(database, path)).rejects.toThrow('or was recovered'), {
      restore_command: 'false',
    })
  },
  patience,
)

test(
  'npm start refuses it, and npm run restored deals with it',
  async () => {
    const refused = await command('start')
    expect(refused.text).toContain('npm run restored')
    expect(refused.code).toBe(1)
    const dealt = await command('restored')
    expect(dealt.text).toContain('0 consents were suspended')
    expect(dealt.code).toBe(0)
    await serving(database => refuseOlder(database, path))
  },
  patience,
)

/** Runs a command of the platform on what lies in the folder; with an issuer of its own there is no sample. */
async function command(name: string) {
  const child = spawn(process.execPath, [join(root, 'commands', `${name}.ts`)], {
    env: {
      ...{ PATH: process.env.PATH, DATA_FOLDER: folder, HEADS_FILE: path, SECRET: secret },
      ...{ ISSUER: 'https://issuer.example', PORT: '45871' },
    },
  })
  let text = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      text += chunk
    })
  const [code] = (await once(child, 'close')) as [number | null]
  return { text, code }
}
