// Every field of a person and of a business, asked of the platform itself in each way: given or refused as its class says.
import { randomUUID } from 'node:crypto'
import {
  buildSchema,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isRequiredArgument,
} from 'graphql'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { FieldRule } from '../access/classification.ts'
import { classifyPlatform } from '../subgraphs/registry.ts'
import { type Cases, openCases } from './asked.ts'
import { apiSchemaText } from './console-schema.ts'
import { type As, system } from './platform.ts'

const rules = classifyPlatform()
const kinds = ['Person', 'Business'] as const
type Kind = (typeof kinds)[number]

let cases: Cases
let schema: GraphQLSchema
let ids: Readonly<Record<Kind, string>>
beforeAll(async () => {
  cases = await openCases()
  schema = buildSchema(await apiSchemaText(), { assumeValid: true })
  ids = { Person: await cases.idOf('henrik'), Business: await businessId() }
  await seed()
})
afterAll(() => cases?.close())

async function businessId(): Promise<string> {
  const [row] = await cases.database
    .admin`select id from businesses.business where cvr = ${cases.cvr('frisoer-ida')}`
  return row!.id
}

/** What a class can be given by: whoever asks of a number must be a public authority, and a municipality is one. */
const ruleOf = (kind: Kind, field: string): FieldRule => rules.get(kind)!.fields.get(field)!
const grantable = (kind: Kind) =>
  [...rules.get(kind)!.fields.values()]
    .filter(({ class: of }) => of !== 'OPEN')
    .map(({ coordinate }) => coordinate)

/** Activities of the municipality: one that gives everything by law, one by consent, one that gives nothing of a subject. */
async function seed(): Promise<void> {
  const { admin } = cases.database
  const all = kinds.flatMap(grantable)
  const fields = { 'COV-1': [all, 'LAW'], 'COV-2': [all, 'CONSENT'], 'COV-3': [[], 'LAW'] } as const
  for (const [activity, [coordinates, ground]] of Object.entries(fields)) {
    await admin`insert into authorities.activity (id, authority) values (${activity}, ${cases.cvr('kommune')})`
    await admin`insert into authorities.activity_version
        (activity, version, valid, purpose_da, purpose_en, legal_basis, act, reach, subjects, started_by, approved_by)
      values (${activity}, 1, tstzrange('2020-01-01', null), 'Prøve', 'Trial', 'GDPR Art. 6(1)(e)', 'Ingen lov (prøve)',
        'LIST', '{PERSON,BUSINESS}', 'APPLICATION', '{one,another}')`
    const rows = coordinates.map(coordinate => ({ activity, version: 1, coordinate, ground }))
    if (rows.length > 0) await admin`insert into authorities.activity_field ${admin(rows)}`
    await admin`insert into authorities.activity_system values (${activity}, 1, 'kommune-sagssystem')`
  }
}

/** Gives, or takes back, a consent of both subjects to everything. */
async function consent(given: boolean): Promise<void> {
  const { admin } = cases.database
  await admin`delete from consents.consent where activity = 'COV-2'`
  if (!given) return
  const rows = kinds.map(kind => ({
    ...{ subject_id: ids[kind], subject_kind: kind.toUpperCase(), authority: cases.cvr('kommune') },
    ...{ requester_reference: randomUUID(), activity: 'COV-2', template: 'loan', template_version: 1 },
    ...{ fields: grantable(kind), parameters: {}, state: 'GRANTED', answer_by: '2099-01-01' },
    ...{ valid_from: '2020-01-01', valid_to: '2099-01-01' },
  }))
  await admin`insert into consents.consent ${admin(rows as never[])}`
}

/** `name(arg: …) { __typename }`, with what each required argument takes. */
function asked({ name, args, type }: GraphQLField<unknown, unknown>): string {
  const given = args.filter(isRequiredArgument).map(arg => `${arg.name}: ${sample(String(arg.type))}`)
  const parts = isCompositeType(getNamedType(type)) ? ' { __typename }' : ''
  return `${name}${given.length > 0 ? `(${given.join(', ')})` : ''}${parts}`
}

