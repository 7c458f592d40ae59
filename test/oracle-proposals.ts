// What stewards of the oracle's worlds have drafted and proposed to each other: each authority's own until a second one decides.
import { randomUUID } from 'node:crypto'
import type postgres from 'postgres'
import { business } from '../sample/businesses.ts'
import { definitions } from '../subgraphs/definitions.ts'
import type { SubgraphName } from '../subgraphs/registry.ts'
import { dayAway, someone } from './oracle-draw.ts'
import type { Grounds } from './oracle-powers.ts'
import type { Chance } from './oracle-random.ts'
import { template } from './oracle-registered.ts'
import type { Own } from './oracle-schema.ts'
import type { Asked, Power, World } from './oracle-world.ts'
import { today } from './platform.ts'

/** Something that only one authority's stewards know of; a draft of a template the operator's too. */
export interface Proposal {
  readonly id: string
  readonly authority: string
  readonly forOperator: boolean
}

/** What stewards read of each other's work, and of whom they work for. */
export const stewards: readonly string[] = [
  'Query.consentProposals',
  'Query.consentTemplateDrafts',
  'Query.powerOfAttorneyProposals',
  'Query.powerPackageDrafts',
  'Query.signingReadingProposals',
  'Query.unparsedSigningRules',
  'Query.signingRule',
  'Query.futurePowers',
  'Query.powersOfGrantor',
  'Query.accessCounts',
]

interface Office {
  readonly authority: string
  readonly client: string
  readonly officer: string
}

const readOffices = (sql: postgres.Sql) => sql<Office[]>`
  select s.authority, min(s.client) as client, min(o.id) as officer from authorities.system s
  join authorities.officer o using (authority) where s.officers group by s.authority order by s.authority`

const draftOf = (authority: string): string => `oracle-draft-${authority}`

/** Once in a database: a template and a package of each authority that has stewards. */
export async function spreadDrafts(sql: postgres.Sql): Promise<void> {
  for (const { authority, officer } of await readOffices(sql)) {
    await sql`
      insert into consents.template (id, version, authority, kind, paragraph, reason, activity, fields, longest_days,
        answer_days, required_for_service, drafted_by)
      select ${draftOf(authority)}, 1, ${authority}, kind, paragraph, reason, activity, fields, longest_days,
        answer_days, required_for_service, ${officer}
      from consents.template where id = 'loan' and version = 1`
    await sql`
      insert into powers_of_attorney.package (id, version, authority, fields, actions, activities, longest_days,
        grantor_from_age, holder_from_age, title_da, title_en, text_da, text_en, drafted_by)
      values (${draftOf(authority)}, 1, ${authority}, ${['Person.name']}, ${['READ']}, ${['KOM-17']}, 30, 18, 18,
        'Prøve', 'Trial', 'Prøve', 'Trial', ${officer})`
  }
}

/** Replaces those of the last world, which went with its consents and powers of attorney, and readings of signing rules. */
export async function makeProposals(sql: postgres.Sql, chance: Chance, grounds: Grounds): Promise<void> {
  await sql`delete from powers_of_attorney.signing_reading where content_hash = 'oracle'`
  for (const office of await readOffices(sql)) {
    await proposeConsents(sql, chance, grounds, office)
    await proposePowers(sql, chance, grounds, office)
    await proposeReadings(sql, chance, grounds, office)
  }
}

const commanded = (authority: string) => ({
  ...{ authority, command_id: randomUUID(), content_hash: 'oracle', case_reference: 'ORA-1' },
})
const lasting = { validFrom: null, validTo: dayAway(60).toISOString() }

async function proposeConsents(
  sql: postgres.Sql,
  chance: Chance,
  { cast, stage, activities }: Grounds,
  { authority, client, officer }: Office,
): Promise<void> {
  const own = await sql<{ id: string; subject: string; kind: string }[]>`
    select id, subject_id as subject, subject_kind as kind from consents.consent where authority = ${authority}
    order by requested_at, ctid`
  const registered = (supersedes: string | null) => ({
    ...{ template, templateVersion: 1, activity: chance.of(activities).id, fields: ['Person.name'] },
    ...{ parameters: { 'Case-Reference': ['ORA-1'] }, condition: false, ...lasting, supersedes },
    ...{ language: 'DA', textHash: 'oracle', channel: 'PAPER', signedOn: '2026-01-05', document: 'arkiv/3' },
  })
  const asked = chance.some(own, 4).map((about, index) => {
    const isNew = index % 2 === 0
    const subject = isNew ? someone(chance, cast, stage) : about.subject
    return {
      ...{ ...commanded(authority), client, proposed_by: officer, consent_id: isNew ? null : about.id },
      command: isNew ? 'REGISTER' : chance.of(['RESUME', 'INVALIDATE']),
      content: sql.json({
        ...{ subject, subjectKind: isNew ? 'PERSON' : about.kind, interest: chance.percent(50) },
        ...{ registered: isNew ? registered(about.id) : null, reason: isNew ? null : 'ERROR' },
      }),
      ...{ proposed_at: dayAway(-1 - (index % 3)), expires_at: dayAway(chance.percent(85) ? 13 : -1) },
    }
  })
  if (asked.length > 0) await sql`insert into consents.proposal ${sql(asked as never[])}`
}

