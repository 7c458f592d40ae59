// The nodes of a run, and what befalls them: killed and started anew, made to stand still, cut off from the database.
import type { Database } from '../../database/connect.ts'
import { layCable } from '../withdrawal-cable.ts'
import type { Fault } from '../withdrawal-gateway.ts'
import { type Node, type NodeOptions, startNode } from '../withdrawal-nodes.ts'
import { type Job, pause, pick, type Target } from './world.ts'

/** How often what befell the nodes. */
export interface Troubles {
  kills: number
  freezes: number
  cuts: number
  /** The longest of them. */
  longestCutMs: number
  /** Of nodes that could not start while the cable was cut, tried until it was mended. */
  refusedStarts: number
}

export interface Cluster {
  targets(does: Job): readonly Target[]
  readonly troubles: Troubles
  /** Troubles the nodes until the run is over; then all of them are well again. The first cut is the longest. */
  trouble(over: () => boolean, random: () => number, longestCutMs: number): Promise<void>
  stop(): Promise<void>
}

interface Place {
  readonly name: string
  readonly does: Target['does']
  readonly options: NodeOptions
  readonly database: Database
  node: Node | null
}

const minuteMs = 60_000
const longestLaterCutMs = 3_000
const everything = ['READ', 'CONSENT', 'POWER'] as const

/**
 * Three gateways, of which one has its clock five minutes ahead and one, on a cable to the database, five behind; and the
 * subgraphs of consents, of powers of attorney and of persons, each alone. With a fault: two gateways, and the first has it.
 */
export async function openCluster(database: Database, fault: Fault | null): Promise<Cluster> {
  const cable = await layCable(database)
  const place = (
    name: string,
    options: NodeOptions,
    does: Target['does'] = everything,
    on = database,
  ): Place => ({
    ...{ name, options, does, database: on, node: null },
  })
  const places = fault
    ? [place('faulty', { fault }), place('honest', {})]
    : [
        place('honest', {}),
        place('ahead', { clockAheadMs: 5 * minuteMs }),
        place('behind', { clockAheadMs: -5 * minuteMs }, everything, cable.database),
        place('consents', { subgraph: 'consents' }, ['CONSENT']),
        place('powers', { subgraph: 'powers-of-attorney' }, ['POWER']),
        place('persons', { subgraph: 'persons' }, ['READ']),
      ]
  // A process that stands still does not notice that nobody is left: it goes with this one.
  const end = () => {
    for (const { node } of places) void node?.stop()
  }
  process.on('exit', end)
  await Promise.all(places.map(start))
  const troubles: Troubles = { kills: 0, freezes: 0, cuts: 0, longestCutMs: 0, refusedStarts: 0 }
  return {
    troubles,
    targets: does =>
      places.flatMap(({ name, node, does: able }) =>
        node && able.includes(does) ? [{ name, url: node.url, does: able }] : [],
      ),
    async trouble(over, random, longestCutMs) {
      await Promise.all([befallNodes(over, random), befallCable(over, random, longestCutMs)])
    },
    async stop() {
      await Promise.all(places.map(({ node }) => node?.stop()))
      await cable.close()
      process.off('exit', end)
    },
  }

  async function befallNodes(over: () => boolean, random: () => number): Promise<void> {
    while (!over()) {
      await pause(300 + 1_200 * random())
      const one = pick(places, random)!
      if (over()) return
      if (random() < 0.5) await kill(one)
      else {
        troubles.freezes++
        one.node?.freeze()
        await pause(200 + 1_800 * random())
        one.node?.thaw()
      }
    }
  }

  async function kill(one: Place): Promise<void> {
    troubles.kills++
    const { node } = one
    one.node = null
    await node?.stop()
    while (!one.node)
      await start(one).catch(async error => {
        // Without its database a node does not start. Any other reason is a fault of the run.
        if (one.database !== cable.database) throw error
        troubles.refusedStarts++
        await pause(200)
      })
  }

  async function befallCable(over: () => boolean, random: () => number, longestMs: number): Promise<void> {
    for (let length = longestMs; !over(); length = random() * Math.min(longestMs, longestLaterCutMs)) {
      await pause(500 + 3_000 * random())
      if (over()) return
      troubles.cuts++
      const began = performance.now()
      cable.cut()
      await pause(length)
      cable.mend()
      troubles.longestCutMs = Math.max(troubles.longestCutMs, Math.round(performance.now() - began))
    }
  }
}

async function start(place: Place): Promise<void> {
  place.node = await startNode(place.database, place.options)
}
