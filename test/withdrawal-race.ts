// The race of reads against withdrawals over two nodes, and the checker that judges it by answers and records.
import type postgres from 'postgres'
import type { Node } from './withdrawal-nodes.ts'
import type { Read, Right } from './withdrawal-rights.ts'

/** One right's life: given, read at once on the other node, read on both while it is withdrawn on one. */
export interface Round {
  /** The consent or power of attorney. */
  readonly id: string
  /** The read that was sent when giving had returned, to the other node. */
  readonly first: Read
  readonly reads: readonly (Read & { readonly reference: string })[]
  readonly withdrawal: { readonly sent: number; readonly returned: number }
}

interface Race {
  readonly nodes: readonly [Node, Node]
  /** Of even number. */
  readonly rights: readonly Right[]
  readonly rounds: number
  /** Begins the case reference of each read: it leads from the answer to its record. */
  readonly label: string
}

const readersOnEachNode = 2
const readsBefore = 12
const readsAfter = 2

/** Two rounds at a time, with different rights: their reads are recorded in the same groups. */
export async function race({ nodes, rights, rounds, label }: Race): Promise<Round[]> {
  const half = rights.length / 2
  const lane = async (number: number) => {
    const done: Round[] = []
    for (let index = number; index < rounds; index += 2) {
      const right = rights[number * half + (Math.floor(index / 2) % half)]!
      // In every second pair of rounds the nodes change their parts.
      const [near, far] = index % 4 < 2 ? nodes : [nodes[1], nodes[0]]
      done.push(await runRound(near, far, right, `${label}.${index}`, index % 5))
    }
    return done
  }
  return (await Promise.all([lane(0), lane(1)])).flat()
}

async function runRound(near: Node, far: Node, right: Right, label: string, delay: number): Promise<Round> {
  const id = await right.give(near)
  const first = await right.read(far, `${label}.first`)
  const reads: (Read & { reference: string })[] = []
  let asked = 0
  let withdrawal: Promise<Round['withdrawal']> | undefined
  let returned = false
  const withdraw = () =>
    right.withdraw(near, id).finally(() => {
      returned = true
    })
  const read = async (node: Node) => {
    const reference = `${label}.${asked++}`
    reads.push({ ...(await right.read(node, reference)), reference })
    if (reads.length === readsBefore + delay) {
      withdrawal = withdraw()
      // Its failure is told below, when the readers have stopped.
      withdrawal.catch(() => {})
    }
  }
  const reader = async (node: Node) => {
    while (!returned) await read(node)
    for (let more = 0; more < readsAfter; more++) await read(node)
  }
  await Promise.all(
    [near, far].flatMap(node => Array.from({ length: readersOnEachNode }, () => reader(node))),
  )
  return { id, first, reads, withdrawal: await withdrawal! }
}

/** What is wrong with a race, as case references; and how real it was. */
export interface Verdict {
  /** Given although the withdrawal had returned before the read was sent. */
  readonly lateReads: readonly string[]
  /** Recorded as given after the withdrawal had taken hold of the right, whenever the read was sent. */
  readonly lateReleases: readonly string[]
  /** Answered otherwise than the record says, or not in exactly one record. */
  readonly unrecorded: readonly string[]
  /** Neither given nor refused as a right that is withdrawn refuses. */
  readonly unexpected: readonly string[]
  /** Refused although giving had returned before the read was sent. */
  readonly notYetGiven: readonly string[]
  readonly given: number
  readonly refused: number
  /** Rounds in which a read was under way while the withdrawal was. */
  readonly contested: number
}

const refusals = new Set([
  'CONSENT_WITHDRAWN',
  'CONSENT_MISSING',
  'MANDATE_EXPIRED',
  'MANDATE_LAPSED',
  'INDETERMINATE',
])

export async function judge(sql: postgres.Sql, label: string, rounds: readonly Round[]): Promise<Verdict> {
  const records = await readRecords(sql, label)
  const reads = rounds.flatMap(({ id, reads, withdrawal }) =>
    reads.map(read => ({ ...read, id, withdrawal })),
  )
  const given = reads.filter(({ outcome }) => outcome === 'GIVEN')
  const referencesOf = (chosen: typeof reads) => chosen.map(({ reference }) => reference)
  return {
    lateReads: referencesOf(given.filter(({ sent, withdrawal }) => sent > withdrawal.returned)),
    lateReleases: await findLateReleases(sql, label),
    unrecorded: referencesOf(
      reads.filter(({ reference, outcome, id }) => !tells(records.get(reference) ?? [], outcome, id)),
    ),
    unexpected: reads
      .filter(({ outcome }) => outcome !== 'GIVEN' && !refusals.has(outcome))
      .map(({ reference, outcome }) => `${reference}: ${outcome}`),
    notYetGiven: rounds.map(({ first }) => first.outcome).filter(outcome => outcome !== 'GIVEN'),
    given: given.length,
    refused: reads.filter(({ outcome }) => refusals.has(outcome)).length,
    contested: rounds.filter(({ reads, withdrawal }) =>
      reads.some(({ sent, answered }) => sent < withdrawal.returned && answered > withdrawal.sent),
    ).length,
  }
}

interface RecordRow {
  readonly given: readonly { readonly consent?: string; readonly mandate?: string }[]
  readonly refused: readonly { readonly code: string }[]
}

async function readRecords(sql: postgres.Sql, label: string): Promise<Map<string, RecordRow[]>> {
  const rows = await sql<(RecordRow & { reference: string })[]>`
    select case_reference as reference, given, refused from access_log.record
    where starts_with(case_reference, ${`${label}.`})`
  const found = new Map<string, RecordRow[]>()
  for (const row of rows) found.set(row.reference, [...(found.get(row.reference) ?? []), row])
  return found
}

/** Whether the records of a read say what was answered: exactly one of them, and nothing else in it. */
function tells(records: readonly RecordRow[], outcome: string, id: string): boolean {
  const [record] = records
  if (!record || records.length !== 1) return false
  const underRight = record.given.map(({ consent, mandate }) => consent ?? mandate).filter(Boolean)
  const codes = record.refused.map(({ code }) => code)
  return outcome === 'GIVEN'
    ? underRight.length > 0 && underRight.every(used => used === id) && codes.length === 0
    : underRight.length === 0 && codes.length > 0 && codes.every(code => code === outcome)
}

/** By the database's clock alone. An event's time is kept to the millisecond, a record's to the microsecond. */
async function findLateReleases(sql: postgres.Sql, label: string): Promise<string[]> {
  const rows = await sql<{ reference: string }[]>`
    with ended as (
      select consent_id as id, at from consents.event where state = 'WITHDRAWN'
      union all
      -- What was passed on from it ends with it.
      select p.id, e.at from powers_of_attorney.event e join powers_of_attorney.power_of_attorney p
        on e.power_of_attorney_id = p.id or e.power_of_attorney_id = any(p.chain)
      where e.state = 'REVOKED')
    select distinct r.case_reference as reference
    from access_log.record r, jsonb_array_elements(r.given) g
      join ended e on e.id::text in (g ->> 'consent', g ->> 'mandate')
    where starts_with(r.case_reference, ${`${label}.`}) and r.at >= e.at + interval '1 millisecond'`
  return rows.map(({ reference }) => reference)
}
