// The examples beside the editor: a click loads operation, variables, identity and headers.
import { useGraphiQL, useGraphiQLActions } from '@graphiql/react'
import { Kind, parse } from 'graphql'
import { Fragment, useEffect, useRef } from 'react'
import { type Chapter, chapters, type Example } from './examples.ts'
import { fill, missing, type Seen } from './placeholders.ts'
import type { Headers } from './session.ts'
import { type Lang, say } from './wording.ts'

export interface ExamplesProps {
  readonly lang: Lang
  readonly examples: readonly Example[]
  readonly seen: Seen
  /** Loads the first example at the start. */
  readonly beginWithFirst: boolean
  onChoose(example: Example, headers: Headers): Promise<void>
}

export function ExamplesPanel({ lang, examples, seen, beginWithFirst, onChoose }: ExamplesProps) {
  const queryEditor = useGraphiQL(state => state.queryEditor)
  const variableEditor = useGraphiQL(state => state.variableEditor)
  const { setOperationFacts } = useGraphiQLActions()

  const load = async (example: Example): Promise<void> => {
    const now = { now: new Date(), seen, random: randomId }
    const { activity = '', onBehalfOf = '', caseReference = '' } = example
    await onChoose(example, { activity, onBehalfOf: fill(onBehalfOf, now), caseReference, explain: true })
    queryEditor?.setValue(example.query)
    variableEditor?.setValue(fill(example.variables ?? '', now))
    setOperationFacts(operationFacts(example.query))
  }
  // Whoever comes finds the first step ready to run.
  const ready = Boolean(queryEditor && variableEditor)
  const begun = useRef(false)
  useEffect(() => {
    if (!ready || !examples[0] || begun.current || !beginWithFirst) return
    begun.current = true
    void load(examples[0])
  })

  const section = (chapter: Chapter) => (
    <ol className={chapter === 'more' ? 'more' : 'story'}>
      {examples
        .filter(example => example.chapter === chapter)
        .map(example => (
          <Entry key={example.title.en} {...{ lang, example, seen }} onLoad={() => void load(example)} />
        ))}
    </ol>
  )
  return (
    <nav className="examples" aria-label={say('examples', lang)}>
      {chapters.map(chapter => (
        <Fragment key={chapter}>
          <h2>{say(chapter, lang)}</h2>
          {section(chapter)}
        </Fragment>
      ))}
    </nav>
  )
}

function Entry(props: { lang: Lang; example: Example; seen: Seen; onLoad(): void }) {
  const { lang, example, seen, onLoad } = props
  const lacking = missing(`${example.variables ?? ''}${example.onBehalfOf ?? ''}`, seen)
  return (
    <li>
      <button type="button" onClick={onLoad}>
        <span className="title">{example.title[lang]}</span>
        <span className="tags">
          <span className="tag">{example.identity}</span>
          {example.activity && <span className="tag activity">{example.activity}</span>}
          {example.onBehalfOf && (
            <span className="tag behalf">→ {example.onBehalfOf.replace(/[{}]/g, '')}</span>
          )}
        </span>
        {lacking.length > 0 && <span className="lacking">{say('first', lang)}</span>}
      </button>
    </li>
  )
}

// GraphiQL reads a new text a tenth of a second later; whoever is faster would run it under the old one's name.
function operationFacts(query: string) {
  const documentAST = parse(query)
  const operations = documentAST.definitions.filter(one => one.kind === Kind.OPERATION_DEFINITION)
  return { documentAST, operations, operationName: operations[0]?.name?.value }
}

// crypto.randomUUID is there in secure contexts only; a playground may be served over plain HTTP inside a network.
function randomId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(8)), byte =>
    byte.toString(16).padStart(2, '0'),
  ).join('')
}
