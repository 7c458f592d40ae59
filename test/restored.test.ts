// A restored database: what was withdrawn or revoked after the copy was made never holds again, and is not served before that.
import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { guardHeads, HeadsRefused, keepHeads, refuseOlder } from '../commands/heads.ts'
import { restored } from '../commands/restored.ts'
import { connectAsAdministrator, type Database } from '../database/connect.ts'
import { readHeadsFile } from '../database/heads.ts'
import { openDatabase } from '../database/migrate.ts'
import { openLog } from '../door/log.ts'
import { type Cases, grant, inDays, kommune, openCases, revoke, withdraw } from './asked.ts'
import { openPlatform, type Platform } from './platform.ts'

const kom17 = kommune('KOM-17')
const civilStatus = `query Case($id: ID!) { personById(id: $id) { civilStatus { status } } }`
const father = `query Father($id: ID!) { personById(id: $id) { name { full } address { lines } } }`
const confirm = `mutation Confirm($input: AnswerPowerOfAttorneyInput!) {
  confirmPowerOfAttorney(input: $input) { powerOfAttorney { state } problems { code } } }`
const feed = `query Feed($after: String) { consentChanges(after: $after, first: 100) {
  nodes { state consent { id } } pageInfo { endCursor } } }`
const told = `{ me { notices(first: 50) { nodes { kind } } } }`
const input = (id: string) => ({ input: { id, commandId: randomUUID() } })
const restore = { nothingLost: false, anyway: false }

