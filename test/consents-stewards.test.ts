// Stewards and consents: searched for in a case, registered from paper, four eyes, withdrawn, held back, made void.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Cases, grant, inDays, kommune, withdraw } from './asked.ts'
import {
  approveProposal,
  command,
  invalidate,
  kommuneSteward,
  openStewards,
  operatorSteward,
  register,
  registrationOf,
  resume,
  type Stewards,
  suspend,
  withdrawFor,
} from './consent-stewards.ts'
import { publishTemplate } from './consent-templates.ts'
import type { As } from './platform.ts'

const kom17 = kommune('KOM-17')
let stewards: Stewards
let cases: Cases
let anna: As
const one = kommuneSteward(1)
const two = kommuneSteward(2)
const operator = operatorSteward()
const field = { fields: ['Person.civilStatus'] }
beforeAll(async () => {
  stewards = await openStewards()
  cases = stewards.cases
  anna = await cases.citizen('anna')
})
afterAll(() => stewards?.close())
beforeEach(() => stewards.empty())

const read = () => stewards.read()
const registered = (input: object = {}) => stewards.registered(input)
const on = (as: As, text: string, id: string, input: object = {}) => stewards.on(as, text, id, input)
const decided = (as: As, text: string, id: string) => stewards.decided(as, text, id)
const notices = () => stewards.notices()
const given = () => cases.consented(kom17, 'anna', field)

test('an id that a steward used before stops nobody from withdrawing with it', async () => {
  const id = await given()
  expect((await on(one, suspend, id, { commandId: 'first', reasonDa: 'Vi ser på det.' })).problems).toEqual(
    [],
  )
  const { data } = await cases.ask(anna, withdraw, { input: { id, commandId: 'first' } })
  expect(data.withdrawConsent).toMatchObject({ consent: { state: 'WITHDRAWN' }, problems: [] })
})

describe('registering', () => {
  test('a paper consent gives at once, with the officer on record and a notice to the person (C22)', async () => {
    const { consent, problems, recorded } = await registered()
    expect([problems, consent]).toMatchObject([[], { state: 'GRANTED', channel: 'PAPER' }])
    expect(recorded).toContain('Mutation.registerConsent LAW')
    expect(await read()).toBe('given')
    const events = await cases.database.admin`
      select command, actor_kind, officer, second_officer, interest, channel, language, case_reference,
        text_hash = (select hash from consents.template_text where template = 'housing-support' and language = 'DA') as shown
      from consents.event`
    expect([...events]).toEqual([
      {
        ...{ command: 'REGISTER', actor_kind: 'STEWARD', officer: 'kommune-steward-1', second_officer: null },
        ...{ interest: false, channel: 'PAPER', language: 'DA', case_reference: '2026-4711', shown: true },
      },
    ])
    expect(await notices()).toEqual(['CONSENT_REGISTERED'])
  })

  test('she sees how it was registered, and withdraws it herself', async () => {
    const { consent } = await registered({ channel: 'ASSISTED', language: 'EN' })
    const text =
      '{ me { consents { nodes { channel registration { channel signedOn document language } } } } }'
    const { data } = await cases.ask(anna, text)
    expect(data.me.consents.nodes).toEqual([
      {
        channel: 'ASSISTED',
        registration: {
          ...{ channel: 'ASSISTED', signedOn: inDays(-1).slice(0, 10) },
          ...{ document: 'ark-2026-17', language: 'EN' },
        },
      },
    ])
    await cases.ask(anna, withdraw, { input: { id: consent!.id, commandId: 'w' } })
    expect(await read()).toBe('CONSENT_WITHDRAWN')
  })

  test.each`
    what                                    | input                                   | problems
    ${'a template that is not there'}       | ${{ template: 'none' }}                 | ${['TEMPLATE_UNKNOWN input.template']}
    ${"another authority's template"}       | ${{ template: 'loan' }}                 | ${['TEMPLATE_UNKNOWN input.template']}
    ${'a version that is not there'}        | ${{ version: 7 }}                       | ${['TEMPLATE_UNKNOWN input.template']}
    ${'a field it does not cover (C18)'}    | ${{ fields: ['Person.businessRoles'] }} | ${['TEMPLATE_FIELD_OUTSIDE input.fields', 'CONSENT_NOT_NEEDED input.fields']}
    ${'a condition it does not need (C25)'} | ${{ condition: true }}                  | ${['CONDITION_NOT_NEEDED input.condition']}
    ${'too long a time'}                    | ${{ validTo: inDays(500) }}             | ${['PERIOD_TOO_LONG input.validTo']}
    ${'a day to come'}                      | ${{ signedOn: inDays(2).slice(0, 10) }} | ${['SIGNED_LATER input.signedOn']}
    ${'no document'}                        | ${{ document: ' ' }}                    | ${['DOCUMENT_REFERENCE input.document']}
    ${'a number as document'}               | ${{ document: 'sag 0000000000' }}       | ${['DOCUMENT_REFERENCE input.document']}
    ${'nobody'}                             | ${{ cpr: null }}                        | ${['SUBJECT_AMBIGUOUS input.cpr']}
    ${'two problems (C19)'}                 | ${{ document: '', condition: true }}    | ${['CONDITION_NOT_NEEDED input.condition', 'DOCUMENT_REFERENCE input.document']}
  `('$what is refused', async ({ input, problems }) => {
    const came = await registered(input)
    expect([came.status, came.consent, came.problems]).toEqual([200, null, problems])
    expect(await notices()).toEqual([])
  })

  test('a language that the template lacks was not shown', async () => {
    await publishTemplate(cases.database.admin, {
      ...{ id: 'danish', activity: 'KOM-17', languages: ['DA'] },
      ...field,
    })
    const { problems } = await registered({ template: 'danish', language: 'EN' })
    expect(problems).toEqual(['TEXT_LANGUAGE input.language'])
    expect((await registered({ template: 'danish' })).problems).toEqual([])
  })

  test('the same id with the same content is the same registration; with other content a replay', async () => {
    const input = registrationOf(cases, { id: 'paper-1' })
    const [first, again] = [
      await command(cases, one, register, input),
      await command(cases, one, register, input),
    ]
    expect(again.consent).toEqual(first.consent)
    expect(await notices()).toEqual(['CONSENT_REGISTERED'])
    for (const other of [
      { ...input, document: 'ark-2' },
      { ...input, interest: true },
    ])
      expect((await command(cases, one, register, other)).problems).toEqual(['REPLAY input.id'])
    await cases.requested(kom17, 'anna', { id: 'asked-1', ...field })
    expect((await registered({ id: 'asked-1' })).problems).toEqual(['REPLAY input.id'])
  })

  test('two at once under one id: one consent', async () => {
    const input = registrationOf(cases, { id: 'paper-2' })
    const came = await Promise.all([1, 2, 3].map(() => command(cases, one, register, input)))
    expect(new Set(came.map(({ consent }) => consent?.id)).size).toBe(1)
    expect(await notices()).toEqual(['CONSENT_REGISTERED'])
  })
})

