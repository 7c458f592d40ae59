// The English words for choosing processing activities in stewards' forms.
import type { choosingDa } from './steward-choosing-da.ts'

export const choosingEn: typeof choosingDa = {
  search: count => `Search among ${count} processing activities: words in id, purpose or authority`,
  found: (count, shown) =>
    count > shown
      ? `${count} match; the first ${shown} are shown. Search with more words.`
      : `${count} match.`,
  none: 'Choose none when it holds for all.',
  activateNone: 'Choose none when it is to hold for all that the power of attorney is given for.',
  unknown: id =>
    `Your authority has no processing activity with the id ${id}. Choose one from the list, or leave the field empty.`,
  ended: 'ended',
}
