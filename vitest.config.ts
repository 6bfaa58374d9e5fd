import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/**
 * Fast kinds first; see the table of test kinds in CONTRIBUTING.md. Much of the time is waiting for
 * the engine: two files at a time even where there are two cores, but for those that share a service.
 */
const kinds = [
  {
    name: 'rules',
    maxWorkers: 2,
    include: ['test/{contracts,domain,functions,cli,console-rules}/**/*.test.ts'],
  },
  {
    name: 'table',
    maxWorkers: 2,
    include: ['test/{table,torture}/**/*.test.ts'],
    // A part of the Congress will do where it is quick; test/long has all of it.
    env: { CONGRESS_SHARE: '8' },
    globalSetup: 'test/support/engine.setup.ts',
  },
  { name: 'infra', maxWorkers: 2, include: ['test/infra/**/*.test.ts'] },
  {
    name: 'http',
    maxWorkers: 1,
    include: ['test/http/**/*.test.ts'],
    globalSetup: 'test/support/service.setup.ts',
  },
  {
    name: 'console',
    maxWorkers: 1,
    // A browser on a busy machine may be slower than a wait: once more, and what is broken still fails.
    retry: 1,
    include: ['test/console/**/*.test.ts'],
    globalSetup: 'test/support/console.setup.ts',
  },
  {
    name: 'long',
    maxWorkers: 1,
    include: ['test/long/**/*.test.ts'],
    globalSetup: 'test/support/service.setup.ts',
  },
];

/** The sample app imports Liaison by its package's name. */
const file = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const alias = [
  { find: /^liaison$/, replacement: file('infra/index.ts') },
  { find: /^liaison\/workflow$/, replacement: file('functions/events/workflow-entry.ts') },
  { find: /^liaison\/reading$/, replacement: file('functions/queries/direct-reading.ts') },
];

export default defineConfig({
  resolve: { alias },
  test: {
    // Generous: two cores may be busy with much else.
    testTimeout: 180_000,
    hookTimeout: 300_000,
    allowOnly: false,
    projects: kinds.map((test, groupOrder) => ({
      extends: true as const,
      test: { ...test, sequence: { groupOrder } },
    })),
  },
});
