// The unprivileged account as which the embedded PostgreSQL runs when root starts it, and where its files lie then.
import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chown, cp, lstat, mkdir, mkdtemp, readlink, rename, rm, symlink } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'

export interface Account {
  readonly uid: number
  readonly gid: number
}

/** The programs of one PostgreSQL, and the folder of its data. */
export interface Place {
  readonly binaries: string
  readonly data: string
}

// Where root keeps what the account could not reach inside a private folder such as /root or a mktemp -d.
const systemFolder = '/var/lib/engang'

/**
 * PostgreSQL refuses to run as root: root runs it as `postgres`, which is made when it is missing. Anyone else runs
 * it as themselves (null).
 */
export function unprivilegedAccount(): Account | null {
  if (process.getuid?.() !== 0) return null
  const known = lookUp()
  if (known) return known
  try {
    execFileSync('useradd', [
      '--system',
      '--user-group',
      '--no-create-home',
      '--shell',
      '/usr/sbin/nologin',
      'postgres',
    ])
  } catch {
    throw new Error(
      'PostgreSQL does not run as root and useradd failed: make a user called postgres, or start as an ordinary user.',
    )
  }
  const made = lookUp()
  if (!made)
    throw new Error(
      'PostgreSQL does not run as root: make a user called postgres, or start as an ordinary user.',
    )
  return made
}

function lookUp(): Account | null {
  const read = (flag: string): number => {
    const { status, stdout } = spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' })
    return status === 0 ? Number.parseInt(stdout, 10) : Number.NaN
  }
  const account = { uid: read('-u'), gid: read('-g') }
  return Number.isNaN(account.uid) || Number.isNaN(account.gid) ? null : account
}

/**
 * Where programs and data lie. When the account cannot reach the clone (its folder is private to root), both go to
 * /var/lib/engang, and `<folder>/postgres` is a link that leads there.
 */
export async function choosePlace(folder: string, native: string, account: Account | null): Promise<Place> {
  const data = resolve(folder, 'postgres')
  if (account === null) return { binaries: join(native, 'bin'), data }
  await mkdir(folder, { recursive: true, mode: 0o711 })
  const binaries = runs(join(native, 'bin', 'postgres'), account) ? native : await copyBinaries(native)
  if (await enters(data, account)) return { binaries: join(binaries, 'bin'), data }
  const target = await leadOut(data)
  await own(target, account)
  return { binaries: join(binaries, 'bin'), data: target }
}

function runs(program: string, account: Account): boolean {
  return spawnSync(program, ['--version'], { ...account, cwd: '/' }).status === 0
}

async function enters(data: string, account: Account): Promise<boolean> {
  const link = await lstat(data).catch(() => null)
  if (link?.isSymbolicLink()) return false
  await own(data, account)
  return (
    spawnSync('/bin/sh', ['-c', 'cd "$1" && test -w .', 'sh', data], { ...account, cwd: '/' }).status === 0
  )
}

async function own(data: string, account: Account): Promise<void> {
  await mkdir(data, { recursive: true, mode: 0o700 })
  await chown(data, account.uid, account.gid)
}

/** The folder to which the link leads; a new one when there is no link: another clone's data are never taken up. */
async function leadOut(link: string): Promise<string> {
  const known = await readlink(link).catch(() => null)
  if (known?.startsWith(`${systemFolder}/`)) return known
  await mkdir(systemFolder, { recursive: true, mode: 0o755 })
  const target = await mkdtemp(join(systemFolder, 'data-'))
  await rm(link, { recursive: true, force: true })
  await symlink(target, link)
  return target
}

/** Copies the programs once for each version; a copy that was cut short has another name and is never used. */
async function copyBinaries(native: string): Promise<string> {
  const version = createHash('sha256')
    .update(await versionOf(native))
    .digest('hex')
    .slice(0, 16)
  const copy = join(systemFolder, `programs-${version}`)
  if (await lstat(copy).catch(() => null)) return copy
  await mkdir(dirname(copy), { recursive: true, mode: 0o755 })
  const half = `${copy}.${process.pid}`
  await cp(native, half, { recursive: true, verbatimSymlinks: true })
  execFileSync('chmod', ['-R', 'a+rX', half])
  await rename(half, copy).catch(() => rm(half, { recursive: true, force: true }))
  return copy
}

async function versionOf(native: string): Promise<string> {
  return execFileSync(join(native, 'bin', 'postgres'), ['--version'], { encoding: 'utf8' })
}
