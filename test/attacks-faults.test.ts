// A subgraph whose facts or release fail, or whose facts change under it: what it gives then, and what it records (G37).
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { answer } from '../access/answer.ts'
import type { Services } from '../access/operation.ts'
import type { Settlement } from '../access/release.ts'
import { type Asked, type Cases, expectNowhere, kommune, openCases } from './asked.ts'
import { type As, requestOf } from './platform.ts'

let cases: Cases
beforeAll(async () => {
  cases = await openCases()
})
afterAll(() => cases?.close())

/** As the subgraph's own server does it, with services that fail. */
async function failingAt(as: As, query: string, variables: object, services: Services): Promise<Asked> {
  const request = requestOf(as)
  const subgraph = cases.subgraphs.running.find(({ name }) => name === 'persons')!
  const executed = await answer(request, { hash: 'x', mutation: false }, services, context =>
    subgraph.run({ query, variables: variables as Record<string, unknown> }, context),
  )
  return cases.readBack(request.id, 200, JSON.stringify(executed))
}

const entities = (selection: string) =>
  `query E($r: [_Any!]!) { _entities(representations: $r) { ${selection} } }`
const person = (id: string) => ({ r: [{ __typename: 'Person', id }] })

describe('when deciding or recording fails', () => {
  const name = entities('... on Person { name { full } }')
  const failing = async (changes: Partial<Services>) =>
    failingAt(kommune('KOM-17'), name, person(await cases.idOf('anna')), {
      ...cases.subgraphs.services,
      ...changes,
    })

  test('facts that cannot be read: INDETERMINATE, recorded as refused (G37)', async () => {
    const result = await failing({ readFacts: () => Promise.reject(new Error('gone')) })
    expect(result.refused).toEqual(['_entities.0.name INDETERMINATE'])
    expect(result.recorded).toEqual(['Person.name INDETERMINATE'])
    expectNowhere(result, ['Anna', 'gone'])
  })

  test('a release that never holds: nothing is given, and the last thing recorded is its refusal', async () => {
    const settlements: Settlement[] = []
    const result = await failing({
      release: async settlement => {
        settlements.push(settlement)
        return ['time']
      },
    })
    expect([result.data, result.refused]).toEqual([null, ['INDETERMINATE']])
    expect(settlements.length).toBeGreaterThanOrEqual(3)
    expect(settlements.at(-1)!.records).toMatchObject([
      { given: [], refused: [{ field: 'Person.name', code: 'INDETERMINATE' }] },
    ])
    expectNowhere(result, ['Anna'])
  })

  test('a release that fails: LOG_UNAVAILABLE and no data', async () => {
    const result = await failing({ release: () => Promise.reject(new Error('disk full')) })
    expect([result.data, result.refused]).toEqual([null, ['LOG_UNAVAILABLE']])
    expectNowhere(result, ['Anna', 'disk'])
  })

  const civilStatus = entities('... on Person { civilStatus { status } }')
  /** Something happens after the decision, before it is recorded. */
  const meanwhile = async (happens: () => Promise<unknown>) => {
    let attempts = 0
    const { services } = cases.subgraphs
    const release: Services['release'] = async settlement => {
      attempts += 1
      if (attempts === 1) await happens()
      return services.release(settlement)
    }
    const result = await failingAt(kommune('KOM-17'), civilStatus, person(await cases.idOf('freja')), {
      ...services,
      release,
    })
    return { attempts, result }
  }

  test('a consent withdrawn while the answer was made: decided again, refused, recorded once', async () => {
    const id = await cases.consented(kommune('KOM-17'), 'freja', { fields: ['Person.civilStatus'] })
    const { attempts, result } = await meanwhile(
      () =>
        cases.database
          .admin`update consents.consent set state = 'WITHDRAWN', ended_at = clock_timestamp() where id = ${id}`,
    )
    expect([attempts, result.refused]).toEqual([2, ['_entities.0.civilStatus CONSENT_WITHDRAWN']])
    expect(result.recorded).toEqual(['Person.civilStatus CONSENT_WITHDRAWN'])
    expectNowhere(result, ['MARRIED'])
  })

  test('a fact about the person changed while the answer was made: decided again with the facts as they are then', async () => {
    const freja = await cases.idOf('freja')
    await cases.consented(kommune('KOM-17'), 'freja', { fields: ['Person.civilStatus'] })
    const { attempts, result } = await meanwhile(
      () => cases.database.admin`select access.raise_standing(${[freja]}::uuid[])`,
    )
    expect([attempts, result.errors]).toEqual([2, []])
    expect(result.recorded).toEqual(['Person.civilStatus CONSENT'])
  })
})
