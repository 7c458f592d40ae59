// Participants' own documents: of whom they are, what a public copy adds to a privileged one, and what is told of them.
import { describe, expect, test } from 'vitest'
import { importCvr } from '../subgraphs/businesses/import/load.ts'
import { openBusinesses } from './businesses-graph.ts'
import { chair, company, dated, director, lines, relation, testSeries } from './cvr-documents.ts'
import { emptyRegister } from './cvr-register.ts'

const register = emptyRegister()
const written = '2020-03-01T12:00:00.000+01:00'
const later = '2021-06-01T08:00:00.000+02:00'
const home = { landekode: 'DK', vejnavn: 'Hjemmevej', husnummerFra: 9 }

const person = (members: object = {}, updated = written) => ({
  Vrdeltagerperson: {
    ...{ enhedsNummer: 71, enhedstype: 'PERSON', forretningsnoegle: director, stilling: 'Direktør' },
    ...{ sidstIndlaest: updated, sidstOpdateret: updated, navne: [dated({ navn: 'Ida Test' })] },
    beliggenhedsadresse: [dated(home)],
    ...members,
  },
})
const firm = company({
  cvr: '90000001',
  deltagerRelation: [relation({ enhedsNummer: 71, forretningsnoegle: director }, chair)],
})

const fields = '{ unitNumber position names { name } addresses { kind address { street } } }'
async function records() {
  const read = openBusinesses({ sql: register.sql } as never)
  const id = await register.idOf('PERSON', director)
  const { _entities: entities, business } = (await read(`{
    _entities(representations: [{ __typename: "Person", id: "${id}" }]) { ... on Person { participantRecords ${fields} } }
    business(cvr: "90000001") { participantRecord(unitNumber: "71") ${fields} } }`)) as {
    _entities: { participantRecords: unknown[] }[]
    business: { participantRecord: unknown }
  }
  return { person: entities[0]!.participantRecords, business: business.participantRecord }
}
const answered = {
  ...{ unitNumber: '71', position: 'Direktør', names: [{ name: 'Ida Test' }] },
  addresses: [{ kind: 'LOCATION', address: { street: 'Hjemmevej' } }],
}

describe('a participant’s own document', () => {
  test('is answered of the person and of the business, and again changes nothing', async () => {
    const first = await register.load(lines([firm, person()]))
    expect(first).toMatchObject({ documents: 2, businesses: 1, others: 1, quarantined: [], findings: [] })
    expect(await records()).toEqual({ person: [answered], business: answered })
    const before = await register.contents()
    expect(await register.load(lines([firm, person()]))).toMatchObject({ rows: { inserted: 0, closed: 0 } })
    expect(await register.contents()).toEqual(before)
  })

  test('without a number keeps the person that a privileged copy gave', async () => {
    await register.load(lines([firm, person()]))
    await register.load(lines([person({ forretningsnoegle: null, stilling: 'Formand' }, later)]))
    expect(await records()).toMatchObject({ person: [{ ...answered, position: 'Formand' }] })
  })

  test.each`
    what                           | members                                                | addresses
    ${'marked open'}               | ${{ adresseHemmelig: false, forretningsnoegle: null }} | ${answered.addresses}
    ${'secret'}                    | ${{ adresseHemmelig: true, forretningsnoegle: null }}  | ${[]}
    ${'not marked, and no number'} | ${{ forretningsnoegle: null }}                         | ${[]}
  `('with an address that is $what', async ({ members, addresses }) => {
    const unlinked = relation({ enhedsNummer: 71 }, chair)
    await register.load(lines([company({ cvr: '90000001', deltagerRelation: [unlinked] }), person(members)]))
    expect(await records()).toMatchObject({ person: [], business: { addresses } })
  })

  test('that changes is told of the person', async () => {
    await register.load(lines([firm, person()]))
    await register.admin()`truncate changes.change, changes.pending`
    await register.load(lines([person({ stilling: 'Formand' }, later)]))
    const rows = await register.admin()`select subject_id, coordinate from changes.change`
    expect(rows).toEqual([
      { subject_id: await register.idOf('PERSON', director), coordinate: 'Person.participantRecords' },
    ])
  })

  test('of a wrong shape is quarantined, and repeats no value', async () => {
    const { quarantined } = await register.load(lines([person({ navne: [dated({ navn: null })] })]))
    expect(quarantined).toEqual([{ line: 1, document: 0, path: 'navne[0].navn', reason: 'missing' }])
  })

  test('of nobody of this business is not given by it', async () => {
    await importCvr(register.sql('importer'), lines([company({ cvr: '90000001' }), person()]), { testSeries })
    expect((await records()).business).toBeNull()
  })
})
