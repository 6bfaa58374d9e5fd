import { defineConfig } from 'vitest/config';

/** Fast kinds first; see the table of test kinds in CONTRIBUTING.md. */
const kinds = [
  { name: 'rules', include: ['test/{contracts,domain,functions,cli}/**/*.test.ts'] },
  {
    name: 'table',
    include: ['test/table/**/*.test.ts'],
    // A part of the Congress will do where it is quick; test/long has all of it.
    env: { CONGRESS_SHARE: '8' },
    globalSetup: 'test/support/engine.setup.ts',
  },
  { name: 'infra', include: ['test/infra/**/*.test.ts'] },
  {
    name: 'http',
    include: ['test/http/**/*.test.ts'],
    globalSetup: 'test/support/service.setup.ts',
  },
  {
    name: 'long',
    include: ['test/long/**/*.test.ts'],
    globalSetup: 'test/support/service.setup.ts',
  },
];

export default defineConfig({
  test: {
    // Generous: two cores may be busy with much else.
    testTimeout: 180_000,
    hookTimeout: 300_000,
    allowOnly: false,
    // Much of the time is waiting for the engine: two at a time even where there are two cores.
    maxWorkers: 2,
    projects: kinds.map((test, groupOrder) => ({
      extends: true as const,
      test: { ...test, sequence: { groupOrder } },
    })),
  },
});
