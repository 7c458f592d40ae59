// Receipts of consents that others gave or registered, of a person known by two ids, and with parameters; and their vocabulary.
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Cases, grant, inDays, kommune } from './asked.ts'
import { readReceipt, recordOf } from './consent-receipts.ts'
import { approveProposal, command, kommuneSteward, openStewards, type Stewards } from './consent-stewards.ts'
import { publishTemplate } from './consent-templates.ts'
import type { As } from './platform.ts'

const kom17 = kommune('KOM-17')
const kom18 = kommune('KOM-18')
const fields = ['Person.civilStatus']
let stewards: Stewards
let cases: Cases
beforeAll(async () => {
  stewards = await openStewards()
  cases = stewards.cases
})
afterAll(() => stewards?.close())
beforeEach(() => stewards.empty())

/** `status indicated by method` of each status, oldest first. */
const statusesOf = (record: { 'dpv:hasConsentStatus': Record<string, string>[] }) =>
  record['dpv:hasConsentStatus'].map(status =>
    ['@type', 'dpv:isIndicatedBy', 'dpv:hasIndicationMethod'].map(key => status[key]).join(' '),
  )
const answered = (as: As, id: string) => cases.ask(as, grant, { input: { id, commandId: randomUUID() } })

describe('a receipt', () => {
  test('of a child’s consent says that representatives gave it, each of them, and nobody’s name', async () => {
    const id = await cases.requested(kom18, 'bo', { template: 'day-care', fields })
    for (const parent of ['anna', 'jens']) await answered(await cases.citizen(parent, 'bo'), id)
    const receipt = await readReceipt(cases, await cases.citizen('anna', 'bo'), id)
    const record = recordOf(receipt)
    expect(record['dpv:hasDataSubject']['@id']).toBe(`urn:uuid:${await cases.idOf('bo')}`)
    expect(statusesOf(record)).toEqual([
      'dpv:ConsentRequested dpv:DataController SELF',
      'dpv:ConsentRequested dpv:Representative SELF',
      'dpv:ConsentGiven dpv:Representative SELF',
    ])
    for (const known of [await cases.idOf('anna'), await cases.idOf('jens'), 'Anna', 'Jens', 'Bo'])
      expect(receipt.document).not.toContain(known)
  })

  test('of one given by power of attorney says so too', async () => {
    await cases.empowered('henrik', 'anna', { actions: ['CONSENT'], fields })
    const id = await cases.requested(kom17, 'henrik', { fields })
    const { data } = await answered(await cases.citizen('anna', 'henrik'), id)
    expect(data.grantConsent.problems).toEqual([])
    const record = recordOf(await readReceipt(cases, await cases.citizen('henrik'), id))
    expect(statusesOf(record).at(-1)).toBe('dpv:ConsentGiven dpv:Representative SELF')
  })

  test.each(['PAPER', 'ASSISTED'])(
    'of one registered as %s says how it was given, and which words were shown',
    async channel => {
      const { consent } = await stewards.registered({ channel, language: 'DA' })
      const record = recordOf(await readReceipt(cases, await cases.citizen('anna'), consent!.id, 'DA'))
      expect(statusesOf(record)).toEqual([`dpv:ConsentGiven dpv:DataController ${channel}`])
      const [shown] = await cases.database.admin`
      select hash from consents.template_text where template = 'housing-support' and language = 'DA'`
      const [status] = record['dpv:hasConsentStatus']
      expect([status['engang:shownText'], status['engang:shownLanguage']]).toEqual([shown!.hash, 'da'])
    },
  )

  test('of a person known by two ids names the one it was given under; the consent shows the one of now', async () => {
    const { admin } = cases.database
    const id = await cases.consented(kom17, 'anna', { fields })
    // Not in the register: it fails modulus 11 on a date other than 1 January.
    const younger = await cases.subgraphs.services.subjectOf('PERSON', '0905779990')
    await admin`update consents.consent set subject_id = ${younger} where id = ${id}`
    await cases.database.sql('importer')`select identity.join('PERSON', ${[cases.cpr('anna'), '0905779990']})`
    const anna = await cases.citizen('anna')
    const record = recordOf(await readReceipt(cases, anna, id))
    expect(record['dpv:hasDataSubject']['@id']).toBe(`urn:uuid:${younger}`)
    const { data } = await cases.ask(anna, '{ me { consents { nodes { from { ... on Person { id } } } } } }')
    expect(data.me.consents.nodes).toEqual([{ from: { id: await cases.idOf('anna') } }])
  })

  test('tells which values each parameter was given for, in the language asked for', async () => {
    const place = 'Business.employment(year:)'
    await publishTemplate(cases.database.admin, {
      ...{ id: 'year', activity: 'KOM-17', fields: ['Business.employment'] },
      parameters: [{ name: 'year', place, da: 'år', en: 'year' }],
    })
    const input = {
      template: 'year',
      cpr: null,
      cvr: cases.cvr('nordhavn'),
      fields: null,
      validTo: inDays(9),
    }
    const { proposal } = await stewards.registered({
      ...input,
      parameters: [{ name: 'year', values: ['2024', '2025'] }],
    })
    const { consent } = await command(cases, kommuneSteward(2), approveProposal, {
      id: proposal!.id,
      interest: false,
    })
    for (const [language, label] of [
      ['DA', 'år'],
      ['EN', 'year'],
    ]) {
      const record = recordOf(await readReceipt(cases, kom17, consent!.id, language))
      expect(record['dpv:hasDataSubject']['@type']).toBe('dpv:Organisation')
      expect(record['dpv:hasProcess']['dpv:hasScope']).toEqual([
        { '@type': 'dpv:Scope', 'dct:identifier': place, 'dct:title': label, 'rdf:value': ['2024', '2025'] },
      ])
    }
  })
})

// Each looked up in the vocabulary's own list of terms, versions 2.0 to 2.3 (https://w3id.org/dpv).
const known = {
  dpv: `Consent ConsentExpired ConsentGiven ConsentInvalidated ConsentNotice ConsentReceipt ConsentRecord ConsentRefused
    ConsentRequested ConsentRevoked ConsentStatusInvalidForProcessing ConsentUnknown ConsentWithdrawn DataController
    DataProcessor DataSubject DataSubjectRight Organisation PersonalData Process ProvideConsent Purpose Recipient
    Representative Scope WithdrawConsent hasConsentControl hasConsentStatus hasDataController hasDataProcessor
    hasDataSubject hasIndicationMethod hasJurisdiction hasLegalBasis hasName hasNotice hasPersonalData hasProcess hasPurpose
    hasRecipient hasRecordOfActivity hasRight hasScope isIndicatedAtTime isIndicatedBy`,
  'eu-gdpr': 'A6-1-a A7-3',
  loc: 'DK',
}

test.each(['../subgraphs/consents/receipt.ts', '../schema/receipt.schema.json'])(
  'every word of the vocabulary that %s takes is in it',
  file => {
    const text = readFileSync(new URL(file, import.meta.url), 'utf8')
    const taken = [...text.matchAll(/['"](dpv|eu-gdpr|loc):([A-Za-z0-9-]+)['"]/g)]
    expect(taken.length).toBeGreaterThan(5)
    const unknown = taken.filter(([, prefix, term]) => !known[prefix as 'dpv'].split(/\s+/).includes(term!))
    expect(unknown.map(([word]) => word)).toEqual([])
  },
)
