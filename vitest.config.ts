// How the tests run: one graphql build for everyone, and one PostgreSQL for all files.
import { defineConfig } from 'vitest/config'

export default defineConfig({
  resolve: {
    // Vitest would load graphql's ES build and Apollo its CommonJS one: two realms, "another module or realm".
    alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }],
  },
  test: {
    globalSetup: ['test/setup.ts'],
    include: ['test/**/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
  },
})
