// What an operation decided, gathered by subject: for its access records, and for the caller who asks why.

import { endOfTime } from '../database/instant.ts'
import type { ActivityFacts } from './activity.ts'
import type { FieldRule } from './classification.ts'
import type { Decision, Reliance } from './decide.ts'
import type { CallerFacts, SubjectFacts } from './facts.ts'
import type { MandateVerdict } from './mandates.ts'
import type { AccessRecord, RecordedOperation, Settlement } from './release.ts'
import type { Request } from './request.ts'
import { type Counting, countingAuthority } from './supplier.ts'
import { type UnreadRule, unreadRules } from './unread-signing.ts'

/** What a decision on one field came to: its ground, or the code of the refusal. */
interface Entry {
  readonly field: string
  readonly ground: string | null
  readonly code: string | null
  readonly consent: string | null
  readonly mandate: string | null
  /** Of a mandate: by which right. */
  readonly by?: string
}

export interface Explanation {
  readonly obligations: readonly { readonly code: 'ADDRESS_PROTECTION'; readonly subject: string }[]
  readonly decisions: readonly (Entry & {
    readonly subject: string | null
    readonly activity: string | null
  })[]
}

export interface Journal {
  note(rule: FieldRule, subject: SubjectFacts | null, decision: Decision, caller: CallerFacts | null): void
  /** What a question about a mandate came to, about this subject: the same verdict. */
  judged(verdict: MandateVerdict, subject: SubjectFacts | undefined): MandateVerdict
  /** The record about this subject stays hidden from it until then at least. `subject`: its canonical id. */
  cover(subject: string, until: Date): void
  explain(): Explanation
  settlement(hash: string, process: string): Settlement
  /** The same with everything refused: what is recorded when nothing could be released. */
  refusal(hash: string, process: string): Settlement
}

const withheld = 'NAME_AND_ADDRESS_PROTECTED'

/** Opens an empty journal for one attempt at one operation. */
export function openJournal(request: Request): Journal {
  const bySubject = new Map<string | null, Map<string, Entry>>()
  // Lists by their field: recorded about nobody only when nobody's record tells of them.
  const lists = new Map<string, Entry>()
  const consents = new Set<string>()
  const mandates = new Set<string>()
  const standings = new Map<string, number>()
  const covers = new Map<string, Date>()
  const protectedSubjects = new Set<string>()
  // By the business that they are of.
  const unread = new Map<string, UnreadRule>()
  // The officer's own file, by its canonical id.
  const ownFiles = new Set<string | null>()
  let caller: CallerFacts | null = null
  // A system is given what is not open under its activity alone.
  let underActivity = false
  let until: Date | null = null

  const rely = (relies: Reliance) => {
    for (const id of relies.consents) consents.add(id)
    for (const id of relies.mandates) mandates.add(id)
    for (const { subject, revision } of relies.standings)
      if (revision !== null) standings.set(subject, revision)
    if (relies.until && (until === null || relies.until < until)) until = relies.until
  }

  const meet = (code: string, subject: SubjectFacts | null | undefined) => {
    if (code !== 'SIGNING_RULE_UNPARSED' || !subject) return
    for (const rule of unreadRules(subject)) unread.set(rule.business, rule)
  }

  const everything = (): ReadonlyMap<string | null, ReadonlyMap<string, Entry>> => {
    const told = new Set(
      [...bySubject]
        .flatMap(([key, entries]) => (key === null ? [] : [...entries.values()]))
        .map(e => e.field),
    )
    const rest = [...lists].filter(([field]) => !told.has(field))
    return rest.length === 0
      ? bySubject
      : new Map([...bySubject, [null, new Map([...(bySubject.get(null) ?? []), ...rest])]])
  }

  // People of whom the same was decided share what their records say: of a hundred, it is said once.
  const records = (as: (entry: Entry) => Entry): AccessRecord[] => {
    const alike = new Map<string, AccessRecord & { readonly subjects: (string | null)[] }>()
    for (const [subject, entries] of everything()) {
      const hidden_until = (subject !== null && covers.get(subject)?.toISOString()) || null
      const own = ownFiles.has(subject)
      const key = [hidden_until, own, ...entries.keys()].join('\n')
      const known = alike.get(key)
      const said = () => toRecord([...entries.values()].map(as), own)
      if (known) known.subjects.push(subject)
      else alike.set(key, { subjects: [subject], ...said(), hidden_until })
    }
    return [...alike.values()]
  }

  return {
    note(rule, subject, decision, facts) {
      caller ??= facts
      if (decision.outcome !== 'REFUSE') {
        rely(decision.relies)
        if (decision.ground !== 'OPEN') underActivity ||= request.caller.kind === 'SYSTEM'
      } else meet(decision.code, subject)
      // Only values about others inside a given record come here as OPEN; what is open makes no record.
      if (decision.outcome === 'PERMIT' && decision.ground === 'OPEN') return
      if (subject === null && decision.outcome === 'PERMIT' && rule.entry && rule.entry.reach !== 'LOOKUP') {
        lists.set(rule.coordinate, toEntry(rule, decision))
        return
      }
      const key = subject?.canonical ?? null
      if (isOwnFile(request, subject)) ownFiles.add(key)
      const entries = bySubject.get(key) ?? new Map<string, Entry>()
      bySubject.set(key, entries)
      const entry = toEntry(rule, decision)
      // Two records about one subject can differ: a consent to the caller and one to another authority.
      entries.set(keyOf(entry), entry)
      if (subject?.protected && rule.hiddenByProtection && decision.outcome === 'PERMIT')
        protectedSubjects.add(subject.id)
    },
    judged(verdict, subject) {
      if ('code' in verdict) meet(verdict.code, subject)
      return verdict
    },
    cover(subject, until) {
      const known = covers.get(subject)
      if (!known || known < until) covers.set(subject, until)
    },
    explain: () => ({
      obligations: [...protectedSubjects].map(subject => ({ code: 'ADDRESS_PROTECTION' as const, subject })),
      decisions: !request.explain
        ? []
        : unlike(
            [...everything()].flatMap(([subject, entries]) => {
              // Of whom nothing was given, neither the id nor their number may be told: there may be nobody.
              const told = [...entries.values()].some(({ ground }) => ground !== null) ? subject : null
              return [...entries.values()].map(entry => ({
                ...entry,
                subject: told,
                activity: request.activity,
              }))
            }),
          ),
    }),
    settlement: (hash, process) => ({
      operation: toOperation(request, caller, { hash, process }),
      records: records(entry => entry),
      consents: [...consents],
      mandates: [...mandates, ...supplierOf(request, underActivity ? caller : null)],
      standings: [...standings].map(([subject, revision]) => ({ subject, revision })),
      activity: underActivity && caller?.activity ? versionOf(caller.activity) : null,
      until: until && until < endOfTime ? until.toISOString() : null,
      ...met(unread),
    }),
    refusal: (hash, process) => ({
      ...{ consents: [], mandates: [], standings: [], activity: null, until: null },
      operation: toOperation(request, caller, { hash, process }),
      records: records(({ field, code }) => ({ ...refused, field, code: code ?? 'INDETERMINATE' })),
      ...met(unread),
    }),
  }
}

