// A power of attorney that an authority holds: its systems read for the grantor, under an activity that covers the field.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { authorityHolder } from '../access/authority-holder.ts'
import { type Asker, decide, decideCommand, decideEntry, decideOther } from '../access/decide.ts'
import { decideListing } from '../access/listing.ts'
import { type Cases, inDays as daysFrom, kommune as kommunes, openCases, su } from './asked.ts'
import {
  activity,
  anna,
  citizenship,
  civilStatus,
  consent,
  field,
  held,
  inDays,
  kommune,
  mandate,
  name,
  number,
  sofie,
  subject,
  system,
  unregistered,
} from './decision-facts.ts'
import type { As } from './platform.ts'

const power = (overrides = {}) =>
  held(mandate({ activities: ['KOM-17'], holderKind: 'BUSINESS', ...overrides }))
const forAnna = (overrides: Partial<Asker> = {}, stated = activity()) =>
  system(stated, { represented: { kind: 'PERSON', id: anna }, ...overrides })
const told = (
  asker: Asker,
  rule = name,
  about = subject({ rights: power() }),
  parties: readonly string[] = [],
) => {
  const decision = decide(asker, { rule, subject: about, parties })
  return decision.outcome === 'REFUSE' ? decision.code : `${decision.outcome} ${decision.ground}`
}

describe('decided', () => {
  const of = (rights: ReturnType<typeof power>, more = {}) => subject({ rights, ...more })
  test.each`
    what                                        | rule           | about                                                         | expected
    ${'field and activity covered'}             | ${name}        | ${of(power())}                                                | ${'PERMIT MANDATE'}
    ${'any activity'}                           | ${name}        | ${of(power({ activities: [] }))}                              | ${'PERMIT MANDATE'}
    ${'a field that takes consent, without it'} | ${civilStatus} | ${of(power())}                                                | ${'PERMIT MANDATE'}
    ${'none'}                                   | ${name}        | ${subject()}                                                  | ${'MANDATE_MISSING'}
    ${'none, and a consent'}                    | ${civilStatus} | ${subject({ consents: [consent()] })}                         | ${'MANDATE_MISSING'}
    ${'another activity'}                       | ${name}        | ${of(power({ activities: ['KOM-18'] }))}                      | ${'MANDATE_SCOPE'}
    ${'a field that it leaves out'}             | ${number}      | ${of(power())}                                                | ${'MANDATE_SCOPE'}
    ${'a field that the activity leaves out'}   | ${citizenship} | ${of(power({ fields: ['Person.citizenship'] }))}              | ${'ACTIVITY_FIELD_OUTSIDE'}
    ${'acting, and not reading'}                | ${name}        | ${of(power({ actions: ['ACT'] }))}                            | ${'MANDATE_SCOPE'}
    ${'its end has come'}                       | ${name}        | ${of(power({ validTo: inDays(0) }))}                          | ${'MANDATE_EXPIRED'}
    ${'it was revoked'}                         | ${name}        | ${of(power({ state: 'REVOKED' }))}                            | ${'MANDATE_EXPIRED'}
    ${'the grantor is dead'}                    | ${name}        | ${of(power(), { dead: true })}                                | ${'MANDATE_LAPSED'}
    ${'protected, though public'}               | ${name}        | ${of(power(), { protected: true })}                           | ${'WITHHOLD MANDATE'}
    ${"another's data"}                         | ${name}        | ${of(power(), { id: sofie, canonical: sofie, ids: [sofie] })} | ${'MANDATE_MISSING'}
    ${'nobody registered'}                      | ${name}        | ${unregistered}                                               | ${'MANDATE_MISSING'}
  `('$what: $expected', ({ rule, about, expected }) => {
    expect(told(forAnna(), rule, about)).toBe(expected)
  })

  test('it rests on the power, which must still hold as it is recorded', () => {
    const decision = decide(forAnna(), { rule: name, subject: subject({ rights: power() }), parties: [] })
    expect(decision).toMatchObject({ right: 'POWER_OF_ATTORNEY', relies: { mandates: ['m1'] } })
  })

  test('within the activity alone, in the present, and not as a party', () => {
    expect(told(forAnna({}, activity({ validTo: inDays(-1) })))).toBe('ACTIVITY_ENDED')
    expect(told(forAnna({}, activity({ systems: [] })))).toBe('ACTIVITY_UNKNOWN')
    expect(told(forAnna({ activity: null }))).toBe('ACTIVITY_MISSING')
    expect(told(forAnna({ travelled: true }))).toBe('MANDATE_SCOPE')
    expect(told(forAnna(), field('Consent.state'), undefined, [kommune])).toBe('ACTIVITY_FIELD_OUTSIDE')
  })

  test('it looks up, and neither lists nor commands', () => {
    const reach = activity({ reach: 'LIST' })
    expect(decideEntry(forAnna({}, reach), 'LOOKUP').outcome).toBe('PERMIT')
    expect(decideEntry(forAnna({}, reach), 'LIST')).toMatchObject({ code: 'ACTIVITY_REACH' })
    const entry = field('Query.businesses', { class: 'OPEN', entry: { by: ['SYSTEM'], reach: 'LIST' } })
    const listing = { entry, rules: [name], used: [name], searched: true }
    expect(decideListing(forAnna({}, reach), listing).decision).toMatchObject({ code: 'MANDATE_SCOPE' })
    const command = field('Mutation.requestConsent', { command: { by: ['SYSTEM'], action: 'CONSENT' } })
    expect(decideCommand(forAnna(), command, subject())).toMatchObject({ code: 'MANDATE_SCOPE' })
  })

  test("a protected relative's name is withheld, as from any representative", () => {
    const relative = subject({ id: sofie, canonical: sofie, protected: true })
    expect(decideOther(forAnna(), name, relative).outcome).toBe('WITHHOLD')
    expect(decideOther(system(activity()), name, relative).outcome).toBe('PERMIT')
  })

  test('the holder itself is in no register of persons', () => {
    expect(authorityHolder).toMatchObject({ revision: null, dead: false, residence: null, consents: [] })
  })
})

