// What the console makes by itself: files for spreadsheets, sealed forms, days in Denmark, a power of attorney step by step.
import { describe, expect, test } from 'vitest'
import { csv, csvFile, endOf } from '../console/csv.ts'
import { everyRow } from '../console/every-row.ts'
import { choicesWithin, coordinatesOfChoices, grantable, informationNames } from '../console/grantable.ts'
import { deedsOf, type Standing, sideOf } from '../console/power-actions.ts'
import { type Draft, firstOpen, inputOf, newDraft, stepsOf, take } from '../console/power-draft.ts'
import { saidOf } from '../console/said.ts'
import { seal, unseal } from '../console/seal.ts'
import { textsOf } from '../console/texts.ts'

describe('a file for spreadsheets', () => {
  test.each`
    value                | cell
    ${'plain'}           | ${'plain'}
    ${'a;b'}             | ${'"a;b"'}
    ${'say "no"'}        | ${'"say ""no"""'}
    ${'two\nlines'}      | ${'"two\nlines"'}
    ${'=1+1'}            | ${"'=1+1"}
    ${'+45'}             | ${"'+45"}
    ${'-1'}              | ${"'-1"}
    ${'@SUM(A1)'}        | ${"'@SUM(A1)"}
    ${'\tx'}             | ${"'\tx"}
    ${' =1+1'}           | ${"' =1+1"}
    ${'\r=1'}            | ${'"\'\r=1"'}
    ${'＝1+1'}           | ${"'＝1+1"}
    ${'=HYPERLINK("x")'} | ${'"\'=HYPERLINK(""x"")"'}
    ${null}              | ${''}
    ${7}                 | ${'7'}
  `('$value is written $cell', ({ value, cell }) => {
    expect(csv(['Æ'], [[value]])).toBe(`\uFEFFÆ\r\n${cell}\r\n`)
  })

  /** A list of so many pages, each of so many rows. */
  const listOf = (pages: number, size: number) => async (after: string | null) => ({
    nodes: Array.from({ length: size }, (_, row) => Number(after) * size + row),
    pageInfo: { hasNextPage: Number(after) + 1 < pages, endCursor: String(Number(after) + 1) },
  })

  test('holds every page of a list, and none of a list that is not given', async () => {
    expect(await everyRow(listOf(4, 1))).toEqual([0, 1, 2, 3])
    expect(await everyRow(async () => null)).toBe(null)
    expect(await everyRow(async () => ({ ...(await listOf(1, 1)(null)), nodes: null }))).toBe(null)
  })

  const [page, refused] = [listOf(9, 1), 'A list was not given to its end.']
  test.each`
    what           | later
    ${'refused'}   | ${async () => null}
    ${'not there'} | ${async () => undefined}
    ${'empty'}     | ${async () => ({ nodes: null, pageInfo: { hasNextPage: false, endCursor: null } })}
    ${'endless'}   | ${async () => ({ nodes: [], pageInfo: { hasNextPage: true, endCursor: '1' } })}
  `('a list whose later page is $what is no file', async ({ later }) => {
    const list = async (after: string | null) => (after === null ? page(after) : later())
    await expect(everyRow(list)).rejects.toThrow(refused)
  })

  test('a list whose later page fails is no file', async () => {
    const list = async (after: string | null) =>
      after === null ? page(after) : Promise.reject(new Error('x'))
    await expect(everyRow(list)).rejects.toThrow('x')
  })

  test.each`
    pages | rows     | lines    | isCut
    ${1}  | ${100}   | ${100}   | ${false}
    ${50} | ${5_000} | ${5_000} | ${false}
    ${51} | ${5_100} | ${5_000} | ${true}
    ${90} | ${5_100} | ${5_000} | ${true}
  `(
    'of $pages pages it holds $lines rows, and says whether that is all',
    async ({ pages, rows, lines, isCut }) => {
      const read = (await everyRow(listOf(pages, 100)))!
      expect(read).toHaveLength(rows)
      const { file } = csvFile(
        'list',
        ['No.'],
        read.map(row => [row]),
      )
      expect([file.name, file.text.split('\r\n').length - 2, file.isCut]).toEqual(['list.csv', lines, isCut])
      for (const language of ['da', 'en'] as const) {
        const end = endOf(file, textsOf(language).cutShort)
        expect(end.includes('5000')).toBe(isCut)
        expect(end === '' || /^[^;\r\n]+\r\n$/.test(end)).toBe(true)
      }
    },
  )
})

