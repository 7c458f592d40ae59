// Where the graph answers each field of CPR's records of family and standing.
import type { OfficialRecord } from './official-records.ts'
import {
  code,
  type Found,
  type IdOf,
  inTime,
  lines,
  type Place,
  row,
  stands,
  text,
  when,
} from './persons-found.ts'

const civil: Readonly<Record<string, string>> = {
  ...{ U: 'UNMARRIED', G: 'MARRIED', F: 'DIVORCED', E: 'WIDOWED', P: 'REGISTERED_PARTNERSHIP', D: 'DEAD' },
}
const church: Readonly<Record<string, string>> = { F: 'MEMBER', U: 'NOT_MEMBER', A: 'NOT_MEMBER_A' }
const relations: Readonly<Record<string, string>> = {
  ...{ '0003': 'MOTHER', '0004': 'FATHER', '0005': 'OTHER_HOLDER_1', '0006': 'OTHER_HOLDER_2' },
}

const parent = (role: string, letters: string, f: OfficialRecord['fields'], id: IdOf): readonly Found[] => {
  const number = code(f[`PNR${letters}`])
  const nobody = number === null && !f[`${letters}NVN`]
  if (nobody) return []
  const unlinked = number === null
  return [
    {
      select: `parents { role person { id } name birthDate ${row} }`,
      at: when(f[`${letters}_DT`]),
      holds: {
        ...{ role, person: unlinked ? null : { id: id(number) } },
        name: unlinked ? text(f[`${letters}NVN`]) : null,
        birthDate: unlinked ? when(f[`${letters}_FOED_DT`]) : null,
        row: stands(f, [`${letters}_DT`, `${letters}_DT_UMRK`]),
      },
    },
  ]
}
const citizenship: Place = (f, _, type) => [
  {
    select: inTime('citizenship', 'previousCitizenships', 'countryCode', type === '027'),
    at: null,
    holds: {
      countryCode: f.LANDEKOD,
      row: stands(
        f,
        ['HAENSTART-STATSBORGERSKAB', 'HAENSTART_UMRK-STATSBORGERSKAB'],
        ['HAENSLUT-STATSBORGERSKAB', 'HAENSLUT_UMRK-STATSBORGERSKAB'],
      ),
    },
  },
]

const churchMembership: Place = (f, _, type) => [
  {
    select: inTime('churchMembership', 'previousChurchMemberships', 'relation', type === '028'),
    at: null,
    holds: {
      relation: church[f.FKIRK!],
      row: stands(
        f,
        ['START_DT-FOLKEKIRKE', 'START_DT_UMRK-FOLKEKIRKE'],
        ['SLUT_DT-FOLKEKIRKE', 'SLUT_DT_UMRK-FOLKEKIRKE'],
      ),
    },
  },
]

const civilStatus: Place = (f, id, type) => {
  const number = code(f.AEGTEPNR)
  return [
    {
      select: inTime(
        'civilStatus',
        'previousCivilStatuses',
        'status spouse { id } spouseName spouseBirthDate separationReference',
        type === '029',
      ),
      at: null,
      holds: {
        ...{ status: civil[f.CIVST!] ?? null, spouse: number === null ? null : { id: id(number) } },
        spouseName: number === null ? text(f.AEGTENVN) : null,
        spouseBirthDate: number === null ? when(f.AEGTEFOED_DT) : null,
        separationReference: when(f['SEP_HENVIS-CIVILSTAND']),
        row: stands(
          f,
          ['HAENSTART-CIVILSTAND', 'HAENSTART_UMRK-CIVILSTAND'],
          ['HAENSLUT-CIVILSTAND', 'HAENSLUT_UMRK-CIVILSTAND'],
        ),
      },
    },
  ]
}

const separation: Place = (f, _, type) => [
  {
    select: inTime('separation', 'previousSeparations', 'reference', type === '030'),
    at: null,
    holds: {
      reference: when(f['SEP_HENVIS-SEPARATION']),
      row: stands(
        f,
        ['START_DT-SEPARATION', 'START_DT_UMRK-SEPARATION'],
        ['SLUT_DT-SEPARATION', 'SLUT_DT_UMRK-SEPARATION'],
      ),
    },
  },
]

export const family: Readonly<Record<string, Place>> = {
  '010': citizenship,
  '011': churchMembership,
  '012': civilStatus,
  '013': separation,
  '014': (f, id) => [{ select: 'children { id }', at: null, holds: { id: id(f.CHILD!) } }],
  '015': (f, id) => [...parent('MOTHER', 'MOR', f, id), ...parent('FATHER', 'FAR', f, id)],
  '016': (f, id) => [
    {
      select: `custodyHolders { relation person { id } personSince ${row} }`,
      at: when(f['START_DT-FORÆLDREMYN']) ?? '1990-01-01',
      holds: {
        relation: relations[f['RELTYP-FORÆLDREMYN']!],
        ...(code(f.RELPNR) === null ? {} : { person: { id: id(f.RELPNR!) } }),
        personSince: when(f['START_DT-RELPNR_PNR']),
        row: stands(f, ['START_DT-FORÆLDREMYN', 'START_DT_UMRK-FORÆLDREMYN'], ['SLET_DT-FORÆLDREMYN']),
      },
    },
  ],
  '017': (f, id) => [
    {
      select: `guardianship { guardian { id } guardianName guardianLines guardianSince ${row} }`,
      at: when(f['START_DT-UMYNDIG']),
      holds: {
        ...(code(f.RELPNR) === null
          ? {
              ...{ guardian: null, guardianName: text(f.RELADRSAT_RELPNR_TXT) },
              guardianLines: lines(f, at => `RELTXT${at}`),
              guardianSince: when(f['START_DT-RELPNR_TXT']),
            }
          : { guardian: { id: id(f.RELPNR!) }, guardianSince: when(f['START_DT-RELPNR_PNR']) }),
        row: stands(f, ['START_DT-UMYNDIG', 'START_DT_UMRK-UMYNDIG'], ['SLET_DT-UMYNDIG']),
      },
    },
  ],
  '027': citizenship,
  '028': churchMembership,
  '029': civilStatus,
  '030': separation,
}
