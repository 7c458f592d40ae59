// The receipt of a consent: what it holds, that it fits its schema, and that its signature finds every change (C29).
import { randomUUID } from 'node:crypto'
import { calculateJwkThumbprint, compactVerify, importJWK } from 'jose'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openSigner } from '../subgraphs/consents/receipt-key.ts'
import { type Cases, decline, kommune, openCases, withdraw } from './asked.ts'
import { type Receipt, readReceipt, receiptQuery, recordOf, validate } from './consent-receipts.ts'
import type { As } from './platform.ts'

const keys = '{ receiptKeys { keyId publicKey since } }'
const read = 'query Read($cpr: CPR!) { person(cpr: $cpr) { civilStatus { status } } }'
const kom17 = kommune('KOM-17')
const fields = ['Person.civilStatus']
const created = /"dct:created": "([^"]+)"/

let cases: Cases
let henrik: As
beforeAll(async () => {
  cases = await openCases()
  henrik = await cases.citizen('henrik')
})
afterAll(() => cases?.close())
beforeEach(async () => {
  await cases.database.admin`truncate consents.consent, access_log.record, access_log.consent_use cascade`
})

const consented = () => cases.consented(kom17, 'henrik', { fields })
const end = (command: string, id: string) =>
  cases.ask(henrik, command, { input: { id, commandId: randomUUID() } })
const receiptOf = (id: string, as: As = henrik, language = 'EN') => readReceipt(cases, as, id, language)
async function isSigned({ document, signature, keyId }: Receipt): Promise<boolean> {
  const { receiptKeys } = (await cases.ask(henrik, keys)).data
  const found = receiptKeys.find((key: { keyId: string }) => key.keyId === keyId)
  const key = await importJWK(JSON.parse(found.publicKey))
  const whole = signature.replace('..', `.${Buffer.from(document).toString('base64url')}.`)
  return compactVerify(whole, key).then(
    () => true,
    () => false,
  )
}
describe('a receipt', () => {
  test('fits its schema, and shows what was agreed and the recipients so far', async () => {
    const id = await consented()
    expect(recordOf(await receiptOf(id))['dpv:hasProcess']['dpv:hasRecipient']).toEqual([])
    for (let n = 0; n < 2; n++) await cases.ask(kom17, read, { cpr: cases.cpr('henrik') })
    const record = recordOf(await receiptOf(id))
    const cvr = cases.cvr('kommune')
    const name = record['dpv:hasDataController']['dpv:hasName']
    expect(name).toMatch(/Kommune/)
    expect(record).toMatchObject({
      'dct:identifier': id,
      'dpv:hasDataSubject': { '@id': `urn:uuid:${await cases.idOf('henrik')}` },
      'dpv:hasDataController': { 'dct:identifier': cvr },
      'dpv:hasProcess': {
        'dct:identifier': 'KOM-17',
        'dpv:hasPersonalData': [{ 'dct:identifier': 'Person.civilStatus' }],
        'dpv:hasRecipient': [{ 'dct:identifier': cvr, 'dpv:hasName': name, 'engang:times': 2 }],
      },
      'engang:state': 'GRANTED',
    })
    const states = record['dpv:hasConsentStatus'].map((status: { '@type': string }) => status['@type'])
    expect(states).toEqual(['dpv:ConsentRequested', 'dpv:ConsentGiven'])
  })

  test.each`
    end            | column        | state          | status
    ${'withdrawn'} | ${null}       | ${'WITHDRAWN'} | ${'dpv:ConsentWithdrawn'}
    ${'expired'}   | ${'valid_to'} | ${'EXPIRED'}   | ${'dpv:ConsentExpired'}
  `('says that the consent is $end', async ({ column, state, status }) => {
    const id = await consented()
    if (column)
      await cases.database.admin`update consents.consent set valid_from = now() - interval '2 days',
        valid_to = now() - interval '1 day' where id = ${id}`
    else await end(withdraw, id)
    const record = recordOf(await receiptOf(id))
    expect(record['engang:state']).toBe(state)
    expect(record['dpv:hasConsentStatus'].at(-1)['@type']).toBe(status)
  })

  test('is in the language asked for', async () => {
    const id = await consented()
    const [da, en] = await Promise.all(
      ['DA', 'EN'].map(async to => recordOf(await receiptOf(id, henrik, to))),
    )
    expect([da, en].map(record => record['dpv:hasNotice']['dct:language'])).toEqual(['da', 'en'])
    expect(da['dpv:hasProcess']['dpv:hasPersonalData'][0]['dct:title']).toBe('civilstand')
  })

  test('holds no personal number and no value of a register', async () => {
    const id = await consented()
    const answer = await cases.ask(kom17, read, { cpr: cases.cpr('henrik') })
    const { document } = await receiptOf(id)
    for (const value of [cases.cpr('henrik'), answer.data.person.civilStatus.status, 'Henrik'])
      expect(document).not.toContain(value)
    // Digits that could be a number stand in nothing but ids and instants.
    const rest = document.replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{64}/g, '')
    expect(rest).not.toMatch(/\d{6}-?\d{4}/)
  })

  test.each`
    who                   | as                                   | receipt
    ${'the authority'}    | ${async () => kom17}                 | ${'PARTY'}
    ${'the person'}       | ${async () => henrik}                | ${'OWN'}
    ${'another person'}   | ${async () => cases.citizen('anna')} | ${null}
    ${'another activity'} | ${async () => kommune()}             | ${null}
  `('is given to $who: $receipt', async ({ as, receipt }) => {
    const id = await consented()
    const { data, recorded } = await cases.ask(await as(), receiptQuery, { id })
    if (receipt === null) expect(data.consent).toBeNull()
    else expect(recorded).toContain(`Consent.receipt ${receipt}`)
  })

  test.each(['asked', 'declined'])('is none of a consent that was only %s', async what => {
    const id = await cases.requested(kom17, 'henrik', { fields })
    if (what === 'declined') await end(decline, id)
    expect(await receiptOf(id)).toBeNull()
  })
})

