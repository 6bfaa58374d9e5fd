// The command `npm start`: runs the whole service on this machine until Ctrl-C.
import { argumentsOf, misuse, portOf } from './command-line.ts';
import { sampleOf } from './host/seed.ts';
import { hostOptionHelp, hostOptions, runHost, type Seed } from './run-host.ts';

const seeds = ['sales', 'congress', 'none'];

const {
  seed: seedName,
  help,
  ...options
} = argumentsOf({
  ...hostOptions,
  seed: { type: 'string', default: 'sales' },
  help: { type: 'boolean', default: false },
});
if (help) {
  console.log(`Runs the whole service on this machine until Ctrl-C. See docs/local.md.

  npm start -- [options]

  --in-memory   store no data; without it, data is stored in .local/
  --seed NAME   sample data for an empty table: ${seeds.join(', ')}; default: sales
${hostOptionHelp}
  --help        print this help

  PORT=3000                  port of the service; 0 uses any free port
  TOKEN_SECONDS=3600         lifetime of access tokens from the sign-in page, in seconds
  DYNAMODB_ENDPOINT=http://… use a DynamoDB Local that is already running`);
  process.exit();
}
if (!seeds.includes(seedName)) {
  misuse(`--seed must be one of ${seeds.join(', ')}, not "${seedName}".`);
}
const sample: Seed = {
  ...sampleOf(seedName),
  takes: seedName === 'congress' ? 'minutes' : 'seconds',
};
await runHost({
  ...options,
  port: portOf(process.env.PORT || '3000', 'PORT'),
  seed: seedName === 'none' ? undefined : sample,
});
