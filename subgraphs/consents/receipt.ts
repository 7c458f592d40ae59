// The receipt of a consent as JSON-LD: ISO/IEC TS 27560:2023 in the terms of the W3C Data Privacy Vocabulary.
// Source: https://w3id.org/dpv/guides/consent-27560 (records and receipts); terms: https://w3id.org/dpv.
import type { State } from './lifecycle.ts'
import type { ConsentKind } from './request.ts'
import type { ActorKind, Channel, Signature } from './tables.ts'

export type Language = 'DA' | 'EN'

export interface ReceiptEvent {
  readonly state: string
  readonly at: Date
  readonly actorKind: ActorKind
  readonly channel: Channel
  readonly language: Language | null
  readonly textHash: string | null
  readonly signature: Signature | null
}

export interface ReceiptRecipient {
  readonly authority: string | null
  readonly processor: string | null
  readonly first: Date
  readonly last: Date
  readonly times: number
}

/** What a receipt tells. Coordinates, words of the template and opaque ids; no number of a person, no register value. */
export interface Told {
  readonly id: string
  readonly subjectId: string
  readonly subjectKind: 'PERSON' | 'BUSINESS'
  readonly authority: string
  readonly activity: string
  readonly purpose: string | null
  readonly kind: ConsentKind
  readonly paragraph: string | null
  readonly template: string
  readonly templateVersion: number
  readonly fields: readonly { readonly coordinate: string; readonly label: string }[]
  readonly parameters: readonly {
    readonly place: string
    readonly label: string
    readonly values: readonly string[]
  }[]
  readonly text: {
    readonly language: Language
    readonly title: string
    readonly request: string
    readonly consequenceOfNo: string
    readonly consequenceOfWithdrawal: string
  }
  readonly validFrom: Date | null
  readonly validTo: Date
  /** The state at `created`, and everything that led there, oldest first. */
  readonly state: State
  readonly events: readonly ReceiptEvent[]
  readonly recipients: readonly ReceiptRecipient[]
  /** Names by CVR number. */
  readonly names: ReadonlyMap<string, string>
  /** By the database's clock. */
  readonly created: Date
  readonly language: Language
}

const profile = 'https://w3id.org/dpv/schema/dpv-27560#'
const context = {
  dpv: 'https://w3id.org/dpv#',
  'eu-gdpr': 'https://w3id.org/dpv/legal/eu/gdpr#',
  loc: 'https://w3id.org/dpv/loc#',
  dct: 'http://purl.org/dc/terms/',
  rdf: 'http://www.w3.org/1999/02/22-rdf-syntax-ns#',
  // What the vocabulary has no word for.
  engang: 'urn:engang:receipt:',
}

// A held-back consent has no word of its own there: it is one that nothing may be done by.
const statuses: Readonly<Record<string, string>> = {
  REQUESTED: 'dpv:ConsentRequested',
  PARTLY_CONFIRMED: 'dpv:ConsentRequested',
  GRANTED: 'dpv:ConsentGiven',
  DECLINED: 'dpv:ConsentRefused',
  CANCELLED: 'dpv:ConsentRevoked',
  WITHDRAWN: 'dpv:ConsentWithdrawn',
  SUSPENDED: 'dpv:ConsentStatusInvalidForProcessing',
  SUPERSEDED: 'dpv:ConsentRevoked',
  INVALIDATED: 'dpv:ConsentInvalidated',
  LAPSED: 'dpv:ConsentExpired',
  EXPIRED: 'dpv:ConsentExpired',
}
const actors: Readonly<Record<ActorKind, string>> = {
  SUBJECT: 'dpv:DataSubject',
  REPRESENTATIVE: 'dpv:Representative',
  SYSTEM: 'dpv:DataController',
  STEWARD: 'dpv:DataController',
}
const laws: Readonly<Record<ConsentKind, { readonly DA: string; readonly EN: string }>> = {
  GDPR_6_1_A: { DA: 'Databeskyttelsesforordningen artikel 6, stk. 1, litra a', EN: 'GDPR Art. 6(1)(a)' },
  FVL_28: { DA: 'Forvaltningsloven § 28', EN: 'Public administration act § 28' },
  FVL_29: { DA: 'Forvaltningsloven § 29', EN: 'Public administration act § 29' },
  SECTOR_LAW: { DA: 'Særlov', EN: 'Sector law' },
}

const ruleSources: Readonly<Record<Signature['source'], { readonly DA: string; readonly EN: string }>> = {
  REGISTERED: { DA: 'Tegningsreglen i CVR', EN: 'The signing rule registered in CVR' },
  STEWARD: {
    DA: 'Tegningsreglen i CVR, som to dataforvaltere har læst den',
    EN: 'The signing rule registered in CVR, as two data stewards have read it',
  },
  COMPANIES_ACT_135: { DA: 'Selskabsloven § 135', EN: 'Companies act § 135' },
  OWNER: { DA: 'Virksomhedens ejer', EN: "The business's owner" },
  PARTNERS: { DA: 'Alle fuldt ansvarlige deltagere', EN: 'All fully liable participants' },
  LIQUIDATION: { DA: 'Selskabsloven kapitel 14: likvidatorer', EN: 'Companies act chapter 14: liquidators' },
  BANKRUPTCY: { DA: 'Konkursloven § 110: kuratorer', EN: 'Bankruptcy act § 110: trustees' },
}