describe('its signature', () => {
  const changed = (of: string, at: number) =>
    `${of.slice(0, at)}${of[at] === 'a' ? 'b' : 'a'}${of.slice(at + 1)}`

  test('holds for the document as it is, and for none that differs in a byte', async () => {
    const receipt = await receiptOf(await consented())
    expect(await isSigned(receipt)).toBe(true)
    const { document, signature } = receipt
    for (const part of [0, 0.3, 0.6, 0.99]) {
      const at = Math.floor(document.length * part)
      expect(await isSigned({ ...receipt, document: changed(document, at) })).toBe(false)
    }
    const inSignature = signature.indexOf('..') + 10
    expect(await isSigned({ ...receipt, signature: changed(signature, inSignature) })).toBe(false)
    expect(await isSigned({ ...receipt, document: document.replace(created, '') })).toBe(false)
  })

  test('is of a key whose id is its thumbprint, and which stays when another follows', async () => {
    const { keyId } = await receiptOf(await consented())
    await cases.database.admin`insert into consents.receipt_key (key_id, public_key) values ('next', '{}')`
    const { receiptKeys } = (await cases.ask(henrik, keys)).data
    expect(receiptKeys.map((key: { keyId: string }) => key.keyId)).toEqual(['next', keyId])
    expect(await calculateJwkThumbprint(JSON.parse(receiptKeys[1].publicKey))).toBe(keyId)
    await cases.database.admin`delete from consents.receipt_key where key_id = 'next'`
  })

  test('is the same on every host that has the secret, and of no other secret', () => {
    const [a, b, other] = [1, 1, 2].map(fill => openSigner(new Uint8Array(32).fill(fill)))
    expect(a!.sign('x')).toBe(b!.sign('x'))
    expect(other!.keyId).not.toBe(a!.keyId)
  })
})

test.each`
  what                        | change
  ${'a number of a person'}   | ${(record: Record<string, unknown>) => ({ ...record, cpr: 'x' })}
  ${'no recipients'}          | ${(record: Record<string, object>) => ({ ...record, 'dpv:hasProcess': { ...record['dpv:hasProcess'], 'dpv:hasRecipient': undefined } })}
  ${'nothing that was given'} | ${(record: Record<string, unknown>) => ({ ...record, 'dpv:hasConsentStatus': [] })}
`('the schema refuses a receipt with $what', async ({ change }) => {
  const receipt = JSON.parse((await receiptOf(await consented())).document)
  receipt['dpv:hasRecordOfActivity'] = change(receipt['dpv:hasRecordOfActivity'])
  expect(validate(JSON.parse(JSON.stringify(receipt)))).toBe(false)
})
