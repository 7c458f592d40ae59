// Signing rules in stewards' hands: GraphQL in, domain out.
import { nobody } from '../../access/operation.ts'
import { ruleInForce } from '../../access/signing.ts'
import { checkCase } from '../case.ts'
import { type Officer, readOfficer } from '../officer.ts'
import { idProblems, type Problem, problem } from '../problems.ts'
import type { Resolvers, SubgraphContext } from '../subgraph.ts'
import { type ReadingOutcome, stopped } from './signing-commands.ts'
import type { Reading } from './signing-lists.ts'
import { decideBy, type PartInput, readingState, ruleOf, ruleProblems, waysIn } from './signing-reading.ts'
import type { StewardStore } from './steward-store.ts'

type Context = SubgraphContext<StewardStore>

/** Work across authorities is the operator's, in a case. */
async function readOperator(context: Context): Promise<Officer & { readonly problems: readonly Problem[] }> {
  checkCase(context)
  const officer = await readOfficer(context)
  return { ...officer, problems: officer.isOperator ? [] : [problem('OPERATOR_ONLY', 'input')] }
}

const business = (id: string) => ({ __typename: 'Business', id })

/** What the register says of who signs for a business, what is read of it, and by what. */
async function signingRule(_: unknown, { cvr }: { cvr: string }, { store, access }: Context) {
  const signing = await store.signing(await access.subjectOf('BUSINESS', cvr))
  if (!signing) return null
  const found = ruleInForce(signing)
  const isRead = found.kind === 'RULE'
  const { text, status } = signing.facts
  return {
    ...{ business: business(signing.business), text, status, state: isRead ? 'READ' : found.kind },
    ...{ source: isRead ? found.source : null, ways: isRead ? waysIn(found.rule) : null },
    ...{ reason: isRead ? null : found.reason, reasonAt: found.kind === 'UNPARSED' ? found.at : null },
    reading: async () => {
      const row = await store.approvedReading(signing.business)
      return row && present(row)
    },
  }
}

const present = (row: Reading) => ({
  ...row,
  ...{ business: business(row.businessId), controller: row.authority },
  ...{ ways: waysIn(row.rule), decideBy: decideBy(row) },
})

interface ProposeInput {
  readonly commandId: string
  readonly cvr: string
  readonly ways: readonly {
    readonly parts: readonly (PartInput & { readonly cpr?: string | null })[]
  }[]
}

async function propose(_: unknown, { input }: { input: ProposeInput }, context: Context) {
  const { access, store } = context
  const { problems: outside, ...officer } = await readOperator(context)
  const ways = await Promise.all(
    input.ways.map(async ({ parts }) => ({
      parts: await Promise.all(parts.map(part => named(part, context))),
    })),
  )
  const problems = [
    ...outside,
    ...idProblems(input.commandId, 'input.commandId'),
    ...ruleProblems(ways, 'input.ways'),
  ]
  if (problems.length > 0) return result(stopped(problems), context)
  const subject = await access.subjectOf('BUSINESS', input.cvr)
  const wanted = { officer, commandId: input.commandId, business: subject, rule: ruleOf(ways), problems }
  return result(await store.proposeReading(wanted), context)
}

/** A part's person by id; named in two ways it is no part. */
async function named(
  { cpr, ...part }: PartInput & { readonly cpr?: string | null },
  { access }: Context,
): Promise<PartInput> {
  if (cpr == null) return part
  const person = await access.subjectOf('PERSON', cpr)
  return part.person == null ? { ...part, person } : { ...part, group: null, all: true }
}

interface DecideInput {
  readonly id: string
  readonly interest: boolean
}

/** Another authority's reading is not there. */
async function readingOf(id: string, { authority }: Officer, { store }: Context): Promise<string> {
  const row = await store.reading(id)
  return row?.authority === authority ? row.id : nobody
}

async function approve(_: unknown, { input }: { input: DecideInput }, context: Context) {
  const { problems, ...officer } = await readOperator(context)
  if (problems.length > 0) return result(stopped(problems), context)
  const id = await readingOf(input.id, officer, context)
  const { access, request, store } = context
  const { officerPerson } = request.caller.kind === 'SYSTEM' ? request.caller : {}
  const own = officerPerson === undefined ? [] : await access.idsOf(officerPerson)
  return result(await store.approveReading({ officer, id, interest: input.interest, own }), context)
}

async function end(_: unknown, { input }: { input: { readonly id: string } }, context: Context) {
  const { problems, ...officer } = await readOperator(context)
  if (problems.length > 0) return result(stopped(problems), context)
  const id = await readingOf(input.id, officer, context)
  return result(await context.store.endReading({ officer, id }), context)
}

async function result({ id, problems }: ReadingOutcome, { store }: Context) {
  const row = id === null ? null : await store.reading(id)
  return { reading: row && present(row), problems }
}

export const signingResolvers: Resolvers<StewardStore> = {
  Query: {
    signingRule,
    signingReadingProposals: async (_, _args, context) => {
      const { authority } = await readOfficer(context)
      return { nodes: (await context.store.openReadings(authority)).map(present) }
    },
  },
  Mutation: { proposeSigningReading: propose, approveSigningReading: approve, endSigningReading: end },
  SigningReading: {
    state: async (row: Reading, _, { store }) =>
      readingState(row, (await store.signing(row.businessId))?.facts ?? null, row.now),
  },
}
