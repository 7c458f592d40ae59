// HTML as a template whose values are escaped: markup comes from this program alone, never from what it shows.

/** Text that is markup already. Made by `html` only. */
export class Markup {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

/** What may stand in a template: text is escaped, lists are joined, nothing is nothing. */
export type Content = Markup | string | number | null | undefined | false | readonly Content[]

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function render(content: Content): string {
  if (content instanceof Markup) return content.text
  if (Array.isArray(content)) return content.map(render).join('')
  if (content === null || content === undefined || content === false) return ''
  return String(content).replace(/[&<>"']/g, sign => escapes[sign]!)
}

/** Attributes are written with their quotes: html`<a href="${address}">`. */
export function html(parts: TemplateStringsArray, ...values: readonly Content[]): Markup {
  return new Markup(parts.reduce((text, part, place) => text + render(values[place - 1]) + part))
}

/** Words of others, whose direction of writing reaches no further than themselves. */
export const apart = (words: string | null | undefined): Content => words && html`<bdi>${words}</bdi>`
