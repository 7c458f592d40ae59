// The people of interest in the official extract, asked as of times at which their cases hold.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { importCpr } from '../subgraphs/persons/import/load.ts'
import { describeOfficial, officialExtract } from './cpr-official.ts'
import { type TestDatabase, testDatabase } from './database.ts'
import { openGraph, type PersonsGraph } from './persons-graph.ts'

describeOfficial('people of the official extract', () => {
  let database: TestDatabase
  let graph: PersonsGraph
  beforeAll(async () => {
    database = await testDatabase()
    graph = openGraph(database)
    await importCpr(database.sql('importer'), { name: 'official', bytes: officialExtract })
  })
  afterAll(() => database?.drop())

  const person = async (cpr: string, fields: string, effective?: string) => {
    const answer = await graph.ask('query ($cpr: CPR!) { person(cpr: $cpr) { '.concat(fields, ' } }'), {
      variables: { cpr },
      effective,
    })
    return answer.person as Record<string, unknown>
  }

  test.each`
    cpr             | at              | isProtected | case
    ${'2802363039'} | ${'1997-09-08'} | ${false}    | ${'before'}
    ${'2802363039'} | ${'1999-01-01'} | ${true}     | ${'inside'}
    ${'2802363039'} | ${'2001-02-20'} | ${false}    | ${'ended'}
    ${'2802363039'} | ${undefined}    | ${false}    | ${'now'}
    ${'0701614011'} | ${'2003-01-01'} | ${true}     | ${'inside'}
    ${'0709610015'} | ${'2000-01-01'} | ${true}     | ${'inside'}
    ${'0108610069'} | ${'2000-01-01'} | ${true}     | ${'by the changed number'}
    ${'0709614452'} | ${'2005-01-01'} | ${true}     | ${'inside'}
    ${'0108610018'} | ${'2005-01-01'} | ${false}    | ${'marketing only'}
  `('$cpr protected at $at: $isProtected ($case)', async ({ cpr, at, isProtected }) => {
    const answer = await person(cpr, 'nameAndAddressProtected', at && `${at}T12:00:00Z`)
    expect(answer.nameAndAddressProtected).toBe(isProtected)
  })

  test.each`
    old             | current         | case
    ${'0108610069'} | ${'0709610015'} | ${'changed'}
    ${'0708614246'} | ${'0307610078'} | ${'changed'}
    ${'0709614398'} | ${'0909610036'} | ${'changed'}
    ${'0101520013'} | ${'0107529039'} | ${'deleted'}
  `('$old leads to $current ($case): one id, the current values', async ({ old, current }) => {
    const fields = 'id cpr status previousNumbers name { full } address { houseNumber }'
    const answer = await person(old, fields)
    expect(answer).toEqual(await person(current, fields))
    expect(answer).toMatchObject({
      cpr: current,
      status: 'RESIDENT',
      previousNumbers: expect.arrayContaining([old]),
    })
  })

  test.each`
    cpr             | status           | address
    ${'0901414084'} | ${'DEAD'}        | ${null}
    ${'0708614327'} | ${'DEAD'}        | ${null}
    ${'0709614258'} | ${'EMIGRATED'}   | ${null}
    ${'1312814362'} | ${'DISAPPEARED'} | ${null}
    ${'0101005038'} | ${'RESIDENT'}    | ${{ municipalityName: 'Aalborg', lines: ['Søgade 16', 'Vodskov', '9000 Aalborg'] }}
  `('$cpr is $status', async ({ cpr, status, address }) => {
    expect(await person(cpr, 'status address { municipalityName lines }')).toEqual({ status, address })
  })

  test('a child with two custody holders, one of them not in the extract', async () => {
    const answer = await person('0101980014', 'custodyHolders { relation person { id cpr } }')
    const [first] = await database.sql('importer')`select identity.subject_id('PERSON', '0709614290') as id`
    const [second] = await database.sql('importer')`select identity.subject_id('PERSON', '0707614293') as id`
    expect(answer.custodyHolders).toEqual([
      { relation: 'OTHER_HOLDER_1', person: { id: first!.id, cpr: null } },
      { relation: 'OTHER_HOLDER_2', person: { id: second!.id, cpr: '0707614293' } },
    ])
  })

  test.each`
    cpr             | relations
    ${'3112970079'} | ${['MOTHER']}
    ${'2906980013'} | ${['MOTHER', 'FATHER']}
  `('$cpr: custody of $relations, told by the records 015', async ({ cpr, relations }) => {
    const answer = await person(
      cpr,
      'custodyHolders { relation person { id } } parents { role person { id } }',
    )
    const holders = answer.custodyHolders as { relation: string; person: { id: string } }[]
    const parents = answer.parents as { role: string; person: { id: string } }[]
    expect(holders.map(holder => holder.relation)).toEqual(relations)
    for (const { relation, person: holder } of holders)
      expect(holder).toEqual(parents.find(parent => parent.role === relation)!.person)
  })

  test.each`
    cpr             | at              | expected
    ${'0709614126'} | ${undefined}    | ${{ guardian: { cpr: '0904414131' }, guardianName: null }}
    ${'0909610028'} | ${'2005-01-01'} | ${{ guardian: null, guardianName: 'Dieter Planckhardt' }}
    ${'0909610028'} | ${undefined}    | ${null}
  `('guardianship of $cpr at $at', async ({ cpr, at, expected }) => {
    const answer = await person(
      cpr,
      'guardianship { guardian { cpr } guardianName }',
      at && `${at}T12:00:00Z`,
    )
    expect(answer.guardianship).toEqual(expected)
  })

  test('of two unmarked overlapping names one speaks, always the same', async () => {
    const names = new Set<unknown>()
    for (let time = 0; time < 3; time++) {
      const answer = await person('0709614096', 'name { full }', '1961-10-20T12:00:00Z')
      names.add((answer.name as { full: string }).full)
    }
    expect(names.size).toBe(1)
  })
})
