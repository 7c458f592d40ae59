// One operation's decisions: facts loaded once for each subject, each field decided once, all of it recorded together.
import { randomUUID } from 'node:crypto'
import DataLoader from 'dataloader'
import { isId } from '../schema/id.ts'
import { actingOf } from './acting.ts'
import type { FieldRule } from './classification.ts'
import {
  type Asker,
  type Decision,
  decide,
  decideCommand,
  decideEntry,
  decideExistence,
  decideOfficer,
  decideOther,
  refuse,
} from './decide.ts'
import type { ActivityFacts, CallerFacts, MandateFacts, ReadFacts, SubjectFacts } from './facts.ts'
import { type Explanation, openJournal } from './journal.ts'
import { decideListing, decideTold, type ListDecision, type Listing } from './listing.ts'
import type { Release, Settlement } from './release.ts'
import type { Request } from './request.ts'

/** Stands for a number or id that leads to nobody: its facts are those of an unregistered subject. */
export const nobody = '00000000-0000-0000-0000-000000000000'

/** An opaque id as given; text that cannot be one leads to nobody. */
export const readId = (text: string): string => (isId(text) ? text : nobody)

type Eventually<Value> = Value | Promise<Value>

/** For whom a command acts, once it was permitted. */
export interface Acting {
  readonly by: 'SYSTEM' | 'SUBJECT' | 'REPRESENTATIVE'
  /** CVR number of the acting authority; null for persons. */
  readonly authority: string | null
  /** The subject for whom a person acts: themselves, or whom they represent. */
  readonly subject: string | null
  /** Every id of that subject; none for systems. */
  readonly subjects: readonly string[]
  /** Powers of attorney, of which one must cover the command by itself; null when none is needed. */
  readonly mandates: readonly MandateFacts[] | null
  /** The stated activity; null when none was. */
  readonly activity: ActivityFacts | null
  /** The database's clock, read with the facts. */
  readonly at: Date
}

export interface Operation {
  /** Decides a field of the object whose subject this is. `args`: of the field, as coerced. */
  ask(
    rule: FieldRule,
    subject: string,
    parties: readonly string[],
    args: Readonly<Record<string, unknown>>,
  ): Eventually<Decision>
  /** Decides a value about someone else inside a record that was given. */
  askOther(rule: FieldRule, other: string): Eventually<Decision>
  /** Refuses a field of an object that does not say whose it is. */
  askNobody(rule: FieldRule): Promise<Decision>
  /** Decides a root field before its subject is known. */
  askEntry(rule: FieldRule): Promise<Decision>
  /** Decides a root field that lists subjects, and what it is filtered and ordered by. */
  askListing(listing: Listing): Promise<ListDecision>
  /**
   * Decides a root field by what it found (null: nothing): whether the caller may enter at all, and whether the subject
   * may be known to exist. One set of facts for both.
   */
  askExistence(
    entry: FieldRule,
    rules: readonly FieldRule[],
    subject: string | null,
    parties: readonly string[],
  ): Promise<Decision>
  /**
   * Decides, in order, what a list tells about whom, until so many are told at most: only these are recorded, each with
   * the list. Gives their places; refuses the list when one before the last cannot be decided.
   */
  askTold(
    list: FieldRule,
    asked: readonly { readonly rule: FieldRule; readonly subject: string }[],
    most: number,
  ): Promise<{ readonly decision: Decision; readonly told: readonly number[] }>
  askCommand(rule: FieldRule): Promise<Decision>
  /** For whom the caller acts, once that was permitted. */
  acting(): Promise<Acting>
  /** The opaque id behind a number: one that is not registered gets one too, so that the two look alike. */
  subjectOf(kind: 'PERSON' | 'BUSINESS', number: string): Promise<string>
  /** Every id that leads to the same subject: two numbers may have turned out to be one person. */
  idsOf(subject: string): Promise<readonly string[]>
  /** Whether a subject is dead (a person) or gone: what ends consents and powers of attorney by itself. */
  isDead(subject: string): Promise<boolean>
  /** The asker as if it had stated this activity: for telling a system what it may do, never for deciding. */
  askerUnder(activity: string): Promise<Asker>
  /** Hides what is recorded about a subject from that subject until then: it tells of something that is hidden. */
  cover(subject: string, until: Date): Promise<void>
  /** STEWARD and AUDITOR, for an officer who is one. */
  officerRoles(): Promise<readonly string[]>
  /** What the answer's `extensions.access` says: obligations, and decisions when explained. */
  explain(): Explanation
  /** Records everything, if all relied upon still holds; else gives what does not. Rejects when the log fails. */
  settle(): Promise<readonly string[]>
  /** Records everything as refused: nothing could be released. */
  settleRefused(): Promise<readonly string[]>
}

