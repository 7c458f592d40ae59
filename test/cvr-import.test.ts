// The import of the business register: a file whole or not at all, once, and what it replaces over time.
import { describe, expect, test } from 'vitest'
import { importCvr } from '../subgraphs/businesses/import/load.ts'
import { answer, company, dated, file, lines, testSeries } from './cvr-documents.ts'
import { emptyRegister } from './cvr-register.ts'

const register = emptyRegister()

const numbers = (from: number, count: number) =>
  Array.from({ length: count }, (_, index) => String(90_000_000 + from + index))

describe('a file', () => {
  const companies = numbers(1, 3).map(cvr => company({ cvr }))

  test('is accounted for, and again changes nothing', async () => {
    const progress: number[] = []
    const first = await importCvr(register.sql('importer'), answer(companies), {
      testSeries,
      onProgress: ({ documents }) => progress.push(documents),
    })
    expect(progress).toEqual([3])
    expect(first).toEqual({
      file: 'answer.json',
      documents: 3,
      businesses: 3,
      units: 0,
      others: 0,
      inserted: 3,
      changed: 0,
      unchanged: 0,
      rows: { inserted: 15, closed: 0, unchanged: 0 },
      quarantined: [],
      findings: [],
      flagged: 0,
      // Of ids that the load gave nobody has known the standing.
      raised: 0,
    })
    const before = await register.contents()
    const again = await register.load(answer(companies))
    expect(again).toMatchObject({ inserted: 0, changed: 0, unchanged: 3, raised: 0 })
    expect(again.rows).toEqual({ inserted: 0, closed: 0, unchanged: 15 })
    expect(await register.contents()).toEqual(before)
  })

  test('says the same in both forms', async () => {
    await register.load(answer(companies))
    expect(await register.load(lines(companies))).toMatchObject({
      unchanged: 3,
      rows: { inserted: 0, closed: 0 },
    })
  })

  test('of several batches that ends badly leaves nothing', async () => {
    const before = await register.contents()
    const text = numbers(1, 250)
      .map(cvr => JSON.stringify(company({ cvr })))
      .join('\n')
    await expect(register.load(file(text.slice(0, -9), 'cut.ndjson'))).rejects.toThrow(
      'cut.ndjson, line 250: is not JSON or cut off; nothing of the file is loaded.',
    )
    expect(await register.contents()).toEqual(before)
    expect(await register.load(file(text, 'whole.ndjson'))).toMatchObject({ inserted: 250 })
  })

  test.each`
    what                          | second                                                                | message
    ${'one unit twice'}           | ${company({ cvr: '90000001' })}                                       | ${/line 2, document 1: the file holds this unit twice/}
    ${'one number of two units'}  | ${company({ cvr: '90000001', enhedsNummer: 4_099_999_999 })}          | ${/line 2, document 1: the file holds this unit twice/}
    ${'a document that is older'} | ${company({ cvr: '90000009', updated: '2019-01-01T00:00:00+01:00' })} | ${/line 2, document 1: the register already holds a later document/}
  `('with $what is refused, and nothing of it loaded', async ({ second, message }) => {
    await register.load(answer([company({ cvr: '90000009' })]))
    const before = await register.contents()
    const refused = register.load(lines([company({ cvr: '90000001' }), second]))
    await expect(refused).rejects.toThrow(message)
    await expect(refused).rejects.not.toThrow(/9000000/)
    expect(await register.contents()).toEqual(before)
  })
})

test.each`
  what                      | members                                                      | path                              | reason
  ${'a wrong number'}       | ${{ cvrNummer: 47458715 }}                                   | ${'cvrNummer'}                    | ${'not a business number (check digit), and in no test series of the settings'}
  ${'no number'}            | ${{ cvrNummer: null }}                                       | ${'cvrNummer'}                    | ${'missing'}
  ${'no unit'}              | ${{ enhedsNummer: null }}                                    | ${'enhedsNummer'}                 | ${'missing'}
  ${'a name without name'}  | ${{ navne: [dated({ navn: null })] }}                        | ${'navne[0].navn'}                | ${'missing'}
  ${'a date that is none'}  | ${{ navne: [dated({ navn: 'X' }, '2019-02-30')] }}           | ${'navne[0].periode.gyldigFra'}   | ${'a date is expected'}
  ${'a list that is none'}  | ${{ livsforloeb: {} }}                                       | ${'livsforloeb'}                  | ${'a list is expected'}
  ${'a control character'}  | ${{ navne: [dated({ navn: 'A\u0000B' })] }}                  | ${'navne[0].navn'}                | ${'a control character'}
  ${'a nameless attribute'} | ${{ attributter: [{ vaerdier: [dated({ vaerdi: 'x' })] }] }} | ${'attributter[0].type'}          | ${'missing'}
  ${'a relation of nobody'} | ${{ deltagerRelation: [{}] }}                                | ${'deltagerRelation[0].deltager'} | ${'missing'}
`('a company with $what is quarantined, the others are loaded', async ({ members, path, reason }) => {
  const accounting = await register.load(
    lines([company({ cvr: '90000001', ...members }), company({ cvr: '90000002' })]),
  )
  expect(accounting).toMatchObject({
    documents: 2,
    businesses: 1,
    quarantined: [{ line: 1, document: 0, path, reason }],
  })
  expect(await register.admin()`select line, index, path, reason from businesses.quarantine`).toEqual([
    { line: 1, index: 0, path, reason },
  ])
  expect(await register.admin()`select cvr from businesses.business`).toEqual([{ cvr: '90000002' }])
})

