// Cases in the oracle's worlds, and who is shown which of them: written from ACCESS.md 5 and the schema's words, apart from the resolvers.
import { randomUUID } from 'node:crypto'
import { GraphQLError } from 'graphql'
import type postgres from 'postgres'
import { dayAway, someone } from './oracle-draw.ts'
import { pageOf } from './oracle-orders.ts'
import type { Grounds } from './oracle-powers.ts'
import type { Chance } from './oracle-random.ts'
import type { Own } from './oracle-schema.ts'
import type { Asked, World } from './oracle-world.ts'

/** What somebody found wrong with an access. */
export interface AccessCase {
  readonly id: string
  readonly subject: string
  readonly kind: 'PERSON' | 'BUSINESS'
  readonly authority: string
  readonly record: string
  readonly accessedAt: Date
  readonly activity: string | null
  readonly state: 'OPEN' | 'ANSWERED' | 'CLOSED'
  readonly openedAt: Date
}

const made = 120
const steps = {
  OPEN: ['OPEN'],
  ANSWERED: ['OPEN', 'ANSWERED'],
  CLOSED: ['OPEN', 'ANSWERED', 'CLOSED'],
} as const

/** Replaces those of the last world. The access behind each was there to be seen: covert ones since their cover ended. */
export async function makeCases(sql: postgres.Sql, chance: Chance, grounds: Grounds): Promise<void> {
  await sql`truncate cases.access_case cascade`
  await sql`delete from access_log.record where process = 'oracle'`
  const cases = Array.from({ length: made }, () => randomCase(chance, grounds))
  await sql`insert into cases.access_case ${sql(cases as never[])}`
  await sql`insert into cases.event ${sql(cases.flatMap(one => eventsOf(chance, one)) as never[])}`
  const covert = chance.some(cases, 30).map((one, index) => ({
    ...{ id: index < 15 ? one.record_id : randomUUID(), subject_id: one.subject_id, at: one.accessed_at },
    ...{ operation_id: randomUUID(), operation_hash: 'oracle', process: 'oracle', client: 'oracle' },
    ...{ authority: one.authority, activity: one.activity, given: sql.json([]) },
    refused: sql.json([{ field: 'Person.name', code: 'CONSENT_MISSING' }]),
    // Half of them are covered still: no case is about those.
    hidden_until: dayAway(index < 15 ? -1 : 30),
  }))
  for (const row of covert) await sql`insert into access_log.record ${sql(row as never)}`
}

type Row = ReturnType<typeof randomCase>

function randomCase(chance: Chance, { cast, stage, activities }: Grounds) {
  const business = chance.percent(25)
  const activity = chance.of(activities)
  return {
    id: randomUUID(),
    subject_id: business ? chance.of(cast.businesses).id : someone(chance, cast, stage),
    subject_kind: business ? 'BUSINESS' : 'PERSON',
    authority: chance.percent(50) ? activity.authority : chance.of(cast.authorities).cvr,
    record_id: randomUUID(),
    accessed_at: dayAway(-20),
    activity: chance.percent(90) ? activity.id : null,
    accessed_by: null,
    state: chance.of(['OPEN', 'OPEN', 'ANSWERED', 'CLOSED'] as const),
    // Some at the same instant.
    opened_at: new Date(dayAway(-1 - chance.below(6)).setUTCMilliseconds(0)),
  }
}

/** Each state in turn; now and then it was answered twice. */
function eventsOf(chance: Chance, { id, state, subject_id, opened_at }: Row): readonly object[] {
  const led = steps[state].flatMap(step =>
    step === 'ANSWERED' && chance.percent(30) ? [step, step] : [step],
  )
  return led.map((step, index) => ({
    ...{ case_id: id, revision: index + 1, at: opened_at, state: step, command_id: randomUUID() },
    ...{ content_hash: 'oracle', text: step === 'CLOSED' ? null : `Prøve ${index + 1}` },
    side: step === 'OPEN' ? chance.of(['SUBJECT', 'REPRESENTATIVE']) : 'STEWARD',
    actor: step === 'OPEN' ? subject_id : 'oracle',
  }))
}

