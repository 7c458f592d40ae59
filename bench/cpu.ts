// CPU time of processes as Linux counts it: a program by its id, PostgreSQL with all that it has started, or for one client.
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

// proc_pid_stat(5): clock ticks of 10 ms on every Linux that Node runs on.
const tickSeconds = 0.01

interface Stat {
  readonly parent: number
  /** Own time in user and kernel mode. */
  readonly own: number
  /** Of children that have ended. */
  readonly ended: number
}

function readStat(id: number | string): Stat | null {
  try {
    const text = readFileSync(`/proc/${id}/stat`, 'utf8')
    // Counted after the program's name, which may hold spaces and parentheses.
    const fields = text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number)
    const [own, ended] = [fields[11]! + fields[12]!, fields[13]! + fields[14]!]
    return { parent: fields[1]!, own: own * tickSeconds, ended: ended * tickSeconds }
  } catch {
    return null
  }
}

/** Seconds that a process has used. */
export const cpuOf = (id: number): number => readStat(id)?.own ?? 0

/** The process that started this one, as PostgreSQL's server started a session's. */
export const parentOf = (id: number): number => readStat(id)?.parent ?? 0

/** Seconds that a process and everything that it started have used, ended ones too. */
export function cpuOfFamily(id: number): number {
  const processes = readdirSync('/proc').filter(name => /^\d+$/.test(name))
  const children = processes.map(readStat).filter(stat => stat?.parent === id)
  const { own = 0, ended = 0 } = readStat(id) ?? {}
  return own + ended + children.reduce((sum, stat) => sum + stat!.own, 0)
}

/** The local ports of a process's IPv4 connections: by them PostgreSQL knows which of its sessions are its. */
export function portsOf(id: number): readonly number[] {
  const sockets = new Set(readdirSync(`/proc/${id}/fd`).map(name => linkOf(`/proc/${id}/fd/${name}`)))
  // proc_net_tcp(5): the second column is address:port in hex, the tenth the socket's inode.
  const rows = readFileSync('/proc/net/tcp', 'utf8').trim().split('\n').slice(1)
  return rows
    .map(row => row.trim().split(/\s+/))
    .filter(columns => sockets.has(`socket:[${columns[9]}]`))
    .map(columns => Number.parseInt(columns[1]!.split(':')[1]!, 16))
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path)
  } catch {
    return 'closed meanwhile'
  }
}

/** The most memory of its own, in bytes, that one of a process's children holds while this is watched. */
export function watchMemory(id: number): { most(): number } {
  let most = 0
  const look = () => {
    for (const name of readdirSync('/proc').filter(one => /^\d+$/.test(one)))
      if (readStat(name)?.parent === id) most = Math.max(most, anonymousMemory(name))
  }
  const timer = setInterval(look, 500)
  return {
    most() {
      clearInterval(timer)
      return most
    },
  }
}

function anonymousMemory(id: string): number {
  try {
    // proc_pid_status(5): RssAnon leaves out what is shared, such as PostgreSQL's buffers.
    return Number(/RssAnon:\s+(\d+) kB/.exec(readFileSync(`/proc/${id}/status`, 'utf8'))?.[1] ?? 0) * 1024
  } catch {
    return 0
  }
}
