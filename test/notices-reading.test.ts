// Who reads which notices in the graph, and who marks them as read.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { answer } from '../access/answer.ts'
import { type Asked, type Cases, expectNowhere, inDays, kommune, openCases, revoke } from './asked.ts'
import { send } from './notices-sent.ts'
import { type As, requestOf } from './platform.ts'

let cases: Cases
beforeAll(async () => {
  cases = await openCases()
})
afterAll(() => cases?.close())

const sender = () => cases.database.sql('consents')
const clear = () => cases.database.admin`truncate notices.notice cascade`
const tell = async (key: string, sent: object = {}) =>
  send(sender(), { to: await cases.idOf(key), authority: cases.cvr('kommune'), ...sent })

const page = `totalCount pageInfo { hasNextPage hasPreviousPage endCursor } nodes {
  id kind at title text textDa: text(language: DA) titleDa: title(language: DA) readAt authority { cvr name }
  about { __typename ... on Consent { id state } ... on PowerOfAttorney { id } } }`
const mine = `query Mine($first: Int = 20, $after: String, $unread: Boolean! = false, $order: Order! = NEWEST_FIRST) {
  me { notices(first: $first, after: $after, unread: $unread, order: $order) { ${page} } } }`
const theirs = `query Theirs($id: ID!, $after: String) { personById(id: $id) { notices(after: $after) { ${page} } } }`
const mark = `mutation Mark($input: MarkNoticesReadInput!) {
  markNoticesRead(input: $input) { notices { id readAt } problems { code path message(language: DA) } } }`

const fields = ['notices', 'consents'].map(name => `Person.${name}`)
const noticeFields = ['at', 'kind', 'title', 'text', 'about', 'authority', 'readAt'].map(
  name => `Notice.${name}`,
)
const scope = { fields: [...fields, ...noticeFields], actions: ['READ', 'ACT'], validTo: inDays(30) }

