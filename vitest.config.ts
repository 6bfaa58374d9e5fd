import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/**
 * `npm run test:nightly` sets it. The same kinds then run the slow tests (test/nightly), and run the files
 * of `alsoNightly` again in full, of whose tests `npm test` runs only a part (test/support/effort.ts).
 */
const isNightly = process.env.NIGHTLY === '1';

/** Nightly test files may measure time, so they run one at a time; `.ci/run` leaves those out. */
const nightlyWorkers = Number(process.env.NIGHTLY_WORKERS ?? 1);

// DynamoDB Local runs for a short time with few threads: with Java's defaults, half of its CPU time
// goes into compilation and garbage collection. For long runs the defaults are better.
if (!isNightly) process.env.JAVA_TOOL_OPTIONS ??= '-XX:+UseSerialGC -XX:TieredStopAtLevel=1';

/** See the table of test kinds in CONTRIBUTING.md. */
const kinds = [
  {
    name: 'rules',
    include: [
      'test/{client,cli,console-rules,contracts,domain,functions,import,patterns,testing,text}/**/*.test.ts',
    ],
    alsoNightly: ['test/text/fold-text.test.ts'],
    // Importing the modules takes longer than running the tests.
    isolate: false,
  },
  {
    name: 'table',
    include: ['test/{table,torture}/**/*.test.ts'],
    alsoNightly: [
      'test/table/{changes,duplicates,graph,hub,import,pairs,projection,read-connections,refusals,repair,round-trip,series}.test.ts',
      'test/torture/torture.test.ts',
    ],
    globalSetup: 'test/support/engine.setup.ts',
  },
  // CDK is imported once.
  { name: 'infra', include: ['test/infra/**/*.test.ts'], alsoNightly: [], isolate: false },
  {
    name: 'http',
    include: ['test/http/**/*.test.ts'],
    alsoNightly: ['test/http/{command-line,examples,failures,hostile,streams}.test.ts'],
    globalSetup: ['test/support/engine.setup.ts', 'test/support/service.setup.ts'],
    // Files share a service: see test/support/service.ts.
    isolate: false,
    provide: { sample: 'none' as const },
  },
  {
    name: 'console',
    include: ['test/console/**/*.test.ts'],
    alsoNightly: ['test/console/{connect,connections,import,sign-in}.test.ts'],
    globalSetup: ['test/support/engine.setup.ts', 'test/support/service.setup.ts'],
    // Files share a service and a browser.
    isolate: false,
    provide: { sample: 'sales' as const },
  },
];

/** The sample app imports Liaison by its package's name. */
const file = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const alias = [
  { find: /^liaison$/, replacement: file('infra/index.ts') },
  { find: /^liaison\/workflow$/, replacement: file('functions/events/workflow-entry.ts') },
  { find: /^liaison\/client$/, replacement: file('shared/client/index.ts') },
  { find: /^liaison\/reading$/, replacement: file('functions/queries/direct-reading.ts') },
  { find: /^liaison\/testing$/, replacement: file('testing/index.ts') },
];

export default defineConfig({
  resolve: { alias },
  test: {
    // Generous: the two cores may be busy with other work.
    testTimeout: 180_000,
    hookTimeout: 300_000,
    allowOnly: false,
    projects: kinds.map(({ alsoNightly, include, ...kind }) => ({
      extends: true as const,
      test: {
        ...kind,
        include: isNightly ? [`test/nightly/${kind.name}/**/*.test.ts`, ...alsoNightly] : include,
        maxWorkers: isNightly ? nightlyWorkers : 2,
        // The rules run first, because they find errors soonest. The others then run together on both cores.
        sequence: { groupOrder: kind.name === 'rules' ? 0 : 1 },
        expect: { poll: { timeout: 60_000 } },
      },
    })),
  },
});
