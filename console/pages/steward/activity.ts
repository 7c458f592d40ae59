// One processing activity: the version in force, drafts with their difference to it, earlier versions, approval and end.
import { randomUUID } from 'node:crypto'
import { lastDay } from '../../calendar.ts'
import { type Content, html } from '../../html.ts'
import { formField } from '../../layout.ts'
import { missingPage } from '../../parts.ts'
import { shownAgain } from '../../refused.ts'
import type { ConsoleAnswer } from '../../request.ts'
import { day, moment } from '../../texts.ts'
import { input, instantOf } from './fields.ts'
import { heldIn, type SentBack, sentBack } from './sent-back.ts'
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

async function shown(work: Work, back: SentBack | null = null): Promise<ConsoleAnswer> {
  const { words, texts, query, spoken } = work
  const file = await readActivity(work, query.get('id') ?? '')
  if (!file) return missingPage(texts)
  const { id, inForce, drafts, isOwn, versions } = file
  const asked = versions.find(({ version }) => String(version) === query.get('version'))
  const chosen = asked ?? inForce ?? (drafts.length === 0 ? versions.at(-1) : null)
  const purpose = (inForce ?? chosen)?.[spoken === 'DA' ? 'purposeDa' : 'purposeEn']
  const page = {
    title: purpose ? `${id}: ${purpose}` : id,
    body: html`${drafts.map(draft => draftCard(draft, file, work))}
${
  chosen &&
  html`<h2>${standing(chosen, inForce, work)}: ${words.version(chosen.version)}</h2>${versionTerms(chosen, work)}`
}
${isOwn && html`<p><a class="button button-secondary" href="/console/steward/activity/draft?id=${id}">${words.newVersion}</a></p>`}
${earlier(file, work)}
${isOwn && inForce && ending(id, work, back)}
<p><a href="/console/steward/activities">${texts.back}</a></p>`,
  }
  return shownAgain(page, back, texts)
}

export const activityPage = forSteward('activities', work => shown(work))

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
  const action = html`<form id="approve-${version.version}" method="post" action="/console/steward/activity/approve?id=${file.id}">${formField(session.formToken)}
<input type="hidden" name="command" value="${randomUUID()}"><input type="hidden" name="version" value="${version.version}">
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

function ending(id: string, work: Work, back: SentBack | null): Content {
  const { words, session, texts } = work
  // What stewards themselves work under is not theirs to end.
  if (id.startsWith('ADM-')) return null
  const entered = heldIn(back, 'end')
  return html`<details${back?.form === 'end' && html` open`}><summary>${words.end}</summary><form id="end" method="post" action="/console/steward/activity/end?id=${id}">${formField(session.formToken)}
<input type="hidden" name="command" value="${randomUUID()}">
<p>${words.endAbout}</p>${input('at', { label: words.endOn }, entered, 'date')}
<button class="button button-secondary" type="submit">${words.end}</button> <a href="/console/steward/activities">${texts.back}</a></form></details>`
}

async function sent(
  work: Work,
  [name, type, formName]: readonly [name: string, type: string, form: string],
  input: Readonly<Record<string, unknown>>,
): Promise<ConsoleAnswer> {
  const id = work.query.get('id') ?? ''
  const whole = { id, commandId: work.form.get('command') ?? '', ...input }
  const { problems } = await command(work, [name, type], whole, 'version { version }')
  if (problems.length > 0) return shown(work, sentBack(work, formName, problems, ['at']))
  return { to: `/console/steward/activity?${new URLSearchParams({ id })}` }
}

export const approveActivity = forSteward('activities', work => {
  const version = Number(work.form.get('version'))
  return sent(work, ['approveActivity', 'ApproveActivityInput', `approve-${version}`], { version })
})

export const endActivity = forSteward('activities', work =>
  sent(work, ['endActivity', 'EndActivityInput', 'end'], { at: instantOf(work.form, 'at') }),
)

/** The address of a form that was sent, opened by itself. */
export const backToActivity = forSteward('activities', async ({ query }) => ({
  to: `/console/steward/activity?${query}`,
}))
