// Random powers of attorney of the oracle's worlds, given directly and passed on, and mandates of suppliers.
import { randomUUID } from 'node:crypto'
import type postgres from 'postgres'
import { dayAway, drawWindow, type Made, type Stage, someone } from './oracle-draw.ts'
import type { Cast } from './oracle-make.ts'
import type { Chance } from './oracle-random.ts'

const powerStates = 'ACTIVE ACTIVE ACTIVE ACTIVE ACTIVE REVOKED RENOUNCED OFFERED'

/** Whom a world's powers can be about, and what they can name. */
export interface Grounds {
  readonly cast: Cast
  readonly stage: Stage
  readonly activities: readonly Made[]
  readonly nameable: readonly string[]
}

type Row = ReturnType<typeof rowOf>

export async function makePowers(sql: postgres.Sql, chance: Chance, grounds: Grounds): Promise<void> {
  const direct = Array.from({ length: 75 }, () => givenPower(chance, grounds)).flat()
  const once = Array.from({ length: 35 }, () => passedOn(chance, grounds, above(chance, direct))).flat()
  const twice = Array.from({ length: 20 }, () => passedOn(chance, grounds, above(chance, once))).flat()
  for (const rows of [direct, once, twice])
    if (rows.length > 0) await sql`insert into powers_of_attorney.power_of_attorney ${sql(rows as never[])}`
}

/** Mostly one that is in force: what was passed on from it can then be too deep. */
function above(chance: Chance, rows: readonly Row[]): Row {
  const standing = rows.filter(({ state, valid_to: to }) => state === 'ACTIVE' && to > dayAway(0))
  return chance.of(standing.length > 0 && chance.percent(70) ? standing : rows)
}

function rowOf(chance: Chance, { activities, nameable }: Grounds) {
  const { from, to } = drawWindow(chance)
  const state = chance.of(powerStates.split(' '))
  return {
    id: randomUUID(),
    command_id: randomUUID(),
    fields: chance.some(nameable, chance.of([3, 12, nameable.length])),
    actions: chance.percent(85) ? ['READ', ...chance.some(['CONSENT', 'ACT'], chance.below(3))] : ['CONSENT'],
    activities: chance.percent(30) ? chance.some(activities, 3).map(({ id }) => id) : [],
    state,
    answer_by: state === 'OFFERED' ? to : null,
    valid_from: from,
    valid_to: to,
    pass_on_depth: chance.of([0, 0, 1, 1, 2, 3]),
    holder_kind: 'PERSON',
    grantor_id: '',
    grantor_kind: 'PERSON',
    holder_id: '',
    given_by: 'SELF',
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
  const holder = someone(chance, cast, stage)
  if (grantor === holder) return []
  const kind = business ? 'BUSINESS' : 'PERSON'
  // Given for one who may have come of age since.
  const by = !business && chance.percent(12) ? 'CUSTODY' : 'SELF'
  return [
    {
      ...rowOf(chance, grounds),
      ...{ grantor_id: grantor, grantor_kind: kind, holder_id: holder, given_by: by },
    },
  ]
}

/** Mostly as far as its own holder was let; now and then farther, as when that was lowered afterwards. */
function passedOn(chance: Chance, grounds: Grounds, parent: Row): readonly Row[] {
  const holder = someone(chance, grounds.cast, grounds.stage)
  if ([parent.grantor_id, parent.holder_id].includes(holder)) return []
  const own = rowOf(chance, grounds)
  const links = {
    ...{ grantor_id: parent.grantor_id, grantor_kind: parent.grantor_kind, holder_id: holder },
    ...{ parent: parent.id, chain: [...parent.chain, parent.id] },
    ...{ passed_on_by: parent.holder_id, passed_on_kind: 'PERSON' },
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
