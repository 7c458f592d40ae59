// The process's own log: one JSON line for each request, with nothing in it that came from a caller or a register.

export type LogLevel = 'silent' | 'errors' | 'requests'

export interface RequestLine {
  readonly id: string
  readonly method: string
  readonly path: string
  readonly status: number
  readonly ms: number
  /** Why a token was not accepted, or the name of a fault. */
  readonly fault?: string
}

export interface Log {
  request(line: RequestLine): void
  /** What went wrong inside, without its message: that may hold values. */
  fault(id: string, error: unknown): void
  /** Something went wrong so many times; `what` is a word of our own. */
  count(id: string, what: string, count: number): void
}

/** `write` gets one line without its end; standard error unless told. */
export function openLog(
  level: LogLevel,
  write: (line: string) => void = line => process.stderr.write(`${line}\n`),
  now: () => Date = () => new Date(),
): Log {
  const put = (entry: object) => write(JSON.stringify({ time: now().toISOString(), ...entry }))
  return {
    request(line) {
      if (level === 'requests' || (level === 'errors' && line.status >= 500)) {
        put({ ...line, path: safePath(line.path), ms: Math.round(line.ms) })
      }
    },
    fault(id, error) {
      if (level !== 'silent') put({ id, ...describe(error) })
    },
    count(id, what, count) {
      if (level !== 'silent') put({ id, fault: what, count })
    },
  }
}

/** Letters only: whoever writes a personal number into an address shall not find it in a log. */
function safePath(path: string): string {
  return path.slice(0, 100).replace(/[^A-Za-z/._-]+/g, '…')
}

function describe(error: unknown): object {
  if (!(error instanceof Error)) return { fault: typeof error }
  // What a statement failed of stands in the cause.
  const { code = (error.cause as { code?: unknown } | undefined)?.code } = error as { code?: unknown }
  return {
    fault: error.name,
    ...(typeof code === 'string' && /^[A-Z0-9_]{1,40}$/.test(code) && { code }),
    frames: framesOf(error)
      .slice(0, 8)
      .map(line => line.trim().replace(/\(?(file:\/\/)?\/.*\/([^/]+\/[^/]+)$/, '($2')),
  }
}

/** The stack begins with the message, whose lines may look like frames and hold values: it is cut off, or all is. */
function framesOf({ stack = '', message }: Error): readonly string[] {
  const at = stack.indexOf(message)
  if (at < 0) return []
  return stack
    .slice(at + message.length)
    .split('\n')
    .filter(line => /^ {4}at /.test(line))
}
