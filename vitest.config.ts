// How the tests run: one graphql build for everyone, one PostgreSQL for all files, and some of them a second time.
import { defineConfig } from 'vitest/config'

// Again over HTTP with each subgraph in a process of its own, as `npm start -- --separate` runs them.
const separate = [
  'story',
  'cases-purpose',
  'cases-protection',
  'cases-consents',
  'cases-mandates',
  'consents',
  'mandates',
  'powers-of-attorney',
]

export default defineConfig({
  resolve: {
    // Vitest would load graphql's ES build and Apollo its CommonJS one: two realms, "another module or realm".
    alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }],
  },
  test: {
    globalSetup: ['test/setup.ts'],
    testTimeout: 30_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    provide: { separate: false },
    projects: [
      { extends: true, test: { name: 'together', include: ['test/**/*.test.ts'] } },
      {
        extends: true,
        test: {
          name: 'separate',
          include: separate.map(name => `test/${name}.test.ts`),
          provide: { separate: true },
        },
      },
    ],
  },
})
