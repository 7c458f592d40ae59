// Powers of attorney, proposals and unread signing rules in either order: page by page, and a cursor fits its own order alone.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Cases, openCases } from './asked.ts'
import { command as consentCommand, kommuneSteward, register, registrationOf } from './consent-stewards.ts'
import type { As } from './platform.ts'
import { command, familySteward, letterOf, operatorSteward, registerLetter } from './power-stewards.ts'

const three = [1, 2, 3]

let cases: Cases
beforeAll(async () => {
  cases = await openCases()
  const { admin } = cases.database
  await admin`truncate powers_of_attorney.power_of_attorney, powers_of_attorney.steward_command cascade`
  for (const _ of three) {
    await cases.empowered('erik', 'freja', {})
    await cases.empowered('erik', 'freja', { future: true })
    const letter = letterOf(cases, { interest: true })
    expect((await command(cases, operatorSteward(), registerLetter, letter)).problems).toEqual([])
    const paper = registrationOf(cases, { id: randomUUID(), interest: true })
    expect((await consentCommand(cases, kommuneSteward(), register, paper)).problems).toEqual([])
  }
  // As the register has them, so that they are still to be read.
  await admin`insert into powers_of_attorney.unread_signing_rule (business_id, text, status, times)
    select f.business_id, (select string_agg(distinct x.rule, ' ⁂ ') from access.fact_signing_rule x
      where x.business_id = f.business_id and x.valid_from <= now() and x.valid_to > now()), f.status, 1
    from access.fact_business f where not f.dissolved limit 3`
  await tie()
})
afterAll(() => cases?.close())

/** Two of each at the same time: of them the id decides. */
async function tie(): Promise<void> {
  const { admin } = cases.database
  for (const [table, at] of [
    ['powers_of_attorney.power_of_attorney', 'given_at'],
    ['powers_of_attorney.steward_command', 'at'],
    ['powers_of_attorney.unread_signing_rule', 'since'],
    ['consents.proposal', 'proposed_at'],
  ] as const)
    await admin.unsafe(`update ${table} t set ${at} = now() - interval '1 hour' + (n / 2) * interval '1 second'
      from (select ctid, row_number() over (order by ${at}) as n from ${table}) m where m.ctid = t.ctid`)
}

/** Their ids, the oldest first, as the database has them. */
async function oldest(from: string, at: string, id = 'id'): Promise<readonly string[]> {
  const rows = await cases.database.admin.unsafe(`select ${id} as id from ${from} order by ${at}, ${id}`)
  return rows.map(row => row.id)
}
const erik = () => cases.citizen('erik')
const given = "powers_of_attorney.power_of_attorney where kind = 'VOLUNTARY'"
const future = "powers_of_attorney.power_of_attorney where kind = 'FUTURE'"

interface List {
  readonly as: () => As | Promise<As>
  readonly row?: string
  readonly arguments?: string
  readonly expected: () => Promise<readonly string[]>
}
const lists: Readonly<Record<string, List>> = {
  powersOfAttorney: {
    ...{ as: erik, arguments: 'side: GIVEN, ' },
    expected: () => oldest('powers_of_attorney.power_of_attorney', 'given_at'),
  },
  myMandates: {
    ...{ as: erik, row: 'powerOfAttorney { id }', arguments: 'side: GIVEN, source: VOLUNTARY, ' },
    expected: () => oldest(given, 'given_at'),
  },
  powerOfAttorneyProposals: {
    as: () => operatorSteward(),
    expected: () => oldest('powers_of_attorney.steward_command', 'at'),
  },
  consentProposals: {
    as: () => kommuneSteward(),
    expected: () => oldest('consents.proposal', 'proposed_at'),
  },
  unparsedSigningRules: {
    ...{ as: () => operatorSteward(), row: 'business { id }' },
    expected: () => oldest('powers_of_attorney.unread_signing_rule', 'since', 'business_id'),
  },
}

type Row = { readonly id: string } | Readonly<Record<string, { readonly id: string }>>
const idOf = (row: Row): string => ('id' in row ? row.id : Object.values(row)[0]!.id) as string

async function page(name: string, order: string, after: string | null) {
  const { as, row = 'id', arguments: more = '' } = lists[name]!
  const text = `query L($after: String) { list: ${name}(${more}${order}first: 2, after: $after) {
    nodes { ${row} } pageInfo { hasNextPage endCursor } } }`
  const { data, refused } = await cases.ask(await as(), text, { after })
  return { refused, ...data?.list }
}

