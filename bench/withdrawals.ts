// What others' withdrawals cost a read: reads by consent among many consents, with and without ten withdrawals a second.
import type postgres from 'postgres'
import type { Parts } from '../commands/lifecycle.ts'
import { connectAsAdministrator } from '../database/connect.ts'
import { startEmbedded } from '../database/embedded.ts'
import { activities, addGrounds, client } from './consents.ts'
import { cpuOf, parentOf, portsOf } from './cpu.ts'
import { sendOne } from './load.ts'
import { type Measured, measure } from './measure.ts'
import { benchOperations } from './operations.ts'
import { numberOf } from './population.ts'
import { type BenchOptions, type BenchServer, load, planOf, startServers } from './run.ts'

export type Withdrawing = 'quiet' | 'withdrawing'

export interface WithdrawalsOptions extends BenchOptions {
  /** How many consents there are in all. */
  readonly consents: number
}

export interface WithdrawalsResults {
  readonly measured: Measured<Withdrawing>
  /** How many were withdrawn in the measured rounds together. */
  readonly withdrawn: number
}

/** CASES.md T14. */
export const eachSecond = 10
// Who is read keeps their consent: nobody of the last fifth of the population is.
const read = (persons: number): number => Math.floor(persons * 0.8)

/**
 * Q1 by consent on one gateway, while consents are withdrawn on another one or not. Everything that it starts is put into
 * `parts`, to be stopped by the caller.
 */
export async function runWithdrawals(options: WithdrawalsOptions, parts: Parts): Promise<WithdrawalsResults> {
  const { size, seed, consents, rounds, say } = options
  const { url, stop } = await startEmbedded({ folder: options.folder })
  parts.started(stop)
  const database = { url, rolePrefix: 'engang', secret: 'bench'.repeat(8) }
  await load(database, size, seed)
  const admin = connectAsAdministrator(database, { max: 1 })
  parts.started(() => admin.end())
  await addGrounds(admin)
  await addOthers(admin, consents)
  const [session] = await admin`select pg_backend_pid() as id`
  const [q1] = await benchOperations(admin, { ...size, persons: read(size.persons) }, seed)
  const [server, other] = await startServers(database, options.profiles, parts, ['decided', 'decided'])
  const { begin, count } = await openWithdrawals(admin, other!, read(size.persons), size.persons)
  const under = (variant: Withdrawing) => ({
    variant,
    process: server!.process,
    target: (operation: typeof q1 & {}) =>
      server!.target({ ...operation, client, activity: activities.consent }),
    postgres: () => sessionsOf(admin, server!.process),
    ...(variant === 'withdrawing' && { beside: begin }),
  })
  say(`Measuring Q1 by consent, without and with ${eachSecond} withdrawals a second …`)
  const sides = [under('quiet'), under('withdrawing')]
  const measured = await measure(q1!, sides, parentOf(session!.id), planOf(rounds))
  return { measured, withdrawn: count() }
}

/** CPU seconds of the sessions of one program. They stay open as long as it runs. */
async function sessionsOf(admin: postgres.Sql, program: number): Promise<number> {
  const rows = await admin<{ id: number }[]>`
    select pid as id from pg_stat_activity where client_port = any(${[...portsOf(program)]}::integer[])`
  return rows.reduce((sum, { id }) => sum + cpuOf(id), 0)
}

/** Consents of the same people to other authorities, until there are so many; again, nothing. */
async function addOthers(admin: postgres.Sql, consents: number): Promise<void> {
  const [{ there } = { there: 0 }] = await admin`select count(*)::int as there from consents.consent`
  if (there >= consents) return
  await admin`insert into consents.consent (subject_id, subject_kind, authority, requester_reference, activity, template,
      template_version, fields, state, answer_by, valid_from, valid_to)
    select p.person_id, 'PERSON', t.authority, 'other-' || i || '-' || p.person_id, t.activity, t.id, t.version, t.fields,
      'GRANTED', now(), now() - interval '1 hour', now() + interval '300 days'
    from access.fact_person p cross join generate_series(1, 1 + ${consents}::int / ${there}::int) i
      join consents.template t on t.id = 'housing-support' and t.version = 1
    limit ${consents - there}`
  await admin`vacuum analyze consents.consent`
}

const withdraw = `mutation Withdraw($input: WithdrawConsentInput!) {
  withdrawConsent(input: $input) { consent { state } problems { code } }
}`

/** Withdraws one person's consent after the other, a tenth of a second apart, whether the one before is done or not. */
async function openWithdrawals(admin: postgres.Sql, server: BenchServer, from: number, to: number) {
  const numbers = Array.from({ length: to - from }, (_, place) => numberOf(from + place))
  const waiting = await admin<{ id: string; number: string }[]>`
    with subject as materialized (
      select n.number, identity.subject_id('PERSON', n.number) as id from unnest(${numbers}::text[]) n(number)
    ), own as (
      select c.id, s.number from subject s join consents.consent c on c.subject_id = s.id
        and c.activity = ${activities.consent} and c.state = 'GRANTED' and c.revision = 1
    ), events as (
      -- Of what the measuring put there by itself: a command follows the event before it.
      insert into consents.event (consent_id, revision, state, command, actor_kind, actor, channel)
      select id, 1, 'GRANTED', 'GRANT', 'SYSTEM', 'bench', 'SELF' from own
      on conflict do nothing
    )
    select id, number from own`
  let count = 0
  const one = async () => {
    const next = waiting.pop()
    if (!next) throw new Error('There are no more consents to withdraw: give more --persons.')
    const input = { id: next.id, commandId: 'bench' }
    const body = JSON.stringify({ query: withdraw, variables: { input } })
    await sendOne(await server.citizen(next.number), body)
    count++
  }
  const begin = () => {
    const sent: Promise<unknown>[] = []
    const timer = setInterval(() => {
      // What stops one is told at the end of the round.
      const done = one()
      done.catch(() => {})
      sent.push(done)
    }, 1_000 / eachSecond)
    return async () => {
      clearInterval(timer)
      await Promise.all(sent)
    }
  }
  return { begin, count: () => count }
}