/** The document, in one language. Pure. */
export function receiptDocument(told: Told): object {
  const created = told.created.toISOString()
  return {
    '@context': context,
    '@id': `urn:uuid:${told.id}#receipt-${created}`,
    '@type': 'dpv:ConsentReceipt',
    'dct:identifier': `${told.id}#receipt-${created}`,
    'dct:conformsTo': `${profile}receipt`,
    'dct:created': created,
    'dct:language': told.language.toLowerCase(),
    'dpv:hasRecordOfActivity': {
      '@id': `urn:uuid:${told.id}`,
      '@type': 'dpv:ConsentRecord',
      'dct:identifier': told.id,
      'dct:conformsTo': `${profile}record`,
      'dpv:hasDataSubject': {
        '@id': `urn:uuid:${told.subjectId}`,
        '@type': told.subjectKind === 'PERSON' ? 'dpv:DataSubject' : 'dpv:Organisation',
      },
      'dpv:hasDataController': party('dpv:DataController', told.authority, told),
      'dpv:hasJurisdiction': 'loc:DK',
      'dpv:hasProcess': processOf(told),
      'dpv:hasNotice': noticeOf(told),
      'dpv:hasConsentControl': {
        '@type': ['dpv:ProvideConsent', 'dpv:WithdrawConsent'],
        'dct:description': told.text.consequenceOfWithdrawal,
      },
      'dpv:hasRight': { '@type': ['dpv:DataSubjectRight', 'eu-gdpr:A7-3'] },
      ...(told.validFrom && { 'engang:validFrom': told.validFrom.toISOString() }),
      'engang:validTo': told.validTo.toISOString(),
      'engang:state': told.state,
      'dpv:hasConsentStatus': statusesOf(told),
    },
  }
}

const party = (type: string, cvr: string, { names }: Told) => ({
  '@type': type,
  'dct:identifier': cvr,
  ...(names.has(cvr) && { 'dpv:hasName': names.get(cvr) }),
})

const processOf = (told: Told) => ({
  '@type': 'dpv:Process',
  'dct:identifier': told.activity,
  ...(told.purpose && { 'dpv:hasPurpose': { '@type': 'dpv:Purpose', 'dct:description': told.purpose } }),
  'dpv:hasLegalBasis': {
    '@type': told.kind === 'GDPR_6_1_A' ? 'eu-gdpr:A6-1-a' : 'dpv:Consent',
    'dct:identifier': told.kind,
    'dct:title': [laws[told.kind][told.language], told.paragraph].filter(Boolean).join(': '),
  },
  'dpv:hasPersonalData': told.fields.map(({ coordinate, label }) => ({
    '@type': 'dpv:PersonalData',
    'dct:identifier': coordinate,
    'dct:title': label,
  })),
  ...(told.parameters.length > 0 && {
    'dpv:hasScope': told.parameters.map(({ place, label, values }) => ({
      '@type': 'dpv:Scope',
      'dct:identifier': place,
      'dct:title': label,
      'rdf:value': values,
    })),
  }),
  'dpv:hasRecipient': told.recipients.flatMap(({ authority, processor, first, last, times }) =>
    authority === null
      ? []
      : [
          {
            ...party('dpv:Recipient', authority, told),
            ...(processor && { 'dpv:hasDataProcessor': party('dpv:DataProcessor', processor, told) }),
            'engang:first': first.toISOString(),
            'engang:last': last.toISOString(),
            'engang:times': times,
          },
        ],
  ),
})

const noticeOf = ({ template, templateVersion, text }: Told) => ({
  '@type': 'dpv:ConsentNotice',
  'dct:identifier': `${template}/${templateVersion}`,
  'dct:language': text.language.toLowerCase(),
  'dct:title': text.title,
  'dct:description': text.request,
  'engang:consequenceOfNo': text.consequenceOfNo,
})

/** Whose signatures bound a business, and by which rule. Empty for anyone else's consent. */
const signedBy = ({ signature }: ReceiptEvent, language: Language) =>
  signature && {
    'engang:signatory': signature.by.map(person => `urn:uuid:${person}`),
    'engang:signingRule': {
      'dct:identifier': signature.source,
      'dct:title': ruleSources[signature.source][language],
    },
  }

function statusesOf({ events, state, validTo, created, language }: Told) {
  const known = events
    .filter(event => event.state !== 'DRAFT')
    .map(event => ({
      '@type': statuses[event.state] ?? 'dpv:ConsentUnknown',
      'dpv:isIndicatedBy': actors[event.actorKind],
      'dpv:isIndicatedAtTime': event.at.toISOString(),
      'dpv:hasIndicationMethod': event.channel,
      ...(event.textHash && { 'engang:shownText': event.textHash }),
      ...(event.language && { 'engang:shownLanguage': event.language.toLowerCase() }),
      ...signedBy(event, language),
    }))
  if (events.at(-1)?.state === state) return known
  // Ended by time or death: nobody indicated it.
  const at = state === 'EXPIRED' ? validTo : created
  return [...known, { '@type': statuses[state], 'dpv:isIndicatedAtTime': at.toISOString() }]
}
