// Shows how far a long step is: one line that moves in a terminal, a line at each quarter, or doubling, elsewhere.

export interface Progress {
  /** `total` may be unknown (null): then only the count is shown. */
  update(done: number, total: number | null): void
  finish(text: string): void
}

/** A progress display on standard error for one step. */
export function showProgress(
  name: string,
  out: Pick<NodeJS.WriteStream, 'isTTY' | 'write'> = process.stderr,
): Progress {
  let last = -1
  const moving = out.isTTY === true
  return {
    update(done, total) {
      const share = total === null ? 0 : Math.min(1, done / Math.max(1, total))
      const step = total === null ? countStep(done, moving) : Math.floor(share * (moving ? 20 : 4))
      if (step === last) return
      last = step
      const text = total === null ? `${done}` : `${bar(share)} ${Math.floor(share * 100)} %`
      out.write(moving ? `\r  ${name} ${text}\u001b[K` : `  ${name} ${text}\n`)
    },
    finish(text) {
      out.write(moving ? `\r  ${name}: ${text}\u001b[K\n` : `  ${name}: ${text}\n`)
    },
  }
}

// A log is told of each doubling: of a million as of a thousand, a few lines.
function countStep(done: number, moving: boolean): number {
  if (moving || done < 1_000) return Math.floor(done / 1_000)
  return 1 + Math.floor(Math.log2(done / 1_000))
}

function bar(share: number): string {
  const filled = Math.round(share * 20)
  return `${'█'.repeat(filled)}${'░'.repeat(20 - filled)}`
}
