// What the decision knows of those who act for others, read from the registers in its one statement.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type FactsQuery, factsReader } from '../access/facts.ts'
import type { Rights } from '../access/rights.ts'
import { judgeSigning, readSigning, sourceOf } from '../access/signing.ts'
import { business } from '../sample/businesses.ts'
import { person } from '../sample/persons.ts'
import { type TestDatabase, testDatabase } from './database.ts'
import { today } from './platform.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase({ sample: true })
})
afterAll(() => database?.drop())

const reader = () => database.sql('access_reader')
const subjectId = async (kind: string, number: string): Promise<string> => {
  const [row] = await reader()`select identity.subject_id(${kind}, ${number}) as id`
  return row!.id
}
const idOf = (key: string) => subjectId('PERSON', person(key, today).number)
const cvrOf = (key: string) => subjectId('BUSINESS', business(key, today).cvr)

async function factsOf(query: Partial<FactsQuery> & { readonly person: string }) {
  const asked = { activity: null, client: 'playground', officer: null, represented: null, subjects: [] }
  const subjects = [query.person, ...(query.represented ? [query.represented] : [])]
  const answer = await factsReader(reader())({ ...asked, subjects, ...query })
  return { self: answer.subjects.get(query.person)!, other: answer.subjects.get(query.represented ?? '')! }
}
const rightsOver = async (who: string, whom: string, name: string | null = null): Promise<Rights> => {
  const business = name === null ? null : await cvrOf(name)
  const { other } = await factsOf({ person: await idOf(who), business, represented: whom })
  return other.rights
}

describe('who signs for a business, as the register stands', () => {
  const signingOf = async (key: string) => {
    const [row] = await reader()`select access.signing_of(${await cvrOf(key)}) as signing`
    return readSigning(row!.signing)!
  }
  test.each`
    key                 | people                                   | state         | source                 | because
    ${'nordhavn'}       | ${['anna']}                              | ${'MET'}      | ${'REGISTERED'}        | ${'a director alone (J01)'}
    ${'nordhavn'}       | ${['jens']}                              | ${'UNMET'}    | ${'REGISTERED'}        | ${'a director of earlier days'}
    ${'vestkyst'}       | ${['preben']}                            | ${'UNMET'}    | ${'REGISTERED'}        | ${'the chair alone (J02)'}
    ${'vestkyst'}       | ${['preben', 'lone']}                    | ${'MET'}      | ${'REGISTERED'}        | ${'chair and member (J03)'}
    ${'vestkyst'}       | ${['lone', 'hanne']}                     | ${'UNMET'}    | ${'REGISTERED'}        | ${'two ordinary members (J05)'}
    ${'vestkyst'}       | ${['lone', 'anders', 'hanne', 'tobias']} | ${'UNMET'}    | ${'REGISTERED'}        | ${'four of five (J06)'}
    ${'vestkyst'}       | ${['jesper']}                            | ${'UNMET'}    | ${'REGISTERED'}        | ${'the director, of whom the rule says nothing'}
    ${'fjord-drift'}    | ${['jesper']}                            | ${'MET'}      | ${'REGISTERED'}        | ${'the director of the company that directs it'}
    ${'frisoer-ida'}    | ${['ida']}                               | ${'MET'}      | ${'OWNER'}             | ${'the owner'}
    ${'kattegat-it'}    | ${['henrik']}                            | ${'MET'}      | ${'COMPANIES_ACT_135'} | ${'no rule, a director only (J13)'}
    ${'greve-kruse'}    | ${['aksel']}                             | ${'UNMET'}    | ${'PARTNERS'}          | ${'one of two partners'}
    ${'greve-kruse'}    | ${['aksel', 'tobias']}                   | ${'MET'}      | ${'PARTNERS'}          | ${'both partners'}
    ${'limfjord'}       | ${['martin', 'peter']}                   | ${'UNPARSED'} | ${null}                | ${'a text that says too little (J12)'}
    ${'klub-k'}         | ${['lars']}                              | ${'UNPARSED'} | ${null}                | ${'an association (J15)'}
    ${'dahl-byg'}       | ${['thomas']}                            | ${'UNMET'}    | ${'BANKRUPTCY'}        | ${'a director, bankrupt'}
    ${'dahl-byg'}       | ${['rikke']}                             | ${'MET'}      | ${'BANKRUPTCY'}        | ${'the trustee'}
    ${'toft-transport'} | ${['ole']}                               | ${'NOBODY'}   | ${null}                | ${'dissolved'}
  `('$key by $people → $state: $because', async ({ key, people, state, source }) => {
    const at = new Date()
    const confirmations = await Promise.all(
      people.map(async (name: string) => ({ person: await idOf(name), at })),
    )
    const signing = await signingOf(key)
    expect(judgeSigning(signing, confirmations, at).state).toBe(state)
    expect(sourceOf(signing)).toBe(source)
  })

  test('a business that is not registered has nobody, and takes the same statement', async () => {
    const unknown = await subjectId('BUSINESS', '99999999')
    expect(await reader()`select access.signing_of(${unknown}) as signing`).toEqual([{ signing: null }])
  })

  test("a steward's reading counts once it is approved, and until it ends", async () => {
    const state = async () => {
      const signing = await signingOf('limfjord')
      return judgeSigning(signing, [{ person: await idOf('martin'), at: new Date() }], new Date()).state
    }
    const rule = JSON.stringify({ anyOf: [{ allOf: [{ group: 'DIRECTOR', n: 1 }] }] })
    const [{ id }] = (await database.admin`
      insert into powers_of_attorney.signing_reading
        (business_id, rule, text, status, authority, command_id, proposed_by, client)
      values (${await cvrOf('limfjord')}, ${rule}::text::jsonb, 'Selskabet tegnes af ledelsen.',
        (select status from access.fact_business where business_id = ${await cvrOf('limfjord')}),
        '99000001', 'r1', 'one', 'system') returning id`) as unknown as [{ id: string }]
    expect(await state()).toBe('UNPARSED')
    await database.admin`update powers_of_attorney.signing_reading
      set approved_by = 'two', approved_at = clock_timestamp() where id = ${id}`
    expect(await state()).toBe('MET')
    await database.admin`update powers_of_attorney.signing_reading set ended_at = clock_timestamp() where id = ${id}`
    expect(await state()).toBe('UNPARSED')
  })

  test('a reading that names a person follows when two ids turn out to be one', async () => {
    const [old] = await database.admin`insert into identity.subject (kind) values ('PERSON') returning id`
    const [club, lars] = [await cvrOf('klub-k'), await idOf('lars')]
    const rule = JSON.stringify({ anyOf: [{ allOf: [{ person: old!.id }] }] })
    await database.admin`insert into powers_of_attorney.signing_reading
      (business_id, rule, status, authority, command_id, proposed_by, client, approved_by, approved_at)
      select ${club}, ${rule}::text::jsonb, status, '99000001', 'r2', 'one', 'system', 'two', clock_timestamp()
      from access.fact_business where business_id = ${club}`
    const state = async () =>
      judgeSigning(await signingOf('klub-k'), [{ person: lars, at: new Date() }], new Date())
    expect(await state()).toMatchObject({ state: 'UNMET' })
    await database.admin`insert into identity.merged (from_id, into_id) values (${old!.id}, ${lars})`
    expect(await state()).toEqual({ state: 'MET', by: [lars] })
  })

  test('the facts hold the signing of the one who is represented, and what it rests on', async () => {
    const [drift, holding] = [await cvrOf('fjord-drift'), await cvrOf('fjord-holding')]
    const { signing } = await rightsOver('jesper', drift)
    expect([...signing!.behind.keys()]).toEqual([drift, holding])
    expect([...signing!.behind.values()].every(({ revision }) => typeof revision === 'number')).toBe(true)
  })
})

