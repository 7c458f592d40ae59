// What is asked of most people at once, name, address and the person's own columns, read of each of them in one statement.
import DataLoader from 'dataloader'
import { and, eq, type SQL } from 'drizzle-orm'
import type { AnyPgColumn } from 'drizzle-orm/pg-core'
import { asked, inForce, key, known, youngest } from './asked.ts'
import type { Db } from './statements.ts'
import { address, addressText, name, person } from './tables.ts'

/** Columns of the person that are read only when their field was permitted. */
export type PersonColumn = 'status' | 'birthDate' | 'sex' | 'occupation'
/** What may be read of a person; `person`: whether they are registered, and nothing of them. */
export type PresentPart = 'name' | 'address' | 'person' | PersonColumn

export const nameColumns = {
  contentHash: name.contentHash,
  firstNames: name.firstNames,
  middleName: name.middleName,
  lastName: name.lastName,
  addressingName: name.addressingName,
  firstNamesMarker: name.firstNamesMarker,
  middleNameMarker: name.middleNameMarker,
  lastNameMarker: name.lastNameMarker,
  effectiveFrom: name.effectiveFrom,
  effectiveTo: name.effectiveTo,
}

export const addressCodes = {
  contentHash: address.contentHash,
  municipalityCode: address.municipalityCode,
  streetCode: address.streetCode,
  houseNumber: address.houseNumber,
  floor: address.floor,
  door: address.door,
  buildingNumber: address.buildingNumber,
  careOf: address.careOf,
  effectiveFrom: address.effectiveFrom,
  effectiveTo: address.effectiveTo,
}
const supplementary = {
  supplementaryLines: address.supplementaryLines,
  supplementaryFromText: address.supplementaryFromText,
  supplementaryToText: address.supplementaryToText,
}
// Of the register's present address alone.
const arrival = {
  arrivedText: address.arrivedText,
  arrivedMarker: address.arrivedMarker,
  leftMunicipalityCode: address.leftMunicipalityCode,
  leftText: address.leftText,
  leftMarker: address.leftMarker,
  homeAuthority: address.homeAuthority,
}
const words = {
  street: addressText.street,
  standardAddress: addressText.standardAddress,
  locality: addressText.locality,
  townName: addressText.townName,
  postalCode: addressText.postalCode,
  postalDistrict: addressText.postalDistrict,
}
// The words of record 003 are those of the register's present address, and of no other.
const worded = (): SQL | undefined => and(known(addressText), eq(address.rowStatus, 'CURRENT'))

/** The columns of a person that were asked for. */
const personColumns = (parts: readonly string[]) => ({
  ...(parts.includes('status') && {
    ...{ status: person.status, statusFrom: person.statusFrom, statusFromMarker: person.statusFromMarker },
  }),
  ...(parts.includes('birthDate') && {
    ...{ birthDate: person.birthDate, birthDateMarker: person.birthDateMarker },
  }),
  ...(parts.includes('sex') && { sex: person.sex }),
  ...(parts.includes('occupation') && { occupation: person.occupation }),
})

/** What the columns hold. */
type Held<Columns> = {
  readonly [Name in keyof Columns]: Columns[Name] extends AnyPgColumn
    ? Columns[Name]['_']['notNull'] extends true
      ? Columns[Name]['_']['data']
      : Columns[Name]['_']['data'] | null
    : never
}
/** `key`: the id that was asked for. */
export type NameRow = Held<typeof nameColumns> & { readonly key: string }
export interface CurrentAddressRow extends Held<typeof addressCodes>, Held<typeof supplementary> {
  readonly key: string
  readonly arrival: Held<typeof arrival>
  readonly text: Held<typeof words> | null
}

/** Columns of a person; those that were not asked for are missing. */
export interface PersonFacts {
  readonly status?: string
  readonly statusFrom?: Date
  readonly statusFromMarker?: string | null
  readonly birthDate?: string | null
  readonly birthDateMarker?: string | null
  readonly sex?: string
  readonly occupation?: string | null
}

