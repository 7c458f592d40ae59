// The judge of a history: what clients saw held against what the database says happened. Pure.
import { type Evidence, type Followed, groupBy, type History, type Violation } from './history.ts'
import { judgeCommands } from './judge-commands.ts'
import { judgeReads } from './judge-reads.ts'

/** Every violation; none when all was as promised. `authority`: whose feed the readers followed. */
export function judge(history: History, evidence: Evidence, authority: string): Violation[] {
  return [
    ...judgeReads(history, evidence),
    ...judgeCommands(history, evidence),
    ...evidence.faults.map(what => ({ rule: 'CHAIN' as const, what })),
    ...gaps(evidence),
    ...history.followed.flatMap(followed => judgeFollowed(followed, evidence, authority)),
  ]
}

/** The positions of each authority's feed count from 1 without a gap. */
function gaps({ events }: Evidence): Violation[] {
  return [...groupBy(events, ({ authority }) => authority)].flatMap(([authority, feed]) => {
    const gap = feed.findIndex(({ position }, index) => position !== index + 1)
    return gap === -1 ? [] : [{ rule: 'FEED' as const, what: `${authority} position ${gap + 1}` }]
  })
}

/** Whoever followed the feed to its end saw every event once and in order. */
function judgeFollowed({ reader, seen }: Followed, { events }: Evidence, authority: string): Violation[] {
  const told = (one: { right: string; state: string } | undefined) => one && `${one.right} ${one.state}`
  const feed = events.filter(event => event.authority === authority)
  const length = Math.max(feed.length, seen.length)
  for (let index = 0; index < length; index++)
    if (told(feed[index]) !== told(seen[index]))
      return [{ rule: 'FEED', what: `${reader} at ${index + 1} of ${feed.length}` }]
  return []
}