async function proposePowers(
  sql: postgres.Sql,
  chance: Chance,
  { cast, stage }: Grounds,
  { authority, client, officer }: Office,
): Promise<void> {
  const future = await sql<{ id: string; grantor: string; kind: string }[]>`
    select id, grantor_id as grantor, grantor_kind as kind from powers_of_attorney.power_of_attorney
    where kind = 'FUTURE' order by given_at, ctid`
  const part = { fields: ['Person.name'], actions: ['READ'], activities: ['KOM-17'] }
  const holder = () => ({ holder: someone(chance, cast, stage), holderKind: 'PERSON', economic: false })
  const paper = { dated: '2026-01-05', document: 'arkiv/4' }
  const command = { client, officer, interest: false, decide_by: dayAway(13) }
  const activations = chance.some(future, 2).map(({ id, grantor, kind }) => ({
    ...{ ...commanded(authority), ...command, command: 'ACTIVATE', power_of_attorney_id: id },
    ...{ grantor_id: grantor, grantor_kind: kind },
    content: sql.json({ registered: null, scope: chance.percent(50) ? part : null }),
  }))
  const registrations = ['REGISTER', 'DECREE'].map(name => ({
    ...{ ...commanded(authority), ...command, command: name, power_of_attorney_id: null },
    ...{ grantor_id: someone(chance, cast, stage), grantor_kind: 'PERSON' },
    content: sql.json({ registered: { ...holder(), ...part, ...lasting, ...paper }, scope: null }),
  }))
  for (const [index, row] of [...activations, ...registrations].entries()) {
    const dated = { ...row, at: dayAway(-1 - (index % 3)) }
    await sql`insert into powers_of_attorney.steward_command ${sql(dated as never)}`
  }
}

/** Of some that wait, and of one that was approved of another text: nobody signs by any of them. */
async function proposeReadings(
  sql: postgres.Sql,
  chance: Chance,
  { cast, stage }: Grounds,
  { authority, client, officer }: Office,
): Promise<void> {
  const readings = chance.some(cast.businesses, 3).map(({ id }, index) => ({
    ...{ ...commanded(authority), client, proposed_by: officer, business_id: id, proposed_at: dayAway(-2) },
    ...{ text: 'Prøve', status: 'Prøve' },
    rule: sql.json({
      anyOf: [
        {
          allOf: [
            { group: 'DIRECTOR', n: 1, sole: true },
            { group: 'BOARD', n: 'ALL' },
          ],
        },
      ].concat([{ allOf: [{ person: chance.of(stage).id }] as never[] }]),
    }),
    ...(index === 0 && { approved_by: `${officer}-2`, approved_at: dayAway(-1) }),
  }))
  for (const row of readings) await sql`insert into powers_of_attorney.signing_reading ${sql(row as never)}`
}

export const readProposals = (sql: postgres.Sql) => sql<Proposal[]>`
  select id::text, authority, false as "forOperator" from consents.proposal
  union all select id::text, authority, false from powers_of_attorney.steward_command
  union all select id::text, authority, false from powers_of_attorney.signing_reading where approved_at is null
  union all select id, authority, true from consents.template where state = 'DRAFT'`

const operator = business('operator', today).cvr

const nothing = {
  ...{ edges: [], nodes: [], totalCount: 0 },
  pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null },
}

/** A root field of stewards, as its subgraph answers whoever asks. */
const asked = (subgraph: SubgraphName, name: string, [given, context, parent]: Parameters<Own>) =>
  definitions[subgraph].resolvers.Query![name]!(
    parent,
    given as never,
    { ...context, store: context.stores.get(subgraph) } as never,
    {} as never,
  )

/** Work across authorities is the operator's: of the rest a steward of another one is told nothing, whatever is found. */
export function ownStewards({ as: { caller } }: Asked, world: World): Record<string, Own> {
  const own = world.systems.get(caller.client)?.authority
  if (own === operator) return {}
  return {
    'Query.consentTemplateDrafts': async (...call) => {
      const rows = (await asked('consents', 'consentTemplateDrafts', call)) as readonly Proposal[]
      return rows.filter(({ authority }) => authority === own)
    },
    'Query.powersOfGrantor': async (...call) => {
      const found = (await asked('powers-of-attorney', 'powersOfGrantor', call)) as {
        readonly nodes: readonly Power[]
      }
      return { ...found, nodes: found.nodes.filter(({ kind }) => kind === 'DECREE') }
    },
    'Query.unparsedSigningRules': async (...call) => {
      await asked('powers-of-attorney', 'unparsedSigningRules', call)
      return nothing
    },
  }
}

/** Nobody but the stewards of the authority whose it is reads what awaits a second one. */
export function tellsProposals(
  { as: { caller }, text, variables }: Asked,
  data: unknown,
  world: World,
): string | null {
  const [answer, sent] = [JSON.stringify(data), `${text} ${JSON.stringify(variables)}`]
  const own = caller.kind === 'SYSTEM' && caller.officer ? world.systems.get(caller.client)?.authority : null
  const isTheirs = ({ authority, forOperator }: Proposal) =>
    authority === own || (forOperator && own === operator)
  const told = world.proposals.some(
    one => !isTheirs(one) && answer.includes(one.id) && !sent.includes(one.id),
  )
  return told ? "data: tells of another authority's proposal" : null
}
