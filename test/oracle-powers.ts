// Random powers of attorney of the oracle's worlds, given directly and passed on, and mandates of suppliers.
import { randomUUID } from 'node:crypto'
import type postgres from 'postgres'
import { dayAway, drawWindow, type Made, type Stage, someone } from './oracle-draw.ts'
import type { Cast } from './oracle-make.ts'
import type { Chance } from './oracle-random.ts'

const powerStates =
  'ACTIVE ACTIVE ACTIVE ACTIVE ACTIVE ACTIVE ACTIVE ACTIVE REVOKED RENOUNCED OFFERED PARTLY_CONFIRMED'
const futureStates = 'DORMANT DORMANT ACTIVE ACTIVE ACTIVE REVOKED'

/** Whom a world's powers can be about, and what they can name. */
export interface Grounds {
  readonly cast: Cast
  readonly stage: Stage
  readonly activities: readonly Made[]
  readonly nameable: readonly string[]
}

type Row = ReturnType<typeof rowOf>

export async function makePowers(sql: postgres.Sql, chance: Chance, grounds: Grounds): Promise<void> {
  const direct = Array.from({ length: 110 }, () => givenPower(chance, grounds)).flat()
  const once = Array.from({ length: 35 }, () => passedOn(chance, grounds, above(chance, direct))).flat()
  const twice = Array.from({ length: 20 }, () => passedOn(chance, grounds, above(chance, once))).flat()
  for (const rows of [direct, once, twice])
    if (rows.length > 0)
      await sql`insert into powers_of_attorney.power_of_attorney ${sql(rows.map(dated) as never[])}`
}

/** Some at the same instant. */
const dated = (row: Row, index: number) => ({
  ...{ ...row, given_at: new Date(dayAway(-1 - (index % 6)).setUTCMilliseconds(0)) },
})

/** Mostly one that is in force: what was passed on from it can then be too deep. */
function above(chance: Chance, rows: readonly Row[]): Row {
  // Neither a future one nor what a decree gave is passed on.
  const own = rows.filter(({ kind }) => kind === 'VOLUNTARY')
  const standing = own.filter(({ state, valid_to: to }) => state === 'ACTIVE' && to > dayAway(0))
  return chance.of(standing.length > 0 && chance.percent(70) ? standing : own)
}

function rowOf(chance: Chance, { activities, nameable }: Grounds) {
  const { from, to } = drawWindow(chance)
  const state = chance.of(powerStates.split(' '))
  return {
    id: randomUUID(),
    command_id: randomUUID(),
    fields: chance.some(nameable, chance.of([3, 12, nameable.length])),
    actions: chance.percent(85) ? ['READ', ...chance.some(['CONSENT', 'ACT'], chance.below(3))] : ['CONSENT'],
    activities: (chance.percent(30)
      ? chance.some(activities, 3).map(({ id }) => id)
      : []) as readonly string[],
    state,
    answer_by: state === 'OFFERED' ? to : null,
    confirm_by: state === 'PARTLY_CONFIRMED' ? to : null,
    valid_from: from,
    valid_to: to,
    pass_on_depth: chance.of([0, 0, 1, 1, 2, 3]),
    kind: 'VOLUNTARY',
    activated_at: null as Date | null,
    ...{ holder_id: '', holder_kind: 'PERSON', holder_authority: null as string | null },
    grantor_id: '',
    grantor_kind: 'PERSON',
    given_by: 'SELF',
    asked_by: 'GRANTOR',
    package: null as string | null,
    package_version: null as number | null,
    parent: null as string | null,
    chain: [] as readonly string[],
    passed_on_by: null as string | null,
    passed_on_kind: null as string | null,
  }
}

function givenPower(chance: Chance, grounds: Grounds): readonly Row[] {
  const { cast, stage } = grounds
  const business = chance.percent(15)
  const grantor = business ? chance.of(cast.businesses).id : someone(chance, cast, stage)
  const own = rowOf(chance, grounds)
  const special = business ? {} : drawKind(chance)
  const holder =
    special.kind === 'FUTURE'
      ? { holder_id: someone(chance, cast, stage), holder_kind: 'PERSON', holder_authority: null }
      : drawHolder(chance, grounds)
  if (grantor === holder.holder_id) return []
  const kind = business ? 'BUSINESS' : 'PERSON'
  const pack = chance.percent(20) ? chance.of(packages) : {}
  const limits = special.state ? { answer_by: null, confirm_by: null } : {}
  return [
    {
      ...{ ...own, grantor_id: grantor, grantor_kind: kind, ...holder, ...pack, ...special, ...limits },
      activities: activitiesFor(holder.holder_authority, own.activities, grounds),
    },
  ]
}

