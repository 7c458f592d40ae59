// Information to choose among in a steward's form: one folded group of checkboxes for each kind of data subject.
import { fieldNames } from '../../field-names.ts'
import { grantable } from '../../grantable.ts'
import { html, type Markup } from '../../html.ts'
import type { Entered } from './fields.ts'
import type { Work } from './work.ts'

/** Coordinates that a power of attorney of persons, or of persons and businesses, can name. */
export const fieldsOf = (...kinds: readonly ('PERSON' | 'BUSINESS')[]): readonly string[] =>
  kinds
    .flatMap(kind => grantable(kind))
    .flatMap(({ choices }) => choices.filter(({ name }) => name === null).map(({ id }) => id))

/** `offered`: coordinates. What is wrong with any of them stands above all. */
export function fieldChoices(
  offered: readonly string[],
  entered: Entered,
  { words, session }: Work,
  required = true,
): Markup {
  const chosen = entered.values.getAll('fields')
  const types = [...new Set(offered.map(coordinate => coordinate.split('.')[0]!))]
  const groups = types.map(type => {
    const own = offered.filter(coordinate => coordinate.startsWith(`${type}.`))
    const options = own.map(one => [one, fieldNames([one], session.language)[0]!] as const)
    // One group for each kind, all of one name: only the first is found by it.
    return html`<details${own.some(one => chosen.includes(one)) && html` open`}><summary>${words.fieldGroup(type)}</summary>${options.map(
      ([value, label]) =>
        html`<div class="form-group-checkbox"><input type="checkbox" class="form-checkbox" id="f-${value}" name="fields" value="${value}"${
          chosen.includes(value) && html` checked`
        }><label for="f-${value}">${label}</label></div>`,
    )}</details>`
  })
  const wrong = entered.problems
    .filter(({ path }) => path?.startsWith('input.fields'))
    .map(({ message }) => message)
  return html`<fieldset id="fields" class="form-group${wrong.length > 0 ? ' form-error' : ''}"><legend class="form-label">${words.parts.fields}</legend>${
    !required && html`<span class="form-hint">${words.packages.orPackage}</span>`
  }${wrong.length > 0 && html`<span class="form-error-message">${[...new Set(wrong)].join(' ')}</span>`}${groups}</fieldset>`
}
