// Mutants of lists, of officers' ways in and of what fails: planted while everything runs, the oracle must find every one.
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import type * as Acting from '../access/acting.ts'
import type * as Cursor from '../access/cursor.ts'
import type * as Decide from '../access/decide.ts'
import type * as Listing from '../access/listing.ts'
import type * as Enquiry from '../access/mandate-question.ts'
import type { Services } from '../access/operation.ts'
import type * as Officers from '../subgraphs/officer.ts'
import type { Order } from '../subgraphs/page.ts'
import type * as TimeOrder from '../subgraphs/time-order.ts'
import { type TestDatabase, testDatabase } from './database.ts'
import { type PlantedStewards, stewardMutants } from './mutants-stewards.ts'
import { type Oracle, openOracle, type Run } from './oracle.ts'
import { openPlatform, type Platform, system } from './platform.ts'

/** What is planted now. Everything is as it should be when it is empty. */
interface Planted extends PlantedStewards {
  listing?: (listing: Listing.Listing) => Listing.Listing
  scope?: (scope: Listing.ListScope) => Listing.ListScope
  entry?: (asker: Decide.Asker) => Decide.Asker
  officer?: Decide.Decision
  refusal?: (code: string) => Decide.Decision | null
  cursors?: (cursors: Cursor.Cursors) => Cursor.Cursors
}
const planted = vi.hoisted(() => ({ now: {} as Planted }))

vi.mock('../access/decide.ts', async original => {
  const actual = await original<typeof Decide>()
  return {
    ...actual,
    refuse: (code: Parameters<typeof Decide.refuse>[0]) => planted.now.refusal?.(code) ?? actual.refuse(code),
    decideEntry: (asker: Decide.Asker, reach: Parameters<typeof Decide.decideEntry>[1]) =>
      actual.decideEntry(planted.now.entry?.(asker) ?? asker, reach),
    decideOfficer: (asker: Decide.Asker, rule: Parameters<typeof Decide.decideOfficer>[1]) =>
      planted.now.officer ?? actual.decideOfficer(asker, rule),
  }
})

vi.mock('../access/listing.ts', async original => {
  const actual = await original<typeof Listing>()
  return {
    ...actual,
    decideListing: (asker: Decide.Asker, listing: Listing.Listing) =>
      actual.decideListing(asker, planted.now.listing?.(listing) ?? listing),
    listScope(activity: Parameters<typeof Listing.listScope>[0]) {
      const scope = actual.listScope(activity)
      return planted.now.scope?.(scope) ?? scope
    },
  }
})

vi.mock('../access/cursor.ts', async original => {
  const actual = await original<typeof Cursor>()
  return {
    ...actual,
    openCursors(key: Buffer) {
      const cursors = actual.openCursors(key)
      const now = () => planted.now.cursors?.(cursors) ?? cursors
      return {
        seal: (list: unknown, place: unknown) => now().seal(list, place),
        open: (list: unknown, cursor: string) => now().open(list, cursor),
      }
    },
  }
})

vi.mock('../access/acting.ts', async original => {
  const actual = await original<typeof Acting>()
  return {
    ...actual,
    actingOf(...given: Parameters<typeof Acting.actingOf>) {
      const acting = actual.actingOf(...given)
      return planted.now.acting?.(acting) ?? acting
    },
  }
})

vi.mock('../access/mandate-question.ts', async original => {
  const actual = await original<typeof Enquiry>()
  return {
    ...actual,
    judgeQuestion: (facts: Parameters<typeof Enquiry.judgeQuestion>[0], question: Enquiry.MandateQuestion) =>
      actual.judgeQuestion(facts, planted.now.question?.(question) ?? question),
  }
})

vi.mock('../subgraphs/officer.ts', async original => {
  const actual = await original<typeof Officers>()
  return {
    ...actual,
    async readOfficer(context: Parameters<typeof Officers.readOfficer>[0]) {
      const officer = await actual.readOfficer(context)
      return planted.now.steward?.(officer) ?? officer
    },
  }
})

vi.mock('../subgraphs/time-order.ts', async original => {
  const actual = await original<typeof TimeOrder>()
  return {
    ...actual,
    inEitherOrder<Statement>(prepare: (order: Order) => Statement) {
      const prepared = actual.inEitherOrder(prepare)
      const of = (order: Order) => prepared[planted.now.order?.(order) ?? order]
      return {
        get NEWEST_FIRST() {
          return of('NEWEST_FIRST')
        },
        get OLDEST_FIRST() {
          return of('OLDEST_FIRST')
        },
      }
    },
  }
})

let database: TestDatabase
let platform: Platform
let oracle: Oracle
let services: { -readonly [Name in keyof Services]: Services[Name] }
let original: Services
beforeAll(async () => {
  database = await testDatabase({ sample: true })
  platform = await openPlatform(database)
  oracle = await openOracle(database, platform)
  services = platform.subgraphs.services
  original = { ...services }
})
afterEach(() => {
  planted.now = {}
  Object.assign(services, original)
})
afterAll(async () => {
  await platform?.close()
  await database?.drop()
})

// In several worlds: not each has an activity that searches, or one of residents only.
const askOracle = async (operations: number, by?: Pick<Run, 'mostly' | 'root'>) =>
  (await oracle.run({ seed: 11, operations, worlds: 5, shrinks: false, ...by })).difference

/** Whoever may search or list. */
const listers: Run['mostly'] = ({ activity }, { activities }) =>
  (activities.get(activity ?? '')?.reach ?? 'LOOKUP') !== 'LOOKUP'

