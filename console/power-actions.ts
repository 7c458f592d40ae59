// What whoever looks at a power of attorney may do to it, by their side and where it stands; the graph has the last word.

export const powerStates = [
  ...(['OFFERED', 'PARTLY_CONFIRMED', 'DORMANT', 'ACTIVE'] as const),
  ...(['REVOKED', 'RENOUNCED', 'EXPIRED', 'LAPSED'] as const),
] as const
export type PowerState = (typeof powerStates)[number]

/** GIVER gave or passed it on, GRANTOR gave the first of a chain, HOLDER holds it. */
export type Side = 'GIVER' | 'GRANTOR' | 'HOLDER'

export interface Standing {
  readonly state: PowerState | null
  readonly kind: 'VOLUNTARY' | 'FUTURE' | 'DECREE' | null
  readonly askedBy: 'GRANTOR' | 'HOLDER' | 'STEWARD' | null
  readonly endedBecause: string | null
  /** Somebody must still sign. */
  readonly missing: string | null
  readonly passOnDepth: number | null
}

/** The sides by id; who looks may be on none. */
export function sideOf(
  {
    grantor,
    holder,
    passedOnBy,
  }: Readonly<Record<'grantor' | 'holder' | 'passedOnBy', { id: string } | null>>,
  viewer: string,
): Side | null {
  if (holder?.id === viewer) return 'HOLDER'
  if ((passedOnBy ?? grantor)?.id === viewer) return 'GIVER'
  return grantor?.id === viewer ? 'GRANTOR' : null
}

/** Commands on one that is there. */
export type Command = 'accept' | 'confirm' | 'revoke' | 'renounce' | 'limit'
export type Deed = Command | 'pass-on'

/** In the order in which they are shown: yes before no. */
export function deedsOf(side: Side | null, power: Standing): readonly Deed[] {
  const { state, kind } = power
  // What a decree gave, its parties do not take.
  if (side === null || state === null || kind === 'DECREE') return []
  if (side === 'HOLDER') return deedsOfHolder(power)
  const passedOn = (power.passOnDepth ?? 0) > 0
  if (state === 'ACTIVE') return passedOn ? ['limit', 'revoke'] : ['revoke']
  if (state === 'DORMANT' || hasLapsed(power)) return ['revoke']
  if (state === 'PARTLY_CONFIRMED') return side === 'GIVER' ? ['confirm', 'revoke'] : ['revoke']
  if (state !== 'OFFERED') return []
  if (side === 'GIVER' && power.askedBy === 'HOLDER') return ['accept', 'revoke']
  return side === 'GIVER' && power.missing !== null ? ['confirm', 'revoke'] : ['revoke']
}

function deedsOfHolder(power: Standing): readonly Deed[] {
  const { state, kind, askedBy, passOnDepth } = power
  if (state === 'OFFERED') return askedBy === 'GRANTOR' ? ['accept', 'renounce'] : ['renounce']
  if (state === 'ACTIVE')
    return kind === 'VOLUNTARY' && (passOnDepth ?? 0) > 0 ? ['pass-on', 'renounce'] : ['renounce']
  return state === 'PARTLY_CONFIRMED' || hasLapsed(power) ? ['renounce'] : []
}

/** By what the registers say, which may change back: either side may end it for good. */
const hasLapsed = ({ state, endedBecause }: Standing): boolean =>
  state === 'LAPSED' && endedBecause !== 'NOT_ANSWERED' && endedBecause !== 'NOT_CONFIRMED'
