// Faults of commands that a test plants in its own process: the checker must find each of them.
import { setTimeout as pause } from 'node:timers/promises'
import type postgres from 'postgres'
import type { CommandOn } from '../../subgraphs/consents/commands.ts'
import { done, type Outcome, stop } from '../../subgraphs/consents/outcome.ts'
import { definitions } from '../../subgraphs/definitions.ts'
import type { CommandOn as CommandOnPower } from '../../subgraphs/powers-of-attorney/commands.ts'
import { done as donePower, stop as stopPower } from '../../subgraphs/powers-of-attorney/outcome.ts'

const commandFaults = ['NO_LOCK', 'LOST_EVENT', 'ACKNOWLEDGED_EARLY'] as const
/**
 * `NO_LOCK`: commands read without holding, and write without comparing. `LOST_EVENT`: they add no event.
 * `ACKNOWLEDGED_EARLY`: they are answered first and carried out 200 ms later.
 */
export type CommandFault = (typeof commandFaults)[number]

export const isCommandFault = (fault: string | null): fault is CommandFault =>
  commandFaults.some(known => known === fault)

type Commanding = (wanted: CommandOn) => Promise<Outcome>

/** From here on this process's subgraphs of consents and of powers of attorney have the fault. */
export function plantCommandFault(fault: CommandFault): void {
  plantInPowers(fault)
  const honest = definitions.consents
  const open: typeof honest.open = (client, ...rest) => {
    const make = honest.open(client, ...rest)
    return operation => {
      const store = make(operation)
      return { ...store, command: faulty(fault, client, store.command) }
    }
  }
  Object.assign(definitions, { consents: { ...honest, open } })
}

const acknowledgedAheadMs = 200

function faulty(fault: CommandFault, sql: postgres.Sql, command: Commanding): Commanding {
  if (fault !== 'ACKNOWLEDGED_EARLY') return wanted => carelessly(sql, wanted, fault === 'NO_LOCK')
  return async wanted => {
    setTimeout(() => void command(wanted).catch(() => {}), acknowledgedAheadMs)
    return done(wanted.id)
  }
}

const steps: Readonly<Record<string, { from: readonly string[]; to: string }>> = {
  GRANT: { from: ['REQUESTED'], to: 'GRANTED' },
  DECLINE: { from: ['REQUESTED'], to: 'DECLINED' },
  CANCEL: { from: ['REQUESTED'], to: 'CANCELLED' },
  WITHDRAW: { from: ['GRANTED', 'SUSPENDED'], to: 'WITHDRAWN' },
}

/** Looks first, and writes what it then knows without looking again. */
async function carelessly(sql: postgres.Sql, wanted: CommandOn, told: boolean): Promise<Outcome> {
  const { id, command, commandId, actor } = wanted
  const { from, to } = steps[command]!
  const [row] = await sql`select state from consents.consent where id = ${id}`
  if (!row || !from.includes(row.state)) return stop('WRONG_STATE', 'input.id')
  await pause(20)
  await sql.begin(async tx => {
    const [changed] = await tx`update consents.consent set state = ${to}, revision = revision + 1,
      valid_from = coalesce(valid_from, clock_timestamp()) where id = ${id} returning revision`
    if (told)
      await tx`insert into consents.event
          (consent_id, revision, state, command_id, command, actor_kind, actor, channel)
        values (${id}, ${changed!.revision}, ${to}, ${commandId}, ${command}, ${actor.kind}, ${actor.id}, 'SELF')`
  })
  return done(id)
}

function plantInPowers(fault: CommandFault): void {
  const honest = definitions['powers-of-attorney']
  const open: typeof honest.open = (client, ...rest) => {
    const make = honest.open(client, ...rest)
    return operation => {
      const store = make(operation)
      const command = store.commandPower
      const late = async (wanted: CommandOnPower) => {
        setTimeout(() => void command(wanted).catch(() => {}), acknowledgedAheadMs)
        return donePower(wanted.id)
      }
      const careless = (wanted: CommandOnPower) => endCarelessly(client, wanted, fault === 'NO_LOCK')
      const ends = ({ command: name }: CommandOnPower) => name === 'REVOKE' || name === 'RENOUNCE'
      const faulty = fault === 'ACKNOWLEDGED_EARLY' ? late : careless
      return { ...store, commandPower: (wanted: CommandOnPower) => (ends(wanted) ? faulty : command)(wanted) }
    }
  }
  Object.assign(definitions, { 'powers-of-attorney': { ...honest, open } })
}

async function endCarelessly(
  sql: postgres.Sql,
  { id, command, commandId, actor }: CommandOnPower,
  told: boolean,
) {
  const to = command === 'REVOKE' ? 'REVOKED' : 'RENOUNCED'
  const [row] = await sql`select state from powers_of_attorney.power_of_attorney where id = ${id}`
  if (!row || !['OFFERED', 'ACTIVE'].includes(row.state)) return stopPower('WRONG_STATE', 'input.id')
  await pause(20)
  await sql.begin(async tx => {
    const [changed] =
      await tx`update powers_of_attorney.power_of_attorney set state = ${to}, revision = revision + 1
      where id = ${id} returning revision`
    if (told)
      await tx`insert into powers_of_attorney.event (power_of_attorney_id, revision, state, command_id, command, actor)
        values (${id}, ${changed!.revision}, ${to}, ${commandId}, ${command}, ${actor.person})`
  })
  return donePower(id)
}