const samples: Readonly<Record<string, string>> = {
  'ID!': '"4000000001"',
  'Int!': '2024',
  'String!': '"x"',
  'Date!': '"2024-01-01"',
  'DateTime!': '"2024-01-01T00:00:00Z"',
  'CPR!': '"0101010000"',
  'CVR!': '"99000011"',
}
const sample = (type: string): string => samples[type] ?? 'null'

const chunk = 25
const fieldsOf = (kind: Kind) => Object.values((schema.getType(kind) as GraphQLObjectType).getFields())

/** What became of each field: `given`, or the code of its refusal; asked a few at a time, for an operation has limits. */
async function outcomes(kind: Kind, as: As): Promise<Readonly<Record<string, string>>> {
  const found: Record<string, string> = {}
  const root = kind === 'Person' ? 'personById' : 'businessById'
  const fields = fieldsOf(kind)
  for (let from = 0; from < fields.length; from += chunk) {
    const part = fields.slice(from, from + chunk)
    const text = `query ($id: ID!) { subject: ${root}(id: $id) { ${part.map(asked).join(' ')} } }`
    const answer = await cases.ask(as, text, { id: ids[kind] })
    const codes = new Map(
      answer.refused.map(line => [line.slice(0, line.indexOf(' ')), line.slice(line.indexOf(' ') + 1)]),
    )
    for (const { name } of part) found[name] = codes.get(`subject.${name}`) ?? codes.get('subject') ?? 'given'
  }
  return found
}

/** The same by the class of each field alone: `open` of those that are open. */
const expected = (kind: Kind, outcome: string, open: string) =>
  Object.fromEntries(
    fieldsOf(kind).map(({ name }) => [name, ruleOf(kind, name).class === 'OPEN' ? open : outcome]),
  )

const municipality = (activity?: string) => system('kommune-sagssystem', activity)

// That a person exists is itself told only to whom something of them is given. Businesses are public.
test.each`
  kind          | way                      | activity     | outcome                     | open
  ${'Person'}   | ${'no activity'}         | ${undefined} | ${'ACTIVITY_MISSING'}       | ${'ACTIVITY_MISSING'}
  ${'Business'} | ${'no activity'}         | ${undefined} | ${'ACTIVITY_MISSING'}       | ${'given'}
  ${'Person'}   | ${'activity without it'} | ${'COV-3'}   | ${'ACTIVITY_FIELD_OUTSIDE'} | ${'ACTIVITY_FIELD_OUTSIDE'}
  ${'Business'} | ${'activity without it'} | ${'COV-3'}   | ${'ACTIVITY_FIELD_OUTSIDE'} | ${'given'}
  ${'Person'}   | ${'by law'}              | ${'COV-1'}   | ${'given'}                  | ${'given'}
  ${'Business'} | ${'by law'}              | ${'COV-1'}   | ${'given'}                  | ${'given'}
  ${'Person'}   | ${'without the consent'} | ${'COV-2'}   | ${'CONSENT_MISSING'}        | ${'CONSENT_MISSING'}
  ${'Business'} | ${'without the consent'} | ${'COV-2'}   | ${'CONSENT_MISSING'}        | ${'given'}
  ${'Person'}   | ${'by consent'}          | ${'COV-2'}   | ${'given'}                  | ${'given'}
  ${'Business'} | ${'by consent'}          | ${'COV-2'}   | ${'given'}                  | ${'given'}
`('$kind, $way: every field $outcome, open ones $open', async ({ kind, way, activity, outcome, open }) => {
  await consent(way === 'by consent')
  expect(await outcomes(kind, municipality(activity))).toEqual(expected(kind, outcome, open))
})

test.each`
  kind          | who         | outcome              | open
  ${'Person'}   | ${'henrik'} | ${'given'}           | ${'given'}
  ${'Person'}   | ${'anna'}   | ${'MANDATE_MISSING'} | ${'MANDATE_MISSING'}
  ${'Business'} | ${'anna'}   | ${'MANDATE_MISSING'} | ${'given'}
`('$kind, asked by $who: every field $outcome, open ones $open', async ({ kind, who, outcome, open }) => {
  expect(await outcomes(kind, await cases.citizen(who))).toEqual(expected(kind, outcome, open))
})
