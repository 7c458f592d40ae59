// What clients did and saw, and what the database holds at the end: the two sides that the judge holds together.

export type ConsentCommand = 'REQUEST' | 'GRANT' | 'DECLINE' | 'CANCEL' | 'WITHDRAW' | 'SUSPEND' | 'RESUME'
export type PowerCommand = 'GIVE' | 'PASS_ON' | 'ACCEPT' | 'LIMIT' | 'REVOKE' | 'RENOUNCE'
export type CommandName = ConsentCommand | PowerCommand

/**
 * How a command, sent once or again under the same id, came out. `DONE`: acknowledged. `PROBLEM`: refused in words, and
 * so without effect. `UNKNOWN`: it may have taken effect, or may still do so.
 */
export type CommandOutcome = 'DONE' | 'PROBLEM' | 'UNKNOWN'

/** Times are milliseconds of the clients' one monotonic clock. */
export interface Command {
  /** The subject whose consents are asked for, or powers given, one after another. */
  readonly lane: string
  readonly command: CommandName
  /** Unique in the whole history, whatever the right. */
  readonly commandId: string
  /** The consent or power of attorney; null for one whose making was never acknowledged. */
  readonly right: string | null
  readonly actor: string
  /** How many different persons must grant the consent. */
  readonly needs: number
  /** Of the commands with the same mark exactly one can win. */
  readonly race: string | null
  /** When it was sent first. */
  readonly sent: number
  /** When it was first acknowledged, or last refused; null when no answer came. */
  readonly answered: number | null
  readonly outcome: CommandOutcome
  /** The node that acknowledged it first; null when none did. */
  readonly node: string | null
  /** The right's state as the acknowledgement showed it; null when it showed none. */
  readonly state: string | null
  /** Of a power of attorney that it makes, and of LIMIT. */
  readonly terms?: Terms
}

/** What a power of attorney is made with. */
export interface Terms {
  readonly holder: string
  /** How many times it may be passed on. */
  readonly depth: number
}

export interface Read {
  /** Leads to the access record: unique in the history. */
  readonly reference: string
  readonly lane: string
  /** Who reads by a power of attorney; left out of a system. */
  readonly reader?: string
  /** The node that was asked. */
  readonly node: string
  readonly sent: number
  /** Null when no answer came. */
  readonly answered: number | null
  readonly outcome: 'GIVEN' | 'REFUSED' | 'UNKNOWN'
  readonly codes: readonly string[]
}

/** What one reader of the feed saw, in order, from the first change to the end. */
export interface Followed {
  readonly reader: string
  readonly seen: readonly { readonly right: string; readonly state: string }[]
}

export interface History {
  readonly commands: readonly Command[]
  readonly reads: readonly Read[]
  readonly followed: readonly Followed[]
}

/** An event of the database. `at`: milliseconds of the database's clock, cut to whole ones. */
export interface Event {
  readonly right: string
  readonly revision: number
  readonly state: string
  readonly at: number
  /** Null for what nobody commanded. */
  readonly commandId: string | null
  readonly command: string
  readonly authority: string
  readonly position: number
}

/** An access record: when, by the database's clock with fractions of milliseconds, and by which consents or powers of attorney. */
export interface AccessRecord {
  readonly reference: string
  readonly at: number
  readonly rights: readonly string[]
}

export interface Evidence {
  /** Ordered by authority and position. */
  readonly events: readonly Event[]
  readonly rights: readonly { readonly id: string; readonly state: string; readonly revision: number }[]
  readonly records: readonly AccessRecord[]
  /** What consents.faults() tells: `consent revision FAULT`. */
  readonly faults: readonly string[]
}

export type Rule =
  /** Given though the right had ended, or was suspended, before the read was sent. */
  | 'LATE_READ'
  /** Recorded as given by a right that did not hold then, by the database's own clock. */
  | 'LATE_RELEASE'
  /** Refused for want of a right that was given before the read was sent. */
  | 'NOT_YET_GIVEN'
  /** Given, and in no access record as given by a right. */
  | 'UNRECORDED'
  /** Acknowledged, and in no event. */
  | 'LOST_COMMAND'
  /** In more than one event. */
  | 'TWICE'
  /** In an event, though refused or never sent. */
  | 'UNASKED'
  /** A step that the life of such a right does not know, or a state to which no event led. */
  | 'ILLEGAL'
  /** Acknowledged before another was sent, and yet after it in the events. */
  | 'ORDER'
  /** Not exactly one of those that race won. */
  | 'RACE'
  | 'CHAIN'
  /** A gap in the positions, or a reader who saw something else than the events in their order. */
  | 'FEED'

export interface Violation {
  readonly rule: Rule
  /** Which read, command or right. */
  readonly what: string
}

/** Everything under its key, in order. */
export function groupBy<Value>(values: readonly Value[], keyOf: (value: Value) => string | null) {
  const groups = new Map<string, Value[]>()
  for (const value of values) {
    const key = keyOf(value)
    if (key === null) continue
    const group = groups.get(key)
    if (group) group.push(value)
    else groups.set(key, [value])
  }
  return groups
}