describe('the person', () => {
  test('reads what an authority’s request told, with the consent behind it, in both languages', async () => {
    await clear()
    const consent = await cases.requested(kommune('KOM-17'), 'anna', { fields: ['Person.civilStatus'] })
    const answer = await cases.ask(await cases.citizen('anna'), mine)
    expect(answer.errors).toEqual([])
    expect(answer.data.me.notices).toMatchObject({ totalCount: 1, pageInfo: { hasNextPage: false } })
    expect(answer.data.me.notices.nodes).toEqual([
      {
        id: expect.any(String),
        kind: 'CONSENT_REQUESTED',
        at: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
        title: 'You are asked for a consent',
        titleDa: 'Du bliver bedt om et samtykke',
        text: expect.stringMatching(/^Strandby Kommune asks for your consent: “.*housing support”\./),
        textDa: expect.stringMatching(/^Strandby Kommune beder om dit samtykke: “.*boligstøtte”\./),
        readAt: null,
        authority: { cvr: cases.cvr('kommune'), name: 'Strandby Kommune' },
        about: { __typename: 'Consent', id: consent, state: 'REQUESTED' },
      },
    ])
    expect(answer.recorded).toEqual(expect.arrayContaining(['Person.notices OWN', 'Notice.text OWN']))
  })

  test('of another reads nothing', async () => {
    await clear()
    await tell('anna')
    const answer = await cases.ask(await cases.citizen('sofie'), theirs, { id: await cases.idOf('anna') })
    expect(answer.data.personById?.notices ?? null).toBeNull()
    expect(answer.refused.join()).toContain('MANDATE_MISSING')
    expectNowhere(answer, ['Boligstøtte', 'Strandby', 'CONSENT_REQUESTED'])
    const own = await cases.ask(await cases.citizen('sofie'), mine)
    expect(own.data.me.notices).toMatchObject({ totalCount: 0, nodes: [] })
  })

  // Newest first, those that come in between are not met; oldest first, they come last.
  test.each(['NEWEST_FIRST', 'OLDEST_FIRST'])('pages through them %s, each once', async order => {
    await clear()
    const [ids, seen]: [string[], string[]] = [[], []]
    for (let made = 0; made < 5; made++) ids.push(await tell('anna'))
    const anna = await cases.citizen('anna')
    for (let after: string | null = null, pages = 1; ; pages++) {
      const { data }: Asked = await cases.ask(anna, mine, { first: 2, after, order })
      seen.push(...data.me.notices.nodes.map(({ id }: { id: string }) => id))
      if (!data.me.notices.pageInfo.hasNextPage) break
      after = data.me.notices.pageInfo.endCursor
      if (pages < 3) ids.push(await tell('anna'))
    }
    expect(seen).toEqual(order === 'OLDEST_FIRST' ? ids : ids.slice(0, 5).toReversed())
  })

  test('cannot take a cursor to another list, nor make one', async () => {
    await clear()
    const [id] = [await tell('anna'), await tell('anna')]
    const anna = await cases.citizen('anna')
    const { data } = await cases.ask(anna, mine, { first: 1 })
    const cursor = data.me.notices.pageInfo.endCursor
    const sofie = await cases.citizen('sofie')
    const asked: readonly (readonly [As, object])[] = [
      [anna, { after: cursor, unread: true }],
      [anna, { after: cursor, order: 'OLDEST_FIRST' }],
      [sofie, { after: cursor }],
      [anna, { after: id }],
      [anna, { after: 'x' }],
    ]
    for (const [as, variables] of asked) {
      const answer = await cases.ask(as, mine, { ...variables })
      expect(answer.refused).toEqual(['me.notices PAGE_CURSOR'])
    }
  })

  test.each([0, -1, 101])('a page of %i is refused', async first => {
    const answer = await cases.ask(await cases.citizen('anna'), mine, { first })
    expect(answer.refused).toEqual(['me.notices PAGE_SIZE'])
  })

  test('whose two ids turned out to be one reads the notices of both', async () => {
    await clear()
    const anna = await cases.idOf('anna')
    const secondNumber = '0905779990' // not in the register: it fails modulus 11
    const younger = await cases.subgraphs.services.subjectOf('PERSON', secondNumber)
    const ids = [await tell('anna', { to: younger }), await tell('anna')]
    await cases.database.sql('importer')`select identity.join('PERSON', ${[cases.cpr('anna'), secondNumber]})`
    expect(await cases.idOf('anna')).toBe(anna)
    const { data } = await cases.ask(await cases.citizen('anna'), mine)
    expect(data.me.notices.nodes.map(({ id }: { id: string }) => id)).toEqual(ids.toReversed())
    const marked = await cases.ask(await cases.citizen('anna'), mark, { input: { ids } })
    expect(marked.data.markNoticesRead.problems).toEqual([])
  })
})

