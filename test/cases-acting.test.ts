// Cases P06 to P12 and J01 to J14, the reading side: what custody, guardianship and signing rules give, and what ends them.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Cases, expectNowhere, openCases } from './asked.ts'
import type { As } from './platform.ts'

let cases: Cases
beforeAll(async () => {
  cases = await openCases()
})
afterAll(() => cases?.close())

const read = `query Read($id: ID!) {
  personById(id: $id) { birthDate occupation businessRoles { nodes { function } } citizenship { country } }
}`
const asFor = async (key: string, represents: string, activity?: string) =>
  cases.ask({ ...(await cases.citizen(key, represents)), activity }, read, {
    id: await cases.idOf(represents),
  })

describe('custody', () => {
  test.each`
    holder     | child       | activity     | refused                              | because
    ${'anna'}  | ${'bo'}     | ${undefined} | ${[]}                                | ${'custody alone is enough (P06)'}
    ${'lars'}  | ${'bo'}     | ${undefined} | ${['personById MANDATE_MISSING']}    | ${'no custody (P07)'}
    ${'anna'}  | ${'bo'}     | ${'KOM-18'}  | ${['personById SIGNING_RULE_UNMET']} | ${'the activity needs both (P08)'}
    ${'anna'}  | ${'bo'}     | ${'KOM-22'}  | ${[]}                                | ${'at 14 the child does not decide yet'}
    ${'dorte'} | ${'mikkel'} | ${'KOM-22'}  | ${['personById MANDATE_SCOPE']}      | ${'from 15 the child decides (P10)'}
    ${'dorte'} | ${'mikkel'} | ${undefined} | ${[]}                                | ${'elsewhere custody holds until 18'}
  `('$holder for $child under $activity: $because', async ({ holder, child, activity, refused }) => {
    const answer = await asFor(holder, child, activity)
    expect(answer.refused).toEqual(refused)
    if (refused.length > 0) expect(answer.data).toEqual({ personById: null })
    else expect(answer.records[0]!.given).toContainEqual(given('Person.birthDate', 'CUSTODY'))
  })

  test('the young decide for themselves all along', async () => {
    const answer = await cases.ask(
      { ...(await cases.citizen('mikkel')), activity: 'KOM-22' },
      '{ me { birthDate } }',
    )
    expect(answer.recorded).toContain('Person.birthDate OWN')
  })
})

describe('guardianship, record 017', () => {
  test('gives what is economic, and nothing else (P11)', async () => {
    const answer = await asFor('dorte', 'carl')
    expect(answer.data.personById).toMatchObject({
      occupation: 'Bogbinder',
      birthDate: null,
      citizenship: null,
    })
    expect(answer.refused).toEqual([
      'personById.birthDate MANDATE_SCOPE',
      'personById.citizenship MANDATE_SCOPE',
    ])
    expect(answer.records[0]!.given).toContainEqual(given('Person.occupation', 'GUARDIANSHIP'))
    expectNowhere(answer, ['1951-06-18'])
  })

  test('leaves the ward to read what is their own (P12)', async () => {
    const answer = await cases.ask(await cases.citizen('carl'), '{ me { birthDate occupation } }')
    expect(answer.data.me).toEqual({ birthDate: '1951-06-18', occupation: 'Bogbinder' })
  })

  test('the ward sees in the log by which right', async () => {
    await asFor('dorte', 'carl')
    const log = await cases.ask(
      await cases.citizen('carl'),
      '{ me { accessLog(first: 1) { nodes { summary summaryDa: summary(language: DA) given { field by } } } } }',
    )
    expect(log.data.me.accessLog.nodes[0]).toMatchObject({
      summary: expect.stringContaining('as guardian'),
      summaryDa: expect.stringContaining('som værge'),
      given: expect.arrayContaining([{ field: 'Person.occupation', by: 'GUARDIANSHIP' }]),
    })
  })
})

const given = (field: string, by: string) => ({ field, ground: 'MANDATE', by })

