// The command `npm start`: the whole service on this machine, until Ctrl-C.
import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { argumentsOf, misuse } from './host/command-line.ts';
import { type Host, startHost } from './host/host.ts';
import { isEmpty, seed } from './host/seed.ts';
import { StartError } from './host/start-error.ts';

const seeds = ['sales', 'congress', 'none'];

/** How long the start waits for the samples to be counted, in ms. */
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
  console.log(`Runs the whole service on this machine, until Ctrl-C; docs/local.md tells more.

  npm start -- [options]

  --in-memory   keep no data; without it, data stays in .local/
  --seed NAME   what to load into an empty table: ${seeds.join(', ')}; default sales
  --trace       show each stream batch, event, rule, workflow run and message as it happens
  --help        show this

  PORT=3000                  where the service listens; 0 takes any free port
  TOKEN_SECONDS=3600         how long an access token of the sign-in is good
  DYNAMODB_ENDPOINT=http://… a DynamoDB Local that runs already`);
  process.exit();
}
if (!seeds.includes(seedName)) misuse(`--seed is one of ${seeds.join(', ')}.`);
const port = Number(process.env.PORT || 3000);
if (!Number.isInteger(port) || port < 0 || port > 65535)
  misuse('PORT is a number from 0 to 65535.');
const tokenSeconds = Number(process.env.TOKEN_SECONDS || 3600);
if (!Number.isInteger(tokenSeconds) || tokenSeconds < 1) {
  misuse('TOKEN_SECONDS is a whole number of seconds, 1 or more.');
}

const stopped = new AbortController();
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  // Only the first: whoever is impatient may end the host at once, the engine follows by itself.
  process.once(name, () => stopped.abort());
}
if (process.env.npm_lifecycle_event === 'start') {
  // A signal to npm alone ends its shell and not us: being left by one's parent means stop, too.
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && stopped.abort(), 250).unref();
}

let host: Host | undefined;
try {
  console.log('Synthesizing the stack and starting DynamoDB Local …');
  host = await startHost({
    port,
    inMemory,
    tokenSeconds,
    dynamodbEndpoint: process.env.DYNAMODB_ENDPOINT || undefined,
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
    // Whoever looks at once finds its history and its counts; those of a large sample follow.
    const enough = wait(countingMs, undefined, { ref: false });
    await Promise.race([host.drained(), enough, untilAborted(stopped.signal, host)]);
    stopped.signal.throwIfAborted();
  }
  if (trace) console.log(`Queues, bus and functions answer AWS's SDKs at ${host.awsEndpoint}`);
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

/** Time of day, to the millisecond, as the terminal's owner has it. */
function clock(): string {
  const now = new Date();
  return `${now.toTimeString().slice(0, 8)}.${String(now.getMilliseconds()).padStart(3, '0')}`;
}

/** Asked without `fetch`, which refuses some ports that a service may well have. */
async function assertHealthy(url: string): Promise<void> {
  const [answer] = (await once(get(`${url}/health`), 'response')) as [IncomingMessage];
  const said = await text(answer);
  if (answer.statusCode !== 200) throw new StartError(`The service is not healthy: ${said}`);
}

async function untilAborted(signal: AbortSignal, { engineEnded }: Host): Promise<void> {
  const asked = new Promise((done) => signal.addEventListener('abort', done));
  const lost = engineEnded.then(() => {
    if (!signal.aborted) throw new StartError('DynamoDB Local has ended, so Liaison ends too.');
  });
  await Promise.race([asked, lost]);
}