describe('whoever represents the person', () => {
  const asHolder = async (grantor: string) => cases.citizen('sofie', grantor)

  test('reads them under a power of attorney that covers them, and not under one that does not', async () => {
    await clear()
    await tell('anna')
    const id = await cases.idOf('anna')
    await cases.empowered('anna', 'sofie', { fields: ['Person.name'], actions: ['READ', 'ACT'] })
    const narrow = await cases.ask(await asHolder('anna'), theirs, { id })
    expect(narrow.refused).toEqual(['personById.notices MANDATE_SCOPE'])
    const mandate = await cases.empowered('anna', 'sofie', scope)
    const wide = await cases.ask(await asHolder('anna'), theirs, { id })
    expect(wide.data.personById.notices.nodes).toMatchObject([{ text: expect.stringContaining('Strandby') }])
    await cases.ask(await cases.citizen('anna'), revoke, { input: { id: mandate, commandId: randomUUID() } })
    expect((await cases.ask(await asHolder('anna'), theirs, { id })).refused).toEqual([
      'personById.notices MANDATE_SCOPE',
    ])
  })

  test('of someone protected sees neither the authority nor the text, which may tell the place', async () => {
    await clear()
    await tell('gitte')
    await cases.empowered('gitte', 'sofie', scope)
    const answer = await cases.ask(await asHolder('gitte'), theirs, { id: await cases.idOf('gitte') })
    expect(answer.data.personById.notices.nodes).toMatchObject([
      { title: 'You are asked for a consent', text: null, textDa: null, authority: null },
    ])
    expectNowhere(answer, ['Strandby', 'Boligstøtte', cases.cvr('kommune')])
    const own = await cases.ask(await cases.citizen('gitte'), mine)
    expect(own.data.me.notices.nodes).toMatchObject([{ authority: { name: 'Strandby Kommune' } }])
  })

  test('marks them as read only with the right to act, and over the field', async () => {
    await clear()
    const ids = [await tell('kasper')]
    const holder = await cases.citizen('sofie', 'kasper')
    const marking = async () => {
      const { data, refused } = await cases.ask(holder, mark, { input: { ids } })
      return data.markNoticesRead?.problems.map(({ code }: { code: string }) => code) ?? refused
    }
    const granted = async (input: object) => cases.empowered('kasper', 'sofie', { ...scope, ...input })
    expect(await marking()).toEqual(['markNoticesRead MANDATE_MISSING'])
    await granted({ actions: ['READ'] })
    expect(await marking()).toEqual(['markNoticesRead MANDATE_SCOPE'])
    await granted({ fields: ['Person.name'], actions: ['ACT'] })
    expect(await marking()).toEqual(['MANDATE_SCOPE'])
    await granted({})
    expect(await marking()).toEqual([])
  })
})

describe('an authority', () => {
  const ask = async () => cases.ask(kommune('KOM-18'), theirs, { id: await cases.idOf('anna') })

  /** By its id, straight at the subgraph. */
  async function kindOf(id: string) {
    const { running, services } = cases.subgraphs
    const subgraph = running.find(({ name }) => name === 'notices')!
    const query = 'query N($r: [_Any!]!) { _entities(representations: $r) { ... on Notice { kind } } }'
    const variables = { r: [{ __typename: 'Notice', id }] }
    const { data } = await answer(
      requestOf(kommune('KOM-18')),
      { hash: 'x', mutation: false },
      services,
      context => subgraph.run({ query, variables }, context),
    )
    return JSON.parse(JSON.stringify(data))._entities[0].kind
  }

  test('reads nobody’s notices without an activity that says so', async () => {
    await clear()
    await tell('anna')
    expect((await ask()).refused).toEqual(['personById.notices ACTIVITY_FIELD_OUTSIDE'])
  })

  test('with one reads those about itself, and no other’s', async () => {
    await clear()
    const own = await tell('anna')
    const others = await tell('anna', { authority: cases.cvr('su') })
    await tell('anna', { authority: null, kind: 'POWER_OF_ATTORNEY_GIVEN', aboutKind: 'POWER_OF_ATTORNEY' })
    const rows = ['Person.notices', ...noticeFields].map(coordinate => ({
      ...{ activity: 'KOM-18', version: 1, coordinate, ground: 'LAW' },
    }))
    await cases.database.admin`insert into authorities.activity_field ${cases.database.admin(rows)}`
    const answer = await ask()
    expect(answer.data.personById.notices).toMatchObject({ totalCount: 1, nodes: [{ id: own }] })
    expect([await kindOf(own), await kindOf(others)]).toEqual(['CONSENT_REQUESTED', null])
  })
})

