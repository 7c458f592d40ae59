// The code's own rules: which way imports point, how files begin, how long they are, and what stands in one place only.
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { describe, expect, test } from 'vitest'
import { help, refusalCodes } from '../access/refusals.ts'
import { problem, problemCodes } from '../subgraphs/problems.ts'

const root = new URL('..', import.meta.url).pathname
const skipped = ['node_modules', '.git', '.data', 'dist']

/** Paths from the root of the project. */
function filesIn(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap(entry => {
    if (skipped.includes(entry.name)) return []
    const path = join(folder, entry.name)
    return entry.isDirectory() ? filesIn(path) : [path]
  })
}

const files = filesIn('')
const sources = files
  .filter(path => /\.tsx?$/.test(path))
  .map(path => ({ path, text: readFileSync(join(root, path), 'utf8') }))
const product = sources.filter(({ path }) => !path.startsWith('test/') && path !== 'vitest.config.ts')
const offenders = (wrong: (source: { path: string; text: string }) => boolean, among = sources) =>
  among.filter(wrong).map(({ path }) => path)

/** Paths of the project's own files that a file imports or re-exports. */
function importsOf({ path, text }: { path: string; text: string }): readonly string[] {
  const found = text.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*'(\.{1,2}\/[^']+)'/g)
  return [...found].map(([, target]) => relative(root, join(root, dirname(path), target!)))
}

/** `subgraphs/consents/import/x.ts` → `subgraphs/consents`; the shared files of subgraphs/ are `subgraphs`. */
function partOf(path: string): string {
  const [top = '', second = ''] = path.split('/')
  if (top === 'subgraphs' && path.split('/').length > 2) return `subgraphs/${second}`
  return path.includes('/') ? top : 'settings'
}

// What each part may import, besides itself. `commands` starts everything and may import anything.
const register = ['schema', 'access', 'database', 'door', 'subgraphs', 'settings']
const allowed: Readonly<Record<string, readonly string[]>> = {
  settings: [],
  schema: [],
  database: ['schema', 'settings'],
  access: ['schema', 'database'],
  door: ['schema', 'access', 'database', 'settings'],
  // The generator writes the register's own layouts.
  sample: ['subgraphs/persons'],
  issuer: ['door', 'sample', 'settings'],
  subgraphs: [...register, 'subgraphs/*'],
  'subgraphs/persons': register,
  'subgraphs/businesses': register,
  'subgraphs/consents': register,
  'subgraphs/powers-of-attorney': register,
  'subgraphs/authorities': register,
  'subgraphs/access-log': register,
  'subgraphs/notices': register,
  'subgraphs/changes': register,
  'subgraphs/cases': register,
  gateway: ['schema', 'access', 'database', 'door', 'subgraphs', 'settings', 'issuer', 'playground'],
  // What the server tells the page of those who can sign in.
  playground: ['issuer'],
  // A client of the graph: beside the door it serves at, only the words for fields.
  console: ['access', 'door'],
}

const mayImport = (from: string, to: string): boolean =>
  from === to ||
  from === 'commands' ||
  // Measures the product's own parts, and is imported by its command alone.
  from === 'bench' ||
  (allowed[from] ?? []).includes(to) ||
  (to.startsWith('subgraphs/') && (allowed[from] ?? []).includes('subgraphs/*'))

describe('imports', () => {
  test('point one way', () => {
    const wrong = product.flatMap(source =>
      importsOf(source)
        .filter(target => !mayImport(partOf(source.path), partOf(target)))
        .map(target => `${source.path} → ${target}`),
    )
    expect(wrong).toEqual([])
  })

  test('of one subgraph lead to no other', () => {
    const wrong = product
      .filter(({ path }) => partOf(path).startsWith('subgraphs/'))
      .flatMap(source =>
        importsOf(source).filter(
          target => partOf(target).startsWith('subgraphs/') && partOf(target) !== partOf(source.path),
        ),
      )
    expect(wrong).toEqual([])
  })

  test('by the product lead to no test', () => {
    expect(
      offenders(source => importsOf(source).some(target => target.startsWith('test/')), product),
    ).toEqual([])
  })

  test('are read by this test at all', () => {
    expect(product.flatMap(importsOf).length).toBeGreaterThan(200)
    expect(
      importsOf({
        path: 'access/x.ts',
        text: "import type { A } from '../gateway/a.ts'\nexport * from './b.ts'",
      }),
    ).toEqual(['gateway/a.ts', 'access/b.ts'])
    expect(mayImport('access', 'gateway')).toBe(false)
    expect(mayImport('subgraphs/persons', 'subgraphs/consents')).toBe(false)
  })
})

