// Writes one register's extract to standard output, for an import that measures its own CPU alone.
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Register } from '../commands/deliveries.ts'
import { cprExtract, cvrExtract, type Size } from './population.ts'

export interface ExtractOrder {
  readonly register: Extract<Register, 'cpr' | 'cvr'>
  readonly size: Size
  readonly seed: number
  readonly day: Date
}

export const extractOf = ({ register, size, seed, day }: ExtractOrder): AsyncGenerator<Uint8Array> =>
  register === 'cpr' ? cprExtract(size, seed, day) : cvrExtract(size, seed)

process.once('message', async order => {
  await pipeline(Readable.from(extractOf(order as ExtractOrder)), process.stdout)
})
