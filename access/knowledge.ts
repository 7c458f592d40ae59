// What one operation knows: each subject's facts are read once, and whatever goes wrong while judging by them refuses.
import DataLoader from 'dataloader'
import { type Asker, type Decision, refuse } from './decide.ts'
import type { CallerFacts, ReadFacts, SubjectFacts } from './facts.ts'
import type { Request } from './request.ts'

export type Eventually<Value> = Value | Promise<Value>

/** The facts of one attempt at one operation. Keys are ids or number keys (facts.ts). */
export interface Knowledge {
  /** The person who calls; null for systems. */
  readonly person: string | null
  /** The subject for whom the person acts; null when for nobody. */
  readonly represented: string | null
  /** What is known of the caller; null before any facts were read. */
  caller(): CallerFacts | null
  /** Deliveries that the registers had loaded when the first facts were read; null before. */
  loads(): number | null
  /** Who asks. Throws nothing, and holds nothing to decide by, before any facts were read. */
  asker(): Asker
  /** What is known already. */
  find(key: string): SubjectFacts | null
  /** Rejects when the facts cannot be read. */
  load(key: string): Promise<SubjectFacts>
  /** Decides with the subject's facts, at once when they are known; whatever goes wrong refuses. */
  judge(key: string, by: (facts: SubjectFacts) => Decision): Eventually<Decision>
}

/** `doubted`: consents, mandates and subjects that did not hold as earlier attempts were recorded. */
export function openKnowledge(
  request: Request,
  readFacts: ReadFacts,
  doubted: ReadonlySet<string>,
): Knowledge {
  const known = new Map<string, SubjectFacts>()
  let caller: CallerFacts | null = null
  let loads: number | null = null
  const person = request.caller.kind === 'PERSON' ? request.caller.person : null
  const represented =
    request.represented && request.represented.kind !== 'AUTHORITY' ? request.represented.id : null

  const loader = new DataLoader<string, SubjectFacts>(async keys => {
    // The calling person's own facts come with the first set: they count in every decision about another. So do those of
    // a business that they represent, which may be a party to another's record.
    const business = request.represented?.kind === 'BUSINESS' ? [request.represented.id] : []
    const first = caller === null && person !== null ? [person, ...business] : []
    const answer = await readFacts({
      activity: request.activity,
      client: request.caller.client,
      officer: request.caller.kind === 'SYSTEM' ? request.caller.officer : null,
      person,
      business: represented !== null && request.caller.kind === 'PERSON' ? request.caller.business : null,
      represented,
      authority: request.represented?.kind === 'AUTHORITY' ? request.represented.cvr : null,
      subjects: [...new Set([...first, ...keys])],
    })
    caller ??= answer.caller
    loads = Math.min(loads ?? Number.POSITIVE_INFINITY, answer.loads ?? Number.POSITIVE_INFINITY)
    for (const [key, facts] of answer.subjects) known.set(key, facts).set(facts.id, facts)
    return keys.map(key => answer.subjects.get(key) ?? new Error('facts missing'))
  })

  const load = async (key: string): Promise<SubjectFacts> => known.get(key) ?? loader.load(key)

  return {
    person,
    represented,
    caller: () => caller,
    loads: () => (Number.isFinite(loads) ? loads : null),
    asker: () => ({
      caller: request.caller,
      represented: request.represented,
      activity: request.activity,
      travelled: request.asOf.travelled,
      caseReference: request.caseReference,
      facts: caller!,
      self: person === null ? null : (known.get(person) ?? null),
      principal: represented === null ? null : (known.get(represented) ?? null),
    }),
    find: key => known.get(key) ?? null,
    load,
    judge(key, by) {
      const judge = (facts: SubjectFacts) => safely(() => trust(by(facts), doubted))
      const facts = known.get(key)
      return facts ? judge(facts) : load(key).then(judge, () => refuse('INDETERMINATE'))
    },
  }
}

/** What rests on anything in doubt is refused. */
function trust(decision: Decision, doubted: ReadonlySet<string>): Decision {
  if (doubted.size === 0 || decision.outcome === 'REFUSE') return decision
  const { consents, mandates, standings } = decision.relies
  const ids = [...consents, ...mandates, ...standings.map(({ subject }) => subject)]
  return ids.some(id => doubted.has(id)) ? refuse('INDETERMINATE') : decision
}

// An exception inside a decision is a refusal: there is no default permit.
function safely(judge: () => Decision): Decision {
  try {
    return judge()
  } catch {
    return refuse('INDETERMINATE')
  }
}
