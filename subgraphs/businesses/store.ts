// Reads the business register for one operation, as of the times asked about: one statement for all who ask at once.
import { randomBytes } from 'node:crypto'
import type postgres from 'postgres'
import { openCursors } from '../../access/cursor.ts'
import { isId } from '../../schema/id.ts'
import type { Wanted } from '../search.ts'
import type { RecordKind } from './import/records.ts'
import { array, first, keyed, loader, many, one, pair, paired, type Slice, sliced } from './loaders.ts'
import { prepareSearch } from './search.ts'
import { prepare, type Statements } from './statements.ts'

/** The times that the operation asks about; `travelled` when they are others than now. */
export interface AsOf {
  readonly effective: Date
  readonly registered: Date
  readonly travelled: boolean
}

type ValueStatements = Statements['ofBusinesses']
type ValueRows<Name extends keyof ValueStatements> = Awaited<
  ReturnType<ValueStatements[Name]['execute']>
>[number]
type Rows<Name extends Exclude<keyof Statements, 'ofBusinesses' | 'ofUnits'>> = Awaited<
  ReturnType<Statements[Name]['execute']>
>
export type Address = ValueRows<'address'>
export type Role = Rows<'participantRoles'>[number]
export type RecordRow = ValueRows<'records'>
export type Employment = ValueRows<'employment'>
export type Attribute = ValueRows<'attributes'>
export type PersonRole = Rows<'personRoles'>[number]
export type Participant = Rows<'participants'>[number]
export type Unit = Rows<'unitById'>[number]
export type Store = ReturnType<ReturnType<typeof openStore>>
export type ValueReaders = ReturnType<typeof valueReaders>

type AddressKind = 'LOCATION' | 'POSTAL'
type AttributeType = 'TEGNINGSREGEL' | 'FORMÅL' | 'REKLAMEBESKYTTET' | 'FEJLREGISTRERET'

/**
 * Prepares the statements of a pool, and gives each operation a store of its own. Every reader gives null (or an empty
 * list) for an id that is not there.
 */
export function openStore(client: postgres.Sql, cursors = openCursors(randomBytes(32))) {
  const statements = prepare(client)
  const search = prepareSearch(client)
  return (asOf: AsOf) => {
    const at = { effective: asOf.effective.toISOString(), registered: asOf.registered.toISOString() }
    return {
      ...businessReaders(statements, at),
      ...valueReaders(statements.ofBusinesses, at),
      ...participantReaders(statements, at),
      ...documentReaders(statements, at),
      /** The same of registers that are not public (CVR act § 18). */
      undisclosed: participantReaders(statements, at, false),
      units: { ...unitReaders(statements, at), ...valueReaders(statements.ofUnits, at) },
      cursors,
      /** The businesses of a list. */
      search: (wanted: Wanted) => search(wanted, asOf),
    }
  }
}

/** The times asked about, as parameters. */
interface At {
  readonly effective: string
  readonly registered: string
}

function businessReaders(statements: Statements, at: At) {
  const byNumber = loader<string, Rows<'byNumber'>[number]>(
    numbers => statements.byNumber.execute({ numbers: array(numbers) }),
    row => row.cvr,
  )
  const byId = keyed(
    ids => statements.byId.execute({ ids }),
    row => row.id,
  )
  const form = keyed(ids => statements.form.execute({ ...at, ids }), ownerOf)
  const status = keyed(ids => statements.status.execute({ ...at, ids }), ownerOf)
  const statuses = keyed(ids => statements.statuses.execute({ ...at, ids }), ownerOf)
  const creditStatus = keyed(ids => statements.creditStatus.execute({ ...at, ids }), ownerOf)
  return {
    /** The business with a number, eight digits. */
    async byNumber(cvr: string) {
      const found = await byNumber.load(cvr)
      return found[0] ?? null
    },
    /** The business itself: its id and number. */
    byId: (id: string) => one(byId, id),
    form: (id: string) => one(form, id),
    status: (id: string) => one(status, id),
    /** Newest first, those that are over as well. */
    statuses: (id: string) => many(statuses, id),
    creditStatus: (id: string) => one(creditStatus, id),
  }
}

