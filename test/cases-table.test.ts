// The tables of cases F, L, G and X: where each is tested, in which ways, and why not in all three.
import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

/** Asked through the gateway in process, through a gateway over HTTP, and straight at a subgraph. */
// biome-ignore format: a table
const threeWays: Readonly<Record<string, readonly string[]>> = {
  'cases-purpose': ['F01', 'F02', 'F04', 'G45'],
  'cases-protection': ['F05', 'F07', 'X1', 'X2', 'X3', 'X4', 'X5', 'X6', 'X7', 'X8'],
  'cases-officers': ['F13'],
  'cases-replay': ['F15', 'F17', 'X9', 'X10'],
  'cases-log': ['L02', 'L03', 'L05', 'L07', 'L09', 'L11'],
  'cases-log-down': ['L01'],
  attacks: ['G01', 'G02', 'G06', 'G18', 'G19', 'G28'],
  'attacks-http': ['G20', 'G22', 'G27', 'G41'],
  'attacks-callers': ['G21', 'G24', 'G25', 'G26', 'G35'],
  'hostile-transport': ['G29', 'G30', 'G42', 'G43'],
  hostile: ['G33'],
}

/** Not in all three. */
// biome-ignore format: a table
const otherwise: readonly (readonly [id: string, file: string, why: string])[] = [
  ['F03', 'gates', 'composition fails before there is anything to ask'],
  ['L04', 'access-log-kill', 'kills processes: whole gateways, each with its subgraphs, as they run'],
  ['L12', 'persons-pages', 'pages of the whole register; a page is the same operation in each way'],
  ['G03', 'attacks', 'gateway alone: a subgraph has no field of a person behind its own reference'],
  ['G07', 'attacks', 'no schema has such a field'],
  ['G08', 'gates', 'composition fails before there is anything to ask'],
  ['G09', 'gates', 'composition fails before there is anything to ask'],
  ['G11', 'gates', 'composition fails before there is anything to ask'],
  ['G12', 'gates', 'composition fails before there is anything to ask'],
  ['G14', 'attacks-subgraph', 'straight alone: the gateway has no such field, which attacks.test.ts asks it for'],
  ['G15', 'attacks-subgraph', 'straight alone: the gateway has no such field, which attacks.test.ts asks it for'],
  ['G17', 'attacks-subgraph', 'straight alone: the gateway makes its representations itself'],
  ['G31', 'attacks', 'gateway alone: what a command returns of a person is another subgraph’s'],
  ['G34', 'gateway-errors', 'gateway alone: a subgraph that answers more than it was asked'],
  ['G36', 'gates', 'composition fails: no field that can be refused is non-null'],
  ['G37', 'attacks-faults', 'a facts statement that fails cannot be had from outside'],
  ['G39', 'enforce', 'composition fails first, so such a field is built by hand'],
  ['G44', 'transports', 'compares the ways with each other'],
  ['G46', 'oracle', 'thousands of operations, in process for speed'],
]

const textOf = (file: string): string => {
  const path = new URL(`./${file}.test.ts`, import.meta.url)
  return existsSync(path) ? readFileSync(path, 'utf8') : ''
}
const named = (id: string) => new RegExp(`\\b${id}\\b`)

test.each(Object.entries(threeWays))('%s.test.ts asks %s in three ways', (file, ids) => {
  const text = textOf(file)
  // The hostile ones send the same to every server there is, each in a process of its own; officers' tokens go over HTTP.
  expect(text).toMatch(/three-ways\.ts|over-http\.ts|everyServer|subgraphNames/)
  expect(ids.filter(id => !named(id).test(text))).toEqual([])
})

// Files that name their case by what it does.
const unnamed = new Map([
  ['L04', 'a gateway that answers before it records is found out'],
  ['G34', 'more than asked'],
])

test.each(otherwise)('%s is tested in %s.test.ts (%s)', (id, file) => {
  const text = textOf(file)
  expect(text).toMatch(unnamed.has(id) ? new RegExp(unnamed.get(id)!) : named(id))
})

test('every case of the tables stands here once', () => {
  const ids = [...Object.values(threeWays).flat(), ...otherwise.map(([id]) => id)]
  expect(new Set(ids).size).toBe(ids.length)
  const numbers = (letter: string, ...found: readonly number[]) =>
    found.map(number => `${letter}${letter === 'X' ? number : String(number).padStart(2, '0')}`)
  expect(ids.sort()).toEqual(
    [
      ...numbers('F', 1, 2, 3, 4, 5, 7, 13, 15, 17),
      // L10, retention, has tests of its own: nobody asks for it.
      ...numbers('L', 1, 2, 3, 4, 5, 7, 9, 11, 12),
      ...numbers(
        'G',
        1,
        2,
        3,
        6,
        7,
        8,
        9,
        11,
        12,
        14,
        15,
        17,
        18,
        19,
        20,
        21,
        22,
        24,
        25,
        26,
        27,
        28,
        29,
        30,
      ),
      ...numbers('G', 31, 33, 34, 35, 36, 37, 39, 41, 42, 43, 44, 45, 46),
      ...numbers('X', 1, 2, 3, 4, 5, 6, 7, 8, 9, 10),
    ].sort(),
  )
})
