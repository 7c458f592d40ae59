// Starts a server of the bench in a process of its own, so that its CPU time is its own, and ends it with the parts.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Parts } from '../commands/lifecycle.ts'

/** A server that listens, and the id of its process. */
export interface Child {
  readonly url: string
  readonly process: number
}

/** `script`: a file of bench/ that serves what it is told first. `profiles`: where its CPU profile is written at its end. */
export async function startChild(
  script: string,
  order: object,
  profiles: string | null,
  parts: Parts,
): Promise<Child> {
  const execArgv = profiles === null ? [] : ['--cpu-prof', `--cpu-prof-dir=${profiles}`]
  const child = fork(fileURLToPath(new URL(script, import.meta.url)), { execArgv, serialization: 'advanced' })
  parts.started(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const ended = once(child, 'exit')
    if (child.connected) child.disconnect()
    await ended
  })
  child.send(order)
  const started = await Promise.race([once(child, 'message'), once(child, 'exit').then(() => null)])
  if (started === null) throw new Error('A server of the bench did not start: see the lines above.')
  const [{ url }] = started as [{ url: string }]
  return { url, process: child.pid! }
}

/** What a child does: serves as the first message says, until whoever started it lets go. */
export function serveAsChild<Order>(
  serve: (order: Order) => Promise<{ readonly url: string; close(): Promise<void> }>,
): void {
  process.once('message', async order => {
    const listening = await serve(order as Order)
    process.once('disconnect', () => void listening.close().then(() => process.exit(0)))
    process.send!({ url: listening.url })
  })
}
