// The thin line through every layer: asked, refused with help, consented, given, seen, withdrawn, refused.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type As, openPlatform, type Platform, sampleDatabase, system } from './platform.ts'

let database: Awaited<ReturnType<typeof sampleDatabase>>
let platform: Platform

beforeAll(async () => {
  database = await sampleDatabase()
  platform = await openPlatform(database)
})
afterAll(async () => {
  await platform?.close()
  await database?.drop()
})

const caseQuery = `query Case($cpr: CPR!) {
  person(cpr: $cpr) {
    id
    name { full }
    address { lines municipalityName }
    nameAndAddressProtected
    businessRoles { nodes { function business { name signingRule } } }
    civilStatus { status }
  }
}`
const requestConsent = `mutation Ask($input: RequestConsentInput!) {
  requestConsent(input: $input) { consent { id state to { name } } problems { code path message } }
}`
const answerConsent = (name: string, type: string) => `mutation Answer($input: ${type}!) {
  ${name}(input: $input) { consent { state validFrom } problems { code path } }
}`
const grant = answerConsent('grantConsent', 'AnswerConsentInput')
const withdraw = answerConsent('withdrawConsent', 'WithdrawConsentInput')

const kommune = system('kommune-sagssystem', 'KOM-17')
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString()
const askCase = (as: As = kommune) => platform.ask(as, caseQuery, { cpr: platform.cpr('anna') })

describe.sequential('a consent', () => {
  let consent: string

  test('everything by law is given, the one field is refused with what to do', async () => {
    const answer = await askCase()
    expect(answer.data).toMatchObject({
      person: {
        name: { full: expect.stringContaining('Anna') },
        address: { municipalityName: expect.any(String) },
        nameAndAddressProtected: false,
        businessRoles: {
          nodes: expect.arrayContaining([
            {
              function: expect.any(String),
              business: { name: 'Nordhavn ApS', signingRule: expect.any(String) },
            },
          ]),
        },
        civilStatus: null,
      },
    })
    expect(answer.errors).toEqual([
      expect.objectContaining({
        path: ['person', 'civilStatus'],
        extensions: expect.objectContaining({
          code: 'CONSENT_MISSING',
          access: {
            field: 'Person.civilStatus',
            subject: await platform.idOf('anna'),
            activity: 'KOM-17',
            help: {
              da: expect.stringContaining('requestConsent'),
              en: expect.stringContaining('requestConsent'),
            },
          },
        }),
      }),
    ])
  })

  test('the answer says as of when, and each decision to whoever asks for it', async () => {
    const answer = await askCase({ ...kommune, explain: true })
    expect(answer.extensions).toMatchObject({
      asOf: { effective: expect.any(String), registered: expect.any(String) },
      access: {
        decisions: expect.arrayContaining([
          expect.objectContaining({ field: 'Person.name', ground: 'LAW', activity: 'KOM-17' }),
          expect.objectContaining({ field: 'Person.civilStatus', code: 'CONSENT_MISSING' }),
        ]),
      },
    })
  })

  test('the municipality asks for consent, and asking again changes nothing', async () => {
    const input = {
      id: 'sag-1',
      template: 'housing-support',
      cpr: platform.cpr('anna'),
      fields: ['Person.civilStatus'],
      validTo: inDays(90),
    }
    const first = await platform.ask(kommune, requestConsent, { input })
    expect(first).toMatchObject({
      data: {
        requestConsent: { consent: { state: 'REQUESTED', to: { name: 'Strandby Kommune' } }, problems: [] },
      },
    })
    const again = await platform.ask(kommune, requestConsent, { input })
    expect(again.data).toEqual(first.data)
    const other = await platform.ask(kommune, requestConsent, {
      input: { ...input, fields: ['Person.citizenship'] },
    })
    expect(other.data).toMatchObject({ requestConsent: { consent: null, problems: [{ code: 'REPLAY' }] } })
    expect((await askCase()).errors).toMatchObject([{ extensions: { code: 'CONSENT_MISSING' } }])
  })

  test('the citizen sees it in me, grants it, and the same operation gives the field', async () => {
    const anna = await platform.citizen('anna')
    const seen = await platform.ask(
      anna,
      `{ me { name { full } consents(states: [REQUESTED]) { nodes { id state to { name } activity { id purpose }
        fields text(language: EN) { request consequenceOfNo consequenceOfWithdrawal } } } } }`,
    )
    expect(seen.errors).toBeUndefined()
    const [pending] = (seen.data as never as { me: { consents: { nodes: { id: string }[] } } }).me.consents
      .nodes
    expect(pending).toMatchObject({
      state: 'REQUESTED',
      activity: { id: 'KOM-17' },
      fields: ['Person.civilStatus'],
    })
    consent = pending!.id
    const answer = await platform.ask(anna, grant, { input: { id: consent, commandId: 'c1' } })
    expect(answer.data).toMatchObject({ grantConsent: { consent: { state: 'GRANTED' }, problems: [] } })
    const given = await askCase()
    expect(given.errors).toBeUndefined()
    expect(given.data).toMatchObject({ person: { civilStatus: { status: 'MARRIED' } } })
  })

  test('the citizen sees both look-ups in her log, the refused field too', async () => {
    const anna = await platform.citizen('anna')
    const log = await platform.ask(
      anna,
      `{ me { accessLog(first: 50) { nodes { authority { name } activity { id } summary(language: EN)
        given { field ground consent } refused { field code } } } } }`,
    )
    expect(log.errors).toBeUndefined()
    const { nodes } = (log.data as never as { me: { accessLog: { nodes: object[] } } }).me.accessLog
    const ofCase = nodes.filter(node => JSON.stringify(node).includes('Person.businessRoles'))
    expect(ofCase).toHaveLength(4)
    // Subgraphs in processes of their own each record what they gave: the roles stand in another row than the status.
    const ofStatus = nodes.filter(node => JSON.stringify(node).includes('Person.civilStatus'))
    expect(ofStatus[0]).toMatchObject({
      authority: { name: 'Strandby Kommune' },
      activity: { id: 'KOM-17' },
      given: expect.arrayContaining([
        { field: 'Person.civilStatus', ground: 'CONSENT', consent },
        { field: 'Person.name', ground: 'LAW', consent: null },
      ]),
      refused: [],
    })
    expect(ofStatus.at(-1)).toMatchObject({
      refused: [{ field: 'Person.civilStatus', code: 'CONSENT_MISSING' }],
    })
  })

  test('she withdraws; the very next request refuses', async () => {
    const anna = await platform.citizen('anna')
    const answer = await platform.ask(anna, withdraw, { input: { id: consent, commandId: 'c2' } })
    expect(answer.data).toMatchObject({ withdrawConsent: { consent: { state: 'WITHDRAWN' }, problems: [] } })
    const refused = await askCase()
    expect(refused.data).toMatchObject({ person: { civilStatus: null, name: { full: expect.any(String) } } })
    expect(refused.errors).toMatchObject([{ extensions: { code: 'CONSENT_WITHDRAWN' } }])
  })
})

