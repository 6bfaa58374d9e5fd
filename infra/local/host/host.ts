// The local host: runs a synthesized template on this machine. It knows CloudFormation's resource
// types and nothing of connections; what it serves is what `cdk deploy` would deploy.
import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { makeDistribution } from '../cloudfront/distribution.ts';
import { type Engine, startEngine } from '../dynamodb/engine.ts';
import { createTable, engineClient, GlobalTable, isDynamoDb } from '../dynamodb/tables.ts';
import type { BusWatch } from '../eventbridge/event-bus.ts';
import { makeGateway } from '../gateway/gateway.ts';
import { routesOf } from '../gateway/routes.ts';
import { openFunctions } from '../lambda/functions.ts';
import { openIssuer, type TokenOptions } from '../sign-in/issuer.ts';
import { isSignIn, makeSignIn } from '../sign-in/sign-in.ts';
import type { LocalQueue } from '../sqs/queues.ts';
import { type EventSources, openEventSources } from '../streams/event-sources.ts';
import { keptValue } from './kept-value.ts';
import { listen } from './listener.ts';
import { StartError } from './start-error.ts';
import { projectRoot, readAssembly, synthesisFolder, synthesize } from './synth.ts';
import { accountId, Template } from './template.ts';

export const defaultDataDir = join(projectRoot, '.local');

export interface HostOptions {
  /** 0, the default, takes any free one. */
  readonly port?: number;
  /** Keep no data; the issuer's key and the secrets are kept all the same. */
  readonly inMemory?: boolean;
  /** Holds data, keys, logs and bundles; default `.local/`. */
  readonly dataDir?: string;
  /** An engine that runs already, instead of one of our own. */
  readonly dynamodbEndpoint?: string | undefined;
  /** A folder that stage `local` was synthesized into before; default: synthesize now. */
  readonly assembly?: string;
  /** How long an access token of the sign-in is good, in seconds; default 3600. */
  readonly tokenSeconds?: number;
  /** Stops a start that is under way. */
  readonly signal?: AbortSignal;
  /** Told of failures in a sentence each; default: nobody. */
  readonly onFailure?: (sentence: string) => void;
  /** Told in a line of each stream batch, event, rule, run and message; default: nobody. */
  readonly trace?: (line: string) => void;
  /** Told of each event put on a bus; default: nobody. */
  readonly onEvent?: BusWatch['onEvent'];
}

export interface Host {
  readonly url: string;
  readonly dynamodbEndpoint: string;
  /** Where SDKs reach the queues (SQS), the bus (EventBridge) and the functions (Lambda). */
  readonly awsEndpoint: string;
  readonly tableNames: readonly string[];
  readonly functionNames: readonly string[];
  /** A bearer token that this host accepts. */
  readonly token: (options?: TokenOptions) => Promise<string>;
  /** By logical id. */
  readonly queues: ReadonlyMap<string, LocalQueue>;
  /** Logical ids. */
  readonly schedules: readonly string[];
  /** Runs a schedule now; the beginning of its logical id suffices. */
  readonly fire: (schedule: string) => void;
  /**
   * Resolves when every stream mapping has read to the end and no event or asynchronous invocation
   * is under way or waits for a try again. Requests must be over by then.
   */
  readonly drained: () => Promise<void>;
  /** Resolves when the engine has ended; without it the host is of no use. */
  readonly engineEnded: Promise<void>;
  /**
   * Finishes the requests, stream batches and asynchronous invocations under way, for at most 5 s
   * each, and ends every process; may be called again.
   */
  readonly stop: () => Promise<void>;
}

/**
 * Starts everything, about 5 s, less with an `assembly`.
 *
 * @throws StartError, in a sentence for the person at the keyboard; nothing is left running then.
 */