describe('for a person who asks', () => {
  test('withdrawing is at once, also with an interest of one’s own', async () => {
    const id = await given()
    const { consent } = await on(one, withdrawFor, id, { channel: 'PAPER', interest: true })
    expect(consent?.state).toBe('WITHDRAWN')
    expect(await read()).toBe('CONSENT_WITHDRAWN')
    expect(await notices()).toContain('CONSENT_WITHDRAWN_FOR_YOU')
    const [row] = await cases.database.admin`
      select channel, officer, interest from consents.event where state = 'WITHDRAWN'`
    expect(row).toEqual({ channel: 'PAPER', officer: 'kommune-steward-1', interest: true })
  })

  test('sent again it answers the same; in another state it is a problem', async () => {
    const id = await given()
    for (const _ of [1, 2])
      expect((await on(one, withdrawFor, id, { channel: 'ASSISTED', commandId: 'w-1' })).problems).toEqual([])
    expect((await on(one, withdrawFor, id, { channel: 'ASSISTED' })).problems).toEqual([
      'WRONG_STATE input.id',
    ])
    expect((await on(one, suspend, id, { reasonDa: 'Nej', commandId: 'w-1' })).problems).toEqual([
      'REPLAY input.commandId',
    ])
  })

  // C24: GDPR Art. 7(3). Counted in the schema itself: mutations, and what each one must be told.
  test.each`
    channel       | give                 | take
    ${'SELF'}     | ${'grantConsent'}    | ${'withdrawConsent'}
    ${'ASSISTED'} | ${'registerConsent'} | ${'withdrawConsentForSubject'}
    ${'PAPER'}    | ${'registerConsent'} | ${'withdrawConsentForSubject'}
  `('withdrawing by $channel takes no more than giving (C24)', ({ give, take }) => {
    const schema = cases.subgraphs.running.find(({ name }) => name === 'consents')!.schema
    const required = (mutation: string) => {
      const { args } = schema.getMutationType()!.getFields()[mutation]!
      const input = args[0]!.type as unknown as {
        ofType: { getFields(): Record<string, { type: { toString(): string }; defaultValue: unknown }> }
      }
      return Object.values(input.ofType.getFields()).filter(
        ({ type, defaultValue }) => String(type).endsWith('!') && defaultValue === undefined,
      ).length
    }
    expect(required(take)).toBeGreaterThan(0)
    expect(required(take)).toBeLessThanOrEqual(required(give))
  })
})

