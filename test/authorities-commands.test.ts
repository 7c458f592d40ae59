// Processing activities in stewards' hands: drafted by one, approved by another, in effect on the next request, never rewritten.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { approve, draft, draftOf, end, kommuneSteward, operatorSteward } from './activity-drafts.ts'
import { bank, type Cases, inDays, kommune, openCases } from './asked.ts'
import type { As } from './platform.ts'

let cases: Cases
beforeAll(async () => {
  cases = await openCases()
})
afterAll(() => cases?.close())

const one = kommuneSteward(1)
const two = kommuneSteward(2)

/** The one result of a command, and what stands in the log. */
async function command(as: As, text: string, input: Record<string, unknown>) {
  const answer = await cases.ask(as, text, { input })
  const [result] = Object.values(answer.data ?? {}) as [
    { version: { version: number; state: string } | null; problems: { code: string }[] } | null,
  ]
  return { ...answer, version: result?.version ?? null, problems: result?.problems.map(({ code }) => code) }
}

const drafted = async (input: Record<string, unknown>, as = one): Promise<number> => {
  const { version, problems } = await command(as, draft, draftOf(input))
  expect([problems, version?.state]).toEqual([[], 'DRAFT'])
  return version!.version
}
const approval = (as: As, id: string, version: number, commandId: string = randomUUID()) =>
  command(as, approve, { id, version, commandId })
const ending = (as: As, id: string, at: string | null = null) =>
  command(as, end, { id, at, commandId: randomUUID() })

/** Drafts and approves. */
async function inForce(id: string, input: Record<string, unknown> = {}): Promise<number> {
  const version = await drafted({ id, ...input })
  const { problems, version: approved } = await approval(two, id, version)
  expect([problems, approved?.state]).toEqual([[], 'APPROVED'])
  return version
}

const law = (...coordinates: string[]) => ({
  fields: coordinates.map(coordinate => ({ coordinate, ground: 'LAW' })),
})
const text = 'query Q($cpr: CPR!) { person(cpr: $cpr) { name { full } sex } }'
const asked = async (activity: string) =>
  (await cases.ask(kommune(activity), text, { cpr: cases.cpr('anna') })).refused

describe('effect', () => {
  test('a draft gives nothing; approved by a second officer, the very next request is given', async () => {
    const version = await drafted({ id: 'KOM-50' })
    expect(await asked('KOM-50')).toEqual(['person ACTIVITY_UNKNOWN'])
    await approval(two, 'KOM-50', version)
    expect(await asked('KOM-50')).toEqual(['person.sex ACTIVITY_FIELD_OUTSIDE'])
  })

  test('a field added by a new version is given at once, one taken away is refused at once', async () => {
    await inForce('KOM-51')
    expect(await asked('KOM-51')).toEqual(['person.sex ACTIVITY_FIELD_OUTSIDE'])
    await inForce('KOM-51', law('Person.name', 'Person.sex'))
    expect(await asked('KOM-51')).toEqual([])
    await inForce('KOM-51', law('Person.sex'))
    expect(await asked('KOM-51')).toEqual(['person.name ACTIVITY_FIELD_OUTSIDE'])
  })

  test('ended: the next request is refused, and a new version can be approved', async () => {
    await inForce('KOM-52')
    const { version, problems } = await ending(one, 'KOM-52')
    expect([problems, version]).toMatchObject([[], { validTo: expect.any(String) }])
    expect(await asked('KOM-52')).toEqual(['person ACTIVITY_ENDED'])
    expect((await ending(one, 'KOM-52')).problems).toEqual(['WRONG_STATE'])
    await inForce('KOM-52')
    expect(await asked('KOM-52')).toEqual(['person.sex ACTIVITY_FIELD_OUTSIDE'])
  })

  test('approved for a later time it gives nothing before; the version in force goes on', async () => {
    await inForce('KOM-53', { validFrom: inDays(1) })
    expect(await asked('KOM-53')).toEqual(['person ACTIVITY_ENDED'])
    await inForce('KOM-54')
    await inForce('KOM-54', { ...law('Person.sex'), validFrom: inDays(1) })
    expect(await asked('KOM-54')).toEqual(['person.sex ACTIVITY_FIELD_OUTSIDE'])
    const states = '{ activity(id: "KOM-54") { versions { version state validTo } } }'
    await ending(one, 'KOM-54')
    expect(await asked('KOM-54')).toEqual(['person ACTIVITY_ENDED'])
    // Nobody reads it now, so it is read through a version of its own.
    await inForce('KOM-54')
    const { data } = await cases.ask(kommune(), states)
    expect(data.activity.versions.map(({ state }: { state: string }) => state)).toEqual([
      'APPROVED',
      'CANCELLED',
      'APPROVED',
    ])
  })
})

