// The participants of an invented business as CVR's JSON writes them (deltagerRelation), in the privileged copy.
import type { Business, ParticipantRole } from './businesses.ts'
import { roles } from './company-entry.ts'
import { addressFields, attribute, dated, instant, type Json, period } from './cvr-values.ts'
import type { Day } from './day.ts'
import { fullName, type Person } from './persons.ts'

/** Whom participants are looked up among, and the day. */
export interface Registers {
  readonly people: readonly Person[]
  readonly businesses: readonly Business[]
  readonly today: Day
}

/** CVR's own number of a unit: each kind has a series of its own. */
export function unitNumber(
  kind: 'business' | 'unit' | 'organisation' | 'person' | 'outsider',
  index: number,
): number {
  const series = { business: 0, unit: 5_000, organisation: 10_000, person: 50_000, outsider: 90_000 }
  return 4_900_000_000 + series[kind] + index
}

/** One relation for each participant, with all of its roles. */
export function relations(of: Business, registers: Registers): readonly Json[] {
  const own = registers.businesses.indexOf(of)
  const byParticipant = Map.groupBy(of.participants, role => role.person ?? role.company ?? role.outsider)
  return [...byParticipant.values()].map((held, place) => ({
    deltager: participant(held[0]!, own * 100 + place, registers),
    kontorsteder: [],
    organisationer: organisations(held, of, registers),
  }))
}

function participant(role: ParticipantRole, unlinked: number, registers: Registers): Json {
  if (role.person) return personUnit(role.person, registers)
  if (role.company) return businessUnit(role.company, registers)
  return unit(registers, {
    enhedsNummer: unitNumber('outsider', unlinked),
    enhedstype: 'PERSON',
    forretningsnoegle: null,
    navne: [undatedName(role.outsider ?? '')],
  })
}

// The personal number stands in copies for authorities only; as text, for a JSON number would lose its zero in front.
function personUnit(key: string, registers: Registers): Json {
  const index = registers.people.findIndex(person => person.key === key)
  const person = registers.people[index]
  if (!person) throw new Error(`No person "${key}" in the sample; sample/companies.ts names them.`)
  const hidden = isProtected(person, registers.today)
  const home = person.homes.find(({ to }) => !to)
  return unit(registers, {
    enhedsNummer: unitNumber('person', index),
    enhedstype: 'PERSON',
    forretningsnoegle: person.number,
    navne: [undatedName(fullName(person.name))],
    adresseHemmelig: hidden,
    adresseHemmeligUndtagelse: false,
    adresseOpdateringOphoert: !home,
    beliggenhedsadresse: hidden || !home ? [] : [dated(addressFields(home.address), { from: home.from })],
  })
}

function businessUnit(key: string, registers: Registers): Json {
  const index = registers.businesses.findIndex(business => business.key === key)
  const business = registers.businesses[index]
  if (!business) throw new Error(`No business "${key}" in the sample; sample/companies.ts names them.`)
  return unit(registers, {
    enhedsNummer: unitNumber('business', index),
    enhedstype: 'VIRKSOMHED',
    forretningsnoegle: Number(business.cvr),
    navne: business.names.map(name => dated({ navn: name.value }, name)),
    beliggenhedsadresse: business.addresses.map(address => dated(addressFields(address.value), address)),
  })
}

function unit(registers: Registers, own: Json): Json {
  return {
    organisationstype: null,
    sidstIndlaest: instant(registers.today),
    sidstOpdateret: null,
    adresseHemmelig: null,
    adresseHemmeligUndtagelse: null,
    adresseOpdateringOphoert: null,
    beliggenhedsadresse: [],
    postadresse: [],
    ...own,
  }
}

function undatedName(name: string): Json {
  return { navn: name, ...period({}), sidstOpdateret: null }
}

/** CVR hides the address of a person whose name and address are protected (CPR act § 28, CVR act § 18). */
function isProtected(person: Person, today: Day): boolean {
  return person.protections.some(
    ({ type, from, to }) => type === '0001' && from <= today && (!to || today < to),
  )
}

function organisations(
  held: readonly ParticipantRole[],
  of: Business,
  registers: Registers,
): readonly Json[] {
  const own = registers.businesses.indexOf(of)
  const kinds = Object.values(roles).map(([type, name]) => `${type} ${name}`)
  const byOrganisation = Map.groupBy(held, ({ role }) => `${roles[role][0]} ${roles[role][1]}`)
  return [...byOrganisation].map(([kind, members]) => {
    const [type, name] = roles[members[0]!.role]
    const days = { from: of.started, to: of.ended }
    return {
      enhedsNummerOrganisation: unitNumber('organisation', own * 20 + kinds.indexOf(kind)),
      hovedtype: type,
      organisationsNavn: [dated({ navn: name }, days)],
      attributter: [attribute('FUNKTION', 'string', [{ value: name, ...days }])],
      medlemsData: members.map(member => ({ attributter: memberAttributes(member) })),
    }
  })
}

function memberAttributes({ role, share, from, to }: ParticipantRole): readonly Json[] {
  const [type, name, memberFunction] = roles[role]
  const lasting = (value: string) => [{ value, from, to }]
  const attributes = memberFunction ? [attribute('FUNKTION', 'string', lasting(memberFunction))] : []
  if (type === 'LEDELSESORGAN' && name === 'Bestyrelse') {
    attributes.push(attribute('VALGFORM', 'string', lasting('generalforsamling')))
  }
  if (share) {
    attributes.push(
      attribute('EJERANDEL_MEDDELELSE_DATO', 'date', lasting(from)),
      attribute('EJERANDEL_PROCENT', 'decimal', lasting(share)),
      attribute('EJERANDEL_STEMMERET_PROCENT', 'decimal', lasting(share)),
    )
  }
  return attributes
}