const packages = ['tax', 'housing-support-help'].map(id => ({ package: id, package_version: 1 }))

interface Special {
  readonly kind?: string
  readonly state?: string
  readonly activated_at?: Date | null
  readonly given_by?: string
  readonly asked_by?: string
}

/** Mostly an ordinary one; now and then for a child who may be of age by now, for the future, or by a decree. */
function drawKind(chance: Chance): Special {
  const roll = chance.below(100)
  if (roll < 12) return { given_by: 'CUSTODY' }
  if (roll < 20)
    return {
      ...{ kind: 'DECREE', given_by: 'STEWARD', asked_by: 'STEWARD' },
      state: chance.percent(75) ? 'ACTIVE' : 'REVOKED',
    }
  if (roll >= 34) return {}
  const state = chance.of(futureStates.split(' '))
  const wasActive = state === 'ACTIVE' || (state === 'REVOKED' && chance.percent(50))
  return { kind: 'FUTURE', state, activated_at: wasActive ? dayAway(-1) : null }
}

/** A person, a business, or an authority as such. */
function drawHolder(chance: Chance, { cast, stage }: Grounds) {
  const roll = chance.below(100)
  const person = { holder_id: someone(chance, cast, stage), holder_kind: 'PERSON', holder_authority: null }
  if (roll >= 30) return person
  const company = { holder_kind: 'BUSINESS', holder_authority: null as string | null }
  if (roll < 15) return { ...company, holder_id: chance.of(cast.businesses).id }
  const { cvr } = chance.of(cast.authorities)
  const own = cast.businesses.find(one => one.cvr === cvr)
  return own ? { ...company, holder_id: own.id, holder_authority: cvr } : person
}

/** An authority asks under its own activities. */
function activitiesFor(
  authority: string | null,
  drawn: readonly string[],
  { activities }: Grounds,
): readonly string[] {
  const own = activities.filter(one => one.authority === authority).map(({ id }) => id)
  return authority === null || drawn.length === 0 ? drawn : own.slice(0, 2)
}

/** Mostly as far as its own holder was let; now and then farther, as when that was lowered afterwards. */
function passedOn(chance: Chance, grounds: Grounds, parent: Row): readonly Row[] {
  const holder = drawHolder(chance, grounds)
  if ([parent.grantor_id, parent.holder_id].includes(holder.holder_id)) return []
  const own = rowOf(chance, grounds)
  const links = {
    ...{ grantor_id: parent.grantor_id, grantor_kind: parent.grantor_kind, ...holder },
    ...{ parent: parent.id, chain: [...parent.chain, parent.id] },
    ...{ passed_on_by: parent.holder_id, passed_on_kind: parent.holder_kind },
    activities: activitiesFor(holder.holder_authority, own.activities, grounds),
  }
  return [{ ...own, ...links }]
}

/** Authorities that let another's systems use some of their activities. */
export async function makeSuppliers(
  sql: postgres.Sql,
  chance: Chance,
  { cast: { authorities }, activities }: Grounds,
): Promise<void> {
  const officers = await sql<{ id: string }[]>`select id from authorities.officer order by id limit 2`
  const [one, another] = officers.map(({ id }) => id)
  await sql`delete from authorities.supplier where contract = 'oracle'`
  for (const activity of chance.some(activities, 5)) {
    const others = authorities.filter(({ cvr }) => cvr !== activity.authority)
    const { cvr, clients } = chance.of(others)
    const { from, to } = drawWindow(chance, 80)
    const ended = chance.percent(15)
    // Of a mandate that covers something else, too.
    const covered = chance.percent(75) ? activity.id : 'ORA-NONE'
    await sql`insert into authorities.supplier (authority, supplier, activities, contract, valid_from, valid_to, state,
        registered_by, registered_at, approved_by, approved_at, ended_at)
      values (${activity.authority}, ${cvr}, ${[covered]}, 'oracle', ${from}, ${to}, ${ended ? 'ENDED' : 'ACTIVE'},
        ${one!}, ${dayAway(-41)}, ${another!}, ${dayAway(-41)}, ${ended ? dayAway(-1) : null})`
    const users = clients.map(client => ({ activity: activity.id, version: 1, client }))
    await sql`insert into authorities.activity_system ${sql(users)}`
  }
}