export const readCases = async (sql: postgres.Sql): Promise<Pick<World, 'cases' | 'covert'>> => ({
  cases: await sql<
    AccessCase[]
  >`select id, subject_id as subject, subject_kind as kind, authority, record_id as record,
    accessed_at as "accessedAt", activity, state, opened_at as "openedAt" from cases.access_case`,
  covert: (
    await sql<{ id: string }[]>`select id from access_log.record where hidden_until > clock_timestamp()`
  ).map(({ id }) => id),
})

/** `controller`: the authority as whose steward it is read. */
const shown = (one: AccessCase, { canonical }: World, controller: string | null) => ({
  ...{ ...one, __typename: 'Case', controller, to: { cvr: one.authority } },
  from: { __typename: one.kind === 'PERSON' ? 'Person' : 'Business', id: canonical(one.subject) },
  activity: one.activity === null ? null : { id: one.activity },
})

interface Acting {
  readonly by: string
  readonly authority: string | null
}

interface Given {
  readonly states?: readonly string[] | null
  readonly order?: string
  readonly first: number
}

/**
 * Whose cases each list and look-up holds: of a subject to any authority, to a system those to its own; of a steward's
 * authority those that wait; by id those that a person can have.
 */
export function ownCases({ as }: Asked, world: World, acting: () => Promise<Acting>): Record<string, Own> {
  const ofSubject: Own = async (given, _, parent) => {
    checkSize(given as never)
    const { by, authority } = await acting()
    const ids = world.idsOf((parent as { readonly id: string }).id)
    const theirs = world.cases.filter(
      one => ids.includes(one.subject) && (by !== 'SYSTEM' || one.authority === authority),
    )
    return pageOfCases(theirs, { order: 'NEWEST_FIRST', ...(given as never as Given) }, one =>
      shown(one, world, null),
    )
  }
  return {
    'Person.cases': ofSubject,
    'Business.cases': ofSubject,
    'Query.cases': async given => {
      const { authority } = await acting()
      const { states, ...page } = given as never as Given
      checkSize(page)
      const asked = { order: 'OLDEST_FIRST', ...page, states: states ?? ['OPEN', 'ANSWERED'] }
      const theirs = world.cases.filter(one => one.authority === authority)
      return pageOfCases(theirs, asked, one => shown(one, world, authority))
    },
    'Case.from': (_, __, parent) => (parent as { readonly from: object }).from,
    'Case.__resolveReference': ({ id }) => {
      const found = world.cases.find(one => one.id === id)
      return found && as.caller.kind === 'PERSON' ? shown(found, world, null) : null
    },
  }
}

function checkSize({ first }: Given): void {
  if (first < 1 || first > 100) throw new GraphQLError('PAGE_SIZE', { extensions: { code: 'PAGE_SIZE' } })
}

/** By when they were opened, then by id. */
function pageOfCases(
  all: readonly AccessCase[],
  { states, order, first }: Given,
  show: (one: AccessCase) => object,
) {
  const oldest = all
    .filter(({ state }) => !states || states.includes(state))
    .toSorted((a, b) => a.openedAt.getTime() - b.openedAt.getTime() || (a.id < b.id ? -1 : 1))
  const found = order === 'OLDEST_FIRST' ? oldest : oldest.toReversed()
  return pageOf(found.map(show), first)
}

/** A covert access is told to nobody but the authority's own officers, before its cover has ended. */
export function tellsCovert({ as }: Asked, data: unknown, { covert }: World): string | null {
  const answer = JSON.stringify(data)
  const told = as.caller.kind === 'PERSON' && covert.some(id => answer.includes(id))
  return told ? 'data: tells of a covert access' : null
}
