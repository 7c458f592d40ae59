// Random commands by several people, with the clock moved on, against a model of the diagram that was written apart.
import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Actor } from '../subgraphs/consents/actor.ts'
import type { Command } from '../subgraphs/consents/lifecycle.ts'
import type { Outcome } from '../subgraphs/consents/outcome.ts'
import { openStore, type Store } from '../subgraphs/consents/store.ts'
import { answerDays, type Form, type ModelConsent, moves, shown, step, type Who } from './consents-model.ts'
import { type TestDatabase, testDatabase } from './database.ts'
import { openPlatform, type Platform } from './platform.ts'

let database: TestDatabase
let platform: Platform
let store: Store
let child: string
let company: string
let actors: Readonly<Record<Who, Actor>>
let kommune: string
beforeAll(async () => {
  database = await testDatabase({ sample: true })
  platform = await openPlatform(database)
  store = openStore(database.sql('consents'))()
  child = await platform.idOf('bo')
  company = await platform.businessId('vestkyst')
  kommune = platform.cvr('kommune')
  const person = async (key: string, subject: string) =>
    actor('REPRESENTATIVE', await platform.idOf(key), { subjects: [subject] })
  actors = {
    anna: await person('anna', child),
    jens: await person('jens', child),
    chair: await person('preben', company),
    member: await person('lone', company),
    other: await person('anders', company),
    authority: actor('SYSTEM', 'kommune-sagssystem', { authority: kommune }),
    steward: actor('STEWARD', 'kommune-forvalter', { authority: kommune, officer: 'kommune-steward-1' }),
  }
})
afterAll(async () => {
  await platform?.close()
  await database?.drop()
})

const actor = (kind: Actor['kind'], id: string, more: Partial<Actor>): Actor => ({
  ...{ kind, id, officer: null, secondOfficer: null, caseReference: null, interest: null, channel: 'SELF' },
  ...{ authority: null, subjects: [], acting: null },
  ...more,
})

const dayMs = 86_400_000
interface Real {
  readonly id: string
  readonly model: ModelConsent
}

/** Makes a consent both ways. `replaces`: one that is in force, or none. */
async function make(form: Form, isDraft: boolean, replaces: Real | null, today: number): Promise<Real> {
  const subject = form === 'RULE' ? company : child
  const longest = form === 'RULE' ? 400 : 4
  const outcome = await store.request({
    ...{ command: isDraft ? 'DRAFT' : 'REQUEST', reference: randomUUID(), subject, subjects: [subject] },
    ...{
      subjectKind: form === 'RULE' ? 'BUSINESS' : 'PERSON',
      activity: activities[form],
      template: form.toLowerCase(),
    },
    ...{ templateVersion: 1, answerDays: answerDays[form], fields: ['Person.civilStatus'], parameters: {} },
    ...{ condition: false, validFrom: null, validTo: new Date(Date.now() + longest * dayMs) },
    ...{ supersedes: replaces?.id ?? null, actor: actors.authority, content: {}, problems: [] },
  })
  expect(outcome.problems).toEqual([])
  const model: ModelConsent = {
    ...{ state: isDraft ? 'DRAFT' : 'REQUESTED', form, sent: !isDraft, events: 1 },
    ...{ answerBy: today + answerDays[form], validTo: today + longest },
    ...{ replaces: replaces?.model ?? null, confirmed: new Map() },
  }
  return { id: outcome.consent!, model }
}

/** Of one form and one subject each: a consent replaces another of the same. */
const activities: Readonly<Record<Form, string>> = { ONE: 'KOM-17', BOTH: 'KOM-18', RULE: 'KOM-17' }

/** Days go by: everything that was written lies so much further back. */
async function sleep(days: number): Promise<void> {
  const by = `${days} days`
  await database.admin`update consents.consent set answer_by = answer_by - ${by}::interval,
    valid_to = valid_to - ${by}::interval, requested_at = requested_at - ${by}::interval,
    valid_from = valid_from - ${by}::interval, confirm_by = confirm_by - ${by}::interval`
  await database.admin`update consents.confirmation set at = at - ${by}::interval`
}

async function carryOut(id: string, command: string, who: Who, commandId: string): Promise<Outcome> {
  return store.command({
    ...{ id, commandId, command: command as Command, actor: actors[who], dead: false, shown: null },
    ...(command === 'SUSPEND' && { reason: { da: 'Sagen hviler.', en: null } }),
  })
}

type Step =
  | { readonly do: 'ASK'; readonly form: Form; readonly draft: boolean; readonly replace: boolean }
  | {
      readonly do: 'MOVE'
      readonly move: number
      readonly on: number
      readonly apt: boolean
      readonly twice: boolean
    }
  | { readonly do: 'SLEEP'; readonly days: number }

const steps = fc.array(
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        do: fc.constant('ASK' as const),
        form: fc.constantFrom<Form>('ONE', 'BOTH', 'RULE'),
        draft: fc.boolean(),
        replace: fc.boolean(),
      }),
    },
    {
      weight: 15,
      arbitrary: fc.record({
        do: fc.constant('MOVE' as const),
        move: fc.nat(moves.length - 1),
        on: fc.nat(1),
        apt: fc.boolean(),
        twice: fc.boolean(),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({ do: fc.constant('SLEEP' as const), days: fc.constantFrom(1, 2, 3, 5, 200) }),
    },
  ),
  { minLength: 15, maxLength: 40, size: 'max' },
)

