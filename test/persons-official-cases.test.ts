// Every person of interest in the official extract (its protections, and those whom persons-official.test.ts does not name).
import { afterAll, beforeAll, expect, test } from 'vitest'
import { importCpr } from '../subgraphs/persons/import/load.ts'
import { describeOfficial, officialExtract } from './cpr-official.ts'
import { type TestDatabase, testDatabase } from './database.ts'
import { openGraph, type PersonsGraph } from './persons-graph.ts'

describeOfficial('cases of the official extract', () => {
  let database: TestDatabase
  let graph: PersonsGraph
  beforeAll(async () => {
    database = await testDatabase()
    graph = openGraph(database)
    await importCpr(database.sql('importer'), { name: 'official', bytes: officialExtract })
  })
  afterAll(() => database?.drop())

  const person = async (cpr: string, fields: string, day?: string) => {
    const answer = await graph.ask(`query ($cpr: CPR!) { person(cpr: $cpr) { ${fields} } }`, {
      variables: { cpr },
      effective: day && `${day}T12:00:00Z`,
    })
    return answer.person as Record<string, unknown>
  }

  test.each`
    cpr             | first           | last            | over
    ${'2802363039'} | ${'1997-09-09'} | ${'2001-02-19'} | ${'2001-02-20'}
    ${'0107529039'} | ${'1998-01-01'} | ${'1998-06-29'} | ${'1998-06-30'}
    ${'0701614011'} | ${'2001-11-02'} | ${'2004-11-01'} | ${'2004-11-02'}
    ${'0702614147'} | ${'1998-02-28'} | ${'2001-02-27'} | ${'2001-02-28'}
    ${'0708614335'} | ${'2001-11-12'} | ${'2003-11-11'} | ${'2003-11-12'}
    ${'0708614866'} | ${'1997-12-31'} | ${'2001-10-31'} | ${'2001-11-01'}
    ${'0709610015'} | ${'1961-08-01'} | ${'2002-10-21'} | ${'2002-10-22'}
    ${'0709614118'} | ${'2001-11-02'} | ${'2003-11-01'} | ${'2003-11-02'}
    ${'0709614452'} | ${'1997-12-31'} | ${'2010-12-30'} | ${'2010-12-31'}
  `('name and address of $cpr are protected from $first to $last', async ({ cpr, first, last, over }) => {
    const answers = []
    for (const day of [first, last, over, undefined])
      answers.push(await person(cpr, 'nameAndAddressProtected', day))
    expect(answers.map(answer => answer.nameAndAddressProtected)).toEqual([true, true, false, false])
  })

  test.each`
    cpr             | kinds
    ${'3112420028'} | ${['LOCAL_DIRECTORY', 'MARKETING', 'RESEARCH']}
    ${'0701614011'} | ${['LOCAL_DIRECTORY', 'MARKETING', 'RESEARCH']}
    ${'0709614118'} | ${['LOCAL_DIRECTORY', 'MARKETING', 'RESEARCH']}
    ${'0108610018'} | ${['MARKETING']}
  `('other protections of $cpr still run: $kinds', async ({ cpr, kinds }) => {
    const { protections } = await person(cpr, 'protections { kind until }')
    const running = protections as { kind: string; until: string }[]
    expect(running.map(({ kind }) => kind).sort()).toEqual(kinds)
    for (const { until } of running) expect(until).toMatch(/^2101-/)
  })

  test.each`
    cpr             | country   | first                    | lines
    ${'0708614335'} | ${'5180'} | ${'Berlinerstrasse 102'} | ${5}
    ${'0709614258'} | ${'5180'} | ${'Pflamenstrasse 22'}   | ${5}
    ${'0709614738'} | ${'5120'} | ${'Grantoften 4'}        | ${5}
  `('$cpr has emigrated, and lives abroad', async ({ cpr, country, first, lines }) => {
    const answer = await person(cpr, 'status emigration { countryCode lines effectiveTo }')
    expect(answer.status).toBe('EMIGRATED')
    const emigration = answer.emigration as { countryCode: string; lines: string[]; effectiveTo: unknown }
    expect(emigration).toMatchObject({ countryCode: country, effectiveTo: null })
    expect([emigration.lines[0], emigration.lines.length]).toEqual([first, lines])
  })

  test('of one who has emigrated a contact address, while it held', async () => {
    const { contactAddress } = await person('0709614738', 'contactAddress { lines until }', '2003-01-01')
    expect(contactAddress).toEqual({
      until: '2005-07-15',
      lines: expect.arrayContaining([expect.stringMatching(/^Kontaktadresse Linje 5/)]),
    })
    expect(await person('0709614738', 'contactAddress { lines }')).toEqual({ contactAddress: null })
  })

  test.each`
    cpr             | from            | inside          | over
    ${'0708614335'} | ${'1999-02-01'} | ${'2000-01-01'} | ${'2001-03-11'}
    ${'0709614258'} | ${'2001-01-01'} | ${'2002-01-01'} | ${'2003-01-02'}
    ${'0709614738'} | ${'1997-09-09'} | ${'1998-01-01'} | ${'1999-09-10'}
  `('election information of $cpr', async ({ cpr, from, inside, over }) => {
    const held = await person(cpr, 'election { code from }', inside)
    expect(held.election).toEqual({ code: '0001', from })
    expect(await person(cpr, 'election { code }', over)).toEqual({ election: null })
  })

  test.each`
    cpr             | field                                              | day             | expected
    ${'1312814362'} | ${'disappearance { effectiveFrom }'}               | ${undefined}    | ${{ effectiveFrom: '1997-09-09T13:41:00.000Z' }}
    ${'1307610015'} | ${'orderToMove { text from }'}                     | ${undefined}    | ${{ text: 'Flytte inden 2005', from: '2000-12-31' }}
    ${'2802363039'} | ${'municipalConditions { type code from remark }'} | ${undefined}    | ${[{ type: '3', code: 'N', from: '2000-06-30', remark: 'Tekst til komforh3/pension' }]}
    ${'3112000010'} | ${'notes { number until }'}                        | ${'2001-01-01'} | ${[{ number: '02', until: '2003-01-01' }]}
    ${'3112000010'} | ${'notes { number }'}                              | ${undefined}    | ${[]}
    ${'0707614293'} | ${'notes { number until }'}                        | ${'2001-01-01'} | ${[{ number: '13', until: '2003-01-01' }]}
    ${'0101980014'} | ${'status'}                                        | ${undefined}    | ${'DEAD'}
  `('$field of $cpr', async ({ cpr, field, day, expected }) => {
    expect(Object.values(await person(cpr, field, day))).toEqual([expected])
  })
})