describe('asked', () => {
  let cases: Cases
  let id: string
  beforeAll(async () => {
    cases = await openCases()
  })
  afterAll(() => cases?.close())
  beforeEach(async () => {
    await cases.database.admin`truncate powers_of_attorney.power_of_attorney cascade`
    const [row] = await cases.database.admin`insert into powers_of_attorney.power_of_attorney
        (grantor_id, grantor_kind, holder_id, holder_kind, holder_authority, command_id, fields, actions, activities, state,
          valid_from, valid_to)
      values (${await cases.idOf('erik')}, 'PERSON', ${await cases.businessId('kommune')}, 'BUSINESS', ${cases.cvr('kommune')},
        ${randomUUID()}, ${['Person.name', 'Person.civilStatus']}, ${['READ']}, ${['KOM-17']}, 'ACTIVE', now(), ${daysFrom(30)})
      returning id`
    id = row!.id
  })

  const text =
    'query Q($cpr: CPR!) { person(cpr: $cpr) { name { full } address { lines } civilStatus { status } } }'
  const asFor = async (key: string, as: As = kommunes('KOM-17')): Promise<As> => ({
    ...as,
    represented: { kind: 'PERSON', id: await cases.idOf(key) },
  })
  const asked = async (key: string, as?: As) =>
    cases.ask(await asFor('erik', as), text, { cpr: cases.cpr(key) })

  test('what the power covers is given on its ground, and stands so in the log', async () => {
    const answer = await asked('erik')
    expect(answer.refused).toEqual(['person.address MANDATE_SCOPE'])
    expect(answer.recorded).toEqual([
      'Person.address MANDATE_SCOPE',
      'Person.civilStatus MANDATE',
      'Person.name MANDATE',
      ...answer.recorded.filter(line => line.startsWith('Query.')),
    ])
    expect(answer.records[0]).toMatchObject({ person_id: null, on_behalf_of: await cases.idOf('erik') })
    expect(answer.records[0]!.given).toContainEqual(expect.objectContaining({ mandate: id }))
    const log = '{ me { accessLog(first: 1) { nodes { authority { cvr } summary(language: DA) } } } }'
    const seen = await cases.ask(await cases.citizen('erik'), log)
    expect(seen.data.me.accessLog.nodes).toEqual([
      { authority: { cvr: cases.cvr('kommune') }, summary: expect.stringContaining('efter fuldmagt') },
    ])
  })

  test.each`
    what                   | key       | as                    | code
    ${"another's data"}    | ${'anna'} | ${undefined}          | ${'MANDATE_MISSING'}
    ${'another activity'}  | ${'erik'} | ${kommunes('KOM-18')} | ${'MANDATE_SCOPE'}
    ${'another authority'} | ${'erik'} | ${su}                 | ${'MANDATE_MISSING'}
    ${'no activity'}       | ${'erik'} | ${kommunes()}         | ${'ACTIVITY_MISSING'}
  `('$what: $code', async ({ key, as, code }) => {
    const answer = await asked(key, as)
    expect([answer.data, answer.refused]).toEqual([{ person: null }, [`person ${code}`]])
  })

  test('revoked, the next request is refused; while it is being revoked, nothing is released', async () => {
    await cases.database.admin.begin(async tx => {
      await tx`update powers_of_attorney.power_of_attorney set state = 'REVOKED' where id = ${id}`
      expect((await asked('erik')).refused).toEqual(['person INDETERMINATE'])
    })
    expect((await asked('erik')).refused).toEqual(['person MANDATE_EXPIRED'])
  })
})