export async function startHost(options: HostOptions = {}): Promise<Host> {
  const {
    dataDir = defaultDataDir,
    onFailure = () => {},
    trace = () => {},
    onEvent = () => {},
  } = options;
  const failed = new AbortController();
  const signal = AbortSignal.any([failed.signal, ...(options.signal ? [options.signal] : [])]);
  // Run in this order: requests under way are finished while all that they need is still there.
  const endings: (() => Promise<unknown>)[] = [];
  let stopping: Promise<void> | undefined;
  const stop = () => {
    stopping ??= (async () => {
      for (const end of endings) await end();
    })();
    return stopping;
  };
  try {
    const listening = await listen(options.port ?? 0);
    endings.push(listening.close);
    let eventSources: EventSources | undefined;
    endings.push(async () => eventSources?.stop());
    const aws = await listen(0);
    endings.push(aws.close);

    const engineStarting = openEngine(options, dataDir, signal);
    endings.push(() =>
      engineStarting.then(
        (engine) => engine.stop(),
        () => {},
      ),
    );
    const outdir = options.assembly ?? synthesisFolder(dataDir);
    const synthesis = options.assembly === undefined ? synthesize(outdir, signal) : undefined;
    if (synthesis) {
      const over = synthesis.catch(() => {});
      endings.push(() => over.then(() => rm(outdir, { recursive: true })));
    }
    const [engine, assembly, issuer] = await Promise.all([
      engineStarting,
      synthesis ?? readAssembly(outdir),
      openIssuer(dataDir),
    ]);

    const template = new Template(
      assembly.template,
      (id) => keptValue(join(dataDir, 'secrets', id), () => randomBytes(32).toString('hex')),
      (id) => `${aws.url}/${accountId}/${id}`,
    );
    const tables = template.resources('AWS::DynamoDB::GlobalTable', GlobalTable);
    const client = engineClient(engine.endpoint);
    for (const [name, table] of tables) await createTable(client, name, table);
    client.destroy();

    const functions = openFunctions(template, {
      assembly,
      dynamodbEndpoint: engine.endpoint,
      awsEndpoint: aws.url,
      logDir: join(dataDir, 'logs'),
      onFailure,
    });
    endings.push(() => Promise.all([...functions.values()].map((fn) => fn.stop())));
    eventSources = openEventSources(template, {
      functions,
      dynamodbEndpoint: engine.endpoint,
      awsEndpoint: aws.url,
      ...(options.inMemory ? {} : { folder: join(dataDir, 'events') }),
      onFailure,
      trace,
      onEvent,
    });
    aws.serve(eventSources.listener);
    await eventSources.start();
    const gateway = makeGateway(routesOf(template, functions, issuer), onFailure);
    const signIn = makeSignIn(issuer, options.tokenSeconds ?? 3600);
    const front = makeDistribution(template, assembly, gateway);
    listening.serve((message, response) =>
      (isSignIn(message.url) ? signIn : front)(message, response),
    );
    signal.throwIfAborted();
    return {
      url: listening.url,
      dynamodbEndpoint: engine.endpoint,
      awsEndpoint: aws.url,
      tableNames: [...tables.keys()],
      functionNames: [...functions.keys()],
      queues: eventSources.queues,
      schedules: eventSources.schedules,
      fire: eventSources.fire,
      drained: eventSources.drained,
      token: issuer.token,
      engineEnded: engine.ended,
      stop,
    };
  } catch (error) {
    failed.abort();
    await stop();
    throw error;
  }
}

async function openEngine(
  { dynamodbEndpoint: endpoint, inMemory = false }: HostOptions,
  dataDir: string,
  signal: AbortSignal,
): Promise<Engine> {
  if (endpoint === undefined) {
    return startEngine({ ...(inMemory ? {} : { dbPath: join(dataDir, 'dynamodb') }), signal });
  }
  if (!URL.canParse(endpoint) || !(await isDynamoDb(endpoint))) {
    throw new StartError(
      `No DynamoDB answers at ${endpoint}: start it there, or unset DYNAMODB_ENDPOINT.`,
    );
  }
  return { endpoint, ended: new Promise(() => {}), stop: async () => {} };
}