describe('registered time', () => {
  const later = '2021-06-01T08:00:00.000+02:00'
  const latest = '2022-06-01T08:00:00.000+02:00'
  const named = (updated: string, ...names: readonly object[]) =>
    answer([company({ cvr: '90000001', updated, navne: names })])
  const readNames = () => register.admin()`
    select name, effective_to_text as until, registered_from, registered_to from businesses.name order by registered_from, effective_to`
  const forever = new Date(8.64e15)

  test('ends where the value that replaces a row begins', async () => {
    await register.load(named('2020-03-01T12:00:00.000+01:00', dated({ navn: 'Old' })))
    await register.load(
      named(
        latest,
        dated({ navn: 'Old' }, '2010-01-01', '2021-05-31', later),
        dated({ navn: 'New' }, '2021-06-01', null, later),
      ),
    )
    expect(await readNames()).toEqual([
      {
        name: 'Old',
        until: null,
        registered_from: new Date('2020-03-01T11:00:00Z'),
        registered_to: new Date(later),
      },
      { name: 'Old', until: '2021-05-31', registered_from: new Date(later), registered_to: forever },
      { name: 'New', until: null, registered_from: new Date(later), registered_to: forever },
    ])
  })

  test('ends with the document where nothing replaces a row, and begins again when it comes back', async () => {
    await register.load(named('2020-03-01T12:00:00.000+01:00', dated({ navn: 'Old' })))
    await register.load(named(later))
    await register.load(named(latest, dated({ navn: 'Old' })))
    expect(await readNames()).toMatchObject([
      { registered_from: new Date('2020-03-01T11:00:00Z'), registered_to: new Date(later) },
      { registered_from: new Date(later), registered_to: forever },
    ])
  })

  test('is not moved by a value that is only written again', async () => {
    await register.load(named('2020-03-01T12:00:00.000+01:00', dated({ navn: 'Old' })))
    expect(
      await register.load(named(later, dated({ navn: 'Old' }, '2010-01-01', null, later))),
    ).toMatchObject({
      rows: { closed: 0 },
    })
    expect(await readNames()).toMatchObject([
      { registered_from: new Date('2020-03-01T11:00:00Z'), registered_to: forever },
    ])
  })
})

test.each`
  what                | names                                                                                           | flagged
  ${'two at a time'}  | ${[dated({ navn: 'A' }, '2010-01-01', null), dated({ navn: 'B' }, '2015-01-01', null)]}         | ${2}
  ${'touching days'}  | ${[dated({ navn: 'A' }, '2010-01-01', '2014-12-31'), dated({ navn: 'B' }, '2015-01-01', null)]} | ${0}
  ${'one shared day'} | ${[dated({ navn: 'A' }, '2010-01-01', '2015-01-01'), dated({ navn: 'B' }, '2015-01-01', null)]} | ${2}
  ${'ends before'}    | ${[dated({ navn: 'A' }, '2010-01-02', '2009-12-31')]}                                           | ${1}
`('names of $what: $flagged marked, all kept', async ({ names, flagged }) => {
  const delivered = () => answer([company({ cvr: '90000001', navne: names })])
  expect(await register.load(delivered())).toMatchObject({ flagged })
  const [count] =
    await register.admin()`select count(*)::integer as n, count(*) filter (where flagged)::integer as marked from businesses.name`
  expect(count).toEqual({ n: names.length, marked: flagged })
})

test('every document is kept raw, in the version of its time', async () => {
  const unit = {
    VrproduktionsEnhed: { enhedsNummer: 5, pNummer: 1001897135, sidstOpdateret: '2020-01-01T00:00:00Z' },
  }
  const moved = {
    VrproduktionsEnhed: { ...unit.VrproduktionsEnhed, x: 1, sidstOpdateret: '2021-01-01T00:00:00Z' },
  }
  const delivered = [company({ cvr: '90000001' }), unit]
  expect(await register.load(lines(delivered))).toMatchObject({
    documents: 2,
    businesses: 1,
    units: 1,
    others: 0,
  })
  await register.load(lines([moved]))
  await expect(register.load(lines([unit]))).rejects.toThrow('already holds a later document of this unit')
  const rows = await register.admin()`
    select kind, document, registered_from, registered_to from businesses.raw_document order by unit_number, registered_from`
  const [first, second] = [new Date('2020-01-01T00:00:00Z'), new Date('2021-01-01T00:00:00Z')]
  expect(rows).toEqual([
    {
      kind: 'VrproduktionsEnhed',
      document: unit.VrproduktionsEnhed,
      registered_from: first,
      registered_to: second,
    },
    {
      kind: 'VrproduktionsEnhed',
      document: moved.VrproduktionsEnhed,
      registered_from: second,
      registered_to: new Date(8.64e15),
    },
    {
      kind: 'Vrvirksomhed',
      document: delivered[0],
      registered_from: new Date('2020-03-01T11:00:00Z'),
      registered_to: new Date(8.64e15),
    },
  ])
})
