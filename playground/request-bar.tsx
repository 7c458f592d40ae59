// Who asks, for which activity, for whom, in which case: what travels beside the operation.
import type { ReactNode } from 'react'
import type { IdentityKind, ListedIdentity } from '../issuer/identities.ts'
import type { Headers } from './session.ts'
import { type Lang, say } from './wording.ts'

interface Props {
  readonly lang: Lang
  readonly identities: readonly ListedIdentity[] | null
  readonly identity: string
  readonly failed: boolean
  readonly headers: Headers
  choose(identity: string): Promise<void>
  bring(token: string): void
  onHeaders(headers: Headers): void
  onLang(): void
}

export function RequestBar(props: Props) {
  const { lang, identities, headers, onHeaders } = props
  const set = (change: Partial<Headers>) => onHeaders({ ...headers, ...change })
  const text = (name: 'activity' | 'onBehalfOf' | 'caseReference', placeholder: string) => (
    <Field label={say(name, lang)}>
      <input
        name={name}
        value={headers[name]}
        placeholder={placeholder}
        spellCheck={false}
        autoComplete="off"
        onChange={event => set({ [name]: event.target.value.trim() })}
      />
    </Field>
  )
  return (
    <header className="bar">
      <h1>
        Engang <span>{say('title', lang)}</span>
      </h1>
      {identities ? <IdentitySwitch {...props} identities={identities} /> : <TokenField {...props} />}
      {text('activity', 'KOM-17')}
      {text('onBehalfOf', 'person:…')}
      {text('caseReference', '2026-4711')}
      <label className="explain">
        <input
          type="checkbox"
          name="explain"
          checked={headers.explain}
          onChange={event => set({ explain: event.target.checked })}
        />
        {say('explain', lang)}
      </label>
      <Aside {...props} />
    </header>
  )
}

function Aside({ lang, identities, identity, failed, onLang }: Props) {
  const chosen = identities?.find(one => one.name === identity)
  return (
    <>
      <button type="button" className="lang" onClick={onLang}>
        {say('language', lang)}
      </button>
      <p className="who" role="status">
        {failed ? say('signInFailed', lang) : chosen?.[lang]}
      </p>
    </>
  )
}

const kinds: readonly IdentityKind[] = ['SYSTEM', 'CITIZEN', 'BUSINESS_USER', 'STEWARD']

function IdentitySwitch({
  lang,
  identities,
  identity,
  choose,
}: Props & { identities: readonly ListedIdentity[] }) {
  return (
    <Field label={say('identity', lang)}>
      <select name="identity" value={identity} onChange={event => void choose(event.target.value)}>
        {kinds.map(kind => (
          <optgroup key={kind} label={say(kind, lang)}>
            {identities
              .filter(one => one.kind === kind)
              .map(one => (
                <option key={one.name} value={one.name} title={one[lang]}>
                  {one.name}
                </option>
              ))}
          </optgroup>
        ))}
      </select>
    </Field>
  )
}

function TokenField({ lang, bring }: Props) {
  return (
    <Field label={say('token', lang)}>
      <input
        name="token"
        type="password"
        placeholder={say('tokenHint', lang)}
        autoComplete="off"
        onBlur={event => bring(event.currentTarget.value.trim())}
        onKeyDown={event => event.key === 'Enter' && bring(event.currentTarget.value.trim())}
      />
    </Field>
  )
}

function Field({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is the child
    <label className="field">
      <span>{label}</span>
      {children}
    </label>
  )
}
