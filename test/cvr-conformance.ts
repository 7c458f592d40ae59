// Where the graph answers each value of a document of the business register, written from the register model.
import { participantPlaces } from './cvr-conformance-participants.ts'
import {
  addressHolds,
  addressSelection,
  dated,
  dates,
  type Get,
  instant,
  type Place,
  text,
} from './cvr-found.ts'

const contact = (kind: string): Place => ({
  select: () => `contact { kind value ${dates} } secretContact { kind value ${dates} }`,
  from: ({ contact: open, secretContact: secret }) => [
    ...(open as object[]).map(one => ({ ...one, hemmelig: false })),
    ...(secret as object[]).map(one => ({ ...one, hemmelig: true })),
  ],
  holds: get => ({ kind, value: get('kontaktoplysning'), hemmelig: get('hemmelig'), ...dated(get) }),
})

const industry = (field: string): Place => ({
  select: () => `${field} { code text codeSystem ${dates} }`,
  holds: get => {
    const period = dated(get)
    const from = String(period.effectiveFrom)
    const codeSystem = from < '2008' ? null : from < '2025' ? 'DB07' : 'DB25'
    return { code: get('branchekode'), text: get('branchetekst'), codeSystem, ...period }
  },
})

const figures = `span year quarter month employees fullTimeEquivalents includingOwners employeesInterval
  fullTimeEquivalentsInterval includingOwnersInterval registeredFrom`
const employed = (get: Get, prefix = '') => ({
  ...{ year: get(`${prefix}aar`), quarter: get(`${prefix}kvartal`), month: get(`${prefix}maaned`) },
  employees: get(`${prefix}antalAnsatte`),
  fullTimeEquivalents: get(`${prefix}antalAarsvaerk`),
  includingOwners: get(`${prefix}antalInklusivEjere`),
  employeesInterval: get(`${prefix}intervalKodeAntalAnsatte`),
  fullTimeEquivalentsInterval: get(`${prefix}intervalKodeAntalAarsvaerk`),
  includingOwnersInterval: get(`${prefix}intervalKodeAntalInklusivEjere`),
  registeredFrom: instant(get(`${prefix}sidstOpdateret`)),
})
const employment = (field: string, span: string): Place => ({
  select: get => `${field}(year: ${get('aar')}) { ${figures} }`,
  holds: get => ({ span, ...employed(get) }),
})

const restructuring = (field: 'mergers' | 'splits', side: 'incoming' | 'outgoing'): Place => ({
  select: () => `${field} { ${side} { type sequence valueType value ${dates} } }`,
  from: found => (found[field] as Record<string, object[]>[]).flatMap(one => one[side]!),
  holds: get => ({
    ...{ type: get('^.type'), sequence: get('^.sekvensnr'), valueType: get('^.vaerditype') },
    ...{ value: get('vaerdi'), ...dated(get) },
  }),
})
const restructurings = (member: string, field: 'mergers' | 'splits'): Record<string, Place> => ({
  [`${member}[]`]: {
    select: () => `${field} { unitNumber }`,
    holds: get => ({ unitNumber: text(get('enhedsNummerOrganisation')) }),
  },
  [`${member}[].organisationsNavn[]`]: {
    select: () => `${field} { names { name ${dates} } }`,
    from: found => (found[field] as { names: object[] }[]).flatMap(({ names }) => names),
    holds: get => ({ name: get('navn'), ...dated(get) }),
  },
  [`${member}[].indgaaende[].vaerdier[]`]: restructuring(field, 'incoming'),
  [`${member}[].udgaaende[].vaerdier[]`]: restructuring(field, 'outgoing'),
})

const credit = (get: Get, prefix = '') => ({
  ...{ code: get(`${prefix}statuskode`), text: get(`${prefix}statustekst`) },
  creditCode: get(`${prefix}kreditoplysningkode`),
  creditText: get(`${prefix}kreditoplysningtekst`),
})
const form = (get: Get, prefix = '') => ({
  ...{ code: get(`${prefix}virksomhedsformkode`), shortName: get(`${prefix}kortBeskrivelse`) },
  longName: get(`${prefix}langBeskrivelse`),
  dataSupplier: get(`${prefix}ansvarligDataleverandoer`),
})
const formFields = `code shortName longName dataSupplier ${dates}`
const creditFields = `code text creditCode creditText ${dates}`

