// The official test companies, loaded and found again. They are test data and stay outside the project, in ../shared.
import { existsSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { importCvr } from '../subgraphs/businesses/import/load.ts'
import { openStore } from '../subgraphs/businesses/store.ts'
import { type TestDatabase, testDatabase } from './database.ts'

const path = new URL('../../shared/registers/cvr/test-companies.json', import.meta.url)
const left = !existsSync(path) && process.env.CI !== 'true'
if (left)
  console.warn('Left out: ../shared/registers/cvr/test-companies.json is not there. With CI=true this fails.')

describe.skipIf(left)('the four official test companies', () => {
  let database: TestDatabase
  let open: ReturnType<typeof openStore>
  const load = () =>
    importCvr(
      database.sql('importer'),
      { name: 'test-companies.json', bytes: path.pathname },
      { testSeries: ['8888888'] },
    )
  const at = (effective: string, registered = '2026-01-01T00:00:00Z') =>
    open({ effective: new Date(effective), registered: new Date(registered), travelled: true })

  beforeAll(async () => {
    database = await testDatabase()
    open = openStore(database.sql('businesses'))
  })
  afterAll(() => database?.drop())

  test('load without remark, and again change nothing', async () => {
    expect(await load()).toMatchObject({
      documents: 4,
      businesses: 4,
      inserted: 4,
      quarantined: [],
      findings: [],
      flagged: 0,
    })
    expect(await load()).toMatchObject({
      inserted: 0,
      changed: 0,
      unchanged: 4,
      rows: { inserted: 0, closed: 0 },
      raised: 0,
    })
  })

  test('are quarantined when the settings name no test series', async () => {
    const accounting = await importCvr(
      database.sql('importer'),
      { name: 'test-companies.json', bytes: path.pathname },
      { testSeries: [] },
    )
    expect(accounting).toMatchObject({ businesses: 0 })
    expect(accounting.quarantined).toHaveLength(4)
  })

  test.each`
    cvr           | name                               | day             | alive    | form    | industry    | postalCode
    ${'88888881'} | ${'A. And Moentpudser'}            | ${'2014-06-01'} | ${true}  | ${10}   | ${'011300'} | ${'3900'}
    ${'88888881'} | ${'A. And Moentpudser'}            | ${'2015-01-01'} | ${true}  | ${10}   | ${'011300'} | ${'3900'}
    ${'88888881'} | ${'A. And Moentpudser'}            | ${'2015-01-02'} | ${false} | ${null} | ${null}     | ${'3900'}
    ${'88888881'} | ${'A. And Moentpudser'}            | ${'2013-06-01'} | ${true}  | ${10}   | ${'011300'} | ${null}
    ${'88888882'} | ${'Faetter Hoejben spilleservice'} | ${'2014-03-13'} | ${true}  | ${10}   | ${'494100'} | ${'8000'}
    ${'88888883'} | ${'Georg Gearloes opfindelser'}    | ${'2010-12-31'} | ${true}  | ${10}   | ${'433200'} | ${null}
    ${'88888883'} | ${'Georg Gearloes opfindelser'}    | ${'2011-01-01'} | ${false} | ${null} | ${null}     | ${null}
    ${'88888884'} | ${'Anderssines catering service'}  | ${'2015-09-30'} | ${true}  | ${10}   | ${'031100'} | ${'8000'}
  `('$cvr on $day', async ({ cvr, name, day, alive, form, industry, postalCode }) => {
    const store = at(`${day}T10:00:00Z`)
    const id = (await store.byNumber(cvr))!.id
    expect({
      name: (await store.name(id))?.name,
      alive: (await store.life(id))?.ended === false,
      form: (await store.form(id))?.code ?? null,
      industry: (await store.industry(id))?.code ?? null,
      postalCode: (await store.address(id, 'POSTAL'))?.postalCode ?? null,
    }).toEqual({ name, alive, form, industry, postalCode })
  })

  test.each`
    cvr           | day             | names                 | roles
    ${'88888881'} | ${'2014-06-01'} | ${[]}                 | ${[]}
    ${'88888883'} | ${'2009-07-20'} | ${[]}                 | ${[]}
    ${'88888883'} | ${'2009-07-21'} | ${['Georg Gearloes']} | ${['Interessenter, INTERESSENTER']}
    ${'88888883'} | ${'2011-01-01'} | ${[]}                 | ${[]}
    ${'88888884'} | ${'2015-08-01'} | ${['Fætter højben']}  | ${['Interessenter, null']}
  `('$cvr has the participants $names on $day', async ({ cvr, day, names, roles }) => {
    const store = at(`${day}T10:00:00Z`)
    const id = (await store.byNumber(cvr))!.id
    const participants = await store.participants(id, { offset: 0, limit: 10 })
    expect(participants.map(each => each.personId ?? each.holderId)).toEqual(names.map(() => null))
    const found = await Promise.all(participants.map(each => store.participantName(id, each.participantId)))
    expect(found.map(each => each?.name)).toEqual(names)
    const held = await Promise.all(participants.map(each => store.participantRoles(id, each.participantId)))
    expect(held.flat().map(role => `${role.organisationName}, ${role.function}`)).toEqual(roles)
  })

  test('were not known before the register wrote them', async () => {
    const before = at('2014-06-01T10:00:00Z', '2019-10-10T07:23:29Z')
    const id = (await before.byNumber('88888881'))!.id
    expect(await before.name(id)).toBeNull()
    expect((await at('2014-06-01T10:00:00Z', '2019-10-10T07:23:30Z').name(id))?.name).toBe(
      'A. And Moentpudser',
    )
  })

  test('keep an attribute of a type that nobody here knows', async () => {
    const source = JSON.parse(readFileSync(path, 'utf8')).hits.hits[0]._source.Vrvirksomhed.attributter[0]
    const rows =
      await database.admin`select type, value from businesses.attribute where type <> 'REKLAMEBESKYTTET'`
    expect(rows).toEqual([{ type: source.type, value: source.vaerdier[0].vaerdi }])
  })
})
