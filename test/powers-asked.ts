// Commands on powers of attorney as people and businesses give them, and what each came to.
import { randomUUID } from 'node:crypto'
import { type Cases, inDays } from './asked.ts'
import type { As } from './platform.ts'

const inputs = {
  givePowerOfAttorney: 'GivePowerOfAttorneyInput',
  requestPowerOfAttorney: 'RequestPowerOfAttorneyInput',
  acceptPowerOfAttorney: 'AnswerPowerOfAttorneyInput',
  confirmPowerOfAttorney: 'AnswerPowerOfAttorneyInput',
  passOnPowerOfAttorney: 'PassOnPowerOfAttorneyInput',
  limitPassingOn: 'LimitPassingOnInput',
  revokePowerOfAttorney: 'EndPowerOfAttorneyInput',
  renouncePowerOfAttorney: 'EndPowerOfAttorneyInput',
} as const
export type Mutation = keyof typeof inputs

const short: Readonly<Record<string, Mutation>> = {
  give: 'givePowerOfAttorney',
  request: 'requestPowerOfAttorney',
  accept: 'acceptPowerOfAttorney',
  confirm: 'confirmPowerOfAttorney',
  pass: 'passOnPowerOfAttorney',
  limit: 'limitPassingOn',
  revoke: 'revokePowerOfAttorney',
  renounce: 'renouncePowerOfAttorney',
}

/** What a command came to: the one that it is about, who must still sign, and the codes of problems or refusals. */
export interface Came {
  readonly id: string | null
  readonly missing: string | null
  readonly codes: readonly string[]
}

export function openPowers(cases: Cases) {
  const { admin } = cases.database

  /** `anna`; `anna/bo` for whom she represents; `preben@vestkyst` in the name of a business. */
  async function as(who: string): Promise<As> {
    const [person, business] = who.split('@') as [string, string?]
    if (!business) return cases.citizen(...(person.split('/') as [string, string?]))
    const represented = { kind: 'BUSINESS', id: await cases.businessId(business) } as const
    return { ...(await cases.citizen(person)), represented }
  }

  async function command(who: string, what: string, input: Record<string, unknown>): Promise<Came> {
    const name = short[what]!
    const text = `mutation C($input: ${inputs[name]}!) {
      ${name}(input: $input) { powerOfAttorney { id } missing(language: DA) problems { code path } } }`
    const wanted = { commandId: randomUUID(), ...input }
    const { data, refused } = await cases.ask(await as(who), text, { input: wanted })
    const result = data?.[name]
    if (!result) return { id: null, missing: null, codes: refused.map(each => each.split(' ').at(-1)!) }
    const codes = result.problems.map(({ code }: { code: string }) => code)
    return { id: result.powerOfAttorney?.id ?? null, missing: result.missing, codes: [...codes, ...refused] }
  }

  /** Name and address for a month, to a person by key or a business by `@key`. */
  const gift = (to: string, changes: Record<string, unknown> = {}) => ({
    ...(to.startsWith('@') ? { holderCvr: cases.cvr(to.slice(1)) } : { holderCpr: cases.cpr(to) }),
    ...{ fields: ['Person.name', 'Person.address'], actions: ['READ'], validTo: inDays(30), ...changes },
  })

  async function stateOf(id: string): Promise<string> {
    const [row] = await admin`select state from powers_of_attorney.power_of_attorney where id = ${id}`
    return row!.state
  }

  /** As a party sees it: its state, and why it ended by itself. */
  async function seen(who: string, id: string): Promise<string> {
    const text = 'query Q($id: ID!) { powerOfAttorney(id: $id) { state endedBecause } }'
    const { data, refused } = await cases.ask(await as(who), text, { id })
    const power = data?.powerOfAttorney
    if (!power) return refused.join() || 'none'
    return [power.state, power.endedBecause].filter(Boolean).join(' ')
  }

  /** The ids that a party lists in the states. */
  async function listed(who: string, states: readonly string[], side = 'BOTH'): Promise<readonly string[]> {
    const text = `query L($states: [PowerOfAttorneyState!], $side: PowerOfAttorneySide!) {
      powersOfAttorney(states: $states, side: $side) { totalCount nodes { id } } }`
    const { data } = await cases.ask(await as(who), text, { states, side })
    const ids = data.powersOfAttorney.nodes.map(({ id }: { id: string }) => id)
    return ids.length === data.powersOfAttorney.totalCount ? ids : ['counted otherwise']
  }

  /** Whether one reads another's name, or the code of the refusal. */
  async function reads(who: string, subject: string): Promise<string> {
    const text = 'query R($id: ID!) { personById(id: $id) { name { full } } }'
    const { data, refused } = await cases.ask(await as(`${who}/${subject}`), text, {
      id: await cases.idOf(subject),
    })
    return data?.personById?.name ? 'given' : refused[0]!.split(' ').at(-1)!
  }

  /** `KIND key` of each notice since the last time, sorted. */
  async function notices(...keys: readonly string[]): Promise<readonly string[]> {
    const names = new Map<string, string>()
    for (const key of keys)
      names.set(key.startsWith('@') ? await cases.businessId(key.slice(1)) : await cases.idOf(key), key)
    const rows = await admin`delete from notices.delivery d using notices.notice n
      where n.id = d.notice_id and n.about_kind = 'POWER_OF_ATTORNEY' returning n.kind, n.to_subject`
    return rows
      .map(({ kind, to_subject }) => `${kind.replace('POWER_OF_ATTORNEY_', '')} ${names.get(to_subject)}`)
      .toSorted()
  }

  return { as, command, gift, stateOf, seen, listed, reads, notices }
}

export type Powers = ReturnType<typeof openPowers>