describe('four eyes', () => {
  test('whoever drafted it cannot approve it', async () => {
    const version = await drafted({ id: 'KOM-60' })
    expect((await approval(one, 'KOM-60', version)).problems).toEqual(['FOUR_EYES_NEEDED'])
    expect(await asked('KOM-60')).toEqual(['person ACTIVITY_UNKNOWN'])
  })

  test.each`
    what                      | input                                         | id
    ${'a confidential field'} | ${law('Person.custodyHolders')}               | ${'KOM-61'}
    ${'cover'}                | ${{ coverForDays: 30 }}                       | ${'KOM-62'}
    ${'an exception'}         | ${{ protectionException: 'CPR act § 42(2)' }} | ${'KOM-63'}
  `('$what takes one of the operator’s', async ({ input, id }) => {
    const version = await drafted({ id, ...input })
    expect((await approval(two, id, version)).problems).toEqual(['OPERATOR_NEEDED'])
    const drafts = '{ activityDrafts { version { activity { id } version } draftedBy needsOperator } }'
    const { data } = await cases.ask(operatorSteward(), drafts)
    expect(data.activityDrafts).toContainEqual({
      version: { activity: { id }, version },
      draftedBy: 'kommune-steward-1',
      needsOperator: true,
    })
    expect((await approval(operatorSteward(), id, version)).problems).toEqual([])
  })

  test('of another authority nothing is known, to approve, to draft or to end', async () => {
    const version = await drafted({ id: 'KOM-64' })
    const own = { id: 'OPR-1', systems: ['operator-forvalter'] }
    const operators = await drafted(own, operatorSteward(1))
    expect((await approval(two, 'OPR-1', operators)).problems).toEqual(['NOT_FOUND'])
    expect((await approval(two, 'OPR-9', 1)).problems).toEqual(['NOT_FOUND'])
    expect((await command(operatorSteward(), draft, draftOf({ ...own, id: 'KOM-64' }))).problems).toEqual([
      'NOT_FOUND',
    ])
    for (const id of ['BANK-1', 'NONE-1']) expect((await ending(one, id)).problems).toEqual(['NOT_FOUND'])
    expect((await ending(one, 'ADM-1')).problems).toEqual(['ACTIVITY_RESERVED'])
    const { data } = await cases.ask(two, '{ activityDrafts { version { activity { id } } } }')
    const ids = data.activityDrafts.map(
      (row: { version: { activity: { id: string } } }) => row.version.activity.id,
    )
    expect(ids).toContain('KOM-64')
    expect(ids).not.toContain('OPR-1')
    expect((await approval(two, 'KOM-64', version)).problems).toEqual([])
  })
})

