// The clients: consents of one subject asked for, answered, held back and withdrawn one after another, read all the time.
import { citizenToken, stewardToken, systemToken } from '../withdrawal-nodes.ts'
import { type Commanded, command, readOn, type Subject, underConsent } from './asking.ts'
import type { Command, ConsentCommand, Read } from './history.ts'
import { pause, pick, type Target, type World } from './world.ts'

/** A person about whom consent is asked for; `holders`: who must all agree, for a child. */
export interface Lane extends Subject {
  readonly template: 'housing-support' | 'day-care'
  readonly holders: readonly string[]
}

const dayMs = 86_400_000
const validTo = new Date(Date.now() + 30 * dayMs).toISOString()
const shortestMs = 5
const waves = 3
const waveMs = 8
/** How long a client waits for reads before it goes on without them. */
const soonMs = 40
/** A node that leaves so many unanswered is not asked anew: what is asked of a node that is full tells of nothing else. */
const mostWaiting = 12
/** Reads of each other node in the moment in which a withdrawal is acknowledged. */
const atOnce = 6
const longestPauseMs = 60
const mostIdleMs = 800

/** One consent after another until the run is over. */
export async function live(world: World, lane: Lane): Promise<void> {
  for (let number = 0; !world.over(); number++) {
    const consent = await request(world, lane, `${lane.lane}/${number}`)
    if (consent === null) continue
    await (lane.holders.length > 0 ? liveJointly : liveAlone)(world, commander(world, lane, consent, number))
    await pause(shortestMs)
  }
}

/** Reads about the subject on any node, again and again. */
export async function watch(world: World, lane: Lane): Promise<void> {
  while (!world.over()) {
    const target = pick(ready(world), world.random)
    if (target) await soon([readOn(world, target, underConsent(lane))])
    await pause(mostIdleMs * world.random())
  }
}

export const ready = (world: World): readonly Target[] =>
  world.targets('READ').filter(({ name }) => (world.waiting.get(name)?.size ?? 0) < mostWaiting)

/** Until all are answered; who is slow is not waited for, their answers still count. */
export const soon = (reads: readonly Promise<Read>[]): Promise<unknown> =>
  Promise.race([Promise.all(reads), pause(soonMs)])

async function request(world: World, { lane, id, activity, template, holders }: Lane, reference: string) {
  const input = { id: reference, template, person: id, fields: ['Person.civilStatus'], validTo }
  const made = await command(world, {
    ...{ lane, command: 'REQUEST', commandId: reference, right: null, actor: 'system' },
    ...{ needs: Math.max(1, holders.length), token: systemToken, input },
    headers: { 'Processing-Activity': activity },
  })
  return made.right
}

type Give = (
  name: Exclude<ConsentCommand, 'REQUEST'>,
  how?: { by?: string; race?: string; copies?: number },
) => Promise<Command>

interface Commander {
  readonly lane: Lane
  readonly give: Give
  /** Marks commands of which exactly one can win. */
  race(): string
  readNow(): Promise<unknown>
  /** On every node, again and again while something happens. */
  readMeanwhile(): Promise<unknown>
}

const inputsBeside: Partial<Record<ConsentCommand, object>> = {
  SUSPEND: { reasonDa: 'Prøve' },
  RESUME: { interest: false },
}

/** Gives commands on one consent, each with an id of its own. */
function commander(world: World, lane: Lane, consent: string, number: number): Commander {
  let count = 0
  // On every node at once.
  const readNow = () => soon(ready(world).map(target => readOn(world, target, underConsent(lane))))
  const readElsewhere = (node: string) => {
    for (const target of ready(world).filter(({ name }) => name !== node))
      for (let read = 0; read < atOnce; read++) void readOn(world, target, underConsent(lane))
  }
  const next = () => `${lane.lane}/${number}/${count++}`
  return {
    lane,
    race: () => `race ${next()}`,
    give: (name, { by = lane.lane, ...how } = {}) => {
      const commandId = next()
      return command(world, {
        ...{
          lane: lane.lane,
          command: name,
          commandId,
          right: consent,
          needs: Math.max(1, lane.holders.length),
        },
        ...{ ...as(name, lane, by), ...how, input: { id: consent, commandId, ...inputsBeside[name] } },
        ...(name === 'WITHDRAW' && { acknowledged: readElsewhere }),
      })
    },
    readNow,
    readMeanwhile: () =>
      Promise.all(
        Array.from({ length: waves }, async (_, wave) => {
          await pause(wave * waveMs)
          await readNow()
        }),
      ),
  }
}

type Caller = Pick<Commanded, 'actor' | 'token' | 'headers'>

function as(name: ConsentCommand, lane: Lane, by: string): Caller {
  if (name === 'SUSPEND' || name === 'RESUME')
    return {
      ...{ actor: 'steward', token: stewardToken },
      headers: { 'Processing-Activity': 'ADM-5', 'Case-Reference': 'history' },
    }
  if (name === 'CANCEL')
    return { actor: 'system', token: systemToken, headers: { 'Processing-Activity': lane.activity } }
  const represents = by !== lane.lane
  return {
    ...{ actor: by, token: citizenToken(by) },
    ...(represents && { headers: { 'On-Behalf-Of': `person:${lane.id}` } }),
  }
}

const isDone = ({ outcome }: Command): boolean => outcome === 'DONE'

/** Answered by one of three that race, or twice under one id; held back now and then; withdrawn by two at once. */
async function liveAlone(world: World, { give, race, readNow, readMeanwhile }: Commander): Promise<void> {
  const answer = race()
  const answers =
    world.random() < 0.5
      ? await Promise.all([
          give('GRANT', { race: answer }),
          give('DECLINE', { race: answer }),
          give('CANCEL', { race: answer }),
        ])
      : [await give('GRANT', { copies: 2 })]
  const granted = answers.find(answered => answered.command === 'GRANT')!
  if (granted.outcome === 'PROBLEM') return
  await pause(longestPauseMs * world.random())
  if (world.random() < 0.5) await holdBack(world, give, readNow)
  if (world.random() < 0.3) {
    await Promise.all([give('WITHDRAW'), give('SUSPEND'), readMeanwhile()])
  } else {
    const end = isDone(granted) ? { race: race() } : {}
    await Promise.all([give('WITHDRAW', end), give('WITHDRAW', { ...end, copies: 2 }), readMeanwhile()])
  }
  await readNow()
}

async function holdBack(world: World, give: Give, readNow: () => Promise<unknown>): Promise<void> {
  const held = await give('SUSPEND')
  await readNow()
  if (isDone(held) || world.random() < 0.5) await give('RESUME')
  await pause(30 * world.random())
}

/** Confirmed by all at once, sometimes declined or taken back meanwhile; withdrawn by all at once. */
async function liveJointly(world: World, { lane, give, race, readNow }: Commander): Promise<void> {
  const [one, other] = lane.holders
  const chance = world.random()
  const answers = await Promise.all([
    ...lane.holders.map(by => give('GRANT', { by })),
    ...(chance < 0.2 ? [give('DECLINE', { by: other! })] : []),
    ...(chance > 0.8 ? [give('WITHDRAW', { by: one! })] : []),
  ])
  await pause(longestPauseMs * world.random())
  const whole = chance >= 0.2 && chance <= 0.8 && answers.every(isDone)
  const end = whole ? { race: race() } : {}
  await Promise.all(lane.holders.map(by => give('WITHDRAW', { by, ...end })))
  await readNow()
  if (!whole) await give('CANCEL')
}
