// The playground's page: who asks and for what above, examples beside, GraphiQL in the middle, refusals beneath.
import type { Fetcher, FetcherResultPayload } from '@graphiql/toolkit'
import { useCallback, useEffect, useRef, useState } from 'react'
import type { ListedIdentity } from '../issuer/identities.ts'
import { useCaller } from './caller.ts'
import type { Example } from './examples.ts'
import { remember, type Seen } from './placeholders.ts'
import { RequestBar } from './request-bar.tsx'
import { type Headers, noHeaders } from './session.ts'
import { type Lang, say } from './wording.ts'
import { Workbench } from './workbench.tsx'

interface Props {
  readonly examples: readonly Example[]
  /** Null without the development issuer: the visitor brings a token. */
  readonly identities: readonly ListedIdentity[] | null
  readonly initialLang: Lang
}

export function App({ examples, identities, initialLang }: Props) {
  const [lang, setLang] = useState(initialLang)
  const [headers, setHeaders] = useState<Headers>(noHeaders)
  const caller = useCaller(identities)
  const { fetcher, answer, seen } = useAnswers(caller.ask, headers)
  useEffect(() => {
    document.documentElement.lang = lang
  }, [lang])

  const choose = async (example: Example, wanted: Headers): Promise<void> => {
    setHeaders(wanted)
    if (identities && example.identity !== caller.identity) await caller.choose(example.identity)
  }
  return (
    <div className="page">
      <RequestBar
        {...{ lang, identities, headers }}
        {...caller}
        onHeaders={setHeaders}
        onLang={() => setLang(lang === 'da' ? 'en' : 'da')}
      />
      {caller.begun === null ? (
        // Without a token there is no schema to show.
        <p className="waiting">{identities ? '…' : say('tokenHint', lang)}</p>
      ) : (
        <Workbench
          key={caller.begun}
          {...{ lang, examples, seen, answer, fetcher }}
          beginWithFirst={identities !== null}
          onChoose={choose}
        />
      )}
    </div>
  )
}

/** GraphiQL's way to ask; the last answer, and the ids that answers held. */
function useAnswers(ask: ReturnType<typeof useCaller>['ask'], headers: Headers) {
  const [answer, setAnswer] = useState<unknown>()
  const [seen, setSeen] = useState<Seen>({})
  // GraphiQL keeps the first fetcher that it is given: the headers reach it through here.
  const current = useRef(headers)
  current.current = headers
  const fetcher = useCallback<Fetcher>(
    async operation => {
      const { identity, answer } = await ask(operation, current.current)
      if (operation.operationName !== 'IntrospectionQuery') {
        setAnswer(answer)
        setSeen(before => remember(before, identity, (answer as { data?: unknown }).data))
      }
      return answer as FetcherResultPayload
    },
    [ask],
  )
  return { fetcher, answer, seen }
}
