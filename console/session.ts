// Who is signed in at the console: kept here under a random id, so that the browser holds no token.
import { randomBytes, timingSafeEqual } from 'node:crypto'
import type { Steward } from './steward.ts'
import type { Language } from './texts.ts'

/** For whom a representative asks, as the header On-Behalf-Of says it. */
export interface ActingFor {
  readonly header: string
  readonly name: string
}

/** One who is signed in, at one browser. */
export interface Session {
  readonly token: string
  readonly name: string
  /** Stands in every form: a page elsewhere cannot know it. */
  readonly formToken: string
  language: Language
  actingFor: ActingFor | null
  /** Of an officer, who has pages of their own. */
  readonly steward?: Steward
}

/** A sign-in under way: what the issuer's answer must repeat, what proves that we asked, and where to go on. */
export interface SigningIn {
  readonly state: string
  readonly verifier: string
  readonly back: string
  readonly language: Language
}

export const randomId = (): string => randomBytes(32).toString('base64url')

/** Values under random ids for a while. */
export interface Kept<Value> {
  /** Null for an id that was never given, or whose time has run out; else its time begins anew. */
  find(id: string | null): Value | null
  /** The id under which it is found. */
  keep(value: Value): string
  forget(id: string | null): void
}

/** At most `most` values, the longest unused leaves first. */
export function keepFor<Value>(
  lifetimeMs: number,
  most: number,
  now: () => Date = () => new Date(),
  newId: () => string = randomId,
): Kept<Value> {
  const kept = new Map<string, { readonly value: Value; readonly expires: number }>()
  const put = (id: string, value: Value): void => {
    kept.delete(id)
    kept.set(id, { value, expires: now().getTime() + lifetimeMs })
    if (kept.size > most) kept.delete(kept.keys().next().value!)
  }
  return {
    find(id) {
      const found = id === null ? undefined : kept.get(id)
      if (!found || found.expires <= now().getTime()) return null
      put(id!, found.value)
      return found.value
    },
    keep(value) {
      const id = newId()
      put(id, value)
      return id
    },
    forget: id => void (id !== null && kept.delete(id)),
  }
}

/** Whether a form comes from a page of this session. */
export function isOwnForm({ formToken }: Session, token: string | null): boolean {
  const [given, own] = [Buffer.from(token ?? ''), Buffer.from(formToken)]
  return given.length === own.length && timingSafeEqual(given, own)
}
