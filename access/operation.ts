// One operation's decisions: facts loaded once for each subject, each field decided once, all of it recorded together.
import { randomUUID } from 'node:crypto'
import { isId } from '../schema/id.ts'
import { type Acting, actingOf } from './acting.ts'
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
import type { ReadFacts, SubjectFacts } from './facts.ts'
import { type Explanation, openJournal } from './journal.ts'
import { type Eventually, openKnowledge } from './knowledge.ts'
import { decideListing, decideTold, type ListDecision, type Listing } from './listing.ts'
import { judgeQuestion, type MandateQuestion, questionFacts } from './mandate-question.ts'
import type { MandateVerdict } from './mandates.ts'
import { absent, decideRecord } from './record.ts'
import type { Release, Settlement } from './release.ts'
import type { Request } from './request.ts'
import type { Wanted } from './wanted.ts'

/** Stands for a number or id that leads to nobody: its facts are those of an unregistered subject. */
export const nobody = '00000000-0000-0000-0000-000000000000'

/** An opaque id as given; text that cannot be one leads to nobody. */
export const readId = (text: string): string => (isId(text) ? text : nobody)

export interface LookUp {
  readonly decision: Decision
  /** The id under which the register holds whom was asked for, as of now; null for nobody. */
  readonly found: string | null
  /** Every id of the one that was decided about; none for nobody. */
  readonly ids: readonly string[]
}

export interface Operation {
  /**
   * Decides a field of the object whose subject this is. `args`: of the field, as coerced. `record`: every rule of its
   * type, when it is a record about that subject that can be asked for by id.
   */
  ask(
    rule: FieldRule,
    subject: string,
    parties: readonly string[],
    args: Readonly<Record<string, unknown>>,
    record?: readonly FieldRule[] | null,
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
   * Decides a root field by whom it asks for, before anything is looked up: whether the caller may enter at all, and
   * whether that subject may be known to exist. One set of facts for both, alike for one who is not registered.
   */
  askLookUp(entry: FieldRule, rules: readonly FieldRule[], wanted: Wanted): Promise<LookUp>
  /** The same by what it found (null: nothing). */
  askExistence(
    entry: FieldRule,
    rules: readonly FieldRule[],
    subject: string | null,
    parties: readonly string[],
  ): Promise<Decision>
  /**
   * Decides whether those whom a page of a list shows may be known to exist. Gives the places of those who may; refuses
   * the page when one cannot be decided about.
   */
  askShown(
    list: FieldRule,
    rules: readonly FieldRule[],
    subjects: readonly string[],
  ): Promise<{ readonly decision: Decision; readonly told: readonly number[] }>
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
  /**
   * Whether somebody may act for another, for a caller who may know `rule` of that other; null for one who may not. It is
   * recorded about both.
   */
  askMandate(rule: FieldRule, question: MandateQuestion): Promise<MandateVerdict | null>
  /** For whom the caller acts, once that was permitted. */
  acting(): Promise<Acting>
  /** The opaque id behind a number: one that is not registered gets one too, so that the two look alike. */
  subjectOf(kind: 'PERSON' | 'BUSINESS', number: string): Promise<string>
  /** Every account of officers that tokens told to be this person's: this one, which is noted, among them. */
  officerAccounts(officer: string, person: string): Promise<readonly string[]>
  /** Every id that leads to the same subject: two numbers may have turned out to be one person. */
  idsOf(subject: string): Promise<readonly string[]>
  /** The id under which a subject is known now: another than the one asked for, once two were joined. */
  currentId(subject: string): Promise<string>
  /** Whether a person is dead: what ends consents by itself, for whoever looks. */
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
  settle(command: boolean): Promise<readonly string[]>
  /** Records everything as refused: nothing could be released. */
  settleRefused(): Promise<readonly string[]>
}

export type SubjectOf = (kind: 'PERSON' | 'BUSINESS', number: string) => Promise<string>

export interface Services {
  readonly readFacts: ReadFacts
  readonly release: Release
  readonly subjectOf: SubjectOf
  readonly officerAccounts: Operation['officerAccounts']
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
  const knowledge = openKnowledge(request, services.readFacts, doubted)
  const { person, represented, asker, load } = knowledge

  const withFacts = (id: string, judge: (facts: SubjectFacts) => Decision): Eventually<Decision> =>
    knowledge.judge(readId(id), judge)

  const note = (rule: FieldRule, subject: string | null, decision: Decision): Decision => {
    const about = subject === null || [nobody, absent].includes(subject) ? null : knowledge.find(subject)
    journal.note(rule, about, decision, knowledge.caller())
    return decision
  }

  const noted = (rule: FieldRule, subject: string | null, decision: Eventually<Decision>) =>
    decision instanceof Promise
      ? decision.then(settled => note(rule, subject, settled))
      : note(rule, subject, decision)

  const enter = (rule: FieldRule): Decision => decideEntry(asker(), rule.entry?.reach ?? 'LIST')

