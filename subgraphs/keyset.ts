// Pages by the values of the row before them: a row that is added or gone in between moves no other to another page.
import { and, gt, lt, or, type SQL, sql } from 'drizzle-orm'
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

/** The list's order. What the register does not know comes last; the id decides between equals. */
export function orderOf(keys: readonly OrderKey[], id: PgColumn): SQL[] {
  return [
    ...keys.map(({ column, descending }) =>
      descending ? sql`${column} desc nulls last` : sql`${column} asc nulls last`,
    ),
    sql`${id} asc`,
  ]
}

/** Rows that come after a place. */
export function afterPlace(keys: readonly OrderKey[], id: PgColumn, place: Place | null): Condition {
  if (!place) return { sql: undefined, shape: '', values: {} }
  const names = keys.map((_, index) => `k${index}`)
  const given = (index: number) => sql`${sql.placeholder(names[index]!)}::${types[keys[index]!.type]}`
  const isNull = (index: number) => (place.keys[index] ?? null) === null
  const same = (index: number) => {
    const { column } = keys[index]!
    return isNull(index) ? sql`${column} is null` : sql`${column} = ${given(index)}`
  }
  const later = (index: number): SQL | undefined => {
    const { column, descending } = keys[index]!
    if (isNull(index)) return undefined
    return or((descending ? lt : gt)(sql`${column}`, given(index)), sql`${column} is null`)
  }
  const steps = keys.flatMap((_, index) => {
    const step = later(index)
    return step ? [and(...keys.slice(0, index).map((_, before) => same(before)), step)] : []
  })
  const last = and(...keys.map((_, index) => same(index)), sql`${id} > ${sql.placeholder('id')}::uuid`)
  const values = Object.fromEntries(names.map((name, index) => [name, place.keys[index] ?? null]))
  const bound = Object.entries(values).filter(([, value]) => value !== null)
  return {
    sql: or(...steps, last),
    shape: `after ${keys.map((_, index) => (isNull(index) ? 'null' : 'value')).join()}`,
    values: { ...Object.fromEntries(bound), id: place.id },
  }
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
