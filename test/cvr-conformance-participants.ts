// Where the graph answers what a company's document says of its participants.
import {
  addressHolds,
  addressSelection,
  dated,
  dates,
  type Get,
  type Place,
  text,
  type Value,
} from './cvr-found.ts'

interface Role {
  readonly [field: string]: unknown
}
interface Participant {
  readonly unitNumber: string
  readonly roles?: readonly Role[]
  readonly [field: string]: unknown
}

/** Asked of both lists: those in public registers, and those in others. */
const both = (selection: string) =>
  ['participants', 'undisclosedParticipants']
    .map(field => `${field}(first: 100) { nodes { unitNumber ${selection} } }`)
    .join(' ')
const participantsIn = (found: Record<string, unknown>): readonly Participant[] =>
  ['participants', 'undisclosedParticipants'].flatMap(
    field => (found[field] as { nodes: readonly Participant[] }).nodes,
  )

const roleFields = `organisationType organisationName organisationUnitNumber organisationNamedFrom organisationNamedTo
  function electionForm ownershipShare votingShare attributes { type value } from until registeredFrom`
const rolesIn = (found: Record<string, unknown>) =>
  participantsIn(found).flatMap(({ unitNumber, roles }) => roles!.map(role => ({ unitNumber, ...role })))

const columns: Readonly<Record<string, string>> = {
  FUNKTION: 'function',
  VALGFORM: 'electionForm',
  EJERANDEL_PROCENT: 'ownershipShare',
  EJERANDEL_STEMMERET_PROCENT: 'votingShare',
}

/** A role holds the value by its type; it begins and ends with the values of its member. */
function roleHolds(get: Get): Value {
  const [type, value] = [String(get('^.type')), get('vaerdi')]
  const column = columns[type]
  const own = column ? { [column]: value } : { attributes: [{ type, value }] }
  return { ...own, from: get('periode.gyldigFra'), until: get('periode.gyldigTil') }
}

export const participantPlaces: Readonly<Record<string, Place>> = {
  'deltagerRelation[].deltager': {
    select: () => both('unitType organisationType addressSecret addressSecretException addressUpdateEnded'),
    from: participantsIn,
    holds: get => ({
      unitNumber: text(get('enhedsNummer')),
      unitType: get('enhedstype'),
      organisationType: get('organisationstype'),
      addressSecret: get('adresseHemmelig'),
      addressSecretException: get('adresseHemmeligUndtagelse'),
      addressUpdateEnded: get('adresseOpdateringOphoert'),
    }),
  },
  'deltagerRelation[].deltager.navne[]': {
    select: () => both(`name publishedName { name ${dates} }`),
    from: participantsIn,
    holds: get => {
      const name = get('navn')
      return { name, publishedName: { name, ...dated(get) } }
    },
  },
  ...Object.fromEntries(
    Object.entries({
      beliggenhedsadresse: 'LOCATION',
      postadresse: 'POSTAL',
      forretningsadresse: 'BUSINESS',
    }).map(([member, kind]): [string, Place] => [
      `deltagerRelation[].deltager.${member}[]`,
      {
        select: () => `participantAddresses { kind participantUnitNumber address { ${addressSelection} } }`,
        holds: get => ({ kind, address: addressHolds(get) }),
      },
    ]),
  ),
  'deltagerRelation[].organisationer[]': {
    select: () => both(`roles { ${roleFields} }`),
    from: rolesIn,
    holds: get => ({
      organisationType: get('hovedtype'),
      organisationUnitNumber: text(get('enhedsNummerOrganisation')),
    }),
  },
  'deltagerRelation[].organisationer[].organisationsNavn[]': {
    select: () => both(`roles { ${roleFields} }`),
    from: rolesIn,
    holds: get => ({
      organisationName: get('navn'),
      organisationNamedFrom: get('periode.gyldigFra'),
      organisationNamedTo: get('periode.gyldigTil'),
    }),
  },
  'deltagerRelation[].organisationer[].medlemsData[].attributter[].vaerdier[]': {
    select: () => both(`roles { ${roleFields} }`),
    from: rolesIn,
    holds: roleHolds,
  },
  'deltagerRelation[].kontorsteder[].penhed': {
    select: () => 'offices { participantUnitNumber pNumber unitNumber }',
    holds: get => ({ pNumber: text(get('pNummer')), unitNumber: text(get('enhedsNummer')) }),
  },
  'deltagerRelation[].kontorsteder[].penhed.navne[]': {
    select: () => `offices { names { name ${dates} } }`,
    from: found => (found.offices as { names: object[] }[]).flatMap(({ names }) => names),
    holds: get => ({ name: get('navn'), ...dated(get) }),
  },
  'deltagerRelation[].kontorsteder[].attributter[].vaerdier[]': {
    select: () => `offices { attributes { type sequence valueType value ${dates} } }`,
    from: found => (found.offices as { attributes: object[] }[]).flatMap(({ attributes }) => attributes),
    holds: get => ({
      ...{ type: get('^.type'), sequence: get('^.sekvensnr'), valueType: get('^.vaerditype') },
      ...{ value: get('vaerdi'), ...dated(get) },
    }),
  },
}
