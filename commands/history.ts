// `npm run check:consents`: commands and reads race on nodes that are killed, frozen and cut off; then all is judged.
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { readNumber, readOptions } from './options.ts'

const secondsPerMinute = 60
const longestMinutes = 24 * 60

if (import.meta.main) {
  const { values } = readOptions({
    usage: 'npm run check:consents -- [--minutes N] [--seed N]',
    summary:
      'Checks that consents and powers of attorney end at once and no command is lost, whatever befalls the nodes. POSIX only.',
    options: {
      minutes: { value: 'N', meaning: 'How long; 5 unless given.' },
      seed: { value: 'N', meaning: 'Makes the same choices again; what races, the machine decides.' },
    },
    notes: [
      'One line counts what happened; each violation has a line of its own. Exit code 1: there are some.',
      'atOnce: reads on another node straight after an end; `powers` counts for itself. From five minutes on a node is cut off for 30 s.',
    ],
  })
  const seconds = secondsPerMinute * readNumber('minutes', values.minutes ?? '5', longestMinutes)
  const seed = readNumber('seed', values.seed ?? '1', 999_999_999)
  // A process of its own: what checks the product is no part of it.
  const program = fileURLToPath(new URL('../test/history/main.ts', import.meta.url))
  const child = spawn(process.execPath, [program, '--seconds', String(seconds), '--seed', String(seed)], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal))
  child.on('exit', code => process.exit(code ?? 1))
}