/** The supplier's mandate under which something is given: it must still hold, as a power of attorney must. */
function supplierOf(request: Request, facts: CallerFacts | null): readonly string[] {
  const { supplier } = counting(request, facts)
  return supplier === null ? [] : [supplier.id]
}

/** Whose the request is: of a supplier whose mandate does not hold, the supplier's own. */
function counting(request: Request, facts: CallerFacts | null): Counting {
  const own = { authority: facts?.system?.authority ?? null, processor: null, supplier: null }
  if (facts === null || request.caller.kind !== 'SYSTEM') return own
  const counted = countingAuthority(request, facts)
  return 'code' in counted ? own : counted
}

/** Nothing at all where none was met: hardly ever is one. */
const met = (unread: ReadonlyMap<string, UnreadRule>) =>
  unread.size > 0 ? { unread: [...unread.values()] } : {}

const versionOf = ({ id, version }: ActivityFacts) => ({ id, version })

/** Equal for entries that say the same. No part holds white space. */
const keyOf = ({ field, ground, code, consent, mandate, by }: Entry): string =>
  `${field} ${ground} ${code} ${consent} ${mandate} ${by}`

const refused = { ground: null, consent: null, mandate: null }

/** Each once, in an order that does not tell which was decided first. */
const unlike = <Value>(values: readonly Value[]): readonly Value[] =>
  [...new Map(values.map(value => [JSON.stringify(value), value]))]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, value]) => value)

function toEntry(rule: FieldRule, decision: Decision): Entry {
  const field = rule.coordinate
  if (decision.outcome === 'REFUSE') return { ...refused, field, code: decision.code }
  return {
    field,
    ground: decision.ground,
    code: decision.outcome === 'WITHHOLD' ? withheld : null,
    consent: decision.relies.consents[0] ?? null,
    mandate: decision.relies.mandates[0] ?? null,
    ...(decision.right && { by: decision.right }),
  }
}

function toOperation(
  request: Request,
  facts: CallerFacts | null,
  { hash, process }: { readonly hash: string; readonly process: string },
): RecordedOperation {
  const { caller, represented } = request
  const { authority, processor } = counting(request, facts)
  return {
    operation_id: request.id,
    operation_hash: hash,
    process,
    client: caller.client,
    authority,
    processor,
    officer: caller.kind === 'SYSTEM' ? caller.officer : null,
    ...officerPersonOf(caller),
    person_id: caller.kind === 'PERSON' ? caller.person : null,
    on_behalf_of: represented && represented.kind !== 'AUTHORITY' ? represented.id : null,
    activity: request.activity,
    activity_version: facts?.activity?.version ?? null,
    case_reference: request.caseReference,
    cover_for: facts?.activity?.coverFor ?? null,
  }
}

/** Nothing at all where the token does not tell. */
const officerPersonOf = (caller: Request['caller']) =>
  caller.kind === 'SYSTEM' && caller.officer !== null && caller.officerPerson !== undefined
    ? { officer_person: caller.officerPerson }
    : {}

/** An officer looks at themselves: lawful or not, whoever answers for the authority must see it. */
function isOwnFile({ caller }: Request, subject: SubjectFacts | null): boolean {
  const own = caller.kind === 'SYSTEM' ? caller.officerPerson : undefined
  return own ? (subject?.ids.includes(own) ?? false) : false
}

function toRecord(entries: readonly Entry[], own: boolean) {
  const marked = own && ({ ownFile: true } as const)
  return {
    given: entries.filter(({ code }) => code === null).map(entry => ({ ...toGiven(entry), ...marked })),
    refused: entries.flatMap(({ field, code }) => (code === null ? [] : [{ field, code, ...marked }])),
  }
}

const toGiven = ({ field, ground, consent, mandate, by }: Entry) => ({
  field,
  ground: ground!,
  ...(consent && { consent }),
  ...(mandate && { mandate }),
  ...(by && { by }),
})
