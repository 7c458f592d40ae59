// The fields that businesses and production units have alike: each loads what it needs, so a refused field reads nothing.
import type { SubgraphContext } from '../subgraph.ts'
import type { Address, Store, ValueReaders } from './store.ts'

const addressOf = (address: Address | null) =>
  address && {
    ...address,
    houseNumber: address.houseFrom === null ? null : `${address.houseFrom}${address.letterFrom ?? ''}`,
  }

/** `readers`: those of a business, or of a unit. */
export function valueFields(readers: (store: Store) => ValueReaders) {
  const field =
    <Arguments>(read: (id: string, values: ValueReaders, given: Arguments) => unknown) =>
    ({ id }: { id: string }, given: Arguments, { store }: SubgraphContext<Store>) =>
      read(id, readers(store), given)
  return {
    name: field(async (id, values) => (await values.name(id))?.name),
    previousNames: field(async (id, values) =>
      (await values.previousNames(id)).map(({ name, from, to }) => ({
        name,
        effectiveFrom: from,
        effectiveTo: to,
      })),
    ),
    secondaryNames: field(async (id, values) => (await values.secondaryNames(id)).map(({ name }) => name)),
    address: field(async (id, values) => addressOf(await values.address(id, 'LOCATION'))),
    postalAddress: field(async (id, values) => addressOf(await values.address(id, 'POSTAL'))),
    startDate: field(async (id, values) => (await values.life(id))?.from),
    endDate: field(async (id, values) => {
      const life = await values.life(id)
      return life?.ended ? life.to : null
    }),
    mainIndustry: field((id, values) => values.industry(id)),
    secondaryIndustries: field((id, values) => values.secondaryIndustries(id)),
    advertisingProtected: field(async (id, values) => {
      const marked = await values.attribute(id, 'REKLAMEBESKYTTET')
      return marked === null ? null : marked === 'true'
    }),
    contact: field((id, values) => values.contact(id, false)),
    secretContact: field((id, values) => values.contact(id, true)),
    employment: field<{ year: number }>((id, values, { year }) => values.employment(id, year)),
  }
}
