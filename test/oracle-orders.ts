// Lists that go by time as the oracle orders them: all that a list holds, sorted anew by what each row tells of itself.
import { definitions } from '../subgraphs/definitions.ts'
import type { SubgraphName } from '../subgraphs/registry.ts'
import type { OracleContext, Own } from './oracle-schema.ts'

interface Row {
  readonly id: string
  readonly at: Date | string
  /** Of a list where some come first in either order, and are themselves put in it. */
  readonly isFirst?: boolean
}

/** By what the rows of a list are ordered; null for those that come first in either order, as they are. */
interface Ordering {
  readonly subgraph: SubgraphName
  readonly of: RowOf
  /** In place of `of`, where what is asked for, or who asks, decides it. */
  readonly chosen?: (given: Given, context: OracleContext) => Promise<RowOf>
}
type Given = Readonly<Record<string, unknown>>
type RowOf = (node: never) => Row | null

const powers: SubgraphName = 'powers-of-attorney'
const power = ({ id, givenAt }: { id: string; givenAt: Date }): Row => ({ id, at: givenAt })
const proposal = ({ id, proposedAt }: { id: string; proposedAt: Date }): Row => ({ id, at: proposedAt })

/** A consent in a list; the place by which an authority's list by state goes tells when time ended it. */
interface Consent {
  readonly id: string
  readonly place: string
  readonly pending: boolean
}
const consent = ({ id, place }: Consent): Row => ({ id, at: place })
/** Of one subject's: first those that wait for an answer. */
const consentOfSubject = ({ pending, ...of }: Consent): Row => ({
  ...consent({ pending, ...of }),
  isFirst: pending,
})
const isAbout = ({ cpr, person, cvr, business }: Given): boolean =>
  [cpr, person, cvr, business].some(named => named != null)
/** An authority's own go by time alone; a person's, or whom they act for, are a subject's. */
async function own(_: Given, { access }: OracleContext) {
  const { acting } = access as unknown as { acting: () => Promise<{ readonly by: string }> }
  return (await acting()).by === 'SYSTEM' ? consent : consentOfSubject
}

const orderings: Readonly<Record<string, Ordering>> = {
  'Query.powersOfAttorney': { subgraph: powers, of: power },
  'Query.powersOfGrantor': { subgraph: powers, of: power },
  'Query.futurePowers': { subgraph: powers, of: power },
  'Query.myMandates': {
    subgraph: powers,
    of: ({ powerOfAttorney }: { powerOfAttorney: Parameters<typeof power>[0] | null }) =>
      powerOfAttorney && power(powerOfAttorney),
  },
  'Query.powerOfAttorneyProposals': { subgraph: powers, of: proposal },
  'Query.consents': { subgraph: 'consents', of: consent, chosen: own },
  'Query.consentSearch': {
    ...{ subgraph: 'consents', of: consent },
    chosen: async given => (isAbout(given) ? consentOfSubject : consent),
  },
  'Person.consents': { subgraph: 'consents', of: consentOfSubject },
  'Business.consents': { subgraph: 'consents', of: consentOfSubject },
  'ProcessingActivity.consents': { subgraph: 'consents', of: consent, chosen: own },
  'Query.consentProposals': { subgraph: 'consents', of: proposal },
  'Query.unparsedSigningRules': {
    subgraph: powers,
    of: ({ businessId, place }: { businessId: string; place: string }) => ({ id: businessId, at: place }),
  },
}

/** To the microsecond, which a text of the database leaves out where it is none. */
function instantOf(at: Date | string): string {
  if (at instanceof Date) return at.toISOString()
  const [, seconds, fraction = ''] = /^([^.+]+)(?:\.(\d+))?\+00/.exec(at)!
  return `${seconds}.${fraction.padEnd(6, '0')}`
}

const placeOf = ({ at, id }: Row): string => `${instantOf(at)} ${id}`
const firstOnes = (a: { readonly row: Row }, b: { readonly row: Row }): number =>
  Number(b.row.isFirst ?? false) - Number(a.row.isFirst ?? false)

function inOrder<Node>(nodes: readonly Node[], order: unknown, of: RowOf): readonly Node[] {
  const rows = nodes.map(node => ({ node, row: of(node as never) }))
  const first = rows.flatMap(({ node, row }) => (row ? [] : [node]))
  const oldest = rows
    .flatMap(({ node, row }) => (row ? [{ node, row, place: placeOf(row) }] : []))
    .toSorted((a, b) => (a.place < b.place ? -1 : 1))
  const ordered = order === 'OLDEST_FIRST' ? oldest : oldest.toReversed()
  return [...first, ...ordered.toSorted(firstOnes).map(({ node }) => node)]
}

/** The first page of what was found. */
export function pageOf(found: readonly unknown[], first: number) {
  const nodes = found.slice(0, first)
  const [startCursor, endCursor] = nodes.length > 0 ? ['first', 'last'] : [null, null]
  return {
    edges: nodes.map(node => ({ cursor: 'sealed', node })),
    nodes,
    pageInfo: { hasNextPage: found.length > first, hasPreviousPage: false, startCursor, endCursor },
    totalCount: found.length,
  }
}

/** The largest page: of an authority's consents there may be more. */
const most = 100

interface Whole {
  readonly nodes: readonly unknown[]
  readonly pageInfo?: { readonly hasNextPage: boolean; readonly endCursor: string | null }
}

/** All that a list holds: page after page. */
async function wholeOf(ask: (after: { readonly after?: string | null }) => unknown): Promise<Whole> {
  const whole = (await ask({})) as Whole
  const nodes = [...whole.nodes]
  for (let page = whole; page.pageInfo?.hasNextPage; nodes.push(...page.nodes))
    page = (await ask({ after: page.pageInfo.endCursor })) as Whole
  return { ...whole, nodes }
}

/** `others`: lists that the oracle looks up by itself, which are put in order as well. */
export const ownOrders = (others: Readonly<Record<string, Own>>): Record<string, Own> =>
  Object.fromEntries(
    Object.entries(orderings).map(([coordinate, ordering]) => {
      const ask = others[coordinate] ?? answerOf(coordinate, ordering)
      const own: Own = async ({ order, ...given }, ...call) => {
        const first = given.first as number | undefined
        // A page of a size that is refused.
        if (first !== undefined && (first < 1 || first > most)) return ask(given, ...call)
        const of = (await ordering.chosen?.(given, call[0])) ?? ordering.of
        const every = { ...given, order: 'NEWEST_FIRST', ...(first && { first: most }) }
        const { nodes, ...rest } = await wholeOf(after => ask({ ...every, ...after }, ...call))
        const found = inOrder(nodes, order, of)
        return first === undefined ? { ...rest, nodes: found } : { ...rest, ...pageOf(found, first) }
      }
      return [coordinate, own] as const
    }),
  )

const answerOf =
  (coordinate: string, { subgraph }: Ordering): Own =>
  (given, context, parent) => {
    const [type, field] = coordinate.split('.') as [string, string]
    return (definitions[subgraph].resolvers[type] as Record<string, (...call: never[]) => unknown>)[field]!(
      parent as never,
      given as never,
      { ...context, store: context.stores.get(subgraph) } as never,
      {} as never,
    )
  }
