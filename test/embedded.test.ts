// The embedded PostgreSQL: begins, begins again, and takes over what kill -9 left behind.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findRunning, removeEmbedded, startEmbedded } from '../database/embedded.ts'
import { linkLibraries } from '../database/programs.ts'
import { deriveKey, readOrCreateSecret, rolePassword, scramVerifier } from '../database/secret.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'engang-embedded-'))
  await chmod(folder, 0o711)
})
afterAll(async () => {
  await removeEmbedded(folder)
  await rm(folder, { recursive: true, force: true })
})

async function ask(url: string, question: string): Promise<unknown> {
  const sql = postgres(url, { max: 1 })
  try {
    return (await sql.unsafe(question))[0]?.answer
  } finally {
    await sql.end()
  }
}

describe('one folder', () => {
  test('starts, keeps what is written, starts again on the same port', async () => {
    expect(await findRunning(folder)).toBeNull()
    const first = await startEmbedded({ folder })
    expect(await findRunning(folder)).toBe(first.url)
    await ask(first.url, 'create table kept as select 42 as answer')
    await first.stop()
    expect(await findRunning(folder)).toBeNull()
    const second = await startEmbedded({ folder })
    expect(new URL(second.url).port).toBe(new URL(first.url).port)
    expect(await ask(second.url, 'select answer from kept')).toBe(42)
    await second.stop()
  })

  test('passwords are asked for, on loopback only, and the log holds no values', async () => {
    const server = await startEmbedded({ folder })
    const url = new URL(server.url)
    url.password = 'wrong'
    await expect(ask(url.href, 'select 1 as answer')).rejects.toMatchObject({ code: '28P01' })
    expect(await ask(server.url, "select current_setting('listen_addresses') as answer")).toBe('127.0.0.1')
    await expect(ask(server.url, "select 'a secret value'::int as answer")).rejects.toThrow()
    await server.stop()
    expect(await readFile(join(folder, 'postgres.log'), 'utf8')).not.toContain('a secret value')
  })

  test('the port is taken by another program: another port, remembered', async () => {
    const port = Number(await readFile(join(folder, 'postgres.port'), 'utf8'))
    const other = await occupy(port)
    const server = await startEmbedded({ folder })
    const chosen = new URL(server.url).port
    expect(chosen).not.toBe(String(port))
    expect((await readFile(join(folder, 'postgres.port'), 'utf8')).trim()).toBe(chosen)
    await server.stop()
    other.close()
  })

  test('after kill -9 the server that is left behind is stopped and the data are there', async () => {
    const { child, url } = await startElsewhere()
    await expect(startEmbedded({ folder })).rejects.toThrow(
      /already running on .* \(process \d+\): stop it first/,
    )
    child.kill('SIGKILL')
    await once(child, 'exit')
    expect(await findRunning(folder)).toBe(url) // the server itself lives on
    const server = await startEmbedded({ folder })
    expect(await ask(server.url, 'select answer from kept')).toBe(42)
    await server.stop()
  })

  test('a stale pid file, of a process that is not ours, is no obstacle', async () => {
    await writeFile(
      join(folder, 'postgres', 'postmaster.pid'),
      `${process.pid}\n/elsewhere\n0\n5432\n\n\n\nready\n`,
    )
    await writeFile(join(folder, 'postgres.owner'), `${process.ppid} 1\n`)
    expect(await findRunning(folder)).toBeNull()
    const server = await startEmbedded({ folder })
    expect(await ask(server.url, 'select answer from kept')).toBe(42)
    await server.stop()
  })

  test('initdb that was cut short begins again; a removed folder begins anew', async () => {
    await rm(join(folder, 'postgres', 'administrator.password'))
    const server = await startEmbedded({ folder })
    expect(await ask(server.url, "select to_regclass('kept')::text as answer")).toBeNull()
    await server.stop()
    await removeEmbedded(folder)
    await expect(stat(join(folder, 'postgres'))).rejects.toMatchObject({ code: 'ENOENT' })
  })

  async function startElsewhere(): Promise<{ child: ChildProcess; url: string }> {
    const module = fileURLToPath(new URL('../database/embedded.ts', import.meta.url))
    const code = `import { startEmbedded } from ${JSON.stringify(module)}
      process.stdout.write((await startEmbedded({ folder: ${JSON.stringify(folder)} })).url)
      setInterval(() => {}, 1000)`
    const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', code], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const [url] = await once(child.stdout, 'data')
    return { child, url: String(url) }
  }
})

// root's private folders (mktemp -d, /root) cannot be entered by the account that PostgreSQL runs as.
test.runIf(process.getuid?.() === 0)('as root in a private folder', async () => {
  const secret = await mkdtemp(join(tmpdir(), 'engang-private-'))
  await chmod(secret, 0o700)
  const server = await startEmbedded({ folder: secret })
  expect(await ask(server.url, 'select 42 as answer')).toBe(42)
  await server.stop()
  await removeEmbedded(secret)
  await rm(secret, { recursive: true, force: true })
})

test('libraries that an install script should have linked are linked', async () => {
  const packed = await mkdtemp(join(tmpdir(), 'engang-programs-'))
  await mkdir(join(packed, 'native', 'lib'), { recursive: true })
  await writeFile(join(packed, 'native', 'lib', 'libpq.so.5.18'), 'x')
  const link = { source: 'native/lib/libpq.so.5.18', target: 'native/lib/libpq.so.5' }
  await writeFile(join(packed, 'native', 'pg-symlinks.json'), JSON.stringify([link]))
  await linkLibraries(join(packed, 'native'))
  await linkLibraries(join(packed, 'native'))
  expect(await readFile(join(packed, 'native', 'lib', 'libpq.so.5'), 'utf8')).toBe('x')
  await rm(packed, { recursive: true })
})

describe('the secret', () => {
  test('is made once, for its owner only', async () => {
    const made = await mkdtemp(join(tmpdir(), 'engang-secret-'))
    const [one, other] = await Promise.all([readOrCreateSecret(made), readOrCreateSecret(made)])
    expect(one).toBe(other)
    expect((await stat(join(made, 'secret'))).mode & 0o777).toBe(0o600)
    await rm(made, { recursive: true })
  })

  test('gives unrelated keys for each purpose', () => {
    const keys = ['a', 'b'].flatMap(secret =>
      ['x', 'y'].map(purpose => deriveKey(secret, purpose).toString('hex')),
    )
    expect(new Set(keys).size).toBe(4)
    expect(rolePassword('a', 'x')).toBe(rolePassword('a', 'x'))
  })

  // The vector of RFC 7677 section 3: user "user", password "pencil".
  test('makes the verifier that PostgreSQL stores', () => {
    const verifier = scramVerifier('pencil', Buffer.from('W22ZaJ0SNY7soEsUEjb6gQ==', 'base64'))
    expect(verifier).toBe(
      'SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=',
    )
  })
})

function occupy(port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => resolve(server))
  })
}
