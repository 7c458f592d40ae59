// What every page of a steward stands on: who may see it, under which activity it asks, and how its commands are answered.
import type { GraphError } from '../../graph.ts'
import { html } from '../../html.ts'
import type { Page } from '../../layout.ts'
import type { ConsoleAnswer, ConsoleRequest, Handler } from '../../request.ts'
import { saidOf } from '../../said.ts'
import type { Session } from '../../session.ts'
import { type Area, purposeOf, type Steward } from '../../steward.ts'
import { graphLanguage, type Texts, textsOf } from '../../texts.ts'

/** A steward's request: it asks under the activity of this kind of work. */
export interface Work extends ConsoleRequest {
  readonly steward: Steward
  readonly words: Texts['steward']
  /** As GraphQL's `Language` has it. */
  readonly spoken: 'DA' | 'EN'
}

/** What is wrong with a command: at a path of its input, or with it as a whole. */
export interface Problem {
  readonly path: string | null
  readonly message: string
}

export const noPermission = (texts: Texts, back: string): Page => ({
  ...{ title: texts.steward.noPermissionTitle, status: 403 },
  body: html`<p>${texts.steward.noPermission}</p><p><a href="${back}">${texts.back}</a></p>`,
})

/** Officers have pages of their own, and nobody else has those; null when somebody is where they belong. */
export function keptApart({ steward, language }: Session, path: string): ConsoleAnswer | null {
  const isTheirs = path === '/console/steward' || path.startsWith('/console/steward/')
  if (isTheirs === (steward !== undefined)) return null
  if (path === '/console') return { to: '/console/steward' }
  return noPermission(textsOf(language), '/console')
}

type StewardHandler = (work: Work) => Promise<ConsoleAnswer>

/** A page for one kind of work; `inCase`: where to go on once a case is stated, of work that takes one. */
export const forSteward =
  (area: Area | null, handler: StewardHandler, inCase: string | null = null): Handler =>
  async request => {
    const { session, texts } = request
    const { steward, language } = session
    const purpose = area === null ? null : purposeOf(steward, area)
    if (!steward || (area !== null && !purpose)) return noPermission(texts, '/console')
    if (inCase !== null && steward.caseReference === null)
      return { to: `/console/steward/case?${new URLSearchParams({ back: inCase })}` }
    return handler({
      ...{ ...request, steward, words: texts.steward, spoken: graphLanguage(language) },
      ask: (query, variables, as = { ...session, ...(purpose && { purpose }) }) =>
        request.ask(query, variables, as),
    })
  }

/** The same request in another kind of work; null when that is none of this steward's. */
export function under(work: Work, area: Area): Work | null {
  const purpose = purposeOf(work.steward, area)
  if (!purpose) return null
  const asker = { ...work.session, purpose }
  return { ...work, ask: (query, variables, as = asker) => work.ask(query, variables, as) }
}

/** Errors of the graph in its own words: what would make it allowed, where it says. */
export const messagesOf = (
  errors: readonly GraphError[],
  { session }: Pick<ConsoleRequest, 'session'>,
): readonly string[] => [...new Set(errors.map(error => saidOf(error, session.language)))]

/** What a command led to: what was selected of its answer, or every problem at once. */
export type Led<Done> =
  | { readonly done: Done; readonly problems: readonly [] }
  | { readonly done: null; readonly problems: readonly Problem[] }

/** Sends one command. `type`: of its input. `selection`: of its answer, besides the problems. */
export async function command<Done>(
  work: Work,
  [name, type]: readonly [name: string, type: string],
  input: Readonly<Record<string, unknown>>,
  selection: string,
): Promise<Led<Done>> {
  const { data, errors } = await work.ask<{ led: (Done & { problems: readonly Problem[] }) | null }>(
    `mutation ($input: ${type}!, $language: Language!) {
      led: ${name}(input: $input) { ${selection} problems { path message(language: $language) } }
    }`,
    { input, language: work.spoken },
  )
  const led = data?.led
  if (led && led.problems.length === 0) return { done: led, problems: [] }
  const said = messagesOf(errors, work).map(message => ({ path: null, message }))
  const problems = led ? led.problems : said
  return {
    done: null,
    problems: problems.length > 0 ? problems : [{ path: null, message: work.texts.fault }],
  }
}
