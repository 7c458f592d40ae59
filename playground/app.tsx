// The playground's page: who asks and for what above, examples beside, GraphiQL in the middle, refusals beneath.

import { DOC_EXPLORER_PLUGIN, DocExplorerStore } from '@graphiql/plugin-doc-explorer'
import { GraphiQLProvider } from '@graphiql/react'
import type { Fetcher } from '@graphiql/toolkit'
import { GraphiQL, GraphiQLInterface } from 'graphiql'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { ListedIdentity } from '../issuer/identities.ts'
import { AccessPanel } from './access-panel.tsx'
import type { Example } from './examples.ts'
import { ExamplesPanel } from './examples-panel.tsx'
import { remember, type Seen } from './placeholders.ts'
import { RequestBar } from './request-bar.tsx'
import { type Headers, memoryStorage, noHeaders, type Operation, post, signIn } from './session.ts'
import { type Lang, say } from './wording.ts'

interface Props {
  readonly examples: readonly Example[]
  /** Null without the development issuer: the visitor brings a token. */
  readonly identities: readonly ListedIdentity[] | null
  readonly initialLang: Lang
}

const introspection = 'IntrospectionQuery'

export function App({ examples, identities, initialLang }: Props) {
  const [lang, setLang] = useState(initialLang)
  const [identity, setIdentity] = useState(identities?.[0]?.name ?? '')
  const [token, setToken] = useState('')
  const [failed, setFailed] = useState(false)
  const [headers, setHeaders] = useState<Headers>(noHeaders)
  const [answer, setAnswer] = useState<unknown>()
  const [seen, setSeen] = useState<Seen>({})
  const storage = useMemo(memoryStorage, [])

  // GraphiQL keeps the first fetcher that it is given: what changes reaches it through here.
  const current = useRef({ token, headers, identity })
  current.current = { token, headers, identity }

  const choose = useCallback(async (name: string): Promise<void> => {
    setIdentity(name)
    try {
      const fresh = await signIn(name)
      current.current = { ...current.current, token: fresh, identity: name }
      setToken(fresh)
      setFailed(false)
    } catch {
      setFailed(true)
    }
  }, [])

  // Whoever comes can ask at once, as the first identity of the list.
  useEffect(() => {
    if (identities?.[0]) void choose(identities[0].name)
  }, [choose, identities])

  const fetcher = useCallback<Fetcher>(
    async operation => {
      const asked = await ask(
        operation,
        current.current,
        identities ? choose : null,
        () => current.current.token,
      )
      if (operation.operationName !== introspection) {
        setAnswer(asked)
        setSeen(before => remember(before, current.current.identity, (asked as { data?: unknown }).data))
      }
      return asked as Awaited<ReturnType<Fetcher>> as never
    },
    [choose, identities],
  )

  // Without a token there is no schema to show: GraphiQL starts when there is one.
  return (
    <div className="page" lang={lang}>
      <RequestBar
        {...{ lang, identities, identity, token, failed, headers }}
        onIdentity={name => void choose(name)}
        onToken={setToken}
        onHeaders={setHeaders}
        onLang={() => setLang(lang === 'da' ? 'en' : 'da')}
      />
      {(token || failed) && (
        <GraphiQLProvider
          key={identities ? 'demo' : token}
          fetcher={fetcher}
          storage={storage}
          plugins={[DOC_EXPLORER_PLUGIN]}
          referencePlugin={DOC_EXPLORER_PLUGIN}
          defaultQuery=""
        >
          <DocExplorerStore>
            <div className="work">
              <ExamplesPanel
                {...{ lang, examples, seen }}
                beginWithFirst={identities !== null}
                onChoose={async (example, headers) => {
                  setHeaders(headers)
                  if (identities && example.identity !== current.current.identity)
                    await choose(example.identity)
                }}
              />
              <GraphiQLInterface
                forcedTheme="light"
                isHeadersEditorEnabled={false}
                defaultEditorToolsVisibility="variables"
                showPersistHeadersSettings={false}
              >
                <GraphiQL.Logo> </GraphiQL.Logo>
                <GraphiQL.Footer>
                  <AccessPanel lang={lang} answer={answer} />
                </GraphiQL.Footer>
              </GraphiQLInterface>
            </div>
          </DocExplorerStore>
        </GraphiQLProvider>
      )}
      {!token && !failed && !identities && <p className="waiting">{say('tokenHint', lang)}</p>}
    </div>
  )
}

/** Posts; an ended development token is replaced once. */
async function ask(
  operation: Operation,
  { token, headers, identity }: { token: string; headers: Headers; identity: string },
  renew: ((identity: string) => Promise<void>) | null,
  renewed: () => string,
): Promise<unknown> {
  const first = await post(operation, token, headers)
  if (first.status !== 401 || !renew) return first.answer
  await renew(identity)
  return (await post(operation, renewed(), headers)).answer
}
