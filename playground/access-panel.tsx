// Beneath an answer: what was refused and what would make it allowed, what was given and on which ground.
import type { ReactNode } from 'react'
import { readAnswer } from './refusals.ts'
import { type Lang, say, type Word } from './wording.ts'

export function AccessPanel({ lang, answer }: { readonly lang: Lang; readonly answer: unknown }) {
  if (answer === undefined) return <section className="access empty">{say('notYet', lang)}</section>
  const { refusals, errors, problems, obligations, grounds } = readAnswer(answer, lang)
  const quiet = refusals.length + errors.length + problems.length === 0
  return (
    <section className="access" aria-live="polite">
      {quiet && <p className="fine">✓ {say('nothingRefused', lang)}</p>}
      <Group title="refused" kind="refusal" lang={lang}>
        {refusals.map(({ code, field, help, count }) => (
          <li key={`${code} ${field}`}>
            <code>{field}</code> {count > 1 && <small>×{count}</small>} <b>{code}</b>
            <p>{help}</p>
          </li>
        ))}
      </Group>
      <Faults title="problems" lang={lang} faults={problems} />
      <Faults title="otherErrors" lang={lang} faults={errors} />
      <Group title="obligations" kind="duty" lang={lang}>
        {obligations.map(code => (
          <li key={code}>
            <b>{code}</b>
            <p>{code === 'ADDRESS_PROTECTION' && say(code, lang)}</p>
          </li>
        ))}
      </Group>
      <Group title="given" kind="ground" lang={lang}>
        {grounds.map(({ ground, fields }) => (
          <li key={ground}>
            <b>{ground}</b>{' '}
            {fields.map(field => (
              <code key={field}>{field}</code>
            ))}
          </li>
        ))}
      </Group>
    </section>
  )
}

interface FaultsProps {
  readonly title: Word
  readonly lang: Lang
  readonly faults: readonly { readonly code: string; readonly path?: string; readonly message: string }[]
}

function Faults({ title, lang, faults }: FaultsProps) {
  return (
    <Group title={title} kind="refusal" lang={lang}>
      {faults.map(({ code, path, message }) => (
        <li key={`${code} ${path} ${message}`}>
          {path && <code>{path}</code>} <b>{code}</b>
          <p>{message}</p>
        </li>
      ))}
    </Group>
  )
}

function Group(props: { title: Word; kind: string; lang: Lang; children: readonly ReactNode[] }) {
  const { title, kind, lang, children } = props
  if (children.length === 0) return null
  return (
    <div className={kind}>
      <h3>{say(title, lang)}</h3>
      <ul>{children}</ul>
    </div>
  )
}
