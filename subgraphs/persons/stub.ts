// A person before anything is known but the id, and what is read of one who may not be in the register.
import type { SubgraphContext } from '../subgraph.ts'
import type { PersonsStore } from './store.ts'

/** Every field loads what it needs by itself. */
export interface Stub {
  readonly __typename: 'Person'
  readonly id: string
}

export type Context = SubgraphContext<PersonsStore>

export const stub = (id: string): Stub => ({ __typename: 'Person', id })
export const stubOrNull = (id: string | null): Stub | null => (id === null ? null : stub(id))

/** A list of nobody is null, not empty: empty would say that the register holds the person. */
export function whenRegistered<Value>(read: (id: string, store: PersonsStore) => Promise<Value>) {
  return async ({ id }: Stub, _: object, { store }: Context): Promise<Value | null> => {
    const [value, registered] = await Promise.all([read(id, store), store.isRegistered(id)])
    return registered ? value : null
  }
}

/** The same of what is over; `corrected`: also what the register took back. */
export function whenOver<Row, Value>(
  read: (store: PersonsStore) => (id: string, corrected: boolean) => Promise<readonly Row[]>,
  write: (row: Row) => Value,
) {
  return async ({ id }: Stub, { corrected }: { corrected: boolean }, { store }: Context) => {
    const [rows, registered] = await Promise.all([read(store)(id, corrected), store.isRegistered(id)])
    return registered ? rows.map(write) : null
  }
}

/** One value, or null. */
export const one =
  <Row, Value>(
    read: (store: PersonsStore) => (id: string) => Promise<Row | null>,
    write: (row: Row) => Value,
  ) =>
  async ({ id }: Stub, _: object, { store }: Context): Promise<Value | null> => {
    const row = await read(store)(id)
    return row === null ? null : write(row)
  }
