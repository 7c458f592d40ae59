// What differs between two right answers to one question, put into words on both sides before they are compared.
import { rightInWords } from './oracle-enquiry.ts'

type InWords = (value: string) => string

const inWords: Readonly<Record<string, InWords>> = {
  'ConsentReceipt.document': withoutTime,
  // Of a document that tells when it was made.
  'ConsentReceipt.signature': () => 'a signature',
  'MandateAnswer.right': rightInWords,
  'MandateAnswer.until': () => 'an end',
}

/** How values of a field are told; null for those that are compared as they are. */
export const wordsOf = (coordinate: string): InWords | null =>
  // Each sealing of a cursor looks otherwise.
  /cursor$/i.test(coordinate) ? () => 'a cursor' : (inWords[coordinate] ?? null)

/** A receipt but for when it was made. */
function withoutTime(document: string): string {
  const { 'dct:created': made } = JSON.parse(document) as { readonly 'dct:created': string }
  return document.replaceAll(made, 'now')
}
