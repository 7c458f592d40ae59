// Notices: GraphQL in, words out.
import { isId } from '../../schema/id.ts'
import { listIdentity } from '../list.ts'
import { type Order, type PageArguments, readFirst, toPage } from '../page.ts'
import { authorityByCvr, byId } from '../references.ts'
import type { Resolvers, SubgraphContext } from '../subgraph.ts'
import type { Notice, Store } from './store.ts'
import { type Language, noticeText, noticeTitle } from './words.ts'

type Context = SubgraphContext<Store>
interface Listing extends PageArguments {
  readonly unread: boolean
  readonly order: Order
}

const aboutTypes = { CONSENT: 'Consent', POWER_OF_ATTORNEY: 'PowerOfAttorney', CASE: 'Case' } as const

/** The notices of a person or business, to whoever may read them there. */
const listOf =
  (coordinate: string) =>
  async ({ id }: { readonly id: string }, { unread, order, ...asked }: Listing, context: Context) => {
    const { store, access, request } = context
    const first = readFirst(asked.first)
    const list = listIdentity(request, coordinate, { id, unread, order })
    const after = asked.after == null ? null : (store.cursors.open(list, asked.after) as string)
    const acting = await access.acting()
    // An authority that may read somebody's notices sees only those about itself.
    const authority = acting.by === 'SYSTEM' ? (acting.authority ?? '') : null
    const filter = { subjects: await access.idsOf(id), authority, unread }
    const rows = await store.list(filter, { order, first, after })
    return toPage(
      rows,
      { ...asked, first },
      row => store.cursors.seal(list, row.id),
      () => store.count(filter),
    )
  }

/** As the lists have it: to an authority, what is about another is not there. */
async function noticeById(id: string, { store, access, request }: Context): Promise<Notice | null> {
  const row = await store.notice(id)
  if (!row || request.caller.kind !== 'SYSTEM') return row
  return row.authority === (await access.acting()).authority ? row : null
}

async function markRead(
  _: unknown,
  { input }: { readonly input: { readonly ids: readonly string[] } },
  { store, access, request }: Context,
) {
  const business = (request.represented?.kind ?? 'PERSON') === 'BUSINESS'
  const field = business ? 'Business.notices' : 'Person.notices'
  const { ids, problems } = await store.markRead({ ids: input.ids, acting: await access.acting(), field })
  return { notices: ids && (await store.freshNotices(ids)), problems }
}

/** Of a type that another subgraph holds: only its key is known here. */
const keyed = (typename: string) => ({
  __resolveReference: ({ id }: { id: unknown }) => (isId(id) ? { __typename: typename, id } : null),
})

const told = ({ parts, authorityName }: Notice) => ({ parts, authority: authorityName })

export const resolvers: Resolvers<Store> = {
  Mutation: { markNoticesRead: markRead },
  Notice: {
    __resolveReference: ({ id }: { id: string }, context: Context) => noticeById(id, context),
    at: (row: Notice) => row.createdAt,
    title: ({ kind }: Notice, { language }: { language: Language }) => noticeTitle(kind, language),
    text: (row: Notice, { language }: { language: Language }) => noticeText(row.kind, told(row), language),
    about: (row: Notice) => ({ __typename: aboutTypes[row.aboutKind], id: row.aboutId }),
    authority: (row: Notice) => (row.authority === null ? null : { cvr: row.authority }),
  },
  Person: { ...byId('Person'), notices: listOf('Person.notices') },
  Business: { ...byId('Business'), notices: listOf('Business.notices') },
  Consent: keyed('Consent'),
  PowerOfAttorney: keyed('PowerOfAttorney'),
  Case: keyed('Case'),
  Authority: authorityByCvr,
}
