// What people and businesses command on powers of attorney: GraphQL in, domain out.
import { nobody } from '../../access/operation.ts'
import { isId } from '../../schema/id.ts'
import { idProblems, type Problem, problem } from '../problems.ts'
import { classifyPlatform } from '../registry.ts'
import type { SubgraphContext } from '../subgraph.ts'
import { type Actor, actorOf } from './actor.ts'
import type { Commanded, CommandOn } from './commands.ts'
import {
  type About,
  deepest,
  economicReach,
  type Gift,
  giftProblems,
  type Named,
  namedProblems,
  type PackageTerms,
  scopeOf,
} from './gift.ts'
import type { NewPower, Other } from './giving.ts'
import type { Action } from './lifecycle.ts'
import { missingOf } from './missing.ts'
import { type Outcome, stopped } from './outcome.ts'
import { present } from './presenting.ts'
import type { Scope } from './scope.ts'
import type { StewardStore } from './steward-store.ts'
import type { PowerOfAttorney } from './store.ts'

type Context = SubgraphContext<StewardStore>

const platform = classifyPlatform()
/** More than one list may hold: the rest is another problem. */
const mostLooked = 100

async function result(outcome: Outcome, { store }: Context) {
  const row = outcome.id === null ? null : await store.freshPower(outcome.id)
  const missing = row && (await missingOf(row, store))
  return {
    powerOfAttorney: present(row),
    missing: ({ language }: { language: 'DA' | 'EN' }) => missing?.[language === 'DA' ? 'da' : 'en'] ?? null,
    problems: outcome.problems,
  }
}

/** What the schema, the activities and the package say of it. */
async function aboutOf(
  gift: { readonly package?: string | null; readonly activities: readonly string[] },
  { access, store }: Context,
): Promise<About> {
  const { at } = await access.acting()
  const found = gift.package == null ? null : await store.newestPackage(gift.package)
  const asked = found ? found.activities : gift.activities.slice(0, mostLooked)
  const activities = await Promise.all(asked.map(async id => (await access.askerUnder(id)).facts.activity))
  return { platform, at, longestYears: store.longestYears, package: found, activities }
}

/** The one who was named; a number that nobody has leads to somebody all the same. */
async function otherOf({ cpr, id, cvr, authority }: Named, { access }: Context): Promise<Other> {
  if (cpr != null) return { id: await access.subjectOf('PERSON', cpr), kind: 'PERSON', authority: null }
  const number = cvr ?? authority
  if (number != null)
    return {
      ...{ id: await access.subjectOf('BUSINESS', number), kind: 'BUSINESS' },
      authority: authority ?? null,
    }
  return { id: id ?? nobody, kind: null, authority: null }
}

interface HolderInput {
  readonly holderCpr?: string | null
  readonly holder?: string | null
  readonly holderCvr?: string | null
  readonly holderAuthority?: string | null
}

const holderOf = (input: HolderInput): Named => ({
  ...{ cpr: input.holderCpr, id: input.holder, cvr: input.holderCvr, authority: input.holderAuthority },
})

/** An authority holds one as such only when it is on file. */
async function authorityProblems(
  { authority }: Named,
  path: string,
  { store }: Context,
): Promise<readonly Problem[]> {
  const known = authority == null || (await store.isAuthority(authority))
  return known ? [] : [problem('AUTHORITY_UNKNOWN', path)]
}

interface Said extends Omit<Gift, 'kind'> {
  readonly future?: boolean
  readonly offer?: boolean
}

/** What giving and asking share. */
async function made(
  command: NewPower['command'],
  { said, named, path }: { readonly said: Said; readonly named: Named; readonly path: string },
  context: Context,
) {
  const gift: Gift = { ...said, kind: said.future ? 'FUTURE' : 'VOLUNTARY' }
  const actor = actorOf(await context.access.acting())
  const about = await aboutOf(gift, context)
  const scope = scopeOf(gift, about.package)
  const unnamed = namedProblems(named, path)
  const problems = [
    ...giftProblems(gift, about),
    ...unnamed,
    ...(await authorityProblems(named, path, context)),
  ]
  // Without these there is nothing that could have been made before.
  if (unnamed.length > 0 || idProblems(gift.commandId, '').length > 0)
    return result(stopped(problems), context)
  const other = await otherOf(named, context)
  const { package: terms } = about
  const outcome = await context.store.givePower({
    ...{ command, commandId: gift.commandId, kind: gift.kind, actor, other, ...scope, problems },
    // What is dormant is nobody's to accept yet.
    offered: command === 'REQUEST' || (said.offer === true && gift.kind !== 'FUTURE'),
    // Future powers act § 1: whatever a package says, whoever gives one is of age.
    reach: { economic: economicReach(scope, about), ageStated: terms !== null && gift.kind !== 'FUTURE' },
    ...{ package: terms, ages: terms, validFrom: gift.validFrom ?? null, validTo: gift.validTo },
    passOnDepth: gift.passOnDepth,
    content: contentOf(gift, other, said.offer === true),
  })
  return result(outcome, context)
}