const reached = new Set<string>()

async function run(plan: readonly Step[]): Promise<void> {
  await database.admin`truncate consents.consent, consents.feed cascade`
  const consents: Real[] = []
  let today = 0
  for (const one of plan) {
    if (one.do === 'SLEEP') {
      await sleep(one.days)
      today += one.days
    } else if (one.do === 'ASK' || consents.length === 0) {
      const wish = one.do === 'ASK' ? one : { form: 'BOTH' as const, draft: false, replace: false }
      const old = consents.find(
        real => real.model.form === wish.form && ['GRANTED', 'SUSPENDED'].includes(shown(real.model, today)),
      )
      const made = await make(wish.form, wish.draft, wish.replace ? (old ?? null) : null, today)
      consents.push(made)
    } else {
      // One of the newest.
      const real = consents.at(-1 - (one.on % consents.length))!
      const [command, who] = choose(one, real.model, today)
      await compare(real, command, who, today, one.twice)
    }
  }
  await expectSame(consents, today)
}

/** The move as drawn, or the next one that leads anywhere: most of them are wrong in most states. */
function choose({ move, apt }: { move: number; apt: boolean }, model: ModelConsent, today: number) {
  const turned = [...moves.slice(move), ...moves.slice(0, move)]
  const leads = ([command, who]: (typeof moves)[number]) =>
    !/WRONG_STATE|NOT_FOUND/.test(step(structuredClone(model), command, who, today))
  return (apt && turned.find(leads)) || turned[0]!
}

async function compare(real: Real, command: string, who: Who, today: number, twice: boolean): Promise<void> {
  const commandId = randomUUID()
  const outcome = await carryOut(real.id, command, who, commandId)
  const expected = step(real.model, command, who, today)
  const [row] = await database.admin`select state from consents.consent where id = ${real.id}`
  const found = outcome.problems.length > 0 ? outcome.problems.map(({ code }) => code).join() : row!.state
  expect(`${command} by ${who}: ${found}`).toBe(`${command} by ${who}: ${expected}`)
  reached.add(`${command} ${expected}`)
  if (!twice) return
  const again = await carryOut(real.id, command, who, commandId)
  expect(again.consent).toBe(outcome.consent)
}

async function expectSame(consents: readonly Real[], today: number) {
  const rows = await database.admin`select c.id, c.state, (select count(*)::int from consents.event e
    where e.consent_id = c.id) as events from consents.consent c`
  const found = new Map(rows.map(({ id, state, events }) => [id, `${state} ${events}`]))
  const expected = new Map(consents.map(({ id, model }) => [id, `${model.state} ${model.events}`]))
  expect(found).toEqual(expected)
  // The feed tells each event once, and then each end of time once.
  const changes = await store.changes(kommune, 0, 1_000)
  expect(changes.map(({ position }) => position)).toEqual(changes.map((_, index) => index + 1))
  const last = new Map(changes.map(({ consentId, state }) => [consentId, state]))
  for (const real of consents) {
    const ended = shown(real.model, today)
    expect(last.get(real.id)).toBe(ended)
    if (['LAPSED', 'EXPIRED', 'SUPERSEDED'].includes(ended)) reached.add(`… ${ended}`)
    if (ended === 'LAPSED' && real.model.form === 'RULE' && today < real.model.answerBy)
      reached.add('… WINDOW')
  }
  expect(await database.admin`select * from consents.faults()`).toEqual([])
}

test('every random life is as the diagram has it, and its events, chain and feed are whole', async () => {
  for (const form of ['ONE', 'BOTH', 'RULE'] as const)
    await database.admin`insert into consents.template (id, version, authority, kind, paragraph, activity, fields,
        longest_days, answer_days, required_for_service, drafted_by, state, published_by, published_at)
      values (${form.toLowerCase()}, 1, ${kommune}, 'SECTOR_LAW', '§ 1', ${activities[form]}, '{Person.civilStatus}', 366,
        ${answerDays[form]}, false, 'one', 'PUBLISHED', 'two', now())`
  // A run counts only if it went everywhere; else it goes on.
  for (let seed = 1; seed <= 8 && !everywhere.every(place => reached.has(place)); seed++)
    await fc.assert(fc.asyncProperty(steps, run), { numRuns: 8, seed })
  expect(everywhere.filter(place => !reached.has(place))).toEqual([])
}, 240_000)

const everywhere = [
  'CANCEL CANCELLED',
  'DECLINE DECLINED',
  'GRANT GRANTED',
  'GRANT PARTLY_CONFIRMED',
  'INVALIDATE INVALIDATED',
  'RESUME GRANTED',
  'SEND REQUESTED',
  'SUSPEND SUSPENDED',
  'WITHDRAW REQUESTED',
  'WITHDRAW WITHDRAWN',
  ...['CANCEL', 'DECLINE', 'GRANT', 'INVALIDATE', 'RESUME', 'SUSPEND', 'WITHDRAW'].map(
    name => `${name} WRONG_STATE`,
  ),
  'GRANT NOT_FOUND',
  '… EXPIRED',
  '… LAPSED',
  '… SUPERSEDED',
  '… WINDOW',
]
