// Questions aimed at a code that came seldom so far: a caller and somebody about whom, by the decision table, it is due.
import { type GraphQLObjectType, type GraphQLSchema, getNamedType, isCompositeType } from 'graphql'
import { concernOf } from './oracle-ask.ts'
import { hiddenCode } from './oracle-mask.ts'
import { type Branch, growTree, type Makers } from './oracle-operation.ts'
import type { Chance } from './oracle-random.ts'
import { kindreds, type Rule, rules } from './oracle-rules.ts'
import { judge, judgeExistence, type Verdict } from './oracle-table.ts'
import { judgeEntry } from './oracle-table-roots.ts'
import type { OracleAs, World } from './oracle-world.ts'

/** A caller, and what of whom they ask first. */
export interface Aim {
  readonly as: OracleAs
  readonly id: string
  readonly type: 'Person' | 'Business'
  /** One of that type. */
  readonly field: string
}

export interface Range {
  readonly chance: Chance
  readonly world: World
  readonly schema: GraphQLSchema
  /** Draws a caller. */
  readonly someone: () => OracleAs
  /** Whom to ask about when nobody concerns the caller. */
  readonly anyone: readonly string[]
}

const mostTries = 80
const fieldsTried = 3

/** Null when the world holds nobody to whom the code is due, or none was drawn. */
export function aimAt(code: string, range: Range): Aim | null {
  for (let tries = 0; tries < mostTries; tries++) {
    const aim = tryOne(code, range)
    if (aim) return aim
  }
  return null
}

function tryOne(code: string, { chance, world, schema, someone, anyone }: Range): Aim | null {
  const drawn = someone()
  const { represented } = drawn
  const concerned =
    represented && represented.kind !== 'AUTHORITY' ? [represented.id] : concernOf(drawn, world)
  const id = chance.of(concerned.length > 0 && chance.percent(85) ? concerned : anyone)
  const as = {
    ...drawn,
    direct: undefined,
    lost: code === 'INDETERMINATE' ? world.idsOf(id) : undefined,
    unlogged: code === 'LOG_UNAVAILABLE' || undefined,
  }
  const type = world.kindOf(id) === 'BUSINESS' ? ('Business' as const) : ('Person' as const)
  if (as.caller.kind === 'PERSON' && as.lost && world.idsOf(as.caller.person).includes(id)) return null
  const known = { ...world, isLost: (one: string) => as.lost?.includes(one) ?? false }
  const fields = chance.some(fieldsOf(type, schema), fieldsTried)
  const found = fields.find(rule => codeOf(as, known, rule, id) === code || as.unlogged)
  if (found && type === 'Person' && !as.unlogged && wholeOf(as, known, id, code) !== code) return null
  return found ? { as, id, type, field: found.coordinate.split('.')[1]! } : null
}

/** Those that are decided about their own object, and ask for no argument. */
function fieldsOf(type: 'Person' | 'Business', schema: GraphQLSchema): readonly Rule[] {
  const declared = (schema.getType(type) as GraphQLObjectType).getFields()
  return kindreds.get(type)!.rules.filter(({ coordinate, about, class: of }) => {
    const field = declared[coordinate.split('.')[1]!]
    return of !== 'OPEN' && about === null && field !== undefined && field.args.length === 0
  })
}

/** What an operation that asks for this field of somebody by id comes to first. */
function codeOf(as: OracleAs, world: World, rule: Rule, id: string): string | null {
  const asked = { as, text: '', variables: {} }
  const [type] = rule.coordinate.split('.') as ['Person' | 'Business']
  const entry = judgeEntry(asked, world, rules.get(rootOf[type])!)
  if (entry) return entry
  return told(judge(asked, world, rule, id, [], {}))
}

/** Where nothing of a person is permitted, the look-up is refused as a whole; otherwise as wanted. */
function wholeOf(as: OracleAs, world: World, id: string, wanted: string): string {
  const whole = judgeExistence({ as, text: '', variables: {} }, world, kindreds.get('Person')!, id, [])
  return 'code' in whole ? whole.code : wanted
}

const rootOf = { Person: 'Query.personById', Business: 'Query.businessById' } as const

const told = (verdict: Verdict): string | null =>
  'code' in verdict ? verdict.code : 'withheld' in verdict ? hiddenCode : null

/** Asks for that field, and for others beside it. */
export function aimedTree({ id, type, field }: Aim, makers: Omit<Makers, 'start'>): readonly Branch[] {
  const start = makers.schema.getType(type) as GraphQLObjectType
  const value = { name: 'id', type: 'ID!', value: id, written: JSON.stringify(id), variable: false }
  const isWhole = isCompositeType(getNamedType(start.getFields()[field]!.type))
  const first = { field, branches: isWhole ? [{ field: '__typename', branches: null }] : null }
  const branches = [first, ...growTree({ ...makers, start })]
  return [{ field: rootOf[type].split('.')[1]!, values: [value], branches }]
}
