// A register with a few invented businesses, and the graph over it as of any time; enforcement aside, which has its own tests.
import { buildSubgraphSchema } from '@apollo/subgraph'
import { graphql } from 'graphql'
import { afterAll, beforeAll } from 'vitest'
import type { RequestContext } from '../access/request.ts'
import { scalars } from '../schema/scalars.ts'
import { importCvr } from '../subgraphs/businesses/import/load.ts'
import { businesses } from '../subgraphs/businesses/subgraph.ts'
import {
  answer,
  attribute,
  company,
  dated,
  director,
  lines,
  relation,
  testSeries,
  unit,
} from './cvr-documents.ts'
import { type TestDatabase, testDatabase } from './database.ts'

const organisation = (
  hovedtype: string,
  navn: string,
  vaerdi: string | null,
  from = '2010-01-01',
  to: string | null = null,
) => ({
  hovedtype,
  navn,
  attributter: [
    attribute(
      vaerdi === null ? 'EJERANDEL_PROCENT' : 'FUNKTION',
      dated({ vaerdi: vaerdi ?? '1.0' }, from, to),
    ),
  ],
})
const person = { enhedsNummer: 71, forretningsnoegle: director, navn: 'Ida Test' }
const parent = {
  enhedsNummer: 72,
  enhedstype: 'VIRKSOMHED',
  forretningsnoegle: '90000002',
  navn: 'Moder A/S',
}
const stranger = { enhedsNummer: 73, navn: 'Jane Doe' }
const hidden = { enhedsNummer: 74, navn: 'Hidden Owner' }

const main = company({
  cvr: '90000001',
  reklamebeskyttet: true,
  navne: [
    dated({ navn: 'First' }, '2010-01-01', '2012-12-31'),
    dated({ navn: 'Second' }, '2013-01-01', '2014-12-31'),
    dated({ navn: 'Third' }, '2015-01-01'),
  ],
  binavne: [dated({ navn: 'Also known' })],
  beliggenhedsadresse: [
    dated({
      landekode: 'DK',
      vejkode: 45,
      vejnavn: 'Testvej',
      husnummerFra: 7,
      bogstavFra: 'B',
      etage: '1',
      sidedoer: 'tv',
      postnummer: 800,
      postdistrikt: 'Høje Taastrup',
      kommune: { kommuneKode: 169, kommuneNavn: 'Høje-Taastrup' },
    }),
  ],
  postadresse: [dated({ landekode: 'SE', fritekst: 'Box 1, Lund' })],
  hovedbranche: [dated({ branchekode: '011300', branchetekst: 'Grøntsager' })],
  bibranche1: [dated({ branchekode: '620200', branchetekst: 'IT' })],
  aarsbeskaeftigelse: [
    { aar: 2024, antalAnsatte: 3, antalAarsvaerk: 2, sidstOpdateret: '2025-04-01T00:00:00+02:00' },
    { aar: 2025, antalAnsatte: 5, antalAarsvaerk: 4, sidstOpdateret: '2026-04-01T00:00:00+02:00' },
  ],
  attributter: [
    attribute('TEGNINGSREGEL', dated({ vaerdi: 'Selskabet tegnes af en direktør alene.' })),
    attribute('FORMÅL', dated({ vaerdi: 'At prøve.' })),
  ],
  deltagerRelation: [
    relation(
      person,
      organisation('LEDELSESORGAN', 'Direktion', 'DIREKTØR', '2012-01-01'),
      organisation('LEDELSESORGAN', 'Bestyrelse', 'FORMAND', '2010-01-01', '2011-12-31'),
    ),
    relation(parent, organisation('REGISTER', 'EJERREGISTER', null, '2011-01-01')),
    relation(stranger, organisation('LEDELSESORGAN', 'Bestyrelse', 'BESTYRELSESMEDLEM', '2013-01-01')),
    relation(hidden, organisation('REGISTER', 'Reelle ejere', null)),
  ],
})
const closed = company({
  cvr: '90000003',
  livsforloeb: [dated({}, '2010-01-01', '2015-09-30')],
  deltagerRelation: [relation(person, organisation('STIFTERE', 'Stiftere', null, '2009-01-01'))],
})

const renamed = company({ cvr: '90000004', navne: [dated({ navn: 'Old' })] })
const later = '2021-06-01T08:00:00.000+02:00'
const renamedLater = company({
  cvr: '90000004',
  updated: later,
  navne: [
    dated({ navn: 'Old' }, '2010-01-01', '2018-12-31', later),
    dated({ navn: 'New' }, '2019-01-01', null, later),
  ],
})
const corrected = company({ cvr: '90000005', navne: [dated({ navn: 'Since 2015' }, '2010-01-01')] })
const correctedLater = company({
  cvr: '90000005',
  updated: later,
  navne: [dated({ navn: 'Since 2015' }, '2015-01-01', null, later)],
})