/** What stands in the register's summary, `virksomhedMetadata` or `produktionsEnhedMetadata`. */
const summary = (root: string): Record<string, Place> => {
  const part = (member: string, select: string, holds: Place['holds']): Record<string, Place> => ({
    [`${root}.${member}`]: {
      select: () => `summary { ${select} }`,
      from: ({ summary: found }) => Object.values(found as object).flat(),
      holds,
    },
  })
  const newest = (member: string): Record<string, Place> => ({
    [`${root}.${member}`]: {
      select: () => `latestEmployment { ${figures} }`,
      holds: get => employed(get),
    },
  })
  const industries = 'industries { code text }'
  const coded: Place['holds'] = get => ({ code: get('branchekode'), text: get('branchetekst') })
  return {
    [root]: {
      select: () => 'summary { compositeStatus foundedOn effectiveOn unitCount cvr }',
      holds: get => ({
        ...{ compositeStatus: get('sammensatStatus'), foundedOn: get('stiftelsesDato') },
        ...{ effectiveOn: get('virkningsDato'), unitCount: get('antalPenheder') },
        cvr: text(get('nyesteCvrNummerRelation')),
      }),
    },
    [`${root}.nyesteNavn`]: {
      select: () => 'summary { name }',
      holds: get => ({ name: get('navn') }),
    },
    [`${root}.nyesteBinavne[]`]: {
      select: () => 'summary { secondaryNames }',
      from: found => (found.summary as { secondaryNames: string[] }).secondaryNames,
      holds: get => get('navn'),
    },
    ...part('nyesteVirksomhedsform', `form { ${formFields} }`, get => ({ ...form(get), ...dated(get) })),
    ...part('nyesteStatus', `status { ${creditFields} }`, get => ({ ...credit(get), ...dated(get) })),
    ...part('nyesteBeliggenhedsadresse', `address { ${addressSelection} }`, addressHolds),
    ...part('nyesteHovedbranche', industries, coded),
    ...part('nyesteBibranche1', industries, coded),
    ...newest('nyesteAarsbeskaeftigelse'),
    ...newest('nyesteKvartalsbeskaeftigelse'),
    ...newest('nyesteMaanedsbeskaeftigelse'),
    [`${root}.nyesteKontaktoplysninger[]`]: {
      select: () => 'latestContact',
      holds: get => get(''),
    },
  }
}

const attributes: Place = {
  select: () =>
    ['attributes', 'otherAttributes']
      .map(field => `${field} { type sequence valueType value ${dates} }`)
      .join(' '),
  holds: get => ({
    ...{ type: get('^.type'), sequence: get('^.sekvensnr'), valueType: get('^.vaerditype') },
    ...{ value: get('vaerdi'), ...dated(get) },
  }),
}

const entry = `advertisingProtected registeredInError registration { unitNumber updatedAt documentMadeAt
  industryResponsibility sharedId dataAccess actor loadError loadErrorText nextFutureDate }`
const entryHolds = (get: Get) => ({
  ...{ advertisingProtected: get('reklamebeskyttet'), registeredInError: get('fejlRegistreret') ?? false },
  registration: {
    ...{ unitNumber: text(get('enhedsNummer')), updatedAt: instant(get('sidstOpdateret')) },
    documentMadeAt: instant(get('sidstIndlaest')),
    ...{ industryResponsibility: get('brancheAnsvarskode'), sharedId: text(get('samtId')) },
    ...{ dataAccess: text(get('dataAdgang')), actor: get('virkningsAktoer') },
    ...{ loadError: get('fejlVedIndlaesning'), loadErrorText: get('fejlBeskrivelse') },
    nextFutureDate: get('naermesteFremtidigeDato'),
  },
})

const names: Place = {
  select: () => `names { name secondary ${dates} }`,
  holds: get => ({ name: get('navn'), secondary: false, ...dated(get) }),
}

