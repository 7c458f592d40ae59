// Suppliers in stewards' hands: proposed by one, approved by another, ended at once, never rewritten; every problem at once.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { approve, draft, draftOf, kommuneSteward, operatorSteward } from './activity-drafts.ts'
import { type Cases, inDays, kommune, openCases } from './asked.ts'
import type { As } from './platform.ts'
import {
  approveSupplier,
  commandSupplier,
  endAll,
  ended,
  endSupplier,
  inForce,
  mandateOf,
  register,
} from './suppliers.ts'

let cases: Cases
beforeAll(async () => {
  cases = await openCases()
  await cases.database.admin`insert into authorities.authority values ('99000098', 'Uden systemer', 'PUBLIC')`
})
afterAll(() => cases?.close())

const one = kommuneSteward(1)
const two = kommuneSteward(2)
const proposed = async (overrides: Record<string, unknown> = {}, as: As = one) =>
  commandSupplier(cases, as, register, mandateOf(cases, overrides))
const on = (as: As, text: string, id: unknown, commandId: string = randomUUID()) =>
  commandSupplier(cases, as, text, { id, commandId })

describe('a proposal', () => {
  test('that fits waits for a second steward, and says all of itself', async () => {
    const { supplier, problems } = await proposed()
    expect(problems).toEqual([])
    expect(supplier).toMatchObject({
      ...{ state: 'PROPOSED', supplier: { cvr: cases.cvr('lev') }, authority: { cvr: cases.cvr('kommune') } },
      ...{ activities: [{ id: 'KOM-17' }], contract: 'aftaler/2026-112' },
      ...{ registeredBy: 'kommune-steward-1', approvedBy: null, endedAt: null },
    })
  })

  test.each`
    what                                   | input                                                                                          | expected
    ${'nobody registered'}                 | ${() => ({ supplier: '12345674' })}                                                            | ${['SUPPLIER_UNKNOWN input.supplier']}
    ${'an authority without systems'}      | ${() => ({ supplier: '99000098' })}                                                            | ${['SUPPLIER_UNKNOWN input.supplier']}
    ${'oneself'}                           | ${() => ({ supplier: cases.cvr('kommune') })}                                                  | ${['SUPPLIER_UNKNOWN input.supplier']}
    ${'no activity'}                       | ${() => ({ activities: [] })}                                                                  | ${['LIST_EMPTY input.activities']}
    ${'one twice'}                         | ${() => ({ activities: ['KOM-17', 'KOM-17'] })}                                                | ${['LISTED_TWICE input.activities']}
    ${"another authority's, and nobody's"} | ${() => ({ activities: ['KOM-17', 'SKAT-1', 'KOM-999'] })}                                     | ${['NOT_FOUND input.activities.1', 'NOT_FOUND input.activities.2']}
    ${"the stewards' own"}                 | ${() => ({ activities: ['ADM-1'] })}                                                           | ${['ACTIVITY_RESERVED input.activities.0']}
    ${'no reference'}                      | ${() => ({ contract: ' ' })}                                                                   | ${['DOCUMENT_REFERENCE input.contract']}
    ${'a number in the reference'}         | ${() => ({ contract: 'aftale 010170-1234' })}                                                  | ${['DOCUMENT_REFERENCE input.contract']}
    ${'an end that has passed'}            | ${() => ({ validTo: inDays(-1) })}                                                             | ${['PERIOD_REVERSED input.validTo']}
    ${'an end before its beginning'}       | ${() => ({ validFrom: inDays(9), validTo: inDays(8) })}                                        | ${['PERIOD_REVERSED input.validTo']}
    ${'26 years (P28)'}                    | ${() => ({ validTo: inDays(26 * 365.25) })}                                                    | ${['PERIOD_TOO_LONG input.validTo']}
    ${'several things'}                    | ${() => ({ supplier: '12345674', activities: ['SKAT-1'], contract: '', validTo: inDays(-1) })} | ${['SUPPLIER_UNKNOWN input.supplier', 'NOT_FOUND input.activities.0', 'DOCUMENT_REFERENCE input.contract', 'PERIOD_REVERSED input.validTo']}
    ${'a command id too long'}             | ${() => ({ commandId: 'x'.repeat(65) })}                                                       | ${['ID_LENGTH input.commandId']}
  `('of $what: $expected', async ({ input, expected }) => {
    const before = await count()
    const { supplier, problems } = await proposed(input())
    expect([supplier, problems]).toEqual([null, expected])
    expect(await count()).toEqual(before)
  })

  test('without an end is no proposal at all (P28)', async () => {
    const { validTo: _, ...input } = mandateOf(cases)
    const answer = await cases.ask(one, register, { input })
    expect([answer.data, answer.errors.length]).toEqual([undefined, 1])
  })
})

