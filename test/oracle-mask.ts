// Masks what graphql-js answered without enforcement by the decision table: what the platform should have answered.
import { type ExecutionResult, type GraphQLSchema, getNamedType, isObjectType } from 'graphql'
import { type Aside, kindreds, type Rule, rules, type Traced } from './oracle-schema.ts'
import { judge, judgeEntry, judgeExistence, judgeOther, type Verdict } from './oracle-table.ts'
import type { Asked, World } from './oracle-world.ts'

type Path = readonly (string | number)[]

/** An answer in the form in which two are compared. Errors and records are sorted texts. */
export interface Compared {
  readonly data: unknown
  /** `path code field subject activity` */
  readonly errors: readonly string[]
  /** `subject field ground-or-code`: what stands in the access log about the operation. */
  readonly records: readonly string[]
}

export interface Expected extends Compared {
  /** Where sealed cursors stand: each sealing looks otherwise. */
  readonly cursors: readonly Path[]
  readonly reached: readonly string[]
  readonly codes: readonly string[]
  readonly permits: number
}

/** How the access log calls what CPR act § 28 keeps back. */
export const hiddenCode = 'NAME_AND_ADDRESS_PROTECTED'

interface Finding {
  readonly verdict: Verdict
  readonly subject: string | null
  /** Told with the refusal only where the answer holds the subject's id already. */
  readonly told: boolean
  readonly silent?: boolean
  readonly unrecorded?: boolean
}

type Judged = readonly [Rule, Traced]

/** Changes `result.data` in place. */
export function mask(
  schema: GraphQLSchema,
  asked: Asked,
  world: World,
  result: ExecutionResult,
  trace: readonly Traced[],
): Expected {
  const sheet = openSheet(asked, world, result)
  const reached: string[] = []
  // What stands above is decided first: below what is refused, nothing is.
  for (const traced of trace.toSorted((a, b) => a.path.length - b.path.length)) {
    if (sheet.isGone(traced.path)) continue
    reached.push(traced.coordinate)
    for (const finding of findingsOf([rules.get(traced.coordinate)!, traced], schema, asked, world))
      sheet.write(traced, finding)
  }
  for (const { path, asides } of trace)
    if (!sheet.isGone(path)) for (const aside of asides) sheet.writeAside(aside)
  for (const { path = [], extensions } of result.errors ?? [])
    if (!sheet.isGone(path)) sheet.errors.add(`${path.join('.')} ${extensions.code ?? 'INTERNAL'}`)
  const { errors, records, codes } = sheet
  return {
    data: result.data ?? null,
    cursors: trace.filter(({ coordinate }) => /cursor$/i.test(coordinate)).map(({ path }) => path),
    errors: [...errors].sort(),
    records: [...records].sort(),
    reached,
    codes,
    permits: sheet.permits(),
  }
}

/** What the findings come to, written down one by one. */
function openSheet(asked: Asked, world: World, result: ExecutionResult) {
  const errors = new Set<string>()
  const records = new Set<string>()
  const codes: string[] = []
  const gone: string[] = []
  let permits = 0
  const record = (subject: string | null, coordinate: string, outcome: string) =>
    records.add(`${subject === null ? '-' : world.canonical(subject)} ${coordinate} ${outcome}`)
  return {
    errors,
    records,
    codes,
    permits: () => permits,
    isGone: (path: Path): boolean => gone.some(above => key(path).startsWith(above)),
    write({ path, coordinate }: Traced, { verdict, subject, told, silent, unrecorded }: Finding): void {
      if ('given' in verdict) {
        if (verdict.given === 'OPEN') return
        permits++
        record(subject, coordinate, verdict.given)
        return
      }
      gone.push(key(path))
      replace(result.data, path, () => null)
      const code = 'code' in verdict ? verdict.code : hiddenCode
      if (!unrecorded) record(subject, coordinate, code)
      if (!('code' in verdict) || silent) return
      codes.push(code)
      const about = ` ${coordinate} ${told ? subject : '-'} ${asked.as.activity ?? ''}`
      errors.add(`${path.join('.')} ${code}${code === 'CALLER_KIND' ? '' : about}`)
    },
    writeAside({ coordinate, subject }: Aside): void {
      if ('withheld' in judgeOther(asked, world, rules.get(coordinate)!, subject))
        record(subject, coordinate, hiddenCode)
    },
  }
}

const key = (path: Path): string => `${path.join('\n')}\n`

/** Changes the value at a path of an answer, where there is one. */
export function replace(data: unknown, path: Path, change: (value: unknown) => unknown): void {
  let parent = data as Record<string | number, unknown> | null
  for (const step of path.slice(0, -1)) parent = (parent?.[step] ?? null) as typeof parent
  const last = path.at(-1)!
  if (parent && last in parent) parent[last] = change(parent[last])
}

/** The decisions that one field takes, in order; the first that gives nothing ends them. */
function findingsOf(
  [rule, traced]: Judged,
  schema: GraphQLSchema,
  asked: Asked,
  world: World,
): readonly Finding[] {
  const type = rule.coordinate.split('.')[0]!
  if (rule.entry) return entryFindings([rule, traced], schema, asked, world)
  const kindred = kindreds.get(type)!
  const path = rule.about ?? kindred.of
  if (path === null || (rule.class === 'OPEN' && rule.about === null)) return []
  const subject = read(traced.parent, path)
  if (subject === null) return [{ verdict: { code: 'INDETERMINATE' }, subject: null, told: false }]
  if (rule.about) return [{ verdict: judgeOther(asked, world, rule, subject), subject, told: false }]
  const parties = kindred.parties.flatMap(party => read(traced.parent, party) ?? [])
  return [{ verdict: judge(asked, world, rule, subject, parties), subject, told: !path.includes('.') }]
}

function entryFindings(
  [rule, traced]: Judged,
  schema: GraphQLSchema,
  asked: Asked,
  world: World,
): readonly Finding[] {
  const code = judgeEntry(asked, world, rule)
  if (code) return [{ verdict: { code }, subject: null, told: false, unrecorded: code === 'CALLER_KIND' }]
  if (rule.class === 'OPEN') return []
  const answer = getNamedType(schema.getQueryType()!.getFields()[rule.coordinate.split('.')[1]!]!.type)
  const nodes = isObjectType(answer) ? answer.getFields().nodes : undefined
  const kindred = kindreds.get(nodes ? getNamedType(nodes.type).name : answer.name)
  if (!kindred || kindred.of === null) return []
  const { represented } = asked.as
  if (nodes) {
    if (!represented || represented.kind === 'AUTHORITY') return []
    return [
      {
        verdict: judgeExistence(asked, world, kindred, represented.id, []),
        subject: represented.id,
        told: false,
      },
    ]
  }
  const subject = read(traced.value, kindred.of)
  const parties = kindred.parties.flatMap(party => read(traced.value, party) ?? [])
  const verdict = judgeExistence(asked, world, kindred, subject ?? 'nobody', parties)
  // A record of others' looks like one that does not exist: null, and no error.
  return [{ verdict, subject, told: false, silent: kindred.of.includes('.') }]
}

function read(object: unknown, path: string): string | null {
  let value = object
  for (const step of path.split('.')) value = (value as Record<string, unknown> | null | undefined)?.[step]
  return typeof value === 'string' ? value : null
}
