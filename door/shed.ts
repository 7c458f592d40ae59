// Tells when the process has more to do than it can: then a quick 503 serves everyone better than a late answer.
import { monitorEventLoopDelay } from 'node:perf_hooks'

export interface Shedder {
  overloaded(): boolean
  stop(): void
}

const resolutionMs = 20

/**
 * Overloaded while the event loop's mean delay over the last interval was above `aboveMs`. A mean, so that one
 * pause of the garbage collector sheds nobody.
 */
export function watchEventLoop(aboveMs: number, intervalMs = 500): Shedder {
  const delay = monitorEventLoopDelay({ resolution: resolutionMs })
  delay.enable()
  let late = false
  let before = { count: 0, total: 0 }
  // Differences instead of `reset()`: that drops the next sample, and a blocked loop has few.
  const timer = setInterval(() => {
    const count = delay.count
    if (count === before.count) return
    const total = count * delay.mean
    const meanMs = (total - before.total) / (count - before.count) / 1e6
    // The histogram counts the timer's own period as delay.
    late = meanMs - resolutionMs > aboveMs
    before = { count, total }
  }, intervalMs)
  timer.unref()
  return {
    overloaded: () => late,
    stop() {
      clearInterval(timer)
      delay.disable()
    },
  }
}