describe('what a form carries', () => {
  const sealed = seal({ number: '1234' }, 'token')
  test.each`
    what                | text                           | token      | opened
    ${'of the session'} | ${sealed}                      | ${'token'} | ${{ number: '1234' }}
    ${'of another'}     | ${sealed}                      | ${'other'} | ${null}
    ${'changed'}        | ${`${sealed.slice(0, -3)}AAA`} | ${'token'} | ${null}
    ${'cut'}            | ${sealed.slice(0, 30)}         | ${'token'} | ${null}
    ${'empty'}          | ${''}                          | ${'token'} | ${null}
    ${'no seal'}        | ${'<script>alert(1)</script>'} | ${'token'} | ${null}
  `('$what opens as $opened', ({ text, token, opened }) => {
    expect(unseal(text, token)).toEqual(opened)
  })

  test('says nothing, and never the same twice', () => {
    expect(Buffer.from(sealed, 'base64url').toString('latin1')).not.toContain('1234')
    expect(seal({ number: '1234' }, 'token')).not.toBe(sealed)
  })
})

const now = new Date('2026-06-01T10:00:00Z')
const taking = { now, coordinatesOf: coordinatesOfChoices }
const draft = (changes: Partial<Draft> = {}): Draft => ({ ...newDraft('give', ''), ...changes })

test.each`
  what                    | extensions                                            | da                                        | en
  ${'its own help'}       | ${{ access: { help: { da: 'Spørg.', en: 'Ask.' } } }} | ${'Spørg.'}                               | ${'Ask.'}
  ${'what a reader does'} | ${{ code: 'PERIOD_REVERSED' }}                        | ${expect.stringMatching(/^Perioden/)}     | ${expect.stringMatching(/^The period/)}
  ${'a cursor'}           | ${{ code: 'PAGE_CURSOR' }}                            | ${expect.stringMatching(/Begynd forfra/)} | ${expect.stringMatching(/Begin again/)}
  ${'another fault'}      | ${{ code: 'FAULT' }}                                  | ${'as it is'}                             | ${'as it is'}
`('the graph says against a request, in the language of its reader: $what', ({ extensions, da, en }) => {
  const error = { message: 'as it is', extensions }
  expect([saidOf(error, 'da'), saidOf(error, 'en')]).toEqual([da, en])
})