describe('held back and void', () => {
  const why = { reasonDa: 'Vi undersøger sagen.', reasonEn: 'We look into the case.' }

  test('suspended it gives nothing, and she reads why; resumed it gives again', async () => {
    const id = await given()
    expect((await on(one, suspend, id, why)).consent?.state).toBe('SUSPENDED')
    expect(await read()).toBe('CONSENT_SUSPENDED')
    const text = '{ me { consents { nodes { suspendedReason(language: EN) } } } }'
    const { data } = await cases.ask(anna, text)
    expect(data.me.consents.nodes).toEqual([{ suspendedReason: 'We look into the case.' }])
    expect((await on(one, resume, id)).consent?.state).toBe('GRANTED')
    expect(await read()).toBe('given')
    expect(await notices()).toEqual(['CONSENT_REQUESTED', 'CONSENT_SUSPENDED', 'CONSENT_RESUMED'])
  })

  test.each`
    what                 | input                                 | problems
    ${'an empty reason'} | ${{ reasonDa: ' ' }}                  | ${['TEXT_LENGTH input.reasonDa']}
    ${'a number in it'}  | ${{ reasonEn: 'About 000000-0000.' }} | ${['TEXT_NUMBER input.reasonEn']}
  `('$what suspends nothing', async ({ input, problems }) => {
    const id = await given()
    expect((await on(one, suspend, id, { ...why, ...input })).problems).toEqual(problems)
    expect(await read()).toBe('given')
  })

  test('with an interest, resuming takes a second steward', async () => {
    const id = await given()
    await on(one, suspend, id, why)
    const { proposal, consent } = await on(one, resume, id, { interest: true, commandId: 'r-1' })
    expect([consent, proposal?.state, await read()]).toEqual([null, 'OPEN', 'CONSENT_SUSPENDED'])
    expect((await on(one, resume, id, { commandId: 'r-1' })).problems).toEqual(['REPLAY input.commandId'])
    expect((await decided(one, approveProposal, proposal!.id)).problems).toEqual([
      'FOUR_EYES_NEEDED input.id',
    ])
    expect((await decided(two, approveProposal, proposal!.id)).consent?.state).toBe('GRANTED')
    expect(await read()).toBe('given')
    expect((await on(one, resume, id, { interest: true, commandId: 'r-1' })).consent?.id).toBe(id)
  })

  test('void always takes a second steward; withdrawn meanwhile it is nothing to approve', async () => {
    const ids = [await given(), await given()]
    const [first, second] = await Promise.all(
      ids.map(id => on(one, invalidate, id, { reason: 'VOID_MANDATE' })),
    )
    expect([first!.proposal?.state, await read()]).toEqual(['OPEN', 'given'])
    expect((await decided(two, approveProposal, first!.proposal!.id)).consent?.state).toBe('INVALIDATED')
    expect(await notices()).toContain('CONSENT_INVALIDATED')
    await cases.ask(anna, withdraw, { input: { id: ids[1], commandId: 'w' } })
    expect((await decided(two, approveProposal, second!.proposal!.id)).problems).toEqual([
      'WRONG_STATE input.id',
    ])
  })

  test.each`
    what            | text           | input
    ${'withdraw'}   | ${withdrawFor} | ${{ channel: 'PAPER' }}
    ${'suspend'}    | ${suspend}     | ${why}
    ${'resume'}     | ${resume}      | ${{}}
    ${'resume 2'}   | ${resume}      | ${{ interest: true }}
    ${'invalidate'} | ${invalidate}  | ${{ reason: 'ERROR' }}
  `('officers of another authority find nothing to $what', async ({ text, input }) => {
    for (const id of [await given(), randomUUID(), 'not an id'])
      expect((await on(operator, text, id, input)).problems).toEqual(['NOT_FOUND input.id'])
    expect(await read()).toBe('given')
  })

  test('what was not answered, or not held back, cannot be resumed, withdrawn or made void', async () => {
    const asked = await cases.requested(kom17, 'anna', field)
    const came = [
      await on(one, withdrawFor, asked, { channel: 'PAPER' }),
      await on(one, suspend, asked, why),
      await on(one, invalidate, asked, { reason: 'ERROR' }),
      await on(one, resume, await given(), { interest: true }),
    ]
    expect(came.map(({ problems }) => problems.join())).toEqual(Array(4).fill('WRONG_STATE input.id'))
    const { data } = await cases.ask(anna, grant, { input: { id: asked, commandId: 'g' } })
    expect(data.grantConsent.problems).toEqual([])
  })
})
