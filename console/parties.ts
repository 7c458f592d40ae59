// The two sides of a right to act, as far as whoever looks may know them.
import type { ConsoleRequest } from './request.ts'

export interface Party {
  readonly __typename: 'Person' | 'Business'
  readonly id: string
  readonly cvr?: string | null
  readonly businessName?: string | null
}

// Names of people are not asked for here: each refusal would stand in their access log.
export const party = `{ __typename ... on Person { id } ... on Business { id cvr businessName: name } }`

/** As the header On-Behalf-Of has it. */
export const headerOf = ({ __typename, id, cvr }: Party): string =>
  __typename === 'Business' ? `business:${cvr ?? ''}` : `person:${id}`

/** What a party is called; of people only those whose names are known here. */
export type NameOf = (of: Party | null | undefined) => string

export function naming(
  { session: { name, actingFor }, texts }: Pick<ConsoleRequest, 'session' | 'texts'>,
  self: string,
  known: ReadonlyMap<string, string> = new Map(),
): NameOf {
  return of => {
    if (!of) return texts.unnamed
    if (of.__typename === 'Business') return of.businessName ?? texts.unnamed
    if (of.id === self) return texts.powers.you(name)
    if (actingFor?.header === headerOf(of)) return actingFor.name
    // Two who have no name here are still told apart.
    return known.get(of.id) ?? texts.powers.person(of.id.slice(-4))
  }
}

/** Names of those for whom one acts: asked for each, under that very right. */
export async function namesOf(
  people: readonly Party[],
  { session, ask }: Pick<ConsoleRequest, 'session' | 'ask'>,
): Promise<ReadonlyMap<string, string>> {
  const once = [...new Map(people.map(person => [person.id, person])).values()]
  const named = await Promise.all(
    once.map(async person => {
      const acting = { ...session, actingFor: { header: headerOf(person), name: '' } }
      const { data } = await ask<{ represented: { name?: { full: string | null } | null } | null }>(
        '{ represented { ... on Person { name { full } } } }',
        {},
        acting,
      )
      return [person.id, data?.represented?.name?.full] as const
    }),
  )
  return new Map(named.filter((pair): pair is readonly [string, string] => typeof pair[1] === 'string'))
}