describe('a step', () => {
  test.each`
    step       | form                                       | faults
    ${'party'} | ${'partyKind=PERSON&number=010203-0405'}   | ${[]}
    ${'party'} | ${'partyKind=BUSINESS&number=99 00 00 04'} | ${[]}
    ${'party'} | ${'number=0102030405'}                     | ${['partyKind']}
    ${'party'} | ${'partyKind=PERSON&number=99000004'}      | ${['cprForm']}
    ${'party'} | ${'partyKind=BUSINESS&number=0102030405'}  | ${['cvrForm']}
    ${'scope'} | ${'scope=package:tax'}                     | ${[]}
    ${'scope'} | ${'scope=own'}                             | ${[]}
    ${'scope'} | ${'scope=package:../x'}                    | ${['scopeMissing']}
    ${'scope'} | ${''}                                      | ${['scopeMissing']}
    ${'own'}   | ${'fields=Person.name'}                    | ${[]}
    ${'own'}   | ${'actions=CONSENT'}                       | ${[]}
    ${'own'}   | ${'fields=%3Cb%3E&actions=ALL'}            | ${['ownEmpty']}
    ${'time'}  | ${'end=2026-06-01'}                        | ${[]}
    ${'time'}  | ${'end=2026-05-31'}                        | ${['endPast']}
    ${'time'}  | ${'end=2026-07-01&begin=2026-07-02'}       | ${['reversed']}
    ${'time'}  | ${'end=soon&begin=now'}                    | ${['beginForm', 'endMissing']}
  `('$step with $form: $faults', ({ step, form, faults }) => {
    const taken = take(step, draft(), new URLSearchParams(form), taking)
    expect(taken.faults.map(({ code }) => code)).toEqual(faults)
  })

  test.each`
    changes                                                                          | open
    ${{}}                                                                            | ${'party'}
    ${{ party: { kind: 'PERSON', number: '0102030405', name: '' } }}                 | ${'scope'}
    ${{ party: { kind: 'PERSON', number: '0102030405', name: '' }, own: true }}      | ${'own'}
    ${{ party: { kind: 'PERSON', number: '0102030405', name: '' }, package: 'tax' }} | ${'time'}
  `('with $changes the first open one is $open', ({ changes, open }) => {
    expect(firstOpen(draft(changes))).toBe(open)
    expect(stepsOf(draft(changes))).toContain(open)
  })

  test('whatever a form says, a future power is not passed on, nor offered', () => {
    const { draft: made } = take(
      'time',
      draft(),
      new URLSearchParams('end=2027-01-01&mode=FUTURE&depth=3'),
      taking,
    )
    expect([made.depth, made.mode]).toEqual([0, 'FUTURE'])
  })
})

describe('the command', () => {
  const party = { kind: 'PERSON', number: '0102030405', name: '' } as const
  const whole = draft({ party, package: 'tax', end: '2026-12-31', begin: '2026-07-01', commandId: 'c' })

  test('names a package, or fields and actions; the last day counts', () => {
    expect(inputOf(whole)).toEqual({
      ...{ commandId: 'c', holderCpr: '0102030405', package: 'tax', passOnDepth: 0 },
      ...{ validFrom: '2026-06-30T22:00:00.000Z', validTo: '2026-12-31T23:00:00.000Z' },
      ...{ offer: false, future: false },
    })
    const own = { ...whole, package: null, own: true, fields: ['Person.name'], actions: ['ACT'] as const }
    expect(inputOf(own)).toMatchObject({ fields: ['Person.name'], actions: ['READ', 'ACT'], activities: [] })
    const business = { ...whole, party: { ...party, kind: 'BUSINESS' as const, number: '99000004' } }
    expect(inputOf({ ...business, kind: 'request' })).toMatchObject({ grantorCvr: '99000004' })
  })

  test.each`
    latest                        | until
    ${'2026-12-31T12:00:00.000Z'} | ${'2026-12-31T12:00:00.000Z'}
    ${'2026-12-30T12:00:00.000Z'} | ${'2026-12-31T23:00:00.000Z'}
    ${'2027-12-30T12:00:00.000Z'} | ${'2026-12-31T23:00:00.000Z'}
  `('passed on from one that ends $latest, it ends $until', ({ latest, until }) => {
    const passed = { ...whole, kind: 'pass-on' as const, from: 'id', own: true, package: null }
    expect(inputOf(passed, latest)).toMatchObject({ id: 'id', validTo: until })
  })
})

describe('what can be named', () => {
  const all = [...grantable('PERSON'), ...grantable('BUSINESS')].flatMap(({ choices }) => choices)

  test('each field once, and never what everyone may see', () => {
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length)
    expect(all.map(({ id }) => id)).toEqual(expect.arrayContaining(['Person.name', 'Business.employment']))
    expect(all.flatMap(({ coordinates }) => coordinates)).not.toContain('Business.name')
  })

  test.each(['da', 'en'] as const)('in %s each has words of its own', language => {
    const names = all.map(({ coordinates }) =>
      informationNames(coordinates, language, textsOf(language).powers),
    )
    expect(names.filter(([name, ...more]) => more.length > 0 || name === '' || /\w\.\w/.test(name!))).toEqual(
      [],
    )
  })

  test('consents are one choice, also when they are passed on', () => {
    const consents = coordinatesOfChoices(['Person.consents'])
    expect(consents).toEqual(expect.arrayContaining(['Person.consents', 'Consent.state']))
    expect(choicesWithin(consents).flatMap(({ choices }) => choices.map(({ id }) => id))).toEqual([
      'Person.consents',
    ])
    expect(choicesWithin(['Notice.at']).map(({ name }) => name)).toEqual(['other'])
  })
})

