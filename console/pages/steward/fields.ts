// Fields of stewards' forms, each with what is wrong with it, and all of that at once above the form.
import { beginningOf, daysAfter, isDay } from '../../calendar.ts'
import { type Content, html, type Markup } from '../../html.ts'
import { formField } from '../../layout.ts'
import type { Problem, Work } from './work.ts'

/** A form as it is shown: what was entered, and what was wrong with it. */
export interface Entered {
  readonly values: URLSearchParams
  readonly problems: readonly Problem[]
}

const inputPath = ({ path }: Problem): string => (path ?? '').replace(/^input\./, '')

/** What is wrong at a field, or within the part of the input that it stands for. */
const wrongAt = (name: string, { problems }: Entered): readonly string[] =>
  problems
    .filter(problem => inputPath(problem) === name || inputPath(problem).startsWith(`${name}.`))
    .map(({ message }) => message)

interface Labels {
  readonly label: string
  readonly hint?: Content
  readonly required?: boolean
}

function group(
  name: string,
  { label, hint }: Labels,
  entered: Entered,
  control: (described: Content) => Content,
): Markup {
  const wrong = [...new Set(wrongAt(name, entered))]
  const ids = [hint ? `${name}-hint` : '', wrong.length > 0 ? `${name}-wrong` : ''].filter(id => id !== '')
  const described = html`${ids.length > 0 && html` aria-describedby="${ids.join(' ')}"`}${
    wrong.length > 0 && html` aria-invalid="true"`
  }`
  return html`<div class="form-group${wrong.length > 0 ? ' form-error' : ''}"><label class="form-label" for="${name}">${label}</label>
${hint && html`<span class="form-hint" id="${name}-hint">${hint}</span>`}${
  wrong.length > 0 && html`<span class="form-error-message" id="${name}-wrong">${wrong.join(' ')}</span>`
}
${control(described)}</div>`
}

export const input = (
  name: string,
  labels: Labels,
  entered: Entered,
  type: 'text' | 'date' | 'number' = 'text',
): Markup =>
  group(
    name,
    labels,
    entered,
    described =>
      html`<input class="form-input" type="${type}" id="${name}" name="${name}" value="${entered.values.get(name)}" autocomplete="off"${
        labels.required && html` required`
      }${described}>`,
  )

export const area = (name: string, labels: Labels, entered: Entered, rows = 3): Markup =>
  group(
    name,
    labels,
    entered,
    described =>
      // The line break after the tag is the form's own, not the text's (HTML, 13.1.2.5).
      html`<textarea class="form-input" id="${name}" name="${name}" rows="${rows}"${
        labels.required && html` required`
      }${described}>
${entered.values.get(name)}</textarea>`,
  )

export type Options = readonly (readonly [value: string, words: string])[]

export const select = (name: string, labels: Labels, options: Options, entered: Entered): Markup =>
  group(
    name,
    labels,
    entered,
    described =>
      html`<select class="form-select" id="${name}" name="${name}"${described}>${options.map(
        ([value, words]) =>
          html`<option value="${value}"${value === (entered.values.get(name) ?? '') && html` selected`}>${words}</option>`,
      )}</select>`,
  )

/** Some of several; the group itself is found by its name. */
export function checks(name: string, { label, hint }: Labels, options: Options, entered: Entered): Markup {
  const wrong = [...new Set(wrongAt(name, entered))]
  const chosen = entered.values.getAll(name)
  return html`<fieldset id="${name}" class="form-group${wrong.length > 0 ? ' form-error' : ''}"><legend class="form-label">${label}</legend>
${hint && html`<span class="form-hint">${hint}</span>`}${
  wrong.length > 0 && html`<span class="form-error-message">${wrong.join(' ')}</span>`
}
${options.map(
  ([value, words], place) =>
    html`<div class="form-group-checkbox"><input type="checkbox" class="form-checkbox" id="${name}-${place}" name="${name}" value="${value}"${
      chosen.includes(value) && html` checked`
    }><label for="${name}-${place}">${words}</label></div>`,
)}</fieldset>`
}

/** One thing that is so, or not. */
export const check = (name: string, words: string, entered: Entered): Markup =>
  html`<div class="form-group-checkbox"><input type="checkbox" class="form-checkbox" id="${name}" name="${name}" value="yes"${
    entered.values.has(name) && html` checked`
  }><label for="${name}">${words}</label></div>`

/** The form itself, every problem above it. `fields`: names whose problems stand at them. */
export function form(
  { session, words }: Work,
  action: string,
  entered: Entered,
  names: readonly string[],
  { fields, submit }: { readonly fields: Content; readonly submit: string },
): Markup {
  const { problems } = entered
  const nameOf = (problem: Problem) =>
    names.find(name => inputPath(problem) === name || inputPath(problem).startsWith(`${name}.`))
  return html`${
    problems.length > 0 &&
    html`<div class="alert alert-error" role="alert"><div class="alert-body"><h2 class="alert-heading">${words.wrong}</h2><ul>${problems.map(
      problem => {
        const name = nameOf(problem)
        return html`<li>${name ? html`<a href="#${name}">${problem.message}</a>` : problem.message}</li>`
      },
    )}</ul></div></div>`
  }<form class="console-form" method="post" action="${action}">${formField(session.formToken)}<input type="hidden" name="command" value="${entered.values.get('command')}">
${fields}
<button class="button button-primary" type="submit">${submit}</button></form>`
}

/** The lines of a text, without blanks; none of an empty one. */
export const linesOf = (text: string | null): readonly string[] =>
  (text ?? '')
    .split(/\r?\n/)
    .map(line => line.trim())
    .filter(line => line !== '')

/** Text as it was entered; browsers send its lines with two signs between them. */
export const wordsOf = (form: URLSearchParams, name: string): string =>
  (form.get(name) ?? '').replaceAll('\r\n', '\n').trim()

/** Text as it was entered, or null for none. */
export const textOf = (form: URLSearchParams, name: string): string | null => wordsOf(form, name) || null

/** A whole number; null for none. What is no number is 0, which no field takes: it is never left out unseen. */
export const numberOf = (form: URLSearchParams, name: string): number | null => {
  const text = textOf(form, name)
  if (text === null) return null
  return /^-?\d{1,9}$/.test(text) ? Number(text) : 0
}

/** When a day of the form begins, or the day after it; null for none. What is no day goes on as it is, to be refused. */
export function instantOf(form: URLSearchParams, name: string, later: 0 | 1 = 0): string | null {
  const text = textOf(form, name)
  return text !== null && isDay(text) ? beginningOf(daysAfter(text, later)) : text
}
