// Following the feed: how far a page looks, what it never passes over, and that nobody misses what is imported meanwhile.
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { permit, refuse } from '../access/decide.ts'
import { decideTold } from '../access/listing.ts'
import { importCvr } from '../subgraphs/businesses/import/load.ts'
import { follow } from '../subgraphs/changes/follow.ts'
import { type Change, openStore } from '../subgraphs/changes/store.ts'
import { kommune } from './asked.ts'
import { type Changes, openChanges, recordsOf } from './changes-loaded.ts'
import { anna, bo } from './cpr-records.ts'
import { answer, company, testSeries } from './cvr-documents.ts'

const changeAt = (position: number): Change => ({
  position,
  subjectId: `subject ${position}`,
  coordinate: 'Person.name',
  registeredAt: new Date(0),
})

/** A feed of so many changes, of which the caller may know those that `may` says. */
function feed(end: number, may: (position: number) => boolean) {
  const seen = { statements: 0, decided: 0 }
  return {
    seen,
    follow: (after: number, first: number) =>
      follow(
        { after, first },
        async (place, most) => {
          seen.statements++
          const last = Math.min(place + most, end)
          const changes = Array.from({ length: last - place }, (_, index) => changeAt(place + index + 1))
          return { changes, end, reached: last }
        },
        async (found, most) => {
          seen.decided += found.length
          return found.filter(({ position }) => may(position)).slice(0, most)
        },
      ),
  }
}

describe('a page', () => {
  test.each`
    end       | may                                 | after | first | told | reached | more     | statements | what
    ${0}      | ${() => true}                       | ${0}  | ${5}  | ${0} | ${0}    | ${false} | ${1}       | ${'of an empty feed'}
    ${3}      | ${() => true}                       | ${0}  | ${5}  | ${3} | ${3}    | ${false} | ${1}       | ${'that reaches the end'}
    ${5}      | ${() => true}                       | ${0}  | ${5}  | ${5} | ${5}    | ${false} | ${1}       | ${'that is full at the end'}
    ${6}      | ${() => true}                       | ${0}  | ${5}  | ${5} | ${5}    | ${true}  | ${1}       | ${'that is full before it'}
    ${9}      | ${(place: number) => place === 2}   | ${2}  | ${5}  | ${0} | ${9}    | ${false} | ${1}       | ${'of nothing that may be told'}
    ${90}     | ${(place: number) => place % 9 < 1} | ${0}  | ${5}  | ${5} | ${45}   | ${true}  | ${1}       | ${'that ends with the last one told'}
    ${10_000} | ${() => false}                      | ${0}  | ${5}  | ${0} | ${2000} | ${true}  | ${4}       | ${'that looks no further than it must'}
    ${1_400}  | ${(place: number) => place > 990}   | ${0}  | ${5}  | ${5} | ${995}  | ${true}  | ${2}       | ${'that goes on to the next stretch'}
  `('$what', async ({ end, may, after, first, told, reached, more, statements }) => {
    const one = feed(end, may)
    const page = await one.follow(after, first)
    expect([page.told.length, page.reached, page.more]).toEqual([told, reached, more])
    expect(one.seen.statements).toBe(statements)
    expect(one.seen.decided).toBeLessThanOrEqual(2_000)
  })

  const law = permit('LAW')
  const no = refuse('CONSENT_MISSING')
  const doubt = refuse('INDETERMINATE')
  const withheld = { ...law, outcome: 'WITHHOLD' }
  test.each`
    entered                     | decisions              | most | told      | code
    ${law}                      | ${[]}                  | ${5} | ${[]}     | ${undefined}
    ${law}                      | ${[law, no, law]}      | ${5} | ${[0, 2]} | ${undefined}
    ${law}                      | ${[law, no, law, law]} | ${2} | ${[0, 2]} | ${undefined}
    ${law}                      | ${[withheld, law]}     | ${5} | ${[1]}    | ${undefined}
    ${law}                      | ${[law, doubt, law]}   | ${5} | ${[]}     | ${'INDETERMINATE'}
    ${law}                      | ${[law, doubt]}        | ${1} | ${[0]}    | ${undefined}
    ${refuse('ACTIVITY_REACH')} | ${[law]}               | ${5} | ${[]}     | ${'ACTIVITY_REACH'}
  `('tells $told of $decisions.length, at most $most: $code', ({ entered, decisions, most, told, code }) => {
    const { decision, told: places } = decideTold(entered, decisions, most)
    expect([places, 'code' in decision ? decision.code : undefined]).toEqual([told, code])
  })
})