describe('rights of persons over persons', () => {
  test('custody: the caller and all who hold it', async () => {
    const { custody } = await rightsOver('anna', await idOf('bo'))
    expect([...custody!.holders].sort()).toEqual([await idOf('anna'), await idOf('jens')].sort())
    expect((await rightsOver('lars', await idOf('bo'))).custody).toBeNull()
  })

  test('guardianship without an end; whoever is under it, whoever the guardian is', async () => {
    const { self, other } = await factsOf({ person: await idOf('dorte'), represented: await idOf('carl') })
    expect(other.rights.guardian).toEqual({ until: null })
    expect([self.guarded, other.guarded]).toEqual([null, { until: null }])
    expect((await rightsOver('anna', await idOf('carl'))).guardian).toBeNull()
  })

  test('ages', async () => {
    const { self, other } = await factsOf({ person: await idOf('dorte'), represented: await idOf('mikkel') })
    expect(self).toMatchObject({ born: '1979-09-14', ofAge: new Date('1997-09-13T22:00:00Z') })
    expect(other.ofAge!.getTime()).toBeGreaterThan(Date.now())
  })

  test('over whom the caller does not represent, nothing is known', async () => {
    const self = await idOf('anna')
    const answer = await factsOf({ person: self, subjects: [self, await idOf('bo')] })
    expect(answer.self.rights).toMatchObject({ custody: null, mandates: [] })
  })
})

