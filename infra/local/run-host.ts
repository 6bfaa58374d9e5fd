// Runs the local host until Ctrl-C, for `npm start` and `liaison local`.

import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import inspector from 'node:inspector';
import { text } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { StartError } from './base/start-error.ts';
import type { EmbeddingApp } from './base/synth.ts';
import { traceFilter } from './base/trace.ts';
import { misuse, portOf } from './command-line.ts';
import { engineAccess } from './dynamodb/engine-access.ts';
import { type Host, startHost } from './host/host.ts';
import { isEmpty, seed } from './host/seed.ts';

/** Options that both commands have. */
export const hostOptions = {
  'in-memory': { type: 'boolean', default: false },
  watch: { type: 'boolean', default: false },
  inspect: { type: 'boolean', default: false },
  trace: { type: 'string', multiple: true },
} as const;

export const hostOptionHelp = `\
  --watch       rebuild a function when one of its files changes; data stays
  --inspect     listen for a debugger at port 9229; no function ends at its timeout
  --trace       print each stream batch, event, matching rule, function run and message;
                --trace workflow=NAME or --trace connection=ID prints only those of one`;

/** Data for an empty table. */
export interface Seed {
  readonly folder: string;
  /** The folder from which `folder` leads to the data. */
  readonly base: string;
  /** Roughly how long it takes. */
  readonly takes: string;
}

export interface RunOptions {
  readonly app?: EmbeddingApp;
  readonly port: number;
  readonly 'in-memory': boolean;
  readonly dataDir?: string;
  readonly watch: boolean;
  readonly inspect: boolean;
  /** Filters; one empty text traces everything. */
  readonly trace?: readonly string[] | undefined;
  readonly seed: Seed | undefined;
}

/** How long the start waits for the history and counts of the samples, in ms. */
const countingMs = 15_000;

/** Runs until a signal or an error; sets the exit status of the process. */
export async function runHost(options: RunOptions): Promise<void> {
  const tokenSeconds = Number(process.env.TOKEN_SECONDS || 3600);
  if (!Number.isInteger(tokenSeconds) || tokenSeconds < 1) {
    misuse(
      `TOKEN_SECONDS must be a whole number of at least 1, not "${process.env.TOKEN_SECONDS}".`,
    );
  }
  const isTraced = selection(options.trace);
  const { app, dataDir, watch } = options;
  const sample = options.seed;
  if (options.inspect) inspector.open(portOf(process.env.INSPECT_PORT || '9229', 'INSPECT_PORT'));
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
  // The trace would be flooded by the samples.
  let isSeeded = false;
  try {
    console.log('Synthesizing the stack and starting DynamoDB Local …');
    host = await startHost({
      port: options.port,
      inMemory: options['in-memory'],
      app,
      ...(dataDir && { dataDir }),
      watch,
      isDebugged: options.inspect,
      onNotice: console.log,
      tokenSeconds,
      dynamodb: endpoint ? engineAccess(endpoint) : undefined,
      signal: stopped.signal,
      onFailure: console.error,
      trace: (line, about) => {
        if (isSeeded && isTraced?.(line, about)) console.log(`${clock()} ${line}`);
      },
    });
    await assertHealthy(host.url);
    if (sample && (await isEmpty(host))) {
      console.log(`Loading ${sample.folder}: ${sample.takes} …`);
      console.log(await seed(host, sample, stopped.signal));
      // A first look should find history and counts; those of a large sample may follow later.
      const enough = wait(countingMs, undefined, { ref: false });
      await Promise.race([host.drained(), enough, untilAborted(stopped.signal, host)]);
      stopped.signal.throwIfAborted();
    }
    isSeeded = true;
    if (isTraced) console.log(`AWS SDKs reach queues, bus and functions at ${host.awsEndpoint}`);
    console.log(`Liaison is ready at ${host.url}`);
    await untilAborted(stopped.signal, host);
  } catch (error) {
    if (!stopped.signal.aborted) {
      console.error(error instanceof StartError ? error.message : error);
      process.exitCode = 1;
    }
  } finally {
    await host?.stop();
    if (options.inspect) inspector.close();
  }
}

/** Which lines of the trace are printed; undefined if none is. */
function selection(filters: readonly string[] | undefined) {
  if (!filters?.length) return undefined;
  try {
    const selected = filters.filter((filter) => filter !== '').map(traceFilter);
    return (line: string, about: unknown) =>
      selected.length === 0 || selected.some((isWanted) => isWanted(line, about));
  } catch (error) {
    return misuse(`--trace: ${(error as Error).message}.`);
  }
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