describe('a business', () => {
  const asSigner = async (who: string, business: string): Promise<As> => ({
    ...(await cases.citizen(who)),
    represented: { kind: 'BUSINESS', id: await cases.businessId(business) },
  })
  const year = new Date().getFullYear() - 2
  const text = `{ represented { ... on Business { name employment(year: ${year}) { employees } } } }`

  test.each`
    who         | business         | by                | because
    ${'anna'}   | ${'nordhavn'}    | ${'SIGNING_RULE'} | ${'a director alone (J01)'}
    ${'ida'}    | ${'frisoer-ida'} | ${'OWNER'}        | ${'the owner (J14)'}
    ${'jesper'} | ${'fjord-drift'} | ${'SIGNING_RULE'} | ${'through the company that directs it'}
    ${'henrik'} | ${'kattegat-it'} | ${'SIGNING_RULE'} | ${'no rule, a director only (J13)'}
    ${'rikke'}  | ${'dahl-byg'}    | ${'SIGNING_RULE'} | ${'the trustee in bankruptcy'}
  `('$who for $business: $because', async ({ who, business, by }) => {
    const answer = await cases.ask(await asSigner(who, business), text)
    expect(answer.refused).toEqual([])
    expect(answer.data.represented.employment).not.toBeNull()
    expect(answer.records[0]!.given).toContainEqual(given('Business.employment', by))
  })

  test.each`
    who         | business            | code                       | because
    ${'preben'} | ${'vestkyst'}       | ${'SIGNING_RULE_UNMET'}    | ${'the chair alone (J02)'}
    ${'lars'}   | ${'klub-k'}         | ${'SIGNING_RULE_UNPARSED'} | ${'an association (J15)'}
    ${'martin'} | ${'limfjord'}       | ${'SIGNING_RULE_UNPARSED'} | ${'a text that says too little (J12)'}
    ${'thomas'} | ${'dahl-byg'}       | ${'MANDATE_LAPSED'}        | ${'the director of a bankrupt company'}
    ${'jesper'} | ${'vestkyst'}       | ${'MANDATE_MISSING'}       | ${'a director of whom the rule says nothing'}
    ${'ole'}    | ${'toft-transport'} | ${'MANDATE_MISSING'}       | ${'dissolved, and its director gone with it'}
    ${'jens'}   | ${'nordhavn'}       | ${'MANDATE_MISSING'}       | ${'a director of earlier days'}
    ${'lars'}   | ${'limfjord'}       | ${'MANDATE_MISSING'}       | ${'a stranger, whatever the text'}
  `('$who for $business → $code: $because', async ({ who, business, code }) => {
    const answer = await cases.ask(await asSigner(who, business), text)
    expect(answer.data.represented?.employment ?? null).toBeNull()
    expect(answer.refused).toEqual([`represented.employment ${code}`])
  })

  test('whose director, a company, is being changed right now is not answered for', async () => {
    await cases.database.admin.begin(async tx => {
      await tx`select from access.standing where subject_id = ${await cases.businessId('fjord-holding')} for update`
      const answer = await cases.ask(await asSigner('jesper', 'fjord-drift'), text)
      expect(answer.refused).toEqual(['represented.employment INDETERMINATE'])
    })
    expect((await cases.ask(await asSigner('jesper', 'fjord-drift'), text)).refused).toEqual([])
  })

  describe('that closes', () => {
    const life = (to: string) => cases.database.admin`
      update businesses.life_cycle set effective_to = ${to}::timestamptz
      where business_id = (select id from businesses.business where cvr = ${cases.cvr('frisoer-ida')})`
    beforeEach(() => life('infinity'))
    afterAll(() => life('infinity'))

    test('is acted for no more by its owner (J14)', async () => {
      expect((await cases.ask(await asSigner('ida', 'frisoer-ida'), text)).refused).toEqual([])
      await life('now')
      const after = await cases.ask(await asSigner('ida', 'frisoer-ida'), text)
      expect(after.refused).toEqual(['represented.employment MANDATE_LAPSED'])
    })
  })
})

describe('a power of attorney ends by itself', () => {
  const text =
    'query Read($year: Int!) { represented { ... on Business { employment(year: $year) { employees } } ... on Person { birthDate } } }'

  async function given(kind: 'PERSON' | 'BUSINESS', from: string, by: string): Promise<As> {
    const id = kind === 'PERSON' ? await cases.idOf(from) : await cases.businessId(from)
    await cases.database.admin`
      insert into powers_of_attorney.power_of_attorney (grantor_id, grantor_kind, holder_id, holder_kind, given_by,
        command_id, fields, actions, state, valid_from, valid_to)
      values (${id}, ${kind}, ${await cases.idOf('lars')}, 'PERSON', ${by}, gen_random_uuid()::text,
        '{Person.birthDate,Business.employment}', '{READ}', 'ACTIVE', now(), now() + interval '1 day')`
    return { ...(await cases.citizen('lars')), represented: { kind, id } }
  }

  test.each`
    kind          | from                | by               | field           | code                | because
    ${'BUSINESS'} | ${'nordhavn'}       | ${'SIGNATORIES'} | ${'employment'} | ${null}             | ${'the company stands'}
    ${'BUSINESS'} | ${'dahl-byg'}       | ${'SIGNATORIES'} | ${'employment'} | ${'MANDATE_LAPSED'} | ${'the company is bankrupt'}
    ${'BUSINESS'} | ${'toft-transport'} | ${'SIGNATORIES'} | ${'employment'} | ${'MANDATE_LAPSED'} | ${'the company is dissolved'}
    ${'PERSON'}   | ${'bo'}             | ${'CUSTODY'}     | ${'birthDate'}  | ${null}             | ${'the child is 14'}
    ${'PERSON'}   | ${'sofie'}          | ${'CUSTODY'}     | ${'birthDate'}  | ${'MANDATE_LAPSED'} | ${'the child has come of age'}
    ${'PERSON'}   | ${'sofie'}          | ${'SELF'}        | ${'birthDate'}  | ${null}             | ${'given by herself'}
    ${'PERSON'}   | ${'hans'}           | ${'SELF'}        | ${'birthDate'}  | ${'MANDATE_LAPSED'} | ${'the grantor is dead (P19)'}
  `('$from, by $by: $because → $code', async ({ kind, from, by, field, code }) => {
    await cases.database.admin`truncate powers_of_attorney.power_of_attorney cascade`
    const answer = await cases.ask(await given(kind, from, by), text, { year: new Date().getFullYear() - 2 })
    const codes = answer.refused.map(line => line.split(' ')[1])
    expect(codes).toEqual(code === null ? [] : [code])
    if (code === null) expect(answer.data.represented[field]).not.toBeNull()
  })
})

