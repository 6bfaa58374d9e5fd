// The command `liaison local`: runs the CDK app of a team that embeds the service, on this machine until Ctrl-C.
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { argumentsOf, misuse, portOf } from './command-line.ts';
import { hostOptionHelp, hostOptions, runHost } from './run-host.ts';

const {
  help,
  app: given,
  stack,
  port,
  data,
  seed,
  ...options
} = argumentsOf(
  {
    ...hostOptions,
    app: { type: 'string' },
    stack: { type: 'string' },
    port: { type: 'string', default: process.env.PORT || '3000' },
    data: { type: 'string', default: '.local' },
    seed: { type: 'string' },
    help: { type: 'boolean', short: 'h', default: false },
  },
  process.argv.slice(3),
);
if (help) {
  console.log(`Runs a CDK app that embeds Liaison on this machine, until Ctrl-C.

  liaison local --app CMD [options]

  --app CMD     the command that runs the app, as in "node app.ts"; default: "app" in cdk.json
  --stack NAME  the stack to run, if several have a LiaisonService
  --port N      port of the service (PORT, 3000); 0 uses any free port
  --in-memory   store no data
  --data DIR    the folder for data, keys and logs; default: .local
  --seed DIR    import the .jsonl files of this folder if the tables are empty
${hostOptionHelp}
  --help        print this help

  TOKEN_SECONDS=3600         lifetime of access tokens from the sign-in page, in seconds
  INSPECT_PORT=9229          port for the debugger
  DYNAMODB_ENDPOINT=http://… use a DynamoDB Local that is already running`);
  process.exit();
}
await runHost({
  ...options,
  app: { command: given ?? appInSettings(), stack },
  dataDir: resolve(data),
  port: portOf(port, '--port'),
  seed:
    seed === undefined ? undefined : { folder: seed, base: process.cwd(), takes: 'please wait' },
});

function appInSettings(): string {
  const app = existsSync('cdk.json') ? JSON.parse(readFileSync('cdk.json', 'utf8')).app : undefined;
  if (typeof app === 'string') return app;
  return misuse('Name the command that runs the CDK app: liaison local --app "node app.ts".');
}