describe('a business', () => {
  test('reads its notices through whoever acts for it', async () => {
    await clear()
    const id = await cases.businessId('nordhavn')
    await tell('anna', { to: id })
    const caller = {
      kind: 'PERSON',
      client: 'playground',
      person: await cases.idOf('lars'),
      business: null,
    } as const
    const as: As = { caller, represented: { kind: 'BUSINESS', id } }
    const text = `{ represented { ... on Business { notices { totalCount nodes { id title } } } } }`
    const refused = await cases.ask(as, text)
    expect(refused.data.represented?.notices ?? null).toBeNull()
    // Its director needs nothing but its signing rule.
    const director = { ...as, caller: { ...caller, person: await cases.idOf('anna') } }
    expect((await cases.ask(director, text)).data.represented.notices).toMatchObject({ totalCount: 1 })
    await cases.database
      .admin`insert into powers_of_attorney.power_of_attorney (grantor_id, grantor_kind, holder_id,
        holder_kind, command_id, fields, actions, state, valid_from, valid_to)
      values (${id}, 'BUSINESS', ${await cases.idOf('lars')}, 'PERSON', 'given',
        ${['Business.notices', ...noticeFields]}, ${['READ', 'ACT']}, 'ACTIVE', now() - interval '1 hour',
        now() + interval '9 days')`
    const answer = await cases.ask(as, text)
    expect(answer.data.represented.notices).toMatchObject({
      totalCount: 1,
      nodes: [{ id: expect.any(String) }],
    })
    const ids = answer.data.represented.notices.nodes.map((node: { id: string }) => node.id)
    const marked = await cases.ask(as, mark, { input: { ids } })
    expect(marked.data.markNoticesRead).toMatchObject({
      problems: [],
      notices: [{ readAt: expect.any(String) }],
    })
  })
})

describe('marking as read', () => {
  const marking = async (key: string, ids: readonly string[]) => {
    const { data } = await cases.ask(await cases.citizen(key), mark, { input: { ids } })
    return data.markNoticesRead
  }

  test('takes them from the unread, once: the time stays', async () => {
    await clear()
    const [first, second] = [await tell('anna'), await tell('anna')]
    const once = await marking('anna', [first])
    expect(once).toMatchObject({ problems: [], notices: [{ id: first, readAt: expect.any(String) }] })
    const again = await marking('anna', [first, second, first])
    expect(again.notices.map(({ id }: { id: string }) => id)).toEqual([first, second])
    expect(again.notices[0]).toEqual(once.notices[0])
    const unread = await cases.ask(await cases.citizen('anna'), mine, { unread: true })
    expect(unread.data.me.notices).toMatchObject({ totalCount: 0, nodes: [] })
    const all = await cases.ask(await cases.citizen('anna'), mine)
    expect(all.data.me.notices.totalCount).toBe(2)
  })

  test.each`
    what                       | ids                                                | code
    ${'none'}                  | ${[]}                                              | ${'LIST_EMPTY'}
    ${'more than a hundred'}   | ${Array.from({ length: 101 }, () => randomUUID())} | ${'LIST_TOO_LONG'}
    ${'one that is not there'} | ${[randomUUID()]}                                  | ${'NOT_FOUND'}
    ${'a text that is no id'}  | ${['x']}                                           | ${'NOT_FOUND'}
  `('of $what is the problem $code', async ({ ids, code }) => {
    const { notices, problems } = await marking('anna', ids)
    expect([notices, problems]).toMatchObject([null, [{ code, path: 'input.ids' }]])
  })

  test('another’s is not found, and marks none of one’s own', async () => {
    await clear()
    const [own, other] = [await tell('anna'), await tell('kasper')]
    expect((await marking('anna', [own, other])).problems).toMatchObject([{ code: 'NOT_FOUND' }])
    const [row] = await cases.database
      .admin`select count(*)::int as read from notices.notice where read_at is not null`
    expect(row!.read).toBe(0)
  })

  test('is not for systems', async () => {
    const answer = await cases.ask(kommune('KOM-17'), mark, { input: { ids: [randomUUID()] } })
    expect(answer.refused).toEqual(['markNoticesRead CALLER_KIND'])
  })
})