describe('powers of attorney', () => {
  interface Power {
    readonly from: string
    readonly to: string
    readonly chain?: readonly string[]
    readonly passedOnBy?: string
    readonly business?: boolean
  }
  async function given({ from, to, chain = [], passedOnBy, business = false }: Power): Promise<string> {
    const [row] = await database.admin`
      insert into powers_of_attorney.power_of_attorney (grantor_id, grantor_kind, holder_id, holder_kind, parent, chain,
        passed_on_by, passed_on_kind, pass_on_depth, command_id, fields, actions, state, valid_from, valid_to)
      values (${from}, 'PERSON', ${to}, ${business ? 'BUSINESS' : 'PERSON'}, ${chain.at(-1) ?? null}, ${[...chain]},
        ${passedOnBy ?? null}, ${passedOnBy ? 'PERSON' : null}, ${3 - chain.length}, gen_random_uuid()::text,
        '{Person.name}', '{READ}', 'ACTIVE', now(), now() + interval '1 day') returning id`
    return row!.id
  }

  test('one that was passed on comes with all above it, in order, and their holders as they are', async () => {
    const [anna, lars, jens, hans] = [
      await idOf('anna'),
      await idOf('lars'),
      await idOf('jens'),
      await idOf('hans'),
    ]
    const first = await given({ from: anna, to: lars })
    const second = await given({ from: anna, to: hans, chain: [first], passedOnBy: lars })
    const third = await given({ from: anna, to: jens, chain: [first, second], passedOnBy: hans })
    const { mandates } = await rightsOver('jens', anna)
    expect(mandates).toMatchObject([
      {
        id: third,
        chain: [
          { id: first, holder: lars, passOnDepth: 3, holderGone: false, holderRevision: expect.any(Number) },
          { id: second, holder: hans, passOnDepth: 2, holderGone: true },
        ],
      },
    ])
  })

  test('one held under an id that gave way counts for the person', async () => {
    const [row] = await database.admin`insert into identity.subject (kind) values ('PERSON') returning id`
    const power = await given({ from: await idOf('mette'), to: row!.id })
    expect((await rightsOver('sofie', await idOf('mette'))).mandates).toEqual([])
    await database.admin`insert into identity.merged (from_id, into_id) values (${row!.id}, ${await idOf('sofie')})`
    expect((await rightsOver('sofie', await idOf('mette'))).mandates).toMatchObject([{ id: power }])
  })

  test.each`
    who         | signedInFor   | mandates | heldTogether | because
    ${'anna'}   | ${'nordhavn'} | ${1}     | ${false}     | ${'signs alone for the business that holds it'}
    ${'anna'}   | ${null}       | ${0}     | ${false}     | ${'signed in for herself'}
    ${'preben'} | ${'nordhavn'} | ${0}     | ${true}      | ${'does not sign for it'}
  `('held by a business: $who $because', async ({ who, signedInFor, mandates, heldTogether }) => {
    const grantor = await idOf('grethe')
    await given({ from: grantor, to: await cvrOf('nordhavn'), business: true })
    const found = await rightsOver(who, grantor, signedInFor)
    expect(found.mandates.length > 0 ? 1 : 0).toBe(mandates)
    expect(found.heldTogether.length > 0).toBe(heldTogether)
  })

  test('one that is dormant, offered or not yet confirmed is not seen', async () => {
    const [freja, erik] = [await idOf('freja'), await idOf('erik')]
    const id = await given({ from: erik, to: freja })
    for (const state of ['DORMANT', 'OFFERED', 'PARTLY_CONFIRMED']) {
      await database.admin`update powers_of_attorney.power_of_attorney set state = ${state},
        kind = ${state === 'DORMANT' ? 'FUTURE' : 'VOLUNTARY'}, answer_by = valid_to, confirm_by = valid_to
        where id = ${id}`
      expect((await rightsOver('freja', erik)).mandates).toEqual([])
    }
  })
})

describe('what a command holds', () => {
  test('a right is held while nothing that it rests on changed', async () => {
    const [anna] = [await idOf('anna')]
    const [row] =
      await database.admin`select revision::float8 from access.standing where subject_id = ${anna}`
    const held = async (revision: number, mandates: readonly string[] = []) => {
      const standings = JSON.stringify([{ subject: anna, revision }])
      const [answer] = await database.sql('consents')`
        select access.hold_relied(${[...mandates]}::uuid[], ${standings}::text::jsonb) as held`
      return answer!.held
    }
    expect(await held(row!.revision)).toBe(true)
    expect(await held(row!.revision + 1)).toBe(false)
    expect(await held(row!.revision, [anna])).toBe(false)
  })

  test('a business that is being changed cannot be signed for right now', async () => {
    const drift = await cvrOf('fjord-drift')
    const signed = () => database.sql('consents')`select access.hold_signing(${drift}) as signing`
    expect((await signed())[0]!.signing).toHaveLength(2)
    await database.admin.begin(async tx => {
      await tx`select from access.standing where subject_id = ${await cvrOf('fjord-holding')} for update`
      await expect(signed()).rejects.toMatchObject({ code: '55P03' })
    })
  })
})
