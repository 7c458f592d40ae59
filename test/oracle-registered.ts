// What stewards registered in the oracle's worlds, what consents were used for, and what of a future power of attorney is dormant.
import { randomUUID } from 'node:crypto'
import type postgres from 'postgres'
import { dayAway } from './oracle-draw.ts'
import type { Grounds } from './oracle-powers.ts'
import type { Chance } from './oracle-random.ts'
import type { Own } from './oracle-schema.ts'
import type { Asked, Power, World } from './oracle-world.ts'

/** A future power of attorney as its grantor gave it, of which a part was activated. */
export interface Whole {
  readonly power: string
  readonly fields: readonly string[]
  readonly actions: readonly string[]
  readonly activities: readonly string[]
}

/** Of a template whose consents are bound to a case and to years; one of its labels is there in Danish alone. */
export const template = 'oracle'
const parameters = [
  { name: 'sag', place: 'Case-Reference', da: 'Sagen', en: null },
  { name: 'year', place: 'Business.employment(year:)', da: 'År', en: 'Year' },
]

/** Once in a database. */
export async function spreadTemplate(sql: postgres.Sql): Promise<void> {
  await sql`
    insert into consents.template (id, version, authority, kind, paragraph, reason, activity, fields, parameters,
      longest_days, answer_days, required_for_service, drafted_by)
    select ${template}, 1, authority, kind, paragraph, reason, activity, fields, ${sql.json(parameters)},
      longest_days, answer_days, required_for_service, drafted_by
    from consents.template where id = 'loan' and version = 1`
  await sql`
    insert into consents.template_text (template, version, language, title, request, consequence_of_no, consequence_of_withdrawal)
    values (${template}, 1, 'DA', 'Prøve', 'Prøve', 'Prøve', 'Prøve')`
  await sql`
    update consents.template set state = 'PUBLISHED', published_by = drafted_by || '-2', published_at = now()
    where id = ${template}`
}

/** Of consents and powers of attorney that are there; those of the last world went with theirs. */
export async function makeRegistrations(
  sql: postgres.Sql,
  chance: Chance,
  { nameable }: Grounds,
): Promise<void> {
  const consents = await sql<{ id: string; authority: string; subject: string; given: boolean }[]>`
    select id, authority, subject_id as subject, state in ('GRANTED', 'SUSPENDED', 'WITHDRAWN') as given
    from consents.consent order by requested_at, ctid`
  const paper = { signed_on: '2026-01-05', document: 'arkiv/1', language: 'DA' }
  const registered = chance
    .some(consents, 70)
    .map(({ id }) => ({ consent_id: id, channel: chance.of(['PAPER', 'ASSISTED']), ...paper }))
  await sql`insert into consents.registration ${sql(registered)}`
  await makeUses(sql, chance, consents)
  const powers = await sql<(Whole & { kind: string; activated: boolean })[]>`
    select id as power, kind, activated_at is not null as activated, fields, actions, activities
    from powers_of_attorney.power_of_attorney order by given_at, ctid`
  const letters = powers
    .filter(({ kind }) => kind === 'DECREE' || (kind === 'VOLUNTARY' && chance.percent(60)))
    .map(({ power, kind }) => ({
      ...{ power_of_attorney_id: power, basis: kind === 'DECREE' ? 'DECREE' : 'LETTER' },
      ...{ dated: '2026-01-05', document: 'arkiv/2' },
    }))
  await sql`insert into powers_of_attorney.registration ${sql(letters)}`
  const wholes = powers
    .filter(({ kind, activated }) => kind === 'FUTURE' && activated)
    .map(({ power, ...part }) => ({ power_of_attorney_id: power, ...wholeOf(chance, part, nameable) }))
  if (wholes.length > 0) await sql`insert into powers_of_attorney.future_scope ${sql(wholes as never[])}`
}

/** Now and then no more than the part that is active, and for all activities where the part is for some. */
function wholeOf(chance: Chance, part: Omit<Whole, 'power'>, nameable: readonly string[]) {
  const { fields, actions, activities } = part
  if (chance.percent(25)) return { fields, actions, activities }
  const more = activities.length > 0 ? [...activities, 'KOM-17'] : []
  return {
    fields: [...new Set([...fields, ...chance.some(nameable, 2)])],
    actions: chance.percent(50) ? ['READ', 'CONSENT', 'ACT'] : actions,
    activities: chance.percent(50) ? more : [],
  }
}

interface Used {
  readonly id: string
  readonly authority: string
  readonly subject: string
  readonly given: boolean
}

/** Before this world's questions; a few of them covert still. */
async function makeUses(sql: postgres.Sql, chance: Chance, consents: readonly Used[]): Promise<void> {
  const others = [...new Set(consents.map(({ authority }) => authority))]
  const used = consents.filter(({ given }) => given && chance.percent(70))
  for (const { id: consent, authority, subject } of used) {
    const processor = chance.percent(25) ? chance.of(others.filter(cvr => cvr !== authority)) : null
    const hidden = chance.percent(20) ? dayAway(30) : null
    const one = { id: randomUUID(), at: dayAway(-2 - chance.below(5)) }
    await sql`
      insert into access_log.record (id, at, operation_id, operation_hash, process, subject_id, client, authority, processor,
        given, refused, hidden_until)
      values (${one.id}, ${one.at}, ${randomUUID()}, 'oracle', 'oracle', ${subject}, 'oracle', ${authority}, ${processor},
        ${sql.json([{ field: 'Person.name', ground: 'CONSENT', consent }])}, '[]', ${hidden})`
    await sql`insert into access_log.consent_use (consent, at, record, authority, processor, hidden_until)
      values (${consent}, ${one.at}, ${one.id}, ${authority}, ${processor}, ${hidden})`
  }
}

export const readWholes = (sql: postgres.Sql) => sql<Whole[]>`
  select power_of_attorney_id as power, fields, actions, activities from powers_of_attorney.future_scope`

/** Nobody but its grantor in person sees what of it is dormant, and a system by itself as far as its activity says. */
export function ownDormant({ as }: Asked, world: World, acting: () => Promise<unknown>): Own {
  return async (_, __, parent) => {
    await acting()
    const { caller, represented } = as
    const power = world.powers.find(({ id }) => id === (parent as { readonly id: string }).id)
    if (power?.kind !== 'FUTURE' || represented) return null
    const isOwn = caller.kind === 'PERSON' && world.idsOf(caller.person).includes(power.grantor)
    return isOwn || caller.kind === 'SYSTEM' ? dormantOf(power, world.wholes) : null
  }
}

/** All of it until some was activated, then what was not; null when nothing is left. */
function dormantOf(power: Power, wholes: readonly Whole[]): object | null {
  const whole = wholes.find(one => one.power === power.id) ?? power
  const without = (all: readonly string[], some: readonly string[]) =>
    power.unknown ? all : all.filter(one => !some.includes(one))
  const fields = without(whole.fields, power.fields)
  const actions = without(whole.actions, power.actions)
  // What is active for all activities is dormant for none.
  const isForAll = !power.unknown && power.activities.length === 0
  const activities = isForAll ? [] : without(whole.activities, power.activities).map(id => ({ id }))
  const everyOtherActivity = !power.unknown && whole.activities.length === 0 && power.activities.length > 0
  const isLeft = power.unknown || everyOtherActivity || fields.length + actions.length + activities.length > 0
  return isLeft ? { fields, actions, activities, everyOtherActivity } : null
}