const count = async () => {
  const [row] = await cases.database
    .admin`select (select count(*) from authorities.supplier)::int as suppliers,
    (select count(*) from authorities.supplier_event)::int as events`
  return row
}

describe('approval', () => {
  test.each`
    who                                | as                    | expected
    ${'the steward who proposed it'}   | ${one}                | ${['FOUR_EYES_NEEDED input.id']}
    ${'another of the same authority'} | ${two}                | ${[]}
    ${"one of the operator's"}         | ${operatorSteward(1)} | ${[]}
  `('by $who: $expected', async ({ as, expected }) => {
    const { supplier } = await proposed()
    const { problems } = await on(as, approveSupplier, supplier!.id)
    expect(problems).toEqual(expected)
  })

  test('of what is in force, ended or not there', async () => {
    const id = await inForce(cases)
    expect((await on(two, approveSupplier, id)).problems).toEqual(['WRONG_STATE input.id'])
    await ended(cases, id)
    expect((await on(two, approveSupplier, id)).problems).toEqual(['WRONG_STATE input.id'])
    expect((await on(two, approveSupplier, randomUUID())).problems).toEqual(['NOT_FOUND input.id'])
    expect((await on(two, approveSupplier, 'no id')).problems).toEqual(['NOT_FOUND input.id'])
  })

  test('never reaches back, and keeps the end; a later beginning stands', async () => {
    const begin = inDays(3)
    const later = await proposed({ validFrom: begin })
    const approved = await on(two, approveSupplier, later.supplier!.id)
    expect(approved.supplier).toMatchObject({ validFrom: begin, approvedBy: 'kommune-steward-2' })
    const before = new Date()
    const past = await proposed({ validFrom: inDays(-30) })
    const { supplier } = await on(two, approveSupplier, past.supplier!.id)
    expect(new Date(supplier!.validFrom as string).getTime()).toBeGreaterThanOrEqual(before.getTime() - 1)
  })

  test('of a proposal whose end has passed meanwhile', async () => {
    const { supplier } = await proposed()
    await cases.database
      .admin`update authorities.supplier set valid_from = '2020-01-01', valid_to = '2020-02-01'
      where id = ${supplier!.id as string}`
    expect((await on(two, approveSupplier, supplier!.id)).problems).toEqual(['PERIOD_REVERSED input.id'])
  })
})

describe('the end', () => {
  test('at once, of a proposal too; not twice', async () => {
    for (const id of [await inForce(cases), (await proposed()).supplier!.id as string]) {
      const { supplier, problems } = await ended(cases, id)
      expect([supplier?.state, problems]).toEqual(['ENDED', []])
      expect(supplier?.endedAt).toEqual(expect.any(String))
      expect((await ended(cases, id)).problems).toEqual(['WRONG_STATE input.id'])
    }
  })

  test("is the authority's own: not even the operator ends another's", async () => {
    const id = await inForce(cases)
    expect((await on(operatorSteward(1), endSupplier, id)).problems).toEqual(['NOT_FOUND input.id'])
  })
})

describe('a command sent again', () => {
  test('answers the same and does nothing twice; its id for something else is REPLAY', async () => {
    const input = mandateOf(cases)
    const first = await commandSupplier(cases, one, register, input)
    const before = await count()
    const again = await commandSupplier(cases, one, register, input)
    expect(again.supplier).toEqual(first.supplier)
    expect(await count()).toEqual(before)
    const other = await commandSupplier(cases, one, register, { ...input, contract: 'aftaler/2026-113' })
    expect(other.problems).toEqual(['REPLAY input.commandId'])
    expect((await on(two, approveSupplier, first.supplier!.id, input.commandId)).problems).toEqual([
      'REPLAY input.commandId',
    ])
  })
})

