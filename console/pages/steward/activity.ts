// One processing activity: the version in force, drafts with their difference to it, earlier versions, approval and end.
import { randomUUID } from 'node:crypto'
import { lastDay } from '../../calendar.ts'
import { type Content, html } from '../../html.ts'
import { formField } from '../../layout.ts'
import { dateField, missingPage, problemPage } from '../../parts.ts'
import type { ConsoleAnswer } from '../../request.ts'
import { day, moment } from '../../texts.ts'
import { instantOf } from './fields.ts'
import { differenceShown, type Version, versionSelection, versionTerms } from './version.ts'
import { command, forSteward, type Work } from './work.ts'

interface Draft {
  readonly version: Version & { readonly activity: { readonly id: string } }
  readonly draftedBy: string | null
  readonly draftedAt: string | null
  readonly needsOperator: boolean | null
}

/** What there is of one activity to see, for the stewards of its authority, and as far as the operator has to approve it. */
export interface ActivityFile {
  readonly id: string
  readonly isOwn: boolean
  /** Approved ones, oldest first. */
  readonly versions: readonly Version[]
  /** The one in force now. */
  readonly inForce: Version | null
  /** Newest first. */
  readonly drafts: readonly Draft[]
}

interface Told {
  readonly activity: {
    readonly version: number | null
    readonly controller: { readonly cvr: string } | null
    readonly versions: readonly Version[] | null
  } | null
  readonly activityDrafts: readonly Draft[] | null
}

/** Null: there is none of that id, or it is another authority's. */
export async function readActivity({ ask, steward }: Work, id: string): Promise<ActivityFile | null> {
  const { data } = await ask<Told>(
    `query ($id: ID!) {
      activity(id: $id, ended: true) { version controller { cvr } versions { ${versionSelection} } }
      activityDrafts { version { activity { id } ${versionSelection} } draftedBy draftedAt needsOperator }
    }`,
    { id },
  )
  const drafts = (data?.activityDrafts ?? []).filter(({ version }) => version.activity.id === id)
  const isOwn = data?.activity?.controller?.cvr === steward.authority.cvr
  if (!isOwn && drafts.length === 0) return null
  const versions = data?.activity?.versions ?? []
  const inForce = versions.find(({ version }) => version === data?.activity?.version) ?? null
  return { id, isOwn, versions, inForce, drafts }
}

export const activityPage = forSteward('activities', async work => {
  const { words, texts, query, spoken } = work
  const file = await readActivity(work, query.get('id') ?? '')
  if (!file) return missingPage(texts)
  const { id, inForce, drafts, isOwn, versions } = file
  const asked = versions.find(({ version }) => String(version) === query.get('version'))
  const shown = asked ?? inForce ?? (drafts.length === 0 ? versions.at(-1) : null)
  const purpose = (inForce ?? shown)?.[spoken === 'DA' ? 'purposeDa' : 'purposeEn']
  return {
    title: purpose ? `${id}: ${purpose}` : id,
    body: html`${drafts.map(draft => draftCard(draft, file, work))}
${
  shown &&
  html`<h2>${standing(shown, inForce, work)}: ${words.version(shown.version)}</h2>${versionTerms(shown, work)}`
}
${isOwn && html`<p><a class="button button-secondary" href="/console/steward/activity/draft?id=${id}">${words.newVersion}</a></p>`}
${earlier(file, work)}
${isOwn && inForce && ending(id, work)}
<p><a href="/console/steward/activities">${texts.back}</a></p>`,
  }
})

/** Where a version stands now: one whose time has passed has ended. */
function standing({ version, state, validTo }: Version, inForce: Version | null, { words }: Work): string {
  if (version === inForce?.version) return words.inForce
  const isPast = validTo !== null && new Date(validTo) <= new Date()
  return state === 'APPROVED' && isPast ? words.rowStates.ENDED : words.activityStates[state]
}

function draftCard(
  { version, draftedBy, draftedAt, needsOperator }: Draft,
  file: ActivityFile,
  work: Work,
): Content {
  const { words, session, steward } = work
  const action = html`<form method="post" action="/console/steward/activity/approve">${formField(session.formToken)}
<input type="hidden" name="command" value="${randomUUID()}"><input type="hidden" name="id" value="${file.id}"><input type="hidden" name="version" value="${version.version}">
<p>${words.approveAbout}</p><button class="button button-primary" type="submit">${words.approveVersion(version.version)}</button></form>`
  return html`<section class="console-card"><h2>${words.draft}: ${words.version(version.version)}</h2>
<p>${words.draftedBy(draftedBy ?? '', moment(session.language, draftedAt))} ${needsOperator && words.needsOperator}</p>
<h3>${words.againstInForce}</h3>${differenceShown(version, file.inForce, work)}
<details><summary>${words.version(version.version)}</summary>${versionTerms(version, work)}</details>
${draftedBy === steward.officer ? html`<p>${words.ownDraft}</p>` : action}</section>`
}

function earlier({ id, versions }: ActivityFile, work: Work): Content {
  const { words, session } = work
  const shown = versions.map((version, place) => {
    const title = words.versionOf(version.version, words.activityStates[version.state])
    const period = `${day(session.language, version.validFrom)} – ${lastDay(session.language, version.validTo)}`
    return html`<li><details><summary>${title}, ${period}</summary><p><strong>${words.againstBefore}</strong></p>${differenceShown(version, versions[place - 1] ?? null, work)}<p><a href="/console/steward/activity?id=${id}&amp;version=${version.version}">${words.showVersion(version.version)}</a></p></details></li>`
  })
  return shown.length > 0 && html`<h2>${words.versions}</h2><ol class="nobullet-list">${shown.reverse()}</ol>`
}

const ending = (id: string, { words, session, texts }: Work): Content =>
  // What stewards themselves work under is not theirs to end.
  !id.startsWith('ADM-') &&
  html`<details><summary>${words.end}</summary><form method="post" action="/console/steward/activity/end">${formField(session.formToken)}
<input type="hidden" name="command" value="${randomUUID()}"><input type="hidden" name="id" value="${id}">
<p>${words.endAbout}</p>${dateField('at', words.endOn, null)}
<button class="button button-secondary" type="submit">${words.end}</button> <a href="/console/steward/activities">${texts.back}</a></form></details>`

async function sent(
  work: Work,
  name: readonly [string, string],
  input: Readonly<Record<string, unknown>>,
): Promise<ConsoleAnswer> {
  const id = work.form.get('id') ?? ''
  const whole = { id, commandId: work.form.get('command') ?? '', ...input }
  const { problems } = await command(work, name, whole, 'version { version }')
  const back = `/console/steward/activity?${new URLSearchParams({ id })}`
  if (problems.length === 0) return { to: back }
  return problemPage(
    work.texts,
    problems.map(({ message }) => message),
    back,
  )
}

export const approveActivity = forSteward('activities', work =>
  sent(work, ['approveActivity', 'ApproveActivityInput'], { version: Number(work.form.get('version')) }),
)

export const endActivity = forSteward('activities', work => {
  return sent(work, ['endActivity', 'EndActivityInput'], { at: instantOf(work.form, 'at') })
})
