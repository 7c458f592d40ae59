// What CPR and CVR know about a person, for that person or who acts for them: the fields asked for, and their rows.
import { listed, type OwnGroup, type Reader, row } from './own-rows.ts'
import { day, type Texts } from './texts.ts'

type Own = Texts['own']
type Nullable<Value> = { readonly [Key in keyof Value]: Value[Key] | null }
type Place = Nullable<{ lines: readonly string[]; municipalityName: string; effectiveTo: string }>

export type OwnPerson = { readonly __typename: 'Person' } & Nullable<{
  name: Nullable<{ full: string }>
  previousNames: readonly Nullable<{ full: string; effectiveTo: string }>[]
  cpr: string
  birthDate: string
  sex: keyof Own['sexes']
  personStatus: keyof Own['statuses']
  citizenship: Nullable<{ country: string }>
  nameAndAddressProtected: boolean
  address: Nullable<{ lines: readonly string[]; effectiveFrom: string }>
  previousAddresses: readonly Place[]
  contactAddress: Nullable<{ lines: readonly string[] }>
  emigration: Nullable<{ country: string }>
  civilStatus: Nullable<{ status: keyof Own['civil']; spouseName: string; effectiveFrom: string }>
  children: readonly { readonly id: string }[]
  parents: readonly Nullable<{ role: keyof Own['relations']; name: string }>[]
  custodyHolders: readonly Nullable<{ relation: keyof Own['relations'] }>[]
  custodyOf: readonly { readonly id: string }[]
  guardianship: Nullable<{ guardianName: string; from: string }>
  churchMembership: Nullable<{ relation: keyof Own['church'] }>
  occupation: string
  municipalConditions: readonly Nullable<{ type: string; code: string; remark: string }>[]
  notes: readonly Nullable<{ text: string }>[]
  businessRoles: Nullable<{
    nodes: readonly Nullable<{ role: keyof Own['roles']; business: Nullable<{ name: string }> }>[]
  }>
}>

// Names of children, parents and holders in CPR are not asked for: each refusal would stand in their access log.
export const ofPerson = `name { full } previousNames { full effectiveTo } cpr birthDate sex personStatus: status
  citizenship { country } nameAndAddressProtected address { lines effectiveFrom }
  previousAddresses { lines municipalityName effectiveTo } contactAddress { lines } emigration { country }
  civilStatus { status spouseName effectiveFrom } children { id } parents { role name }
  custodyHolders { relation } custodyOf { id } guardianship { guardianName from }
  churchMembership { relation } occupation municipalConditions { type code remark } notes { text }
  businessRoles(first: 50) { nodes { role business { name } } }`

export function personGroups(person: OwnPerson, reader: Reader): readonly OwnGroup[] {
  const { texts } = reader
  const { own, data } = texts
  const cpr = texts.cprRegister
  const roles = person.businessRoles?.nodes?.map(
    ({ role, business }) => `${role ? own.roles[role] : own.roles.OTHER}, ${business?.name ?? texts.unnamed}`,
  )
  return [
    { title: own.groups.person, source: cpr, rows: identity(person, reader) },
    { title: own.groups.home, source: cpr, rows: home(person, reader) },
    { title: own.groups.family, source: cpr, rows: family(person, reader) },
    { title: own.groups.other, source: cpr, rows: other(person, reader) },
    {
      title: own.groups.roles,
      source: 'CVR',
      rows: [row(data.roles, 'businessRoles', listed(roles))],
    },
  ]
}

const until = (what: string, when: string | null, { texts, language }: Reader): string =>
  when && what ? texts.own.before(what, day(language, when)) : what
const since = (what: string, when: string | null, { texts, language }: Reader): string =>
  when && what ? texts.own.since(what, day(language, when)) : what

function identity(person: OwnPerson, reader: Reader) {
  const { texts, language } = reader
  const { own, data } = texts
  const names = person.previousNames?.map(({ full, effectiveTo }) => until(full ?? '', effectiveTo, reader))
  const { nameAndAddressProtected: hidden } = person
  return [
    row(data.name, 'name', person.name?.full),
    row(own.names, 'previousNames', listed(names)),
    row(data.cpr, 'cpr', person.cpr),
    row(data.birthDate, 'birthDate', day(language, person.birthDate)),
    row(own.sex, 'sex', person.sex && own.sexes[person.sex]),
    row(data.status, 'personStatus', person.personStatus && own.statuses[person.personStatus]),
    row(data.citizenship, 'citizenship', person.citizenship?.country),
    row(
      data.protected,
      'nameAndAddressProtected',
      hidden === null ? null : hidden ? texts.isProtected : texts.isNotProtected,
    ),
  ]
}

function home(person: OwnPerson, reader: Reader) {
  const { texts } = reader
  const { own, data } = texts
  const lines = person.address?.lines ?? []
  const place = ({ lines: of, municipalityName, effectiveTo }: Place) =>
    until(of?.length ? of.join(', ') : (municipalityName ?? ''), effectiveTo, reader)
  return [
    row(data.address, 'address', listed(lines)),
    row(own.addresses, 'previousAddresses', listed(person.previousAddresses?.map(place))),
    row(own.contactAddress, 'contactAddress', listed(person.contactAddress?.lines)),
    row(own.abroad, 'emigration', person.emigration?.country),
  ]
}

function family(person: OwnPerson, reader: Reader) {
  const { texts } = reader
  const { own, data } = texts
  const children = (of: readonly unknown[] | null) => (of?.length ? own.childCount(of.length) : null)
  const seen = children(person.custodyOf)
  const civil = person.civilStatus
  const status = civil?.status ? since(own.civil[civil.status], civil.effectiveFrom, reader) : null
  const parents = person.parents?.map(
    ({ role, name }) => `${role ? own.relations[role] : ''}: ${name ?? own.inRegister}`,
  )
  const holders = person.custodyHolders?.map(({ relation }) => relation && own.relations[relation])
  const { guardianship } = person
  const guardian =
    guardianship && since(guardianship.guardianName ?? own.inRegister, guardianship.from, reader)
  return [
    row(data.civilStatus, 'civilStatus', listed([status, civil?.spouseName])),
    row(data.children, 'children', children(person.children)),
    row(own.parents, 'parents', listed(parents)),
    row(own.custodyHolders, 'custodyHolders', listed(holders)),
    row(data.custody, 'custodyOf', seen && own.childrenSeen(seen)),
    row(data.guardianship, 'guardianship', guardian),
  ]
}

function other(person: OwnPerson, { texts }: Reader) {
  const { own, data } = texts
  const remarks = person.municipalConditions?.map(({ type, code, remark }) => remark ?? `${type} ${code}`)
  const church = person.churchMembership?.relation
  return [
    row(data.church, 'churchMembership', church && own.church[church]),
    row(data.occupation, 'occupation', person.occupation),
    row(own.municipal, 'municipalConditions', listed(remarks)),
    row(own.notes, 'notes', listed(person.notes?.map(({ text }) => text))),
  ]
}
