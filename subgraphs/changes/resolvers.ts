// Changes of register data: GraphQL in, what the caller may read out.

import type { ActivityFacts } from '../../access/activity.ts'
import type { Classification, FieldRule } from '../../access/classification.ts'
import { refusalError } from '../../access/refusal-error.ts'
import { listIdentity } from '../list.ts'
import { type PageArguments, readFirst, unknownCursor } from '../page.ts'
import { byId } from '../references.ts'
import { classifyPlatform } from '../registry.ts'
import type { Resolvers, SubgraphContext } from '../subgraph.ts'
import { follow } from './follow.ts'
import type { Change, Store } from './store.ts'

type Context = SubgraphContext<Store>

const platform: Classification = classifyPlatform()
const entry = platform.get('Query')!.fields.get('changes')!
/** Types whose fields are followed: about which kind of subject, and as what the subject is shown. */
const followed = {
  Person: { kind: 'PERSON', shown: 'Person' },
  Business: { kind: 'BUSINESS', shown: 'Business' },
  // Whose data a unit's are.
  ProductionUnit: { kind: 'BUSINESS', shown: 'Business' },
} as const
type Followed = keyof typeof followed

/** Fields that a subject of the activity may give away: which of them do is decided for each. */
function followable(activity: ActivityFacts): ReadonlyMap<string, FieldRule> {
  const types = (Object.keys(followed) as Followed[]).filter(type =>
    activity.subjects.includes(followed[type].kind),
  )
  const rules = types.flatMap(type => [...(platform.get(type)?.fields.values() ?? [])])
  const within = rules.filter(rule => rule.class === 'OPEN' || activity.fields.has(rule.coordinate))
  return new Map(within.map(rule => [rule.coordinate, rule]))
}

async function changes(_: unknown, page: PageArguments, { store, access, request }: Context) {
  const list = listIdentity(request, entry.coordinate, null)
  const first = readFirst(page.first)
  const after = page.after == null ? null : (store.cursors.open(list, page.after) as number)
  const { activity } = await access.acting()
  const rules = activity ? followable(activity) : new Map<string, FieldRule>()

  const tell = async (found: readonly Change[], most: number): Promise<readonly Change[]> => {
    const asked = found.map(({ subjectId, coordinate }) => ({
      rule: rules.get(coordinate)!,
      subject: subjectId,
    }))
    const { decision, told } = await access.askTold(entry, asked, most)
    if (decision.outcome === 'REFUSE')
      throw refusalError(decision.code, { field: entry.coordinate, activity: request.activity })
    return told.map(place => found[place]!)
  }

  if (after === null) {
    await tell([], 0)
    const present = await store.end()
    return pageOf([], { reached: present, more: false, begun: false }, place =>
      store.cursors.seal(list, place),
    )
  }
  const read = async (place: number, most: number) => {
    const stretch = await store.after(place, [...rules.keys()], most)
    // Only a database put back to an earlier state ends before a place that it gave: what follows would be missed.
    if (stretch.end < after) throw unknownCursor()
    return stretch
  }
  const { told, reached, more } = await follow({ after, first }, read, tell)
  return pageOf(told, { reached, more, begun: true }, place => store.cursors.seal(list, place))
}

/** `begun`: the page follows another place. */
function pageOf(
  told: readonly Change[],
  { reached, more, begun }: { readonly reached: number; readonly more: boolean; readonly begun: boolean },
  seal: (place: number) => string,
) {
  const edges = told.map(change => ({
    cursor: () => seal(change.position),
    node: nodeOf(change),
  }))
  return {
    edges,
    nodes: edges.map(({ node }) => node),
    pageInfo: {
      hasNextPage: more,
      hasPreviousPage: begun,
      startCursor: () => edges[0]?.cursor() ?? null,
      endCursor: () => seal(reached),
    },
  }
}

const nodeOf = ({ subjectId, coordinate, registeredAt }: Change) => ({
  subject: { __typename: followed[coordinate.split('.')[0] as Followed].shown, id: subjectId },
  coordinate,
  registeredAt,
})

export const resolvers: Resolvers<Store> = {
  Query: { changes },
  Person: byId('Person'),
  Business: byId('Business'),
}
