// Cases F05, F07 and X1 to X9: name-and-address protection, and what else beats every permission, for each way to ask.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { person } from '../sample/persons.ts'
import { bank, type Cases, expectNowhere, kommune, request, su } from './asked.ts'
import { today } from './platform.ts'
import { openThreeWays, type ThreeWays, threeWays, twoWays } from './three-ways.ts'

let cases: ThreeWays
beforeAll(async () => {
  cases = await openThreeWays()
})
afterAll(() => cases?.close())

// What tells who or where: names, streets, districts and codes of the two protected people, now and before.
const gittes = ['Gitte', 'Skov', 'Egeugletoften', 'Hillerød', '3400', '0219', 'Munkemosestien', 'Roskilde']
const noahs = ['Noah', ...gittes]

const everything = `name { full lastName addressingName } address { lines municipalityCode effectiveFrom }
  previousNames { full } previousAddresses { municipalityCode streetCode effectiveFrom }`

/** A consent that no template offers: put in its place by the administrator. */
async function consentTo(key: string, fields: readonly string[], activity = 'BANK-1', authority = 'bank') {
  await cases.database
    .admin`insert into consents.consent (subject_id, subject_kind, authority, requester_reference, activity,
      template, template_version, fields, state, answer_by, valid_from, valid_to)
    values (${await cases.idOf(key)}, 'PERSON', ${cases.cvr(authority)}, gen_random_uuid()::text, ${activity}, 'loan', 1,
      ${fields as string[]}, 'GRANTED', clock_timestamp(), clock_timestamp() - interval '1 day', clock_timestamp() + interval '1 day')`
}

describe.each(threeWays)('%s: a private recipient', way => {
  const ask: Cases['ask'] = (...asked) => cases.by(way).ask(...asked)

  const text = `query Bank($cpr: CPR!) { person(cpr: $cpr) { id name { full } address { lines municipalityCode }
    previousAddresses { municipalityCode effectiveFrom } civilStatus { status spouse { id name { full } } } } }`

  test('with her consent to all gets null without an error for what tells who and where she is (F05)', async () => {
    await consentTo('gitte', [
      'Person.name',
      'Person.address',
      'Person.previousAddresses',
      'Person.civilStatus',
    ])
    const answer = await ask(bank('BANK-1'), text, { cpr: cases.cpr('gitte') })
    expect(answer.data.person).toMatchObject({
      id: await cases.idOf('gitte'),
      name: null,
      address: null,
      previousAddresses: null,
      civilStatus: { status: 'DIVORCED' },
    })
    expect(answer.refused).toEqual(['person.civilStatus.spouse.name CONSENT_MISSING'])
    expectNowhere(answer, gittes)
    expect(answer.recorded).toEqual(
      expect.arrayContaining([
        'Person.name NAME_AND_ADDRESS_PROTECTED',
        'Person.address NAME_AND_ADDRESS_PROTECTED',
      ]),
    )
  })

  test('with her consent to the name alone the same: she is known, her name is not told', async () => {
    await cases.database.admin`truncate consents.consent cascade`
    await consentTo('gitte', ['Person.name'])
    const answer = await ask(bank('BANK-1'), 'query Q($cpr: CPR!) { person(cpr: $cpr) { name { full } } }', {
      cpr: cases.cpr('gitte'),
    })
    expect([answer.data, answer.errors]).toEqual([{ person: { name: null } }, []])
  })

  test('by law likewise; someone unprotected is given', async () => {
    const law = 'query Q($cpr: CPR!) { person(cpr: $cpr) { name { full } address { lines } } }'
    const answer = await ask(bank('BANK-2'), law, { cpr: cases.cpr('gitte') })
    expect([answer.data, answer.errors]).toEqual([{ person: { name: null, address: null } }, []])
    const other = await ask(bank('BANK-2'), law, { cpr: cases.cpr('kasper') })
    expect(other.data.person.name).toEqual({ full: 'Kasper Madsen' })
  })

  test('does not get her name as the former spouse of another (X8)', async () => {
    const spouse =
      'query Q($cpr: CPR!) { person(cpr: $cpr) { civilStatus { status spouse { name { full } address { lines } } spouseName } } }'
    const answer = await ask(bank('BANK-2'), spouse, { cpr: cases.cpr('kasper') })
    expect([answer.data.person.civilStatus, answer.errors]).toEqual([
      { status: 'DIVORCED', spouse: { name: null, address: null }, spouseName: null },
      [],
    ])
    expectNowhere(answer, gittes)
  })

  test('gets no earlier address of someone who was protected then, though not now', async () => {
    await consentTo('aksel', ['Person.address', 'Person.previousAddresses'])
    const earlier =
      'query Q($cpr: CPR!) { person(cpr: $cpr) { address { lines } previousAddresses { municipalityCode } } }'
    const answer = await ask(bank('BANK-1'), earlier, { cpr: cases.cpr('aksel') })
    expect(answer.data.person).toEqual({ address: { lines: expect.any(Array) }, previousAddresses: null })
    expect(answer.errors).toEqual([])
  })

  test('asks about no other time, however it is dressed (X3)', async () => {
    const before = new Date(Date.now() - 300 * 86_400_000)
    const law = 'query Q($cpr: CPR!) { person(cpr: $cpr) { name { full } address { lines } } }'
    for (const key of ['gitte', 'kasper']) {
      const answer = await ask({ ...bank('BANK-2'), at: before }, law, { cpr: cases.cpr(key) })
      expect([answer.data, answer.refused]).toEqual([{ person: null }, ['person ACTIVITY_REACH']])
      expectNowhere(answer, [...gittes, 'Kasper'])
    }
  })

  test('never gets a personal number, nor can it be consented to (X7)', async () => {
    await consentTo('anna', ['Person.cpr', 'Person.previousNumbers', 'Person.name'])
    const numbers = 'query Q($cpr: CPR!) { person(cpr: $cpr) { name { full } cpr previousNumbers } }'
    const answer = await ask(bank('BANK-1'), numbers, { cpr: cases.cpr('anna') })
    expect(answer.data.person).toEqual({
      name: { full: 'Anna Kirstine Holm' },
      cpr: null,
      previousNumbers: null,
    })
    expect(answer.refused).toEqual([
      'person.cpr NUMBER_NEVER_PRIVATE',
      'person.previousNumbers NUMBER_NEVER_PRIVATE',
    ])
    expectNowhere(answer, [cases.cpr('anna')])
    const input = cases.requestInput('anna', { template: 'loan', fields: ['Person.cpr'] })
    const asked = await ask(bank('BANK-1'), request, { input })
    expect(asked.data.requestConsent.problems).toMatchObject([
      { code: 'TEMPLATE_FIELD_OUTSIDE' },
      { code: 'ACTIVITY_FIELD_OUTSIDE' },
    ])
  })
})

