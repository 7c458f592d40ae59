// One request as every part behind the door sees it: who asks, for what, about which time.
import type { Caller, Represented } from './caller.ts'
import type { Operation } from './operation.ts'

/** Effective and registered time that the whole operation asks about; both are now unless headers say otherwise. */
export interface AsOf {
  readonly effective: Date
  readonly registered: Date
  /** Whether a header asked for another time than now. */
  readonly travelled: boolean
  /** When a header stated only this one: the other is now, and moves on from page to page. */
  readonly only?: 'effective' | 'registered'
}

/** What the headers and the token of a request said, checked. */
export interface Request {
  /** Random, given at the door: what all records of this request have in common. */
  readonly id: string
  readonly caller: Caller
  readonly represented: Represented | null
  /** The processing activity stated, such as `KOM-17`. */
  readonly activity: string | null
  readonly caseReference: string | null
  readonly explain: boolean
  readonly asOf: AsOf
  /** The caller's own headers that go on to subgraphs on other hosts; nothing else does. */
  readonly forward: Readonly<Record<string, string>>
}

/** A request while its operation runs: with the decisions made so far. Subgraphs get it as their context. */
export interface RequestContext {
  readonly request: Request
  readonly access: Operation
  /** Told what failed inside: the caller gets a refusal, the process's log the failure, once for an operation. */
  fault(error: unknown): void
  /** Each subgraph's loaders, which live and die with the operation. */
  readonly stores: Map<string, unknown>
}
