// The order of a list that goes by time, as the reader chooses it: in the address, so that it can be kept and shared.
import type { Markup } from './html.ts'
import { choice, oneOf } from './parts.ts'
import type { ConsoleRequest } from './request.ts'

const orders = ['NEWEST_FIRST', 'OLDEST_FIRST'] as const

/** `Order` of the graph. `usual`: the list's own when nothing is chosen. */
export const orderOf = (
  query: URLSearchParams,
  usual: (typeof orders)[number] = 'NEWEST_FIRST',
): (typeof orders)[number] => oneOf(orders, query.get('order')) ?? usual

/** The choice, beside the list's filters. */
export const orderChoice = (
  { texts, query }: Pick<ConsoleRequest, 'texts' | 'query'>,
  usual: (typeof orders)[number] = 'NEWEST_FIRST',
): Markup =>
  choice(
    'order',
    texts.order,
    orders.map(name => [name, texts.orders[name]] as const),
    orderOf(query, usual),
  )
