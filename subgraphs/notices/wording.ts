// How a kind of notice is worded: a title, and a text that is filled with whom and what it is about.

export interface Filled {
  /** The authority, at the beginning of a sentence and inside one. */
  readonly who: string
  readonly them: string
  /** The template's title, after what it belongs to; empty when there is none. */
  readonly what: string
}

/** The title alone tells nothing of whom or what; the text may name the authority and what it is about. */
export interface Wording {
  readonly title: string
  text(filled: Filled): string
}