describe.sequential('a power of attorney', () => {
  let power: string
  const readMother = `query Mother($id: ID!) { personById(id: $id) { name { full } address { lines } birthDate } me { name { full } } }`

  test('without one, the daughter is refused', async () => {
    const answer = await platform.ask(await platform.citizen('sofie'), readMother, {
      id: await platform.idOf('anna'),
    })
    expect(answer.data).toMatchObject({
      personById: null,
      me: { name: { full: expect.stringContaining('Sofie') } },
    })
    expect(answer.errors).toMatchObject([{ path: ['personById'], extensions: { code: 'MANDATE_MISSING' } }])
  })

  test('the mother gives one for name and address', async () => {
    const answer = await platform.ask(
      await platform.citizen('anna'),
      `mutation Give($input: GivePowerOfAttorneyInput!) {
        givePowerOfAttorney(input: $input) { powerOfAttorney { id state fields } problems { code path } } }`,
      {
        input: {
          commandId: 'p1',
          holderCpr: platform.cpr('sofie'),
          fields: ['Person.name', 'Person.address'],
          actions: ['READ'],
          validTo: inDays(30),
        },
      },
    )
    expect(answer).toMatchObject({
      data: { givePowerOfAttorney: { powerOfAttorney: { state: 'ACTIVE' }, problems: [] } },
    })
    power = (answer.data as never as { givePowerOfAttorney: { powerOfAttorney: { id: string } } })
      .givePowerOfAttorney.powerOfAttorney.id
  })

  test('the daughter does what it covers, and not more', async () => {
    const sofie = await platform.citizen('sofie', 'anna')
    const answer = await platform.ask(sofie, readMother, { id: await platform.idOf('anna') })
    expect(answer.data).toMatchObject({
      personById: {
        name: { full: expect.stringContaining('Anna') },
        address: { lines: expect.any(Array) },
        birthDate: null,
      },
    })
    expect(answer.errors).toMatchObject([
      { path: ['personById', 'birthDate'], extensions: { code: 'MANDATE_SCOPE' } },
    ])
  })

  test('revoked, it gives nothing', async () => {
    const ended = await platform.ask(
      await platform.citizen('anna'),
      `mutation End($input: EndPowerOfAttorneyInput!) {
        revokePowerOfAttorney(input: $input) { powerOfAttorney { state } problems { code } } }`,
      { input: { id: power, commandId: 'p2' } },
    )
    expect(ended.data).toMatchObject({
      revokePowerOfAttorney: { powerOfAttorney: { state: 'REVOKED' }, problems: [] },
    })
    const answer = await platform.ask(await platform.citizen('sofie', 'anna'), readMother, {
      id: await platform.idOf('anna'),
    })
    expect(answer.data).toMatchObject({ personById: null })
    expect(answer.errors).toMatchObject([{ extensions: { code: 'MANDATE_EXPIRED' } }])
  })
})
