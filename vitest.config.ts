import { defineConfig } from 'vitest/config';

/** Fast kinds first; see the table of test kinds in CONTRIBUTING.md. */
const kinds = [
  { name: 'rules', include: ['test/{contracts,domain,functions,cli}/**/*.test.ts'] },
  {
    name: 'table',
    include: ['test/table/**/*.test.ts'],
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
    testTimeout: 60_000,
    hookTimeout: 120_000,
    allowOnly: false,
    projects: kinds.map((test, groupOrder) => ({
      extends: true as const,
      test: { ...test, sequence: { groupOrder } },
    })),
  },
});
