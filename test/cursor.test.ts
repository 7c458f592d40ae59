// Sealed cursors: they tell nothing, and fit one list of one caller under one activity at one time only.
import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openCursors } from '../access/cursor.ts'
import { kommune, type Lists, openLists } from './lists-loaded.ts'
import { system } from './platform.ts'

describe('a cursor', () => {
  const key = randomBytes(32)
  const cursors = openCursors(key)
  const list = {
    coordinate: 'Query.persons',
    of: { where: { lastName: { eq: 'Holm' } }, orderBy: [] },
    client: 'a',
  }
  const place = { keys: ['holm'], id: '5e4f9bb2-8d1a-4b7e-9a55-3d4a6f1c2b3d', shown: 20 }

  test('leads back to its place', () => {
    expect(cursors.open(list, cursors.seal(list, place))).toEqual(place)
    expect(openCursors(key).open(list, cursors.seal(list, place))).toEqual(place)
  })

  test('of one place is never the same twice, and its length tells no name', () => {
    const made = Array.from({ length: 100 }, () => cursors.seal(list, place))
    expect(new Set(made).size).toBe(100)
    const lengths = ['a', 'holm', 'holm-frederiksen'].map(
      name => cursors.seal(list, { ...place, keys: [name] }).length,
    )
    expect(new Set(lengths).size).toBe(1)
  })

  test('holds no value that could be read', () => {
    const bytes = Buffer.from(cursors.seal(list, place), 'base64url').toString('latin1')
    for (const value of ['holm', place.id, 'shown', 'Query.persons']) expect(bytes).not.toContain(value)
  })

  test('does not depend on how the arguments were written', () => {
    const turned = {
      client: 'a',
      of: { orderBy: [], where: { lastName: { eq: 'Holm' } } },
      coordinate: 'Query.persons',
    }
    expect(cursors.open(turned, cursors.seal(list, place))).toEqual(place)
  })

  const sealed = cursors.seal(list, place)
  const flipped = (at: number) => {
    const bytes = Buffer.from(sealed, 'base64url')
    bytes[at < 0 ? bytes.length + at : at]! ^= 1
    return bytes.toString('base64url')
  }
  test.each`
    what                      | cursor
    ${'of another key'}       | ${openCursors(randomBytes(32)).seal(list, place)}
    ${'of another list'}      | ${cursors.seal({ ...list, client: 'b' }, place)}
    ${'with another nonce'}   | ${flipped(0)}
    ${'with another text'}    | ${flipped(20)}
    ${'with another tag'}     | ${flipped(-1)}
    ${'cut short'}            | ${sealed.slice(0, -4)}
    ${'cut to its tag'}       | ${sealed.slice(0, 20)}
    ${'that is empty'}        | ${''}
    ${'that is no base64url'} | ${`${sealed.slice(0, -1)}=`}
    ${'of the old kind'}      | ${Buffer.from('at 20').toString('base64url')}
    ${'that is a row id'}     | ${place.id}
    ${'that is far too long'} | ${'A'.repeat(5_000)}
  `('$what is refused, and not repeated', ({ cursor }) => {
    let message = ''
    try {
      cursors.open(list, cursor)
    } catch (error) {
      message = JSON.stringify(error)
      expect(error).toMatchObject({ extensions: { code: 'PAGE_CURSOR' } })
    }
    expect(message).not.toBe('')
    if (cursor.length > 0) expect(message).not.toContain(cursor)
  })
})

describe('a cursor of the platform', () => {
  let lists: Lists
  beforeAll(async () => {
    lists = await openLists()
  }, 240_000)
  afterAll(() => lists?.close())

  const text = `query L($where: PersonFilter, $orderBy: [PersonOrder!]! = [], $after: String) {
    persons(where: $where, orderBy: $orderBy, first: 2, after: $after) { nodes { id } pageInfo { endCursor } } }`
  const where = { sex: { eq: 'FEMALE' } }
  const variables = { where, orderBy: ['BIRTH_DATE'] }

  test.each`
    what                  | as                                         | changed                               | code
    ${'the same list'}    | ${kommune('LST-1')}                        | ${{}}                                 | ${[]}
    ${'another filter'}   | ${kommune('LST-1')}                        | ${{ where: { sex: { eq: 'MALE' } } }} | ${['persons PAGE_CURSOR']}
    ${'no filter'}        | ${kommune('LST-1')}                        | ${{ where: null }}                    | ${['persons PAGE_CURSOR']}
    ${'another order'}    | ${kommune('LST-1')}                        | ${{ orderBy: ['LAST_NAME'] }}         | ${['persons PAGE_CURSOR']}
    ${'another activity'} | ${kommune('LST-5')}                        | ${{ where: null }}                    | ${['persons PAGE_CURSOR']}
    ${'another client'}   | ${system('kommune-forvalter', 'LST-1')}    | ${{}}                                 | ${['persons ACTIVITY_UNKNOWN']}
    ${'another time'}     | ${{ ...kommune('LST-1'), at: new Date() }} | ${{}}                                 | ${['persons PAGE_CURSOR']}
  `('used with $what: $code', async ({ as, changed, code }) => {
    const first = await lists.ask(kommune('LST-1'), text, variables)
    const after = first.data.persons.pageInfo.endCursor
    const second = await lists.ask(as, text, { ...variables, ...changed, after })
    expect(second.refused).toEqual(code)
  })

  test('goes on at another node with the same secret, not with another', async () => {
    const first = await lists.ask(kommune('LST-1'), text, variables)
    const after = first.data.persons.pageInfo.endCursor
    const { openPlatform } = await import('./platform.ts')
    const other = await openPlatform(lists.database)
    try {
      const { errors, data } = await other.ask(kommune('LST-1'), text, { ...variables, after })
      expect([errors, (data as never as { persons: { nodes: [] } }).persons.nodes.length]).toEqual([
        undefined,
        2,
      ])
    } finally {
      await other.close()
    }
  })

  test('of the participants of a business fits that business only', async () => {
    const open = `query B($cvr: CVR!, $after: String) { business(cvr: $cvr) {
      participants(first: 1, after: $after) { nodes { name } pageInfo { endCursor } } } }`
    const { data } = await lists.ask(kommune(), open, { cvr: lists.cvr('nordhavn') })
    const after = data.business.participants.pageInfo.endCursor
    expect(after).toMatch(/^[\w-]{100,}$/)
    const codes = []
    for (const key of ['nordhavn', 'bank'])
      codes.push((await lists.ask(kommune(), open, { cvr: lists.cvr(key), after })).refused)
    expect(codes).toEqual([[], ['business.participants PAGE_CURSOR']])
  })
})
