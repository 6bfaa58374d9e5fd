// The examples that no test runs, each with the reason. Everything else on a page is run or checked: a new
// example that cannot be needs a line here.
import type { Block } from './blocks.ts';

/** Commands that are not run. */
const commands: readonly { readonly like: RegExp; readonly because: string }[] = [
  { like: /<[A-Za-z][\w-]*>|…/, because: 'it has a placeholder for a name in your account' },
  { like: /\[--/, because: 'a synopsis: test/cli/documented-commands.test.ts compares it' },
  { like: /^npm (ci|install|init|pack|audit)\b/, because: 'it installs, or asks the registry' },
  { like: /^(PORT=\d+ )?npm start\b/, because: 'all the examples run against this service' },
  {
    like: /^(NIGHTLY=1 |HOSTILE_ROUNDS=\d+ )?(npm test|npx vitest)\b/,
    because: 'it takes minutes',
  },
  {
    like: /^npm run (check|format|test:nightly|screenshots|bench|torture|sbom)\b/,
    because: 'it takes minutes, or is a test of its own',
  },
  {
    like: /northwind|okoro|--workflow VendorTerms|npx liaison token/,
    because: 'its records and workflow are those of samples/embedding',
  },
  { like: /^npx liaison local\b/, because: 'it starts a service for an app of its own' },
  { like: /\.local\/secrets/, because: 'the stage local has no machine client' },
  { like: /^npx cdk\b/, because: 'it needs an AWS account' },
  {
    like: /^aws (?!.* --endpoint-url )/s,
    because: 'it needs an AWS account',
  },
  {
    like: /^node app\.ts/,
    because: 'test/nightly/http/package.test.ts runs it in a folder of its own',
  },
  { like: /\bnode hospital\.ts$/, because: 'test/nightly/http/client-package.test.ts runs it' },
  { like: /\bpython3 hospital\.py$/, because: 'test/nightly/http/hospital.test.ts runs it' },
  { like: /^(python3 -m venv|\/tmp\/\w+\/bin\/)/, because: 'it installs a Python program' },
];

/** Programs that are not run on the sample company. */
const programs: readonly { readonly page: string; readonly because: string }[] = [
  {
    page: 'docs/hospital.md',
    because: 'test/nightly/http/hospital.test.ts runs it on an empty service',
  },
  {
    page: 'docs/first-workflow.md',
    because: 'its parts are in samples/embedding, whose tests the test of the package runs',
  },
];

/** Blocks that are neither commands nor requests nor whole programs. */
const blocks: readonly {
  readonly page: string;
  readonly heading: string;
  readonly because: string;
}[] = [
  { page: 'README.md', heading: 'How it works', because: 'a drawing' },
  {
    page: 'docs/deploying.md',
    heading: 'Updates that change indexes',
    because: 'an earlier version',
  },
  { page: 'docs/deploying.md', heading: 'What was checked', because: 'what a failed check prints' },
  { page: 'docs/local.md', heading: 'Seeing what happens', because: 'lines of several moments' },
  ...['import', 'verify'].map((heading) => ({
    ...{ page: 'docs/command-line.md', heading },
    because: 'test/cli/documented-commands.test.ts makes the same output',
  })),
  ...['Look at failures', 'Replay'].map((heading) => ({
    ...{ page: 'docs/runbook.md', heading },
    because: 'test/http/failures.test.ts makes the same output',
  })),
  { page: 'docs/security.md', heading: 'Trust boundaries', because: 'a drawing' },
  {
    page: 'docs/observability.md',
    heading: 'Queries to copy',
    because: 'only CloudWatch runs them',
  },
];

/** Why a command is not run; undefined if it is. */
export const reasonAgainst = (command: string): string | undefined =>
  commands.find(({ like }) => like.test(command))?.because;

/** Why a block is not checked; undefined if it is. */
export const reasonAgainstBlock = ({ page, heading }: Block): string | undefined =>
  blocks.find((each) => each.page === page && each.heading === heading)?.because;

/** Why the programs of a page are not run here; undefined if they are. */
export const reasonAgainstProgram = (page: string): string | undefined =>
  programs.find((each) => each.page === page)?.because;

/** For the test that no block is left over. */
export const exemptions = { blocks };