/** Whoever may search alone: few do, and only some searches find more than one may show. */
const searchers: Run['mostly'] = ({ activity }, { activities }) =>
  activities.get(activity ?? '')?.reach === 'SEARCH'

const none = { consents: [], mandates: [], standings: [], until: null }
const byLaw: Decide.Decision = { outcome: 'PERMIT', ground: 'LAW', relies: none }

/** An activity as if its authority were a public one. */
const asPublic = (asker: Decide.Asker): Decide.Asker => {
  const { activity } = asker.facts
  return activity ? { ...asker, facts: { ...asker.facts, activity: { ...activity, kind: 'PUBLIC' } } } : asker
}

const decode = (cursor: string): unknown[] => {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString())
  } catch {
    return []
  }
}

// Each as it could be written by mistake.
const mutants: Readonly<Record<string, () => unknown>> = {
  'filters and orders by what is refused': () => {
    planted.now.listing = listing => ({ ...listing, used: [] })
  },
  'filters by what takes consent': () => {
    planted.now.listing = listing => ({
      ...listing,
      used: listing.used.filter(rule => rule?.coordinate !== 'Person.name'),
    })
  },
  'searches by nothing': () => {
    planted.now.listing = listing => ({ ...listing, searched: true })
  },
  'takes a list of persons for an open one': () => {
    planted.now.listing = listing => ({ ...listing, entry: { ...listing.entry, class: 'OPEN' } })
  },
  'lists for private recipients': () => {
    planted.now.entry = asPublic
  },
  'counts those outside the population': () => {
    planted.now.scope = scope => ({ ...scope, population: null })
  },
  'searches without an end': () => {
    planted.now.scope = scope => ({ ...scope, most: null })
  },
  'takes a cursor of another list or caller': () => {
    planted.now.cursors = cursors => ({
      seal: (_, place) => cursors.seal('any', place),
      open: (_, cursor) => cursors.open('any', cursor),
    })
  },
  'does not seal cursors': () => {
    planted.now.cursors = cursors => ({
      seal: (list, place) => Buffer.from(JSON.stringify([JSON.stringify(list), place])).toString('base64url'),
      open(list, cursor) {
        const [own, place] = decode(cursor)
        return own === JSON.stringify(list) ? place : cursors.open(list, cursor)
      },
    })
  },
  'does not record whom a list shows': () => {
    services.release = settlement =>
      original.release({
        ...settlement,
        records: settlement.records.map(record => ({
          ...record,
          given: record.given.filter(({ field }) => field !== 'Query.persons'),
        })),
      })
  },
  'lets officers in under any activity': () => {
    planted.now.officer = byLaw
  },
  'permits what it could not read': () => {
    planted.now.refusal = code => (code === 'INDETERMINATE' ? byLaw : null)
  },
}

describe('the oracle', () => {
  test('finds nothing where nothing is planted', async () => {
    expect(await askOracle(60)).toBeNull()
  }, 240_000)

  test.each(Object.entries(mutants))(
    'finds one that %s',
    async (_, plant) => {
      await plant()
      const ofLists = planted.now.officer === undefined && planted.now.refusal === undefined
      const listed = planted.now.scope ? { mostly: searchers, root: 'persons' } : { mostly: listers }
      expect(await askOracle(1_500, ofLists ? listed : undefined)).toMatch(
        /data: right|errors: |records: |cursors: /,
      )
    },
    600_000,
  )

  test.each(Object.entries(stewardMutants))(
    'finds one that %s',
    async (_, { plant, run }) => {
      planted.now = plant
      expect(await askOracle(1_500, run)).toMatch(/data: |errors: |records: /)
    },
    600_000,
  )
})

describe('a check', () => {
  // Private recipients have no lists at all; were that given up, the lists would still be without the protected.
  test('of the list itself finds one that does not leave out the protected', async () => {
    planted.now = { entry: asPublic }
    expect(await listedProtected()).toEqual({ listed: false, others: true })
    planted.now = { entry: asPublic, scope: scope => ({ ...scope, withoutProtected: false }) }
    expect(await listedProtected()).toEqual({ listed: true, others: true })
  })
})

/** Whether a private recipient's list shows a protected person, and anybody else. */
async function listedProtected(): Promise<{ listed: boolean; others: boolean }> {
  const { admin } = database
  const [found] = await admin`select person_id from persons.protection
    where kind = '0001' and row_status = 'CURRENT' and effective_to > now() limit 1`
  await admin`insert into authorities.activity select 'PRV-1', authority from authorities.system
    where client = 'bank-kreditsystem' on conflict do nothing`
  await admin`insert into authorities.activity_version (activity, version, valid, purpose_da, purpose_en, legal_basis, act, reach,
      subjects, started_by, approved_by)
    values ('PRV-1', 1, tstzrange(now() - interval '1 day', null), 'Prøve', 'Trial', 'GDPR Art. 6(1)(e)', 'Ingen lov (prøve)',
      'LIST', '{PERSON}', 'AUTHORITY', '{one,another}') on conflict do nothing`
  await admin`insert into authorities.activity_field values ('PRV-1', 1, 'Person.birthDate', 'LAW') on conflict do nothing`
  await admin`insert into authorities.activity_system values ('PRV-1', 1, 'bank-kreditsystem') on conflict do nothing`
  const answer = await platform.ask(
    system('bank-kreditsystem', 'PRV-1'),
    '{ persons(first: 100) { nodes { id } } }',
  )
  const { nodes } = (answer.data as unknown as { persons: { nodes: { id: string }[] } }).persons
  const ids = nodes.map(({ id }) => id)
  return { listed: ids.includes(found!.person_id), others: ids.length > 10 }
}
