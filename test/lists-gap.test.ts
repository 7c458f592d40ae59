// A listed person whose facts cannot be read: the page is refused, for whoever must miss nobody would not see the gap.
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { Services } from '../access/operation.ts'
import { type Asked, type Cases, expectNowhere, openCases } from './asked.ts'
import { system } from './platform.ts'

let cases: Cases
let services: { -readonly [Name in keyof Services]: Services[Name] }
let readFacts: Services['readFacts']
let anna: string
beforeAll(async () => {
  cases = await openCases()
  services = cases.subgraphs.services
  readFacts = services.readFacts
  anna = await cases.idOf('anna')
})
afterEach(() => {
  services.readFacts = readFacts
})
afterAll(() => cases?.close())

/** Nothing can be read about her, and all about everybody else. */
function loseAnna(): void {
  services.readFacts = async query => {
    const { caller, subjects } = await readFacts(query)
    return { caller, subjects: new Map([...subjects].filter(([, { id }]) => id !== anna)) }
  }
}

const list = (asked: string, where: string): Promise<Asked> =>
  cases.ask(system('skat-sagssystem', 'SKAT-2'), `{ persons(first: 100, where: ${where}) { ${asked} } }`)
const holms = '{ lastName: { eq: "Holm" } }'
const page = 'totalCount nodes { id name { full } } edges { cursor node { id } }'

test('the page shows her and the others while all is well', async () => {
  const { data, refused } = await list(page, holms)
  expect(refused).toEqual([])
  expect(data.persons.nodes.map(({ id }: { id: string }) => id)).toContain(anna)
  expect(data.persons.nodes.length).toBeGreaterThan(1)
})

test('one who cannot be decided about refuses the page, and nobody is recorded as shown', async () => {
  loseAnna()
  const result = await list(page, holms)
  expect(result.data.persons).toMatchObject({ nodes: null, edges: null })
  expect(result.refused).toEqual(['persons.edges INDETERMINATE', 'persons.nodes INDETERMINATE'])
  expect(result.recorded).toEqual(['Query.persons INDETERMINATE', 'Query.persons LAW'])
  expect(result.records.map(({ subject_id }) => subject_id)).toEqual([null])
  expectNowhere(result, [anna, 'Holm'])
})

test('a page without her is shown', async () => {
  loseAnna()
  const { data, refused } = await list('nodes { id }', '{ not: { lastName: { eq: "Holm" } } }')
  expect(refused).toEqual([])
  expect(data.persons.nodes.length).toBeGreaterThan(10)
})

test('a page that is only counted shows nobody', async () => {
  loseAnna()
  const { data, refused } = await list('totalCount', holms)
  expect([data.persons.totalCount > 1, refused]).toEqual([true, []])
})

test('facts that come only when asked for again refuse the look-up: null would say that there is nobody', async () => {
  let asked = 0
  services.readFacts = async query => {
    if (asked++ === 0) throw new Error('lost')
    return readFacts(query)
  }
  const result = await cases.ask(
    system('skat-sagssystem', 'SKAT-2'),
    `{ personById(id: "${anna}") { name { full } } }`,
  )
  expect(result.data).toEqual({ personById: null })
  expect(result.refused).toEqual(['personById INDETERMINATE'])
})
