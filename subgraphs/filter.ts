// Filters of lists as SQL: the shape of a filter makes the statement, its values are parameters, columns come from a list.
import { and, eq, gt, gte, lt, lte, or, type Placeholder, type SQL, sql } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'
import { GraphQLError } from 'graphql'
import { listOf } from '../database/columns.ts'
import { isId } from '../schema/id.ts'
import { isMunicipalityCode } from './municipalities.ts'

/** Compares a column, or an expression over columns, with what the filter says. */
export type Test = (column: PgColumn | SQL) => SQL

/** A field of a filter: how its values are compared, and where the register holds them. */
export interface Filterable {
  readonly as: 'TEXT' | 'CODE' | 'DATE' | 'ID' | 'INTEGER'
  /** True for exactly those who have such a value. */
  readonly holds: (test: Test) => SQL
  /** Text that is stored in small letters. */
  readonly folded?: boolean
  /** The register's code of a value of the schema's enum. */
  readonly codeOf?: (value: string) => string
}

/** A condition of a list. Statements of the same shape differ in their values only. */
export interface Condition {
  readonly sql: SQL | undefined
  readonly shape: string
  readonly values: Readonly<Record<string, unknown>>
}

type Operators = Readonly<Record<string, unknown>>

const mostConditions = 50
const longestList = 1_000
const longestText = 200

/** Throws a GraphQLError that says what to do for a filter without a value, or one that is too large. */
export function compileFilter(where: unknown, fields: Readonly<Record<string, Filterable>>): Condition {
  const values: Record<string, unknown> = {}
  const shape: string[] = []
  let conditions = 0

  const give = (value: unknown): Placeholder => {
    const name = `f${Object.keys(values).length}`
    values[name] = value
    return sql.placeholder(name)
  }

  const all = (filter: Operators): SQL => {
    const entries = Object.entries(filter)
    if (entries.length === 0) throw empty()
    shape.push('(')
    const parts = entries.map(([name, inner]) => one(name, inner))
    shape.push(')')
    return and(...parts)!
  }

  const one = (name: string, inner: unknown): SQL => {
    shape.push(name)
    if (inner === null || inner === undefined) throw empty()
    if (name === 'not') return sql`(${all(inner as Operators)}) is not true`
    if (name === 'and' || name === 'or') {
      const parts = (inner as readonly Operators[]).map(all)
      if (parts.length === 0) throw empty()
      return (name === 'and' ? and(...parts) : or(...parts))!
    }
    const field = Object.hasOwn(fields, name) ? fields[name]! : null
    if (!field) throw new Error('A filter has a field that its list does not know.')
    return holding(name, field, inner as Operators)
  }

  const holding = (name: string, field: Filterable, operators: Operators): SQL => {
    const entries = Object.entries(operators)
    conditions += Math.max(1, entries.length)
    if (entries.length === 0) throw empty()
    if (conditions > mostConditions)
      throw refused('FILTER_SIZE', `A filter has at most ${mostConditions} conditions.`)
    shape.push(entries.map(([operator]) => operator).join())
    for (const [operator, value] of entries) if (operator === 'eq' || operator === 'in') known(name, value)
    const tests = entries.map(([operator, value]) => compare(field, operator, value, give))
    return field.holds(column => and(...tests.map(test => test(column)))!)
  }

  const given = (where ?? {}) as Operators
  const condition = Object.keys(given).length === 0 ? undefined : all(given)
  return { sql: condition, shape: shape.join(' '), values }
}

/** A code that no municipality has, or had, would find nobody and not say why. */
function known(name: string, given: unknown): void {
  if (name !== 'municipalityCode' || [given].flat().every(code => !code || isMunicipalityCode(String(code))))
    return
  throw refused(
    'MUNICIPALITY_UNKNOWN',
    'There is no municipality with this code, nor has there been one: use a four-digit code, such as 0751.',
  )
}

function compare(
  field: Filterable,
  operator: string,
  given: unknown,
  give: (value: unknown) => Placeholder,
): Test {
  const listed = operator === 'in' || field.as === 'ID' ? [given].flat() : null
  const read = (value: unknown) => readValue(field, value)
  if (given === null || given === undefined) throw empty()
  if (listed && listed.length > longestList)
    throw refused('FILTER_SIZE', `A list of values holds at most ${longestList}.`)
  if (listed) return oneOf(field, give(listOf(listed.map(read).filter(value => isOfType(field, value)))))
  const value = read(given)
  if (operator === 'startsWith') {
    const beginning = folded(field, sql`${give(value)}::text`)
    return column => {
      const text = sql`${foldedColumn(field, column)} collate "C"`
      return sql`(${text} >= ${beginning} and ${text} < ${beginning} || ${last})`
    }
  }
  const [compared, parameter] = [comparisons[operator], give(value)]
  if (!compared) throw new Error('A filter has an operator that nobody knows.')
  const other = folded(field, sql`${parameter}::${typeOf(field)}`)
  return column => compared(foldedColumn(field, column), other)
}

const comparisons: Readonly<Record<string, (left: SQL, right: SQL) => SQL>> = { eq, gt, gte, lt, lte }

const oneOf =
  (field: Filterable, list: Placeholder): Test =>
  column =>
    field.as === 'TEXT'
      ? sql`${foldedColumn(field, column)} = any(lower(${list}::text)::text[])`
      : sql`${column} = any(${list}::text::${typeOf(field)}[])`

const isOfType = (field: Filterable, value: string): boolean => field.as !== 'ID' || isId(value)

/** Text is compared in small letters; an index has them so. */
const folded = (field: Filterable, expression: PgColumn | SQL): SQL =>
  field.as === 'TEXT' ? sql`lower(${expression})` : sql`${expression}`
const foldedColumn = (field: Filterable, column: PgColumn | SQL): SQL =>
  field.folded ? sql`${column}` : folded(field, column)

// A beginning is a range, which an index can find whatever the value: LIKE with a parameter it cannot. In the order of
// code points this character is the last one.
const last = sql`U&'\\+10FFFF'`

const types = { TEXT: sql`text`, CODE: sql`text`, DATE: sql`date`, ID: sql`uuid`, INTEGER: sql`integer` }
const typeOf = (field: Filterable): SQL => types[field.as]

function readValue(field: Filterable, value: unknown): string {
  if (value === null || value === undefined) throw empty()
  const text = String(value)
  if (text === '') throw empty()
  if (text.length > longestText || text.includes('\0'))
    throw refused(
      'FILTER_SIZE',
      `A value of a filter has at most ${longestText} characters, none of them NUL.`,
    )
  return field.codeOf ? field.codeOf(text) : text
}

const empty = () =>
  refused('FILTER_EMPTY', 'A filter has a field or an operator without a value: leave it out instead.')

const refused = (code: string, message: string) => new GraphQLError(message, { extensions: { code } })