describe('every source file', () => {
  test('opens with a sentence that says what it is for', () => {
    expect(offenders(({ text }) => !/^(#!.*\n)?(\/\/|\/\*\*?) ?.{10,}/.test(text))).toEqual([])
    expect(
      offenders(({ text }) => !/^\/\/ .*(\n\/\/ .*)*[.?:)]/.test(text) && !text.startsWith('/*')),
    ).toEqual([])
  })

  test('has at most 300 lines', () => {
    expect(offenders(({ text }) => text.split('\n').length > 301)).toEqual([])
  })

  test('says nothing of things to be done later', () => {
    const word = new RegExp(`\\b(${['TO', 'DO'].join('')}|${['FIX', 'ME'].join('')})\\b`)
    expect(offenders(({ text }) => word.test(text))).toEqual([])
  })

  test('skips no test and runs none alone', () => {
    const tests = sources.filter(({ path }) => path.endsWith('.test.ts'))
    expect(
      offenders(({ text }) => /\b(test|it|describe)\.only\(|\b(test|it|describe)\.todo\(/.test(text), tests),
    ).toEqual([])
  })
})

test('no file or folder is named for being shared', () => {
  expect(files.filter(path => /(^|\/)(utils?|helpers?|common|misc|types)(\.tsx?)?(\/|$)/.test(path))).toEqual(
    [],
  )
  expect(product.filter(({ path }) => /(^|\/)index\.tsx?$/.test(path)).map(({ path }) => path)).toEqual([])
})

describe('in one place only', () => {
  // Its licence (Elastic) allows no service that is offered to others: it measures and checks ours, and is not part of it.
  test('@apollo/gateway is used by tests and bench, and installed for development only', () => {
    const users = sources.filter(({ text }) => /['"]@apollo\/gateway['"/]/.test(text))
    expect(users.map(({ path }) => path).filter(path => !/^(test|bench)\//.test(path))).toEqual([])
    const { dependencies, devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
    expect(Object.keys(dependencies)).not.toContain('@apollo/gateway')
    expect(Object.keys(devDependencies)).toContain('@apollo/gateway')
  })

  test('the environment is read in settings.ts', () => {
    expect(
      offenders(({ text }) => /(?<!')\bprocess\.env\b/.test(text.replace(/\/\/.*$/gm, '')), product),
    ).toEqual(['settings.ts'])
  })

  test('graphql-shield is used in access/shield.ts', () => {
    const used = /(from|require\()\s*'graphql-shield'|import\('graphql-shield'\)/
    expect(offenders(({ text }) => used.test(text), product)).toEqual(['access/shield.ts'])
  })

  test('SQL as plain text is run in database/ only', () => {
    const wrong = offenders(({ text }) => /\b\w+\.unsafe\(/.test(text), product)
    expect(wrong.filter(path => !path.startsWith('database/'))).toEqual([])
  })
})

describe('words', () => {
  test.each(refusalCodes)('the refusal %s says in both languages what would make it allowed', code => {
    const { da, en } = help(code)
    expect([da.length > 20, en.length > 20, da === en]).toEqual([true, true, false])
  })

  test.each(problemCodes)('the problem %s is worded in both languages', code => {
    const { message } = problem(code, 'input')
    const [da, en] = [message({ language: 'DA' }), message({ language: 'EN' })]
    expect([da.length > 10, en.length > 10, da === en]).toEqual([true, true, false])
  })

  test('the closed list of refusals is the one that was agreed', () => {
    expect([...refusalCodes].sort()).toEqual(
      `ACTIVITY_MISSING ACTIVITY_UNKNOWN ACTIVITY_ENDED ACTIVITY_FIELD_OUTSIDE ACTIVITY_REACH CONSENT_MISSING CONSENT_NOT_YET
      CONSENT_WITHDRAWN CONSENT_EXPIRED CONSENT_SUSPENDED CONSENT_FIELD_OUTSIDE CONSENT_PARAMETER_OUTSIDE MANDATE_MISSING
      MANDATE_EXPIRED MANDATE_LAPSED MANDATE_SCOPE MANDATE_DEPTH SIGNING_RULE_UNMET SIGNING_RULE_UNPARSED NUMBER_NEVER_PRIVATE
      INDETERMINATE LOG_UNAVAILABLE`
        .split(/\s+/)
        .sort(),
    )
  })
})
