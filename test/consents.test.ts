// Commands on consents against the platform: once each, in the right state, by a party alone, with the words that were shown.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  bank,
  type Cases,
  cancel,
  decline,
  grant,
  inDays as inDaysText,
  kommune,
  openCases,
  request,
  withdraw,
} from './asked.ts'

describe('against the platform', () => {
  let cases: Cases
  beforeAll(async () => {
    cases = await openCases()
  })
  afterAll(() => cases?.close())

  const field = { fields: ['Person.civilStatus'] }
  const input = (id: string, commandId: string = randomUUID()) => ({ input: { id, commandId } })
  const events = async (id: string) =>
    (
      await cases.database.admin`select state from consents.event where consent_id = ${id} order by revision`
    ).map(row => row.state)

  test('the same command id answers the same, with one event (C11)', async () => {
    const id = await cases.requested(kommune('KOM-17'), 'anna', field)
    const anna = await cases.citizen('anna')
    const first = await cases.ask(anna, grant, input(id, 'once'))
    const second = await cases.ask(anna, grant, input(id, 'once'))
    expect(first.data.grantConsent).toMatchObject({ consent: { state: 'GRANTED' }, problems: [] })
    expect(second.data).toEqual(first.data)
    expect(await events(id)).toEqual(['REQUESTED', 'GRANTED'])
    const other = await cases.ask(anna, withdraw, input(id, 'once'))
    expect(other.data.withdrawConsent.problems).toMatchObject([{ code: 'REPLAY', path: 'input.commandId' }])
    expect(await events(id)).toEqual(['REQUESTED', 'GRANTED'])
  })

  test.each`
    first      | then        | states
    ${decline} | ${grant}    | ${['REQUESTED', 'DECLINED']}
    ${grant}   | ${decline}  | ${['REQUESTED', 'GRANTED']}
    ${decline} | ${withdraw} | ${['REQUESTED', 'DECLINED']}
    ${grant}   | ${grant}    | ${['REQUESTED', 'GRANTED']}
  `('in a wrong state nothing changes: $states (C12)', async ({ first, then, states }) => {
    const id = await cases.requested(kommune('KOM-17'), 'anna', field)
    const anna = await cases.citizen('anna')
    await cases.ask(anna, first, input(id))
    const answer = await cases.ask(anna, then, input(id))
    expect(Object.values(answer.data)).toEqual([
      { consent: null, problems: [{ code: 'WRONG_STATE', path: 'input.id' }] },
    ])
    expect(answer.status).toBe(200)
    expect(await events(id)).toEqual(states)
  })

  test('the requester takes its request back, and nobody else', async () => {
    const id = await cases.requested(kommune('KOM-17'), 'anna', field)
    const other = await cases.ask(bank('BANK-1'), cancel, input(id))
    expect(other.data.cancelConsentRequest.problems).toMatchObject([{ code: 'NOT_FOUND' }])
    const own = await cases.ask(kommune('KOM-17'), cancel, input(id))
    expect(own.data.cancelConsentRequest).toMatchObject({ consent: { state: 'CANCELLED' }, problems: [] })
  })

  test('a used id is a REPLAY for other content; for another requester it is free (C14)', async () => {
    const asked = cases.requestInput('anna', { ...field, id: 'sag-14' })
    const first = await cases.ask(kommune('KOM-17'), request, { input: asked })
    const again = await cases.ask(kommune('KOM-17'), request, { input: asked })
    expect(again.data).toEqual(first.data)
    for (const changes of [
      { fields: ['Person.citizenship'] },
      { cpr: cases.cpr('bo') },
      { validTo: inDaysText(9) },
    ]) {
      const other = await cases.ask(kommune('KOM-17'), request, { input: { ...asked, ...changes } })
      expect(other.data.requestConsent).toMatchObject({
        consent: null,
        problems: [{ code: 'REPLAY', path: 'input.id' }],
      })
      expect(other.text).not.toContain(first.data.requestConsent.consent.id)
    }
    const free = await cases.ask(bank('BANK-1'), request, { input: { ...asked, template: 'loan' } })
    expect(free.data.requestConsent).toMatchObject({ consent: { state: 'REQUESTED' }, problems: [] })
  })

  test('fields outside the template, and every problem in one answer with status 200 (C18, C19)', async () => {
    const asked = cases.requestInput('anna', {
      fields: ['Person.name', 'Person.sex'],
      validTo: inDaysText(-1),
    })
    const answer = await cases.ask(kommune('KOM-17'), request, { input: asked })
    expect(answer.status).toBe(200)
    expect(answer.data.requestConsent.consent).toBeNull()
    expect(answer.data.requestConsent.problems.map(({ code }: { code: string }) => code)).toEqual([
      'PERIOD_REVERSED',
      'TEMPLATE_FIELD_OUTSIDE',
      'CONSENT_NOT_NEEDED',
      'ACTIVITY_FIELD_OUTSIDE',
    ])
  })

  test('any well-formed number is accepted alike', async () => {
    const asked = cases.requestInput('anna', { ...field, cpr: '0101010008' })
    const answer = await cases.ask(kommune('KOM-17'), request, { input: asked })
    expect(answer.data.requestConsent).toMatchObject({ consent: { state: 'REQUESTED' }, problems: [] })
  })

  const seen = `query Seen($id: ID!) { consent(id: $id) { id state fields from { ... on Person { id } } } }`
  test.each`
    who         | as
    ${'jens'}   | ${null}
    ${'a bank'} | ${bank('BANK-1')}
  `('to $who, who is no part of it, it is as if it were not there (C21)', async ({ as, who }) => {
    const id = await cases.requested(kommune('KOM-17'), 'anna', field)
    const caller = as ?? (await cases.citizen(who))
    const there = await cases.ask(caller, seen, { id })
    const absent = await cases.ask(caller, seen, { id: randomUUID() })
    expect(there.data).toEqual({ consent: null })
    expect([there.status, there.data, there.errors]).toEqual([absent.status, absent.data, absent.errors])
    if (as) return
    const commands = await Promise.all(
      [id, randomUUID()].map(known => cases.ask(caller, grant, input(known))),
    )
    for (const { data } of commands)
      expect(data.grantConsent).toEqual({
        consent: null,
        problems: [{ code: 'NOT_FOUND', path: 'input.id' }],
      })
    expect(await events(id)).toEqual(['REQUESTED'])
  })

  test('a request keeps the words and the version that it was sent with (C16)', async () => {
    const id = await cases.requested(kommune('KOM-17'), 'anna', field)
    const { admin } = cases.database
    await admin`insert into consents.template (id, version, authority, kind, paragraph, activity, fields, longest_days,
        answer_days, required_for_service, drafted_by)
      select id, 2, authority, kind, paragraph, activity, fields, longest_days, answer_days, required_for_service, 'one'
      from consents.template where id = 'housing-support'`
    await admin`insert into consents.template_text
        (template, version, language, title, request, consequence_of_no, consequence_of_withdrawal)
      values ('housing-support', 2, 'EN', 'Two', 'Version two?', 'No.', 'Withdrawn.')`
    await admin`update consents.template set state = 'PUBLISHED', published_by = 'two', published_at = now()
      where version = 2`
    const shown = await cases.ask(
      await cases.citizen('anna'),
      'query Shown($id: ID!) { consent(id: $id) { template { version } text { request } } consentTemplate(id: "housing-support") { version text(language: DA) { request language } } }',
      { id },
    )
    expect(shown.data.consent.template).toEqual({ version: 1 })
    expect(shown.data.consent.text.request).toMatch(/^May the municipality/)
    // C17: a language that the template lacks falls back, and says so.
    expect(shown.data.consentTemplate).toEqual({
      version: 2,
      text: { request: 'Version two?', language: 'EN' },
    })
    const [pinned] =
      await admin`select v.hash from consents.template_text v where v.version = 1 and v.language = 'DA' and v.template = 'housing-support'`
    await cases.ask(await cases.citizen('anna'), grant, input(id))
    const [event] =
      await admin`select text_hash, language from consents.event where consent_id = ${id} and state = 'GRANTED'`
    expect(event).toEqual({ text_hash: pinned!.hash, language: 'DA' })
    await expect(admin`update consents.template set longest_days = 9 where version = 2`).rejects.toThrow(
      /immutable/,
    )
    await expect(admin`update consents.template_text set title = 'x' where version = 2`).rejects.toThrow(
      /immutable/,
    )
    await expect(admin`delete from consents.template_text where version = 2`).rejects.toThrow(/immutable/)
  })

  test('events are only ever added: the service may neither change nor delete one (C30)', async () => {
    const consents = cases.database.sql('consents')
    await expect(consents`update consents.event set state = 'DECLINED'`).rejects.toThrow(/permission denied/)
    await expect(consents`delete from consents.event`).rejects.toThrow(/permission denied/)
    await expect(consents`delete from consents.consent`).rejects.toThrow(/permission denied/)
  })
})
