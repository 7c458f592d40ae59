// The form in which somebody says that an access looks wrong: which access it is stands above it, in words.
import { randomUUID } from 'node:crypto'
import { type Entry, entryFields } from '../access-entries.ts'
import { everyRow, type Listed, largestPage } from '../every-row.ts'
import { area, type Wrong, wrongs } from '../form-parts.ts'
import { apart, type Content, html } from '../html.ts'
import { formField } from '../layout.ts'
import { terms } from '../parts.ts'
import type { ConsoleAnswer, ConsoleRequest, Handler } from '../request.ts'
import { aboutSubject } from '../subject.ts'
import { graphLanguage, moment } from '../texts.ts'

const path = '/console/cases/new'
const recordForm = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

interface Entered {
  readonly text: string
  readonly command: string
  readonly found: readonly Wrong[]
}

/** The form for one record; the address holds its opaque id, and when it was. */
export const caseForm: Handler = async request => {
  if (!recordForm.test(request.query.get('record') ?? '')) return { to: '/console/access-log' }
  return shown(request, { text: '', command: randomUUID(), found: [] })
}

interface Log {
  readonly subject: { readonly accessLog: Listed<Entry> | null } | null
}

const selection = `accessLog(from: $from, to: $to, first: $first, after: $after) {
  pageInfo { hasNextPage endCursor } nodes { ${entryFields} }
}`

/** The log is searched by time: what happened in that same thousandth of a second. Null when it is not there. */
async function entryOf({ session, query, ask }: ConsoleRequest): Promise<Entry | null> {
  const at = Date.parse(query.get('at') ?? '')
  if (Number.isNaN(at)) return null
  const [from, to] = [new Date(at).toISOString(), new Date(at + 1).toISOString()]
  const rows = await everyRow(async after => {
    const { data } = await ask<Log>(
      `query ($from: DateTime, $to: DateTime, $first: Int!, $after: String, $language: Language!) {
        ${aboutSubject(session, selection)}
      }`,
      { from, to, first: largestPage, after, language: graphLanguage(session.language) },
    )
    return data?.subject?.accessLog
  })
  return rows?.find(({ id }) => id === query.get('record')) ?? null
}

/** When, who, what, and why, as the log has it. */
function about(entry: Entry, { session: { language }, texts }: ConsoleRequest): Content {
  const { at, authority, processor, activity, caseReference, summary, learnedLater } = entry
  const { logColumns: columns } = texts.powers
  const act = activity?.act ? ` (${activity.act})` : ''
  const title = texts.cases.looksWrongAt(authority?.name ?? texts.unnamed, moment(language, at))
  return html`<section class="console-card"><h2 class="h4">${apart(title)}</h2><p>${apart(summary)}</p>${
    learnedLater && html`<p>${apart(learnedLater)}</p>`
  }${terms([
    [columns.time, moment(language, at)],
    [columns.authority, apart(authority?.name)],
    [columns.processor, apart(processor?.name)],
    [columns.purpose, activity?.purpose && apart(`${activity.purpose}${act}`)],
    [texts.authorityCase, apart(caseReference)],
  ])}</section>`
}

async function shown(request: ConsoleRequest, { text, command, found }: Entered): Promise<ConsoleAnswer> {
  const { session, texts, query } = request
  const words = texts.cases
  const entry = await entryOf(request)
  const field: Content = area({ id: 'text', label: words.text, hint: words.textHint, wrong: found }, text)
  return {
    title: words.newTitle,
    ...(found.length > 0 && { status: 409 }),
    body: html`${wrongs(words.wrong, found)}<p class="font-lead">${words.newAbout}</p>
${entry && about(entry, request)}
<form class="console-form" method="post" action="${path}?${query.toString()}">${formField(session.formToken)}<input type="hidden" name="command" value="${command}">
${field}
<button class="button button-primary" type="submit">${words.send}</button> <a href="/console/access-log">${texts.back}</a></form>`,
  }
}

export const openCase: Handler = async request => {
  const { session, form, query, ask } = request
  const text = (form.get('text') ?? '').replaceAll('\r\n', '\n').trim()
  const command = form.get('command') || randomUUID()
  const input = { record: query.get('record') ?? '', text, commandId: command }
  const { data, errors } = await ask<{
    led: { problems: readonly { readonly message: string }[] } | null
  }>(
    `mutation ($input: ReportAccessInput!, $language: Language!) {
      led: reportAccess(input: $input) { problems { message(language: $language) } }
    }`,
    { input, language: graphLanguage(session.language) },
  )
  const said = data?.led ? data.led.problems : errors
  if (said.length === 0) return { to: '/console/cases' }
  const found = [...new Set(said.map(({ message }) => message))].map(words => ({ at: 'text', words }))
  return shown(request, { text, command, found })
}
