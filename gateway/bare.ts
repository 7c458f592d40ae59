// Objects that inherit nothing: `__proto__` or `constructor` as a key is a key like any other.

export type Bare = Record<string, unknown>

// Made by a constructor, they keep V8's fast layout, which `Object.create(null)` loses.
const BareObject = function BareObject() {} as unknown as new () => Bare
BareObject.prototype = Object.create(null)

export function bare(): Bare {
  return new BareObject()
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The object's own member; what it inherits counts as absent. */
export function own(record: Readonly<Record<string, unknown>>, key: string): unknown {
  return Object.hasOwn(record, key) ? record[key] : undefined
}
