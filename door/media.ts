// Chooses the media type of an answer, as GraphQL over HTTP says.

export const graphqlMedia = 'application/graphql-response+json'
export type AnswerMedia = typeof graphqlMedia | 'application/json'

const jsonMedia = 'application/json'

/**
 * Null when the caller accepts neither: event streams and multipart answers are not offered. Whoever names neither
 * gets `application/json`, which any client can read.
 */
export function chooseMedia(accept: string | undefined): AnswerMedia | null {
  const ranges = readRanges(accept)
  if (ranges.length === 0) return jsonMedia
  const graphql = qualityOf(graphqlMedia, ranges)
  const json = qualityOf(jsonMedia, ranges)
  if (graphql === 0 && json === 0) return null
  if (graphql === json) return names(graphqlMedia, ranges) ? graphqlMedia : jsonMedia
  return graphql > json ? graphqlMedia : jsonMedia
}

/**
 * Whether a status of 400 would be a fault of the transport to this caller: who asks for `application/json` by name
 * learns from `errors` that an operation was not executed (GraphQL over HTTP, "application/json").
 */
export function readsErrorsOnly(accept: string | undefined): boolean {
  return chooseMedia(accept) === jsonMedia && names(jsonMedia, readRanges(accept))
}

const names = (media: string, ranges: readonly Range[]): boolean => ranges.some(({ type }) => type === media)

const readRanges = (accept = ''): readonly Range[] =>
  accept.trim() === '' ? [] : accept.split(',').map(readRange)

interface Range {
  readonly type: string
  readonly quality: number
}

function readRange(text: string): Range {
  const [type = '', ...parameters] = text.split(';').map(part => part.trim().toLowerCase())
  const charset = parameters.find(parameter => parameter.startsWith('charset='))
  const weight = parameters.find(parameter => parameter.startsWith('q='))?.slice(2) ?? '1'
  const readable = charset === undefined || /^charset="?utf-8"?$/.test(charset)
  return { type, quality: readable && /^(0(\.\d{0,3})?|1(\.0{0,3})?)$/.test(weight) ? Number(weight) : 0 }
}

/** The most precise range decides, RFC 9110 12.5.1. */
function qualityOf(media: string, ranges: readonly Range[]): number {
  for (const form of [media, 'application/*', '*/*']) {
    const range = ranges.find(({ type }) => type === form)
    if (range) return range.quality
  }
  return 0
}
