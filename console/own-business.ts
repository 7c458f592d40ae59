// What CVR knows about a business, for who acts for it: the fields asked for, and their rows.
import { listed, type OwnGroup, type Reader, row, together } from './own-rows.ts'
import { day } from './texts.ts'

type Nullable<Value> = { readonly [Key in keyof Value]: Value[Key] | null }
type Place = Nullable<{ street: string; houseNumber: string; postalCode: string; postalDistrict: string }>
type Named = Nullable<{ name: string }>

// Under names of their own: a person's fields of the same name have other types.
export type OwnBusiness = { readonly __typename: 'Business' } & Nullable<{
  businessName: string
  earlierNames: readonly Named[]
  secondaryNames: readonly string[]
  cvr: string
  businessStatus: string
  form: Nullable<{ longName: string }>
  startDate: string
  endDate: string
  businessAddress: Place
  postalAddress: Place
  contact: readonly Nullable<{ value: string }>[]
  purpose: string
  mainIndustry: Nullable<{ text: string }>
  secondaryIndustries: readonly Nullable<{ text: string }>[]
  productionUnits: Nullable<{ nodes: readonly Named[] }>
  signingRule: string
  participants: Nullable<{ nodes: readonly Named[] }>
}>

const place = '{ street houseNumber postalCode postalDistrict }'
export const ofBusiness = `businessName: name earlierNames: previousNames { name } secondaryNames cvr
  businessStatus: status form { longName } startDate endDate businessAddress: address ${place}
  postalAddress ${place} contact { value } purpose mainIndustry { text } secondaryIndustries { text }
  productionUnits(first: 50) { nodes { name } } signingRule participants(first: 50) { nodes { name } }`

const linesOf = (address: Place | null) =>
  address && [
    together(address.street, address.houseNumber),
    together(address.postalCode, address.postalDistrict),
  ]

const names = (of: readonly Named[] | null | undefined) => of?.map(({ name }) => name)

export function businessGroups(business: OwnBusiness, { texts, language }: Reader): readonly OwnGroup[] {
  const { own, data } = texts
  const { businessStatus: status } = business
  const several = (label: string, field: string, items: Parameters<typeof listed>[0]) =>
    row(label, field, listed(items))
  const group = (title: string, rows: OwnGroup['rows']): OwnGroup => ({ title, source: 'CVR', rows })
  return [
    group(own.groups.business, [
      row(data.name, 'businessName', business.businessName),
      several(own.secondaryNames, 'secondaryNames', business.secondaryNames),
      several(own.names, 'earlierNames', names(business.earlierNames)),
      row('CVR', 'cvr', business.cvr),
      row(data.status, 'businessStatus', status && (own.businessStatuses.get(status) ?? status)),
      row(own.form, 'form', business.form?.longName),
      row(own.begun, 'startDate', day(language, business.startDate)),
      row(own.ended, 'endDate', day(language, business.endDate)),
    ]),
    group(own.groups.place, [
      several(data.address, 'businessAddress', linesOf(business.businessAddress)),
      several(own.postalAddress, 'postalAddress', linesOf(business.postalAddress)),
      several(
        own.contact,
        'contact',
        business.contact?.map(({ value }) => value),
      ),
    ]),
    group(own.groups.activity, [
      row(own.purpose, 'purpose', business.purpose),
      row(own.industry, 'mainIndustry', business.mainIndustry?.text),
      several(
        own.industries,
        'secondaryIndustries',
        business.secondaryIndustries?.map(({ text }) => text),
      ),
      several(own.units, 'productionUnits', names(business.productionUnits?.nodes)),
    ]),
    group(own.groups.people, [
      row(own.signingRule, 'signingRule', business.signingRule),
      several(own.participants, 'participants', names(business.participants?.nodes)),
    ]),
  ]
}
