// Fields of stewards' forms, each with what is wrong with it, and all of that at once above the form.
import { beginningOf, daysAfter, isDay } from '../../calendar.ts'
import { wrongs } from '../../form-parts.ts'
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

/** The name of the field that a problem stands at; empty when it is none of those. */
export const idAt = (problem: Problem, names: readonly string[]): string =>
  names.find(name => inputPath(problem) === name || inputPath(problem).startsWith(`${name}.`)) ?? ''

interface Labels {
  /** Its id on the page, where several forms have a field of that name; its name unless told. */
  readonly id?: string
  readonly label: string
  readonly hint?: Content
  readonly required?: boolean
}

function group(
  name: string,
  { id = name, label, hint }: Labels,
  entered: Entered,
  control: (described: Content) => Content,
): Markup {
  const wrong = [...new Set(wrongAt(name, entered))]
  const ids = [hint ? `${id}-hint` : '', wrong.length > 0 ? `${id}-wrong` : ''].filter(one => one !== '')
  const described = html`${ids.length > 0 && html` aria-describedby="${ids.join(' ')}"`}${
    wrong.length > 0 && html` aria-invalid="true"`
  }`
  return html`<div class="form-group${wrong.length > 0 ? ' form-error' : ''}"><label class="form-label" for="${id}">${label}</label>
${hint && html`<span class="form-hint" id="${id}-hint">${hint}</span>`}${
  wrong.length > 0 && html`<span class="form-error-message" id="${id}-wrong">${wrong.join(' ')}</span>`
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
      html`<input class="form-input" type="${type}" id="${labels.id ?? name}" name="${name}" value="${entered.values.get(name)}" autocomplete="off"${
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
      html`<textarea class="form-input" id="${labels.id ?? name}" name="${name}" rows="${rows}"${
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
      html`<select class="form-select" id="${labels.id ?? name}" name="${name}"${described}>${options.map(
        ([value, words]) =>
          html`<option value="${value}"${value === (entered.values.get(name) ?? '') && html` selected`}>${words}</option>`,
      )}</select>`,
  )

/** Some of several; the group itself is found by its name. */
export function checks(
  name: string,
  { id = name, label, hint }: Labels,
  options: Options,
  entered: Entered,
  more: Content = null,
): Markup {
  const wrong = [...new Set(wrongAt(name, entered))]
  const chosen = entered.values.getAll(name)
  const ids = [hint ? `${id}-hint` : '', wrong.length > 0 ? `${id}-wrong` : ''].filter(one => one !== '')
  return html`<fieldset id="${id}" class="form-group${wrong.length > 0 ? ' form-error' : ''}"${
    ids.length > 0 && html` aria-describedby="${ids.join(' ')}"`
  }><legend class="form-label">${label}</legend>
${hint && html`<span class="form-hint" id="${id}-hint">${hint}</span>`}${
  wrong.length > 0 && html`<span class="form-error-message" id="${id}-wrong">${wrong.join(' ')}</span>`
}
${options.map(
  ([value, words], place) =>
    html`<div class="form-group-checkbox"><input type="checkbox" class="form-checkbox" id="${id}-${place}" name="${name}" value="${value}"${
      chosen.includes(value) && html` checked`
    }><label for="${id}-${place}">${words}</label></div>`,
)}${more}</fieldset>`
}

/** One thing that is so, or not; `id`: where several forms of a page have it. */
export const check = (name: string, words: string, entered: Entered, id = name): Markup =>
  html`<div class="form-group-checkbox"><input type="checkbox" class="form-checkbox" id="${id}" name="${name}" value="yes"${
    entered.values.has(name) && html` checked`
  }><label for="${id}">${words}</label></div>`

interface Parts {
  readonly fields: Content
  readonly submit: string
  /** Of a form that has others beside it: its id, and the page tells what is wrong above all of them. */
  readonly id?: string
}

/** The form itself, every problem above it. `names`: of fields whose problems stand at them. */
export function form(
  { session, words }: Work,
  action: string,
  entered: Entered,
  names: readonly string[],
  { fields, submit, id }: Parts,
): Markup {
  const found = entered.problems.map(problem => ({ at: idAt(problem, names), words: problem.message }))
  return html`${id === undefined && wrongs(words.wrong, found)}<form class="console-form" method="post" action="${action}"${
    id !== undefined && html` id="${id}"`
  }>${formField(session.formToken)}<input type="hidden" name="command" value="${entered.values.get('command')}">
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