  /** Whoever may not enter is refused about nobody: what is asked for alone tells nothing. */
  const noteEntered = (rule: FieldRule, subject: string | null, decision: Decision): Decision => {
    const entered = knowledge.caller() !== null && enter(rule).outcome === 'PERMIT'
    return note(rule, entered ? subject : null, decision)
  }

  const existence =
    (rule: FieldRule, rules: readonly FieldRule[], parties: readonly string[]) =>
    (subject: SubjectFacts): Decision => {
      const entered = enter(rule)
      return entered.outcome === 'REFUSE' ? entered : decideExistence(asker(), rules, { subject, parties })
    }

  return {
    ask(rule, subject, parties, args, record = null) {
      const decision = withFacts(subject, facts => {
        const question = { rule, subject: facts, parties, args }
        return record ? decideRecord(asker(), question, record) : decide(asker(), question)
      })
      return noted(rule, subject, decision)
    },
    askOther(rule, other) {
      const decision = withFacts(other, facts => decideOther(asker(), rule, facts))
      return noted(rule, other, decision)
    },
    askNobody: async rule => note(rule, null, await withFacts(nobody, () => refuse('INDETERMINATE'))),
    async askEntry(rule) {
      const officers = rule.entry?.by.every(caller => caller === 'STEWARD' || caller === 'AUDITOR') ?? false
      const decision = await withFacts(person ?? nobody, () =>
        officers ? decideOfficer(asker(), rule) : enter(rule),
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
    async askLookUp(entry, rules, { key, kind }) {
      const facts = await load(key).catch(() => null)
      // Read a second time they might come, and permit what was then never found: nobody, without an error.
      if (!facts) return { decision: noteEntered(entry, null, refuse('INDETERMINATE')), found: null, ids: [] }
      // A business where a person is asked for leads to nobody, as an id that was never given.
      const other = facts.kind !== null && facts.kind !== kind
      const decision = await knowledge.judge(other ? randomUUID() : key, existence(entry, rules, []))
      const about = facts.kind === kind ? facts : null
      noteEntered(entry, about?.id ?? null, decision)
      return { decision, found: about?.id ?? null, ids: about?.ids ?? [] }
    },
    async askExistence(entry, rules, subject, parties) {
      // An id that nobody has, and nobody had before: its facts take the same statement as somebody's would.
      const decision = await withFacts(subject ?? randomUUID(), existence(entry, rules, parties))
      return noteEntered(entry, subject, decision)
    },
    async askShown(list, rules, subjects) {
      const entered = await withFacts(person ?? nobody, () => enter(list))
      const decisions = await Promise.all(subjects.map(id => withFacts(id, existence(list, rules, []))))
      const shown = decideTold(entered, decisions, subjects.length)
      if (shown.decision.outcome === 'REFUSE') note(list, null, shown.decision)
      // One who moved out of the population, say, between the list and its decision is refused, and not shown.
      else for (const [place, id] of subjects.entries()) note(list, id, decisions[place]!)
      return shown
    },
    async askTold(list, asked, most) {
      const entered = await withFacts(person ?? nobody, () => enter(list))
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
    async askMandate(rule, question) {
      const { subject, by } = question
      const [holder] = await Promise.all([load(by), load(subject)])
      const judge = (facts: SubjectFacts) => decide(asker(), { rule, subject: facts, parties: [] })
      const decision = note(rule, subject, await withFacts(subject, judge))
      if (decision.outcome !== 'PERMIT') return null
      if (holder.kind !== null) note(rule, by, decision)
      const known = await services.readFacts(questionFacts(question, request.caller.client))
      return journal.judged(judgeQuestion(known, question), known.subjects.get(subject))
    },
    async acting() {
      const subject = await load(represented ?? person ?? nobody)
      return actingOf(request, subject, asker())
    },
    subjectOf: services.subjectOf,
    officerAccounts: services.officerAccounts,
    idsOf: async subject => (await load(readId(subject))).ids,
    currentId: async subject => (await load(readId(subject))).canonical,
    isDead: async subject => (await load(readId(subject))).dead,
    async askerUnder(activity) {
      const { client } = request.caller
      const represented = request.represented?.kind === 'AUTHORITY' ? request.represented : null
      const nobodys = { officer: null, person: null, represented: null, subjects: [] }
      const query = { ...nobodys, activity, client, authority: represented?.cvr }
      const { caller: facts } = await services.readFacts(query)
      const own = { caller: request.caller, represented, caseReference: null, self: null }
      return { ...own, activity, travelled: false, facts }
    },
    cover: async (subject, until) => journal.cover((await load(readId(subject))).canonical, until),
    async officerRoles() {
      await load(person ?? nobody)
      return knowledge.caller()!.officerRoles
    },
    explain: () => journal.explain(),
    async settle(command) {
      const settlement = journal.settlement(hash, services.process)
      const loads = command ? null : knowledge.loads()
      return isNothing(settlement) ? [] : services.release({ ...settlement, loads })
    },
    settleRefused: () => services.release(journal.refusal(hash, services.process)),
  }
}

const isNothing = ({ records, consents, mandates, standings }: Settlement): boolean =>
  [records, consents, mandates, standings].every(list => list.length === 0)
