// Powers of attorney: GraphQL in, domain out.
import { nobody } from '../../access/operation.ts'
import { type PageArguments, readFirst, toPage } from '../page.ts'
import { idProblems } from '../problems.ts'
import { activityById, byId } from '../references.ts'
import { classifyPlatform } from '../registry.ts'
import type { Resolvers, SubgraphContext } from '../subgraph.ts'
import { type Outcome, stopped } from './commands.ts'
import { type Ending, endedBecause, type Gift, giftProblems, type State, stateAt } from './lifecycle.ts'
import type { PowerFilter, PowerOfAttorney, Store } from './store.ts'

type Context = SubgraphContext<Store>

const kinds = { PERSON: 'Person', BUSINESS: 'Business' } as const

/** A row as the schema's PowerOfAttorney: its two sides as stubs, so that each is decided for itself. */
const present = (row: PowerOfAttorney | null) =>
  row && {
    ...row,
    grantor: { __typename: kinds[row.grantorKind], id: row.grantorId },
    holder: { __typename: kinds[row.holderKind], id: row.holderId },
  }

async function result(outcome: Outcome, { store }: Context) {
  const powerOfAttorney = outcome.id === null ? null : present(await store.freshPower(outcome.id))
  return { powerOfAttorney, problems: outcome.problems }
}

const platform = classifyPlatform()

/** Whether a schema coordinate names a field that a mandate can cover. */
function fieldExists(coordinate: string): boolean {
  const [type = '', field = ''] = coordinate.split('.')
  const rule = platform.get(type)?.fields.get(field)
  return rule !== undefined && rule.class !== 'OPEN'
}

async function give(_: unknown, { input }: { input: Gift }, context: Context) {
  const { store, access } = context
  const acting = await access.acting()
  const problems = giftProblems(input, acting.at, fieldExists)
  if (problems.length > 0) return result(stopped(problems), context)
  const holder = input.holderCpr != null ? await access.subjectOf('PERSON', input.holderCpr) : input.holder!
  const outcome = await store.give({
    commandId: input.commandId,
    grantor: acting.subject!,
    holder,
    fields: input.fields,
    actions: input.actions,
    activities: input.activities,
    validFrom: input.validFrom ?? null,
    validTo: input.validTo,
  })
  return result(outcome, context)
}

/** A resolver that ends one power of attorney. */
const end =
  (ending: Ending) =>
  async (_: unknown, { input }: { input: { id: string; commandId: string } }, context: Context) => {
    const acting = await context.access.acting()
    const problems = idProblems(input.commandId, 'input.commandId')
    if (problems.length > 0) return result(stopped(problems), context)
    const known = await context.store.power(input.id)
    const outcome = await context.store.end({
      id: known?.id ?? nobody,
      commandId: input.commandId,
      ending,
      actor: acting.subject!,
      parties: acting.subjects,
    })
    return result(outcome, context)
  }

const deaths = async (row: PowerOfAttorney, { access }: Context) => ({
  grantor: await access.isDead(row.grantorId),
  holder: await access.isDead(row.holderId),
})

export const resolvers: Resolvers<Store> = {
  Query: {
    async powersOfAttorney(
      _,
      { side, states = null, ...page }: Omit<PowerFilter, 'parties'> & PageArguments,
      { store, access },
    ) {
      const first = readFirst(page.first)
      const { subjects } = await access.acting()
      const filter = { parties: subjects, side, states }
      const rows = await store.list(filter, { ...page, first })
      return toPage(
        rows.map(present),
        { ...page, first },
        row => row!.id,
        () => store.count(filter),
      )
    },
    powerOfAttorney: async (_, { id }: { id: string }, { store }) => present(await store.power(id)),
  },
  Mutation: {
    givePowerOfAttorney: give,
    revokePowerOfAttorney: end('REVOKED'),
    renouncePowerOfAttorney: end('RENOUNCED'),
  },
  PowerOfAttorney: {
    __resolveReference: async ({ id }: { id: string }, { store }: Context) => present(await store.power(id)),
    state: async (row: PowerOfAttorney, _, context): Promise<State> =>
      stateAt(row, row.now, await deaths(row, context)),
    endedBecause: async (row: PowerOfAttorney, _, context) =>
      endedBecause(row, row.now, await deaths(row, context)),
    activities: (row: PowerOfAttorney) => row.activities.map(id => ({ id })),
  },
  Person: byId('Person'),
  Business: byId('Business'),
  ProcessingActivity: activityById,
}
