// The right answers: plain graphql-js over the merged schema that enforces nothing, masked by the decision table.
import { type DocumentNode, execute, parse } from 'graphql'
import { refusalError } from '../access/refusal-error.ts'
import type { Request } from '../access/request.ts'
import type { Rights } from '../access/rights.ts'
import { readSigning } from '../access/signing.ts'
import { endOfTime } from '../database/instant.ts'
import { deriveKey } from '../database/secret.ts'
import { business } from '../sample/businesses.ts'
import { isId } from '../schema/id.ts'
import { definitions } from '../subgraphs/definitions.ts'
import { type SubgraphName, subgraphNames } from '../subgraphs/registry.ts'
import type { TestDatabase } from './database.ts'
import { subject as factsOf, mandate, rights as rightsOf } from './decision-facts.ts'
import { ownCases } from './oracle-cases.ts'
import { ownEnquiry } from './oracle-enquiry.ts'
import {
  type ExpectedPage,
  type Kind,
  type Places,
  pageOf,
  type Row,
  readRow,
  rowFields,
} from './oracle-lists.ts'
import { type Expected, mask } from './oracle-mask.ts'
import { nobody, nobodysRecord } from './oracle-nobody.ts'
import { ownOrders } from './oracle-orders.ts'
import { ownStewards } from './oracle-proposals.ts'
import { ownDormant } from './oracle-registered.ts'
import { entityKeys, rules } from './oracle-rules.ts'
import { type Aside, type OracleContext, type Own, oracleSchema } from './oracle-schema.ts'
import { isSupplier, judge, judgeOther } from './oracle-table.ts'
import { accessUnder } from './oracle-table-roots.ts'
import type { Asked, World } from './oracle-world.ts'
import { today } from './platform.ts'

export interface Right extends Expected {
  /** Pages of lists that were asked for at the root, by their path. */
  readonly pages: ReadonlyMap<string, ExpectedPage>
}

type SubjectOf = (kind: 'PERSON' | 'BUSINESS', number: string) => Promise<string>

/** Opens the subgraphs' own stores, and nothing of what guards them. */
export function openPlain(database: TestDatabase, subjectOf: SubjectOf) {
  const schema = oracleSchema()
  const operator = business('operator', today).cvr
  const receiptKey = deriveKey(database.secret, 'receipts')
  const opened = subgraphNames.map(
    name =>
      [
        name,
        definitions[name].open(database.sql(definitions[name].role), undefined, operator, receiptKey),
      ] as const,
  )

  function contextOf(request: Request, access: object, own: OracleContext['own']): OracleContext {
    const stores = new Map<SubgraphName, unknown>()
    const context = { request, access: access as OracleContext['access'], own, stores, trace: [] }
    for (const [name, open] of opened) stores.set(name, open(context as never))
    return context
  }

  /** Everyone whom lists can show, as plain graphql-js answers about them at the request's times. */
  async function readRows(kind: Kind, ids: readonly string[], request: Request): Promise<readonly Row[]> {
    const root = kind === 'Person' ? 'personById' : 'businessById'
    const parts = ids.map((id, index) => `r${index}: ${root}(id: "${id}") { ${rowFields[kind]} }`)
    const contextValue = contextOf(request, {}, {})
    const { data } = await execute({ schema, document: parse(`{ ${parts.join(' ')} }`), contextValue })
    return Object.values(data ?? {}).map(row => readRow(kind, row))
  }

  return {
    schema,
    readRows,
    async answer(asked: Asked, { world, request, document, places, rows }: Question): Promise<Right> {
      const listed: [object, ExpectedPage][] = []
      const list =
        (kind: Kind): Own =>
        async given => {
          const page = pageOf(kind, await rows(kind), given as never, { asked, world, places })
          listed.push([page.connection, page.page])
          return page.connection
        }
      const access = openAccess(asked, world, subjectOf)
      const stewards = ownStewards(asked, world)
      const own = {
        ...ownCases(asked, world, access.acting),
        ...{ ...stewards, ...ownOrders(stewards) },
        'Query.mandates': ownEnquiry(asked, world),
        'PowerOfAttorney.dormant': ownDormant(asked, world, access.acting),
        'Query.persons': list('Person'),
        'Query.businesses': list('Business'),
        'Query.myAccess': ({ activity }: { activity?: unknown }) =>
          accessUnder(asked, world, String(activity)),
        'Query._entities': entitiesOf(asked),
        // To a supplier it is nobody's (oracle-mask.ts): of that there is nothing, whatever the activity gives.
        ...(isSupplier(asked, world) && { 'Consent.uses': () => null, 'Consent.recipients': () => null }),
      }
      const context = contextOf(request, access, own)
      const variableValues = asked.variables
      const result = await execute({ schema, document, variableValues, contextValue: context })
      const right = mask(schema, asked, world, result, context.trace)
      const pages = context.trace.flatMap(({ path, value }) => {
        const found = listed.find(([connection]) => connection === value)
        return found ? [[path.join('.'), found[1]] as const] : []
      })
      return { ...(asked.as.unlogged ? unrecorded(right) : right), pages: new Map(pages) }
    },
  }
}

export interface Question {
  readonly world: World
  readonly request: Request
  readonly document: DocumentNode
  readonly places: Places
  readonly rows: (kind: Kind) => Promise<readonly Row[]>
}

