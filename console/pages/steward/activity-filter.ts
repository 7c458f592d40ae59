// The authority's processing activities as a filter of a list: chosen, never guessed, ended ones too.
import { type Content, html, type Markup } from '../../html.ts'
import { choice } from '../../parts.ts'
import { readActivities } from './activities.ts'
import { activityWords } from './activity-choices.ts'
import type { Work } from './work.ts'

/** Beyond so many a list to choose from is long to go through, and is searched by writing instead. */
const mostListed = 100
const longestWords = 80

export interface ActivityFilter {
  /** The one to filter by; null for all. */
  readonly activity: string | null
  /** What the address asks for that the authority does not have; null when there is nothing wrong. */
  readonly wrong: string | null
  readonly field: Markup
}

/** `activity` of the address, held against those that there are. */
export async function activityFilter(work: Work): Promise<ActivityFilter> {
  const { words, texts, query } = work
  const known = await readActivities(work)
  const asked = (query.get('activity') ?? '').trim()
  const listed = new Map(known.map(one => [one.id, wordsOf(one, words.choosing.ended)] as const))
  const wrong = asked === '' || listed.has(asked) ? null : words.choosing.unknown(asked)
  const field =
    listed.size <= mostListed && wrong === null
      ? choice('activity', words.activity, [['', texts.all], ...listed], asked)
      : written(words.activityFilter, asked, wrong, listed)
  return { activity: asked === '' || wrong !== null ? null : asked, wrong, field }
}

function wordsOf({ id, purpose, state }: { id: string; purpose: string; state: string }, ended: string) {
  const whole = activityWords({ id, purpose })
  const short = whole.length > longestWords ? `${whole.slice(0, longestWords)} …` : whole
  return state === 'ENDED' ? `${short} (${ended})` : short
}

/** The list helps whoever writes, where the browser shows it; what is sent is checked all the same. */
function written(
  label: string,
  asked: string,
  wrong: string | null,
  listed: ReadonlyMap<string, string>,
): Markup {
  const said: Content =
    wrong !== null && html`<span class="form-error-message" id="activity-wrong">${wrong}</span>`
  return html`<div class="form-group${wrong === null ? '' : ' form-error'}"><label class="form-label" for="activity">${label}</label>${said}
<input class="form-input" id="activity" name="activity" value="${asked}" list="activity-list" autocomplete="off"${
    wrong !== null && html` aria-describedby="activity-wrong" aria-invalid="true"`
  }><datalist id="activity-list">${[...listed].map(([id, whole]) => html`<option value="${id}">${whole}</option>`)}</datalist></div>`
}
