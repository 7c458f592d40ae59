// Starts the playground's page.
import { createRoot } from 'react-dom/client'
import type { ListedIdentity } from '../issuer/identities.ts'
import { App } from './app.tsx'
import type { Example } from './examples.ts'
import type { Lang } from './wording.ts'

// Bundled beside this script: monaco asks for them by label.
Object.assign(globalThis, {
  MonacoEnvironment: {
    getWorker(_: string, label: string) {
      const name = label === 'json' || label === 'graphql' ? label : 'editor'
      return new Worker(new URL(`./${name}.worker.js`, import.meta.url))
    },
  },
})

async function get<Content>(path: string): Promise<Content> {
  return (await (await fetch(path)).json()) as Content
}

const root = document.getElementById('playground') as HTMLElement
const lang: Lang = navigator.language.startsWith('da') ? 'da' : 'en'
const development = root.dataset.issuer === 'development'
const [examples, identities] = await Promise.all([
  get<readonly Example[]>('/playground/examples.json'),
  development ? get<readonly ListedIdentity[]>('/playground/identities.json') : null,
])
createRoot(root).render(<App examples={examples} identities={identities} initialLang={lang} />)