/** What was read of one person; what was not asked for is missing, what the register does not hold is null. */
export interface Present {
  readonly name?: NameRow | null
  readonly address?: CurrentAddressRow | null
  readonly person?: PersonFacts | null
}

interface Times {
  readonly effective: string
  readonly registered: string
}
export type ReadPresent = (
  parts: readonly PresentPart[],
  values: Times & { readonly ids: readonly string[] },
) => Promise<ReadonlyMap<string, Present>>

/** One statement for each set of parts, prepared when it is first asked for: 127 at most. */
export function preparePresent(db: Db): ReadPresent {
  const statements = new Map<string, ReturnType<typeof prepare>>()
  return async (parts, values) => {
    const label = parts.toSorted().join('_')
    const statement = statements.get(label) ?? prepare(db, parts)
    statements.set(label, statement)
    const found = new Map<string, Present>()
    // Of rows that overlap against the rules the youngest speaks: it comes first.
    for (const row of (await statement.execute({ ...values })) as readonly Row[])
      if (!found.has(row.key)) found.set(row.key, present(row))
    return found
  }
}

interface Row extends Omit<Present, 'address'> {
  readonly key: string
  readonly address?: Omit<CurrentAddressRow, 'arrival' | 'text'> | null
  readonly arrival?: CurrentAddressRow['arrival']
  readonly text?: CurrentAddressRow['text']
}

const present = ({ address, arrival, text, ...others }: Row): Present => ({
  ...others,
  ...(address !== undefined && { address: address && { ...address, arrival: arrival!, text: text! } }),
})

// Each group of columns begins with the row's hash, which is never null: by the first one Drizzle sees that there is no row.
function prepare(db: Db, parts: readonly PresentPart[]) {
  const [wantsName, wantsAddress] = [parts.includes('name'), parts.includes('address')]
  const wantsPerson = parts.some(part => part !== 'name' && part !== 'address')
  const ofAddress = {
    address: { ...addressCodes, ...supplementary, key },
    arrival: { contentHash: address.contentHash, ...arrival },
    text: { contentHash: addressText.contentHash, ...words },
  }
  const selected = db
    .select({
      key,
      ...(wantsName && { name: { ...nameColumns, key } }),
      ...(wantsAddress && ofAddress),
      ...(wantsPerson && { person: { contentHash: person.contentHash, ...personColumns(parts) } }),
    })
    .from(asked)
    .$dynamic()
  if (wantsName) selected.leftJoin(name, and(known(name), inForce(name)))
  if (wantsAddress)
    selected.leftJoin(address, and(known(address), inForce(address))).leftJoin(addressText, worded())
  if (wantsPerson) selected.leftJoin(person, known(person))
  const order = [...(wantsName ? youngest(name) : []), ...(wantsAddress ? youngest(address) : [])]
  if (order.length > 0) selected.orderBy(...order)
  return selected.prepare(`persons_present_${parts.toSorted().join('_')}`)
}

type PresentKey = readonly [id: string, part: PresentPart]

// People of whom the same was asked go into one statement: what was refused for one is not read for them.
export function presentLoader(read: ReadPresent, times: Times) {
  return new DataLoader<PresentKey, Present | null, string>(
    async keys => {
      const parts = new Map<string, Set<PresentPart>>()
      for (const [id, part] of keys) parts.set(id, (parts.get(id) ?? new Set()).add(part))
      const groups = Map.groupBy(parts.keys(), id => [...parts.get(id)!].sort().join(' '))
      const found = new Map<string, Present>()
      for (const [wanted, ids] of groups)
        for (const [id, one] of await read(wanted.split(' ') as PresentPart[], { ids, ...times }))
          found.set(id, one)
      return keys.map(([id]) => found.get(id) ?? null)
    },
    { cacheKeyFn: ([id, part]) => `${id} ${part}` },
  )
}
