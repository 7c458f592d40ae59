// Random operations over the toy federation and over graphql-js on one merged schema: same data, same errors, same paths.
import fc from 'fast-check'
import { type DocumentNode, execute, type GraphQLFormattedError, parse, validate } from 'graphql'
import { expect, test } from 'vitest'
import { checkDocument } from '../door/document.ts'
import { createExecutor } from '../gateway/execute.ts'
import { type RandomOperation, randomOperation } from './random-operation.ts'
import { type Faults, mergedSchema, supergraph, toyTransports } from './toy-federation.ts'

const runs = Number(process.env.DIFFERENTIAL_RUNS ?? 500)
const { apiSchema } = createExecutor({ supergraph, transports: {} })

/** FNV-1a: the same faults for the same seed, whichever side asks, and however often. */
function faultsOf(seed: number, rate: number): Faults {
  return (coordinate, id) => {
    let hash = 2166136261 ^ seed
    for (const char of `${coordinate}/${id}`) hash = Math.imul(hash ^ char.charCodeAt(0), 16777619)
    const roll = (hash >>> 8) % 100
    return roll < rate ? 'throw' : roll < 2 * rate ? 'null' : undefined
  }
}

async function federated({ text, variables }: RandomOperation, document: DocumentNode, faults: Faults) {
  const executor = createExecutor({ supergraph, transports: toyTransports(faults) })
  return executor.execute({ document, documentText: text, variables, context: undefined })
}

const written = (answer: unknown): string => JSON.stringify(answer ?? null)

/** The messages at each place; what led to a null further up is told by that place alone. */
function errorsOf(data: unknown, errors: readonly GraphQLFormattedError[] = []): Map<string, Set<string>> {
  const places = new Map<string, Set<string>>()
  for (const error of errors) {
    const { place, message } = placeOf(data, error)
    places.set(place, (places.get(place) ?? new Set()).add(message))
  }
  return places
}

/**
 * Which of several failing non-null fields nulls their parent first depends on the order of the fetches, and the
 * specification leaves it open (6.4.4): such errors are compared by the place that became null.
 */
function placeOf(
  data: unknown,
  { path = [], message }: GraphQLFormattedError,
): { place: string; message: string } {
  let value = data
  for (const [index, step] of path.entries()) {
    if (value === null) return { place: path.slice(0, index).join('.'), message: 'something below failed' }
    value = (value as Record<string | number, unknown>)[step]
  }
  return { place: path.join('.'), message }
}

/** Where several required inputs failed, graphql-js tells the first of them and the gateway all. */
function expectSameErrors(
  ours: Map<string, Set<string>>,
  right: Map<string, Set<string>>,
  text: string,
): void {
  expect([...ours.keys()].sort(), text).toEqual([...right.keys()].sort())
  for (const [place, messages] of right) {
    for (const message of messages)
      expect([...(ours.get(place) ?? [])], `${place} in ${text}`).toContain(message)
  }
}

test('the gateway answers as graphql-js does', async () => {
  let compared = 0
  let withErrors = 0
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.nat(999), { minLength: 20, maxLength: 160, size: 'max' }),
      fc.nat(1_000_000),
      fc.constantFrom(0, 4, 12),
      async (tape, seed, rate) => {
        const operation = randomOperation(apiSchema, tape)
        const document = parse(operation.text)
        fc.pre(validate(apiSchema, document).length === 0)
        checkDocument(document)
        const faults = faultsOf(seed, rate)
        const right = await execute({
          schema: mergedSchema(apiSchema, faults),
          document,
          variableValues: operation.variables,
        })
        const ours = await federated(operation, document, faults)
        compared++
        if (right.errors) withErrors++
        expect(written(ours.data), operation.text).toBe(written(right.data))
        const rightErrors = right.errors?.map(error => error.toJSON())
        expectSameErrors(errorsOf(ours.data, ours.errors), errorsOf(right.data, rightErrors), operation.text)
      },
    ),
    { numRuns: runs, seed: 20260401, maxSkipsPerRun: 20 },
  )
  expect(compared).toBeGreaterThanOrEqual(runs)
  expect(withErrors).toBeGreaterThan(runs / 5)
}, 240_000)
