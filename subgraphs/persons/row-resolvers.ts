// How the row behind each value stands in the register: the field `row` of every type of value.
import { municipalityName } from '../municipalities.ts'
import type { Resolvers } from '../subgraph.ts'
import { countryName } from './countries.ts'
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

export const rows: Resolvers<PersonsStore> = {
  PersonalNumber: { row: row('personalNumber') },
  PersonName: { row: row('name') },
  Address: { row: row('address') },
  Protection: { row: row('protection') },
  ContactAddress: { row: row('contactAddress') },
  Emigration: { row: row('emigration') },
  Disappearance: { row: row('disappearance') },
  OrderToMove: { row: row('orderToMove') },
  BirthRegistration: {
    row: row('birthRegistration'),
    authorityName: async ({ authorityCode: code }: { authorityCode: string | null }, _, { store }) =>
      code && (countryName(code) ?? municipalityName(code) ?? (await store.authority(code))?.name ?? null),
  },
  Citizenship: { row: row('citizenship') },
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
