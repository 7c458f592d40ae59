// Answers the persons schema from the store: the register's rows in, the schema's values out.
import { listScope } from '../../access/listing.ts'
import { beginningOfTime, endOfTime } from '../../database/instant.ts'
import { isId } from '../../schema/id.ts'
import { type ListArguments, listIdentity, openList } from '../list.ts'
import { byId } from '../references.ts'
import type { Resolvers, SubgraphContext } from '../subgraph.ts'
import { type AddressRow, writeAddress } from './address.ts'
import { civilStatusCode, custodyRelation, personStatus, protectionKind, sex } from './codes.ts'
import { danishDate } from './import/dates.ts'
import type { CivilStatusRow, NameRow, PersonsStore } from './store.ts'

/** A person before anything is known but the id: every field loads what it needs by itself. */
interface Stub {
  readonly __typename: 'Person'
  readonly id: string
}

type Context = SubgraphContext<PersonsStore>

const stub = (id: string): Stub => ({ __typename: 'Person', id })
const stubOrNull = (id: string | null): Stub | null => (id === null ? null : stub(id))

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
    status: async ({ id }: Stub, _, { store }) => {
      const facts = await store.facts(id, 'status')
      return facts && facts.statusFrom! <= store.asOf.effective ? personStatus(facts.status!) : null
    },
    statusSince: async ({ id }: Stub, _, { store }) => {
      const facts = await store.facts(id, 'status')
      return facts && facts.statusFrom! <= store.asOf.effective ? known(facts.statusFrom!) : null
    },
    birthDate: async ({ id }: Stub, _, { store }) => (await store.facts(id, 'birthDate'))?.birthDate ?? null,
    sex: async ({ id }: Stub, _, { store }) => sex((await store.facts(id, 'sex'))?.sex ?? null),
    name: async ({ id }: Stub, _, { store }) => mapped(await store.name(id), writeName),
    previousNames: whenRegistered(async (id, store) => (await store.previousNames(id)).map(writeName)),
    address: async ({ id }: Stub, _, { store }) => mapped(await store.address(id), writeLived),
    previousAddresses: whenRegistered(async (id, store) =>
      (await store.previousAddresses(id)).map(row => writeLived({ ...row, text: null })),
    ),
    nameAndAddressProtected: whenRegistered(async (id, store) =>
      (await store.protections(id)).some(row => row.kind === '0001'),
    ),
    protections: whenRegistered(async (id, store) =>
      (await store.protections(id)).map(row => ({ kind: protectionKind(row.kind), ...days(row) })),
    ),
    citizenship: async ({ id }: Stub, _, { store }) =>
      mapped(await store.citizenship(id), row => ({
        countryCode: row.countryCode,
        effectiveFrom: known(row.effectiveFrom),
      })),
    civilStatus: async ({ id }: Stub, _, { store }) => mapped(await store.civilStatus(id), writeCivilStatus),
    previousCivilStatuses: whenRegistered(async (id, store) =>
      (await store.previousCivilStatuses(id)).map(writeCivilStatus),
    ),
    children: whenRegistered(async (id, store) => (await store.children(id)).map(row => stub(row.id))),
    parents: whenRegistered(async (id, store) =>
      (await store.parents(id)).map(({ role, personId, parentId, name }) => ({
        role,
        person: stubOrNull(parentId),
        name: parentId === null ? name : null,
        parentSubject: parentId ?? personId,
      })),
    ),
    custodyHolders: whenRegistered(async (id, store) =>
      (await store.custodyHolders(id)).map(row => ({
        relation: custodyRelation(row.relation),
        person: stubOrNull(row.holderId),
        ...days(row),
      })),
    ),
    custodyOf: whenRegistered(async (id, store) => (await store.custodyOf(id)).map(row => stub(row.id))),
    guardianship: async ({ id }: Stub, _, { store }) =>
      mapped(await store.guardianship(id), row => ({
        guardian: stubOrNull(row.guardianId),
        guardianName: row.guardianId === null ? row.guardianName : null,
        guardianSubject: row.guardianId ?? row.personId,
        ...days(row),
      })),
  },
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

/** A list of nobody is null, not empty: empty would say that the register holds the person. */
function whenRegistered<Value>(read: (id: string, store: PersonsStore) => Promise<Value>) {
  return async ({ id }: Stub, _: object, { store }: Context): Promise<Value | null> => {
    const [value, registered] = await Promise.all([read(id, store), store.isRegistered(id)])
    return registered ? value : null
  }
}

function mapped<Row, Value>(row: Row | null, write: (row: Row) => Value): Value | null {
  return row === null ? null : write(row)
}

const known = (instant: Date): Date | null =>
  instant.getTime() === beginningOfTime.getTime() || instant.getTime() === endOfTime.getTime()
    ? null
    : instant

const day = (instant: Date): string | null => mapped(known(instant), danishDate)

interface Period {
  readonly effectiveFrom: Date
  readonly effectiveTo: Date
}

const period = (row: Period) => ({
  effectiveFrom: known(row.effectiveFrom),
  effectiveTo: known(row.effectiveTo),
})
const days = (row: Period) => ({ from: day(row.effectiveFrom), until: day(row.effectiveTo) })

function writeName(row: NameRow) {
  const { firstNames, middleName, lastName, addressingName } = row
  const full = [firstNames, middleName, lastName].filter(part => part !== null).join(' ') || null
  return { firstNames, middleName, lastName, addressingName, full, ...period(row) }
}

function writeLived(row: AddressRow & Period) {
  return { ...writeAddress(row), ...period(row) }
}

function writeCivilStatus(row: CivilStatusRow) {
  return {
    status: civilStatusCode(row.status),
    spouse: stubOrNull(row.spouseId),
    // With a number the spouse speaks for themselves; without one the name is part of this person's record.
    spouseName: row.spouseId === null ? row.spouseName : null,
    spouseSubject: row.spouseId ?? row.personId,
    ...period(row),
  }
}
