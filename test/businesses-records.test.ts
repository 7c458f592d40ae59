// What the register says besides the values of lists and decisions: who may be told of it by which field.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { codeSystem } from '../subgraphs/businesses/answers.ts'
import { importCvr } from '../subgraphs/businesses/import/load.ts'
import { openBusinesses } from './businesses-graph.ts'
import { attribute, company, dated, director, lines, relation, testSeries } from './cvr-documents.ts'
import { type TestDatabase, testDatabase } from './database.ts'

const home = { landekode: 'DK', vejnavn: 'Hjemmevej', husnummerFra: 9 }
const owner = {
  hovedtype: 'REGISTER',
  navn: 'EJERREGISTER',
  attributter: [attribute('EJERANDEL_PROCENT', dated({ vaerdi: '0.5' }))],
}
const beneficial = {
  hovedtype: 'REGISTER',
  navn: 'Reelle ejere',
  attributter: [attribute('FUNKTION', dated({ vaerdi: 'Reel ejer' }))],
}
const unknownRegister = {
  hovedtype: 'REGISTER',
  navn: 'Nyt register',
  attributter: [attribute('FUNKTION', dated({ vaerdi: 'x' }))],
}

/** A relation whose participant lives somewhere, marked or not. */
function living(unit: Parameters<typeof relation>[0], more: object, ...organisations: (typeof owner)[]) {
  const whole = relation(unit, ...organisations)
  return { ...whole, deltager: { ...whole.deltager, beliggenhedsadresse: [dated(home)], ...more } }
}

const document = company({
  cvr: '90000001',
  attributter: [
    attribute('KAPITAL', dated({ vaerdi: '40000' })),
    attribute('NY_TYPE', dated({ vaerdi: 'ny' })),
  ],
  deltagerRelation: [
    living(
      { enhedsNummer: 71, forretningsnoegle: director },
      { adresseHemmelig: false, ukendt: `kendt som ${director}` },
      owner,
      beneficial,
    ),
    living({ enhedsNummer: 72 }, { adresseHemmelig: true }, owner),
    living({ enhedsNummer: 73 }, { nyAdresse: { postadresse: [home], tal: 5 } }, unknownRegister),
  ],
  nyListe: [{ vaerdi: 'a', periode: { gyldigFra: '2015-01-01', gyldigTil: '2019-12-31' } }],
})

let database: TestDatabase
let ask: (fields: string, effective?: string) => Promise<Record<string, unknown>>
beforeAll(async () => {
  database = await testDatabase()
  await importCvr(database.sql('importer'), lines([document]), { testSeries })
  const open = openBusinesses(database)
  ask = async (fields, effective) => {
    const { business } = await open(`{ business(cvr: "90000001") { ${fields} } }`, { effective })
    return business as Record<string, unknown>
  }
})
afterAll(() => database?.drop())

describe('participants', () => {
  const roles = '{ totalCount nodes { unitNumber roles { role ownershipShare } } }'
  test('of public registers and of others are told apart', async () => {
    const found = await ask(`participants ${roles} undisclosedParticipants ${roles}`)
    // Those who came on the same day are in no order of ours.
    for (const list of Object.values(found) as { nodes: { unitNumber: string }[] }[])
      list.nodes.sort((left, right) => Number(left.unitNumber) - Number(right.unitNumber))
    expect(found).toEqual({
      participants: {
        totalCount: 2,
        nodes: ['71', '72'].map(unitNumber => ({
          unitNumber,
          roles: [{ role: 'OWNER', ownershipShare: '0.5' }],
        })),
      },
      undisclosedParticipants: {
        totalCount: 2,
        nodes: [
          { unitNumber: '71', roles: [{ role: 'BENEFICIAL_OWNER', ownershipShare: null }] },
          { unitNumber: '73', roles: [{ role: 'OTHER', ownershipShare: null }] },
        ],
      },
    })
  })

  test('have an address only where the register marks it as open', async () => {
    const { participantAddresses } = await ask(
      'participantAddresses { participantUnitNumber address { street } }',
    )
    expect(participantAddresses).toEqual([
      { participantUnitNumber: '71', address: { street: 'Hjemmevej' } },
      { participantUnitNumber: '72', address: null },
      { participantUnitNumber: '73', address: null },
    ])
  })
})

test('attributes of a type that is not known are not among the open ones', async () => {
  expect(await ask('attributes { type value } otherAttributes { type value }')).toEqual({
    attributes: [{ type: 'KAPITAL', value: '40000' }],
    otherAttributes: [{ type: 'NY_TYPE', value: 'ny' }],
  })
})

describe('what nobody here knows', () => {
  const fields = 'otherElements { path value effectiveFrom effectiveTo }'
  test('is answered with its place, without personal numbers and addresses', async () => {
    const { otherElements } = await ask(fields)
    expect(otherElements).toEqual([
      {
        path: 'deltagerRelation[0].deltager.ukendt',
        value: 'kendt som **********',
        effectiveFrom: null,
        effectiveTo: null,
      },
      {
        path: 'deltagerRelation[2].deltager.nyAdresse',
        value: '{"tal":5,"postadresse":null}',
        effectiveFrom: null,
        effectiveTo: null,
      },
    ])
  })

  test('has the period that stands in it', async () => {
    const { otherElements } = await ask(fields, '2016-01-01T12:00:00Z')
    expect((otherElements as object[]).at(-1)).toEqual({
      path: 'nyListe[0]',
      value: '{"vaerdi":"a","periode":{"gyldigFra":"2015-01-01","gyldigTil":"2019-12-31"}}',
      effectiveFrom: '2015-01-01',
      effectiveTo: '2019-12-31',
    })
  })
})

test.each`
  from            | system
  ${'2007-12-31'} | ${null}
  ${'2008-01-01'} | ${'DB07'}
  ${'2024-12-31'} | ${'DB07'}
  ${'2025-01-01'} | ${'DB25'}
  ${null}         | ${null}
`('an industry in force from $from is of $system', ({ from, system }) => {
  expect(codeSystem(from)).toBe(system)
})
