// Answers the persons schema from the store: the register's rows in, the schema's values out.
import { listScope } from '../../access/listing.ts'
import { isId } from '../../schema/id.ts'
import { type ListArguments, listIdentity, openList } from '../list.ts'
import { byId } from '../references.ts'
import type { Resolvers } from '../subgraph.ts'
import { mostEvents } from './circumstance-statements.ts'
import { personStatus, sex } from './codes.ts'
import { rows } from './row-resolvers.ts'
import type { PersonsStore } from './store.ts'
import { type Context, one, type Stub, stub, stubOrNull, whenOver, whenRegistered } from './stub.ts'
import * as write from './values.ts'

export const resolvers: Resolvers<PersonsStore> = {
  Query: {
    person: async (_, { cpr }: { cpr: string }, { store }) =>
      stubOrNull(await store.idOfNumber(cpr.replace('-', ''))),
    personById: async (_, { id }: { id: string }, { store }) =>
      isId(id) && (await store.isRegistered(id)) ? stub(id) : null,
    persons: listPersons,
    me: (_, __, { request }) => (request.caller.kind === 'PERSON' ? stub(request.caller.person) : null),
  },
  Person: {
    ...byId('Person'),
    cpr: async ({ id }: Stub, _, { store }) =>
      (await store.numbers(id)).find(row => row.rowStatus === 'CURRENT')?.number ?? null,
    previousNumbers: whenRegistered(async (id, store) =>
      (await store.numbers(id)).filter(row => row.rowStatus === 'HISTORIC').map(row => row.number),
    ),
    personalNumbers: whenRegistered(async (id, store) => (await store.numbers(id)).map(write.writeNumber)),
    status: async (person: Stub, _, context) =>
      personStatus((await statusOf(person, context))?.status ?? null),
    statusSince: async (person: Stub, _, context) => {
      const facts = await statusOf(person, context)
      return facts && write.known(facts.statusFrom!)
    },
    statusSinceUncertain: async (person: Stub, _, context) => {
      const facts = await statusOf(person, context)
      return facts && facts.statusFromMarker === '*'
    },
    birthDate: async ({ id }: Stub, _, { store }) => (await store.facts(id, 'birthDate'))?.birthDate ?? null,
    birthDateUncertain: async ({ id }: Stub, _, { store }) => {
      const facts = await store.facts(id, 'birthDate')
      return facts && facts.birthDateMarker === '*'
    },
    sex: async ({ id }: Stub, _, { store }) => sex((await store.facts(id, 'sex'))?.sex ?? null),
    occupation: async ({ id }: Stub, _, { store }) =>
      (await store.facts(id, 'occupation'))?.occupation ?? null,
    name: one(store => store.name, write.writeName),
    previousNames: whenOver(store => store.previousNames, write.writeName),
    address: one(store => store.address, write.writeCurrentAddress),
    previousAddresses: whenOver(store => store.previousAddresses, write.writeEarlierAddress),
    nameAndAddressProtected: whenRegistered(async (id, store) =>
      (await store.protections(id)).some(row => row.kind === '0001'),
    ),
    protections: whenRegistered(async (id, store) =>
      (await store.protections(id)).map(write.writeProtection),
    ),
    contactAddress: one(store => store.contactAddress, write.writeContactAddress),
    emigration: one(store => store.emigration, write.writeEmigration),
    previousEmigrations: whenOver(store => store.previousEmigrations, write.writeEmigration),
    disappearance: one(store => store.disappearance, write.writeDisappearance),
    previousDisappearances: whenOver(store => store.previousDisappearances, write.writeDisappearance),
    orderToMove: one(store => store.orderToMove, write.writeOrderToMove),
    birthRegistration: one(store => store.birthRegistration, write.writeBirthRegistration),
    citizenship: one(store => store.citizenship, write.writeCitizenship),
    previousCitizenships: whenOver(store => store.previousCitizenships, write.writeCitizenship),
    churchMembership: one(store => store.church, write.writeChurch),
    previousChurchMemberships: whenOver(store => store.previousChurch, write.writeChurch),
    civilStatus: one(store => store.civilStatus, write.writeCivilStatus),
    previousCivilStatuses: whenOver(store => store.previousCivilStatuses, write.writeCivilStatus),
    separation: one(store => store.separation, write.writeSeparation),
    previousSeparations: whenOver(store => store.previousSeparations, write.writeSeparation),
    municipalConditions: whenRegistered(async (id, store) =>
      (await store.municipalConditions(id)).map(write.writeMunicipalCondition),
    ),
    notes: whenRegistered(async (id, store) => (await store.notes(id)).map(write.writeNote)),
    election: one(store => store.election, write.writeElection),
    events: whenRegistered(async (id, store) =>
      (await store.events(id)).slice(0, mostEvents).map(write.writeEvent),
    ),
    children: whenRegistered(async (id, store) => (await store.children(id)).map(row => stub(row.id))),
    parents: whenRegistered(async (id, store) => (await store.parents(id)).map(write.writeParent)),
    custodyHolders: whenRegistered(async (id, store) =>
      (await store.custodyHolders(id)).map(write.writeCustodyHolder),
    ),
    custodyOf: whenRegistered(async (id, store) => (await store.custodyOf(id)).map(row => stub(row.id))),
    guardianship: one(store => store.guardianship, write.writeGuardianship),
  },
  ...rows,
}

/** The status, when it holds at the time asked for. */
async function statusOf({ id }: Stub, { store }: Context) {
  const facts = await store.facts(id, 'status')
  return facts && facts.statusFrom! <= store.asOf.effective ? facts : null
}

async function listPersons(
  _: unknown,
  { where, orderBy, ...page }: ListArguments,
  { store, access, request }: Context,
) {
  const scope = listScope((await access.acting()).activity)
  const list = listIdentity(request, 'Query.persons', { where, orderBy })
  const source = store.search({ where, orderBy }, scope)
  return openList(page, list, { cursors: store.cursors, most: scope.most, source }, stub)
}
