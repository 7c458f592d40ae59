// Who a steward at the console is: an officer, their authority, and under which activity each kind of their work is done.
import { decodeJwt } from 'jose'
import { type ClaimNames, readClaims } from '../access/claims.ts'
import type { AskGraph, Purpose } from './graph.ts'

/** Kinds of a steward's work, each by what an activity must name for it: an entry of the graph, or a command. */
export const areas = {
  activities: 'Query.activityDrafts',
  consents: 'Query.consentSearch',
  templates: 'Query.consentTemplateDrafts',
  powers: 'Query.powersOfGrantor',
  letters: 'Mutation.registerPowerOfAttorney',
  decrees: 'Mutation.endDecree',
  futures: 'Query.futurePowers',
  signing: 'Query.unparsedSigningRules',
  packages: 'Query.powerPackageDrafts',
  cases: 'Query.cases',
  accesses: 'Query.accessCounts',
} as const
export type Area = keyof typeof areas
const areaNames = Object.keys(areas) as readonly Area[]

export interface Steward {
  /** The officer's id. */
  readonly officer: string
  readonly authority: { readonly cvr: string; readonly name: string }
  /** The activity for each kind of work; null where the authority has none. */
  readonly activities: Readonly<Record<Area, string | null>>
  /** The case that is worked on, once it was stated. */
  caseReference: string | null
  /** Numbers that were searched for, under ids that addresses may hold. */
  readonly searched: Map<string, Searched>
}

/** Whom a steward looked for, named in one way. */
export type Searched = { readonly cpr: string } | { readonly cvr: string }

/** Whether something in it looks like a personal number. */
export const hasNumber = (text: string): boolean => /[0-9]{6}[\s./_-]?[0-9]{4}/.test(text)

/** As the header Case-Reference takes it: never anything like a personal number. */
export const isCaseReference = (text: string): boolean =>
  /^[A-Za-z0-9./_-]{1,64}$/.test(text) && !hasNumber(text)

const mostSearched = 50

/** The id under which a number stands from now on; the oldest one leaves. */
export function keepSearched({ searched }: Steward, whom: Searched, id: string): string {
  searched.set(id, whom)
  if (searched.size > mostSearched) searched.delete(searched.keys().next().value!)
  return id
}

/** With which headers a steward asks in one kind of work; null where it is none of theirs. */
export function purposeOf(steward: Steward | undefined, area: Area): Purpose | null {
  const activity = steward?.activities[area] ?? null
  return activity === null ? null : { activity, caseReference: steward!.caseReference }
}

/**
 * The officer and the system that a token names; null for anyone else's. It is only looked at: the graph itself checks it,
 * and decides what it may.
 */
export function officerIn(token: string, names: ClaimNames): { officer: string; client: string } | null {
  try {
    const { officer, client } = readClaims(decodeJwt(token), names)
    return officer === null ? null : { officer, client }
  } catch {
    return null
  }
}

interface ActivityPage {
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
  readonly nodes: readonly Administrative[] | null
}

interface Administrative {
  readonly id: string
  readonly controller: { readonly cvr: string; readonly name: string | null } | null
  readonly systems: readonly string[] | null
  readonly fields: readonly { readonly coordinate: string | null }[] | null
}

const mostPages = 50

/** Null: the token is no officer's. Of one whose system may do no steward's work here, every activity is null. */
export async function readSteward(token: string, names: ClaimNames, ask: AskGraph): Promise<Steward | null> {
  const named = officerIn(token, names)
  if (!named) return null
  const own = (await administrative(token, ask)).filter(({ systems }) => systems?.includes(named.client))
  const controller = own[0]?.controller
  const activityFor = (area: Area) =>
    own.find(({ fields }) => fields?.some(({ coordinate }) => coordinate === areas[area]))?.id ?? null
  const activities = Object.fromEntries(areaNames.map(area => [area, activityFor(area)]))
  return {
    officer: named.officer,
    authority: { cvr: controller?.cvr ?? '', name: controller?.name ?? named.client },
    activities: activities as Steward['activities'],
    caseReference: null,
    searched: new Map(),
  }
}

/** Every activity for work that stewards do; the list of all of them is public. */
async function administrative(token: string, ask: AskGraph): Promise<readonly Administrative[]> {
  const found: Administrative[] = []
  let after: string | null = null
  for (let page = 0; page < mostPages; page++) {
    const list: ActivityPage = await pageOf(token, ask, after)
    found.push(...(list.nodes ?? []).filter(({ id }) => id.startsWith('ADM-')))
    if (!list.pageInfo.hasNextPage) return found
    after = list.pageInfo.endCursor
  }
  return found
}

async function pageOf(token: string, ask: AskGraph, after: string | null): Promise<ActivityPage> {
  const { data } = await ask<{ activities: ActivityPage | null }>(
    { token, actingFor: null },
    `query ($after: String) { activities(first: 100, after: $after) {
      pageInfo { hasNextPage endCursor } nodes { id controller { cvr name } systems fields { coordinate } }
    } }`,
    { after },
  )
  if (!data?.activities) throw new Error('The graph did not tell the processing activities.')
  return data.activities
}

/** What the officer is called on their authority's file; their id where they may not read it. */
export async function officerName(token: string, steward: Steward, ask: AskGraph): Promise<string> {
  const purpose = purposeOf(steward, 'activities')
  if (!purpose) return steward.officer
  const { data } = await ask<{
    myAuthority: { officers: readonly { id: string; name: string | null }[] | null } | null
  }>({ token, actingFor: null, purpose }, '{ myAuthority { officers { id name } } }')
  return data?.myAuthority?.officers?.find(({ id }) => id === steward.officer)?.name ?? steward.officer
}
