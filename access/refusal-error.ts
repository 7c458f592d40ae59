// A refusal as the caller sees it: an error at the field's own path, with its code and what would make it allowed.
import { GraphQLError } from 'graphql'
import { help, type RefusalCode } from './refusals.ts'

/** `subject` only where the operation named that id, or the answer holds it. */
export function refusalError(
  code: RefusalCode,
  about: { readonly field: string; readonly subject?: string | null; readonly activity: string | null },
): GraphQLError {
  const words = help(code)
  const { field, subject, activity } = about
  return new GraphQLError(words.en, {
    extensions: {
      code,
      access: { field, ...(subject && { subject }), ...(activity && { activity }), help: words },
    },
  })
}