/** No record, no data: one refusal of everything, unless there was nothing to record. */
function unrecorded(right: Expected): Expected {
  if (right.records.length === 0) return right
  const { code } = refusalError('LOG_UNAVAILABLE', { field: 'Query', activity: null }).extensions
  const errors = [` ${code} Query - `]
  return { ...right, data: null, errors, records: [], codes: [String(code)], permits: 0, changing: [] }
}

/** Which subgraph holds what the oracle looks up by itself. */
const holders: Readonly<Record<string, SubgraphName>> = { Case: 'cases' }

/** Objects by their keys, and by nothing else that a representation holds. */
function entitiesOf({ as }: Asked): Own {
  return async ({ representations }, context) =>
    Promise.all(
      (representations as Record<string, unknown>[]).map(async ({ __typename, ...given }) => {
        const type = String(__typename)
        const key = entityKeys.get(type)!
        const own = as.direct === holders[type] ? context.own[`${type}.__resolveReference`] : undefined
        const resolve = own ?? definitions[as.direct!].resolvers[type]!.__resolveReference!
        const store = context.stores.get(as.direct!)
        const reference = { __typename, [key]: given[key] }
        const asking = { ...context, store } as never
        // One that fails fails alone.
        const found = await (async () => resolve(reference, asking, {} as never, {} as never))().catch(
          (error: Error) => error,
        )
        if (found instanceof Error) return found
        return found ? { ...found, __typename } : nobodysRecord(type, given[key])
      }),
    )
}

/** Records of which a guardian sees those in matters of money, unless by another right. */
const guardiansOwn = ['Consent.state', 'PowerOfAttorney.state']

/** What a guardian acts by: guardianship, and a power of attorney that stands for every other right. */
function guardianRights(asked: Asked, world: World, person: string, ward: string): Rights | null {
  const isGuardian = world.guardians.some(
    one => world.idsOf(ward).includes(one.ward) && world.idsOf(person).includes(one.guardian),
  )
  const now = { ...asked, as: { ...asked.as, at: undefined } }
  const otherwise = guardiansOwn.filter(
    field => 'given' in judge(now, { ...world, guardians: [] }, rules.get(field)!, ward, []),
  )
  const always = { validFrom: new Date(0), validTo: endOfTime }
  return isGuardian
    ? rightsOf({ guardian: { until: null }, mandates: [mandate({ fields: otherwise, ...always })] })
    : null
}

/** Of whoever signs for a business, alone or with others: the one director of a company, which is enough to be known by. */
function signersRights({ signers, canonical }: World, person: string, business: string): Rights | null {
  const code = signers.get(canonical(business))?.codes.get(canonical(person))
  if (code !== null && code !== 'SIGNING_RULE_UNMET') return null
  const roles = [{ holder: factsOf().canonical, kind: 'PERSON', role: 'DIRECTOR' }]
  const nothing = { revision: null, status: null, text: null, decided: null, changed_at: null, until: null }
  return rightsOf({ signing: readSigning([{ ...nothing, business, form: '80', closed: false, roles }]) })
}

/** A supplier whose mandate does not hold acts for no authority. */
const nobodys = { authority: null, processor: null }

/** What resolvers ask of an operation besides decisions, answered from the world. */
function openAccess(asked: Asked, world: World, subjectOf: SubjectOf) {
  const { caller, represented } = asked.as
  const person = caller.kind === 'PERSON' ? caller.person : null
  const other = represented && represented.kind !== 'AUTHORITY' ? represented.id : null
  const controller = represented?.kind === 'AUTHORITY' ? represented.cvr : null
  const own = world.systems.get(caller.client)?.authority ?? null
  const ownSide = { authority: person === null ? own : null, processor: null }
  const supplied = isSupplier(asked, world) ? { authority: controller, processor: own } : nobodys
  const counting = controller === null ? ownSide : supplied
  const subject = other ?? person
  const known = (id: string): string => {
    if (world.isLost(id)) throw new Error('These facts cannot be read.')
    return id
  }
  const rights =
    person === null || other === null
      ? null
      : (guardianRights(asked, world, person, other) ?? signersRights(world, person, other))
  const acted = () => {
    // Whom one acts for is read first, also by a system.
    const read = subject === null ? null : known(subject)
    return person === null ? null : read
  }
  return {
    acting: async () => ({
      by: person === null ? 'SYSTEM' : other === null ? 'SUBJECT' : 'REPRESENTATIVE',
      ...counting,
      subject: acted(),
      subjectKind: person === null ? null : world.kindOf(subject!),
      self: person === null ? [] : world.idsOf(person),
      subjects: person === null ? [] : world.idsOf(subject!),
      ...{ rights, subjectFacts: rights && factsOf({ rights }), selfFacts: rights && factsOf() },
      // Of an authority's consents its supplier sees those under the stated activity.
      activity: controller === null ? null : { id: asked.as.activity ?? '' },
      at: world.at,
    }),
    idsOf: async (id: string) => world.idsOf(known(isId(id) ? id : nobody)),
    currentId: async (id: string) => world.canonical(known(id)),
    isDead: async (id: string) => world.person(known(id))?.dead ?? false,
    subjectOf,
    cover: async () => undefined,
    decideAside({ coordinate, subject: about }: Aside) {
      const verdict = judgeOther(asked, world, rules.get(coordinate)!, about)
      return { outcome: 'given' in verdict ? 'PERMIT' : 'WITHHOLD' }
    },
  }
}
