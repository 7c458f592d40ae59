// Where the graph answers each field of each CPR record.
import type { OfficialRecord } from './official-records.ts'
import { family } from './persons-conformance-family.ts'
import { code, inTime, lines, type Place, plain, row, stands, text, when } from './persons-found.ts'

const marks: Readonly<Record<string, string>> = {
  '+': 'ABBREVIATED',
  '*': 'CHARACTERS_MISSING',
  '=': 'UNDOCUMENTED',
}
const statuses: Readonly<Record<string, string>> = {
  ...{ '01': 'RESIDENT', '03': 'RESIDENT_SPECIAL_ROAD_CODE', '05': 'RESIDENT_GREENLAND' },
  ...{ '50': 'DELETED', '60': 'CHANGED', '70': 'DISAPPEARED', '80': 'EMIGRATED', '90': 'DEAD' },
}
const protections: Readonly<Record<string, string>> = {
  ...{ '0001': 'NAME_AND_ADDRESS', '0002': 'LOCAL_DIRECTORY', '0003': 'MARKETING', '0004': 'RESEARCH' },
}
const nameFields = 'firstNames middleName lastName addressingName firstNamesMark middleNameMark lastNameMark'
const addressCodes = 'municipalityCode streetCode houseNumber floor door buildingNumber careOf'
const abroad = 'countryCode lines returnCountryCode'

const name: Place = (f, _, type) => [
  {
    select: inTime('name', 'previousNames', nameFields, type === '026'),
    at: type === '026' ? null : when(f.NVNHAENSTART),
    holds: {
      ...{ firstNames: text(f.FORNVN), middleName: text(f.MELNVN), lastName: text(f.EFTERNVN) },
      addressingName: text(f.ADRNVN),
      ...{ firstNamesMark: marks[f.FORNVN_MRK!] ?? null, middleNameMark: marks[f.MELNVN_MRK!] ?? null },
      lastNameMark: marks[f.EFTERNVN_MRK!] ?? null,
      row: stands(f, ['NVNHAENSTART', 'HAENSTART_UMRK-NAVNE'], ['NVNHAENSLUT', 'HAENSLUT_UMRK-NAVNE']),
    },
  },
]

const codes = (f: OfficialRecord['fields']) => ({
  ...{ municipalityCode: f.KOMKOD, streetCode: f.VEJKOD, careOf: text(f.CONVN) },
  ...{ houseNumber: plain(f.HUSNR), floor: plain(f.ETAGE)?.toLowerCase() ?? null },
  ...{ door: plain(f.SIDEDOER)?.toLowerCase() ?? null, buildingNumber: plain(f.BNR) },
})

const emigration: Place = (f, _, type) => [
  {
    select: inTime('emigration', 'previousEmigrations', abroad, type === '024'),
    at: null,
    holds: {
      ...{ countryCode: code(f.UDR_LANDEKOD), returnCountryCode: code(f.INDR_LANDEKOD) },
      lines: lines(f, at => `UDLANDADR${at}`),
      row: stands(f, ['UDRDTO', 'UDRDTO_UMRK'], ['INDRDTO', 'INDRDTO_UMRK']),
    },
  },
]

