// The command `npm start`: runs the whole service on this machine until Ctrl-C.

import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { StartError } from './base/start-error.ts';
import { argumentsOf, misuse } from './command-line.ts';
import { engineAccess } from './dynamodb/engine-access.ts';
import { type Host, startHost } from './host/host.ts';
import { isEmpty, seed } from './host/seed.ts';

const seeds = ['sales', 'congress', 'none'];

/** How long the start waits for the history and counts of the samples, in ms. */
const countingMs = 15_000;

const {
  'in-memory': inMemory,
  seed: seedName,
  trace,
  help,
} = argumentsOf({
  'in-memory': { type: 'boolean', default: false },
  seed: { type: 'string', default: 'sales' },
  trace: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
});
if (help) {
  console.log(`Runs the whole service on this machine until Ctrl-C. See docs/local.md.

  npm start -- [options]

  --in-memory   store no data; without it, data is stored in .local/
  --seed NAME   sample data for an empty table: ${seeds.join(', ')}; default: sales
  --trace       print each stream batch, event, matching rule, function run and message
  --help        print this help

  PORT=3000                  port of the service; 0 uses any free port
  TOKEN_SECONDS=3600         lifetime of access tokens from the sign-in page, in seconds
  DYNAMODB_ENDPOINT=http://… use a DynamoDB Local that is already running`);
  process.exit();
}
if (!seeds.includes(seedName)) {
  misuse(`--seed must be one of ${seeds.join(', ')}, not "${seedName}".`);
}
const port = Number(process.env.PORT || 3000);
if (!Number.isInteger(port) || port < 0 || port > 65535) {
  misuse(`PORT must be a number from 0 to 65535, not "${process.env.PORT}".`);
}
const tokenSeconds = Number(process.env.TOKEN_SECONDS || 3600);
if (!Number.isInteger(tokenSeconds) || tokenSeconds < 1) {
  misuse(`TOKEN_SECONDS must be a whole number of at least 1, not "${process.env.TOKEN_SECONDS}".`);
}

const stopped = new AbortController();
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  // Only the first signal: a second one ends the host at once, and the engine ends with it.
  process.once(name, () => stopped.abort());
}
if (process.env.npm_lifecycle_event === 'start') {
  // A signal to npm alone ends npm's shell but not this process, so the end of the parent also means stop.
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && stopped.abort(), 250).unref();
}

const endpoint = process.env.DYNAMODB_ENDPOINT;
let host: Host | undefined;
try {
  console.log('Synthesizing the stack and starting DynamoDB Local …');
  host = await startHost({
    port,
    inMemory,
    tokenSeconds,
    dynamodb: endpoint ? engineAccess(endpoint) : undefined,
    signal: stopped.signal,
    onFailure: console.error,
    ...(trace ? { trace: (line: string) => console.log(`${clock()} ${line}`) } : {}),
  });
  await assertHealthy(host.url);
  if (seedName !== 'none' && (await isEmpty(host))) {
    console.log(
      `Loading samples/${seedName}: ${seedName === 'congress' ? 'minutes' : 'seconds'} …`,
    );
    console.log(await seed(host, seedName, stopped.signal));
    // A first look should find history and counts; those of a large sample may follow later.
    const enough = wait(countingMs, undefined, { ref: false });
    await Promise.race([host.drained(), enough, untilAborted(stopped.signal, host)]);
    stopped.signal.throwIfAborted();
  }
  if (trace) console.log(`AWS SDKs reach queues, bus and functions at ${host.awsEndpoint}`);
  console.log(`Liaison is ready at ${host.url}`);
  await untilAborted(stopped.signal, host);
} catch (error) {
  if (!stopped.signal.aborted) {
    console.error(error instanceof StartError ? error.message : error);
    process.exitCode = 1;
  }
} finally {
  await host?.stop();
}

/** Local time of day, with milliseconds. */
function clock(): string {
  const now = new Date();
  return `${now.toTimeString().slice(0, 8)}.${String(now.getMilliseconds()).padStart(3, '0')}`;
}

/** Not with `fetch`, which refuses some ports that are possible here. */
async function assertHealthy(url: string): Promise<void> {
  const [answer] = (await once(get(`${url}/health`), 'response')) as [IncomingMessage];
  const body = await text(answer);
  if (answer.statusCode !== 200) throw new StartError(`The service is not healthy: ${body}`);
}

async function untilAborted(signal: AbortSignal, { engineEnded }: Host): Promise<void> {
  const aborted = new Promise((done) => signal.addEventListener('abort', done));
  const engineLost = engineEnded.then(() => {
    if (!signal.aborted) throw new StartError('DynamoDB Local has ended, so Liaison stops, too.');
  });
  await Promise.race([aborted, engineLost]);
}
