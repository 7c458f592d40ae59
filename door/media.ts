// Chooses the media type of an answer, as GraphQL over HTTP says.

export const graphqlMedia = 'application/graphql-response+json'
export type AnswerMedia = typeof graphqlMedia | 'application/json'

/** Null when the caller accepts neither: event streams and multipart answers are not offered. */
export function chooseMedia(accept: string | undefined): AnswerMedia | null {
  if (accept === undefined || accept.trim() === '') return graphqlMedia
  const ranges = accept.split(',').map(readRange)
  const graphql = qualityOf(graphqlMedia, ranges)
  const json = qualityOf('application/json', ranges)
  if (graphql === 0 && json === 0) return null
  return graphql >= json ? graphqlMedia : 'application/json'
}

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
