// Pages by the values of the row before them: a row that is added or gone in between moves no other to another page.
import { and, gt, isNotNull, isNull, lt, or, type SQL, sql } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'
import type { Condition } from './filter.ts'

/** What a list is ordered by. */
export interface OrderKey {
  readonly column: PgColumn | SQL
  readonly type: 'text' | 'date'
  readonly descending: boolean
}

/** A place in a list: the values of its order in one row, that row's id, and how many rows were shown until then. */
export interface Place {
  readonly keys: readonly (string | null)[]
  readonly id: string
  readonly shown: number
}

/**
 * What the register does not know comes last. An index has it first in one of the two directions, so a list has two
 * parts, each a statement by itself: those whose first value is known, then the others. WHOLE: ordered by id alone.
 */
export type Part = 'WHOLE' | 'KNOWN' | 'UNKNOWN'

/** The parts of a list that come after a place, in order. */
export function partsAfter(keys: readonly OrderKey[], place: Place | null): readonly Part[] {
  if (keys.length === 0) return ['WHOLE']
  return place && place.keys[0] === null ? ['UNKNOWN'] : ['KNOWN', 'UNKNOWN']
}

/** The order of a part. Between equals the id decides, in the direction of the first value, as its index has it. */
export function orderOf(keys: readonly OrderKey[], id: PgColumn, part: Part): SQL[] {
  const [first, ...others] = keys
  const decides = sql`${id} ${direction(first)}`
  if (part === 'WHOLE' || !first) return [decides]
  const rest = [...others.map(key => sql`${key.column} ${direction(key)} nulls last`), decides]
  return part === 'UNKNOWN' ? rest : [sql`${first.column} ${direction(first)}`, ...rest]
}

const direction = (key: OrderKey | undefined): SQL => (key?.descending ? sql`desc` : sql`asc`)

/** Rows of a part that come after a place; of the whole part when the place is in none or in an earlier one. */
export function afterPlace(
  keys: readonly OrderKey[],
  id: PgColumn,
  part: Part,
  place: Place | null,
): Condition {
  const [first] = keys
  const within = part === 'WHOLE' || !first ? undefined : part === 'KNOWN' ? isNotNull : isNull
  const inPart = within?.(sql`${first!.column}`)
  const begun = place !== null && (part !== 'UNKNOWN' || place.keys[0] === null)
  if (!begun) return { sql: inPart, shape: part, values: {} }
  const bound = keys.flatMap((_, index) =>
    place.keys[index] == null ? [] : [[`k${index}`, place.keys[index]]],
  )
  return {
    sql: and(inPart, ...begin(keys, id, part, place)),
    shape: `${part} after ${keys.map((_, index) => (place.keys[index] == null ? 'null' : 'value')).join()}`,
    values: { ...Object.fromEntries(bound), id: place.id },
  }
}

const given = ({ type }: OrderKey, index: number): SQL => sql`${sql.placeholder(`k${index}`)}::${types[type]}`

/** Of several keys the first is said apart, so that an index is entered where the page begins. */
function begin(keys: readonly OrderKey[], id: PgColumn, part: Part, place: Place): (SQL | undefined)[] {
  const [first, ...others] = keys
  if (!first || part !== 'KNOWN') return [later(keys, id, place)]
  const comparison = sql.raw(first.descending ? '<' : '>')
  return others.length === 0
    ? [sql`(${first.column}, ${id}) ${comparison} (${given(first, 0)}, ${sql.placeholder('id')}::uuid)`]
    : [sql`${first.column} ${comparison}= ${given(first, 0)}`, later(keys, id, place)]
}

function later(keys: readonly OrderKey[], id: PgColumn, place: Place): SQL | undefined {
  const isUnknown = (index: number) => place.keys[index] == null
  const same = (key: OrderKey, index: number) =>
    isUnknown(index) ? sql`${key.column} is null` : sql`${key.column} = ${given(key, index)}`
  const after = (key: OrderKey, index: number) =>
    or((key.descending ? lt : gt)(sql`${key.column}`, given(key, index)), sql`${key.column} is null`)
  const before = (index: number) => keys.slice(0, index).map(same)
  const steps = keys.flatMap((key, index) =>
    isUnknown(index) ? [] : [and(...before(index), after(key, index))],
  )
  const compareIds = keys[0]?.descending ? lt : gt
  return or(...steps, and(...before(keys.length), compareIds(id, sql`${sql.placeholder('id')}::uuid`)))
}

const types = { text: sql`text`, date: sql`date` }

const mostStatements = 200

/** Statements by their shape, prepared once each; the oldest gives way. */
export function rememberStatements<Statement>() {
  const known = new Map<string, Statement>()
  return (shape: string, prepare: () => Statement): Statement => {
    const remembered = known.get(shape)
    if (remembered) return remembered
    if (known.size >= mostStatements) known.delete(known.keys().next().value!)
    const statement = prepare()
    known.set(shape, statement)
    return statement
  }
}
