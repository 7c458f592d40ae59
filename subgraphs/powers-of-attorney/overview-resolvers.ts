// Everybody's own list of all mandates: GraphQL in, what the registers give first, then powers of attorney.
import { signsFor } from '../../access/acting.ts'
import { isId } from '../../schema/id.ts'
import { listIdentity } from '../list.ts'
import { readFirst, toPage, unknownCursor } from '../page.ts'
import type { Resolvers, SubgraphContext } from '../subgraph.ts'
import type { TimeListArguments } from '../time-order.ts'
import { endedBecause, stateAt } from './lifecycle.ts'
import {
  isPowerKind,
  type MandateSource,
  placeOf,
  type RegisterMandate,
  registerMandates,
  type Side,
} from './overview.ts'
import { endingOf, endingOfPower, type Language, reachOf, scopeOf } from './overview-words.ts'
import { kinds, present } from './presenting.ts'
import type { StewardStore } from './steward-store.ts'
import type { PowerFilter, PowerOfAttorney } from './store.ts'

type Context = SubgraphContext<StewardStore>
type Asked = TimeListArguments & Pick<PowerFilter, 'side'> & { readonly source?: MandateSource | null }
type Words = { readonly language: Language }

/** Whose list it is: every id, the first of them told. */
interface Whose {
  readonly about: { readonly id: string }
  readonly subjects: readonly string[]
}

async function myMandates(_: unknown, asked: Asked, context: Context) {
  const { side: wished, source = null, order } = asked
  const { store, access, request } = context
  const first = readFirst(asked.first)
  const acting = await access.acting()
  const { subject, subjects, by } = acting
  const onlyGrantor = by === 'REPRESENTATIVE' && !signsFor(acting)
  const side = onlyGrantor && wished === 'BOTH' ? 'GIVEN' : wished
  const whose = { about: { id: subject! }, subjects }
  const kind = source !== null && isPowerKind(source) ? source : null
  const contracts = by === 'SUBJECT' ? await contractsOf(side, context) : []
  const told = (onlyGrantor && side === 'HELD') || kind ? [] : await computedOf(side, whose, context)
  const computed = [...told, ...contracts].filter(one => source === null || one.source === source)
  const identity = listIdentity(request, 'Query.myMandates', { side: wished, source, order })
  const after = asked.after == null ? null : (store.cursors.open(identity, asked.after) as string)
  const place = after === null ? -1 : computed.findIndex(one => one.cursor === after)
  // A power of attorney's own id leads on among them; anything else is no place of this list.
  if (after !== null && place < 0 && !isId(after)) throw unknownCursor()
  const rest = place < 0 && after !== null ? [] : computed.slice(place + 1)
  const filter = { parties: subjects, side, states: null, ownFuture: by === 'SUBJECT', onlyGrantor, kind }
  const wanted = first - rest.length
  const ofRegister = source !== null && kind === null
  const powers =
    wanted < 0 || ofRegister
      ? []
      : await store.list(filter, { order, first: wanted, after: place < 0 ? after : null })
  const rows = [...rest, ...powers.map(row => ({ cursor: row.id, ...presentPower(row, whose) }))]
  const count = async () => computed.length + (ofRegister ? 0 : await store.count(filter))
  return toPage(
    rows.slice(0, first + 1),
    { first, after },
    row => store.cursors.seal(identity, row.cursor),
    count,
  )
}

/** What the registers give, as rows of the list. */
async function computedOf(side: Asked['side'], whose: Whose, { store }: Context) {
  return registerMandates(await store.toldMandates(whose.subjects), whose.subjects)
    .filter(one => isOn(side, one, whose.subjects))
    .map(one => ({ cursor: placeOf(one), ...presentComputed(one, whose) }))
}

/** To whoever signed in for a business: its contracts as a supplier, and with its own suppliers. */
async function contractsOf(side: Asked['side'], context: Context) {
  const { caller } = context.request
  const business = caller.kind === 'PERSON' ? caller.business : null
  if (business === null) return []
  const whose = { about: { id: business }, subjects: await context.access.idsOf(business) }
  return (await computedOf(side, whose, context)).filter(({ source }) => source === 'SUPPLIER')
}

function isOn(side: Asked['side'], { grantor, holder }: RegisterMandate, subjects: readonly string[]) {
  const given = subjects.includes(grantor.id)
  const held = subjects.includes(holder.id)
  return (side !== 'HELD' && given) || (side !== 'GIVEN' && held)
}

const stub = ({ kind, id }: Side) => ({ __typename: kinds[kind], id })

const presentComputed = (one: RegisterMandate, { about }: Whose) => ({
  ...{ about, source: one.source, grantor: stub(one.grantor), holder: stub(one.holder), alone: one.alone },
  ...{ from: one.from, until: one.until, state: one.state, endedBecause: one.endedBecause },
  scope: ({ language }: Words) => reachOf(one, language),
  ending: ({ language }: Words) => endingOf(one, language),
  powerOfAttorney: null,
})

function presentPower(row: PowerOfAttorney, { about, subjects }: Whose) {
  const shown = present(row)!
  const side = subjects.includes(row.holderId) ? 'HELD' : 'GIVEN'
  return {
    ...{ about, source: row.kind, grantor: shown.grantor, holder: shown.holder, alone: true },
    ...{ from: row.validFrom, until: row.validTo },
    ...{ state: stateAt(row, row.now), endedBecause: endedBecause(row, row.now) },
    scope: ({ language }: Words) => scopeOf(row, language),
    ending: ({ language }: Words) => endingOfPower(row.kind, side, language),
    powerOfAttorney: shown,
  }
}

export const overviewResolvers: Resolvers<StewardStore> = { Query: { myMandates } }
