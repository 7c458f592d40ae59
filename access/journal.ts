// What an operation decided, gathered by subject: for its access records, and for the caller who asks why.
import type { FieldRule } from './classification.ts'
import type { Decision } from './decide.ts'
import type { CallerFacts, SubjectFacts } from './facts.ts'
import type { AccessRecord, Settlement } from './release.ts'
import type { Request } from './request.ts'

/** What a decision on one field came to: its ground, or the code of the refusal. */
interface Entry {
  readonly field: string
  readonly ground: string | null
  readonly code: string | null
  readonly consent: string | null
  readonly mandate: string | null
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
  explain(): Explanation
  settlement(hash: string, process: string): Settlement
}

const withheld = 'NAME_AND_ADDRESS_PROTECTED'

/** Opens an empty journal for one attempt at one operation. */
export function openJournal(request: Request): Journal {
  const bySubject = new Map<string | null, Map<string, Entry>>()
  const consents = new Set<string>()
  const mandates = new Set<string>()
  const standings = new Map<string, number>()
  const protectedSubjects = new Set<string>()
  let caller: CallerFacts | null = null

  return {
    note(rule, subject, decision, facts) {
      caller ??= facts
      // Only values about others inside a given record come here as OPEN; what is open makes no record.
      if (decision.outcome === 'PERMIT' && decision.ground === 'OPEN') return
      const key = subject?.canonical ?? null
      const entries = bySubject.get(key) ?? new Map<string, Entry>()
      bySubject.set(key, entries)
      const entry = toEntry(rule, decision)
      // Two records about one subject can differ: a consent to the caller and one to another authority.
      entries.set(JSON.stringify(entry), entry)
      if (decision.outcome === 'REFUSE') return
      for (const id of decision.relies.consents) consents.add(id)
      for (const id of decision.relies.mandates) mandates.add(id)
      for (const { subject: id, revision } of decision.relies.standings)
        if (revision !== null) standings.set(id, revision)
      if (subject?.protected && rule.hiddenByProtection && decision.outcome === 'PERMIT')
        protectedSubjects.add(subject.id)
    },
    explain: () => ({
      obligations: [...protectedSubjects].map(subject => ({ code: 'ADDRESS_PROTECTION' as const, subject })),
      decisions: [...bySubject].flatMap(([subject, entries]) =>
        [...entries.values()].map(entry => ({ ...entry, subject, activity: request.activity })),
      ),
    }),
    settlement: (hash, process) => ({
      records: [...bySubject].map(([subject, entries]) =>
        toRecord(request, caller, subject, [...entries.values()], hash, process),
      ),
      consents: [...consents],
      mandates: [...mandates],
      standings: [...standings].map(([subject, revision]) => ({ subject, revision })),
    }),
  }
}

function toEntry(rule: FieldRule, decision: Decision): Entry {
  const field = rule.coordinate
  if (decision.outcome === 'REFUSE')
    return { field, ground: null, code: decision.code, consent: null, mandate: null }
  return {
    field,
    ground: decision.ground,
    code: decision.outcome === 'WITHHOLD' ? withheld : null,
    consent: decision.relies.consents[0] ?? null,
    mandate: decision.relies.mandates[0] ?? null,
  }
}

function toRecord(
  request: Request,
  facts: CallerFacts | null,
  subject: string | null,
  entries: readonly Entry[],
  hash: string,
  process: string,
): AccessRecord {
  const { caller, represented } = request
  return {
    operation_id: request.id,
    operation_hash: hash,
    process,
    subject_id: subject,
    client: caller.client,
    authority: facts?.system?.authority ?? null,
    processor: null,
    officer: caller.kind === 'SYSTEM' ? caller.officer : null,
    person_id: caller.kind === 'PERSON' ? caller.person : null,
    on_behalf_of: represented && represented.kind !== 'AUTHORITY' ? represented.id : null,
    activity: request.activity,
    activity_version: facts?.activity?.version ?? null,
    case_reference: request.caseReference,
    given: entries.filter(({ code }) => code === null).map(toGiven),
    refused: entries.flatMap(({ field, code }) => (code === null ? [] : [{ field, code }])),
    cover_for: facts?.activity?.coverFor ?? null,
  }
}

const toGiven = ({ field, ground, consent, mandate }: Entry) => ({
  field,
  ground: ground!,
  ...(consent && { consent }),
  ...(mandate && { mandate }),
})
