// As whom the page asks: a demo identity, signed in at the issuer, or a token that the visitor brings.
import { useCallback, useEffect, useRef, useState } from 'react'
import type { ListedIdentity } from '../issuer/identities.ts'
import { type Headers, type Operation, post, signIn } from './session.ts'

/** A question waits for the token of whoever was chosen last, and never goes out with another's. */
interface Chosen {
  readonly identity: string
  readonly token: Promise<string>
}

export interface Caller {
  readonly identity: string
  /** Changes when GraphiQL should begin anew; null as long as there is no token to ask with. */
  readonly begun: string | null
  readonly failed: boolean
  choose(identity: string): Promise<void>
  bring(token: string): void
  ask(operation: Operation, headers: Headers): Promise<{ identity: string; answer: unknown }>
}

/** `identities`: null without the development issuer. The first of them is chosen at once. */
export function useCaller(identities: readonly ListedIdentity[] | null): Caller {
  const [identity, setIdentity] = useState(identities?.[0]?.name ?? '')
  const [begun, setBegun] = useState<string | null>(null)
  const [failed, setFailed] = useState(false)
  const current = useRef<Chosen>({ identity, token: Promise.resolve('') })

  const choose = useCallback(async (name: string): Promise<void> => {
    const chosen = { identity: name, token: signIn(name) }
    current.current = chosen
    setIdentity(name)
    const signedIn = await chosen.token.then(Boolean, () => false)
    if (current.current === chosen) setFailed(!signedIn)
    setBegun('demo')
  }, [])

  useEffect(() => {
    if (identities?.[0]) void choose(identities[0].name)
  }, [choose, identities])

  const bring = useCallback((token: string): void => {
    current.current = { identity: '', token: Promise.resolve(token) }
    setBegun(token || null)
  }, [])

  const ask = useCallback(
    async (operation: Operation, headers: Headers) => {
      const { identity, token } = current.current
      const first = await post(operation, await token, headers)
      if (first.status !== 401 || !identities) return { identity, answer: first.answer }
      // A development token lasts an hour: once a new one, then the answer stands.
      await choose(identity)
      return { identity, answer: (await post(operation, await current.current.token, headers)).answer }
    },
    [choose, identities],
  )
  return { identity, begun, failed, choose, bring, ask }
}
