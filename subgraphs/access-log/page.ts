// A page of the access log as it was asked for, and where the log begins: the same for every reader.
import { listIdentity } from '../list.ts'
import { type Order, type PageArguments, toPage } from '../page.ts'
import type { SubgraphContext } from '../subgraph.ts'
import { checkAsked } from './asked.ts'
import type { AccessRow, Beginning, Choice, LogPage, Store } from './store.ts'
import { beginningInWords, type Language } from './summary.ts'

type Context = SubgraphContext<Store>
export type Asked = Choice & PageArguments & { readonly order?: Order }

export const authority = (cvr: string | null) => (cvr === null ? null : { cvr })

interface LogOf {
  readonly coordinate: string
  /** The subject whose log it is; null for an authority's own. */
  readonly of: string | null
}

/** A page of the log as it was asked for. Its cursors are sealed, and fit these arguments of this caller alone. */
export function openPage({ coordinate, of }: LogOf, asked: Asked, { store, request }: Context) {
  const { first: _, after, ...filter } = asked
  const list = listIdentity(request, coordinate, { of, filter })
  const first = checkAsked(asked)
  const place = after == null ? null : (store.cursors.open(list, after) as LogPage['after'])
  const seal = ({ place: at, id }: AccessRow) => store.cursors.seal(list, { at, id })
  return {
    page: { order: asked.order, first, after: place },
    present: <Row extends AccessRow>(rows: readonly Row[], count: () => Promise<number>) => ({
      ...toPage(rows, { first, after }, seal, count),
      ...beginningOf(store),
    }),
  }
}

/** Where the log begins, read when it is asked for: the same for every reader, it tells of no record. */
function beginningOf(store: Store) {
  let read: Promise<Beginning | null> | undefined
  const beginning = () => {
    read ??= store.beginning()
    return read
  }
  return {
    deletedBefore: async () => (await beginning())?.before ?? null,
    beginning: async ({ language }: { readonly language: Language }) => {
      const last = await beginning()
      return last && beginningInWords(last, language)
    },
  }
}
