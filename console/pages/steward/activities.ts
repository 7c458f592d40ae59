// The authority's processing activities, in force, drafted and ended: searched, filtered, sorted, paged.
import { dayOf } from '../../calendar.ts'
import { everyRow, type Listed } from '../../every-row.ts'
import { apart, html } from '../../html.ts'
import { choice, filters, oneOf } from '../../parts.ts'
import { day } from '../../texts.ts'
import { csvFile, numberedPages, rowsAt, tableOf } from './listing.ts'
import { forSteward, messagesOf, type Work } from './work.ts'

const states = ['IN_FORCE', 'DRAFT', 'ENDED'] as const
type State = (typeof states)[number]

interface Row {
  readonly id: string
  readonly state: State
  readonly version: number
  readonly purpose: string
  readonly act: string
  readonly fields: number
  readonly validFrom: string
}

interface Told {
  readonly id: string
  readonly version: number
  readonly purpose: string
  readonly act: string
  readonly fields: readonly unknown[] | null
  readonly validFrom: string | null
}

const told = 'version purpose(language: $language) act fields { coordinate } validFrom'

interface InForce {
  readonly activities: Listed<Told> | null
}

/** Those in force: public. */
async function inForce({ ask, steward, spoken }: Work): Promise<readonly Row[]> {
  const found = await everyRow(async after => {
    const { data } = await ask<InForce>(
      `query ($authority: CVR!, $after: String, $language: Language!) {
        activities(authority: $authority, first: 100, after: $after) {
          pageInfo { hasNextPage endCursor } nodes { id ${told} }
        }
      }`,
      { authority: steward.authority.cvr, after, language: spoken },
    )
    return data?.activities
  })
  return (found ?? []).map(node => rowOf(node, 'IN_FORCE'))
}

const rowOf = ({ id, version, purpose, act, fields, validFrom }: Told, state: State): Row => ({
  ...{ id, state, version, purpose, act, fields: fields?.length ?? 0, validFrom: validFrom ?? '' },
})

interface Ended {
  readonly activities: Listed<{ readonly id: string; readonly versions: readonly Told[] | null }> | null
}

/** Those that have ended, in the last version that was approved. */
async function ended({ ask, steward, spoken }: Work): Promise<readonly Row[]> {
  const found = await everyRow(async after => {
    const { data } = await ask<Ended>(
      `query ($authority: CVR!, $after: String, $language: Language!) {
        activities(authority: $authority, ended: true, first: 100, after: $after) {
          pageInfo { hasNextPage endCursor } nodes { id versions { ${told} } }
        }
      }`,
      { authority: steward.authority.cvr, after, language: spoken },
    )
    return data?.activities
  })
  return (found ?? []).flatMap(({ id, versions }) => {
    const last = versions?.at(-1)
    return last ? [rowOf({ ...last, id }, 'ENDED')] : []
  })
}

interface Drafted {
  readonly activityDrafts:
    | readonly { readonly version: Told & { readonly activity: { id: string } } }[]
    | null
}

/** Those in force and those that have ended, each once. */
export async function readActivities(work: Work): Promise<readonly Row[]> {
  const now = await inForce(work)
  const before = (await ended(work)).filter(({ id }) => !now.some(one => one.id === id))
  return [...now, ...before].sort(orders.id)
}

const sorts = ['id', 'purpose', 'validFrom'] as const
type Sort = (typeof sorts)[number]

/** `KOM-9` before `KOM-17`. */
const orders: Readonly<Record<Sort, (one: Row, other: Row) => number>> = {
  id: (one, other) => one.id.localeCompare(other.id, 'da', { numeric: true }) || one.version - other.version,
  purpose: (one, other) => one.purpose.localeCompare(other.purpose, 'da'),
  validFrom: (one, other) => other.validFrom.localeCompare(one.validFrom),
}

/** Which of the rows an address asks for, all its pages. */
export function chosen(rows: readonly Row[], query: URLSearchParams): readonly Row[] {
  const asked = oneOf(states, query.get('state'))
  const words = (query.get('q') ?? '').trim().toLowerCase()
  return rows
    .filter(({ state }) => asked === null || state === asked)
    .filter(({ id, purpose, act }) => `${id} ${purpose} ${act}`.toLowerCase().includes(words))
    .sort(orders[oneOf(sorts, query.get('sort')) ?? 'id'])
}

const path = '/console/steward/activities'

export const activities = forSteward('activities', async work => {
  const { words, texts, query, session, ask, spoken } = work
  const drafted = await ask<Drafted>(
    `query ($language: Language!) { activityDrafts { version { activity { id } ${told} } } }`,
    { language: spoken },
  )
  const drafts = (drafted.data?.activityDrafts ?? []).map(({ version }) =>
    rowOf({ ...version, id: version.activity.id }, 'DRAFT'),
  )
  const found = chosen([...(await inForce(work)), ...drafts, ...(await ended(work))], query)
  const head = [words.activityId, words.parts.purpose, words.parts.act, texts.state, words.parts.validFrom]
  if (query.has('csv')) {
    const rows = found.map(row => [
      ...[row.id, row.purpose, row.act, words.rowStates[row.state], dayOf(row.validFrom)],
    ])
    return csvFile('activities', head, rows)
  }
  const refusals = messagesOf(drafted.errors, work)
  const shown = rowsAt(found, query).map(({ id, purpose, act, state, validFrom }) => [
    html`<a class="console-id" href="/console/steward/activity?id=${id}">${id}</a>`,
    ...[apart(purpose), apart(act), words.rowStates[state], day(session.language, validFrom)],
  ])
  return {
    title: words.activities,
    body: html`<p><a class="button button-secondary" href="/console/steward/activity/draft">${words.newActivity}</a></p>
${searchFields(work)}
${refusals.length > 0 && html`<p>${texts.notGiven(refusals.join(' '))}</p>`}
${shown.length === 0 ? html`<p>${texts.noneFiltered}</p>` : tableOf(head, shown, words.activities)}
${numberedPages(work, path, found.length)}`,
  }
})

function searchFields({ words, texts, query }: Work) {
  const options = [['', texts.all], ...states.map(state => [state, words.rowStates[state]] as const)] as const
  return filters(texts, path, [
    html`<div class="form-group"><label class="form-label" for="q">${words.searchWords}</label>
<input class="form-input" type="search" id="q" name="q" value="${query.get('q')}"></div>`,
    choice('state', texts.state, options, query.get('state')),
    choice(
      'sort',
      words.sort,
      sorts.map(sort => [sort, words.sorts[sort]] as const),
      query.get('sort') ?? 'id',
    ),
  ])
}
