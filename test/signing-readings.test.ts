// What stewards read in signing rules: two agree, the business is signed for by it at once, and it ends when the register changes.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Cases, openCases } from './asked.ts'
import type { As } from './platform.ts'
import { operatorSteward, packageSteward } from './power-stewards.ts'

let cases: Cases
const one = operatorSteward(1)
const two = operatorSteward(2)
beforeAll(async () => {
  cases = await openCases()
})
afterAll(() => cases?.close())
beforeEach(() => cases.database.admin`truncate powers_of_attorney.signing_reading`)

const came = 'reading { id state } problems { code path }'
const mutation = (name: string, type: string) =>
  `mutation S($input: ${type}!) { ${name}(input: $input) { ${came} } }`
const propose = mutation('proposeSigningReading', 'ProposeSigningReadingInput')
const approve = mutation('approveSigningReading', 'ApproveSigningReadingInput')
const end = mutation('endSigningReading', 'EndSigningReadingInput')

/** The reading's state, or its problems. */
async function command(as: As, text: string, input: object) {
  const { data, refused } = await cases.ask(as, text, { input })
  if (refused.length > 0) return { id: '', led: refused.join() }
  const [{ reading, problems }] = Object.values(data) as [Came]
  const told = problems.map(({ code, path }) => `${code} ${path}`).join()
  return { id: reading?.id ?? '', led: reading?.state ?? told }
}
interface Came {
  readonly reading: { readonly id: string; readonly state: string } | null
  readonly problems: readonly { readonly code: string; readonly path: string }[]
}

const chair = [{ parts: [{ group: 'CHAIR', count: 1 }] }]
const proposed = (ways: object[] = chair, key = 'limfjord', commandId: string = randomUUID()) =>
  command(one, propose, { commandId, cvr: cases.cvr(key), ways })
const approved = async (id: string, as: As = two, interest = false) =>
  (await command(as, approve, { id, interest })).led

/** What somebody reads for a business: `given`, or the code of the refusal. */
async function reads(who: string, key = 'limfjord'): Promise<string> {
  const { caller } = await cases.citizen(who)
  const represented = { kind: 'BUSINESS', id: await cases.businessId(key) } as const
  const text = 'query B($cvr: CVR!) { business(cvr: $cvr) { employment(year: 2020) { employees } } }'
  const { refused } = await cases.ask({ caller, represented }, text, { cvr: cases.cvr(key) })
  return refused[0]?.split(' ')[1] ?? 'given'
}

describe('a reading', () => {
  test('counts once a second steward has approved it, never before (J12)', async () => {
    expect([await reads('peter'), await reads('martin')]).toEqual([
      'SIGNING_RULE_UNPARSED',
      'SIGNING_RULE_UNPARSED',
    ])
    const { id, led } = await proposed()
    expect([led, await reads('peter')]).toEqual(['PROPOSED', 'SIGNING_RULE_UNPARSED'])
    expect(await approved(id, one)).toBe('FOUR_EYES_NEEDED input.id')
    expect(await approved(id, two, true)).toBe('INTEREST_DECLARED input.id')
    expect(await approved(id)).toBe('IN_FORCE')
    expect([await reads('peter'), await reads('martin')]).toEqual(['given', 'MANDATE_MISSING'])
    expect(await approved(id)).toBe('IN_FORCE')
  })

  test('names people and groups; several sign together', async () => {
    const ways = [
      { parts: [{ cpr: cases.cpr('martin') }] },
      {
        parts: [
          { group: 'CHAIR', count: 1 },
          { group: 'BOARD_MEMBER', count: 1 },
        ],
      },
    ]
    await approved((await proposed(ways)).id)
    expect([await reads('martin'), await reads('peter')]).toEqual(['given', 'SIGNING_RULE_UNMET'])
    const text = `query R($cvr: CVR!) { signingRule(cvr: $cvr) { state source reason text
      ways { parts { group count all person { id } } } reading { state proposedBy approvedBy } } }`
    const { data } = await cases.ask(one, text, { cvr: cases.cvr('limfjord') })
    expect(data.signingRule).toEqual({
      ...{ state: 'READ', source: 'STEWARD', reason: null, text: 'Selskabet tegnes af ledelsen.' },
      ways: [
        { parts: [{ group: null, count: null, all: false, person: { id: await cases.idOf('martin') } }] },
        {
          parts: ['CHAIR', 'BOARD_MEMBER'].map(group => ({ group, count: 1, all: false, person: null })),
        },
      ],
      reading: {
        ...{ state: 'IN_FORCE', proposedBy: 'operator-steward-1', approvedBy: 'operator-steward-2' },
      },
    })
  })

  test('decides for an association, of which the register says nothing', async () => {
    expect(await reads('lars', 'klub-k')).toBe('SIGNING_RULE_UNPARSED')
    await approved((await proposed(chair, 'klub-k')).id)
    expect(await reads('lars', 'klub-k')).toBe('given')
  })

  test('is ended at once, and a newer one takes its place', async () => {
    const first = (await proposed()).id
    await approved(first)
    const second = (await proposed([{ parts: [{ group: 'DIRECTOR', count: 1 }] }])).id
    await approved(second)
    expect([await reads('peter'), await reads('martin')]).toEqual(['MANDATE_MISSING', 'given'])
    expect((await command(one, end, { id: first })).led).toBe('ENDED')
    expect((await command(one, end, { id: second })).led).toBe('ENDED')
    expect(await reads('martin')).toBe('SIGNING_RULE_UNPARSED')
    expect(await approved(second)).toBe('WRONG_STATE input.id')
  })

  test('two approved at once: one of them is in force', async () => {
    const ids = [(await proposed()).id, (await proposed([{ parts: [{ group: 'DIRECTOR', count: 1 }] }])).id]
    const led = await Promise.all(ids.map(id => approved(id)))
    expect(led.every(state => ['IN_FORCE', 'ENDED'].includes(state))).toBe(true)
    const rows = await cases.database.admin`
      select id from powers_of_attorney.signing_reading where approved_at is not null and ended_at is null`
    expect(rows.length).toBe(1)
    expect([await reads('peter'), await reads('martin')].sort()).toEqual(['MANDATE_MISSING', 'given'])
  })

  test('that was rejected, or not approved in time, never counts', async () => {
    const rejected = (await proposed()).id
    expect((await command(two, end, { id: rejected })).led).toBe('REJECTED')
    expect(await approved(rejected)).toBe('WRONG_STATE input.id')
    const late = (await proposed()).id
    await cases.database.admin`update powers_of_attorney.signing_reading
      set proposed_at = proposed_at - interval '15 days' where id = ${late}`
    expect(await approved(late)).toBe('WRONG_STATE input.id')
  })
})

