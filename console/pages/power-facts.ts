// What the graph says that making a power of attorney turns on: packages, activities, the one that is passed on.
import type { Draft, Step } from '../power-draft.ts'
import type { ConsoleRequest } from '../request.ts'
import { graphLanguage } from '../texts.ts'
import type { Facts } from './power-steps.ts'

export interface PowerPackage {
  readonly id: string
  readonly state: string | null
  readonly title: string | null
  readonly text: string | null
  readonly longestDays: number | null
  readonly fields: readonly string[] | null
  readonly authority: { readonly name: string | null } | null
}

export interface Activity {
  readonly id: string
  readonly purpose: string | null
  readonly controller: { readonly name: string | null } | null
}

/** The one that its holder passes on. */
export interface Parent {
  readonly fields: readonly string[]
  readonly actions: readonly string[]
  readonly activities: readonly Activity[]
  readonly validTo: string | null
  readonly passOnDepth: number | null
}

interface Told {
  readonly powerPackages?: { readonly nodes: readonly PowerPackage[] | null } | null
  readonly activities?: { readonly nodes: readonly Activity[] | null } | null
  readonly powerOfAttorney?:
    | {
        readonly [Part in keyof Parent]: Parent[Part] | null
      }
    | null
  readonly represented?: { readonly signingRule?: string | null } | null
}

const activity = 'id purpose(language: $language) controller { name }'
const parts = {
  packages: `powerPackages(first: 100) { nodes {
    id state title(language: $language) text(language: $language) longestDays fields authority { name } } }`,
  activities: `activities(first: 100) { nodes { ${activity} } }`,
  parent: `powerOfAttorney(id: $id) { fields actions activities { ${activity} } validTo passOnDepth }`,
  signing: `represented { ... on Business { signingRule } }`,
} as const
type Part = keyof typeof parts

const needed: Readonly<Record<Step, readonly Part[]>> = {
  party: [],
  scope: ['packages'],
  own: ['activities'],
  time: ['packages'],
  check: ['packages', 'activities', 'signing'],
}

function partsOf(step: Step, { kind, header }: Draft): readonly Part[] {
  const asked = needed[step].filter(part => {
    if (part === 'signing') return kind !== 'request' && header.startsWith('business:')
    return part !== 'packages' || kind !== 'pass-on'
  })
  return kind === 'pass-on' ? [...asked, 'parent'] : asked
}

/** What a step needs to be shown. Null when that which is to be passed on is not there. */
export async function factsOf(
  step: Step,
  draft: Draft,
  { session, ask }: ConsoleRequest,
): Promise<Facts | null> {
  const asked = partsOf(step, draft)
  const variables = {
    ...(asked.some(part => part !== 'signing') && { language: graphLanguage(session.language) }),
    ...(asked.includes('parent') && { id: draft.from }),
  }
  const declared = [
    ...('language' in variables ? ['$language: Language!'] : []),
    ...('id' in variables ? ['$id: ID!'] : []),
  ]
  const head = declared.length > 0 ? `query (${declared.join(', ')}) ` : ''
  const { data } =
    asked.length === 0
      ? { data: null }
      : await ask<Told>(`${head}{ ${asked.map(part => parts[part]).join(' ')} }`, variables)
  const parent = data?.powerOfAttorney ?? null
  if (asked.includes('parent') && parent === null) return null
  return {
    packages: (data?.powerPackages?.nodes ?? []).filter(({ state }) => state === 'PUBLISHED'),
    activities: data?.activities?.nodes ?? [],
    parent: parent && {
      ...{ fields: parent.fields ?? [], actions: parent.actions ?? [], activities: parent.activities ?? [] },
      ...{ validTo: parent.validTo, passOnDepth: parent.passOnDepth },
    },
    signingRule: data?.represented?.signingRule ?? null,
  }
}
