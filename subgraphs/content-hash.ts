// Whether a repeated command is the same: a hash of what it says.
import { createHash } from 'node:crypto'

/** SHA-256 of what a command says, in hex. Keys count in the order in which they are written. */
export const contentHash = (content: unknown): string =>
  createHash('sha256').update(JSON.stringify(content)).digest('hex')
