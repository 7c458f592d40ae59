// Answers the graph of businesses from stubs: each field loads what it needs, so a refused field reads nothing.
import { isId } from '../../schema/id.ts'
import { type ListArguments, listIdentity, openList } from '../list.ts'
import type { PageArguments } from '../page.ts'
import { byId } from '../references.ts'
import type { Resolvers, SubgraphContext } from '../subgraph.ts'
import { positionedPage } from './position.ts'
import type { Participant, PersonRole, Role, Store, Unit } from './store.ts'
import { valueFields } from './value-fields.ts'

/** A business or a person of which only the id is known here. */
interface Stub {
  readonly id: string
}

const business = (id: string) => ({ __typename: 'Business', id }) as const
const person = (id: string) => ({ __typename: 'Person', id }) as const

/** Who a participant is: a reference into a register, or CVR's own unit with the name that this business publishes. */
function partyOf({ personId, holderId, unitNumber, participantId, ownerId }: Participant) {
  if (personId !== null) return person(personId)
  if (holderId !== null) return business(holderId)
  return {
    __typename: 'UnlinkedParticipant',
    unitNumber: String(unitNumber),
    businessId: ownerId,
    participantId,
  } as const
}

const roleOf = (role: Role) => ({
  organisationType: role.organisationType,
  organisationName: role.organisationName,
  function: role.function,
  from: role.effectiveFromText,
  until: role.effectiveToText,
})

const personRoleOf = ({ businessId, to, ...role }: PersonRole) => ({
  ...role,
  until: to,
  business: business(businessId),
})

/** Whose data a unit's are: its business's (schema/businesses.graphql). */
const unitOf = ({ id, pNumber, businessId }: Unit) => ({
  __typename: 'ProductionUnit' as const,
  id,
  pNumber,
  business: businessId && business(businessId),
})

type Context = SubgraphContext<Store>

/** A field of an object that is known by its id. */
const field =
  <Arguments>(read: (id: string, store: Store, given: Arguments) => unknown) =>
  ({ id }: Stub, given: Arguments, { store }: Context) =>
    read(id, store, given)

const publishedName = async (store: Store, businessId: string, participantId: string) =>
  (await store.participantName(businessId, participantId))?.name ?? null

const Query = {
  business: async (_root: unknown, { cvr }: { cvr: string }, { store }: Context) => {
    const found = await store.byNumber(cvr)
    return found && business(found.id)
  },
  businessById: async (_root: unknown, { id }: Stub, { store }: Context) => {
    const found = await store.byId(id)
    return found && business(found.id)
  },
  productionUnit: async (_root: unknown, { pNumber }: { pNumber: string }, { store }: Context) => {
    const found = await store.units.byNumber(pNumber)
    return found && unitOf(found)
  },
  businesses: (_root: unknown, { where, orderBy, ...page }: ListArguments, { store, request }: Context) => {
    const list = listIdentity(request, 'Query.businesses', { where, orderBy })
    const source = store.search({ where, orderBy })
    return openList(page, list, { cursors: store.cursors, most: null, source }, business)
  },
  represented: (_root: unknown, _given: unknown, { request: { represented } }: Context) => {
    if (represented?.kind === 'PERSON') return person(represented.id)
    return represented?.kind === 'BUSINESS' ? business(represented.id) : null
  },
}

const Person = {
  ...byId('Person'),
  businessRoles: async ({ id }: Stub, page: PageArguments, { store, request }: Context) => {
    const list = listIdentity(request, 'Person.businessRoles', id)
    const { slice, of } = positionedPage(page, list, store.cursors)
    return of((await store.personRoles(id, slice)).map(personRoleOf), () => store.personRoleCount(id))
  },
}

const Business = {
  ...byId('Business'),
  ...valueFields(store => store),
  cvr: field(async (id, store) => (await store.byId(id))?.cvr),
  form: field((id, store) => store.form(id)),
  status: field(async (id, store) => (await store.status(id))?.text),
  signingRule: field((id, store) => store.attribute(id, 'TEGNINGSREGEL')),
  purpose: field((id, store) => store.attribute(id, 'FORMÅL')),
  participants: async ({ id }: Stub, page: PageArguments, { store, request }: Context) => {
    const list = listIdentity(request, 'Business.participants', id)
    const { slice, of } = positionedPage(page, list, store.cursors)
    return of(await store.participants(id, slice), () => store.participantCount(id))
  },
  productionUnits: async ({ id }: Stub, page: PageArguments, { store, request }: Context) => {
    const list = listIdentity(request, 'Business.productionUnits', id)
    const { slice, of } = positionedPage(page, list, store.cursors)
    return of((await store.units.of(id, slice)).map(unitOf), () => store.units.countOf(id))
  },
}

const ProductionUnit = {
  ...valueFields(store => store.units),
  // What a key leads to must say whose it is before anything of it is decided.
  __resolveReference: async ({ id }: { id: unknown }, { store }: Context) => {
    const found = isId(id) ? await store.units.byId(id) : null
    return found && unitOf(found)
  },
  active: field(async (id, store) => {
    const life = await store.units.life(id)
    return life && !life.ended
  }),
}

export const resolvers: Resolvers<Store> = {
  Query,
  Person,
  Business,
  ProductionUnit,
  Party: { __resolveType: (party: { __typename: string }) => party.__typename },
  Participant: {
    party: partyOf,
    name: ({ ownerId, participantId }: Participant, _given: unknown, { store }: Context) =>
      publishedName(store, ownerId, participantId),
    roles: async ({ ownerId, participantId }: Participant, _given: unknown, { store }: Context) =>
      (await store.participantRoles(ownerId, participantId)).map(roleOf),
  },
  UnlinkedParticipant: {
    name: (unit: { businessId: string; participantId: string }, _given: unknown, { store }: Context) =>
      publishedName(store, unit.businessId, unit.participantId),
  },
}