/** For each record type: where its fields are answered. */
export const places: Readonly<Record<string, Place>> = {
  '001': f => [
    {
      select: `status statusSince statusSinceUncertain birthDate birthDateUncertain sex occupation`,
      at: null,
      holds: {
        ...{ status: statuses[f.STATUS!], statusSinceUncertain: f.STATUSDTO_UMRK === '*' },
        ...{ birthDateUncertain: f.FOED_DT_UMRK === '*', sex: f.KOEN === 'M' ? 'MALE' : 'FEMALE' },
        occupation: text(f.STILLING),
      },
    },
    {
      select: `personalNumbers { number current ${row} }`,
      at: null,
      holds: {
        number: f.PNR,
        row: stands(
          f,
          ['START_DT-PERSON', 'START_DT_UMRK-PERSON'],
          ['SLUT_DT-PERSON', 'SLUT_DT_UMRK-PERSON'],
        ),
      },
    },
  ],
  '002': f => [
    {
      select: `address { ${addressCodes} supplementaryLines supplementaryFrom supplementaryUntil arrival { atUncertain leftMunicipalityCode leftAtUncertain homeAuthorityCode } ${row} }`,
      at: when(f.TILFLYDTO),
      holds: {
        ...codes(f),
        supplementaryLines: lines(f, at => `ADR${at}-SUPLADR`),
        ...{ supplementaryFrom: text(f['START_DT-ADRTXT']), supplementaryUntil: text(f['SLET_DT-ADRTXT']) },
        arrival: {
          atUncertain: f.TILFLYKOMDT_UMRK === '*',
          leftMunicipalityCode: code(f.FRAFLYKOMKOD),
          leftAtUncertain: f.FRAFLYKOMDT_UMRK === '*',
          homeAuthorityCode: code(f['START_MYNKOD-ADRTXT']),
        },
        row: stands(f, ['TILFLYDTO', 'TILFLYDT_UMRK']),
      },
    },
  ],
  '003': f => {
    // Of the present address alone; without one the register gives the name only.
    if (!f.STANDARDADR) return []
    const postal = code(f.POSTNR)
    return [
      {
        select:
          'address { street locality townName postalCode postalDistrict careOf municipalityCode streetCode }',
        at: null,
        holds: {
          ...{ street: text(f.VEJADRNVN), locality: text(f.LOKALITET), townName: text(f.BYNVN) },
          ...{ postalCode: postal, postalDistrict: text(f.POSTDISTTXT), careOf: text(f.CONVN) },
          ...{ municipalityCode: f.KOMKOD, streetCode: f.VEJKOD },
        },
      },
    ]
  },
  '004': f => [
    {
      select: `protections { kind from until ${row} }`,
      at: when(f['START_DT-BESKYTTELSE']),
      holds: {
        kind: protections[f.BESKYTTYPE!],
        row: stands(f, ['START_DT-BESKYTTELSE'], ['SLET_DT-BESKYTTELSE']),
      },
    },
  ],
  '005': emigration,
  '006': f => [
    {
      select: `contactAddress { lines ${row} }`,
      at: when(f['START_DT-ADRTXT']),
      holds: {
        lines: lines(f, at => `ADR${at}-KONTAKTADR`),
        row: stands(f, ['START_DT-ADRTXT'], ['SLET_DT-ADRTXT']),
      },
    },
  ],
  '007': f => [
    {
      select: `disappearance { ${row} }`,
      at: null,
      holds: { row: stands(f, ['FORSVINddTO', 'FORSVINDDTO_UMRK']) },
    },
  ],
  '008': name,
  '009': f => [
    {
      select: `birthRegistration { authorityCode text ${row} }`,
      at: null,
      holds: { authorityCode: code(f['START_MYNKOD-FØDESTED']), text: text(f['MYNTXT-FØDESTED']) },
    },
  ],
  '018': f => [
    {
      select: `municipalConditions { type code remark ${row} }`,
      at: null,
      holds: {
        ...{ type: f.KOMFORHTYP, code: text(f.KOMFORHKOD), remark: text(f['BEMAERK-KOMMUNALE-FORHOLD']) },
        row: stands(f, ['START_DT-KOMMUNALE-FORHOLD', 'START_DT_UMRK-KOMMUNALE-FORHOL']),
      },
    },
  ],
  '019': f => [
    {
      select: `notes { number text ${row} }`,
      at: when(f['START_DT-NOTAT']),
      holds: {
        ...{ number: f.NOTATNR, text: text(f.NOTATLINIE) },
        row: stands(f, ['START_DT-NOTAT'], ['SLET_DT-NOTAT']),
      },
    },
  ],
  '020': f => [
    {
      select: `election { code votingDate ${row} }`,
      at: when(f['START_DT-VALGOPLYSNINGER']),
      holds: {
        ...{ code: f.VALGKODE, votingDate: when(f.VALGRET_DT) },
        row: stands(f, ['START_DT-VALGOPLYSNINGER'], ['SLET_DT-VALGOPLYSNINGER']),
      },
    },
  ],
  '021': f => [
    {
      select: `orderToMove { text ${row} }`,
      at: null,
      holds: { text: text(f.FLYTTEPAABUD), row: stands(f, ['START_DT-FLYTTEPAABUD']) },
    },
  ],
  '022': f => [
    {
      select: `personalNumbers { number current ${row} }`,
      at: null,
      holds: {
        ...{ number: f.PNR, current: false },
        row: stands(
          f,
          ['START_DT-PERSON', 'START_DT_UMRK-PERSON'],
          ['SLUT_DT-PERSON', 'SLUT_DT_UMRK-PERSON'],
        ),
      },
    },
  ],
  '023': f => [
    {
      select: `previousAddresses(corrected: true) { ${addressCodes} ${row} }`,
      at: null,
      holds: {
        ...codes(f),
        row: stands(f, ['TILFLYDTO', 'TILFLYDT_UMRK'], ['FRAFLYDTO', 'FRAFLYDTO_UMRK']),
      },
    },
  ],
  '024': emigration,
  '025': f => [
    {
      select: `previousDisappearances(corrected: true) { ${row} }`,
      at: null,
      holds: { row: stands(f, ['FORSVINDDTO', 'FORSVINDDTO_UMRK'], ['GENFINDDTO', 'GENFINDDTO_UMRK']) },
    },
  ],
  '026': name,
  '099': f => [
    {
      select: `events { code derivedFrom at key }`,
      at: null,
      holds: {
        ...{ code: text(f.HAENDELSE), derivedFrom: text(f.AFLEDTMRK), key: text(f.NGLKONST) },
      },
    },
  ],
  ...family,
}
