// The receipt of a consent: in words, to read and to print, and the file that the platform signed.
import { apart, type Content, html } from '../html.ts'
import { list, missingPage, terms } from '../parts.ts'
import type { ConsoleRequest, Handler } from '../request.ts'
import { graphLanguage, moment } from '../texts.ts'
import { about, type Consent, consentFields, happened } from './consent.ts'

interface Receipt {
  readonly document: string
  readonly signature: string
  readonly keyId: string
}

/** What the page reads in the signed document (ISO/IEC TS 27560, schema/receipt.schema.json). */
interface Signed {
  readonly 'dct:created': string
  readonly 'dpv:hasRecordOfActivity': {
    readonly 'dpv:hasProcess': { readonly 'dpv:hasRecipient': readonly Recipient[] }
  }
}

interface Recipient {
  readonly 'dct:identifier': string
  readonly 'dpv:hasName'?: string
  readonly 'engang:first': string
  readonly 'engang:last': string
  readonly 'engang:times': number
}

async function asked({ session, id, ask }: ConsoleRequest, fields = '') {
  const { data } = await ask<{ consent: (Consent & { readonly receipt: Receipt | null }) | null }>(
    `query ($id: ID!, $language: Language!) {
      consent(id: $id) { ${fields} receipt(language: $language) { document signature keyId } }
    }`,
    { id, language: graphLanguage(session.language) },
  )
  return data?.consent
}

export const receiptPage: Handler = async request => {
  const { session, texts, id } = request
  const consent = await asked(request, consentFields)
  if (!consent?.receipt) return missingPage(texts)
  const { document, signature, keyId } = consent.receipt
  const said: Signed = JSON.parse(document)
  const words = texts.receipts
  return {
    title: words.title(consent.text?.title ?? texts.unnamed),
    body: html`<p class="font-lead">${apart(consent.text?.request)}</p>
${about(consent, request)}
<h2>${texts.history}</h2>${happened(consent, request)}
<h2>${words.recipients}</h2>${recipients(said, request)}
<h2>${words.signed}</h2><p>${words.signedAbout}</p>
${terms([
  [words.made, moment(session.language, said['dct:created'])],
  [words.mark, html`<code>${id}</code>`],
  [words.key, html`<code>${keyId}</code>`],
  [words.signature, html`<code>${signature}</code>`],
])}
<p class="console-print-not"><a href="/console/consents/${id}/receipt/file">${words.download}</a></p>
<p class="console-print-not"><a href="/console/consents/${id}">${texts.back}</a></p>`,
  }
}

function recipients(said: Signed, { session: { language }, texts }: ConsoleRequest): Content {
  const found = said['dpv:hasRecordOfActivity']['dpv:hasProcess']['dpv:hasRecipient']
  if (found.length === 0) return html`<p>${texts.unused}</p>`
  return list(
    found.map(one => {
      const [first, last] = [moment(language, one['engang:first']), moment(language, one['engang:last'])]
      const name = apart(one['dpv:hasName'] ?? one['dct:identifier'])
      return html`${name}: ${texts.receipts.times(one['engang:times'], first, last)}`
    }),
  )
}

/** As the platform signed it. */
export const receiptFile: Handler = async request => {
  const receipt = (await asked(request))?.receipt
  if (!receipt) return missingPage(request.texts)
  return {
    file: {
      name: `receipt-${request.id}.json`,
      type: 'application/json',
      text: `${JSON.stringify(receipt, null, 2)}\n`,
    },
  }
}