describe.each(threeWays)('%s: a public authority', way => {
  const ask: Cases['ask'] = (...asked) => cases.by(way).ask(...asked)

  test('gets the address, told in the data and as an obligation that it is protected (F07)', async () => {
    const text =
      'query Q($cpr: CPR!) { person(cpr: $cpr) { name { full } address { lines } nameAndAddressProtected } }'
    const answer = await ask(kommune('KOM-17'), text, { cpr: cases.cpr('gitte') })
    expect(answer.data.person).toEqual({
      name: { full: 'Gitte Skov' },
      address: { lines: expect.arrayContaining(['Egeugletoften 27']) },
      nameAndAddressProtected: true,
    })
    expect(answer.extensions).toMatchObject({
      access: { obligations: [{ code: 'ADDRESS_PROTECTION', subject: await cases.idOf('gitte') }] },
    })
    const other = await ask(kommune('KOM-17'), text, { cpr: cases.cpr('anna') })
    expect(other.data.person.nameAndAddressProtected).toBe(false)
    expect(other.extensions).not.toHaveProperty('access')
  })

  test('gets the time of a protection that has ended, marked protected then (X4)', async () => {
    const then = new Date(Date.now() - 550 * 86_400_000)
    const text =
      'query Q($cpr: CPR!) { person(cpr: $cpr) { address { municipalityCode } nameAndAddressProtected } }'
    const answer = await ask({ ...kommune('KOM-17'), at: then }, text, { cpr: cases.cpr('aksel') })
    expect(answer.data.person).toEqual({
      address: { municipalityCode: '0851' },
      nameAndAddressProtected: true,
    })
    const now = await ask(kommune('KOM-17'), text, { cpr: cases.cpr('aksel') })
    expect(now.data.person.nameAndAddressProtected).toBe(false)
  })

  test('is answered about the dead as about the living (X6)', async () => {
    const text = 'query Q($cpr: CPR!) { person(cpr: $cpr) { name { full } status } }'
    const answer = await ask(su, text, { cpr: cases.cpr('hans') })
    expect([answer.data.person, answer.errors]).toEqual([{ name: { full: 'Hans Lund' }, status: 'DEAD' }, []])
  })

  test.each(['astrid', 'robin', 'sami'])(
    'by an earlier number of %s finds the one person, with one log (X5)',
    async key => {
      const { number, earlierNumbers } = person(key, today)
      const text = 'query Q($cpr: CPR!) { person(cpr: $cpr) { id cpr } }'
      const [now, then] = [
        await ask(su, text, { cpr: number }),
        await ask(su, text, { cpr: earlierNumbers[0]!.number }),
      ]
      expect(then.data).toEqual(now.data)
      expect(now.data.person.cpr).toBe(number)
      expect(then.records.map(({ subject_id }) => subject_id)).toEqual([now.data.person.id])
    },
  )
})