/** What was said, in one order: a repeated command is the same when this is. */
const contentOf = (gift: Gift, { id, authority }: Other, offer = false): unknown => [
  ...[id, authority, gift.package ?? null, gift.fields ?? null, gift.actions ?? null, gift.activities],
  ...[gift.validFrom ?? null, gift.validTo, gift.passOnDepth, gift.kind, offer],
]

interface PassOnInput extends HolderInput {
  readonly id: string
  readonly commandId: string
  readonly fields: readonly string[]
  readonly actions: readonly Action[]
  readonly activities: readonly string[]
  readonly validFrom?: Date | null
  readonly validTo: Date
  readonly passOnDepth: number
}

async function passOn(_: unknown, { input }: { input: PassOnInput }, context: Context) {
  const gift: Gift = { ...input, kind: 'VOLUNTARY' }
  const actor = actorOf(await context.access.acting())
  const about = await aboutOf(input, context)
  const named = holderOf(input)
  const unnamed = namedProblems(named, 'input.holder')
  const authority = await authorityProblems(named, 'input.holderAuthority', context)
  const problems = [...giftProblems(gift, about), ...unnamed, ...authority]
  if (unnamed.length > 0 || idProblems(input.commandId, '').length > 0)
    return result(stopped(problems), context)
  const other = await otherOf(named, context)
  const scope = scopeOf(gift, null)
  const outcome = await context.store.passPowerOn({
    ...{
      from: isId(input.id) ? input.id : nobody,
      commandId: input.commandId,
      actor,
      other,
      otherIds: [other.id, ...(await context.access.idsOf(other.id))],
      ...scope,
      problems,
    },
    reach: { economic: economicReach(scope, about), ageStated: false },
    ...{ validFrom: input.validFrom ?? null, validTo: input.validTo, passOnDepth: input.passOnDepth },
    content: [input.id, contentOf(gift, other)],
  })
  return result(outcome, context)
}

interface OnInput {
  readonly id: string
  readonly commandId: string
  readonly passOnDepth?: number
}

/** A resolver of one command on one power of attorney. */
const on =
  (command: Commanded) =>
  async (_: unknown, { input }: { input: OnInput }, context: Context) => {
    const actor: Actor = actorOf(await context.access.acting())
    const { passOnDepth: depth = 0 } = input
    const problems = [
      ...idProblems(input.commandId, 'input.commandId'),
      ...(depth < 0 || depth > deepest ? [problem('PASS_ON_DEPTH', 'input.passOnDepth')] : []),
    ]
    if (problems.length > 0) return result(stopped(problems), context)
    const known = await context.store.power(input.id)
    const outcome = await context.store.commandPower({
      ...{ id: known?.id ?? nobody, commandId: input.commandId, command, actor, depth },
      reach: await reachOf(known && concerns(known, actor) ? known : null, context),
    })
    return result(outcome, context)
  }

/** Of what is no business of the actor's nothing is looked up: it is answered as one that is not there. */
const concerns = ({ grantorId, holderId, passedOnBy }: PowerOfAttorney, { subjects }: Actor): boolean =>
  [grantorId, holderId, passedOnBy].some(side => side !== null && subjects.includes(side))

const noReach: CommandOn['reach'] = { economic: 'NONE', ageStated: false, grantorFromAge: null }

/** How far one that is there reaches, and what its package says. */
async function reachOf(row: PowerOfAttorney | null, context: Context): Promise<CommandOn['reach']> {
  if (row === null) return noReach
  const scope: Scope = row
  const about = await aboutOf({ activities: row.activities }, context)
  const terms: PackageTerms | null =
    row.package === null ? null : await context.store.packageVersion(row.package, row.packageVersion!)
  const economic = economicReach(scope, about)
  return { economic, ageStated: terms !== null, grantorFromAge: terms?.grantorFromAge ?? null }
}

interface RequestInput extends Said {
  readonly grantorCpr?: string | null
  readonly grantor?: string | null
  readonly grantorCvr?: string | null
}

export const mutations = {
  givePowerOfAttorney: (_: unknown, { input }: { input: Said & HolderInput }, context: Context) =>
    made('GIVE', { said: input, named: holderOf(input), path: 'input.holder' }, context),
  requestPowerOfAttorney: (_: unknown, { input }: { input: RequestInput }, context: Context) =>
    made(
      'REQUEST',
      {
        said: input,
        named: { cpr: input.grantorCpr, id: input.grantor, cvr: input.grantorCvr },
        path: 'input.grantor',
      },
      context,
    ),
  passOnPowerOfAttorney: passOn,
  acceptPowerOfAttorney: on('ANSWER'),
  confirmPowerOfAttorney: on('CONFIRM'),
  limitPassingOn: on('LIMIT'),
  revokePowerOfAttorney: on('REVOKE'),
  renouncePowerOfAttorney: on('RENOUNCE'),
}
