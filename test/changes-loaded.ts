// The platform with activities that follow changes, and deliveries of invented persons on top of the sample.
import { randomUUID } from 'node:crypto'
import { importCpr } from '../subgraphs/persons/import/load.ts'
import { openCases } from './asked.ts'
import { cprFile, cprPerson, cprRecord, inPieces } from './cpr-records.ts'
import { name } from './cpr-register.ts'
import { addActivity } from './lists-loaded.ts'
import type { As } from './platform.ts'

const law = ['Person.name', 'Person.address', 'Person.cpr']

const activities = [
  { id: 'CHG-1', reach: 'LIST', law, consent: ['Person.civilStatus', 'Person.citizenship'] },
  { id: 'CHG-2', reach: 'LIST', law: ['Person.address'], population: '0751' },
  { id: 'CHG-3', reach: 'LIST', law: ['Person.birthDate'], subjects: ['PERSON'] },
  { id: 'CHG-4', reach: 'LIST', law: [...law, 'Business.employment'], subjects: ['BUSINESS'] },
  { id: 'CHG-5', reach: 'LIST', consent: ['Person.civilStatus'] },
  { id: 'CHG-6', reach: 'SEARCH', law },
  { id: 'CHG-7', reach: 'LOOKUP', law },
  { id: 'CHG-8', reach: 'LIST', law, client: 'bank-kreditsystem' },
] as const

export const changesQuery = (fields: string) =>
  `query Follow($after: String, $first: Int! = 100) { changes(after: $after, first: $first) { ${fields} } }`
const page = changesQuery(
  'nodes { subject { ... on Person { id } ... on Business { id } } coordinate } pageInfo { hasNextPage endCursor }',
)

/** What of an invented person stands in a delivery. */
export interface Life {
  readonly firstNames?: string
  readonly municipality?: string
  readonly street?: string
  readonly civilStatus?: string
  readonly citizenship?: string
  readonly protected?: boolean
}

/** The records of a person who lives so. */
export const recordsOf = (number: string, life: Life = {}): readonly string[] => [
  cprPerson(number),
  name(number, life.firstNames ?? 'Prøve'),
  cprRecord('002', number, {
    ...{ KOMKOD: life.municipality ?? '0851', VEJKOD: life.street ?? '0016', HUSNR: '001' },
    TILFLYDTO: '201001011200',
  }),
  cprRecord('012', number, { CIVST: life.civilStatus ?? 'U', 'HAENSTART-CIVILSTAND': '199001010000' }),
  cprRecord('010', number, {
    LANDEKOD: life.citizenship ?? '5100',
    'HAENSTART-STATSBORGERSKAB': '199001010000',
  }),
  ...(life.protected
    ? [cprRecord('004', number, { BESKYTTYPE: '0001', 'START_DT-BESKYTTELSE': '2018-01-01' })]
    : []),
]

export async function openChanges() {
  const cases = await openCases()
  for (const one of activities) await addActivity(cases.database.admin, one)
  let day = Date.UTC(2020, 2, 1)

  return {
    ...cases,
    /** Loads a delivery, each of a day after the one before it. */
    async deliver(...records: readonly string[]) {
      day += 86_400_000
      const production = new Date(day).toISOString().slice(0, 10).replaceAll('-', '')
      const file = { name: 'invented.txt', bytes: inPieces(cprFile(records, { production })) }
      return importCpr(cases.database.sql('importer'), file)
    },
    idOf: (number: string) => cases.subgraphs.services.subjectOf('PERSON', number),
    /** The place in the feed as it is now. */
    async begin(as: As): Promise<string> {
      const { data, errors } = await cases.ask(as, page)
      if (errors.length > 0 || data.changes.nodes.length > 0) throw new Error('Did not begin.')
      return data.changes.pageInfo.endCursor
    },
    /** Everything that is told after a place, as `id coordinate`, and the place reached. */
    async follow(as: As, after: string, first = 100) {
      const told: string[] = []
      const pages: number[] = []
      for (let cursor = after; ; ) {
        const { data, errors } = await cases.ask(as, page, { after: cursor, first })
        if (errors.length > 0) throw new Error(`Was refused: ${JSON.stringify(errors)}`)
        const { nodes, pageInfo } = data.changes
        for (const { subject, coordinate } of nodes) told.push(`${subject.id} ${coordinate}`)
        pages.push(nodes.length)
        cursor = pageInfo.endCursor
        if (!pageInfo.hasNextPage) return { told, pages, cursor }
      }
    },
    /** A consent from a person to the municipality; its id. */
    async consent(subject: string, activity: string, fields: readonly string[]): Promise<string> {
      const [row] = await cases.database.admin`
        insert into consents.consent (subject_id, subject_kind, authority, requester_reference, activity, template,
          template_version, fields, state, answer_by, valid_from, valid_to)
        values (${subject}, 'PERSON', ${cases.cvr('kommune')}, ${randomUUID()}, ${activity}, 'loan', 1,
          ${[...fields]}, 'GRANTED', clock_timestamp(),
          clock_timestamp() - interval '9 days', clock_timestamp() + interval '9 days')
        returning id`
      return row!.id
    },
    /** Ends a consent as its withdrawal does. */
    withdraw: (id: string) =>
      cases.database
        .admin`update consents.consent set state = 'WITHDRAWN', ended_at = clock_timestamp() where id = ${id}`,
  }
}

export type Changes = Awaited<ReturnType<typeof openChanges>>
