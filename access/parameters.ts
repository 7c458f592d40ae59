// What a consent is bound to besides its fields: values of an argument, or cases. Whether a question stays inside.

/** Binds a consent to cases: the request's header of that name. */
export const casePlace = 'Case-Reference'

/** Values by place; a value is the JSON text of the coerced argument, and of a text the text itself. */
export type Parameters = Readonly<Record<string, readonly string[]>>

/** What a field is asked with. */
export interface Asked {
  /** Schema coordinate. */
  readonly coordinate: string
  /** Coerced, defaults included. ANY: is something of the field given, whatever its arguments? */
  readonly args: Readonly<Record<string, unknown>> | 'ANY'
  /** Null when the request states none. */
  readonly caseReference: string | null
}

/** The parts of an argument's place; null of anything else. `Business.employment(year:)` → Business.employment, year. */
export function readPlace(place: string): { readonly field: string; readonly argument: string } | null {
  const [, field, argument] = /^(\w+\.\w+)\((\w+):\)$/.exec(place) ?? []
  return field && argument ? { field, argument } : null
}

/**
 * Whether a question about one of a consent's fields stays inside all of its parameters. One that is bound to no place
 * of the consent's fields could never be checked, and so refuses.
 */
export function areInside(parameters: Parameters, fields: readonly string[], asked: Asked): boolean {
  return Object.entries(parameters).every(([place, values]) => {
    if (place === casePlace) return asked.caseReference !== null && values.includes(asked.caseReference)
    const bound = readPlace(place)
    if (!bound || !fields.includes(bound.field)) return false
    if (bound.field !== asked.coordinate || asked.args === 'ANY') return true
    const text = Object.hasOwn(asked.args, bound.argument) ? textOf(asked.args[bound.argument]) : null
    return text !== null && values.includes(text)
  })
}

/** Null for what was left out. */
function textOf(value: unknown): string | null {
  if (value === null || value === undefined) return null
  // An instant is its own JSON text, without the quotation marks of one.
  const json: unknown = value instanceof Date ? value.toJSON() : value
  return typeof json === 'string' ? json : (JSON.stringify(json) ?? null)
}