/** What companies and units have alike. */
const alike: Record<string, Place> = {
  'navne[]': names,
  'binavne[]': { ...names, holds: get => ({ name: get('navn'), secondary: true, ...dated(get) }) },
  'beliggenhedsadresse[]': { select: () => `address { ${addressSelection} }`, holds: addressHolds },
  'postadresse[]': { select: () => `postalAddress { ${addressSelection} }`, holds: addressHolds },
  'telefonNummer[]': contact('PHONE'),
  'sekundaertTelefonNummer[]': contact('SECOND_PHONE'),
  'telefaxNummer[]': contact('FAX'),
  'sekundaertTelefaxNummer[]': contact('SECOND_FAX'),
  'elektroniskPost[]': contact('EMAIL'),
  'hjemmeside[]': contact('WEBSITE'),
  'obligatoriskEmail[]': contact('MANDATORY_EMAIL'),
  'livsforloeb[]': { select: () => `lifeCycle { ${dates} }`, holds: dated },
  'hovedbranche[]': industry('mainIndustry'),
  'bibranche1[]': industry('secondaryIndustries'),
  'bibranche2[]': industry('secondaryIndustries'),
  'bibranche3[]': industry('secondaryIndustries'),
  'aarsbeskaeftigelse[]': employment('employment', 'YEAR'),
  'kvartalsbeskaeftigelse[]': employment('quarterlyEmployment', 'QUARTER'),
  'maanedsbeskaeftigelse[]': employment('monthlyEmployment', 'MONTH'),
  'erstMaanedsbeskaeftigelse[]': employment('monthlyEmployment', 'ERST_MONTH'),
  'attributter[].vaerdier[]': attributes,
}

export const ofCompanies: Readonly<Record<string, Place>> = {
  ...alike,
  '': {
    select: () => `cvr ${entry}`,
    whole: true,
    holds: get => ({ cvr: text(get('cvrNummer')), ...entryHolds(get) }),
  },
  ...summary('virksomhedMetadata'),
  'regNummer[]': {
    select: () => `registrationNumbers { number ${dates} }`,
    holds: get => ({ number: get('regnummer'), ...dated(get) }),
  },
  'penheder[]': {
    select: () => `unitNumbers { pNumber ${dates} }`,
    holds: get => ({ pNumber: text(get('pNummer')), ...dated(get) }),
  },
  'status[]': {
    select: () => `creditStatus { ${creditFields} }`,
    holds: get => ({ ...credit(get), ...dated(get) }),
  },
  'virksomhedsstatus[]': {
    select: () => `statuses { text ${dates} }`,
    holds: get => ({ text: get('status'), ...dated(get) }),
  },
  'virksomhedsform[]': {
    select: () => `form { ${formFields} }`,
    holds: get => ({ ...form(get), ...dated(get) }),
  },
  ...restructurings('fusioner', 'mergers'),
  ...restructurings('spaltninger', 'splits'),
  ...participantPlaces,
}

export const ofUnits: Readonly<Record<string, Place>> = {
  ...alike,
  '': {
    select: () => `pNumber ${entry}`,
    whole: true,
    holds: get => ({ pNumber: text(get('pNummer')), ...entryHolds(get) }),
  },
  ...summary('produktionsEnhedMetadata'),
  'virksomhedsrelation[]': {
    select: () => 'business { cvr }',
    holds: get => ({ cvr: text(get('cvrNummer')) }),
  },
}

const record = (kind: string): Place => ({
  select: () => `addresses { kind address { ${addressSelection} } }`,
  holds: get => ({ kind, address: addressHolds(get) }),
})

/** Of participants' own documents. */
export const ofPersons: Readonly<Record<string, Place>> = {
  '': {
    select: () =>
      'unitNumber position statusCode addressSecret addressSecretException addressUpdateEnded registeredFrom',
    whole: true,
    holds: get => ({
      ...{ unitNumber: text(get('enhedsNummer')), position: get('stilling'), statusCode: get('statusKode') },
      ...{ addressSecret: get('adresseHemmelig'), addressUpdateEnded: get('adresseOpdateringOphoert') },
      addressSecretException: get('adresseHemmeligUndtagelse'),
      registeredFrom: instant(get('sidstOpdateret')),
    }),
  },
  'navne[]': names,
  'beliggenhedsadresse[]': record('LOCATION'),
  'postadresse[]': record('POSTAL'),
  'forretningsadresse[]': record('BUSINESS'),
}
