// Masks what graphql-js answered without enforcement by the decision table: what the platform should have answered.
import { type ExecutionResult, type GraphQLSchema, getNamedType, isObjectType } from 'graphql'
import { wordsOf } from './oracle-changing.ts'
import { answering, recordedOf } from './oracle-enquiry.ts'
import { isRecords, nobody } from './oracle-nobody.ts'
import { type Kindred, kindreds, type Rule, rules } from './oracle-rules.ts'
import type { Aside, Traced } from './oracle-schema.ts'
import { isSupplier, judge, judgeExistence, judgeOther, no, type Verdict } from './oracle-table.ts'
import { isOfficers, judgeEntry, judgeListing } from './oracle-table-roots.ts'
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
  /** Where values stand that are compared in words. */
  readonly changing: readonly { readonly path: Path; readonly words: (value: string) => string }[]
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
  /** Leaves the answer as it is. */
  readonly onlyRecorded?: boolean
  /** What it is about, when that is not the field that was asked for. */
  readonly coordinate?: string
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
    const rule = rules.get(traced.coordinate)
    if (!rule) continue // the federation's own: what it leads to is decided by itself
    reached.push(traced.coordinate)
    for (const finding of findingsOf([rule, traced], schema, asked, world)) sheet.write(traced, finding)
  }
  for (const { path, asides } of trace)
    if (!sheet.isGone(path)) for (const aside of asides) sheet.writeAside(aside)
  for (const { path = [], extensions } of result.errors ?? [])
    if (!sheet.isGone(path)) sheet.errors.add(`${path.join('.')} ${extensions.code ?? 'INTERNAL'}`)
  sheet.finish()
  const { errors, records, codes } = sheet
  return {
    data: result.data ?? null,
    changing: trace.flatMap(({ path, coordinate }) => {
      const words = wordsOf(coordinate)
      return words ? [{ path, words }] : []
    }),
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
  const record = (subject: string | null, coordinate: string, outcome: string) => {
    // Whose facts cannot be read is recorded as nobody: which person it is was not read either.
    const known = subject !== null && subject !== nobody && outcome !== 'INDETERMINATE'
    records.add(`${known ? world.canonical(subject) : '-'} ${coordinate} ${outcome}`)
  }
  return {
    errors,
    records,
    codes,
    permits: () => permits,
    isGone: (path: Path): boolean => gone.some(above => key(path).startsWith(above)),
    write(
      traced: Traced,
      { verdict, subject, told, silent, unrecorded, onlyRecorded, ...about }: Finding,
    ): void {
      const { path } = traced
      const coordinate = about.coordinate ?? traced.coordinate
      if ('given' in verdict) {
        if (verdict.given === 'OPEN') return
        permits++
        record(subject, coordinate, verdict.given)
        return
      }
      const code = 'code' in verdict ? verdict.code : hiddenCode
      if (onlyRecorded) {
        record(subject, coordinate, code)
        return
      }
      gone.push(key(path))
      replace(result.data, path, () => null)
      if (!unrecorded) record(subject, coordinate, code)
      if (!('code' in verdict) || silent) return
      codes.push(code)
      const field = ` ${coordinate} ${told ? subject : '-'} ${asked.as.activity ?? ''}`
      errors.add(`${path.join('.')} ${code}${code === 'CALLER_KIND' ? '' : field}`)
    },
    writeAside({ coordinate, subject }: Aside): void {
      const verdict = judgeOther(asked, world, rules.get(coordinate)!, subject)
      if (!('given' in verdict)) record(subject, coordinate, 'code' in verdict ? verdict.code : hiddenCode)
    },
    /** A list is recorded about nobody only where nobody's record tells of it. */
    finish(): void {
      for (const line of records) {
        const [subject, coordinate, outcome] = line.split(' ')
        const others = [...records].some(one => !one.startsWith('-') && one.split(' ')[1] === coordinate)
        if (
          subject === '-' &&
          outcome === 'LAW' &&
          others &&
          coordinate!.startsWith('Query.') &&
          rules.get(coordinate!)?.entry?.reach !== 'LOOKUP'
        )
          records.delete(line)
      }
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

/** What the access log tells of a consent. */
const usedFor = ['Consent.uses', 'Consent.recipients']

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
  // What a consent was used for is its authority's to know: to a supplier it is nobody's.
  if (usedFor.includes(rule.coordinate) && isSupplier(asked, world))
    return [{ verdict: judge(asked, world, rule, nobody, [], traced.given), subject: nobody, told: false }]
  if (rule.coordinate === 'PersonConnection.edges' || rule.coordinate === 'PersonConnection.nodes')
    return shownFindings(traced, asked, world)
  const path = rule.about ?? kindred.of
  if (path === null || (rule.class === 'OPEN' && rule.about === null)) return []
  const subject = read(traced.parent, path)
  if (subject === null) return [{ verdict: { code: 'INDETERMINATE' }, subject: null, told: false }]
  if (rule.about) return [{ verdict: judgeOther(asked, world, rule, subject), subject, told: false }]
  const parties = kindred.parties.flatMap(party => read(traced.parent, party) ?? [])
  const own = judge(asked, world, rule, subject, parties, traced.given)
  return [
    {
      verdict: isRecords(type) ? judgeRecord(asked, world, [rule, traced], own, parties) : own,
      subject,
      told: path === 'id' || path === 'cvr',
    },
  ]
}

/** Section 5: of a record of which nothing may be known, what is told is what is told of nobody's. */
function judgeRecord(
  asked: Asked,
  world: World,
  [rule, { parent, given }]: Judged,
  own: Verdict,
  parties: readonly string[],
): Verdict {
  const kindred = kindreds.get(rule.coordinate.split('.')[0]!)!
  if (!('code' in own) || own.code === 'INDETERMINATE') return own
  const whole = judgeExistence(asked, world, kindred, read(parent, kindred.of!)!, parties)
  return 'code' in whole ? judge(asked, world, rule, nobody, [], given) : own
}

/** Each person whom a page of a list shows is decided and recorded; of a page that is only counted, nobody. */
function shownFindings({ value }: Traced, asked: Asked, world: World): readonly Finding[] {
  const kindred = kindreds.get('Person')!
  const about = { told: false, coordinate: 'Query.persons' }
  const ids = ((value ?? []) as readonly object[]).map(one => read(one, 'node' in one ? 'node.id' : 'id')!)
  // A page with a gap would not say so.
  if (ids.some(id => world.isLost(id)))
    return [{ ...about, verdict: { code: 'INDETERMINATE' }, subject: null }]
  return ids.map(subject => ({
    ...about,
    verdict: judgeExistence(asked, world, kindred, subject, []),
    subject,
  }))
}

function entryFindings(
  [rule, traced]: Judged,
  schema: GraphQLSchema,
  asked: Asked,
  world: World,
): readonly Finding[] {
  const code = judgeEntry(asked, world, rule)
  const answer = getNamedType(schema.getQueryType()!.getFields()[rule.coordinate.split('.')[1]!]!.type)
  const nodes = isObjectType(answer) ? answer.getFields().nodes : undefined
  const kindred = kindreds.get(nodes ? getNamedType(nodes.type).name : answer.name)
  const isRecord = kindred?.of?.includes('.') ?? false
  const found = nodes || !kindred?.of ? null : wantedOf([rule, traced], kindred.of, world)
  const open = rule.class === 'OPEN'
  // One set of facts decides a look-up; a record is looked for by those only who may enter.
  if (code !== 'CALLER_KIND' && !open && !isRecord && found !== null && world.isLost(found))
    return [{ verdict: { code: 'INDETERMINATE' }, subject: null, told: false }]
  if (code) return [{ verdict: { code }, subject: null, told: false, unrecorded: code === 'CALLER_KIND' }]
  if (open) return []
  if (rule.coordinate === 'Query.mandates')
    return traced.failed
      ? []
      : recordedOf(asked, world, traced.given).map(one => ({
          ...{ ...one, coordinate: answering, told: false, onlyRecorded: true },
        }))
  if (isOfficers(rule)) return [{ verdict: { given: 'LAW' }, subject: null, told: false }]
  if (rule.entry!.reach !== 'LOOKUP')
    return [{ ...judgeListing(asked, world, rule, traced.given), subject: null, told: false }]
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
  return [foundFinding(traced, kindred, found, asked, world)]
}

/** Whether one who was asked for may be known to exist. A record of others' looks like one that does not: null, no error. */
function foundFinding(
  { value, failed }: Traced,
  kindred: Kindred,
  found: string | null,
  asked: Asked,
  world: World,
): Finding {
  const silent = kindred.of?.includes('.') ?? false
  if (failed) return { verdict: no('INDETERMINATE'), subject: null, told: false }
  const parties = kindred.parties.flatMap(party => read(value, party) ?? [])
  const verdict = judgeExistence(asked, world, kindred, found ?? 'nobody', parties)
  return { verdict, subject: found !== null && world.kindOf(found) ? found : null, told: false, silent }
}

/** Whom a look-up is about: a person who is asked for by number or id, whether or not one was found at the time asked for. */
function wantedOf([{ coordinate }, { given, value }]: Judged, of: string, world: World): string | null {
  const person = { 'Query.person': given.cpr, 'Query.personById': given.id }[coordinate]
  if (person === undefined) return read(value, of)
  const id = coordinate === 'Query.person' ? world.idOfNumber(String(person)) : String(person)
  return id !== null && world.kindOf(id) !== 'BUSINESS' ? id : null
}

function read(object: unknown, path: string): string | null {
  let value = object
  for (const step of path.split('.')) value = (value as Record<string, unknown> | null | undefined)?.[step]
  return typeof value === 'string' ? value : null
}
