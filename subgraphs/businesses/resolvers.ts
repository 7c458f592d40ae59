// Answers the graph of businesses from stubs: each field loads what it needs, so a refused field reads nothing.
import { isId } from '../../schema/id.ts'
import { type ListArguments, listIdentity, openList } from '../list.ts'
import type { PageArguments } from '../page.ts'
import { byId } from '../references.ts'
import type { Resolvers, SubgraphContext } from '../subgraph.ts'
import { datesOf } from './answers.ts'
import { recordOf } from './participant-records.ts'
import { positionedPage } from './position.ts'
import { isPublicAttribute } from './public-attributes.ts'
import { companyRecordFields, markingsOf } from './record-fields.ts'
import type { Participant, PersonRole, Store, Unit, ValueReaders } from './store.ts'
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

const roleOf = ({ others, ...role }: Omit<PersonRole, 'ownerId' | 'businessId'>) => ({
  ...role,
  organisationUnitNumber: role.organisationUnit === null ? null : String(role.organisationUnit),
  attributes: Object.entries(others)
    .filter(([type]) => isPublicAttribute(type))
    .map(([type, value]) => ({ type, value })),
  from: role.effectiveFromText,
  until: role.effectiveToText,
  registeredFrom: new Date(role.registeredFrom),
})

const personRoleOf = ({ businessId, ...role }: PersonRole) => ({
  ...roleOf(role),
  business: business(businessId),
})

/** Whose data a unit's are: its business's (schema/businesses.graphql). */
const unitOf = ({ businessId, ...unit }: Unit) => ({
  __typename: 'ProductionUnit' as const,
  ...unit,
  business: businessId && business(businessId),
})

type Context = SubgraphContext<Store>
/** A participant as found in the public registers, or in those that are not. */
type Shown = Participant & { readonly undisclosed?: true }

/** A field of an object that is known by its id. */
const field =
  <Arguments>(read: (id: string, store: Store, given: Arguments) => unknown) =>
  ({ id }: Stub, given: Arguments, { store }: Context) =>
    read(id, store, given)

/** What the register says of the entry itself. */
async function registrationOf(
  entry: Pick<Unit, 'unitNumber' | 'updatedAt' | 'versionAt'>,
  values: ValueReaders,
  id: string,
) {
  const [row] = await values.records(id, 'REGISTRATION')
  return {
    ...(row && JSON.parse(row.content)),
    unitNumber: String(entry.unitNumber),
    updatedAt: new Date(entry.updatedAt),
    documentMadeAt: new Date(entry.versionAt),
  }
}

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
  participantRecords: async ({ id }: Stub, _given: unknown, { store }: Context) => {
    const units = await store.unitsOfPerson(id)
    const records = await Promise.all(units.map(unit => recordOf(store, unit, id)))
    return records.filter(record => record !== null)
  },
  businessRoles: async ({ id }: Stub, page: PageArguments, { store, request }: Context) => {
    const list = listIdentity(request, 'Person.businessRoles', id)
    const { slice, of } = positionedPage(page, list, store.cursors)
    return of((await store.personRoles(id, slice)).map(personRoleOf), () => store.personRoleCount(id))
  },
}

const Business = {
  participantRecord: async ({ id }: Stub, { unitNumber }: { unitNumber: string }, { store }: Context) => {
    if (!/^\d{1,15}$/.test(unitNumber)) return null
    const found = await store.unitOfBusiness(id, String(Number(unitNumber)))
    return found && recordOf(store, found, id)
  },
  ...byId('Business'),
  ...valueFields(store => store),
  ...companyRecordFields,
  cvr: field(async (id, store) => (await store.byId(id))?.cvr),
  form: field(async (id, store) => {
    const found = await store.form(id)
    return found && { ...found, ...datesOf(found) }
  }),
  status: field(async (id, store) => (await store.status(id))?.text),
  statuses: field(async (id, store) => (await store.statuses(id)).map(row => ({ ...row, ...datesOf(row) }))),
  creditStatus: field(async (id, store) => {
    const found = await store.creditStatus(id)
    return found && { ...found, ...datesOf(found) }
  }),
  registration: field(async (id, store) => {
    const found = await store.byId(id)
    return found && registrationOf(found, store, id)
  }),
  signingRule: field((id, store) => store.attribute(id, 'TEGNINGSREGEL')),
  purpose: field((id, store) => store.attribute(id, 'FORMÅL')),
  participants: async ({ id }: Stub, page: PageArguments, { store, request }: Context) => {
    const list = listIdentity(request, 'Business.participants', id)
    const { slice, of } = positionedPage(page, list, store.cursors)
    return of(await store.participants(id, slice), () => store.participantCount(id))
  },
  undisclosedParticipants: async ({ id }: Stub, page: PageArguments, { store, request }: Context) => {
    const list = listIdentity(request, 'Business.undisclosedParticipants', id)
    const { slice, of } = positionedPage(page, list, store.cursors)
    const found = await store.undisclosed.participants(id, slice)
    const shown = found.map(each => ({ ...each, undisclosed: true }))
    return of(shown, () => store.undisclosed.participantCount(id))
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
  registration: field(async (id, store) => {
    const found = await store.units.byId(id)
    return found && registrationOf(found, store.units, id)
  }),
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
    publishedName: async ({ ownerId, participantId }: Participant, _given: unknown, { store }: Context) => {
      const found = await store.participantName(ownerId, participantId)
      return found && { name: found.name, secondary: false, ...datesOf(found) }
    },
    unitNumber: ({ unitNumber }: Participant) => String(unitNumber),
    ...Object.fromEntries(
      ['unitType', 'organisationType', 'addressSecret', 'addressSecretException', 'addressUpdateEnded'].map(
        name => [
          name,
          async ({ ownerId, participantId }: Participant, _given: unknown, { store }: Context) =>
            (await markingsOf(store, ownerId, participantId))?.[name],
        ],
      ),
    ),
    roles: async ({ ownerId, participantId, undisclosed }: Shown, _given: unknown, { store }: Context) => {
      const readers = undisclosed ? store.undisclosed : store
      return (await readers.participantRoles(ownerId, participantId)).map(roleOf)
    },
  },
  UnlinkedParticipant: {
    name: (unit: { businessId: string; participantId: string }, _given: unknown, { store }: Context) =>
      publishedName(store, unit.businessId, unit.participantId),
  },
}
