// commands/run.js, the first file of every command: on each Node of this machine, in a small project of its own.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { copyFile, mkdir, mkdtemp, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))
const broughtNode = `node-${process.platform}-${process.arch}`
let project: string

beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), 'engang-run-'))
  await mkdir(join(project, 'commands'))
  await copyFile(join(root, 'commands', 'run.js'), join(project, 'commands', 'run.js'))
  await mkdir(join(project, 'part'))
  await writeFile(join(project, 'part', 'package.json'), JSON.stringify({ name: 'part', version: '1.0.0' }))
  const own = { name: 'x', version: '1.0.0', dependencies: { part: 'file:part' } }
  await writeFile(join(project, 'package.json'), JSON.stringify({ ...own, type: 'module' }))
  const packages = {
    '': own,
    'node_modules/part': { resolved: 'part', link: true },
    part: { version: '1.0.0' },
  }
  await writeFile(
    join(project, 'package-lock.json'),
    JSON.stringify({ ...own, lockfileVersion: 3, packages }),
  )
  await command(
    'check',
    "console.log(process.versions.node.split('.')[0], ...process.argv.slice(2)); process.exitCode = 7",
  )
  await command(
    'start',
    `import { appendFileSync } from 'node:fs'
     import { createLifecycle } from ${JSON.stringify(join(root, 'commands', 'lifecycle.ts'))}
     const lifecycle = createLifecycle(line => console.log(line))
     const running = setInterval(() => {}, 1000)
     lifecycle.started(async () => {
       await new Promise(resolve => setTimeout(resolve, 200))
       appendFileSync('stopped', 'once ')
     })
     console.log('started')
     await lifecycle.untilStopped()
     clearInterval(running)
     process.exit(0)`,
  )
})
afterAll(() => rm(project, { recursive: true, force: true }))

const command = (name: string, text: string): Promise<void> =>
  writeFile(join(project, 'commands', `${name}.ts`), text)

const nodes = [
  process.execPath,
  ...(process.env.PATH ?? '')
    .split(delimiter)
    .filter(folder => !folder.includes('node_modules'))
    .map(folder => join(folder, 'node'))
    .filter(path => existsSync(path)),
].map(path => ({ path, version: spawnSync(path, ['--version'], { encoding: 'utf8' }).stdout.trim() }))
const distinct = nodes.filter(
  (node, index) => nodes.findIndex(({ version }) => version === node.version) === index,
)

describe.each(distinct)('started by Node $version', ({ path, version }) => {
  const run = (...given: string[]) =>
    spawnSync(path, [join(project, 'commands', 'run.js'), ...given], { encoding: 'utf8', cwd: project })

  test('installs what is missing or older than the lockfile, and nothing twice', async () => {
    await rm(join(project, 'node_modules'), { recursive: true, force: true })
    expect(run('check').stderr).toMatch(/^Installing the dependencies/)
    expect(existsSync(join(project, 'node_modules', 'part'))).toBe(true)
    expect(run('check').stderr).not.toMatch(/Installing/)
    await utimes(join(project, 'package-lock.json'), new Date(), new Date(Date.now() + 5_000))
    expect(run('check').stderr).toMatch(/^Installing the dependencies/)
    await utimes(join(project, 'package-lock.json'), new Date(0), new Date(0))
  })

  test('without a Node of our own: its own when that is new enough, else one line', async () => {
    const old = Number(version.slice(1).split('.')[0]) < 22
    const { status, stdout, stderr } = run('check', 'a b')
    expect(status).toBe(old ? 1 : 7)
    expect(stdout).toBe(old ? '' : `${version.slice(1).split('.')[0]} a b\n`)
    if (old) expect(stderr).toMatch(/^Node [\d.]+ is too old here: install Node 22\.18 or later .*\n$/)
  })

  test('with it: that one runs the command, whose exit code is kept', async () => {
    await bringNode()
    const { status, stdout } = run('check', 'a b')
    expect({ status, stdout }).toEqual({ status: 7, stdout: '24 a b\n' })
  })

  test('an unknown command is refused in one line', () => {
    const { status, stderr } = run('../check')
    expect(status).toBe(1)
    expect(stderr).toMatch(/^Usage: npm run <command>.*start, check\.\n$/)
  })

  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s to the whole group stops it once', async signal => {
    const child = await start()
    process.kill(-child.pid!, signal)
    process.kill(-child.pid!, signal)
    expect(await once(child, 'exit')).toEqual([0, null])
    expect(await readFile(join(project, 'stopped'), 'utf8')).toBe('once ')
  })

  test('killed itself, it leaves no command behind', async () => {
    const child = await start()
    child.kill('SIGKILL')
    await once(child, 'exit')
    for (let waited = 0; !existsSync(join(project, 'stopped')) && waited < 10_000; waited += 50)
      await sleep(50)
    expect(await readFile(join(project, 'stopped'), 'utf8')).toBe('once ')
  })

  async function bringNode(): Promise<void> {
    const modules = join(project, 'node_modules')
    await mkdir(modules, { recursive: true })
    await symlink(join(root, 'node_modules', broughtNode), join(modules, broughtNode)).catch(() => {})
  }

  async function start(): Promise<ChildProcess> {
    await rm(join(project, 'stopped'), { force: true })
    const child = spawn(path, [join(project, 'commands', 'run.js'), 'start'], {
      cwd: project,
      detached: true,
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const [first] = await Promise.race([once(child.stdout, 'data'), once(child, 'exit')])
    expect(String(first)).toBe('started\n')
    return child
  }
})