describe.each(threeWays)('%s: whoever acts for a protected child', way => {
  const ask: Cases['ask'] = (...asked) => cases.by(way).ask(...asked)
  const of = async (holder: string, selection: string) =>
    ask(await cases.citizen(holder, 'noah'), `query Q($id: ID!) { personById(id: $id) { ${selection} } }`, {
      id: await cases.idOf('noah'),
    })
  const log =
    'accessLog(first: 100) { nodes { authority { cvr } caseReference activity { id } summary given { field } } }'
  const isLook = ({ given }: { given: { field: string }[] }) =>
    given.some(({ field }) => field === 'Person.address')

  beforeAll(async () => {
    const look = 'query Q($cpr: CPR!) { person(cpr: $cpr) { name { full } address { lines } } }'
    await ask(kommune('KOM-17'), look, { cpr: cases.cpr('noah') })
  })

  test('the father with custody, living elsewhere: null without an error, and a log without authorities (X1)', async () => {
    const answer = await of('kasper', `${everything} birthDate`)
    expect(answer.errors).toEqual([])
    expect(answer.data.personById).toEqual({
      name: null,
      address: null,
      previousNames: null,
      previousAddresses: null,
      birthDate: person('noah', today).born,
    })
    const logged = await of('kasper', log)
    expect(logged.errors).toEqual([])
    expect(logged.data.personById.accessLog.nodes.find(isLook)).toEqual({
      authority: null,
      caseReference: null,
      activity: null,
      summary: null,
      given: expect.arrayContaining([{ field: 'Person.address' }]),
    })
    for (const told of [answer, logged])
      expectNowhere(told, [...noahs, 'Strandby', cases.cvr('kommune'), 'KOM-17'])
    expect(logged.recorded).toContain('AccessRecord.authority NAME_AND_ADDRESS_PROTECTED')
  })

  test('his own log and children tell him nothing either', async () => {
    const kasper = await cases.citizen('kasper')
    const answer = await ask(
      kasper,
      `{ me { children { id ${everything} } custodyOf { ${everything} } civilStatus { spouse { ${everything} } } } }`,
    )
    expect(answer.data.me.children[0].name).toBeNull()
    expectNowhere(answer, noahs)
  })

  test('the mother, registered at the same address: given (X2)', async () => {
    const answer = await of('gitte', everything)
    expect(answer.errors).toEqual([])
    expect(answer.data.personById).toMatchObject({
      name: { full: 'Noah Skov Madsen' },
      address: { lines: expect.arrayContaining(['Egeugletoften 27']) },
    })
    const logged = await of('gitte', log)
    expect(logged.errors).toEqual([])
    const { nodes } = logged.data.personById.accessLog
    expect(nodes.find((node: { authority: object | null }) => node.authority)).toMatchObject({
      authority: { cvr: cases.cvr('kommune') },
      activity: { id: 'KOM-17' },
    })
  })

  test('a power of attorney for name and address does not lift it, herself she sees everything', async () => {
    await cases.empowered('gitte', 'bodil', {
      fields: ['Person.name', 'Person.address', 'Person.previousAddresses'],
    })
    const answer = await ask(
      await cases.citizen('bodil', 'gitte'),
      'query Q($id: ID!) { personById(id: $id) { name { full } address { lines } previousAddresses { streetCode } } }',
      { id: await cases.idOf('gitte') },
    )
    expect([answer.data.personById, answer.errors]).toEqual([
      { name: null, address: null, previousAddresses: null },
      [],
    ])
    const own = await ask(await cases.citizen('gitte'), '{ me { name { full } address { lines } } }')
    expect(own.data.me.name).toEqual({ full: 'Gitte Skov' })
  })
})

describe.each(twoWays("the authority's name is another subgraph's"))(
  '%s (%s): a request for consent',
  way => {
    const ask: Cases['ask'] = (...asked) => cases.by(way).ask(...asked)

    test.each`
      holder      | to
      ${'kasper'} | ${null}
      ${'gitte'}  | ${{ name: 'Strandby Kommune' }}
    `('a request for consent tells $holder: $to (X1, X2)', async ({ holder, to }) => {
      const id = await cases.requested(kommune('KOM-17'), 'noah', { fields: ['Person.civilStatus'] })
      const asked = `query Q($id: ID!) { consent(id: $id) { state fields to { name } activity { id controller { name } } template { id } text { request } } }`
      const answer = await ask(await cases.citizen(holder, 'noah'), asked, { id })
      expect(answer.errors).toEqual([])
      expect(answer.data.consent).toMatchObject({ state: 'REQUESTED', fields: ['Person.civilStatus'], to })
      if (to === null) expectNowhere(answer, ['Strandby', 'KOM-17', 'housing', 'kommune', 'municipality'])
    })
  },
)
