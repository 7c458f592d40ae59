// Settings: each declared once, checked at the start with all mistakes at once, and the README's table agrees.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { business, testSeries } from '../sample/businesses.ts'
import { isLoopback, readSettings, settingRows } from '../settings.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

test('nothing set: the defaults hold, and they are valid', () => {
  expect(readSettings({})).toMatchObject({
    port: 4000,
    host: '127.0.0.1',
    databaseUrl: null,
    secret: null,
    dataFolder: '.data',
    issuer: null,
    claimOfficer: 'act.sub',
  })
})

test.each`
  name              | text                         | message
  ${'PORT'}         | ${'0'}                       | ${'PORT must be a whole number from 1 to 65535.'}
  ${'PORT'}         | ${'4000x'}                   | ${'PORT must be a whole number from 1 to 65535.'}
  ${'PORT'}         | ${'-1'}                      | ${'PORT must be a whole number from 1 to 65535.'}
  ${'DATABASE_URL'} | ${'mysql://a:hemmelig@b/c'}  | ${/^DATABASE_URL must be an address that begins with postgres:/}
  ${'DATABASE_URL'} | ${'postgres://a:hemmelig@b'} | ${/ends with the name of a database/}
  ${'DATABASE_URL'} | ${'hemmelig'}                | ${/^DATABASE_URL must be an address/}
  ${'SECRET'}       | ${'hemmelig'}                | ${'SECRET must have at least 32 characters.'}
  ${'ISSUER'}       | ${'example.org'}             | ${/^ISSUER must be an address/}
  ${'OPERATOR_CVR'} | ${'hemmelig'}                | ${'OPERATOR_CVR must be a CVR number: eight digits.'}
  ${'CLAIM_PERSON'} | ${'a b'}                     | ${'CLAIM_PERSON must be the name of a claim.'}
  ${'LOG'}          | ${'loud'}                    | ${'LOG must be one of: silent, errors, requests.'}
  ${'HOST'}         | ${'0.0.0.0'}                 | ${/127\.0\.0\.1, or name your own issuer in ISSUER/}
  ${'HOST'}         | ${'::'}                      | ${/127\.0\.0\.1, or name your own issuer in ISSUER/}
`('$name=$text is refused, and the value is not repeated', ({ name, text, message }) => {
  const refusal = refusalOf({ [name]: text })
  expect(refusal).toMatch(message)
  expect(refusal).not.toContain('hemmelig')
})

test('all mistakes at once, one a line', () => {
  const refusal = refusalOf({ PORT: 'x', SECRET: 'short', LOG: 'loud', HOST: '0.0.0.0' })
  expect(refusal.split('\n').map(line => line.split(' ')[0])).toEqual(['PORT', 'SECRET', 'LOG', 'HOST'])
})

test('beyond loopback with an issuer of one’s own', () => {
  expect(readSettings({ HOST: '0.0.0.0', ISSUER: 'https://login.example.org' }).host).toBe('0.0.0.0')
})

test.each`
  host                | expected
  ${'127.0.0.1'}      | ${true}
  ${'127.9.9.9'}      | ${true}
  ${'::1'}            | ${true}
  ${'localhost'}      | ${true}
  ${'0.0.0.0'}        | ${false}
  ${'127.0.0.1.evil'} | ${false}
  ${'10.0.0.1'}       | ${false}
`('$host is loopback: $expected', ({ host, expected }) => {
  expect(isLoopback(host)).toBe(expected)
})

describe('documentation and code', () => {
  test('names are unique', () => {
    expect(new Set(settingRows.map(row => row.name)).size).toBe(settingRows.length)
  })

  test('the operator and the test series are those of the sample', () => {
    const { operatorCvr, cvrTestSeries } = readSettings({})
    expect(operatorCvr).toBe(business('operator', new Date()).cvr)
    expect(cvrTestSeries).toEqual(expect.arrayContaining([...testSeries]))
  })

  test("the README's table is this one", () => {
    const readme = readFileSync(join(root, 'README.md'), 'utf8')
    expect(readme).toContain(settingsTable())
  })

  test('process.env is read in settings.ts only', () => {
    // In quotes it is the name that a bundler replaces.
    const readers = sources(root).filter(file =>
      /(?<!')process\.env/.test(readFileSync(join(root, file), 'utf8')),
    )
    expect(readers.filter(file => file !== 'settings.ts')).toEqual([])
  })
})

/** The table as the README holds it; print it with `vitest run test/settings.test.ts` when the comparison fails. */
function settingsTable(): string {
  const rows = settingRows.map(
    ({ name, default: value, meaning }) => `| \`${name}\` | ${value ? `\`${value}\`` : ''} | ${meaning} |`,
  )
  return ['| Setting | Default | Meaning |', '|---|---|---|', ...rows].join('\n')
}

function refusalOf(environment: Record<string, string>): string {
  try {
    readSettings(environment)
  } catch (error) {
    return (error as Error).message
  }
  throw new Error('The settings were accepted.')
}

function sources(folder: string): readonly string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { withFileTypes: true }).flatMap(entry => {
    if (entry.name.startsWith('.') || entry.name === 'node_modules' || entry.name === 'test') return []
    if (entry.isDirectory()) return sources(join(folder, entry.name)).map(name => join(entry.name, name))
    return /\.(ts|tsx|js)$/.test(entry.name) ? [entry.name] : []
  })
}