describe('while both registers are imported', () => {
  const read = ['Person.address', 'Person.name', 'Business.advertisingProtected']
  let changes: Changes
  beforeAll(async () => {
    changes = await openChanges()
    await changes.deliver(...recordsOf(anna), ...recordsOf(bo))
  }, 240_000)
  afterAll(() => changes?.close())

  test('readers see every change once, in one order, and none out of its place', async () => {
    const store = openStore(changes.database.sql('changes'), null as never)()
    const begun = await store.end()
    const after = await changes.begin(kommune('CHG-1'))
    let done = false

    const persons = async () => {
      for (let round = 0; round < 5; round++)
        for (const number of [anna, bo])
          await changes.deliver(
            ...recordsOf(number, { firstNames: `Prøve ${round}`, street: `02${10 + round}` }),
          )
    }
    const businesses = async () => {
      for (let round = 0; round < 8; round++) {
        const updated = new Date(Date.UTC(2021, 0, 1 + round)).toISOString()
        const firms = ['90000001', '90000002'].map(cvr =>
          company({ cvr, updated, reklamebeskyttet: round % 2 === 0, virksomhedsstatus: [] }),
        )
        await importCvr(changes.database.sql('importer'), answer(firms, `${round}.json`), { testSeries })
      }
    }
    // Straight from the tables, as fast as it goes: a place that comes later than a higher one would be missed.
    const reading = async () => {
      const seen: number[] = []
      for (let place = begun; ; ) {
        const last = done
        const stretch = await store.after(place, read, 3)
        seen.push(...stretch.changes.map(({ position }) => position))
        place = stretch.reached
        if (last && place >= stretch.end) return seen
      }
    }
    const asking = async () => {
      const told: string[] = []
      for (let cursor = after; ; ) {
        const last = done
        const found = await changes.follow(kommune('CHG-1'), cursor, 2)
        told.push(...found.told)
        cursor = found.cursor
        if (last) return told
        await sleep(5)
      }
    }
    const readers = [reading(), reading(), asking()] as const
    await Promise.all([persons(), businesses()]).finally(() => {
      done = true
    })
    const [one, other, told] = await Promise.all(readers)

    const rows = await changes.database.admin`
      select position::float8, coordinate, subject_id from changes.change where position > ${begun} order by position`
    expect(rows.map(row => row.position)).toEqual(rows.map((_, index) => begun + index + 1))
    const expected = rows.filter(row => read.includes(row.coordinate)).map(row => row.position)
    expect(expected.length).toBeGreaterThan(20)
    expect([one, other]).toEqual([expected, expected])
    expect(told).toEqual(rows.map(row => `${row.subject_id} ${row.coordinate}`))
  }, 240_000)

  test('a later import waits for the places of one that is not committed yet', async () => {
    const sql = changes.database.sql('importer')
    const store = openStore(changes.database.sql('changes'), null as never)()
    const begun = await store.end()
    const gate = Promise.withResolvers<void>()
    const noted = Promise.withResolvers<void>()
    const note = (coordinate: string, wait: Promise<void>) =>
      sql.begin(async transaction => {
        await transaction`insert into changes.pending values (${crypto.randomUUID()}, ${coordinate}, now())`
        await transaction`select changes.note()`
        noted.resolve()
        await wait
      })
    const first = note('Person.name', gate.promise)
    await noted.promise
    const second = note('Person.sex', Promise.resolve())
    await sleep(50)
    expect(await store.end()).toBe(begun)
    gate.resolve()
    await Promise.all([first, second])
    const { changes: found, end } = await store.after(begun, ['Person.name', 'Person.sex'], 10)
    expect([end, found.map(({ coordinate }) => coordinate)]).toEqual([
      begun + 2,
      ['Person.name', 'Person.sex'],
    ])
  })
})