describe('commands', () => {
  test('every problem at once, as data', async () => {
    const { status, errors, data } = await command(
      one,
      draft,
      draftOf({
        id: 'KOM-70',
        article6: '7',
        systems: ['su-sagssystem'],
        ...law('Person.shoeSize', 'Person.id'),
      }),
    )
    expect([status, errors]).toEqual([200, []])
    expect(data.draftActivity).toEqual({
      version: null,
      problems: [
        { code: 'LEGAL_BASIS', path: 'input.article6' },
        { code: 'FIELD_UNKNOWN', path: 'input.fields.0' },
        { code: 'FIELD_OPEN', path: 'input.fields.1' },
        { code: 'SYSTEM_UNKNOWN', path: 'input.systems' },
      ],
    })
  })

  test('sent again they answer the same and do nothing twice; with other content it is a replay', async () => {
    const input = draftOf({ id: 'KOM-71' })
    const [first, again] = [await command(one, draft, input), await command(one, draft, input)]
    expect([first.version?.version, again.version?.version]).toEqual([1, 1])
    expect((await command(one, draft, { ...input, act: 'Another act § 1' })).problems).toEqual(['REPLAY'])
    await approval(two, 'KOM-71', 1, 'approve-71')
    expect((await approval(two, 'KOM-71', 1, 'approve-71')).problems).toEqual([])
    expect((await approval(two, 'KOM-71', 1)).problems).toEqual(['WRONG_STATE'])
  })

  test('two officers who approve at once: one does, one is told that it is done', async () => {
    const version = await drafted({ id: 'KOM-72' })
    const answers = await Promise.all([two, operatorSteward()].map(as => approval(as, 'KOM-72', version)))
    expect(answers.map(({ problems }) => problems?.join()).sort()).toEqual(['', 'WRONG_STATE'])
  })

  test('drafts of one activity at the same moment are versions one after another; a later approval overtakes the rest', async () => {
    const drafts = await Promise.all([1, 2, 3, 4, 5, 6].map(() => drafted({ id: 'KOM-75' })))
    expect(drafts.toSorted()).toEqual([1, 2, 3, 4, 5, 6])
    expect((await approval(two, 'KOM-75', 5)).problems).toEqual([])
    expect((await approval(two, 'KOM-75', 3)).problems).toEqual(['WRONG_STATE'])
    const { data } = await cases.ask(two, '{ activityDrafts { version { activity { id } version } } }')
    const open = data.activityDrafts.filter(
      (row: { version: { activity: { id: string } } }) => row.version.activity.id === 'KOM-75',
    )
    expect(open).toEqual([{ version: { activity: { id: 'KOM-75' }, version: 6 } }])
  })

  test('stand in the access log with the officer', async () => {
    const { records, recorded } = await command(one, draft, draftOf({ id: 'KOM-73' }))
    expect(recorded).toEqual(['Mutation.draftActivity LAW'])
    expect(records).toMatchObject([{ officer: 'kommune-steward-1', subject_id: null }])
  })

  const sagssystem = (activity: string): As => ({
    caller: { kind: 'SYSTEM', client: 'kommune-sagssystem', officer: 'kommune-steward-1' },
    activity,
  })
  test.each`
    by                                     | as                                                                      | code
    ${'without an activity'}               | ${{ ...one, activity: undefined }}                                      | ${'ACTIVITY_MISSING'}
    ${"under another authority's"}         | ${{ ...one, activity: 'ADM-2' }}                                        | ${'ACTIVITY_UNKNOWN'}
    ${'with a system that may not use it'} | ${sagssystem('ADM-1')}                                                  | ${'ACTIVITY_UNKNOWN'}
    ${'under an activity for cases'}       | ${sagssystem('KOM-17')}                                                 | ${'ACTIVITY_FIELD_OUTSIDE'}
    ${'without an officer'}                | ${{ ...one, caller: { ...one.caller, officer: null } }}                 | ${'CALLER_KIND'}
    ${'by an officer who is nobody'}       | ${{ ...one, caller: { ...one.caller, officer: 'nobody' } }}             | ${'CALLER_KIND'}
    ${"by another authority's steward"}    | ${{ ...one, caller: { ...one.caller, officer: 'operator-steward-1' } }} | ${'CALLER_KIND'}
    ${'by a system'}                       | ${kommune('ADM-1')}                                                     | ${'CALLER_KIND'}
    ${'by a bank'}                         | ${bank('BANK-1')}                                                       | ${'CALLER_KIND'}
  `('given $by → $code, and nothing happens', async ({ as, code }) => {
    const { errors } = await command(as, draft, draftOf({ id: 'KOM-74' }))
    expect(errors).toMatchObject([{ extensions: { code } }])
    for (const field of ['activityDrafts { draftedBy }', 'myAuthority { officers { id } }'])
      expect((await cases.ask(as, `{ ${field} }`)).errors).toMatchObject([{ extensions: { code } }])
    const [row] = await cases.database
      .admin`select count(*)::int as count from authorities.activity where id = 'KOM-74'`
    expect(row!.count).toBe(0)
  })

  test('a citizen gets no such thing', async () => {
    const answer = await cases.ask(await cases.citizen('anna'), '{ myAuthority { officers { name } } }')
    expect(answer.errors).toMatchObject([{ extensions: { code: 'CALLER_KIND' } }])
  })
})