describe('what is on file', () => {
  const file = `{ myAuthority { suppliers { id state supplier { name } activities { id purpose(language: DA) } } } }`

  test('shows every mandate, the newest first, with its state as of now', async () => {
    await endAll(cases)
    const id = await inForce(cases)
    await cases.database.admin`alter table authorities.supplier disable trigger keep_supplier`
    await cases.database
      .admin`insert into authorities.supplier (authority, supplier, activities, contract, valid_from, valid_to,
        state, registered_by, registered_at, approved_by, approved_at)
      select authority, supplier, activities, 'old', '2020-01-01', '2021-01-01', state, registered_by, registered_at + interval '1 second', approved_by, approved_at
      from authorities.supplier where id = ${id}`
    await cases.database.admin`alter table authorities.supplier enable trigger keep_supplier`
    const { data } = await cases.ask(one, file)
    const [expired, active, ...rest] = data.myAuthority.suppliers
    expect([expired.state, active]).toEqual([
      'EXPIRED',
      {
        ...{ id, state: 'ACTIVE', supplier: { name: 'Lev A/S' } },
        activities: [{ id: 'KOM-17', purpose: 'At afgøre ansøgninger om boligstøtte' }],
      },
    ])
    expect(new Set(rest.map(({ state }: { state: string }) => state))).toEqual(new Set(['ENDED']))
  })

  test("the operator's stewards see another's in a case", async () => {
    const text = 'query A($cvr: CVR!) { authority(cvr: $cvr) { suppliers { supplier { cvr } } } }'
    const as = { ...operatorSteward(1), caseReference: 'tilsyn-9' }
    const { data } = await cases.ask(as, text, { cvr: cases.cvr('kommune') })
    expect(data.authority.suppliers[0]).toEqual({ supplier: { cvr: cases.cvr('lev') } })
  })

  test.each`
    who                                    | as                                             | code
    ${'a system'}                          | ${kommune('KOM-17')}                           | ${'CALLER_KIND'}
    ${'an officer under another activity'} | ${{ ...kommuneSteward(1), activity: 'ADM-3' }} | ${'ACTIVITY_FIELD_OUTSIDE'}
  `('$who registers none: $code', async ({ as, code }) => {
    const answer = await cases.ask(as, register, { input: mandateOf(cases) })
    expect(answer.refused).toEqual([`registerSupplier ${code}`])
  })
})

describe("an activity's systems", () => {
  const drafted = async (systems: readonly string[], id = 'KOM-60') => {
    const answer = await cases.ask(one, draft, { input: draftOf({ id, systems }) })
    const { version, problems } = answer.data.draftActivity
    return { version: version?.version, problems: problems.map(({ code }: { code: string }) => code) }
  }
  const approved = async (version: number, id = 'KOM-60') => {
    const answer = await cases.ask(two, approve, { input: { id, version, commandId: randomUUID() } })
    return answer.data.approveActivity.problems.map(({ code }: { code: string }) => code)
  }

  test("may be a supplier's with a mandate for the activity, drafted and approved; else SYSTEM_UNKNOWN", async () => {
    await endAll(cases)
    const own = await drafted(['kommune-sagssystem'])
    expect([await approved(own.version), (await drafted(['lev-drift'])).problems]).toEqual([
      [],
      ['SYSTEM_UNKNOWN'],
    ])
    const id = await inForce(cases, { activities: ['KOM-60'] })
    const withLev = await drafted(['kommune-sagssystem', 'lev-drift'])
    expect(withLev.problems).toEqual([])
    expect((await drafted(['lev-drift'], 'KOM-61')).problems).toEqual(['SYSTEM_UNKNOWN'])
    expect(await approved(withLev.version)).toEqual([])
    const waiting = await drafted(['lev-drift'])
    await ended(cases, id)
    expect(await approved(waiting.version)).toEqual(['SYSTEM_UNKNOWN'])
  })
})

describe('the database itself', () => {
  test.each`
    does                            | change
    ${'widen what is approved'}     | ${"activities = array['KOM-18']"}
    ${'lengthen it'}                | ${"valid_to = valid_to + interval '1 day'"}
    ${'begin it earlier'}           | ${"valid_from = '2020-01-01'"}
    ${'let another approve it'}     | ${"approved_by = 'kommune-steward-1'"}
    ${'take it back to a proposal'} | ${"state = 'PROPOSED', approved_by = null, approved_at = null"}
  `('does not let the service role $does', async ({ change }) => {
    const id = await inForce(cases)
    const sql = cases.database.sql('authorities')
    await expect(sql.unsafe(`update authorities.supplier set ${change} where id = '${id}'`)).rejects.toThrow()
  })

  test('keeps what has ended, and its events', async () => {
    const id = await inForce(cases)
    await ended(cases, id)
    const sql = cases.database.sql('authorities')
    await expect(
      sql`update authorities.supplier set state = 'ACTIVE', ended_at = null where id = ${id}`,
    ).rejects.toThrow()
    await expect(sql`delete from authorities.supplier where id = ${id}`).rejects.toThrow(/permission denied/)
    await expect(sql`delete from authorities.supplier_event`).rejects.toThrow(/permission denied/)
    await expect(sql`update authorities.supplier_event set officer = 'x'`).rejects.toThrow(
      /permission denied/,
    )
    const events = await cases.database.admin`select command, officer, client from authorities.supplier_event
      where supplier = ${id} order by at`
    expect([...events]).toEqual([
      { command: 'REGISTER', officer: 'kommune-steward-1', client: 'kommune-forvalter' },
      { command: 'APPROVE', officer: 'kommune-steward-2', client: 'kommune-forvalter' },
      { command: 'END', officer: 'kommune-steward-1', client: 'kommune-forvalter' },
    ])
  })
})
