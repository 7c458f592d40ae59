// Processing activities to choose among in a steward's form: all of few; of many, those that a search in the form finds.
import { everyRow, type Listed } from '../../every-row.ts'
import { type Content, html, type Markup } from '../../html.ts'
import { checks, type Entered, type Options } from './fields.ts'
import type { Work } from './work.ts'

/** One that a form can name. */
export interface Activity {
  readonly id: string
  readonly purpose: string | null
  readonly controller?: { readonly name: string | null } | null
}

/** As many as stand in a form unasked, and as a search in it shows at once. */
const mostShown = 30
const seek = 'seek-activities'
const sought = 'sought-activities'

/** Those in force; `authority`: of one alone, by its CVR number. What stewards work under themselves is left out. */
export async function activitiesToChoose(
  { ask, spoken }: Pick<Work, 'ask' | 'spoken'>,
  authority: string | null,
): Promise<readonly Activity[]> {
  const found = await everyRow(async after => {
    const { data } = await ask<{ activities: Listed<Activity> | null }>(
      `query ($authority: CVR, $after: String, $language: Language!) {
        activities(authority: $authority, first: 100, after: $after) {
          pageInfo { hasNextPage endCursor } nodes { id purpose(language: $language) controller { name } }
        }
      }`,
      { authority, after, language: spoken },
    )
    return data?.activities
  })
  return (found ?? []).filter(({ id }) => !id.startsWith('ADM-'))
}

/** Whether a form was sent to search among its activities, and not to do what it is for. */
export const isSeeking = (form: URLSearchParams): boolean => form.has(seek)

/** `KOM-17: Housing support (Strandby Kommune)`; an id alone where nothing more is known. */
export function activityWords({ id, purpose, controller }: Activity): string {
  const by = controller?.name ? ` (${controller.name})` : ''
  return purpose ? `${id}: ${purpose}${by}` : `${id}${by}`
}

export interface Choosing {
  readonly label: string
  readonly hint: string
  readonly all: readonly Activity[]
  /** What the ids of its fields end with, where several forms of a page choose. */
  readonly end?: string
}

/**
 * What was chosen stays in sight, also what is there no more: it can be taken away again. What is sent is the ids of what
 * is ticked, as `activities`; the graph says which of them is wrong.
 */
export function activityChoices(
  { label, hint, all, end = '' }: Choosing,
  entered: Entered,
  { words }: Pick<Work, 'words'>,
): Markup {
  const { values } = entered
  const chosen = [...new Set(values.getAll('activities'))]
  const known = new Map(all.map(one => [one.id, activityWords(one)] as const))
  const asked = (values.get(sought) ?? '').trim().toLowerCase()
  const isLong = all.length > mostShown
  const others = all.filter(({ id }) => !chosen.includes(id))
  const fits =
    isLong && asked === ''
      ? []
      : others.filter(one => !isLong || activityWords(one).toLowerCase().includes(asked))
  const options: Options = [
    ...chosen.map(id => [id, known.get(id) ?? id] as const),
    ...fits.slice(0, mostShown).map(one => [one.id, activityWords(one)] as const),
  ]
  const found = asked === '' ? '' : words.choosing.found(fits.length, Math.min(fits.length, mostShown))
  const search: Content =
    isLong &&
    html`<div class="form-group"><label class="form-label" for="${sought}${end}">${words.choosing.search(all.length)}</label>
${found && html`<p role="status">${found}</p>`}<input class="form-input" type="search" id="${sought}${end}" name="${sought}" value="${values.get(sought)}" autocomplete="off">
<button class="button button-secondary" type="submit" name="${seek}" value="yes" formnovalidate>${words.search}</button></div>`
  return checks('activities', { id: `activities${end}`, label, hint }, options, entered, search)
}