const standing = (changes: Partial<Standing>): Standing => ({
  ...{
    state: 'ACTIVE',
    kind: 'VOLUNTARY',
    askedBy: 'GRANTOR',
    endedBecause: null,
    missing: null,
    passOnDepth: 0,
  },
  ...changes,
})

test.each`
  side         | power                                                | deeds
  ${'GIVER'}   | ${{}}                                                | ${['revoke']}
  ${'GIVER'}   | ${{ passOnDepth: 2 }}                                | ${['limit', 'revoke']}
  ${'HOLDER'}  | ${{}}                                                | ${['renounce']}
  ${'HOLDER'}  | ${{ passOnDepth: 1 }}                                | ${['pass-on', 'renounce']}
  ${'HOLDER'}  | ${{ passOnDepth: 1, kind: 'FUTURE' }}                | ${['renounce']}
  ${'GIVER'}   | ${{ state: 'OFFERED' }}                              | ${['revoke']}
  ${'HOLDER'}  | ${{ state: 'OFFERED' }}                              | ${['accept', 'renounce']}
  ${'GIVER'}   | ${{ state: 'OFFERED', askedBy: 'HOLDER' }}           | ${['accept', 'revoke']}
  ${'HOLDER'}  | ${{ state: 'OFFERED', askedBy: 'HOLDER' }}           | ${['renounce']}
  ${'GIVER'}   | ${{ state: 'OFFERED', missing: 'Missing: one.' }}    | ${['confirm', 'revoke']}
  ${'GRANTOR'} | ${{ state: 'OFFERED', askedBy: 'HOLDER' }}           | ${['revoke']}
  ${'GIVER'}   | ${{ state: 'PARTLY_CONFIRMED' }}                     | ${['confirm', 'revoke']}
  ${'HOLDER'}  | ${{ state: 'PARTLY_CONFIRMED' }}                     | ${['renounce']}
  ${'GIVER'}   | ${{ state: 'DORMANT', kind: 'FUTURE' }}              | ${['revoke']}
  ${'GIVER'}   | ${{ state: 'LAPSED', endedBecause: 'HOLDER_DEAD' }}  | ${['revoke']}
  ${'GIVER'}   | ${{ state: 'LAPSED', endedBecause: 'NOT_ANSWERED' }} | ${[]}
  ${'GIVER'}   | ${{ state: 'REVOKED' }}                              | ${[]}
  ${'HOLDER'}  | ${{ state: 'EXPIRED' }}                              | ${[]}
  ${'GIVER'}   | ${{ kind: 'DECREE' }}                                | ${[]}
  ${null}      | ${{}}                                                | ${[]}
`('$side may, with $power: $deeds', ({ side, power, deeds }) => {
  expect(deedsOf(side, standing(power))).toEqual(deeds)
})

test.each`
  viewer | passedOnBy     | side
  ${'a'} | ${null}        | ${'GIVER'}
  ${'b'} | ${null}        | ${'HOLDER'}
  ${'a'} | ${{ id: 'c' }} | ${'GRANTOR'}
  ${'c'} | ${{ id: 'c' }} | ${'GIVER'}
  ${'d'} | ${{ id: 'c' }} | ${null}
`('$viewer, passed on by $passedOnBy, is on the side $side', ({ viewer, passedOnBy, side }) => {
  expect(sideOf({ grantor: { id: 'a' }, holder: { id: 'b' }, passedOnBy }, viewer)).toBe(side)
})