/** Readers of what businesses and production units have alike. */
function valueReaders(statements: ValueStatements, at: At) {
  const name = keyed(ids => statements.name.execute({ ...at, ids }), ownerOf)
  const names = keyed(ids => statements.names.execute({ ...at, ids }), ownerOf)
  const lifeCycle = keyed(ids => statements.lifeCycle.execute({ ...at, ids }), ownerOf)
  const attributes = keyed(ids => statements.attributes.execute({ ...at, ids }), ownerOf)
  const previousNames = keyed(ids => statements.previousNames.execute({ ...at, ids }), ownerOf)
  const secondaryNames = keyed(ids => statements.secondaryNames.execute({ ...at, ids }), ownerOf)
  const life = keyed(ids => statements.life.execute({ ...at, ids }), ownerOf)
  const industry = keyed(ids => statements.industry.execute({ ...at, ids }), ownerOf)
  const secondaryIndustries = keyed(ids => statements.secondaryIndustries.execute({ ...at, ids }), ownerOf)
  const address = paired(
    keys => statements.address.execute({ ...at, ...keys }),
    row => [row.ownerId, row.slot],
  )
  const attribute = paired(
    keys => statements.attribute.execute({ ...at, ...keys }),
    row => [row.ownerId, row.type],
  )
  const employment = paired(
    keys => statements.employment.execute({ ...at, ...keys }),
    row => [row.ownerId, String(row.year)],
  )
  const employmentWithin = paired(
    keys => statements.employmentWithin.execute({ ...at, ...keys }),
    row => [row.ownerId, String(row.year)],
  )
  const records = paired(
    keys => statements.records.execute({ ...at, ...keys }),
    row => [row.ownerId, row.kind],
  )
  const contact = paired(
    keys => statements.contact.execute({ ...at, ...keys }),
    row => [row.ownerId, String(row.secret)],
  )
  return {
    name: (id: string) => one(name, id),
    /** Those in force, main and secondary. */
    names: (id: string) => many(names, id),
    /** Newest first. */
    previousNames: (id: string) => many(previousNames, id),
    secondaryNames: (id: string) => many(secondaryNames, id),
    address: (id: string, kind: AddressKind) => first(address, id, kind),
    /** Its latest period of life that has begun. */
    life: (id: string) => one(life, id),
    /** Every period of its life that has begun, the newest first. */
    lifeCycle: (id: string) => many(lifeCycle, id),
    industry: (id: string) => one(industry, id),
    secondaryIndustries: (id: string) => many(secondaryIndustries, id),
    /** The values in force in order of their sequence, a line each. */
    async attribute(id: string, type: AttributeType): Promise<string | null> {
      const rows = isId(id) ? await attribute.load(pair(id, type)) : []
      const values = rows.flatMap(row => (row.value === null ? [] : [row.value]))
      return values.length === 0 ? null : values.join('\n')
    },
    /** All that are in force, whatever their type. */
    attributes: (id: string) => many(attributes, id),
    /** Records in force of one kind (import/records.ts). */
    records: async (id: string, kind: RecordKind) => (isId(id) ? records.load(pair(id, kind)) : []),
    /** By quarters and months of a year. */
    employmentWithin: async (id: string, year: number) =>
      isId(id) ? employmentWithin.load(pair(id, String(year))) : [],
    employment: (id: string, year: number) => first(employment, id, String(year)),
    /** Phone numbers and addresses on the net, either those that are open or those that are secret. */
    contact: async (id: string, secret: boolean) => (isId(id) ? contact.load(pair(id, String(secret))) : []),
  }
}

function unitReaders(statements: Statements, at: At) {
  const byNumber = loader<string, Unit>(
    numbers => statements.unitByNumber.execute({ ...at, numbers: array(numbers) }),
    row => row.pNumber,
  )
  const byId = keyed(
    ids => statements.unitById.execute({ ...at, ids }),
    row => row.id,
  )
  const count = keyed(
    ids => statements.unitCount.execute({ ...at, ids }),
    row => row.ownerId ?? '',
  )
  const units = sliced((ids, slice) => statements.units.execute({ ...at, ids, ...slice }))
  return {
    /** The production unit with a number, ten digits, and whose it is. */
    async byNumber(pNumber: string): Promise<Unit | null> {
      const found = await byNumber.load(pNumber)
      return found[0] ?? null
    },
    byId: (id: string) => one(byId, id),
    /** Of a business, by the business's id. */
    of: (business: string, slice: Slice) => units(business, slice),
    countOf: async (business: string) => (await one(count, business))?.total ?? 0,
  }
}

/** Of what participants' own documents say. */
function documentReaders(statements: Statements, at: At) {
  const ofPerson = keyed(
    ids => statements.unitsOfPerson.execute({ ids }),
    row => row.personId ?? '',
  )
  const ofBusiness = paired(
    keys => statements.unitOfBusiness.execute({ ...at, ...keys }),
    row => [row.ownerId, String(row.unitNumber)],
  )
  const records = keyed(ids => statements.participantRecords.execute({ ...at, ids }), ownerOf)
  return {
    /** The participants that a person is. */
    unitsOfPerson: (id: string) => many(ofPerson, id),
    /** The participant of a business that has CVR's own number. */
    unitOfBusiness: (id: string, unitNumber: string) => first(ofBusiness, id, unitNumber),
    participantRecords: (participant: string) => many(records, participant),
  }
}

/** `shown`: roles that are public, or those that are not. */
function participantReaders(statements: Statements, times: At, shown = true) {
  const at = { ...times, public: String(shown) }
  const name = paired(
    keys => statements.participantName.execute({ ...at, ...keys }),
    row => [row.ownerId, row.participantId],
  )
  const roles = paired(
    keys => statements.participantRoles.execute({ ...at, ...keys }),
    row => [row.ownerId, row.participantId],
  )
  const participantCount = keyed(
    ids => statements.participantCount.execute({ ...at, ids }),
    row => row.ownerId,
  )
  const roleCount = keyed(
    ids => statements.personRoleCount.execute({ ...at, ids }),
    row => row.ownerId ?? '',
  )
  const participants = sliced((ids, slice) => statements.participants.execute({ ...at, ids, ...slice }))
  const personRoles = sliced((ids, slice) => statements.personRoles.execute({ ...at, ids, ...slice }))
  return {
    participantName: (id: string, participant: string) => first(name, id, participant),
    participantRoles: (id: string, participant: string) => roles.load(pair(id, participant)),
    participants: (id: string, slice: Slice) => participants(id, slice),
    participantCount: async (id: string) => (await one(participantCount, id))?.total ?? 0,
    /** Roles of a person by the person's id. */
    personRoles: (person: string, slice: Slice) => personRoles(person, slice),
    personRoleCount: async (person: string) => (await one(roleCount, person))?.total ?? 0,
  }
}

const ownerOf = (row: { readonly ownerId: string }): string => row.ownerId
