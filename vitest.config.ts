// How the tests run: one PostgreSQL for all files, modules loaded by Node as at run time, and some files a second time.
import { configDefaults, defineConfig } from 'vitest/config'

// Again over HTTP with each subgraph in a process of its own, as `npm start -- --separate` runs them.
const separate = [
  'story',
  'cases-purpose',
  'cases-protection',
  'cases-consents',
  'cases-mandates',
  'cases',
  'consents',
  'mandates',
  'powers-of-attorney',
]

// These put a module in another's place, which takes Vite's own loader; it needs three times as long to load.
const replacing = ['decide-parameters', 'mutants', 'mutants-lists']

const files = (names: readonly string[]) => names.map(name => `test/${name}.test.ts`)

export default defineConfig({
  resolve: {
    // Vite would load graphql's ES build and Apollo its CommonJS one: two realms, "another module or realm".
    alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }],
  },
  test: {
    globalSetup: ['test/setup.ts'],
    // Far beyond what any takes: the machines are shared, and a slow one is no fault.
    testTimeout: 90_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    provide: { separate: false },
    projects: [
      {
        extends: true,
        test: {
          name: 'together',
          include: ['test/**/*.test.ts'],
          exclude: [...configDefaults.exclude, ...files(replacing)],
          experimental: { viteModuleRunner: false },
        },
      },
      { extends: true, test: { name: 'replacing', include: files(replacing) } },
      {
        extends: true,
        test: {
          name: 'separate',
          include: files(separate),
          provide: { separate: true },
          experimental: { viteModuleRunner: false },
        },
      },
    ],
  },
})
