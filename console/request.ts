// What a page's function gets, and what it may answer.

import type { Asker, GraphAnswer } from './graph.ts'
import type { Page } from './layout.ts'
import type { Session } from './session.ts'
import type { Texts } from './texts.ts'

/** A request of one who is signed in. */
export interface ConsoleRequest {
  readonly session: Session
  readonly texts: Texts
  /** The variable part of the address; empty when it has none. */
  readonly id: string
  /** Of the address: filters and places, never a number or a name. */
  readonly query: URLSearchParams
  /** Of the posted form; empty for a GET. */
  readonly form: URLSearchParams
  /** As the session says, or as `as` does. Rejects when the graph does not answer. */
  ask<Data>(
    query: string,
    variables?: Readonly<Record<string, unknown>>,
    as?: Asker,
  ): Promise<GraphAnswer<Data>>
}

/** Something to keep. `isCut`: it holds less than was asked for, which its last line will say. */
export interface ConsoleFile {
  readonly name: string
  readonly type: string
  readonly text: string
  readonly isCut?: boolean
}

/** Where to go after a form; something to keep as a file; or a page. */
export type ConsoleAnswer = Page | { readonly to: string } | { readonly file: ConsoleFile }

export type Handler = (request: ConsoleRequest) => Promise<ConsoleAnswer>
