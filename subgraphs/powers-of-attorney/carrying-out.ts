// What a steward's command does to a power of attorney: registered, ended for its grantor, or activated; with an event.
import { eq, getTableColumns, sql } from 'drizzle-orm'
import { type Problem, problem } from '../problems.ts'
import { ofAge } from './gift.ts'
import { isTooYoung, sideOf } from './giving.ts'
import type { Gone } from './lifecycle.ts'
import { type Scope, within } from './scope.ts'
import { holdCapacity } from './signers.ts'
import { goneNow } from './steps.ts'
import type { Registered, StewardCommand } from './steward-command.ts'
import { futureScope, registration, type stewardCommand } from './steward-tables.ts'
import { event, powerOfAttorney } from './tables.ts'
import { clock, type Transaction } from './transaction.ts'

type Command = typeof stewardCommand.$inferSelect
type Power = typeof powerOfAttorney.$inferSelect & { readonly gone: Gone | null }

/** The power of attorney, or what stands against it. */
export type CarriedOut = { readonly power: string | null } | { readonly problems: readonly Problem[] }

const stopped = (...problems: readonly Problem[]): CarriedOut => ({ problems })

/** What stands against a command as things are: looked at again, and held, as it is carried out. */
export async function hindrances(tx: Transaction, wanted: StewardCommand): Promise<readonly Problem[]> {
  if (wanted.power === null) {
    const { content, ...of } = wanted
    return unable(tx, { ...of, registered: content.registered! })
  }
  const row = await hold(tx, wanted.power)
  if (!row) return [problem('NOT_FOUND', 'input.id')]
  return unfit(wanted, row, await wholeOf(tx, row), await clock(tx))
}

/** Who is to give it, and what. */
interface Giving {
  readonly command: StewardCommand['command']
  readonly grantor: string
  readonly grantorKind: StewardCommand['grantorKind']
  readonly registered: Registered
}

/**
 * Whoever is to hold one is of age, and whoever gives it can: neither a child nor, where it is a matter of money, somebody
 * who has lost legal capacity. What a decree gives, its person need not be able to.
 */
async function unable(
  tx: Transaction,
  { command, grantor, grantorKind, registered: { holder, economic, package: terms } }: Giving,
): Promise<readonly Problem[]> {
  const at = await clock(tx)
  const isYoung = async (side: string, age: number) => isTooYoung((await sideOf(tx, side)).born, age, at)
  const young = [
    ...((await isYoung(holder, terms?.holderFromAge ?? ofAge))
      ? [problem('HOLDER_YOUNG', 'input.holder')]
      : []),
    ...(terms && (await isYoung(grantor, terms.grantorFromAge))
      ? [problem('GIVER_YOUNG', 'input.grantor')]
      : []),
  ]
  if (command === 'DECREE' || grantorKind === 'BUSINESS') return young
  const { minor, guarded } = await holdCapacity(tx, grantor)
  return [
    ...young,
    ...(minor ? [problem('GIVER_MINOR', 'input.grantor')] : []),
    ...(guarded && economic !== 'NONE' ? [problem('CAPACITY_REMOVED', 'input.grantor')] : []),
  ]
}

/** Which kind each command is for, and from which states it leads on. */
const leadsFrom: Readonly<Record<'REVOKE' | 'ACTIVATE' | 'END', readonly string[]>> = {
  REVOKE: ['VOLUNTARY OFFERED', 'VOLUNTARY PARTLY_CONFIRMED', 'VOLUNTARY ACTIVE'],
  ACTIVATE: ['FUTURE DORMANT', 'FUTURE ACTIVE'],
  END: ['FUTURE DORMANT', 'FUTURE ACTIVE', 'DECREE ACTIVE'],
}

function unfit(
  { command, content: { scope } }: Pick<StewardCommand, 'command' | 'content'>,
  row: Power,
  whole: Scope,
  at: Date,
): readonly Problem[] {
  if (command === 'REGISTER' || command === 'DECREE') return []
  const from = leadsFrom[command]
  // Another kind is another command's, or its parties' own.
  if (!from.some(one => one.startsWith(`${row.kind} `))) return [problem('NOT_FOUND', 'input.id')]
  if (!from.includes(`${row.kind} ${row.state}`) || at >= row.validTo)
    return [problem('WRONG_STATE', 'input.id')]
  // What has lapsed by the registers can be ended, and no more.
  if (command === 'ACTIVATE' && row.gone !== null) return [problem('WRONG_STATE', 'input.id')]
  // Of a future power the grantor's own scope is the most; and what is active is ended, never narrowed.
  const fits = scope === null || (within(scope, whole) && (row.state === 'DORMANT' || within(row, scope)))
  return fits ? [] : [problem('MANDATE_SCOPE', 'input.fields')]
}

async function hold(tx: Transaction, id: string): Promise<Power | null> {
  const [row] = await tx
    .select({ ...getTableColumns(powerOfAttorney), gone: goneNow })
    .from(powerOfAttorney)
    .where(eq(powerOfAttorney.id, id))
    .for('update')
  return row ?? null
}

/** The scope as the grantor gave it: of a future power that is active already, it was kept beside. */
async function wholeOf(tx: Transaction, row: Power): Promise<Scope> {
  if (row.kind !== 'FUTURE') return row
  const [kept] = await tx.select().from(futureScope).where(eq(futureScope.powerOfAttorneyId, row.id))
  return kept ?? row
}

