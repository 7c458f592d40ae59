// Fields of a form that takes more than one press: labels, hints, what was wrong at each, and a list of it at the top.
import { type Content, html, type Markup } from './html.ts'

/** What is wrong, in words, at the field of that id; at none when that is empty. */
export interface Wrong {
  readonly at: string
  readonly words: string
}

/** At the top of the form, each leading to its field; nothing when nothing is wrong. */
export const wrongs = (title: string, found: readonly Wrong[]): Content =>
  found.length > 0 &&
  html`<div class="alert alert-error" role="alert"><div class="alert-body"><h2 class="alert-heading">${title}</h2>
<ul>${found.map(({ at, words }) => html`<li>${at === '' ? words : html`<a href="#${at}">${words}</a>`}</li>`)}</ul></div></div>`

interface Field {
  readonly id: string
  /** What the form sends it as; its id unless told. */
  readonly name?: string
  /** The label stands above already, for those who see it. */
  readonly quiet?: boolean
  readonly label: string
  readonly hint?: Content
  readonly wrong: readonly Wrong[]
}

const wrongAt = (id: string, found: readonly Wrong[]): string | null =>
  found.find(({ at }) => at === id)?.words ?? null

const message = (id: string, words: string | null): Content =>
  words !== null && html`<span class="form-error-message" id="${id}-wrong">${words}</span>`

const hinted = (id: string, hint: Content): Content =>
  hint && html`<span class="form-hint" id="${id}-hint">${hint}</span>`

/** The ids of what describes a field, as an attribute; nothing when nothing does. */
function described(id: string, hint: Content, words: string | null): Content {
  const ids = [hint ? `${id}-hint` : '', words === null ? '' : `${id}-wrong`].filter(one => one !== '')
  const invalid = words === null ? null : html` aria-invalid="true"`
  return html`${ids.length > 0 && html` aria-describedby="${ids.join(' ')}"`}${invalid}`
}

/** `type` is that of the input; `more` its other attributes. */
export function input(
  { id, label, hint, wrong }: Field,
  value: string,
  type: 'text' | 'date' = 'text',
  more: Content = null,
): Markup {
  const words = wrongAt(id, wrong)
  return html`<div class="form-group${words === null ? '' : ' form-error'}"><label class="form-label" for="${id}">${label}</label>
${hinted(id, hint)}${message(id, words)}
<input class="form-input" type="${type}" id="${id}" name="${id}" value="${value}" autocomplete="off"${described(id, hint, words)}${more}></div>`
}

/** Words of more than one line. */
export function area({ id, label, hint, wrong }: Field, value: string): Markup {
  const words = wrongAt(id, wrong)
  return html`<div class="form-group${words === null ? '' : ' form-error'}"><label class="form-label" for="${id}">${label}</label>
${hinted(id, hint)}${message(id, words)}
<textarea class="form-input" id="${id}" name="${id}" rows="6"${described(id, hint, words)}>
${value}</textarea></div>`
}

export interface Option {
  readonly value: string
  readonly label: Content
  readonly hint?: Content
}

/** Some of several, or exactly one. Each is found as `id-value`, and the group itself by its id. */
export function options(
  kind: 'radio' | 'checkbox',
  { id, name = id, label, quiet = false, hint, wrong }: Field,
  choices: readonly Option[],
  chosen: readonly string[],
): Markup {
  const [first] = choices
  const words = wrongAt(id, wrong) ?? (first ? wrongAt(`${id}-${first.value}`, wrong) : null)
  const one = (choice: Option) => {
    const place = `${id}-${choice.value}`
    return html`<div class="form-group-${kind}"><input type="${kind}" class="form-${kind}" id="${place}" name="${name}" value="${choice.value}"${
      choice.hint ? html` aria-describedby="${place}-hint"` : null
    }${chosen.includes(choice.value) ? html` checked` : null}><label class="form-label" for="${place}">${choice.label}</label>${hinted(place, choice.hint)}</div>`
  }
  return html`<fieldset class="console-options${words === null ? '' : ' form-error'}" id="${id}"${described(id, hint, words)}>
<legend class="form-label${quiet ? ' sr-only' : ''}">${label}</legend>${hinted(id, hint)}${message(id, words)}
${choices.map(one)}</fieldset>`
}