/** A copy as a dump would be restored, under another name on the same server. */
async function copyOf(original: Database): Promise<Database & { drop(): Promise<void> }> {
  const url = new URL(original.url)
  const [source, name] = [url.pathname.slice(1), `engang_${randomBytes(6).toString('hex')}`]
  const maintain = { url: Object.assign(new URL(original.url), { pathname: '/postgres' }).href }
  const sql = connectAsAdministrator(maintain, { max: 1 })
  for (let tries = 0; ; tries++) {
    await sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = ${source}`
    const made = await sql`create database ${sql(name)} template ${sql(source)}`
      .then(() => true)
      .catch(() => false)
    if (made) break
    if (tries > 20) throw new Error('The database is never left alone.')
  }
  url.pathname = `/${name}`
  const copy = { url: url.href, rolePrefix: original.rolePrefix, secret: original.secret }
  await openDatabase(copy)
  return {
    ...copy,
    async drop() {
      await sql`drop database ${sql(name)} with (force)`
      await sql.end()
    },
  }
}

describe('restored to before a withdrawal and a revocation', () => {
  let cases: Cases
  let copy: Awaited<ReturnType<typeof copyOf>>
  let platform: Platform
  let folder: string
  let path: string
  let withdrawn: string
  let kept: string
  let half: string
  let power: string
  let cursor: string
  let refusal: unknown
  let before: { readonly status: unknown; readonly address: unknown }
  let report: string

  const ids = async () => ({ anna: await cases.idOf('anna'), erik: await cases.idOf('erik') })
  const freja = async () => cases.citizen('freja', 'erik')
  const codes = (answer: { errors?: readonly { extensions?: Record<string, unknown> }[] }) =>
    (answer.errors ?? []).map(({ extensions }) => extensions?.code)

  beforeAll(async () => {
    cases = await openCases()
    folder = await mkdtemp(join(tmpdir(), 'engang-heads-'))
    path = join(folder, 'heads.json')
    const field = { fields: ['Person.civilStatus'] }
    withdrawn = await cases.consented(kom17, 'anna', field)
    kept = await cases.consented(kom17, 'sofie', field)
    half = await cases.requested(kommune('KOM-18'), 'bo', { template: 'day-care' })
    await cases.ask(await cases.citizen('anna', 'bo'), grant, input(half))
    power = await cases.empowered('erik', 'freja', {})
    await refuseOlder(cases.database, path).catch(() => {})
    copy = await copyOf(cases.database)
    await cases.ask(await cases.citizen('anna'), withdraw, input(withdrawn))
    await cases.ask(await cases.citizen('erik'), revoke, input(power))
    cursor = (await cases.ask(kom17, feed)).data.consentChanges.pageInfo.endCursor
    await writeFile(path, JSON.stringify(await headsNow(cases.database)))
    platform = await openPlatform(copy)
    const { anna, erik } = await ids()
    // Without the heads it would hold again.
    const given = await platform.ask(kom17, civilStatus, { id: anna })
    const read = await platform.ask(await freja(), father, { id: erik })
    before = { status: given.data?.personById, address: read.data?.personById }
    refusal = await refuseOlder(copy, path).catch(error => error)
    report = await restored(copy, path, restore)
  })
  afterAll(async () => {
    await platform?.close()
    await copy?.drop()
    await cases?.close()
    await rm(folder, { recursive: true, force: true })
  })

  test('it would hold again: this is what is prevented', () => {
    expect(before.status).toMatchObject({ civilStatus: { status: expect.any(String) } })
    expect(before.address).toMatchObject({ name: { full: expect.any(String) } })
  })

  test('the start is refused, with what is missing and what to do', () => {
    expect(refusal).toBeInstanceOf(HeadsRefused)
    expect((refusal as Error).message).toMatch(/lacks what was there before \(.*powers of attorney/)
    expect((refusal as Error).message).toContain('npm run restored')
  })

  test('after npm run restored it starts, and says how much it was', async () => {
    expect(report).toContain('3 consents were suspended')
    expect(report).toContain('1 powers of attorney')
    await refuseOlder(copy, path)
    expect(await restored(copy, path, restore)).toContain('nothing was changed')
  })

  test('no consent that was in force gives anything', async () => {
    for (const key of ['anna', 'sofie']) {
      const answer = await platform.ask(kom17, civilStatus, { id: await platform.idOf(key) })
      expect(answer.data).toMatchObject({ personById: { civilStatus: null } })
      expect(codes(answer)).toEqual(['CONSENT_SUSPENDED'])
    }
  })

  test('of several who must agree, one who did may have taken it back: it is asked anew', async () => {
    await platform.ask(await platform.citizen('jens', 'bo'), grant, input(half))
    const sql = connectAsAdministrator(copy, { max: 1 })
    const [row] = await sql`select state from consents.consent where id = ${half}`
    expect(row).toEqual({ state: 'CANCELLED' })
    await sql.end()
  })

  test('a power of attorney gives nothing until its giver has said yes again', async () => {
    const { erik } = await ids()
    const refused = await platform.ask(await freja(), father, { id: erik })
    expect(JSON.stringify(refused.data)).not.toContain('Dahl')
    const answer = await platform.ask(await platform.citizen('erik'), confirm, input(power))
    expect(answer.data).toMatchObject({
      confirmPowerOfAttorney: { powerOfAttorney: { state: 'ACTIVE' }, problems: [] },
    })
    const given = await platform.ask(await freja(), father, { id: erik })
    expect(given.data).toMatchObject({ personById: { name: { full: 'Erik Dahl' } } })
  })

  test('those whom it concerns are told', async () => {
    const kinds = async (key: string) =>
      JSON.stringify((await platform.ask(await platform.citizen(key), told)).data)
    expect(await kinds('anna')).toContain('CONSENT_SUSPENDED')
    for (const key of ['erik', 'freja']) expect(await kinds(key)).toContain('POWER_OF_ATTORNEY_IN_DOUBT')
  })

  test('a person can withdraw what is suspended', async () => {
    const answer = await platform.ask(await platform.citizen('sofie'), withdraw, input(kept))
    expect(answer.data).toMatchObject({ withdrawConsent: { consent: { state: 'WITHDRAWN' } } })
  })

  test('an authority reads on from where it was, and misses nothing of the restore', async () => {
    const { data } = await platform.ask(kom17, feed, { after: cursor })
    const seen = expect.objectContaining({ state: 'SUSPENDED', consent: { id: withdrawn } })
    expect(data).toMatchObject({ consentChanges: { nodes: expect.arrayContaining([seen]) } })
  })

  test('events, states and positions are whole', async () => {
    const sql = connectAsAdministrator(copy, { max: 1 })
    expect(await sql`select * from consents.faults()`).toEqual([])
    expect(
      await sql`select finished_at is not null as done, consents, powers from engang.restoration`,
    ).toEqual([{ done: true, consents: '3', powers: '1' }])
    await sql.end()
  })
})

async function headsNow(database: Database) {
  const sql = connectAsAdministrator(database, { max: 1 })
  const [row] = await sql`select engang.heads() as heads`
  await sql.end()
  return row!.heads
}

describe('a database and its file', () => {
  let cases: Cases
  let folder: string
  let path: string
  const put = (heads: unknown) => writeFile(path, JSON.stringify(heads))
  const changed = async (
    change: (heads: { positions: Record<string, number> } & Record<string, unknown>) => object,
  ) => {
    const heads = await headsNow(cases.database)
    await put({ ...heads, ...change(heads) })
  }

  beforeAll(async () => {
    cases = await openCases()
    folder = await mkdtemp(join(tmpdir(), 'engang-heads-'))
    path = join(folder, 'heads.json')
  })
  afterAll(async () => {
    await cases?.close()
    await rm(folder, { recursive: true, force: true })
  })

  test('one that never held a right gets its first file', async () => {
    await refuseOlder(cases.database, path)
    expect(await readHeadsFile(path)).toMatchObject({
      server: expect.stringMatching(/^\d+$/),
      timeline: '00000001',
    })
  })

  test('one that holds rights is not served without a file, nor with half of one', async () => {
    await cases.empowered('erik', 'freja', { validTo: inDays(5) })
    await rm(path)
    await expect(refuseOlder(cases.database, path)).rejects.toThrow('HEADS_FILE is missing')
    await writeFile(path, '{"server": "1"')
    await expect(refuseOlder(cases.database, path)).rejects.toThrow('put the newest copy of it back')
  })

  test.each`
    what                              | change                                           | message
    ${'recovered to a point in time'} | ${{ timeline: '00000000' }}                      | ${'another than before, or was recovered'}
    ${'another server'}               | ${{ server: '1' }}                               | ${'another than before'}
    ${'made anew on the same server'} | ${{ database: '1' }}                             | ${'another than before'}
    ${'its files copied back'}        | ${{ log: '999999999999999' }}                    | ${'lacks what was there before (the write-ahead log)'}
    ${'less of one authority’s feed'} | ${{ positions: { 'consents 99000011': 9_999 } }} | ${'(consents 99000011)'}
    ${'fewer powers of attorney'}     | ${{ positions: { 'powers of attorney': 99 } }}   | ${'(powers of attorney)'}
  `('$what: refused, and nothing is written', async ({ change, message }) => {
    await changed(({ positions }) => ({ ...change, positions: { ...positions, ...change.positions } }))
    const text = await readFile(path, 'utf8')
    await expect(refuseOlder(cases.database, path)).rejects.toThrow(message)
    expect(await readFile(path, 'utf8')).toBe(text)
  })

  test('nothing lost is believed only where nothing known is missing', async () => {
    await changed(({ positions }) => ({ positions: { ...positions, 'powers of attorney': 99 } }))
    await expect(restored(cases.database, path, { nothingLost: true, anyway: false })).rejects.toThrow(
      'leave --nothing-lost out',
    )
    await changed(() => ({ timeline: '00000000' }))
    expect(await restored(cases.database, path, { nothingLost: true, anyway: false })).toContain(
      'Nothing was changed',
    )
    await refuseOlder(cases.database, path)
    const [row] = await cases.database.admin`select state from powers_of_attorney.power_of_attorney`
    expect(row).toEqual({ state: 'ACTIVE' })
  })

  test('a delivery that is missing is loaded again first: somebody may have been protected since', async () => {
    await changed(({ positions }) => ({ positions: { ...positions, 'deliveries of CPR': 99 } }))
    await expect(restored(cases.database, path, restore)).rejects.toThrow('lacks deliveries of CPR')
  })

  test('a database that is exchanged while it is served ends the serving', async () => {
    await changed(() => ({ timeline: '00000000' }))
    const text = await readFile(path, 'utf8')
    const kept = keepHeads(cases.database, { headsFile: path }, openLog('silent'), 20)
    await expect(kept.failed).rejects.toThrow(HeadsRefused)
    await kept.stop()
    expect(await readFile(path, 'utf8')).toBe(text)
  })

  test('what was done last is written down at the end', async () => {
    await put(await headsNow(cases.database))
    const settings = { headsFile: path } as Parameters<typeof guardHeads>[1]
    const kept = await guardHeads(cases.database, settings, openLog('silent'))
    const known = (await readHeadsFile(path))!.positions['powers of attorney']!
    await cases.empowered('anna', 'sofie', {})
    await kept.stop()
    expect((await readHeadsFile(path))!.positions['powers of attorney']).toBe(known + 1)
  })

  test('copied back to what looks whole: --anyway puts everything in doubt', async () => {
    expect(await restored(cases.database, path, { nothingLost: false, anyway: true })).toContain(
      '2 powers of attorney',
    )
  })
})
