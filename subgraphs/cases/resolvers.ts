// Cases: GraphQL in, domain out.
import { listIdentity } from '../list.ts'
import { isOwnCase, readOfficer } from '../officer.ts'
import { readFirst, toPage } from '../page.ts'
import { activityById, authorityByCvr, byId } from '../references.ts'
import type { Resolvers, SubgraphContext } from '../subgraph.ts'
import type { TimeListArguments, TimePlace } from '../time-order.ts'
import type { StewardInput } from './answering.ts'
import type { Outcome } from './outcome.ts'
import type { ReportInput } from './reporting.ts'
import type { CaseRow, EventRow, Store } from './store.ts'
import type { CaseState } from './tables.ts'

type Context = SubgraphContext<Store>

const kinds = { PERSON: 'Person', BUSINESS: 'Business' } as const
const waiting: readonly CaseState[] = ['OPEN', 'ANSWERED']

/** `controller`: the authority as whose steward it is read; nobody else reads it as a party. */
const present = (row: CaseRow, controller: string | null) => ({
  ...row,
  controller,
  from: { __typename: kinds[row.subjectKind], id: row.subjectId },
  to: { cvr: row.authority },
  record: row.recordId,
  activity: row.activity === null ? null : { id: row.activity },
})

async function result({ id, problems }: Outcome, controller: string | null, { store }: Context) {
  const row = id === null ? null : await store.freshCase(id)
  return { case: row && present(row, controller), problems }
}

async function reportAccess(_: unknown, { input }: { readonly input: ReportInput }, context: Context) {
  const acting = await context.access.acting()
  return result(await context.store.report({ ...input, acting }), null, context)
}

/** Of a case of the steward's own authority; whose it is is looked at before whether it is their own. */
async function steward(_: unknown, { input }: { readonly input: StewardInput }, context: Context) {
  const officer = await readOfficer(context)
  const found = await context.store.case(input.id)
  const known = found?.authority === officer.authority ? found : null
  const isOwn = await isOwnCase(context, [known?.subjectId])
  const { id, commandId, text } = input
  const outcome = await context.store.steward({ id, commandId, text, officer, isOwn })
  return result(outcome, officer.authority, context)
}

interface Listing extends TimeListArguments {
  readonly states?: readonly CaseState[] | null
}

async function casesOfAuthority(_: unknown, asked: Listing, context: Context) {
  const { store, request } = context
  const { authority } = await readOfficer(context)
  const states = [...new Set(asked.states ?? waiting)]
  const list = listIdentity(request, 'Query.cases', { authority, states, order: asked.order })
  const first = readFirst(asked.first)
  const after = asked.after == null ? null : (store.cursors.open(list, asked.after) as TimePlace)
  const filter = { authority, states }
  const rows = await store.ofAuthority(filter, { order: asked.order, first, after })
  const seal = (row: { readonly place: string; readonly id: string }) =>
    store.cursors.seal(list, { at: row.place, id: row.id })
  const nodes = rows.map(row => present(row, authority))
  return toPage(nodes, { first, after: asked.after }, seal, () => store.countOfAuthority(filter))
}

/** The cases of a person or business, to whoever may read them there. */
const casesOfSubject =
  (coordinate: string) =>
  async ({ id }: { readonly id: string }, asked: Listing, context: Context) => {
    const { store, access, request } = context
    const states = asked.states ? [...new Set(asked.states)] : null
    const list = listIdentity(request, coordinate, { id, states, order: asked.order })
    const first = readFirst(asked.first)
    const after = asked.after == null ? null : (store.cursors.open(list, asked.after) as TimePlace)
    const acting = await access.acting()
    // An authority that may read somebody's cases sees only those to itself.
    const authority = acting.by === 'SYSTEM' ? (acting.authority ?? '') : null
    const filter = { subjects: await access.idsOf(id), authority, states }
    const rows = await store.ofSubject(filter, { order: asked.order, first, after })
    const seal = (row: { readonly place: string; readonly id: string }) =>
      store.cursors.seal(list, { at: row.place, id: row.id })
    const nodes = rows.map(row => present(row, null))
    return toPage(nodes, { first, after: asked.after }, seal, () => store.countOfSubject(filter))
  }

const lastText = (events: readonly EventRow[], state: CaseState): string | null =>
  events.findLast(event => event.state === state)?.text ?? null

export const resolvers: Resolvers<Store> = {
  Query: { cases: casesOfAuthority },
  Mutation: { reportAccess, answerCase: steward, closeCase: steward },
  Case: {
    // By its id a case is found by those whom it is from alone: stewards have the list, other systems have nothing.
    __resolveReference: async ({ id }: { readonly id: string }, { store, request }: Context) => {
      const row = await store.case(id)
      return row && request.caller.kind === 'PERSON' ? present(row, null) : null
    },
    // As one knows the person now, also when the case was opened under an id that has since been joined to another.
    from: async ({ subjectKind, subjectId }: CaseRow, _, { access }) => ({
      __typename: kinds[subjectKind],
      id: await access.currentId(subjectId),
    }),
    text: async ({ id }: CaseRow, _, { store }) => lastText(await store.events(id), 'OPEN'),
    answer: async ({ id }: CaseRow, _, { store }) => lastText(await store.events(id), 'ANSWERED'),
    events: async ({ id }: CaseRow, _, { store }) =>
      (await store.events(id)).map(({ at, state, side, text }) => ({ at, state, by: side, text })),
  },
  Person: { ...byId('Person'), cases: casesOfSubject('Person.cases') },
  Business: { ...byId('Business'), cases: casesOfSubject('Business.cases') },
  Authority: authorityByCvr,
  ProcessingActivity: activityById,
}
