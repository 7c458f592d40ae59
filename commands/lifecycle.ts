// How a command runs and ends: once, in order, whatever asks it to; what goes wrong is told in words.

/** One part that must be stopped, such as a server or a pool of connections. */
export type Stop = () => Promise<void>

/** Parts that have been started, to be stopped in reverse order. */
export interface Parts {
  started(stop: Stop): void
  /** Stops everything, once: the same promise for every caller. */
  stop(): Promise<void>
  readonly stopping: boolean
}

export interface Lifecycle extends Parts {
  /** For a command that serves: resolves when a signal has come and everything has stopped. */
  untilStopped(): Promise<void>
  /** Resolves, likewise, to the exit code that a shell expects: 0 from a command that had come so far as to serve. */
  readonly ended: Promise<number>
}

// Longer than the longest wait inside: the listener gives running requests 10 s (door/listen.ts).
const stopLimitMs = 15_000
// 128 + SIGINT: how a shell tells that a command was interrupted.
const interrupted = 130

/** No part yet. */
export function collectParts(): Parts {
  const stops: Stop[] = []
  let stopped: Promise<void> | undefined
  return {
    started: part => void stops.push(part),
    stop() {
      stopped ??= stopAll(stops)
      return stopped
    },
    get stopping() {
      return stopped !== undefined
    },
  }
}

/** A part that fails does not keep the others running; the first failure is thrown at the end. */
async function stopAll(stops: Stop[]): Promise<void> {
  const failures: unknown[] = []
  while (stops.length > 0) await stops.pop()!().catch(error => failures.push(error))
  if (failures.length > 0) throw failures[0]
}

/**
 * Listens for the signals that end a command. Ctrl-C reaches npm, its wrapper and this process at the same time, and
 * npm passes it on as well: every further signal is ignored while the first is served.
 */
export function createLifecycle(say: (line: string) => void): Lifecycle {
  const parts = collectParts()
  let serving = false
  const signalled = new Promise<void>((resolve, reject) => {
    const onSignal = (): void => {
      if (!parts.stopping) say('Stopping …')
      giveUpLate()
      parts.stop().then(resolve, reject)
    }
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal)
    // The wrapper (run.js) was killed: nobody will send a signal any more.
    process.once('disconnect', onSignal)
    process.channel?.unref()
  })
  return {
    started: parts.started,
    stop: parts.stop,
    get stopping() {
      return parts.stopping
    },
    untilStopped() {
      serving = true
      return signalled
    },
    ended: signalled.then(() => (serving ? 0 : interrupted)),
  }
}

/** A part that hangs must not hold the terminal; PostgreSQL is signalled when the process exits (postmaster.ts). */
function giveUpLate(): void {
  setTimeout(() => process.exit(1), stopLimitMs).unref()
}

/**
 * Runs a command to its exit code and ends the process. Errors are told without a stack: the messages of our own
 * say what to do, and the objects of others may hold values of the registers. `say`: told that it stops.
 */
export async function runCommand(
  body: (lifecycle: Lifecycle) => Promise<number>,
  say: (line: string) => void = line => console.error(line),
): Promise<never> {
  const lifecycle = createLifecycle(say)
  const code = await Promise.race([lifecycle.ended, body(lifecycle)]).catch(error => {
    // What fails because everything is being stopped is no news.
    if (lifecycle.stopping) return lifecycle.ended
    return tell(error)
  })
  process.exit(await lifecycle.stop().then(() => code, tell))
}

function tell(error: unknown): number {
  console.error(error instanceof Error ? error.message : String(error))
  return 1
}
