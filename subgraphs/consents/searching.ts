// A steward's search among their own authority's consents: in a case, and on record about whom it names.
import { GraphQLError } from 'graphql'
import { nobody } from '../../access/operation.ts'
import { isId } from '../../schema/id.ts'
import { checkCase } from '../case.ts'
import { listIdentity } from '../list.ts'
import { readOfficer } from '../officer.ts'
import { readFirst, toPage } from '../page.ts'
import type { SubgraphContext } from '../subgraph.ts'
import type { TimeListArguments } from '../time-order.ts'
import { subjectOf } from './asking.ts'
import type { State } from './lifecycle.ts'
import type { ListedConsent, Place } from './lists.ts'
import { present } from './resolvers.ts'
import type { Store } from './store.ts'

interface Searched extends TimeListArguments {
  readonly cpr?: string | null
  readonly person?: string | null
  readonly cvr?: string | null
  readonly business?: string | null
  readonly states?: readonly State[] | null
  readonly activity?: string | null
  readonly from?: Date | null
  readonly to?: Date | null
}

/** A page of the authority's consents by time; about one subject, first those that wait for an answer. */
export async function search(_: unknown, asked: Searched, context: SubgraphContext<Store>) {
  const { store, access, request } = context
  checkCase(context)
  checkAsked(asked)
  const first = readFirst(asked.first)
  const { authority } = await readOfficer(context)
  const about = await subjectOf(asked, context)
  const { order, states = null, activity = null, from = null, to = null } = asked
  const identity = listIdentity(request, 'Query.consentSearch', { about, states, activity, from, to, order })
  const after = asked.after == null ? null : (store.cursors.open(identity, asked.after) as Place)
  const subjects = about === null ? null : await access.idsOf(about)
  const filter = { authority, subjects, activity, states, from, to }
  const rows = await store.list(filter, { order, first, after })
  const seal = ({ pending, place: at, id }: ListedConsent) =>
    store.cursors.seal(identity, { pending, at, id })
  const page = toPage(rows.map(present), { first, after: asked.after }, seal, () => store.count(filter))
  return { ...page, about: { id: about !== null && isId(about) ? about : nobody }, controller: authority }
}

/** Throws a GraphQLError (`SUBJECT_AMBIGUOUS`, `PERIOD_REVERSED`) that says what to do. */
function checkAsked({ cpr, person, cvr, business, from, to }: Searched): void {
  if ([cpr, person, cvr, business].filter(value => value != null).length > 1)
    throw new GraphQLError('Name the person or business in one way: either by number or by id.', {
      extensions: { code: 'SUBJECT_AMBIGUOUS' },
    })
  if (from && to && from >= to)
    throw new GraphQLError('The period must begin before it ends: from is included, to is not.', {
      extensions: { code: 'PERIOD_REVERSED' },
    })
}
