// A reading of a signing rule as a form, without scripts: ways to sign, their signatories, and back to what the graph takes.
import { type Content, html } from '../../html.ts'
import { oneOf } from '../../parts.ts'
import { type Entered, input, type Options, select } from './fields.ts'
import type { Problem, Work } from './work.ts'

export type Group = keyof Work['words']['signing']['groups']

export interface Way {
  readonly parts:
    | readonly {
        readonly group: Group | null
        readonly count: number | null
        readonly all: boolean | null
        readonly sole: boolean | null
        readonly person: { readonly id: string } | null
      }[]
    | null
}

export const waySelection = 'ways { parts { group count all sole person { id } } }'

/** Each way in plain words. */
export const waysInWords = (ways: readonly Way[] | null, { words }: Work): readonly string[] =>
  (ways ?? []).map(({ parts }) =>
    (parts ?? [])
      .map(({ group, count, all, sole, person }) => {
        const { signing } = words
        if (!group) return words.person(person?.id.slice(-4) ?? '')
        if (all) return signing.allOf(signing.groups[group])
        return sole ? signing.soleOf(signing.groups[group]) : signing.some(count ?? 0, signing.groups[group])
      })
      .join(words.signing.and),
  )

const [mostWays, mostParts, mostCounted] = [20, 10, 10]

/** How many signatories each way has room for: `2,3`. */
function shapeOf(form: URLSearchParams): readonly number[] {
  const shape = (form.get('shape') ?? '2').split(',').slice(0, mostWays)
  return shape.map(parts => Math.min(mostParts, Math.max(1, Math.trunc(Number(parts)) || 1)))
}

/** The form with room for one more, when that was pressed; null when it was sent. */
export function enlarged(form: URLSearchParams): URLSearchParams | null {
  const more = form.get('more')
  if (more === null) return null
  const shape = shapeOf(form)
  const larger =
    more === 'way' ? [...shape, 2] : shape.map((parts, way) => (String(way) === more ? parts + 1 : parts))
  const values = new URLSearchParams(form)
  values.set('shape', larger.slice(0, mostWays).join(','))
  values.delete('more')
  return values
}

const nameOf = (way: number, part: number): string => `ways.${way}.parts.${part}`

/** The names at which what is wrong with a signatory stands. */
export const wayNames = (form: URLSearchParams): readonly string[] =>
  shapeOf(form).flatMap((parts, way) =>
    Array.from({ length: parts }, (_, part) => nameOf(way, part)).flatMap(name => [
      `${name}.group`,
      `${name}.cpr`,
    ]),
  )

export function wayFields(entered: Entered, { words }: Work): Content {
  const { signing } = words
  const shape = shapeOf(entered.values)
  const groups: Options = [['', signing.nobody], ...Object.entries(signing.groups)]
  const counts: Options = [
    ...Array.from({ length: mostCounted }, (_, less) => [String(less + 1), String(less + 1)] as const),
    ['ALL', signing.every],
    ['SOLE', signing.sole],
  ]
  const more = (value: string, label: string) =>
    html`<button class="button button-tertiary" type="submit" name="more" value="${value}">${label}</button>`
  const one = (way: number, part: number) => {
    const name = nameOf(way, part)
    return html`<div class="console-filter">${select(`${name}.group`, { label: signing.who(part + 1) }, groups, entered)}
${select(`${name}.count`, { label: signing.howMany(part + 1) }, counts, entered)}
${input(`${name}.cpr`, { label: signing.orPerson(part + 1) }, entered)}</div>`
  }
  return html`<input type="hidden" name="shape" value="${shape.join(',')}">${shape.map(
    (
      parts,
      way,
    ) => html`<fieldset class="console-card"><legend class="form-label">${signing.way(way + 1)}</legend>
${Array.from({ length: parts }, (_, part) => one(way, part))}
${parts < mostParts && html`<p class="console-steps">${more(String(way), signing.anotherPart(way + 1))}</p>`}</fieldset>`,
  )}${shape.length < mostWays && html`<p>${more('way', signing.anotherWay)}</p>`}`
}

interface PartInput {
  readonly group: Group | null
  readonly count: number | null
  readonly all: boolean
  readonly sole: boolean
  readonly cpr: string | null
}

/** What the form says, without its empty rows, and the name of each row that is left. */
export interface Said {
  readonly ways: readonly { readonly parts: readonly PartInput[] }[]
  readonly names: readonly (readonly string[])[]
  readonly problems: readonly Problem[]
}

export function saidIn(form: URLSearchParams, { words: { signing } }: Pick<Work, 'words'>): Said {
  const rows = shapeOf(form).map((parts, way) =>
    Array.from({ length: parts }, (_, part) => nameOf(way, part))
      .map(name => ({ name, part: partAt(form, name, Object.keys(signing.groups) as Group[]) }))
      .filter(({ part }) => part.group !== null || part.cpr !== null),
  )
  const filled = rows.filter(parts => parts.length > 0)
  const wrong = filled.flat().filter(({ part: { cpr } }) => cpr !== null && !/^\d{10}$/.test(cpr))
  return {
    ways: filled.map(parts => ({ parts: parts.map(({ part }) => part) })),
    names: filled.map(parts => parts.map(({ name }) => name)),
    problems: wrong.map(({ name }) => ({ path: `input.${name}.cpr`, message: signing.cprForm })),
  }
}

function partAt(form: URLSearchParams, name: string, groups: readonly Group[]): PartInput {
  const group = oneOf(groups, form.get(`${name}.group`))
  const cpr = (form.get(`${name}.cpr`) ?? '').replace(/[\s-]/g, '') || null
  const count = form.get(`${name}.count`)
  if (group === null) return { group, count: null, all: false, sole: false, cpr }
  const all = count === 'ALL'
  return { group, all, sole: count === 'SOLE', count: all ? null : Number(count) || 1, cpr }
}

/** A problem stands at the row that it is about: empty ones were left out of what was sent. */
export function placed({ path, message }: Problem, { names }: Said): Problem {
  const [, way, part] = /^input\.ways(?:\.(\d+))?(?:\.parts\.(\d+))?/.exec(path ?? '') ?? []
  if (!path?.startsWith('input.ways')) return { path, message }
  return { path: `input.${names[Number(way ?? 0)]?.[Number(part ?? 0)] ?? nameOf(0, 0)}.group`, message }
}
