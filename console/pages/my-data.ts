// The subject's own data in groups, each with the register that it comes from, or why it is not shown.
import { type Content, html } from '../html.ts'
import { businessGroups, type OwnBusiness, ofBusiness } from '../own-business.ts'
import { type OwnPerson, ofPerson, personGroups } from '../own-person.ts'
import type { OwnGroup } from '../own-rows.ts'
import { refusalAt } from '../parts.ts'
import type { Handler } from '../request.ts'
import { aboutSubject } from '../subject.ts'

interface Own {
  readonly subject: OwnPerson | OwnBusiness | null
}

export const myData: Handler = async ({ session, texts, ask }) => {
  const { data, errors } = await ask<Own>(`{ ${aboutSubject(session, ofPerson, ofBusiness)} }`)
  const subject = data?.subject
  const reader = { texts, language: session.language }
  const groups =
    subject?.__typename === 'Person'
      ? personGroups(subject, reader)
      : subject
        ? businessGroups(subject, reader)
        : []
  const refusal = refusalAt(errors, session, 'subject')
  const value = (field: string, known: Content): Content => {
    const why = refusalAt(errors, session, 'subject', field)
    return why ? texts.notGiven(why) : known || texts.notRegistered
  }
  const table = ({ title, source, rows }: OwnGroup) =>
    html`<h2 class="h3">${title}</h2>
<div class="table--responsive-scroll" role="region" aria-label="${title}" tabindex="0"><table class="table console-own"><caption>${texts.source}: ${source}</caption><thead><tr><th scope="col">${texts.information}</th><th scope="col">${texts.value}</th></tr></thead>
<tbody>${rows.map(
      ({ label, field, value: known }) =>
        html`<tr><th scope="row">${label}</th><td>${value(field, known)}</td></tr>`,
    )}</tbody></table></div>`
  return {
    title: texts.ownData,
    body: html`<p class="font-lead">${texts.ownDataAbout}</p>
${refusal && html`<p>${texts.notGiven(refusal)}</p>`}
${groups.map(table)}`,
  }
}