describe('when the register changes', () => {
  const { admin } = { admin: () => cases.database.admin }
  const rewrite = async (text: string) => {
    const business = await cases.businessId('limfjord')
    await admin()`update businesses.attribute set value = ${text} where business_id = ${business} and type = 'TEGNINGSREGEL'`
  }

  test('an approved reading ends by itself, and a proposed one cannot be approved', async () => {
    const id = (await proposed()).id
    await approved(id)
    const waits = (await proposed()).id
    await rewrite('Selskabet tegnes af ledelsen i fællesskab.')
    expect(await reads('peter')).toBe('SIGNING_RULE_UNPARSED')
    expect(await approved(waits)).toBe('SIGNING_TEXT_CHANGED input.id')
    const { data } = await cases.ask(
      one,
      'query R($cvr: CVR!) { signingRule(cvr: $cvr) { state reading { state } } }',
      {
        cvr: cases.cvr('limfjord'),
      },
    )
    expect(data.signingRule).toEqual({ state: 'UNPARSED', reading: { state: 'OUTDATED' } })
    await rewrite('Selskabet tegnes af ledelsen.')
  })
})

describe('what is refused', () => {
  test.each`
    what                          | ways                                                                                         | path
    ${'no way'}                   | ${[]}                                                                                        | ${'input.ways'}
    ${'a way of nobody'}          | ${[{ parts: [] }]}                                                                           | ${'input.ways.0'}
    ${'neither group nor person'} | ${[{ parts: [{}] }]}                                                                         | ${'input.ways.0.parts.0'}
    ${'a group uncounted'}        | ${[{ parts: [{ group: 'CHAIR' }] }]}                                                         | ${'input.ways.0.parts.0'}
    ${'none of a group'}          | ${[{ parts: [{ group: 'CHAIR', count: 0 }] }]}                                               | ${'input.ways.0.parts.0'}
    ${'all, and so many'}         | ${[{ parts: [{ group: 'BOARD', all: true, count: 2 }] }]}                                    | ${'input.ways.0.parts.0'}
    ${'two of the only one'}      | ${[{ parts: [{ group: 'DIRECTOR', count: 2, sole: true }] }]}                                | ${'input.ways.0.parts.0'}
    ${'one person twice'}         | ${[{ parts: [{ person: randomUUID() }, { group: 'CHAIR', count: 1 }] }, { parts: twice() }]} | ${'input.ways.1'}
  `('$what', async ({ ways, path }) => {
    expect((await proposed(ways)).led).toBe(`SIGNING_RULE_FORM ${path}`)
  })

  test.each`
    key                 | what                       | led
    ${'toft-transport'} | ${'a business that ended'} | ${'SIGNING_CLOSED input.cvr'}
    ${'dahl-byg'}       | ${'a bankrupt one'}        | ${'SIGNING_CLOSED input.cvr'}
  `('$what', async ({ key, led }) => {
    expect((await proposed(chair, key)).led).toBe(led)
  })

  test('sent again, answers the same; another content under the same id is told', async () => {
    const first = await proposed(chair, 'limfjord', 'read-1')
    expect(await proposed(chair, 'limfjord', 'read-1')).toEqual(first)
    expect((await proposed(chair, 'klub-k', 'read-1')).led).toBe('REPLAY input.commandId')
  })

  test('to other stewards, and without a case', async () => {
    const input = { commandId: randomUUID(), cvr: cases.cvr('limfjord'), ways: chair }
    expect((await command(packageSteward(), propose, input)).led).toBe(
      'proposeSigningReading ACTIVITY_FIELD_OUTSIDE',
    )
    const { caseReference: _, ...noCase } = one
    expect((await command(noCase, propose, input)).led).toBe('proposeSigningReading CASE_REFERENCE_MISSING')
    const { id } = await proposed()
    const list = '{ signingReadingProposals { nodes { id business { id } ways { parts { group } } } } }'
    const { data, errors } = await cases.ask(two, list)
    expect(errors).toEqual([])
    expect(data.signingReadingProposals.nodes).toEqual([
      { id, business: { id: await cases.businessId('limfjord') }, ways: [{ parts: [{ group: 'CHAIR' }] }] },
    ])
  })
})

function twice() {
  const person = randomUUID()
  return [{ person }, { person }]
}
