// A register with one invented family in two deliveries, and the graph over it.
import { importCpr } from '../subgraphs/persons/import/load.ts'
import { anna, annaBefore, bo, carl, cprFile, cprPerson, cprRecord, dorte, inPieces } from './cpr-records.ts'
import { type TestDatabase, testDatabase } from './database.ts'
import { type Asked, openGraph, type PersonsGraph } from './persons-graph.ts'

/** Named in no record 001: has an id, and is not registered. */
export const stranger = '0707901000'

export interface Family {
  readonly database: TestDatabase
  readonly graph: PersonsGraph
  /** Id by personal number. */
  readonly ids: Readonly<Record<string, string>>
  /** What `person(cpr:)` answers. */
  person(number: string, fields: string, asked?: Asked): Promise<Record<string, unknown> | null>
}

export async function openFamily(): Promise<Family> {
  const database = await testDatabase()
  const graph = openGraph(database)
  const load = (records: readonly string[], production: string) =>
    importCpr(database.sql('importer'), {
      name: 'invented',
      bytes: inPieces(cprFile(records, { production })),
    })
  await load(family('Fejl', false), '20200301')
  await load(family('Fri', true), '20200401')
  const ids: Record<string, string> = {}
  for (const number of [anna, bo, carl, dorte, stranger]) {
    const [row] = await database.sql('importer')`select identity.subject_id('PERSON', ${number}) as id`
    ids[number] = row!.id
  }
  return {
    database,
    graph,
    ids,
    async person(number, fields, asked) {
      const query = `query ($cpr: CPR!) { person(cpr: $cpr) { ${fields} } }`
      const answer = await graph.ask(query, { variables: { cpr: number }, ...asked })
      return answer.person as Record<string, unknown> | null
    },
  }
}

// First delivered on 1 March 2020, again on 1 April: meanwhile Anna's name of 2015 was corrected and she moved.
const family = (lastName: string, moved: boolean) => [
  cprPerson(anna, { STATUSHAENSTART: '198002020000' }),
  cprRecord('022', anna, {
    PNR: annaBefore,
    'START_DT-PERSON': '1980-02-02',
    'SLUT_DT-PERSON': '1985-03-03',
  }),
  cprRecord('008', anna, {
    FORNVN: 'Anna',
    MELNVN: 'Sø',
    EFTERNVN: lastName,
    NVNHAENSTART: '201501011200',
    ADRNVN: `Anna Sø ${lastName}`,
  }),
  cprRecord('026', anna, {
    FORNVN: 'Anna',
    EFTERNVN: 'Barn',
    NVNHAENSTART: '198002020000',
    NVNHAENSLUT: '200006011200',
  }),
  cprRecord('026', anna, {
    FORNVN: 'Anna',
    EFTERNVN: 'Gift',
    NVNHAENSTART: '200006011200',
    NVNHAENSLUT: '201501011200',
  }),
  cprRecord('026', anna, {
    ANNKOR: 'A',
    FORNVN: 'Fortrudt',
    NVNHAENSTART: '200006011200',
    NVNHAENSLUT: '201501011200',
  }),
  cprRecord('026', anna, {
    ANNKOR: 'K',
    FORNVN: 'Rettet',
    NVNHAENSTART: '200006011200',
    NVNHAENSLUT: '201501011200',
  }),
  moved
    ? cprRecord('002', anna, { KOMKOD: '0751', VEJKOD: '8102', HUSNR: '003', TILFLYDTO: '202003151000' })
    : cprRecord('002', anna, {
        KOMKOD: '0851',
        VEJKOD: '8513',
        HUSNR: '077A',
        ETAGE: '01',
        SIDEDOER: 'tv',
        CONVN: 'Bo Mø',
        TILFLYDTO: '201001011200',
      }),
  ...(moved
    ? [
        cprRecord('023', anna, {
          KOMKOD: '0851',
          VEJKOD: '8513',
          HUSNR: '077A',
          ETAGE: '01',
          SIDEDOER: 'tv',
          TILFLYDTO: '201001011200',
          FRAFLYDTO: '202003151000',
        }),
      ]
    : []),
  cprRecord('023', anna, {
    KOMKOD: '0303',
    VEJKOD: '0016',
    HUSNR: '001',
    TILFLYDTO: '198002020000',
    FRAFLYDTO: '201001011200',
  }),
  cprRecord('003', anna, {
    STANDARDADR: moved ? 'Nyvej 3' : 'Østervej 77A,1 tv',
    BYNVN: 'Hasseris',
    POSTNR: '9000',
    POSTDISTTXT: 'Aalborg',
    VEJADRNVN: moved ? 'Nyvej' : 'Østervej',
  }),
  cprRecord('004', anna, {
    BESKYTTYPE: '0001',
    'START_DT-BESKYTTELSE': '2018-01-01',
    'SLET_DT-BESKYTTELSE': '2019-01-01',
  }),
  cprRecord('004', anna, { BESKYTTYPE: '0003', 'START_DT-BESKYTTELSE': '2018-01-01' }),
  cprRecord('010', anna, { LANDEKOD: '5100', 'HAENSTART-STATSBORGERSKAB': '199001010000' }),
  cprRecord('012', anna, { CIVST: 'F', 'HAENSTART-CIVILSTAND': '201501011200' }),
  cprRecord('029', anna, {
    CIVST: 'G',
    AEGTEPNR: carl,
    'HAENSTART-CIVILSTAND': '200006011200',
    'HAENSLUT-CIVILSTAND': '201501011200',
  }),
  cprRecord('029', anna, {
    CIVST: 'G',
    AEGTENVN: 'Udenlandsk,Ægte',
    'HAENSTART-CIVILSTAND': '199901011200',
    'HAENSLUT-CIVILSTAND': '200006011200',
  }),
  cprRecord('014', anna, { 'PNR-BARN': bo }),
  cprPerson(bo),
  cprRecord('015', bo, { MOR_DT: '2012-05-14', PNRMOR: anna, FARNVN: 'Faderen,Fjern' }),
  cprRecord('016', bo, { 'RELTYP-FORÆLDREMYN': '0003', 'START_DT-FORÆLDREMYN': '2012-05-14' }),
  cprRecord('016', bo, {
    'RELTYP-FORÆLDREMYN': '0005',
    RELPNR: dorte,
    'START_DT-FORÆLDREMYN': '2014-01-01',
    'SLET_DT-FORÆLDREMYN': '2016-01-01',
  }),
  cprPerson(carl, { STATUS: '90', STATUSHAENSTART: '201912241200' }),
  cprRecord('017', carl, { 'START_DT-UMYNDIG': '2015-01-01', UMYN_RELTYP: '0001', RELPNR: dorte }),
  cprPerson(dorte),
  cprRecord('017', dorte, {
    'START_DT-UMYNDIG': '2015-01-01',
    UMYN_RELTYP: '0002',
    RELADRSAT_RELPNR_TXT: 'Værge Uden Nummer',
  }),
]