/** `second`: the officer who approved it. */
export async function carryOut(
  tx: Transaction,
  command: Command,
  second: string | null,
  at: Date,
): Promise<CarriedOut> {
  if (command.powerOfAttorneyId === null) return register(tx, command, second, at)
  const row = await hold(tx, command.powerOfAttorneyId)
  if (!row) return stopped(problem('NOT_FOUND', 'input.id'))
  const whole = await wholeOf(tx, row)
  const problems = unfit(command, row, whole, at)
  if (problems.length > 0) return stopped(...problems)
  if (command.command === 'ACTIVATE') return activate(tx, { row, whole, command, second, at })
  await change(tx, row, { state: 'REVOKED', endedAt: at })
  await record(tx, { id: row.id, revision: row.revision + 1, state: 'REVOKED', command, second, at })
  await notify(tx, row, command, row.state === 'DORMANT' ? [] : ['holder'], 'POWER_OF_ATTORNEY_REVOKED')
  await notify(tx, row, command, ['grantor'], 'POWER_OF_ATTORNEY_REVOKED_FOR_YOU')
  return { power: row.id }
}

async function register(
  tx: Transaction,
  command: Command,
  second: string | null,
  at: Date,
): Promise<CarriedOut> {
  const { registered } = command.content
  if (!registered) throw new Error('A command to register holds nothing to register.')
  const { dated, document, holder, holderKind, fields, actions, activities, package: terms } = registered
  const validTo = new Date(registered.validTo)
  const asked = registered.validFrom === null ? at : new Date(registered.validFrom)
  const validFrom = asked > at ? asked : at
  if (validTo <= validFrom) return stopped(problem('PERIOD_REVERSED', 'input.id'))
  const isDecree = command.command === 'DECREE'
  const { grantorId, grantorKind } = command
  const problems = await unable(tx, { ...command, grantor: grantorId, registered })
  if (problems.length > 0) return stopped(...problems)
  const [made] = await tx
    .insert(powerOfAttorney)
    .values({
      ...{ grantorId, grantorKind, holderId: holder, holderKind, commandId: command.id, validFrom, validTo },
      ...{ kind: isDecree ? 'DECREE' : 'VOLUNTARY', givenBy: 'STEWARD', askedBy: 'STEWARD', state: 'ACTIVE' },
      ...{ fields: [...fields], actions: [...actions], activities: [...activities] },
      ...{ package: terms?.id ?? null, packageVersion: terms?.version ?? null },
      ...{ givenAt: at, agreedAt: at, holderAbsent: (await sideOf(tx, holder)).ended },
    })
    .returning()
  await tx
    .insert(registration)
    .values({ powerOfAttorneyId: made!.id, basis: isDecree ? 'DECREE' : 'LETTER', dated, document })
  await record(tx, { id: made!.id, revision: 1, state: 'ACTIVE', command, second, at })
  const kind = isDecree ? 'POWER_OF_ATTORNEY_DECREED' : 'POWER_OF_ATTORNEY_REGISTERED'
  await notify(tx, made!, command, ['grantor', 'holder'], kind)
  return { power: made!.id }
}

interface Activation {
  readonly row: Power
  readonly whole: Scope
  readonly command: Command
  readonly second: string | null
  readonly at: Date
}

/** What was not activated stays as its grantor gave it, and may be activated later. */
async function activate(
  tx: Transaction,
  { row, whole, command, second, at }: Activation,
): Promise<CarriedOut> {
  const keep = ({ fields, actions, activities }: Scope) => ({
    ...{ fields: [...fields], actions: [...actions], activities: [...activities] },
  })
  await tx
    .insert(futureScope)
    .values({ powerOfAttorneyId: row.id, ...keep(whole) })
    .onConflictDoNothing()
  const validFrom = row.validFrom > at ? row.validFrom : at
  await change(tx, row, {
    state: 'ACTIVE',
    validFrom,
    activatedAt: row.activatedAt ?? at,
    ...keep(command.content.scope ?? whole),
  })
  await record(tx, { id: row.id, revision: row.revision + 1, state: 'ACTIVE', command, second, at })
  await notify(tx, row, command, ['grantor', 'holder'], 'POWER_OF_ATTORNEY_ACTIVATED')
  return { power: row.id }
}

/** The row is held: its revision is the one that was read. */
async function change(
  tx: Transaction,
  row: Power,
  set: Partial<typeof powerOfAttorney.$inferSelect>,
): Promise<void> {
  await tx
    .update(powerOfAttorney)
    .set({ ...set, revision: row.revision + 1 })
    .where(eq(powerOfAttorney.id, row.id))
}

interface Recorded {
  readonly id: string
  readonly revision: number
  readonly state: Power['state']
  readonly command: Command
  readonly second: string | null
  readonly at: Date
}

async function record(
  tx: Transaction,
  { id, revision, state, command, second, at }: Recorded,
): Promise<void> {
  const { client, officer, caseReference, contentHash } = command
  await tx.insert(event).values({
    ...{ powerOfAttorneyId: id, revision, state, at, commandId: command.id, command: command.command },
    ...{
      contentHash,
      actor: client,
      onBehalfOf: null,
      officer,
      secondOfficer: second,
      client,
      caseReference,
    },
  })
}

async function notify(
  tx: Transaction,
  row: Pick<Power, 'id' | 'grantorId' | 'holderId'>,
  { authority }: Command,
  sides: readonly ('grantor' | 'holder')[],
  kind: string,
): Promise<void> {
  for (const side of sides) {
    const to = side === 'grantor' ? row.grantorId : row.holderId
    await tx.execute(sql`select notices.send(${to}::uuid, ${kind}, 'POWER_OF_ATTORNEY', ${row.id}::uuid, ${authority},
      '{}'::jsonb)`)
  }
}
