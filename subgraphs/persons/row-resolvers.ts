// What a value's type resolves itself: how its row stands in the register, and official names that only the register knows.
import type { Resolvers } from '../subgraph.ts'
import { type RowName, writeRow } from './register-row.ts'
import type { PersonsStore } from './store.ts'
import type { Context } from './stub.ts'
import { known } from './values.ts'

interface Origin {
  readonly key: string
  readonly contentHash: string
}

const row =
  (name: RowName) =>
  async ({ key, contentHash }: Origin, _: unknown, { store }: Context) => {
    const found = await store.registerRow(name, key, contentHash)
    return found && writeRow(found, known)
  }

type Named<Code extends string, Name extends string> = Readonly<Record<Code | Name, string | null>>

/**
 * The name behind a code; of one that our own lists of today's municipalities and countries lack, as the register of
 * authorities has it (P02680): former municipalities, countries of old.
 */
const name =
  <Code extends string, Name extends string>(code: Code, of: Name) =>
  async (value: Named<Code, Name>, _: unknown, { store }: Context): Promise<string | null> =>
    value[of] ?? (value[code] ? ((await store.authority(value[code]))?.name ?? null) : null)

export const rows: Resolvers<PersonsStore> = {
  PersonalNumber: { row: row('personalNumber') },
  PersonName: { row: row('name') },
  Address: { row: row('address'), municipalityName: name('municipalityCode', 'municipalityName') },
  Arrival: { leftMunicipalityName: name('leftMunicipalityCode', 'leftMunicipalityName') },
  Protection: { row: row('protection') },
  ContactAddress: { row: row('contactAddress') },
  Emigration: {
    row: row('emigration'),
    country: name('countryCode', 'country'),
    returnCountry: name('returnCountryCode', 'returnCountry'),
  },
  Disappearance: { row: row('disappearance') },
  OrderToMove: { row: row('orderToMove') },
  BirthRegistration: {
    row: row('birthRegistration'),
    authorityName: name('authorityCode', 'authorityName'),
  },
  Citizenship: { row: row('citizenship'), country: name('countryCode', 'country') },
  ChurchMembership: { row: row('church') },
  CivilStatus: { row: row('civilStatus') },
  Separation: { row: row('separation') },
  Parent: { row: row('parent') },
  CustodyHolder: { row: row('custody') },
  Guardianship: { row: row('guardianship') },
  MunicipalCondition: { row: row('municipalCondition') },
  PersonNote: { row: row('note') },
  Election: { row: row('election') },
  RegisterEvent: {
    row: row('event'),
    key: ({ keyConstant }: { keyConstant: string | null }) => keyConstant,
  },
}
