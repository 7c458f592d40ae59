// The fields that businesses and production units have alike: each loads what it needs, so a refused field reads nothing.
import type { SubgraphContext } from '../subgraph.ts'
import { addressOf, datesOf, employmentOf, industryOf, nameOf } from './answers.ts'
import { isPublicAttribute } from './public-attributes.ts'
import { recordFields } from './record-fields.ts'
import type { Attribute, Store, ValueReaders } from './store.ts'

// The register gives these two without a period; each has a field of its own.
const markings: ReadonlySet<string> = new Set(['REKLAMEBESKYTTET', 'FEJLREGISTRERET'])

async function attributesOf(id: string, values: ValueReaders, open: boolean) {
  const rows: readonly Attribute[] = await values.attributes(id)
  return rows
    .filter(({ type }) => !markings.has(type) && isPublicAttribute(type) === open)
    .map(row => ({ ...row, ...datesOf(row) }))
}

async function employmentIn(id: string, values: ValueReaders, year: number, spans: readonly string[]) {
  const rows = await values.employmentWithin(id, year)
  return rows.filter(({ span }) => spans.includes(span)).map(employmentOf)
}

async function contactOf(id: string, values: ValueReaders, secret: boolean) {
  return (await values.contact(id, secret)).map(row => ({ ...row, ...datesOf(row) }))
}

/** `readers`: those of a business, or of a unit. */
export function valueFields(readers: (store: Store) => ValueReaders) {
  const field =
    <Arguments>(read: (id: string, values: ValueReaders, given: Arguments) => unknown) =>
    ({ id }: { id: string }, given: Arguments, { store }: SubgraphContext<Store>) =>
      read(id, readers(store), given)
  return {
    ...recordFields(readers),
    name: field(async (id, values) => (await values.name(id))?.name),
    names: field(async (id, values) => (await values.names(id)).map(nameOf)),
    previousNames: field(async (id, values) => (await values.previousNames(id)).map(nameOf)),
    secondaryNames: field(async (id, values) => (await values.secondaryNames(id)).map(({ name }) => name)),
    address: field(async (id, values) => addressOf(await values.address(id, 'LOCATION'))),
    postalAddress: field(async (id, values) => addressOf(await values.address(id, 'POSTAL'))),
    startDate: field(async (id, values) => (await values.life(id))?.from),
    endDate: field(async (id, values) => {
      const life = await values.life(id)
      return life?.ended ? life.to : null
    }),
    lifeCycle: field(async (id, values) => (await values.lifeCycle(id)).map(datesOf)),
    mainIndustry: field(async (id, values) => industryOf(await values.industry(id))),
    secondaryIndustries: field(async (id, values) => (await values.secondaryIndustries(id)).map(industryOf)),
    attributes: field((id, values) => attributesOf(id, values, true)),
    otherAttributes: field((id, values) => attributesOf(id, values, false)),
    advertisingProtected: field(async (id, values) => {
      const marked = await values.attribute(id, 'REKLAMEBESKYTTET')
      return marked === null ? null : marked === 'true'
    }),
    registeredInError: field(
      async (id, values) => (await values.attribute(id, 'FEJLREGISTRERET')) === 'true',
    ),
    contact: field((id, values) => contactOf(id, values, false)),
    secretContact: field((id, values) => contactOf(id, values, true)),
    employment: field<{ year: number }>(async (id, values, { year }) => {
      const found = await values.employment(id, year)
      return found && employmentOf(found)
    }),
    quarterlyEmployment: field<{ year: number }>((id, values, { year }) =>
      employmentIn(id, values, year, ['QUARTER']),
    ),
    monthlyEmployment: field<{ year: number }>((id, values, { year }) =>
      employmentIn(id, values, year, ['MONTH', 'ERST_MONTH']),
    ),
  }
}