const contact = (kontaktoplysning: string, hemmelig: boolean | null) =>
  dated({ kontaktoplysning, ...(hemmelig !== null && { hemmelig }) })
const units = [
  unit({
    pNummer: 1000000001,
    of: '90000001',
    reklamebeskyttet: true,
    navne: [dated({ navn: 'Shop' }, '2010-01-01', '2012-12-31'), dated({ navn: 'Big shop' }, '2013-01-01')],
    binavne: [dated({ navn: 'The shop' }), dated({ navn: 'A shop' })],
    beliggenhedsadresse: [dated({ landekode: 'DK', vejnavn: 'Testvej', husnummerFra: 8, postnummer: 800 })],
    postadresse: [dated({ landekode: 'SE', fritekst: 'Box 2, Lund' })],
    hovedbranche: [dated({ branchekode: '471100', branchetekst: 'Supermarkeder' })],
    bibranche1: [dated({ branchekode: '561000', branchetekst: 'Restauranter' })],
    bibranche3: [dated({ branchekode: '620200', branchetekst: 'IT' })],
    aarsbeskaeftigelse: [
      { aar: 2024, antalAnsatte: 2, antalAarsvaerk: 1, sidstOpdateret: '2025-04-01T00:00:00+02:00' },
    ],
    telefonNummer: [contact('00100001', false), contact('00100002', true), contact('00100003', null)],
    elektroniskPost: [contact('shop@example.test', false)],
  }),
  // It changed hands, and closed.
  unit({
    pNummer: 1000000002,
    of: '90000001',
    livsforloeb: [dated({}, '2011-01-01', '2022-12-31')],
    virksomhedsrelation: [
      dated({ cvrNummer: 90000004 }, '2011-01-01', '2015-12-31'),
      dated({ cvrNummer: 90000001 }, '2016-01-01', '2022-12-31'),
    ],
  }),
  unit({
    pNummer: 1000000003,
    of: '90000001',
    virksomhedsrelation: [dated({ cvrNummer: 90000001 }, '2018-01-01')],
  }),
  // Its number leads to no business.
  unit({ pNummer: 1000000004, of: '12345678' }),
]

const schema = buildSubgraphSchema([
  { typeDefs: businesses.typeDefs, resolvers: { ...scalars, ...businesses.resolvers } as never },
])

interface Asked {
  readonly effective?: string
  readonly registered?: string
  readonly represented?: unknown
}

/** Loads the register for the file's tests; `queries` holds the statements of the last operation. */
export function loadedRegister() {
  let database: TestDatabase | undefined
  let open: (context: RequestContext) => unknown
  const queries: string[] = []

  beforeAll(async () => {
    database = await testDatabase()
    const importer = database.sql('importer')
    await importCvr(importer, answer([main, closed, renamed, corrected]), { testSeries })
    await importCvr(importer, answer([renamedLater, correctedLater]), { testSeries })
    await importCvr(importer, lines(units), { testSeries })
    const sql = database.sql('businesses')
    sql.options.debug = (_connection, query) => void queries.push(query)
    open = businesses.open(sql)
  })
  afterAll(() => database?.drop())

  async function ask(source: string, { effective, registered, represented = null }: Asked = {}) {
    const now = new Date()
    const asOf = {
      effective: effective ? new Date(effective) : now,
      registered: registered ? new Date(registered) : now,
      travelled: effective !== undefined || registered !== undefined,
    }
    const caller = { kind: 'SYSTEM', client: 'test', officer: null }
    const context = { request: { asOf, represented, caller, activity: null } } as unknown as RequestContext
    queries.length = 0
    const result = await graphql({ schema, source, contextValue: { ...context, store: open(context) } })
    return JSON.parse(JSON.stringify(result)) as {
      data?: Record<string, unknown>
      errors?: { message: string }[]
    }
  }

  return {
    queries,
    ask,
    /** Fields of the first business; any error fails. */
    async askMain(fields: string, asked?: Asked) {
      const { data, errors } = await ask(`{ business(cvr: "90000001") { ${fields} } }`, asked)
      if (errors !== undefined) throw new Error(errors.map(error => error.message).join())
      return data!.business as Record<string, unknown>
    },
    async idOf(kind: 'PERSON' | 'BUSINESS' | 'PRODUCTION_UNIT', number: string): Promise<string> {
      const [row] = await database!.sql('importer')`select identity.subject_id(${kind}, ${number}) as id`
      return row!.id
    },
  }
}