test('a steward sees the systems and officers of the own authority', async () => {
  const { data, recorded } = await cases.ask(
    one,
    '{ myAuthority { authority { name } systems { client officersOnly } officers { id roles } } }',
  )
  expect(data.myAuthority).toEqual({
    authority: { name: 'Strandby Kommune' },
    systems: [
      { client: 'kommune-forvalter', officersOnly: true },
      { client: 'kommune-sagssystem', officersOnly: false },
    ],
    officers: [
      { id: 'kommune-steward-1', roles: ['STEWARD'] },
      { id: 'kommune-steward-2', roles: ['STEWARD'] },
    ],
  })
  expect(recorded).toEqual(['Query.myAuthority LAW'])
})

describe('history', () => {
  const history = `{ activity(id: "KOM-80") { version versions { version state fields { coordinate } purpose(language: DA)
    systems subjects validFrom validTo } } }`

  test('anyone reads every approved version, each with its period, and no draft', async () => {
    await inForce('KOM-80')
    await inForce('KOM-80', { ...law('Person.sex'), purposeDa: 'Noget andet' })
    await drafted({ id: 'KOM-80', purposeDa: 'En kladde' })
    const { data, text: answer } = await cases.ask(bank('BANK-1'), history)
    expect(data.activity).toMatchObject({
      version: 2,
      versions: [
        {
          version: 1,
          state: 'APPROVED',
          fields: [{ coordinate: 'Person.name' }],
          systems: ['kommune-sagssystem'],
        },
        { version: 2, fields: [{ coordinate: 'Person.sex' }], purpose: 'Noget andet', validTo: null },
      ],
    })
    const [first, second] = data.activity.versions
    expect(first.validTo).toBe(second.validFrom)
    expect(answer).not.toContain('En kladde')
    expect(answer).not.toContain('steward')
  })

  test.each`
    what                     | statement
    ${'its text'}            | ${"update authorities.activity_version set act = 'another' where activity = 'KOM-80'"}
    ${'when it began'}       | ${"update authorities.activity_version set valid = tstzrange('2000-01-01', upper(valid)) where activity = 'KOM-80' and version = 1"}
    ${'a later end'}         | ${"update authorities.activity_version set valid = tstzrange(lower(valid), null) where activity = 'KOM-80' and version = 1"}
    ${'who approved it'}     | ${"update authorities.activity_version set approved_by = null where activity = 'KOM-80' and version = 1"}
    ${'a field more'}        | ${"insert into authorities.activity_field values ('KOM-80', 1, 'Person.cpr', 'LAW')"}
    ${'a system more'}       | ${"insert into authorities.activity_system values ('KOM-80', 1, 'su-sagssystem')"}
    ${'a field less'}        | ${"delete from authorities.activity_field where activity = 'KOM-80'"}
    ${'no version any more'} | ${"delete from authorities.activity_version where activity = 'KOM-80'"}
    ${'another event'}       | ${"update authorities.activity_event set officer = 'kommune-steward-2'"}
  `('the database itself refuses the service $what', async ({ statement }) => {
    await expect(cases.database.sql('authorities').unsafe(statement)).rejects.toThrow(
      /permission denied|immutable|row-level security/,
    )
  })
})
