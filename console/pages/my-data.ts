// The subject's own data in groups, each with the register that it comes from, or why it is not shown; and as a file.
import { csvFile } from '../csv.ts'
import { html } from '../html.ts'
import { businessGroups, type OwnBusiness, ofBusiness } from '../own-business.ts'
import { type OwnPerson, ofPerson, personGroups } from '../own-person.ts'
import { type Known, knownOnPage, type OwnGroup, type OwnRow } from '../own-rows.ts'
import { fileLink, notGivenPage, refusalAt } from '../parts.ts'
import type { ConsoleRequest, Handler } from '../request.ts'
import { aboutSubject } from '../subject.ts'

interface Own {
  readonly subject: OwnPerson | OwnBusiness | null
}

interface Shown {
  readonly groups: readonly OwnGroup[]
  /** Why there is nothing at all; null when there is. */
  readonly refusal: string | null
}

const path = '/console/my-data'

/** What is known; what is not says why, or that nothing is registered. */
async function shownOf({ session, texts, ask }: ConsoleRequest): Promise<Shown> {
  const { data, errors } = await ask<Own>(`{ ${aboutSubject(session, ofPerson, ofBusiness)} }`)
  const subject = data?.subject
  const reader = { texts, language: session.language }
  const value = ({ field, value: known }: OwnRow): Known => {
    const why = refusalAt(errors, session, 'subject', field)
    return why ? texts.notGiven(why) : (known ?? texts.notRegistered)
  }
  const refusal = refusalAt(errors, session, 'subject')
  if (!subject) return { groups: [], refusal }
  const groups =
    subject.__typename === 'Person' ? personGroups(subject, reader) : businessGroups(subject, reader)
  const told = (of: OwnGroup) => ({ ...of, rows: of.rows.map(one => ({ ...one, value: value(one) })) })
  return { groups: groups.map(told), refusal }
}

export const myData: Handler = async request => {
  const { texts } = request
  const { groups, refusal } = await shownOf(request)
  const table = ({ title, source, rows }: OwnGroup) =>
    html`<h2 class="h3">${title}</h2>
<div class="table--responsive-scroll" role="region" aria-label="${title}" tabindex="0"><table class="table console-own"><caption>${texts.source}: ${source}</caption><thead><tr><th scope="col">${texts.information}</th><th scope="col">${texts.value}</th></tr></thead>
<tbody>${rows.map(
      ({ label, value }) => html`<tr><th scope="row">${label}</th><td>${knownOnPage(value, texts)}</td></tr>`,
    )}</tbody></table></div>`
  return {
    title: texts.ownData,
    body: html`<p class="font-lead">${texts.ownDataAbout}</p>
${refusal && html`<p>${texts.notGiven(refusal)}</p>`}
${groups.map(table)}
${groups.length > 0 && fileLink(request, `${path}/list.csv`, texts.own.download)}`,
  }
}

/** Several under one label are lines of one cell. */
export const myDataFile: Handler = async request => {
  const { texts } = request
  const { groups } = await shownOf(request)
  if (groups.length === 0) return notGivenPage(texts)
  const lines = groups.flatMap(({ title, source, rows }) =>
    rows.map(({ label, value }) => [title, source, label, [value].flat().join('\n')]),
  )
  return csvFile('my-data', [texts.own.group, texts.source, texts.information, texts.value], lines)
}