async function walk(name: string, order: string): Promise<readonly string[]> {
  const found: string[] = []
  for (let after: string | null = null; ; ) {
    const { nodes, pageInfo, refused } = await page(name, order, after)
    expect(refused).toEqual([])
    found.push(...nodes.map(idOf))
    if (!pageInfo.hasNextPage) return found
    after = pageInfo.endCursor
  }
}

describe.each(Object.keys(lists).map(name => ({ name })))('$name', ({ name }) => {
  test('is read page by page in the order that is chosen, newest first without one', async () => {
    const expected = await lists[name]!.expected()
    expect(expected.length).toBeGreaterThan(2)
    expect(await walk(name, 'order: OLDEST_FIRST, ')).toEqual(expected)
    expect(await walk(name, 'order: NEWEST_FIRST, ')).toEqual(expected.toReversed())
    expect(await walk(name, '')).toEqual(expected.toReversed())
  })

  test('a cursor fits the order that it was given for', async () => {
    const { pageInfo } = await page(name, 'order: OLDEST_FIRST, ', null)
    const other = await page(name, 'order: NEWEST_FIRST, ', pageInfo.endCursor)
    expect(other.refused).toEqual(['list PAGE_CURSOR'])
  })
})

test('what the registers give comes before powers of attorney in either order', async () => {
  const text = `query M($order: Order!) { myMandates(order: $order) { nodes { source powerOfAttorney { id } } } }`
  const anna = await cases.citizen('anna')
  for (const _ of three) await cases.empowered('anna', 'jens', {})
  const asked = async (order: string): Promise<readonly { source: string; powerOfAttorney: unknown }[]> =>
    (await cases.ask(anna, text, { order })).data.myMandates.nodes
  const [newest, oldestFirst] = [await asked('NEWEST_FIRST'), await asked('OLDEST_FIRST')]
  const powers = newest.filter(({ powerOfAttorney }) => powerOfAttorney !== null)
  const others = newest.filter(({ powerOfAttorney }) => powerOfAttorney === null)
  expect([powers.length, others.length > 0]).toEqual([3, true])
  expect(newest).toEqual([...others, ...powers])
  expect(oldestFirst).toEqual([...others, ...powers.toReversed()])
})

describe.each`
  list                 | as                 | rows
  ${'powersOfGrantor'} | ${operatorSteward} | ${given}
  ${'futurePowers'}    | ${familySteward}   | ${future}
`('$list', ({ list, as, rows }) => {
  const asked = async (order: string): Promise<readonly string[]> => {
    const text = `query G($cpr: CPR!) { ${list}(cpr: $cpr${order}) { nodes { id } } }`
    const { data, refused } = await cases.ask(as(), text, { cpr: cases.cpr('erik') })
    expect(refused).toEqual([])
    return data[list].nodes.map(({ id }: { id: string }) => id)
  }

  const his = async () => `${rows} and grantor_id = '${await cases.idOf('erik')}'`

  test('is given in the order that is chosen, newest first without one', async () => {
    const expected = await oldest(await his(), 'given_at')
    expect(expected).toHaveLength(3)
    expect(await asked(', order: OLDEST_FIRST')).toEqual(expected)
    expect(await asked(', order: NEWEST_FIRST')).toEqual(expected.toReversed())
    expect(await asked('')).toEqual(expected.toReversed())
  })

  test('of more than 100, holds those that come first in it', async () => {
    await cases.database.admin.unsafe(`insert into powers_of_attorney.power_of_attorney (kind, grantor_id, grantor_kind,
        holder_id, holder_kind, command_id, fields, actions, state, given_at, valid_from, valid_to)
      select kind, grantor_id, grantor_kind, holder_id, holder_kind, kind || '-' || n, fields, actions, state,
        given_at + n * interval '1 second', valid_from, valid_to
      from (select * from ${await his()} order by given_at desc, id desc limit 1) p, generate_series(1, 100) n`)
    const expected = await oldest(await his(), 'given_at')
    expect(expected).toHaveLength(103)
    expect(await asked(', order: OLDEST_FIRST')).toEqual(expected.slice(0, 100))
    expect(await asked('')).toEqual(expected.toReversed().slice(0, 100))
  })
})