describe('a power of attorney that was passed on', () => {
  const name = 'query Read($id: ID!) { personById(id: $id) { name { full } } }'
  const readAs = async (key: string) =>
    cases.ask(await cases.citizen(key, 'anna'), name, { id: await cases.idOf('anna') })
  let ids: readonly string[]

  /** Anna gave Lars, who passed on to Mette, who passed on to Jens, who passed on to Ida. */
  beforeEach(async () => {
    await cases.database.admin`truncate powers_of_attorney.power_of_attorney cascade`
    const holders = ['lars', 'mette', 'jens', 'ida']
    const made: string[] = []
    for (const [place, key] of holders.entries()) {
      const by = place === 0 ? null : await cases.idOf(holders[place - 1]!)
      const [row] = await cases.database.admin`
        insert into powers_of_attorney.power_of_attorney (grantor_id, grantor_kind, holder_id, holder_kind, parent, chain,
          passed_on_by, passed_on_kind, pass_on_depth, command_id, fields, actions, state, valid_from, valid_to)
        values (${await cases.idOf('anna')}, 'PERSON', ${await cases.idOf(key)}, 'PERSON', ${made.at(-1) ?? null}, ${made},
          ${by}, ${by && 'PERSON'}, ${3 - place}, ${`chain-${place}`}, '{Person.name}', '{READ}', 'ACTIVE', now(),
          now() + interval '1 day') returning id`
      made.push(row!.id)
    }
    ids = made
  })

  test('gives what it covers, four deep, and shows the last one', async () => {
    const answer = await readAs('ida')
    expect(answer.data.personById.name.full).toBe('Anna Kirstine Holm')
    expect(answer.records[0]!.given).toContainEqual({
      ...given('Person.name', 'POWER_OF_ATTORNEY'),
      mandate: ids[3],
    })
  })

  test.each`
    change                               | place | set                       | code
    ${'the first was revoked'}           | ${0}  | ${{ state: 'REVOKED' }}   | ${'MANDATE_LAPSED'}
    ${'one in the middle was renounced'} | ${2}  | ${{ state: 'RENOUNCED' }} | ${'MANDATE_LAPSED'}
    ${'the last was revoked'}            | ${3}  | ${{ state: 'REVOKED' }}   | ${'MANDATE_EXPIRED'}
    ${'the depth was lowered (P03)'}     | ${0}  | ${{ pass_on_depth: 2 }}   | ${'MANDATE_DEPTH'}
  `('$change → $code', async ({ place, set, code }) => {
    await cases.database.admin`
      update powers_of_attorney.power_of_attorney set ${cases.database.admin(set)} where id = ${ids[place]!}`
    expect((await readAs('ida')).refused).toEqual([`personById ${code}`])
    // What stands above what broke still holds.
    if (place > 1) expect((await readAs('lars')).refused).toEqual([])
  })

  test('is lost with the first one while a request runs: that request is not answered', async () => {
    await cases.database.admin.begin(async tx => {
      await tx`update powers_of_attorney.power_of_attorney set state = 'REVOKED' where id = ${ids[0]!}`
      const answer = await readAs('ida')
      expect(answer.refused).toEqual(['personById INDETERMINATE'])
      expectNowhere(answer, ['Anna'])
    })
    expect((await readAs('ida')).refused).toEqual(['personById MANDATE_LAPSED'])
  })
})
