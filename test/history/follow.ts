// A reader of the authority's feed: pages on from its last cursor, whatever befalls the nodes, and keeps what it saw.
import { systemToken } from '../withdrawal-nodes.ts'
import { send } from './asking.ts'
import type { Followed } from './history.ts'
import { pause, pick, type World } from './world.ts'

const query = `query Feed($after: String) { consentChanges(after: $after, first: 100) {
  nodes { state consent { id } } pageInfo { hasNextPage endCursor } } }`
const headers = { 'Processing-Activity': 'KOM-17' }

export interface Follower {
  /** Reads until the run is over. */
  follow(): Promise<void>
  /** Reads what is left, once nothing is written any more. Throws when nobody answers. */
  finish(): Promise<void>
}

export function openFollower(world: World, reader: string): Follower {
  const seen: Followed['seen'][number][] = []
  let after: string | null = null
  /** Null: no answer, or none that is whole; the same page again. */
  const page = async (): Promise<{ more: boolean } | null> => {
    const target = pick(
      world.targets('READ').filter(({ does }) => does.includes('CONSENT')),
      world.random,
    )
    if (!target) return null
    const { data, codes } = await send(target, { token: systemToken, query, variables: { after }, headers })
    const changes = data?.consentChanges
    if (!changes || codes.length > 0) return null
    for (const { state, consent } of changes.nodes) seen.push({ right: consent.id, state })
    after = changes.pageInfo.endCursor
    return { more: changes.pageInfo.hasNextPage }
  }
  return {
    async follow() {
      while (!world.over()) if (!(await page())?.more) await pause(50 + 200 * world.random())
    },
    async finish() {
      for (let failed = 0; failed < 40; ) {
        const read = await page()
        if (read && !read.more) return void world.followed.push({ reader, seen })
        if (!read) await pause(100 * ++failed)
      }
      throw new Error('The feed cannot be read to its end.')
    },
  }
}