export type SubjectOf = (kind: 'PERSON' | 'BUSINESS', number: string) => Promise<string>

export interface Services {
  readonly readFacts: ReadFacts
  readonly release: Release
  readonly subjectOf: SubjectOf
  /** The answering process: `gateway`, or the subgraph's name. */
  readonly process: string
  /** Told of what failed in an operation, by its id; what it writes must hold no value, and no message does so. */
  readonly fault?: (operation: string, error: unknown) => void
}

/**
 * Opens the decisions of one attempt at one operation. `hash`: of its text, literals replaced. `doubted`: consents,
 * mandates and subjects that did not hold as earlier attempts were recorded: what rests on them is refused.
 */
export function openOperation(
  request: Request,
  hash: string,
  services: Services,
  doubted: ReadonlySet<string> = new Set(),
): Operation {
  const journal = openJournal(request)
  const known = new Map<string, SubjectFacts>()
  let callerFacts: CallerFacts | null = null
  const person = request.caller.kind === 'PERSON' ? request.caller.person : null
  const represented =
    request.represented && request.represented.kind !== 'AUTHORITY' ? request.represented.id : null

  const loader = new DataLoader<string, SubjectFacts>(async ids => {
    // The calling person's own facts come with the first set: they count in every decision about another.
    const first = callerFacts === null && person !== null ? [person] : []
    const answer = await services.readFacts({
      activity: request.activity,
      client: request.caller.client,
      officer: request.caller.kind === 'SYSTEM' ? request.caller.officer : null,
      person,
      represented,
      subjects: [...new Set([...first, ...ids])],
    })
    callerFacts ??= answer.caller
    for (const [id, facts] of answer.subjects) known.set(id, facts)
    return ids.map(id => answer.subjects.get(id) ?? new Error('facts missing'))
  })

  const asker = (): Asker => ({
    caller: request.caller,
    represented: request.represented,
    activity: request.activity,
    travelled: request.asOf.travelled,
    caseReference: request.caseReference,
    facts: callerFacts!,
    self: person === null ? null : (known.get(person) ?? null),
  })

  /** Decides with the subject's facts, at once when they are known; whatever goes wrong refuses. */
  const withFacts = (id: string, judge: (facts: SubjectFacts) => Decision): Eventually<Decision> => {
    const subject = readId(id)
    const facts = known.get(subject)
    if (facts) return safely(() => trust(judge(facts), doubted))
    return loader.load(subject).then(
      loaded => safely(() => trust(judge(loaded), doubted)),
      () => refuse('INDETERMINATE'),
    )
  }

  const note = (rule: FieldRule, subject: string | null, decision: Decision): Decision => {
    const about = subject === null || subject === nobody ? null : (known.get(subject) ?? null)
    journal.note(rule, about, decision, callerFacts)
    return decision
  }

  const noted = (rule: FieldRule, subject: string | null, decision: Eventually<Decision>) =>
    decision instanceof Promise
      ? decision.then(settled => note(rule, subject, settled))
      : note(rule, subject, decision)

  return {
    ask(rule, subject, parties, args) {
      const decision = withFacts(subject, facts => decide(asker(), { rule, subject: facts, parties, args }))
      return noted(rule, subject, decision)
    },
    askOther(rule, other) {
      const decision = withFacts(other, facts => decideOther(asker(), rule, facts))
      return noted(rule, other, decision)
    },
    async askNobody(rule) {
      return note(rule, null, await withFacts(nobody, () => refuse('INDETERMINATE')))
    },
    async askEntry(rule) {
      const officers = rule.entry?.by.every(caller => caller === 'STEWARD' || caller === 'AUDITOR') ?? false
      const decision = await withFacts(person ?? nobody, () =>
        officers ? decideOfficer(asker(), rule) : decideEntry(asker(), rule.entry?.reach ?? 'LIST'),
      )
      // What an officer reads is no entity that would be decided, and recorded, further down.
      return officers || decision.outcome === 'REFUSE' ? note(rule, null, decision) : decision
    },
    async askListing(listing) {
      let rule = listing.entry
      const decision = await withFacts(person ?? nobody, () => {
        const listed = decideListing(asker(), listing)
        rule = listed.rule
        return listed.decision
      })
      return { rule, decision: note(rule, null, decision) }
    },
    async askExistence(entry, rules, subject, parties) {
      // An id that nobody has, and nobody had before: its facts take the same statement as somebody's would.
      // Whoever may not enter is refused about nobody: the look-up alone tells nothing.
      let entered: Decision = refuse('INDETERMINATE')
      const decision = await withFacts(subject ?? randomUUID(), facts => {
        entered = decideEntry(asker(), entry.entry?.reach ?? 'LIST')
        return entered.outcome === 'REFUSE'
          ? entered
          : decideExistence(asker(), rules, { subject: facts, parties })
      })
      return note(entry, entered.outcome === 'REFUSE' ? null : subject, decision)
    },
    async askTold(list, asked, most) {
      const reach = list.entry?.reach ?? 'LIST'
      const entered = await withFacts(person ?? nobody, () => decideEntry(asker(), reach))
      const decisions = await Promise.all(
        asked.map(({ rule, subject }) =>
          withFacts(subject, facts => decide(asker(), { rule, subject: facts, parties: [] })),
        ),
      )
      const { decision, told } = decideTold(entered, decisions, most)
      note(list, null, decision)
      for (const place of told)
        for (const rule of [list, asked[place]!.rule]) note(rule, asked[place]!.subject, decisions[place]!)
      return { decision, told }
    },
    async askCommand(rule) {
      const subject = represented ?? person
      const decision = await withFacts(subject ?? nobody, facts =>
        decideCommand(asker(), rule, subject === null ? null : facts),
      )
      return note(rule, subject, decision)
    },
    async acting() {
      return actingOf(request, await loader.load(represented ?? person ?? nobody), callerFacts!)
    },
    subjectOf: services.subjectOf,
    async idsOf(subject) {
      return (await loader.load(readId(subject))).ids
    },
    async isDead(subject) {
      return (await loader.load(readId(subject))).dead
    },
    async askerUnder(activity) {
      const { client } = request.caller
      const query = { activity, client, officer: null, person: null, represented: null, subjects: [] }
      const { caller: facts } = await services.readFacts(query)
      const own = { caller: request.caller, represented: null, caseReference: null, self: null }
      return { ...own, activity, travelled: false, facts }
    },
    async cover(subject, until) {
      journal.cover((await loader.load(readId(subject))).canonical, until)
    },
    async officerRoles() {
      await loader.load(person ?? nobody)
      return callerFacts!.officerRoles
    },
    explain: () => journal.explain(),
    async settle() {
      const settlement = journal.settlement(hash, services.process)
      return isNothing(settlement) ? [] : services.release(settlement)
    },
    settleRefused: () => services.release(journal.refusal(hash, services.process)),
  }
}

function trust(decision: Decision, doubted: ReadonlySet<string>): Decision {
  if (doubted.size === 0 || decision.outcome === 'REFUSE') return decision
  const { consents, mandates, standings } = decision.relies
  const ids = [...consents, ...mandates, ...standings.map(({ subject }) => subject)]
  return ids.some(id => doubted.has(id)) ? refuse('INDETERMINATE') : decision
}

const isNothing = ({ records, consents, mandates, standings }: Settlement): boolean =>
  [records, consents, mandates, standings].every(list => list.length === 0)

// An exception inside a decision is a refusal: there is no default permit.
function safely(judge: () => Decision): Decision {
  try {
    return judge()
  } catch {
    return refuse('INDETERMINATE')
  }
}
